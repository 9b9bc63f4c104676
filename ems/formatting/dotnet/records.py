"""Format records as objects: what shows when somebody exports or selects from formatted output as if it were data.

The parts of a record (its shape, its entry) are shown by their type names only; our choice, since nobody reads further.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.formatting import records
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

_NAMESPACE: Final = "Microsoft.PowerShell.Commands.Internal.Format."
_CLASS_ID: Final = "ClassId2e4f51ef21dd47e99d3c952918aff9cd"
_PARTS: Final[dict[type[Any], tuple[str, str]]] = {
    records.TableShape: ("TableHeaderInfo", "e3b7a39c089845d388b2e84c5d38f5dd"),
    records.ListShape: ("ListViewHeaderInfo", "830bdcb24c1642258724e441512233a4"),
    records.WideShape: ("WideViewHeaderInfo", "b2e2775d33d544c794d0081f27021b5c"),
    records.CustomShape: ("ComplexViewHeaderInfo", "5197dd85ca6f4cce9ae9e6fd6ded9d76"),
    records.TableRow: ("TableRowEntry", "0e59526e2dd441aa91e7fc952caf4a36"),
    records.ListEntry: ("ListViewEntry", "cf58f450baa848ef8eb3504008be6978"),
    records.WideEntry: ("WideViewEntry", "59bf79de63354a7b9e4d1697940ff188"),
    records.CustomEntry: ("ComplexViewEntry", "22e7ef3c896449d4a6f2dedea05dd737"),
    records.RawText: ("RawTextFormatEntry", "29ED81BA914544d4BC430F027EE053E9"),
}


class Part(NetObject):
    """A part of a record: its type and class id."""

    __slots__ = ("class_id", "type_name")

    def __init__(self, name: str, class_id: str) -> None:
        self.type_name = _NAMESPACE + name
        self.class_id = class_id


def _part(value: Any) -> Part:
    return Part(*_PARTS[type(value)])


def _auto_size(record: records.FormatStartData) -> Part | None:
    return Part("AutosizeInfo", "a27f094f0eec4d64845801a4c06a32ae") if record.auto_size else None


def _grouping(record: records.GroupStartData) -> Part | None:
    return Part("GroupingEntry", "919820b7eadb48be8e202c5afa5c2716") if record.heading is not None else None


def _nothing(_record: Any) -> None:
    return None


def _class(**properties: Callable[[Any], Any]) -> Implementation:
    """A type with its class id and these properties."""
    lines = [f"string {_CLASS_ID} {{get;}}"]
    lines += [f"{'bool' if name == 'outOfBand' else 'System.Object'} {name} {{get;set;}}" for name in properties]
    getters: dict[str, Any] = {_CLASS_ID: lambda record: record.class_id, **properties}
    return Implementation(properties=getters, declared="\n".join(lines))


TYPES: Final = {
    _NAMESPACE + "FormatStartData": _class(
        pageHeaderEntry=_nothing,
        pageFooterEntry=_nothing,
        autosizeInfo=_auto_size,
        shapeInfo=lambda record: _part(record.shape),
        groupingEntry=_nothing,
    ),
    _NAMESPACE + "GroupStartData": _class(shapeInfo=_nothing, groupingEntry=_grouping),
    _NAMESPACE + "FormatEntryData": _class(
        formatEntryInfo=lambda record: _part(record.entry),
        outOfBand=lambda record: record.out_of_band,
        writeStream=lambda record: "Error" if record.stream == "error" else "None",
    ),
    _NAMESPACE + "GroupEndData": _class(groupingEntry=_nothing),
    _NAMESPACE + "FormatEndData": _class(groupingEntry=_nothing),
    **{_NAMESPACE + name: _class() for name, _ in _PARTS.values()},
    _NAMESPACE + "AutosizeInfo": _class(),
    _NAMESPACE + "GroupingEntry": _class(),
}
