"""What all collections other than arrays have in common.

`Enumerable` is the mark of an object whose elements a pipeline or `foreach` takes one by one: whoever enumerates a
value asks for `list` and then for this class. Dictionaries are objects of their own to a pipeline, so they are
`Dictionary`, not `Enumerable`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.values import NetObject


class Enumerable(NetObject):
    """An object with elements. Subclasses give `__iter__`, and `__len__` where the number is known without
    enumerating."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        raise NotImplementedError


class Dictionary(NetObject):
    """An object that maps keys to values (IDictionary); `None` is never a key."""

    __slots__ = ()

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key."""
        raise NotImplementedError

    def set(self, key: Any, value: Any) -> None:
        """Gives a key a value, new or not."""
        raise NotImplementedError

    def add(self, key: Any, value: Any) -> None:
        """Adds a new key; an error where it is there."""
        raise NotImplementedError

    def remove(self, key: Any) -> bool:
        """Takes a key away, if it is there."""
        raise NotImplementedError

    def clear(self) -> None:
        """Takes all keys away."""
        raise NotImplementedError

    def __contains__(self, key: Any) -> bool:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def items(self) -> Iterator[tuple[Any, Any]]:
        """Keys and values in their order."""
        raise NotImplementedError

    def keys(self) -> list[Any]:
        """The keys in their order."""
        return [key for key, _ in self.items()]

    def values(self) -> list[Any]:
        """The values in the order of their keys."""
        return [value for _, value in self.items()]


class DictionaryEntry(NetObject):
    """System.Collections.DictionaryEntry."""

    __slots__ = ("key", "value")
    type_name = "System.Collections.DictionaryEntry"

    def __init__(self, key: Any, value: Any) -> None:
        self.key = key
        self.value = value

    def to_text(self) -> str:
        from ems.runtime.convert.text import net_text

        return f"[{net_text(self.key)}, {net_text(self.value)}]"


def collection_modified() -> Terminating:
    """What an enumerator throws after the collection was changed; nothing wraps it on its way up."""
    return runtime_error(
        "System.InvalidOperationException",
        "Collection was modified; enumeration operation may not execute.",
        "OperationStopped",
        exception="System.InvalidOperationException",
    )
