"""Math and BigInteger."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal
from typing import Any, Final

from ems.runtime.dotnet.numbers import rounded
from ems.runtime.dotnet.parsing import parse_number
from ems.runtime.dotnet.support import NetError, argument, bytes_array, formatted, number_of, out_of_range
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.types import type_of
from ems.runtime.values import BigInteger

_LOWEST: Final = {
    "System.SByte": -128,
    "System.Int16": -32768,
    "System.Int32": -2147483648,
    "System.Int64": -9223372036854775808,
}


def _abs(value: Any) -> Any:
    if isinstance(value, int) and value == _LOWEST.get(type_of(value).full_name):
        raise NetError("System.OverflowException", "Negating the minimum value of a twos complement number is invalid.")
    return abs(value)


def _sign(value: Any) -> int:
    if value != value:
        raise NetError("System.ArithmeticException", "Function does not accept floating point Not-a-Number values.")
    return int(value > 0) - int(value < 0)


def _extreme(better: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    def choose(one: Any, other: Any) -> Any:
        if one != one:
            return one
        return one if other == other and better(one, other) else other

    return choose


def _round(value: Any, *arguments: Any) -> Any:
    places = next((each for each in arguments if isinstance(each, int)), 0)
    mode = next((each for each in arguments if hasattr(each, "number")), None)
    if isinstance(value, Decimal):
        return rounded(value, places, mode)
    if not 0 <= places <= 15:
        raise out_of_range("Rounding digits must be between 0 and 15, inclusive.", "digits")
    away = mode is not None and number_of(mode) == 1
    if abs(value) >= 1e16 or math.isnan(value) or math.isinf(value):
        return value
    scaled = value * 10.0**places
    whole = math.floor(scaled)
    if away:
        part, base = math.modf(scaled)
        made = base + (math.copysign(1, scaled) if abs(part) >= 0.5 else 0)
    else:
        rest = scaled - whole
        made = whole + (1 if rest > 0.5 or (rest == 0.5 and whole % 2) else 0)
    return math.copysign(made / 10.0**places, value) if made == 0 else made / 10.0**places


def _whole(rounding: str, real: Callable[[float], float]) -> Callable[[Any], Any]:
    def run(value: Any) -> Any:
        if isinstance(value, Decimal):
            return value.to_integral_value(rounding)
        return value if math.isinf(value) or math.isnan(value) else float(real(value))

    return run


def guarded(function: Callable[..., float]) -> Callable[..., float]:
    """A function of Python's that yields what .NET's does where Python raises."""

    def run(*arguments: float) -> float:
        try:
            return function(*arguments)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return run


def _pow(base: float, power: float) -> float:
    try:
        made = math.pow(base, power)
    except OverflowError:
        return -math.inf if base < 0 and power % 2 == 1 else math.inf
    except ValueError:
        return math.inf if base == 0 else math.nan
    return made


def _log(value: float, base: float | None = None) -> float:
    if value == 0 and (base is None or base != 1):
        return -math.inf
    if value < 0:
        return math.nan
    if base is None:
        return math.log(value)
    if base == 1 or base <= 0:
        return math.nan
    return math.log(value) / math.log(base)


def _log10(value: float) -> float:
    return -math.inf if value == 0 else math.nan if value < 0 else math.log10(value)


def _div_rem(one: int, other: int, box: ByRef) -> int:
    if other == 0:
        raise NetError("System.DivideByZeroException", "Attempted to divide by zero.")
    quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
    rest = one - quotient * other
    box.value = rest if one.__class__ is int else one.__class__(rest)
    return quotient


# BigInteger


def _new_big(_type: Any, value: Any = 0) -> BigInteger:
    if isinstance(value, list):
        return BigInteger(int.from_bytes(bytes(int(each) for each in value), "little", signed=True))
    return BigInteger(int(value))


def _big(function: Callable[..., int]) -> Callable[..., BigInteger]:
    return lambda *arguments: BigInteger(function(*(int(each) for each in arguments)))


def _logarithm(value: Any, base: float = math.e) -> float:
    if value < 0 or base <= 0 or base == 1:
        return math.nan
    if value == 0:
        return -math.inf
    return math.log10(value) if base == 10 else math.log(value) / math.log(base)


def _truncated(one: int, other: int) -> int:
    if other == 0:
        raise NetError("System.DivideByZeroException", "Attempted to divide by zero.")
    return abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)


def _big_power(base: int, power: int) -> int:
    if power < 0:
        raise out_of_range("The number must be greater than or equal to zero.", "exponent")
    if base.bit_length() * power > 8_000_000:
        raise NetError("System.OutOfMemoryException", "Exception of type 'System.OutOfMemoryException' was thrown.")
    return int(base**power)


def _big_bytes(value: BigInteger) -> Any:
    return bytes_array(int(value).to_bytes(value.bit_length() // 8 + 1, "little", signed=True))


def _compare(one: BigInteger, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, int) or isinstance(other, bool):
        raise argument("The parameter must be a BigInteger.", "obj")
    return int(int(one) > int(other)) - int(int(one) < int(other))


def _parse_big(text: str, *arguments: Any) -> BigInteger:
    try:
        return BigInteger(parse_number(text, BigInteger, *arguments))
    except NetError as error:
        if error.exception.type_name != "System.FormatException":
            raise
        raise NetError("System.FormatException", "The value could not be parsed.") from None


def _try_big(*arguments: Any) -> bool:
    box: ByRef = arguments[-1]
    try:
        box.value = _parse_big(*arguments[:-1])
        return True
    except NetError:
        box.value = BigInteger(0)
        return False


TYPES: Final = {
    "System.Math": Implementation(
        static={
            "Abs": _abs,
            "Acos": guarded(math.acos),
            "Asin": guarded(math.asin),
            "Atan": math.atan,
            "Atan2": math.atan2,
            "BigMul": lambda one, other: one * other,
            "Ceiling": _whole(ROUND_CEILING, math.ceil),
            "Cos": guarded(math.cos),
            "Cosh": guarded(math.cosh),
            "DivRem": _div_rem,
            "Exp": guarded(math.exp),
            "Floor": _whole(ROUND_FLOOR, math.floor),
            "IEEERemainder": guarded(math.remainder),
            "Log": _log,
            "Log10": _log10,
            "Max": _extreme(lambda one, other: one >= other),
            "Min": _extreme(lambda one, other: one <= other),
            "Pow": _pow,
            "Round": _round,
            "Sign": _sign,
            "Sin": guarded(math.sin),
            "Sinh": guarded(math.sinh),
            "Sqrt": guarded(math.sqrt),
            "Tan": guarded(math.tan),
            "Tanh": math.tanh,
            "Truncate": _whole(ROUND_DOWN, math.trunc),
        },
        static_properties={"E": math.e, "PI": math.pi},
    ),
    "System.Numerics.BigInteger": Implementation(
        methods={
            "CompareTo": _compare,
            "Equals": lambda one, other: isinstance(other, int) and int(one) == int(other),
            "ToByteArray": _big_bytes,
            "ToString": formatted,
        },
        properties={
            "IsEven": lambda value: value % 2 == 0,
            "IsOne": lambda value: value == 1,
            "IsPowerOfTwo": lambda value: value > 0 and value & (value - 1) == 0,
            "IsZero": lambda value: value == 0,
            "Sign": _sign,
        },
        static={
            "Abs": _big(abs),
            "Add": _big(lambda one, other: one + other),
            "Compare": lambda one, other: (one > other) - (one < other),
            "Divide": _big(_truncated),
            "DivRem": _div_rem,
            "GreatestCommonDivisor": _big(math.gcd),
            "Log": _logarithm,
            "Log10": lambda value: _logarithm(value, 10.0),
            "Max": _big(max),
            "Min": _big(min),
            "ModPow": _big(pow),
            "Multiply": _big(lambda one, other: one * other),
            "Negate": _big(lambda value: -value),
            "new": _new_big,
            "default": lambda: BigInteger(0),
            "Parse": _parse_big,
            "Pow": lambda base, power: BigInteger(_big_power(int(base), power)),
            "Remainder": _big(lambda one, other: one - other * _truncated(one, other)),
            "Subtract": _big(lambda one, other: one - other),
            "TryParse": _try_big,
        },
        static_properties={"MinusOne": BigInteger(-1), "One": BigInteger(1), "Zero": BigInteger(0)},
    ),
}
