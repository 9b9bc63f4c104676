"""The operators that .NET's own types define: dates, time spans, decimals, big integers.

`+` on operands that are neither numbers, texts nor collections is the static method op_Addition of their type; how
its operands are converted and what an ambiguous or missing operator says follows from the signatures here, as for any
other method.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from ems.runtime.dateformat import MAX_TICKS
from ems.runtime.errors import NetError
from ems.runtime.members.model import Method, Overload, ParameterInfo
from ems.runtime.numbers import INT64_MAX, INT64_MIN
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import BigInteger

_DATE: Final = "System.DateTime"
_SPAN: Final = "System.TimeSpan"
_OFFSET: Final = "System.DateTimeOffset"
_DECIMAL: Final = "System.Decimal"
_BIG: Final = "System.Numerics.BigInteger"

Function = Callable[[Any, Any], Any]


def _span(ticks: int) -> Any:
    from ems.runtime.dotnet.time import TimeSpan
    if not INT64_MIN <= ticks <= INT64_MAX:
        raise NetError("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
    return TimeSpan(ticks)


def _date(date: Any, ticks: int) -> Any:
    """A date of the same kind (and offset) as another one."""
    from ems.runtime.dotnet.time import DateTime, DateTimeOffset
    if not 0 <= ticks <= MAX_TICKS:
        raise NetError("System.ArgumentOutOfRangeException",
                       "The added or subtracted value results in an un-representable DateTime.\nParameter name: t")
    return DateTime(ticks, date.kind) if isinstance(date, DateTime) else DateTimeOffset(ticks, date.offset)


def _instant(value: Any) -> int:
    """The ticks of a DateTimeOffset in UTC; its offset is in minutes."""
    return int(value.ticks) - int(value.offset) * 600_000_000


def _decimal(name: str) -> Function:
    def apply(left: Any, right: Any) -> Any:
        from ems.runtime import numbers
        try:
            return getattr(numbers, "decimal_" + name)(left, right)
        except ZeroDivisionError:
            raise NetError("System.DivideByZeroException", "Attempted to divide by zero.") from None
    return apply


def _big_divide(left: int, right: int) -> BigInteger:
    if right == 0:
        raise NetError("System.DivideByZeroException", "Attempted to divide by zero.")
    quotient = abs(left) // abs(right)
    return BigInteger(-quotient if (left < 0) != (right < 0) else quotient)


def _big_remainder(left: int, right: int) -> BigInteger:
    return BigInteger(int(left) - int(_big_divide(left, right)) * int(right))


def _big_shift(value: int, count: int) -> BigInteger:
    return BigInteger(int(value) << count if count >= 0 else int(value) >> -count)


_DATE_OPERATORS: Final[dict[str, list[tuple[str, str, Function]]]] = {
    "op_Addition": [(_DATE, _SPAN, lambda date, span: _date(date, date.ticks + span.ticks))],
    "op_Subtraction": [
        (_DATE, _SPAN, lambda date, span: _date(date, date.ticks - span.ticks)),
        (_DATE, _DATE, lambda left, right: _span(left.ticks - right.ticks)),
    ],
}
_SPAN_OPERATORS: Final[dict[str, list[tuple[str, str, Function]]]] = {
    "op_Addition": [(_SPAN, _SPAN, lambda left, right: _span(left.ticks + right.ticks))],
    "op_Subtraction": [(_SPAN, _SPAN, lambda left, right: _span(left.ticks - right.ticks))],
}
_OFFSET_OPERATORS: Final[dict[str, list[tuple[str, str, Function]]]] = {
    "op_Addition": [(_OFFSET, _SPAN, lambda date, span: _date(date, date.ticks + span.ticks))],
    "op_Subtraction": [
        (_OFFSET, _SPAN, lambda date, span: _date(date, date.ticks - span.ticks)),
        (_OFFSET, _OFFSET, lambda left, right: _span(_instant(left) - _instant(right))),
    ],
}
_DECIMAL_OPERATORS: Final[dict[str, list[tuple[str, str, Function]]]] = {
    "op_Addition": [(_DECIMAL, _DECIMAL, _decimal("add"))],
    "op_Subtraction": [(_DECIMAL, _DECIMAL, _decimal("subtract"))],
    "op_Multiply": [(_DECIMAL, _DECIMAL, _decimal("multiply"))],
    "op_Division": [(_DECIMAL, _DECIMAL, _decimal("divide"))],
    "op_Modulus": [(_DECIMAL, _DECIMAL, _decimal("remainder"))],
}
_BIG_OPERATORS: Final[dict[str, list[tuple[str, str, Function]]]] = {
    "op_Addition": [(_BIG, _BIG, lambda left, right: BigInteger(int(left) + int(right)))],
    "op_Subtraction": [(_BIG, _BIG, lambda left, right: BigInteger(int(left) - int(right)))],
    "op_Multiply": [(_BIG, _BIG, lambda left, right: BigInteger(int(left) * int(right)))],
    "op_Division": [(_BIG, _BIG, _big_divide)],
    "op_Modulus": [(_BIG, _BIG, _big_remainder)],
    "op_BitwiseAnd": [(_BIG, _BIG, lambda left, right: BigInteger(int(left) & int(right)))],
    "op_BitwiseOr": [(_BIG, _BIG, lambda left, right: BigInteger(int(left) | int(right)))],
    "op_ExclusiveOr": [(_BIG, _BIG, lambda left, right: BigInteger(int(left) ^ int(right)))],
    "op_LeftShift": [(_BIG, "System.Int32", lambda left, count: _big_shift(left, count))],
    "op_RightShift": [(_BIG, "System.Int32", lambda left, count: _big_shift(left, -count))],
}
OPERATORS: Final = MappingProxyType({
    _DATE: _DATE_OPERATORS, _SPAN: _SPAN_OPERATORS, _OFFSET: _OFFSET_OPERATORS, _DECIMAL: _DECIMAL_OPERATORS,
    _BIG: _BIG_OPERATORS,
})


@cache
def net_operator(kind: TypeInfo, method: str) -> Method | None:
    """The operator method of a .NET type, None where the type has none of that name."""
    declared = OPERATORS.get(kind.full_name, {}).get(method)
    if declared is None:
        from ems.runtime.members import static_method
        found = static_method(kind, method.lower())
        return found if isinstance(found, Method) else None
    overloads = []
    for left, right, run in declared:
        parameters = [ParameterInfo("left", type_named(left)), ParameterInfo("right", type_named(right))]
        overloads.append(Overload(method, parameters, type_named("System.Object"), run, is_static=True))
    return Method(method, overloads, is_static=True)
