"""Access control entries, and how they pass from a container to what lies below it.

The rules are Active Directory's: explicit entries come before inherited ones, nearer parents before farther ones, and
within one level denials before permissions. Inherited entries are never stored with the child; they are computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

AccessType = Literal["allow", "deny"]

EXTENDED_RIGHT: Final = "ExtendedRight"
_INHERITED_BY_ALL_BELOW: Final = frozenset({"All", "Descendents"})
_INHERITED_BY_CHILDREN: Final = frozenset({"All", "Descendents", "SelfAndChildren", "Children"})
_APPLIES_TO_SELF: Final = frozenset({"None", "All", "SelfAndChildren"})


class Ace(NamedTuple):
    """One access control entry.

    ``access_rights`` are the names of ActiveDirectoryRights; an entry whose rights contain ``ExtendedRight`` concerns
    the one right named in ``extended_right``, or every extended right where that is None.
    """

    principal: str
    access_rights: tuple[str, ...] = (EXTENDED_RIGHT,)
    extended_right: str | None = None
    access_type: AccessType = "allow"
    inheritance: str = "All"
    properties: tuple[str, ...] = ()
    child_object_types: tuple[str, ...] = ()
    inherited_object_type: str | None = None
    inherited: bool = False

    @property
    def deny(self) -> bool:
        return self.access_type == "deny"

    @property
    def applies_to_self(self) -> bool:
        """Whether the entry counts on the very object that holds it, not only below."""
        return self.inherited or self.inheritance in _APPLIES_TO_SELF

    def grants(self, right: str) -> bool:
        """Whether this entry speaks (for or against) of an extended right, by its name."""
        if "GenericAll" in self.access_rights:
            return True
        if EXTENDED_RIGHT not in self.access_rights:
            return False
        return self.extended_right is None or self.extended_right.casefold() == right.casefold()

    def key(self) -> tuple[object, ...]:
        """What makes two entries the same entry: everything, without regard to case."""
        return (
            self.principal.casefold(),
            tuple(sorted(right.casefold() for right in self.access_rights)),
            (self.extended_right or "").casefold(),
            self.access_type,
            self.inheritance.casefold(),
            tuple(sorted(name.casefold() for name in self.properties)),
            tuple(sorted(name.casefold() for name in self.child_object_types)),
            (self.inherited_object_type or "").casefold(),
        )

    def to_json(self) -> dict[str, Any]:
        """The stored form: what is usual is left out."""
        out: dict[str, Any] = {"principal": self.principal}
        if self.access_rights != (EXTENDED_RIGHT,):
            out["accessRights"] = list(self.access_rights)
        if self.extended_right is not None:
            out["extendedRight"] = self.extended_right
        if self.deny:
            out["accessType"] = "deny"
        if self.inheritance != "All":
            out["inheritance"] = self.inheritance
        if self.properties:
            out["properties"] = list(self.properties)
        if self.child_object_types:
            out["childObjectTypes"] = list(self.child_object_types)
        if self.inherited_object_type is not None:
            out["inheritedObjectType"] = self.inherited_object_type
        return out

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Ace:
        return Ace(
            principal=data["principal"],
            access_rights=tuple(data.get("accessRights", (EXTENDED_RIGHT,))),
            extended_right=data.get("extendedRight"),
            access_type=data.get("accessType", "allow"),
            inheritance=data.get("inheritance", "All"),
            properties=tuple(data.get("properties", ())),
            child_object_types=tuple(data.get("childObjectTypes", ())),
            inherited_object_type=data.get("inheritedObjectType"),
        )


def effective(own: Iterable[Ace], levels: Iterable[Iterable[Ace]], object_class: str) -> tuple[Ace, ...]:
    """An object's entries and those it inherits; ``levels`` are the lists of its ancestors, the nearest first."""
    return (*denials_first(own), *inherited(levels, object_class))


def inherited(levels: Iterable[Iterable[Ace]], object_class: str) -> tuple[Ace, ...]:
    """What objects of a class inherit from their ancestors, the nearest first."""
    result: list[Ace] = []
    for distance, level in enumerate(levels):
        passes_on = _INHERITED_BY_ALL_BELOW if distance else _INHERITED_BY_CHILDREN
        below = [
            ace._replace(inherited=True)
            for ace in level
            if ace.inheritance in passes_on and _concerns(ace.inherited_object_type, object_class)
        ]
        result.extend(denials_first(below))
    return tuple(result)


def _concerns(wanted: str | None, object_class: str) -> bool:
    return wanted is None or wanted.casefold() in (object_class.casefold(), f"msexchsmtp{object_class.casefold()}")


def denials_first(aces: Iterable[Ace]) -> list[Ace]:
    """Denials before permissions, otherwise as they stand."""
    return sorted(aces, key=lambda ace: not ace.deny)
