"""SortedList, SortedList<K,V> and SortedDictionary<K,V>: keys in their own order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ems.runtime.collection import Dictionary, DictionaryEntry, collection_modified
from ems.runtime.dotnet.dictionaries import GENERIC_METHODS, GENERIC_PROPERTIES, KeyValuePair, View, generic_item
from ems.runtime.dotnet.enumerators import Enumerator, dictionary_enumerator
from ems.runtime.dotnet.lists import comparison, same
from ems.runtime.dotnet.support import argument, argument_null, index_out_of_range, net_text
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named


class SortedTable(Dictionary):
    """A dictionary whose keys are kept in order by binary insertion."""

    __slots__ = ("compare", "comparer", "net_type", "pairs", "version")
    ignores_case = False

    def __init__(self, net_type: TypeInfo, *arguments: Any) -> None:
        self.net_type = net_type
        self.pairs: list[list[Any]] = []
        self.version = 0
        self.comparer: Any = None
        source: Iterable[tuple[Any, Any]] = ()
        for each in arguments:
            if isinstance(each, Dictionary):
                source = each.items()
            elif each is not None and not isinstance(each, int):
                self.comparer = each
        self.compare = comparison(self.comparer)
        for key, value in source:
            self.set(key, value)

    def place(self, key: Any) -> tuple[int, bool]:
        """Where a key stands or would stand, and whether it is there."""
        if key is None:
            raise argument_null("key")
        low, high = 0, len(self.pairs)
        while low < high:
            middle = (low + high) // 2
            order = self.compare(self.pairs[middle][0], key)
            if order == 0:
                return middle, True
            if order < 0:
                low = middle + 1
            else:
                high = middle
        return low, False

    def get(self, key: Any, default: Any = None) -> Any:
        at, there = self.place(key)
        return self.pairs[at][1] if there else default

    def set(self, key: Any, value: Any) -> None:
        at, there = self.place(key)
        if there:
            self.pairs[at][1] = value
        else:
            self.pairs.insert(at, [key, value])
        self.version += 1

    def add(self, key: Any, value: Any) -> None:
        at, there = self.place(key)
        if there:
            if self.net_type.generic_arguments:
                listed = self.net_type.name.startswith("SortedList")
                text = "An entry with the same key already exists."
                raise argument(text if listed else "An item with the same key has already been added.")
            raise argument(
                f"Item has already been added. Key in dictionary: '{net_text(self.pairs[at][0])}'"
                f"  Key being added: '{net_text(key)}'"
            )
        self.pairs.insert(at, [key, value])
        self.version += 1

    def remove(self, key: Any) -> bool:
        at, there = self.place(key)
        if there:
            del self.pairs[at]
            self.version += 1
        return there

    def clear(self) -> None:
        self.pairs.clear()
        self.version += 1

    def __contains__(self, key: Any) -> bool:
        return self.place(key)[1]

    def __len__(self) -> int:
        return len(self.pairs)

    def items(self) -> Iterator[tuple[Any, Any]]:
        version = self.version
        for key, value in list(self.pairs):
            if self.version != version:
                raise collection_modified()
            yield key, value

    def checked(self, key: Any, new: Any) -> tuple[Any, Any]:
        from ems.runtime.convert import convert

        arguments = self.net_type.generic_arguments
        return (convert(key, arguments[0]), convert(new, arguments[1])) if len(arguments) == 2 else (key, new)

    def item(self, key: Any) -> Any:
        arguments = self.net_type.generic_arguments
        if arguments:
            from ems.runtime.convert import convert

            key = convert(key, arguments[0])
        return self.get(key)

    def entries(self) -> Iterator[Any]:
        arguments = self.net_type.generic_arguments
        if not arguments:
            return (DictionaryEntry(key, value) for key, value in self.items())
        definition = type_named("System.Collections.Generic.KeyValuePair`2").close(arguments)
        return (KeyValuePair(definition, key, value) for key, value in self.items())

    def copy(self) -> SortedTable:
        made = SortedTable(self.net_type, self.comparer)
        made.pairs = [list(pair) for pair in self.pairs]
        return made

    def at(self, index: int) -> list[Any]:
        if not 0 <= index < len(self.pairs):
            raise index_out_of_range()
        return self.pairs[index]


def _index_of_value(table: SortedTable, value: Any) -> int:
    return next((at for at, pair in enumerate(table.pairs) if same(pair[1], value)), -1)


def _index_of_key(table: SortedTable, key: Any) -> int:
    at, there = table.place(key)
    return at if there else -1


def _enumerator(table: SortedTable) -> Enumerator:
    if table.net_type.generic_arguments:
        return Enumerator("System.Collections.ArrayListEnumeratorSimple", table.entries)
    return dictionary_enumerator("System.Collections.Hashtable+HashtableEnumerator", table.items)


def _remove_at(table: SortedTable, index: int) -> None:
    table.remove(table.at(index)[0])


def _set_at(table: SortedTable, index: int, value: Any) -> None:
    table.at(index)[1] = value


def _view(part: int) -> Any:
    net_type = (
        "System.Collections.Hashtable+KeyCollection" if part == 0 else "System.Collections.Hashtable+ValueCollection"
    )
    return lambda table: View(type_named(net_type), lambda: [pair[part] for pair in table.pairs])


def _item(table: SortedTable, key: Any) -> Any:
    return generic_item(table, key) if table.net_type.generic_arguments else table.get(key)  # type: ignore[arg-type]


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    **GENERIC_METHODS,
    "Clone": SortedTable.copy,
    "ContainsValue": lambda table, value: _index_of_value(table, value) >= 0,
    "GetByIndex": lambda table, index: table.at(index)[1],
    "GetEnumerator": _enumerator,
    "GetKey": lambda table, index: table.at(index)[0],
    "GetKeyList": lambda table: table.keys(),
    "GetValueList": lambda table: table.values(),
    "IndexOfKey": _index_of_key,
    "IndexOfValue": _index_of_value,
    "Item": _item,
    "RemoveAt": _remove_at,
    "SetByIndex": _set_at,
    "TrimExcess": lambda _table: None,
    "TrimToSize": lambda _table: None,
}
_PROPERTIES: Final[dict[str, Any]] = {
    **GENERIC_PROPERTIES,
    "Capacity": (lambda table: max(16, len(table)), lambda _table, _size: None),
    "Keys": _view(0),
    "Values": _view(1),
}
_GENERIC: Final = """
    void Add(T key, U value)
    void Clear()
    bool ContainsKey(T key)
    bool ContainsValue(U value)
    System.Collections.IEnumerator GetEnumerator()
    bool Remove(T key)
    bool TryGetValue(T key, [ref] U value)
    U Item(T key) {get;set;}
    int Count {get;}
    System.Collections.ICollection Keys {get;}
    System.Collections.ICollection Values {get;}
"""
_BY_INDEX: Final = """
    int Capacity {get;set;}
    int IndexOfKey(T key)
    int IndexOfValue(U value)
    void RemoveAt(int index)
    void TrimExcess()
"""


def _constructors(name: str) -> str:
    return f"""
    {name} new()
    {name} new(System.Collections.Generic.IComparer[T] comparer)
    {name} new(System.Collections.Generic.IDictionary[T,U] dictionary)
    {name} new(System.Collections.Generic.IDictionary[T,U] dictionary, System.Collections.Generic.IComparer[T] comparer)
"""


TYPES: Final = {
    "System.Collections.SortedList": Implementation(
        _METHODS, _PROPERTIES, {"new": SortedTable}, declared="""
            void Add(System.Object key, System.Object value)
            void Clear()
            System.Object Clone()
            bool Contains(System.Object key)
            bool ContainsKey(System.Object key)
            bool ContainsValue(System.Object value)
            void CopyTo(array array, int arrayIndex)
            System.Object GetByIndex(int index)
            System.Collections.IDictionaryEnumerator GetEnumerator()
            System.Object GetKey(int index)
            System.Collections.IList GetKeyList()
            System.Collections.IList GetValueList()
            int IndexOfKey(System.Object key)
            int IndexOfValue(System.Object value)
            void Remove(System.Object key)
            void RemoveAt(int index)
            void SetByIndex(int index, System.Object value)
            void TrimToSize()
            System.Object Item(System.Object key) {get;set;}
            int Capacity {get;set;}
            int Count {get;}
            bool IsFixedSize {get;}
            bool IsReadOnly {get;}
            bool IsSynchronized {get;}
            System.Collections.ICollection Keys {get;}
            System.Object SyncRoot {get;}
            System.Collections.ICollection Values {get;}
            System.Collections.SortedList new()
            System.Collections.SortedList new(int initialCapacity)
            System.Collections.SortedList new(System.Collections.IComparer comparer)
            System.Collections.SortedList new(System.Collections.IDictionary d)
        """,
    ),
    "System.Collections.Generic.SortedDictionary`2": Implementation(
        _METHODS, _PROPERTIES, {"new": SortedTable},
        declared=_GENERIC + _constructors("System.Collections.Generic.SortedDictionary[T,U]"),
    ),
    "System.Collections.Generic.SortedList`2": Implementation(
        _METHODS, _PROPERTIES, {"new": SortedTable},
        declared=_GENERIC + _BY_INDEX + _constructors("System.Collections.Generic.SortedList[T,U]"),
    ),
}  # fmt: skip
