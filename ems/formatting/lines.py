"""How text is cut into lines: word wrap, display cells, truncation.

The rules are those of PowerShell's StringManipulationHelper. A line breaks behind a blank or a tab, which stays at the
end of the line it closes; a word longer than a whole line is cut where the line ends; a soft hyphen shows only where
the line breaks. A `CellWidth` measures text in cells of the screen: for text files a character is a cell, on a screen
East Asian characters take two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

CellWidth = Callable[[str], int]
ELLIPSIS: Final = "..."
_SOFT_HYPHEN: Final = "\u00ad"
_JOINERS: Final = "\u2011\u00a0"


def screen_width(text: str) -> int:
    """The cells `text` takes on a screen: two for each wide (East Asian) character."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def head(text: str, cells: int, width: CellWidth = len) -> str:
    """The longest beginning of `text` that fits into `cells`."""
    if width is len or text.isascii():
        return text[:cells]
    used = 0
    for index, char in enumerate(text):
        used += width(char)
        if used > cells:
            return text[:index]
    return text


def tail(text: str, cells: int, width: CellWidth = len) -> str:
    """The longest end of `text` that fits into `cells`."""
    if cells <= 0:
        return ""
    if width is len or text.isascii():
        return text[-cells:]
    used = 0
    for index in range(len(text) - 1, -1, -1):
        used += width(text[index])
        if used > cells:
            return text[index + 1 :]
    return text


def split_lines(text: str) -> list[str]:
    """The lines of a text; carriage returns vanish."""
    return text.replace("\r", "").split("\n")


def cut_at_newline(text: str) -> str:
    """One line of a text that may have several: the first, with an ellipsis where more followed."""
    first = text.find("\n")
    other = text.find("\r")
    if other >= 0 and (first < 0 or other < first):
        first = other
    return text if first < 0 else text[:first] + ELLIPSIS


def wrap(text: str, first_width: int, next_width: int, width: CellWidth = len) -> list[str]:
    """`text` as lines of at most `first_width` cells (the first of each line of the text) and `next_width` cells (the
    following).
    """
    if not text:
        return [text]
    lines: list[str] = []
    for line in split_lines(text):
        if width(line) <= first_width:
            lines.append(line)
        else:
            _wrap_line(line, first_width, next_width, width, lines)
    return lines


def _wrap_line(line: str, first_width: int, next_width: int, width: CellWidth, lines: list[str]) -> None:
    left = limit = first_width
    current = ""
    for word, delimiter in _words(line):
        if delimiter == _SOFT_HYPHEN:
            if width(word) + 1 == left:
                word += "-"
        else:
            word += delimiter
        if limit == 0:
            limit = left = next_width
            if limit == 0:
                break
        cells = width(word)
        if cells <= left:
            current += word
            left -= cells
        elif cells <= limit:
            lines.append(current)
            current = word
            limit = next_width
            left = limit - cells
        else:
            for char in word:
                cells = width(char)
                if cells > limit:
                    char, cells = "?", 1
                if cells > left:
                    lines.append(current)
                    current = char
                    limit = next_width
                    left = limit - cells
                else:
                    current += char
                    left -= cells
    lines.append(current)


def _words(line: str) -> Iterator[tuple[str, str]]:
    start = 0
    for index, char in enumerate(line):
        if char in " \t" or char == _SOFT_HYPHEN:
            yield line[start:index], char
            start = index + 1
        elif char in _JOINERS:
            yield line[start:index], ""
            start = index + 1
    yield line[start:], ""
