"""Permission groups and access control entries of a receive connector, kept in step.

The entries are the truth; the groups are read off them after every change, and stored beside them for readers that
only want to know which groups there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from ems.directory import Ace, Entry, UnitOfWork
from ems.directory.permission_groups import NAMES, aces_of, groups_of


def with_groups(acl: Iterable[Ace], current: str, wanted: str, domain: str, year: int) -> list[Ace]:
    """An access control list after the permission groups were replaced: what was added one by one stays."""
    groups_now = {name.strip().lower() for name in current.split(",")}
    groups_then = {name.strip().lower() for name in wanted.split(",")}
    gone = {
        ace.key() for name in NAMES if name.lower() in groups_now - groups_then for ace in aces_of(name, domain, year)
    }
    result = [ace for ace in acl if ace.key() not in gone]
    present = {ace.key() for ace in result}
    for name in NAMES:
        if name.lower() in groups_then:
            result += [ace for ace in aces_of(name, domain, year) if ace.key() not in present]
    return result


def set_acl(work: UnitOfWork, entry: Entry, acl: Iterable[Ace], domain: str, year: int) -> Entry:
    """Stage an access control list; a connector's permission groups follow it."""
    changed = work.set_acl(entry.guid, acl)
    if changed.object_class == "receiveConnector":
        changed = work.modify(entry.guid, {"PermissionGroups": groups_of(changed.acl, domain, year)})
    return changed
