"""System.Array: fixed-size arrays of one and more dimensions. An array of several dimensions holds its elements in
rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ems.runtime.dotnet.enumerators import Enumerator
from ems.runtime.dotnet.lists import binary_search, comparison, ordering, same
from ems.runtime.dotnet.support import NetError, argument, argument_null, not_supported, out_of_range
from ems.runtime.members.lookup import default_value
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.types import TypeInfo, array_of, type_named, type_of
from ems.runtime.values import TypedArray

_FIXED: Final = "Collection was of a fixed size."
_BOUNDS: Final = "Index was outside the bounds of the array."


class RankedArray(TypedArray):
    """An array of several dimensions, `[int[,]]`: the elements row by row, and the lengths of the dimensions."""

    __slots__ = ("lengths", "rank")

    def __init__(self, items: Iterable[Any], element_type: TypeInfo, lengths: Sequence[int]) -> None:
        super().__init__(items, element_type)
        self.lengths = tuple(lengths)
        self.rank = len(self.lengths)

    @property
    def net_type(self) -> TypeInfo:
        kind: TypeInfo = self.element_type
        return kind.array(self.rank)


def new_array(element: TypeInfo, lengths: Sequence[int]) -> Any:
    """An array with the default value of its element type everywhere."""
    total = 1
    for length in lengths:
        if length < 0:
            raise NetError("System.OverflowException", "Arithmetic operation resulted in an overflow.")
        total *= length
    if total > 100_000_000:
        raise NetError("System.OutOfMemoryException", "Array dimensions exceeded supported range.")
    first = default_value(element)
    items = [first] * total
    return array_of(items, element) if len(lengths) == 1 else RankedArray(items, element, lengths)


def flat_position(array: Any, indexes: Sequence[int]) -> int:
    """Where the element at these indexes lies."""
    lengths = getattr(array, "lengths", (len(array),))
    if len(indexes) != len(lengths):
        raise NetError("System.ArgumentException", "Array was not a one-dimensional array.")
    place = 0
    for index, length in zip(indexes, lengths, strict=True):
        if not 0 <= index < length:
            raise NetError("System.IndexOutOfRangeException", _BOUNDS)
        place = place * length + index
    return place


def _element_of(array: Any) -> TypeInfo:
    return getattr(array, "element_type", None) or type_named("System.Object")


def _length(array: Any, dimension: int) -> int:
    lengths = getattr(array, "lengths", (len(array),))
    if not 0 <= dimension < len(lengths):
        raise NetError("System.IndexOutOfRangeException", _BOUNDS)
    return int(lengths[dimension])


def _positions(indexes: tuple[Any, ...]) -> list[int]:
    return [int(each) for each in (indexes[0] if len(indexes) == 1 and isinstance(indexes[0], list) else indexes)]


def _get(array: Any, *indexes: Any) -> Any:
    return array[flat_position(array, _positions(indexes))]


def _set(array: Any, value: Any, *indexes: Any) -> None:
    array[flat_position(array, _positions(indexes))] = converted(array, value)


def converted(array: Any, value: Any) -> Any:
    """A value as an element of an array."""
    from ems.runtime.convert import convert
    from ems.runtime.errors import Terminating

    element = _element_of(array)
    if value is None or element.is_assignable_from(type_of(value)):
        return value
    try:
        return convert(value, element)
    except Terminating:
        raise NetError("System.InvalidCastException", "Object cannot be stored in an array of this type.") from None


def _refuse(*_arguments: Any) -> Any:
    raise not_supported(_FIXED)


def _clear(array: Any) -> None:
    array[:] = [default_value(_element_of(array))] * len(array)


def _static_clear(array: Any, index: int, length: int) -> None:
    array[index : index + length] = [default_value(_element_of(array))] * length


def _clone(array: Any) -> Any:
    if isinstance(array, RankedArray):
        return RankedArray(array, array.element_type, array.lengths)
    return array_of(array, _element_of(array))


def _copy_to(array: Any, target: Any, index: int) -> None:
    _copy(array, 0, target, int(index), len(array))


def _copy(source: Any, *arguments: Any) -> None:
    if len(arguments) == 2:
        start, target, at, count = 0, arguments[0], 0, int(arguments[1])
    else:
        start, target, at, count = int(arguments[0]), arguments[1], int(arguments[2]), int(arguments[3])
    if count < 0 or start < 0 or at < 0:
        raise out_of_range("Non-negative number required.", "length")
    if start + count > len(source):
        raise argument("Source array was not long enough. Check srcIndex and length, and the array's lower bounds.")
    if at + count > len(target):
        raise argument(
            "Destination array was not long enough. Check destIndex and length, and the array's lower bounds."
        )
    target[at : at + count] = [converted(target, each) for each in source[start : start + count]]


def _index_of(array: Any, value: Any, start: int = 0, count: int | None = None) -> int:
    stop = len(array) if count is None else start + count
    return next((at for at in range(start, stop) if same(array[at], value)), -1)


def _last_index_of(array: Any, value: Any, start: int | None = None, count: int | None = None) -> int:
    stop = len(array) - 1 if start is None else start
    return next((at for at in range(stop, -1, -1) if same(array[at], value)), -1)


def _resize(box: ByRef, size: int) -> None:
    array = box.value
    element = _element_of(array)
    kept = list(array or ())[:size]
    box.value = array_of(kept + [default_value(element)] * (size - len(kept)), element)


def _reverse(array: Any, index: int = 0, length: int | None = None) -> None:
    stop = len(array) if length is None else index + length
    array[index:stop] = array[index:stop][::-1]


def _sort(array: Any, *arguments: Any) -> None:
    if arguments and isinstance(arguments[0], list):
        pairs = sorted(zip(array, arguments[0], strict=False), key=lambda pair: ordering(None)(pair[0]))
        array[:] = [pair[0] for pair in pairs]
        arguments[0][:] = [pair[1] for pair in pairs]
        return
    numbers = [each for each in arguments if isinstance(each, int)]
    comparer = next((each for each in arguments if not isinstance(each, int)), None)
    start, count = (numbers[0], numbers[1]) if len(numbers) == 2 else (0, len(array))
    array[start : start + count] = sorted(array[start : start + count], key=ordering(comparer))


def _predicate(block: Any) -> Callable[..., bool]:
    from ems.runtime.members.scripts import predicate

    return predicate(block)


def _find_all(array: Any, block: Any) -> Any:
    holds = _predicate(block)
    return array_of([each for each in array if holds(each)], _element_of(array))


def _find(array: Any, block: Any) -> Any:
    holds = _predicate(block)
    return next((each for each in array if holds(each)), default_value(_element_of(array)))


def _find_index(array: Any, *arguments: Any) -> int:
    holds = _predicate(arguments[-1])
    return next((at for at, each in enumerate(array) if holds(each)), -1)


def _for_each(array: Any, block: Any) -> None:
    from ems.runtime.members.scripts import delegate

    call = delegate(block)
    for each in array:
        call(each)


def _convert_all(array: Any, block: Any) -> Any:
    from ems.runtime.members.scripts import delegate

    call = delegate(block)
    return [call(each) for each in array]


def _read_only(array: Any) -> Any:
    from ems.runtime.members.calls import construct

    kind = type_named("System.Collections.ObjectModel.ReadOnlyCollection`1").close([_element_of(array)])
    return construct(kind, [array])


def _create(element: TypeInfo, *lengths: Any) -> Any:
    if element is None:
        raise argument_null("elementType")
    return new_array(element, _positions(lengths))


def _search(array: Any, *arguments: Any) -> int:
    numbers = [each for each in arguments[:2] if isinstance(each, int)]
    if len(arguments) >= 3 and len(numbers) == 2:
        start, count, value = arguments[:3]
        found = binary_search(list(array[start : start + count]), value, arguments[3] if len(arguments) > 3 else None)
        return int(found + start if found >= 0 else found - start)
    return binary_search(list(array), arguments[0], arguments[1] if len(arguments) > 1 else None)


def _compare_to(array: Any, other: Any, comparer: Any) -> int:
    compare = comparison(comparer)
    for one, two in zip(array, other, strict=False):
        order = compare(one, two)
        if order:
            return order
    return 0


_DECLARED: Final = """
    System.Object IList.Item(int index) {get;set;}
    int Length {get;}
"""

TYPES: Final = {
    "System.Array": Implementation(
        methods={
            "Add": _refuse,
            "Clear": _clear,
            "Clone": _clone,
            "CompareTo": _compare_to,
            "Contains": lambda array, value: _index_of(array, value) >= 0,
            "CopyTo": _copy_to,
            "GetEnumerator": lambda array: Enumerator(
                "System.Collections.ArrayListEnumeratorSimple", lambda: iter(array)
            ),
            "Get": _get,
            "GetLength": _length,
            "GetLongLength": _length,
            "GetLowerBound": lambda array, dimension: _length(array, dimension) * 0,
            "GetUpperBound": lambda array, dimension: _length(array, dimension) - 1,
            "GetValue": _get,
            "IndexOf": _index_of,
            "Initialize": lambda _array: None,
            "Insert": _refuse,
            "Item": _get,
            "Remove": _refuse,
            "RemoveAt": _refuse,
            "Set": lambda array, index, value: _set(array, value, index),
            "SetValue": _set,
        },
        properties={
            "IsFixedSize": lambda _array: True,
            "IsReadOnly": lambda _array: False,
            "IsSynchronized": lambda _array: False,
            "Length": len,
            "LongLength": len,
            "Rank": lambda array: getattr(array, "rank", 1),
            "SyncRoot": lambda array: array,
        },
        static={
            "AsReadOnly": _read_only,
            "BinarySearch": _search,
            "Clear": _static_clear,
            "ConstrainedCopy": _copy,
            "ConvertAll": _convert_all,
            "Copy": _copy,
            "CreateInstance": _create,
            "Empty": list,
            "Exists": lambda array, block: any(_predicate(block)(each) for each in array),
            "Find": _find,
            "FindAll": _find_all,
            "FindIndex": _find_index,
            "FindLast": lambda array, block: _find(list(reversed(array)), block),
            "FindLastIndex": lambda array, block: next(
                (at for at in range(len(array) - 1, -1, -1) if _predicate(block)(array[at])), -1
            ),
            "ForEach": _for_each,
            "IndexOf": _index_of,
            "LastIndexOf": _last_index_of,
            "Resize": _resize,
            "Reverse": _reverse,
            "Sort": _sort,
            "TrueForAll": lambda array, block: all(_predicate(block)(each) for each in array),
        },
        declared=_DECLARED,
    ),
}
