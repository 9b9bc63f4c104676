"""Writing files so that neither a killed process nor a power cut leaves half of one.

Files are written under temporary names, synchronized, then given their real names, and the folders are synchronized:
several files go through these steps together. With a journal, only that is synchronized, before the files are written.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .journal import Journal, JournalFile

_IS_WINDOWS: Final = os.name == "nt"
_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Batch:
    """Files that become visible together: in the order in which they were added."""

    def __init__(self) -> None:
        self._files: list[tuple[str, bytes]] = []
        self._links: list[tuple[str, str]] = []

    def add(self, path: str | Path, content: bytes) -> None:
        self._files.append((str(path), content))

    def link(self, existing: str | Path, path: str | Path) -> None:
        """Another name for a file of this batch: a message for many mailboxes is written once."""
        self._links.append((str(existing), str(path)))

    def commit(self) -> None:
        """Make everything durable. Raises OSError; then nothing that was not there before can be relied on."""
        self.place(synchronize=True)

    def record(self, journal: Journal) -> JournalFile:
        """Write everything into a journal instead; ``place`` without synchronizing is still to follow."""
        contents = dict(self._files)
        return journal.record([*self._files, *((path, contents[existing]) for existing, path in self._links)])

    def place(self, synchronize: bool) -> None:
        """Write the files and give them their names."""
        for path, content in self._files:
            _write(f"{path}.tmp", content, synchronize)
        for path, _ in self._files:
            os.replace(f"{path}.tmp", path)
        for existing, path in self._links:
            _link(existing, path)
        if synchronize:
            folders = {os.path.dirname(path) for path, _ in self._files}
            for folder in folders | {os.path.dirname(path) for _, path in self._links}:
                sync_folder(folder)


def _write(name: str, content: bytes, synchronize: bool) -> None:
    try:
        descriptor = os.open(name, _FLAGS, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(name), exist_ok=True)
        descriptor = os.open(name, _FLAGS, 0o666)
    try:
        written = os.write(descriptor, content)
        while written < len(content):
            written += os.write(descriptor, content[written:])
        if synchronize:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(existing: str, path: str) -> None:
    try:
        os.link(existing, path)
        return
    except FileExistsError:
        return
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError:  # a file system without hard links
        pass
    with open(existing, "rb") as file:
        content = file.read()
    _write(f"{path}.tmp", content, True)
    os.replace(f"{path}.tmp", path)


def sync_folder(folder: str | Path) -> None:
    if _IS_WINDOWS:  # NTFS makes renames durable by itself, and a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: str | Path, content: bytes) -> None:
    """Replace one file durably."""
    batch = Batch()
    batch.add(path, content)
    batch.commit()


def remove_file(path: Path) -> None:
    try:
        path.unlink()
    except FileNotFoundError:
        pass
