"""`-is -isnot -as` and `..`."""
from __future__ import annotations

from typing import Any, Final

from ems.runtime.convert import convert, to_int, try_convert
from ems.runtime.convert.failure import InvalidCast
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.limits import MAX_ARRAY
from ems.runtime.numbers import ARITHMETIC_OVERFLOW, INT32_MAX
from ems.runtime.operators.arithmetic import plain
from ems.runtime.operators.failures import language_error, net_failure, out_of_memory
from ems.runtime.types import TypeInfo, is_instance, type_named

_CUSTOM: Final = frozenset({"System.Management.Automation.PSCustomObject", "System.Management.Automation.PSObject"})


def converted(value: Any, full_name: str) -> Any:
    """ParserOps.ConvertTo: a failed conversion is an error of the operator, without an id of its own."""
    try:
        return convert(value, type_named(full_name))
    except InvalidCast as error:
        raise operator_cast_failure(error) from None


def operator_cast_failure(error: InvalidCast) -> Terminating:
    return runtime_error("RuntimeException", error.text, "NotSpecified", inner=error.cast)


def _right_type(right: Any) -> TypeInfo:
    right = plain(right)
    if isinstance(right, TypeInfo):
        return right
    found = converted(right, "System.Type")
    if not isinstance(found, TypeInfo):
        raise language_error("IsOperatorRequiresType", target=right)
    return found


def is_type(left: Any, right: Any) -> bool:
    """`-is`."""
    return is_instance(left, right if isinstance(right, TypeInfo) else _right_type(right))


def is_not_type(left: Any, right: Any) -> bool:
    """`-isnot`."""
    return not is_type(left, right)


def as_type(left: Any, right: Any) -> Any:
    """`-as`: the converted value, `$null` where it cannot be converted."""
    right = plain(right)
    if not isinstance(right, TypeInfo):
        right = convert(right, type_named("System.Type"))
        if not isinstance(right, TypeInfo):
            raise language_error("AsOperatorRequiresType", target=right)
    if right.full_name in _CUSTOM:
        return left
    return try_convert(left, right)[1]


def fixed_number(value: Any) -> int:
    """ParserOps.FixNum: an operand that has to be an Int32."""
    if value.__class__ is int:
        return value
    if plain(value) is None:
        return 0
    try:
        return to_int(value)
    except InvalidCast as error:
        raise operator_cast_failure(error) from None


def range_of(left: Any, right: Any) -> range:
    """`left .. right` without its elements: upwards or downwards, both ends included."""
    low = left if left.__class__ is int else to_int(plain(left))
    high = right if right.__class__ is int else to_int(plain(right))
    if abs(high - low) > INT32_MAX:
        raise net_failure("System.OverflowException", ARITHMETIC_OVERFLOW)
    return range(low, high + 1) if low <= high else range(low, high - 1, -1)


def make_range(left: Any, right: Any) -> list[int]:
    """`..`."""
    numbers = range_of(left, right)
    if len(numbers) > MAX_ARRAY:
        raise out_of_memory()
    return list(numbers)
