"""Indexers: `$x[1]`, `$x[1,2]`, `$x['key'] = 5` (PSGetIndexBinder, PSSetIndexBinder and ArrayOps.cs of 5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ems.runtime.collection import Dictionary, Enumerable
from ems.runtime.errors import NetError, Terminating
from ems.runtime.hashtable import OrderedDictionary
from ems.runtime.members import failures
from ems.runtime.members.access import strict_version
from ems.runtime.members.model import Method, ParameterizedProperty
from ems.runtime.members.overloads import base_of, call_method
from ems.runtime.members.table import find_in_type
from ems.runtime.types import type_of
from ems.runtime.values import NOTHING, Char, PSObject


def index_get(value: Any, indexes: Sequence[Any]) -> Any:
    """`$value[indexes]`."""
    value = value.base if value.__class__ is PSObject else value
    if value is None or value is NOTHING:
        raise failures.null_array()
    if len(indexes) == 1:
        return _get_one(value, indexes[0])
    if isinstance(value, Dictionary):
        return [value.get(base_of(each)) for each in indexes]
    rank = getattr(value, "rank", 1)
    if rank > 1:
        return _get_ranked(value, indexes)
    return _slice(value, indexes)


def _get_one(value: Any, index: Any) -> Any:
    index = base_of(index)
    if index is None:
        raise failures.index_null()
    if isinstance(value, Dictionary):
        if isinstance(index, list):
            return [value.get(base_of(each)) for each in index]
        return _from_dictionary(value, index)
    if isinstance(index, (list, Enumerable)):
        return _slice(value, list(index)) if _can_index(value) else _scalar(value, [index])
    if isinstance(value, list):
        if getattr(value, "rank", 1) > 1:
            return _get_ranked(value, [index])
        return _from_sequence(value, index)
    if isinstance(value, str) and value.__class__ is not Char:
        found = _from_sequence(value, index)
        return Char(found) if found is not None else None
    indexer = _indexer(value)
    if indexer is not None:
        return _call_indexer(indexer, value, index)
    return _scalar(value, [index])


def _can_index(value: Any) -> bool:
    return (isinstance(value, (list, str)) and value.__class__ is not Char) or _indexer(value) is not None


def _from_dictionary(value: Dictionary, index: Any) -> Any:
    if isinstance(value, OrderedDictionary) and isinstance(index, int) and not isinstance(index, bool):
        at = int(index) + len(value) if index < 0 else int(index)
        return value.at(at) if 0 <= at < len(value) else None
    item = getattr(value, "item", None)
    if item is not None:
        return item(index)
    return value.get(index)


def as_position(index: Any) -> int | None:
    """An index as a whole number, or None where it is none."""
    if index.__class__ is int:
        return index
    from ems.runtime.convert import to_int

    try:
        return to_int(index)
    except Terminating:
        return None


def _from_sequence(value: Any, index: Any) -> Any:
    at = as_position(index)
    count = len(value)
    if at is None:
        if strict_version() >= 3:
            raise _bad_position(index)
        return None
    if -count <= at < count:
        return value[at]
    if strict_version() >= 3:
        raise _out_of_bounds()
    return None


def _bad_position(index: Any) -> Terminating:
    from ems.runtime.convert import to_int

    try:
        to_int(index)
    except Terminating as error:
        return error
    return _out_of_bounds()


def _out_of_bounds() -> Terminating:
    return failures.raw(NetError("System.IndexOutOfRangeException", "Index was outside the bounds of the array."))


def _slice(value: Any, indexes: Sequence[Any]) -> Any:
    if isinstance(value, list) or (isinstance(value, str) and value.__class__ is not Char):
        found = []
        for index in indexes:
            at = as_position(base_of(index))
            if at is not None and -len(value) <= at < len(value):
                found.append(Char(value[at]) if isinstance(value, str) else value[at])
            elif strict_version() >= 3:
                raise _out_of_bounds()
        return found
    indexer = _indexer(value)
    if indexer is not None:
        found = []
        for index in indexes:
            each = _call_indexer(indexer, value, base_of(index))
            if each is not None:
                found.append(each)
        return found
    return _scalar(value, indexes)


def _get_ranked(value: Any, indexes: Sequence[Any]) -> Any:
    from ems.runtime.dotnet.arrays import flat_position

    return value[flat_position(value, [as_position(base_of(each)) or 0 for each in indexes])]


def _indexer(value: Any) -> Method | None:
    type_info = type_of(value)
    for name in _INDEXERS:
        member = find_in_type(type_info, name)
        if isinstance(member, ParameterizedProperty):
            return member
    return None


def _call_indexer(indexer: Method, value: Any, index: Any) -> Any:
    count = getattr(value, "__len__", None)
    if count is not None and isinstance(index, int) and index < 0 and not isinstance(value, Dictionary):
        index += count()
        if index < 0:
            return None
    try:
        return call_method(indexer, indexer.name, value, [index])
    except Terminating as error:
        inner = error.record.exception.inner
        if inner is not None and inner.type_name in _OUT_OF_RANGE:
            return None
        raise


_INDEXERS: Final = ("item", "chars", "itemof")
_OUT_OF_RANGE: Final = frozenset({"System.ArgumentOutOfRangeException", "System.IndexOutOfRangeException"})


def _scalar(value: Any, indexes: Sequence[Any]) -> Any:
    """A value that cannot be indexed answers to 0 and -1 as if it were an array of itself
    (ArrayOps.GetNonIndexable)."""
    if len(indexes) == 1 and indexes[0] is not None and not isinstance(indexes[0], list):
        from ems.runtime.convert import equals

        if equals(0, indexes[0]) or equals(-1, indexes[0]):
            return value
    if strict_version() >= 2:
        raise failures.cannot_index(type_of(value).full_name)
    return NOTHING


# Assignment


def index_set(value: Any, indexes: Sequence[Any], new: Any) -> None:
    """`$value[indexes] = new`."""
    value = value.base if value.__class__ is PSObject else value
    if value is None or value is NOTHING:
        raise failures.null_array()
    if len(indexes) == 1:
        _set_one(value, base_of(indexes[0]), new)
        return
    if getattr(value, "rank", 1) > 1:
        from ems.runtime.dotnet.arrays import flat_position

        value[flat_position(value, [as_position(base_of(each)) or 0 for each in indexes])] = _element(value, new)
        return
    raise _no_slices(indexes)


def _no_slices(indexes: Sequence[Any]) -> Terminating:
    from ems.runtime.convert import to_string

    return failures.slice_assignment(",".join(to_string(each) for each in indexes))


def _element(array: Any, new: Any) -> Any:
    element = getattr(array, "element_type", None)
    if element is None:
        return new
    from ems.runtime.convert import convert

    return convert(new, element)


def _set_one(value: Any, index: Any, new: Any) -> None:
    if index is None:
        raise failures.index_null()
    if isinstance(value, Dictionary):
        _set_key(value, index, new)
        return
    if isinstance(value, list):
        if isinstance(index, list):
            raise _no_slices(index)
        _set_position(value, index, new)
        return
    indexer = _indexer(value)
    setter = getattr(indexer, "setter", None)
    if indexer is None or setter is None:
        raise failures.cannot_index(type_of(value).full_name)
    _call_setter(indexer, setter, value, index, new)


def _set_position(array: list[Any], index: Any, new: Any) -> None:
    from ems.runtime.convert import to_int

    at = index if index.__class__ is int else to_int(index)
    if not -len(array) <= at < len(array):
        raise _out_of_bounds()
    array[at] = _element(array, new) if array.__class__ is not list else new


def _set_key(table: Dictionary, key: Any, new: Any) -> None:
    try:
        if isinstance(table, OrderedDictionary) and isinstance(key, int) and not isinstance(key, bool):
            table.set_at(int(key) + len(table) if key < 0 else int(key), new)
            return
        checked = getattr(table, "checked", None)
        if checked is not None:
            key, new = checked(key, new)
        table.set(key, new)
    except NetError as error:
        raise failures.raw(error) from None


def _call_setter(indexer: Method, setter: Any, value: Any, index: Any, new: Any) -> None:
    from ems.runtime.convert import convert

    overload = indexer.callable_overloads[0]
    key = convert(index, overload.parameters[0].type)
    result = overload.result
    made = convert(new, result) if result is not None else new
    if isinstance(key, int) and key < 0 and hasattr(value, "__len__"):
        key += len(value)
    try:
        setter(value, key, made)
    except NetError as error:
        raise failures.raw(error) from None
