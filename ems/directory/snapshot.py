"""Looking at the directory: the questions every reader asks, and the immutable snapshot that answers them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from . import access, names
from .access import Ace
from .entry import Entry
from .table import EntryTable, value_key


class View(ABC):
    """A state of the directory that can be read: a snapshot, or a unit of work with its staged changes."""

    @abstractmethod
    def get(self, guid: str) -> Entry | None:
        """The entry with this GUID."""

    @abstractmethod
    def by_dn(self, dn: str) -> Entry | None:
        """The entry with this distinguished name, in any case."""

    @abstractmethod
    def find(self, object_class: str, **equals: Any) -> list[Entry]:
        """The entries of a class in the order of their creation; text is compared without regard to case.

        Names of attributes are given as keywords (``Name`` is the entry's own); a multi-valued attribute equals a list.
        """

    @abstractmethod
    def children(self, dn: str) -> list[Entry]:
        """The entries directly below a distinguished name."""

    @abstractmethod
    def entries(self) -> Iterator[Entry]:
        """All entries."""

    def first(self, object_class: str, **equals: Any) -> Entry | None:
        """The first entry that ``find`` would give."""
        found = self.find(object_class, **equals)
        return found[0] if found else None

    def ancestors(self, entry: Entry) -> list[Entry]:
        """The containers above an entry that exist as entries, the nearest first."""
        above: list[Entry] = []
        dn = entry.parent_dn
        while dn:
            container = self.by_dn(dn)
            if container is not None:
                above.append(container)
            dn = names.parent(dn)
        return above

    def effective_acl(self, entry: Entry) -> tuple[Ace, ...]:
        """Explicit entries, then inherited ones (marked so), nearer containers first, denials first at each level."""
        return (*access.denials_first(entry.acl), *self.inherited_acl(entry))

    def inherited_acl(self, entry: Entry) -> tuple[Ace, ...]:
        """What an entry inherits."""
        return access.inherited((above.acl for above in self.ancestors(entry)), entry.object_class)


def matches(entry: Entry, object_class: str, equals: dict[str, Any]) -> bool:
    """Whether an entry is one of those that ``find`` asks for."""
    if entry.object_class.casefold() != object_class.casefold():
        return False
    return all(value_key(entry.get(name)) == value_key(value) for name, value in equals.items())


class Snapshot(View):
    """The organization as it was at one version; it never changes, whatever anybody commits."""

    def __init__(self, table: EntryTable) -> None:
        self.version = table.version
        self._table = table
        self._inherited: dict[tuple[str, str], tuple[Ace, ...]] = {}
        table.watched_by(self)

    def inherited_acl(self, entry: Entry) -> tuple[Ace, ...]:
        """Objects of one class in one container inherit the same."""
        key = (entry.parent_dn, entry.object_class)
        known = self._inherited.get(key)
        if known is None:
            known = self._inherited[key] = super().inherited_acl(entry)
        return known

    def get(self, guid: str) -> Entry | None:
        return self._table.at(self.version, guid)

    def by_dn(self, dn: str) -> Entry | None:
        folded = names.fold(dn)
        for entry in self._seen(self._table.of_dn(dn)):
            if names.fold(entry.dn) == folded:
                return entry
        return None

    def find(self, object_class: str, **equals: Any) -> list[Entry]:
        if equals:
            attribute, value = next(iter(equals.items()))
            candidates = self._table.of_value(object_class, attribute, value)
        else:
            candidates = self._table.of_class(object_class)
        return [entry for entry in self._seen(candidates) if matches(entry, object_class, equals)]

    def children(self, dn: str) -> list[Entry]:
        folded = names.fold(dn)
        return [entry for entry in self._seen(self._table.of_parent(dn)) if names.fold(entry.parent_dn) == folded]

    def entries(self) -> Iterator[Entry]:
        return self._seen(self._table.guids())

    def _seen(self, guids: tuple[str, ...]) -> Iterator[Entry]:
        for guid in guids:
            entry = self._table.at(self.version, guid)
            if entry is not None:
                yield entry
