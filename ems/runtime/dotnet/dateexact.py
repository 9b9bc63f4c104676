"""DateTime.ParseExact and TimeSpan.ParseExact: a text that must look exactly as a format says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.runtime.cultures import Culture
from ems.runtime.dateformat import TICKS_PER_DAY, TICKS_PER_SECOND, date_ticks, days_in_month
from ems.runtime.dotnet.support import bad_format

_NOT_A_DATE: Final = "String was not recognized as a valid DateTime."
_NOT_IN_CALENDAR: Final = (
    "The DateTime represented by the string is not supported in calendar System.Globalization.GregorianCalendar."
)


class _Mismatch(Exception):
    """The text does not look like the format."""


class _Fields:
    """What was read so far."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.hour: int | None = None
        self.twelve = False
        self.minute = 0
        self.second = 0
        self.fraction = 0
        self.afternoon: bool | None = None
        self.offset: int | None = None


def _expand(spec: str, culture: Culture) -> str:
    standard = {
        "d": culture.short_date,
        "D": culture.long_date,
        "t": culture.short_time,
        "T": culture.long_time,
        "f": f"{culture.long_date} {culture.short_time}",
        "F": f"{culture.long_date} {culture.long_time}",
        "g": f"{culture.short_date} {culture.short_time}",
        "G": f"{culture.short_date} {culture.long_time}",
        "m": culture.month_day,
        "M": culture.month_day,
        "y": culture.year_month,
        "Y": culture.year_month,
        "s": "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
        "u": "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
        "o": "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
        "O": "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
        "r": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
        "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
    }
    if spec in standard:
        return standard[spec]
    if len(spec) == 1:
        raise bad_format("Input string was not in a correct format.")
    return spec[1:] if len(spec) == 2 and spec[0] == "%" else spec


class _Scanner:
    def __init__(self, text: str, spec: str, culture: Culture, styles: int) -> None:
        self.text = text
        self.spec = spec
        self.at = 0
        self.culture = culture
        self.blanks = bool(styles & 4)
        self.fields = _Fields()

    def digits(self, least: int, most: int) -> int:
        end = self.at
        while end < len(self.text) and end - self.at < most and self.text[end].isdigit():
            end += 1
        if end - self.at < least:
            raise _Mismatch
        number = int(self.text[self.at : end])
        self.at = end
        return number

    def one_of(self, names: tuple[str, ...]) -> int:
        folded = self.text[self.at :].lower()
        best = max(
            (index for index, name in enumerate(names) if name and folded.startswith(name.lower())),
            key=lambda index: len(names[index]),
            default=-1,
        )
        if best < 0:
            raise _Mismatch
        self.at += len(names[best])
        return best

    def literal(self, expected: str) -> None:
        if not self.text.startswith(expected, self.at):
            raise _Mismatch
        self.at += len(expected)

    def run(self) -> _Fields:
        at = 0
        spec = self.spec
        while at < len(spec):
            char = spec[at]
            count = 1
            while at + count < len(spec) and spec[at + count] == char:
                count += 1
            if char in "'\"":
                end = spec.find(char, at + 1)
                if end < 0:
                    raise bad_format("Input string was not in a correct format.")
                self.literal(spec[at + 1 : end])
                at = end + 1
                continue
            if char == "\\":
                self.literal(spec[at + 1 : at + 2])
                at += 2
                continue
            if char == "%":
                at += 1
                continue
            if char in "yMdHhmsfFtzK":
                self.field(char, count)
                at += count
                continue
            if char == ":":
                self.literal(":")
            elif char == "/":
                self.literal(self.culture.date_separator)
            elif char == " ":
                self.blank()
            else:
                self.literal(char)
            at += 1
        if self.blanks:
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
        if self.at != len(self.text):
            raise _Mismatch
        return self.fields

    def blank(self) -> None:
        if self.blanks:
            while self.at < len(self.text) and self.text[self.at].isspace():
                self.at += 1
        else:
            self.literal(" ")

    def field(self, char: str, count: int) -> None:
        fields, culture = self.fields, self.culture
        if char == "y":
            if count <= 2:
                year = self.digits(count, 2)
                fields.year = year + (2000 if year <= 29 + 20 else 1900)
            else:
                fields.year = self.digits(count if count > 3 else 3, max(count, 4))
        elif char == "M":
            if count >= 3:
                fields.month = self.one_of(culture.months if count > 3 else culture.short_months) + 1
            else:
                fields.month = self.digits(count, 2)
        elif char == "d":
            if count >= 3:
                self.one_of(culture.days if count > 3 else culture.short_days)
            else:
                fields.day = self.digits(count, 2)
        elif char in "Hh":
            fields.hour = self.digits(min(count, 2), 2)
            fields.twelve = char == "h"
        elif char == "m":
            fields.minute = self.digits(min(count, 2), 2)
        elif char == "s":
            fields.second = self.digits(min(count, 2), 2)
        elif char in "fF":
            self.fraction(char, count)
        elif char == "t":
            names = (culture.am, culture.pm)
            fields.afternoon = self.one_of(tuple(name[:1] for name in names) if count == 1 else names) == 1
        elif char == "z":
            fields.offset = self.zone(count)
        elif self.text[self.at : self.at + 1] in ("Z", "z"):
            self.at += 1
            fields.offset = 0
        elif self.text[self.at : self.at + 1] in ("+", "-"):
            fields.offset = self.zone(3)

    def fraction(self, char: str, count: int) -> None:
        start = self.at
        while self.at < len(self.text) and self.at - start < count and self.text[self.at].isdigit():
            self.at += 1
        read = self.text[start : self.at]
        if char == "f" and len(read) != count:
            raise _Mismatch
        self.fields.fraction = int((read + "0000000")[:7])

    def zone(self, count: int) -> int:
        sign = self.text[self.at : self.at + 1]
        if sign not in ("+", "-") or not sign:
            raise _Mismatch
        self.at += 1
        minutes = self.digits(min(count, 2), 2) * 60
        if count >= 3:
            if self.text[self.at : self.at + 1] == ":":
                self.at += 1
            minutes += self.digits(2, 2)
        return -minutes if sign == "-" else minutes


def parse_exact_date(
    text: str, formats: Any, culture: Culture, styles: int, now: Callable[[], int]
) -> tuple[int, int | None]:
    """Ticks, and the offset from UTC in minutes where the text has one; the first format that fits counts."""
    if not isinstance(formats, list):
        formats = [formats]
    unsupported = False
    for spec in formats:
        if not spec:
            raise bad_format("Format specifier was invalid.")
        body = text
        if styles & 1:
            body = body.lstrip()
        if styles & 2:
            body = body.rstrip()
        try:
            fields = _Scanner(body, _expand(spec, culture), culture, styles).run()
        except _Mismatch:
            continue
        found = _ticks(fields, now)
        if found is not None:
            if spec in ("u", "r", "R"):
                return found, fields.offset
            return found, fields.offset
        unsupported = True
    raise bad_format(_NOT_IN_CALENDAR if unsupported and len(formats) == 1 else _NOT_A_DATE)


def _ticks(fields: _Fields, now: Callable[[], int]) -> int | None:
    hour = fields.hour or 0
    if fields.twelve and hour > 12:
        return None
    if fields.afternoon is not None:
        hour = hour % 12 + (12 if fields.afternoon else 0) if hour <= 12 else hour
    if fields.year is None and fields.month is None and fields.day is None:
        day_ticks = now() // TICKS_PER_DAY * TICKS_PER_DAY
    else:
        from ems.runtime.dateformat import date_parts

        year = fields.year if fields.year is not None else date_parts(now()).year
        month = fields.month or 1 if fields.month is None else fields.month
        day = fields.day or 1 if fields.day is None else fields.day
        if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)):
            return None
        day_ticks = date_ticks(year, month, day)
    if hour > 23 or fields.minute > 59 or fields.second > 59:
        return None
    return day_ticks + ((hour * 60 + fields.minute) * 60 + fields.second) * TICKS_PER_SECOND + fields.fraction


def parse_exact_timespan(text: str, formats: Any, styles: int) -> int:
    """TimeSpan.ParseExact."""
    if not isinstance(formats, list):
        formats = [formats]
    for spec in formats:
        if spec in ("c", "t", "T", "g", "G"):
            from ems.runtime.dateparse import parse_timespan

            return parse_timespan(text)
        found = _custom_span(text, spec)
        if found is not None:
            return -found if styles & 1 else found
    raise bad_format(
        "String was not recognized as a valid TimeSpan."
        if len(formats) > 1
        else "Input string was not in a correct format."
    )


_UNITS: Final = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def _custom_span(text: str, spec: str) -> int | None:
    at = place = 0
    total = 0
    while at < len(spec):
        char = spec[at]
        count = 1
        while at + count < len(spec) and spec[at + count] == char:
            count += 1
        if char == "\\" or char in "'\"":
            end = at + 2 if char == "\\" else spec.find(char, at + 1) + 1
            literal = spec[at + 1 : end] if char == "\\" else spec[at + 1 : end - 1]
            if not text.startswith(literal, place):
                return None
            place += len(literal)
            at = end
            continue
        if char == "%":
            at += 1
            continue
        end = place
        most = 8 if char == "d" else count if char in "fF" else 2
        while end < len(text) and end - place < most and text[end].isdigit():
            end += 1
        digits = text[place:end]
        if char in _UNITS:
            if len(digits) < count:
                return None
            total += int(digits) * _UNITS[char] * TICKS_PER_SECOND
        elif char in "fF":
            if char == "f" and len(digits) != count:
                return None
            total += int((digits + "0000000")[:7])
        else:
            return None
        place = end
        at += count
    return total if place == len(text) else None
