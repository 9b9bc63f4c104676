r"""Where the drive `C:` of a session really lies.

A script sees one Windows drive. Its folders come from three places, the longest prefix deciding:

| in the session                          | on this machine                                                        |
|-----------------------------------------|------------------------------------------------------------------------|
| `C:\Users\Administrator`                | the folder in which ems was started: your own files                    |
| `C:\Users\Administrator\AppData`        | the organization's drive, so that temporary files do not litter yours  |
| everything else on `C:`                 | the organization's drive, a folder of the organization                 |

A path in this machine's own spelling (`/home/me/list.csv`) is accepted when it lies inside one of these folders. Nothing else can
be reached: `..` is taken away before a path is mapped, and a symbolic link that leads out of the mapped folder is refused.
Names are compared without regard to case, as on Windows, whatever this machine's file system does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

HOME: Final = "C:\\Users\\Administrator"
SYSTEM: Final = "C:\\Windows\\system32"
_STANDARD_FOLDERS: Final = (
    "Windows\\system32",
    "Windows\\Temp",
    "Program Files",
    "Program Files (x86)",
    "Users\\Public",
    "Users\\Administrator\\AppData\\Local\\Temp",
    "Program Files\\Microsoft\\Exchange Server\\V15\\Scripts",
)
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))]
)
_FORBIDDEN: Final = frozenset('<>"|?*\0')


class MountError(Exception):
    """A path that cannot be mapped. `kind`: "drive" (no such drive), "illegal" (characters), "denied" (leads out of the mapped folders)."""

    def __init__(self, kind: str, path: str) -> None:
        super().__init__(f"{kind}: {path}")
        self.kind = kind
        self.path = path


class Mounts:
    """Maps absolute Windows paths to paths of this machine. `drive` is called once, when the organization's drive is first needed."""

    def __init__(self, home: str, drive: Callable[[], str]) -> None:
        self._home = os.path.realpath(home)
        self._make_drive = drive
        self._drive: str | None = None

    def lend(self, folder: str) -> str:
        r"""Makes another folder of this machine the user's folder, because the user named a file in it; gives `C:\Users\Administrator`."""
        self._home = os.path.realpath(folder)
        return HOME

    @property
    def drive_folder(self) -> str:
        """The organization's drive on this machine, made on first use with the folders that Windows always has."""
        if self._drive is None:
            drive = os.path.realpath(self._make_drive())
            try:
                for folder in _STANDARD_FOLDERS:
                    os.makedirs(os.path.join(drive, *folder.split("\\")), exist_ok=True)
            except OSError:
                raise MountError("denied", "C:\\") from None
            self._drive = drive
        return self._drive

    def from_machine(self, path: str) -> str | None:
        """The session's spelling of a path of this machine, None where it lies outside of the mapped folders."""
        full = os.path.normpath(path)
        for root, shown in (
            (self._drive, "C:"),
            (self._home, HOME),
        ):  # a temporary drive may lie below the user's folder
            if root is not None and (full == root or full.startswith(root.rstrip(os.sep) + os.sep)):
                rest = os.path.relpath(full, root)
                return shown if rest == "." else shown + "\\" + rest.replace(os.sep, "\\")
        return None

    def real(self, path: str) -> str:
        """The place on this machine of an absolute, normalized Windows path (`C:\\...`, no `..`). It need not exist."""
        if path[:1].lower() != "c" or path[1:2] != ":":
            raise MountError("drive", path)
        parts = [part for part in path[2:].split("\\") if part]
        for part in parts:
            if _FORBIDDEN & set(part) or any(ch < " " for ch in part) or ":" in part:
                raise MountError("illegal", path)
        folded = [part.lower() for part in parts]
        if folded[:2] == ["users", "administrator"] and folded[2:3] != ["appdata"]:
            root, rest = self._home, parts[2:]
        else:
            root, rest = self.drive_folder, parts
        place = root
        for index, part in enumerate(rest):
            place = os.path.join(place, part)
            if not os.path.lexists(place):
                found = _folded_entry(os.path.dirname(place), part)
                if found is None:
                    place = os.path.join(place, *rest[index + 1 :])
                    break
                place = os.path.join(os.path.dirname(place), found)
            if os.path.islink(place) and not _below(os.path.realpath(place), root):
                raise MountError("denied", path)  # not even looked into
        if not _below(os.path.realpath(place), root):
            raise MountError("denied", path)
        return place

    def is_mount_point(self, path: str) -> bool:
        """Whether the folder is one at which another place begins; recursive removal does not cross it."""
        return path.rstrip("\\").lower() in (HOME.lower(), "c:")


def _below(place: str, root: str) -> bool:
    return place == root or place.startswith(root.rstrip(os.sep) + os.sep)


def _folded_entry(folder: str, name: str) -> str | None:
    """The entry of `folder` that is `name` but for case."""
    folded = name.lower()
    try:
        return next((entry for entry in os.listdir(folder) if entry.lower() == folded), None)
    except OSError:
        return None


def is_reserved(name: str) -> bool:
    """Whether Windows keeps the name for a device (NUL, CON, ...)."""
    return name.split(".")[0].lower() in _RESERVED


def normalize(path: str) -> str:
    """An absolute Windows path without `.`, `..`, doubled or trailing separators; the root keeps its separator."""
    drive, rest = path[:2], path[2:].replace("/", "\\")
    parts: list[str] = []
    for part in rest.split("\\"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return drive.upper() + "\\" + "\\".join(parts)
