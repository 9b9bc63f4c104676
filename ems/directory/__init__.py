"""The organization on disk: entries with access control, snapshots, units of work. Knows no shell and no mail."""

from .access import Ace
from .changes import Change, CommitRecord
from .entry import Attributes, Entry
from .errors import (
    ConflictingChange,
    DirectoryError,
    NotAnOrganization,
    ObjectAlreadyExists,
    ObjectHasChildren,
    ObjectNotFound,
    OrganizationDamaged,
    OrganizationLocked,
    OrganizationReadOnly,
    OrganizationTooNew,
    OrganizationUnreachable,
    UnknownSeed,
)
from .organization import Organization
from .snapshot import Snapshot, View
from .work import UnitOfWork

__all__ = [
    "Ace",
    "Attributes",
    "Change",
    "CommitRecord",
    "ConflictingChange",
    "DirectoryError",
    "Entry",
    "NotAnOrganization",
    "ObjectAlreadyExists",
    "ObjectHasChildren",
    "ObjectNotFound",
    "Organization",
    "OrganizationDamaged",
    "OrganizationLocked",
    "OrganizationReadOnly",
    "OrganizationTooNew",
    "OrganizationUnreachable",
    "Snapshot",
    "UnitOfWork",
    "UnknownSeed",
    "View",
]
