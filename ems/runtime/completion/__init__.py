"""What Tab offers. `complete(session, text, cursor)` gives what the terminal and TabExpansion2 show; `wanted.py` reads the text, `sources.py` knows names.

Rules and order of the offers: recorded from Windows PowerShell 5.1.
"""

from __future__ import annotations

from typing import Any

from ems.runtime.completion.result import CompletionResult, Match
from ems.runtime.completion.sources import matches_for
from ems.runtime.completion.wanted import Wanted, wanted_at
from ems.runtime.errors import NetError, Terminating


def complete(session: Any, text: str, cursor: int) -> CompletionResult:
    """The offers for `text` with the cursor at an offset. Never raises: what cannot be found out offers nothing."""
    wanted = wanted_at(text, cursor)
    try:
        matches = list(matches_for(session, wanted))
    except (Terminating, NetError):
        matches = []
    return CompletionResult(wanted.start, wanted.end - wanted.start, matches)


__all__ = ["CompletionResult", "Match", "Wanted", "complete", "wanted_at"]
