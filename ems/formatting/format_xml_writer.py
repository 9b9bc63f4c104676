"""Writes views as the XML of a format file; the counterpart of `format_xml.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ems.formatting.views import ViewData


def write_views(views: Iterable[ViewData], scripts: bool) -> str:
    """The text of a format file with these views. Views that need script blocks are left out unless `scripts`."""
    root = Element("Configuration")
    definitions = SubElement(root, "ViewDefinitions")
    for view in views:
        if _drawn(view) or (not scripts and _has_script(view)):
            continue
        element = SubElement(definitions, "View")
        SubElement(element, "Name").text = str(view.get("name", view["types"][0]))
        selected = SubElement(element, "ViewSelectedBy")
        for name in view["types"]:
            SubElement(selected, "TypeName").text = str(name)
        _group_by(element, view.get("groupBy"))
        kind = view.get("kind", "Table")
        {"Table": _table, "List": _list, "Wide": _wide, "Custom": _custom}[kind](
            SubElement(element, f"{kind}Control"), view
        )
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _drawn(view: ViewData) -> bool:
    return any("render" in entry for entry in view.get("entries", ()))


def _has_script(part: Any) -> bool:
    if isinstance(part, Mapping):
        return "script" in part or any(_has_script(one) for one in part.values())
    return isinstance(part, (list, tuple)) and any(_has_script(one) for one in part)


def _group_by(element: Element, group: ViewData | None) -> None:
    if group is None:
        return
    target = SubElement(element, "GroupBy")
    _expression(target, group)
    if "label" in group:
        SubElement(target, "Label").text = str(group["label"])
    if "control" in group:
        _entries(SubElement(target, "CustomControl"), group["control"])


def _expression(element: Element, item: ViewData) -> None:
    if "property" in item:
        SubElement(element, "PropertyName").text = str(item["property"])
    elif "script" in item:
        SubElement(element, "ScriptBlock").text = str(item["script"])


def _item(element: Element, item: ViewData) -> None:
    if "condition" in item:
        _expression(SubElement(element, "ItemSelectionCondition"), item["condition"])
    _expression(element, item)
    if "format" in item:
        SubElement(element, "FormatString").text = str(item["format"])


def _selected(element: Element, entry: ViewData) -> None:
    if "when" in entry:
        target = SubElement(element, "EntrySelectedBy")
        for name in entry["when"]["types"]:
            SubElement(target, "TypeName").text = str(name)


def _table(element: Element, view: ViewData) -> None:
    if view.get("autoSize"):
        SubElement(element, "AutoSize")
    if view.get("hideHeaders"):
        SubElement(element, "HideTableHeaders")
    headers = SubElement(element, "TableHeaders")
    for column in view["columns"]:
        header = SubElement(headers, "TableColumnHeader")
        for key, name in (("label", "Label"), ("width", "Width"), ("align", "Alignment")):
            if key in column:
                SubElement(header, name).text = str(column[key])
    rows = SubElement(element, "TableRowEntries")
    for row in [{"columns": view["columns"]}, *view.get("otherRows", ())]:
        entry = SubElement(rows, "TableRowEntry")
        if view.get("wrap"):
            SubElement(entry, "Wrap")
        _selected(entry, row)
        items = SubElement(entry, "TableColumnItems")
        for column in row["columns"]:
            _item(SubElement(items, "TableColumnItem"), column)


def _list(element: Element, view: ViewData) -> None:
    entries = SubElement(element, "ListEntries")
    for one in view["entries"]:
        entry = SubElement(entries, "ListEntry")
        _selected(entry, one)
        items = SubElement(entry, "ListItems")
        for item in one["items"]:
            target = SubElement(items, "ListItem")
            if "label" in item:
                SubElement(target, "Label").text = str(item["label"])
            _item(target, item)


def _wide(element: Element, view: ViewData) -> None:
    if view.get("autoSize"):
        SubElement(element, "AutoSize")
    if view.get("columnNumber"):
        SubElement(element, "ColumnNumber").text = str(view["columnNumber"])
    entries = SubElement(element, "WideEntries")
    for one in view["entries"]:
        entry = SubElement(entries, "WideEntry")
        _selected(entry, one)
        _item(SubElement(entry, "WideItem"), one)


def _custom(element: Element, view: ViewData) -> None:
    _entries(element, view["entries"])


def _entries(element: Element, entries: Iterable[ViewData]) -> None:
    target = SubElement(element, "CustomEntries")
    for one in entries:
        entry = SubElement(target, "CustomEntry")
        _selected(entry, one)
        _custom_items(SubElement(entry, "CustomItem"), one["items"])


def _custom_items(element: Element, items: Iterable[ViewData]) -> None:
    for item in items:
        if "text" in item:
            SubElement(element, "Text").text = str(item["text"])
        elif "newline" in item:
            target = SubElement(element, "NewLine")
            if item["newline"] != 1:
                SubElement(target, "Count").text = str(item["newline"])
        elif "frame" in item:
            target = SubElement(element, "Frame")
            for key, name in (("leftIndent", "LeftIndent"), ("rightIndent", "RightIndent")):
                if item.get(key):
                    SubElement(target, name).text = str(item[key])
            first = int(item.get("firstIndent", 0))
            if first:
                SubElement(target, "FirstLineIndent" if first > 0 else "FirstLineHanging").text = str(abs(first))
            _custom_items(SubElement(target, "CustomItem"), item["frame"])
        else:
            target = SubElement(element, "ExpressionBinding")
            if item.get("enumerate"):
                SubElement(target, "EnumerateCollection")
            _item(target, item)
            if "control" in item:
                _entries(SubElement(target, "CustomControl"), item["control"])
