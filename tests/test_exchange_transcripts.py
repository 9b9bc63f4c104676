"""Sessions of an Exchange administrator, as typed and as printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ems.testing import Transcript, read_transcripts, run_transcript

FOLDER = Path(__file__).parent / "transcripts" / "exchange"
SESSIONS = [each for path in sorted(FOLDER.glob("*.txt")) for each in read_transcripts(path)]


@pytest.mark.parametrize("transcript", SESSIONS, ids=lambda each: f"{each.file}: {each.title}")
def test_session(transcript: Transcript) -> None:
    differences = run_transcript(transcript)
    assert not differences, "\n" + "\n".join(map(str, differences))
