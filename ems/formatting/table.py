"""Tables: objects to rows, rows to lines.

Columns, alignment and widths follow FormatViewGenerator_Table, TableWriter and ColumnWidthManager: a column is aligned
by the type of the first object's value (numbers, booleans and enums to the right), columns without a width share what
is left of the screen unless their rows were measured, and what does not fit is taken from the last columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ems.formatting.access import is_default_scalar, is_string, type_names
from ems.formatting.expressions import Expression
from ems.formatting.generator import Generator, Scene, Shown, default_properties, item_text, resolve_given
from ems.formatting.lines import ELLIPSIS, CellWidth, cut_at_newline, head, tail, wrap
from ems.formatting.records import (
    CENTER,
    LEFT,
    RIGHT,
    UNDEFINED,
    Column,
    FormatEntryData,
    FormatStartData,
    TableRow,
    TableShape,
    row_record,
)
from ems.formatting.views import View, ViewData, select
from ems.runtime.values import PSCustomObject

_MOST_DEFAULT_COLUMNS: Final = 10
_NARROWEST_TABLE: Final = 5
_ALIGNMENTS: Final = {"left": LEFT, "center": CENTER, "right": RIGHT}


class TableGenerator(Generator):
    """Objects to table rows."""

    def __init__(self, scene: Scene, view: View | None, first: Any) -> None:
        super().__init__(scene, view)
        parameters = scene.parameters
        self._wrap = parameters.wrap if parameters is not None else None
        self._hide = parameters.hide_headers if parameters is not None else None
        self._shown: list[Shown] = []
        self._plain_keys: list[str] | None = None
        self._items: dict[int, list[tuple[ViewData, Expression | None]]] = {}
        if view is None:
            self._shown = self._columns(first)
            if all(
                one.expression.script is None and (one.parameter is None or one.parameter.format is None)
                for one in self._shown
            ):
                self._plain_keys = [one.expression.folded for one in self._shown]

    def _columns(self, first: Any) -> list[Shown]:
        given = self.scene.parameters.properties if self.scene.parameters is not None else None
        if given:
            return resolve_given(given, first, keep_missing=True)
        shown = default_properties(self.scene, first)
        return shown if shown and not shown[0].expression.resolved else shown[:_MOST_DEFAULT_COLUMNS]

    def start(self, first: Any) -> FormatStartData:
        columns = (
            self._view_header(first)
            if self.view is not None
            else [self._property_header(one, first) for one in self._shown]
        )
        hide = self._hide
        if hide is None:
            hide = self.view is not None and bool(self.view.body.get("hideHeaders"))
        shared = self.view is not None and bool(self.view.body.get("shared"))
        return FormatStartData(TableShape(columns, hide, shared), self.auto_size)

    def _property_header(self, shown: Shown, first: Any) -> Column:
        parameter = shown.parameter
        label = parameter.label if parameter is not None and parameter.label is not None else shown.expression.text
        width = parameter.width if parameter is not None and parameter.width is not None else 0
        if parameter is not None and parameter.alignment is not None:
            return Column(label, width, parameter.alignment)
        return Column(label, width, default_alignment(shown.expression, first))

    def _view_header(self, first: Any) -> list[Column]:
        columns = []
        for item, expression in self._row_items(first):
            label = item.get("label")
            if label is None:
                label = expression.text if expression is not None else item.get("text", "")
            columns.append(
                Column(str(label), int(item.get("width", 0)), _ALIGNMENTS.get(item.get("align", ""), UNDEFINED))
            )
        return columns

    def _row_items(self, target: Any) -> list[tuple[ViewData, Expression | None]]:
        assert self.view is not None
        body = self.view.body
        rows: Sequence[ViewData] = body.get("otherRows", ())
        columns = body["columns"]
        if rows:
            columns = select([*rows, {"columns": columns}], type_names(target))["columns"]
        known = self._items.get(id(columns))
        if known is None:
            known = self._items[id(columns)] = [(item, self.scene.expression(item)) for item in columns]
        return known

    def record(self, target: Any) -> FormatEntryData:
        if self.view is not None:
            cells = [item_text(self.scene, item, target, expression)[0] for item, expression in self._row_items(target)]
            wrapped = bool(self.view.body.get("wrap"))
        else:
            cells = self._cells(target)
            wrapped = False
        return row_record(cells, wrapped if self._wrap is None else self._wrap)

    def _cells(self, target: Any) -> list[str]:
        keys = self._plain_keys
        if keys is not None and type(target) is PSCustomObject and not target.special:
            fields = target.fields
            text = self.scene.texts.text
            cells: list[str] = []
            for key in keys:
                value = fields.get(key)
                kind = type(value)
                if kind is str:
                    cells.append(value)  # type: ignore[arg-type]
                elif kind is int:
                    cells.append(int.__repr__(value))
                elif kind is bool:
                    cells.append("True" if value else "False")
                else:
                    cells.append(text(value))
            return cells
        show = self.scene.show
        return [
            show(one.expression, target, one.parameter.format if one.parameter is not None else None)[0]
            for one in self._shown
        ]


def default_alignment(expression: Expression, first: Any) -> int:
    """Where a column is aligned by default: to the right for what is printed as itself and is no string."""
    result = expression.first(first)
    if result is None or result.error is not None or result.value is None or is_string(result.value):
        return LEFT
    return RIGHT if is_default_scalar(result.value) else LEFT


def measured_widths(columns: Sequence[Column], rows: Sequence[TableRow], width: CellWidth = len) -> list[int]:
    """The width each column needs for its label and its cells."""
    widths = [width(column.label) for column in columns]
    for number, cells in enumerate(zip(*(row.cells for row in rows), strict=False)):
        if number < len(widths):
            widths[number] = max(widths[number], max(map(width, cells)))
    return widths


def fit_widths(widths: list[int], total: int) -> list[int]:
    """Column widths that fit into `total`: those that are 0 share what is left; where it is too much, the last columns
    shrink or vanish (-1).
    """
    result = [1 if width == 0 else width for width in widths]
    free = [number for number, width in enumerate(widths) if width <= 0]
    available = total - _table_width(result)
    if free and available >= 0:
        each, more = divmod(available, len(free))
        for place, number in enumerate(free):
            result[number] += each + (1 if place < more else 0)
        return result
    last = len(result) - 1
    while last >= 0 and (excess := _table_width(result) - total) > 0:
        if result[last] - excess < 1:
            result[last] = -1
            last -= 1
        else:
            result[last] -= excess
    return result


def _table_width(widths: Sequence[int]) -> int:
    visible = [width for width in widths if width > 0]
    return sum(visible) + len(visible) - 1


class TableWriter:
    """Rows to lines of one table."""

    def __init__(
        self, shape: TableShape, widths: list[int], total: int, write: Callable[[str], None], width: CellWidth = len
    ) -> None:
        self.write = write
        self.shape = shape
        self._width = width
        self._alignments = [column.alignment for column in shape.columns]
        fitted = fit_widths(widths, total) if widths else []
        self.disabled = total < _NARROWEST_TABLE or not any(one >= 1 for one in fitted)
        self._columns = [(number, one) for number, one in enumerate(fitted) if one > 0]
        self._line_width = _table_width(fitted)
        self._template = " ".join(
            f"%{'' if self._alignments[number] == RIGHT else '-'}{one}s" for number, one in self._columns
        )
        self._simple = len(self._columns) == len(fitted) and CENTER not in self._alignments
        self._count = len(fitted)

    def header(self) -> None:
        """Labels and the marks below them."""
        if self.disabled or self.shape.hide_header:
            return
        labels = [column.label for column in self.shape.columns]
        self._several_lines(labels, self._alignments)
        marks = [""] * len(labels)
        for number, one in self._columns:
            marks[number] = "-" * (min(self._width(labels[number]), one) if labels[number] else one)
        self.write(self._one_line(marks, self._alignments))

    def entry(self, row: TableRow) -> None:
        """One object's line, or lines where the row may wrap."""
        if self.disabled:
            return
        cells = row.cells
        alignments = row.alignments
        if self._simple and alignments is None and len(cells) == self._count:
            line = self._template % tuple(cells)
            if (
                len(line) == self._line_width
                and "\n" not in line
                and "\r" not in line
                and (self._width is len or line.isascii())
            ):
                self.write(line)
                return
        if len(cells) < self._count:
            cells = cells + [""] * (self._count - len(cells))
        if alignments is None:
            alignments = self._alignments
        else:
            alignments = [own or general for own, general in zip(alignments, self._alignments, strict=False)]
        if row.multi_line:
            self._several_lines(cells, alignments)
        else:
            self.write(self._one_line(cells, alignments))

    def end(self) -> None:
        """Nothing is left over at the end of a table."""

    def _one_line(self, cells: Sequence[str], alignments: Sequence[int]) -> str:
        return self._joined(
            (number, fit_cell(cells[number], one, alignments[number], self._width)) for number, one in self._columns
        )

    @staticmethod
    def _joined(parts: Any) -> str:
        """The cells of a line. Every column but the first of the table has a separator before it."""
        return "".join(text if number == 0 else " " + text for number, text in parts)

    def _several_lines(self, cells: Sequence[str], alignments: Sequence[int]) -> None:
        columns: list[tuple[int, int, list[str]]] = []
        for number, one in self._columns:
            lines = wrap(cells[number], one, one, self._width)
            columns.append(
                (
                    number,
                    one,
                    [
                        fit_cell(line, one, alignments[number], self._width) if self._width(line) < one else line
                        for line in lines
                    ],
                )
            )
        for place in range(max(len(lines) for _, _, lines in columns)):
            self.write(
                self._joined(
                    (number, lines[place] if place < len(lines) else " " * one) for number, one, lines in columns
                )
            )


def fit_cell(text: str, cells: int, alignment: int, width: CellWidth = len) -> str:
    """A cell's text on one line and exactly `cells` wide: padded, or cut with an ellipsis."""
    text = cut_at_newline(text)
    size = width(text)
    if size > cells:
        cut = tail if alignment == RIGHT else head
        room = cells - len(ELLIPSIS)
        if room <= 0:
            text = cut(text, cells, width)
        elif alignment == RIGHT:
            text = ELLIPSIS + cut(text, room, width)
        else:
            text = cut(text, room, width) + ELLIPSIS
        size = width(text)
    padding = cells - size
    if padding <= 0:
        return text
    if alignment == RIGHT:
        return " " * padding + text
    if alignment == CENTER:
        left = padding // 2
        return " " * left + text + " " * (padding - left)
    return text + " " * padding
