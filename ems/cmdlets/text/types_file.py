"""Type data files (*.ps1xml): members for types, written as XML."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any

from ems.runtime.errors import runtime_error
from ems.runtime.members.model import AliasProperty, Member, NoteProperty, PropertySet, ScriptMethod, ScriptProperty
from ems.runtime.typedata import TypeData


def read_types_file(text: str, make_block: Callable[[str], Any]) -> list[TypeData]:
    """The types of a file. `make_block` makes a script block of a text."""
    if "<!DOCTYPE" in text:
        raise runtime_error("FormatXmlUpdateException", "DTD is prohibited in this XML document.", "InvalidData")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise runtime_error("FormatXmlUpdateException", f"The file is not valid XML: {error}.", "InvalidData") from None
    return [_type(node, make_block) for node in root.iter("Type")]


def _type(node: ElementTree.Element, make_block: Callable[[str], Any]) -> TypeData:
    members: list[Member] = []
    standard: dict[str, Any] = {}
    for child in node.find("Members") or ():
        if child.tag == "MemberSet" and _text(child, "Name") == "PSStandardMembers":
            for each in child.find("Members") or ():
                name = _text(each, "Name")
                standard[name] = _names(each) if each.tag == "PropertySet" else _text(each, "Value")
            continue
        member = _member(child, make_block)
        if member is not None:
            members.append(member)
    return TypeData(_text(node, "Name"), members, standard)


def _member(node: ElementTree.Element, make_block: Callable[[str], Any]) -> Member | None:
    name = _text(node, "Name")
    if node.tag == "NoteProperty":
        return NoteProperty(name, _text(node, "Value"))
    if node.tag == "AliasProperty":
        return AliasProperty(name, _text(node, "ReferencedMemberName"))
    if node.tag == "ScriptProperty":
        setter = node.find("SetScriptBlock")
        return ScriptProperty(
            name, make_block(_text(node, "GetScriptBlock")), None if setter is None else make_block(setter.text or "")
        )
    if node.tag == "ScriptMethod":
        return ScriptMethod(name, make_block(_text(node, "Script")))
    if node.tag == "PropertySet":
        return PropertySet(name, _names(node))
    return None


def _names(node: ElementTree.Element) -> list[str]:
    return [(each.text or "").strip() for each in node.iter("Name")][1:]


def _text(node: ElementTree.Element, tag: str) -> str:
    found = node.find(tag)
    return "" if found is None else (found.text or "").strip()
