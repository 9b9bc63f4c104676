"""How much a script may ask for. .NET says OutOfMemoryException at its own limits; ours are lower (our choice), so that a runaway script
meets the exception long before it troubles the machine: what does not fit is reported, not tried.
"""
from __future__ import annotations

from typing import Final

MAX_TEXT: Final = 0x1FFFFFFF
"""Characters of one string: half of what .NET Framework allows."""

MAX_ARRAY: Final = 50_000_000
"""Elements of one array made by an operator."""

MAX_DIGITS: Final = 200_000
"""Digits of a BigInteger that is written or read as text: the work grows with their square."""


def check_text(length: int) -> None:
    """MemoryError where a string of that length is too long."""
    if length > MAX_TEXT:
        raise MemoryError
