"""What the four shapes have in common when they turn objects into format records: cell texts, errors in cells, grouping
(ViewGenerator).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from ems.formatting.access import (
    UNSET,
    all_property_names,
    default_property_set,
    equal_keys,
    plain_type,
    type_names,
)
from ems.formatting.expressions import Expression, Result
from ems.formatting.parameters import FormatParameters, PropertyParameter
from ems.formatting.records import FormatEntryData, FormatStartData, Node
from ems.formatting.text import Texts, apply_format
from ems.formatting.views import View, ViewData, ViewDatabase
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.values import PSCustomObject

ERROR_TEXT: Final = "#ERR"
FORMAT_ERROR_TEXT: Final = "#FMTERR"


class Scene:
    """What a formatter works with: the session, the views, how values become text, and what was asked for on the
    command line.
    """

    __slots__ = ("database", "errors", "parameters", "session", "shown", "texts")

    def __init__(self, session: Any, database: ViewDatabase, texts: Texts, parameters: FormatParameters | None) -> None:
        self.session = session
        self.database = database
        self.texts = texts
        self.parameters = parameters
        self.errors: list[ErrorRecord] = []
        self.shown: dict[Any, list[Shown]] = {}

    def expression(self, item: ViewData) -> Expression | None:
        """The expression of a view's item: its property or its script."""
        if "property" in item:
            return Expression(item["property"], self.session)
        if "script" in item:
            return Expression(script_of(self.session, item["script"]), self.session)
        return None

    def show(self, expression: Expression, target: Any, pattern: str | None = None) -> tuple[str, Result | None]:
        """The text of an expression on `target`, and the result it comes from (None where the property is missing)."""
        result = expression.first(target)
        if result is None:
            return "", None
        if result.error is not None:
            return self._failed(result, target), result
        if pattern is None:
            return self.texts.text(result.value), result
        return self._formatted(result.value, pattern), result

    def _formatted(self, value: Any, pattern: str) -> str:
        if self.parameters is None or not self.parameters.display_error:
            return self.texts.formatted(value, pattern)
        try:
            return apply_format(value, pattern)
        except (NetError, Terminating) as error:
            if self.parameters.show_error:
                self._report("formattingError", "FormattingError", pattern, getattr(error, "exception", None), value)
            return FORMAT_ERROR_TEXT

    def _failed(self, result: Result, target: Any) -> str:
        parameters = self.parameters
        if parameters is None or result.error is None:
            return ""
        if parameters.show_error:
            self._report("mshExpressionError", "MshExpressionError", result.label, result.error.exception, target)
        return ERROR_TEXT if parameters.display_error else ""

    def log(self, result: Result, target: Any) -> None:
        """Notes a failed expression for -ShowError."""
        self._failed(result, target)

    def _report(self, error_id: str, name: str, what: str, exception: NetException | None, target: Any) -> None:
        from ems.runtime.messages import message

        text = message("FormatAndOut_format_xxx", name, what)
        record = ErrorRecord(
            exception or NetException("System.FormatException", text), error_id, "InvalidArgument", target
        )
        record.details = text
        self.errors.append(record)


def script_of(session: Any, text: str) -> Any:
    """The script block of a view's script, made once for each session."""
    from ems.formatting.access import script_block

    return script_block(session, text)


class Grouping:
    """-GroupBy and the groups of a view: when a new group begins, and what its heading says."""

    __slots__ = ("control", "current", "expression", "label", "name")

    def __init__(self, expression: Expression, label: str | None, control: list[ViewData] | None = None) -> None:
        self.expression = expression
        self.label = label
        self.control = control
        self.current: Any = UNSET
        self.name = ""

    @classmethod
    def of(cls, scene: Scene, view: View | None) -> Grouping | None:
        """The grouping of the command line, else that of the view."""
        given = scene.parameters.group_by if scene.parameters is not None else None
        if given is not None:
            return cls(given.expression, given.label)
        if view is None or view.group_by is None:
            return None
        expression = scene.expression(view.group_by)
        if expression is None:
            return None
        return cls(expression, view.group_by.get("label"), view.group_by.get("control"))

    def begins(self, target: Any) -> bool:
        """True where `target` belongs to another group than the object before."""
        result = self.expression.first(target)
        if result is None or result.error is not None:
            return False
        old, self.current = self.current, result.value
        changed = old is UNSET or not (equal_keys(self.current, old) or equal_keys(old, self.current))
        if changed:
            self.name = result.label
        return changed

    def heading(self, scene: Scene, first: Any) -> list[Node] | None:
        """What is printed above the group."""
        if self.current is UNSET:
            return None
        if self.control is not None:
            from ems.formatting.custom import control_nodes

            return control_nodes(scene, self.control, first)
        label = self.label if self.label is not None else self.name
        return [f"   {label}: " + scene.texts.text(self.current)]


class Generator:
    """Base of the shapes. With a `view` it follows the view, else the properties given or those of the first object."""

    def __init__(self, scene: Scene, view: View | None) -> None:
        self.scene = scene
        self.view = view
        self.grouping = Grouping.of(scene, view)
        given = scene.parameters.auto_size if scene.parameters is not None else None
        self.auto_size = bool(view.body.get("autoSize")) if given is None and view is not None else bool(given)
        self._applies: dict[tuple[str, ...], bool] = {}

    def start(self, first: Any) -> FormatStartData:
        """The record that opens the sequence."""
        raise NotImplementedError

    def record(self, target: Any) -> FormatEntryData:
        """The record of one object."""
        raise NotImplementedError

    def applies(self, target: Any) -> bool:
        """True where the object belongs into this view; without a view, everything does."""
        if self.view is None:
            return True
        names = tuple(type_names(target))
        known = self._applies.get(names)
        if known is None:
            known = self._applies[names] = self.scene.database.applies(self.view, names)
        return known


class Shown(NamedTuple):
    """A property to show: its expression, resolved, and what the command line said about it."""

    expression: Expression
    parameter: PropertyParameter | None = None


def resolve_given(parameters: Iterable[PropertyParameter], target: Any, keep_missing: bool) -> list[Shown]:
    """The given properties as they apply to `target`. A table keeps a column for a property that is missing; others
    drop it.
    """
    found: list[Shown] = []
    for parameter in parameters:
        resolved = parameter.expression.resolve(target)
        if not resolved and keep_missing and not parameter.expression.contains_wildcards:
            found.append(Shown(parameter.expression, parameter))
        found.extend(Shown(expression, parameter) for expression in resolved)
    return found


def default_properties(scene: Scene, target: Any) -> list[Shown]:
    """What is shown of an object when nobody says: its default display set, else all its properties."""
    key: Any = plain_type(target)
    if key is None and type(target) is PSCustomObject and not target.special:
        key = (tuple(target.type_names or ()), tuple(target.fields))
    known = scene.shown.get(key) if key is not None else None
    if known is not None:
        return known
    names: Iterable[str] = default_property_set(scene.session, scene.database.display_sets, target)
    if names:
        shown = [Shown(Expression(name, scene.session)) for name in names]
    else:
        shown = [Shown(Expression(name, scene.session, True)) for name in all_property_names(target)]
    if key is not None:
        scene.shown[key] = shown
    return shown


def active_properties(scene: Scene, target: Any) -> list[Shown]:
    """The properties a list or a custom view shows of `target`."""
    if scene.parameters is not None and scene.parameters.properties:
        return resolve_given(scene.parameters.properties, target, keep_missing=False)
    return default_properties(scene, target)


def item_text(
    scene: Scene, item: Mapping[str, Any], target: Any, expression: Expression | None
) -> tuple[str, Result | None]:
    """The text of a view's item on `target`."""
    if expression is None:
        return str(item.get("text", "")), None
    return scene.show(expression, target, item.get("format"))
