"""The queues of the servers, on disk: which there are, what waits in them, when they are tried again.

A message that waits is a pair of files, the message and what is known of it; the second is written last and makes it
count. Queues are numbered as Exchange does; an empty delivery queue is forgotten after three minutes. Retry times:
4 attempts a minute apart, 6 five minutes apart, then every 10 minutes; delay report after 4 hours, expiry after 2 days.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any, Final

from ems.directory.lock import exclusive

from .clock import parse_time
from .durable import Batch, remove_file
from .routing import NextHop

IDLE: Final = timedelta(minutes=3)
DELAY_NOTICE: Final = timedelta(hours=4)
EXPIRY: Final = timedelta(days=2)
_STEP: Final = 1000


def retry_wait(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    if attempts <= 4:
        return timedelta(minutes=1)
    return timedelta(minutes=5 if attempts <= 10 else 10)


@dataclass(slots=True)
class QueueState:
    """What is remembered of one queue."""

    server: str
    hop: NextHop
    number: int
    last_used: str
    suspended: bool = False
    retry_count: int = 0
    first_retry: str = ""
    last_retry: str = ""
    next_retry: str = ""
    last_error: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "server": self.server,
            "deliveryType": self.hop.delivery_type,
            "nextHopDomain": self.hop.domain,
            "nextHopConnector": self.hop.connector,
            "number": self.number,
            "lastUsed": self.last_used,
            "suspended": self.suspended,
            "retryCount": self.retry_count,
            "firstRetry": self.first_retry,
            "lastRetry": self.last_retry,
            "nextRetry": self.next_retry,
            "lastError": self.last_error,
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> QueueState:
        hop = NextHop(data["deliveryType"], data["nextHopDomain"], data["nextHopConnector"])
        return QueueState(
            data["server"], hop, data["number"], data["lastUsed"], data["suspended"], data["retryCount"],
            data["firstRetry"], data["lastRetry"], data["nextRetry"], data["lastError"],
        )  # fmt: skip


@dataclass(slots=True)
class QueuedMessage:
    """What is known of a message that waits; ``path`` is the message itself."""

    name: str
    server: str
    hop: NextHop
    internal_id: int
    message_id: str
    network_id: str
    sender: str
    subject: str
    size: int
    received: str
    source: str
    source_ip: str
    auth_as: str
    scl: int | None
    recipients: list[dict[str, Any]] = field(default_factory=list)
    envelope_id: str = ""
    ret: str = ""
    status: str = "Ready"
    retry_count: int = 0
    last_error: str = ""
    delay_reported: bool = False
    header_sender: str = ""

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__ if name != "hop"}
        data["hop"] = [self.hop.delivery_type, self.hop.domain, self.hop.connector]
        return data

    @staticmethod
    def from_json(data: dict[str, Any]) -> QueuedMessage:
        values = dict(data)
        values["hop"] = NextHop(*values["hop"])
        return QueuedMessage(**values)


class QueueStore:
    """The queues of one organization's spool; several processes may use it."""

    def __init__(self, spool: Path) -> None:
        self.folder: Final = spool / "queue"
        self._spool = spool
        self._state_file = spool / "queues.json"
        self._lock_file = spool / "queues.lock"
        self._lock = RLock()
        self._known: dict[tuple[str, NextHop], datetime] = {}
        self._next_id = 0
        self._last_id = -1
        self._seen: tuple[int, int] | None = None
        self._cached: list[QueueState] = []
        self._suspended: frozenset[tuple[str, NextHop]] = frozenset()

    # Numbers.

    def next_internal_id(self, modern: bool) -> int:
        """A number no other message of the organization has; from 2013 on they are large, earlier small."""
        with self._lock:
            if self._next_id > self._last_id:
                self._reserve()
            number = self._next_id
            self._next_id += 1
        return (1190 << 32) + number if modern else number

    def _reserve(self) -> None:
        self._spool.mkdir(parents=True, exist_ok=True)
        with exclusive(self._lock_file):
            path = self._spool / "next-id"
            try:
                first = int(path.read_text("ascii"))
            except (OSError, ValueError):
                first = 1
            _replace(path, str(first + _STEP))
        self._next_id, self._last_id = first, first + _STEP - 1

    # The queues.

    def states(self) -> list[QueueState]:
        """All remembered queues; read again only when another process may have written them."""
        with self._lock:
            try:
                info = self._state_file.stat()
            except OSError:
                return []
            seen = (info.st_mtime_ns, info.st_size)
            if seen != self._seen:
                self._cached = self._read()
                self._seen = seen
                self._suspended = frozenset((each.server, each.hop) for each in self._cached if each.suspended)
            return list(self._cached)

    def _read(self) -> list[QueueState]:
        try:
            return [QueueState.from_json(each) for each in json.loads(self._state_file.read_text("utf-8"))["queues"]]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def update(self, server: str, hop: NextHop, now: datetime, **changes: Any) -> QueueState:
        """Remember a queue, or change what is remembered of it."""
        self._spool.mkdir(parents=True, exist_ok=True)
        with self._lock, exclusive(self._lock_file):
            states = self._read()
            waiting = {(each.server, each.hop) for each in self.messages()} if len(states) > 3 else None
            stale = now - IDLE
            kept = [
                each
                for each in states
                if waiting is None
                or each.suspended
                or (each.server, each.hop) in waiting
                or parse_time(each.last_used) > stale
            ]
            found = next((each for each in kept if each.server == server and each.hop == hop), None)
            if found is None:
                found = QueueState(server, hop, max((each.number for each in states), default=2) + 1, "")
                kept.append(found)
            found.last_used = now.isoformat()
            for name, value in changes.items():
                setattr(found, name, value)
            _replace(self._state_file, json.dumps({"queues": [each.to_json() for each in kept]}, indent=1))
            self._seen = None
            return found

    def used(self, server: str, hop: NextHop, now: datetime) -> None:
        """A message passed this queue; written down at most once a minute."""
        last = self._known.get((server, hop))
        if last is None or now - last > timedelta(minutes=1):
            if len(self._known) > 1000:
                self._known.clear()
            self._known[server, hop] = now
            self.update(server, hop, now)

    def refresh(self) -> None:
        """Look at what other processes changed; done once for each batch of messages."""
        self.states()

    def is_suspended(self, server: str, hop: NextHop) -> bool:
        return (server, hop) in self._suspended

    # The messages.

    def add(self, batch: Batch, message: QueuedMessage, content: bytes) -> None:
        batch.add(self.folder / f"{message.name}.eml", content)
        batch.add(self.folder / f"{message.name}.json", json.dumps(message.to_json()).encode())

    def save(self, message: QueuedMessage) -> None:
        _replace(self.folder / f"{message.name}.json", json.dumps(message.to_json()))

    def content(self, message: QueuedMessage) -> bytes:
        return (self.folder / f"{message.name}.eml").read_bytes()

    def remove(self, message: QueuedMessage) -> None:
        remove_file(self.folder / f"{message.name}.json")
        remove_file(self.folder / f"{message.name}.eml")

    def has_messages(self) -> bool:
        try:
            return any(each.name.endswith(".json") for each in self.folder.iterdir())
        except OSError:
            return False

    def messages(self) -> list[QueuedMessage]:
        """Everything that waits, oldest first; a file that another process just removed is passed over."""
        found = []
        try:
            names = [each for each in self.folder.iterdir() if each.suffix == ".json"]
        except OSError:
            return []
        for path in names:
            try:
                found.append(QueuedMessage.from_json(json.loads(path.read_text("utf-8"))))
            except (OSError, ValueError, TypeError, KeyError):
                continue
        found.sort(key=lambda each: each.internal_id)
        return found


def _replace(path: Path, text: str) -> None:
    batch = Batch()
    batch.add(path, text.encode())
    batch.commit()
