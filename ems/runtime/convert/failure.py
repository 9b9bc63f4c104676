"""How a conversion fails: PowerShell's error ids and texts (ExtendedTypeSystem resources)."""
from __future__ import annotations

from typing import Any

from ems.runtime.convert.text import net_text
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.types import TypeInfo, type_names


class InvalidCast(Terminating):
    """PSInvalidCastException: `error_id` and `text` are its own; the record carries it inside a RuntimeException, as a
    cast does."""

    def __init__(self, error_id: str, text: str, inner: NetException | None = None) -> None:
        self.error_id = error_id
        self.text = text
        self.cast = NetException("System.Management.Automation.PSInvalidCastException", text, inner)
        outer = NetException("System.Management.Automation.RuntimeException", text, self.cast)
        super().__init__(ErrorRecord(outer, error_id, "InvalidArgument"))


def _text(name: str, *args: Any) -> str:
    return message("ExtendedTypeSystem", name, *args)


def type_name_of(value: Any) -> str:
    """The type name errors show for a value: the first of its PSTypeNames."""
    names = type_names(value)
    return names[0] if names else "System.Object"


def no_conversion(value: Any, target: TypeInfo) -> InvalidCast:
    """There is no way from the value to the type."""
    if value is None:
        if target.is_enum:
            from ems.runtime.convert.enums import enum_names
            names = ",".join(enum_names(target))
            text = _text("InvalidCastExceptionEnumerationNull", target.display_name, names)
            return InvalidCast("nullToEnumInvalidCast", text)
        return InvalidCast("nullToObjectInvalidCast", _text("InvalidCastFromNull", target.display_name))
    shown = net_text(value), type_name_of(value), target.display_name
    return InvalidCast("ConvertToFinalInvalidCastException", _text("InvalidCastException", *shown))


def failed(error_id: str, value: Any, target: TypeInfo, cause: str | NetException) -> InvalidCast:
    """The way was tried and ended in an exception."""
    if isinstance(cause, str):
        cause = NetException("System.Exception", cause)
    text = _text("InvalidCastExceptionWithInnerException", net_text(value), target.display_name, cause.message)
    return InvalidCast(error_id, text, cause)
