"""How the fast parser says that a script is not for it."""

from __future__ import annotations


class Refusal(Exception):
    """The script is not certainly correct."""


class RefusingSink:
    """Takes what the lexer finds wrong: that is enough to refuse the script."""

    def report(self, error_id: str, start: int, end: int, *arguments: str) -> None:
        """An error."""
        raise Refusal

    def report_incomplete(self, error_id: str, start: int, end: int, *arguments: str) -> bool:
        """An error that more input may mend."""
        raise Refusal
