"""Objects to format records: which shape, which view, where groups begin, what is printed outside of any view
(InnerFormatShapeCommand).

Without a shape asked for, the first object decides: the default view of its type, else a table for up to four
properties, else a list. Objects that do not belong into the view in use, and strings, numbers and the like, are "out of
band": printed as they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from ems.formatting.access import (
    default_property_set,
    elements,
    full_type_name,
    is_default_scalar,
    plain_type,
    property_names,
    to_text,
    type_names,
    visible_property_names,
)
from ems.formatting.error_view import error_text
from ems.formatting.generator import Generator, Grouping, Scene
from ems.formatting.parameters import FormatParameters, failure
from ems.formatting.records import (
    CustomEntry,
    Entry,
    FormatEndData,
    FormatEntryData,
    FormatRecord,
    GroupEndData,
    GroupStartData,
    RawText,
)
from ems.formatting.text import DEFAULT_LIMIT, Texts
from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.values import NOTHING, PSCustomObject

if TYPE_CHECKING:
    from ems.formatting.views import View, ViewDatabase

_MOST_TABLE_PROPERTIES: Final = 4
_CMDLETS: Final = {"Table": "Format-Table", "List": "Format-List", "Wide": "Format-Wide", "Custom": "Format-Custom"}


class Formatter:
    """One Format-* command in a pipeline: `feed` it objects, then `end`. `shape` is "Table", "List", "Wide", "Custom"
    or None (decide).
    """

    def __init__(
        self,
        session: Any,
        shape: str | None,
        parameters: FormatParameters | None,
        emit: Callable[[FormatRecord], Any],
    ) -> None:
        self._session = session
        self._shape = shape
        self._parameters = parameters
        self._emit = emit
        self._texts = Texts(enumeration_limit(session))
        self._scene_made: Scene | None = None
        self._generator: Generator | None = None
        self._in_group = False
        self._reports = parameters is not None and parameters.show_error
        self._ordinary: dict[Any, bool] = {}
        self._force = shape is not None and parameters is not None and parameters.force

    @property
    def _scene(self) -> Scene:
        """What the generators work with; the views are not loaded before an object needs one."""
        scene = self._scene_made
        if scene is None:
            scene = self._scene_made = Scene(self._session, session_views(self._session), self._texts, self._parameters)
        return scene

    @property
    def _database(self) -> ViewDatabase:
        return self._scene.database

    def feed(self, value: Any, stream: str | None = None) -> None:
        """Formats one object of the pipeline; collections are taken apart, one level deep."""
        kind = type(value)
        if kind is PSCustomObject or kind is str:
            self._object(value, stream)
            return
        if value is None or value is NOTHING:
            return
        items = elements(value)
        if items is None:
            self._object(value, stream)
            return
        expand = self._parameters.expand if self._parameters is not None else None
        if expand == "CoreOnly":
            self._object(value, stream)
        elif expand == "Both":
            self._both(value, list(items), stream)
        else:
            for item in items:
                self._object("" if item is None else item, stream)

    def end(self) -> None:
        """Closes what is open."""
        if self._in_group:
            self._in_group = False
            self._emit(GroupEndData())
        if self._generator is not None:
            self._generator = None
            self._emit(FormatEndData())

    # One object

    def _object(self, value: Any, stream: str | None) -> None:
        if isinstance(value, FormatRecord):
            self._emit(value)
            return
        if type(value) is PSCustomObject and self._takes_part(value):
            if self._generator is not None and self._generator.view is None:
                self._payload(value, stream)
                return
        elif not self._force:
            entry = self._out_of_band(value)
            if entry is not None:
                self._emit(FormatEntryData(entry, True, stream))
                self._report()
                return
        if self._generator is None:
            self._generator = self._choose(value)
            self._emit(self._generator.start(value))
        if not self._force and not self._generator.applies(value):
            fallback = self._fallback(value)
            if fallback is not None:
                self._emit(FormatEntryData(fallback, True, stream))
                self._report()
                return
        self._payload(value, stream)

    def _takes_part(self, value: PSCustomObject) -> bool:
        """The quick way for custom objects: whether this one is certainly not out of band."""
        if not value.fields or value.special:
            return False
        if value.type_names is None:
            return True
        names = tuple(value.type_names)
        known = self._ordinary.get(names)
        if known is None:
            known = not is_default_scalar(value) and self._database.find_out_of_band(names) is None
            self._ordinary[names] = known
        return known

    def _payload(self, value: Any, stream: str | None) -> None:
        generator = self._generator
        assert generator is not None
        grouping = generator.grouping
        if not self._in_group or grouping is not None:
            self._group(value, grouping)
        record = generator.record(value)
        if stream is not None:
            record.stream = stream
        self._emit(record)
        if self._reports:
            self._report()

    def _group(self, value: Any, grouping: Grouping | None) -> None:
        """Opens a group where there is none, or where this object begins another."""
        begins = grouping is not None and grouping.begins(value)
        if self._in_group:
            if not begins:
                return
            self._emit(GroupEndData())
        self._emit(GroupStartData(grouping.heading(self._scene, value) if grouping is not None else None))
        self._in_group = True

    def _report(self) -> None:
        scene = self._scene_made
        if scene is not None and scene.errors:
            errors, scene.errors = scene.errors, []
            for error in errors:
                self._emit(FormatEntryData(self._error_entry(error), True))

    # Out of band

    def _out_of_band(self, value: Any) -> Entry | None:
        """What is printed of an object that never takes part in a view; None where it does."""
        kind = type(value)
        if kind is str:
            return RawText(value)
        if kind is int or kind is bool or kind is float:
            return RawText(to_text(value))
        if isinstance(value, ErrorRecord):
            return self._error_entry(value)
        key: Any = plain_type(value)
        if key is not None and key in self._ordinary:
            return None
        names = type_names(value)
        view = self._database.find_out_of_band(names)
        if view is not None:
            return self._view_entry(view, value)
        if is_default_scalar(value) or not visible_property_names(value):
            return RawText(to_text(value))
        if key is not None:
            self._ordinary[key] = True
        return None

    def _fallback(self, value: Any) -> Entry | None:
        """An object that does not belong into the view in use: out of band, as a list of its properties."""
        from ems.formatting.list import ListGenerator

        if not property_names(value):
            return None
        scene = Scene(self._session, self._database, self._texts, None)
        return ListGenerator(scene, None).entry(value)

    def _view_entry(self, view: View, value: Any) -> Entry:
        from ems.formatting.custom import CustomGenerator
        from ems.formatting.list import ListGenerator

        scene = Scene(self._session, self._database, self._texts, None)
        if view.kind == "Custom":
            return CustomGenerator(scene, view).entry(value)
        return ListGenerator(scene, view).entry(value)

    def _error_entry(self, record: ErrorRecord) -> Entry:
        view = self._session.context.get("errorview") if self._session is not None else None
        return CustomEntry([error_text(record, screen_width_of(self._session), str(view or "NormalView"))])

    def _both(self, value: Any, items: list[Any], stream: str | None) -> None:
        """-Expand Both: the collection as an object, then its elements."""
        from ems.runtime.messages import message

        def comment(name: str, *values: Any) -> None:
            self._emit(FormatEntryData(RawText(message("FormatAndOut_format_xxx", name, *values)), True))

        comment("IEnum_Header")
        entry = self._out_of_band(value) or self._fallback(value)
        if entry is not None:
            self._emit(FormatEntryData(entry, True, stream))
        if len(items) < 2:
            comment("IEnum_OneObject" if items else "IEnum_NoObjects")
        else:
            comment("IEnum_ManyObjects", len(items))
        for item in items:
            self._object("" if item is None else item, stream)

    # Which view

    def _choose(self, first: Any) -> Generator:
        """The generator for a sequence that begins with `first` (FormatViewManager.Initialize)."""
        names = type_names(first)
        parameters = self._parameters
        if self._shape is None:
            view = self._database.find(names)
            if view is not None:
                return self._generator_of(view.kind, view, first)
            count = len(
                default_property_set(self._session, self._database.display_sets, first) or visible_property_names(first)
            )
            return self._generator_of("Table" if count <= _MOST_TABLE_PROPERTIES else "List", None, first)
        if parameters is not None and parameters.properties:
            return self._generator_of(self._shape, None, first)
        if parameters is not None and parameters.view:
            view = self._database.find(names, self._shape, parameters.view)
            if view is None:
                raise self._unknown_view(parameters.view, first)
            return self._generator_of(self._shape, view, first)
        return self._generator_of(self._shape, self._database.find(names, self._shape), first)

    def _generator_of(self, shape: str, view: View | None, first: Any) -> Generator:
        if shape == "Table":
            from ems.formatting.table import TableGenerator

            return TableGenerator(self._scene, view, first)
        if shape == "List":
            from ems.formatting.list import ListGenerator

            return ListGenerator(self._scene, view)
        if shape == "Wide":
            from ems.formatting.wide import WideGenerator

            return WideGenerator(self._scene, view)
        from ems.formatting.custom import CustomGenerator

        return CustomGenerator(self._scene, view)

    def _unknown_view(self, name: str, first: Any) -> Terminating:
        """The error for -View with a name that no view of the shape and type has; it says which there are."""
        from ems.runtime.messages import message

        resource = "FormatAndOut_format_xxx"
        own = full_type_name(first)
        same_shape: list[str] = []
        other_cmdlets: list[str] = []
        for view in self._database.of_type(own):
            if view.kind == self._shape:
                same_shape.append(view.name)
            elif view.name.lower() == name.lower():
                other_cmdlets.append(_CMDLETS[view.kind])
        if same_shape:
            text = message(resource, "InvalidViewNameError", name, self._shape, ", ".join(same_shape))
        elif other_cmdlets:
            text = message(resource, "UnknownViewNameErrorSuffix", name, self._shape)
            text += message(resource, "SuggestValidViewNamePrefix") + ", ".join(other_cmdlets)
        else:
            text = message(resource, "UnknownViewNameError", name)
            text += message(resource, "NonExistingViewNameError", self._shape, own)
        error = failure(
            "FormatViewNotFound",
            text,
            "System.Management.Automation.PipelineStoppedException",
            "The pipeline has been stopped.",
        )
        error.record.category = "ObjectNotFound"
        error.record.target = name
        return error


def session_views(session: Any) -> ViewDatabase:
    """The view database of a session, made when first needed."""
    from ems.formatting.registry import views_of

    return views_of(session)


def enumeration_limit(session: Any) -> int:
    """`$FormatEnumerationLimit`, where it is an integer."""
    value = session.global_scope.vars.get("formatenumerationlimit") if session is not None else None
    return int(value) if type(value) is int else DEFAULT_LIMIT


def screen_width_of(session: Any) -> int:
    """The width of the session's screen."""
    return int(session.host.width) if session is not None else 120


def format_all(session: Any, values: Iterable[Any]) -> list[FormatRecord]:
    """The records of a whole collection, formatted by default."""
    records: list[FormatRecord] = []
    formatter = Formatter(session, None, None, records.append)
    for value in values:
        formatter.feed(value)
    formatter.end()
    return records
