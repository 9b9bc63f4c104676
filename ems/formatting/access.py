"""What formatting asks of values: their type names, their properties, their elements, the display sets of their types.

Everything formatting knows of the runtime's objects goes through here, with the quick way for custom objects, which are
most of what is ever formatted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from ems.runtime.collection import Dictionary, DictionaryEntry
from ems.runtime.errors import Terminating
from ems.runtime.types import TypeInfo, type_of
from ems.runtime.types import type_names as runtime_type_names
from ems.runtime.values import NOTHING, Char, NetObject, PSCustomObject, PSObject

UNSET: Final = object()
"""Stands for "no value yet" where `$null` is a value."""

_SCALARS: Final = frozenset(
    f"system.{name}"
    for name in (
        *(
            "string",
            "sbyte",
            "byte",
            "int16",
            "uint16",
            "int32",
            "uint32",
            "int64",
            "uint64",
            "char",
            "single",
            "double",
            "boolean",
            "decimal",
        ),
        *("intptr", "security.securestring", "numerics.biginteger"),
    )
)
_NAMING_PATTERNS: Final = ("name", "id", "key", "*key", "*name", "*id")
_REMOTE_NAMES: Final = frozenset(("pscomputername", "psshowcomputername", "runspaceid", "pssourcejobinstanceid"))


# Types


def type_names(value: Any) -> Sequence[str]:
    """The PSTypeNames of a value."""
    return runtime_type_names(value)


def full_type_name(value: Any) -> str:
    """The .NET name of the type of a value."""
    return str(type_of(value).display_name)


def is_string(value: Any) -> bool:
    """A string by its first type name; characters are none."""
    if type(value) is str:
        return True
    return not isinstance(value, (int, float, Char)) and _first(type_names(value)) == "system.string"


def is_default_scalar(value: Any) -> bool:
    """What is printed as itself: strings, numbers, booleans, enumeration values."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or kind is float:
        return True
    if kind is PSCustomObject and value.type_names is None:
        return False
    names = type_names(value)
    if len(names) > 1 and names[1] == "System.Enum":
        return True
    return _first(names).removeprefix("deserialized.") in _SCALARS


def _first(names: Sequence[str]) -> str:
    return names[0].lower() if names else ""


def unwrap(value: Any) -> Any:
    """A value without members added to it."""
    return value.base if type(value) is PSObject else value


# Texts and truth


def to_text(value: Any) -> str:
    """What PSObject.ToString() says of a value under the user's culture; type data may have a word in it."""
    from ems.runtime.convert.text import text_of
    from ems.runtime.cultures import EN_US

    if isinstance(value, TypeInfo):
        return str(value.display_name)
    if isinstance(value, NetObject) and _has_own_text(value):
        from ems.runtime.members import invoke

        value = invoke(value, "ToString", [])
    return text_of(value, EN_US, " ")


def _has_own_text(value: NetObject) -> bool:
    """Whether type data adds a ToString method to the type of a value."""
    from ems.runtime.typedata import find_added

    return find_added(runtime_type_names(value), "tostring") is not None


def truth(value: Any) -> bool:
    from ems.runtime.convert import to_bool

    return bool(to_bool(value))


def equal_keys(first: Any, second: Any) -> bool:
    """Whether two objects belong into one group: equal by comparison, else by their texts, without regard to case."""
    from ems.runtime.convert import compare

    try:
        return bool(compare(first, second, True) == 0)
    except Terminating:
        return ("" if first is None else to_text(first)).lower() == ("" if second is None else to_text(second)).lower()


# Collections


def elements(value: Any) -> Iterator[Any] | None:
    """The elements of a collection, the entries of a dictionary, None for anything else."""
    value = unwrap(value)
    if isinstance(value, list):
        return iter(value)
    if type(value) is PSCustomObject or isinstance(value, (str, int, float)) or value is None:
        return None
    if isinstance(value, Dictionary):
        return _entries(value)
    from ems.runtime.convert import enumerate_value

    return enumerate_value(value)


def _entries(value: Dictionary) -> Iterator[Any]:
    own = getattr(value, "entries", None)
    return iter(own()) if own is not None else (DictionaryEntry(key, one) for key, one in value.items())


# Properties


def has_fields_only(target: Any) -> bool:
    """Whether an object has its own fields and nothing that is computed or added to its type."""
    if type(target) is not PSCustomObject or target.special:
        return False
    if target.type_names is None:
        return True
    from ems.runtime.typedata import added_members

    return not added_members(target.type_names)


def find_property(target: Any, folded: str) -> str | None:
    """The name of a property as its owner writes it, None where there is none."""
    if type(target) is PSCustomObject and not target.special:
        if folded in target.fields:
            return target.shape.names.get(folded)
        if target.type_names is None:
            return None
    from ems.runtime.members import find_member

    member = find_member(target, folded)
    return member.name if member is not None and member.is_property else None


def read_property(target: Any, folded: str) -> Any:
    """The value of a property, None where there is none."""
    found = look_up(target, folded)
    return None if found is None else found[1]


def plain_type(target: Any) -> TypeInfo | None:
    """The type of an object whose properties are those of its type and no others, None for any other object."""
    if not isinstance(target, NetObject) or target.extended is not None or target.type_names is not None:
        return None
    return None if hasattr(target, "adapted_members") else type_of(target)


def type_property(target: Any, folded: str) -> Any:
    """The member behind a property, None where there is none."""
    from ems.runtime.members import find_member

    member = find_member(target, folded)
    return member if member is not None and member.is_property else None


def look_up(target: Any, folded: str) -> tuple[str, Any] | None:
    """The name and the value of a property, None where there is none."""
    if type(target) is PSCustomObject and not target.special:
        if folded in target.fields:
            return target.shape.names[folded], target.fields[folded]
        if target.type_names is None:
            return None
    from ems.runtime.members import find_member

    member = find_member(target, folded)
    if member is None or not member.is_property:
        return None
    value = member.get(target.base if type(target) is PSObject and member.kind == "Property" else target)
    return member.name, None if value is NOTHING else value


def property_names(target: Any) -> list[str]:
    """The names of all properties as wildcards meet them: added ones first."""
    if has_fields_only(target):
        names = target.shape.names
        return [names[key] for key in target.fields]
    from ems.runtime.members import properties_of

    return [member.name for member in properties_of(target)]


def all_property_names(target: Any) -> list[str]:
    """The properties an object shows when all are asked for; the marks of remote objects stay out of sight."""
    names = visible_property_names(target)
    folded = {name.lower() for name in names}
    if "psshowcomputername" in folded:
        show = truth(read_property(target, "psshowcomputername"))
        hidden = ("psshowcomputername",) if show else ("psshowcomputername", "pscomputername")
        names = [name for name in names if name.lower() not in hidden]
    return names


def visible_property_names(target: Any) -> list[str]:
    """What an object shows of itself, each name once: the properties of its type, then those that were added."""
    if has_fields_only(target):
        return property_names(target)
    from ems.runtime.members import properties_of

    own: dict[str, str] = {}
    added: dict[str, str] = {}
    for member in properties_of(target):
        (own if member.kind == "Property" else added).setdefault(member.name.lower(), member.name)
    return [*own.values(), *(name for folded, name in added.items() if folded not in own)]


def property_set(target: Any, folded: str) -> list[str]:
    """The names in a property set of that name."""
    if has_fields_only(target):
        return []
    from ems.runtime.members import find_member

    member = find_member(target, folded)
    references = getattr(member, "property_names", None)
    if references is None:
        return []
    found = (find_property(target, name.lower()) for name in references)
    return [name for name in found if name is not None]


# Display sets


def default_property_set(session: Any, display_sets: Mapping[str, Mapping[str, Any]], target: Any) -> list[str]:
    """The DefaultDisplayPropertySet of an object: its own, that of its type as updated in the session, that of the
    product.
    """
    return _standard(session, display_sets, target, "DefaultDisplayPropertySet", "displaySet")


def display_name_property(
    target: Any, display_sets: Mapping[str, Mapping[str, Any]] | None = None, session: Any = None
) -> str | None:
    """The property that names an object: its DefaultDisplayProperty, else one that looks like a name or an id."""
    chosen = _standard(session, display_sets or {}, target, "DefaultDisplayProperty", "displayProperty")
    if chosen:
        return chosen[0]
    from ems.runtime.wildcard import like_matcher

    names = [name for name in visible_property_names(target) if name.lower() not in _REMOTE_NAMES]
    for pattern in _NAMING_PATTERNS:
        matches = like_matcher(pattern)
        for name in names:
            if matches(name):
                return name
    return None


def _standard(
    session: Any, display_sets: Mapping[str, Mapping[str, Any]], target: Any, member: str, key: str
) -> list[str]:
    if type(target) is PSCustomObject and not target.special and target.type_names is None:
        return []
    from ems.runtime.members import standard_member

    own = standard_member(target, member)
    if own:
        return own
    for name in type_names(target):
        known = display_sets.get(name.lower()) or display_sets.get(name.lower().removeprefix("deserialized."))
        if known is not None and key in known:
            value = known[key]
            return [value] if isinstance(value, str) else list(value)
    return []


# Scripts


def script_text(script: Any) -> str:
    """The text between the braces of a script block."""
    return str(script.text)


def run_script(session: Any, script: Any, target: Any) -> Any:
    """What a script block yields with `$_` as `target`: nothing is `$null`, several objects are an array."""
    value = script.invoke_value(session.context, [], dollar_under=target, propagate=True)
    return None if value is NOTHING else value


def script_block(session: Any, text: str) -> Any:
    """The script block of a text."""
    from ems.runtime.scriptblock import ScriptBlock

    return ScriptBlock.create(text, session)


def remember_error(session: Any, error: Terminating) -> None:
    """Keeps an error that formatting swallows in `$Error`."""
    if session is not None:
        session.add_error(error.record)
