"""System.IO.Path, with the rules of Windows."""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.dotnet.support import argument, argument_null, session
from ems.runtime.members.model import Implementation
from ems.runtime.types import array_of
from ems.runtime.values import Char

INVALID: Final = '"<>|' + "".join(chr(code) for code in range(32))
_INVALID_NAME: Final = '"<>|' + "\0" + "".join(chr(code) for code in range(1, 32)) + ":*?\\/"
_ROOT: Final = re.compile(r"(?:[A-Za-z]:[\\/]?|[\\/]{2}[^\\/]+(?:[\\/][^\\/]+)?|[\\/])")


def checked(path: str) -> str:
    """A path without characters that no path has."""
    if any(char in INVALID for char in path):
        raise argument("Illegal characters in path.")
    return path


def _slash(path: str) -> int:
    return max(path.rfind("\\"), path.rfind("/"), path.rfind(":"))


def file_name(path: str | None) -> str | None:
    if path is None:
        return None
    checked(path)
    return path[_slash(path) + 1 :]


def extension(path: str | None) -> str | None:
    name = file_name(path)
    if name is None:
        return None
    dot = name.rfind(".")
    return "" if dot < 0 or dot == len(name) - 1 else name[dot:]


def without_extension(path: str | None) -> str | None:
    name = file_name(path)
    if name is None:
        return None
    dot = name.rfind(".")
    return name if dot < 0 else name[:dot]


def root_of(path: str | None) -> str | None:
    if path is None:
        return None
    if not path:
        raise argument("The path is not of a legal form.")
    found = _ROOT.match(checked(path))
    return found[0].replace("/", "\\") if found else ""


def is_rooted(path: str | None) -> bool:
    if path is None:
        return False
    checked(path)
    return path[:1] in ("\\", "/") or path[1:2] == ":"


def directory_name(path: str | None) -> str | None:
    if path is None:
        return None
    if not path:
        raise argument("The path is not of a legal form.")
    root = root_of(path) or ""
    plain = path.replace("/", "\\")
    if len(plain) <= len(root):
        return None
    cut = plain.rfind("\\", len(root) - 1 if root.endswith("\\") else len(root))
    if cut < len(root):
        return root
    return re.sub(r"(?<!^)\\+", "\\\\", plain[:cut]) if cut > 0 else ""


def combine(*paths: Any) -> str:
    parts = list(paths[0]) if len(paths) == 1 and isinstance(paths[0], list) else list(paths)
    made = ""
    for at, part in enumerate(parts):
        if part is None:
            raise argument_null("paths" if len(parts) > 4 else f"path{at + 1}")
        checked(part)
        if not part:
            continue
        if is_rooted(part) or not made:
            made = part
        elif made[-1] in "\\/:":
            made += part
        else:
            made += "\\" + part
    return made


def _change_extension(path: str | None, new: str | None) -> str | None:
    if path is None:
        return None
    name_start = _slash(path) + 1
    dot = path.rfind(".")
    body = path[:dot] if dot >= name_start else path
    if new is None:
        return body
    return body + (new if new.startswith(".") else "." + new)


def _full(path: str | None) -> str:
    if path is None:
        raise argument_null("path")
    checked(path)
    return str(session().files.full_path(path))


def _random_name() -> str:
    source = session().random
    letters = "abcdefghijklmnopqrstuvwxyz012345"
    digits = [source.randrange(32) if hasattr(source, "randrange") else 7 for _ in range(11)]
    text = "".join(letters[each] for each in digits)
    return f"{text[:8]}.{text[8:]}"


def temp_path() -> str:
    """The folder for temporary files."""
    named = {name.upper(): value for name, value in session().environment.values()}
    path = named.get("TEMP") or named.get("TMP") or "C:\\Windows\\Temp"
    return path if path.endswith("\\") else path + "\\"


def _temp_file() -> str:
    files = session().files
    path = temp_path() + "tmp" + _random_name()[:4].upper() + ".tmp"
    files.make_directory(temp_path())
    files.write(path, b"")
    return path


def _has_extension(path: str | None) -> bool:
    return bool(extension(path))


TYPES: Final = {
    "System.IO.Path": Implementation(
        static={
            "ChangeExtension": _change_extension,
            "Combine": combine,
            "GetDirectoryName": directory_name,
            "GetExtension": extension,
            "GetFileName": file_name,
            "GetFileNameWithoutExtension": without_extension,
            "GetFullPath": _full,
            "GetInvalidFileNameChars": lambda: array_of([Char(char) for char in _INVALID_NAME], "System.Char"),
            "GetInvalidPathChars": lambda: array_of([Char(char) for char in INVALID], "System.Char"),
            "GetPathRoot": root_of,
            "GetRandomFileName": _random_name,
            "GetTempFileName": _temp_file,
            "GetTempPath": temp_path,
            "HasExtension": _has_extension,
            "IsPathRooted": is_rooted,
        },
        static_properties={
            "AltDirectorySeparatorChar": Char("/"),
            "DirectorySeparatorChar": Char("\\"),
            "InvalidPathChars": lambda: array_of([Char(char) for char in INVALID], "System.Char"),
            "PathSeparator": Char(";"),
            "VolumeSeparatorChar": Char(":"),
        },
    ),
}
