"""Small bridges from Exchange's values to those of .NET that the runtime holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ems.exchange.dotnet.parameters import given
from ems.runtime.collection import Dictionary
from ems.runtime.errors import NetError, Terminating
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject, PSObject


def plain(value: Any) -> Any:
    """The value itself, without what a parameter or added members put around it."""
    value = given(value)
    return plain(value.base) if value.__class__ is PSObject else value


def without_braces(value: Any) -> Any:
    """A value in braces, as placeholders and old filters are typed, is the text between them."""
    if getattr(value, "type_name", "") == "System.Management.Automation.ScriptBlock":
        return text_of(value).strip()
    if type(value) is list:
        return [without_braces(each) for each in value]
    return value


def text_of(value: Any) -> str:
    """The text of a value, as PowerShell writes it."""
    from ems.runtime.convert import to_string

    value = plain(value)
    return "" if value is None else to_string(value)


def converted(value: Any, net_type: TypeInfo) -> Any:
    """A value as a .NET type; NetError where it is none."""
    from ems.runtime.convert import convert

    try:
        return convert(plain(value), net_type)
    except Terminating as error:
        raise NetError("System.FormatException", error.record.exception.message) from None


def elements(value: Any) -> Iterable[Any]:
    """The elements of a list, or the one value; nothing of `$null`."""
    from ems.runtime.convert import enumerate_value

    value = plain(value)
    if value is None:
        return ()
    found = enumerate_value(value)
    return (value,) if found is None else [plain(each) for each in found]


def dictionary_of(value: Any) -> list[tuple[str, Any]] | None:
    """The keys and values of a hash table; None of anything else."""
    value = plain(value)
    if not isinstance(value, Dictionary):
        return None
    return [(text_of(key), each) for key, each in value.items()]


def whole_number(value: Any) -> int | None:
    """A number that was typed as one (`36MB` is a number to PowerShell); None of anything else."""
    value = plain(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None


def enum_value(net_type: TypeInfo, value: Any) -> Any:
    """A value of an enumeration from names, numbers or a list of names."""
    from ems.runtime.enums import EnumValue

    value = plain(value)
    if isinstance(value, EnumValue) and value.net_type is net_type:
        return value
    if isinstance(value, int):
        return EnumValue(net_type, int(value))
    names = ", ".join(text_of(each) for each in elements(value))
    return converted(names, net_type)


def enhanced_time_span(value: Any) -> Any:
    """An EnhancedTimeSpan from a text or a TimeSpan."""
    from ems.exchange.dotnet.spans import EnhancedTimeSpan

    value = plain(value)
    if isinstance(value, EnhancedTimeSpan):
        return value
    return EnhancedTimeSpan.of(converted(value, type_named("System.TimeSpan")))


def date_time(stamp: Any, utc: bool = False) -> Any:
    """A DateTime: local time of a stored stamp, or the UTC time it stands for."""
    from ems.exchange.dotnet.spans import moment

    return moment(stamp, utc) if isinstance(stamp, str) else converted(stamp, type_named("System.DateTime"))


def guid(text: str) -> Any:
    """A Guid."""
    return converted(text, type_named("System.Guid"))


def ip_address(text: str) -> Any:
    """An IPAddress."""
    return converted(text, type_named("System.Net.IPAddress"))


def is_object(value: Any) -> bool:
    """Whether a value is an object rather than a text or a number."""
    return isinstance(plain(value), NetObject)
