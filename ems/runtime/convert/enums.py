"""Text, numbers and lists to enumeration values (LanguagePrimitives and EnumMinimumDisambiguation)."""
from __future__ import annotations

from typing import Any, Final

from ems.runtime.convert.failure import InvalidCast, failed
from ems.runtime.errors import NetException
from ems.runtime.messages import message
from ems.runtime.types import TypeInfo

# Enumerations whose names may be given as patterns.
_BY_PATTERN: Final = frozenset((
    "System.Management.Automation.PSMemberTypes", "System.Management.Automation.PSMemberViewTypes",
))
# Enumerations in which one letter has a favourite among the names it could begin.
_FAVOURITES: Final = {"System.IO.FileAttributes": ("Directory", "ReadOnly", "System")}


def _make(target: TypeInfo, number: int) -> Any:
    from ems.runtime.enums import EnumValue
    return EnumValue(target, number)


def enum_names(target: TypeInfo) -> list[str]:
    """Enum.GetNames: in the order of the unsigned values."""
    return sorted(target.names, key=lambda name: target.names[name] & 0xFFFFFFFFFFFFFFFF)


def is_defined(target: TypeInfo, number: int) -> bool:
    """Whether a number is a member, or of a [Flags] enumeration made of members' bits; one with negative members takes
    everything."""
    numbers = target.names.values()
    if any(each < 0 for each in numbers):
        return True
    if number < 0:
        return False
    if not target.is_flags:
        return number in numbers
    bits = 0
    for each in numbers:
        bits |= each
    return number & ~bits == 0


def _require_defined(error_id: str, number: int, value: Any, target: TypeInfo) -> None:
    if not is_defined(target, number):
        from ems.runtime.convert.text import net_text
        raise InvalidCast(error_id, message(
            "ExtendedTypeSystem", "InvalidCastExceptionEnumerationNoValue", net_text(value), target.display_name,
            ",".join(enum_names(target))))


def integer_to_enum(value: Any, target: TypeInfo) -> Any:
    """A number, or a value of another enumeration."""
    number = int(value) if isinstance(value, int) else value.number
    _require_defined("UndefinedIntegerToEnum", number, value, target)
    return _make(target, number)


def parse_enum(text: str, target: TypeInfo, ignore_case: bool) -> int | None:
    """Enum.Parse: names or one number, several names separated by commas; None where it is neither."""
    body = text.strip()
    if not body:
        return None
    if body[0].isdecimal() or body[0] in "+-":
        try:
            return int(body) if body.isascii() and "_" not in body else None
        except ValueError:
            return None
    number = 0
    for part in body.split(","):
        name = part.strip()
        found = target.folded_names.get(name.lower()) if ignore_case else target.names.get(name)
        if found is None:
            return None
        number |= found
    return number


def text_to_enum(value: str, target: TypeInfo) -> Any:
    """A name, its beginning where that is unambiguous, a number, or names with commas between them."""
    number = parse_enum(value, target, False)
    if number is None:
        number = parse_enum(value, target, True)
    if number is None and target.full_name in _BY_PATTERN:
        return _make(target, _matching_members(value, target))
    if number is None:
        number = target.names[_disambiguate(value, target)]
    _require_defined("EnumParseUndefined", number, value, target)
    return _make(target, number)


def _matching_members(text: str, target: TypeInfo) -> int:
    """Names that may be patterns, with commas between them (EnumMultipleTypeConverter)."""
    from ems.runtime.wildcard import like_matcher

    number = 0
    for part in text.split(","):
        fits = like_matcher(part.strip(), True)
        matches = [name for name in enum_names(target) if fits(name)]
        if not matches:
            names = ",".join(enum_names(target))
            problem = message(
                "ExtendedTypeSystem", "InvalidCastExceptionEnumerationNoValue", part.strip(), target.full_name, names,
            )
            cause = NetException("System.Management.Automation.PSInvalidCastException", problem)
            raise failed("SubstringDisambiguationEnumParseThrewAnException", text, target, cause)
        for name in matches:
            number |= target.names[name]
    return number


def _disambiguate(text: str, target: TypeInfo) -> str:
    folded = text.lower()
    names = enum_names(target)
    matches = [name for name in names if name.lower().startswith(folded)]
    if len(matches) == 1:
        return matches[0]
    for name in (*(each for each in matches if each.lower() == folded), *_FAVOURITES.get(target.full_name, ())):
        if matches and name.lower().startswith(folded):
            return str(name)
    if matches:
        problem = message("EnumExpressionEvaluatorStrings", "MultipleEnumNameMatch", text, ", ".join(matches))
    else:
        problem = message("EnumExpressionEvaluatorStrings", "NoEnumNameMatch", text, ", ".join(names))
    cause = NetException("System.Management.Automation.RuntimeException", problem)
    raise failed("SubstringDisambiguationEnumParseThrewAnException", text, target, cause)


def list_to_enum(values: Any, target: TypeInfo) -> Any:
    """The elements, each an enumeration value or a text, joined as if they had been written with commas."""
    from ems.runtime.convert import convert, to_string
    parts = [each if isinstance(each, str) else to_string(convert(each, target)) for each in values]
    return text_to_enum(",".join(parts), target)
