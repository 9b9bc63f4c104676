"""What a .NET method returns has the type its declaration says: an implementation may return a plain Python number,
list or text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.values import (
    NOTHING,
    BigInteger,
    Byte,
    Char,
    Int16,
    Int64,
    SByte,
    Single,
    TypedArray,
    UInt16,
    UInt32,
    UInt64,
)

if TYPE_CHECKING:
    from ems.runtime.types import TypeInfo

PYTHON_CLASSES: Final = {
    "System.Int64": Int64,
    "System.Int16": Int16,
    "System.SByte": SByte,
    "System.Byte": Byte,
    "System.UInt16": UInt16,
    "System.UInt32": UInt32,
    "System.UInt64": UInt64,
    "System.Single": Single,
    "System.Char": Char,
    "System.Numerics.BigInteger": BigInteger,
    "System.Double": float,
}


def result_wrapper(result: TypeInfo | None) -> Callable[[Any], Any] | None:
    """The function that gives a result its declared type; None where every value is right as it is."""
    if result is None:
        return lambda _value: NOTHING
    python = PYTHON_CLASSES.get(result.full_name)
    if python is not None:
        wrap: Callable[[Any], Any] = python
        return lambda value: value if value is None or value.__class__ is wrap else wrap(value)
    if result.is_array and result.element_type is not None:
        return _array_wrapper(result.element_type)
    if result.is_enum:
        from ems.runtime.enums import EnumValue

        def enumerate_number(value: Any) -> Any:
            if value.__class__ is int:
                return EnumValue(result, value)
            if value.__class__ is str:
                return EnumValue(result, result.names[value])
            return value

        return enumerate_number
    if result.full_name == "System.String":
        return lambda value: str(value) if value.__class__ is Char else value
    return None


def _array_wrapper(element: TypeInfo) -> Callable[[Any], Any]:
    python = PYTHON_CLASSES.get(element.full_name)
    plain = element.full_name == "System.Object"

    def array(value: Any) -> Any:
        if value is None or value.__class__ is TypedArray:
            return value
        if plain:
            return value if value.__class__ is list else list(value)
        if python is not None:
            return TypedArray([python(each) for each in value], element)
        return TypedArray(value, element)

    return array
