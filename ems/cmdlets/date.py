"""Get-Date and Set-Date."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord, NetError
from ems.runtime.formatstring import format_value
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowNull, ValidateRange

_NAMED_FORMATS = {
    "filedate": (False, "yyyyMMdd"),
    "filedateuniversal": (True, "yyyyMMddZ"),
    "filedatetime": (False, "yyyyMMddTHHmmssffff"),
    "filedatetimeuniversal": (True, "yyyyMMddTHHmmssffffZ"),
}
"""Formats of Get-Date itself, for file names: whether the time is made universal, and the pattern."""

_UNIX = {
    "A": "dddd",
    "a": "ddd",
    "B": "MMMM",
    "b": "MMM",
    "h": "MMM",
    "D": "MM/dd/yy",
    "d": "dd",
    "H": "HH",
    "I": "hh",
    "k": "HH",
    "l": "hh",
    "M": "mm",
    "m": "MM",
    "p": "tt",
    "R": "HH:mm",
    "r": "hh:mm:ss tt",
    "S": "ss",
    "T": "HH:mm:ss",
    "X": "HH:mm:ss",
    "G": "yyyy",
    "g": "yy",
    "x": "MM/dd/yy",
    "y": "yy",
    "Y": "yyyy",
    "Z": "zz",
}
_PARTS = (
    ("Year", "AddYears"),
    ("Month", "AddMonths"),
    ("Day", "AddDays"),
    ("Hour", "AddHours"),
    ("Minute", "AddMinutes"),
    ("Second", "AddSeconds"),
    ("Millisecond", "AddMilliseconds"),
)


class GetDate(Cmdlet):
    """Gets the current date and time.

    -Year, -Month and so on replace parts of it; -Format and -UFormat give a text instead of a date.
    """

    name = "Get-Date"
    default_set = "net"
    output_types = (
        "System.String",
        "System.DateTime",
    )
    date = Parameter("datetime", position=0, pipeline="value,name", aliases=("LastWriteTime",))
    year = Parameter("int", validate=(ValidateRange(1, 9999),))
    month = Parameter("int", validate=(ValidateRange(1, 12),))
    day = Parameter("int", validate=(ValidateRange(1, 31),))
    hour = Parameter("int", validate=(ValidateRange(0, 23),))
    minute = Parameter("int", validate=(ValidateRange(0, 59),))
    second = Parameter("int", validate=(ValidateRange(0, 59),))
    millisecond = Parameter("int", validate=(ValidateRange(0, 999),))
    display_hint = Parameter("DisplayHintType")
    u_format = Parameter("string", sets="UFormat")
    format = Parameter("string", sets="net")

    examples = (
        Example("Get-Date '2024-05-06' -Format 'yyyy/MM/dd'", "Formats a date.", "2024/05/06"),
        Example("(Get-Date '2024-01-31' -Day 15).Day", "Replaces a part of a date.", "15"),
    )

    def process(self) -> None:
        date = self.date if "Date" in self.bound else blocks.now(self)
        for part, method in _PARTS:
            if part in self.bound:
                wanted = getattr(self, part.lower())
                date = objects.call(date, method, [wanted - objects.read(date, part)])
                if part == "Millisecond":
                    date = objects.call(date, "AddTicks", [-(objects.read(date, "Ticks") % 10000)])
        if "UFormat" in self.bound:
            self.write(_unix_format(date, self.u_format))
        elif "Format" in self.bound:
            self.write(self._formatted(date))
        else:
            hint = (
                self.display_hint
                if self.display_hint is not None
                else objects.enum_value("Microsoft.PowerShell.Commands.DisplayHintType", "DateTime")
            )
            made = objects.own_wrapper(date)
            objects.add_note(made, "DisplayHint", hint)
            self.write(made)

    def _formatted(self, date: Any) -> str:
        universal, pattern = _NAMED_FORMATS.get(self.format.lower(), (False, self.format))
        if universal:
            date = objects.call(date, "ToUniversalTime", [])
        try:
            return str(format_value(objects.base_of(date), pattern))
        except NetError as error:
            raise self.throw(ErrorRecord(error.exception, error.exception.type_name, "NotSpecified")) from None


def _unix_format(date: Any, pattern: str) -> str:
    """The formats of Unix's date, as far as Get-Date knows them (its week numbers are its own)."""
    parts: list[str] = []
    text = pattern[1:] if pattern.startswith("+") else pattern
    at = 0
    day_of_year = objects.read(date, "DayOfYear")
    day_of_week = objects.enum_number(objects.read(date, "DayOfWeek"))
    base = objects.base_of(date)
    while at < len(text):
        mark = text[at]
        at += 1
        if mark != "%" or at == len(text):
            parts.append(mark)
            continue
        key = text[at]
        at += 1
        if key in _UNIX:
            # The pattern of a single letter would be a standard format; one that says "custom" is not.
            wanted = _UNIX[key]
            parts.append(str(format_value(base, wanted if len(wanted) > 1 else "%" + wanted)))
        elif key == "C":
            parts.append(str(objects.read(date, "Year") // 100))
        elif key == "c":
            head, tail = format_value(base, "ddd MMM "), format_value(base, " HH:mm:ss yyyy")
            parts.append(f"{head}{objects.read(date, 'Day'):>2}{tail}")
        elif key == "e":
            parts.append(f"{objects.read(date, 'Day'):>2}")
        elif key == "j":
            parts.append(str(day_of_year))
        elif key == "n":
            parts.append("\n")
        elif key == "t":
            parts.append("\t")
        elif key == "s":
            parts.append(to_string((objects.read(date, "Ticks") - 621355968000000000) / 10000000))
        elif key in "uw":
            parts.append(str(day_of_week))
        elif key in "UW":
            parts.append(str(day_of_year // 7))
        elif key == "V":
            parts.append(str(day_of_year // 7 + 1))
        else:
            parts.append(key)
    return "".join(parts)


class SetDate(Cmdlet):
    """Changes the system time on the computer to a time that you specify.

    Here the clock of the machine is out of reach: the change is refused, as for a user without the right.
    """

    name = "Set-Date"
    default_set = "Date"
    should_process = "Medium"
    output_types = ("System.DateTime",)
    date = Parameter("datetime", position=0, mandatory=True, pipeline="value,name", sets="Date")
    adjust = Parameter(
        "timespan",
        position=0,
        mandatory=True,
        pipeline="name",
        sets="Adjust",
        validate=(AllowNull(),),
    )
    display_hint = Parameter("DisplayHintType")

    examples = (Example("Set-Date -Adjust 0:5:0 -WhatIf", "Says what would be set.", None),)

    def process(self) -> None:
        if self.parameter_set == "Date":
            date = self.date
        else:
            date = objects.call(blocks.now(self), "Add", [self.adjust])
        if self.confirm(objects.net_string(date)):
            raise self.throw(
                self.error(
                    "System.ComponentModel.Win32Exception",
                    "A required privilege is not held by the client",
                    "NotSpecified",
                    exception="System.ComponentModel.Win32Exception",
                )
            )
