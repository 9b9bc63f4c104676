"""Objects as CLIXML, the XML that keeps types: what Export-Clixml writes (InternalSerializer of 5.1)."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any, Final

from ems.cmdlets import objects
from ems.cmdlets.text.object_xml import XmlElement, escape_attribute
from ems.runtime.convert import to_string
from ems.runtime.types import type_names, type_of
from ems.runtime.values import PSCustomObject, PSObject

NAMESPACE: Final = "http://schemas.microsoft.com/powershell/2004/04"
TAGS: Final = {
    "System.String": "S",
    "System.Char": "C",
    "System.Boolean": "B",
    "System.DateTime": "DT",
    "System.TimeSpan": "TS",
    "System.Byte": "By",
    "System.SByte": "SB",
    "System.UInt16": "U16",
    "System.Int16": "I16",
    "System.UInt32": "U32",
    "System.Int32": "I32",
    "System.UInt64": "U64",
    "System.Int64": "I64",
    "System.Single": "Sg",
    "System.Double": "Db",
    "System.Decimal": "D",
    "System.Guid": "G",
    "System.Uri": "URI",
    "System.Version": "Version",
    "System.Management.Automation.ScriptBlock": "SBK",
    "System.Security.SecureString": "SS",
    "System.Xml.XmlDocument": "XD",
}
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")


def encode_text(text: str) -> str:
    """A text with the characters that XML does not keep written as `_x000A_`."""
    return _CONTROL.sub(lambda found: f"_x{ord(found[0][0]):04X}_" + found[0][1:], text)


class ClixmlWriter:
    """Writes one document. `protect` disguises secure strings."""

    def __init__(self, depth: int, protect: Callable[[Any], str]) -> None:
        self.depth = depth
        self.protect = protect
        self._types: dict[tuple[str, ...], int] = {}
        self._objects: dict[int, int] = {}
        self._kept: list[Any] = []
        self._next = 0

    def document(self, values: list[Any]) -> str:
        """The text of a document with these objects."""
        parts = [f'<Objs Version="1.1.0.1" xmlns="{NAMESPACE}">']
        for value in values:
            _render(self.element(value, None, self.depth), 1, parts)
        parts.append("</Objs>")
        return "\r\n".join(parts)

    def element(self, value: Any, name: str | None, depth: int) -> XmlElement:
        attributes = [] if name is None else [("N", encode_text(name))]
        if value is None:
            return XmlElement("Nil", attributes)
        primitive = self._primitive(objects.base_of(value), attributes)
        if primitive is not None and not objects.has_own_members(value):
            return primitive
        base = objects.base_of(value)
        known = self._objects.get(id(base))
        if known is not None:
            return XmlElement("Ref", [*attributes, ("RefId", str(known))])
        made = XmlElement("Obj", [*attributes, ("RefId", str(self._next))])
        self._objects[id(base)] = self._next
        self._kept.append(base)
        self._next += 1
        if primitive is not None:
            primitive.attributes = []
            made.children.append(primitive)
            self._notes(value, depth, made)
            return made
        made.children.append(self._type_names(value))
        self._content(value, depth, made)
        return made

    def _content(self, value: Any, depth: int, made: XmlElement) -> None:
        base = objects.base_of(value)
        if objects.is_dictionary(value):
            table = XmlElement("DCT", [])
            for key, each in objects.entries(base):
                entry = XmlElement("En", [])
                entry.children = [self.element(key, "Key", depth), self.element(each, "Value", depth)]
                table.children.append(entry)
            made.children.append(table)
            self._notes(value, depth, made)
            return
        elements = objects.collection(value)
        if elements is not None:
            kind = type_of(base).full_name
            tag = "STK" if "Stack" in kind else "QUE" if "Queue" in kind else "LST"
            parent = XmlElement(tag, [])
            parent.children = [self.element(each, None, depth) for each in elements]
            made.children.append(parent)
            self._notes(value, depth, made)
            return
        if type_of(base).is_enum:
            made.children.append(XmlElement("ToString", [], encode_text(to_string(base))))
            made.children.append(XmlElement("I32", [], str(objects.enum_number(base))))
            return
        if type(base) is PSCustomObject:
            if depth < 1:
                made.children.append(XmlElement("S", [], encode_text(to_string(value))))
                return
            notes = XmlElement("MS", [])
            for each in objects.property_names(value):
                notes.children.append(self.element(objects.read_quietly(value, each), each, depth - 1))
            if notes.children:
                made.children.append(notes)
            return
        text = objects.net_string(value)
        if depth < 1:
            made.name, made.children, made.text = "S", [], encode_text(text)
            made.attributes = [pair for pair in made.attributes if pair[0] == "N"]
            return
        made.children.append(XmlElement("ToString", [], encode_text(text)))
        own = set(objects.extended_property_names(value))
        properties = XmlElement("Props", [])
        for each in objects.property_names(value):
            if each not in own:
                properties.children.append(self.element(objects.read_quietly(value, each), each, depth - 1))
        if properties.children:
            made.children.append(properties)
        self._notes(value, depth, made)

    def _notes(self, value: Any, depth: int, made: XmlElement) -> None:
        names = (
            objects.extended_property_names(value)
            if isinstance(value, PSObject) or objects.has_own_members(value)
            else []
        )
        if names:
            notes = XmlElement("MS", [])
            for each in names:
                notes.children.append(self.element(objects.read_quietly(value, each), each, depth - 1))
            made.children.append(notes)

    def _type_names(self, value: Any) -> XmlElement:
        names = tuple(type_names(value))
        known = self._types.get(names)
        if known is not None:
            return XmlElement("TNRef", [("RefId", str(known))])
        number = self._types[names] = len(self._types)
        made = XmlElement("TN", [("RefId", str(number))])
        made.children = [XmlElement("T", [], name) for name in names]
        return made

    def _primitive(self, value: Any, attributes: list[tuple[str, str]]) -> XmlElement | None:
        if type(value) is PSCustomObject:
            return None
        kind = type_of(value).full_name
        if kind == "System.Byte[]":
            return XmlElement("BA", attributes, base64.b64encode(bytes(value)).decode("ascii"))
        tag = TAGS.get(kind)
        if tag is None:
            return None
        return XmlElement(tag, attributes, self._text(value, tag))

    def _text(self, value: Any, tag: str) -> str:
        if tag == "S":
            return encode_text(value)
        if tag == "C":
            return str(ord(value))
        if tag == "B":
            return "true" if value else "false"
        if tag == "DT":
            return _date_text(value)
        if tag == "TS":
            return _duration(int(objects.read(value, "Ticks")))
        if tag in ("Db", "Sg"):
            return objects.round_trip(value)
        if tag == "SS":
            return self.protect(value)
        if tag == "XD":
            return encode_text(str(objects.read(value, "OuterXml")))
        return encode_text(to_string(value))


def _date_text(value: Any) -> str:
    """As XmlConvert writes a date, which is the format `o`, shortened at its end."""
    text = str(objects.call(value, "ToString", ["o"]))
    head, dot, rest = text.partition(".")
    if not dot:
        return text
    digits = rest[:7].rstrip("0")
    return head + ("." + digits if digits else "") + rest[7:]


def _duration(ticks: int) -> str:
    """A time span as XML Schema writes one: P1DT2H3M4.5S."""
    sign = "-" if ticks < 0 else ""
    seconds, rest = divmod(abs(ticks), 10_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    fraction = f".{rest:07d}".rstrip("0") if rest else ""
    time = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    if seconds or fraction:
        time += f"{seconds}{fraction}S"
    text = (f"{days}D" if days else "") + ("T" + time if time else "")
    return f"{sign}P{text}" if text else "PT0S"


def _render(element: XmlElement, depth: int, parts: list[str]) -> None:
    margin = "  " * depth
    head = element.name + "".join(f' {name}="{escape_attribute(value)}"' for name, value in element.attributes)
    if element.children:
        parts.append(f"{margin}<{head}>")
        for child in element.children:
            _render(child, depth + 1, parts)
        parts.append(f"{margin}</{element.name}>")
    elif element.text is not None:
        text = element.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        parts.append(f"{margin}<{head}>{text}</{element.name}>")
    elif element.name in ("LST", "DCT", "STK", "QUE", "Nil"):
        parts.append(f"{margin}<{head} />")
    else:
        parts.append(f"{margin}<{head}></{element.name}>")
