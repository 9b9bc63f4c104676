"""LinkedList and its nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ems.runtime.collection import Enumerable, collection_modified
from ems.runtime.dotnet.enumerators import Enumerator
from ems.runtime.dotnet.lists import elements, same
from ems.runtime.dotnet.support import argument_null, attr, both, invalid_operation
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject


class Node(NetObject):
    """LinkedListNode: a value between two others. Without a list it stands alone."""

    __slots__ = ("list", "net_type", "next", "previous", "value")

    def __init__(self, net_type: TypeInfo, value: Any) -> None:
        self.net_type = net_type
        self.value = value
        self.list: LinkedList | None = None
        self.next: Node | None = None
        self.previous: Node | None = None


class LinkedList(Enumerable):
    """A list of nodes that know their neighbours."""

    __slots__ = ("count", "first", "last", "net_type", "version")

    def __init__(self, net_type: TypeInfo, items: Any = None) -> None:
        self.net_type = net_type
        self.first: Node | None = None
        self.last: Node | None = None
        self.count = self.version = 0
        if items is not None:
            for item in elements(items):
                self.put(item, self.last, None)

    def __iter__(self) -> Iterator[Any]:
        version, node = self.version, self.first
        while node is not None:
            if self.version != version:
                raise collection_modified()
            yield node.value
            node = node.next

    def __len__(self) -> int:
        return self.count

    def nodes(self) -> Iterator[Node]:
        node = self.first
        while node is not None:
            yield node
            node = node.next

    def own(self, node: Node | None, parameter: str = "node") -> Node:
        if node is None:
            raise argument_null(parameter)
        if node.list is not self:
            raise invalid_operation("The LinkedList node does not belong to current LinkedList.")
        return node

    def put(self, item: Any, before: Node | None, after: Node | None) -> Node:
        """Puts a value, or a node that stands alone, between two neighbours."""
        if isinstance(item, Node):
            node = item
            if node.list is not None:
                raise invalid_operation("The LinkedList node already belongs to a LinkedList.")
        else:
            definition = type_named("System.Collections.Generic.LinkedListNode`1")
            node = Node(definition.close(self.net_type.generic_arguments), item)
        node.list, node.previous, node.next = self, before, after
        if before is None:
            self.first = node
        else:
            before.next = node
        if after is None:
            self.last = node
        else:
            after.previous = node
        self.count += 1
        self.version += 1
        return node

    def drop(self, node: Node) -> None:
        if node.previous is None:
            self.first = node.next
        else:
            node.previous.next = node.next
        if node.next is None:
            self.last = node.previous
        else:
            node.next.previous = node.previous
        node.list = node.previous = node.next = None
        self.count -= 1
        self.version += 1

    def find(self, item: Any, backwards: bool = False) -> Node | None:
        found = [node for node in self.nodes() if same(node.value, item)]
        return found[-1 if backwards else 0] if found else None

    def remove(self, item: Any) -> bool | None:
        if isinstance(item, Node):
            self.drop(self.own(item))
            return None
        node = self.find(item)
        if node is not None:
            self.drop(node)
        return node is not None

    def remove_end(self, node: Node | None) -> None:
        if node is None:
            raise invalid_operation("The LinkedList is empty.")
        self.drop(node)

    def clear(self) -> None:
        for node in list(self.nodes()):
            self.drop(node)


def _after(chain: LinkedList, node: Node | None, item: Any) -> Node:
    place = chain.own(node)
    return chain.put(item, place, place.next)


def _before(chain: LinkedList, node: Node | None, item: Any) -> Node:
    place = chain.own(node)
    return chain.put(item, place.previous, place)


def _ends(name: str) -> str:
    node = "System.Collections.Generic.LinkedListNode[T]"
    return f"{node} {name}(T value)\nvoid {name}({node} node)"


def _beside(name: str) -> str:
    node = "System.Collections.Generic.LinkedListNode[T]"
    return f"{node} {name}({node} node, T value)\nvoid {name}({node} node, {node} newNode)"


TYPES: Final = {
    "System.Collections.Generic.LinkedList`1": Implementation(
        methods={
            "AddAfter": _after,
            "AddBefore": _before,
            "AddFirst": lambda chain, item: chain.put(item, None, chain.first),
            "AddLast": lambda chain, item: chain.put(item, chain.last, None),
            "Clear": LinkedList.clear,
            "Contains": lambda chain, item: chain.find(item) is not None,
            "Find": LinkedList.find,
            "FindLast": lambda chain, item: chain.find(item, True),
            "GetEnumerator": lambda chain: Enumerator(
                "System.Collections.Generic.LinkedList`1+Enumerator", lambda: iter(chain)
            ),
            "Remove": LinkedList.remove,
            "RemoveFirst": lambda chain: chain.remove_end(chain.first),
            "RemoveLast": lambda chain: chain.remove_end(chain.last),
        },
        properties={"Count": len, "First": attr("first"), "Last": attr("last")},
        static={"new": LinkedList},
        declared=f"""
            {_beside("AddAfter")}
            {_beside("AddBefore")}
            {_ends("AddFirst")}
            {_ends("AddLast")}
            void Clear()
            bool Contains(T value)
            System.Collections.Generic.LinkedListNode[T] Find(T value)
            System.Collections.Generic.LinkedListNode[T] FindLast(T value)
            System.Collections.IEnumerator GetEnumerator()
            bool Remove(T value)
            void Remove(System.Collections.Generic.LinkedListNode[T] node)
            void RemoveFirst()
            void RemoveLast()
            int Count {{get;}}
            System.Collections.Generic.LinkedListNode[T] First {{get;}}
            System.Collections.Generic.LinkedListNode[T] Last {{get;}}
            System.Collections.Generic.LinkedList[T] new()
            System.Collections.Generic.LinkedList[T] new(System.Collections.Generic.IEnumerable[T] collection)
        """,
    ),
    "System.Collections.Generic.LinkedListNode`1": Implementation(
        properties={
            "List": attr("list"),
            "Next": attr("next"),
            "Previous": attr("previous"),
            "Value": both("value"),
        },
        static={"new": Node},
        declared="""
            System.Collections.Generic.LinkedList[T] List {get;}
            System.Collections.Generic.LinkedListNode[T] Next {get;}
            System.Collections.Generic.LinkedListNode[T] Previous {get;}
            T Value {get;set;}
            System.Collections.Generic.LinkedListNode[T] new(T value)
        """,
    ),
}
