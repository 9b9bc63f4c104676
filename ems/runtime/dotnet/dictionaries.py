"""Dictionaries: Hashtable, OrderedDictionary, Dictionary<K,V>, their keys and values, and their entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ems.runtime.collection import Dictionary, DictionaryEntry, Enumerable, collection_modified
from ems.runtime.dotnet.enumerators import Enumerator, dictionary_enumerator
from ems.runtime.dotnet.lists import same
from ems.runtime.dotnet.support import NetError, argument, argument_null, both, net_text
from ems.runtime.hashtable import EXACT, Hashtable, KeyComparer, OrderedDictionary, exact_key
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_KEY_NULL: Final = "key"


class View(Enumerable):
    """Keys or Values of a dictionary: always what it holds at the moment."""

    __slots__ = ("items", "net_type")

    def __init__(self, net_type: TypeInfo, items: Callable[[], Iterable[Any]]) -> None:
        self.net_type = net_type
        self.items = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items())

    def __len__(self) -> int:
        return len(list(self.items()))


def _first(table: Dictionary) -> Iterator[Any]:
    return (key for key, _ in table.items())


def _second(table: Dictionary) -> Iterator[Any]:
    return (value for _, value in table.items())


def _view(type_name: str, part: Callable[[Any], Iterable[Any]]) -> Callable[[Any], View]:
    def view(table: Any) -> View:
        net_type = type_named(type_name)
        if table_type := getattr(table, "net_type", None):
            if net_type.is_generic_definition and table_type.generic_arguments:
                net_type = net_type.close(table_type.generic_arguments)
        return View(net_type, lambda: part(table))

    return view


def _get(table: Any, key: Any) -> Any:
    if key is None:
        raise argument_null(_KEY_NULL)
    return table.get(key)


def _contains(table: Any, key: Any) -> bool:
    if key is None:
        raise argument_null(_KEY_NULL)
    return key in table


def _add(table: Any, key: Any, value: Any) -> None:
    if key is None:
        raise argument_null(_KEY_NULL)
    table.add(key, value)


def _remove(table: Any, key: Any) -> bool:
    if key is None:
        raise argument_null(_KEY_NULL)
    return bool(table.remove(key))


def _copy_to(table: Any, array: Any, index: int) -> None:
    entries = [DictionaryEntry(key, value) for key, value in table.items()]
    array[index : index + len(entries)] = entries


def _new_hashtable(net_type: TypeInfo, *arguments: Any) -> Hashtable:
    comparer: KeyComparer = EXACT
    pairs: Iterable[tuple[Any, Any]] = ()
    capacity = 0
    for each in arguments:
        if isinstance(each, Dictionary):
            pairs = each.items()
        elif isinstance(each, int):
            capacity = int(each)
        elif each is not None:
            comparer = key_comparer(each) or comparer
    made = Hashtable(pairs, comparer, capacity)
    if net_type.full_name != "System.Collections.Hashtable":
        made.net_type = net_type
    return made


def key_comparer(comparer: Any) -> KeyComparer | None:
    """How a StringComparer compares keys."""
    if isinstance(comparer, KeyComparer):
        return comparer
    return getattr(comparer, "keys", None)


def _clone(table: Any) -> Any:
    made = table.copy()
    made.type_names = list(table.type_names) if table.type_names is not None else None
    return made


# Ordered


def _ordered_item(table: OrderedDictionary, key: Any) -> Any:
    return table.at(key) if key.__class__ is int else table.get(key)


def _set_ordered_item(table: OrderedDictionary, key: Any, value: Any) -> None:
    if key.__class__ is int:
        table.set_at(key, value)
    else:
        table.set(key, value)


def _new_ordered(_type: TypeInfo, *arguments: Any) -> OrderedDictionary:
    comparer = next((each for each in arguments if each is not None and not isinstance(each, int)), None)
    known = key_comparer(comparer) if comparer is not None else None
    return OrderedDictionary((), known.fold if known is not None else exact_key)


def _read_only(table: OrderedDictionary) -> OrderedDictionary:
    made = OrderedDictionary(table.items(), table.fold)
    made.read_only = True
    return made


# Generic


class GenericDictionary(Dictionary):
    """Dictionary<K,V>: keys in the order in which they were added; a removed key leaves room for the next one."""

    __slots__ = ("comparer", "data", "fold", "net_type", "originals", "version")
    ignores_case = False

    def __init__(
        self, net_type: TypeInfo, pairs: Iterable[tuple[Any, Any]] = (), comparer: KeyComparer = EXACT
    ) -> None:
        self.net_type = net_type
        self.comparer = comparer
        self.fold = comparer.fold
        self.data: dict[Any, Any] = {}
        self.originals: dict[Any, Any] = {}
        self.version = 0
        for key, value in pairs:
            self.set(key, value)

    def get(self, key: Any, default: Any = None) -> Any:
        return self.data.get(self.fold(key), default)

    def set(self, key: Any, value: Any) -> None:
        folded = self.fold(key)
        self.originals.setdefault(folded, key)
        self.data[folded] = value
        self.version += 1

    def add(self, key: Any, value: Any) -> None:
        if key is None:
            raise argument_null(_KEY_NULL)
        if key in self:
            raise argument("An item with the same key has already been added.")
        self.set(key, value)

    def remove(self, key: Any) -> bool:
        folded = self.fold(key)
        if folded not in self.data:
            return False
        del self.data[folded], self.originals[folded]
        self.version += 1
        return True

    def clear(self) -> None:
        self.data.clear()
        self.originals.clear()
        self.version += 1

    def __contains__(self, key: Any) -> bool:
        return self.fold(key) in self.data

    def __len__(self) -> int:
        return len(self.data)

    def items(self) -> Iterator[tuple[Any, Any]]:
        version = self.version
        for folded, key in list(self.originals.items()):
            if self.version != version:
                raise collection_modified()
            yield key, self.data[folded]

    def item(self, key: Any) -> Any:
        """`$d[key]`: an error where the key is missing, which the language reads as `$null`."""
        return self.data.get(self.fold(self.checked(key, None, value=False)[0]))

    def checked(self, key: Any, new: Any, value: bool = True) -> tuple[Any, Any]:
        """Key and value as the types of the dictionary."""
        from ems.runtime.convert import convert

        arguments = self.net_type.generic_arguments
        if len(arguments) != 2:
            return key, new
        return convert(key, arguments[0]), convert(new, arguments[1]) if value else new

    def entries(self) -> Iterator[Any]:
        """Its KeyValuePair values."""
        definition = type_named("System.Collections.Generic.KeyValuePair`2").close(self.net_type.generic_arguments)
        return (KeyValuePair(definition, key, value) for key, value in self.items())

    def copy(self) -> GenericDictionary:
        return GenericDictionary(self.net_type, self.items(), self.comparer)


class KeyValuePair(NetObject):
    """System.Collections.Generic.KeyValuePair<K,V>."""

    __slots__ = ("key", "net_type", "value")

    def __init__(self, net_type: TypeInfo, key: Any, value: Any) -> None:
        self.net_type = net_type
        self.key = key
        self.value = value

    def to_text(self) -> str:
        return f"[{net_text(self.key)}, {net_text(self.value)}]"


def generic_item(table: GenericDictionary, key: Any) -> Any:
    if key is None:
        raise argument_null(_KEY_NULL)
    if key not in table:
        raise NetError(
            "System.Collections.Generic.KeyNotFoundException", "The given key was not present in the dictionary."
        )
    return table.get(key)


def try_get(table: Dictionary, key: Any, box: ByRef) -> bool:
    if key in table:
        box.value = table.get(key)
        return True
    from ems.runtime.members.lookup import default_value

    arguments = getattr(table, "net_type", None)
    box.value = default_value(arguments.generic_arguments[1]) if arguments is not None else None
    return False


def _new_generic(net_type: TypeInfo, *arguments: Any) -> GenericDictionary:
    comparer = EXACT
    pairs: Iterable[tuple[Any, Any]] = ()
    for each in arguments:
        if isinstance(each, Dictionary):
            pairs = each.items()
        elif each is not None and not isinstance(each, int):
            comparer = key_comparer(each) or comparer
    return GenericDictionary(net_type, pairs, comparer)


def generic_enumerator(table: Any) -> Enumerator:
    definition = type_named("System.Collections.Generic.Dictionary`2+Enumerator")
    arguments = table.net_type.generic_arguments
    return Enumerator(definition.close(arguments) if arguments else definition, table.entries)


GENERIC_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "Add": lambda table, *arguments: table.add(
        *(arguments if len(arguments) == 2 else (arguments[0].key, arguments[0].value))
    ),
    "Clear": lambda table: table.clear(),
    "Contains": lambda table, key: (key.key if isinstance(key, KeyValuePair) else key) in table,
    "ContainsKey": _contains,
    "ContainsValue": lambda table, value: any(same(each, value) for each in table.values()),
    "CopyTo": _copy_to,
    "GetEnumerator": generic_enumerator,
    "Item": generic_item,
    "Remove": _remove,
    "set_Item": lambda table, key, value: table.set(key, value),
    "TryGetValue": try_get,
}
_COMMON: Final[dict[str, Any]] = {
    "Count": len,
    "IsFixedSize": lambda _table: False,
    "IsReadOnly": lambda table: getattr(table, "read_only", False),
    "IsSynchronized": lambda _table: False,
    "SyncRoot": lambda table: table,
}
GENERIC_PROPERTIES: Final[dict[str, Any]] = {
    **_COMMON,
    "Comparer": lambda table: table.comparer,
    "Keys": _view("System.Collections.Generic.Dictionary`2+KeyCollection", _first),
    "Values": _view("System.Collections.Generic.Dictionary`2+ValueCollection", _second),
}
_VIEW_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "CopyTo": lambda view, array, index: array.__setitem__(slice(index, index + len(view)), list(view)),
    "GetEnumerator": lambda view: Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(view)),
    "Contains": lambda view, item: any(same(each, item) for each in view),
}
_VIEW_PROPERTIES: Final[dict[str, Any]] = {
    "Count": len,
    "IsSynchronized": lambda _view: False,
    "SyncRoot": lambda view: view,
}
_VIEW_LINES: Final = """
    void CopyTo(array array, int arrayIndex)
    System.Collections.IEnumerator GetEnumerator()
    int Count {get;}
    bool IsSynchronized {get;}
    System.Object SyncRoot {get;}
"""
_VIEW: Final = Implementation(_VIEW_METHODS, _VIEW_PROPERTIES, declared=_VIEW_LINES)
TYPES: Final = {
    "System.Collections.Hashtable": Implementation(
        methods={
            "Add": _add,
            "Clear": lambda table: table.clear(),
            "Clone": _clone,
            "Contains": _contains,
            "ContainsKey": _contains,
            "ContainsValue": lambda table, value: any(same(each, value) for each in table.values()),
            "CopyTo": _copy_to,
            "GetEnumerator": lambda table: dictionary_enumerator(
                "System.Collections.Hashtable+HashtableEnumerator", table.items
            ),
            "Item": _get,
            "Remove": _remove,
            "set_Item": lambda table, key, value: table.set(key, value),
        },
        properties={
            **_COMMON,
            "Keys": _view("System.Collections.Hashtable+KeyCollection", _first),
            "Values": _view("System.Collections.Hashtable+ValueCollection", _second),
        },
        static={"new": _new_hashtable, "Synchronized": lambda table: table},
    ),
    "System.Management.Automation.PSPrimitiveDictionary": Implementation(
        static={"new": lambda _type, *arguments: Hashtable(*(each.items() for each in arguments[:1]))},
        declared="System.Management.Automation.PSPrimitiveDictionary new()",
    ),
    "System.Collections.Specialized.OrderedDictionary": Implementation(
        methods={
            "Add": _add,
            "AsReadOnly": _read_only,
            "Clear": lambda table: table.clear(),
            "Contains": _contains,
            "CopyTo": _copy_to,
            "GetEnumerator": lambda table: dictionary_enumerator(
                "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator", table.items
            ),
            "Insert": lambda table, index, key, value: table.insert(index, key, value),
            "Item": _ordered_item,
            "Remove": lambda table, key: table.remove(key),
            "RemoveAt": lambda table, index: table.remove_at(index),
            "set_Item": _set_ordered_item,
        },
        properties={
            **_COMMON,
            "Keys": _view(
                "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection", _first
            ),
            "Values": _view(
                "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection", _second
            ),
        },
        static={"new": _new_ordered},
    ),
    "System.Collections.Hashtable+KeyCollection": _VIEW,
    "System.Collections.Hashtable+ValueCollection": _VIEW,
    "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection": _VIEW,
    "System.Collections.Generic.Dictionary`2+KeyCollection": _VIEW,
    "System.Collections.Generic.Dictionary`2+ValueCollection": _VIEW,
    "System.Collections.DictionaryEntry": Implementation(
        properties={"Key": both("key"), "Value": both("value")},
        static={"new": lambda _type, key=None, value=None: DictionaryEntry(key, value)},
    ),
    "System.Collections.Generic.Dictionary`2": Implementation(
        GENERIC_METHODS, GENERIC_PROPERTIES, {"new": _new_generic}
    ),
    "System.Collections.Generic.KeyValuePair`2": Implementation(
        properties={"Key": both("key"), "Value": both("value")},
        static={"new": lambda net_type, key, value: KeyValuePair(net_type, key, value)},
    ),
}
