"""TextReader: StreamReader and StringReader."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.encodings import Encoding, encoding_of
from ems.runtime.dotnet.streams import MemoryStream, Stream, open_file
from ems.runtime.dotnet.support import NetError, argument_null, attr
from ems.runtime.members.model import Implementation
from ems.runtime.values import Char, NetObject

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16be"),
)


class TextReader(NetObject):
    """Text that is taken piece by piece. `more` fetches further text, None at the end."""

    __slots__ = ("at", "closed", "ended", "text")
    type_name = "System.IO.TextReader"

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.at = 0
        self.closed = False
        self.ended = True

    def more(self) -> bool:
        """Makes more text available; False at the end."""
        return False

    def check(self) -> None:
        if self.closed:
            raise NetError("System.ObjectDisposedException", "Cannot read from a closed TextReader.")

    def peek(self) -> int:
        self.check()
        if self.at >= len(self.text) and not self.more():
            return -1
        return ord(self.text[self.at])

    def read(self) -> int:
        code = self.peek()
        if code >= 0:
            self.at += 1
        return code

    def line(self) -> str | None:
        self.check()
        while True:
            ends = [place for place in (self.text.find("\n", self.at), self.text.find("\r", self.at)) if place >= 0]
            end = min(ends, default=-1)
            if end >= 0 and not (self.text[end] == "\r" and end == len(self.text) - 1 and self.more()):
                break
            if end < 0 and not self.more():
                if self.at >= len(self.text):
                    return None
                end = len(self.text)
                break
        found = self.text[self.at : end]
        self.at = end + (2 if self.text[end : end + 2] == "\r\n" else 1)
        return found

    def rest(self) -> str:
        self.check()
        while self.more():
            pass
        found = self.text[self.at :]
        self.at = len(self.text)
        return found

    def close(self) -> None:
        self.closed = True


class StringReader(TextReader):
    """System.IO.StringReader."""

    __slots__ = ()
    type_name = "System.IO.StringReader"


class StreamReader(TextReader):
    """System.IO.StreamReader: decodes a stream as it comes in."""

    __slots__ = ("encoding", "raw", "stream")
    type_name = "System.IO.StreamReader"

    def __init__(self, stream: Stream, encoding: Encoding | None = None) -> None:
        super().__init__()
        self.stream = stream
        self.encoding = encoding_of(encoding)
        self.raw = b""
        self.ended = False

    def more(self) -> bool:
        if self.ended:
            return False
        piece = self.stream.read(4096)
        live = hasattr(self.stream, "is_live")
        first = not self.text and self.at == 0
        if not piece:
            if not live:
                self.ended = True
                if self.raw:
                    self.text += self.encoding.decode(self.raw)
                    self.raw = b""
                    return True
            return False
        content = self.raw + piece
        if first:
            for mark, name in _MARKS:
                if content.startswith(mark):
                    from ems.runtime.dotnet.encodings import _get_encoding

                    self.encoding = _get_encoding(name)
                    content = content[len(mark) :]
                    break
        whole, self.raw = _complete(content, self.encoding)
        self.text = self.text[self.at :] + self.encoding.decode(whole)
        self.at = 0
        return True

    def close(self) -> None:
        super().close()
        self.stream.close()

    @property
    def end_of_stream(self) -> bool:
        return self.peek() < 0


def _complete(content: bytes, encoding: Encoding) -> tuple[bytes, bytes]:
    """The bytes that make whole characters, and the rest."""
    if encoding.info.python == "utf-8":
        for back in range(1, min(4, len(content)) + 1):
            lead = content[-back]
            if lead < 0x80:
                break
            if lead >= 0xC0:
                need = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
                return (content, b"") if back >= need else (content[:-back], content[-back:])
    elif encoding.info.python.startswith("utf-16") and len(content) % 2:
        return content[:-1], content[-1:]
    return content, b""


def _new_stream_reader(_type: Any, source: Any, *rest: Any) -> StreamReader:
    if source is None:
        raise argument_null("stream" if not rest else "path")
    encoding = next((each for each in rest if isinstance(each, Encoding)), None)
    stream = source if isinstance(source, Stream) else open_file(source, 3, 1)
    return StreamReader(stream, encoding)


def _new_string_reader(_type: Any, text: str | None) -> StringReader:
    if text is None:
        raise argument_null("s")
    return StringReader(text)


def _read(reader: TextReader, *arguments: Any) -> int:
    if not arguments:
        return reader.read()
    buffer, index, count = arguments
    taken = 0
    while taken < count:
        code = reader.read()
        if code < 0:
            break
        buffer[index + taken] = Char(chr(code))
        taken += 1
    return taken


TYPES: Final = {
    "System.IO.TextReader": Implementation(
        methods={
            "Close": lambda reader: reader.close(),
            "Dispose": lambda reader: reader.close(),
            "Peek": lambda reader: reader.peek(),
            "Read": _read,
            "ReadBlock": _read,
            "ReadLine": lambda reader: reader.line(),
            "ReadToEnd": lambda reader: reader.rest(),
            "DiscardBufferedData": lambda _reader: None,
        },
        declared="""
            void Close()
            void Dispose()
            int Peek()
            int Read()
            string ReadLine()
            string ReadToEnd()
        """,
    ),
    "System.IO.StreamReader": Implementation(
        properties={
            "BaseStream": attr("stream"),
            "CurrentEncoding": attr("encoding"),
            "EndOfStream": attr("end_of_stream"),
        },
        static={"new": _new_stream_reader},
        static_properties={"Null": lambda: StreamReader(MemoryStream())},
    ),
    "System.IO.StringReader": Implementation(static={"new": _new_string_reader}),
}
