"""PowerShell's wildcards: `*`, `?`, `[a-z]`, and the backtick that takes their meaning away.

A pattern becomes a plain function of a string. The frequent shapes (`x`, `x*`, `*x`, `*x*`) are string methods; the
others are matched piece by piece between their stars, which never takes more than the product of both lengths.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message

Matcher = Callable[[str], bool]

_WILDCARDS: Final = frozenset("*?[")


def contains_wildcard(text: str) -> bool:
    """WildcardPattern.ContainsWildcardCharacters: an unescaped `*`, `?` or `[`."""
    at = 0
    while at < len(text):
        char = text[at]
        if char == "`":
            at += 1
        elif char in _WILDCARDS:
            return True
        at += 1
    return False


def escape(text: str) -> str:
    """WildcardPattern.Escape."""
    return "".join("`" + char if char in "*?[]" else char for char in text)


def unescape(text: str) -> str:
    """WildcardPattern.Unescape: a backtick before a wildcard character goes."""
    out: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "`" and text[at + 1:at + 2] in tuple("*?[]"):
            at += 1
        out.append(text[at])
        at += 1
    return "".join(out)


def _invalid(pattern: str) -> Terminating:
    text = message("WildcardPatternStrings", "InvalidPattern", pattern)
    exception = NetException("System.Management.Automation.WildcardPatternException", text)
    return Terminating(ErrorRecord(exception, "RuntimeException", "NotSpecified"))


class _Piece:
    """What stands between two stars: as many characters as it has elements."""

    __slots__ = ("length", "literal", "regex")

    def __init__(self, elements: list[str | re.Pattern[str] | None]) -> None:
        self.length = len(elements)
        self.literal: str | None = None
        self.regex: re.Pattern[str] | None = None
        if all(isinstance(element, str) for element in elements):
            self.literal = "".join(str(element) for element in elements)
        else:
            self.regex = re.compile("".join(
                "." if element is None else re.escape(element) if isinstance(element, str) else element.pattern
                for element in elements), re.DOTALL)

    def at(self, text: str, start: int) -> bool:
        if self.literal is not None:
            return text.startswith(self.literal, start)
        assert self.regex is not None
        return self.regex.match(text, start) is not None

    def find(self, text: str, start: int) -> int:
        if self.literal is not None:
            return text.find(self.literal, start)
        assert self.regex is not None
        found = self.regex.search(text, start)
        return found.start() if found else -1


def _parse(pattern: str, ignore_case: bool) -> list[list[str | re.Pattern[str] | None]]:
    """The elements between the stars: a character, None for any, a pattern for a set."""
    pieces: list[list[str | re.Pattern[str] | None]] = [[]]
    escaped = False
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if escaped:
            escaped = False
            pieces[-1].append(char)
        elif char == "`":
            escaped = True
        elif char == "*":
            pieces.append([])
        elif char == "?":
            pieces[-1].append(None)
        elif char == "[":
            element, at = _set(pattern, at, ignore_case)
            pieces[-1].append(element)
        else:
            pieces[-1].append(char)
    if escaped and pattern != "`":
        pieces[-1].append("`")
    return pieces


def _set(pattern: str, at: int, ignore_case: bool) -> tuple[re.Pattern[str], int]:
    """A bracket expression; its first character never closes it, and a hyphen between two characters makes a range."""
    items: list[tuple[str, bool]] = []
    escaped, first = False, True
    while True:
        if at >= len(pattern):
            raise _invalid(pattern)
        char = pattern[at]
        at += 1
        if char == "]" and not first and not escaped:
            break
        if char != "`" or escaped:
            items.append((char, char == "-" and not escaped))
            escaped = False
        else:
            escaped = True
        first = False
    out: list[str] = []
    index = 0
    while index < len(items):
        char = items[index][0]
        if index + 2 < len(items) and items[index + 1][1]:
            high = items[index + 2][0]
            if char > high:
                raise _invalid(pattern)
            out.append(_range(char, high, ignore_case))
            index += 3
        else:
            out.append(re.escape(char))
            index += 1
    return re.compile(f"[{''.join(out)}]"), at


def _range(low: str, high: str, ignore_case: bool) -> str:
    text = f"{re.escape(low)}-{re.escape(high)}"
    if ignore_case and low <= "Z" and high >= "A":
        upper_low, upper_high = max(low, "A"), min(high, "Z")
        if upper_low <= upper_high:
            text += f"{upper_low.lower()}-{upper_high.lower()}"
    return text


@lru_cache(maxsize=500)
def like_matcher(pattern: str, ignore_case: bool = True) -> Matcher:
    """A function that says whether a whole string matches `pattern`; an invalid pattern is PowerShell's error."""
    folded = pattern.lower() if ignore_case else pattern
    pieces = _parse(folded, ignore_case)
    literal = [None if None in piece or any(isinstance(e, re.Pattern) for e in piece) else "".join(map(str, piece))
               for piece in pieces]
    if None not in literal:
        texts = [text or "" for text in literal]
        if len(texts) == 1:
            return _whole(texts[0], ignore_case)
        if len(texts) == 2 and not texts[1]:
            return _prefix(texts[0], ignore_case)
        if len(texts) == 2 and not texts[0]:
            return _suffix(texts[1], ignore_case)
        if len(texts) == 3 and not texts[0] and not texts[2]:
            return _inside(texts[1], ignore_case)
    return _general([_Piece(piece) for piece in pieces], ignore_case)


def _whole(text: str, ignore_case: bool) -> Matcher:
    if ignore_case:
        return lambda value: value.lower() == text
    return lambda value: value == text


def _prefix(text: str, ignore_case: bool) -> Matcher:
    if not text:
        return lambda _value: True
    if ignore_case:
        return lambda value: value.lower().startswith(text)
    return lambda value: value.startswith(text)


def _suffix(text: str, ignore_case: bool) -> Matcher:
    if ignore_case:
        return lambda value: value.lower().endswith(text)
    return lambda value: value.endswith(text)


def _inside(text: str, ignore_case: bool) -> Matcher:
    if ignore_case:
        return lambda value: text in value.lower()
    return lambda value: text in value


def _general(pieces: list[_Piece], ignore_case: bool) -> Matcher:
    first, last, middle = pieces[0], pieces[-1], pieces[1:-1]

    def match(value: str) -> bool:
        text = value.lower() if ignore_case else value
        if len(pieces) == 1:
            return len(text) == first.length and first.at(text, 0)
        end = len(text) - last.length
        if end < first.length or not first.at(text, 0) or not last.at(text, end):
            return False
        at = first.length
        for piece in middle:
            found = piece.find(text, at)
            if found < 0 or found + piece.length > end:
                return False
            at = found + piece.length
        return at <= end
    return match
