"""From a type to a type: which conversion there is (LanguagePrimitives.FigureConversion).

The order of the tries is the product's: the table of numbers and strings, assignability, what the language itself knows
(bool, string, arrays, Hashtable, XML, enumerations), a static Parse, a constructor, a cast operator, IConvertible, a
hashtable's keys as properties, a collection's constructor, the properties of a custom object. The answer is a rank and
a function, remembered per pair of types.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ems.runtime.convert import arrays, enums, numeric, objects, ranks, reflection
from ems.runtime.convert.enumeration import is_enumerable_type
from ems.runtime.convert.failure import InvalidCast, no_conversion
from ems.runtime.convert.text import to_string
from ems.runtime.convert.truth import to_bool
from ems.runtime.types import TypeInfo, type_named

Converter = Callable[[Any, TypeInfo], Any]


class Conversion(NamedTuple):
    """A way from one type to another. `rank` is 0 where there is none; then `run` raises the error."""

    rank: int
    run: Converter


NULL: Final = TypeInfo("System.Management.Automation.LanguagePrimitives+Null")
"""Stands for the type of `$null`."""
BAG: Final = TypeInfo("System.Management.Automation.LanguagePrimitives+InternalPSObject")
"""Stands for the type of a custom object whose conversions are looked for."""
BAG.kind = "class"


def _none(value: Any, target: TypeInfo) -> Any:
    raise no_conversion(value, target)


def _same(value: Any, _target: TypeInfo) -> Any:
    return value


NO_CONVERSION: Final = Conversion(ranks.NONE, _none)
_CUSTOM: Final = "System.Management.Automation.PSCustomObject"
_SIGNED: Final = ("System.SByte", "System.Int16", "System.Int32", "System.Int64")
_UNSIGNED: Final = ("System.Byte", "System.UInt16", "System.UInt32", "System.UInt64")


def _numeric_rank(source: str, target: str) -> int:
    """Rank between two different numeric types."""
    integers = numeric.INTEGRAL
    if source in integers and target not in integers:
        return ranks.NUMERIC_IMPLICIT
    if target in integers and source not in integers:
        return ranks.NUMERIC_EXPLICIT
    if source not in integers:
        if source == "System.Single" and target == "System.Double":
            return ranks.NUMERIC_IMPLICIT
        return ranks.NUMERIC_EXPLICIT_1 if source == numeric.DECIMAL else ranks.NUMERIC_EXPLICIT
    from_size = (_SIGNED if source in _SIGNED else _UNSIGNED).index(source)
    to_size = (_SIGNED if target in _SIGNED else _UNSIGNED).index(target)
    if to_size > from_size and not (source in _SIGNED and target in _UNSIGNED):
        return ranks.NUMERIC_IMPLICIT
    if source in _SIGNED and target in _UNSIGNED and to_size >= from_size:
        return ranks.NUMERIC_EXPLICIT_1
    return ranks.NUMERIC_EXPLICIT


def _from_null(target: TypeInfo) -> Conversion:
    name = target.full_name
    if name in numeric.NUMERIC:
        return Conversion(ranks.NULL_TO_VALUE, lambda _value, kind: numeric.change_type(0, kind))
    special = objects.FROM_NULL.get(name)
    if special is not None:
        return Conversion(ranks.TO_STRING if name == "System.String" else
                          ranks.NULL_TO_REFERENCE if name.endswith("PSReference") else ranks.NULL_TO_VALUE, special)
    if target.is_nullable:
        return Conversion(ranks.NULL_TO_VALUE, lambda _value, _kind: None)
    if not target.is_value_type:
        return Conversion(ranks.NULL_TO_REFERENCE, lambda _value, _kind: None)
    return NO_CONVERSION


def _from_table(source: str, target: str) -> Conversion | None:
    """The conversions between numbers, strings, characters and Booleans that need no search."""
    if source in numeric.NUMERIC:
        if target in numeric.NUMERIC:
            return Conversion(_numeric_rank(source, target), numeric.between_numbers(target))
        if target == "System.String":
            return Conversion(ranks.NUMERIC_STRING, lambda value, _target: to_string(value))
        if target == "System.Char":
            return Conversion(ranks.NUMERIC_STRING, numeric.convertible)
    elif source == "System.String":
        if target in numeric.INTEGRAL:
            return Conversion(ranks.NUMERIC_STRING, numeric.text_to_integer)
        if target == numeric.DECIMAL:
            return Conversion(ranks.NUMERIC_STRING, numeric.text_to_decimal)
        if target in numeric.NUMERIC:
            return Conversion(ranks.NUMERIC_STRING, numeric.text_to_real)
        if target == "System.Char[]":
            return Conversion(ranks.STRING_TO_CHAR_ARRAY, arrays.text_to_characters)
        special = objects.FROM_TEXT.get(target)
        if special is not None:
            return Conversion(ranks.LANGUAGE, special)
    elif source == "System.Char" and target in ("System.Single", "System.Double"):
        return Conversion(ranks.LANGUAGE, numeric.char_to_real)
    return None


def _of_language(source: TypeInfo, target: TypeInfo) -> Conversion | None:
    """What the language converts by itself."""
    name = target.full_name
    if target.is_nullable:
        inner = target.generic_arguments[0]
        found = figure(source, inner)
        if found.rank:
            return Conversion(found.rank, lambda value, _target: found.run(value, inner))
    if name == "System.Void":
        return Conversion(ranks.LANGUAGE, objects.to_void)
    if name == "System.Boolean":
        return Conversion(ranks.LANGUAGE, lambda value, _target: to_bool(value))
    if name == "System.String":
        return Conversion(ranks.TO_STRING, lambda value, _target: to_string(value))
    if target.is_array:
        assert target.element_type is not None
        if source.is_array:
            assert source.element_type is not None
            if target.element_type.is_assignable_from(source.element_type):
                return Conversion(ranks.LANGUAGE, arrays.related)
            return Conversion(ranks.UNRELATED_ARRAYS, arrays.unrelated)
        if is_enumerable_type(source):
            return Conversion(ranks.LANGUAGE, arrays.from_enumerable)
    elif name == "System.Array":
        if source.is_array:
            return Conversion(ranks.ASSIGNABLE, _same)
        if is_enumerable_type(source):
            return Conversion(ranks.LANGUAGE, arrays.from_enumerable)
    elif name == "System.Collections.Hashtable":
        if type_named("System.Collections.IDictionary") in source.ancestors:
            return Conversion(ranks.LANGUAGE, objects.dictionary_to_hashtable)
    elif name in objects.LANGUAGE_TARGETS:
        return Conversion(ranks.LANGUAGE, objects.LANGUAGE_TARGETS[name])
    elif source.full_name == "System.Management.Automation.ScriptBlock" and target.kind == "delegate":
        return Conversion(ranks.LANGUAGE, objects.block_to_delegate)
    elif target.is_enum and (source.full_name in numeric.INTEGRAL or source.is_enum):
        return Conversion(ranks.LANGUAGE, enums.integer_to_enum)
    return None


def _scalar_to_array(source: TypeInfo, target: TypeInfo) -> Conversion | None:
    """A single value that becomes the only element of an array."""
    if target.full_name == "System.Array":
        return Conversion(ranks.ASSIGNABLE & ranks.VALUE_DEPENDENT, arrays.from_scalar)
    if target.is_array and not source.is_array and target.element_type is not None:
        found = figure(source, target.element_type)
        if found.rank:
            return Conversion(found.rank & ranks.VALUE_DEPENDENT, arrays.from_scalar)
    return None


def _to_array_by_interface(source: TypeInfo) -> Conversion | None:
    """Arrays have neither Parse nor constructors nor operators; all that is left is IConvertible, which fails in its
    own words."""
    name = source.full_name
    if source.is_enum or (name in numeric.CONVERTIBLE and name not in numeric.NUMERIC and name != "System.String"):
        return Conversion(ranks.I_CONVERTIBLE, numeric.convertible)
    return None


def _searched(source: TypeInfo, target: TypeInfo) -> Conversion | None:
    """Parse, constructor, cast operator, IConvertible, properties from keys."""
    text = source.full_name == "System.String"
    if target.is_array:
        return _to_array_by_interface(source)
    if target.is_enum:
        if text:
            return Conversion(ranks.PARSE, enums.text_to_enum)
        if is_enumerable_type(source):
            return Conversion(ranks.PARSE, lambda value, kind: enums.list_to_enum(value, kind))
    elif text:
        parse = reflection.parse_method(target)
        if parse is not None:
            return Conversion(ranks.PARSE, objects.via_parse(*parse))
    made = reflection.constructor_from(source, target)
    if made is not None:
        return Conversion(ranks.CONSTRUCTOR, objects.via_constructor(made))
    if source.full_name == "System.Numerics.BigInteger" and target.full_name in numeric.NUMERIC:
        return Conversion(ranks.EXPLICIT_CAST, numeric.from_big_integer)
    cast = reflection.cast_operator(source, target)
    if cast is not None:
        name, run = cast
        rank = ranks.IMPLICIT_CAST if name == "op_Implicit" else ranks.EXPLICIT_CAST
        return Conversion(rank, objects.via_cast(name, run))
    if source.full_name in numeric.CONVERTIBLE or source.is_enum:
        if source.full_name in numeric.NUMERIC:
            if not target.is_array and figure(type_named("System.String"), target).rank:
                return Conversion(ranks.I_CONVERTIBLE, objects.via_text)
        elif not text:
            return Conversion(ranks.I_CONVERTIBLE, numeric.convertible)
    elif type_named("System.Collections.IDictionary") in source.ancestors and (
            reflection.default_constructor(target) is not None or (target.is_value_type and not target.is_primitive)):
        return Conversion(ranks.CONSTRUCTOR, objects.via_properties)
    return None


@lru_cache(maxsize=20000)
def figure(source: TypeInfo, target: TypeInfo) -> Conversion:
    """The conversion from one type to another. The source may be NULL or BAG."""
    if source is NULL:
        return _from_null(target)
    if source is target:
        return Conversion(ranks.IDENTITY, _same)
    found = _from_table(source.full_name, target.full_name)
    if found is not None:
        return found
    if target.full_name == _CUSTOM and type_named("System.Collections.IDictionary") in source.ancestors:
        return Conversion(ranks.LANGUAGE, objects.dictionary_to_custom)
    if source is not BAG and target.is_assignable_from(source):
        return Conversion(ranks.ASSIGNABLE, _same)
    if target.full_name in ("System.Management.Automation.PSObject", _CUSTOM, "System.Object"):
        return Conversion(ranks.PS_OBJECT, _same)
    found = _of_language(source, target)
    if found is not None:
        return found
    value_dependent = _scalar_to_array(source, target)
    found = _searched(source, target)
    if found is None and reflection.takes_sequence(target, source):
        found = Conversion(ranks.CONSTRUCTOR, objects.via_sequence)
    if found is None and source is BAG and objects.has_properties(target):
        found = Conversion(ranks.CONSTRUCTOR, objects.bag_to_object)
    if found is None and objects.has_type_converter(source, target):
        found = Conversion(ranks.CUSTOM, objects.via_type_converter)
    if value_dependent is not None:
        return _first_of(value_dependent, found) if found is not None else value_dependent
    return found if found is not None else NO_CONVERSION


def _first_of(first: Conversion, second: Conversion) -> Conversion:
    def run(value: Any, target: TypeInfo) -> Any:
        try:
            return first.run(value, target)
        except InvalidCast:
            return second.run(value, target)
    return Conversion(max(first.rank, second.rank), run)
