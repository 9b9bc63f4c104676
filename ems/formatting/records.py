"""Format records: what Format-* cmdlets send down the pipeline and every Out-* turns into lines.

A sequence is FormatStartData, then groups (GroupStartData, FormatEntryData ..., GroupEndData), then FormatEndData.
Entries that are `out_of_band` may come anywhere. What an entry shows is held in plain Python: a row of texts, label and
text pairs, or a tree of text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from ems.runtime.values import NetObject

_NAMESPACE: Final = "Microsoft.PowerShell.Commands.Internal.Format."

UNDEFINED: Final = 0
LEFT: Final = 1
CENTER: Final = 2
RIGHT: Final = 3


class Column:
    """One column of a table's header; `width` 0 leaves it to the width algorithm."""

    __slots__ = ("alignment", "label", "width")

    def __init__(self, label: str, width: int = 0, alignment: int = UNDEFINED) -> None:
        self.label = label
        self.width = width
        self.alignment = alignment


class TableShape:
    """A table with these columns. `shared`: those without a width share the screen, and no rows are measured first."""

    __slots__ = ("columns", "hide_header", "shared")

    def __init__(self, columns: list[Column], hide_header: bool, shared: bool = False) -> None:
        self.columns = columns
        self.hide_header = hide_header
        self.shared = shared


class ListShape:
    """A list: each entry brings its own labels."""

    __slots__ = ()


class WideShape:
    """Several texts on a line; 0 columns stand for "as many as fit, or two"."""

    __slots__ = ("columns",)

    def __init__(self, columns: int) -> None:
        self.columns = columns


class CustomShape:
    """Free text: each entry is a tree of text."""

    __slots__ = ()


Shape = TableShape | ListShape | WideShape | CustomShape


class NewLine:
    """The end of a paragraph."""

    __slots__ = ()


NEW_LINE: Final = NewLine()


class Frame:
    """Text indented together. `first` indents (or, below zero, hangs) the first line of each paragraph."""

    __slots__ = ("content", "first", "left", "right")

    def __init__(self, content: list[Node], left: int = 0, right: int = 0, first: int = 0) -> None:
        self.content = content
        self.left = left
        self.right = right
        self.first = first


Node = str | NewLine | Frame


class TableRow:
    """The cells of one object. `alignments` overrides those of the header where not undefined."""

    __slots__ = ("alignments", "cells", "multi_line")

    def __init__(self, cells: list[str], multi_line: bool = False, alignments: list[int] | None = None) -> None:
        self.cells = cells
        self.multi_line = multi_line
        self.alignments = alignments


class ListEntry:
    """Labels and texts of one object."""

    __slots__ = ("fields",)

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self.fields = fields


class WideEntry:
    """The one text of an object."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class CustomEntry:
    """The tree of text of an object."""

    __slots__ = ("content",)

    def __init__(self, content: list[Node]) -> None:
        self.content = content


class RawText:
    """Text that is printed as it is."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


Entry = TableRow | ListEntry | WideEntry | CustomEntry | RawText


class FormatRecord(NetObject):
    """Base of the records. `class_id` is what the product's serializer knows the class by; it shows when a record is
    exported as if it were data.
    """

    __slots__ = ()
    class_id: ClassVar[str] = ""


class FormatStartData(FormatRecord):
    __slots__ = ("auto_size", "shape")
    type_name = _NAMESPACE + "FormatStartData"
    class_id = "033ecb2bc07a4d43b5ef94ed5a35d280"

    def __init__(self, shape: Shape, auto_size: bool = False) -> None:
        self.shape = shape
        self.auto_size = auto_size


class FormatEndData(FormatRecord):
    __slots__ = ()
    type_name = _NAMESPACE + "FormatEndData"
    class_id = "cf522b78d86c486691226b40aa69e95c"


class GroupStartData(FormatRecord):
    __slots__ = ("heading",)
    type_name = _NAMESPACE + "GroupStartData"
    class_id = "9e210fe47d09416682b841769c78b8a3"

    def __init__(self, heading: list[Node] | None = None) -> None:
        self.heading = heading


class GroupEndData(FormatRecord):
    __slots__ = ()
    type_name = _NAMESPACE + "GroupEndData"
    class_id = "4ec4f0187cb04f4cb6973460dfe252df"


class FormatEntryData(FormatRecord):
    __slots__ = ("entry", "out_of_band", "stream")
    type_name = _NAMESPACE + "FormatEntryData"
    class_id = "27c87ef9bbda4f709f6b4002fa4af63c"

    def __init__(self, entry: Entry, out_of_band: bool = False, stream: str | None = None) -> None:
        self.entry = entry
        self.out_of_band = out_of_band
        self.stream = stream


def row_record(cells: list[str], multi_line: bool) -> FormatEntryData:
    """The record of a table row, made without the constructors: there are as many as rows."""
    row = _new(TableRow)
    row.cells = cells
    row.multi_line = multi_line
    row.alignments = None
    record: FormatEntryData = _new(FormatEntryData)
    record.extended = None
    record.type_names = None
    record.entry = row
    record.out_of_band = False
    record.stream = None
    return record


_new = object.__new__
