"""Lists: one line for each property, `Label : value`, a blank line behind each object (FormatViewGenerator_List,
ListWriter).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.formatting.access import truth, type_names
from ems.formatting.expressions import Expression
from ems.formatting.generator import Generator, Scene, active_properties, item_text
from ems.formatting.lines import CellWidth, head, split_lines, wrap
from ems.formatting.records import FormatEntryData, FormatStartData, ListEntry, ListShape
from ems.formatting.views import View, ViewData, select

_SEPARATOR: Final = " : "


class ListGenerator(Generator):
    """Objects to list entries. Which properties an object shows is decided for each object anew."""

    def __init__(self, scene: Scene, view: View | None) -> None:
        super().__init__(scene, view)
        self._items: dict[int, list[tuple[ViewData, Expression | None]]] = {}

    def start(self, first: Any) -> FormatStartData:
        return FormatStartData(ListShape(), self.auto_size)

    def record(self, target: Any) -> FormatEntryData:
        return FormatEntryData(self.entry(target))

    def entry(self, target: Any) -> ListEntry:
        return ListEntry(self._from_view(target) if self.view is not None else self._from_properties(target))

    def _from_properties(self, target: Any) -> list[tuple[str, str]]:
        fields = []
        for expression, parameter in active_properties(self.scene, target):
            label = parameter.label if parameter is not None and parameter.label is not None else expression.text
            text, _ = self.scene.show(expression, target, parameter.format if parameter is not None else None)
            fields.append((label, text))
        return fields

    def _from_view(self, target: Any) -> list[tuple[str, str]]:
        assert self.view is not None
        items = select(self.view.body["entries"], type_names(target))["items"]
        known = self._items.get(id(items))
        if known is None:
            known = self._items[id(items)] = [(item, self.scene.expression(item)) for item in items]
        fields = []
        for item, expression in known:
            if "condition" in item and not self._holds(item["condition"], target):
                continue
            text, result = item_text(self.scene, item, target, expression)
            label = item.get("label")
            if label is None:
                label = result.label if result is not None else expression.text if expression is not None else text
            fields.append((str(label), text))
        return fields

    def _holds(self, condition: ViewData, target: Any) -> bool:
        expression = self.scene.expression(condition)
        result = expression.first(target) if expression is not None else None
        return result is not None and result.error is None and truth(result.value)


class ListWriter:
    """List entries to lines of one screen width."""

    def __init__(self, total: int, write: Callable[[str], None], width: CellWidth = len) -> None:
        self._total = total
        self._write = write
        self._width = width

    def entry(self, entry: ListEntry) -> None:
        """The lines of one object. Nothing is printed where a screen is too narrow for a label and a value."""
        fields = entry.fields
        most = self._total - len(_SEPARATOR) - 1
        if not fields or most < 1:
            return
        width = self._width
        label_width = min(max(width(label) for label, _ in fields), most)
        indent = " " * (label_width + len(_SEPARATOR))
        room = self._total - len(indent)
        for label, text in fields:
            size = width(label)
            if size > label_width:
                label = head(label, label_width, width)
            lead = label + " " * (label_width - size) + _SEPARATOR
            for line in split_lines(text):
                for piece in wrap(line, room, room, width):
                    self._write(lead + piece)
                    lead = indent

    def end(self) -> None:
        """Nothing is left over at the end of a list."""
