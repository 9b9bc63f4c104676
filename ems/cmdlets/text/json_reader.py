"""JSON into values, as ConvertFrom-Json of 5.1 reads it.

The rules, and the texts of the errors, are those of .NET Framework's JavaScriptSerializer: more lenient than the
standard (single quotes, names without quotes), numbers by the smallest type that holds them, and `"\\/Date(n)\\/"` as
a date.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.errors import NetError
from ems.runtime.values import Int64

_DATE: Final = re.compile(r'"\\/Date\((-?[0-9]+)(?:[a-zA-Z]|[+-][0-9]{4})?\)\\/"')
_TOKEN: Final = re.compile(r"[\w.+\-]*")
_INTEGER: Final = re.compile(r"\s*[+-]?\d+\s*\Z")
_DECIMAL: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)\Z")
_FLOAT: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")
_ESCAPES: Final = {'"': '"', "'": "'", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_DEPTH_LIMIT: Final = 102
_EPOCH_TICKS: Final = 621355968000000000


class JsonMembers(list[tuple[str, Any]]):
    """An object as read: its members in order, duplicates included (whoever builds the object reports them)."""

    __slots__ = ()


def read_json(text: str) -> Any:
    """The value of a JSON text: None, bool, number, str, list or `JsonMembers`. Raises `NetError` as the serializer
    does."""
    reader = _Reader(text)
    value = reader.value(0)
    if reader.next_solid():
        raise NetError("System.ArgumentException", f"Invalid JSON primitive: {text}.")
    return value


class _Reader:
    """A position in the text; the characters that an error shows are those read so far."""

    __slots__ = ("at", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, message: str) -> NetError:
        return NetError("System.ArgumentException", f"{message} ({self.at}): {self.text}")

    def next_solid(self) -> str:
        """Steps over white space and takes one character; an empty string at the end."""
        text, at, length = self.text, self.at, len(self.text)
        while at < length and text[at].isspace():
            at += 1
        if at == length:
            self.at = at
            return ""
        self.at = at + 1
        return text[at]

    def value(self, depth: int) -> Any:
        depth += 1
        if depth > _DEPTH_LIMIT:
            raise NetError("System.ArgumentException", "RecursionLimit exceeded.")
        mark = self.next_solid()
        if not mark:
            return None
        self.at -= 1
        if mark == "{":
            return self.members(depth)
        if mark == "[":
            return self.elements(depth)
        if mark == '"':
            found = _DATE.match(self.text, self.at)
            if found:
                self.at = found.end()
                return _date(int(found[1]))
        if mark in "\"'":
            return self.string()
        return _primitive(self.token())

    def members(self, depth: int) -> JsonMembers:
        self.at += 1
        members = JsonMembers()
        mark = ""
        while mark := self.next_solid():
            self.at -= 1
            if mark == ":":
                raise self.fail("Invalid object passed in, member name expected.")
            if mark == "}" and not members:
                self.at += 1
                break
            name: str | None = None
            if mark != "}":
                name = self.string() if mark in "\"'" else self.token()
                if self.next_solid() != ":":
                    raise self.fail("Invalid object passed in, ':' or '}' expected.")
            members.append((name or "", self.value(depth)))
            mark = self.next_solid()
            if mark == "}":
                break
            if mark != ",":
                raise self.fail("Invalid object passed in, ':' or '}' expected.")
        if mark != "}":
            raise self.fail("Invalid object passed in, ':' or '}' expected.")
        return members

    def elements(self, depth: int) -> list[Any]:
        self.at += 1
        elements: list[Any] = []
        expect_more = False
        while (mark := self.next_solid()) and mark != "]":
            self.at -= 1
            elements.append(self.value(depth))
            expect_more = False
            mark = self.next_solid()
            if mark == "]":
                break
            expect_more = True
            if mark != ",":
                raise self.fail("Invalid array passed in, ',' expected.")
        if expect_more:
            raise self.fail("Invalid array passed in, extra trailing ','.")
        if mark != "]":
            raise self.fail("Invalid array passed in, ']' expected.")
        return elements

    def string(self) -> str:
        text, quote = self.text, self.text[self.at]
        at = self.at + 1
        parts: list[str] = []
        length = len(text)
        while at < length:
            mark = text[at]
            if mark == quote:
                self.at = at + 1
                return "".join(parts)
            if mark != "\\":
                start = at
                while at < length and text[at] != quote and text[at] != "\\":
                    at += 1
                parts.append(text[start:at])
                continue
            escape = text[at + 1 : at + 2]
            at += 2
            if escape == "\\":
                parts.append("\\")
            elif escape == "u":
                digits = text[at : at + 4]
                at += 4
                try:
                    parts.append(chr(int(digits, 16)))
                except ValueError:
                    raise NetError("System.FormatException", "Input string was not in a correct format.") from None
            elif escape in _ESCAPES and escape:
                parts.append(_ESCAPES[escape])
            elif escape:
                self.at = at
                raise self.fail("Unrecognized escape sequence.")
        self.at = length
        raise self.fail("Unterminated string passed in.")

    def token(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return found[0]


def _primitive(token: str) -> Any:
    if token in ("null", "true", "false"):
        return {"null": None, "true": True, "false": False}[token]
    exponent = "e" in token or "E" in token
    if not exponent:
        if _INTEGER.match(token):
            number = int(token)
            if -2147483648 <= number <= 2147483647:
                return number
            if -9223372036854775808 <= number <= 9223372036854775807:
                return Int64(number)
        if _DECIMAL.match(token):
            from decimal import Decimal

            exact = Decimal(token)
            if abs(exact) < Decimal("79228162514264337593543950336"):
                return exact
    if _FLOAT.match(token):
        return float(token)
    raise NetError("System.ArgumentException", f"Invalid JSON primitive: {token}.")


def _date(milliseconds: int) -> Any:
    from ems.runtime.dotnet.time import DateTime

    return DateTime(_EPOCH_TICKS + milliseconds * 10000, "Utc")
