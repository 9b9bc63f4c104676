"""System.Collections.Hashtable and OrderedDictionary.

A Hashtable finds its values through a Python dictionary with folded keys; only when somebody looks at all of its
keys are .NET's buckets rebuilt, since their walk gives the order. The rules are those of .NET Framework's Hashtable:
sizes from its list of primes, a load factor of 0.72, double hashing, growth to the next prime above twice the size,
and a walk from the last bucket to the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from ems.runtime.collection import Dictionary, collection_modified
from ems.runtime.errors import NetError
from ems.runtime.hashing import culture_hash, hash_code, ordinal_ignore_case_hash
from ems.runtime.values import NetObject, PSObject

_PRIMES: Final = (
    3, 7, 11, 17, 23, 29, 37, 47, 59, 71, 89, 107, 131, 163, 197, 239, 293, 353, 431, 521, 631, 761, 919, 1103, 1327,
    1597, 1931,
    2333, 2801, 3371, 4049, 4861, 5839, 7013, 8419, 10103, 12143, 14591, 17519, 21023, 25229, 30293, 36353, 43627,
    52361, 62851,
    75431, 90523, 108631, 130363, 156437, 187751, 225307, 270371, 324449, 389357, 467237, 560689, 672827, 807403,
    968897, 1162687,
    1395263, 1674319, 2009191, 2411033, 2893249, 3471899, 4166287, 4999559, 5999471, 7199369,
)  # fmt: skip


def _prime(least: int) -> int:
    at = bisect_left(_PRIMES, least)
    return _PRIMES[at] if at < len(_PRIMES) else least | 1


class _Buckets:
    """The bucket array of a Hashtable. `None` is an empty bucket, `_DELETED` one whose key is gone but which others
    were moved past."""

    __slots__ = ("collisions", "count", "keys", "load", "occupancy")

    def __init__(self, capacity: int) -> None:
        raw = capacity / 0.72
        self.resize(_prime(int(raw)) if raw > 3 else 3)
        self.count = 0
        self.occupancy = 0

    def resize(self, size: int) -> None:
        self.keys: list[tuple[Any, int] | None] = [None] * size
        self.collisions = bytearray(size)
        self.load = int(0.72 * size)

    def insert(self, key: Any, code: int) -> None:
        if self.count >= self.load:
            self.rehash(_prime(2 * len(self.keys)))
        elif self.occupancy > self.load and self.count > 100:
            self.rehash(len(self.keys))
        self.put(key, code & 0x7FFFFFFF)
        self.count += 1

    def put(self, key: Any, code: int) -> None:
        size = len(self.keys)
        step = 1 + (code * 101 & 0xFFFFFFFF) % (size - 1)
        at = code % size
        first_free = -1
        for _ in range(size):
            if self.keys[at] is None:
                if not self.collisions[at]:
                    break
                if first_free < 0:
                    first_free = at
            elif not self.collisions[at]:
                # Somebody had to go past this bucket.
                if first_free < 0:
                    self.collisions[at] = 1
                    self.occupancy += 1
            at = (at + step) % size
        self.keys[first_free if first_free >= 0 else at] = (key, code)

    def rehash(self, size: int) -> None:
        kept = [entry for entry in self.keys if entry is not None]
        self.resize(size)
        self.occupancy = 0
        for key, code in kept:
            self.put(key, code)

    def remove(self, key: Any, code: int) -> None:
        code &= 0x7FFFFFFF
        for at, entry in enumerate(self.keys):
            if entry is not None and entry[1] == code and entry[0] == key:
                self.keys[at] = None
                self.count -= 1
                return

    def walk(self) -> list[Any]:
        return [entry[0] for entry in reversed(self.keys) if entry is not None]


def fold_key(key: Any) -> Any:
    """What stands for a key where texts are compared without regard to case; values of different types are different
    keys."""
    kind = key.__class__
    if kind is str:
        return key.lower()
    if kind is int:
        return key
    return _other_key(key, kind)


def exact_key(key: Any) -> Any:
    """What stands for a key that is compared with Object.Equals."""
    kind = key.__class__
    return key if kind is str or kind is int else _other_key(key, kind)


def _other_key(key: Any, kind: type[Any]) -> Any:
    if kind is PSObject:
        return fold_key(key.base)
    if isinstance(key, NetObject):
        return key
    if isinstance(key, list):
        return (kind, id(key))
    try:
        hash(key)
    except TypeError:
        return (kind, id(key))
    return (kind, key)


class KeyComparer(NetObject):
    """How keys are found and hashed: a StringComparer, or Object.Equals."""

    __slots__ = ("code", "fold", "name")
    type_name = "System.StringComparer"

    def __init__(self, name: str, fold: Callable[[Any], Any], code: Callable[[str], int]) -> None:
        self.name = name
        self.fold = fold
        self.code = code


CULTURE_IGNORE_CASE: Final = KeyComparer("CurrentCultureIgnoreCase", fold_key, culture_hash)
ORDINAL_IGNORE_CASE: Final = KeyComparer("OrdinalIgnoreCase", fold_key, ordinal_ignore_case_hash)
EXACT: Final = KeyComparer("", exact_key, hash_code)


class Hashtable(Dictionary):
    """System.Collections.Hashtable, and by default that of `@{}`: keys are compared without regard to case."""

    __slots__ = (
        "_buckets",
        "_capacity",
        "_order",
        "_placed",
        "comparer",
        "data",
        "fold",
        "net_type",
        "originals",
        "version",
    )

    def __init__(
        self, pairs: Iterable[tuple[Any, Any]] = (), comparer: KeyComparer = CULTURE_IGNORE_CASE, capacity: int = 0
    ) -> None:
        self.comparer = comparer
        self.fold = comparer.fold
        self.data: dict[Any, Any] = {}
        self.originals: dict[Any, Any] = {}
        self.version = 0
        self._capacity = capacity
        self._buckets: _Buckets | None = None
        self._placed = 0
        self._order: list[Any] | None = None
        self.net_type: Any = None
        for key, value in pairs:
            self.set(key, value)

    type_name = "System.Collections.Hashtable"

    def get(self, key: Any, default: Any = None) -> Any:
        return self.data.get(self.fold(key), default)

    def set(self, key: Any, value: Any) -> None:
        folded = self.fold(key)
        data = self.data
        if folded not in data:
            self.originals[folded] = key
            self._order = None
        data[folded] = value
        self.version += 1

    def add(self, key: Any, value: Any) -> None:
        folded = self.fold(key)
        if folded in self.data:
            from ems.runtime.convert import to_string

            raise NetError(
                "System.ArgumentException",
                f"Item has already been added. Key in dictionary: '{to_string(self.originals[folded])}'"
                f"  Key being added: '{to_string(key)}'",
            )
        self.set(key, value)

    def remove(self, key: Any) -> bool:
        folded = self.fold(key)
        if folded not in self.data:
            return False
        self._place().remove(folded, self._code(folded))
        self._placed -= 1
        del self.data[folded]
        del self.originals[folded]
        self._order = None
        self.version += 1
        return True

    def clear(self) -> None:
        if self.data:
            self.data.clear()
            self.originals.clear()
            self._placed = 0
            if self._buckets is not None:
                size = len(self._buckets.keys)
                self._buckets = _Buckets(0)
                self._buckets.resize(size)
            self._order = None
        self.version += 1

    def __contains__(self, key: Any) -> bool:
        return self.fold(key) in self.data

    def __len__(self) -> int:
        return len(self.data)

    def items(self) -> Iterator[tuple[Any, Any]]:
        version = self.version
        for folded in self._ordered():
            if self.version != version:
                raise collection_modified()
            yield self.originals[folded], self.data[folded]
        if self.version != version:
            raise collection_modified()

    def keys(self) -> list[Any]:
        originals = self.originals
        return [originals[folded] for folded in self._ordered()]

    def values(self) -> list[Any]:
        data = self.data
        return [data[folded] for folded in self._ordered()]

    def copy(self) -> Hashtable:
        """Hashtable.Clone: the same keys and values in a table of its own."""
        made = Hashtable((), self.comparer, len(self.data))
        for folded in reversed(self._ordered()):
            made.data[folded] = self.data[folded]
            made.originals[folded] = self.originals[folded]
        made.net_type = self.net_type
        return made

    def _code(self, folded: Any) -> int:
        key = self.originals[folded]
        return self.comparer.code(key) if key.__class__ is str else hash_code(key)

    def _place(self) -> _Buckets:
        """The buckets, with all keys that were added since they were last looked at."""
        buckets = self._buckets
        if buckets is None:
            buckets = self._buckets = _Buckets(self._capacity)
            self._placed = 0
        if self._placed < len(self.data):
            for folded in islice(self.data, self._placed, None):
                buckets.insert(folded, self._code(folded))
            self._placed = len(self.data)
        return buckets

    def _ordered(self) -> list[Any]:
        order = self._order
        if order is None:
            order = self._order = self._place().walk()
        return order


class OrderedDictionary(Dictionary):
    """System.Collections.Specialized.OrderedDictionary, as `[ordered]@{}` makes it."""

    __slots__ = ("data", "fold", "originals", "read_only", "version")
    type_name = "System.Collections.Specialized.OrderedDictionary"

    def __init__(self, pairs: Iterable[tuple[Any, Any]] = (), fold: Callable[[Any], Any] = fold_key) -> None:
        self.fold = fold
        self.data: dict[Any, Any] = {}
        self.originals: dict[Any, Any] = {}
        self.version = 0
        self.read_only = False
        for key, value in pairs:
            self.set(key, value)

    def get(self, key: Any, default: Any = None) -> Any:
        return self.data.get(self.fold(key), default)

    def set(self, key: Any, value: Any) -> None:
        folded = self.fold(key)
        if folded not in self.data:
            self.originals[folded] = key
        self.data[folded] = value
        self.version += 1

    def add(self, key: Any, value: Any) -> None:
        if key in self:
            from ems.runtime.convert import to_string

            folded = self.fold(key)
            raise NetError(
                "System.ArgumentException",
                f"Item has already been added. Key in dictionary: '{to_string(self.originals[folded])}'"
                f"  Key being added: '{to_string(key)}'",
            )
        self.set(key, value)

    def remove(self, key: Any) -> bool:
        folded = self.fold(key)
        if folded not in self.data:
            return False
        del self.data[folded]
        del self.originals[folded]
        self.version += 1
        return True

    def clear(self) -> None:
        self.data.clear()
        self.originals.clear()
        self.version += 1

    def __contains__(self, key: Any) -> bool:
        return self.fold(key) in self.data

    def __len__(self) -> int:
        return len(self.data)

    def items(self) -> Iterator[tuple[Any, Any]]:
        version = self.version
        for folded, key in list(self.originals.items()):
            if self.version != version:
                raise collection_modified()
            yield key, self.data[folded]
        if self.version != version:
            raise collection_modified()

    def keys(self) -> list[Any]:
        return list(self.originals.values())

    def values(self) -> list[Any]:
        return list(self.data.values())

    def at(self, position: int) -> Any:
        """The value at a position."""
        return self.data[self._folded_at(position)]

    def set_at(self, position: int, value: Any) -> None:
        self.data[self._folded_at(position)] = value
        self.version += 1

    def insert(self, position: int, key: Any, value: Any) -> None:
        """Adds a key in front of the one at `position`."""
        if not 0 <= position <= len(self.data):
            raise _out_of_range("index")
        later = list(self.originals.items())[position:]
        values = [self.data[folded] for folded, _ in later]
        if key in self:
            self.add(key, value)
        for folded, _ in later:
            del self.data[folded], self.originals[folded]
        self.set(key, value)
        for (folded, original), old in zip(later, values, strict=True):
            self.originals[folded] = original
            self.data[folded] = old

    def remove_at(self, position: int) -> None:
        self.remove(self.originals[self._folded_at(position)])

    def _folded_at(self, position: int) -> Any:
        if not 0 <= position < len(self.data):
            raise _out_of_range("index")
        return next(islice(self.data, position, None))


def _out_of_range(parameter: str) -> NetError:
    return NetError(
        "System.ArgumentOutOfRangeException",
        f"Specified argument was out of the range of valid values.\nParameter name: {parameter}",
    )
