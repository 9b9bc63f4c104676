"""CultureInfo and what hangs on it."""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.convert import compare_strings
from ems.runtime.cultures import EN_US, INVARIANT, Culture, culture_named, culture_numbered, cultures
from ems.runtime.dotnet.comparers import ordinal_compare
from ems.runtime.dotnet.support import NetError, argument_null, array_of, attr, number_of, strings
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_NAME: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")


class CultureInfo(NetObject):
    """System.Globalization.CultureInfo."""

    __slots__ = ("culture", "name")
    type_name = "System.Globalization.CultureInfo"

    def __init__(self, culture: Culture, name: str | None = None) -> None:
        self.culture = culture
        self.name = name if name is not None else culture.name

    def to_text(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CultureInfo) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    @property
    def english(self) -> str:
        return "Invariant Language (Invariant Country)" if not self.name else self.culture.display

    @property
    def is_neutral(self) -> bool:
        return bool(self.name) and "-" not in self.name


class Facet(NetObject):
    """NumberFormatInfo, DateTimeFormatInfo, TextInfo, CompareInfo or Calendar of a culture."""

    __slots__ = ("culture", "net_type")

    def __init__(self, kind: str, culture: Culture) -> None:
        self.net_type: TypeInfo = type_named(f"System.Globalization.{kind}")
        self.culture = culture

    def to_text(self) -> str:
        if self.net_type.name in ("TextInfo", "CompareInfo"):
            return f"{self.net_type.name} - {self.culture.name}"
        return self.net_type.full_name


def culture_info(name: str | None) -> CultureInfo:
    """The culture of a name; Windows 10 makes one up for every well-formed name."""
    if name is None:
        raise argument_null("name")
    known = culture_named(name)
    if known is not None:
        return CultureInfo(known)
    if name == "":
        return CultureInfo(INVARIANT)
    if not _NAME.match(name) or len(name) > 84:
        raise NetError(
            "System.Globalization.CultureNotFoundException",
            f"Culture is not supported.\nParameter name: name\n{name} is an invalid culture identifier.",
        )
    head, *rest = name.split("-")
    shown = "-".join(
        [
            head.lower(),
            *(part.upper() if len(part) in (2, 3) and at == 0 else _cased(part, at) for at, part in enumerate(rest)),
        ]
    )
    parent = culture_named(head)
    return CultureInfo(parent or INVARIANT, shown)


def _cased(part: str, at: int) -> str:
    return part.upper() if at or len(part) != 4 else part.capitalize()


def _numbered(lcid: int) -> CultureInfo:
    if lcid == 127:
        return CultureInfo(INVARIANT)
    known = culture_numbered(lcid)
    if known is None:
        raise NetError(
            "System.Globalization.CultureNotFoundException",
            f"Culture is not supported.\nParameter name: culture\n{lcid} (0x{lcid:04x}) is an invalid culture "
            f"identifier.",
        )
    return CultureInfo(known)


def _of(value: Any, *_rest: Any) -> CultureInfo:
    return _numbered(value) if isinstance(value, int) else culture_info(value)


def _new(_type: Any, value: Any, *_rest: Any) -> CultureInfo:
    return _of(value)


def _parent(info: CultureInfo) -> CultureInfo:
    head = info.name.rpartition("-")[0]
    return culture_info(head)


def _facet(kind: str) -> Any:
    return lambda info: Facet(kind, info.culture)


def _title(_facet: Facet, text: str) -> str:
    """Words begin with a capital and go on in small letters; words all in capitals stay."""
    return re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)*", lambda found: _title_word(found[0]), text)


def _title_word(word: str) -> str:
    return word if len(word) > 1 and word.isupper() else word[0].upper() + word[1:].lower()


def _compare(_facet: Facet, one: Any, other: Any, *options: Any) -> int:
    number = next((number_of(each) for each in options if hasattr(each, "number")), 0)
    if one is None or other is None:
        return (one is not None) - (other is not None)
    if number & 0x50000000:
        return ordinal_compare(one, other, bool(number & 0x10000000))
    return compare_strings(one, other, bool(number & 1))


def _all_cultures(_kinds: Any) -> Any:
    return array_of([CultureInfo(each) for each in cultures().values()], "System.Globalization.CultureInfo")


def _week_of_year(_calendar: Facet, date: Any, rule: Any, first_day: Any) -> int:
    from ems.runtime.dateformat import days_before

    parts = date.parts
    day_of_year = days_before(parts.year, parts.month, parts.day) - days_before(parts.year, 1, 1)
    first = number_of(first_day)
    jan1 = (parts.weekday - day_of_year) % 7
    offset = (jan1 - first) % 7
    mode = number_of(rule)
    if mode == 0:
        return int(day_of_year + offset) // 7 + 1
    full = 7 if mode == 1 else 4
    start = -offset if 7 - offset >= full else 7 - offset
    if day_of_year >= start:
        return int(day_of_year - start) // 7 + 1
    from ems.runtime.dotnet.time import DateTime

    return _week_of_year(_calendar, DateTime(date.ticks - (day_of_year + 1) * 864_000_000_000), rule, first_day)


def _days_in_month(_calendar: Facet, year: int, month: int, *_era: Any) -> int:
    from ems.runtime.dotnet.dates import _days_in_month as count

    return count(year, month)


def _is_leap(_calendar: Facet, year: int, *_era: Any) -> bool:
    from ems.runtime.dateformat import is_leap

    return is_leap(year)


def _pattern(name: str) -> Any:
    return lambda facet: getattr(facet.culture, name)


_CURRENT: Final = CultureInfo(EN_US)

TYPES: Final = {
    "System.Globalization.CultureInfo": Implementation(
        methods={
            "Clone": lambda info: CultureInfo(info.culture, info.name),
            "Equals": lambda info, other: info == other,
            "GetFormat": lambda info, kind: (
                Facet(kind.name, info.culture) if kind.name in ("NumberFormatInfo", "DateTimeFormatInfo") else None
            ),
            "ToString": attr("name"),
        },
        properties={
            "Calendar": _facet("GregorianCalendar"),
            "CompareInfo": _facet("CompareInfo"),
            "DateTimeFormat": (_facet("DateTimeFormatInfo"), lambda _info, _value: None),
            "DisplayName": attr("english"),
            "EnglishName": attr("english"),
            "IetfLanguageTag": attr("name"),
            "IsNeutralCulture": attr("is_neutral"),
            "IsReadOnly": lambda _info: True,
            "KeyboardLayoutId": attr("culture.lcid"),
            "LCID": attr("culture.lcid"),
            "Name": attr("name"),
            "NativeName": attr("english"),
            "NumberFormat": (_facet("NumberFormatInfo"), lambda _info, _value: None),
            "Parent": _parent,
            "TextInfo": _facet("TextInfo"),
            "ThreeLetterISOLanguageName": lambda info: {"en": "eng", "de": "deu", "fr": "fra"}.get(
                info.name[:2], "ivl"
            ),
            "ThreeLetterWindowsLanguageName": lambda info: (
                "ENU" if info.name == "en-US" else info.name[:3].upper() or "IVL"
            ),
            "TwoLetterISOLanguageName": lambda info: info.name[:2].lower() or "iv",
            "UseUserOverride": lambda info: info.name == "en-US",
        },
        static={
            "CreateSpecificCulture": lambda name: culture_info(name if "-" in name else _specific(name)),
            "GetCultureInfo": _of,
            "GetCultureInfoByIetfLanguageTag": culture_info,
            "GetCultures": _all_cultures,
            "new": _new,
            "ReadOnly": lambda info: info,
        },
        static_properties={
            "CurrentCulture": (lambda _type: _CURRENT, lambda _type, _value: None),
            "CurrentUICulture": (lambda _type: _CURRENT, lambda _type, _value: None),
            "DefaultThreadCurrentCulture": (lambda _type: None, lambda _type, _value: None),
            "DefaultThreadCurrentUICulture": (lambda _type: None, lambda _type, _value: None),
            "InstalledUICulture": _CURRENT,
            "InvariantCulture": CultureInfo(INVARIANT),
        },
    ),
    "System.Globalization.TextInfo": Implementation(
        methods={
            "ToLower": lambda _facet, text: text.lower(),
            "ToTitleCase": _title,
            "ToUpper": lambda _facet, text: text.upper(),
        },
        properties={
            "ANSICodePage": lambda _facet: 1252,
            "CultureName": attr("culture.name"),
            "ListSeparator": lambda _facet: ",",
            "OEMCodePage": lambda _facet: 437,
        },
        declared="""
            string ToLower(string str)
            char ToLower(char c)
            string ToTitleCase(string str)
            string ToUpper(string str)
            char ToUpper(char c)
            string ToString()
            int ANSICodePage {get;}
            string CultureName {get;}
            string ListSeparator {get;}
            int OEMCodePage {get;}
        """,
    ),
    "System.Globalization.CompareInfo": Implementation(
        methods={"Compare": _compare, "IndexOf": lambda _facet, text, what, *_options: text.find(what)},
        properties={"LCID": attr("culture.lcid"), "Name": attr("culture.name")},
        declared="""
            int Compare(string string1, string string2)
            int Compare(string string1, string string2, System.Globalization.CompareOptions options)
            int IndexOf(string source, string value)
            int LCID {get;}
            string Name {get;}
        """,
    ),
    "System.Globalization.NumberFormatInfo": Implementation(
        properties={
            "CurrencyDecimalDigits": lambda _facet: 2,
            "CurrencyDecimalSeparator": attr("culture.decimal"),
            "CurrencyGroupSeparator": attr("culture.group"),
            "CurrencySymbol": attr("culture.currency"),
            "NaNSymbol": lambda _facet: "NaN",
            "NegativeSign": lambda _facet: "-",
            "NumberDecimalDigits": lambda _facet: 2,
            "NumberDecimalSeparator": attr("culture.decimal"),
            "NumberGroupSeparator": attr("culture.group"),
            "PercentSymbol": lambda _facet: "%",
            "PositiveInfinitySymbol": attr("culture.infinity"),
            "PositiveSign": lambda _facet: "+",
        },
        static_properties={
            "CurrentInfo": lambda: Facet("NumberFormatInfo", EN_US),
            "InvariantInfo": lambda: Facet("NumberFormatInfo", INVARIANT),
        },
        declared="""
            int CurrencyDecimalDigits {get;}
            string CurrencyDecimalSeparator {get;}
            string CurrencyGroupSeparator {get;}
            string CurrencySymbol {get;}
            string NaNSymbol {get;}
            string NegativeSign {get;}
            int NumberDecimalDigits {get;}
            string NumberDecimalSeparator {get;}
            string NumberGroupSeparator {get;}
            string PercentSymbol {get;}
            string PositiveInfinitySymbol {get;}
            string PositiveSign {get;}
            static System.Globalization.NumberFormatInfo CurrentInfo {get;}
            static System.Globalization.NumberFormatInfo InvariantInfo {get;}
        """,
    ),
    "System.Globalization.DateTimeFormatInfo": Implementation(
        methods={
            "GetAbbreviatedDayName": lambda facet, day: facet.culture.short_days[number_of(day)],
            "GetAbbreviatedMonthName": lambda facet, month: facet.culture.short_months[month - 1],
            "GetDayName": lambda facet, day: facet.culture.days[number_of(day)],
            "GetMonthName": lambda facet, month: facet.culture.months[month - 1],
        },
        properties={
            "AbbreviatedDayNames": lambda facet: strings(facet.culture.short_days),
            "AbbreviatedMonthNames": lambda facet: strings((*facet.culture.short_months, "")),
            "AMDesignator": attr("culture.am"),
            "Calendar": _facet("GregorianCalendar"),
            "CalendarWeekRule": lambda _facet: "FirstDay",
            "DateSeparator": attr("culture.date_separator"),
            "DayNames": lambda facet: strings(facet.culture.days),
            "FirstDayOfWeek": lambda _facet: "Sunday",
            "FullDateTimePattern": lambda facet: f"{facet.culture.long_date} {facet.culture.long_time}",
            "LongDatePattern": _pattern("long_date"),
            "LongTimePattern": _pattern("long_time"),
            "MonthDayPattern": _pattern("month_day"),
            "MonthNames": lambda facet: strings((*facet.culture.months, "")),
            "PMDesignator": attr("culture.pm"),
            "RFC1123Pattern": lambda _facet: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
            "ShortDatePattern": _pattern("short_date"),
            "ShortTimePattern": _pattern("short_time"),
            "SortableDateTimePattern": lambda _facet: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
            "TimeSeparator": lambda _facet: ":",
            "UniversalSortableDateTimePattern": lambda _facet: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
            "YearMonthPattern": _pattern("year_month"),
        },
        static_properties={
            "CurrentInfo": lambda: Facet("DateTimeFormatInfo", EN_US),
            "InvariantInfo": lambda: Facet("DateTimeFormatInfo", INVARIANT),
        },
        declared="""
            string GetAbbreviatedDayName(System.DayOfWeek dayofweek)
            string GetAbbreviatedMonthName(int month)
            string GetDayName(System.DayOfWeek dayofweek)
            string GetMonthName(int month)
            string[] AbbreviatedDayNames {get;}
            string[] AbbreviatedMonthNames {get;}
            string AMDesignator {get;}
            System.Globalization.Calendar Calendar {get;}
            System.Globalization.CalendarWeekRule CalendarWeekRule {get;}
            string DateSeparator {get;}
            string[] DayNames {get;}
            System.DayOfWeek FirstDayOfWeek {get;}
            string FullDateTimePattern {get;}
            string LongDatePattern {get;}
            string LongTimePattern {get;}
            string MonthDayPattern {get;}
            string[] MonthNames {get;}
            string PMDesignator {get;}
            string RFC1123Pattern {get;}
            string ShortDatePattern {get;}
            string ShortTimePattern {get;}
            string SortableDateTimePattern {get;}
            string TimeSeparator {get;}
            string UniversalSortableDateTimePattern {get;}
            string YearMonthPattern {get;}
            static System.Globalization.DateTimeFormatInfo CurrentInfo {get;}
            static System.Globalization.DateTimeFormatInfo InvariantInfo {get;}
        """,
    ),
    "System.Globalization.Calendar": Implementation(
        methods={"GetDaysInMonth": _days_in_month, "GetWeekOfYear": _week_of_year, "IsLeapYear": _is_leap},
        static={"new": lambda _type: Facet("GregorianCalendar", EN_US)},
        declared="""
            int GetDaysInMonth(int year, int month)
            int GetWeekOfYear(datetime time, System.Globalization.CalendarWeekRule rule, \
                System.DayOfWeek firstDayOfWeek)
            bool IsLeapYear(int year)
        """,
    ),
    "System.Globalization.GregorianCalendar": Implementation(
        static={"new": lambda _type: Facet("GregorianCalendar", EN_US)},
        declared="System.Globalization.GregorianCalendar new()",
    ),
}


def _specific(name: str) -> str:
    return {"en": "en-US", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "it": "it-IT", "ja": "ja-JP"}.get(
        name.lower(), name
    )
