"""Headless sessions and transcripts, for ems's own tests, for labs, and for trainers who write both.

`HeadlessSession` is a session without a terminal, with a clock, random numbers and identifiers that are the same every time. A transcript
is a session as typed, with its output; `transcripts.py` says how it is written, runs it and re-records it.
"""

from __future__ import annotations

from ems.testing.headless import HeadlessSession, ScriptResult
from ems.testing.transcripts import (
    Difference,
    Interaction,
    Transcript,
    parse_transcripts,
    read_transcripts,
    run_transcript,
    write_transcripts,
)

__all__ = [
    "Difference",
    "HeadlessSession",
    "Interaction",
    "ScriptResult",
    "Transcript",
    "parse_transcripts",
    "read_transcripts",
    "run_transcript",
    "write_transcripts",
]
