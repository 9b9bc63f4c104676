"""Members as scripts see them: PSNoteProperty, PSScriptMethod, PSMethod ... (PSMemberInfo and what derives from it)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ems.runtime.collection import Enumerable
from ems.runtime.members.model import Member, MemberSet
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NOTHING, NetObject


class _OfOwner(Member):
    """A member that looks at one object, whatever it is asked for."""

    __slots__ = ("inner", "owner")

    def __init__(self, inner: Member, owner: Any) -> None:
        super().__init__(inner.name, False)
        self.inner = inner
        self.owner = owner

    @property
    def kind(self) -> str:  # type: ignore[override]
        return self.inner.kind

    @property
    def is_property(self) -> bool:
        return True

    def get(self, target: Any) -> Any:
        return self.inner.get(self.owner) if self.inner.is_property else PSMember(self.inner, self.owner)

    def set(self, target: Any, value: Any) -> None:
        self.inner.set(self.owner, value)

    def is_settable(self) -> bool:
        return self.inner.is_settable()


class PSMember(NetObject):
    """A member together with the object it was read from; `$x.Trim` without parentheses is one, too."""

    __slots__ = ("member", "target")

    def __init__(self, member: Member, target: Any) -> None:
        self.member = member
        self.target = target

    @property
    def net_type(self) -> TypeInfo:
        """The class scripts see: PSNoteProperty, PSMethod, ..."""
        return type_named(self.member.type_class)

    @property
    def value(self) -> Any:
        """What the member has in its object; a method is its own value."""
        if not self.member.is_property:
            return self
        found = self.member.get(self.target)
        return None if found is NOTHING else found

    def set_value(self, new: Any) -> None:
        self.member.set(self.target, new)

    def adapted_member(self, folded: str) -> Member | None:
        """A member of a member set, read from the object the set belongs to."""
        inner = self.member.members.get(folded) if isinstance(self.member, MemberSet) else None
        seen = inner is not None and (inner.is_property or inner.kind in ("PropertySet", "MemberSet"))
        return _OfOwner(inner, self.target) if inner is not None and seen else None

    def to_text(self) -> str:
        return self.member.definition(self.target)


class MemberCollection(Enumerable):
    """PSMemberInfoIntegratingCollection: the members of one object, by name and in order."""

    __slots__ = ("element", "keep", "list_members", "target")

    def __init__(
        self, target: Any, element: str, list_members: Callable[[Any], list[Member]], keep: Callable[[Member], bool]
    ) -> None:
        self.target = target
        self.element = element
        self.list_members = list_members
        self.keep = keep

    @property
    def net_type(self) -> TypeInfo:
        """The closed generic type."""
        definition = type_named("System.Management.Automation.PSMemberInfoIntegratingCollection`1")
        return definition.close((type_named(self.element),))

    def __iter__(self) -> Iterator[Any]:
        return iter([PSMember(each, self.target) for each in self.list_members(self.target) if self.keep(each)])

    def __len__(self) -> int:
        return sum(1 for each in self.list_members(self.target) if self.keep(each))

    def item(self, name: str) -> PSMember | None:
        """The member of that name."""
        from ems.runtime.members.lookup import find_member

        member = find_member(self.target, name)
        return PSMember(member, self.target) if member is not None and self.keep(member) else None


def value_text(value: Any) -> str:
    """A value in the definition of a note property."""
    from ems.runtime.convert import net_text

    if value is None:
        return "null"
    return net_text(value)
