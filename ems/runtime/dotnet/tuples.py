"""System.Tuple."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import net_text
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named, type_of
from ems.runtime.values import NetObject


class TupleValue(NetObject):
    """A tuple of up to five items."""

    __slots__ = ("items", "net_type")

    def __init__(self, net_type: TypeInfo, *items: Any) -> None:
        self.net_type = net_type
        self.items = items

    def to_text(self) -> str:
        return "(" + ", ".join("" if item is None else net_text(item) for item in self.items) + ")"

    def equals(self, other: Any) -> bool:
        return isinstance(other, TupleValue) and other.items == self.items


def _create(*items: Any) -> TupleValue:
    definition = type_named(f"System.Tuple`{len(items)}")
    return TupleValue(
        definition.close([type_of(item) if item is not None else type_named("System.Object") for item in items]), *items
    )


def _item(at: int) -> Any:
    return lambda value: value.items[at]


def _implementation(count: int) -> Implementation:
    letters = "TUVWXYZ"[:count]
    parameters = ", ".join(f"{letter} item{at + 1}" for at, letter in enumerate(letters))
    lines = [f"{letter} Item{at + 1} {{get;}}" for at, letter in enumerate(letters)]
    return Implementation(
        properties={f"Item{at + 1}": _item(at) for at in range(count)},
        static={"new": TupleValue},
        declared="\n".join([*lines, f"System.Tuple[{','.join(letters)}] new({parameters})"]),
    )


_CREATE: Final = "\n".join(
    f"static System.Object Create({', '.join(f'System.Object item{at + 1}' for at in range(count))})"
    for count in range(1, 6)
)

TYPES: Final = {
    "System.Tuple": Implementation(static={"Create": _create}, declared=_CREATE),
    **{f"System.Tuple`{count}": _implementation(count) for count in range(1, 6)},
}
