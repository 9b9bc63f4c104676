"""Values into JSON, in the layout of 5.1.

What is written of an object is decided by ConvertTo-Json itself, the spelling of each value by .NET Framework's
JavaScriptSerializer. A nested object is indented from the column at which its value begins, which gives 5.1's JSON
its look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

_UNSAFE: Final = re.compile("[\\x00-\\x1f\"\\\\'<>&\\x85\\u2028\\u2029]")
_SHORT: Final = {"\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\n": "\\n", "\b": "\\b", "\f": "\\f"}


class JsonObject(list[tuple[str, Any]]):
    """An object to be written: its members in order."""

    __slots__ = ()


class JsonText(str):
    """A value that is spelled already: a number, a quoted string, true."""

    __slots__ = ()


def quoted(text: str) -> JsonText:
    """The JSON string of a text; what could end a script element is escaped too."""
    return JsonText('"' + _UNSAFE.sub(_escape, text) + '"')


def _escape(found: re.Match[str]) -> str:
    mark = found[0]
    return _SHORT.get(mark) or f"\\u{ord(mark):04x}"


def compact(value: Any) -> str:
    """The text of a tree of `JsonObject`, list and `JsonText`, in one line."""
    parts: list[str] = []
    _compact(value, parts.append)
    return "".join(parts)


def _compact(value: Any, write: Callable[[str], Any]) -> None:
    if isinstance(value, JsonText):
        write(value)
    elif isinstance(value, JsonObject):
        write("{")
        for index, (name, member) in enumerate(value):
            write("," if index else "")
            write(quoted(name))
            write(":")
            _compact(member, write)
        write("}")
    else:
        write("[")
        for index, element in enumerate(value):
            write("," if index else "")
            _compact(element, write)
        write("]")


def pretty(value: Any) -> str:
    """The text of a tree over several lines, as 5.1 lays it out."""
    parts: list[str] = []
    _pretty(value, 0, parts.append)
    return "".join(parts)


def _pretty(value: Any, column: int, write: Callable[[str], Any]) -> None:
    """`column` is where the line of the enclosing name or element begins its value."""
    if isinstance(value, JsonText):
        write(value)
        return
    inner = column + 4
    margin = " " * inner
    if isinstance(value, JsonObject):
        write("{\r\n")
        for index, (name, member) in enumerate(value):
            head = quoted(name)
            write((",\r\n" if index else "") + margin + head + ":  ")
            _pretty(member, inner + len(head) + 3, write)
        write("\r\n" + " " * column + "}")
    else:
        write("[\r\n")
        for index, element in enumerate(value):
            write((",\r\n" if index else "") + margin)
            _pretty(element, inner, write)
        write("\r\n" + " " * column + "]")


def members(pairs: Iterable[tuple[str, Any]]) -> JsonObject:
    """The members of an object; of two with the same name the first counts."""
    seen: dict[str, Any] = {}
    for name, value in pairs:
        seen.setdefault(name, value)
    return JsonObject(seen.items())
