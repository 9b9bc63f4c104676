"""One entry of the directory: immutable, so that whoever holds one can never change the organization by accident."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from . import names
from .access import Ace


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class Attributes(Mapping[str, Any]):
    """Attributes under Exchange's property names, found without regard to case; multi-valued ones are tuples."""

    __slots__ = ("_by_folded_name", "_values")

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: Final = {name: _frozen(value) for name, value in (values or {}).items()}
        self._by_folded_name: dict[str, str] | None = None

    def __getitem__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            return self._values[self.spelling(name)]

    def spelling(self, name: str) -> str:
        """The name as stored; KeyError where there is none."""
        if self._by_folded_name is None:
            self._by_folded_name = {known.casefold(): known for known in self._values}
        return self._by_folded_name[name.casefold()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Attributes({self._values!r})"

    def changed(self, changes: Mapping[str, Any]) -> Attributes:
        """A copy with some values replaced or added, spelling and order of the known names kept."""
        values = dict(self._values)
        for name, value in changes.items():
            known = name
            if name not in values:
                try:
                    known = self.spelling(name)
                except KeyError:
                    known = name
            values[known] = value
        return Attributes(values)


class Entry:
    """An object of the directory: what it is called, what it says, who may do what with it."""

    __slots__ = ("acl", "attributes", "dn", "guid", "name", "object_class", "when_changed", "when_created")

    def __init__(
        self,
        guid: str,
        dn: str,
        object_class: str,
        name: str,
        attributes: Mapping[str, Any] | None = None,
        acl: Iterable[Ace] = (),
        when_created: str = "",
        when_changed: str = "",
    ) -> None:
        set_ = object.__setattr__
        set_(self, "guid", guid)
        set_(self, "dn", dn)
        set_(self, "object_class", object_class)
        set_(self, "name", name)
        set_(self, "attributes", attributes if isinstance(attributes, Attributes) else Attributes(attributes))
        set_(self, "acl", tuple(acl))
        set_(self, "when_created", when_created)
        set_(self, "when_changed", when_changed or when_created)

    guid: str
    dn: str
    object_class: str
    name: str
    attributes: Attributes
    acl: tuple[Ace, ...]
    when_created: str
    when_changed: str

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("an entry of the directory is immutable")

    def __repr__(self) -> str:
        return f"Entry({self.object_class}, {self.dn!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entry) and self.to_json() == other.to_json()

    def __hash__(self) -> int:
        return hash(self.guid)

    @property
    def parent_dn(self) -> str:
        return names.parent(self.dn)

    def get(self, attribute: str, default: Any = None) -> Any:
        """The value of an attribute, by its name in any case; ``Name`` is the entry's own."""
        if attribute.casefold() == "name":
            return self.name
        return self.attributes.get(attribute, default)

    def with_attributes(self, changes: Mapping[str, Any], when: str) -> Entry:
        return self._copy(attributes=self.attributes.changed(changes), when_changed=when)

    def with_acl(self, acl: Iterable[Ace], when: str) -> Entry:
        return self._copy(acl=tuple(acl), when_changed=when)

    def renamed(self, name: str, dn: str, when: str) -> Entry:
        return self._copy(name=name, dn=dn, when_changed=when)

    def _copy(self, **changes: Any) -> Entry:
        values: dict[str, Any] = {field: getattr(self, field) for field in self.__slots__}
        values.update(changes)
        return Entry(**values)

    def to_json(self) -> dict[str, Any]:
        return {
            "guid": self.guid,
            "dn": self.dn,
            "class": self.object_class,
            "name": self.name,
            "attributes": dict(self.attributes),
            "acl": [ace.to_json() for ace in self.acl],
            "created": self.when_created,
            "changed": self.when_changed,
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Entry:
        return Entry(
            guid=text_in(data, "guid"),
            dn=text_in(data, "dn"),
            object_class=text_in(data, "class"),
            name=text_in(data, "name"),
            attributes=mapping_in(data, "attributes"),
            acl=[Ace.from_json(ace) for ace in data.get("acl", ())],
            when_created=text_in(data, "created", ""),
            when_changed=text_in(data, "changed", ""),
        )


def text_in(data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """A text of a stored document; TypeError where it is something else."""
    value = data[key] if default is None else data.get(key, default)
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value


def mapping_in(data: Mapping[str, Any], key: str, default: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    """Named values of a stored document; TypeError where they are something else."""
    value = data[key] if default is None else data.get(key, default)
    if not isinstance(value, dict):
        raise TypeError(f"{key} has no names")
    return value
