"""How a console breaks the lines of its own messages: warnings, verbose and debug text (ConsoleHostUserInterface.WrapText).

A line breaks between words; blanks belong to the line they follow and are themselves broken where the line is full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WORDS: Final = re.compile(r"\n| +|[^ \n]+")


def wrap_message(text: str, width: int) -> list[str]:
    """The lines of a message on a console `width` columns wide; the last column stays free."""
    limit = width - 1
    lines: list[str] = []
    line = ""
    for word in _pieces(text.replace("\r\n", "\n").replace("\t", " "), limit):
        if word == "\n":
            lines.append(line)
            line = ""
        elif len(line) + len(word) <= limit:
            line += word
        elif word[0] == " ":
            room = limit - len(line)
            lines.append(line + word[:room])
            line = word[room:]
        else:
            lines.append(line)
            line = word
    if line:
        lines.append(line)
    return lines


def _pieces(text: str, limit: int) -> Iterator[str]:
    for found in _WORDS.finditer(text):
        word = found[0]
        for start in range(0, len(word), max(limit, 1)):
            yield word[start : start + limit]
