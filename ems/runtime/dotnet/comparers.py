"""StringComparer."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.convert import compare_strings
from ems.runtime.dotnet.support import culture_of
from ems.runtime.hashing import culture_hash, hash_code, ordinal_hash, ordinal_ignore_case_hash, signed
from ems.runtime.hashtable import CULTURE_IGNORE_CASE, EXACT, ORDINAL_IGNORE_CASE, KeyComparer
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject


class StringComparer(NetObject):
    """A way to compare texts: by culture or by code, with or without regard to case."""

    __slots__ = ("ignore_case", "keys", "ordinal")

    def __init__(self, ordinal: bool, ignore_case: bool) -> None:
        self.ordinal = ordinal
        self.ignore_case = ignore_case
        self.keys: KeyComparer = (ORDINAL_IGNORE_CASE if ordinal else CULTURE_IGNORE_CASE) if ignore_case else EXACT

    @property
    def net_type(self) -> TypeInfo:
        return type_named("System.OrdinalComparer" if self.ordinal else "System.CultureAwareComparer")

    def compare(self, one: Any, other: Any) -> int:
        if one is None or other is None:
            return (one is not None) - (other is not None)
        if isinstance(one, str) and isinstance(other, str):
            return (
                ordinal_compare(one, other, self.ignore_case)
                if self.ordinal
                else compare_strings(one, other, self.ignore_case)
            )
        from ems.runtime.convert import compare

        return compare(one, other, self.ignore_case)

    def equal(self, one: Any, other: Any) -> bool:
        if one is None or other is None:
            return one is other
        return self.compare(one, other) == 0

    def hash_of(self, text: Any) -> int:
        if not isinstance(text, str):
            return signed(hash_code(text))
        if not self.ignore_case:
            return signed(ordinal_hash(text))
        return signed(ordinal_ignore_case_hash(text) if self.ordinal else culture_hash(text))


def ordinal_compare(one: str, other: str, ignore_case: bool = False) -> int:
    """String.CompareOrdinal: the difference at the first place where the texts differ."""
    if ignore_case:
        one, other = one.upper(), other.upper()
    for first, second in zip(one, other, strict=False):
        if first != second:
            return ord(first) - ord(second)
    return len(one) - len(other)


class Ordering(NetObject):
    """Comparer, CaseInsensitiveComparer, EqualityComparer: the order values have among themselves."""

    __slots__ = ("ignore_case", "net_type")

    def __init__(self, net_type: TypeInfo, *_culture: Any) -> None:
        self.net_type = net_type
        self.ignore_case = net_type.name.startswith("CaseInsensitive")

    def compare(self, one: Any, other: Any) -> int:
        from ems.runtime.convert import compare

        if one is None or other is None:
            return (one is not None) - (other is not None)
        if isinstance(one, str) and isinstance(other, str):
            return compare_strings(one, other, self.ignore_case)
        return compare(one, other, self.ignore_case)

    def equal(self, one: Any, other: Any) -> bool:
        from ems.runtime.dotnet.lists import same

        return bool(same(one, other))


def _ordering(name: str, invariant: bool) -> Implementation:
    made = type_named(f"System.Collections.{name}")
    members = {"Default": Ordering(made), **({"DefaultInvariant": Ordering(made)} if invariant else {})}
    kind = f"System.Collections.{name}"
    return Implementation(
        methods={"Compare": Ordering.compare},
        static={"new": Ordering},
        static_properties=members,
        declared="\n".join(
            ["int Compare(System.Object a, System.Object b)", f"{kind} new(cultureinfo culture)"]
            + [f"static {kind} {each} {{get;}}" for each in members]
        ),
    )


def _create(culture: Any, ignore_case: bool) -> StringComparer:
    culture_of(culture)
    return StringComparer(False, ignore_case)


TYPES: Final = {
    "System.StringComparer": Implementation(
        methods={
            "Compare": StringComparer.compare,
            "Equals": StringComparer.equal,
            "GetHashCode": StringComparer.hash_of,
        },
        static={"Create": _create},
        static_properties={
            "CurrentCulture": StringComparer(False, False),
            "CurrentCultureIgnoreCase": StringComparer(False, True),
            "InvariantCulture": StringComparer(False, False),
            "InvariantCultureIgnoreCase": StringComparer(False, True),
            "Ordinal": StringComparer(True, False),
            "OrdinalIgnoreCase": StringComparer(True, True),
        },
        declared="""
            int Compare(System.Object x, System.Object y)
            int Compare(string x, string y)
            bool Equals(System.Object x, System.Object y)
            bool Equals(string x, string y)
            bool Equals(System.Object obj)
            int GetHashCode(System.Object obj)
            int GetHashCode(string obj)
            static System.StringComparer Create(cultureinfo culture, bool ignoreCase)
            static System.StringComparer CurrentCulture {get;}
            static System.StringComparer CurrentCultureIgnoreCase {get;}
            static System.StringComparer InvariantCulture {get;}
            static System.StringComparer InvariantCultureIgnoreCase {get;}
            static System.StringComparer Ordinal {get;}
            static System.StringComparer OrdinalIgnoreCase {get;}
        """,
    ),
    "System.Collections.Comparer": _ordering("Comparer", True),
    "System.Collections.CaseInsensitiveComparer": _ordering("CaseInsensitiveComparer", True),
    "System.Collections.Generic.Comparer`1": Implementation(
        methods={"Compare": Ordering.compare},
        static_properties={"Default": (Ordering, None)},
        declared="""
            int Compare(T x, T y)
            static System.Collections.Generic.Comparer[T] Default {get;}
        """,
    ),
    "System.Collections.Generic.EqualityComparer`1": Implementation(
        methods={"Equals": Ordering.equal, "GetHashCode": lambda _comparer, item: signed(hash_code(item))},
        static_properties={"Default": (Ordering, None)},
        declared="""
            bool Equals(T x, T y)
            int GetHashCode(T obj)
            static System.Collections.Generic.EqualityComparer[T] Default {get;}
        """,
    ),
}
