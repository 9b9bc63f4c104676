"""Formatted output, line by line: our own cases, beside the recordings of the product."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.recordings import Case, check, read

CASES = read(Path(__file__).parent / "transcripts" / "formatting" / "cases.txt")


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_prints(case: Case) -> None:
    assert check(case) is None
