"""The members of DateTime, TimeSpan and DateTimeOffset."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from ems.runtime.dateformat import (
    MAX_TICKS,
    TICKS_PER_DAY,
    TICKS_PER_HOUR,
    TICKS_PER_MILLISECOND,
    TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
    date_ticks,
    days_before,
    days_in_month,
    is_leap,
)
from ems.runtime.dateparse import parse_date, parse_timespan
from ems.runtime.dotnet.dateexact import parse_exact_date, parse_exact_timespan
from ems.runtime.dotnet.support import NetError, attr, bad_format, culture_of, formatted, need, number_of, out_of_range
from ems.runtime.dotnet.time import (
    LOCAL,
    MAX_SPAN,
    MIN_SPAN,
    UTC,
    DateTime,
    DateTimeOffset,
    TimeSpan,
    local_offset,
    now_ticks,
    utc_now_ticks,
)
from ems.runtime.members.model import ByRef, Implementation

_BAD_DAY: Final = "Year, Month, and Day parameters describe an un-representable DateTime."
_FILE_EPOCH: Final = 504911232000000000
_UNIX_EPOCH: Final = 621355968000000000
_OA_EPOCH: Final = 599264352000000000
_MAX_MILLIS: Final = MAX_TICKS // TICKS_PER_MILLISECOND


def _ticks_of(arguments: tuple[Any, ...]) -> int:
    """Ticks of year, month, day[, hour, minute, second[, millisecond]]."""
    year, month, day, hour, minute, second, *rest = [*(int(each) for each in arguments), 0, 0, 0, 0][:7]
    millisecond = rest[0] if rest else 0
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
        raise out_of_range(_BAD_DAY)
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
        raise out_of_range("Hour, Minute, and Second parameters describe an un-representable DateTime.")
    if not 0 <= millisecond <= 999:
        raise out_of_range("Valid values are between 0 and 999, inclusive.", "millisecond")
    return date_ticks(year, month, day, hour, minute, second, millisecond * TICKS_PER_MILLISECOND)


def _new_date(_type: Any, *arguments: Any) -> DateTime:
    if len(arguments) <= 2:
        ticks = int(arguments[0]) if arguments else 0
        return DateTime(ticks, number_of(arguments[1]) if len(arguments) == 2 else 0)
    numbers = tuple(each for each in arguments if isinstance(each, int))
    kind = next((number_of(each) for each in arguments if hasattr(each, "number")), 0)
    return DateTime(_ticks_of(numbers), kind)


def _span_of(value: float, ticks_per_unit: int) -> int:
    """DateTime.AddX: to the millisecond, halves away from zero."""
    if math.isnan(value):
        raise out_of_range("Value to add was out of range.", "value")
    millis = value * (ticks_per_unit / TICKS_PER_MILLISECOND)
    if abs(millis) >= _MAX_MILLIS:
        raise out_of_range("Value to add was out of range.", "value")
    return int(millis + (0.5 if value >= 0 else -0.5)) * TICKS_PER_MILLISECOND


def _adder(ticks_per_unit: int) -> Callable[[Any, float], Any]:
    return lambda date, value: date.plus(_span_of(value, ticks_per_unit))


def _add_years(date: Any, years: int) -> Any:
    if not -10000 <= years <= 10000:
        raise out_of_range("Years value must be between +/-10000.", "years")
    return date.plus_months(years * 12, "value" if abs(years) >= 10000 else "months")


def _add_months(date: Any, months: int) -> Any:
    if not -120000 <= months <= 120000:
        raise out_of_range("Months value must be between +/-120000.", "months")
    return date.plus_months(months)


def parsed(text: str | None, provider: Any = None, styles: Any = None) -> DateTime:
    """DateTime.Parse."""
    if text is None:
        raise bad_format("String reference not set to an instance of a String.")
    ticks, offset = parse_date(text, culture_of(provider), now_ticks)
    return _with_styles(ticks, offset, number_of(styles or 0))


def _with_styles(ticks: int, offset: int | None, styles: int) -> DateTime:
    if offset is None:
        if styles & 64:
            return DateTime(ticks, UTC) if styles & 16 else DateTime(ticks, UTC).to_local()
        if styles & 32:
            return DateTime(ticks, LOCAL).to_utc() if styles & 16 else DateTime(ticks, LOCAL)
        return DateTime(ticks)
    universal = DateTime(max(0, min(MAX_TICKS, ticks - offset * TICKS_PER_MINUTE)), UTC)
    if styles & 16 or (styles & 128 and offset == 0):
        return universal
    return universal.to_local()


def _parse_exact(text: str, formats: Any, provider: Any, styles: Any = None) -> DateTime:
    ticks, offset = parse_exact_date(need(text, "s"), formats, culture_of(provider), number_of(styles or 0), now_ticks)
    return _with_styles(ticks, offset, number_of(styles or 0))


def _trying(parse: Callable[..., Any], empty: Callable[[], Any]) -> Callable[..., bool]:
    """The TryParse of a Parse: the last argument takes the result."""

    def attempt(*arguments: Any) -> bool:
        box: ByRef = arguments[-1]
        try:
            box.value = parse(*arguments[:-1])
            return True
        except NetError:
            box.value = empty()
            return False

    return attempt


def _to_oa(date: DateTime) -> float:
    if date.ticks == 0:
        return 0.0
    millis = (date.ticks - _OA_EPOCH) // TICKS_PER_MILLISECOND
    if millis < 0:
        fraction = millis % 86400000
        if fraction:
            millis -= (86400000 + fraction - 86400000) * 2
    return millis / 86400000


def _from_oa(_value: float) -> DateTime:
    if not -657435.0 < _value < 2958466.0:
        raise NetError("System.ArgumentException", "Not a legal OleAut date.")
    millis = int(_value * 86400000 + (0.5 if _value >= 0 else -0.5))
    if millis < 0:
        millis -= (millis % 86400000 - 86400000 if millis % 86400000 else 0) * 2 + (
            86400000 * 2 if millis % 86400000 else 0
        )
    return DateTime(_OA_EPOCH + millis * TICKS_PER_MILLISECOND)


def _subtract(date: DateTime, other: Any) -> Any:
    return TimeSpan(date.ticks - other.ticks) if isinstance(other, DateTime) else date.plus(-other.ticks)


def _date_formats(date: DateTime, *arguments: Any) -> list[str]:
    culture = culture_of(arguments[-1] if arguments and not isinstance(arguments[-1], str) else None)
    specs = arguments[0] if arguments and isinstance(arguments[0], str) else "dDfFgGmMoOrRstTuUyY"
    return [date.format_text(spec, culture) for spec in specs]


def _compare(one: Any, other: Any) -> int:
    if other is None:
        return 1
    if other.__class__ is not one.__class__:
        raise NetError("System.ArgumentException", f"Object must be of type {one.type_name.rpartition('.')[2]}.")
    return int(one.compare_to(other))


_DATE_PARTS: Final[dict[str, Any]] = {
    "Day": lambda date: date.parts.day,
    "DayOfWeek": lambda date: date.parts.weekday,
    "DayOfYear": lambda date: (
        days_before(date.parts.year, date.parts.month, date.parts.day) - days_before(date.parts.year, 1, 1) + 1
    ),
    "Hour": lambda date: date.parts.hour,
    "Millisecond": lambda date: date.parts.fraction // TICKS_PER_MILLISECOND,
    "Minute": lambda date: date.parts.minute,
    "Month": lambda date: date.parts.month,
    "Second": lambda date: date.parts.second,
    "Ticks": attr("ticks"),
    "TimeOfDay": lambda date: TimeSpan(date.ticks % TICKS_PER_DAY),
    "Year": lambda date: date.parts.year,
}

_DATE = Implementation(
    methods={
        "Add": lambda date, span: date.plus(span.ticks),
        "AddDays": _adder(TICKS_PER_DAY),
        "AddHours": _adder(TICKS_PER_HOUR),
        "AddMilliseconds": _adder(TICKS_PER_MILLISECOND),
        "AddMinutes": _adder(TICKS_PER_MINUTE),
        "AddMonths": _add_months,
        "AddSeconds": _adder(TICKS_PER_SECOND),
        "AddTicks": lambda date, ticks: date.plus(int(ticks)),
        "AddYears": _add_years,
        "CompareTo": _compare,
        "Equals": lambda date, other: date == other,
        "GetDateTimeFormats": _date_formats,
        "GetTypeCode": lambda _date: "DateTime",
        "IsDaylightSavingTime": lambda _date: False,
        "Subtract": _subtract,
        "ToBinary": lambda date: date.ticks | date.kind << 62 if date.kind < 2 else (date.ticks | 1 << 63) - (1 << 64),
        "ToFileTime": lambda date: date.to_utc().ticks - _FILE_EPOCH,
        "ToFileTimeUtc": lambda date: (date.to_utc() if date.kind == LOCAL else date).ticks - _FILE_EPOCH,
        "ToLocalTime": DateTime.to_local,
        "ToLongDateString": lambda date: formatted(date, "D"),
        "ToLongTimeString": lambda date: formatted(date, "T"),
        "ToOADate": _to_oa,
        "ToShortDateString": lambda date: formatted(date, "d"),
        "ToShortTimeString": lambda date: formatted(date, "t"),
        "ToString": formatted,
        "ToUniversalTime": DateTime.to_utc,
    },
    properties={
        **_DATE_PARTS,
        "Date": lambda date: DateTime(date.ticks - date.ticks % TICKS_PER_DAY, date.kind),
        "Kind": attr("kind"),
    },
    static={
        "Compare": lambda one, other: one.compare_to(other),
        "DaysInMonth": lambda year, month: _days_in_month(year, month),
        "Equals": lambda one, other: one == other,
        "FromBinary": lambda data: DateTime(
            int(data) & 0x3FFFFFFFFFFFFFFF, int(data) >> 62 & 3 if data >= 0 else LOCAL
        ),
        "FromFileTime": lambda ticks: DateTime(int(ticks) + _FILE_EPOCH, UTC).to_local(),
        "FromFileTimeUtc": lambda ticks: DateTime(int(ticks) + _FILE_EPOCH, UTC),
        "FromOADate": _from_oa,
        "IsLeapYear": lambda year: _is_leap_year(year),
        "new": _new_date,
        "default": lambda: DateTime(0),
        "Parse": parsed,
        "ParseExact": _parse_exact,
        "op_Addition": lambda date, span: date.plus(span.ticks),
        "op_Subtraction": lambda one, other: TimeSpan(one.ticks - other.ticks),
        "SpecifyKind": lambda date, kind: DateTime(date.ticks, number_of(kind)),
        "TryParse": _trying(parsed, lambda: DateTime(0)),
        "TryParseExact": _trying(_parse_exact, lambda: DateTime(0)),
    },
    static_properties={
        "MaxValue": DateTime(MAX_TICKS),
        "MinValue": DateTime(0),
        "Now": DateTime.now,
        "Today": lambda: DateTime(now_ticks() // TICKS_PER_DAY * TICKS_PER_DAY, LOCAL),
        "UtcNow": DateTime.utc_now,
    },
    declared="""
        static timespan op_Subtraction(datetime d1, datetime d2)
        static datetime op_Addition(datetime d, timespan t)
    """,
)


def _days_in_month(year: int, month: int) -> int:
    if not 1 <= month <= 12:
        raise out_of_range("Month must be between one and twelve.", "month")
    if not 1 <= year <= 9999:
        raise out_of_range("Year must be between 1 and 9999.", "year")
    return days_in_month(year, month)


def _is_leap_year(year: int) -> bool:
    if not 1 <= year <= 9999:
        raise out_of_range("Year must be between 1 and 9999.", "year")
    return is_leap(year)


# TimeSpan


def _interval(value: float, scale: int) -> TimeSpan:
    """TimeSpan.FromX: to the millisecond, halves away from zero."""
    if math.isnan(value):
        raise NetError("System.ArgumentException", "TimeSpan does not accept floating point Not-a-Number values.")
    millis = value * scale + (0.5 if value >= 0 else -0.5)
    if not -922337203685477.0 <= millis <= 922337203685477.0:
        raise NetError("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
    return TimeSpan(int(millis) * TICKS_PER_MILLISECOND)


def _new_span(_type: Any, *arguments: Any) -> TimeSpan:
    if len(arguments) <= 1:
        return TimeSpan(int(arguments[0]) if arguments else 0)
    numbers = [int(each) for each in arguments]
    if len(numbers) == 3:
        numbers.insert(0, 0)
    days, hours, minutes, seconds, millis = [*numbers, 0][:5]
    total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return _checked_span(total * TICKS_PER_SECOND + millis * TICKS_PER_MILLISECOND)


def _checked_span(ticks: int) -> TimeSpan:
    if not MIN_SPAN <= ticks <= MAX_SPAN:
        raise out_of_range("TimeSpan overflowed because the duration is too long.")
    return TimeSpan(ticks)


def _parse_span(text: str, provider: Any = None) -> TimeSpan:
    return TimeSpan(parse_timespan(need(text, "s")))


def _parse_exact_span(text: str, formats: Any, provider: Any = None, styles: Any = None) -> TimeSpan:
    return TimeSpan(parse_exact_timespan(need(text, "input"), formats, number_of(styles or 0)))


def _total(ticks_per_unit: int) -> Callable[[TimeSpan], float]:
    return lambda span: span.ticks * (1.0 / ticks_per_unit)


_SPAN = Implementation(
    methods={
        "Add": lambda span, other: TimeSpan(span.ticks + other.ticks),
        "CompareTo": _compare,
        "Duration": lambda span: TimeSpan(abs(span.ticks)),
        "Equals": lambda span, other: span == other,
        "Negate": lambda span: TimeSpan(-span.ticks),
        "Subtract": lambda span, other: TimeSpan(span.ticks - other.ticks),
        "ToString": formatted,
    },
    properties={
        "Days": lambda span: span.parts[0],
        "Hours": lambda span: span.parts[1],
        "Minutes": lambda span: span.parts[2],
        "Seconds": lambda span: span.parts[3],
        "Milliseconds": lambda span: span.parts[4],
        "Ticks": attr("ticks"),
        "TotalDays": _total(TICKS_PER_DAY),
        "TotalHours": _total(TICKS_PER_HOUR),
        "TotalMinutes": _total(TICKS_PER_MINUTE),
        "TotalSeconds": _total(TICKS_PER_SECOND),
        "TotalMilliseconds": _total(TICKS_PER_MILLISECOND),
    },
    static={
        "Compare": lambda one, other: one.compare_to(other),
        "Equals": lambda one, other: one == other,
        "FromDays": lambda value: _interval(value, 86400000),
        "FromHours": lambda value: _interval(value, 3600000),
        "FromMinutes": lambda value: _interval(value, 60000),
        "FromSeconds": lambda value: _interval(value, 1000),
        "FromMilliseconds": lambda value: _interval(value, 1),
        "FromTicks": lambda ticks: TimeSpan(int(ticks)),
        "new": _new_span,
        "default": lambda: TimeSpan(0),
        "Parse": _parse_span,
        "ParseExact": _parse_exact_span,
        "TryParse": _trying(_parse_span, lambda: TimeSpan(0)),
        "TryParseExact": _trying(_parse_exact_span, lambda: TimeSpan(0)),
    },
    static_properties={
        "MaxValue": TimeSpan(MAX_SPAN),
        "MinValue": TimeSpan(MIN_SPAN),
        "Zero": TimeSpan(0),
        "TicksPerDay": TICKS_PER_DAY,
        "TicksPerHour": TICKS_PER_HOUR,
        "TicksPerMillisecond": TICKS_PER_MILLISECOND,
        "TicksPerMinute": TICKS_PER_MINUTE,
        "TicksPerSecond": TICKS_PER_SECOND,
    },
)

# DateTimeOffset


def _new_offset(_type: Any, *arguments: Any) -> DateTimeOffset:
    span = arguments[-1] if isinstance(arguments[-1], TimeSpan) else None
    first = arguments[0]
    if isinstance(first, DateTime):
        ticks = first.ticks
        offset = span.ticks // TICKS_PER_MINUTE if span is not None else first.offset
    elif len(arguments) == 2:
        ticks, offset = int(first), span.ticks // TICKS_PER_MINUTE if span is not None else 0
    else:
        ticks = _ticks_of(tuple(each for each in arguments if isinstance(each, int)))
        offset = span.ticks // TICKS_PER_MINUTE if span is not None else 0
    if abs(offset) > 840:
        raise out_of_range("Offset must be within plus or minus 14 hours.", "offset")
    return DateTimeOffset(ticks, offset)


def _parse_offset(text: str, provider: Any = None, styles: Any = None) -> DateTimeOffset:
    ticks, offset = parse_date(need(text, "input"), culture_of(provider), now_ticks)
    if offset is None:
        offset = 0 if number_of(styles or 0) & 64 else local_offset()
    return DateTimeOffset(ticks, offset)


def _parse_exact_offset(text: str, formats: Any, provider: Any = None, styles: Any = None) -> DateTimeOffset:
    ticks, offset = parse_exact_date(
        need(text, "input"), formats, culture_of(provider), number_of(styles or 0), now_ticks
    )
    return DateTimeOffset(ticks, local_offset() if offset is None else offset)


def _at_offset(date: DateTimeOffset, minutes: int) -> DateTimeOffset:
    return DateTimeOffset(date.utc_ticks + minutes * TICKS_PER_MINUTE, minutes)


def _moved(date: DateTimeOffset, months: int) -> DateTimeOffset:
    return DateTimeOffset(DateTime(date.ticks).plus_months(months).ticks, date.offset)


_OFFSET = Implementation(
    methods={
        "Add": lambda date, span: date.plus(span.ticks),
        "AddDays": _adder(TICKS_PER_DAY),
        "AddHours": _adder(TICKS_PER_HOUR),
        "AddMilliseconds": _adder(TICKS_PER_MILLISECOND),
        "AddMinutes": _adder(TICKS_PER_MINUTE),
        "AddMonths": _moved,
        "AddSeconds": _adder(TICKS_PER_SECOND),
        "AddTicks": lambda date, ticks: date.plus(int(ticks)),
        "AddYears": lambda date, years: _moved(date, years * 12),
        "CompareTo": _compare,
        "Equals": lambda date, other: date == other,
        "EqualsExact": lambda date, other: date == other and date.offset == other.offset,
        "Subtract": lambda date, other: (
            TimeSpan(date.utc_ticks - other.utc_ticks) if isinstance(other, DateTimeOffset) else date.plus(-other.ticks)
        ),
        "ToFileTime": lambda date: date.utc_ticks - _FILE_EPOCH,
        "ToLocalTime": lambda date: _at_offset(date, local_offset()),
        "ToOffset": lambda date, span: _at_offset(date, span.ticks // TICKS_PER_MINUTE),
        "ToString": formatted,
        "ToUniversalTime": lambda date: _at_offset(date, 0),
        "ToUnixTimeMilliseconds": lambda date: (date.utc_ticks - _UNIX_EPOCH) // TICKS_PER_MILLISECOND,
        "ToUnixTimeSeconds": lambda date: (date.utc_ticks - _UNIX_EPOCH) // TICKS_PER_SECOND,
    },
    properties={
        **_DATE_PARTS,
        "Date": lambda date: DateTime(date.ticks - date.ticks % TICKS_PER_DAY),
        "DateTime": lambda date: DateTime(date.ticks),
        "LocalDateTime": lambda date: DateTime(date.utc_ticks, UTC).to_local(),
        "Offset": lambda date: TimeSpan(date.offset * TICKS_PER_MINUTE),
        "UtcDateTime": lambda date: DateTime(date.utc_ticks, UTC),
        "UtcTicks": attr("utc_ticks"),
    },
    static={
        "Compare": lambda one, other: one.compare_to(other),
        "Equals": lambda one, other: one == other,
        "FromFileTime": lambda ticks: _at_offset(DateTimeOffset(int(ticks) + _FILE_EPOCH, 0), local_offset()),
        "FromUnixTimeMilliseconds": lambda value: DateTimeOffset(_UNIX_EPOCH + int(value) * TICKS_PER_MILLISECOND, 0),
        "FromUnixTimeSeconds": lambda value: DateTimeOffset(_UNIX_EPOCH + int(value) * TICKS_PER_SECOND, 0),
        "new": _new_offset,
        "default": lambda: DateTimeOffset(0, 0),
        "op_Implicit": lambda date: DateTimeOffset(date.ticks, date.offset),
        "Parse": _parse_offset,
        "ParseExact": _parse_exact_offset,
        "TryParse": _trying(_parse_offset, lambda: DateTimeOffset(0, 0)),
        "TryParseExact": _trying(_parse_exact_offset, lambda: DateTimeOffset(0, 0)),
    },
    static_properties={
        "MaxValue": DateTimeOffset(MAX_TICKS, 0),
        "MinValue": DateTimeOffset(0, 0),
        "Now": DateTimeOffset.now,
        "UtcNow": lambda: DateTimeOffset(utc_now_ticks(), 0),
    },
    declared="static System.DateTimeOffset op_Implicit(datetime dateTime)",
)


TYPES: Final = {
    "System.DateTime": _DATE,
    "System.TimeSpan": _SPAN,
    "System.DateTimeOffset": _OFFSET,
}

__all__ = ["TYPES", "DateTime", "DateTimeOffset", "TimeSpan", "parsed"]
