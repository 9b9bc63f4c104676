"""`-eq -ne -lt -le -gt -ge` and their case-sensitive forms: scalar, and as a filter where the left operand is a
collection.

The left operand's type decides: numbers compare as numbers, texts as texts; otherwise the right operand is converted to
the left one's type. `-contains` and `-in` are the scalar `-eq` over the elements.
"""
from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from ems.runtime.convert import conversion_of, ranks, to_string
from ems.runtime.convert.collation import compare_strings, equal_strings
from ems.runtime.convert.comparison import compare_net, compare_numbers, object_equals
from ems.runtime.convert.enumeration import enumerate_value
from ems.runtime.convert.failure import InvalidCast, no_conversion
from ems.runtime.convert.text import net_text
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.operators.arithmetic import (
    _integer,
    code_of,
    numeric_argument,
    numeric_kind,
    plain,
    refuse_decimal_cast,
    text_operand,
)
from ems.runtime.types import type_named, type_of
from ems.runtime.values import Byte, Char, Int16, Int64, PSCustomObject, SByte, UInt16, UInt32, UInt64

# Classes whose values compare as they stand: integers among themselves, small ones with doubles too.
_INTEGERS: Final = frozenset({int, Int64, Int16, SByte, Byte, UInt16, UInt32, UInt64})
_SMALL: Final = frozenset({int, float, Byte, SByte, Int16, UInt16, UInt32})

Predicate = Callable[[Any, Any], bool]

SYMBOLS: Final = {"eq": eq, "ne": ne, "lt": lt, "le": le, "gt": gt, "ge": ge}


def compare_primitives(left: Any, left_code: int, right: Any, right_code: int, test: Predicate) -> bool:
    """Two primitive values in the wider of their types (the Compare methods of NumericOps)."""
    refuse_decimal_cast(left, left_code, right_code)
    kind = numeric_kind(left, left_code, right, right_code)
    if kind is float:
        return test(_real(left), _real(right))
    if kind is Decimal:
        if isinstance(left, float) or isinstance(right, float):
            if left != left or right != right:
                return test(float(left), float(right))
            return test(compare_numbers(left, right), 0)
        return test(left if isinstance(left, Decimal) else Decimal(_integer(left)),
                    right if isinstance(right, Decimal) else Decimal(_integer(right)))
    return test(_integer(left), _integer(right))


def _real(value: Any) -> float:
    return float(value) if isinstance(value, float) else float(_integer(value))


def _as_numbers(left: Any, right: Any, test: Predicate) -> bool | None:
    """The comparison of a number with something that can be one; None where the left operand is no number."""
    code = code_of(left)
    if code <= 4:
        return None
    number, right_code = numeric_argument(right, left)
    if right_code:
        return compare_primitives(left, code, number, right_code, test)
    if right.__class__ is str:
        made = text_operand(right, left)
        return compare_primitives(left, code, made, code_of(made), test)
    return None


# ---- equality --------------------------------------------------------------------------------------------------------

def scalar_equals(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """The left operand as one value, even if it is a collection."""
    left_class, right_class = left.__class__, right.__class__
    if left_class is int and right_class is int:
        return bool(left == right)
    if left_class is str:
        if right_class is str:
            return left == right or equal_strings(left, right, ignore_case)
        if right is None:
            return False
        return equal_strings(left, to_string(right), ignore_case)
    if (left_class in _SMALL and right_class in _SMALL) or (left_class in _INTEGERS and right_class in _INTEGERS):
        return bool(left == right)
    left, right = plain(left), plain(right)
    if left is None or right is None:
        return left is right
    if left.__class__ is str:
        return equal_strings(left, to_string(right), ignore_case)
    try:
        found = _as_numbers(left, right, eq)
    except InvalidCast:
        return False
    if found is not None:
        return found
    if left.__class__ is Char and ignore_case and isinstance(right, str):
        return len(right) == 1 and left.upper() == right.upper()
    return _object_equals(left, right)


def _object_equals(left: Any, right: Any) -> bool:
    if object_equals(left, right):
        return True
    if left.__class__ is PSCustomObject:
        return False
    conversion = conversion_of(right, type_of(left))
    if conversion.rank in (ranks.NONE, ranks.IDENTITY, ranks.ASSIGNABLE):
        return False
    try:
        return object_equals(left, conversion.run(plain(right), type_of(left)))
    except InvalidCast:
        return False


# ---- order -----------------------------------------------------------------------------------------------------------

def _against_null(name: str, left: Any, right: Any) -> bool:
    """`$null` stands between the negative numbers and everything else."""
    below = name in ("lt", "le")
    if left is not None and code_of(left) > 4:
        return (_sign(left) < 0) is below
    if right is not None and code_of(right) > 4:
        return (_sign(right) >= 0) is below
    if left is None and right is None:
        return name in ("le", "ge")
    return (left is None) is below


def _sign(value: Any) -> Any:
    return value if isinstance(value, (int, float, Decimal)) else value.number


def _ordered(name: str, ignore_case: bool) -> Predicate:
    test = SYMBOLS[name]

    def scalar(left: Any, right: Any) -> bool:
        kind, other = left.__class__, right.__class__
        if (kind in _SMALL and other in _SMALL) or (kind in _INTEGERS and other in _INTEGERS):
            return bool(test(left, right))
        left, right = plain(left), plain(right)
        if left is None or right is None:
            return _against_null(name, left, right)
        if left.__class__ is str:
            return bool(test(compare_strings(left, to_string(right), ignore_case), 0))
        found = _as_numbers(left, right, test)
        if found is not None:
            return found
        return _compare_objects(name, left, right)
    return scalar


def _compare_objects(name: str, left: Any, right: Any) -> bool:
    if left.__class__ is PSCustomObject:
        return bool(SYMBOLS[name](_compare_custom(left, right), 0))
    kind = type_of(left)
    conversion = conversion_of(right, kind)
    if conversion.rank == ranks.NONE:
        if not _comparable(left):
            return _only_if_equal(name, left, right)
        raise _comparison_failure(left, right, no_conversion(right, kind))
    try:
        converted = conversion.run(right, kind)
    except InvalidCast as error:
        if not _comparable(left):
            return _only_if_equal(name, left, right)
        raise _comparison_failure(left, right, error) from None
    order = compare_net(left, converted)
    if order is None:
        return _only_if_equal(name, left, right)
    return bool(SYMBOLS[name](order, 0))


def _compare_custom(left: PSCustomObject, right: Any) -> int:
    """PSObject.CompareTo: a custom object has an order only with itself."""
    if left is right:
        return 0
    from ems.runtime.errors import runtime_error
    shown = net_text(left), net_text(right), "IComparable"
    text = message("ExtendedTypeSystem", "NotTheSameTypeOrNotIcomparable", *shown)
    name = "System.Management.Automation.ExtendedTypeSystemException"
    raise runtime_error("PSObjectCompareTo", text, "NotSpecified", exception=name)


def _comparable(value: Any) -> bool:
    if isinstance(value, list):
        return False
    return type_named("System.IComparable") in type_of(value).ancestors


def _only_if_equal(name: str, left: Any, right: Any) -> bool:
    if object_equals(left, right):
        return name in ("le", "ge")
    from ems.runtime.operators.failures import language_error
    raise language_error("NotIcomparable", net_text(left), resource="ExtendedTypeSystem")


def _comparison_failure(left: Any, right: Any, cause: InvalidCast) -> Terminating:
    from ems.runtime.errors import runtime_error
    text = message("ExtendedTypeSystem", "ComparisonFailure", to_string(left), to_string(right), cause.text)
    return runtime_error("ComparisonFailure", text, "InvalidOperation", inner=cause.cast)


# ---- filters ---------------------------------------------------------------------------------------------------------

def comparison(name: str, ignore_case: bool) -> Callable[[Any, Any], Any]:
    """The operator itself: a Boolean, or the elements of the left operand for which it is true."""
    if name in ("eq", "ne"):
        return _equality(name == "eq", ignore_case)
    scalar = _ordered(name, ignore_case)

    def apply(left: Any, right: Any) -> Any:
        kind = left.__class__
        if kind is not int and kind is not str:
            items = enumerate_value(left)
            if items is not None:
                return [each for each in items if scalar(each, right)]
        return scalar(left, right)
    return apply


def _equality(wanted: bool, ignore_case: bool) -> Callable[[Any, Any], Any]:
    def apply(left: Any, right: Any) -> Any:
        kind = left.__class__
        if kind is not int and kind is not str:
            items = enumerate_value(left)
            if items is not None:
                return [each for each in items if scalar_equals(each, right, ignore_case) is wanted]
        return scalar_equals(left, right, ignore_case) is wanted
    return apply


def containment(wanted: bool, ignore_case: bool, swapped: bool) -> Callable[[Any, Any], bool]:
    """`-contains`, `-notcontains`, `-in`, `-notin`."""
    def apply(left: Any, right: Any) -> bool:
        if swapped:
            left, right = right, left
        items = enumerate_value(left)
        if items is None:
            return scalar_equals(left, right, ignore_case) is wanted
        return any(scalar_equals(each, right, ignore_case) for each in items) is wanted
    return apply
