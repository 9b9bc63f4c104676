"""The order of the members of a .NET type: that of its declaration (data/property_order.txt), else the alphabet."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ems.runtime.members.model import Member
    from ems.runtime.types import TypeInfo


@cache
def _orders() -> MappingProxyType[str, tuple[str, ...]]:
    text = (Path(__file__).parent.parent / "data" / "property_order.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return MappingProxyType({name: tuple(map(str.lower, names)) for name, *names in rows})


def in_declared_order(type_info: TypeInfo, members: list[Member]) -> list[Member]:
    """The members of a type as .NET enumerates them; what is not listed keeps its place behind."""
    orders = _orders()
    for each in type_info.bases():
        names = orders.get((each.generic_definition or each).full_name)
        if names is not None:
            by_name = {member.name.lower(): member for member in members}
            first = [by_name[name] for name in names if name in by_name]
            chosen = set(map(id, first))
            return first + [member for member in members if id(member) not in chosen]
    return members
