"""The members of enumerations: System.Enum."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.convert.enums import enum_names
from ems.runtime.dotnet.support import NetError, argument, argument_null, strings
from ems.runtime.enums import EnumValue, name_of, parse_enum
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.members.results import PYTHON_CLASSES
from ems.runtime.types import TypeInfo, array_of, type_named, type_of


def underlying(enum: TypeInfo, number: int) -> Any:
    """A number as the underlying type of an enumeration."""
    python = PYTHON_CLASSES.get(enum.underlying.full_name) if enum.underlying is not None else None
    return python(number) if python is not None else number


def _check(enum: Any) -> TypeInfo:
    if enum is None:
        raise argument_null("enumType")
    if not enum.is_enum:
        raise argument("Type provided must be an Enum.", "enumType")
    return enum  # type: ignore[no-any-return]


def _has_flag(value: EnumValue, flag: EnumValue) -> bool:
    if flag is None:
        raise argument_null("flag")
    if flag.net_type is not value.net_type:
        raise argument(
            f"The argument type, '{flag.net_type.full_name}', is not the same as the enum type "
            f"'{value.net_type.full_name}'."
        )
    return value.number & flag.number == flag.number


def _compare(value: EnumValue, other: Any) -> int:
    if other is None:
        return 1
    if not isinstance(other, EnumValue) or other.net_type is not value.net_type:
        raise argument(
            "Object must be the same type as the enum. The type passed in was "
            f"'{type_of(other).full_name}'; the enum type was '{value.net_type.full_name}'."
        )
    return int(value.number > other.number) - int(value.number < other.number)


def _to_string(value: EnumValue, *arguments: Any) -> str:
    spec = next((each for each in arguments if isinstance(each, str)), None)
    return value.format_text(spec, None)


def _parse(enum: TypeInfo, text: Any, ignore_case: bool = False) -> EnumValue:
    _check(enum)
    if text is None:
        raise argument_null("value")
    if not text.strip():
        raise argument("Must specify valid information for parsing in the string.")
    number = parse_enum(enum, text, ignore_case)
    if number is None:
        names = enum.folded_names if ignore_case else enum.names
        wrong = next(
            (
                part.strip()
                for part in text.split(",")
                if (part.strip().lower() if ignore_case else part.strip()) not in names
            ),
            text,
        )
        raise argument(f"Requested value '{wrong if ',' in text else text.strip()}' was not found.")
    return EnumValue(enum, number)


def _try_parse(*arguments: Any) -> bool:
    box: ByRef = arguments[-1]
    enum = box.value.net_type if isinstance(box.value, EnumValue) else None
    rest = list(arguments[:-1])
    if isinstance(rest[0], TypeInfo):
        enum = rest.pop(0)
    text = rest[0]
    ignore_case = bool(rest[1]) if len(rest) > 1 else False
    if enum is None:
        raise argument("Type provided must be an Enum.", "enumType")
    number = parse_enum(enum, text, ignore_case) if text and text.strip() else None
    box.value = EnumValue(enum, number or 0)
    return number is not None


def _number(value: Any) -> int | None:
    if isinstance(value, EnumValue):
        return value.number
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _get_name(enum: TypeInfo, value: Any) -> str | None:
    number = _number(value)
    if number is None:
        raise argument(
            "The value passed in must be an enum base or an underlying type for an enum, such as an Int32.", "value"
        )
    return name_of(_check(enum), number)


def _is_defined(enum: TypeInfo, value: Any) -> bool:
    _check(enum)
    if isinstance(value, str):
        return value in enum.names
    number = _number(value)
    if number is None:
        raise NetError("System.InvalidOperationException", "Unknown enum type.")
    return number in enum.names.values()


def _values(enum: TypeInfo) -> Any:
    _check(enum)
    return array_of([EnumValue(enum, enum.names[name]) for name in enum_names(enum)], enum)


def _to_object(enum: TypeInfo, value: Any) -> EnumValue:
    number = _number(value)
    return EnumValue(_check(enum), number if number is not None else 0)


def _format(enum: TypeInfo, value: Any, spec: str) -> str:
    made = value if isinstance(value, EnumValue) else EnumValue(_check(enum), _number(value) or 0)
    return made.format_text(spec, None)


TYPES: Final = {
    "System.Enum": Implementation(
        methods={
            "CompareTo": _compare,
            "Equals": lambda value, other: value == other,
            "GetTypeCode": lambda value: (value.net_type.underlying or type_named("System.Int32")).name,
            "HasFlag": _has_flag,
            "ToString": _to_string,
        },
        properties={"value__": lambda value: underlying(value.net_type, value.number)},
        static={
            "Format": _format,
            "GetName": _get_name,
            "GetNames": lambda enum: strings(enum_names(_check(enum))),
            "GetUnderlyingType": lambda enum: _check(enum).underlying,
            "GetValues": _values,
            "IsDefined": _is_defined,
            "Parse": _parse,
            "ToObject": _to_object,
            "TryParse": _try_parse,
        },
        declared="""
            System.Object value__ {get;}
            static bool TryParse(string value, [ref] System.Object result)
            static bool TryParse(string value, bool ignoreCase, [ref] System.Object result)
            static bool TryParse(type enumType, string value, [ref] System.Object result)
            static bool TryParse(type enumType, string value, bool ignoreCase, [ref] System.Object result)
        """,
    ),
}
