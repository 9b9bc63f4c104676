"""`$x.psobject` and its relatives: an object's members as an object (PSObject, psbase, psadapted, psextended,
PSTypeNames)."""

from __future__ import annotations

from typing import Any

from ems.runtime.members.lookup import fields_of, members_of, own_members, properties_of
from ems.runtime.members.model import Member
from ems.runtime.members.psmembers import MemberCollection
from ems.runtime.typedata import added_members
from ems.runtime.types import type_names, type_of
from ems.runtime.values import NetObject, PSCustomObject, PSObject


class PSObjectView(NetObject):
    """What `$x.psobject` is. `value` is the object it talks about."""

    __slots__ = ("value",)
    type_name = "System.Management.Automation.PSObject"

    def __init__(self, value: Any) -> None:
        self.value = value

    @property
    def members(self) -> MemberCollection:
        """All members."""
        return MemberCollection(
            self.value, "System.Management.Automation.PSMemberInfo", _all_members, lambda _member: True
        )

    @property
    def properties(self) -> MemberCollection:
        """The properties."""
        return MemberCollection(
            self.value,
            "System.Management.Automation.PSPropertyInfo",
            properties_of,
            lambda member: member.is_property,
        )

    @property
    def methods(self) -> MemberCollection:
        """The methods."""
        return MemberCollection(
            self.value,
            "System.Management.Automation.PSMethodInfo",
            members_of,
            lambda member: "Method" in member.kind or member.kind == "ParameterizedProperty",
        )

    @property
    def names(self) -> Any:
        """TypeNames, a collection that can be changed."""
        return type_name_list(self.value)


def _all_members(value: Any) -> list[Member]:
    return members_of(value)


def type_name_list(value: Any) -> Any:
    """The PSTypeNames of a value as a collection; changing it changes them."""
    from ems.runtime.dotnet.lists import ListValue
    from ems.runtime.types import type_named

    names = type_names(value)
    made = ListValue(type_named("System.Management.Automation.Runspaces.ConsolidatedString"), ())
    if value.__class__ is PSCustomObject or hasattr(value, "type_names"):
        value.type_names = names = list(names) if value.type_names is None else value.type_names
        made.items = names
    else:
        made.items = list(names)
    return made


class AdaptedView(NetObject):
    """`psbase`, `psadapted`, `psextended`: a part of the members of a value."""

    __slots__ = ("kind", "value")
    type_name = "System.Management.Automation.PSMemberSet"

    def __init__(self, value: Any, kind: str) -> None:
        self.value = value
        self.kind = kind

    def adapted_members(self) -> list[Member]:
        value = self.value
        if self.kind == "psextended":
            if value.__class__ is PSCustomObject:
                return fields_of(value)
            return [*(own_members(value) or {}).values(), *added_members(type_names(value))]
        from ems.runtime.members.table import members_of_type

        return members_of_type(type_of(value))

    def adapted_member(self, folded: str) -> Member | None:
        found = next((member for member in self.adapted_members() if member.name.lower() == folded), None)
        return _Redirected(found, self.value) if found is not None else None


class _Redirected(Member):
    """A member of the object behind a view."""

    __slots__ = ("inner", "value")

    def __init__(self, inner: Member, value: Any) -> None:
        super().__init__(inner.name)
        self.inner = inner
        self.value = value.base if value.__class__ is PSObject else value

    @property
    def kind(self) -> str:  # type: ignore[override]
        """That of the member it stands for."""
        return self.inner.kind

    def get(self, target: Any) -> Any:
        return self.inner.get(self.value)

    def set(self, target: Any, value: Any) -> None:
        self.inner.set(self.value, value)

    def invoke(self, target: Any, arguments: Any) -> Any:
        from ems.runtime.members.calls import call_member

        return call_member(self.inner, self.name, self.value, arguments)


def reserved(value: Any, folded: str) -> Any:
    """The members every object has: psobject, psbase, psadapted, psextended, pstypenames."""
    if folded == "psobject":
        return PSObjectView(value)
    if folded == "pstypenames":
        return type_name_list(value)
    return AdaptedView(value, folded)


def copy_object(value: Any) -> Any:
    """PSObject.Copy: a custom object with the same members, or a clone of what can be cloned."""
    if value.__class__ is PSCustomObject:
        names = list(value.type_names) if value.type_names is not None else None
        made = PSCustomObject(dict(value.fields), value.shape, names)
        made.special = value.special
        if made.special:
            for folded, field in made.fields.items():
                if isinstance(field, Member):
                    made.fields[folded] = _copied(field)
        return made
    if value.__class__ is PSObject:
        return PSObject(value.base, dict(value.extended or {}), value.type_names)
    clone = getattr(value, "copy", None)
    return clone() if clone is not None else value


def _copied(member: Member) -> Member:
    from copy import copy

    return copy(member)
