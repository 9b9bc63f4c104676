"""Composite format strings: `'{0,-10:N2} {1}' -f $a, $b` and String.Format.

A pattern is read once; what is wrong with it is said only when the text before it has been formatted, as .NET does.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from ems.runtime.cultures import EN_US, Culture
from ems.runtime.numberformat import FormatFailure, format_number
from ems.runtime.values import NOTHING, NetObject, PSObject

BAD_FORMAT: Final = "Input string was not in a correct format."
BAD_INDEX: Final = (
    "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."
)
_MAX_WIDTH: Final = 1_000_000

Formatter = Callable[[Sequence[Any]], str]


class _Item:
    """One `{index,width:format}`."""

    __slots__ = ("digits", "index", "spec", "width")

    def __init__(self, index: int, width: int, spec: str | None) -> None:
        self.index = index
        self.width = width
        self.spec = spec
        self.digits = -1
        """How many digits an Int32 has at least, where the format is one that shows it as it is; -1 otherwise."""
        if not spec:
            self.digits = 0
        elif spec[0] in "dD" and (len(spec) == 1 or spec[1:].isdecimal()):
            self.digits = int(spec[1:] or "0")


class _Reader:
    """Reads a pattern into texts and items; a fault ends the list with None."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def parts(self) -> tuple[str | _Item | None, ...]:
        pattern, found, text = self.pattern, list[str | _Item | None](), list[str]()
        while self.at < len(pattern):
            brace = next((i for i in range(self.at, len(pattern)) if pattern[i] in "{}"), len(pattern))
            text.append(pattern[self.at:brace])
            self.at = brace
            if brace == len(pattern):
                break
            char = pattern[brace]
            if pattern[brace + 1:brace + 2] == char:
                text.append(char)
                self.at += 2
                continue
            if text:
                found.append("".join(text))
                text = []
            item = self._item() if char == "{" else None
            found.append(item)
            if item is None:
                return tuple(found)
        if text:
            found.append("".join(text))
        return tuple(found)

    def _blanks(self) -> None:
        while self.pattern[self.at:self.at + 1] == " ":
            self.at += 1

    def _number(self) -> int | None:
        start = self.at
        while self.pattern[self.at:self.at + 1] in tuple("0123456789"):
            self.at += 1
        if start == self.at or self.at >= len(self.pattern):
            return None
        number = int(self.pattern[start:self.at])
        return number if number < _MAX_WIDTH else None

    def _item(self) -> _Item | None:
        self.at += 1
        index = self._number()
        if index is None:
            return None
        self._blanks()
        width = 0
        if self.pattern[self.at:self.at + 1] == ",":
            self.at += 1
            self._blanks()
            left = self.pattern[self.at:self.at + 1] == "-"
            if left:
                self.at += 1
            found = self._number()
            if found is None:
                return None
            width = -found if left else found
            self._blanks()
        spec: str | None = None
        if self.pattern[self.at:self.at + 1] == ":":
            self.at += 1
            spec = self._spec()
            if spec is None:
                return None
        if self.pattern[self.at:self.at + 1] != "}":
            return None
        self.at += 1
        return _Item(index, width, spec)

    def _spec(self) -> str | None:
        """The format after the colon, up to the closing brace."""
        end = self.pattern.find("}", self.at)
        spec = self.pattern[self.at:end]
        if end < 0 or "{" in spec:
            return None
        self.at = end
        return spec


def format_value(value: Any, spec: str | None = None, culture: Culture = EN_US) -> str:
    """IFormattable.ToString(spec, culture) of a value, ToString() where it is not formattable."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if value is None or value is NOTHING:
        return ""
    if isinstance(value, (int, float, Decimal)) and kind is not bool:
        return format_number(value, spec or "", culture)
    if kind is PSObject:
        return format_value(value.base, spec, culture)
    if isinstance(value, NetObject):
        return value.format_text(spec, culture)
    from ems.runtime.convert.text import net_text
    return net_text(value, culture)


@lru_cache(maxsize=500)
def compile_format(pattern: str, culture: Culture = EN_US) -> Formatter:
    """A function of the arguments; FormatFailure where pattern and arguments do not go together."""
    parts = _Reader(pattern).parts()
    if parts == () or (len(parts) == 1 and isinstance(parts[0], str)):
        text = "".join(str(part) for part in parts)
        return lambda _args: text

    broken = parts[-1] is None
    tail = parts[-1] if isinstance(parts[-1], str) else ""
    steps = _steps(parts)

    def run(args: Sequence[Any]) -> str:
        out: list[str] = []
        count = len(args)
        for before, index, digits, width, spec in steps:
            if index >= count:
                raise FormatFailure(BAD_INDEX)
            value = args[index]
            kind = value.__class__
            if kind is str:
                text = value
            elif kind is int and digits >= 0:
                text = int.__repr__(value)
                if len(text) < digits or value < 0:
                    text = text.zfill(digits + (value < 0))
            else:
                text = format_value(value, spec, culture)
            if width:
                text = text.rjust(width) if width > 0 else text.ljust(-width)
            out.append(before + text)
        if broken:
            raise FormatFailure(BAD_FORMAT)
        return "".join(out) + tail
    return run


def _steps(parts: Sequence[str | _Item | None]) -> list[tuple[str, int, int, int, str | None]]:
    """The items with the text before each: text, index, digits, width, format."""
    steps: list[tuple[str, int, int, int, str | None]] = []
    before = ""
    for part in parts:
        if isinstance(part, str):
            before = part
        elif part is not None:
            steps.append((before, part.index, part.digits, part.width, part.spec))
            before = ""
    return steps


def format_string(pattern: str, args: Sequence[Any], culture: Culture = EN_US) -> str:
    """String.Format(culture, pattern, args)."""
    return compile_format(pattern, culture)(args)
