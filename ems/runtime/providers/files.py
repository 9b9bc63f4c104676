r"""The files of a session as .NET sees them: Windows paths in, .NET's own exceptions out.

Everything that touches a file on behalf of a script comes through here: the FileSystem provider, `[IO.File]`, redirections, dot-sourcing.
Messages are those of .NET Framework (mscorlib's `IO.*` resources).
"""

from __future__ import annotations

import errno
import os
import shutil
import stat as stat_module
from collections.abc import Callable
from typing import IO, Any, Final

from ems.runtime.errors import NetError
from ems.runtime.providers.mounts import HOME, MountError, Mounts, normalize

READ_ONLY: Final = 0x1
HIDDEN: Final = 0x2
DIRECTORY: Final = 0x10
ARCHIVE: Final = 0x20
_LONGEST_PATH: Final = 260


class FileStat:
    """What is known of a file or folder. Times are seconds since 1970, UTC; `attributes` are the flags of System.IO.FileAttributes."""

    __slots__ = ("accessed", "attributes", "created", "is_directory", "length", "written")

    def __init__(self, raw: os.stat_result, name: str) -> None:
        self.is_directory = stat_module.S_ISDIR(raw.st_mode)
        self.length = 0 if self.is_directory else raw.st_size
        self.written = raw.st_mtime
        self.accessed = raw.st_atime
        self.created = getattr(raw, "st_birthtime", raw.st_mtime)
        flags = DIRECTORY if self.is_directory else ARCHIVE
        if not raw.st_mode & stat_module.S_IWUSR:
            flags |= READ_ONLY
        if name.startswith("."):
            flags |= HIDDEN
        self.attributes = flags


class Files:
    """File operations on the drive of one session.

    `directory` gives the folder against which .NET resolves relative paths: the one the process started in, which `Set-Location` does not
    change, in Windows as here.
    """

    def __init__(self, mounts: Mounts, directory: Callable[[], str] = lambda: HOME) -> None:
        self.mounts = mounts
        self._directory = directory

    # Paths

    def full_path(self, path: str, base: str | None = None) -> str:
        """Path.GetFullPath: absolute and normalized, against `base` or the process's folder."""
        if not path.strip():
            raise NetError("System.ArgumentException", "The path is not of a legal form.")
        if "\0" in path:
            raise NetError("System.ArgumentException", "Illegal characters in path.")
        if path.startswith("/"):
            mapped = self.mounts.from_machine(path)
            if mapped is not None:
                return mapped
        path = path.replace("/", "\\")
        if len(path) > 1 and path[1] == ":" and path[0].isalpha():
            return normalize(path if path[2:3] == "\\" else path[:2] + "\\" + path[2:])
        base = base or self._directory()
        if path.startswith("\\\\"):
            raise NetError("System.IO.IOException", "The network path was not found.")
        if path.startswith("\\"):
            return normalize(base[:2] + path)
        return normalize(base + "\\" + path)

    def real(self, path: str) -> str:
        """The place on this machine of an absolute path; .NET's error where there is none."""
        try:
            return self.mounts.real(path)
        except MountError as error:
            if error.kind == "drive":
                raise NetError(
                    "System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{path}'."
                ) from None
            if error.kind == "illegal":
                raise NetError("System.ArgumentException", "Illegal characters in path.") from None
            raise NetError("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied.") from None

    def _or_none(self, path: str) -> str | None:
        try:
            return self.mounts.real(path)
        except MountError:
            return None

    # Questions

    def stat(self, path: str) -> FileStat | None:
        """None where nothing is there."""
        place = self._or_none(path)
        if place is None:
            return None
        try:
            return FileStat(os.stat(place), os.path.basename(place))
        except (OSError, ValueError):
            return None

    def exists(self, path: str) -> bool:
        return self.stat(path) is not None

    def is_directory(self, path: str) -> bool:
        found = self.stat(path)
        return found is not None and found.is_directory

    def is_file(self, path: str) -> bool:
        found = self.stat(path)
        return found is not None and not found.is_directory

    def names(self, path: str) -> list[str]:
        """Names of the entries of a folder, in the order of NTFS (folded)."""
        names = self._doing(path, lambda: os.listdir(self.real(path)))
        return sorted(names, key=str.lower)

    def true_path(self, path: str) -> str:
        """The path with the capitals the file system holds."""
        place = self._or_none(path)
        shown = (
            None
            if place is None or not os.path.lexists(place)
            else self.mounts.from_machine(
                os.path.join(os.path.realpath(os.path.dirname(place)), os.path.basename(place))
            )
        )
        return shown or path

    # Changes

    def open(self, path: str, mode: str) -> IO[bytes]:
        """A binary file; `mode` as Python's open without `b` (r, w, a, x, r+, w+)."""
        if len(path) >= _LONGEST_PATH:
            raise NetError(
                "System.IO.PathTooLongException",
                "The specified path, file name, or both are too long. The fully qualified file name must be less than 260 characters, "
                "and the directory name must be less than 248 characters.",
            )
        if self.is_directory(path):
            raise NetError("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied.")
        binary = mode.replace("+", "b+") if "+" in mode else mode + "b"
        opened: IO[bytes] = self._doing(path, lambda: open(self.real(path), binary))  # noqa: SIM115
        return opened

    def read(self, path: str) -> bytes:
        with self.open(path, "r") as file:
            return file.read()

    def write(self, path: str, content: bytes, append: bool = False) -> None:
        with self.open(path, "a" if append else "w") as file:
            file.write(content)

    def make_directory(self, path: str) -> None:
        """With every folder above it."""
        self._doing(path, lambda: os.makedirs(self.real(path), exist_ok=True))

    def remove_file(self, path: str) -> None:
        self._doing(path, lambda: os.remove(self.real(path)))

    def remove_directory(self, path: str, recurse: bool) -> None:
        """A folder at which another place is mounted is refused, and never crossed."""
        if self.mounts.is_mount_point(path):
            raise NetError("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied.")
        place = self.real(path)
        self._doing(path, lambda: shutil.rmtree(place) if recurse else os.rmdir(place))

    def move(self, path: str, target: str) -> None:
        if not self.exists(path):
            raise NetError("System.IO.FileNotFoundException", f"Could not find file '{path}'.", FileName=path)
        if self.exists(target) and path.lower() != target.lower():
            raise NetError("System.IO.IOException", "Cannot create a file when that file already exists.")
        self._doing(path, lambda: shutil.move(self.real(path), self.real(target)))

    def copy(self, path: str, target: str, overwrite: bool = True) -> None:
        if not overwrite and self.exists(target):
            raise NetError("System.IO.IOException", f"The file '{target}' already exists.")
        self._doing(path, lambda: shutil.copy2(self.real(path), self.real(target)))

    def set_times(self, path: str, accessed: float, written: float) -> None:
        self._doing(path, lambda: os.utime(self.real(path), (accessed, written)))

    def set_read_only(self, path: str, read_only: bool) -> None:
        place = self.real(path)
        mode = os.stat(place).st_mode
        self._doing(path, lambda: os.chmod(place, mode & ~0o222 if read_only else mode | 0o200))

    def _doing(self, path: str, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except OSError as error:
            raise self._net_error(path, error) from None

    def _net_error(self, path: str, error: OSError) -> NetError:
        code = error.errno
        if code in (errno.ENOENT, errno.ENOTDIR):
            parent = path.rpartition("\\")[0]
            if parent and not self.is_directory(parent if len(parent) > 2 else parent + "\\"):
                return NetError("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{path}'.")
            return NetError("System.IO.FileNotFoundException", f"Could not find file '{path}'.", FileName=path)
        if code in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EISDIR):
            return NetError("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied.")
        if code == errno.EEXIST:
            return NetError("System.IO.IOException", f"The file '{path}' already exists.")
        if code == errno.ENOTEMPTY:
            return NetError("System.IO.IOException", "The directory is not empty.")
        if code == errno.ENOSPC:
            return NetError("System.IO.IOException", "There is not enough space on the disk.")
        if code == errno.ENAMETOOLONG:
            return NetError("System.IO.PathTooLongException", "The specified path, file name, or both are too long.")
        return NetError("System.IO.IOException", (error.strerror or "I/O error") + ".")
