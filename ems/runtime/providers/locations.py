r"""Drives, the current location, and what a path given by a user means.

`C:\x`, `env:Path`, `..\y`, `~`, `Microsoft.PowerShell.Core\FileSystem::C:\x` and wildcards become `Place`s: a drive and a path below it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.providers.base import DriveInfo, Provider, ProviderInfo, drive_not_found, path_error, path_not_found
from ems.runtime.values import NetObject
from ems.runtime.wildcard import contains_wildcard, like_matcher


class Place:
    r"""One resolved path. `path` is below the drive's root: `Users\x`, without a leading separator; `""` is the root."""

    __slots__ = ("drive", "path")

    def __init__(self, drive: DriveInfo, path: str) -> None:
        self.drive = drive
        self.path = path

    @property
    def provider(self) -> Provider:
        return self.drive.provider

    @property
    def shown(self) -> str:
        r"""As PowerShell shows it: `C:\Users`, `Env:\Path`; a provider-qualified path where the drive is hidden."""
        return f"{self.drive.name}:\\{self.path}"

    @property
    def provider_path(self) -> str:
        """As the provider itself would say: the full path in the file system, the plain name elsewhere."""
        if not self.provider.hierarchical:
            return self.path
        root = self.drive.root.rstrip("\\")
        return f"{root}\\{self.path}"

    @property
    def qualified(self) -> str:
        """PSPath."""
        return f"{self.provider.info}::{self.provider_path if self.provider.hierarchical else self.path}"

    @property
    def name(self) -> str:
        return self.path.rpartition("\\")[2] if self.path else self.drive.root or self.drive.name + ":\\"

    @property
    def parent(self) -> Place | None:
        if not self.path:
            return None
        return Place(self.drive, self.path.rpartition("\\")[0])

    def child(self, name: str) -> Place:
        return Place(self.drive, f"{self.path}\\{name}" if self.path else name)

    def exists(self) -> bool:
        return not self.path or self.provider.exists(self.provider_path)

    def is_container(self) -> bool:
        return not self.path or self.provider.is_container(self.provider_path)


class PathInfo(NetObject):
    """System.Management.Automation.PathInfo: what Get-Location gives."""

    __slots__ = ("place",)
    type_name = "System.Management.Automation.PathInfo"

    def __init__(self, place: Place) -> None:
        self.place = place

    def __str__(self) -> str:
        return self.place.shown

    def to_text(self) -> str:
        return self.place.shown

    @property
    def drive(self) -> DriveInfo:
        return self.place.drive

    @property
    def provider(self) -> ProviderInfo:
        return self.place.provider.info

    @property
    def path(self) -> str:
        return self.place.shown

    @property
    def provider_path(self) -> str:
        return self.place.provider_path


class Locations:
    """The drives of a session and where it stands on each. `home` is what `~` means."""

    def __init__(self, providers: list[Provider], home: str) -> None:
        self.providers = {provider.name.lower(): provider for provider in providers}
        self.drives: dict[str, DriveInfo] = {}
        self.home = home
        self.stacks: dict[str, list[Place]] = {}
        self.default_stack = "default"
        self.current: DriveInfo

    # Drives

    def add_drive(self, drive: DriveInfo) -> None:
        if drive.name.lower() in self.drives:
            raise Terminating(
                ErrorRecord(
                    NetException(
                        "System.Management.Automation.SessionStateException",
                        message("SessionStateStrings", "DriveAlreadyExists", drive.name),
                    ),
                    "DriveAlreadyExists",
                    "ResourceExists",
                    drive.name,
                )
            )
        self.drives[drive.name.lower()] = drive
        drive.provider.info.drives.append(drive)

    def remove_drive(self, drive: DriveInfo) -> None:
        del self.drives[drive.name.lower()]
        drive.provider.info.drives.remove(drive)

    def drive(self, name: str) -> DriveInfo:
        found = self.drives.get(name.lower())
        if found is None:
            raise drive_not_found(name)
        return found

    # Where we are

    @property
    def place(self) -> Place:
        return Place(self.current, self.current.current)

    def go(self, place: Place) -> None:
        """Set-Location."""
        place.drive.current = place.path
        self.current = place.drive

    # Paths

    def split(self, path: str) -> Place:
        """The place a literal path means. It need not exist; its drive must."""
        if "::" in path:
            provider_name, _, path = path.partition("::")
            provider = self.providers.get(provider_name.rpartition("\\")[2].lower())
            if provider is None:
                raise path_error("ProviderNotFound", provider_name, "ProviderNotFoundException")
            if not provider.hierarchical:
                return Place(provider.info.drives[0], path.strip("\\/"))
        path = path.replace("/", "\\") if not path.startswith("/") else self._posix(path)
        if path == "~" or path.startswith("~\\"):
            path = self.home + path[1:]
        name, colon, rest = path.partition(":")
        if colon and name and "\\" not in name:
            drive = self.drive(name)
            if not rest.startswith("\\"):  # `C:file`: relative to where we are on that drive
                rest = f"{drive.current}\\{rest}" if drive.provider.hierarchical else rest
        elif path.startswith("\\"):
            drive, rest = self.current, path
        else:
            drive, rest = self.current, f"{self.current.current}\\{path}"
        return Place(drive, _tidy(rest))

    def _posix(self, path: str) -> str:
        """A path in this machine's spelling, where it lies inside of a mapped folder; else it is rooted on the current drive."""
        mapped: str | None = self.providers["filesystem"].session.files.mounts.from_machine(path)
        return mapped if mapped is not None else path.replace("/", "\\")

    def resolve(self, path: str, literal: bool = False, hidden: bool = True) -> list[Place]:
        """The existing places a path means; wildcards are expanded unless `literal`. PathNotFound where a path without wildcards is not there."""
        if literal or not contains_wildcard(path):
            place = self.split(path if literal else path.replace("`", ""))
            if not place.exists():
                # The product names a literal path as it was given, all others in full.
                raise path_not_found(path if literal else place.shown)
            return [self._true(place)]
        return list(self._expand(self.split(path)))

    def _true(self, place: Place) -> Place:
        """The place with the capitals its provider holds."""
        true_path = getattr(place.provider, "true_path", None)
        return Place(place.drive, true_path(place)) if true_path is not None and place.path else place

    def _expand(self, pattern: Place) -> Iterator[Place]:
        parts = pattern.path.split("\\") if pattern.provider.hierarchical else [pattern.path]
        places = [Place(pattern.drive, "")]
        for part in parts:
            if not contains_wildcard(part):
                literal = part.replace("`", "")
                places = [child for child in (place.child(literal) for place in places) if child.exists()]
                continue
            matches = like_matcher(part)
            places = [
                place.child(name)
                for place in places
                if place.is_container()
                for name in place.provider.child_names(place.provider_path)
                if matches(name)
            ]
        yield from (self._true(place) for place in places)

    def unresolved(self, path: str) -> str:
        """The full path in the provider's own words, whether anything is there or not (GetUnresolvedProviderPathFromPSPath)."""
        return self.split(path).provider_path

    def file(self, path: str) -> str:
        """The same for a path that has to be a file's: an error where it lies on another kind of drive."""
        place = self.split(path)
        if place.provider.name != "FileSystem":
            raise Terminating(
                ErrorRecord(
                    NetException(
                        "System.Management.Automation.PSInvalidOperationException",
                        f"Cannot open file because the current provider ({place.provider.info}) cannot open a file.",
                    ),
                    "ReadWriteFileNotFileSystemProvider",
                    "InvalidArgument",
                )
            )
        return place.provider_path

    # The stack of Push-Location

    def push(self, stack: str | None = None) -> None:
        self.stacks.setdefault(stack or self.default_stack, []).append(self.place)

    def pop(self, stack: str | None = None) -> Place | None:
        places: Any = self.stacks.get(stack or self.default_stack)
        return places.pop() if places else None


def _tidy(path: str) -> str:
    parts: list[str] = []
    for part in path.split("\\"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "\\".join(parts)


def standard_locations(session: Any, start: str) -> Locations:
    r"""The drives of a new session (reference: session-defaults). `start` is the first location, a path on drive C."""
    from ems.runtime.providers.mounts import HOME
    from ems.runtime.providers.session_state import standard_providers

    locations = Locations(standard_providers(session), HOME)
    provider = locations.providers
    for name, owner, root, resource in (
        ("Alias", "alias", "", "AliasDriveDescription"),
        ("C", "filesystem", "C:\\", ""),
        ("Env", "environment", "", "EnvironmentDriveDescription"),
        ("Function", "function", "", "FunctionDriveDescription"),
        ("Variable", "variable", "", "VariableDriveDescription"),
    ):
        locations.add_drive(
            DriveInfo(name, provider[owner], root, message("SessionStateStrings", resource) if resource else "")
        )
    locations.current = locations.drive("C")
    locations.go(locations.split(start))
    return locations
