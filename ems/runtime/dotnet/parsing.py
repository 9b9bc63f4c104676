"""Parse of the numeric types with NumberStyles and a culture."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from ems.runtime import numbers
from ems.runtime.cultures import Culture
from ems.runtime.dotnet.support import bad_format, culture_of, need, number_of
from ems.runtime.values import BigInteger, Single

_INTEGER: Final = 7
_FLOAT: Final = 231
_NUMBER: Final = 111
_BLANKS: Final = " \t\n\v\f\r"


def parse_number(text: Any, python: type[Any], *arguments: Any) -> Any:
    """Int32.Parse(text[, styles][, provider]) and its like."""
    need(text, "s" if python is not BigInteger else "value")
    real = python in (float, Single)
    styles = _NUMBER if python is Decimal else _FLOAT if real else _INTEGER
    culture = culture_of(None)
    for each in arguments:
        if hasattr(each, "number"):
            styles = number_of(each)
        elif each is not None:
            culture = culture_of(each)
    if styles & 512:
        return _hexadecimal(text, python, styles)
    if real:
        special = _special(text.strip(_BLANKS), culture)
        if special is not None:
            return python(special)
    number = _read(text, styles, culture)
    if python is Decimal:
        return numbers.fit_decimal(number)
    if real:
        value = float(number)
        if value in (float("inf"), float("-inf")):
            kind = "a Single" if python is Single else "a Double"
            raise numbers.Overflow(f"Value was either too large or too small for {kind}.")
        return numbers.single(value) if python is Single else value
    if number != number.to_integral_value():
        if python is BigInteger:
            raise bad_format("The value could not be parsed.")
        raise numbers.Overflow(numbers.OVERFLOW[python])
    return BigInteger(int(number)) if python is BigInteger else numbers.checked(int(number), python)


def _special(body: str, culture: Culture) -> float | None:
    if body == "NaN":
        return float("nan")
    if body in ("Infinity", culture.infinity):
        return float("inf")
    if body in ("-Infinity", "-" + culture.infinity):
        return float("-inf")
    return None


def _hexadecimal(text: str, python: type[Any], styles: int) -> Any:
    body = text
    if styles & 1:
        body = body.lstrip(_BLANKS)
    if styles & 2:
        body = body.rstrip(_BLANKS)
    if not body or any(char not in "0123456789abcdefABCDEF" for char in body):
        raise bad_format()
    if python is BigInteger:
        number = int(body, 16)
        return BigInteger(number - (1 << 4 * len(body)) if body[0] in "89abcdefABCDEF" else number)
    number = int(body, 16)
    if number >> numbers.BITS[python]:
        raise numbers.Overflow(numbers.OVERFLOW[python])
    return numbers.truncated(number, python)


def _read(text: str, styles: int, culture: Culture) -> Decimal:
    body = text.rstrip("\0")
    if styles & 1:
        body = body.lstrip(_BLANKS)
    if styles & 2:
        body = body.rstrip(_BLANKS)
    negative = False
    if styles & 16 and body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1]
    if styles & 256:
        body = body.replace(culture.currency, "", 1).strip(_BLANKS)
    if styles & 4 and body[:1] in ("+", "-") and body:
        negative = negative or body[0] == "-"
        body = body[1:]
        if styles & 256:
            body = body.replace(culture.currency, "", 1).strip(_BLANKS)
    elif styles & 8 and body[-1:] in ("+", "-") and body:
        negative = negative or body[-1] == "-"
        body = body[:-1]
    pattern = r"(?P<whole>\d" + (rf"[\d{re.escape(culture.group)}]*" if styles & 64 else r"\d*") + ")?"
    if styles & 32:
        pattern += rf"(?:{re.escape(culture.decimal)}(?P<part>\d*))?"
    if styles & 128:
        pattern += r"(?:[eE](?P<power>[+-]?\d+))?"
    match = re.fullmatch(pattern, body)
    groups = match.groupdict() if match else {}
    if match is None or (not groups.get("whole") and not groups.get("part")):
        raise bad_format()
    whole = (groups.get("whole") or "0").replace(culture.group, "")
    digits = f"{whole}.{groups.get('part') or '0'}" if groups.get("part") else whole
    number = Decimal(f"{digits}e{groups.get('power') or 0}")
    return -number if negative else number
