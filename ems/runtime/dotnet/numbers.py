"""The members of the numeric types and of Boolean."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any, Final

from ems.runtime import numbers
from ems.runtime.dotnet.parsing import parse_number
from ems.runtime.dotnet.support import NetError, argument, bad_format, formatted, need, number_of, out_of_range
from ems.runtime.dotnet.text import CONVERTIBLE
from ems.runtime.hashing import hash_code, signed
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.types import type_of
from ems.runtime.values import Byte, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64

_INTEGERS: Final = {
    "SByte": SByte,
    "Byte": Byte,
    "Int16": Int16,
    "UInt16": UInt16,
    "Int32": int,
    "UInt32": UInt32,
    "Int64": Int64,
    "UInt64": UInt64,
}


def _compare(one: Any, other: Any) -> int:
    if other is None:
        return 1
    if type_of(other) is not type_of(one):
        raise argument(f"Object must be of type {type_of(one).name}.")
    return int(one > other) - int(one < other)


def _equals(one: Any, other: Any) -> bool:
    return other is not None and type_of(one) is type_of(other) and (one == other or (one != one and other != other))


def _try(parse: Callable[..., Any], zero: Any) -> Callable[..., bool]:
    def attempt(*arguments: Any) -> bool:
        box: ByRef = arguments[-1]
        try:
            box.value = parse(*arguments[:-1])
            return True
        except (NetError, numbers.Overflow, numbers.BadFormat):
            box.value = zero
            return False

    return attempt


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    **CONVERTIBLE,
    "CompareTo": _compare,
    "Equals": _equals,
    "GetHashCode": lambda value: signed(hash_code(value)),
    "GetTypeCode": lambda value: type_of(value).name,
    "ToString": formatted,
}


def _integer(name: str, python: type[Any]) -> Implementation:
    def parse(text: Any, *arguments: Any) -> Any:
        return parse_number(text, python, *arguments)

    low, high = numbers.RANGES[python]
    return Implementation(
        methods=_METHODS,
        static={"Parse": parse, "TryParse": _try(parse, python(0))},
        static_properties={"MaxValue": python(high), "MinValue": python(low)},
    )


def _real(python: type[Any], biggest: float, epsilon: float) -> Implementation:
    def parse(text: Any, *arguments: Any) -> Any:
        return parse_number(text, python, *arguments)

    return Implementation(
        methods=_METHODS,
        static={
            "IsInfinity": math.isinf,
            "IsNaN": math.isnan,
            "IsNegativeInfinity": lambda value: value == -math.inf,
            "IsPositiveInfinity": lambda value: value == math.inf,
            "Parse": parse,
            "TryParse": _try(parse, python(0.0)),
        },
        static_properties={
            "Epsilon": python(epsilon),
            "MaxValue": python(biggest),
            "MinValue": python(-biggest),
            "NaN": python(math.nan),
            "NegativeInfinity": python(-math.inf),
            "PositiveInfinity": python(math.inf),
        },
    )


# Decimal


def rounded(value: Decimal, places: int = 0, mode: Any = None) -> Decimal:
    """Decimal.Round."""
    if not 0 <= places <= 28:
        raise out_of_range("Decimal can only round to between 0 and 28 digits of precision.", "decimals")
    rounding = ROUND_HALF_UP if mode is not None and number_of(mode) == 1 else ROUND_HALF_EVEN
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def _round(value: Decimal, *arguments: Any) -> Decimal:
    places = next((each for each in arguments if isinstance(each, int)), 0)
    mode = next((each for each in arguments if hasattr(each, "number")), None)
    return rounded(value, places, mode)


def _whole(rounding: str) -> Callable[[Decimal], Decimal]:
    return lambda value: value.to_integral_value(rounding)


def _bits(value: Decimal) -> list[int]:
    sign, digits, exponent = value.as_tuple()
    number = int("".join(map(str, digits)))
    scale = -int(exponent)
    if scale < 0:
        number, scale = number * 10**-scale, 0
    flags = scale << 16 | (0x80000000 if sign else 0)
    parts = [number & 0xFFFFFFFF, number >> 32 & 0xFFFFFFFF, number >> 64 & 0xFFFFFFFF, flags]
    return [part - (1 << 32) if part >> 31 else part for part in parts]


def _new_decimal(_type: Any, *arguments: Any) -> Decimal:
    if not arguments:
        return Decimal(0)
    if len(arguments) == 5:
        low, middle, high, negative, scale = arguments
        number = (int(high) & 0xFFFFFFFF) << 64 | (int(middle) & 0xFFFFFFFF) << 32 | int(low) & 0xFFFFFFFF
        return Decimal(-number if negative else number).scaleb(-int(scale))
    first = arguments[0]
    if isinstance(first, list):
        if len(first) != 4:
            raise argument(
                "Decimal byte array constructor requires an array of length four containing valid decimal bytes."
            )
        low, middle, high, flags = (int(each) & 0xFFFFFFFF for each in first)
        number = high << 64 | middle << 32 | low
        return Decimal(-number if flags >> 31 else number).scaleb(-(flags >> 16 & 0xFF))
    return numbers.decimal_of_float(first) if isinstance(first, float) else Decimal(int(first))


def _parse_decimal(text: Any, *arguments: Any) -> Decimal:
    return parse_number(text, Decimal, *arguments)  # type: ignore[no-any-return]


def _cast(python: type[Any]) -> Callable[[Decimal], Any]:
    return lambda value: numbers.checked(int(value), python)


_DECIMAL_MAX: Final = Decimal("79228162514264337593543950335")


# Boolean


def _parse_bool(text: str) -> bool:
    folded = need(text, "value").strip(" \t\r\n\0").lower()
    if folded not in ("true", "false"):
        raise bad_format("String was not recognized as a valid Boolean.")
    return bool(folded == "true")


_SINGLE_MAX: Final = struct.unpack("<f", b"\xff\xff\x7f\x7f")[0]
_SINGLE_EPSILON: Final = struct.unpack("<f", b"\x01\x00\x00\x00")[0]
_STATIC_INTEGER: Final = """
    static {0} MaxValue {{get;}}
    static {0} MinValue {{get;}}
    static {0} Parse(string s)
    static {0} Parse(string s, System.Globalization.NumberStyles style)
    static {0} Parse(string s, System.IFormatProvider provider)
    static {0} Parse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider)
    static bool TryParse(string s, [ref] {0} result)
    static bool TryParse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider, \
        [ref] {0} result)
    int CompareTo(System.Object value)
    int CompareTo({0} value)
    bool Equals(System.Object obj)
    bool Equals({0} obj)
    int GetHashCode()
    type GetType()
    System.TypeCode GetTypeCode()
    string ToString()
    string ToString(string format)
    string ToString(System.IFormatProvider provider)
    string ToString(string format, System.IFormatProvider provider)
    bool IConvertible.ToBoolean(System.IFormatProvider provider)
    byte IConvertible.ToByte(System.IFormatProvider provider)
    char IConvertible.ToChar(System.IFormatProvider provider)
    datetime IConvertible.ToDateTime(System.IFormatProvider provider)
    decimal IConvertible.ToDecimal(System.IFormatProvider provider)
    double IConvertible.ToDouble(System.IFormatProvider provider)
    int16 IConvertible.ToInt16(System.IFormatProvider provider)
    int IConvertible.ToInt32(System.IFormatProvider provider)
    long IConvertible.ToInt64(System.IFormatProvider provider)
    sbyte IConvertible.ToSByte(System.IFormatProvider provider)
    float IConvertible.ToSingle(System.IFormatProvider provider)
    uint16 IConvertible.ToUInt16(System.IFormatProvider provider)
    uint32 IConvertible.ToUInt32(System.IFormatProvider provider)
    uint64 IConvertible.ToUInt64(System.IFormatProvider provider)
"""
_RECORDED: Final = frozenset({"Int32", "Int64", "Byte"})


def _integers() -> dict[str, Implementation]:
    found = {}
    for name, python in _INTEGERS.items():
        made = _integer(name, python)
        if name not in _RECORDED:
            made.declared = _STATIC_INTEGER.format(name.lower())
        found[f"System.{name}"] = made
    return found


TYPES: Final = {
    **_integers(),
    "System.Double": _real(float, 1.7976931348623157e308, 5e-324),
    "System.Single": _real(Single, _SINGLE_MAX, _SINGLE_EPSILON),
    "System.Decimal": Implementation(
        methods=_METHODS,
        static={
            "Add": numbers.decimal_add,
            "Ceiling": _whole(ROUND_CEILING),
            "Compare": lambda one, other: (one > other) - (one < other),
            "Divide": numbers.decimal_divide,
            "Equals": lambda one, other: one == other,
            "Floor": _whole(ROUND_FLOOR),
            "FromOACurrency": lambda value: Decimal(int(value)) / 10000,
            "GetBits": _bits,
            "Multiply": numbers.decimal_multiply,
            "Negate": lambda value: -value,
            "new": _new_decimal,
            "Parse": _parse_decimal,
            "Remainder": numbers.decimal_remainder,
            "Round": _round,
            "Subtract": numbers.decimal_subtract,
            "ToByte": _cast(Byte),
            "ToDouble": float,
            "ToInt16": _cast(Int16),
            "ToInt32": _cast(int),
            "ToInt64": _cast(Int64),
            "ToOACurrency": lambda value: int(value * 10000),
            "ToSByte": _cast(SByte),
            "ToSingle": lambda value: numbers.single(float(value)),
            "ToUInt16": _cast(UInt16),
            "ToUInt32": _cast(UInt32),
            "ToUInt64": _cast(UInt64),
            "Truncate": _whole(ROUND_DOWN),
            "TryParse": _try(_parse_decimal, Decimal(0)),
        },
        static_properties={
            "MaxValue": _DECIMAL_MAX,
            "MinusOne": Decimal(-1),
            "MinValue": -_DECIMAL_MAX,
            "One": Decimal(1),
            "Zero": Decimal(0),
        },
    ),
    "System.Boolean": Implementation(
        methods={
            **_METHODS,
            "GetTypeCode": lambda _value: "Boolean",
            "ToString": lambda value, _provider=None: "True" if value else "False",
        },
        static={"Parse": _parse_bool, "TryParse": _try(_parse_bool, False)},
        static_properties={"FalseString": "False", "TrueString": "True"},
    ),
}
