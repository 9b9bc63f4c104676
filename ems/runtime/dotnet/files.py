"""System.IO.File, Directory, FileInfo and DirectoryInfo, through the session's files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ems.runtime.dotnet import paths
from ems.runtime.dotnet.encodings import Encoding, encoding_of
from ems.runtime.dotnet.streams import open_file
from ems.runtime.dotnet.support import (
    NetError,
    argument,
    argument_null,
    array_of,
    attr,
    bytes_array,
    number_of,
    raw_bytes,
    session,
    strings,
)
from ems.runtime.dotnet.time import UTC, DateTime, local_offset
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_EPOCH: Final = 621355968000000000
_NEVER: Final = 504911232000000000


def _full(path: str | None, parameter: str = "path") -> str:
    if path is None:
        raise argument_null(parameter)
    if not path:
        if parameter == "path":
            raise argument("Empty path name is not legal.")
        raise argument("Empty file name is not legal.", parameter)
    paths.checked(path)
    return str(session().files.full_path(path))


def _from_seconds(seconds: float, utc: bool = False) -> DateTime:
    moment = DateTime(_EPOCH + round(seconds * 10_000_000), UTC)
    return moment if utc else moment.to_local()


def _to_seconds(date: DateTime) -> float:
    ticks = date.ticks if date.kind == UTC else date.ticks - local_offset() * 600_000_000
    return (ticks - _EPOCH) / 10_000_000


class FileSystemInfo(NetObject):
    """A file or a folder by its path; FileInfo and DirectoryInfo."""

    __slots__ = ("files", "net_type", "original", "path")

    def __init__(self, files: Any, path: str, is_directory: bool, original: str | None = None) -> None:
        self.files = files
        self.path = path if len(path) <= 3 else path.rstrip("\\")
        self.original = original if original is not None else path
        self.net_type: TypeInfo = type_named("System.IO.DirectoryInfo" if is_directory else "System.IO.FileInfo")

    @property
    def is_directory(self) -> bool:
        return self.net_type.name == "DirectoryInfo"

    @property
    def name(self) -> str:
        return self.path if len(self.path) <= 3 else self.path.rpartition("\\")[2]

    @property
    def stat(self) -> Any:
        found = self.files.stat(self.path)
        return found if found is not None and found.is_directory == self.is_directory else None

    @property
    def attributes(self) -> int:
        found = self.stat
        return -1 if found is None else int(found.attributes)

    @property
    def parent(self) -> FileSystemInfo | None:
        if len(self.path) <= 3:
            return None
        above = self.path.rpartition("\\")[0]
        return FileSystemInfo(self.files, above + "\\" if len(above) == 2 else above, True)

    def mode(self) -> str:
        """The Mode column: d, a, r, h, s."""
        flags = self.attributes
        letters = (("d", 16), ("a", 32), ("r", 1), ("h", 2), ("s", 4))
        return "".join(letter if flags >= 0 and flags & bit else "-" for letter, bit in letters) + "-"

    def to_text(self) -> str:
        return self.original

    def equals(self, other: Any) -> bool:
        return self is other


def file_system_info(files: Any, path: str) -> FileSystemInfo:
    """The FileInfo or DirectoryInfo of what lies at a path."""
    return FileSystemInfo(files, path, files.is_directory(path))


def listed(info: Any) -> None:
    """What the list of a folder gives is known by its name alone."""
    info = getattr(info, "base", info)
    if isinstance(info, FileSystemInfo):
        info.original = info.name


def _length(info: FileSystemInfo) -> int:
    found = info.stat
    if found is None:
        raise NetError("System.IO.FileNotFoundException", f"Could not find file '{info.path}'.")
    return int(found.length)


def _time(name: str, utc: bool) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    def read(info: FileSystemInfo) -> DateTime:
        found = info.stat
        if found is None:
            return DateTime(_NEVER, UTC) if utc else DateTime(_NEVER, UTC).to_local()
        return _from_seconds(getattr(found, name), utc)

    def write(info: FileSystemInfo, date: DateTime) -> None:
        _set_time(info.path, name, date)

    return read, write


def _set_time(path: str, name: str, date: DateTime) -> None:
    files = session().files
    found = files.stat(path)
    if found is None:
        raise NetError("System.IO.FileNotFoundException", f"Could not find file '{path}'.")
    seconds = _to_seconds(date)
    accessed = seconds if name == "accessed" else found.accessed
    written = seconds if name == "written" else found.written
    files.set_times(path, accessed, written)


def _set_attributes(info: FileSystemInfo, value: Any) -> None:
    _set_read_only(info.path, bool(number_of(value) & 1))


# Listing


def _matcher(pattern: str | None) -> Callable[[str], bool]:
    if pattern is None:
        raise argument_null("searchPattern")
    if pattern in ("*", "*.*"):
        return lambda _name: True
    made = re.compile(
        "".join(".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern) + r"\Z",
        re.IGNORECASE,
    )
    return lambda name: made.match(name) is not None


def _walk(path: str, pattern: str, deep: bool, folders: bool, documents: bool) -> list[str]:
    files = session().files
    if not files.is_directory(path):
        raise NetError("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{path}'.")
    matches = _matcher(pattern)
    found: list[str] = []
    below: list[str] = []
    for name in files.names(path):
        full = path.rstrip("\\") + "\\" + name
        directory = files.is_directory(full)
        if directory:
            below.append(full)
        if (folders if directory else documents) and matches(name):
            found.append(full)
    if deep:
        for each in below:
            found += _walk(each, pattern, deep, folders, documents)
    return found


def _listing(folders: bool, documents: bool) -> Callable[..., Any]:
    def run(path: str, pattern: str = "*", option: Any = None) -> Any:
        full = _full(path)
        found = _walk(full, pattern, option is not None and number_of(option) == 1, folders, documents)
        if not paths.is_rooted(path):
            head = path.rstrip("\\/")
            found = [head + each[len(full.rstrip("\\")) :] for each in found]
        return strings(found)

    return run


def _info_listing(folders: bool, documents: bool) -> Callable[..., Any]:
    kind = (
        "System.IO.FileSystemInfo"
        if folders and documents
        else "System.IO.DirectoryInfo"
        if folders
        else "System.IO.FileInfo"
    )

    def run(info: FileSystemInfo, pattern: str = "*", option: Any = None) -> Any:
        found = _walk(info.path, pattern, option is not None and number_of(option) == 1, folders, documents)
        items = [file_system_info(info.files, each) for each in found]
        for each in items:
            listed(each)
        return array_of(items, kind)

    return run


# File


def _missing(path: str) -> NetError:
    files = session().files
    folder = path.rpartition("\\")[0]
    if folder and len(folder) > 2 and not files.is_directory(folder):
        return NetError("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{path}'.")
    return NetError("System.IO.FileNotFoundException", f"Could not find file '{path}'.")


def _read_bytes(path: str) -> bytes:
    full = _full(path)
    files = session().files
    if files.is_directory(full):
        raise NetError("System.UnauthorizedAccessException", f"Access to the path '{full}' is denied.")
    if not files.is_file(full):
        raise _missing(full)
    return bytes(files.read(full))


def _read_text(path: str, encoding: Any = None) -> str:
    from ems.runtime.dotnet.readers import StreamReader
    from ems.runtime.dotnet.streams import MemoryStream

    return StreamReader(MemoryStream(_read_bytes(path)), encoding).rest()


def _lines(text: str) -> list[str]:
    found = re.split(r"\r\n|\n|\r", text)
    return found[:-1] if found and found[-1] == "" else found


def _encoded(text: str, encoding: Encoding, append: bool, path: str) -> bytes:
    made = encoding.encode(text)
    files = session().files
    fresh = not append or not files.is_file(path) or files.stat(path).length == 0
    return encoding.preamble + made if fresh else made


def _write_text(path: str, text: str | None, encoding: Any = None, append: bool = False) -> None:
    full = _full(path)
    files = session().files
    folder = full.rpartition("\\")[0]
    if len(folder) > 2 and not files.is_directory(folder):
        raise NetError("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{full}'.")
    files.write(full, _encoded(text or "", encoding_of(encoding), append, full), append=append)


def _joined(lines: Any) -> str:
    from ems.runtime.dotnet.lists import elements

    if lines is None:
        raise argument_null("contents")
    return "".join(f"{line if line is not None else ''}\r\n" for line in elements(lines))


def _delete(path: str) -> None:
    full = _full(path)
    files = session().files
    if files.is_directory(full):
        raise NetError("System.UnauthorizedAccessException", f"Access to the path '{full}' is denied.")
    if files.is_file(full):
        files.remove_file(full)


def _copy(path: str, target: str, overwrite: bool = False) -> None:
    source, goal = _full(path, "sourceFileName"), _full(target, "destFileName")
    files = session().files
    if not files.is_file(source):
        raise _missing(source)
    if files.exists(goal) and not overwrite:
        raise NetError("System.IO.IOException", f"The file '{goal}' already exists.")
    files.copy(source, goal, overwrite)


def _move(path: str, target: str) -> None:
    source, goal = _full(path, "sourceFileName"), _full(target, "destFileName")
    files = session().files
    if not files.exists(source):
        raise _missing(source)
    if files.exists(goal):
        raise NetError("System.IO.IOException", "Cannot create a file when that file already exists.\r\n")
    files.move(source, goal)


def _replace(path: str, target: str, backup: str | None, _ignore: bool = False) -> None:
    source, goal = _full(path, "sourceFileName"), _full(target, "destinationFileName")
    files = session().files
    for each in (source, goal):
        if not files.exists(each):
            raise _missing(each)
    if backup:
        kept = _full(backup)
        if files.exists(kept):
            files.remove_file(kept)
        files.move(goal, kept)
    else:
        files.remove_file(goal)
    files.move(source, goal)


def _set_read_only(path: str, read_only: bool) -> None:
    files = session().files
    if not files.exists(path):
        raise _missing(path)
    files.set_read_only(path, bool(read_only))


def _exists(path: str | None) -> bool:
    try:
        return bool(path) and bool(session().files.is_file(_full(path)))
    except NetError:
        return False


def _directory_exists(path: str | None) -> bool:
    try:
        return bool(path) and bool(session().files.is_directory(_full(path)))
    except NetError:
        return False


def _get_time(name: str, utc: bool) -> Callable[[str], DateTime]:
    def run(path: str) -> DateTime:
        found = session().files.stat(_full(path))
        return _from_seconds(getattr(found, name), utc) if found is not None else DateTime(_NEVER, UTC)

    return run


def _put_time(name: str) -> Callable[[str, DateTime], None]:
    return lambda path, date: _set_time(_full(path), name, date)


def _attributes(path: str) -> int:
    full = _full(path)
    found = session().files.stat(full)
    if found is None:
        raise _missing(full)
    return int(found.attributes)


def _times() -> dict[str, Callable[..., Any]]:
    made: dict[str, Callable[..., Any]] = {}
    for label, name in (("CreationTime", "created"), ("LastAccessTime", "accessed"), ("LastWriteTime", "written")):
        for suffix, utc in (("", False), ("Utc", True)):
            made[f"Get{label}{suffix}"] = _get_time(name, utc)
            made[f"Set{label}{suffix}"] = _put_time(name)
    return made


def _create_directory(path: str, *_security: Any) -> FileSystemInfo:
    full = _full(path)
    files = session().files
    files.make_directory(full)
    return FileSystemInfo(files, full, True, path)


def _delete_directory(path: str, recursive: bool = False) -> None:
    full = _full(path)
    files = session().files
    if not files.is_directory(full):
        raise NetError("System.IO.DirectoryNotFoundException", f"Could not find a part of the path '{full}'.")
    if not recursive and files.names(full):
        raise NetError("System.IO.IOException", "The directory is not empty.\r\n")
    files.remove_directory(full, recursive)


def _new_info(directory: bool) -> Callable[..., FileSystemInfo]:
    def make(_type: Any, path: str | None) -> FileSystemInfo:
        if path is None:
            raise argument_null("path" if directory else "fileName")
        return FileSystemInfo(session().files, _full(path), directory, path)

    return make


def _info_delete(info: FileSystemInfo, recursive: bool = False) -> None:
    if info.is_directory:
        _delete_directory(info.path, recursive)
    else:
        _delete(info.path)


def _info_move(info: FileSystemInfo, target: str) -> None:
    _move(info.path, target)
    info.path = _full(target)
    info.original = target


def _info_copy(info: FileSystemInfo, target: str, overwrite: bool = False) -> FileSystemInfo:
    _copy(info.path, target, overwrite)
    return FileSystemInfo(info.files, _full(target), False, target)


def _writer(path: str, append: bool) -> Any:
    from ems.runtime.dotnet.writers import StreamWriter

    return StreamWriter(open_file(path, 6 if append else 2, 2))


def _reader(path: str) -> Any:
    from ems.runtime.dotnet.readers import StreamReader

    return StreamReader(open_file(path, 3, 1))


def _create_file(path: str) -> Any:
    return open_file(path, 2, 3)


_INFO_PROPERTIES: Final[dict[str, Any]] = {
    "Attributes": (attr("attributes"), _set_attributes),
    "CreationTime": _time("created", False),
    "CreationTimeUtc": _time("created", True),
    "Directory": attr("parent"),
    "DirectoryName": lambda info: info.parent.path if info.parent is not None else None,
    "Exists": lambda info: info.stat is not None,
    "Extension": lambda info: paths.extension(info.name),
    "FullName": attr("path"),
    "IsReadOnly": (
        lambda info: bool(info.attributes & 1),
        lambda info, value: _set_read_only(info.path, value),
    ),
    "LastAccessTime": _time("accessed", False),
    "LastAccessTimeUtc": _time("accessed", True),
    "LastWriteTime": _time("written", False),
    "LastWriteTimeUtc": _time("written", True),
    "Length": _length,
    "Name": attr("name"),
    "Parent": attr("parent"),
    "Root": lambda info: FileSystemInfo(info.files, info.path[:3], True),
}

TYPES: Final = {
    "System.IO.File": Implementation(
        static={
            **_times(),
            "AppendAllLines": lambda path, lines, encoding=None: _write_text(path, _joined(lines), encoding, True),
            "AppendAllText": lambda path, text, encoding=None: _write_text(path, text, encoding, True),
            "AppendText": lambda path: _writer(path, True),
            "Copy": _copy,
            "Create": lambda path, *_rest: _create_file(path),
            "CreateText": lambda path: _writer(path, False),
            "Delete": _delete,
            "Exists": _exists,
            "GetAttributes": _attributes,
            "Move": _move,
            "Open": open_file,
            "OpenRead": lambda path: open_file(path, 3, 1),
            "OpenText": _reader,
            "OpenWrite": lambda path: open_file(path, 4, 2),
            "Replace": _replace,
            "ReadAllBytes": lambda path: bytes_array(_read_bytes(path)),
            "ReadAllLines": lambda path, encoding=None: strings(_lines(_read_text(path, encoding))),
            "ReadAllText": _read_text,
            "ReadLines": lambda path, encoding=None: strings(_lines(_read_text(path, encoding))),
            "SetAttributes": lambda path, value: _set_read_only(_full(path), bool(number_of(value) & 1)),
            "WriteAllBytes": lambda path, content: session().files.write(_full(path), raw_bytes(content)),
            "WriteAllLines": lambda path, lines, encoding=None: _write_text(path, _joined(lines), encoding),
            "WriteAllText": _write_text,
        },
    ),
    "System.IO.Directory": Implementation(
        static={
            **_times(),
            "CreateDirectory": _create_directory,
            "Delete": _delete_directory,
            "EnumerateDirectories": _listing(True, False),
            "EnumerateFiles": _listing(False, True),
            "EnumerateFileSystemEntries": _listing(True, True),
            "Exists": _directory_exists,
            "GetCurrentDirectory": lambda: session().files.full_path("."),
            "GetDirectories": _listing(True, False),
            "GetDirectoryRoot": lambda path: _full(path)[:3],
            "GetFiles": _listing(False, True),
            "GetFileSystemEntries": _listing(True, True),
            "GetLogicalDrives": lambda: strings(["C:\\"]),
            "GetParent": lambda path: FileSystemInfo(session().files, _full(path), True).parent,
            "Move": _move,
        },
    ),
    "System.IO.FileInfo": Implementation(
        methods={
            "AppendText": lambda info: _writer(info.path, True),
            "CopyTo": _info_copy,
            "Create": lambda info: _create_file(info.path),
            "CreateText": lambda info: _writer(info.path, False),
            "Delete": _info_delete,
            "MoveTo": _info_move,
            "Open": lambda info, *arguments: open_file(info.path, *arguments),
            "OpenRead": lambda info: open_file(info.path, 3, 1),
            "OpenText": lambda info: _reader(info.path),
            "OpenWrite": lambda info: open_file(info.path, 4, 2),
            "Refresh": lambda _info: None,
            "ToString": attr("original"),
        },
        properties=_INFO_PROPERTIES,
        static={"new": _new_info(False)},
    ),
    "System.IO.DirectoryInfo": Implementation(
        methods={
            "Create": lambda info, *_security: session().files.make_directory(info.path),
            "CreateSubdirectory": lambda info, path, *_security: _create_directory(info.path + "\\" + path),
            "Delete": _info_delete,
            "EnumerateDirectories": _info_listing(True, False),
            "EnumerateFiles": _info_listing(False, True),
            "EnumerateFileSystemInfos": _info_listing(True, True),
            "GetDirectories": _info_listing(True, False),
            "GetFiles": _info_listing(False, True),
            "GetFileSystemInfos": _info_listing(True, True),
            "MoveTo": _info_move,
            "Refresh": lambda _info: None,
            "ToString": attr("original"),
        },
        properties=_INFO_PROPERTIES,
        static={"new": _new_info(True)},
    ),
}
