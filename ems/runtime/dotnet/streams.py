"""System.IO.Stream: memory and files."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import (
    NetError,
    argument,
    argument_null,
    attr,
    bytes_array,
    not_supported,
    number_of,
    out_of_range,
    raw_bytes,
    session,
)
from ems.runtime.members.model import Implementation
from ems.runtime.values import Byte, NetObject


class Stream(NetObject):
    """Bytes with a place in them. Subclasses know where the bytes are."""

    __slots__ = ("closed", "place")

    def __init__(self) -> None:
        self.closed = False
        self.place = 0

    can_read = True
    can_write = True
    can_seek = True

    def check(self) -> None:
        if self.closed:
            raise NetError("System.ObjectDisposedException", "Cannot access a closed Stream.")

    @property
    def length(self) -> int:
        raise not_supported()

    def read(self, count: int) -> bytes:
        """Up to `count` bytes."""
        raise not_supported()

    def write(self, content: bytes) -> None:
        raise not_supported()

    def rest(self) -> bytes:
        """All bytes from the present place on."""
        pieces: list[bytes] = []
        while True:
            piece = self.read(1 << 16)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)

    def seek(self, offset: int, origin: int = 0) -> int:
        base = (0, self.place, self.length)[origin]
        if base + offset < 0:
            raise NetError(
                "System.IO.IOException", "An attempt was made to move the position before the beginning of the stream."
            )
        self.place = base + offset
        return self.place

    def flush(self) -> None: ...

    def set_length(self, length: int) -> None:
        raise not_supported()

    def close(self) -> None:
        self.closed = True


class MemoryStream(Stream):
    """System.IO.MemoryStream."""

    __slots__ = ("content",)
    type_name = "System.IO.MemoryStream"

    def __init__(self, content: bytes = b"", writable: bool = True) -> None:
        super().__init__()
        self.content = bytearray(content)

    @property
    def length(self) -> int:
        self.check()
        return len(self.content)

    def read(self, count: int) -> bytes:
        self.check()
        piece = bytes(self.content[self.place : self.place + count])
        self.place += len(piece)
        return piece

    def write(self, content: bytes) -> None:
        self.check()
        if self.place > len(self.content):
            self.content.extend(b"\0" * (self.place - len(self.content)))
        self.content[self.place : self.place + len(content)] = content
        self.place += len(content)

    def set_length(self, length: int) -> None:
        self.content = self.content[:length].ljust(length, b"\0")
        self.place = min(self.place, length)


class FileStream(Stream):
    """System.IO.FileStream over a file of the session."""

    __slots__ = ("file", "name", "readable", "writable")
    type_name = "System.IO.FileStream"

    def __init__(self, path: str, mode: str, readable: bool = True, writable: bool = True) -> None:
        super().__init__()
        files = session().files
        self.name = files.full_path(path)
        self.file = files.open(self.name, mode)
        self.readable = readable
        self.writable = writable
        if mode.startswith("a"):
            self.place = self.length

    @property
    def length(self) -> int:
        self.check()
        at = self.file.tell()
        end = int(self.file.seek(0, 2))
        self.file.seek(at)
        return end

    def read(self, count: int) -> bytes:
        self.check()
        if not self.readable:
            raise not_supported("Stream does not support reading.")
        self.file.seek(self.place)
        piece: bytes = self.file.read(count)
        self.place += len(piece)
        return piece

    def write(self, content: bytes) -> None:
        self.check()
        if not self.writable:
            raise not_supported("Stream does not support writing.")
        self.file.seek(self.place)
        self.file.write(content)
        self.place += len(content)

    def flush(self) -> None:
        self.file.flush()

    def set_length(self, length: int) -> None:
        self.file.truncate(length)

    def close(self) -> None:
        if not self.closed:
            self.file.close()
        super().close()


def open_file(path: str | None, mode: Any = 3, access: Any = None, *_rest: Any) -> FileStream:
    """File.Open."""
    if path is None:
        raise argument_null("path")
    number = number_of(mode)
    wanted = number_of(access) if access is not None else 2 if number == 6 else 3
    files = session().files
    there = files.is_file(files.full_path(path))
    if number == 1 and there:
        raise NetError("System.IO.IOException", f"The file '{files.full_path(path)}' already exists.")
    if number in (3, 5) and not there:
        raise NetError("System.IO.FileNotFoundException", f"Could not find file '{files.full_path(path)}'.")
    if number in (1, 2, 5) or (number == 4 and not there):
        python = "w+"
    elif number == 6:
        python = "a+" if not there else "r+"
    else:
        python = "r" if wanted == 1 else "r+"
    made = FileStream(path, python, bool(wanted & 1), bool(wanted & 2))
    if number == 6:
        made.place = made.length
    return made


def _read(stream: Stream, buffer: Any, offset: int, count: int) -> int:
    if buffer is None:
        raise argument_null("buffer")
    if offset < 0 or count < 0:
        raise out_of_range("Non-negative number required.", "offset" if offset < 0 else "count")
    if len(buffer) - offset < count:
        raise argument(
            "Offset and length were out of bounds for the array or count is greater than the number of elements "
            "from index to the end "
            "of the source collection."
        )
    piece = stream.read(count)
    buffer[offset : offset + len(piece)] = [Byte(each) for each in piece]
    return len(piece)


def _write(stream: Stream, buffer: Any, offset: int = 0, count: int | None = None) -> None:
    content = raw_bytes(buffer)
    stream.write(content[offset:] if count is None else content[offset : offset + count])


def _read_byte(stream: Stream) -> int:
    piece = stream.read(1)
    return piece[0] if piece else -1


def _copy_to(stream: Stream, target: Stream, *_size: Any) -> None:
    target.write(stream.rest())


def _new_memory(_type: Any, *arguments: Any) -> MemoryStream:
    first = arguments[0] if arguments else None
    if isinstance(first, list):
        content = raw_bytes(first)
        if len(arguments) >= 3:
            content = content[arguments[1] : arguments[1] + arguments[2]]
        return MemoryStream(content)
    return MemoryStream()


TYPES: Final = {
    "System.IO.Stream": Implementation(
        methods={
            "Close": lambda stream: stream.close(),
            "CopyTo": _copy_to,
            "Dispose": lambda stream: stream.close(),
            "Flush": lambda stream, *_disk: stream.flush(),
            "Read": _read,
            "ReadByte": _read_byte,
            "Seek": lambda stream, offset, origin: stream.seek(int(offset), number_of(origin)),
            "SetLength": lambda stream, length: stream.set_length(int(length)),
            "Write": _write,
            "WriteByte": lambda stream, value: stream.write(bytes([int(value)])),
        },
        properties={
            "CanRead": lambda stream: not stream.closed and stream.can_read,
            "CanSeek": lambda stream: not stream.closed and stream.can_seek,
            "CanTimeout": lambda _stream: False,
            "CanWrite": lambda stream: not stream.closed and stream.can_write,
            "Length": attr("length"),
            "Position": (attr("place"), lambda stream, value: setattr(stream, "place", int(value))),
            "ReadTimeout": (lambda _stream: -1, lambda _stream, _value: None),
            "WriteTimeout": (lambda _stream: -1, lambda _stream, _value: None),
        },
        declared="""
            void Close()
            void CopyTo(System.IO.Stream destination)
            void Dispose()
            void Flush()
            int Read(byte[] buffer, int offset, int count)
            int ReadByte()
            long Seek(long offset, System.IO.SeekOrigin origin)
            void SetLength(long value)
            void Write(byte[] buffer, int offset, int count)
            void WriteByte(byte value)
            bool CanRead {get;}
            bool CanSeek {get;}
            bool CanTimeout {get;}
            bool CanWrite {get;}
            long Length {get;}
            long Position {get;set;}
            int ReadTimeout {get;set;}
            int WriteTimeout {get;set;}
        """,
    ),
    "System.IO.MemoryStream": Implementation(
        methods={
            "GetBuffer": lambda stream: bytes_array(stream.content),
            "ToArray": lambda stream: bytes_array(stream.content),
            "WriteTo": lambda stream, target: target.write(bytes(stream.content)),
        },
        properties={"Capacity": (lambda stream: len(stream.content), lambda _stream, _value: None)},
        static={"new": _new_memory},
    ),
    "System.IO.FileStream": Implementation(
        properties={"Name": attr("name")},
        static={"new": lambda _type, *arguments: open_file(*arguments)},
        declared="""
            string Name {get;}
            System.IO.FileStream new(string path, System.IO.FileMode mode)
            System.IO.FileStream new(string path, System.IO.FileMode mode, System.IO.FileAccess access)
            System.IO.FileStream new(string path, System.IO.FileMode mode, System.IO.FileAccess access, \
                System.IO.FileShare share)
        """,
    ),
}
