"""Every transcript below tests/transcripts/exchange and tests/transcripts/console: typed into a fresh session, and what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from ems.testing import Transcript, read_transcripts, run_transcript

FOLDER = Path(__file__).parent / "transcripts"
FILES = [
    path
    for folder in ("exchange", "console")
    for path in sorted((FOLDER / folder).glob("*.txt"))
    if path.name != "completions.txt"
]
TRANSCRIPTS = [transcript for path in FILES for transcript in read_transcripts(path)]


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda one: f"{one.file}: {one.title}")
def test_transcript(transcript: Transcript) -> None:
    differences = run_transcript(transcript)
    assert not differences, str(differences[0])
