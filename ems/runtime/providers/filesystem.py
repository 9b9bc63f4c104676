r"""The FileSystem provider: files and folders of drive C, as objects with the properties PowerShell adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from ems.runtime.encodings import decode, encode
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.providers.base import Provider
from ems.runtime.providers.locations import Place
from ems.runtime.providers.mounts import is_reserved
from ems.runtime.values import Byte


def wrapped(error: NetError, error_id: str, category: str, target: Any) -> Terminating:
    """A .NET error of a file operation as the provider reports it."""
    return Terminating(ErrorRecord(error.exception, error_id, category, target))


class FileSystemProvider(Provider):
    name: ClassVar[str] = "FileSystem"
    capabilities: ClassVar[str] = "Filter, ShouldProcess, Credentials"
    implementation: ClassVar[str] = "Microsoft.PowerShell.Commands.FileSystemProvider"
    hierarchical: ClassVar[bool] = True

    @property
    def files(self) -> Any:
        return self.session.files

    def exists(self, path: str) -> bool:
        return bool(self.files.exists(path))

    def is_container(self, path: str) -> bool:
        return bool(self.files.is_directory(path))

    def child_names(self, path: str) -> Iterable[str]:
        """Folders first, then files, each in order of name; as Get-ChildItem lists them."""
        names: list[str] = self.files.names(path)
        root = path.rstrip("\\")
        folders = [name for name in names if self.files.is_directory(f"{root}\\{name}")]
        known = set(folders)
        return folders + [name for name in names if name not in known]

    def true_path(self, place: Place) -> str:
        shown: str = self.files.true_path(place.provider_path)
        return (
            shown[len(place.drive.root) :].strip("\\")
            if shown.lower().startswith(place.drive.root.rstrip("\\").lower())
            else place.path
        )

    def item(self, path: str) -> Any:
        from ems.runtime.dotnet.files import file_system_info

        return file_system_info(self.files, path)

    # Changes

    def new_item(self, path: str, kind: str, value: Any, force: bool) -> Any:
        folded = kind.lower() or "file"
        if folded in ("container", "directory") or (len(folded) > 1 and "directory".startswith(folded)):
            if self.files.exists(path) and not (force and self.files.is_directory(path)):
                raise self._refused("DirectoryExist", "ResourceExists", path, "System.IO.IOException", path)
            self._doing("CreateDirectoryIOError", "WriteError", path, lambda: self.files.make_directory(path))
        elif folded == "leaf" or "file".startswith(folded):
            name = path.rpartition("\\")[2]
            if is_reserved(name):
                raise self._refused(
                    "TargetCannotContainDeviceName", "InvalidArgument", path, "System.ArgumentException", path
                )
            if force:
                parent = path.rpartition("\\")[0]
                self._doing("NewItemIOError", "WriteError", path, lambda: self.files.make_directory(parent))
            elif self.files.exists(path):
                raise wrapped(
                    NetError("System.IO.IOException", f"The file '{path}' already exists."),
                    "NewItemIOError",
                    "WriteError",
                    path,
                )
            text = "" if value is None else self.session.to_string(value)
            self._doing(
                "NewItemIOError", "WriteError", path, lambda: self.files.write(path, encode(text, "utf8", mark=False))
            )
        else:
            raise self._refused(
                "UnknownType",
                "InvalidArgument",
                path,
                "System.Management.Automation.PSArgumentException",
                error_id="Argument",
            )
        return self.item(path)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        found = self.files.stat(path)
        if found is not None and found.attributes & 1 and not force and not found.is_directory:
            raise self._no_permission(path)
        if found is not None and found.is_directory:
            if not recurse and self.files.names(path):
                raise self._refused("DirectoryNotEmpty", "WriteError", path, "System.IO.IOException", path)
            self._doing(
                "RemoveFileSystemItemIOError", "WriteError", path, lambda: self.files.remove_directory(path, recurse)
            )
        else:
            self._doing("RemoveFileSystemItemIOError", "WriteError", path, lambda: self.files.remove_file(path))

    def rename_item(self, path: str, new_name: str, force: bool) -> Any:
        if "\\" in new_name or "/" in new_name or ":" in new_name:
            raise Terminating(
                ErrorRecord(
                    NetException(
                        "System.Management.Automation.PSArgumentException",
                        message("FileSystemProviderStrings", "RenameError"),
                    ),
                    "Argument",
                    "InvalidArgument",
                )
            )
        target = f"{path.rpartition(chr(92))[0]}\\{new_name}"
        self._doing("RenameItemIOError", "WriteError", path, lambda: self.files.move(path, target))
        return self.item(target)

    def copy_item(self, path: str, target: str, recurse: bool, force: bool) -> Any:
        if self.files.is_directory(path):
            if self.files.is_directory(target):
                target = f"{target.rstrip(chr(92))}\\{path.rpartition(chr(92))[2]}"
            self._doing("CopyDirectoryInfoItemIOError", "WriteError", path, lambda: self.files.make_directory(target))
            if recurse:
                for name in self.files.names(path):
                    self.copy_item(f"{path}\\{name}", f"{target}\\{name}", True, force)
            return self.item(target)
        if self.files.is_directory(target):
            target = f"{target.rstrip(chr(92))}\\{path.rpartition(chr(92))[2]}"
        if path.lower() == target.lower():
            raise self._refused("CopyError", "WriteError", path, "System.IO.IOException", path)
        self._doing("CopyFileInfoItemIOError", "WriteError", path, lambda: self.files.copy(path, target))
        return self.item(target)

    def move_item(self, path: str, target: str, force: bool) -> Any:
        if self.files.is_directory(target):
            target = f"{target.rstrip(chr(92))}\\{path.rpartition(chr(92))[2]}"
        kind = "MoveDirectoryItemIOError" if self.files.is_directory(path) else "MoveFileInfoItemIOError"
        if force and self.files.is_file(target) and path.lower() != target.lower():
            self._doing(kind, "WriteError", path, lambda: self.files.remove_file(target))
        self._doing(kind, "WriteError", path, lambda: self.files.move(path, target), self.item(path))
        return self.item(target)

    # Content

    def read_bytes(self, path: str) -> bytes:
        if self.files.is_directory(path):
            raise Terminating(
                ErrorRecord(
                    NetException("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied."),
                    "GetContentReaderUnauthorizedAccessError",
                    "PermissionDenied",
                    path,
                )
            )
        content: bytes = self._doing("GetContentReaderIOError", "ReadError", path, lambda: self.files.read(path))
        return content

    def read_content(self, path: str) -> Iterator[Any]:
        return iter(split_lines(decode(self.read_bytes(path))))

    def read_typed(self, path: str, encoding: str | None, delimiter: str | None, raw: bool) -> Iterator[Any]:
        """Content with -Encoding, -Delimiter and -Raw."""
        content = self.read_bytes(path)
        if encoding is not None and encoding.lower() == "byte":
            return iter([Byte(byte) for byte in content])
        text = decode(content, encoding)
        if raw:
            return iter([text] if content else [])
        return iter(split_lines(text) if delimiter is None else split_at(text, delimiter))

    def write_typed(
        self, path: str, values: list[Any], append: bool, encoding: str | None, newline: bool, force: bool
    ) -> None:
        """Content with -Encoding, -NoNewline and -Force."""
        found = self.files.stat(path)
        if found is not None and found.is_directory:
            raise Terminating(
                ErrorRecord(
                    NetException("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied."),
                    "GetContentWriterUnauthorizedAccessError",
                    "PermissionDenied",
                    path,
                )
            )
        if found is not None and found.attributes & 1:
            if not force:
                raise wrapped(
                    NetError("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied."),
                    "GetContentWriterUnauthorizedAccessError",
                    "PermissionDenied",
                    path,
                )
            self.files.set_read_only(path, False)
        if encoding is not None and encoding.lower() == "byte":
            content = bytes(self._byte(value) for value in values)
        else:
            end = "\r\n" if newline else ""
            text = "".join(self.session.to_string(value) + end for value in values)
            fresh = not append or found is None or found.length == 0
            content = encode(text, encoding or "default", mark=fresh)
        self._doing("GetContentWriterIOError", "WriteError", path, lambda: self.files.write(path, content, append))

    def write_content(self, path: str, values: list[Any], append: bool) -> None:
        self.write_typed(path, values, append, None, True, False)

    def clear_content(self, path: str) -> None:
        if self.files.is_directory(path):
            raise Terminating(
                ErrorRecord(
                    NetException("System.UnauthorizedAccessException", f"Access to the path '{path}' is denied."),
                    "ClearContent",
                    "NotSpecified",
                    path,
                )
            )
        self._doing("ClearContentIOError", "WriteError", path, lambda: self.files.write(path, b""))

    # Errors

    def _byte(self, value: Any) -> int:
        if isinstance(value, int) and 0 <= value <= 255:
            return int(value)
        raise Terminating(
            ErrorRecord(
                NetException("System.ArgumentException", message("FileSystemProviderStrings", "ByteEncodingError")),
                "WriteContentArgumentError",
                "InvalidArgument",
            )
        )

    def _doing(self, error_id: str, category: str, path: str, action: Any, target: Any = None) -> Any:
        try:
            return action()
        except NetError as error:
            if error.exception.type_name == "System.UnauthorizedAccessException":
                error_id, category = error_id.replace("IOError", "UnauthorizedAccessError"), "PermissionDenied"
            raise wrapped(error, error_id, category, path if target is None else target) from None

    def _refused(
        self, resource: str, category: str, target: str, exception: str, *arguments: str, error_id: str | None = None
    ) -> Terminating:
        return Terminating(
            ErrorRecord(
                NetException(exception, message("FileSystemProviderStrings", resource, *arguments)),
                error_id or resource,
                category,
                target,
            )
        )

    def _no_permission(self, path: str) -> Terminating:
        inner = message("FileSystemProviderStrings", "PermissionError")
        text = message("FileSystemProviderStrings", "CannotRemoveItem", path, inner)
        return Terminating(
            ErrorRecord(
                NetException("System.IO.IOException", text),
                "RemoveFileSystemItemUnAuthorizedAccess",
                "PermissionDenied",
                path,
            )
        )


def split_lines(text: str) -> list[str]:
    """The lines of a text as StreamReader.ReadLine gives them: CR LF, LF and CR end a line."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def split_at(text: str, delimiter: str) -> list[str]:
    """Get-Content -Delimiter: every piece but the last keeps its delimiter."""
    if not delimiter:
        return [text]
    pieces = text.split(delimiter)
    result = [piece + delimiter for piece in pieces[:-1]]
    return [*result, pieces[-1]] if pieces[-1] else result
