"""IEnumerator: a place in a collection that moves forward. A pipeline and `foreach` take the rest of its elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ems.runtime.collection import DictionaryEntry, Enumerable
from ems.runtime.dotnet.support import invalid_operation
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named

_END: Final = object()


class Enumerator(Enumerable):
    """An enumerator over what `start` yields."""

    __slots__ = ("current", "net_type", "started", "start", "_rest")

    def __init__(self, net_type: TypeInfo | str, start: Callable[[], Iterator[Any]]) -> None:
        self.net_type = type_named(net_type) if isinstance(net_type, str) else net_type
        self.start = start
        self.reset()

    def reset(self) -> None:
        self._rest = self.start()
        self.current: Any = _END
        self.started = False

    def move_next(self) -> bool:
        self.started = True
        self.current = next(self._rest, _END)
        return self.current is not _END

    def value(self) -> Any:
        if self.current is _END:
            raise invalid_operation(
                "Enumeration already finished." if self.started else "Enumeration has not started. Call MoveNext."
            )
        return self.current

    def __iter__(self) -> Iterator[Any]:
        while self.move_next():
            yield self.current


def dictionary_enumerator(net_type: TypeInfo | str, items: Callable[[], Iterator[tuple[Any, Any]]]) -> Enumerator:
    """An enumerator of DictionaryEntry values."""
    return Enumerator(net_type, lambda: (DictionaryEntry(key, value) for key, value in items()))


def _part(name: str) -> Callable[[Enumerator], Any]:
    return lambda enumerator: getattr(enumerator.value(), name)


_PLAIN = Implementation(
    methods={"MoveNext": Enumerator.move_next, "Reset": Enumerator.reset, "Dispose": lambda _enumerator: None},
    properties={"Current": Enumerator.value, "Key": _part("key"), "Value": _part("value"), "Entry": Enumerator.value},
    declared="""
        bool MoveNext()
        void Reset()
        System.Object Current {get;}
    """,
)
_DICTIONARY = Implementation(
    methods={"MoveNext": Enumerator.move_next, "Reset": Enumerator.reset},
    properties={"Current": Enumerator.value, "Key": _part("key"), "Value": _part("value"), "Entry": Enumerator.value},
    declared="""
        bool MoveNext()
        void Reset()
        System.Object Current {get;}
        System.Collections.DictionaryEntry Entry {get;}
        System.Object Key {get;}
        System.Object Value {get;}
    """,
)

TYPES: Final = {
    "System.Array+ArrayEnumerator": _PLAIN,
    "System.CharEnumerator": _PLAIN,
    "System.Collections.ArrayListEnumeratorSimple": _PLAIN,
    "System.Collections.Hashtable+HashtableEnumerator": _DICTIONARY,
    "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryEnumerator": _DICTIONARY,
    "System.Collections.Generic.List`1+Enumerator": _PLAIN,
    "System.Collections.Generic.Dictionary`2+Enumerator": _PLAIN,
}
