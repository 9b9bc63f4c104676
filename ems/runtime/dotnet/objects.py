"""What every object answers to (System.Object), and DBNull."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import net_text
from ems.runtime.hashing import hash_code, signed
from ems.runtime.members.model import Implementation
from ems.runtime.types import type_of
from ems.runtime.values import NetObject, PSCustomObject


def object_equals(one: Any, other: Any = None) -> bool:
    """Object.Equals."""
    from ems.runtime.dotnet.lists import same

    return same(one, other)


def _to_string(value: Any, *_arguments: Any) -> str:
    return "" if value.__class__ is PSCustomObject else net_text(value)


class PlainObject(NetObject):
    """`[object]::new()`."""

    __slots__ = ()


class DBNull(NetObject):
    """System.DBNull.Value."""

    __slots__ = ()
    type_name = "System.DBNull"

    def to_text(self) -> str:
        return ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DBNull)

    def __hash__(self) -> int:
        return 0


def _missing_clone(value: Any) -> Any:
    copy = getattr(value, "copy", None)
    return copy() if copy is not None else value


TYPES: Final = {
    "System.Object": Implementation(
        methods={
            "Equals": object_equals,
            "GetHashCode": lambda value: signed(hash_code(value)),
            "GetType": type_of,
            "ToString": _to_string,
            "Clone": _missing_clone,
            "Dispose": lambda _value: None,
        },
        static={
            "Equals": object_equals,
            "ReferenceEquals": lambda one, other: one is other,
            "new": lambda _type: PlainObject(),
        },
    ),
    "System.DBNull": Implementation(
        methods={"GetTypeCode": lambda _value: "DBNull", "ToString": lambda _value, *_provider: ""},
        static_properties={"Value": DBNull()},
    ),
}
