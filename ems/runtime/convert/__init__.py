"""Conversion as PowerShell does it (LanguagePrimitives): to types, to text, to numbers, to true and false; equality and
order.

`convert` follows the rules of `figure.py`. A conversion that fails raises InvalidCast, a Terminating with the product's
id and text.
"""
from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Final

from ems.runtime.convert.arrays import from_scalar
from ems.runtime.convert.comparison import compare, compare_strings, equal_strings, equals
from ems.runtime.convert.enumeration import enumerate_value, is_enumerable_type
from ems.runtime.convert.failure import InvalidCast, no_conversion
from ems.runtime.convert.figure import BAG, NULL, Conversion, figure
from ems.runtime.convert.numeric import number_of_text
from ems.runtime.convert.objects import via_text
from ems.runtime.convert.text import net_text, text_of, to_string
from ems.runtime.convert.truth import to_bool
from ems.runtime.errors import Terminating
from ems.runtime.types import TypeInfo, _class_type, type_named, type_of
from ems.runtime.values import NOTHING, PSCustomObject, PSObject

__all__ = [
    "Conversion", "InvalidCast", "compare", "compare_strings", "conversion_of", "conversion_rank", "convert",
    "enumerate_value",
    "equal_strings", "equals", "is_enumerable_type", "net_text", "no_conversion", "number_of_text", "text_of",
    "to_bool", "to_int",
    "to_number", "to_string", "try_convert",
]

_PS_OBJECT: Final = "System.Management.Automation.PSObject"
_ACCEPTS_ANYTHING: Final = frozenset({"System.Object", _PS_OBJECT})


@lru_cache(maxsize=20000)
def _by_class(python: Hashable, target: TypeInfo) -> Conversion | None:
    """The conversion for all instances of a Python class, None where it depends on the instance."""
    kind = _class_type(python)
    if kind is None or python is PSCustomObject:
        return None
    return figure(kind, target)


def conversion_of(value: Any, target: TypeInfo) -> Conversion:
    """How a value would be converted (a wrapped value as what it wraps)."""
    if value is None or value is NOTHING:
        return figure(NULL, target)
    found = _by_class(value.__class__, target)
    if found is not None:
        return found
    if value.__class__ is PSObject:
        if target.full_name in _ACCEPTS_ANYTHING:
            return figure(type_of(value), target)
        return conversion_of(value.base, target)
    if value.__class__ is PSCustomObject:
        return figure(BAG, target)
    return figure(type_of(value), target)


def conversion_rank(value: Any, target: TypeInfo) -> int:
    """How good the conversion is (ranks.py); 0 where there is none."""
    return conversion_of(value, target).rank


def convert(value: Any, target: TypeInfo) -> Any:
    """`[type]$value`; InvalidCast where it fails."""
    if value is None or value is NOTHING:
        return figure(NULL, target).run(None, target)
    found = _by_class(value.__class__, target)
    if found is not None:
        return found.run(value, target)
    if value.__class__ is PSObject:
        if target.full_name in _ACCEPTS_ANYTHING:
            return value
        if target.full_name == "System.String":
            return to_string(value)
        return convert(value.base, target) if value.token_text is None else _convert_token(value, target)
    return conversion_of(value, target).run(value, target)


def _convert_token(value: PSObject, target: TypeInfo) -> Any:
    """A number of a command line: what goes through its text goes through the text it was written with."""
    conversion = figure(type_of(value.base), target)
    if conversion.run is via_text:
        return convert(value.token_text, target)
    return conversion.run(value if conversion.run is from_scalar else value.base, target)


def try_convert(value: Any, target: TypeInfo) -> tuple[bool, Any]:
    """Whether the conversion succeeds, and what it gives (None where it does not)."""
    try:
        return True, convert(value, target)
    except InvalidCast:
        return False, None
    except Terminating as error:
        if error.record.exception.type_name.endswith("RuntimeException"):
            return False, None
        raise


def to_int(value: Any) -> int:
    """`[int]$value`."""
    if value.__class__ is int:
        return value
    number: int = convert(value, type_named("System.Int32"))
    return number


def to_number(value: Any) -> Any:
    """A number as it is, a text by what it says, everything else as an Int32."""
    kind = value.__class__
    if kind is int or kind is float:
        return value
    if kind is PSObject:
        return to_number(value.base)
    if kind is str:
        return number_of_text(value, None)
    if kind is not bool and type_of(value).full_name in _NUMERIC_NAMES:
        return value
    return convert(value, type_named("System.Int32"))


_NUMERIC_NAMES: Final = frozenset("System." + name for name in (
    "Int32", "Int64", "Double", "Decimal", "Byte", "SByte", "Int16", "UInt16", "UInt32", "UInt64", "Single"))
