"""`+ - * / %` and the unary signs (PSBinaryOperationBinder and NumericOps).

Two numbers are computed in the wider of their types; a result that does not fit becomes a Double. A string on the right
of a number is read as a number; a string on the left of `+` is joined, of `*` repeated, elsewhere read as a number too.
Arrays are joined and repeated, hashtables merged. Everything else is looked up as an operator of the operands' .NET
type.
"""
from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from ems.runtime.collection import Dictionary
from ems.runtime.convert import convert, enumerate_value, net_text, number_of_text, to_string
from ems.runtime.convert.failure import no_conversion
from ems.runtime.errors import NetError
from ems.runtime.limits import MAX_ARRAY, MAX_TEXT
from ems.runtime.numbers import (
    INT32_MAX,
    INT32_MIN,
    INT64_MAX,
    INT64_MIN,
    SIGNED,
    Overflow,
    checked,
    decimal_add,
    decimal_divide,
    decimal_multiply,
    decimal_of_float,
    decimal_of_int,
    decimal_remainder,
    decimal_subtract,
)
from ems.runtime.operators.failures import (
    divided_by_zero,
    language_error,
    net_failure,
    out_of_memory,
    wrapped_failure,
)
from ems.runtime.types import TypeInfo, array_of, type_named, type_of
from ems.runtime.values import (
    NOTHING,
    Byte,
    Char,
    Int16,
    Int64,
    PSCustomObject,
    PSObject,
    SByte,
    Single,
    TypedArray,
    UInt16,
    UInt32,
    UInt64,
)

CODES: Final = {
    bool: 3, Char: 4, SByte: 5, Byte: 6, Int16: 7, UInt16: 8, int: 9, UInt32: 10, Int64: 11, UInt64: 12, Single: 13,
    float: 14,
    Decimal: 15,
}
"""TypeCode of the primitive types: the higher of two decides in which type an operator computes."""


Operator = Callable[[Any, Any], Any]


def code_of(value: Any) -> int:
    """TypeCode of a primitive value or of an enumeration's underlying type; 0 for everything else."""
    code = CODES.get(value.__class__)
    if code is not None:
        return code
    number = getattr(value, "number", None)
    if number is None or value.__class__ is PSCustomObject:
        return 0
    kind = type_of(value)
    return _underlying_code(kind) if kind.is_enum else 0


def _underlying_code(kind: TypeInfo) -> int:
    from ems.runtime.numbers import CODES as BY_NAME
    return BY_NAME.get(kind.underlying.full_name, 9) if kind.underlying is not None else 9


def plain(value: Any) -> Any:
    """The value itself: what a wrapper with added members wraps, `$null` for no output."""
    if value.__class__ is PSObject:
        return value.base
    return None if value is NOTHING else value


def _integer(value: Any) -> int:
    kind = value.__class__
    if kind is Char:
        return ord(value)
    number = getattr(value, "number", None)
    return int(value) if number is None else int(number)


def _decimal(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        try:
            return decimal_of_float(value)
        except Overflow as error:
            raise net_failure("System.OverflowException", str(error)) from None
    return decimal_of_int(_integer(value))


# ---- the tables of NumericOps ----------------------------------------------------------------------------------------

def _truncated_remainder(left: int, right: int) -> int:
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def _integer_operation(operation: str, left: int, right: int, kind: type) -> Any:
    """In an integer type; what does not come out whole or does not fit is a Double."""
    if operation == "Add":
        result = left + right
    elif operation == "Sub":
        result = left - right
    elif operation == "Multiply":
        result = left * right
    else:
        if right == 0:
            raise divided_by_zero()
        rest = _truncated_remainder(left, right)
        if operation == "Remainder":
            result = rest
        elif rest:
            return left / right
        else:
            result = (left - rest) // right
    try:
        return checked(result, kind)
    except Overflow:
        return float(result)


def _double_operation(operation: str, left: float, right: float) -> float:
    if operation == "Add":
        return left + right
    if operation == "Sub":
        return left - right
    if operation == "Multiply":
        return left * right
    if operation == "Divide":
        if right == 0:
            if left != left or left == 0:
                return math.nan
            return math.copysign(math.inf, left) * math.copysign(1.0, right)
        return left / right
    if right == 0 or math.isinf(left) or left != left or right != right:
        return math.nan
    return math.fmod(left, right)


_DECIMAL_OPERATIONS: Final = {
    "Add": decimal_add, "Sub": decimal_subtract, "Multiply": decimal_multiply, "Divide": decimal_divide,
    "Remainder": decimal_remainder,
}


def _decimal_operation(operation: str, left: Decimal, right: Decimal) -> Any:
    try:
        return _DECIMAL_OPERATIONS[operation](left, right)
    except Overflow as error:
        raise wrapped_failure("System.OverflowException", str(error)) from None
    except ZeroDivisionError:
        raise divided_by_zero() from None


def numeric_kind(left: Any, left_code: int, right: Any, right_code: int) -> type:
    """The class in which two primitive values are computed or compared."""
    code = left_code if left_code >= right_code else right_code
    if code <= 9:
        return int
    if code in (10, 12):
        other = right if left_code == code else left
        if other.__class__ in SIGNED and other < 0:
            return Int64 if code == 10 else Decimal
        return UInt32 if code == 10 else UInt64
    return Int64 if code == 11 else float if code < 15 else Decimal


def refuse_decimal_cast(left: Any, left_code: int, right_code: int) -> None:
    """.NET's expressions cannot cast a Boolean or an enumeration to Decimal, and PowerShell tries it on the left
    operand only."""
    if right_code == 15 and left_code != 15 and (left_code == 3 or left.__class__ not in CODES):
        raise net_failure(
            "System.InvalidOperationException",
            f"No coercion operator is defined between types '{type_of(left).full_name}' and 'System.Decimal'.")


def numeric_operation(operation: str, left: Any, left_code: int, right: Any, right_code: int) -> Any:
    """An operation of two primitive values."""
    refuse_decimal_cast(left, left_code, right_code)
    kind = numeric_kind(left, left_code, right, right_code)
    if kind is float:
        result: Any = _double_operation(operation, _real(left), _real(right))
    elif kind is Decimal:
        result = _in_decimals(operation, left, right, left_code, right_code)
    else:
        result = _integer_operation(operation, _integer(left), _integer(right), kind)
    if left.__class__ not in CODES:
        return _as_enum(result, type_of(left))
    return result


def _real(value: Any) -> float:
    return float(value) if isinstance(value, (int, float, Decimal)) else float(_integer(value))


def _in_decimals(operation: str, left: Any, right: Any, left_code: int, right_code: int) -> Any:
    if max(left_code, right_code) == 12:
        try:
            return _DECIMAL_OPERATIONS[operation](_decimal(left), _decimal(right))
        except Overflow:
            return _double_operation(operation, float(left), float(right))
        except ZeroDivisionError:
            raise divided_by_zero() from None
    return _decimal_operation(operation, _decimal(left), _decimal(right))


def _as_enum(result: Any, kind: TypeInfo) -> Any:
    from ems.runtime.enums import EnumValue
    if not isinstance(result, int):
        raise net_failure("System.InvalidCastException", "Specified cast is not valid.")
    return EnumValue(kind, int(result))


# ---- operands that are no numbers ------------------------------------------------------------------------------------

def numeric_argument(value: Any, left: Any) -> tuple[Any, int]:
    """The right operand as a primitive value and its code; code 0 where it is none (GetArgAsNumericOrPrimitive)."""
    if value is None:
        return 0, 9
    code = CODES.get(value.__class__, 0)
    if code:
        if code == 3 and left.__class__ is Decimal:
            return Decimal(1 if value else 0), 15
        return value, code
    code = code_of(value)
    if code:
        made = convert(value, type_of(left))
        return made, code_of(made)
    return value, 0


def text_operand(text: str, other: Any) -> Any:
    """A string operand as a number; the error names the type of the other operand where that is a number."""
    return number_of_text(text, type_of(other) if code_of(other) > 4 else None)


def implicit(method: str, symbol: str, left: Any, right: Any) -> Any:
    """The operator method of the operands' .NET type: of the left one unless that is a primitive."""
    kind = _operator_type(left) or _operator_type(right)
    if kind is None:
        names = _operand_name(left), symbol, _operand_name(right)
        raise language_error("NotADefinedOperationForType", *names, target=left)
    from ems.runtime.members import failures
    from ems.runtime.members.overloads import choose
    from ems.runtime.operators.net import net_operator
    found = net_operator(kind, method)
    if found is None:
        raise failures.method_not_found(kind.full_name, method, is_operator=True)
    overload, _ = choose(found, method, [left, right])
    made = [_operand(value, overload.parameters[at].type, at, method) for at, value in enumerate((left, right))]
    try:
        return overload.call(None, made)
    except NetError as error:
        raise failures.method_invocation(method, 2, error.exception) from None


def _operand(value: Any, target: TypeInfo, position: int, method: str) -> Any:
    """An operand as the type the operator wants; errors count operands from zero."""
    from ems.runtime.convert.failure import InvalidCast
    from ems.runtime.members import failures
    try:
        return convert(value, target)
    except InvalidCast as error:
        raise failures.bad_argument(str(position), net_text(value), method, target.display_name, error.cast) from None


def _operand_name(value: Any) -> str:
    return "$null" if value is None else type_of(value).full_name


def _operator_type(value: Any) -> TypeInfo | None:
    if value is None:
        return None
    if value.__class__ is PSCustomObject:
        return type_named("System.Management.Automation.PSObject")
    kind = type_of(value)
    return None if kind.is_primitive else kind


# ---- plus ------------------------------------------------------------------------------------------------------------

def add(left: Any, right: Any) -> Any:
    """`+`."""
    kind = left.__class__
    other = right.__class__
    if kind is int and other is int:
        result = left + right
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if kind is str:
        text = right if other is str else to_string(right)
        if len(left) + len(text) > MAX_TEXT:
            raise out_of_memory()
        return left + text
    if kind is float and (other is float or other is int):
        return left + right
    if kind is list and other is list:
        if len(left) + len(right) > MAX_ARRAY:
            raise out_of_memory()
        return left + right
    if kind is Int64 and (other is int or other is Int64):
        result = int(left) + right
        return Int64(result) if INT64_MIN <= result <= INT64_MAX else float(result)
    return _add(plain(left), plain(right))


def _add(left: Any, right: Any) -> Any:
    if left is None:
        return right
    code = code_of(left)
    if code and code != 4:
        number, right_code = numeric_argument(right, left)
        if right_code:
            return numeric_operation("Add", left, code, number, right_code)
        if right.__class__ is str:
            return add(left, text_operand(right, left))
    if isinstance(left, str):
        return add(str(left), to_string(right))
    items = enumerate_value(left)
    if items is not None:
        more = enumerate_value(right)
        made = list(items)
        if more is None:
            made.append(right)
        else:
            made.extend(islice(more, MAX_ARRAY + 1))
        if len(made) > MAX_ARRAY:
            raise out_of_memory()
        return made
    if isinstance(left, Dictionary):
        return _merge(left, right)
    return implicit("op_Addition", "+", left, right)


def _merge(left: Dictionary, right: Any) -> Any:
    if not isinstance(right, Dictionary):
        raise language_error("AddHashTableToNonHashTable")
    from ems.runtime.hashtable import Hashtable, OrderedDictionary
    kind = OrderedDictionary if isinstance(left, OrderedDictionary) else Hashtable
    made: Dictionary = kind(left.items())
    try:
        for key, value in right.items():
            made.add(key, value)
    except NetError as error:
        raise net_failure(error.exception.type_name, error.exception.message) from None
    return made


# ---- times -----------------------------------------------------------------------------------------------------------

def multiply(left: Any, right: Any) -> Any:
    """`*`."""
    kind = left.__class__
    if kind is int and right.__class__ is int:
        result = left * right
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if kind is float and right.__class__ in (float, int):
        return left * right
    left, right = plain(left), plain(right)
    if left is None:
        return None
    code = code_of(left)
    if code > 4:
        number, right_code = numeric_argument(right, left)
        if right_code:
            return numeric_operation("Multiply", left, code, number, right_code)
        if right.__class__ is str:
            return multiply(left, text_operand(right, left))
    if left.__class__ is str:
        return _repeat_text(left, right)
    items = enumerate_value(left)
    if items is not None:
        return _repeat_items(left, items, right)
    return implicit("op_Multiply", "*", left, right)


def _repeat_text(text: str, right: Any) -> str:
    times = convert(text_operand(right, 0) if right.__class__ is str else right, type_named("System.Int32"))
    if times < 0:
        raise net_failure("System.ArgumentOutOfRangeException",
                          "Specified argument was out of the range of valid values.\nParameter name: times")
    _refuse_length(len(text) if len(text) != 1 else 0, times)
    if len(text) * times > MAX_TEXT:
        raise out_of_memory()
    return str(text * times)


def _refuse_length(length: int, times: int) -> None:
    if length * times > INT32_MAX:
        raise no_conversion(Int64(length * times), type_named("System.Int32"))


def _repeat_items(left: Any, items: Any, right: Any) -> Any:
    times = convert(text_operand(right, 0) if right.__class__ is str else right, type_named("System.UInt32"))
    made = list(items)
    _refuse_length(len(made), times)
    if len(made) * times > MAX_ARRAY:
        raise out_of_memory()
    if isinstance(left, TypedArray):
        return left if times == 1 else array_of(made * times, left.element_type)
    return left if times == 1 and left.__class__ is list else made * times


# ---- minus, divided by, remainder ------------------------------------------------------------------------------------

def _sub_div_or_rem(operation: str, method: str, symbol: str) -> Operator:
    def apply(left: Any, right: Any) -> Any:
        left, right = plain(left), plain(right)
        if left is None:
            left = 0
        code = code_of(left)
        if code:
            number, right_code = numeric_argument(right, left)
            if right_code:
                return numeric_operation(operation, left, code, number, right_code)
            if right.__class__ is str:
                return apply(left, text_operand(right, left))
        elif left.__class__ is str:
            number = text_operand(left, right)
            return apply(number, text_operand(right, left) if right.__class__ is str else right)
        return implicit(method, symbol, left, right)
    return apply


_subtract: Final = _sub_div_or_rem("Sub", "op_Subtraction", "-")
divide: Final = _sub_div_or_rem("Divide", "op_Division", "/")
_remainder: Final = _sub_div_or_rem("Remainder", "op_Modulus", "%")


def subtract(left: Any, right: Any) -> Any:
    """`-`."""
    if left.__class__ is int and right.__class__ is int:
        result = left - right
        return result if INT32_MIN <= result <= INT32_MAX else float(result)
    if left.__class__ is float and right.__class__ in (float, int):
        return left - right
    return _subtract(left, right)


def remainder(left: Any, right: Any) -> Any:
    """`%`."""
    if left.__class__ is int and right.__class__ is int and right > 0:
        return left % right if left >= 0 else -(-left % right)
    return _remainder(left, right)


# ---- signs -----------------------------------------------------------------------------------------------------------

def negate(value: Any) -> Any:
    """Unary `-`: what is not a plain number is subtracted from zero."""
    kind = value.__class__
    if kind is int:
        return -value if value != INT32_MIN else float(-value)
    return -value if kind is float else subtract(0, value)


def affirm(value: Any) -> Any:
    """Unary `+`: added to zero."""
    return value if value.__class__ in (int, float) else add(0, value)
