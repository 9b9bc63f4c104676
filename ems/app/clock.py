"""The clock and the identifiers that are handed to everything below; the only place that asks the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The present moment in local time, with its time zone."""
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class FixedClock:
    """A clock for tests and labs: stands still but for `advance` and `sleep`."""

    def __init__(self, moment: datetime | None = None) -> None:
        self._moment = moment or datetime(2019, 11, 21, 10, 30, 0, tzinfo=UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        from datetime import timedelta

        return self._moment + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    def sleep(self, seconds: float) -> None:
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self._elapsed += seconds


def new_guid() -> str:
    import uuid

    return str(uuid.uuid4())
