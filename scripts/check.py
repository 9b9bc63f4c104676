#!/usr/bin/env python3
"""What has to pass before a change lands: python3 scripts/check.py [clone] [lint] [types]; without a word, all of them.

clone   the README's test command on a clean clone of what is committed
lint    ruff
types   mypy --strict on ems/
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from environment import ROOT, ready


def clone() -> int:
    with tempfile.TemporaryDirectory(prefix="ems check ") as folder:  # the blank is on purpose
        copy = Path(folder) / "ems"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        return subprocess.run([sys.executable, str(copy / "scripts" / "test.py")], cwd=folder).returncode


def lint() -> int:
    return subprocess.run([str(ready("test", "dev")), "-m", "ruff", "check", "."], cwd=ROOT).returncode


def types() -> int:
    return subprocess.run([str(ready("test", "dev")), "-m", "mypy", "--strict", "ems"], cwd=ROOT).returncode


STEPS: dict[str, Callable[[], int]] = {"clone": clone, "lint": lint, "types": types}


def main() -> int:
    names = sys.argv[1:] or list(STEPS)
    unknown = [name for name in names if name not in STEPS]
    if unknown:
        print(f"check.py knows {', '.join(STEPS)}; not {', '.join(unknown)}.", file=sys.stderr)
        return 2
    failed = []
    for name in names:
        print(f"== {name}", flush=True)
        if STEPS[name]():
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


sys.exit(main())
