"""What cultures say about numbers, dates and currency: the shell runs under en-US; scripts ask for others by name.

Figures are those of .NET Framework on Windows. `INVARIANT` is CultureInfo.InvariantCulture.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Any, Final

_DAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT_DAYS: Final = tuple(day[:3] for day in _DAYS)
_SHORT_MONTHS: Final = tuple(month[:3] for month in _MONTHS)


class Culture:
    """NumberFormatInfo and DateTimeFormatInfo of one culture, as far as they are used.

    Patterns have `n` for the number, `-` for the sign, `$` for the currency symbol, `%` for the percent sign.
    `first_day` is the day a week begins with, 0 for Sunday.
    """

    __slots__ = (
        "am",
        "currency",
        "currency_negative",
        "currency_positive",
        "date_separator",
        "days",
        "decimal",
        "display",
        "first_day",
        "group",
        "infinity",
        "lcid",
        "long_date",
        "long_time",
        "month_day",
        "months",
        "name",
        "percent_negative",
        "percent_positive",
        "pm",
        "short_date",
        "short_days",
        "short_months",
        "short_time",
        "time_separator",
        "year_month",
    )

    def __init__(
        self,
        name: str,
        lcid: int,
        display: str,
        *,
        decimal: str = ".",
        group: str = ",",
        currency: str = "$",
        currency_positive: str = "$n",
        currency_negative: str = "($n)",
        percent_positive: str = "n %",
        percent_negative: str = "-n %",
        infinity: str = "\u221e",
        days: tuple[str, ...] = _DAYS,
        short_days: tuple[str, ...] = _SHORT_DAYS,
        months: tuple[str, ...] = _MONTHS,
        short_months: tuple[str, ...] = _SHORT_MONTHS,
        am: str = "AM",
        pm: str = "PM",
        date_separator: str = "/",
        time_separator: str = ":",
        short_date: str = "M/d/yyyy",
        long_date: str = "dddd, MMMM d, yyyy",
        short_time: str = "h:mm tt",
        long_time: str = "h:mm:ss tt",
        month_day: str = "MMMM d",
        year_month: str = "MMMM yyyy",
        first_day: int = 0,
    ) -> None:
        self.name = name
        self.lcid = lcid
        self.display = display
        self.decimal = decimal
        self.group = group
        self.currency = currency
        self.currency_positive = currency_positive
        self.currency_negative = currency_negative
        self.percent_positive = percent_positive
        self.percent_negative = percent_negative
        self.infinity = infinity
        self.days = days
        self.short_days = short_days
        self.months = months
        self.short_months = short_months
        self.am = am
        self.pm = pm
        self.date_separator = date_separator
        self.time_separator = time_separator
        self.short_date = short_date
        self.long_date = long_date
        self.short_time = short_time
        self.long_time = long_time
        self.month_day = month_day
        self.year_month = year_month
        self.first_day = first_day


def replace(culture: Culture, **changes: Any) -> Culture:
    """A culture that differs from another one in some places."""
    return Culture(**{name: getattr(culture, name) for name in Culture.__slots__} | changes)


EN_US: Final = Culture("en-US", 1033, "English (United States)")
INVARIANT: Final = Culture(
    "",
    127,
    "Invariant Language (Invariant Country)",
    currency="\u00a4",
    currency_positive="$n",
    currency_negative="($n)",
    infinity="Infinity",
    short_date="MM/dd/yyyy",
    long_date="dddd, dd MMMM yyyy",
    short_time="HH:mm",
    long_time="HH:mm:ss",
    month_day="MMMM dd",
    year_month="yyyy MMMM",
)


@cache
def cultures() -> MappingProxyType[str, Culture]:
    """Known cultures by folded name."""
    german = Culture(
        "de-DE",
        1031,
        "German (Germany)",
        decimal=",",
        group=".",
        currency="\u20ac",
        currency_positive="n $",
        currency_negative="-n $",
        days=("Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"),
        short_days=("So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"),
        months=(
            "Januar",
            "Februar",
            "M\u00e4rz",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ),
        short_months=("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
        am="",
        pm="",
        date_separator=".",
        short_date="dd.MM.yyyy",
        long_date="dddd, d. MMMM yyyy",
        short_time="HH:mm",
        long_time="HH:mm:ss",
        month_day="d. MMMM",
        year_month="MMMM yyyy",
        first_day=1,
    )
    french = Culture(
        "fr-FR",
        1036,
        "French (France)",
        decimal=",",
        group="\u00a0",
        currency="\u20ac",
        currency_positive="n $",
        currency_negative="-n $",
        days=("dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
        short_days=("dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."),
        months=(
            "janvier",
            "f\u00e9vrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "ao\u00fbt",
            "septembre",
            "octobre",
            "novembre",
            "d\u00e9cembre",
        ),
        short_months=(
            "janv.",
            "f\u00e9vr.",
            "mars",
            "avr.",
            "mai",
            "juin",
            "juil.",
            "ao\u00fbt",
            "sept.",
            "oct.",
            "nov.",
            "d\u00e9c.",
        ),
        am="",
        pm="",
        short_date="dd/MM/yyyy",
        long_date="dddd d MMMM yyyy",
        short_time="HH:mm",
        long_time="HH:mm:ss",
        month_day="d MMMM",
        year_month="MMMM yyyy",
        first_day=1,
    )
    spanish = Culture(
        "es-ES",
        3082,
        "Spanish (Spain)",
        decimal=",",
        group=".",
        currency="\u20ac",
        currency_positive="n $",
        currency_negative="-n $",
        days=("domingo", "lunes", "martes", "mi\u00e9rcoles", "jueves", "viernes", "s\u00e1bado"),
        short_days=("do.", "lu.", "ma.", "mi.", "ju.", "vi.", "s\u00e1."),
        months=(
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ),
        short_months=("ene.", "feb.", "mar.", "abr.", "may.", "jun.", "jul.", "ago.", "sep.", "oct.", "nov.", "dic."),
        am="",
        pm="",
        short_date="dd/MM/yyyy",
        long_date="dddd, d' de 'MMMM' de 'yyyy",
        short_time="H:mm",
        long_time="H:mm:ss",
        month_day="d' de 'MMMM",
        year_month="MMMM' de 'yyyy",
        first_day=1,
    )
    italian = Culture(
        "it-IT",
        1040,
        "Italian (Italy)",
        decimal=",",
        group=".",
        currency="\u20ac",
        currency_positive="n $",
        currency_negative="-n $",
        days=("domenica", "luned\u00ec", "marted\u00ec", "mercoled\u00ec", "gioved\u00ec", "venerd\u00ec", "sabato"),
        short_days=("dom", "lun", "mar", "mer", "gio", "ven", "sab"),
        months=(
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ),
        short_months=("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
        am="",
        pm="",
        short_date="dd/MM/yyyy",
        long_date="dddd d MMMM yyyy",
        short_time="HH:mm",
        long_time="HH:mm:ss",
        month_day="d MMMM",
        year_month="MMMM yyyy",
        first_day=1,
    )
    british = replace(
        EN_US,
        name="en-GB",
        lcid=2057,
        display="English (United Kingdom)",
        currency="\u00a3",
        currency_negative="-$n",
        percent_positive="n%",
        percent_negative="-n%",
        short_date="dd/MM/yyyy",
        long_date="dd MMMM yyyy",
        short_time="HH:mm",
        long_time="HH:mm:ss",
        month_day="d MMMM",
        year_month="MMMM yyyy",
        first_day=1,
    )

    return MappingProxyType(
        {
            culture.name.lower(): culture
            for culture in (
                EN_US,
                INVARIANT,
                german,
                french,
                spanish,
                italian,
                british,
                replace(
                    german,
                    name="de-AT",
                    lcid=3079,
                    display="German (Austria)",
                    group="\u00a0",
                    currency_positive="$ n",
                    currency_negative="-$ n",
                ),
                replace(
                    german,
                    name="de-CH",
                    lcid=2055,
                    display="German (Switzerland)",
                    decimal=".",
                    group="'",
                    currency="CHF",
                    currency_positive="$ n",
                    currency_negative="$-n",
                ),
                replace(
                    french,
                    name="fr-CH",
                    lcid=4108,
                    display="French (Switzerland)",
                    group="\u00a0",
                    currency="CHF",
                    date_separator=".",
                    short_date="dd.MM.yyyy",
                ),
                replace(
                    french,
                    name="fr-CA",
                    lcid=3084,
                    display="French (Canada)",
                    currency="$",
                    short_date="yyyy-MM-dd",
                    date_separator="-",
                    first_day=0,
                ),
                replace(
                    EN_US,
                    name="en-CA",
                    lcid=4105,
                    display="English (Canada)",
                    short_date="yyyy-MM-dd",
                    date_separator="-",
                    currency_negative="-$n",
                ),
                replace(
                    british,
                    name="en-AU",
                    lcid=3081,
                    display="English (Australia)",
                    currency="$",
                    short_date="d/MM/yyyy",
                    short_time="h:mm tt",
                    long_time="h:mm:ss tt",
                ),
                replace(german, name="de", display="German", lcid=7),
                replace(french, name="fr", display="French", lcid=12),
                replace(spanish, name="es", display="Spanish", lcid=10),
                replace(italian, name="it", display="Italian", lcid=16),
                replace(EN_US, name="en", display="English", lcid=9),
            )
        }
    )


def culture_named(name: str) -> Culture | None:
    """The culture of a name such as `de-DE`, None where it is not known."""
    return cultures().get(name.lower())


def culture_numbered(lcid: int) -> Culture | None:
    """The culture of a locale identifier such as 1031."""
    return next((culture for culture in cultures().values() if culture.lcid == lcid), None)
