"""What cmdlets ask of objects: their properties and members, their elements and entries, their texts, and members
added to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from ems.formatting import access
from ems.runtime import convert, members
from ems.runtime.collection import Dictionary, Enumerable
from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.members.model import FieldProperty, Member, Method, NoteProperty
from ems.runtime.types import is_instance, type_named, type_of
from ems.runtime.values import NOTHING, NetObject, PSCustomObject, PSObject, SwitchParameter
from ems.runtime.wildcard import contains_wildcard, like_matcher

_CUSTOM = "System.Management.Automation.PSCustomObject"
SELECTED_CUSTOM = ["Selected." + _CUSTOM, _CUSTOM, "System.Object"]
"""The type names of what Select-Object makes of custom objects; never changed in place."""


_ROUND_TRIP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?")

# Values


def base_of(value: Any) -> Any:
    """The value without the members added to it."""
    return value.base if type(value) is PSObject else value


def type_name(value: Any) -> str:
    """The full name of the type of a value."""
    return str(type_of(value).full_name)


def short_type_name(value: Any) -> str:
    return str(type_of(value).name)


def is_any_of(value: Any, names: Iterable[str]) -> bool:
    """Whether a value is of one of these types, given by full name."""
    return any(is_instance(value, type_named(name)) for name in names)


def is_true(value: Any) -> bool:
    return bool(convert.to_bool(value))


def net_string(value: Any) -> str:
    """ToString() of .NET: dates as the culture writes them, a collection by the name of its type."""
    if value is None:
        return ""
    if type(value) is PSObject and value.extended.get("tostring"):
        return str(convert.to_string(value))
    return str(convert.net_text(value))


def round_trip(number: float) -> str:
    """A floating-point number in the fewest digits that give it back (.NET's format R)."""
    from ems.runtime.formatstring import format_value

    return str(format_value(number, "R"))


# Wildcards


def contains_wildcards(text: str) -> bool:
    return contains_wildcard(text)


def wildcard(pattern: str) -> Callable[[str], bool]:
    """A test for names, capitals or not."""
    return like_matcher(pattern, True)


# Properties


def property_names(value: Any) -> list[str]:
    """The names of all properties, in their order, each once."""
    return access.visible_property_names(value)


def properties_named(value: Any, name: str) -> list[str]:
    """The one property of a name, the properties of a property set, or nothing."""
    found = access.find_property(value, name.lower())
    return [found] if found is not None else access.property_set(value, name.lower())


def matching_properties(value: Any, pattern: str) -> list[str]:
    """The properties whose names match a pattern."""
    test = like_matcher(pattern, True)
    return [name for name in property_names(value) if test(name)]


def has_property(value: Any, name: str) -> bool:
    return access.find_property(value, name.lower()) is not None


def read(value: Any, name: str) -> Any:
    """The value of a property; what goes wrong in reading it is raised."""
    return access.read_property(value, name.lower())


def read_quietly(value: Any, name: str) -> Any:
    """The value of a property, null where it cannot be read."""
    try:
        return access.read_property(value, name.lower())
    except Terminating:
        return None


def matching_members(value: Any, name: str) -> list[tuple[str, bool]]:
    """Name of each member that a name or pattern means, and whether it is a method."""
    if not contains_wildcard(name):
        member = members.find_member(value, name.lower())
        return [] if member is None else [(member.name, is_method(member))]
    test = like_matcher(name, True)
    return [(member.name, is_method(member)) for member in members.members_of(value) if test(member.name)]


def is_method(member: Member) -> bool:
    return isinstance(member, Method) or member.kind in ("ScriptMethod", "CodeMethod")


def extended_property_names(value: Any) -> list[str]:
    """The properties that type data or Add-Member gave a value, beside those of its type."""
    if type(value) is PSCustomObject:
        return []
    return [
        member.name
        for member in members.properties_of(value)
        if member.kind != "Property" and not isinstance(member, FieldProperty)
    ]


def has_own_members(value: Any) -> bool:
    """Whether members were added to this very object."""
    if type(value) is PSObject:
        return bool(value.extended)
    return isinstance(value, NetObject) and bool(value.extended)


def default_key_properties(value: Any) -> list[str] | None:
    """The DefaultKeyPropertySet of an object's type: what it is sorted, grouped and compared by by default."""
    if type(value) in (int, str, PSCustomObject):
        return None
    names = members.standard_member(value, "DefaultKeyPropertySet")
    return list(names) if names else None


def call(value: Any, name: str, arguments: Sequence[Any]) -> Any:
    """Calls a method."""
    return members.invoke(value, name, list(arguments))


# Members added


def own_wrapper(value: Any) -> Any:
    """An object that members can be added to without others who hold the value seeing them."""
    kind = type(value)
    if kind is PSCustomObject:
        made = PSCustomObject(
            dict(value.fields), value.shape, None if value.type_names is None else list(value.type_names)
        )
        made.special = value.special
        return made
    if kind is PSObject:
        return PSObject(value.base, dict(value.extended), None if value.type_names is None else list(value.type_names))
    if isinstance(value, NetObject):
        return PSObject(
            value, dict(value.extended) if value.extended else {}, list(value.type_names) if value.type_names else None
        )
    return PSObject(value)


def noted(value: Any) -> Any:
    """The object itself where it can carry members, else one around it."""
    if isinstance(value, (NetObject, PSCustomObject, PSObject)):
        return value
    return PSObject(value)


def add_note(value: Any, name: str, content: Any) -> None:
    """Adds a note property."""
    if type(value) is PSCustomObject:
        value.add(name, content)
        return
    if value.extended is None:
        value.extended = {}
    value.extended[name.lower()] = NoteProperty(name, content)


def remove_property(value: Any, name: str) -> None:
    """Takes an added property away, if it is there."""
    folded = name.lower()
    if type(value) is PSCustomObject:
        value.fields.pop(folded, None)
    elif value.extended:
        value.extended.pop(folded, None)


def selected_type_names(value: Any) -> list[str]:
    """The type names of what Select-Object makes of an object."""
    if type(value) is PSCustomObject:
        return SELECTED_CUSTOM
    return ["Selected." + type_of(value).display_name, _CUSTOM, "System.Object"]


# Collections and dictionaries


def elements(value: Any) -> Iterator[Any] | None:
    """The elements that a pipeline would take one by one, None where it takes the value as it is."""
    if type(value) in (str, int, PSCustomObject) or value is None or value is NOTHING:
        return None
    return convert.enumerate_value(base_of(value))


def collection(value: Any) -> Iterator[Any] | None:
    """The elements of an array or list; None for anything else, dictionaries and texts among it."""
    value = base_of(value)
    if isinstance(value, list):
        return iter(value)
    return iter(value) if isinstance(value, Enumerable) else None


def is_dictionary(value: Any) -> bool:
    return isinstance(base_of(value), Dictionary)


def entries(value: Any) -> Iterator[tuple[Any, Any]]:
    """The keys and values of a dictionary."""
    return iter(base_of(value).items())


def entry(value: Any, key: Any) -> tuple[bool, Any]:
    """Whether a dictionary has a key, and its value."""
    table = base_of(value)
    return (True, table.get(key)) if key in table else (False, None)


def new_hashtable(pairs: Iterable[tuple[Any, Any]] = ()) -> Any:
    from ems.runtime.hashtable import Hashtable

    return Hashtable(pairs)


def has_key(table: Any, key: Any) -> bool:
    return key in table


def set_entry(table: Any, key: Any, value: Any) -> None:
    table.set(key, value)


# Values of .NET


def switch(value: bool) -> SwitchParameter:
    return SwitchParameter(value)


def enum_value(type_full_name: str, name: str | int) -> Any:
    from ems.runtime.enums import enum_value as make

    return make(type_full_name, name)


def enum_number(value: Any) -> int:
    return int(value.number)


def enum_name(value: Any) -> str:
    """The name of an enumeration's value; a text is taken as it is."""
    return value if isinstance(value, str) else str(convert.to_string(value))


def enum_names(value: Any) -> list[str]:
    """The names in a value of a flags enumeration."""
    return [name.strip() for name in enum_name(value).split(",")]


def time_span(ticks: int) -> Any:
    from ems.runtime.dotnet.time import TimeSpan

    return TimeSpan(ticks)


def date_time(ticks: int, kind: str = "Unspecified") -> Any:
    from ems.runtime.dotnet.time import DateTime

    return DateTime(ticks, kind)


def round_trip_date(text: str) -> Any:
    """A date in the format `o`, with the kind that it names."""
    found = _ROUND_TRIP.fullmatch(text)
    if found is not None:
        from ems.runtime.dotnet.time import DateTime, local_offset

        days = date(int(found[1]), int(found[2]), int(found[3])).toordinal() - 1
        seconds = int(found[4]) * 3600 + int(found[5]) * 60 + int(found[6])
        ticks = (days * 86400 + seconds) * 10_000_000 + int((found[7] or "").ljust(7, "0"))
        zone = found[8]
        if zone is None or zone == "Z":
            return DateTime(ticks, "Utc" if zone else "Unspecified")
        away = int(zone[1:3]) * 60 + int(zone[4:])
        shift = local_offset() - (away if zone[0] == "+" else -away)
        return DateTime(ticks + shift * 600_000_000, "Local")
    kind = type_named("System.DateTime")
    styles = enum_value("System.Globalization.DateTimeStyles", "RoundtripKind")
    culture = members.get_static(type_named("System.Globalization.CultureInfo"), "InvariantCulture")
    return members.invoke_static(kind, "Parse", [text, culture, styles])


def universal_ticks(value: Any) -> int:
    """The ticks of a date in universal time."""
    own = getattr(value, "to_utc", None)
    return int(value.utc_ticks if own is None else own().ticks)


def of_input(record: ErrorRecord) -> ErrorRecord:
    """The record of an error about an input object: cmdlets see all input as PSObject, and that is the type the
    record shows."""
    record.target_type = record.target_type or "PSObject"
    return record
