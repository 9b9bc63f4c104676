"""Objects as XML, in the form of ConvertTo-Xml: an element for each object and property (CustomInternalSerializer of
5.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ems.cmdlets import objects
from ems.runtime.types import type_of
from ems.runtime.values import PSCustomObject


class XmlElement:
    """An element on its way to text: name, attributes, and either text or elements."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: list[tuple[str, str]], text: str | None = None) -> None:
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children: list[XmlElement] = []


def escape_text(text: str) -> str:
    """A text as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """A text between the quotes of an attribute."""
    return escape_text(text).replace('"', "&quot;").replace("\n", "&#xA;").replace("\r", "&#xD;").replace("\t", "&#x9;")


def render(element: XmlElement, depth: int, write: Callable[[str], Any]) -> None:
    """The lines of an element, indented by two blanks a level."""
    margin = "  " * depth
    head = element.name + "".join(f' {name}="{escape_attribute(value)}"' for name, value in element.attributes)
    if element.children:
        write(f"{margin}<{head}>")
        for child in element.children:
            render(child, depth + 1, write)
        write(f"{margin}</{element.name}>")
    elif element.text is not None:
        write(f"{margin}<{head}>{escape_text(element.text)}</{element.name}>")
    else:
        write(f"{margin}<{head} />")


def document_lines(elements: Iterable[XmlElement]) -> list[str]:
    """A whole document."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    root = XmlElement("Objects", [])
    root.children = list(elements)
    render(root, 0, lines.append)
    return lines


class ObjectXml:
    """Turns objects into elements."""

    def __init__(self, depth: int, with_types: bool) -> None:
        self.depth = depth
        self.with_types = with_types

    def element(self, value: Any) -> XmlElement:
        """The element of one object."""
        return self._one(value, None, self.depth, "Object")

    def _one(self, value: Any, name: str | None, depth: int, tag: str = "Property") -> XmlElement:
        if value is None:
            return self._element(tag, name, None)
        if _is_primitive(value):
            return self._element(tag, name, value, objects.net_string(value))
        if objects.is_dictionary(value):
            made = self._element(tag, name, value)
            for key, each in objects.entries(value):
                made.children.append(self._one(key, "Key", depth))
                made.children.append(self._one(each, "Value", depth))
            return made
        elements = objects.collection(value)
        if elements is not None:
            made = self._element(tag, name, value)
            made.children = [self._one(each, None, depth) for each in elements]
            return made
        if depth == 0:
            return self._element(tag, name, value, objects.net_string(value))
        made = self._element(tag, name, value)
        for property_name in objects.property_names(value):
            content = objects.read_quietly(value, property_name)
            made.children.append(self._one(content, property_name, depth - 1))
        return made

    def _element(self, tag: str, name: str | None, value: Any, text: str | None = None) -> XmlElement:
        attributes: list[tuple[str, str]] = []
        if name is not None:
            attributes.append(("Name", name))
        if self.with_types:
            if value is not None:
                attributes.append(("Type", type_of(objects.base_of(value)).display_name))
            elif name is not None:
                attributes.append(("Type", "System.Object"))
        return XmlElement(tag, attributes, text)


_PRIMITIVES = frozenset(
    f"System.{name}"
    for name in [
        "String",
        "Char",
        "Boolean",
        "Byte",
        "SByte",
        "Int16",
        "UInt16",
        "Int32",
        "UInt32",
        "Int64",
        "UInt64",
        "Single",
        "Double",
        "Decimal",
        "DateTime",
        "TimeSpan",
        "Guid",
        "Uri",
        "Version",
    ]
)


def _is_primitive(value: Any) -> bool:
    return type(value) is not PSCustomObject and type_of(value).full_name in _PRIMITIVES
