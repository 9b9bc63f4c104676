"""Reads *.format.ps1xml files: the XML in which views are written on Windows becomes the data of `views.py`.

Elements are found by name without regard to case, as the product does. What a view needs and lacks is an error with the
place in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.etree import ElementTree

from ems.formatting.views import ViewData

_ALIGNMENTS: Final = frozenset(("left", "center", "right"))
_KINDS: Final = {"tablecontrol": "Table", "listcontrol": "List", "widecontrol": "Wide", "customcontrol": "Custom"}


class FormatFileError(Exception):
    """What is wrong with a format file."""


def read_views(content: bytes) -> list[ViewData]:
    """The views of a format file."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise FormatFileError(str(error)) from None
    if _name(root) != "configuration":
        raise FormatFileError(f'Node "{_local(root)}" is not valid; the node "Configuration" is expected.')
    return list(_Reader(root).views())


class _Reader:
    """One file: its selection sets and controls are known to all its views."""

    def __init__(self, root: ElementTree.Element) -> None:
        self._root = root
        self._sets: dict[str, list[str]] = {}
        for one in _all(root, "selectionsets", "selectionset"):
            self._sets[_text(one, "name").lower()] = [
                (name.text or "").strip() for name in _all(one, "types", "typename")
            ]
        self._controls: dict[str, ElementTree.Element] = {}
        self._collect_controls(root)

    def _collect_controls(self, owner: ElementTree.Element) -> None:
        for one in _all(owner, "controls", "control"):
            control = _child(one, "customcontrol")
            if control is not None:
                self._controls[_text(one, "name").lower()] = control

    def views(self) -> Iterator[ViewData]:
        for element in _all(self._root, "viewdefinitions", "view"):
            self._collect_controls(element)
            yield self._view(element)

    def _view(self, element: ElementTree.Element) -> ViewData:
        name = _text(element, "name")
        types = list(self._types(_child(element, "viewselectedby")))
        control = next((child for child in element if _name(child) in _KINDS), None)
        if not name or not types or control is None:
            raise FormatFileError(
                f'View "{name}" is not complete: it needs a name, the types it is selected by, and a control.'
            )
        view: dict[str, Any] = {"types": types, "name": name, "kind": _KINDS[_name(control)]}
        if _child(element, "outofband") is not None:
            view["outOfBand"] = True
        group = _child(element, "groupby")
        if group is not None:
            view["groupBy"] = self._group_by(group)
        getattr(self, "_" + view["kind"].lower())(control, view)
        return view

    def _types(self, element: ElementTree.Element | None) -> Iterator[str]:
        for child in element if element is not None else ():
            kind = _name(child)
            text = (child.text or "").strip()
            if kind == "typename":
                yield text
            elif kind == "selectionsetname":
                yield from self._sets.get(text.lower(), ())
            elif kind == "selectioncondition":
                yield from self._types(child)

    def _group_by(self, element: ElementTree.Element) -> dict[str, Any]:
        group = _expression(element)
        label = _child(element, "label")
        if label is not None:
            group["label"] = (label.text or "").strip()
        control = self._referenced(element)
        if control is not None:
            group["control"] = self._custom_entries(control)
        return group

    def _referenced(self, element: ElementTree.Element) -> ElementTree.Element | None:
        """The custom control of an element: written out, or named."""
        inline = _child(element, "customcontrol")
        if inline is not None:
            return inline
        name = _text(element, "customcontrolname")
        return self._controls.get(name.lower()) if name else None

    def _table(self, control: ElementTree.Element, view: dict[str, Any]) -> None:
        if _child(control, "autosize") is not None:
            view["autoSize"] = True
        if _child(control, "hidetableheaders") is not None:
            view["hideHeaders"] = True
        headers = [self._header(one) for one in _all(control, "tableheaders", "tablecolumnheader")]
        others = []
        for row in _all(control, "tablerowentries", "tablerowentry"):
            columns = []
            for number, item in enumerate(_all(row, "tablecolumnitems", "tablecolumnitem")):
                column = dict(headers[number]) if number < len(headers) else {}
                column |= _item(item)
                columns.append(column)
            if _child(row, "wrap") is not None:
                view["wrap"] = True
            types = list(self._types(_child(row, "entryselectedby")))
            if types:
                others.append({"when": {"types": types}, "columns": columns})
            else:
                view["columns"] = columns
        if others:
            view["otherRows"] = others
        view.setdefault("columns", others[0]["columns"] if others else [])

    @staticmethod
    def _header(element: ElementTree.Element) -> dict[str, Any]:
        header: dict[str, Any] = {}
        label, width, align = (_text(element, name) for name in ("label", "width", "alignment"))
        if label:
            header["label"] = label
        if width.isdigit():
            header["width"] = int(width)
        if align.lower() in _ALIGNMENTS:
            header["align"] = align.lower()
        return header

    def _list(self, control: ElementTree.Element, view: dict[str, Any]) -> None:
        view["entries"] = [
            self._selected(entry, {"items": [_item(item) for item in _all(entry, "listitems", "listitem")]})
            for entry in _all(control, "listentries", "listentry")
        ]

    def _wide(self, control: ElementTree.Element, view: dict[str, Any]) -> None:
        if _child(control, "autosize") is not None:
            view["autoSize"] = True
        columns = _text(control, "columnnumber")
        if columns.isdigit():
            view["columnNumber"] = int(columns)
        entries = []
        for entry in _all(control, "wideentries", "wideentry"):
            item = _child(entry, "wideitem")
            entries.append(self._selected(entry, _item(item) if item is not None else {}))
        view["entries"] = entries

    def _custom(self, control: ElementTree.Element, view: dict[str, Any]) -> None:
        view["entries"] = self._custom_entries(control)

    def _custom_entries(self, control: ElementTree.Element) -> list[dict[str, Any]]:
        return [
            self._selected(
                entry, {"items": [one for item in _children(entry, "customitem") for one in self._custom_items(item)]}
            )
            for entry in _all(control, "customentries", "customentry")
        ]

    def _custom_items(self, element: ElementTree.Element) -> Iterator[dict[str, Any]]:
        for child in element:
            kind = _name(child)
            if kind == "text":
                yield {"text": child.text or ""}
            elif kind == "newline":
                yield {"newline": int(_text(child, "count") or 1)}
            elif kind == "frame":
                yield self._frame(child)
            elif kind == "expressionbinding":
                item = _expression(child) | _condition(child)
                if _child(child, "enumeratecollection") is not None:
                    item["enumerate"] = True
                control = self._referenced(child)
                if control is not None:
                    item["control"] = self._custom_entries(control)
                yield item

    def _frame(self, element: ElementTree.Element) -> dict[str, Any]:
        frame: dict[str, Any] = {
            "frame": [one for item in _children(element, "customitem") for one in self._custom_items(item)]
        }
        for name, key, sign in (
            ("leftindent", "leftIndent", 1),
            ("rightindent", "rightIndent", 1),
            ("firstlineindent", "firstIndent", 1),
            ("firstlinehanging", "firstIndent", -1),
        ):
            text = _text(element, name)
            if text.isdigit():
                frame[key] = sign * int(text)
        return frame

    def _selected(self, entry: ElementTree.Element, body: dict[str, Any]) -> dict[str, Any]:
        types = list(self._types(_child(entry, "entryselectedby")))
        return {**body, "when": {"types": types}} if types else body


def _expression(element: ElementTree.Element) -> dict[str, Any]:
    script = _child(element, "scriptblock")
    if script is not None:
        return {"script": (script.text or "").strip()}
    name = _text(element, "propertyname")
    return {"property": name} if name else {}


def _condition(element: ElementTree.Element) -> dict[str, Any]:
    condition = _child(element, "itemselectioncondition")
    return {"condition": _expression(condition)} if condition is not None else {}


def _item(element: ElementTree.Element) -> dict[str, Any]:
    item = _expression(element) | _condition(element)
    label, pattern, align = (_text(element, name) for name in ("label", "formatstring", "alignment"))
    if label:
        item["label"] = label
    if pattern:
        item["format"] = pattern
    if align.lower() in _ALIGNMENTS:
        item["align"] = align.lower()
    return item


# XML without regard to case and namespace


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _name(element: ElementTree.Element) -> str:
    return _local(element).lower()


def _children(element: ElementTree.Element, name: str) -> Iterable[ElementTree.Element]:
    return [child for child in element if _name(child) == name]


def _child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    return next(iter(_children(element, name)), None)


def _all(element: ElementTree.Element, group: str, name: str) -> Iterator[ElementTree.Element]:
    for container in _children(element, group):
        yield from _children(container, name)


def _text(element: ElementTree.Element, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""
