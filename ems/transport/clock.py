"""What the transport needs from outside: the time, and identifiers. Passed in, so that tests and labs decide both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

_FRESH: Final = 0.001
_SECOND: Final = timedelta(seconds=1)
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Clock(Protocol):
    """The time of the servers of one organization."""

    def now(self) -> datetime:
        """The present moment, with the time zone of the server."""

    def monotonic(self) -> float:
        """Seconds that only ever grow."""


class Moments:
    """A clock for busy hours: within one millisecond the time, and its texts, are made once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._now = clock.now()
        self._until = clock.monotonic() + _FRESH
        self._log_time = log_time(self._now)
        self._mail_date = mail_date(self._now)

    def monotonic(self) -> float:
        return self._clock.monotonic()

    def now(self) -> datetime:
        moment = self._clock.monotonic()
        if moment >= self._until or moment < self._until - _FRESH:
            now = self._clock.now()
            if now.second != self._now.second or now - self._now > _SECOND:
                self._mail_date = mail_date(now)
            self._now, self._until = now, moment + _FRESH
            self._log_time = log_time(now)
        return self._now

    def log_time(self) -> str:
        """The present moment as in logs."""
        self.now()
        return self._log_time

    def mail_date(self) -> str:
        """The present moment as in headers."""
        self.now()
        return self._mail_date


def mail_date(moment: datetime) -> str:
    """``Fri, 5 Aug 2016 16:24:41 -0700``: English whatever the locale, the day without a leading zero."""
    offset = moment.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return (
        f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year} "
        f"{moment.hour:02}:{moment.minute:02}:{moment.second:02} {zone}"
    )


def log_time(moment: datetime) -> str:
    """``2023-01-11T16:00:04.113Z``, as in all transport logs."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def parse_time(text: str) -> datetime:
    """The inverse of :func:`log_time`; also takes ISO text with an offset."""
    return datetime.fromisoformat(text)
