"""An organization: a folder with the directory, the mail spool and the logs; or one in memory that is not kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Final

from . import lock, seeds
from .changes import CommitRecord
from .entry import Entry
from .errors import DirectoryError, OrganizationReadOnly
from .files import OrganizationFiles, State
from .snapshot import Snapshot
from .table import EntryTable
from .work import UnitOfWork

Clock = Callable[[], str]
"""The time now, as ISO 8601 text in UTC: ``2019-03-01T08:00:00Z``."""

NewGuid = Callable[[], str]


class Organization:
    """The one door to the directory. Safe to share between threads; several processes may open one folder."""

    def __init__(
        self, folder: Path, files: OrganizationFiles | None, clock: Clock, new_guid: NewGuid, read_only: bool = False
    ) -> None:
        self.folder: Final = folder
        self.read_only = read_only
        self.seed = ""
        self.new_guid: Final = new_guid
        self.now: Final = clock
        self._files = files
        self._table = EntryTable()
        self._current: Snapshot | None = None
        self._guard = RLock()
        self._memory_log: list[CommitRecord] = []

    @staticmethod
    def open(
        path: str | os.PathLike[str],
        seed: str | None = None,
        *,
        clock: Clock,
        new_guid: NewGuid,
        read_only: bool = False,
    ) -> Organization:
        """Open a folder; where there is nothing yet, make an organization from a seed first."""
        folder = Path(path)
        files = OrganizationFiles(folder)
        name = seed or seeds.DEFAULT
        if not files.exists():
            if read_only:
                raise OrganizationReadOnly(f"There is no organization in '{folder}'.")
            entries = seeds.build(name, seeds.first_port(str(folder.absolute())))
            files.create_folder()
            with lock.exclusive(files.lock):
                if not files.exists():
                    files.create(name, entries)
        organization = Organization(folder, files, clock, new_guid, read_only)
        organization._load()
        return organization

    @staticmethod
    def temporary(
        path: str | os.PathLike[str], seed: str | None = None, *, clock: Clock, new_guid: NewGuid
    ) -> Organization:
        """An organization in memory; ``path`` is where its spool and logs may lie as long as it lives."""
        organization = Organization(Path(path), None, clock, new_guid)
        organization.seed = seed or seeds.DEFAULT
        organization._table.load(seeds.build(organization.seed), 0)
        return organization

    @property
    def is_temporary(self) -> bool:
        return self._files is None

    @property
    def spool(self) -> Path:
        return self.folder / "spool"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def snapshot(self) -> Snapshot:
        """The newest state, with what other processes have committed; the same object as long as nothing changes."""
        with self._guard:
            self._catch_up()
            if self._current is None or self._current.version != self._table.version:
                self._current = Snapshot(self._table)
            return self._current

    def unit_of_work(self, actor: str = "", command: str = "") -> UnitOfWork:
        """A place to stage changes in; nothing happens to the organization before its ``commit``."""
        return UnitOfWork(self, actor, command)

    def commit(self, work: UnitOfWork) -> CommitRecord:
        """Append a unit of work. Called by it."""
        if self.read_only:
            raise OrganizationReadOnly(f"The organization in '{self.folder}' is open for reading only.")
        with self._guard, self._locked():
            newest = self.snapshot()
            state = work.rebased(newest, work.when)
            record = CommitRecord(
                newest.version + 1, work.when, work.actor, work.command, tuple(work.changes), dict(work.parameters)
            )
            if self._files is None:
                self._memory_log.append(record)
            else:
                self._files.append(record)
            self._table.apply(state.staged.items(), record.version)
            if self._files is not None and self._files.wants_compaction():
                self._files.compact(State(record.version, self.seed, self._entries()))
        return record

    def commits(self) -> Iterator[CommitRecord]:
        """Everything that was ever committed, oldest first: the admin audit log."""
        return iter(list(self._memory_log)) if self._files is None else self._files.commits()

    def compact(self) -> None:
        """Write the whole state to a new database file and start the journal again."""
        if self._files is None:
            return
        with self._guard, self._locked():
            self._catch_up()
            self._files.compact(State(self._table.version, self.seed, self._entries()))

    def close(self) -> None:
        """Let go of the files. What was committed is on disk already."""
        if self._files is not None:
            self._files.close()

    def _entries(self) -> list[Entry]:
        return list(Snapshot(self._table).entries())

    def _locked(self) -> AbstractContextManager[None]:
        return nullcontext() if self._files is None else lock.exclusive(self._files.lock)

    def _load(self) -> None:
        assert self._files is not None
        state, records = self._files.load()
        self.seed = state.seed
        self._table.load(state.entries, state.version)
        self._replay(records)

    def _catch_up(self) -> None:
        if self._files is None or not self._files.changed():
            return
        records = self._files.read_on(self._table.version)
        if records is None:
            self._load()
        else:
            self._replay(records)

    def _replay(self, records: list[CommitRecord]) -> None:
        for record in records:
            states: dict[str, Entry | None] = {}
            for change in record.changes:
                guid = change.guid
                known = states[guid] if guid in states else self._table.at(self._table.version, guid)
                states[guid] = change.apply(known, record.when)
            self._table.apply(states.items(), record.version)


__all__ = ["Clock", "DirectoryError", "NewGuid", "Organization"]
