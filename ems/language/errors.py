"""Parse errors: PowerShell's error ids with its texts, which are loaded when the first error is met."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ems.language.source import Source

_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")


class ParseError:
    """An error in a script: `start` and `end` are offsets, `incomplete` tells whether more input could mend it."""

    __slots__ = ("end", "error_id", "incomplete", "message", "source", "start")

    def __init__(self, error_id: str, message: str, start: int, end: int, incomplete: bool, source: Source) -> None:
        self.error_id = error_id
        self.message = message
        self.start = start
        self.end = end
        self.incomplete = incomplete
        self.source = source

    def __repr__(self) -> str:
        return f"{self.error_id}[{self.start}:{self.end}]{'?' if self.incomplete else ''}"


@lru_cache(maxsize=1)
def _messages() -> dict[str, str]:
    import json
    import os.path

    with open(os.path.join(os.path.dirname(__file__), "messages.json"), encoding="utf-8") as file:
        messages: dict[str, str] = json.load(file)
    return messages


def message_of(error_id: str, arguments: tuple[str, ...] = ()) -> str:
    """The text of an error with its arguments filled in; without arguments it is given as it is."""
    text = _messages().get(error_id, error_id)
    if not arguments:
        return text
    # {{ stands for a brace only where something is filled in: that is how .NET formats texts.
    filled = _PLACEHOLDER.sub(lambda match: arguments[int(match[1])] if int(match[1]) < len(arguments) else "", text)
    return filled.replace("{{", "{").replace("}}", "}")
