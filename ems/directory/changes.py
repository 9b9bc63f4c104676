"""What a commit is made of: operations on single entries, and the record that journal and audit log keep of them.

An operation says what it changes and what stood there before. Applied to a newer state than the one it was made on, it
either fits (different attributes, different permissions: both changes live) or it is a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

from . import names
from .access import Ace
from .entry import Entry, mapping_in, text_in
from .errors import ConflictingChange

Kind = Literal["add", "modify", "acl", "rename", "remove"]
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class Change(NamedTuple):
    """One operation on one entry. ``before`` and ``after`` hold attributes (modify) or names (rename)."""

    kind: Kind
    guid: str
    object_class: str
    dn: str
    entry: Entry | None = None
    before: Mapping[str, Any] = _NOTHING
    after: Mapping[str, Any] = _NOTHING
    added: tuple[Ace, ...] = ()
    removed: tuple[Ace, ...] = ()

    def apply(self, current: Entry | None, when: str) -> Entry | None:
        """The entry after this change; ConflictingChange where the current state does not allow it."""
        if self.kind == "add":
            if current is not None:
                raise ConflictingChange(f"The object '{self.dn}' was added by somebody else at the same time.")
            return self.entry
        if current is None:
            raise ConflictingChange(f"The object '{self.dn}' was removed by somebody else at the same time.")
        if self.kind == "remove":
            return None
        if self.kind == "acl":
            return current.with_acl(_merged(current.acl, self.added, self.removed), when)
        if self.kind == "rename":
            if current.dn != self.before["dn"]:
                raise ConflictingChange(f"The object '{self.dn}' was renamed by somebody else at the same time.")
            return current.renamed(self.after["name"], self.after["dn"], when)
        for name, value in self.before.items():
            if _plain(current.attributes.get(name)) != _plain(value):
                raise ConflictingChange(
                    f"The property '{name}' of the object '{self.dn}' was changed by somebody else at the same time."
                )
        return current.with_attributes(self.after, when)

    def to_json(self) -> dict[str, Any]:
        out: dict[str, Any] = {"kind": self.kind, "guid": self.guid, "class": self.object_class, "dn": self.dn}
        if self.entry is not None:
            out["entry"] = self.entry.to_json()
        if self.kind in ("modify", "rename"):
            out["before"], out["after"] = dict(self.before), dict(self.after)
        if self.added:
            out["added"] = [ace.to_json() for ace in self.added]
        if self.removed:
            out["removed"] = [ace.to_json() for ace in self.removed]
        return out

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Change:
        entry = data.get("entry")
        return Change(
            kind=data["kind"],
            guid=text_in(data, "guid"),
            object_class=text_in(data, "class"),
            dn=text_in(data, "dn"),
            entry=None if entry is None else Entry.from_json(entry),
            before=mapping_in(data, "before", {}),
            after=mapping_in(data, "after", {}),
            added=tuple(Ace.from_json(ace) for ace in data.get("added", ())),
            removed=tuple(Ace.from_json(ace) for ace in data.get("removed", ())),
        )

    @property
    def name(self) -> str:
        return names.components(self.dn)[0][1] if self.dn else ""


class CommitRecord(NamedTuple):
    """One commit: who did what with which command, and when. One line of the journal."""

    version: int
    when: str
    actor: str
    command: str
    changes: tuple[Change, ...]
    parameters: Mapping[str, Any] = _NOTHING

    def to_json(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "when": self.when,
            "actor": self.actor,
            "command": self.command,
            "parameters": dict(self.parameters),
            "changes": [change.to_json() for change in self.changes],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> CommitRecord:
        return CommitRecord(
            version=int(data["version"]),
            when=text_in(data, "when"),
            actor=text_in(data, "actor"),
            command=text_in(data, "command"),
            parameters=mapping_in(data, "parameters", {}),
            changes=tuple(Change.from_json(change) for change in data["changes"]),
        )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _merged(current: tuple[Ace, ...], added: tuple[Ace, ...], removed: tuple[Ace, ...]) -> list[Ace]:
    gone = {ace.key() for ace in removed}
    kept = [ace for ace in current if ace.key() not in gone]
    present = {ace.key() for ace in kept}
    return kept + [ace for ace in added if ace.key() not in present]
