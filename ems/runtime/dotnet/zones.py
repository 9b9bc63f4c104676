"""System.TimeZoneInfo: zones by the names Windows has for them, their rules from the time zone database of the
machine. A machine without the database knows the standard offsets only.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ems.runtime import current
from ems.runtime.dateformat import TICKS_PER_MINUTE
from ems.runtime.dotnet.support import argument, argument_null, attr
from ems.runtime.dotnet.time import LOCAL, UNSPECIFIED, UTC, DateTime, TimeSpan, local_offset, utc_now_ticks
from ems.runtime.errors import NetError
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

# The name of the registry (and of standard time), the offset in minutes, the places, the name of the zone database.
_ZONES: Final = """
UTC|0|Coordinated Universal Time|Etc/UTC
GMT Standard Time|0|Dublin, Edinburgh, Lisbon, London|Europe/London
Greenwich Standard Time|0|Monrovia, Reykjavik|Atlantic/Reykjavik
W. Europe Standard Time|60|Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna|Europe/Berlin
Central Europe Standard Time|60|Belgrade, Bratislava, Budapest, Ljubljana, Prague|Europe/Budapest
Romance Standard Time|60|Brussels, Copenhagen, Madrid, Paris|Europe/Paris
Central European Standard Time|60|Sarajevo, Skopje, Warsaw, Zagreb|Europe/Warsaw
GTB Standard Time|120|Athens, Bucharest|Europe/Bucharest
FLE Standard Time|120|Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius|Europe/Kiev
South Africa Standard Time|120|Harare, Pretoria|Africa/Johannesburg
Israel Standard Time|120|Jerusalem|Asia/Jerusalem
Egypt Standard Time|120|Cairo|Africa/Cairo
Turkey Standard Time|180|Istanbul|Europe/Istanbul
Arab Standard Time|180|Kuwait, Riyadh|Asia/Riyadh
Russian Standard Time|180|Moscow, St. Petersburg|Europe/Moscow
Iran Standard Time|210|Tehran|Asia/Tehran
Arabian Standard Time|240|Abu Dhabi, Muscat|Asia/Dubai
Pakistan Standard Time|300|Islamabad, Karachi|Asia/Karachi
India Standard Time|330|Chennai, Kolkata, Mumbai, New Delhi|Asia/Calcutta
SE Asia Standard Time|420|Bangkok, Hanoi, Jakarta|Asia/Bangkok
China Standard Time|480|Beijing, Chongqing, Hong Kong, Urumqi|Asia/Shanghai
Singapore Standard Time|480|Kuala Lumpur, Singapore|Asia/Singapore
Tokyo Standard Time|540|Osaka, Sapporo, Tokyo|Asia/Tokyo
Korea Standard Time|540|Seoul|Asia/Seoul
AUS Eastern Standard Time|600|Canberra, Melbourne, Sydney|Australia/Sydney
E. Australia Standard Time|600|Brisbane|Australia/Brisbane
New Zealand Standard Time|720|Auckland, Wellington|Pacific/Auckland
Azores Standard Time|-60|Azores|Atlantic/Azores
E. South America Standard Time|-180|Brasilia|America/Sao_Paulo
Argentina Standard Time|-180|City of Buenos Aires|America/Buenos_Aires
Newfoundland Standard Time|-210|Newfoundland|America/St_Johns
Atlantic Standard Time|-240|Atlantic Time (Canada)|America/Halifax
Eastern Standard Time|-300|Eastern Time (US & Canada)|America/New_York
Central Standard Time|-360|Central Time (US & Canada)|America/Chicago
Mountain Standard Time|-420|Mountain Time (US & Canada)|America/Denver
US Mountain Standard Time|-420|Arizona|America/Phoenix
Pacific Standard Time|-480|Pacific Time (US & Canada)|America/Los_Angeles
Alaskan Standard Time|-540|Alaska|America/Anchorage
Hawaiian Standard Time|-600|Hawaii|Pacific/Honolulu
"""


class TimeZone(NetObject):
    """A zone: its names, its standard offset in minutes, its rules where there are any."""

    type_name = "System.TimeZoneInfo"
    __slots__ = ("base_offset", "id", "label", "rules", "standard")

    def __init__(self, zone_id: str, base_offset: int, label: str, standard: str, rules: ZoneInfo | None) -> None:
        self.id = zone_id
        self.base_offset = base_offset
        self.label = label
        self.standard = standard
        self.rules = rules

    def to_text(self) -> str:
        return self.label

    def equals(self, other: Any) -> bool:
        return isinstance(other, TimeZone) and other.id == self.id

    @property
    def has_daylight(self) -> bool:
        """Whether any month of this year has another offset than January and the standard one."""
        if self.rules is None:
            return False
        year = DateTime(utc_now_ticks()).parts.year
        return any(self._offset(year, month, 1, 12, 0, utc=False) != self.base_offset for month in range(1, 13))

    def _offset(self, year: int, month: int, day: int, hour: int, minute: int, *, utc: bool) -> int:
        from datetime import UTC as utc_zone
        from datetime import datetime

        if self.rules is None:
            return self.base_offset
        if utc:
            moment = datetime(year, month, day, hour, minute, tzinfo=utc_zone).astimezone(self.rules)
        else:
            moment = datetime(year, month, day, hour, minute, tzinfo=self.rules)
        shift = moment.utcoffset()
        return self.base_offset if shift is None else int(shift.total_seconds()) // 60

    def offset_at(self, date: DateTime) -> int:
        """The offset at a moment; a date of no kind is one of this zone."""
        utc = date.kind != UNSPECIFIED
        parts = (date.to_utc() if date.kind == LOCAL else date).parts
        return self._offset(parts.year, parts.month, parts.day, parts.hour, parts.minute, utc=utc)


@cache
def _table() -> dict[str, tuple[str, int, str, str]]:
    table = {}
    for line in _ZONES.split("\n"):
        if line:
            name, offset, places, database = line.split("|")
            table[name.lower()] = (name, int(offset), places, database)
    return table


def _rules(database: str) -> ZoneInfo | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(database)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _named_offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _make(name: str, offset: int, places: str, database: str) -> TimeZone:
    if name == "UTC":
        return TimeZone(name, 0, f"({name}) {places}", places, None)
    return TimeZone(name, offset, f"({_named_offset(offset)}) {places}", name, _rules(database))


def find(zone_id: str | None) -> TimeZone:
    """FindSystemTimeZoneById."""
    if zone_id is None:
        raise argument_null("id")
    found = _table().get(zone_id.lower())
    if found is None:
        raise NetError(
            "System.TimeZoneNotFoundException", f"The time zone ID '{zone_id}' was not found on the local computer."
        )
    return _make(*found)


def utc_zone() -> TimeZone:
    return find("UTC")


def local_zone() -> TimeZone:
    """The zone of the session's clock: the one of the table that has its rules, or else one that has its offset."""
    clock = getattr(current.session(), "clock", None)
    key = getattr(getattr(getattr(clock, "now", lambda: None)(), "tzinfo", None), "key", None)
    offset = local_offset()
    for name, base, places, database in _table().values():
        if database == key:
            return _make(name, base, places, database)
    if offset == 0:
        return utc_zone()
    label = _named_offset(offset)
    return TimeZone(label, offset, f"({label})", label, None)


def _to_utc(date: DateTime, zone: TimeZone | None = None) -> DateTime:
    if date.kind == UTC:
        return date
    offset = (zone or local_zone()).offset_at(DateTime(date.ticks)) if zone or date.kind == UNSPECIFIED else None
    return date.to_utc() if offset is None else DateTime(date.ticks - offset * TICKS_PER_MINUTE, UTC)


def _from_utc(date: DateTime, zone: TimeZone) -> DateTime:
    if date.kind == LOCAL:
        raise argument(
            "The conversion could not be completed because the supplied DateTime did not have the Kind property set "
            "correctly.  For example, when the Kind property is DateTimeKind.Local, the source time zone must be "
            "TimeZoneInfo.Local.",
            "sourceTimeZone",
        )
    kind = UTC if zone.id == "UTC" else LOCAL if zone.equals(local_zone()) else UNSPECIFIED
    return DateTime(date.ticks + zone.offset_at(DateTime(date.ticks, UTC)) * TICKS_PER_MINUTE, kind)


def _convert(date: DateTime, first: TimeZone, second: TimeZone | None = None) -> DateTime:
    if second is None:
        return _from_utc(_to_utc(date), first)
    return _from_utc(_to_utc(date, first), second)


def _convert_by_id(date: DateTime, *names: str) -> DateTime:
    return _convert(date, *[find(name) for name in names])


def _zones() -> list[TimeZone]:
    return [_make(*each) for each in sorted(_table().values(), key=lambda each: (each[1], each[0]))]


TYPES: Final = {
    "System.TimeZoneInfo": Implementation(
        methods={
            "Equals": TimeZone.equals,
            "GetUtcOffset": lambda zone, date: TimeSpan(zone.offset_at(date) * TICKS_PER_MINUTE),
            "IsDaylightSavingTime": lambda zone, date: zone.offset_at(date) != zone.base_offset,
            "ToString": TimeZone.to_text,
        },
        properties={
            "BaseUtcOffset": lambda zone: TimeSpan(zone.base_offset * TICKS_PER_MINUTE),
            "DaylightName": lambda zone: (
                zone.standard.replace("Standard", "Daylight") if zone.has_daylight else zone.standard
            ),
            "DisplayName": attr("label"),
            "Id": attr("id"),
            "StandardName": attr("standard"),
            "SupportsDaylightSavingTime": attr("has_daylight"),
        },
        static={
            "ConvertTime": _convert,
            "ConvertTimeBySystemTimeZoneId": _convert_by_id,
            "ConvertTimeFromUtc": _from_utc,
            "ConvertTimeToUtc": _to_utc,
            "FindSystemTimeZoneById": find,
            "GetSystemTimeZones": _zones,
        },
        static_properties={"Local": local_zone, "Utc": utc_zone},
        declared="""
string Id {get;}
string DisplayName {get;}
string StandardName {get;}
string DaylightName {get;}
timespan BaseUtcOffset {get;}
bool SupportsDaylightSavingTime {get;}
timespan GetUtcOffset(datetime dateTime)
bool IsDaylightSavingTime(datetime dateTime)
bool Equals(System.TimeZoneInfo other)
string ToString()
static System.TimeZoneInfo Local {get;}
static System.TimeZoneInfo Utc {get;}
static System.TimeZoneInfo FindSystemTimeZoneById(string id)
static System.Collections.ObjectModel.ReadOnlyCollection[System.TimeZoneInfo] GetSystemTimeZones()
static datetime ConvertTime(datetime dateTime, System.TimeZoneInfo destinationTimeZone)
static datetime ConvertTime(datetime dateTime, System.TimeZoneInfo source, System.TimeZoneInfo destination)
static datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string destinationTimeZoneId)
static datetime ConvertTimeBySystemTimeZoneId(datetime dateTime, string sourceTimeZoneId, string destinationTimeZoneId)
static datetime ConvertTimeFromUtc(datetime dateTime, System.TimeZoneInfo destinationTimeZone)
static datetime ConvertTimeToUtc(datetime dateTime)
static datetime ConvertTimeToUtc(datetime dateTime, System.TimeZoneInfo sourceTimeZone)
""",
    ),
}
