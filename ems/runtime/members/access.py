"""Reading and writing properties: `$x.Name`, `$x.Name = 1`, `[Type]::Name`.

The order of the questions is that of 5.1's binders (PSGetMemberBinder, PSSetMemberBinder): the keys of a dictionary,
added members, the type, then `Count` and `Length` of single values, then the elements of a collection.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime import current
from ems.runtime.collection import Dictionary, Enumerable
from ems.runtime.errors import NetError, Terminating
from ems.runtime.members import failures
from ems.runtime.members.lookup import find_member
from ems.runtime.members.model import Member, Property
from ems.runtime.members.table import find_in_type, find_static
from ems.runtime.typedata import find_added
from ems.runtime.types import TypeInfo, _class_type, names_of_type, type_of
from ems.runtime.values import NOTHING, NetObject, PSCustomObject, PSObject

_MISSING: Final = object()
_RESERVED: Final = frozenset({"psobject", "psbase", "psadapted", "psextended", "pstypenames"})


def strict_version() -> int:
    """The version of strict mode in the running session, 0 where it is off."""
    running = current.session()
    if running is None:
        return 0
    version = getattr(running, "strict_version", None)
    if version is None:
        version = getattr(running, "strict", 0)
    return int(version or 0)


def get_member(value: Any, name: str) -> Any:
    """`$value.name`; `$null` where there is no such member, an error in strict mode."""
    folded = name.lower()
    kind = value.__class__
    if kind is PSCustomObject:
        found = value.fields.get(folded, _MISSING)
        if found is not _MISSING:
            return _value_of(found, value) if value.special and isinstance(found, Member) else found
    elif kind is str or kind is int or kind is list:
        member = _plain_member(kind, folded)
        if member is not None:
            return member.get(value)
    found = read(value, folded)
    if found is not _MISSING:
        return found
    if strict_version() >= 2:
        raise failures.property_missing_strict(name, value)
    return None


def _plain_member(kind: Any, folded: str) -> Member | None:
    type_info = _class_type(kind)
    assert type_info is not None
    added = find_added(names_of_type(type_info), folded)
    return added if added is not None else find_in_type(type_info, folded)


def read(value: Any, folded: str) -> Any:
    """The value of a member, or a mark that there is none."""
    if value is None or value is NOTHING:
        return 0 if folded in ("count", "length") and strict_version() < 2 else _MISSING
    if isinstance(value, Dictionary):
        key = _key_in(value, folded)
        if key is not _MISSING:
            return value.get(key)
    if folded in _RESERVED:
        from ems.runtime.members.reflection import reserved

        return reserved(value, folded)
    member = find_member(value, folded)
    if member is not None:
        return _value_of(member, value)
    base = value.base if value.__class__ is PSObject else value
    if isinstance(base, Dictionary):
        key = _key_in(base, folded)
        if key is not _MISSING:
            return base.get(key)
    if isinstance(base, (list, Enumerable)):
        return _of_elements(base, folded)
    if folded in ("foreach", "where"):
        return None
    if folded in ("count", "length") and base.__class__ is not PSCustomObject and strict_version() < 2:
        return 1
    return _MISSING


def is_missing(value: Any) -> bool:
    """Whether `read` found nothing."""
    return value is _MISSING


def _key_in(table: Dictionary, folded: str) -> Any:
    if folded in table:
        return folded
    if folded.isdecimal() and int(folded) in table:
        return int(folded)
    return _exact_key_in(table, folded)


def _exact_key_in(table: Dictionary, folded: str) -> Any:
    """The key of that name in a dictionary that minds case: the spelling of the access is lost here, so it is looked
    for."""
    if getattr(table, "ignores_case", True):
        return _MISSING
    for key in table.keys():  # noqa: SIM118
        if key.__class__ is str and key.lower() == folded:
            return key
    return _MISSING


def _value_of(member: Member, target: Any) -> Any:
    if isinstance(member, Property) and target.__class__ is PSObject:
        target = target.base
    try:
        return member.get(target)
    except Terminating as error:
        # Property getters of .NET that fail read as $null where the language reads them, unless strict mode is on.
        if member.kind in ("ScriptProperty", "Property") and _forgives(error):
            return None
        raise


def _forgives(error: Terminating) -> bool:
    return (
        error.record.error_id in ("ExceptionWhenGetting", "GetWithoutGetterFromScriptProperty") and strict_version() < 2
    )


def _of_elements(values: Any, folded: str) -> Any:
    """Member enumeration: the member of each element, collections among them taken apart."""
    found: list[Any] = []
    for each in values:
        value = _element_member(each, folded)
        if value is _MISSING:
            continue
        if isinstance(value, (list, Enumerable)):
            found.extend(value)
        elif value is not NOTHING:
            found.append(value)
    if not found:
        return _MISSING
    return found[0] if len(found) == 1 else found


def _element_member(value: Any, folded: str) -> Any:
    if value.__class__ is PSCustomObject:
        found = value.fields.get(folded, _MISSING)
        if found is not _MISSING and not (value.special and isinstance(found, Member)):
            return found
    if value is None or value is NOTHING:
        return _MISSING
    if isinstance(value, Dictionary):
        key = _key_in(value, folded)
        if key is not _MISSING:
            return value.get(key)
    if folded in _RESERVED:
        return read(value, folded)
    member = find_member(value, folded)
    if member is not None:
        return _value_of(member, value)
    if isinstance(value, (list, Enumerable)):
        return _of_elements(value, folded)
    if value.__class__ is PSCustomObject:
        # Custom objects answer $null, where other values answer nothing at all.
        if strict_version() >= 2:
            raise failures.property_missing_strict(folded, value)
        return None
    if folded in ("count", "length"):
        return 1
    return _MISSING


# Writing


def set_member(value: Any, name: str, new: Any) -> None:
    """`$value.name = new`."""
    folded = name.lower()
    if value.__class__ is PSCustomObject:
        old = value.fields.get(folded, _MISSING)
        if old is not _MISSING:
            if value.special and isinstance(old, Member):
                old.set(value, new)
            else:
                value.fields[folded] = new
            return
    if value is None or value is NOTHING:
        raise failures.property_on_null(name)
    base = value.base if value.__class__ is PSObject else value
    if isinstance(base, Dictionary):
        _set_key(base, name, folded, new)
        return
    if folded == "pstypenames":
        raise failures.read_only_property("PSTypeNames")
    member = find_member(value, folded)
    if member is None:
        if value.__class__ is PSCustomObject or getattr(base, "adapted_member", None) is not None:
            raise failures.custom_property_missing(name)
        raise failures.property_cannot_be_set(name)
    if not member.is_property:
        raise failures.property_cannot_be_set(name)
    target = base if isinstance(member, Property) else value
    member.set(target, new)


def _set_key(table: Dictionary, name: str, folded: str, new: Any) -> None:
    key: Any = name
    if key not in table:
        exact = _exact_key_in(table, folded)
        if exact is not _MISSING:
            key = exact
        else:
            member = find_in_type(type_of(table), folded)
            if isinstance(member, Property) and member.is_settable():
                member.set(table, new)
                return
    from ems.runtime.members.indexing import index_set

    index_set(table, [key], new)


# Static members


def get_static(type_info: TypeInfo | None, name: str) -> Any:
    """`[Type]::Name`."""
    if type_info is None:
        return None
    member = find_static(type_info, name.lower())
    if member is None:
        if strict_version() >= 2:
            raise failures.property_missing_strict(name, type_info)
        return None
    try:
        return member.get(type_info)
    except NetError as error:
        raise failures.getting(name, error) from None


def set_static(type_info: TypeInfo | None, name: str, new: Any) -> None:
    """`[Type]::Name = new`."""
    if type_info is None:
        raise failures.property_on_null(name)
    member = find_static(type_info, name.lower())
    if not isinstance(member, Property):
        raise failures.property_cannot_be_set(name)
    member.set(type_info, new)


def property_reader(name: str) -> Any:
    """A function that reads a property of this name: for call sites that read the same name again and again."""
    folded = name.lower()

    def reader(value: Any) -> Any:
        if value.__class__ is PSCustomObject and not value.special:
            found = value.fields.get(folded, _MISSING)
            if found is not _MISSING:
                return found
        return get_member(value, name)

    return reader


def has_own_members(value: Any) -> bool:
    """Whether members were added to this one object."""
    return isinstance(value, (NetObject, PSObject)) and bool(value.extended)
