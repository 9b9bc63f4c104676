"""XmlTextWriter and XmlWriter: XML written piece by piece."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import both, invalid_operation, net_text, number_of
from ems.runtime.dotnet.xmltext import escape
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject


class WriterSettings(NetObject):
    """System.Xml.XmlWriterSettings."""

    __slots__ = ("encoding", "indent", "indent_chars", "new_line_chars", "omit_declaration")
    type_name = "System.Xml.XmlWriterSettings"

    def __init__(self) -> None:
        self.indent = False
        self.indent_chars = "  "
        self.new_line_chars = "\r\n"
        self.omit_declaration = False
        self.encoding: Any = None


class XmlWriter(NetObject):
    """Open elements, and where the text goes."""

    __slots__ = ("formatting", "indentation", "net_type", "opened", "pending", "settings", "started", "target")

    def __init__(self, net_type: TypeInfo, target: Any, settings: WriterSettings | None) -> None:
        self.net_type = net_type
        self.target = target
        self.settings = settings or WriterSettings()
        self.opened: list[tuple[str, bool, bool]] = []
        self.pending = False
        self.started = False
        self.indentation = 2
        self.formatting = 0

    @property
    def indents(self) -> bool:
        return self.settings.indent or self.formatting == 1

    def put(self, text: str) -> None:
        if hasattr(self.target, "put"):
            self.target.put(text)
        elif hasattr(self.target, "append"):
            self.target.append(text)
        else:
            self.target.write(text.encode("utf-8"))

    def close_start(self) -> None:
        if self.pending:
            self.put(">")
            self.pending = False

    def mark_content(self, text: bool) -> None:
        if self.opened:
            name, _, had_text = self.opened[-1]
            self.opened[-1] = (name, True, had_text or text)

    def line(self, level: int) -> None:
        if self.indents and self.started:
            unit = self.settings.indent_chars if self.settings.indent else " " * self.indentation
            self.put(self.settings.new_line_chars + unit * level)

    def start_document(self) -> None:
        encoding = "utf-16" if hasattr(self.target, "builder") else "utf-8"
        self.put(f'<?xml version="1.0" encoding="{encoding}"?>')
        self.started = True

    def start_element(self, name: str) -> None:
        self.close_start()
        in_text = bool(self.opened) and self.opened[-1][2]
        self.mark_content(False)
        if not in_text:
            self.line(len(self.opened))
        self.put(f"<{name}")
        self.opened.append((name, False, False))
        self.pending = True
        self.started = True

    def end_element(self, full: bool = False) -> None:
        if not self.opened:
            raise invalid_operation("There was no XML start tag open.")
        name, has_content, has_text = self.opened.pop()
        if self.pending and not full:
            self.put(" />")
            self.pending = False
            return
        self.close_start()
        if has_content and not has_text:
            self.line(len(self.opened))
        self.put(f"</{name}>")

    def attribute(self, name: str, value: str) -> None:
        self.put(f' {name}="{escape(value, True)}"')

    def text(self, value: str, raw: bool = False) -> None:
        self.close_start()
        self.mark_content(True)
        self.put(value if raw else escape(value))

    def other(self, markup: str) -> None:
        self.close_start()
        self.mark_content(False)
        self.line(len(self.opened))
        self.put(markup)
        self.started = True

    def end_document(self) -> None:
        while self.opened:
            self.end_element()

    def close(self) -> None:
        self.end_document()
        if hasattr(self.target, "flush"):
            self.target.flush()
        if self.net_type.name == "XmlTextWriter" and hasattr(self.target, "close"):
            self.target.close()


def _qualified(arguments: tuple[Any, ...]) -> str:
    return (
        f"{arguments[0]}:{arguments[1]}"
        if len(arguments) == 3 and arguments[0]
        else arguments[1]
        if len(arguments) == 3
        else arguments[0]
    )


def _element_string(writer: XmlWriter, *arguments: Any) -> None:
    writer.start_element(_qualified(arguments[:-1]))
    if arguments[-1]:
        writer.text(arguments[-1])
    writer.end_element()


def _attribute_string(writer: XmlWriter, *arguments: Any) -> None:
    name = (
        f"{arguments[0]}:{arguments[1]}"
        if len(arguments) == 4 and arguments[0]
        else arguments[1]
        if len(arguments) == 4
        else arguments[0]
    )
    writer.attribute(name, arguments[-1] or "")


def _create(target: Any, settings: Any = None) -> XmlWriter:
    made = XmlWriter(type_named("System.Xml.XmlWriter"), _opened(target), settings)
    if not made.settings.omit_declaration:
        made.start_document()
    return made


def _opened(target: Any) -> Any:
    if isinstance(target, str):
        from ems.runtime.dotnet.streams import open_file
        from ems.runtime.dotnet.writers import StreamWriter

        return StreamWriter(open_file(target, 2, 2))
    return target


def _new(net_type: Any, target: Any, _encoding: Any = None) -> XmlWriter:
    return XmlWriter(net_type, _opened(target), None)


_MEMBERS: Final = """
    void Close()
    void Dispose()
    void Flush()
    void WriteAttributeString(string localName, string value)
    void WriteAttributeString(string localName, string ns, string value)
    void WriteAttributeString(string prefix, string localName, string ns, string value)
    void WriteCData(string text)
    void WriteComment(string text)
    void WriteElementString(string localName, string value)
    void WriteElementString(string localName, string ns, string value)
    void WriteEndDocument()
    void WriteEndElement()
    void WriteFullEndElement()
    void WriteProcessingInstruction(string name, string text)
    void WriteRaw(string data)
    void WriteStartDocument()
    void WriteStartDocument(bool standalone)
    void WriteStartElement(string localName)
    void WriteStartElement(string localName, string ns)
    void WriteStartElement(string prefix, string localName, string ns)
    void WriteString(string text)
    void WriteValue(System.Object value)
    static System.Xml.XmlWriter Create(string outputFileName)
    static System.Xml.XmlWriter Create(string outputFileName, System.Xml.XmlWriterSettings settings)
    static System.Xml.XmlWriter Create(System.IO.Stream output)
    static System.Xml.XmlWriter Create(System.IO.Stream output, System.Xml.XmlWriterSettings settings)
    static System.Xml.XmlWriter Create(System.IO.TextWriter output)
    static System.Xml.XmlWriter Create(System.IO.TextWriter output, System.Xml.XmlWriterSettings settings)
    static System.Xml.XmlWriter Create(System.Text.StringBuilder output)
    static System.Xml.XmlWriter Create(System.Text.StringBuilder output, System.Xml.XmlWriterSettings settings)
"""

TYPES: Final = {
    "System.Xml.XmlWriter": Implementation(
        methods={
            "Close": XmlWriter.close,
            "Dispose": XmlWriter.close,
            "Flush": lambda writer: writer.target.flush() if hasattr(writer.target, "flush") else None,
            "WriteAttributeString": _attribute_string,
            "WriteCData": lambda writer, text: writer.text(f"<![CDATA[{text}]]>", True),
            "WriteComment": lambda writer, text: writer.other(f"<!--{text}-->"),
            "WriteElementString": _element_string,
            "WriteEndDocument": XmlWriter.end_document,
            "WriteEndElement": XmlWriter.end_element,
            "WriteFullEndElement": lambda writer: writer.end_element(True),
            "WriteProcessingInstruction": lambda writer, name, text: writer.other(f"<?{name} {text}?>"),
            "WriteRaw": lambda writer, text: writer.text(text, True),
            "WriteStartDocument": lambda writer, *_standalone: None if writer.started else writer.start_document(),
            "WriteStartElement": lambda writer, *names: writer.start_element(
                f"{names[0]}:{names[1]}" if len(names) == 3 and names[0] else names[1] if len(names) == 3 else names[0]
            ),
            "WriteString": lambda writer, text: writer.text(text or ""),
            "WriteValue": lambda writer, value: writer.text(net_text(value)),
        },
        static={"Create": _create},
        declared=_MEMBERS,
    ),
    "System.Xml.XmlTextWriter": Implementation(
        properties={
            "Formatting": (
                lambda writer: writer.formatting,
                lambda writer, value: setattr(writer, "formatting", number_of(value)),
            ),
            "Indentation": both("indentation"),
        },
        static={"new": _new},
        declared="""
            System.Xml.Formatting Formatting {get;set;}
            int Indentation {get;set;}
            System.Xml.XmlTextWriter new(System.IO.TextWriter w)
            System.Xml.XmlTextWriter new(System.IO.Stream w, System.Text.Encoding encoding)
            System.Xml.XmlTextWriter new(string filename, System.Text.Encoding encoding)
        """,
    ),
    "System.Xml.XmlWriterSettings": Implementation(
        properties={
            "Encoding": both("encoding"),
            "Indent": both("indent"),
            "IndentChars": both("indent_chars"),
            "NewLineChars": both("new_line_chars"),
            "OmitXmlDeclaration": both("omit_declaration"),
        },
        static={"new": lambda _type: WriterSettings()},
        declared="""
            System.Text.Encoding Encoding {get;set;}
            bool Indent {get;set;}
            string IndentChars {get;set;}
            string NewLineChars {get;set;}
            bool OmitXmlDeclaration {get;set;}
            System.Xml.XmlWriterSettings new()
        """,
    ),
}
