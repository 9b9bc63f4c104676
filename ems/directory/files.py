"""The files of an organization: the database (TinyDB's ordinary JSON layout), the journal, and the archive of commits.

A commit is one line at the end of the journal, synced before it counts. Now and then the whole state is written to a
new database file that replaces the old one in one step, and the journal starts again; its lines go to the archive,
where the audit log finds them. Every file can be cut off at any byte: a database is replaced whole, a last line without
its end is no line. Versions make repeated lines harmless: whoever reads takes only what follows the version he has.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from .changes import CommitRecord
from .entry import Entry
from .errors import (
    DirectoryError,
    NotAnOrganization,
    OrganizationDamaged,
    OrganizationReadOnly,
    OrganizationTooNew,
    OrganizationUnreachable,
)

FORMAT: Final = 1
DATABASE: Final = "directory.json"
JOURNAL: Final = "journal.jsonl"
ARCHIVE: Final = "commits.jsonl"
LOCK: Final = "directory.lock"
ENTRIES_TABLE: Final = "entries"
STATE_TABLE: Final = "state"
_COMPACT_FROM: Final = 1 << 20
_ATTEMPTS: Final = 20
_HEADER: Final = b'{"after": '
_NEW: Final = ".new"
"""What a file is called until it replaces the old one."""
_OWN_NAMES: Final = frozenset({DATABASE, LOCK, JOURNAL, ARCHIVE, "spool", "logs", "drive"})


class State(NamedTuple):
    """What the database file holds."""

    version: int
    seed: str
    entries: list[Entry]


class Position(NamedTuple):
    """How far the journal was read: which file, and up to where."""

    inode: int
    offset: int


class OrganizationFiles:
    """Reading and writing the files of one folder. It knows nothing of the state, only where it stopped reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / DATABASE
        self.journal = folder / JOURNAL
        self.archive = folder / ARCHIVE
        self.lock = folder / LOCK
        self._position = Position(-1, 0)
        self._descriptor: int | None = None
        self._database_size = 0

    # -- creation -----------------------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the folder is an organization; an error where it is something else."""
        try:
            if self.database.exists():
                return True
            if not self.folder.exists():
                return False
            if not self.folder.is_dir():
                raise NotAnOrganization(f"'{self.folder}' is not a folder.")
            strangers = any(each.name.removesuffix(_NEW) not in _OWN_NAMES for each in self.folder.iterdir())
            committed = any(True for _ in self.commits())
            if self.database.exists():  # another process made it meanwhile
                return True
        except OSError as error:
            raise _unreachable(self.folder, error) from error
        if strangers:
            raise NotAnOrganization(f"The folder '{self.folder}' is not an organization: it holds other files.")
        if committed:
            raise self._damaged(DATABASE)  # somebody committed here, but what it was committed on is gone
        return False

    def create_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OrganizationReadOnly(f"The folder '{self.folder}' cannot be made: {error.strerror}.") from error

    def create(self, seed: str, entries: Iterable[Entry]) -> None:
        """The first database. Called with the lock held."""
        try:
            for name in ("spool", "logs"):
                (self.folder / name).mkdir(exist_ok=True)
            self._start_journal(0)
            self._write_database(State(0, seed, list(entries)))
        except OSError as error:
            raise self._unwritable(error) from error

    # -- reading ------------------------------------------------------------------------------------------------------

    def load(self) -> tuple[State, list[CommitRecord]]:
        """The database and what the journal adds to it. Needs no lock: a file replaced meanwhile is read again."""
        for _ in range(_ATTEMPTS):
            state = self._read_database()
            self._forget_journal()
            records = self._read_on(state.version)
            if records is not None:
                return state, records
        raise self._damaged(JOURNAL)

    def changed(self) -> bool:
        """Whether anybody wrote to the journal since it was read; as cheap as looking up a file."""
        try:
            status = os.stat(self.journal)
        except OSError:
            return True
        return status.st_ino != self._position.inode or status.st_size != self._position.offset

    def read_on(self, version: int) -> list[CommitRecord] | None:
        """The commits after ``version``; None where the journal starts later, so that all has to be loaded again."""
        try:
            inode = os.stat(self.journal).st_ino
        except OSError:
            return None
        if inode != self._position.inode:
            self._forget_journal()
        return self._read_on(version)

    def _read_on(self, version: int) -> list[CommitRecord] | None:
        try:
            if self._descriptor is None:
                self._descriptor = os.open(self.journal, os.O_RDONLY | getattr(os, "O_BINARY", 0))
                self._position = Position(os.fstat(self._descriptor).st_ino, 0)
            start = self._position.offset
            os.lseek(self._descriptor, start, os.SEEK_SET)
            data = self._read_all(self._descriptor)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreachable(self.folder, error) from error
        end = data.rfind(b"\n") + 1
        records: list[CommitRecord] = []
        for line in data[:end].splitlines():
            record = self._parse_line(line)
            if isinstance(record, int):
                if record > version:
                    self._forget_journal()
                    return None
            elif record.version > version:
                if record.version != version + 1:
                    raise self._damaged(JOURNAL)
                version = record.version
                records.append(record)
        self._position = Position(self._position.inode, start + end)
        return records

    def _parse_line(self, line: bytes) -> CommitRecord | int:
        """A commit, or the version after which this journal starts."""
        try:
            data = json.loads(line)
            return int(data["after"]) if "after" in data else CommitRecord.from_json(data)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self._damaged(JOURNAL) from error

    def _read_database(self) -> State:
        try:
            text = self.database.read_bytes()
        except OSError as error:
            raise _unreachable(self.folder, error) from error
        self._database_size = len(text)
        try:
            tables = json.loads(text)
            state = next(iter(tables[STATE_TABLE].values()))
            if int(state["format"]) > FORMAT:
                raise OrganizationTooNew(
                    f"The organization in '{self.folder}' was written by a later version of ems "
                    f"(format {state['format']}, this one reads up to {FORMAT})."
                )
            entries = [Entry.from_json(document) for document in tables[ENTRIES_TABLE].values()]
            return State(int(state["version"]), str(state.get("seed", "")), entries)
        except DirectoryError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
            raise self._damaged(DATABASE) from error

    def commits(self) -> Iterator[CommitRecord]:
        """All commits ever made, oldest first, from the archive and the journal."""
        version = 0
        for path in (self.archive, self.journal):
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unreachable(self.folder, error) from error
            for line in data[: data.rfind(b"\n") + 1].splitlines():
                record = self._parse_line(line)
                if isinstance(record, CommitRecord) and record.version > version:
                    version = record.version
                    yield record

    # -- writing: all with the lock held ------------------------------------------------------------------------------

    def append(self, record: CommitRecord) -> None:
        """One commit, durable when this returns. The journal was read to its end before."""
        line = json.dumps(record.to_json(), ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
        try:
            descriptor = os.open(self.journal, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            os.ftruncate(descriptor, self._position.offset)  # drops the torn line of a process that died
            os.lseek(descriptor, self._position.offset, os.SEEK_SET)
            _write_all(descriptor, line)
            os.fsync(descriptor)
        except OSError as error:
            os.ftruncate(descriptor, self._position.offset)
            raise self._unwritable(error) from error
        finally:
            os.close(descriptor)
        self._position = Position(self._position.inode, self._position.offset + len(line))

    def wants_compaction(self) -> bool:
        """Whether the journal has grown so much that reading it costs more than a new database."""
        return self._position.offset > max(_COMPACT_FROM, 2 * self._database_size)

    def compact(self, state: State) -> None:
        """A new database holds it all; the lines of the journal go to the archive and the journal starts again."""
        try:
            self._archive_journal()
            self._write_database(state)
            self._start_journal(state.version)
        except OSError as error:
            raise self._unwritable(error) from error

    def close(self) -> None:
        self._forget_journal()

    def _archive_journal(self) -> None:
        whole_lines = [line for line in self.journal.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        lines = [line for line in whole_lines if not line.startswith(_HEADER)]
        descriptor = os.open(self.archive, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            whole = self._read_all(descriptor).rfind(b"\n") + 1
            os.ftruncate(descriptor, whole)
            os.lseek(descriptor, whole, os.SEEK_SET)
            _write_all(descriptor, b"".join(lines))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _write_database(self, state: State) -> None:
        header = {"format": FORMAT, "version": state.version, "seed": state.seed}
        tables: dict[str, dict[str, Any]] = {
            STATE_TABLE: {"1": header},
            ENTRIES_TABLE: {str(number): entry.to_json() for number, entry in enumerate(state.entries, 1)},
        }
        data = json.dumps(tables, ensure_ascii=False).encode("utf-8")
        _replace(self.database, data)
        self._database_size = len(data)

    def _start_journal(self, version: int) -> None:
        self._forget_journal()
        _replace(self.journal, _HEADER + str(version).encode() + b"}\n")
        self._read_on(version)

    def _forget_journal(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
        self._position = Position(-1, 0)

    @staticmethod
    def _read_all(descriptor: int) -> bytes:
        chunks: list[bytes] = []
        while chunk := os.read(descriptor, 1 << 20):
            chunks.append(chunk)
        return b"".join(chunks)

    def _unwritable(self, error: OSError) -> OrganizationReadOnly:
        return OrganizationReadOnly(f"The organization in '{self.folder}' cannot be written to: {error.strerror}.")

    def _damaged(self, name: str) -> OrganizationDamaged:
        return OrganizationDamaged(f"The organization in '{self.folder}' is damaged: '{name}' cannot be read.")


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _replace(path: Path, data: bytes) -> None:
    """A file that is either the old one or the new one, whatever happens meanwhile."""
    temporary = path.with_name(path.name + _NEW)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        _write_all(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(temporary, path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system knows how (Windows does it by itself)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unreachable(folder: Path, error: OSError) -> OrganizationUnreachable:
    return OrganizationUnreachable(f"The organization in '{folder}' cannot be read: {error.strerror or error}.")
