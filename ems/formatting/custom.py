"""Custom views: objects as indented text (FormatViewGenerator_Complex, ComplexWriter).

Without a view an object is shown as `class Name { Property = value ... }`, to the depth asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ems.formatting.access import elements, is_default_scalar, truth, type_names
from ems.formatting.generator import Generator, Scene, active_properties, default_properties
from ems.formatting.lines import ELLIPSIS, CellWidth, wrap
from ems.formatting.records import (
    NEW_LINE,
    CustomEntry,
    CustomShape,
    FormatEntryData,
    FormatStartData,
    Frame,
    NewLine,
    Node,
)
from ems.formatting.views import View, ViewData, select

_DEEPEST: Final = 50
_STEP: Final = 2


class CustomGenerator(Generator):
    """Objects to trees of text."""

    def __init__(self, scene: Scene, view: View | None) -> None:
        super().__init__(scene, view)

    def start(self, first: Any) -> FormatStartData:
        return FormatStartData(CustomShape(), self.auto_size)

    def record(self, target: Any) -> FormatEntryData:
        return FormatEntryData(self.entry(target))

    def entry(self, target: Any) -> CustomEntry:
        if self.view is not None:
            entries = self.view.body["entries"]
            if "render" in entries[0]:
                return CustomEntry(entries[0]["render"](self.scene, target))
            return CustomEntry(control_nodes(self.scene, entries, target))
        return CustomEntry(_Browser(self.scene).browse(target))


def control_nodes(scene: Scene, entries: Sequence[ViewData], target: Any, level: int = 0) -> list[Node]:
    """What a custom control (its entries, one of which fits the object) shows of `target`."""
    nodes: list[Node] = []
    if level < _DEEPEST:
        _item_nodes(scene, select(entries, type_names(target))["items"], target, nodes, level)
    return nodes


def _item_nodes(scene: Scene, items: Iterable[Mapping[str, Any]], target: Any, nodes: list[Node], level: int) -> None:
    for item in items:
        if "text" in item:
            nodes.append(str(item["text"]))
        elif "newline" in item:
            nodes.extend([NEW_LINE] * int(item["newline"]))
        elif "frame" in item:
            inner: list[Node] = []
            _item_nodes(scene, item["frame"], target, inner, level)
            left, right, first = (int(item.get(name, 0)) for name in ("leftIndent", "rightIndent", "firstIndent"))
            nodes.append(Frame(inner, left, right, first))
        else:
            _value_nodes(scene, item, target, nodes, level)


def _value_nodes(scene: Scene, item: Mapping[str, Any], target: Any, nodes: list[Node], level: int) -> None:
    condition = item.get("condition")
    if condition is not None and not _holds(scene, condition, target):
        return
    expression = scene.expression(item)
    value = target
    if expression is not None:
        result = expression.first(target)
        value = result.value if result is not None else None
        if result is not None and result.error is not None:
            scene.log(result, target)
    control = item.get("control")
    several = elements(value) if item.get("enumerate") else None
    if control is None:
        pattern = item.get("format")
        for one in [value] if several is None else [one for one in several if one is not None]:
            nodes.append(scene.texts.formatted(one, pattern) if pattern else scene.texts.text(one))
    elif several is not None:
        for one in several:
            if one is not None:
                nodes.append(Frame(control_nodes(scene, control, one, level + 1)))
    elif value is not None:
        nodes.append(Frame(control_nodes(scene, control, value, level + 1)))


def _holds(scene: Scene, condition: ViewData, target: Any) -> bool:
    expression = scene.expression(condition)
    result = expression.first(target) if expression is not None else None
    return result is not None and result.error is None and truth(result.value)


class _Browser:
    """An object without a view, property by property and level by level."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._depth = scene.parameters.depth if scene.parameters is not None else 5

    def browse(self, target: Any) -> list[Node]:
        nodes: list[Node] = []
        if is_default_scalar(target):
            nodes += [self._scene.texts.text(target), NEW_LINE]
            return nodes
        items = elements(target)
        if items is not None:
            self._enumeration(items, 0, self._depth, nodes)
        else:
            self._object(target, 0, self._depth, nodes, top=True)
        return nodes

    def _object(self, target: Any, level: int, depth: int, nodes: list[Node], top: bool = False) -> None:
        name = type_names(target)[0] if type_names(target) else "PSObject"
        nodes += ["class " + name.rpartition(".")[2], NEW_LINE, "{", NEW_LINE]
        inner: list[Node] = []
        shown = active_properties(self._scene, target) if top else default_properties(self._scene, target)
        for expression, parameter in shown:
            inner.append(expression.text + " = ")
            result = expression.first(target)
            value = result.value if result is not None else None
            if result is not None and result.error is not None:
                self._scene.log(result, target)
                value = "#ERR" if self._scene.parameters is not None and self._scene.parameters.display_error else ""
            deepest = parameter.depth if parameter is not None and parameter.depth is not None else depth
            items = elements(value) if value is not None else None
            if items is not None:
                inner.append(NEW_LINE)
                deeper: list[Node] = []
                self._enumeration(items, level + 1, deepest, deeper)
                inner.append(Frame(deeper, _STEP))
            elif value is None or self._is_leaf(value, level, deepest):
                inner += [self._scene.texts.text(value), NEW_LINE]
            else:
                inner.append(NEW_LINE)
                deeper = []
                self._object(value, level + 1, deepest, deeper)
                inner.append(Frame(deeper, _STEP))
        nodes += [Frame(inner, _STEP), "}", NEW_LINE]

    def _enumeration(self, items: Iterable[Any], level: int, depth: int, nodes: list[Node]) -> None:
        inner: list[Node] = []
        limit = self._scene.texts.limit
        for count, item in enumerate(items):
            if count == limit:
                inner += [ELLIPSIS, NEW_LINE]
                break
            if self._is_leaf(item, level, depth):
                inner += [self._scene.texts.text(item), NEW_LINE]
                continue
            several = elements(item)
            if several is None:
                self._object(item, level + 1, depth, inner)
            else:
                deeper: list[Node] = []
                self._enumeration(several, level + 1, depth, deeper)
                inner += [NEW_LINE, Frame(deeper, _STEP)]
        nodes += ["[", NEW_LINE, Frame(inner, _STEP), "]", NEW_LINE, NEW_LINE]

    @staticmethod
    def _is_leaf(value: Any, level: int, depth: int) -> bool:
        return value is None or level >= depth or is_default_scalar(value)


class CustomWriter:
    """Trees of text to lines."""

    def __init__(self, total: int, write: Callable[[str], None], width: CellWidth = len) -> None:
        self._total = total
        self._write = write
        self._width = width
        self._text = ""

    def write(self, nodes: Iterable[Node]) -> None:
        """The lines of one tree; what stands behind the last line break is a line too, be it empty."""
        self._nodes(nodes, 0, 0, 0, 0)
        self._flush(0, 0, 0)

    def entry(self, entry: CustomEntry) -> None:
        self.write(entry.content)

    def end(self) -> None:
        """Nothing is left over at the end of custom text."""

    def _nodes(self, nodes: Iterable[Node], left: int, right: int, first: int, depth: int) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._text += node
            elif isinstance(node, NewLine):
                self._flush(left, right, first)
            elif depth < _DEEPEST:
                self._nodes(node.content, left + node.left, right + node.right, node.first, depth + 1)

    def _flush(self, left: int, right: int, first: int) -> None:
        text, self._text = self._text, ""
        room = self._total - left - right
        if room <= 0:
            text = ""
        if abs(first) >= room:
            first = 0
        first_width, next_width = (room - first, room) if first >= 0 else (room, room + first)
        first_pad, next_pad = (left + first, left) if first >= 0 else (left, left - first)
        for number, line in enumerate(wrap(text, first_width, next_width, self._width)):
            self._write(" " * (first_pad if number == 0 else next_pad) + line)
