"""CLIXML into objects: values of simple types as they were, everything else as a copy whose type begins with
`Deserialized.`."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from typing import Any, Final

from ems.cmdlets import objects
from ems.cmdlets.text.clixml_writer import NAMESPACE, TAGS
from ems.runtime import members
from ems.runtime.convert import convert
from ems.runtime.errors import NetError
from ems.runtime.types import array_of, resolve_type, type_named
from ems.runtime.values import Byte, Char, Int64, PSCustomObject, PSObject, Shape

_TYPES: Final = {tag: name for name, tag in TAGS.items()}
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_DURATION: Final = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?")
_XML_EXCEPTION: Final = "System.Xml.XmlException"


def decode_text(text: str) -> str:
    """A text as it was before `encode_text`."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class ClixmlReader:
    """Reads one document. `make_block` makes a script block of a text, `unprotect` a secure string."""

    def __init__(self, make_block: Callable[[str], Any], unprotect: Callable[[str], Any]) -> None:
        self.make_block = make_block
        self.unprotect = unprotect
        self._types: dict[str, list[str]] = {}
        self._objects: dict[str, Any] = {}

    def document(self, text: str) -> list[Any]:
        """The objects of a document."""
        if "<!DOCTYPE" in text:
            raise NetError(_XML_EXCEPTION, "For security reasons DTD is prohibited in this XML document.")
        try:
            root = ElementTree.fromstring(text.lstrip("\ufeff"))
        except ElementTree.ParseError as error:
            line, column = error.position
            shown = (
                "Root element is missing."
                if not text.strip()
                else (f"Data at the root level is invalid. Line {line}, position {column + 1}.")
            )
            raise NetError(_XML_EXCEPTION, shown) from None
        if root.tag != f"{{{NAMESPACE}}}Objs":
            raise NetError(
                _XML_EXCEPTION, f"Element 'Objs' with namespace name '{NAMESPACE}' was not found. Line 1, position 2."
            )
        return [self.value(child) for child in root]

    def value(self, node: ElementTree.Element) -> Any:
        tag = _local(node.tag)
        if tag == "Nil":
            return None
        if tag == "Ref":
            return self._objects.get(node.get("RefId", ""))
        if tag == "Obj":
            return self._object(node)
        return self._primitive(tag, decode_text(node.text or ""))

    def _object(self, node: ElementTree.Element) -> Any:
        names: list[str] = []
        base: Any = None
        notes: list[tuple[str, Any]] = []
        properties: list[tuple[str, Any]] = []
        shown: str | None = None
        reference = node.get("RefId", "")
        for child in node:
            tag = _local(child.tag)
            if tag == "TN":
                names = [each.text or "" for each in child]
                self._types[child.get("RefId", "")] = names
            elif tag == "TNRef":
                names = self._types.get(child.get("RefId", ""), [])
            elif tag == "ToString":
                shown = decode_text(child.text or "")
            elif tag == "MS":
                notes = [(decode_text(each.get("N", "")), self.value(each)) for each in child]
            elif tag == "Props":
                properties = [(decode_text(each.get("N", "")), self.value(each)) for each in child]
            elif tag in ("LST", "IE", "STK", "QUE"):
                base = self._collection(child)
            elif tag == "DCT":
                base = objects.new_hashtable(
                    (self.value(entry[0]), self.value(entry[1])) for entry in child if len(entry) > 1
                )
            else:
                base = self.value(child)
        made = self._made(names, base, notes, properties, shown)
        self._objects[reference] = made
        return made

    def _made(
        self,
        names: list[str],
        base: Any,
        notes: list[tuple[str, Any]],
        properties: list[tuple[str, Any]],
        shown: str | None,
    ) -> Any:
        renamed = [name if name.startswith("Deserialized.") else f"Deserialized.{name}" for name in names]
        if base is None:
            fields: dict[str, Any] = {}
            spelled: dict[str, str] = {}
            for name, value in [*properties, *notes]:
                fields[name.lower()] = value
                spelled[name.lower()] = name
            made = PSCustomObject(fields, Shape(spelled), renamed or None)
            if shown is not None and properties:
                _show_as(made, shown)
            return made
        if not notes and (not names or names[0] == "System.Collections.Hashtable"):
            return base
        made_object = objects.own_wrapper(base)
        for name, value in notes:
            objects.add_note(made_object, name, value)
        if renamed:
            made_object.type_names = renamed
        return made_object if isinstance(made_object, PSObject) and (notes or renamed) else base

    def _collection(self, node: ElementTree.Element) -> Any:
        kind = type_named("System.Collections.ArrayList")
        made = members.construct(kind, [])
        for each in node:
            members.invoke(made, "Add", [self.value(each)])
        return made

    def _primitive(self, tag: str, text: str) -> Any:
        if tag == "S":
            return text
        if tag == "B":
            return text.lower() == "true"
        if tag == "I32":
            return int(text)
        if tag == "I64":
            return Int64(int(text))
        if tag == "C":
            return Char(chr(int(text)))
        if tag == "TS":
            return objects.time_span(_ticks(text))
        if tag == "BA":
            return array_of([Byte(each) for each in base64.b64decode(text)], "System.Byte")
        if tag == "SBK":
            return text
        if tag == "SS":
            return self.unprotect(text)
        name = _TYPES.get(tag)
        target = resolve_type(name) if name else None
        if target is None:
            raise NetError(_XML_EXCEPTION, f"{tag} XML tag is not recognized.")
        if tag == "DT":
            return objects.round_trip_date(text)
        return convert(text, target)


def _show_as(made: PSCustomObject, text: str) -> None:
    """A copy shows the text that the object had."""
    from ems.runtime.members import add_member
    from ems.runtime.members.model import CodeMethod

    add_member(made, CodeMethod("ToString", lambda _target, *_arguments: text))


def _ticks(text: str) -> int:
    found = _DURATION.fullmatch(text)
    if found is None:
        raise NetError(_XML_EXCEPTION, "The contents of the TimeSpan primitive type are not valid.")
    days, hours, minutes, seconds = (int(part or 0) for part in found.group(2, 3, 4, 5))
    fraction = int((found[6] or "0").ljust(7, "0")[:7])
    ticks = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 10_000_000 + fraction
    return -ticks if found[1] else ticks


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
