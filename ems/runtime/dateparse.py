"""Text to date and to time span: DateTime.Parse and TimeSpan.Parse, with .NET Framework's error texts.

A date is read as .NET reads it under en-US: month before day unless a number of three or more digits or a month's name
says otherwise; what is missing comes from the current date (year, or the whole day) or is one (day).
"""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from ems.runtime.cultures import EN_US, Culture
from ems.runtime.dateformat import (
    TICKS_PER_DAY,
    TICKS_PER_HOUR,
    TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
    date_parts,
    date_ticks,
    days_in_month,
)
from ems.runtime.errors import NetError

NOT_A_DATE: Final = "String was not recognized as a valid DateTime."
NOT_A_SPAN: Final = "String was not recognized as a valid TimeSpan."
SPAN_OVERFLOW: Final = (
    "The TimeSpan could not be parsed because at least one of the numeric components is out of range or "
    "contains too many digits."
)
_WRONG_DAY: Final = "String was not recognized as a valid DateTime because the day of week was incorrect."
_UNKNOWN_WORD: Final = (
    "The string was not recognized as a valid DateTime. There is an unknown word starting at index {}."
)
_WRONG_CALENDAR: Final = ("The DateTime represented by the string is not supported in calendar "
                          "System.Globalization.GregorianCalendar.")
_LAST_SHORT_YEAR: Final = 49  # two digits up to this are 20xx
_BLANKS: Final = " \t\r\n\f\v\0\u00a0"

_TIME: Final = re.compile(
    r"(?<![\d.:])(\d{1,2})\s*(?::\s*(\d{1,2})\s*(?::\s*(\d{1,2})(?:[.,](\d+))?)?\s*(?:(am|pm|a|p)(?![a-z]))?|(am|pm|a|p)(?![a-z]))",
    re.IGNORECASE)
_ZONE: Final = re.compile(r"\s*(?:(Z|GMT|UTC)(?![a-z])|([+-])\s*(\d{1,2})(?::?(\d{2}))?(?!\d))", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+\.?|[\s,/.\-]+|.", re.DOTALL)


class ParsedDate(NamedTuple):
    """Ticks as written, and the offset from UTC in minutes where the text names one."""

    ticks: int
    offset: int | None


def _fail(message: str = NOT_A_DATE) -> NoReturn:
    raise NetError("System.FormatException", message)


def parse_date(text: str, culture: Culture = EN_US, now: Callable[[], int] | None = None) -> ParsedDate:
    """DateTime.Parse. `now` gives the current local ticks for a text that leaves out the date or the year."""
    body = text.strip(_BLANKS)
    if not body:
        _fail()
    time = 0
    offset: int | None = None
    found = _TIME.search(text)
    has_time = found is not None
    rest = text
    if found is not None:
        time = _time_ticks(found)
        end = found.end()
        zone = _ZONE.match(text, end)
        if zone is not None:
            offset = _zone_minutes(zone)
            end = zone.end()
        rest = text[:found.start()] + " " * (end - found.start()) + text[end:]
    ticks = _date_ticks(rest, culture, now, has_time)
    return ParsedDate(ticks + time, offset)


def _time_ticks(found: re.Match[str]) -> int:
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    half = (found[5] or found[6] or "").lower()
    if half:
        if hour > 12:
            _fail()
        hour = hour % 12 + (12 if half[0] == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        _fail(_WRONG_CALENDAR)
    fraction = round(int(found[4][:15]) * 10 ** (7 - len(found[4][:15]))) if found[4] else 0
    return ((hour * 60 + minute) * 60 + second) * TICKS_PER_SECOND + fraction


def _zone_minutes(zone: re.Match[str]) -> int:
    if zone[1]:
        return 0
    minutes = int(zone[3]) * 60 + int(zone[4] or 0)
    return -minutes if zone[2] == "-" else minutes


def _date_ticks(text: str, culture: Culture, now: Callable[[], int] | None, has_time: bool) -> int:
    numbers: list[str] = []
    month = weekday = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word.isdecimal():
            if not word.isascii():
                _fail()
            numbers.append(word)
        elif word[0].isalpha():
            if word.rstrip(".").upper() == "T" and has_time and numbers:
                continue
            name = word.rstrip(".").lower()
            found_month = _index(name, culture.months, culture.short_months)
            found_day = _index(name, culture.days, culture.short_days)
            if found_month and not month:
                month = found_month
            elif found_day and not weekday:
                weekday = found_day
            else:
                _fail(_UNKNOWN_WORD.format(token.start()))
        elif word.strip(_BLANKS + ",/.-"):
            _fail()
    if not numbers and not month:
        if not has_time or weekday:
            _fail()
        today = now() if now is not None else 0
        return today - today % TICKS_PER_DAY
    year, month, day = _order(numbers, month, now, culture)
    if not 1 <= year <= 9999 or not 1 <= month <= 12 or not 1 <= day <= days_in_month(year, month):
        _fail()
    ticks = date_ticks(year, month, day)
    if weekday and date_parts(ticks).weekday != weekday - 1:
        _fail(_WRONG_DAY)
    return ticks


def _index(name: str, long: tuple[str, ...], short: tuple[str, ...]) -> int:
    """One more than the place of a name in either list; 0 where it is in none."""
    for names in (long, short):
        for at, each in enumerate(names):
            if each.lower().rstrip(".") == name:
                return at + 1
    return 0


def _year(text: str) -> int:
    if len(text) > 2:
        return int(text) if len(text) < 5 else 0
    number = int(text)
    return number + (2000 if number <= _LAST_SHORT_YEAR else 1900)


def _this_year(now: Callable[[], int] | None) -> int:
    return date_parts(now()).year if now is not None else 1


def _order(numbers: list[str], month: int, now: Callable[[], int] | None, culture: Culture) -> tuple[int, int, int]:
    """Year, month and day from the numbers in the order in which they stand."""
    day_first = culture.short_date.lower().startswith("d")
    if month:
        if len(numbers) == 0:
            return _this_year(now), month, 1
        if len(numbers) == 1:
            if len(numbers[0]) > 2 or int(numbers[0]) > 31:
                return _year(numbers[0]), month, 1
            return _this_year(now), month, int(numbers[0])
        if len(numbers) == 2:
            first, second = numbers
            if len(first) > 2:
                return _year(first), month, int(second)
            return _year(second), month, int(first)
        _fail()
    if len(numbers) == 3:
        first, second, third = numbers
        if len(first) > 2:
            return _year(first), int(second), int(third)
        if day_first:
            return _year(third), int(second), int(first)
        return _year(third), int(first), int(second)
    if len(numbers) == 2:
        first, second = numbers
        if len(first) > 2:
            return _year(first), int(second), 1
        if len(second) > 2:
            return _year(second), int(first), 1
        if day_first:
            return _this_year(now), int(second), int(first)
        return _this_year(now), int(first), int(second)
    _fail()


# ---- time spans ------------------------------------------------------------------------------------------------------

_SPAN: Final = re.compile(r"(-)?(?:(\d+)\.)?(\d+)(?::(\d+))?(?::(\d+))?(?::(\d+))?(?:\.(\d+))?\Z")


def parse_timespan(text: str) -> int:
    """TimeSpan.Parse: `d`, `h:m`, `h:m:s`, `d.h:m:s`, `d:h:m:s`, with a fraction of seconds and a sign."""
    found = _SPAN.match(text.strip(_BLANKS))
    if found is None:
        raise NetError("System.FormatException", NOT_A_SPAN)
    sign, dotted, first, second, third, fourth, fraction = found.groups()
    parts = [part for part in (first, second, third, fourth) if part is not None]
    if (dotted is not None and len(parts) in (1, 4)) or (fraction is not None and len(parts) < 3):
        raise NetError("System.FormatException", NOT_A_SPAN)
    if any(len(part) > 8 for part in parts) or (dotted and len(dotted) > 8) or (fraction and len(fraction) > 7):
        raise NetError("System.OverflowException", SPAN_OVERFLOW)
    values = [int(part) for part in parts]
    if dotted is not None:
        values.insert(0, int(dotted))
        if len(values) == 3:
            values.append(0)
    elif len(values) == 1:
        values = [values[0], 0, 0, 0]
    elif len(values) == 2:
        values = [0, *values, 0]
    elif len(values) == 3:
        values = [0, *values] if values[0] <= 23 or fraction is not None else [*values, 0]
    days, hours, minutes, seconds = values
    if hours > 23 or minutes > 59 or seconds > 59 or days > 10675199:
        raise NetError("System.OverflowException", SPAN_OVERFLOW)
    ticks = (days * TICKS_PER_DAY + hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE + seconds * TICKS_PER_SECOND
             + int((fraction or "0").ljust(7, "0")))
    ticks = -ticks if sign else ticks
    if not -(1 << 63) <= ticks < 1 << 63:
        raise NetError("System.OverflowException", SPAN_OVERFLOW)
    return ticks
