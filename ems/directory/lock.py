"""The short lock between processes that a commit takes: the operating system's lock on a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Final

from .errors import OrganizationLocked, OrganizationReadOnly

_PAUSE: Final = 0.01
_PATIENCE: Final = 10.0


@contextmanager
def exclusive(path: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of a file, waiting a while for whoever has it."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        text = f"The organization in '{path.parent}' cannot be written to: {error.strerror}."
        raise OrganizationReadOnly(text) from error
    try:
        attempts = int(patience / _PAUSE)
        pause = Event()
        while not _try_lock(descriptor):
            attempts -= 1
            if attempts <= 0:
                raise OrganizationLocked(f"The organization in '{path.parent}' is locked by another process.")
            pause.wait(_PAUSE)
        try:
            yield
        finally:
            _unlock(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
