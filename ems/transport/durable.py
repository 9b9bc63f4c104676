"""Writing files so that neither a killed process nor a power cut leaves half of one.

Files are written under temporary names, synchronized, then given their real names, and the folders are synchronized:
several files go through these steps together, which costs little more than one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_IS_WINDOWS: Final = os.name == "nt"


class Batch:
    """Files that become visible together: in the order in which they were added."""

    def __init__(self) -> None:
        self._files: list[tuple[Path, bytes]] = []
        self._links: list[tuple[Path, Path]] = []

    def add(self, path: Path, content: bytes) -> None:
        self._files.append((path, content))

    def link(self, existing: Path, path: Path) -> None:
        """Another name for a file of this batch: a message for many mailboxes is written once."""
        self._links.append((existing, path))

    def commit(self) -> None:
        """Make everything durable. Raises OSError; then nothing that was not there before can be relied on."""
        folders: dict[Path, None] = {}
        written: list[tuple[str, Path]] = []
        for path, content in self._files:
            folder = path.parent
            temporary = f"{path}.tmp"
            written.append((temporary, path))
            _write(temporary, content, folder)
            folders[folder] = None
        for temporary, path in written:
            os.replace(temporary, path)
        for existing, path in self._links:
            _link(existing, path)
            folders[path.parent] = None
        for folder in folders:
            sync_folder(folder)


def _write(name: str, content: bytes, folder: Path) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(name, flags, 0o666)
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(name, flags, 0o666)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _link(existing: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(existing, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        temporary = f"{path}.tmp"
        _write(temporary, existing.read_bytes(), path.parent)
        os.replace(temporary, path)


def sync_folder(folder: Path) -> None:
    if _IS_WINDOWS:  # NTFS makes renames durable by itself, and a folder cannot be opened
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_file(path: Path, content: bytes) -> None:
    """Replace one file durably."""
    batch = Batch()
    batch.add(path, content)
    batch.commit()


def remove_file(path: Path) -> None:
    try:
        path.unlink()
    except FileNotFoundError:
        pass
