"""Finding the members of a value: its own, those type data adds, those of its adapter, those of its .NET type.

This is PSObject's view of a value (MshObject.cs): members added to the object win over type data, type data over the
type itself. Dictionaries show their keys, XML nodes their children, before what their type has; that is decided in
`access.py`, where 5.1's binders decide it.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.members.model import (
    AliasProperty,
    FieldProperty,
    Member,
    MemberSet,
    Method,
    NoteProperty,
    Property,
    PropertySet,
)
from ems.runtime.members.table import find_in_type, members_of_type
from ems.runtime.typedata import added_members, find_added, standard_of
from ems.runtime.types import names_of_type, type_named, type_names, type_of
from ems.runtime.values import NOTHING, PSCustomObject, PSObject


def own_members(value: Any) -> dict[str, Member] | None:
    """The members added to this one object."""
    return getattr(value, "extended", None)


def find_member(value: Any, name: str) -> Member | None:
    """The member of a value by name, or None."""
    folded = name.lower()
    if value is None or value is NOTHING:
        return None
    if value.__class__ is PSCustomObject:
        return _find_custom(value, folded)
    own = own_members(value)
    if own:
        member = own.get(folded)
        if member is not None:
            return member
    if value.__class__ is PSObject:
        inner = find_member(value.base, folded)
        return inner
    type_info = type_of(value)
    added = find_added(type_names(value) if getattr(value, "type_names", None) else names_of_type(type_info), folded)
    if added is not None:
        return added
    adapted = getattr(value, "adapted_member", None)
    if adapted is not None:
        member = adapted(folded)
        if member is not None:
            return member  # type: ignore[no-any-return]
    found = find_in_type(type_info, folded)
    return _standard_set(value) if found is None and folded == "psstandardmembers" else found


_STANDARD: Final = (
    "SerializationMethod", "SerializationDepth", "StringSerializationSource", "TargetTypeForDeserialization",
    "InheritPropertySerializationSet", "PropertySerializationSet", "DefaultDisplayProperty",
    "DefaultDisplayPropertySet", "DefaultKeyPropertySet",
)  # fmt: skip


def _standard_set(value: Any) -> Member | None:
    """PSStandardMembers of a type: what type data says about its display and serialization."""
    members: dict[str, Member] = {}
    names = type_names(value)
    for name in _STANDARD:
        said = standard_of(names, name)
        if said is None:
            continue
        if name.endswith("Set") and not isinstance(said, bool):
            listed = [said] if isinstance(said, str) else [str(each) for each in said]
            members[name.lower()] = PropertySet(name, listed)
        elif name == "StringSerializationSource":
            members[name.lower()] = AliasProperty(name, str(said))
        else:
            members[name.lower()] = NoteProperty(name, said)
    return MemberSet("PSStandardMembers", members, hidden=True) if members else None


def _find_custom(value: PSCustomObject, folded: str) -> Member | None:
    if folded in value.fields:
        field = value.fields[folded]
        if isinstance(field, Member):
            return field
        return FieldProperty(value.shape.names[folded], folded)
    added = find_added(type_names(value), folded)
    if added is not None:
        return added
    found = find_in_type(type_of(value), folded)
    return _standard_set(value) if found is None and folded == "psstandardmembers" else found


def fields_of(value: PSCustomObject) -> list[Member]:
    """The fields of a custom object as members."""
    names = value.shape.names
    return [
        field if isinstance(field, Member) else FieldProperty(names[folded], folded)
        for folded, field in value.fields.items()
    ]


def members_of(value: Any, static: bool = False) -> list[Member]:
    """All members of a value, each name once: own ones, then type data's, then the type's."""
    if static:
        from ems.runtime.types import TypeInfo

        return members_of_type(value if isinstance(value, TypeInfo) else type_of(value), static=True)
    if value is None or value is NOTHING:
        return []
    found: dict[str, Member] = {}
    for member in _layers(value):
        found.setdefault(member.name.lower(), member)
    return list(found.values())


def _layers(value: Any) -> list[Member]:
    if value.__class__ is PSCustomObject:
        return fields_of(value) + added_members(type_names(value)) + members_of_type(type_of(value))
    own = own_members(value)
    layers = list(own.values()) if own else []
    if value.__class__ is PSObject:
        return layers + _layers(value.base)
    layers += added_members(type_names(value))
    adapted = getattr(value, "adapted_members", None)
    if adapted is not None:
        # What an adapter shows takes the place of the properties of the type.
        kept = [member for member in members_of_type(type_of(value)) if not member.is_property]
        return [*layers, *adapted(), *kept]
    return layers + members_of_type(type_of(value))


def properties_of(value: Any, hidden: bool = False) -> list[Member]:
    """The properties of a value in the order PSObject.Properties has them."""
    if value.__class__ is PSCustomObject and not value.special and not added_members(type_names(value)):
        return fields_of(value)
    if hasattr(value, "adapted_members"):
        seen = {member.name.lower(): member for member in reversed(value.adapted_members())}
        extra = list((own_members(value) or {}).values())
        return [member for member in [*extra, *reversed(seen.values())] if member.is_property]
    return [member for member in members_of(value) if member.is_property and (hidden or not member.hidden)]


def has_instance_properties(type_info: Any) -> bool:
    """Whether values of a type have any property that can be set."""
    return any(isinstance(member, Property) and member.is_settable() for member in members_of_type(type_info))


def standard_member(value: Any, what: str) -> list[str]:
    """The names in a standard member such as DefaultDisplayPropertySet: of this object, else of its type data; none
    without."""
    own = value.fields if value.__class__ is PSCustomObject else own_members(value)
    member = own.get("psstandardmembers") if own else None
    if member is not None and hasattr(member, "members"):
        chosen = member.members.get(what.lower())
        names = getattr(chosen, "property_names", None)
        if names is None and isinstance(chosen, NoteProperty) and chosen.value is not None:
            names = [str(chosen.value)]
        if names:
            return list(names)
    found = standard_of(type_names(value), what)
    if found is None:
        return []
    return [found] if isinstance(found, str) else list(found)


def static_method(type_info: Any, folded: str) -> Method | None:
    """A static method of a type (`new` for its constructors)."""
    from ems.runtime.members.table import find_static

    member = find_static(type_info, folded)
    return member if isinstance(member, Method) else None


def find_method(type_info: Any, folded: str) -> Method | None:
    """An instance method of a type."""
    member = find_in_type(type_info, folded)
    return member if isinstance(member, Method) else None


def note_property(name: str, value: Any) -> NoteProperty:
    """A note property, to be added to an object."""
    return NoteProperty(name, value)


def add_member(value: Any, member: Member) -> Any:
    """Adds a member to one object, or replaces it; the result is the object, wrapped where it cannot carry members
    itself."""
    folded = member.name.lower()
    if value.__class__ is PSCustomObject:
        if folded not in value.fields:
            value.add(member.name, None)
        if type(member) is NoteProperty and not member.hidden:
            value.fields[folded] = member.value
        else:
            value.fields[folded] = member
            value.special = True
        return value
    if not hasattr(value, "extended"):
        value = PSObject(value)
    if value.extended is None:
        value.extended = {}
    value.extended[folded] = member
    return value


def remove_member(value: Any, name: str) -> bool:
    """Takes a member away from the one object it was added to."""
    folded = name.lower()
    if value.__class__ is PSCustomObject:
        if folded not in value.fields:
            return False
        from ems.runtime.values import Shape

        del value.fields[folded]
        value.shape = Shape({key: shown for key, shown in value.shape.names.items() if key != folded})
        value.special = any(isinstance(field, Member) for field in value.fields.values())
        return True
    own = own_members(value)
    return own is not None and own.pop(folded, None) is not None


def default_value(type_info: Any) -> Any:
    """The value of a field nobody has set: zero, false, the empty struct, or `$null`."""
    from ems.runtime.members.results import PYTHON_CLASSES

    name = type_info.full_name
    if name == "System.Int32":
        return 0
    if name == "System.Boolean":
        return False
    if name == "System.Char":
        return PYTHON_CLASSES[name]("\0")
    if name in PYTHON_CLASSES:
        return PYTHON_CLASSES[name](0)
    if name == "System.Decimal":
        from decimal import Decimal

        return Decimal(0)
    if type_info.is_enum:
        from ems.runtime.enums import EnumValue

        return EnumValue(type_info, 0)
    if type_info.is_value_type and not type_info.is_nullable:
        from ems.runtime.members.table import implementation

        make = implementation(type_info).static.get("default")
        return make() if make is not None else None
    return None


def object_type() -> Any:
    return type_named("System.Object")
