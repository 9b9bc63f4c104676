"""The journal of a busy listener: many messages become durable with one synchronization.

What is stored is first appended here and synchronized, then written to its real place, and only then acknowledged. If
the process dies in between, whoever opens the spool next writes what is missing. From time to time the real places are
synchronized in the background and the journal starts afresh.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from .claim import try_lock
from .durable import sync_folder, write_file

_MARK: Final = b"\nwritten\n"
_CAPACITY: Final = 4 << 20
_OVERHEAD: Final = 64  # more than a record needs beside its path and its content
_LONGEST_HEAD: Final = 4096
_IS_WINDOWS: Final = os.name == "nt"
_synchronize_data: Final[Callable[[int], None]] = getattr(os, "fdatasync", os.fsync)


class JournalFile:
    """One file of the journal; ``pending`` are the batches recorded in it that are not in their places yet."""

    __slots__ = ("capacity", "descriptor", "generation", "path", "pending", "size")

    def __init__(self, descriptor: int, path: Path, capacity: int) -> None:
        self.descriptor = descriptor
        self.path = path
        self.capacity = capacity
        self.generation = 0
        self.pending = 0
        self.size = 0

    def synchronize(self) -> None:
        """Wait until what was recorded is on the disk."""
        _synchronize_data(self.descriptor)


class Journal:
    """One process's journal. The lock on its files says that the process lives.

    Files are filled with zeros beforehand and used again: only so does synchronizing them not wait for everything else
    that the file system has to write down. Records carry the generation of the file, lest older ones be taken for new.
    """

    def __init__(self, spool: Path, name: str) -> None:
        self._spool = spool
        self._folder = spool / "journal"
        self._name = name
        self._number = 0
        self._generation = 0
        self._current: JournalFile | None = None
        self._old: list[JournalFile] = []
        self._free: list[JournalFile] = []
        self._lock = Lock()

    def record(self, files: Sequence[tuple[str, bytes]]) -> JournalFile:
        """Write files down, by their paths within the spool. Durable after ``synchronize``; then ``placed`` is due."""
        root = len(str(self._spool)) + 1
        needed = sum(len(path) + len(content) + _OVERHEAD for path, content in files)
        with self._lock:
            file = self._current
            if file is None or file.size + needed > file.capacity:
                file = self._next(needed)
            parts: list[bytes] = []
            for path, content in files:
                parts += (f"{file.generation} {len(content)} {path[root:]}\n".encode(), content, _MARK)
            data = b"".join(parts)
            written = os.write(file.descriptor, data)
            while written < len(data):
                written += os.write(file.descriptor, data[written:])
            file.size += len(data)
            file.pending += 1
        return file

    def placed(self, file: JournalFile) -> None:
        """The files of a batch are in their places."""
        with self._lock:
            file.pending -= 1

    def settle(self) -> None:
        """Synchronize what was written to its real places and forget it here. Slow; called in the background."""
        with self._lock:
            if self._current is not None and self._current.size and not self._current.pending:
                self._old.append(self._current)
                self._current = None
            done = [each for each in self._old if not each.pending]
            self._old = [each for each in self._old if each.pending]
        if not done:
            return
        self._synchronize([each.path for each in done])
        for each in done:
            os.lseek(each.descriptor, 0, os.SEEK_SET)
            os.write(each.descriptor, bytes(_OVERHEAD))
            _synchronize_data(each.descriptor)
        with self._lock:
            self._free += done

    def close(self) -> None:
        """Bring everything to rest and leave nothing behind."""
        self.settle()
        with self._lock:
            for each in [*self._free, *([self._current] if self._current is not None else [])]:
                os.close(each.descriptor)
                if not each.size or each in self._free:
                    each.path.unlink(missing_ok=True)
            self._free, self._current = [], None

    def _next(self, needed: int) -> JournalFile:
        """A file with room, made current."""
        if self._current is not None:
            self._old.append(self._current)
        fitting = [each for each in self._free if each.capacity >= needed]
        if fitting:
            file = fitting[0]
            self._free.remove(file)
        else:
            file = self._make(max(_CAPACITY, needed))
        os.lseek(file.descriptor, 0, os.SEEK_SET)
        self._generation += 1
        file.generation, file.size, file.pending = self._generation, 0, 0
        self._current = file
        return file

    def _make(self, capacity: int) -> JournalFile:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._number += 1
        path = self._folder / f"{self._name}-{self._number}.log"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try_lock(descriptor)
        left = capacity
        while left > 0:
            left -= os.write(descriptor, bytes(min(left, 1 << 20)))
        os.fsync(descriptor)
        sync_folder(self._folder)
        return JournalFile(descriptor, path, capacity)

    def _synchronize(self, journals: list[Path]) -> None:
        if not _IS_WINDOWS:
            os.sync()
            return
        for journal in journals:
            for name, _ in read(journal):
                try:
                    descriptor = os.open(self._spool / name, os.O_RDWR)
                except OSError:
                    continue
                os.fsync(descriptor)
                os.close(descriptor)


def read(path: Path) -> Iterator[tuple[str, bytes]]:
    """The whole records of a journal's newest generation; a torn last one is passed over."""
    data = path.read_bytes()
    at = 0
    generation = b""
    while (end := data.find(b"\n", at, at + _LONGEST_HEAD)) >= 0:
        mine, _, rest = data[at:end].partition(b" ")
        size, _, name = rest.partition(b" ")
        if not mine.isdigit() or not size.isdigit() or (generation and mine != generation):
            return
        generation = mine
        start, stop = end + 1, end + 1 + int(size)
        if data[stop : stop + len(_MARK)] != _MARK:
            return
        yield name.decode("utf-8", "surrogateescape"), data[start:stop]
        at = stop + len(_MARK)


def recover(spool: Path) -> int:
    """Write what dead processes had acknowledged and not brought to its place; the number of files written."""
    folder = spool / "journal"
    try:
        journals = sorted(folder.glob("*.log"))
    except OSError:
        return 0
    written = 0
    for journal in journals:
        try:
            descriptor = os.open(journal, os.O_RDWR)
        except OSError:
            continue
        try:
            if not try_lock(descriptor):
                continue  # its process lives
            for name, content in read(journal):
                target = spool / name
                if ".." in Path(name).parts or _is_there(target, len(content)):
                    continue
                write_file(target, content)
                written += 1
            journal.unlink(missing_ok=True)
        except OSError:
            continue
        finally:
            os.close(descriptor)
    return written


def _is_there(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
