"""Equality and order between any two values (LanguagePrimitives.Equals and Compare): what Sort-Object, Group-Object and
switch use.

The operators `-eq`, `-lt` and so on have rules of their own (operators/comparing.py).
"""
from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from ems.runtime.convert.collation import collation_key, compare_strings, equal_strings
from ems.runtime.convert.failure import InvalidCast
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.messages import message
from ems.runtime.types import type_named, type_of
from ems.runtime.values import NOTHING, BigInteger, Char, NetObject, PSCustomObject, PSObject

__all__ = [
    "collation_key", "compare", "compare_net", "compare_numbers", "compare_strings", "equal_strings", "equals",
    "is_number", "object_equals",
]

_NOT_NUMBERS: Final = frozenset({bool, BigInteger})


def is_number(value: Any) -> bool:
    """One of .NET's numeric types (not Boolean, Char, BigInteger or an enumeration)."""
    return isinstance(value, (int, float, Decimal)) and value.__class__ not in _NOT_NUMBERS


def compare_numbers(left: Any, right: Any) -> int:
    """Order of two numbers in the wider of their types; NaN is below everything."""
    if isinstance(left, float) or isinstance(right, float):
        if isinstance(left, Decimal) or isinstance(right, Decimal):
            return _compare_decimal(left, right)
        left, right = float(left), float(right)
        if left != left or right != right:
            return int(right != right) - int(left != left)
    return int(left > right) - int(left < right)


def _compare_decimal(left: Any, right: Any) -> int:
    from ems.runtime.numbers import Overflow, decimal_of_float
    try:
        left, right = (decimal_of_float(each) if isinstance(each, float) else each for each in (left, right))
    except Overflow:
        left, right = float(left), float(right)
    return bool(left > right) - bool(left < right)


def object_equals(left: Any, right: Any) -> bool:
    """left.Equals(right), as .NET has it: the same type and the same value."""
    if left is right:
        return True
    kind = left.__class__
    if kind is not right.__class__:
        return False
    if isinstance(left, NetObject):
        return bool(left.equals(right) or left == right)
    if kind in (PSCustomObject, PSObject) or isinstance(left, list):
        return False
    if isinstance(left, float):
        return bool(left == right or (left != left and right != right))
    return bool(left == right)


def _base(value: Any) -> Any:
    if value.__class__ is PSObject:
        return value.base
    return None if value is NOTHING else value


def equals(left: Any, right: Any, ignore_case: bool = True) -> bool:
    """LanguagePrimitives.Equals: the right value is converted to the type of the left one."""
    left, right = _base(left), _base(right)
    if left is None or right is None:
        return left is right
    if left.__class__ is str:
        from ems.runtime.convert.text import to_string
        return equal_strings(left, to_string(right), ignore_case)
    if object_equals(left, right):
        return True
    if is_number(left) and is_number(right):
        return compare_numbers(left, right) == 0
    if left.__class__ is Char and right.__class__ is Char:
        return ignore_case and left.upper() == right.upper()
    if left.__class__ is Char and right.__class__ is str and ignore_case and len(right) == 1:
        return bool(left.upper() == right.upper())
    try:
        from ems.runtime.convert import convert
        return object_equals(left, convert(right, type_of(left)))
    except InvalidCast:
        return False


def compare_net(left: Any, right: Any) -> int | None:
    """IComparable.CompareTo with a value of the same type; None where the type is not IComparable."""
    if isinstance(left, str):
        return (left > right) - (left < right) if left.__class__ is Char else compare_strings(left, right, False)
    if isinstance(left, (int, float, Decimal)):
        return compare_numbers(left, right)
    if not isinstance(left, NetObject):
        return None
    number = getattr(left, "number", None)
    if number is not None and isinstance(number, int) and hasattr(right, "number"):
        return int(number > right.number) - int(number < right.number)
    found = left.compare_to(right)
    if found is not None:
        return found
    if type_named("System.IComparable") in type_of(left).ancestors:
        from ems.runtime.members import invoke
        return int(invoke(left, "CompareTo", [right]))
    return None


def _sign_against_null(value: Any) -> int:
    """How a value stands to `$null`: above it, but for negative signed numbers."""
    from ems.runtime.numbers import SIGNED
    if (value.__class__ in SIGNED or isinstance(value, (float, Decimal))) and value < 0:
        return -1
    return 1


def compare(left: Any, right: Any, ignore_case: bool = True) -> int:
    """LanguagePrimitives.Compare; an ArgumentException where the values have no order."""
    left, right = _base(left), _base(right)
    if left is None or right is None:
        if left is right:
            return 0
        return -_sign_against_null(right) if left is None else _sign_against_null(left)
    if left.__class__ is str:
        from ems.runtime.convert.text import to_string
        return compare_strings(left, to_string(right), ignore_case)
    if is_number(left) and is_number(right):
        return compare_numbers(left, right)
    from ems.runtime.convert import convert
    from ems.runtime.convert.text import net_text
    try:
        converted = convert(right, type_of(left))
    except InvalidCast as error:
        text = message("ExtendedTypeSystem", "ComparisonFailure", net_text(left), net_text(right), error.text)
        raise _argument_exception(text) from None
    found = compare_net(left, converted)
    if found is not None:
        return found
    if object_equals(left, right):
        return 0
    raise _argument_exception(message("ExtendedTypeSystem", "NotIcomparable", net_text(left)))


def _argument_exception(text: str) -> Terminating:
    return runtime_error("System.ArgumentException", text, "OperationStopped", exception="System.ArgumentException")
