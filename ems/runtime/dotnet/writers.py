"""TextWriter: StreamWriter and StringWriter."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.encodings import Encoding, encoding_of
from ems.runtime.dotnet.streams import Stream, open_file
from ems.runtime.dotnet.support import NetError, argument_null, attr, both, net_text
from ems.runtime.dotnet.text_builder import StringBuilder
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject


class TextWriter(NetObject):
    """A place where text goes."""

    __slots__ = ("auto_flush", "closed", "new_line")
    type_name = "System.IO.TextWriter"

    def __init__(self) -> None:
        self.new_line = "\r\n"
        self.auto_flush = False
        self.closed = False

    def put(self, text: str) -> None:
        raise NotImplementedError

    def check(self) -> None:
        if self.closed:
            raise NetError("System.ObjectDisposedException", "Cannot write to a closed TextWriter.")

    def flush(self) -> None: ...

    def close(self) -> None:
        self.closed = True


class StringWriter(TextWriter):
    """System.IO.StringWriter."""

    __slots__ = ("builder",)
    type_name = "System.IO.StringWriter"

    def __init__(self, builder: StringBuilder | None = None) -> None:
        super().__init__()
        self.builder = builder if builder is not None else StringBuilder()

    def put(self, text: str) -> None:
        self.check()
        self.builder.append(text)

    def to_text(self) -> str:
        return self.builder.text


class StreamWriter(TextWriter):
    """System.IO.StreamWriter: encodes into a stream; what is pending goes there on Flush, Close or with AutoFlush."""

    __slots__ = ("encoding", "pending", "stream")
    type_name = "System.IO.StreamWriter"

    def __init__(self, stream: Stream, encoding: Encoding | None = None) -> None:
        super().__init__()
        self.stream = stream
        self.encoding = encoding_of(encoding)
        self.pending: list[str] = []

    def put(self, text: str) -> None:
        self.check()
        self.pending.append(text)
        if self.auto_flush:
            self.flush()

    def flush(self) -> None:
        if self.closed:
            self.check()
        text = "".join(self.pending)
        self.pending.clear()
        if text:
            seekable = self.stream.can_seek
            if seekable and self.stream.place == 0 and self.encoding.preamble and self.stream.length == 0:
                self.stream.write(self.encoding.preamble)
            self.stream.write(self.encoding.encode(text))
        self.stream.flush()

    def close(self) -> None:
        if not self.closed:
            self.flush()
            self.stream.close()
        super().close()


def _shown(value: Any, *rest: Any) -> str:
    if rest and isinstance(value, str):
        from ems.runtime.dotnet.text import _format

        return _format(value, *rest)
    if value is None:
        return ""
    if isinstance(value, list):
        text = "".join(map(net_text, value))
        return text[rest[0] : rest[0] + rest[1]] if len(rest) == 2 else text
    return net_text(value)


def _write(writer: TextWriter, *arguments: Any) -> None:
    writer.put(_shown(*arguments))


def _write_line(writer: TextWriter, *arguments: Any) -> None:
    writer.put((_shown(*arguments) if arguments else "") + writer.new_line)


def _new_stream_writer(_type: Any, target: Any, *rest: Any) -> StreamWriter:
    if target is None:
        raise argument_null("stream" if not rest else "path")
    encoding = next((each for each in rest if isinstance(each, Encoding)), None)
    if isinstance(target, Stream):
        return StreamWriter(target, encoding)
    append = next((each for each in rest if isinstance(each, bool)), False)
    return StreamWriter(open_file(target, 6 if append else 2, 2), encoding)


def _set_auto_flush(writer: StreamWriter, value: bool) -> None:
    writer.auto_flush = value
    if value:
        writer.flush()


def _new_string_writer(_type: Any, *arguments: Any) -> StringWriter:
    return StringWriter(next((each for each in arguments if isinstance(each, StringBuilder)), None))


TYPES: Final = {
    "System.IO.TextWriter": Implementation(
        methods={
            "Close": lambda writer: writer.close(),
            "Dispose": lambda writer: writer.close(),
            "Flush": lambda writer: writer.flush(),
            "Write": _write,
            "WriteLine": _write_line,
        },
        properties={
            "Encoding": lambda writer: getattr(writer, "encoding", None) or encoding_of(None),
            "FormatProvider": lambda _writer: None,
            "NewLine": both("new_line"),
        },
        declared="""
            void Close()
            void Dispose()
            void Flush()
            void Write(string value)
            void Write(System.Object value)
            void WriteLine()
            void WriteLine(string value)
            void WriteLine(System.Object value)
            string NewLine {get;set;}
        """,
    ),
    "System.IO.StreamWriter": Implementation(
        properties={
            "AutoFlush": (
                attr("auto_flush"),
                _set_auto_flush,
            ),
            "BaseStream": attr("stream"),
        },
        static={"new": _new_stream_writer},
    ),
    "System.IO.StringWriter": Implementation(
        methods={"GetStringBuilder": attr("builder"), "ToString": lambda writer: writer.builder.text},
        static={"new": _new_string_writer},
    ),
}
