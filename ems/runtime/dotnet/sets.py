"""HashSet<T> and SortedSet<T>."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ems.runtime.collection import Enumerable, collection_modified
from ems.runtime.dotnet.dictionaries import key_comparer
from ems.runtime.dotnet.enumerators import Enumerator
from ems.runtime.dotnet.lists import elements, ordering
from ems.runtime.hashtable import EXACT, KeyComparer
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo


class SetValue(Enumerable):
    """A set: items by what stands for them; a sorted one is put in order when it is looked at."""

    __slots__ = ("comparer", "data", "net_type", "order", "version")

    def __init__(
        self, net_type: TypeInfo, items: Iterable[Any] = (), comparer: KeyComparer = EXACT, order: Any = None
    ) -> None:
        self.net_type = net_type
        self.comparer = comparer
        self.order = order
        self.data: dict[Any, Any] = {}
        self.version = 0
        for item in items:
            self.add(item)

    @property
    def is_sorted(self) -> bool:
        return self.net_type.name.startswith("Sorted")

    def __iter__(self) -> Iterator[Any]:
        version = self.version
        for item in self.items:
            yield item
            if self.version != version:
                raise collection_modified()

    def __len__(self) -> int:
        return len(self.data)

    def __contains__(self, item: Any) -> bool:
        return self.comparer.fold(item) in self.data

    @property
    def items(self) -> list[Any]:
        found = list(self.data.values())
        return sorted(found, key=ordering(self.order)) if self.is_sorted else found

    def add(self, item: Any) -> bool:
        folded = self.comparer.fold(item)
        if folded in self.data:
            return False
        self.data[folded] = item
        self.version += 1
        return True

    def remove(self, item: Any) -> bool:
        if item not in self:
            return False
        del self.data[self.comparer.fold(item)]
        self.version += 1
        return True

    def clear(self) -> None:
        self.data.clear()
        self.version += 1

    def copy(self) -> SetValue:
        return SetValue(self.net_type, self.data.values(), self.comparer, self.order)


def _new(net_type: TypeInfo, *arguments: Any) -> SetValue:
    comparer, order = EXACT, None
    items: Iterable[Any] = ()
    for each in arguments:
        known = key_comparer(each)
        if known is not None:
            comparer, order = known, each
        elif each is not None:
            items = elements(each)
    return SetValue(net_type, items, comparer, order)


def _keys(value: SetValue, items: Any) -> dict[Any, Any]:
    return {value.comparer.fold(item): item for item in elements(items)}


def _union(value: SetValue, items: Any) -> None:
    for item in elements(items):
        value.add(item)


def _keep(test: Callable[[bool], bool]) -> Callable[[SetValue, Any], None]:
    def run(value: SetValue, items: Any) -> None:
        other = _keys(value, items)
        value.data = {key: item for key, item in value.data.items() if test(key in other)}
        value.version += 1

    return run


def _symmetric(value: SetValue, items: Any) -> None:
    other = _keys(value, items)
    kept = {key: item for key, item in value.data.items() if key not in other}
    value.data = kept | {key: item for key, item in other.items() if key not in value.data}
    value.version += 1


def _related(test: Callable[[set[Any], set[Any]], bool]) -> Callable[[SetValue, Any], bool]:
    return lambda value, items: test(set(value.data), set(_keys(value, items)))


def _remove_where(value: SetValue, block: Any) -> int:
    from ems.runtime.members.scripts import predicate

    holds = predicate(block)
    doomed = [item for item in value.items if holds(item)]
    for item in doomed:
        value.remove(item)
    return len(doomed)


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "Add": SetValue.add,
    "Clear": SetValue.clear,
    "Contains": lambda value, item: item in value,
    "CopyTo": lambda value, array, index=0, count=None: array.__setitem__(
        slice(index, index + len(value)), value.items
    ),
    "ExceptWith": _keep(lambda there: not there),
    "GetEnumerator": lambda value: Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(value)),
    "IntersectWith": _keep(lambda there: there),
    "IsProperSubsetOf": _related(lambda mine, theirs: mine < theirs),
    "IsProperSupersetOf": _related(lambda mine, theirs: mine > theirs),
    "IsSubsetOf": _related(lambda mine, theirs: mine <= theirs),
    "IsSupersetOf": _related(lambda mine, theirs: mine >= theirs),
    "Overlaps": _related(lambda mine, theirs: bool(mine & theirs)),
    "Remove": SetValue.remove,
    "RemoveWhere": _remove_where,
    "Reverse": lambda value: list(reversed(value.items)),
    "SetEquals": _related(lambda mine, theirs: mine == theirs),
    "SymmetricExceptWith": _symmetric,
    "TrimExcess": lambda _value: None,
    "UnionWith": _union,
}
_PROPERTIES: Final[dict[str, Any]] = {
    "Comparer": lambda value: value.comparer,
    "Count": len,
    "IsReadOnly": lambda _value: False,
    "Max": lambda value: value.items[-1] if value.data else None,
    "Min": lambda value: value.items[0] if value.data else None,
}
_SORTED: Final = """
    bool Add(T item)
    void Clear()
    bool Contains(T item)
    void CopyTo(T[] array)
    void CopyTo(T[] array, int index)
    void ExceptWith(System.Collections.Generic.IEnumerable[T] other)
    System.Collections.Generic.IEnumerator[T] GetEnumerator()
    void IntersectWith(System.Collections.Generic.IEnumerable[T] other)
    bool IsProperSubsetOf(System.Collections.Generic.IEnumerable[T] other)
    bool IsProperSupersetOf(System.Collections.Generic.IEnumerable[T] other)
    bool IsSubsetOf(System.Collections.Generic.IEnumerable[T] other)
    bool IsSupersetOf(System.Collections.Generic.IEnumerable[T] other)
    bool Overlaps(System.Collections.Generic.IEnumerable[T] other)
    bool Remove(T item)
    int RemoveWhere(System.Predicate[T] match)
    System.Collections.Generic.IEnumerable[T] Reverse()
    bool SetEquals(System.Collections.Generic.IEnumerable[T] other)
    void SymmetricExceptWith(System.Collections.Generic.IEnumerable[T] other)
    void UnionWith(System.Collections.Generic.IEnumerable[T] other)
    int Count {get;}
    T Max {get;}
    T Min {get;}
    System.Collections.Generic.SortedSet[T] new()
    System.Collections.Generic.SortedSet[T] new(System.Collections.Generic.IComparer[T] comparer)
    System.Collections.Generic.SortedSet[T] new(System.Collections.Generic.IEnumerable[T] collection)
"""

TYPES: Final = {
    "System.Collections.Generic.HashSet`1": Implementation(_METHODS, _PROPERTIES, {"new": _new}),
    "System.Collections.Generic.SortedSet`1": Implementation(_METHODS, _PROPERTIES, {"new": _new}, declared=_SORTED),
}
