"""How many connections and messages a connector takes: counters that all sessions of a process share."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeVar

from .ranges import is_limited_source

if TYPE_CHECKING:
    from .connectors import ReceiveConnector

_K = TypeVar("_K")
_MINUTE: Final = 60.0


class Limits:
    """Open connections by connector and source, and the messages of the last minute."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._open: dict[str, int] = {}
        self._open_by_source: dict[tuple[str, str], int] = {}
        self._messages: dict[tuple[str, str], deque[float]] = {}

    def enter(self, connector: ReceiveConnector, source: str) -> str:
        """Count a new connection; a text says which limit it exceeds (it is counted all the same)."""
        key = connector.entry.guid
        with self._lock:
            whole = self._open.get(key, 0)
            mine = self._open_by_source.get((key, source), 0)
            self._open[key] = whole + 1
            self._open_by_source[key, source] = mine + 1
        maximum = connector.max_connections
        if maximum is not None and whole >= maximum:
            return f"MaxInboundConnection of {connector.identity} is {maximum}, and as many connections are open."
        if not is_limited_source(source):
            return ""
        per_source = connector.max_per_source
        if per_source is not None and mine >= per_source:
            return f"MaxInboundConnectionPerSource of {connector.identity} is {per_source}, and {source} has as many."
        percentage = connector.max_percent_per_source
        if maximum is not None and percentage < 100:
            share = max(1, (maximum - (whole - mine)) * percentage // 100)
            if mine >= share:
                return (
                    f"MaxInboundConnectionPercentagePerSource of {connector.identity} is {percentage}: {source} may "
                    f"have {share} of the connections that are free."
                )
        return ""

    def leave(self, connector: ReceiveConnector, source: str) -> None:
        key = connector.entry.guid
        with self._lock:
            _lower(self._open, key)
            _lower(self._open_by_source, (key, source))

    def rate_exceeded(self, connector: ReceiveConnector, source: str) -> bool:
        """Whether this source has used up MessageRateLimit for the last minute."""
        limit = connector.message_rate
        if limit is None:
            return False
        with self._lock:
            sent = self._messages.get((connector.entry.guid, source))
            if sent is None:
                return False
            since = self._monotonic() - _MINUTE
            while sent and sent[0] <= since:
                sent.popleft()
            return len(sent) >= limit

    def count_message(self, connector: ReceiveConnector, source: str) -> None:
        limit = connector.message_rate
        if limit is None:
            return
        with self._lock:
            if len(self._messages) > 10_000:
                self._messages.clear()
            self._messages.setdefault((connector.entry.guid, source), deque(maxlen=limit + 1)).append(self._monotonic())


def _lower(counts: dict[_K, int], key: _K) -> None:
    left = counts.get(key, 0) - 1
    if left > 0:
        counts[key] = left
    else:
        counts.pop(key, None)
