"""Writes the generated data files of the language: the parser's tables and the list of types parsing has to know."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TYPES = ROOT / "ems" / "language" / "checks" / "types.txt"


def type_lines() -> list[str]:
    """The types of the runtime's list, each with its base."""
    data = ROOT / "ems" / "runtime" / "data" / "types"
    known: dict[str, str] = {}
    namespace = ""
    raw: list[tuple[str, str, str]] = []
    for line in (data / "index.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("namespace"):
            namespace = line.split()[1]
        elif line and not line.startswith("#"):
            head, _, tail = line.partition(" @")[0].partition(" : ")
            name = head.split()[-1]
            base = tail.split(",")[0].strip().partition("[")[0]
            raw.append((namespace, f"{namespace}.{name}".partition("`")[0], base.partition("`")[0]))
            known[raw[-1][1].lower()] = raw[-1][1]
    lines = []
    for space, name, base in raw:
        full = known.get(f"{space}.{base}".lower()) or known.get(base.lower()) or ""
        lines.append(f"{name} : {full}" if full and full not in ("System.Object", name) else name)
    for line in (data / "enums.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words = line.removeprefix("flags ").split()
            lines.append(f"{words[0].partition('(')[0]} : System.Enum")
    for line in (data / "accelerators.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            short, full = line.split()
            lines.append(f"{short} = {full}")
    return sorted(set(lines), key=str.lower)


def main() -> None:
    """Write all files."""
    from ems.language.lalr.build import write

    head = "# Types: full name : base, if not System.Object; short name = full name. From the runtime's list."
    TYPES.write_text("\n".join([head, *type_lines()]) + "\n", encoding="utf-8")
    write()


if __name__ == "__main__":
    main()
