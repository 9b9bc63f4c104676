"""Wide lists: one property of each object, several objects on a line (FormatViewGenerator_Wide)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ems.formatting.access import display_name_property, type_names
from ems.formatting.expressions import Expression
from ems.formatting.generator import Generator, Scene, Shown, default_properties, item_text, resolve_given
from ems.formatting.lines import CellWidth
from ems.formatting.records import (
    LEFT,
    Column,
    FormatEntryData,
    FormatStartData,
    TableRow,
    TableShape,
    WideEntry,
    WideShape,
)
from ems.formatting.table import TableWriter
from ems.formatting.views import View, select


class WideGenerator(Generator):
    """Objects to single texts."""

    def __init__(self, scene: Scene, view: View | None) -> None:
        super().__init__(scene, view)

    def start(self, first: Any) -> FormatStartData:
        return FormatStartData(WideShape(0 if self.auto_size else self._columns()), self.auto_size)

    def _columns(self) -> int:
        given = self.scene.parameters.columns if self.scene.parameters is not None else None
        if given is not None:
            return given
        return int(self.view.body.get("columnNumber", 0)) if self.view is not None else 0

    def record(self, target: Any) -> FormatEntryData:
        if self.view is not None:
            item = select(self.view.body["entries"], type_names(target))
            return FormatEntryData(WideEntry(item_text(self.scene, item, target, self.scene.expression(item))[0]))
        shown = self._property(target)
        if shown is None:
            return FormatEntryData(WideEntry(""))
        pattern = shown.parameter.format if shown.parameter is not None else None
        return FormatEntryData(WideEntry(self.scene.show(shown.expression, target, pattern)[0]))

    def _property(self, target: Any) -> Shown | None:
        """The property given, else the one that names the object, else the first."""
        scene = self.scene
        if scene.parameters is not None and scene.parameters.properties:
            shown = resolve_given(scene.parameters.properties, target, keep_missing=False)
            return shown[0] if shown else None
        name = display_name_property(target, scene.database.display_sets, scene.session)
        if name is not None:
            return Shown(Expression(name, scene.session, True))
        shown = default_properties(scene, target)
        return shown[0] if shown else None


def best_columns(longest: int, total: int) -> int:
    """How many columns of the longest text fit on a line."""
    if longest <= 0 or total < 1 or longest >= total:
        return 1
    columns = 1
    while (columns + 1) * longest + columns < total:
        columns += 1
    return columns


class WideWriter:
    """Texts to lines with a number of columns of equal width."""

    def __init__(self, columns: int, total: int, write: Callable[[str], None], width: CellWidth = len) -> None:
        shape = TableShape([Column("", 0, LEFT) for _ in range(columns)], True)
        self._table = TableWriter(shape, [0] * columns, total, write, width)
        self._columns = columns
        self._waiting: list[str] = []

    def entry(self, entry: WideEntry) -> None:
        self._waiting.append(entry.text)
        if len(self._waiting) == self._columns:
            self.end()

    def end(self) -> None:
        """Writes what is left of a line."""
        if self._waiting:
            self._table.entry(TableRow(self._waiting + [""] * (self._columns - len(self._waiting))))
            self._waiting = []
