"""System.Text.StringBuilder."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument, both, net_text, out_of_range
from ems.runtime.members.model import Implementation
from ems.runtime.values import Char, NetObject

_MAX: Final = 2147483647


class StringBuilder(NetObject):
    """Pieces of text that become one when somebody looks."""

    __slots__ = ("_length", "_pieces", "capacity", "max_capacity")
    type_name = "System.Text.StringBuilder"

    def __init__(self, text: str = "", capacity: int = 16, max_capacity: int = _MAX) -> None:
        self._pieces = [text] if text else []
        self._length = len(text)
        self.capacity = max(capacity, 16, len(text))
        self.max_capacity = max_capacity

    @property
    def text(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    @text.setter
    def text(self, value: str) -> None:
        self._pieces = [value] if value else []
        self._length = len(value)
        self._grow()

    def _grow(self) -> None:
        if self._length > self.capacity:
            self.capacity = max(self._length, 2 * self.capacity)
        if self._length > 200_000_000:
            raise NetError("System.OutOfMemoryException", "Exception of type 'System.OutOfMemoryException' was thrown.")

    def append(self, piece: str) -> StringBuilder:
        if piece:
            self._pieces.append(piece)
            self._length += len(piece)
            if self._length > self.capacity:
                self._grow()
        return self

    def __len__(self) -> int:
        return self._length

    def to_text(self) -> str:
        return self.text


def _append(builder: StringBuilder, value: Any, *rest: Any) -> StringBuilder:
    if value.__class__ is str and not rest:
        return builder.append(value)
    if value is None:
        return builder
    if isinstance(value, list):
        text = "".join(map(net_text, value))
        return builder.append(text[rest[0] : rest[0] + rest[1]] if len(rest) == 2 else text)
    text = net_text(value)
    if len(rest) == 2:
        return builder.append(text[rest[0] : rest[0] + rest[1]])
    if rest:
        return builder.append(text * rest[0])
    return builder.append(text)


def _append_line(builder: StringBuilder, value: str | None = None) -> StringBuilder:
    return builder.append((value or "") + "\r\n")


def _append_format(builder: StringBuilder, *arguments: Any) -> StringBuilder:
    from ems.runtime.dotnet.text import _format

    return builder.append(_format(*arguments))


def _insert(builder: StringBuilder, at: int, value: Any, *rest: Any) -> StringBuilder:
    if not 0 <= at <= len(builder):
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "index"
        )
    text = "" if value is None else "".join(value) if isinstance(value, list) else net_text(value)
    if len(rest) == 1:
        text *= rest[0]
    elif len(rest) == 2:
        text = text[rest[0] : rest[0] + rest[1]]
    whole = builder.text
    builder.text = whole[:at] + text + whole[at:]
    return builder


def _remove(builder: StringBuilder, start: int, length: int) -> StringBuilder:
    if length < 0:
        raise out_of_range("Length cannot be less than zero.", "length")
    if start < 0:
        raise out_of_range("StartIndex cannot be less than zero.", "startIndex")
    if start + length > len(builder):
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "index"
        )
    whole = builder.text
    builder.text = whole[:start] + whole[start + length :]
    return builder


def _replace(builder: StringBuilder, old: str, new: str | None, *part: int) -> StringBuilder:
    if not old:
        raise argument("Empty name is not legal.", "oldValue")
    whole = builder.text
    if part:
        start, count = part
        builder.text = whole[:start] + whole[start : start + count].replace(old, new or "") + whole[start + count :]
    else:
        builder.text = whole.replace(old, new or "")
    return builder


def _clear(builder: StringBuilder) -> StringBuilder:
    builder.text = ""
    return builder


def _set_length(builder: StringBuilder, length: int) -> None:
    if length < 0:
        raise out_of_range("Non-negative number required.", "value")
    whole = builder.text
    builder.text = whole[:length] if length <= len(whole) else whole + "\0" * (length - len(whole))


def _char(builder: StringBuilder, index: int) -> Char:
    if not 0 <= index < len(builder):
        raise NetError("System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
    return Char(builder.text[index])


def _set_char(builder: StringBuilder, index: int, value: str) -> None:
    if not 0 <= index < len(builder):
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "index"
        )
    whole = builder.text
    builder.text = whole[:index] + value + whole[index + 1 :]


def _to_string(builder: StringBuilder, *part: int) -> str:
    if not part:
        return builder.text
    start, length = part
    if start < 0 or length < 0 or start + length > len(builder):
        raise out_of_range("Index and length must refer to a location within the string.", "length")
    return builder.text[start : start + length]


def _new(_type: Any, *arguments: Any) -> StringBuilder:
    text = ""
    rest = list(arguments)
    if rest and not isinstance(rest[0], int):
        text = rest.pop(0) or ""
    if len(rest) == 3:
        start, length, capacity = rest
        return StringBuilder(text[start : start + length], capacity)
    return StringBuilder(text, *rest)


def _copy_to(builder: StringBuilder, start: int, target: Any, at: int, count: int) -> None:
    target[at : at + count] = [Char(char) for char in builder.text[start : start + count]]


def _ensure(builder: StringBuilder, capacity: int) -> int:
    builder.capacity = max(builder.capacity, capacity)
    return builder.capacity


TYPES: Final = {
    "System.Text.StringBuilder": Implementation(
        methods={
            "Append": _append,
            "AppendFormat": _append_format,
            "AppendLine": _append_line,
            "Chars": _char,
            "set_Chars": _set_char,
            "Clear": _clear,
            "CopyTo": _copy_to,
            "EnsureCapacity": _ensure,
            "Equals": lambda builder, other: isinstance(other, StringBuilder) and builder.text == other.text,
            "Insert": _insert,
            "Remove": _remove,
            "Replace": _replace,
            "ToString": _to_string,
        },
        properties={
            "Capacity": both("capacity"),
            "Length": (len, _set_length),
            "MaxCapacity": lambda builder: builder.max_capacity,
        },
        static={"new": _new},
    ),
}
