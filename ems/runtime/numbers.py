"""The number types of .NET: their ranges, how results are wrapped, how text becomes a number, and the arithmetic of
System.Decimal.

Python's `int` has no bounds and `decimal.Decimal` no 96-bit mantissa; both are brought back to .NET's here. The names
of numeric types that appear in errors ("an Int32", "an unsigned byte") are .NET Framework's.
"""
from __future__ import annotations

import re
import struct
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.errors import NetError
from ems.runtime.limits import MAX_DIGITS
from ems.runtime.values import BigInteger, Byte, Char, Int16, Int64, SByte, Single, UInt16, UInt32, UInt64

if TYPE_CHECKING:
    from decimal import Context, Decimal

INT32_MIN: Final = -0x80000000
INT32_MAX: Final = 0x7FFFFFFF
INT64_MIN: Final = -0x8000000000000000
INT64_MAX: Final = 0x7FFFFFFFFFFFFFFF
UINT32_MAX: Final = 0xFFFFFFFF
UINT64_MAX: Final = 0xFFFFFFFFFFFFFFFF
DECIMAL_MAX: Final = 79228162514264337593543950335

RANGES: Final = MappingProxyType[type, tuple[int, int]]({
    int: (INT32_MIN, INT32_MAX), Int64: (INT64_MIN, INT64_MAX), Int16: (-0x8000, 0x7FFF), SByte: (-0x80, 0x7F),
    Byte: (0, 0xFF), UInt16: (0, 0xFFFF), UInt32: (0, UINT32_MAX), UInt64: (0, UINT64_MAX), Char: (0, 0xFFFF),
})
"""Lowest and highest value of each integer class."""

BITS: Final = MappingProxyType[type, int]({
    int: 32, Int64: 64, Int16: 16, SByte: 8, Byte: 8, UInt16: 16, UInt32: 32, UInt64: 64,
})
SIGNED: Final = frozenset({int, Int64, Int16, SByte})
INTEGERS: Final = frozenset(BITS)

CODES: Final = MappingProxyType({
    "System.Boolean": 3, "System.Char": 4, "System.SByte": 5, "System.Byte": 6, "System.Int16": 7, "System.UInt16": 8,
    "System.Int32": 9, "System.UInt32": 10, "System.Int64": 11, "System.UInt64": 12, "System.Single": 13,
    "System.Double": 14, "System.Decimal": 15,
})
"""System.TypeCode of the primitive types: the order in which binary operators promote."""

NAMES: Final = MappingProxyType({
    int: "System.Int32", Int64: "System.Int64", Int16: "System.Int16", SByte: "System.SByte", Byte: "System.Byte",
    UInt16: "System.UInt16", UInt32: "System.UInt32", UInt64: "System.UInt64", float: "System.Double",
    Single: "System.Single",
    bool: "System.Boolean", Char: "System.Char", str: "System.String", BigInteger: "System.Numerics.BigInteger",
})
CLASSES: Final = MappingProxyType({name: python for python, name in NAMES.items()})

OVERFLOW: Final = MappingProxyType({
    int: "Value was either too large or too small for an Int32.",
    Int64: "Value was either too large or too small for an Int64.",
    Int16: "Value was either too large or too small for an Int16.",
    SByte: "Value was either too large or too small for a signed byte.",
    Byte: "Value was either too large or too small for an unsigned byte.",
    UInt16: "Value was either too large or too small for a UInt16.",
    UInt32: "Value was either too large or too small for a UInt32.",
    UInt64: "Value was either too large or too small for a UInt64.",
    Char: "Value was either too large or too small for a character.",
})
DECIMAL_OVERFLOW: Final = "Value was either too large or too small for a Decimal."
ARITHMETIC_OVERFLOW: Final = "Arithmetic operation resulted in an overflow."
BAD_FORMAT: Final = "Input string was not in a correct format."


class Overflow(NetError):
    """System.OverflowException; the text is .NET's message."""

    def __init__(self, text: str) -> None:
        super().__init__("System.OverflowException", text)


class BadFormat(NetError):
    """System.FormatException of a number's Parse; the text is .NET's message."""

    def __init__(self, text: str) -> None:
        super().__init__("System.FormatException", text)


def to_signed(number: int, bits: int) -> int:
    """The lowest `bits` of `number` read as two's complement."""
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> (bits - 1) else number


def truncated(number: int, kind: type) -> Any:
    """An unchecked cast to an integer class: bits that do not fit are cut off."""
    bits = BITS[kind]
    number = to_signed(number, bits) if kind in SIGNED else number & ((1 << bits) - 1)
    return number if kind is int else kind(number)


def checked(number: int, kind: type) -> Any:
    """`number` as an integer class; Overflow where it does not fit."""
    low, high = RANGES[kind]
    if low <= number <= high:
        return number if kind is int else kind(number)
    raise Overflow(OVERFLOW[kind])


def single(value: float) -> Single:
    """The Single nearest to a double."""
    try:
        return Single(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return Single("inf" if value > 0 else "-inf")


def round_half_even(value: float) -> int:
    """Convert.ToInt64 of a double: the nearest integer, ties to the even one."""
    return round(value)


def real_to_integer(value: Any, kind: type) -> Any:
    """Convert.ToInt32 and its like, of a Double, Single or Decimal."""
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise Overflow(OVERFLOW[int] if kind in (int, Int16, SByte, Byte, UInt16) else
                           ARITHMETIC_OVERFLOW if kind in (Int64, UInt64) else OVERFLOW[kind])
        number = round(value)
        low, high = RANGES[kind]
        if low <= number <= high:
            return number if kind is int else kind(number)
        if kind in (Int64, UInt64):
            raise Overflow(ARITHMETIC_OVERFLOW)
        if not INT32_MIN <= number <= INT32_MAX and kind is not UInt32:
            raise Overflow(OVERFLOW[int])
        raise Overflow(OVERFLOW[kind])
    return checked(int(value.to_integral_value(rounding="ROUND_HALF_EVEN")), kind)


# ---- System.Decimal --------------------------------------------------------------------------------------------------

def _context() -> Context:
    from decimal import Context
    return Context(prec=80, rounding="ROUND_HALF_EVEN", Emin=-999, Emax=999, traps=[])


def fit_decimal(value: Decimal) -> Decimal:
    """Brings an exact result into 96 bits and a scale of at most 28, ties to even; Overflow where its integer part is
    too large."""
    from decimal import Decimal
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise Overflow(DECIMAL_OVERFLOW)
    number = 0
    for digit in digits:
        number = number * 10 + digit
    scale = -exponent
    if scale < 0:
        number *= 10 ** -scale
        scale = 0
    if number > DECIMAL_MAX or scale > 28:
        drop = max(scale - 28, 0)
        while True:
            divisor = 10 ** drop
            quotient, rest = divmod(number, divisor)
            if rest * 2 > divisor or (rest * 2 == divisor and quotient & 1):
                quotient += 1
            if quotient <= DECIMAL_MAX:
                break
            drop += 1
            if drop > scale:
                raise Overflow(DECIMAL_OVERFLOW)
        number = quotient
        scale -= drop
    return Decimal((sign, tuple(map(int, str(number))), -scale))


def decimal_add(left: Decimal, right: Decimal) -> Decimal:
    return fit_decimal(_context().add(left, right))


def decimal_subtract(left: Decimal, right: Decimal) -> Decimal:
    return fit_decimal(_context().subtract(left, right))


def decimal_multiply(left: Decimal, right: Decimal) -> Decimal:
    return fit_decimal(_context().multiply(left, right))


def decimal_divide(left: Decimal, right: Decimal) -> Decimal:
    """Division as .NET does it: the scale of an exact quotient is the difference of the scales, else as many digits as
    fit."""
    from decimal import Decimal
    if not right:
        raise ZeroDivisionError
    left_sign, left_digits, left_exponent = left.as_tuple()
    right_sign, right_digits, right_exponent = right.as_tuple()
    dividend, divisor = int("".join(map(str, left_digits))), int("".join(map(str, right_digits)))
    scale = int(right_exponent) - int(left_exponent)
    if scale < 0:
        dividend *= 10 ** -scale
        scale = 0
    quotient, rest = divmod(dividend, divisor)
    extended = False
    while rest and scale < 60:
        extended = True
        scale += 1
        digit, rest = divmod(rest * 10, divisor)
        quotient = quotient * 10 + digit
    if extended:
        while scale > 0 and quotient % 10 == 0:
            quotient //= 10
            scale -= 1
    sticky = Decimal((left_sign ^ right_sign, tuple(map(int, str(quotient))), -scale))
    result = fit_decimal(sticky)
    if extended:
        sign, digits, exponent = result.as_tuple()
        while isinstance(exponent, int) and exponent < 0 and digits[-1] == 0 and len(digits) > 1:
            digits, exponent = digits[:-1], exponent + 1
        result = Decimal((sign, digits, int(exponent)))
    return result


def decimal_remainder(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise ZeroDivisionError
    return fit_decimal(_context().remainder(left, right))


def decimal_of_int(value: int) -> Decimal:
    from decimal import Decimal
    if -DECIMAL_MAX <= value <= DECIMAL_MAX:
        return Decimal(int(value))
    raise Overflow(DECIMAL_OVERFLOW)


def decimal_of_float(value: float) -> Decimal:
    """A cast from Double (15 significant digits) or Single (7) to Decimal."""
    from decimal import Decimal
    if value != value or abs(value) >= 7.9228162514264338e28:
        raise Overflow(DECIMAL_OVERFLOW)
    text = format(value, ".6e" if type(value) is Single else ".14e")
    result = Decimal(text)
    if not result:
        return Decimal(0)
    sign, digits, exponent = result.as_tuple()
    assert isinstance(exponent, int)
    while exponent < 0 and digits[-1] == 0 and len(digits) > 1:
        digits, exponent = digits[:-1], exponent + 1
    return fit_decimal(Decimal((sign, digits, exponent)))


# ---- text to number --------------------------------------------------------------------------------------------------

def allow_digits(number: int) -> None:
    """Python shall read and write so many digits; MemoryError where they are too many."""
    if number > MAX_DIGITS:
        raise MemoryError
    if sys.get_int_max_str_digits() < MAX_DIGITS + 1_000:
        sys.set_int_max_str_digits(MAX_DIGITS + 1_000)


_HEX_DIGITS: Final = "0123456789abcdefABCDEF"
_BLANK: Final = "\t\n\v\f\r "
_FLOAT_TEXT: Final = r"([+-]?)([0-9][0-9,]*)?(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?([+-]?)\Z"
_DECIMAL_TEXT: Final = r"([+-]?)([0-9][0-9,]*)?(?:\.([0-9]*))?([+-]?)\Z"


def parse_integer(text: str, kind: type) -> Any:
    """Int32.Parse and its like with NumberStyles.Integer: optional blanks around, an optional sign, digits."""
    body = text.strip(_BLANK).rstrip("\0")
    digits = body[1:] if body[:1] in ("+", "-") else body
    if not (digits.isascii() and digits.isdecimal()):
        raise BadFormat(BAD_FORMAT)
    if len(digits) > 4_000:
        allow_digits(len(digits))
    return checked(int(body), kind)


def parse_hex(text: str, kind: type) -> Any:
    """Convert.ToInt32(text, 16): as many bits as the type has, read as two's complement."""
    if not text or text.strip(_HEX_DIGITS):
        raise BadFormat("Could not find any recognizable digits." if text[:1] not in _HEX_DIGITS or not text else
                        "Additional non-parsable characters are at the end of the string.")
    number = int(text, 16)
    if number >> BITS[kind]:
        raise Overflow(OVERFLOW[kind])
    return truncated(number, kind)


def convert_integer_text(text: str, kind: type) -> Any:
    """The TypeConverter of an integer type (ConvertFrom): decimal, or hexadecimal after `#`, `0x` or `&h`.

    A text of blanks alone fails as it does in the product, where the converter looks at the first character of the
    trimmed text.
    """
    body = text.strip()
    if not body:
        raise IndexError("Index was outside the bounds of the array.")
    if body[0] == "#":
        return parse_hex(body[1:], kind)
    if body[:2] in ("0x", "0X", "&h", "&H"):
        return parse_hex(body[2:], kind)
    return parse_integer(body, kind)


def _float_body(text: str) -> str:
    return text.strip(_BLANK).rstrip("\0")


def parse_float(text: str) -> float:
    """Double.Parse with NumberStyles.Float and AllowThousands, invariant culture."""
    body = _float_body(text)
    if body in ("NaN", "Infinity", "-Infinity"):
        return float({"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}[body])
    match = re.match(_FLOAT_TEXT, body)
    if not match or (match[2] is None and not match[3]) or (match[1] and match[5]):
        raise BadFormat(BAD_FORMAT)
    sign = match[1] or match[5]
    return float(f"{sign}{(match[2] or '0').replace(',', '')}.{match[3] or '0'}e{match[4] or '0'}") + 0.0


def parse_single(text: str) -> Single:
    return single(parse_float(text))


def parse_decimal(text: str) -> Decimal:
    """Decimal.Parse with NumberStyles.Number, invariant culture: no exponent; the scale is kept."""
    from decimal import Decimal
    match = re.match(_DECIMAL_TEXT, _float_body(text))
    if not match or (match[2] is None and not match[3]) or (match[1] and match[4]):
        raise BadFormat(BAD_FORMAT)
    fraction = match[3] or ""
    whole = (match[2] or "0").replace(",", "")
    return fit_decimal(Decimal(f"{match[1] or match[4]}{whole}{'.' + fraction if fraction else ''}"))


# ---- the language's own literals -------------------------------------------------------------------------------------

def literal(value: int | float | str, type_name: str) -> Any:
    """The value of a numeric literal as the lexer gives it: a value and Int32, Int64, Double or Decimal."""
    if type_name == "Int32" or type_name == "Double":
        return value
    if type_name == "Int64":
        return Int64(value)
    from decimal import Decimal
    return Decimal(value)


def scan_number(text: str) -> Any:
    """The number a string stands for by the rules of the language's literals (`'0x10' + 1`, `5 - '1kb'`), None where it
    is none.

    The text is already trimmed and not empty.
    """
    if text.isdecimal() and text.isascii() and len(text) < 10:
        return int(text)
    from ems.language.numbers import NUMBER, is_number_text, read_number
    match = NUMBER.fullmatch(text)
    if match is None or not is_number_text(match):
        return None
    found = read_number(match)
    return None if found is None else literal(*found)
