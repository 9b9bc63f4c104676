"""The entries in memory, in all versions that somebody still looks at, with hash indexes on folded keys.

A commit adds versions; it never changes one. A snapshot is a version number: it costs nothing to take, and a commit
costs the same whether the organization has a thousand entries or fifty thousand. Old versions go when the last snapshot
that could see them has gone. Index entries are candidates: whoever reads looks at the entry itself again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from weakref import WeakSet

from . import names
from .entry import Entry

_Bucket = dict[str, None]


class Reader(Protocol):
    """What keeps old versions alive; a snapshot is one."""

    version: int


class EntryTable:
    """All versions of all entries. One writer at a time; readers need no lock."""

    def __init__(self) -> None:
        self.version = 0
        self._histories: dict[str, list[tuple[int, Entry | None]]] = {}
        self._ordinals: dict[str, int] = {}
        self._by_class: dict[str, _Bucket] = {}
        self._by_dn: dict[str, _Bucket] = {}
        self._by_parent: dict[str, _Bucket] = {}
        self._by_value: dict[tuple[str, str], dict[str, _Bucket]] = {}
        self._superseded: deque[tuple[int, str]] = deque()
        self._readers: WeakSet[Reader] = WeakSet()

    # -- reading ------------------------------------------------------------------------------------------------------

    def at(self, version: int, guid: str) -> Entry | None:
        """The entry as it was at a version."""
        history = self._histories.get(guid)
        if history is None:
            return None
        for since, entry in reversed(history):
            if since <= version:
                return entry
        return None

    def guids(self) -> tuple[str, ...]:
        return tuple(self._histories)

    def of_class(self, object_class: str) -> tuple[str, ...]:
        return tuple(self._by_class.get(object_class.casefold(), ()))

    def of_dn(self, dn: str) -> tuple[str, ...]:
        return tuple(self._by_dn.get(names.fold(dn), ()))

    def of_parent(self, dn: str) -> tuple[str, ...]:
        return tuple(self._by_parent.get(names.fold(dn), ()))

    def of_value(self, object_class: str, attribute: str, value: Any) -> tuple[str, ...]:
        """Candidates among a class whose attribute has a value; the index is made when first asked for."""
        key = (object_class.casefold(), attribute.casefold())
        index = self._by_value.get(key)
        if index is None:
            index = {}
            for guid in self.of_class(object_class):
                for _, entry in self._histories.get(guid, ()):
                    if entry is not None:
                        index.setdefault(value_key(entry.get(attribute)), {})[guid] = None
            self._by_value[key] = index
        found = tuple(index.get(value_key(value), ()))
        return found if len(found) < 2 else tuple(sorted(found, key=lambda guid: self._ordinals.get(guid, 0)))

    def watched_by(self, reader: Reader) -> None:
        self._readers.add(reader)

    # -- writing ------------------------------------------------------------------------------------------------------

    def load(self, entries: Iterable[Entry], version: int) -> None:
        """The state of a whole snapshot file, whatever was known before."""
        fresh = {entry.guid: entry for entry in entries}
        gone = [(guid, None) for guid in self._histories if guid not in fresh]
        self.apply([*fresh.items(), *gone], version)

    def apply(self, states: Iterable[tuple[str, Entry | None]], version: int) -> None:
        """New states of entries (None: removed), all at once as ``version``."""
        for guid, entry in states:
            history = self._histories.setdefault(guid, [])
            if history:
                self._superseded.append((version, guid))
            elif entry is None:
                del self._histories[guid]
                continue
            if entry is not None:
                self._ordinals.setdefault(guid, len(self._ordinals))
                self._index(entry)
            history.append((version, entry))
        self.version = version
        self._forget()

    def _index(self, entry: Entry) -> None:
        for index, key in self._keys(entry):
            index.setdefault(key, {})[entry.guid] = None

    def _keys(self, entry: Entry) -> Iterator[tuple[dict[str, _Bucket], str]]:
        folded_class = entry.object_class.casefold()
        yield self._by_class, folded_class
        yield self._by_dn, names.fold(entry.dn)
        yield self._by_parent, names.fold(entry.parent_dn)
        for (indexed_class, attribute), index in list(self._by_value.items()):
            if indexed_class == folded_class:
                yield index, value_key(entry.get(attribute))

    def _forget(self) -> None:
        """Drop the versions that no snapshot can see any more."""
        if not self._superseded:
            return
        oldest = min((reader.version for reader in self._readers), default=self.version)
        while self._superseded and self._superseded[0][0] <= oldest:
            _, guid = self._superseded.popleft()
            history = self._histories.get(guid)
            if history is None:
                continue
            keep = max((i for i, (since, _) in enumerate(history) if since <= oldest), default=0)
            dropped, kept = history[:keep], history[keep:]
            if kept[0][1] is None and len(kept) == 1:
                del self._histories[guid]
                kept = []
            else:
                self._histories[guid] = kept
            self._unindex(dropped, kept)

    def _unindex(self, dropped: list[tuple[int, Entry | None]], kept: list[tuple[int, Entry | None]]) -> None:
        live = {(id(index), key) for _, entry in kept if entry is not None for index, key in self._keys(entry)}
        for _, entry in dropped:
            if entry is None:
                continue
            for index, key in self._keys(entry):
                if (id(index), key) in live:
                    continue
                bucket = index.get(key)
                if bucket is not None:
                    bucket.pop(entry.guid, None)
                    if not bucket:
                        del index[key]


def value_key(value: Any) -> str:
    """The key under which an attribute's value is indexed and compared: text without regard to case."""
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, list | tuple):
        return "\x00".join(value_key(item) for item in value)
    return repr(value)
