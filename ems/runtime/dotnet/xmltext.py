"""XML to nodes and back: a reader over expat with .NET's error texts, and the writer of OuterXml."""

from __future__ import annotations

import re
from typing import Any, Final
from xml.parsers import expat

from ems.runtime.dotnet.xmlnodes import (
    Attribute,
    CData,
    Comment,
    Declaration,
    Document,
    DocumentType,
    Element,
    Instruction,
    Node,
    Text,
    Whitespace,
)
from ems.runtime.errors import NetError

_NAME: Final = re.compile(r"[^\s<>/=\"']+")
_EMPTY_TAG: Final = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*/>")


def xml_exception(text: str, line: int = 0, position: int = 0) -> NetError:
    shown = f"{text} Line {line}, position {position}." if line else text
    return NetError("System.Xml.XmlException", shown, None, LineNumber=line, LinePosition=position)


class _Reader:
    def __init__(self, document: Document, text: str, fragment: bool) -> None:
        self.document = document
        self.fragment = fragment
        self.text = text
        self.source = text.encode("utf-8", "replace")
        self.at: Node = document
        self.opened: list[tuple[str, int, int]] = []
        self.pending: list[str] = []
        self.in_cdata = False

    def read(self) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.pending.append
        parser.CommentHandler = self.comment
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartCdataSectionHandler = self.start_cdata
        parser.EndCdataSectionHandler = self.end_cdata
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.refuse_entity
        self.parser = parser
        try:
            parser.Parse(self.source, True)
        except expat.ExpatError as error:
            raise self.trouble(error) from None
        _name_spaces(self.document)

    def refuse_entity(self, *_arguments: Any) -> None:
        raise xml_exception("For security reasons DTD is prohibited in this XML document.")

    def flush(self) -> None:
        text = "".join(self.pending)
        self.pending.clear()
        if not text:
            return
        if self.in_cdata:
            self.add(CData("#cdata-section", self.document, text))
        elif text.strip(" \t\r\n"):
            self.add(Text("#text", self.document, text))
        elif self.document.preserve:
            self.add(Whitespace("#whitespace", self.document, text))

    def add(self, node: Node) -> None:
        node.parent = self.at
        self.at.children.append(node)

    def start(self, name: str, attributes: list[str]) -> None:
        self.flush()
        element = Element(name, self.document)
        for at in range(0, len(attributes), 2):
            made = Attribute(attributes[at], self.document, attributes[at + 1])
            made.parent = element
            element.attribute_list.append(made)
        self.add(element)
        self.at = element
        element.closed = _EMPTY_TAG.match(self.source, self.parser.CurrentByteIndex) is None
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        self.opened.append((name, line, column + 2))

    def end(self, _name: str) -> None:
        self.flush()
        self.at = self.at.parent or self.document
        self.opened.pop()

    def comment(self, data: str) -> None:
        self.flush()
        self.add(Comment("#comment", self.document, data))

    def instruction(self, target: str, data: str) -> None:
        self.flush()
        self.add(Instruction(target, self.document, data))

    def start_cdata(self) -> None:
        self.flush()
        self.in_cdata = True

    def end_cdata(self) -> None:
        self.flush()
        self.in_cdata = False

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self.add(Declaration(self.document, version, encoding, {1: "yes", 0: "no"}.get(standalone)))

    def doctype(self, name: str, *_rest: Any) -> None:
        self.add(DocumentType(name, self.document))

    # Errors

    def place(self, index: int) -> tuple[int, int]:
        before = self.source[:index].decode("utf-8", "ignore")
        line = before.count("\n") + 1
        return line, len(before) - (before.rfind("\n") + 1) + 1

    def trouble(self, error: expat.ExpatError) -> NetError:
        code = error.code
        index = max(self.parser.ErrorByteIndex, 0)
        line, position = self.place(index)
        here = self.source[index:].decode("utf-8", "replace")
        last = self.last_root_mark(index)
        if last is not None:
            return xml_exception("Data at the root level is invalid.", *self.place(last))
        if not self.opened and self.document.element is None and code != 3:
            if not self.text.lstrip().startswith("<"):
                return _misplaced() if self.fragment else xml_exception("Data at the root level is invalid.", 1, 1)
            if ">" not in here:
                return xml_exception("Data at the root level is invalid.", line, position)
        if code == 3:
            if self.opened:
                return self.unclosed()
            return xml_exception("Root element is missing.")
        if code == 7 and self.opened:
            start = here.find("</") if not here.startswith("</") else 0
            if not here.startswith("</"):
                # expat points at the name.
                line, position = self.place(index)
                start = -2
            match = _NAME.search(here[max(start, 0) + (2 if start >= 0 else 0) :])
            name, start_line, start_column = self.opened[-1]
            shift = 2 if here.startswith("</") else 0
            return xml_exception(
                f"The '{name}' start tag on line {start_line} position {start_column} does not match the end tag of "
                f"'{match[0] if match else ''}'.",
                line,
                position + shift,
            )
        if code == 9:
            if self.fragment:
                return _second_root() if here.startswith("<") else _misplaced()
            if here.startswith("<"):
                return xml_exception("There are multiple root elements.", line, position + 1)
            return xml_exception("Data at the root level is invalid.", line, position)
        if code == 11:
            match = re.match(r"&(\w+);", here)
            return xml_exception(f"Reference to undeclared entity '{match[1] if match else ''}'.", line, position + 1)
        if code == 8:
            match = _NAME.match(here)
            return xml_exception(f"'{match[0] if match else ''}' is a duplicate attribute name.", line, position)
        if code in (5, 6) and self.opened:
            return self.unclosed()
        return self.not_well_formed(here, line, position)

    def in_attribute(self, before: str) -> bool:
        """Whether a place is inside the quotes of an attribute."""
        tag = before[before.rfind("<", 0, max(before.rfind("="), 0)) :]
        return tag.startswith("<") and (tag.count('"') % 2 == 1 or tag.count("'") % 2 == 1)

    def last_root_mark(self, index: int) -> int | None:
        """Where a `<` outside all elements has fewer than four characters from it to the end: too few for an element,
        which the reader finds out before it looks at them."""
        for at in range(max(len(self.source) - 3, 0), len(self.source)):
            if self.source[at : at + 1] == b"<" and (at == 0 or (at >= index and not self.opened)):
                return at
        return None

    def unclosed(self) -> NetError:
        line, position = self.place(len(self.source))
        names = ", ".join(name for name, _, _ in reversed(self.opened))
        return xml_exception(
            f"Unexpected end of file has occurred. The following elements are not closed: {names}.", line, position
        )

    def not_well_formed(self, here: str, line: int, position: int) -> NetError:
        if not self.opened and self.document.element is None and not self.text.lstrip().startswith("<"):
            lead = len(self.text) - len(self.text.lstrip())
            line, position = self.place(len(self.text[:lead].encode()))
            return xml_exception("Data at the root level is invalid.", line, position)
        char = here[:1]
        if not char:
            return (
                self.unclosed()
                if self.opened
                else xml_exception("Unexpected end of file has occurred.", line, position)
            )
        before = self.source[: len(self.source) - len(here.encode())].decode("utf-8", "replace").rstrip()
        if char == "<" and self.in_attribute(before):
            return xml_exception("'<', hexadecimal value 0x3C, is an invalid attribute character.", line, position)
        if char == "/" and before.endswith("<") and not self.opened:
            return xml_exception("Unexpected end tag.", line, position + 1)
        if char == "<" and re.match(r"<[^A-Za-z_:/!?]", here):
            bad = here[1]
            return xml_exception(
                f"Name cannot begin with the '{bad}' character, hexadecimal value 0x{ord(bad):02X}.", line, position + 1
            )
        if before.endswith("=") and before.rfind("<") > before.rfind(">"):
            quotes = "'\"' or '''"
            return xml_exception(f"'{char}' is an unexpected token. The expected token is {quotes}.", line, position)
        if before.endswith("&"):
            return xml_exception("An error occurred while parsing EntityName.", line, position)
        if char == "&":
            return xml_exception("An error occurred while parsing EntityName.", line, position + 1)
        return xml_exception(
            f"'{char}' is an unexpected token. The expected token is '='."
            if char in ">/"
            else f"Name cannot begin with the '{char}' character, hexadecimal value 0x{ord(char):02X}.",
            line,
            position,
        )


def _name_spaces(node: Node) -> None:
    for child in node.children:
        if isinstance(child, Element):
            child.namespace = child.namespace_of(child.prefix)
            for attribute in child.attribute_list:
                if attribute.prefix and attribute.prefix != "xmlns":
                    attribute.namespace = child.namespace_of(attribute.prefix)
                elif attribute.name == "xmlns" or attribute.prefix == "xmlns":
                    attribute.namespace = "http://www.w3.org/2000/xmlns/"
            _name_spaces(child)


def _misplaced() -> NetError:
    return NetError(
        "System.InvalidOperationException",
        "The specified node cannot be inserted as the valid child of this node, because the specified node is the "
        "wrong type.",
    )


def _second_root() -> NetError:
    return NetError("System.InvalidOperationException", "This document already has a 'DocumentElement' node.")


def load(document: Document, text: str, fragment: bool = False) -> None:
    """LoadXml: replaces what is in the document. A cast reads its text as a fragment, which may hold texts and several
    elements at the root: what is wrong with those is said by the document, not by the reader.
    """
    document.children = []
    body = text.removeprefix("\ufeff")
    if not body.strip():
        raise xml_exception("Root element is missing.")
    if body[:1].isspace() and body.lstrip().startswith("<?xml"):
        lead = len(body) - len(body.lstrip())
        line = body[:lead].count("\n") + 1
        column = lead - (body[:lead].rfind("\n") + 1) + 3
        raise xml_exception(
            "Unexpected XML declaration. The XML declaration must be the first node in the document, and no "
            "white space characters are "
            "allowed to appear before it.",
            line,
            column,
        )
    stripped = re.sub(r'(<\?xml[^>]*?)\s+encoding\s*=\s*("[^"]*"|\'[^\']*\')', r"\1", body, count=1)
    encoding = re.match(r'<\?xml[^>]*?encoding\s*=\s*["\']([^"\']*)', body)
    _Reader(document, stripped, fragment).read()
    first = document.children[0] if document.children else None
    if encoding is not None and isinstance(first, Declaration):
        first.encoding = encoding[1]
        first.data = first.value


def escape(text: str, attribute: bool = False) -> str:
    """The characters of a text as XML writes them."""
    made = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if attribute:
        made = made.replace('"', "&quot;").replace("\r", "&#xD;").replace("\n", "&#xA;").replace("\t", "&#x9;")
    return made


def open_tag(element: Element) -> str:
    """`<name a="1"`, with the namespaces that are not declared further up."""
    text = f"<{element.name}"
    declared = {each.name for each in element.attribute_list}
    scope = element.parent.namespace_of(element.prefix) if element.parent is not None else ""
    own = f"xmlns:{element.prefix}" if element.prefix else "xmlns"
    if own not in declared and element.namespace != scope and (element.namespace or element.prefix or scope):
        text += f' {own}="{escape(element.namespace, True)}"'
    for each in element.attribute_list:
        text += f' {each.name}="{escape(each.data or "", True)}"'
    return text


def write_node(node: Node) -> str:
    """OuterXml."""
    kind = node.kind
    if kind == "Element":
        assert isinstance(node, Element)
        if not node.children:
            return open_tag(node) + (f"></{node.name}>" if node.closed else " />")
        return open_tag(node) + ">" + "".join(write_node(child) for child in node.children) + f"</{node.name}>"
    if kind == "Attribute":
        return f'{node.name}="{escape(node.data or "", True)}"'
    if kind in ("Text", "Whitespace", "SignificantWhitespace"):
        return escape(node.data or "")
    if kind == "CDATA":
        return f"<![CDATA[{node.data}]]>"
    if kind == "Comment":
        return f"<!--{node.data}-->"
    if kind == "ProcessingInstruction":
        return f"<?{node.name} {node.data}?>" if node.data else f"<?{node.name}?>"
    if kind == "XmlDeclaration":
        assert isinstance(node, Declaration)
        return f"<?xml {node.value}?>"
    if kind == "DocumentType":
        return f"<!DOCTYPE {node.name}>"
    return "".join(write_node(child) for child in node.children)


def write_indented(node: Node, unit: str = "  ", level: int = 0, new_line: str = "\r\n") -> str:
    """What XmlDocument.Save writes: elements on lines of their own, unless there is text beside them."""
    if not isinstance(node, Element):
        if node.kind in ("Document", "DocumentFragment"):
            return new_line.join(write_indented(child, unit, level, new_line) for child in node.children)
        return write_node(node)
    if not node.children:
        return write_node(node)
    if any(child.kind in ("Text", "CDATA", "Whitespace") for child in node.children):
        return write_node(node)
    inner = "".join(
        new_line + unit * (level + 1) + write_indented(child, unit, level + 1, new_line) for child in node.children
    )
    return f"{open_tag(node)}>{inner}{new_line}{unit * level}</{node.name}>"
