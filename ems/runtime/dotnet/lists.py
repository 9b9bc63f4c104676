"""Lists: List<T>, ArrayList, Collection<T> and their relatives, which all hold their items in a Python list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cmp_to_key
from typing import Any, Final

from ems.runtime.collection import Enumerable, collection_modified
from ems.runtime.dotnet.enumerators import Enumerator
from ems.runtime.dotnet.support import argument, argument_null, index_out_of_range, not_supported, out_of_range
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, array_of, type_named

_OBJECT: Final = "System.Object"


class ListValue(Enumerable):
    """A list of .NET; `net_type` says which."""

    __slots__ = ("fixed", "items", "net_type", "version")

    def __init__(self, net_type: TypeInfo, items: Iterable[Any] = ()) -> None:
        self.net_type = net_type
        self.items = list(items)
        self.version = 0
        self.fixed = False

    def __iter__(self) -> Iterator[Any]:
        version = self.version
        for item in self.items:
            yield item
            if self.version != version:
                raise collection_modified()

    def __len__(self) -> int:
        return len(self.items)

    @property
    def element(self) -> TypeInfo:
        """The type of the items."""
        arguments = self.net_type.generic_arguments
        return arguments[0] if arguments else type_named(_OBJECT)

    def made_like(self, items: Iterable[Any]) -> ListValue:
        return ListValue(self.net_type, items)

    def copy(self) -> ListValue:
        return self.made_like(self.items)

    # What Python code of the runtime does with it

    def __getitem__(self, at: Any) -> Any:
        return self.items[at]

    def __delitem__(self, at: Any) -> None:
        self.version += 1
        del self.items[at]

    def append(self, item: Any) -> None:
        self.version += 1
        self.items.append(item)

    def extend(self, items: Iterable[Any]) -> None:
        self.version += 1
        self.items.extend(items)

    def insert(self, at: int, item: Any) -> None:
        self.version += 1
        self.items.insert(at, item)

    def clear(self) -> None:
        self.version += 1
        self.items.clear()

    def changed(self) -> None:
        if self.fixed:
            raise not_supported("Collection is read-only.")
        self.version += 1


def new_list(element: str | TypeInfo, items: Iterable[Any] = ()) -> ListValue:
    """A System.Collections.Generic.List of an element type."""
    kind = type_named(element) if isinstance(element, str) else element
    return ListValue(type_named("System.Collections.Generic.List`1").close((kind,)), items)


def array_list(items: Iterable[Any] = ()) -> ListValue:
    """A System.Collections.ArrayList."""
    return ListValue(type_named("System.Collections.ArrayList"), items)


def same(one: Any, other: Any) -> bool:
    """Object.Equals."""
    if one is other:
        return True
    if one is None or other is None or one.__class__ is not other.__class__:
        return False
    if isinstance(one, list):
        return False
    equals = getattr(one, "equals", None)
    return bool(equals(other)) if equals is not None else one == other


def ordering(comparer: Any = None) -> Callable[[Any], Any]:
    """A sort key from an IComparer, a Comparison, or the items' own order."""
    return cmp_to_key(comparison(comparer))


def comparison(comparer: Any = None) -> Callable[[Any, Any], int]:
    """A comparing function from an IComparer, a script block, or the items' own order."""
    if comparer is not None:
        own = getattr(comparer, "compare", None)
        if own is not None:
            return own  # type: ignore[no-any-return]
        from ems.runtime.convert import to_int
        from ems.runtime.members.calls import invoke
        from ems.runtime.members.scripts import delegate

        if getattr(comparer, "type_name", "").endswith("ScriptBlock"):
            call = delegate(comparer)
            return lambda one, other: to_int(call(one, other))
        return lambda one, other: to_int(invoke(comparer, "Compare", [one, other]))
    return _natural


def _natural(one: Any, other: Any) -> int:
    from ems.runtime.convert import compare
    from ems.runtime.dotnet.support import invalid_operation
    from ems.runtime.errors import NetException
    from ems.runtime.types import type_of

    if one is None or other is None:
        return (one is not None) - (other is not None)
    if isinstance(one, str) and isinstance(other, str):
        return compare(one, other, False)
    kind = type_named("System.IComparable")
    if kind not in type_of(one).ancestors and kind not in type_of(other).ancestors:
        failure = invalid_operation("Failed to compare two elements in the array.")
        failure.exception.inner = NetException(
            "System.ArgumentException", "At least one object must implement IComparable."
        )
        raise failure
    if one.__class__ is not other.__class__:
        failure = invalid_operation("Failed to compare two elements in the array.")
        failure.exception.inner = NetException(
            "System.ArgumentException", f"Object must be of type {type_of(one).name}."
        )
        raise failure
    return compare(one, other, False)


def _place(items: list[Any], item: Any, start: int, stop: int) -> int:
    for at in range(start, stop):
        if same(items[at], item):
            return at
    return -1


def index_of(value: ListValue, item: Any, start: int = 0, count: int | None = None) -> int:
    return _place(value.items, item, start, len(value.items) if count is None else start + count)


def last_index_of(value: ListValue, item: Any, start: int | None = None, count: int | None = None) -> int:
    stop = len(value.items) - 1 if start is None else start
    first = 0 if count is None else stop - count + 1
    for at in range(stop, first - 1, -1):
        if same(value.items[at], item):
            return at
    return -1


def _add(value: ListValue, item: Any) -> Any:
    value.changed()
    value.items.append(item)
    return len(value.items) - 1


def _add_range(value: ListValue, items: Any) -> None:
    value.changed()
    if items is None:
        raise argument_null("c" if value.net_type.name == "ArrayList" else "collection")
    value.items.extend(list(elements(items)))


def elements(items: Any) -> Iterator[Any]:
    """The elements of what a method takes as a collection."""
    from ems.runtime.collection import Dictionary, DictionaryEntry
    from ems.runtime.convert import enumerate_value

    if isinstance(items, Dictionary):
        return iter([DictionaryEntry(key, value) for key, value in items.items()])
    if isinstance(items, str):
        return iter(items)
    each = enumerate_value(items)
    return iter([items]) if each is None else each


def _insert(value: ListValue, index: int, item: Any) -> None:
    value.changed()
    if not 0 <= index <= len(value.items):
        generic = value.net_type.generic_arguments
        text = (
            "Index must be within the bounds of the List."
            if generic
            else "Insertion index was out of range. Must be non-negative and less than or equal to size."
        )
        raise out_of_range(text, "index")
    value.items.insert(index, item)


def _insert_range(value: ListValue, index: int, items: Any) -> None:
    value.changed()
    if not 0 <= index <= len(value.items):
        raise index_out_of_range()
    value.items[index:index] = list(elements(items))


def _set_range(value: ListValue, index: int, items: Any) -> None:
    given = list(elements(items))
    _check_range(value, index, len(given))
    value.changed()
    value.items[index : index + len(given)] = given


def _remove(value: ListValue, item: Any) -> bool:
    value.changed()
    at = index_of(value, item)
    if at >= 0:
        del value.items[at]
    return at >= 0


def _remove_at(value: ListValue, index: int) -> None:
    value.changed()
    if not 0 <= index < len(value.items):
        raise index_out_of_range()
    del value.items[index]


def _remove_range(value: ListValue, index: int, count: int) -> None:
    value.changed()
    _check_range(value, index, count)
    del value.items[index : index + count]


def _check_range(value: ListValue, index: int, count: int) -> None:
    if index < 0:
        raise out_of_range("Non-negative number required.", "index")
    if count < 0:
        raise out_of_range("Non-negative number required.", "count")
    if index + count > len(value.items):
        raise argument(
            "Offset and length were out of bounds for the array or count is greater than the number of elements "
            "from index to the end of the source collection."
        )


def _get_range(value: ListValue, index: int, count: int) -> ListValue:
    _check_range(value, index, count)
    return value.made_like(value.items[index : index + count])


def _reverse(value: ListValue, index: int = 0, count: int | None = None) -> None:
    value.changed()
    stop = len(value.items) if count is None else index + count
    value.items[index:stop] = value.items[index:stop][::-1]


def _sort(value: ListValue, *arguments: Any) -> None:
    value.changed()
    if len(arguments) == 3:
        index, count, comparer = arguments
        part = sorted(value.items[index : index + count], key=ordering(comparer))
        value.items[index : index + count] = part
        return
    comparer = arguments[0] if arguments else None
    if comparer is None and all(each.__class__ is int for each in value.items):
        value.items.sort()
        return
    value.items.sort(key=ordering(comparer))


def binary_search(items: list[Any], item: Any, comparer: Any = None) -> int:
    """The place of an item in a sorted list, or the complement of where it would stand."""
    compare = comparison(comparer)
    low, high = 0, len(items) - 1
    while low <= high:
        middle = (low + high) // 2
        order = compare(items[middle], item)
        if order == 0:
            return middle
        if order < 0:
            low = middle + 1
        else:
            high = middle - 1
    return ~low


def _search(value: ListValue, *arguments: Any) -> int:
    if len(arguments) >= 3:
        index, count, item = arguments[:3]
        found = binary_search(value.items[index : index + count], item, arguments[3] if len(arguments) > 3 else None)
        return int(found + index if found >= 0 else found - index)
    return binary_search(value.items, arguments[0], arguments[1] if len(arguments) > 1 else None)


def _predicate(block: Any) -> Callable[..., bool]:
    from ems.runtime.members.scripts import predicate

    return predicate(block)


def _find(value: ListValue, block: Any) -> Any:
    holds = _predicate(block)
    from ems.runtime.members.lookup import default_value

    return next((item for item in value if holds(item)), default_value(value.element))


def _find_last(value: ListValue, block: Any) -> Any:
    holds = _predicate(block)
    from ems.runtime.members.lookup import default_value

    return next((item for item in reversed(value.items) if holds(item)), default_value(value.element))


def _find_index(value: ListValue, *arguments: Any) -> int:
    holds = _predicate(arguments[-1])
    start = arguments[0] if len(arguments) > 1 else 0
    return next((at for at in range(start, len(value.items)) if holds(value.items[at])), -1)


def _find_last_index(value: ListValue, *arguments: Any) -> int:
    holds = _predicate(arguments[-1])
    return next((at for at in range(len(value.items) - 1, -1, -1) if holds(value.items[at])), -1)


def _remove_all(value: ListValue, block: Any) -> int:
    holds = _predicate(block)
    kept = [item for item in value if not holds(item)]
    removed = len(value.items) - len(kept)
    value.changed()
    value.items[:] = kept
    return removed


def _for_each(value: ListValue, block: Any) -> None:
    from ems.runtime.members.scripts import delegate

    call = delegate(block)
    for item in value:
        call(item)


def _convert_all(value: ListValue, block: Any) -> Any:
    from ems.runtime.members.scripts import delegate

    call = delegate(block)
    return new_list(_OBJECT, [call(item) for item in value])


def _copy_to(value: ListValue, *arguments: Any) -> None:
    if len(arguments) == 4:
        index, array, start, count = arguments
    else:
        array, start = arguments[0], arguments[1] if len(arguments) > 1 else 0
        index, count = 0, len(value.items)
    if len(array) < start + count:
        raise argument(
            "Destination array was not long enough. Check destIndex and length, and the array's lower bounds."
        )
    array[start : start + count] = value.items[index : index + count]


def _to_array(value: ListValue, kind: Any = None) -> list[Any]:
    return array_of(value.items, kind if kind is not None else value.element)


def get_item(value: ListValue, index: int) -> Any:
    if not 0 <= index < len(value.items):
        raise index_out_of_range()
    return value.items[index]


def set_item(value: ListValue, index: int, item: Any) -> None:
    if not 0 <= index < len(value.items):
        raise index_out_of_range()
    value.changed()
    value.items[index] = item


def _clear(value: ListValue) -> None:
    value.changed()
    value.items.clear()


def _enumerator(value: ListValue, index: int = 0, count: int | None = None) -> Enumerator:
    if count is not None:
        _check_range(value, index, count)
        part = value.items[index : index + count]
        return Enumerator("System.Collections.ArrayList+ArrayListEnumerator", lambda: iter(part))
    if value.net_type.full_name == "System.Collections.ArrayList":
        return Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(value))
    return Enumerator(type_named("System.Collections.Generic.List`1+Enumerator"), lambda: iter(value))


def _new(net_type: TypeInfo, *arguments: Any) -> ListValue:
    first = arguments[0] if arguments else None
    if isinstance(first, int) and not isinstance(first, bool):
        if first < 0:
            raise out_of_range("Non-negative number required.", "capacity")
        return ListValue(net_type)
    if arguments and first is None:
        raise argument_null("collection")
    return ListValue(net_type, elements(first) if arguments else ())


def _read_only(value: ListValue) -> ListValue:
    definition = type_named("System.Collections.ObjectModel.ReadOnlyCollection`1")
    made = ListValue(definition.close((value.element,)))
    made.items = value.items
    made.fixed = True
    return made


def _capacity(value: ListValue) -> int:
    size = 4 if value.items else 0
    while size < len(value.items):
        size *= 2
    return size


METHODS: Final[dict[str, Callable[..., Any]]] = {
    "Add": _add,
    "AddRange": _add_range,
    "AsReadOnly": _read_only,
    "BinarySearch": _search,
    "Clear": _clear,
    "Clone": ListValue.copy,
    "Contains": lambda value, item: index_of(value, item) >= 0,
    "ConvertAll": _convert_all,
    "CopyTo": _copy_to,
    "Exists": lambda value, block: any(_predicate(block)(item) for item in value),
    "Find": _find,
    "FindAll": lambda value, block: value.made_like([item for item in value if _predicate(block)(item)]),
    "FindIndex": _find_index,
    "FindLast": _find_last,
    "FindLastIndex": _find_last_index,
    "ForEach": _for_each,
    "GetEnumerator": _enumerator,
    "GetRange": _get_range,
    "IndexOf": index_of,
    "Insert": _insert,
    "InsertRange": _insert_range,
    "Item": get_item,
    "LastIndexOf": last_index_of,
    "Remove": _remove,
    "RemoveAll": _remove_all,
    "RemoveAt": _remove_at,
    "RemoveRange": _remove_range,
    "Reverse": _reverse,
    "SetRange": _set_range,
    "set_Item": set_item,
    "Sort": _sort,
    "ToArray": _to_array,
    "TrimExcess": lambda _value: None,
    "TrimToSize": lambda _value: None,
    "TrueForAll": lambda value, block: all(_predicate(block)(item) for item in value),
}
PROPERTIES: Final[dict[str, Any]] = {
    "Capacity": (_capacity, lambda _value, _size: None),
    "Count": len,
    "IsFixedSize": lambda value: value.fixed,
    "IsReadOnly": lambda value: value.fixed,
    "IsSynchronized": lambda _value: False,
    "SyncRoot": lambda value: value,
}
_COLLECTION: Final = """
    void Add(T item)
    int IList.Add(System.Object value)
    void Clear()
    bool Contains(T item)
    void CopyTo(T[] array, int index)
    System.Collections.Generic.IEnumerator[T] GetEnumerator()
    int IndexOf(T item)
    void Insert(int index, T item)
    bool Remove(T item)
    void RemoveAt(int index)
    T Item(int index) {get;set;}
    int Count {get;}
"""
_STRINGS: Final = """
    int Add(string value)
    void AddRange(string[] value)
    void Clear()
    bool Contains(string value)
    void CopyTo(string[] array, int index)
    System.Collections.Specialized.StringEnumerator GetEnumerator()
    int IndexOf(string value)
    void Insert(int index, string value)
    void Remove(string value)
    void RemoveAt(int index)
    string Item(int index) {get;set;}
    int Count {get;}
    bool IsReadOnly {get;}
    System.Collections.Specialized.StringCollection new()
"""

_STATIC: Final[dict[str, Callable[..., Any]]] = {"new": _new}
_ARRAY_LIST_STATIC: Final[dict[str, Callable[..., Any]]] = {
    **_STATIC,
    "Adapter": lambda items: array_list(items),
    "FixedSize": lambda items: items,
    "ReadOnly": lambda items: items,
    "Repeat": lambda item, count: array_list([item] * count),
    "Synchronized": lambda items: items,
}

TYPES: Final = {
    "System.Collections.Generic.List`1": Implementation(METHODS, PROPERTIES, _STATIC),
    "System.Collections.ArrayList": Implementation(METHODS, PROPERTIES, _ARRAY_LIST_STATIC),
    "System.Collections.ObjectModel.Collection`1": Implementation(
        METHODS, PROPERTIES, _STATIC, declared=_COLLECTION
        + "System.Collections.ObjectModel.Collection[T] new()\n"
        + "System.Collections.ObjectModel.Collection[T] new(System.Collections.Generic.IList[T] list)\n",
    ),
    "System.Collections.ObjectModel.ObservableCollection`1": Implementation(
        METHODS, PROPERTIES, _STATIC, declared="System.Collections.ObjectModel.ObservableCollection[T] new()"
    ),
    "System.Collections.ObjectModel.ReadOnlyCollection`1": Implementation(
        METHODS, PROPERTIES, _STATIC, declared="""
            bool Contains(T value)
            void CopyTo(T[] array, int index)
            System.Collections.Generic.IEnumerator[T] GetEnumerator()
            int IndexOf(T value)
            T Item(int index) {get;}
            int Count {get;}
            System.Collections.ObjectModel.ReadOnlyCollection[T] new(System.Collections.Generic.IList[T] list)
        """,
    ),
    "System.Collections.Specialized.StringCollection": Implementation(METHODS, PROPERTIES, _STATIC, declared=_STRINGS),
    "System.Management.Automation.PSDataCollection`1": Implementation(METHODS, PROPERTIES, _STATIC,
    declared=_COLLECTION),
}  # fmt: skip
