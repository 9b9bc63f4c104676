"""Transport log files: names, header, rotation. Lines are collected and appended together.

Names as seen on real servers: prefix, UTC date and (from 2013 on) hour, a number that grows when a file is full.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from .clock import log_time

if TYPE_CHECKING:
    from .version import ProductVersion

_SPECIAL: Final = re.compile(r'[,"\r\n]')
MAX_FILE: Final = 10 << 20


def csv_value(text: str) -> str:
    """A value with a comma, a quote or a line break is quoted."""
    if _SPECIAL.search(text):
        return '"' + text.replace('"', '""').replace("\r\n", " ").replace("\r", " ").replace("\n", " ") + '"'
    return text


class LogFile:
    """One kind of log in one folder."""

    def __init__(
        self, folder: Path, prefix: str, log_type: str, header_version: str, fields: str, version: ProductVersion
    ) -> None:
        self._folder = folder
        self._prefix = prefix
        self._type = log_type
        self._header_version = header_version
        self._fields = fields
        self._version = version
        self._pending: list[str] = []
        self._lock = Lock()
        self._path: Path | None = None
        self._period = ""

    def write(self, line: str) -> None:
        """Add a line; it reaches the disk with the next ``flush``."""
        self._pending.append(line)

    def flush(self, now: datetime) -> None:
        """Append what is pending. A disk that refuses costs log lines, never mail."""
        with self._lock:
            if not self._pending:
                return
            lines = self._pending[:]
            del self._pending[: len(lines)]  # the same list goes on: another thread may be adding to it
            try:
                path = self._current(now.astimezone(UTC))
                with open(path, "a", encoding="utf-8", newline="") as file:
                    if file.tell() == 0:
                        file.write(self._header(now))
                    file.write("\r\n".join(lines) + "\r\n")
            except OSError:
                self._path = None

    def _current(self, utc: datetime) -> Path:
        period = f"{utc:%Y%m%d%H}" if self._version.has_frontend else f"{utc:%Y%m%d}"
        if self._path is not None and period == self._period and not _is_full(self._path):
            return self._path
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while _is_full(path := self._folder / f"{self._prefix}{period}-{number}.LOG"):
            number += 1
        self._path, self._period = path, period
        return path

    def _header(self, now: datetime) -> str:
        mark = "" if self._version.has_frontend else "\ufeff"
        return (
            f"{mark}#Software: Microsoft Exchange Server\r\n#Version: {self._header_version}\r\n"
            f"#Log-type: {self._type}\r\n#Date: {log_time(now)}\r\n#Fields: {self._fields}\r\n"
        )


def _is_full(path: Path) -> bool:
    try:
        return path.stat().st_size >= MAX_FILE
    except OSError:
        return False
