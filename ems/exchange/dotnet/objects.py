"""The classes of Exchange's objects, as their schema says: one property after the other, in Exchange's order.

Products before 2019 lack some properties, so each year has a variant of the class; it has the same name for scripts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Final

from ems.runtime.catalog import Declaration
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named

_LIBRARY: Final = "ems.exchange"
_MODULE: Final = "objects"
_YEARS: Final = (2010, 2013, 2016)


class _Types(dict[str, Implementation]):
    """Implementations, made when they are asked for: a session uses a few of them."""

    def get(self, name: str, default: Any = None) -> Any:
        if name not in self:
            full_name, _, year = name.partition("@")
            rows = _rows(full_name, int(year) if year else 9999)
            self[name] = _implementation(rows)
        return self[name]


TYPES: Final = _Types()


@cache
def object_type(full_name: str, year: int) -> TypeInfo:
    """The class of objects of a product."""
    if year not in _YEARS:
        return type_named(full_name)
    made = TypeInfo(full_name, "class", type_named("System.Object"))
    made.declaration = Declaration(f"{full_name}@{year}", "class", (), "", _MODULE, _LIBRARY, made.namespace)
    return made


def _rows(full_name: str, year: int) -> list[tuple[str, str]]:
    from ems.exchange.schema import schema_of_type
    from ems.exchange.unstored import UNSTORED

    schema = schema_of_type(full_name)
    if schema is None:
        return [(name, "System.Object") for name in UNSTORED.get(full_name, ())]
    return [(each.name, _spelled(each.kind.net_type)) for each in schema.properties if each.since <= year]


def _spelled(net_type: TypeInfo) -> str:
    return net_type.ps_name


def _implementation(rows: Iterable[tuple[str, str]]) -> Implementation:
    rows = list(rows)
    return Implementation(
        methods={"ToString": lambda value: value.to_text()},
        properties={name: (_getter(name.lower()), _setter(name.lower())) for name, _ in rows},
        declared="\n".join([*(f"{spelled} {name} {{get;set;}}" for name, spelled in rows), "string ToString()"]),
    )


def _getter(folded: str) -> Callable[[Any], Any]:
    return lambda target: target.get(folded)


def _setter(folded: str) -> Callable[[Any, Any], None]:
    return lambda target, value: target.set(folded, value)
