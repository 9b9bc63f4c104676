"""Who listens for an organization: one process at a time, and everybody can see which.

The claim is an operating-system lock on a file: it goes with its process, however that ends. Beside it lies a small
file with the process id and the endpoints, which counts only while the lock is held.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from .durable import write_file


class AlreadyListening(Exception):
    """Another process, or another listener of this one, listens for the organization."""

    def __init__(self, holder: dict[str, Any]) -> None:
        self.holder = holder
        self.process_id = int(holder.get("pid") or 0)
        who = f"process {self.process_id}" if self.process_id else "another process"
        super().__init__(f"{who[0].upper()}{who[1:]} listens for this organization already.")


class Claim:
    """The right to listen for one organization."""

    def __init__(self, spool: Path) -> None:
        self._lock = spool / "listener.lock"
        self._info = spool / "listener.json"
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises ``AlreadyListening``."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o666)
        if not try_lock(descriptor):
            os.close(descriptor)
            raise AlreadyListening(self._read())
        self._descriptor = descriptor

    def publish(self, report: dict[str, Any]) -> None:
        """Say what is listened on."""
        write_file(self._info, json.dumps({"pid": os.getpid(), **report}).encode())

    def release(self) -> None:
        if self._descriptor is not None:
            try:
                self._info.unlink(missing_ok=True)
            finally:
                os.close(self._descriptor)
                self._descriptor = None

    def holder(self) -> dict[str, Any] | None:
        """Who listens now: its process id, listeners and hosts; None where nobody does."""
        if self._descriptor is not None:
            return self._read()
        try:
            descriptor = os.open(self._lock, os.O_RDWR)
        except OSError:
            return None
        try:
            return None if try_lock(descriptor) else self._read()
        finally:
            os.close(descriptor)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._info.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock a file if nobody has; the lock goes with the process, or when the descriptor is closed."""
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock a file if nobody has; the lock goes with the process, or when the descriptor is closed."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
