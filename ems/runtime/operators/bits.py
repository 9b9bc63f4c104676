"""`-band -bor -bxor -bnot -shl -shr`."""
from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import and_, or_, xor
from typing import Any, Final

from ems.runtime.convert import convert
from ems.runtime.convert.failure import no_conversion
from ems.runtime.numbers import INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, UINT32_MAX, UINT64_MAX, truncated
from ems.runtime.operators.arithmetic import _integer, code_of, implicit, numeric_argument, plain, text_operand
from ems.runtime.operators.failures import net_failure
from ems.runtime.types import type_named, type_of
from ems.runtime.values import BigInteger, Int64, Single, UInt32, UInt64


def _bitwise_kind(code: int) -> type:
    return int if code <= 9 else UInt32 if code == 10 else Int64 if code == 11 else UInt64


def _to_unsigned(value: Any) -> int:
    """A real operand by its 64 bits; a negative one in two's complement."""
    if isinstance(value, (float, Decimal)):
        target = type_named("System.Int64" if value < 0 else "System.UInt64")
        value = float(value) if value.__class__ is Single else value
        return int(convert(value, target)) & UINT64_MAX
    return _integer(value) & UINT64_MAX


def _combine(function: Callable[[int, int], int], method: str, symbol: str) -> Callable[[Any, Any], Any]:
    def apply(left: Any, right: Any) -> Any:
        if left.__class__ is int and right.__class__ is int:
            return function(left, right)
        left, right = plain(left), plain(right)
        if left is None and right is None:
            return 0
        left_code, right_code = code_of(left), code_of(right)
        if left_code or right_code:
            first, second = left, right
            if not left_code:
                first, found = numeric_argument(left, right) if left is None else (left, 0)
                left_code = found
            elif not right_code:
                second, found = numeric_argument(right, left) if right is None else (right, 0)
                right_code = found
            if left_code and right_code:
                return _numbers(first, left_code, second, right_code, left)
        if left.__class__ is str or right.__class__ is str:
            return apply(text_operand(left, right) if left.__class__ is str else left,
                         text_operand(right, left) if right.__class__ is str else right)
        return implicit(method, symbol, left, right)

    def _numbers(first: Any, first_code: int, second: Any, second_code: int, left: Any) -> Any:
        code = max(first_code, second_code)
        if code >= 13:
            result = function(_to_unsigned(first), _to_unsigned(second))
            signed = any(isinstance(each, (int, float, Decimal)) and each < 0 for each in (first, second))
            return truncated(result, Int64) if signed else UInt64(result)
        kind = _bitwise_kind(code)
        made = truncated(function(_integer(first), _integer(second)), kind)
        return _same_enum(made, left)
    return apply


def _same_enum(result: Any, operand: Any) -> Any:
    if getattr(operand, "number", None) is not None and code_of(operand) and type_of(operand).is_enum:
        from ems.runtime.enums import EnumValue
        return EnumValue(type_of(operand), int(result))
    return result


band: Final = _combine(and_, "op_BitwiseAnd", "-band")
bor: Final = _combine(or_, "op_BitwiseOr", "-bor")
bxor: Final = _combine(xor, "op_ExclusiveOr", "-bxor")


def _integer_of_real(value: Any) -> Any:
    """A real number as the smallest of Int32, UInt32, Int64 and UInt64 that holds it."""
    for kind, low, high in (("Int32", INT32_MIN, INT32_MAX), ("UInt32", 0, UINT32_MAX), ("Int64", INT64_MIN, INT64_MAX),
                            ("UInt64", 0, UINT64_MAX)):
        if low <= value <= high:
            return convert(value, type_named("System." + kind))
    raise no_conversion(value, type_named("System.Int32" if isinstance(value, Decimal) else "System.UInt64"))


def bnot(value: Any) -> Any:
    """`-bnot`."""
    value = plain(value)
    if value is None:
        return -1
    kind = value.__class__
    if kind is str:
        return bnot(text_operand(value, None))
    if kind is BigInteger:
        return BigInteger(~int(value))
    code = code_of(value)
    if code <= 4:
        return ~int(convert(value, type_named("System.Int32")))
    if code >= 13:
        value = _integer_of_real(value)
        return truncated(~int(value), value.__class__)
    if kind in (int, Int64, UInt32, UInt64):
        return truncated(~int(value), kind)
    return _same_enum(~_integer(value), value)


def _shift(left_shift: bool) -> Callable[[Any, Any], Any]:
    method, symbol = ("op_LeftShift", "-shl") if left_shift else ("op_RightShift", "-shr")
    name = method[3:]

    def apply(left: Any, right: Any) -> Any:
        left, right = plain(left), plain(right)
        if left is None:
            return 0
        if left.__class__ is str or right.__class__ is str:
            return apply(text_operand(left, right) if left.__class__ is str else left,
                         text_operand(right, left) if right.__class__ is str else right)
        code = code_of(left)
        if code <= 4:
            return implicit(method, symbol, left, right)
        count = convert(right, type_named("System.Int32"))
        if code >= 13:
            left = _integer_of_real(float(left) if left.__class__ is Single else left)
            code = code_of(left)
        elif left.__class__ not in (int, Int64) and type_of(left).is_enum:
            types = f"'{type_of(left).full_name}' and 'System.Int32'"
            text = f"The binary operator {name} is not defined for the types {types}."
            raise net_failure("System.InvalidOperationException", text)
        count &= 0x1F if code < 11 else 0x3F
        number = int(left) << count if left_shift else int(left) >> count
        return truncated(number, left.__class__)
    return apply


shl: Final = _shift(True)
shr: Final = _shift(False)
