"""ByteQuantifiedSize, Unlimited and the version numbers of Exchange.

A size prints in the largest unit that it reaches, cut to four significant digits, with the bytes behind it:
``36 MB (37,748,736 bytes)``, ``1.5 GB (1,610,612,736 bytes)``, ``512 B (512 bytes)``.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ems.exchange import net
from ems.runtime.errors import NetError
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo
from ems.runtime.values import Int64, NetObject

_UNITS: Final = (("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10), ("B", 1))
_SIZE: Final = re.compile(
    r"\s*(\d[\d,]*(?:\.\d+)?)\s*(B|KB|MB|GB|TB)?\s*(?:\(\s*(\d[\d,]*)\s*bytes\s*\))?\s*", re.IGNORECASE
)
_VERSION: Final = re.compile(
    r"\s*(?:Version\s+)?(\d+)\.(\d+)\s*(?:\(\s*Build\s+(\d+)(?:\.(\d+))?\s*\)|\.(\d+)\.(\d+))?\s*", re.IGNORECASE
)


class ByteQuantifiedSize(NetObject):
    """Microsoft.Exchange.Data.ByteQuantifiedSize."""

    __slots__ = ("bytes",)
    type_name = "Microsoft.Exchange.Data.ByteQuantifiedSize"

    def __init__(self, size: int) -> None:
        self.bytes = size

    @staticmethod
    def parse(text: str) -> ByteQuantifiedSize:
        """``36MB``, ``36 mb``, ``37748736``, or the printed form with the bytes in parentheses, which then count."""
        found = _SIZE.fullmatch(text)
        if found is None:
            message = f'"{text}" isn\'t a valid size. Valid units are B, KB, MB, GB and TB.'
            raise NetError("System.FormatException", message)  # our wording
        number, unit, exact = found.groups()
        if exact is not None:
            return ByteQuantifiedSize(int(exact.replace(",", "")))
        factor = dict(_UNITS)[(unit or "B").upper()]
        return ByteQuantifiedSize(int(float(number.replace(",", "")) * factor))

    def to_text(self) -> str:
        name, factor = next(((name, factor) for name, factor in _UNITS if self.bytes >= factor), ("B", 1))
        return f"{_four_digits(self.bytes / factor)} {name} ({self.bytes:,} bytes)"

    def equals(self, other: Any) -> bool:
        return isinstance(other, ByteQuantifiedSize) and self.bytes == other.bytes

    def compare_to(self, other: Any) -> int | None:
        if not isinstance(other, ByteQuantifiedSize):
            return None
        return (self.bytes > other.bytes) - (self.bytes < other.bytes)


def _four_digits(number: float) -> str:
    digits = max(0, 4 - len(str(int(number))))
    text = f"{number:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Unlimited(NetObject):
    """Microsoft.Exchange.Data.Unlimited: a value, or none that limits. `net_type` is made for the kind of value."""

    __slots__ = ("net_type", "value")

    def __init__(self, value: Any, net_type: Any = None) -> None:
        self.value = value
        self.net_type = net_type

    @property
    def is_unlimited(self) -> bool:
        return self.value is None

    @property
    def limit(self) -> Any:
        """The value; an error where there is none."""
        if self.value is None:
            raise NetError("System.InvalidOperationException", "The value is unlimited.")  # our wording
        return self.value

    def to_text(self) -> str:
        if self.value is None:
            return "Unlimited"
        return str(self.value.to_text()) if isinstance(self.value, NetObject) else str(self.value)

    def equals(self, other: Any) -> bool:
        theirs = other.value if isinstance(other, Unlimited) else other
        if isinstance(self.value, NetObject):
            return self.value.equals(theirs)
        return bool(self.value == theirs)

    def compare_to(self, other: Any) -> int | None:
        theirs = other.value if isinstance(other, Unlimited) else other
        if self.value is None or theirs is None:
            return (self.value is None) - (theirs is None)
        if isinstance(self.value, NetObject):
            order: int | None = self.value.compare_to(theirs)
            return order
        return int(self.value > theirs) - int(self.value < theirs)


def _new_unlimited(net_type: TypeInfo, value: Any) -> Unlimited:
    if isinstance(value, str) and value.strip().lower() == "unlimited":
        return Unlimited(None, net_type)
    return Unlimited(net.converted(value, net_type.generic_arguments[0]), net_type)


class ServerVersion(NetObject):
    """Microsoft.Exchange.Data.ServerVersion: ``Version 15.2 (Build 986.5)``."""

    __slots__ = ("build", "major", "minor", "revision")
    type_name = "Microsoft.Exchange.Data.ServerVersion"

    def __init__(self, major: int, minor: int, build: int = 0, revision: int = 0) -> None:
        self.major = major
        self.minor = minor
        self.build = build
        self.revision = revision

    @staticmethod
    def parse(text: str) -> ServerVersion:
        found = _VERSION.fullmatch(text)
        if found is None:
            raise NetError("System.FormatException", f'"{text}" isn\'t a valid version.')  # our wording
        major, minor, build, revision, other_build, other_revision = (int(part or 0) for part in found.groups())
        return ServerVersion(major, minor, build or other_build, revision or other_revision)

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        return (self.major, self.minor, self.build, self.revision)

    def to_text(self) -> str:
        return f"Version {self.major}.{self.minor} (Build {self.build}.{self.revision})"

    def equals(self, other: Any) -> bool:
        return isinstance(other, ServerVersion) and self.numbers == other.numbers

    def compare_to(self, other: Any) -> int | None:
        if not isinstance(other, ServerVersion):
            return None
        return (self.numbers > other.numbers) - (self.numbers < other.numbers)


class ExchangeObjectVersion(NetObject):
    """Microsoft.Exchange.Data.ExchangeObjectVersion: ``0.1 (8.0.535.0)``, kept as it prints."""

    __slots__ = ("text",)
    type_name = "Microsoft.Exchange.Data.ExchangeObjectVersion"

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def build(self) -> str:
        return self.text.partition("(")[2].rstrip(")")

    def to_text(self) -> str:
        return self.text

    def equals(self, other: Any) -> bool:
        return isinstance(other, ExchangeObjectVersion) and self.text == other.text


def _to(factor: int) -> Any:
    return lambda size: Int64(size.bytes // factor)


def _from(factor: int) -> Any:
    return lambda number: ByteQuantifiedSize(int(number) * factor)


_SIZE_NAME: Final = ByteQuantifiedSize.type_name
_TO: Final = {"ToBytes": 1, "ToKB": 1 << 10, "ToMB": 1 << 20, "ToGB": 1 << 30, "ToTB": 1 << 40}

TYPES: Final = {
    _SIZE_NAME: Implementation(
        methods={
            "ToString": lambda size: size.to_text(),
            "Equals": lambda size, other: size.equals(other),
            "CompareTo": lambda size, other: size.compare_to(other) or 0,
            **{name: _to(factor) for name, factor in _TO.items()},
        },
        static={
            "Parse": ByteQuantifiedSize.parse,
            **{name.replace("To", "From"): _from(factor) for name, factor in _TO.items()},
            "new": lambda _type, number: ByteQuantifiedSize(int(number)),
            "op_Addition": lambda one, other: ByteQuantifiedSize(one.bytes + other.bytes),
            "op_Subtraction": lambda one, other: ByteQuantifiedSize(one.bytes - other.bytes),
        },
        declared="\n".join(
            [
                *(f"uint64 {name}()" for name in _TO),
                "bool Equals(System.Object other)",
                "int CompareTo(System.Object other)",
                "string ToString()",
                f"static {_SIZE_NAME} Parse(string expression)",
                *(f"static {_SIZE_NAME} {name.replace('To', 'From')}(uint64 value)" for name in _TO),
                f"{_SIZE_NAME} new(uint64 numberOfBytes)",
                *(
                    f"static {_SIZE_NAME} {operator}({_SIZE_NAME} value1, {_SIZE_NAME} value2)"
                    for operator in ("op_Addition", "op_Subtraction")
                ),
            ]
        ),
    ),
    "Microsoft.Exchange.Data.Unlimited`1": Implementation(
        static={"new": _new_unlimited, "op_Explicit": lambda value: value.limit},
        methods={
            "ToString": lambda value: value.to_text(),
            "Equals": lambda value, other: value.equals(other),
            "CompareTo": lambda value, other: value.compare_to(other) or 0,
        },
        properties={"IsUnlimited": lambda value: value.is_unlimited, "Value": lambda value: value.limit},
        declared=(
            "bool IsUnlimited {get;}\nT Value {get;}\nbool Equals(System.Object other)\n"
            "int CompareTo(System.Object other)\n"
            "string ToString()\n"
            "Microsoft.Exchange.Data.Unlimited[T] new(T limitedValue)\n"
            "Microsoft.Exchange.Data.Unlimited[T] new(string expression)\n"
            "static T op_Explicit(Microsoft.Exchange.Data.Unlimited[T] value)"
        ),
    ),
    ServerVersion.type_name: Implementation(
        methods={
            "ToString": lambda version: version.to_text(),
            "Equals": lambda version, other: version.equals(other),
            "CompareTo": lambda version, other: version.compare_to(other) or 0,
        },
        properties={
            "Major": lambda version: version.major,
            "Minor": lambda version: version.minor,
            "Build": lambda version: version.build,
            "Revision": lambda version: version.revision,
        },
        static={
            "Parse": ServerVersion.parse,
            "new": lambda _type, *numbers: ServerVersion(*numbers),
        },
        declared=(
            "int Major {get;}\nint Minor {get;}\nint Build {get;}\nint Revision {get;}\n"
            "bool Equals(System.Object other)\n"
            "int CompareTo(System.Object other)\nstring ToString()\n"
            "static Microsoft.Exchange.Data.ServerVersion Parse(string expression)\n"
            "Microsoft.Exchange.Data.ServerVersion new(int major, int minor, int build, int revision)"
        ),
    ),
    ExchangeObjectVersion.type_name: Implementation(
        methods={"ToString": lambda version: version.to_text(), "Equals": lambda version, other: version.equals(other)},
        properties={"ExchangeBuild": lambda version: version.build},
        declared="string ExchangeBuild {get;}\nbool Equals(System.Object other)\nstring ToString()",
    ),
}
