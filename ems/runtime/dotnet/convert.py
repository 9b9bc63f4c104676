"""System.Convert and BitConverter."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from ems.runtime import numbers
from ems.runtime.convert.numeric import change_type
from ems.runtime.dotnet.objects import DBNull
from ems.runtime.dotnet.support import (
    NetError,
    argument,
    argument_null,
    bad_format,
    culture_of,
    formatted,
    net_text,
    out_of_range,
    raw_bytes,
)
from ems.runtime.members.lookup import default_value
from ems.runtime.members.model import Implementation
from ems.runtime.members.results import PYTHON_CLASSES
from ems.runtime.types import TypeInfo, type_named, type_of
from ems.runtime.values import Char

_INTEGER_CLASSES: Final = {**PYTHON_CLASSES, "System.Int32": int}
_BAD_BASE64: Final = (
    "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding "
    "characters, or an illegal "
    "character among the padding characters."
)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}\Z")


def change(value: Any, type_name: str) -> Any:
    """A value as another of the simple types, as Convert.ToX does it; null is the default value."""
    target = type_named(type_name)
    if value is None or isinstance(value, DBNull):
        if isinstance(value, DBNull):
            raise NetError("System.InvalidCastException", "Object cannot be cast from DBNull to other types.")
        return default_value(target)
    if isinstance(value, str) and value.__class__ is not Char:
        return _from_text(value, target)
    if isinstance(value, list) or not (isinstance(value, (int, float, str, Decimal)) or type_of(value).is_value_type):
        kind = type_of(value).full_name
        raise NetError(
            "System.InvalidCastException",
            f"Unable to cast object of type '{kind}' to type 'System.IConvertible'.",
        )
    return _typed(change_type(value, target), target)


def _typed(value: Any, target: TypeInfo) -> Any:
    python = PYTHON_CLASSES.get(target.full_name)
    return python(value) if python is not None and value.__class__ is not python else value


def _from_text(text: str, target: TypeInfo) -> Any:
    name = target.full_name
    if name == "System.DateTime":
        from ems.runtime.dotnet.dates import parsed

        return parsed(text)
    if name == "System.Char":
        if len(text) != 1:
            raise bad_format("String must be exactly one character long.")
        return Char(text)
    if name == "System.Boolean":
        from ems.runtime.dotnet.numbers import _parse_bool

        return _parse_bool(text)
    if name == "System.String":
        return text
    from ems.runtime.dotnet.parsing import parse_number

    python: type[Any] = Decimal if name == "System.Decimal" else _INTEGER_CLASSES[name]
    return parse_number(text, python)


def _to(type_name: str) -> Callable[..., Any]:
    def convert(value: Any, *rest: Any) -> Any:
        if rest and isinstance(rest[0], int) and (isinstance(value, str) or value is None):
            return _based(value, rest[0], type_name)
        return change(value, type_name)

    return convert


def _based(text: str | None, base: int, type_name: str) -> Any:
    """Convert.ToInt32(text, base)."""
    if base not in (2, 8, 10, 16):
        raise argument("Invalid Base.")
    python = _INTEGER_CLASSES[type_name]
    if text is None:
        return python(0)
    body = text
    negative = body.startswith("-")
    if negative:
        if base != 10:
            raise argument("String cannot contain a minus sign if the base is not 10.")
        body = body[1:]
    if base == 16 and body[:2] in ("0x", "0X"):
        body = body[2:]
    if not text:
        raise out_of_range(
            "Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex"
        )
    digits = "0123456789abcdef"[:base]
    count = next((at for at, char in enumerate(body.lower()) if char not in digits), len(body))
    if count == 0:
        raise bad_format("Could not find any recognizable digits.")
    if count < len(body):
        raise bad_format("Additional non-parsable characters are at the end of the string.")
    number = int(body, base)
    if base == 10:
        return numbers.checked(-number if negative else number, python)
    if number >> numbers.BITS[python]:
        raise NetError("System.OverflowException", numbers.OVERFLOW[python])
    return numbers.truncated(number, python)


def _to_string(value: Any, *rest: Any) -> str | None:
    if rest and isinstance(rest[0], int) and not isinstance(rest[0], bool):
        base = rest[0]
        if base not in (2, 8, 10, 16):
            raise argument("Invalid Base.")
        if base == 10:
            return str(int(value))
        bits = numbers.BITS[value.__class__]
        number = int(value) & ((1 << bits) - 1)
        return format(number, {2: "b", 8: "o", 16: "x"}[base])
    if value is None:
        return ""
    return formatted(value, *rest) if rest and rest[0] is not None and not isinstance(value, str) else net_text(value)


def _change_type(value: Any, target: Any, *provider: Any) -> Any:
    if hasattr(target, "text"):
        target = type_named("System." + target.text)
    if target is None:
        raise argument_null("conversionType")
    if value is None:
        if target.is_value_type:
            raise NetError("System.InvalidCastException", "Null object cannot be converted to a value type.")
        return None
    if target.is_assignable_from(type_of(value)):
        return value
    if type_named("System.IConvertible") not in type_of(value).ancestors:
        raise NetError("System.InvalidCastException", "Object must implement IConvertible.")
    culture_of(provider[0] if provider else None)
    if target.is_enum or target.full_name not in _CONVERTIBLE:
        raise NetError(
            "System.InvalidCastException",
            f"Invalid cast from '{type_of(value).full_name}' to '{target.full_name}'.",
        )
    return change(value, target.full_name)


def _to_base64(content: Any, *rest: Any) -> str:
    if content is None:
        raise argument_null("inArray")
    body = raw_bytes(content)
    numbers_given = [int(each) for each in rest if isinstance(each, int)]
    if len(numbers_given) == 2:
        body = body[numbers_given[0] : numbers_given[0] + numbers_given[1]]
    text = base64.b64encode(body).decode("ascii")
    if any(getattr(each, "number", 0) == 1 for each in rest):
        return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    return text


def _from_base64(text: str | None) -> bytes:
    if text is None:
        raise argument_null("s")
    body = re.sub(r"[ \t\r\n]", "", text)
    if len(body) % 4 or not _BASE64.match(body):
        if len(body) % 4 and _BASE64.match(body) and not body.endswith("=") and len(body) > 1:
            raise bad_format("Invalid length for a Base-64 char array or string.")
        raise bad_format(_BAD_BASE64)
    return base64.b64decode(body)


def _type_code(value: Any) -> str:
    if value is None:
        return "Empty"
    name = type_of(value).name
    return name if name in type_named("System.TypeCode").names else "Object"


_SIMPLE: Final = (
    "Boolean", "Byte", "Char", "DateTime", "Decimal", "Double", "Int16", "Int32", "Int64", "SByte", "Single",
    "UInt16", "UInt32",
    "UInt64",
)  # fmt: skip
_CONVERTIBLE: Final = frozenset(f"System.{name}" for name in (*_SIMPLE, "String"))


# BitConverter

_FORMATS: Final = {
    "System.Boolean": "?",
    "System.Char": "H",
    "System.Int16": "h",
    "System.Int32": "i",
    "System.Int64": "q",
    "System.UInt16": "H",
    "System.UInt32": "I",
    "System.UInt64": "Q",
    "System.Single": "f",
    "System.Double": "d",
}


def _get_bytes(value: Any) -> bytes:
    code = _FORMATS[type_of(value).full_name]
    return struct.pack("<" + code, ord(value) if isinstance(value, Char) else value)


def _read(code: str) -> Callable[[Any, int], Any]:
    size = struct.calcsize("<" + code)

    def read(content: Any, start: int) -> Any:
        if not 0 <= start < len(content):
            raise out_of_range(
                "Index was out of range. Must be non-negative and less than the size of the collection.", "startIndex"
            )
        if start + size > len(content):
            raise argument(
                "Destination array is not long enough to copy all the items in the collection. Check array index "
                "and length."
            )
        value = struct.unpack("<" + code, raw_bytes(content[start : start + size]))[0]
        return value

    return read


def _hex_text(content: Any, start: int = 0, length: int | None = None) -> str:
    body = raw_bytes(content)
    part = body[start:] if length is None else body[start : start + length]
    return "-".join(f"{each:02X}" for each in part)


TYPES: Final = {
    "System.Convert": Implementation(
        static={
            **{f"To{name}": _to(f"System.{name}") for name in _SIMPLE},
            "ChangeType": _change_type,
            "FromBase64CharArray": lambda chars, start, length: _from_base64("".join(chars[start : start + length])),
            "FromBase64String": _from_base64,
            "GetTypeCode": _type_code,
            "IsDBNull": lambda value: isinstance(value, DBNull),
            "ToBase64String": _to_base64,
            "ToString": _to_string,
        },
        static_properties={"DBNull": DBNull()},
    ),
    "System.BitConverter": Implementation(
        static={
            "DoubleToInt64Bits": lambda value: struct.unpack("<q", struct.pack("<d", value))[0],
            "GetBytes": _get_bytes,
            "Int64BitsToDouble": lambda value: struct.unpack("<d", struct.pack("<q", value))[0],
            "ToBoolean": _read("?"),
            "ToChar": lambda content, start: Char(chr(_read("H")(content, start))),
            "ToDouble": _read("d"),
            "ToInt16": _read("h"),
            "ToInt32": _read("i"),
            "ToInt64": _read("q"),
            "ToSingle": _read("f"),
            "ToString": _hex_text,
            "ToUInt16": _read("H"),
            "ToUInt32": _read("I"),
            "ToUInt64": _read("Q"),
        },
        static_properties={"IsLittleEndian": True},
    ),
}
