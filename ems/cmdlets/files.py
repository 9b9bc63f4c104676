"""Reading and writing whole text files for cmdlets that take a path: which file is meant, its encoding, and the
errors (PathUtils of 5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.runtime.cmdlet import Cmdlet
from ems.runtime.encodings import decode, encode
from ems.runtime.errors import ErrorRecord, NetError, Terminating
from ems.runtime.messages import message


def resolve(cmdlet: Cmdlet, path: str, literal: bool = False) -> str:
    """The one file that a path means; a path at which nothing lies yet means itself."""
    locations = cmdlet.session.locations
    places = []
    if not literal:
        try:
            places = locations.resolve(path)
        except Terminating as error:
            if error.record.exception.type_name != "System.Management.Automation.ItemNotFoundException":
                raise
    if len(places) > 1:
        raise cmdlet.throw(_refused(cmdlet, "ReadWriteMultipleFilesNotSupported", "OutFile_MultipleFilesNotSupported"))
    place = places[0] if places else locations.split(path)
    if place.provider.info.name != "FileSystem":
        raise cmdlet.throw(
            _refused(
                cmdlet,
                "ReadWriteFileNotFileSystemProvider",
                "OutFile_ReadWriteFileNotFileSystemProvider",
                str(place.provider.info),
            )
        )
    return str(place.provider_path)


def _refused(cmdlet: Cmdlet, error_id: str, name: str, *arguments: Any) -> ErrorRecord:
    record = cmdlet.error(
        error_id,
        "Operation is not valid due to the current state of the object.",
        "InvalidArgument",
        exception="System.Management.Automation.PSInvalidOperationException",
    )
    record.details = message("PathUtilsStrings", name, *arguments)
    return record


def open_failure(cmdlet: Cmdlet, error: NetError) -> Terminating:
    """The error of a file that cannot be opened."""
    return cmdlet.throw(ErrorRecord(error.exception, "FileOpenFailure", "OpenError"))


def read_text(cmdlet: Cmdlet, path: str, literal: bool = False, encoding: str | None = None) -> str:
    """The text of a file."""
    file = resolve(cmdlet, path, literal)
    try:
        return decode(cmdlet.session.files.read(file), encoding)
    except NetError as error:
        raise open_failure(cmdlet, error) from None


def write_text(
    cmdlet: Cmdlet,
    path: str,
    text: str,
    literal: bool = False,
    encoding: str = "unicode",
    append: bool = False,
    no_clobber: bool = False,
    force: bool = False,
    explained: bool = True,
) -> None:
    """Puts a text into a file. `explained`: that -NoClobber was given is said where the file is there already."""
    file = resolve(cmdlet, path, literal)
    files = cmdlet.session.files
    if no_clobber and not append and files.exists(file):
        from ems.runtime.errors import NetException

        record = ErrorRecord(
            NetException("System.IO.IOException", f"The file '{file}' already exists."),
            "NoClobber",
            "ResourceExists",
            file,
        )
        if explained:
            record.details = message("PathUtilsStrings", "UtilityFileExistsNoClobber", path, "NoClobber")
        raise cmdlet.throw(record)
    there = append and files.exists(file) and files.stat(file).length > 0
    try:
        if force and files.exists(file):
            files.set_read_only(file, False)
        files.write(file, encode(text, encoding, mark=not there), append)
    except NetError as error:
        raise open_failure(cmdlet, error) from None


def text_lines(text: str) -> Iterator[str]:
    """The lines of a text, whatever ends them."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return iter(lines)
