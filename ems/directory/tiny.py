"""TinyDB over an organization: its queries, and its way of changing documents, on our own table and storage.

The storage keeps nothing itself: it reads the newest snapshot and commits what a table changed, as a unit of work
with its journal line. The table finds documents by their GUID through the directory's index instead of walking
through all of them. For programs that know TinyDB; the database file itself has TinyDB's ordinary layout and opens
with a plain `TinyDB(path)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from .entry import Entry
from .files import ENTRIES_TABLE
from .work import UnitOfWork

if TYPE_CHECKING:
    from .organization import Organization

_COMMAND: Final = "TinyDB"

Tables = dict[str, dict[str, Any]]


class DirectoryStorage(Storage):
    """The tables of an organization. Documents of the table of entries are entries in their stored form."""

    def __init__(self, organization: Organization, actor: str = "") -> None:
        self.organization = organization
        self._actor = actor

    def read(self) -> Tables:
        entries = self.organization.snapshot().entries()
        return {ENTRIES_TABLE: {str(number): entry.to_json() for number, entry in enumerate(entries, 1)}}

    def write(self, data: Tables) -> None:
        """Commit what differs between the tables and the directory."""
        work = self.organization.unit_of_work(self._actor, _COMMAND)
        wanted = {document["guid"]: Entry.from_json(document) for document in data.get(ENTRIES_TABLE, {}).values()}
        known = {entry.guid: entry for entry in work.entries()}
        for guid in reversed([guid for guid in known if guid not in wanted]):
            work.remove(guid)
        for guid, entry in wanted.items():
            if guid not in known:
                add_entry(work, entry)
            elif known[guid] != entry:
                change_entry(work, entry)
        work.commit()


class EntryTable(Table):
    """The table of entries, with the directory's index for what is asked most."""

    def by_guid(self, guid: str) -> Document | None:
        """A document by the GUID of its entry, without looking at any other."""
        storage = self.storage
        assert isinstance(storage, DirectoryStorage)
        entry = storage.organization.snapshot().get(guid)
        return None if entry is None else Document(entry.to_json(), doc_id=0)

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], Any]) -> None:
        """Every change is a commit; queries remembered before it say nothing any more."""
        super()._update_table(updater)
        self.clear_cache()

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        """The newest state; other processes commit, too, so that nothing may be remembered."""
        self.clear_cache()
        return super()._read_table()


class DirectoryDatabase(TinyDB):
    """A TinyDB whose tables are those of an organization."""

    table_class = EntryTable
    default_table_name = ENTRIES_TABLE

    def __init__(self, organization: Organization, actor: str = "") -> None:
        super().__init__(organization, actor, storage=DirectoryStorage)


def add_entry(work: UnitOfWork, entry: Entry) -> None:
    """Stage a whole entry."""
    work.add(entry.object_class, entry.parent_dn, entry.name, entry.attributes, entry.acl, guid=entry.guid)


def change_entry(work: UnitOfWork, entry: Entry) -> None:
    """Stage what an entry has become."""
    work.modify(entry.guid, dict(entry.attributes))
    work.set_acl(entry.guid, entry.acl)
    work.rename(entry.guid, entry.name)
