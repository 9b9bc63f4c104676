"""Queues and stacks, with and without element type."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from ems.runtime.collection import Enumerable, collection_modified
from ems.runtime.dotnet.enumerators import Enumerator
from ems.runtime.dotnet.lists import elements, same
from ems.runtime.dotnet.support import invalid_operation
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, array_of, type_named


class Line(Enumerable):
    """A queue or a stack; what comes out next is at the front of `items`."""

    __slots__ = ("items", "net_type", "version")

    def __init__(self, net_type: TypeInfo, *arguments: Any) -> None:
        self.net_type = net_type
        self.items: list[Any] = []
        self.version = 0
        if arguments and not isinstance(arguments[0], (int, float)):
            self.items = list(elements(arguments[0]))
            if self.is_stack:
                self.items.reverse()

    @property
    def is_stack(self) -> bool:
        return self.net_type.name.startswith("Stack")

    def __iter__(self) -> Iterator[Any]:
        version = self.version
        for item in list(self.items):
            if self.version != version:
                raise collection_modified()
            yield item

    def __len__(self) -> int:
        return len(self.items)

    def put(self, item: Any) -> None:
        self.version += 1
        if self.is_stack:
            self.items.insert(0, item)
        else:
            self.items.append(item)

    def take(self) -> Any:
        front = self.peek()
        self.version += 1
        del self.items[0]
        return front

    def peek(self) -> Any:
        if not self.items:
            raise invalid_operation("Stack empty." if self.is_stack else "Queue empty.")
        return self.items[0]

    def clear(self) -> None:
        self.version += 1
        self.items.clear()

    def copy(self) -> Line:
        made = Line(self.net_type)
        made.items = list(self.items)
        return made


def _to_array(line: Line) -> list[Any]:
    arguments = line.net_type.generic_arguments
    return array_of(line.items, arguments[0] if arguments else type_named("System.Object"))


_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "Clear": Line.clear,
    "Clone": Line.copy,
    "Contains": lambda line, item: any(same(each, item) for each in line.items),
    "CopyTo": lambda line, array, index: array.__setitem__(slice(index, index + len(line)), line.items),
    "Dequeue": Line.take,
    "Enqueue": Line.put,
    "GetEnumerator": lambda line: Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(line)),
    "Peek": Line.peek,
    "Pop": Line.take,
    "Push": Line.put,
    "ToArray": _to_array,
    "TrimExcess": lambda _line: None,
    "TrimToSize": lambda _line: None,
}
_PROPERTIES: Final[dict[str, Any]] = {
    "Count": len,
    "IsSynchronized": lambda _line: False,
    "SyncRoot": lambda line: line,
}
_SHARED: Final = """
    void Clear()
    bool Contains(T item)
    void CopyTo(T[] array, int arrayIndex)
    System.Collections.Generic.IEnumerator[T] GetEnumerator()
    T Peek()
    T[] ToArray()
    void TrimExcess()
    int Count {get;}
"""

TYPES: Final = {
    "System.Collections.Queue": Implementation(_METHODS, _PROPERTIES, {"new": Line, "Synchronized": lambda line: line}),
    "System.Collections.Stack": Implementation(_METHODS, _PROPERTIES, {"new": Line, "Synchronized": lambda line: line}),
    "System.Collections.Generic.Queue`1": Implementation(
        _METHODS, _PROPERTIES, {"new": Line}, declared=_SHARED + """
            T Dequeue()
            void Enqueue(T item)
            System.Collections.Generic.Queue[T] new()
            System.Collections.Generic.Queue[T] new(int capacity)
            System.Collections.Generic.Queue[T] new(System.Collections.Generic.IEnumerable[T] collection)
        """,
    ),
    "System.Collections.Generic.Stack`1": Implementation(
        _METHODS, _PROPERTIES, {"new": Line}, declared=_SHARED + """
            T Pop()
            void Push(T item)
            System.Collections.Generic.Stack[T] new()
            System.Collections.Generic.Stack[T] new(int capacity)
            System.Collections.Generic.Stack[T] new(System.Collections.Generic.IEnumerable[T] collection)
        """,
    ),
}  # fmt: skip
