"""Numeric literals: hexadecimal, fractions, exponents, the suffixes l and d, the multipliers kb to pb.

What type a literal has and when it is no number at all is decided as in PowerShell's tokenizer.cs: the smallest of
Int32, Int64 and Decimal that holds it, else Double. A value is a pair of the value and its type's name; decimals stay
text, so that nobody has to load the decimal module who does not use any.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ems.language.characters import DASH_CLASS

if TYPE_CHECKING:
    from decimal import Decimal

NumberValue = tuple[int | float | str, str]

_INT32_MIN: Final = -(2**31)
_INT32_MAX: Final = 2**31 - 1
_INT64_MIN: Final = -(2**63)
_INT64_MAX: Final = 2**63 - 1
DECIMAL_MAX: Final = 79228162514264337593543950335

_MULTIPLIERS: Final = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40, "p": 2**50}

# The text of a literal; what may follow it is decided by the lexer, which knows its mode.
NUMBER: Final = re.compile(
    rf"""(?P<sign>[+{DASH_CLASS}])?
    (?: 0[xX](?P<hex>[0-9a-fA-F]*)
      | (?P<digits>[0-9]+ (?: \.(?!\.)[0-9]*(?:[eE](?P<esign1>[+{DASH_CLASS}])?[0-9]*)?
                            | [eE](?P<esign2>[+{DASH_CLASS}])?[0-9]* )?
          | \.[0-9]*(?:[eE](?P<esign3>[+{DASH_CLASS}])?[0-9]*)? ) )
    (?P<suffix>[dDlL])?
    (?: (?P<multiplier>[kKmMgGtTpP])(?P<b>[bB])? )?""",
    re.VERBOSE,
)
_EXPONENT_WITHOUT_DIGITS: Final = re.compile(rf"[eE][+{DASH_CLASS}]?$")


def read_number(match: re.Match[str]) -> NumberValue | None:
    """The value of a literal that matched NUMBER, or None where it cannot be represented."""
    suffix = (match["suffix"] or "").lower()
    multiplier = _MULTIPLIERS[match["multiplier"].lower()] if match["multiplier"] else 1
    sign = "-" if match["sign"] and match["sign"] != "+" else ""
    if match["hex"] is not None:
        return _hexadecimal(match["hex"], suffix, -multiplier if sign else multiplier)
    digits: str = match["digits"]
    exponent_sign = match["esign1"] or match["esign2"] or match["esign3"]
    if exponent_sign and exponent_sign not in "+-":
        digits = digits.replace(exponent_sign, "-")
    text = sign + digits
    real = not digits.isdigit()
    if suffix == "d":
        return _decimal(text, multiplier)
    if real:
        return _real(text, suffix, multiplier)
    value = int(text)
    if suffix == "l":
        return _int64(value, multiplier)
    return _smallest(value, text, multiplier)


def is_number_text(match: re.Match[str]) -> bool:
    """Whether the text is a number as far as it goes: digits where they must be, a whole multiplier."""
    if match["hex"] is not None:
        return bool(match["hex"] or match["sign"]) and not (match["multiplier"] and not match["b"])
    if match["multiplier"] and not match["b"]:
        return False
    return _EXPONENT_WITHOUT_DIGITS.search(match["digits"]) is None


def _int64(value: int, multiplier: int) -> NumberValue | None:
    if not _INT64_MIN <= value <= _INT64_MAX:
        return None
    value *= multiplier
    return (value, "Int64") if _INT64_MIN <= value <= _INT64_MAX else None


def _hexadecimal(digits: str, suffix: str, multiplier: int) -> NumberValue | None:
    if suffix == "d" or not digits:
        # The digits of a hexadecimal number are read as decimal ones here, as far as they are such.
        return _decimal(digits, multiplier) if digits.isdigit() else None
    value = int(digits, 16)
    if value > 2**64 - 1:
        return None
    if suffix == "l" or value > 2**32 - 1:
        signed = value - 2**64 if value > _INT64_MAX else value
        if suffix == "l":
            return _int64(signed, multiplier)
        return _widen(signed * multiplier, 1)
    signed = value - 2**32 if value > _INT32_MAX else value
    return _widen(signed * multiplier, 0)


def _smallest(value: int, text: str, multiplier: int) -> NumberValue:
    if _INT32_MIN <= value <= _INT32_MAX:
        return _widen(value * multiplier, 0)
    if _INT64_MIN <= value <= _INT64_MAX:
        return _widen(value * multiplier, 1)
    if -DECIMAL_MAX <= value <= DECIMAL_MAX:
        return _widen(value * multiplier, 2)
    return (_to_float(text) * multiplier, "Double")


def _widen(value: int, least: int) -> NumberValue:
    """The value in the smallest type that is at least Int32 (0), Int64 (1) or Decimal (2)."""
    if least == 0 and _INT32_MIN <= value <= _INT32_MAX:
        return (value, "Int32")
    if least <= 1 and _INT64_MIN <= value <= _INT64_MAX:
        return (value, "Int64")
    if -DECIMAL_MAX <= value <= DECIMAL_MAX:
        return (str(value), "Decimal")
    return (float(value), "Double")


def _to_float(text: str) -> float:
    try:
        return float(text)
    except OverflowError:
        return float("inf")


def _real(text: str, suffix: str, multiplier: int) -> NumberValue | None:
    try:
        value = float(text)
    except ValueError:
        # A sign and a point alone.
        return None
    if suffix == "l":
        return None if value in (float("inf"), float("-inf")) else _int64(round(value), multiplier)
    return (value * multiplier, "Double")


def _decimal(text: str, multiplier: int) -> NumberValue | None:
    from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation, localcontext

    try:
        with localcontext(Context(prec=400, rounding=ROUND_HALF_EVEN, Emax=100000, Emin=-100000)):
            value = Decimal(text)
            if value.adjusted() > 28 or abs(value) > DECIMAL_MAX:
                return None
            value = _fit(value) * multiplier
            if abs(value) > DECIMAL_MAX:
                return None
            value = _fit(value)
            return (format(value, "f"), "Decimal")
    except (InvalidOperation, ValueError):
        return None


def _fit(value: Decimal) -> Decimal:
    """Round to what a Decimal holds: 28 places, and a mantissa of 96 bits."""
    from decimal import Decimal

    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent > 0:
        return value.quantize(Decimal(1))
    places = min(-exponent, 28)
    value = value.quantize(Decimal(1).scaleb(-places))
    while places and int(abs(value).scaleb(places)) > DECIMAL_MAX:
        places -= 1
        value = value.quantize(Decimal(1).scaleb(-places))
    return value
