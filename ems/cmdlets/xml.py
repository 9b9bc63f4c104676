"""ConvertTo-Xml and Select-Xml."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import files, objects
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.text.object_xml import ObjectXml, XmlElement, document_lines, render
from ems.runtime import members
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import convert
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import resolve_type, type_named
from ems.runtime.validation import AllowNull, ValidateNotNullOrEmpty, ValidateRange, ValidateSet
from ems.runtime.values import NOTHING, NetObject


class ConvertToXml(Cmdlet):
    """Creates an XML-based representation of an object."""

    name = "ConvertTo-Xml"
    output_types = (
        "System.Xml.XmlDocument",
        "System.String",
    )
    depth = Parameter("int", validate=(ValidateRange(1, INT_MAX),))
    input_object = Parameter("psobject", position=0, mandatory=True, pipeline="value", validate=(AllowNull(),))
    no_type_information = Parameter("switch")
    as_ = Parameter(
        "string",
        validate=(
            ValidateNotNullOrEmpty(),
            ValidateSet(("Stream", "String", "Document")),
        ),
    )

    examples = (
        Example(
            "([pscustomobject]@{ A = 1 } | ConvertTo-Xml -NoTypeInformation).Objects.Object.Property.Name",
            "Makes a document.",
            "A",
        ),
    )

    def begin(self) -> None:
        self._elements: list[XmlElement] = []
        self._maker = ObjectXml(1 if self.depth is None else self.depth, not self.no_type_information)

    def process(self) -> None:
        value = self.input_object
        if value is not NOTHING:
            self._elements.append(self._maker.element(value))

    def end(self) -> None:
        form = (self.as_ or "Document").lower()
        if form == "stream":
            lines = document_lines(self._elements)
            self.write(lines[0])
            self.write("<Objects>")
            for element in self._elements:
                parts: list[str] = []
                render(element, 0, parts.append)
                self.write("\r\n".join(parts))
            self.write("</Objects>")
            return
        text = "\r\n".join(document_lines(self._elements))
        if form == "string":
            self.write(text)
            return
        kind = resolve_type("xml")
        assert kind is not None
        self.write(convert(text, kind))


class SelectXmlInfo(NetObject):
    """One node that Select-Xml found."""

    __slots__ = ("node", "path", "pattern")
    type_name = "Microsoft.PowerShell.Commands.SelectXmlInfo"

    def __init__(self, node: Any, path: str, pattern: str) -> None:
        self.node = node
        self.path = path
        self.pattern = pattern

    def to_text(self) -> str:
        text = objects.read_quietly(self.node, "OuterXml")
        shown = text if isinstance(text, str) else objects.net_string(self.node)
        return shown if self.path == "InputStream" else f"{shown} in {self.path}"


class SelectXml(Cmdlet):
    """Finds text in an XML string or document."""

    name = "Select-Xml"
    default_set = "Xml"
    output_types = ("Microsoft.PowerShell.Commands.SelectXmlInfo",)
    path = Parameter(
        "string[]",
        position=1,
        mandatory=True,
        pipeline="name",
        sets="Path",
        validate=(ValidateNotNullOrEmpty(),),
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        validate=(ValidateNotNullOrEmpty(),),
    )
    xml = Parameter(
        "XmlNode[]",
        position=1,
        mandatory=True,
        pipeline="value,name",
        sets="Xml",
        aliases=("Node",),
        validate=(ValidateNotNullOrEmpty(),),
    )
    content = Parameter(
        "string[]",
        mandatory=True,
        pipeline="value",
        sets="Content",
        validate=(ValidateNotNullOrEmpty(),),
    )
    x_path = Parameter("string", position=0, mandatory=True, validate=(ValidateNotNullOrEmpty(),))
    namespace = Parameter("hashtable", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("([xml]'<r><u>a</u></r>' | Select-Xml -XPath '//u').Node.InnerText", "Finds elements.", "a"),)

    def process(self) -> None:
        if self.parameter_set == "Xml":
            for document in self.xml or ():
                self._search(document, "InputStream")
        elif self.parameter_set == "Content":
            for text in self.content or ():
                document = self._parse(text, None)
                if document is not None:
                    self._search(document, "InputStream")
        else:
            literal = self.parameter_set == "LiteralPath"
            for path in (self.literal_path if literal else self.path) or ():
                self._file(path, literal)

    def _file(self, path: str, literal: bool) -> None:
        try:
            places = self.session.locations.resolve(path, literal)
        except Terminating as error:
            self.write_error(error.record)
            return
        for place in places:
            document = self._parse(files.read_text(self, place.provider_path, True), place.provider_path)
            if document is not None:
                self._search(document, place.provider_path)

    def _parse(self, text: str, path: str | None) -> Any:
        kind = resolve_type("xml")
        assert kind is not None
        try:
            return convert(text, kind)
        except Terminating as error:
            shown = (
                message("UtilityCommonStrings", "FileReadError", path, error.record.message)
                if path
                else error.record.message
            )
            self.write_error(
                ErrorRecord(
                    NetException("System.ArgumentException", shown, error.record.exception),
                    "ProcessingFile",
                    "InvalidArgument",
                )
            )
            return None

    def _search(self, document: Any, path: str) -> None:
        arguments: list[Any] = [self.x_path]
        if self.namespace is not None:
            arguments.append(self._namespaces(document))
        try:
            found = members.invoke(document, "SelectNodes", arguments)
        except NetError as error:
            raise self.throw(ErrorRecord(error.exception, error.exception.type_name, "NotSpecified")) from None
        except Terminating as error:
            inner = error.record.exception.inner or error.record.exception
            raise self.throw(ErrorRecord(inner, inner.type_name, "NotSpecified")) from None
        for node in objects.elements(found) or ():
            self.write(SelectXmlInfo(node, path, self.x_path))

    def _namespaces(self, document: Any) -> Any:
        kind = type_named("System.Xml.XmlNamespaceManager")
        table = objects.read(document, "NameTable")
        made = members.construct(kind, [table])
        for prefix, uri in objects.entries(self.namespace):
            members.invoke(made, "AddNamespace", [prefix, uri])
        return made
