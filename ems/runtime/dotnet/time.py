"""DateTime, TimeSpan and DateTimeOffset as values: ticks of 100 nanoseconds since 0001-01-01, with a kind or an
offset."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime import current
from ems.runtime.cultures import EN_US, Culture
from ems.runtime.dateformat import (
    MAX_TICKS,
    TICKS_PER_DAY,
    TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
    DateParts,
    date_parts,
    days_in_month,
    format_date,
    format_timespan,
)
from ems.runtime.errors import NetError
from ems.runtime.values import NetObject

UNSPECIFIED: Final = 0
UTC: Final = 1
LOCAL: Final = 2
_KINDS: Final = {"Unspecified": UNSPECIFIED, "Utc": UTC, "Local": LOCAL}
_EPOCH_TICKS: Final = 621355968000000000
MAX_SPAN: Final = 9223372036854775807
MIN_SPAN: Final = -9223372036854775808


def _moment() -> Any:
    """This moment as the clock of the session gives it, None without a clock."""
    running = current.session()
    clock = getattr(running, "clock", None)
    if clock is None:
        return None
    return clock.now() if hasattr(clock, "now") else clock()


def local_offset() -> int:
    """The offset of local time from UTC, in minutes; the clock of the session knows it, and a clock that says nothing
    means UTC."""
    moment = _moment()
    shift = moment.utcoffset() if moment is not None and hasattr(moment, "utcoffset") else None
    return 0 if shift is None else int(shift.total_seconds()) // 60


def utc_now_ticks() -> int:
    """The ticks of this moment in UTC."""
    from datetime import UTC as utc

    moment = _moment()
    if moment is None:
        return _EPOCH_TICKS
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=utc)
    moment = moment.astimezone(utc)
    days = moment.toordinal() - 1
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return int(days * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + moment.microsecond * 10)


def now_ticks() -> int:
    """The ticks of this moment in local time."""
    return utc_now_ticks() + local_offset() * TICKS_PER_MINUTE


class TimeSpan(NetObject):
    """System.TimeSpan."""

    __slots__ = ("ticks",)
    type_name = "System.TimeSpan"

    def __init__(self, ticks: int) -> None:
        if not MIN_SPAN <= ticks <= MAX_SPAN:
            raise NetError("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
        self.ticks = int(ticks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TimeSpan) and other.ticks == self.ticks

    def __hash__(self) -> int:
        return hash(self.ticks)

    def __repr__(self) -> str:
        return f"TimeSpan({self.to_text()})"

    def net_hash(self) -> int:
        return (self.ticks ^ self.ticks >> 32) & 0xFFFFFFFF

    def to_text(self) -> str:
        return format_timespan(self.ticks, None, EN_US)

    def format_text(self, spec: str | None, culture: Culture) -> str:
        return format_timespan(self.ticks, spec, culture)

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def compare_to(self, other: Any) -> int | None:
        return int(self.ticks > other.ticks) - int(self.ticks < other.ticks)

    @property
    def parts(self) -> tuple[int, int, int, int, int]:
        """Days, hours, minutes, seconds, milliseconds, each with the sign of the whole."""
        sign = -1 if self.ticks < 0 else 1
        days, rest = divmod(abs(self.ticks), TICKS_PER_DAY)
        seconds, fraction = divmod(rest, TICKS_PER_SECOND)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return sign * days, sign * hour, sign * minute, sign * second, sign * (fraction // 10_000)


class DateTime(NetObject):
    """System.DateTime. `kind` is 0 Unspecified, 1 Utc, 2 Local."""

    __slots__ = ("kind", "ticks")
    type_name = "System.DateTime"

    def __init__(self, ticks: int, kind: int | str = UNSPECIFIED) -> None:
        if not 0 <= ticks <= MAX_TICKS:
            raise NetError(
                "System.ArgumentOutOfRangeException",
                "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.\nParameter name: ticks",
            )
        self.ticks = int(ticks)
        self.kind = kind if isinstance(kind, int) else _KINDS[kind]

    @classmethod
    def now(cls) -> DateTime:
        return cls(now_ticks(), LOCAL)

    @classmethod
    def utc_now(cls) -> DateTime:
        return cls(utc_now_ticks(), UTC)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateTime) and other.ticks == self.ticks

    def __hash__(self) -> int:
        return hash(self.ticks)

    def __repr__(self) -> str:
        return f"DateTime({self.to_text()})"

    def net_hash(self) -> int:
        return (self.ticks ^ self.ticks >> 32) & 0xFFFFFFFF

    @property
    def parts(self) -> DateParts:
        return date_parts(self.ticks)

    @property
    def offset(self) -> int:
        """Minutes from UTC, as z shows them."""
        return 0 if self.kind == UTC else local_offset()

    def to_text(self) -> str:
        return self.format_text(None, EN_US)

    def format_text(self, spec: str | None, culture: Culture) -> str:
        return format_date(self.ticks, self.kind, spec, culture, self.offset)

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def compare_to(self, other: Any) -> int | None:
        return int(self.ticks > other.ticks) - int(self.ticks < other.ticks)

    def plus(self, ticks: int) -> DateTime:
        """The date `ticks` later."""
        moved = self.ticks + ticks
        if not 0 <= moved <= MAX_TICKS:
            raise NetError(
                "System.ArgumentOutOfRangeException",
                "The added or subtracted value results in an un-representable DateTime.\nParameter name: value",
            )
        return DateTime(moved, self.kind)

    def plus_months(self, months: int, parameter: str = "months") -> DateTime:
        """The date some months later; the day moves back to the end of a shorter month."""
        parts = self.parts
        year, month = divmod(parts.year * 12 + parts.month - 1 + months, 12)
        if not 1 <= year <= 9999:
            raise NetError(
                "System.ArgumentOutOfRangeException",
                f"The added or subtracted value results in an un-representable DateTime.\nParameter name: {parameter}",
            )
        from ems.runtime.dateformat import date_ticks

        day = min(parts.day, days_in_month(year, month + 1))
        return DateTime(date_ticks(year, month + 1, day) + self.ticks % TICKS_PER_DAY, self.kind)

    def to_utc(self) -> DateTime:
        if self.kind == UTC:
            return self
        return DateTime(_within(self.ticks - local_offset() * TICKS_PER_MINUTE), UTC)

    def to_local(self) -> DateTime:
        if self.kind == LOCAL:
            return self
        return DateTime(_within(self.ticks + local_offset() * TICKS_PER_MINUTE), LOCAL)


def _within(ticks: int) -> int:
    return max(0, min(MAX_TICKS, ticks))


class DateTimeOffset(NetObject):
    """System.DateTimeOffset: local ticks and minutes from UTC."""

    __slots__ = ("offset", "ticks")
    type_name = "System.DateTimeOffset"

    def __init__(self, ticks: int, offset: int) -> None:
        self.ticks = ticks
        self.offset = offset

    @classmethod
    def now(cls) -> DateTimeOffset:
        return cls(now_ticks(), local_offset())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DateTimeOffset) and other.utc_ticks == self.utc_ticks

    def __hash__(self) -> int:
        return hash(self.utc_ticks)

    def net_hash(self) -> int:
        return (self.utc_ticks ^ self.utc_ticks >> 32) & 0xFFFFFFFF

    @property
    def utc_ticks(self) -> int:
        return self.ticks - self.offset * TICKS_PER_MINUTE

    @property
    def parts(self) -> DateParts:
        return date_parts(self.ticks)

    def to_text(self) -> str:
        return self.format_text(None, EN_US)

    def format_text(self, spec: str | None, culture: Culture) -> str:
        return format_date(self.ticks, 0, spec, culture, self.offset, has_offset=True)

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def compare_to(self, other: Any) -> int | None:
        return int(self.utc_ticks > other.utc_ticks) - int(self.utc_ticks < other.utc_ticks)

    def plus(self, ticks: int) -> DateTimeOffset:
        return DateTimeOffset(DateTime(self.ticks).plus(ticks).ticks, self.offset)
