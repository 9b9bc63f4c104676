"""MultiValuedProperty: a list of values of one kind, as Exchange's objects carry it.

It is a copy: `.Add()` and `.Remove()` change the object in the shell, and nothing else until a Set- cmdlet is given the
list. Values go through the kind's own reading, so a text becomes an IPRange where ranges are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ems.exchange import net
from ems.runtime.collection import Enumerable
from ems.runtime.errors import NetError
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_ELEMENTS: Final = {
    "Microsoft.Exchange.Data.ProxyAddressCollection": "Microsoft.Exchange.Data.ProxyAddress",
    "Microsoft.Exchange.Data.NetworkAddressCollection": "System.String",
}


class MultiValuedProperty(Enumerable):
    """Microsoft.Exchange.Data.MultiValuedProperty of some kind of value."""

    __slots__ = ("changed", "items", "net_type", "read")

    def __init__(self, items: Iterable[Any], net_type: Any, read: Callable[[Any], Any]) -> None:
        self.items = list(items)
        self.net_type = net_type
        self.read = read
        self.changed = False

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self.items))

    def __len__(self) -> int:
        return len(self.items)

    def __contains__(self, value: Any) -> bool:
        return self.index(value) >= 0

    def index(self, value: Any) -> int:
        """Where a value stands; -1 where it does not."""
        wanted = self.read(value)
        for position, item in enumerate(self.items):
            if same(item, wanted):
                return position
        return -1

    def add(self, value: Any) -> None:
        item = self.read(value)
        if self.index(item) >= 0:
            text = item.to_text() if isinstance(item, NetObject) else str(item)
            message = f'The property value is invalid. The value can\'t be added because "{text}" is already there.'
            raise NetError("System.InvalidOperationException", message)  # our wording
        self.items.append(item)
        self.changed = True

    def remove(self, value: Any) -> bool:
        position = self.index(value)
        if position < 0:
            return False
        del self.items[position]
        self.changed = True
        return True

    def remove_at(self, position: int) -> None:
        del self.items[position]
        self.changed = True

    def clear(self) -> None:
        self.changed = self.changed or bool(self.items)
        self.items.clear()


def same(one: Any, other: Any) -> bool:
    """Whether two values of a list are the same: texts without regard to case, others as their type says."""
    if isinstance(one, NetObject):
        return one.equals(other)
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return bool(one == other)


def _new(net_type: TypeInfo, *arguments: Any) -> MultiValuedProperty:
    """A list of the elements of a collection, or of one value."""
    element = net_type.generic_arguments[0] if net_type.generic_arguments else type_named(_ELEMENTS[net_type.full_name])
    made = MultiValuedProperty((), net_type, lambda value: net.converted(value, element))
    for value in net.elements(arguments[0]) if arguments else ():
        if value not in made:
            made.add(value)
    made.changed = False
    return made


def _at(values: Any, index: int) -> Any:
    if not 0 <= index < len(values.items):
        raise NetError(
            "System.ArgumentOutOfRangeException",
            (
                "Index was out of range. Must be non-negative and less than the size of the "
                "collection.\r\nParameter name: index"
            ),
        )
    return values.items[index]


def _put(values: Any, index: int, value: Any) -> None:
    _at(values, index)
    values.items[index] = values.read(value)
    values.changed = True


def _implementation(name: str, element: str) -> Implementation:
    return Implementation(
        static={"new": _new},
        methods={
            "Add": lambda values, value: values.add(value),
            "Remove": lambda values, value: values.remove(value),
            "RemoveAt": lambda values, index: values.remove_at(index),
            "Contains": lambda values, value: value in values,
            "IndexOf": lambda values, value: values.index(value),
            "Clear": lambda values: values.clear(),
            "ToArray": lambda values: list(values.items),
            "Item": _at,
            "get_Item": _at,
            "set_Item": _put,
            "ToString": lambda values: ", ".join(
                item.to_text() if isinstance(item, NetObject) else str(item) for item in values
            ),
        },
        properties={
            "Count": lambda values: len(values),
            "Changed": lambda values: values.changed,
            "IsReadOnly": lambda values: False,
        },
        declared="\n".join(
            [
                "int Count {get;}",
                "bool Changed {get;}",
                "bool IsReadOnly {get;}",
                "void Add(System.Object item)",
                "bool Remove(System.Object item)",
                "void RemoveAt(int index)",
                "bool Contains(System.Object item)",
                "int IndexOf(System.Object item)",
                "void Clear()",
                f"{element}[] ToArray()",
                f"{element} Item(int index) {{get;set;}}",
                "string ToString()",
                f"{name} new()",
                f"{name} new(System.Object value)",
                f"{name} new(System.Collections.ICollection values)",
            ]
        ),
    )


TYPES: Final = {
    "Microsoft.Exchange.Data.MultiValuedProperty`1": _implementation("Microsoft.Exchange.Data.MultiValuedProperty[T]", "T"),
    **{name: _implementation(name, element) for name, element in _ELEMENTS.items()},
}
