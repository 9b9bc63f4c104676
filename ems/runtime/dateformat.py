"""Dates and time spans as text: .NET's standard and custom format strings over ticks (units of 100 nanoseconds).

A date is given by its ticks since 0001-01-01 and its kind (0 Unspecified, 1 Utc, 2 Local) with the offset from UTC in
minutes that the specifiers z and K show. Nothing here knows the classes that hold dates.
"""
from __future__ import annotations

from typing import Final, NamedTuple

from ems.runtime.cultures import EN_US, INVARIANT, Culture
from ems.runtime.numberformat import FormatFailure

TICKS_PER_MILLISECOND: Final = 10_000
TICKS_PER_SECOND: Final = 10_000_000
TICKS_PER_MINUTE: Final = 600_000_000
TICKS_PER_HOUR: Final = 36_000_000_000
TICKS_PER_DAY: Final = 864_000_000_000
MAX_TICKS: Final = 3155378975999999999

_BAD_FORMAT: Final = "Input string was not in a correct format."
_CUMULATIVE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)


class DateParts(NamedTuple):
    """A moment, taken apart. `fraction` counts ticks within the second; `weekday` is 0 for Sunday."""

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    fraction: int
    weekday: int


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _CUMULATIVE[month] - _CUMULATIVE[month - 1]


def days_before(year: int, month: int, day: int) -> int:
    """Days from 0001-01-01 to a date of the Gregorian calendar."""
    past = year - 1
    days = past * 365 + past // 4 - past // 100 + past // 400 + _CUMULATIVE[month - 1] + day - 1
    return days + 1 if month > 2 and is_leap(year) else days


def date_ticks(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, fraction: int = 0
) -> int:
    """Ticks of a moment."""
    seconds = (hour * 60 + minute) * 60 + second
    return days_before(year, month, day) * TICKS_PER_DAY + seconds * TICKS_PER_SECOND + fraction


def date_parts(ticks: int) -> DateParts:
    """What year, month, ... a number of ticks is."""
    from datetime import date
    days, rest = divmod(ticks, TICKS_PER_DAY)
    day = date.fromordinal(days + 1)
    seconds, fraction = divmod(rest, TICKS_PER_SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return DateParts(day.year, day.month, day.day, hour, minute, second, fraction, (days + 1) % 7)


def format_date(
    ticks: int, kind: int, spec: str | None, culture: Culture = EN_US, offset: int = 0, *, has_offset: bool = False
) -> str:
    """DateTime.ToString(spec), and DateTimeOffset's with `has_offset`; `offset` is in minutes."""
    if not spec:
        spec = "G"
        if has_offset:
            pattern = f"{culture.short_date} {culture.long_time} zzz"
            return _custom_date(ticks, kind, pattern, culture, offset, True)
    if len(spec) == 1:
        return _standard_date(ticks, kind, spec, culture, offset, has_offset)
    return _custom_date(ticks, kind, spec, culture, offset, has_offset)


def _standard_date(ticks: int, kind: int, spec: str, culture: Culture, offset: int, has_offset: bool) -> str:
    if spec in "oO":
        pattern, culture = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffff" + ("zzz" if has_offset else "K"), INVARIANT
    elif spec in "rR":
        ticks -= offset * TICKS_PER_MINUTE if has_offset else 0
        pattern, culture = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'", INVARIANT
    elif spec == "s":
        pattern, culture = "yyyy'-'MM'-'dd'T'HH':'mm':'ss", INVARIANT
    elif spec == "u":
        ticks -= offset * TICKS_PER_MINUTE if has_offset else 0
        pattern, culture = "yyyy'-'MM'-'dd HH':'mm':'ss'Z'", INVARIANT
    elif spec == "U":
        if has_offset:
            raise FormatFailure(_BAD_FORMAT)
        ticks -= offset * TICKS_PER_MINUTE if kind != 1 else 0
        pattern = f"{culture.long_date} {culture.long_time}"
    else:
        found = {
            "d": culture.short_date, "D": culture.long_date, "t": culture.short_time, "T": culture.long_time,
            "f": f"{culture.long_date} {culture.short_time}", "F": f"{culture.long_date} {culture.long_time}",
            "g": f"{culture.short_date} {culture.short_time}", "G": f"{culture.short_date} {culture.long_time}",
            "m": culture.month_day, "M": culture.month_day, "y": culture.year_month, "Y": culture.year_month,
        }.get(spec)
        if found is None:
            raise FormatFailure(_BAD_FORMAT)
        pattern = found
    return _custom_date(ticks, kind, pattern, culture, offset, has_offset)


def _custom_date(ticks: int, kind: int, spec: str, culture: Culture, offset: int, has_offset: bool) -> str:
    parts = date_parts(ticks)
    out: list[str] = []
    at, end = 0, len(spec)
    while at < end:
        char = spec[at]
        run = 1
        if char in "dfFghHKmMstyz":
            while at + run < end and spec[at + run] == char:
                run += 1
        if char == "d":
            out.append(str(parts.day).rjust(min(run, 2), "0") if run <= 2
                       else culture.short_days[parts.weekday] if run == 3 else culture.days[parts.weekday])
        elif char == "M":
            out.append(str(parts.month).rjust(min(run, 2), "0") if run <= 2
                       else culture.short_months[parts.month - 1] if run == 3 else culture.months[parts.month - 1])
        elif char == "y":
            out.append(str(parts.year % 100).rjust(run, "0") if run <= 2 else str(parts.year).rjust(run, "0"))
        elif char == "h":
            out.append(str(parts.hour % 12 or 12).rjust(min(run, 2), "0"))
        elif char == "H":
            out.append(str(parts.hour).rjust(min(run, 2), "0"))
        elif char == "m":
            out.append(str(parts.minute).rjust(min(run, 2), "0"))
        elif char == "s":
            out.append(str(parts.second).rjust(min(run, 2), "0"))
        elif char in "fF":
            if run > 7:
                raise FormatFailure(_BAD_FORMAT)
            digits = str(parts.fraction).rjust(7, "0")[:run]
            if char == "F":
                digits = digits.rstrip("0")
                if not digits and out and out[-1] == ".":
                    out.pop()
            out.append(digits)
        elif char == "t":
            designator = culture.am if parts.hour < 12 else culture.pm
            out.append(designator[:1] if run == 1 else designator)
        elif char == "g":
            out.append("A.D.")
        elif char == "z":
            out.append(_offset_text(offset, run))
        elif char == "K":
            for _ in range(run):
                out.append(_offset_text(offset, 3) if has_offset or kind == 2 else "Z" if kind == 1 else "")
        elif char == ":":
            out.append(culture.time_separator)
        elif char == "/":
            out.append(culture.date_separator)
        elif char in "'\"":
            text, at = _quoted(spec, at)
            out.append(text)
            continue
        elif char == "%":
            if at + 1 >= end or spec[at + 1] == "%":
                raise FormatFailure(_BAD_FORMAT)
            out.append(_custom_date(ticks, kind, spec[at + 1], culture, offset, has_offset))
            at += 2
            continue
        elif char == "\\":
            if at + 1 >= end:
                raise FormatFailure(_BAD_FORMAT)
            out.append(spec[at + 1])
            at += 2
            continue
        else:
            out.append(char)
        at += run
    return "".join(out)


def _offset_text(minutes: int, width: int) -> str:
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    if width == 1:
        return f"{sign}{hours}"
    if width == 2:
        return f"{sign}{hours:02}"
    return f"{sign}{hours:02}:{rest:02}"


def _quoted(spec: str, at: int) -> tuple[str, int]:
    """The literal that begins with a quote at `at`, and where it ends."""
    quote = spec[at]
    out: list[str] = []
    at += 1
    while at < len(spec):
        char = spec[at]
        at += 1
        if char == quote:
            return "".join(out), at
        if char == "\\":
            if at >= len(spec):
                break
            char = spec[at]
            at += 1
        out.append(char)
    raise FormatFailure(_BAD_FORMAT)


# ---- time spans ------------------------------------------------------------------------------------------------------

def format_timespan(ticks: int, spec: str | None, culture: Culture = EN_US) -> str:
    """TimeSpan.ToString(spec)."""
    spec = spec or "c"
    negative = ticks < 0
    days, rest = divmod(abs(ticks), TICKS_PER_DAY)
    hours, rest = divmod(rest, TICKS_PER_HOUR)
    minutes, rest = divmod(rest, TICKS_PER_MINUTE)
    seconds, fraction = divmod(rest, TICKS_PER_SECOND)
    sign = "-" if negative else ""
    if spec in ("c", "t", "T"):
        day_text = f"{days}." if days else ""
        fraction_text = f".{fraction:07}" if fraction else ""
        return f"{sign}{day_text}{hours:02}:{minutes:02}:{seconds:02}{fraction_text}"
    if spec == "g":
        day_text = f"{days}:" if days else ""
        fraction_text = culture.decimal + f"{fraction:07}".rstrip("0") if fraction else ""
        return f"{sign}{day_text}{hours}:{minutes:02}:{seconds:02}{fraction_text}"
    if spec == "G":
        return f"{sign}{days}:{hours:02}:{minutes:02}:{seconds:02}{culture.decimal}{fraction:07}"
    if len(spec) == 1:
        raise FormatFailure(_BAD_FORMAT)
    return _custom_timespan(spec, {"d": days, "h": hours, "m": minutes, "s": seconds}, fraction)


def _custom_timespan(spec: str, parts: dict[str, int], fraction: int) -> str:
    out: list[str] = []
    at, end = 0, len(spec)
    while at < end:
        char = spec[at]
        run = 1
        while at + run < end and spec[at + run] == char and char in "dhmsfF":
            run += 1
        if char in parts:
            if run > (8 if char == "d" else 2):
                raise FormatFailure(_BAD_FORMAT)
            out.append(str(parts[char]).rjust(run, "0"))
        elif char in "fF":
            if run > 7:
                raise FormatFailure(_BAD_FORMAT)
            digits = str(fraction).rjust(7, "0")[:run]
            out.append(digits.rstrip("0") if char == "F" else digits)
        elif char in "'\"":
            text, at = _quoted(spec, at)
            out.append(text)
            continue
        elif char == "%":
            if at + 1 >= end or spec[at + 1] == "%":
                raise FormatFailure(_BAD_FORMAT)
            out.append(_custom_timespan(spec[at + 1], parts, fraction))
            run = 2
        elif char == "\\":
            if at + 1 >= end:
                raise FormatFailure(_BAD_FORMAT)
            out.append(spec[at + 1])
            run = 2
        else:
            raise FormatFailure(_BAD_FORMAT)
        at += run
    return "".join(out)
