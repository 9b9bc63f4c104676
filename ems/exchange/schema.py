"""What Exchange's objects look like: the properties of each class in Exchange's own order, their kinds and their
defaults.

The lists are `data/schema.json`, taken from exports of a real server; the directory stores only what differs or
matters. A default can hold `{server}`, `{fqdn}`, `{domain}`, `{organization}`, `{name}` and `{dc}`, filled in when an
object is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from ems.exchange.kinds import Kind, kind_of

_DATA: Final = Path(__file__).parent / "data"


class Property:
    """One property of a class. `since` is the first product year that has it."""

    __slots__ = ("default", "folded", "kind_name", "name", "since")

    def __init__(self, name: str, kind_name: str, default: Any, since: int) -> None:
        self.name = name
        self.folded = name.lower()
        self.kind_name = kind_name
        self.default = default
        self.since = since

    @property
    def kind(self) -> Kind:
        return kind_of(self.kind_name)


class Schema:
    """A class of objects: its .NET type, its class in the directory, its properties."""

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        self.name = name
        self.type_name: str = data["type"]
        self.directory_class: str = data["directoryClass"]
        self.category: str = data["category"]
        self.object_class: list[str] = data["objectClass"]
        since = data["since"]
        self.properties: Final = tuple(
            Property(row[0], row[1], row[2] if len(row) > 2 else None, since.get(row[0], 0))
            for row in data["properties"]
        )
        self.by_name: Final = MappingProxyType({each.folded: each for each in self.properties})

    def property(self, name: str) -> Property | None:
        """A property by its name in any case."""
        return self.by_name.get(name.lower())


@cache
def _schemas() -> Mapping[str, Any]:
    return MappingProxyType(json.loads((_DATA / "schema.json").read_text(encoding="utf-8")))


@cache
def schema_of(name: str) -> Schema:
    """The schema of a class of objects: ``ReceiveConnector``."""
    return Schema(name, _schemas()[name])


@cache
def schema_of_type(type_name: str) -> Schema | None:
    """The schema behind a .NET type name."""
    for name, data in _schemas().items():
        if data["type"] == type_name:
            return schema_of(name)
    return None


@cache
def schema_of_class(directory_class: str) -> Schema | None:
    """The first schema of a class of the directory."""
    for name, data in _schemas().items():
        if data["directoryClass"] == directory_class:
            return schema_of(name)
    return None
