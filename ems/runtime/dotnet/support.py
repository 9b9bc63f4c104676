"""What the implementations of .NET types share: the session's clock, cultures, attribute access, exceptions and their
texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, Final

from ems.runtime import current
from ems.runtime.cultures import EN_US, INVARIANT, Culture
from ems.runtime.errors import NetError
from ems.runtime.types import TypeInfo, array_of, type_named
from ems.runtime.values import Byte, PSObject, TypedArray

attr: Final = attrgetter
"""`attr("name")` as the getter of a property that is a plain attribute of the object."""


def argument_null(parameter: str) -> NetError:
    return NetError("System.ArgumentNullException", f"Value cannot be null.\nParameter name: {parameter}")


def argument(message: str, parameter: str | None = None) -> NetError:
    suffix = f"\nParameter name: {parameter}" if parameter else ""
    return NetError("System.ArgumentException", message + suffix)


def out_of_range(message: str, parameter: str | None = None) -> NetError:
    suffix = f"\nParameter name: {parameter}" if parameter else ""
    return NetError("System.ArgumentOutOfRangeException", message + suffix)


def index_out_of_range(parameter: str = "index") -> NetError:
    return out_of_range(
        "Index was out of range. Must be non-negative and less than the size of the collection.", parameter
    )


def invalid_operation(message: str) -> NetError:
    return NetError("System.InvalidOperationException", message)


def not_supported(message: str = "Specified method is not supported.") -> NetError:
    return NetError("System.NotSupportedException", message)


def bad_format(message: str = "Input string was not in a correct format.") -> NetError:
    return NetError("System.FormatException", message)


def need(value: Any, parameter: str) -> Any:
    """The value, which must not be null."""
    if value is None:
        raise argument_null(parameter)
    return value


def culture_of(provider: Any, default: Culture = EN_US) -> Culture:
    """The culture behind an IFormatProvider."""
    return getattr(provider, "culture", default) if provider is not None else default


def formatted(value: Any, *arguments: Any) -> str:
    """ToString(), ToString(format), ToString(provider), ToString(format, provider) of an IFormattable."""
    spec: str | None = None
    culture = EN_US
    for each in arguments:
        if isinstance(each, str):
            spec = each
        elif each is not None:
            culture = culture_of(each)
    from ems.runtime.formatstring import format_value

    return format_value(value, spec, culture) if spec else net_text(value, culture)


def net_text(value: Any, culture: Culture = EN_US) -> str:
    """value.ToString()."""
    from ems.runtime.convert import net_text as text

    return text(value, culture)


def setter(name: str) -> Callable[[Any, Any], None]:
    """The setter of a property that is a plain attribute."""

    def set_attribute(target: Any, value: Any) -> None:
        setattr(target, name, value)

    return set_attribute


def both(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    """Getter and setter of a property that is a plain attribute."""
    return attrgetter(name), setter(name)


def constant(value: Any) -> Callable[[Any], Any]:
    """The getter of a property that is always the same."""
    return lambda _target: value


def bytes_array(content: Iterable[int]) -> TypedArray:
    """A Byte[]."""
    return TypedArray([Byte(each) for each in content], type_named("System.Byte"))


def strings(items: Iterable[str]) -> list[Any]:
    """A String[]."""
    return array_of(items, "System.String")


def raw_bytes(array: Any) -> bytes:
    """The content of a Byte[]."""
    return bytes(int(each) & 0xFF for each in array)


def unwrap(value: Any) -> Any:
    return value.base if value.__class__ is PSObject else value


def session() -> Any:
    """The running session; .NET members that need one exist only inside it."""
    running = current.session()
    if running is None:
        raise invalid_operation("There is no session to serve this call.")
    return running


def enum_type(name: str) -> TypeInfo:
    return type_named(name)


def number_of(value: Any) -> int:
    """The number of an enumeration's value, or a number."""
    return int(getattr(value, "number", value))


__all__ = [
    "EN_US",
    "INVARIANT",
    "Culture",
    "NetError",
    "argument",
    "argument_null",
    "array_of",
    "attr",
    "bad_format",
    "both",
    "bytes_array",
    "constant",
    "culture_of",
    "enum_type",
    "formatted",
    "index_out_of_range",
    "invalid_operation",
    "need",
    "net_text",
    "not_supported",
    "number_of",
    "out_of_range",
    "raw_bytes",
    "session",
    "setter",
    "strings",
    "unwrap",
]
