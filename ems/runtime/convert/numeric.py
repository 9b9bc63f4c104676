"""Conversions between numbers, and from text to numbers (Convert.ChangeType and LanguagePrimitives' string
conversions)."""
from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from ems.runtime.convert.failure import InvalidCast, failed
from ems.runtime.errors import NetError, NetException
from ems.runtime.numbers import (
    CLASSES,
    OVERFLOW,
    RANGES,
    BadFormat,
    Overflow,
    checked,
    convert_integer_text,
    decimal_of_float,
    decimal_of_int,
    parse_decimal,
    parse_float,
    real_to_integer,
    single,
)
from ems.runtime.types import TypeInfo, type_named, type_of
from ems.runtime.values import Char, Single

DECIMAL: Final = "System.Decimal"
_CHAR: Final = "System.Char"
NUMERIC: Final = frozenset({
    "System.Int16", "System.Int32", "System.Int64", "System.UInt16", "System.UInt32", "System.UInt64", "System.SByte",
    "System.Byte",
    "System.Single", "System.Double", DECIMAL,
})
INTEGRAL: Final = NUMERIC - {"System.Single", "System.Double", DECIMAL}
CONVERTIBLE: Final = NUMERIC | {"System.Boolean", _CHAR, "System.DateTime", "System.String"}
"""Types that implement IConvertible (enumerations do too)."""


def invalid_cast(source: str, target: str) -> NetException:
    return NetException("System.InvalidCastException", f"Invalid cast from '{source}' to '{target}'.")


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def change_type(value: Any, target: TypeInfo) -> Any:
    """Convert.ChangeType(value, type) of an IConvertible; Overflow, BadFormat or NetError where it fails."""
    name = target.full_name
    source = type_of(value)
    if source is target:
        return value
    number = getattr(value, "number", None) if source.is_enum else None
    if number is not None:
        value = number
    if name not in CONVERTIBLE:
        raise NetError("System.InvalidCastException", invalid_cast(source.full_name, target.display_name).message)
    refused = NetError("System.InvalidCastException", invalid_cast(_short(source.full_name), _short(name)).message)
    if name == "System.DateTime" or source.full_name == "System.DateTime":
        raise refused
    if name == "System.String":
        from ems.runtime.convert.text import net_text
        return net_text(value)
    kind = value.__class__
    if kind is str:
        return _parse(value, name)
    if name == "System.Boolean":
        if kind is Char:
            raise refused
        return bool(value)
    if kind is Char:
        if name in INTEGRAL:
            return checked(ord(value), CLASSES[name])
        raise refused
    if name == _CHAR:
        if kind is bool or isinstance(value, (float, Decimal)):
            raise refused
        if not 0 <= value <= 0xFFFF:
            raise Overflow(OVERFLOW[Char])
        return Char(chr(value))
    return _between(int(value) if kind is bool else value, name)


def _between(value: Any, name: str) -> Any:
    """One number as another numeric type."""
    if name == "System.Double":
        return float(value)
    if name == "System.Single":
        return single(float(value))
    if name == DECIMAL:
        if isinstance(value, float):
            return decimal_of_float(value)
        return value if isinstance(value, Decimal) else decimal_of_int(value)
    kind = CLASSES[name]
    if isinstance(value, int):
        return checked(value, kind)
    return real_to_integer(value, kind)


def _parse(text: str, name: str) -> Any:
    """Convert.ChangeType of a string: the type's own Parse."""
    if name == "System.Double":
        return parse_float(text)
    if name == "System.Single":
        return single(parse_float(text))
    if name == DECIMAL:
        return parse_decimal(text)
    if name == "System.Boolean":
        folded = text.strip(" \t\r\n\0").lower()
        if folded in ("true", "false"):
            return folded == "true"
        raise BadFormat("String was not recognized as a valid Boolean.")
    if name == _CHAR:
        return parse_char(text)
    from ems.runtime.numbers import parse_integer
    return parse_integer(text, CLASSES[name])


def parse_char(text: str) -> Char:
    if len(text) != 1:
        raise BadFormat("String must be exactly one character long.")
    return Char(text)


def _exception(error: Exception) -> NetException:
    if isinstance(error, NetError):
        return error.exception
    return NetException("System.IndexOutOfRangeException", str(error))


def convertible(value: Any, target: TypeInfo) -> Any:
    """ConvertIConvertible and ConvertNumeric."""
    try:
        return change_type(value, target)
    except NetError as error:
        raise failed("InvalidCastIConvertible", value, target, _exception(error)) from None


def between_numbers(target_name: str) -> Callable[[Any, TypeInfo], Any]:
    """The conversion of any number to a numeric type: what fits needs no more than a look at the range."""
    if target_name == "System.Double":
        return lambda value, _target: float(value)
    if target_name not in INTEGRAL:
        return convertible
    kind = CLASSES[target_name]
    low, high = RANGES[kind]

    def run(value: Any, target: TypeInfo) -> Any:
        if isinstance(value, float) and low <= value <= high:
            value = round(value)
        if isinstance(value, int) and low <= value <= high:
            return int(value) if kind is int else kind(value)
        return convertible(value, target)
    return run


def from_big_integer(value: Any, target: TypeInfo) -> Any:
    """BigInteger's op_Explicit."""
    try:
        return _between(int(value), target.full_name)
    except Overflow as error:
        raise failed("InvalidCastTargetInvocationExceptionop_Explicit", value, target, _exception(error)) from None


def char_to_real(value: Any, target: TypeInfo) -> Any:
    """A character by its code."""
    return _between(ord(value), target.full_name)


def text_to_integer(value: str, target: TypeInfo) -> Any:
    """Decimal or hexadecimal digits, and else whatever a Double can be read from."""
    kind = CLASSES[target.full_name]
    if not value:
        return 0 if kind is int else kind(0)
    try:
        return convert_integer_text(value, kind)
    except BadFormat as error:
        try:
            return real_to_integer(parse_float(value), kind)
        except (BadFormat, Overflow):
            raise failed("InvalidCastFromStringToInteger", value, target, _exception(error)) from None
    except (Overflow, IndexError) as error:
        raise failed("InvalidCastFromStringToInteger", value, target, _exception(error)) from None


def text_to_real(value: str, target: TypeInfo) -> Any:
    if not value:
        return _between(0, target.full_name)
    try:
        return _parse(value, target.full_name)
    except (BadFormat, Overflow) as error:
        raise failed("InvalidCastFromStringToDoubleOrSingle", value, target, _exception(error)) from None


def text_to_decimal(value: str, target: TypeInfo) -> Any:
    if not value:
        return Decimal(0)
    try:
        return parse_decimal(value)
    except BadFormat as error:
        try:
            return decimal_of_float(parse_float(value))
        except (BadFormat, Overflow):
            raise failed("InvalidCastFromStringToDecimal", value, target, _exception(error)) from None
    except Overflow as error:
        raise failed("InvalidCastFromStringToDecimal", value, target, _exception(error)) from None


def number_of_text(text: str, other: Any) -> Any:
    """Parser.ScanNumber: the number an operand of an arithmetic operator stands for.

    `other` is the other operand's type where that is a number, else Int32: it is what the error names.
    """
    from ems.runtime.convert import convert
    from ems.runtime.numbers import scan_number
    body = text.strip()
    if not body:
        return 0
    found = scan_number(body)
    if found is not None:
        return found
    return convert(body, other if other is not None else type_named("System.Int32"))


__all__ = [
    "CONVERTIBLE", "INTEGRAL", "NUMERIC", "InvalidCast", "Single", "change_type", "char_to_real", "convertible",
    "invalid_cast",
    "number_of_text", "parse_char", "text_to_decimal", "text_to_integer", "text_to_real",
]
