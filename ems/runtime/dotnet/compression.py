"""System.IO.Compression: GZipStream and DeflateStream over other streams."""

from __future__ import annotations

import zlib
from typing import Any, Final

from ems.runtime.dotnet.streams import Stream
from ems.runtime.dotnet.support import NetError, argument, argument_null, attr, number_of
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo

_WINDOWS: Final = {"GZipStream": 31, "DeflateStream": -15}
_NAMESPACE: Final = "System.IO.Compression."


class CompressionStream(Stream):
    """A stream that reads what another holds compressed, or compresses into it what is written."""

    __slots__ = ("inner", "leave_open", "net_type", "pending", "reads", "worker")
    can_seek = False

    def __init__(self, net_type: TypeInfo, inner: Any, mode: Any, leave_open: bool = False) -> None:
        super().__init__()
        if inner is None:
            raise argument_null("stream")
        number = number_of(mode)
        if number not in (0, 1):
            raise argument("Enum value was out of legal range.", "mode")
        self.net_type = net_type
        self.inner = inner
        self.leave_open = leave_open
        self.reads = number == 0
        self.pending = b""
        window = _WINDOWS[net_type.name]
        self.worker: Any = zlib.decompressobj(window) if self.reads else zlib.compressobj(6, zlib.DEFLATED, window)

    @property
    def can_read(self) -> bool:  # type: ignore[override]
        return self.reads and not self.closed

    @property
    def can_write(self) -> bool:  # type: ignore[override]
        return not self.reads and not self.closed

    def read(self, count: int) -> bytes:
        self.check()
        if not self.reads:
            raise NetError("System.InvalidOperationException", "Reading from the compression stream is not supported.")
        while len(self.pending) < count and not self.worker.eof:
            piece = self.inner.read(1 << 14)
            if not piece:
                break
            try:
                self.pending += self.worker.decompress(piece)
            except zlib.error:
                raise NetError(
                    "System.IO.InvalidDataException",
                    "The magic number in GZip header is not correct. Make sure you are passing in a GZip stream.",
                ) from None
        taken, self.pending = self.pending[:count], self.pending[count:]
        return taken

    def write(self, content: bytes) -> None:
        self.check()
        if self.reads:
            raise NetError("System.InvalidOperationException", "Writing to the compression stream is not supported.")
        self.inner.write(self.worker.compress(content))

    def close(self) -> None:
        if self.closed:
            return
        self.closed = True
        if not self.reads:
            self.inner.write(self.worker.flush())
        if not self.leave_open:
            self.inner.close()


def _stream(name: str) -> Implementation:
    stream, mode = "System.IO.Stream stream", "System.IO.Compression.CompressionMode mode"
    return Implementation(
        properties={"BaseStream": attr("inner")},
        static={"new": CompressionStream},
        declared=f"""
            System.IO.Stream BaseStream {{get;}}
            {_NAMESPACE}{name} new({stream}, {mode})
            {_NAMESPACE}{name} new({stream}, {mode}, bool leaveOpen)
        """,
    )


TYPES: Final = {_NAMESPACE + name: _stream(name) for name in _WINDOWS}
