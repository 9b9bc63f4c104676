"""Values of enumerations: a number with the type it belongs to.

Names, flags and underlying type are the type's (`TypeInfo.names`, `is_flags`). Rules of .NET's Enum: a number with a
name shows the name, flags that cover a number show their names from low to high, everything else shows the number.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.numberformat import FormatFailure
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_WIDTHS: Final = {
    "System.Byte": 2,
    "System.SByte": 2,
    "System.Int16": 4,
    "System.UInt16": 4,
    "System.Int64": 16,
    "System.UInt64": 16,
}


class EnumValue(NetObject):
    """A value of an enumeration."""

    __slots__ = ("net_type", "number")

    def __init__(self, net_type: TypeInfo, number: int) -> None:
        self.net_type = net_type
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EnumValue) and other.number == self.number and other.net_type is self.net_type

    def __hash__(self) -> int:
        return hash((self.net_type, self.number))

    def __repr__(self) -> str:
        return f"{self.net_type.name}.{self.text}"

    def net_hash(self) -> int:
        return self.number

    @property
    def text(self) -> str:
        """Enum.ToString()."""
        return enum_text(self.net_type, self.number)

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def to_text(self) -> str:
        return enum_text(self.net_type, self.number)

    def format_text(self, spec: str | None, culture: Any) -> str:
        return format_enum(self.net_type, self.number, spec)

    def compare_to(self, other: Any) -> int | None:
        return int(self.number > other.number) - int(self.number < other.number)


def enum_text(enum: TypeInfo, number: int) -> str:
    """What a number is called in an enumeration."""
    name = name_of(enum, number)
    if name is not None:
        return name
    if enum.is_flags:
        covered = _flag_names(enum, number)
        if covered is not None:
            return ", ".join(covered)
    return str(number)


def format_enum(enum: TypeInfo, number: int, spec: str | None) -> str:
    """Enum.ToString(format): G (the name), F (names of flags), D (the number), X (its bits)."""
    kind = (spec or "G").upper()
    if kind == "G":
        return enum_text(enum, number)
    if kind == "F":
        covered = _flag_names(enum, number)
        return name_of(enum, number) or (", ".join(covered) if covered else str(number))
    if kind == "D":
        return str(number)
    if kind == "X":
        width = _WIDTHS.get(enum.underlying.full_name if enum.underlying is not None else "", 8)
        return format(number & ((1 << (width * 4)) - 1), f"0{width}X")
    raise FormatFailure('Format String can be only "G", "g", "X", "x", "F", "f", "D" or "d".')


def name_of(enum: TypeInfo, number: int) -> str | None:
    """The name of a number, the first declared one where there are several."""
    for name, value in enum.names.items():
        if value == number:
            return name
    return None


def _flag_names(enum: TypeInfo, number: int) -> list[str] | None:
    rest = number
    found: list[str] = []
    for name, value in sorted(enum.names.items(), key=lambda pair: pair[1] & 0xFFFFFFFFFFFFFFFF, reverse=True):
        if value == 0:
            break
        if rest & value == value:
            rest -= value
            found.insert(0, name)
    return found if rest == 0 and number != 0 else None


def enum_value(full_name: str, member: str | int) -> EnumValue:
    """A value of a .NET enumeration by the name of its member, or by number."""
    enum = type_named(full_name)
    return EnumValue(enum, member if isinstance(member, int) else enum.names[member])


def parse_enum(enum: TypeInfo, text: str, ignore_case: bool) -> int | None:
    """Enum.Parse: names or numbers, parted by commas; None where one of them is unknown."""
    names: dict[str, Any] = enum.folded_names if ignore_case else enum.names
    total = 0
    for part in text.split(","):
        word = part.strip()
        if word and (word[0].isdigit() or word[0] in "+-"):
            try:
                total |= int(word)
                continue
            except ValueError:
                return None
        number = names.get(word.lower() if ignore_case else word)
        if number is None:
            return None
        total |= number
    return total
