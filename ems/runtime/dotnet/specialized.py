"""NameValueCollection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ems.runtime.collection import Enumerable
from ems.runtime.dotnet.support import strings
from ems.runtime.members.model import Implementation


class NameValueCollection(Enumerable):
    """Names with one or more texts each; it is enumerated by name."""

    __slots__ = ("entries",)
    type_name = "System.Collections.Specialized.NameValueCollection"

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str | None, list[str]]] = {}

    def __iter__(self) -> Iterator[Any]:
        return iter([name for name, _ in self.entries.values()])

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, name: str | None, value: str) -> None:
        self.entries.setdefault((name or "").lower(), (name, []))[1].append(value)

    def get(self, name: str | None) -> str | None:
        found = self.entries.get((name or "").lower())
        return None if found is None else ",".join(found[1])

    def set(self, name: str | None, value: str) -> None:
        self.entries[(name or "").lower()] = (name, [value])


def _at(values: NameValueCollection, index: int) -> tuple[str | None, list[str]]:
    return list(values.entries.values())[index]


def _item(values: NameValueCollection, key: Any) -> str | None:
    return ",".join(_at(values, key)[1]) if isinstance(key, int) else values.get(key)


TYPES: Final = {
    "System.Collections.Specialized.NameValueCollection": Implementation(
        methods={
            "Add": NameValueCollection.add,
            "Clear": lambda values: values.entries.clear(),
            "Get": _item,
            "GetKey": lambda values, index: _at(values, index)[0],
            "GetValues": lambda values, name: strings(values.entries.get((name or "").lower(), (name, []))[1]),
            "HasKeys": lambda values: bool(values.entries),
            "Item": _item,
            "Remove": lambda values, name: values.entries.pop((name or "").lower(), None),
            "Set": NameValueCollection.set,
            "set_Item": NameValueCollection.set,
        },
        properties={
            "AllKeys": lambda values: strings(list(values)),
            "Count": len,
            "Keys": lambda values: strings(list(values)),
        },
        static={"new": lambda _type: NameValueCollection()},
        declared="""
            void Add(string name, string value)
            void Clear()
            string Get(string name)
            string Get(int index)
            string GetKey(int index)
            string[] GetValues(string name)
            bool HasKeys()
            string Item(string name) {get;set;}
            void Remove(string name)
            void Set(string name, string value)
            string[] AllKeys {get;}
            int Count {get;}
            System.Object Keys {get;}
            System.Collections.Specialized.NameValueCollection new()
        """,
    ),
}
