"""The house's own rules: who may import whom, no global state, nothing ambient in the core, a light start."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EMS = ROOT / "ems"

ALLOWED: dict[str, set[str]] = {
    "language": set(),
    "directory": set(),
    "runtime": {"language"},
    "formatting": {"runtime"},
    "transport": {"directory"},
    "cmdlets": {"language", "runtime", "formatting"},
    "exchange": {"runtime", "formatting", "directory", "transport"},
    "console": {"language", "runtime", "formatting"},
    "testing": {"language", "runtime", "formatting", "directory", "transport", "cmdlets", "exchange", "app"},
    "labs": {"language", "runtime", "formatting", "directory", "transport", "cmdlets", "exchange", "testing"},
}
EVERYTHING = {"app", "cli", "__main__", "__init__"}
AMBIENT = {"time", "random", "uuid", "secrets"}
MAY_BE_AMBIENT = {"app", "console", "cli", "testing"}
"""The composition root passes clock, random numbers and identifiers in; the listener waits on real sockets."""


def files() -> list[Path]:
    return sorted(EMS.rglob("*.py"))


def package(path: Path) -> str:
    first = path.relative_to(EMS).parts[0]
    return first.removesuffix(".py")


def imported(tree: ast.Module) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.append(node.module)
            if node.module == "ems":
                names += [f"ems.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(EMS)))
def test_rules_of_a_file(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    owner = package(path)
    complaints = []
    names = imported(tree)
    if owner not in EVERYTHING:
        for name in names:
            parts = name.split(".")
            if parts[0] == "ems" and len(parts) > 1 and parts[1] != owner and parts[1] not in ALLOWED[owner]:
                complaints.append(f"{owner} may not import {name}")
    if owner not in MAY_BE_AMBIENT and path.name not in ("listener.py", "claim.py"):
        complaints += [f"{name} is ambient; it is passed in through the session" for name in names if name in AMBIENT]
    complaints += module_state(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            complaints.append(f"line {node.lineno}: print( belongs to no part of ems")
        if owner not in MAY_BE_AMBIENT and isinstance(node, ast.Attribute) and node.attr in ("utcnow", "today"):
            complaints.append(f"line {node.lineno}: {node.attr} is ambient; the time is passed in through the session")
        if isinstance(node, ast.Global):
            complaints.append(f"line {node.lineno}: global {', '.join(node.names)}")
    assert not complaints, "\n".join(complaints)


def module_state(tree: ast.Module) -> list[str]:
    """Module-level names bound to something mutable that is not a constant by its name (upper case, never assigned again)."""
    complaints = []
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        mutable = isinstance(value, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp))
        for target in targets:
            if (
                mutable
                and isinstance(target, ast.Name)
                and not target.id.strip("_").isupper()
                and not target.id.startswith("__")
            ):
                complaints.append(f"line {node.lineno}: {target.id} is mutable state of the module")
    return complaints


def test_a_command_starts_light() -> None:
    code = (
        "import sys; sys.argv = ['ems', '-NoProfile', '--temporary', '-Command', '1']\n"
        "from ems.cli import main\n"
        "code = main()\n"
        "heavy = [name for name in ('prompt_toolkit', 'pygments', 'asyncio', 'ssl', 'lark', 'argparse') if name in sys.modules]\n"
        "sys.exit(f'imported: {heavy}' if heavy else code)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr
