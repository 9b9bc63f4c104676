"""What can go wrong with an organization on disk: one exception type a cause, each with one clear line."""

from __future__ import annotations


class DirectoryError(Exception):
    """The directory cannot do what was asked; ``str(error)`` is one line that can be shown as it is."""


class NotAnOrganization(DirectoryError):
    """The folder holds something else."""


class UnknownSeed(DirectoryError):
    """No seed organization has this name."""


class OrganizationDamaged(DirectoryError):
    """A file of the organization cannot be read back."""


class OrganizationLocked(DirectoryError):
    """Another process keeps the organization's lock."""


class OrganizationTooNew(DirectoryError):
    """The folder was written by a later version of the program."""


class OrganizationUnreachable(DirectoryError):
    """The operating system refuses the folder."""


class OrganizationReadOnly(DirectoryError):
    """The organization was opened, or can only be opened, for reading."""


class ObjectNotFound(DirectoryError):
    """There is no such entry."""


class ObjectAlreadyExists(DirectoryError):
    """There is an entry with this distinguished name already."""


class ObjectHasChildren(DirectoryError):
    """An entry that others lie under cannot be removed."""


class ConflictingChange(DirectoryError):
    """Somebody else changed the same entry since it was read."""
