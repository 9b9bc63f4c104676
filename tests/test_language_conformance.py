"""The recordings, tables and error catalog of 5.1, all of them; what differs stands in known-differences.md with its reason, and nowhere else."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conformance import catalog, cli, recordings, syntax, values

KNOWN = Path(__file__).parent / "transcripts" / "language" / "known-differences.md"
FILES = [*(path.stem for path in sorted(recordings.FOLDER.glob("*.txt"))), *values.NAMES, *syntax.NAMES, catalog.NAME]


def known() -> dict[str, set[str]]:
    """File -> the cases that are known to differ: the lines `- \\`title\\`: reason` below a heading `## file`."""
    found: dict[str, set[str]] = {}
    file = ""
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            file = line[3:].strip()
        elif match := re.match(r"- (`+) ?(.*?) ?\1: .", line):
            found.setdefault(file, set()).add(match[2])
    return found


@pytest.mark.parametrize("file", FILES)
def test_recorded(file: str) -> None:
    expected = known().get(file, set())
    outcomes = cli.run_batch(cli.jobs([file]))
    assert outcomes
    failed = {one.title: one.difference for one in outcomes if one.difference is not None}
    surprises = {title: difference for title, difference in failed.items() if title.strip() not in expected}
    assert not surprises, "\n".join(f"{title}\n    {difference}" for title, difference in surprises.items())
    mended = expected - {title.strip() for title in failed}
    assert not mended, f"These pass now; take them off known-differences.md: {sorted(mended)}"
