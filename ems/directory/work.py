"""A unit of work: the changes of one pipeline, staged over a snapshot, committed together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from . import names
from .access import Ace
from .changes import Change, CommitRecord
from .entry import Entry
from .errors import ObjectAlreadyExists, ObjectHasChildren, ObjectNotFound
from .snapshot import Snapshot, View
from .table import EntryTable

if TYPE_CHECKING:
    from .organization import Organization

Check = Callable[[View], None]


class Staging(View):
    """A snapshot with changes on top. Reads see them."""

    def __init__(self, base: Snapshot, when: str) -> None:
        self.base = base
        self.when = when
        self._staged: dict[str, Entry | None] = {}
        self._overlay = EntryTable()

    @property
    def staged(self) -> Mapping[str, Entry | None]:
        """The entries that differ from the snapshot; None where one was removed."""
        return self._staged

    def apply(self, change: Change) -> None:
        """Put one change on top; raises where it does not fit the state it meets."""
        if change.kind == "add" or change.kind == "rename":
            dn = change.dn if change.kind == "add" else change.after["dn"]
            other = self.by_dn(dn)
            if other is not None and other.guid != change.guid:
                raise ObjectAlreadyExists(f"The object '{dn}' exists already.")
        if change.kind == "remove" and self.children(change.dn):
            raise ObjectHasChildren(f"The object '{change.dn}' holds other objects and cannot be removed.")
        entry = change.apply(self.get(change.guid), self.when)
        self._staged[change.guid] = entry
        self._overlay.apply([(change.guid, entry)], self._overlay.version + 1)

    def get(self, guid: str) -> Entry | None:
        return self._staged[guid] if guid in self._staged else self.base.get(guid)

    def by_dn(self, dn: str) -> Entry | None:
        staged = Snapshot(self._overlay).by_dn(dn)
        if staged is not None:
            return staged
        found = self.base.by_dn(dn)
        return None if found is None or found.guid in self._staged else found

    def find(self, object_class: str, **equals: Any) -> list[Entry]:
        found = self.base.find(object_class, **equals)
        return self._overlaid(found, Snapshot(self._overlay).find(object_class, **equals)) if self._staged else found

    def children(self, dn: str) -> list[Entry]:
        found = self.base.children(dn)
        return self._overlaid(found, Snapshot(self._overlay).children(dn)) if self._staged else found

    def entries(self) -> Iterator[Entry]:
        return iter(self._overlaid(self.base.entries(), Snapshot(self._overlay).entries()))

    def _overlaid(self, found: Iterable[Entry], staged: Iterable[Entry]) -> list[Entry]:
        """What the snapshot gives, with staged entries in the places of those they replace, and new ones at the end."""
        replacing = {entry.guid: entry for entry in staged}
        result: list[Entry] = []
        for entry in found:
            if entry.guid not in self._staged:
                result.append(entry)
            elif entry.guid in replacing:
                result.append(replacing.pop(entry.guid))
        return [*result, *replacing.values()]


class UnitOfWork(Staging):
    """Changes that will be committed together, in the name of somebody running some command."""

    def __init__(self, organization: Organization, actor: str, command: str) -> None:
        super().__init__(organization.snapshot(), organization.now())
        self._organization = organization
        self.actor = actor
        self.command = command
        self.parameters: Mapping[str, Any] = {}
        self.changes: list[Change] = []
        self.checks: list[Check] = []

    @property
    def organization(self) -> Organization:
        return self._organization

    def add(
        self,
        object_class: str,
        parent_dn: str,
        name: str,
        attributes: Mapping[str, Any],
        acl: Iterable[Ace] = (),
        *,
        guid: str | None = None,
    ) -> Entry:
        """Stage a new entry under a container and give it back."""
        dn = names.child(name, parent_dn)
        identity = guid or self._organization.new_guid()
        entry = Entry(identity, dn, object_class, name, attributes, acl, self.when)
        self._stage(Change("add", identity, object_class, dn, entry=entry))
        return entry

    def modify(self, guid: str, attributes: Mapping[str, Any]) -> Entry:
        """Stage new values of attributes. Values that are not different change nothing."""
        current = self._existing(guid)
        after = {name: value for name, value in attributes.items() if _differs(current.attributes.get(name), value)}
        if not after:
            return current
        before = {name: current.attributes.get(name) for name in after}
        self._stage(Change("modify", guid, current.object_class, current.dn, before=before, after=after))
        return self._existing(guid)

    def set_acl(self, guid: str, acl: Iterable[Ace]) -> Entry:
        """Stage a new list of explicit entries; what is kept and what goes is decided entry by entry."""
        current = self._existing(guid)
        wanted = list(acl)
        old_keys = {ace.key() for ace in current.acl}
        new_keys = {ace.key() for ace in wanted}
        added = tuple(ace for ace in wanted if ace.key() not in old_keys)
        removed = tuple(ace for ace in current.acl if ace.key() not in new_keys)
        if not added and not removed:
            return current
        self._stage(Change("acl", guid, current.object_class, current.dn, added=added, removed=removed))
        return self._existing(guid)

    def rename(self, guid: str, name: str) -> Entry:
        """Stage a new name; what lies below the entry moves with it."""
        current = self._existing(guid)
        if current.name == name:
            return current
        self._move(current, name, names.child(name, current.parent_dn))
        return self._existing(guid)

    def _move(self, entry: Entry, name: str, dn: str) -> None:
        below = self.children(entry.dn)
        before, after = {"name": entry.name, "dn": entry.dn}, {"name": name, "dn": dn}
        self._stage(Change("rename", entry.guid, entry.object_class, entry.dn, before=before, after=after))
        for each in below:
            self._move(each, each.name, f"{names.split(each.dn)[0]},{dn}")

    def remove(self, guid: str) -> None:
        """Stage the removal of an entry that nothing lies under."""
        current = self._existing(guid)
        self._stage(Change("remove", guid, current.object_class, current.dn, entry=current))

    def require(self, check: Check) -> None:
        """A check that must hold for the state before this and, once more, for the one it is committed on.

        It is called with the view that has all changes applied and raises where the rule is broken: so two processes
        cannot, each rightly in its own eyes, make two things together that may not stand side by side.
        """
        check(self)
        self.checks.append(check)

    def commit(self) -> CommitRecord | None:
        """Make the changes part of the organization; None where there were none. On an error nothing has changed."""
        if not self.changes:
            return None
        record = self._organization.commit(self)
        self.discard()
        return record

    def discard(self) -> None:
        """Forget the changes; the unit of work starts again on the newest state."""
        self._staged.clear()
        self._overlay = EntryTable()
        self.changes.clear()
        self.checks.clear()
        self.base = self._organization.snapshot()
        self.when = self._organization.now()

    def return_to(self, changes: int, checks: int) -> None:
        """Forget all but the first changes and checks."""
        kept = self.changes[:changes]
        self._staged.clear()
        self._overlay = EntryTable()
        self.changes.clear()
        del self.checks[checks:]
        for change in kept:
            self._stage(change)

    def rebased(self, newest: Snapshot, when: str) -> Staging:
        """The same changes on another state, or the error that says why they do not fit there."""
        state = Staging(newest, when)
        for change in self.changes:
            state.apply(change)
        for check in self.checks:
            check(state)
        return state

    def _stage(self, change: Change) -> None:
        self.apply(change)
        self.changes.append(change)

    def _existing(self, guid: str) -> Entry:
        entry = self.get(guid)
        if entry is None:
            raise ObjectNotFound(f"There is no object with the GUID {guid}.")
        return entry


def _differs(old: Any, new: Any) -> bool:
    was, is_ = (list(value) if isinstance(value, tuple) else value for value in (old, new))
    return type(was) is not type(is_) or was != is_
