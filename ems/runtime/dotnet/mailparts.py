"""The parts of a mail message: attachments, other views of the body, the pictures of a view, with their MIME types."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from typing import Any, Final

from ems.runtime.dotnet.lists import METHODS, PROPERTIES, ListValue
from ems.runtime.dotnet.support import argument, argument_null, attr, bad_format, both, session
from ems.runtime.enums import EnumValue, enum_value
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_CODINGS: Final = {"Base64": "base64", "QuotedPrintable": "quoted-printable", "SevenBit": "7bit", "EightBit": "8bit"}
_PARAMETER: Final = re.compile(r';\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_MEDIA_TYPE: Final = re.compile(r"[^\s/;,\"()<>@]+/[^\s/;,\"()<>@]+\Z")
_TOKEN: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~\-]+\Z")
OCTETS: Final = "application/octet-stream"


def collection(kind: str, items: Iterable[Any] = ()) -> ListValue:
    """An empty collection of System.Net.Mail."""
    return ListValue(type_named(f"System.Net.Mail.{kind}"), items)


def encoded(text: str) -> str:
    """A text as headers carry it."""
    return text if text.isascii() else f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Header(NetObject):
    """A value with parameters, `text/plain; charset=utf-8`: ContentType and ContentDisposition."""

    __slots__ = ("parameters", "type_name", "value")

    def __init__(self, type_name: str, text: str) -> None:
        value, mark, rest = text.partition(";")
        self.type_name = type_name
        self.value = value.strip()
        self.parameters: dict[str, str] = {}
        for name, given in _PARAMETER.findall(mark + rest):
            given = given.strip()
            self.parameters[name.lower()] = given[1:-1] if given.startswith('"') else given

    def to_text(self) -> str:
        made = [self.value]
        for name, given in self.parameters.items():
            made.append(f"{name}={encoded(given) if _TOKEN.match(given) or not given.isascii() else _quoted(given)}")
        return "; ".join(made)

    def equals(self, other: Any) -> bool:
        return isinstance(other, Header) and other.to_text().lower() == self.to_text().lower()


def content_type(text: str | None = OCTETS) -> Header:
    """A System.Net.Mime.ContentType."""
    if text is None:
        raise argument_null("contentType")
    if not text:
        raise argument("The parameter 'contentType' cannot be an empty string.", "contentType")
    made = Header("System.Net.Mime.ContentType", text)
    if not _MEDIA_TYPE.match(made.value):
        raise bad_format("The specified content type is invalid.")
    return made


def _parameter(name: str) -> Any:
    def write(header: Header, value: str | None) -> None:
        if value:
            header.parameters[name] = value
        else:
            header.parameters.pop(name, None)

    return (lambda header: header.parameters.get(name), write)


class Part(NetObject):
    """Content with a MIME type: Attachment, AlternateView, LinkedResource."""

    __slots__ = ("coding", "content", "disposition", "given_id", "kind", "net_type", "resources")

    def __init__(self, net_type: TypeInfo, content: bytes, kind: Header, coding: str = "Base64") -> None:
        self.net_type = net_type
        self.content = content
        self.kind = kind
        self.coding: Any = enum_value("System.Net.Mime.TransferEncoding", coding)
        self.disposition = Header("System.Net.Mime.ContentDisposition", "attachment")
        self.given_id: str | None = None
        self.resources = collection("LinkedResourceCollection")

    @property
    def name(self) -> str | None:
        return self.kind.parameters.get("name")

    @name.setter
    def name(self, value: str | None) -> None:
        _parameter("name")[1](self.kind, value)

    @property
    def identifier(self) -> str:
        """The Content-ID; one is made when it is asked for."""
        if self.given_id is None:
            self.given_id = str(session().new_guid())
        return self.given_id

    @identifier.setter
    def identifier(self, value: str | None) -> None:
        self.given_id = value or None

    def body(self) -> str:
        """The content in its transfer encoding."""
        coding = self.coding.text if isinstance(self.coding, EnumValue) else "Base64"
        if coding == "QuotedPrintable":
            import quopri

            return quopri.encodestring(self.content.replace(b"\r\n", b"\n")).decode("ascii").replace("\n", "\r\n")
        if coding in ("SevenBit", "EightBit"):
            return re.sub(r"\r\n|\r|\n", "\r\n", self.content.decode("utf-8", "replace"))
        return wrapped(self.content)

    def headers(self) -> str:
        coding = _CODINGS.get(self.coding.text if isinstance(self.coding, EnumValue) else "", "base64")
        made = f"Content-Type: {self.kind.to_text()}\r\nContent-Transfer-Encoding: {coding}\r\n"
        if self.given_id is not None:
            made += f"Content-ID: <{self.given_id.strip('<>')}>\r\n"
        return made


def wrapped(content: bytes) -> str:
    """Base64 in lines of 76 characters."""
    text = base64.b64encode(content).decode()
    return "\r\n".join(text[at : at + 76] for at in range(0, len(text), 76))


def _new_part(net_type: TypeInfo, source: Any, *rest: Any) -> Part:
    from ems.runtime.dotnet.files import _read_bytes
    from ems.runtime.dotnet.paths import file_name

    attached = net_type.name == "Attachment"
    stream = hasattr(source, "rest")
    if source is None:
        raise argument_null("contentStream" if stream else "fileName")
    texts = [each for each in rest if isinstance(each, str)]
    name = (texts.pop(0) if stream and attached and texts else None) if stream else file_name(source)
    given = next((each for each in rest if isinstance(each, Header)), None)
    plain = "text/plain" if net_type.name == "AlternateView" else OCTETS
    kind = given if given is not None else content_type(texts[0] if texts else plain)
    made = Part(net_type, source.rest() if stream else _read_bytes(source), kind)
    if attached and name and made.name is None:
        made.name = name
    return made


def _from_string(type_name: str, default: str) -> Any:
    named = type_name == "Attachment"

    def create(content: str, *rest: Any) -> Part:
        if content is None:
            raise argument_null("content")
        given = next((each for each in rest if isinstance(each, Header)), None)
        texts = [each for each in rest if isinstance(each, str)]
        name = texts.pop(0) if named and texts else None
        kind = given if given is not None else content_type(texts[0] if texts and texts[0] else default)
        kind.parameters.setdefault("charset", "us-ascii" if content.isascii() else "utf-8")
        coding = "SevenBit" if content.isascii() else "Base64"
        made = Part(type_named(f"System.Net.Mail.{type_name}"), content.encode("utf-8"), kind, coding)
        if name:
            made.name = name
        return made

    return create


def _set_kind(part: Part, kind: Header | None) -> None:
    if kind is None:
        raise argument_null("value")
    part.kind = kind


def _stream(part: Part) -> Any:
    from ems.runtime.dotnet.streams import MemoryStream

    return MemoryStream(part.content)


def _media_types(*names: str) -> Implementation:
    return Implementation(
        static_properties={name.partition("=")[0]: name.partition("=")[2] for name in names},
        declared="\n".join(f"static string {name.partition('=')[0]} {{get;}}" for name in names),
    )


def _constructors(name: str) -> str:
    kind = "System.Net.Mime.ContentType contentType"
    return "\n".join(
        f"System.Net.Mail.{name} new({first}{rest})"
        for first in ("string fileName", "System.IO.Stream contentStream")
        for rest in ("", ", string mediaType", f", {kind}")
    )


def _strings(name: str) -> str:
    made = f"static System.Net.Mail.{name} Create{name}FromString"
    kind = "System.Net.Mime.ContentType contentType"
    coding = "System.Text.Encoding contentEncoding"
    return f"{made}(string content)\n{made}(string content, {coding}, string mediaType)\n{made}(string content, {kind})"


_PARTS: Final = {
    "ContentId": both("identifier"),
    "ContentStream": _stream,
    "ContentType": (attr("kind"), _set_kind),
    "TransferEncoding": both("coding"),
}
_PART_LINES: Final = """
    void Dispose()
    string ContentId {get;set;}
    System.IO.Stream ContentStream {get;}
    System.Net.Mime.ContentType ContentType {get;set;}
    System.Net.Mime.TransferEncoding TransferEncoding {get;set;}
"""

TYPES: Final = {
    "System.Net.Mail.AttachmentBase": Implementation({"Dispose": lambda _part: None}, _PARTS, declared=_PART_LINES),
    "System.Net.Mail.Attachment": Implementation(
        properties={
            "ContentDisposition": attr("disposition"),
            "Name": both("name"),
            "NameEncoding": (lambda _part: None, lambda _part, _value: None),
        },
        static={"new": _new_part, "CreateAttachmentFromString": _from_string("Attachment", "text/plain")},
    ),
    "System.Net.Mail.AlternateView": Implementation(
        properties={
            "BaseUri": (lambda _part: None, lambda _part, _value: None),
            "LinkedResources": attr("resources"),
        },
        static={"new": _new_part, "CreateAlternateViewFromString": _from_string("AlternateView", "text/plain")},
        declared=f"""
            uri BaseUri {{get;set;}}
            System.Net.Mail.LinkedResourceCollection LinkedResources {{get;}}
            {_constructors("AlternateView")}
            {_strings("AlternateView")}
        """,
    ),
    "System.Net.Mail.LinkedResource": Implementation(
        properties={"ContentLink": (lambda _part: None, lambda _part, _value: None)},
        static={"new": _new_part, "CreateLinkedResourceFromString": _from_string("LinkedResource", "text/plain")},
        declared=f"""
            uri ContentLink {{get;set;}}
            {_constructors("LinkedResource")}
            {_strings("LinkedResource")}
        """,
    ),
    "System.Net.Mail.AttachmentCollection": Implementation(METHODS, PROPERTIES),
    "System.Net.Mail.AlternateViewCollection": Implementation(METHODS, PROPERTIES),
    "System.Net.Mail.LinkedResourceCollection": Implementation(METHODS, PROPERTIES),
    "System.Net.Mime.ContentType": Implementation(
        methods={"Equals": Header.equals, "ToString": Header.to_text},
        properties={
            "Boundary": _parameter("boundary"),
            "CharSet": _parameter("charset"),
            "MediaType": both("value"),
            "Name": _parameter("name"),
        },
        static={"new": lambda _type, text=OCTETS: content_type(text)},
        declared="""
            bool Equals(System.Object rparam)
            string ToString()
            string Boundary {get;set;}
            string CharSet {get;set;}
            string MediaType {get;set;}
            string Name {get;set;}
            System.Net.Mime.ContentType new()
            System.Net.Mime.ContentType new(string contentType)
        """,
    ),
    "System.Net.Mime.ContentDisposition": Implementation(
        methods={"Equals": Header.equals, "ToString": Header.to_text},
        properties={
            "DispositionType": both("value"),
            "FileName": _parameter("filename"),
            "Inline": (
                lambda header: header.value.lower() == "inline",
                lambda header, value: setattr(header, "value", "inline" if value else "attachment"),
            ),
        },
        static={
            "new": lambda _type, text="attachment": Header("System.Net.Mime.ContentDisposition", text or "attachment")
        },
        declared="""
            bool Equals(System.Object rparam)
            string ToString()
            string DispositionType {get;set;}
            string FileName {get;set;}
            bool Inline {get;set;}
            System.Net.Mime.ContentDisposition new()
            System.Net.Mime.ContentDisposition new(string disposition)
        """,
    ),
    "System.Net.Mime.MediaTypeNames+Text": _media_types(
        "Html=text/html", "Plain=text/plain", "RichText=text/richtext", "Xml=text/xml"
    ),
    "System.Net.Mime.MediaTypeNames+Application": _media_types(
        f"Octet={OCTETS}", "Pdf=application/pdf", "Rtf=application/rtf", "Soap=application/soap+xml",
        "Zip=application/zip",
    ),
    "System.Net.Mime.MediaTypeNames+Image": _media_types("Gif=image/gif", "Jpeg=image/jpeg", "Tiff=image/tiff"),
}  # fmt: skip
