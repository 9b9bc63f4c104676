"""Select-Object: which objects, and which of their properties."""

from __future__ import annotations

from collections import deque
from typing import Any, Final

from ems.cmdlets import objects
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.ordering import compare
from ems.cmdlets.property_parameters import EXPRESSION, NAME, PropertyParameter, read_parameters
from ems.formatting.expressions import Result
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.flow import StopUpstream
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange
from ems.runtime.values import NOTHING, PSCustomObject, Shape

_SIMPLE: Final = frozenset((str, int, bool))


class _Refused(Exception):
    """An object that cannot be selected from; the error is reported and the next object is looked at."""

    def __init__(self, record: ErrorRecord) -> None:
        super().__init__(record.message)
        self.record = record


class SelectObject(Cmdlet):
    """Selects objects, or properties of objects.

    With -Property makes new objects that have only those properties; with -First, -Last, -Skip, -Index and -Unique
    passes on some of its input. When -First has all it needs, the commands before it are stopped.
    """

    name = "Select-Object"
    default_set = "DefaultParameter"
    input_object = Parameter("psobject", pipeline="value")
    property_ = Parameter("Object[]", position=0, sets=("DefaultParameter", "SkipLastParameter"))
    exclude_property = Parameter("string[]", sets=("DefaultParameter", "SkipLastParameter"))
    expand_property = Parameter("string", sets=("DefaultParameter", "SkipLastParameter"))
    unique = Parameter("switch")
    last = Parameter("int", sets="DefaultParameter", validate=(ValidateRange(0, INT_MAX),))
    first = Parameter("int", sets="DefaultParameter", validate=(ValidateRange(0, INT_MAX),))
    skip = Parameter("int", sets="DefaultParameter", validate=(ValidateRange(0, INT_MAX),))
    skip_last = Parameter("int", sets="SkipLastParameter", validate=(ValidateRange(0, INT_MAX),))
    wait = Parameter("switch", sets=("DefaultParameter", "IndexParameter"))
    index = Parameter("int[]", sets="IndexParameter", validate=(ValidateRange(0, INT_MAX),))

    examples = (
        Example("1..10 | Select-Object -First 2", "Passes on the first two objects.", "1\n2"),
        Example(
            "[pscustomobject]@{ Name = 'disk'; Bytes = 2MB } | Select-Object Name, @{ Name = 'MB'; Expression = { "
            "$_.Bytes / 1MB } }",
            "Makes an object with a property that is calculated.",
        ),
    )

    def begin(self) -> None:
        self._properties = read_parameters(self, self.property_, (EXPRESSION, NAME))
        self._expand: PropertyParameter | None = None
        if self.expand_property:
            self._expand = read_parameters(self, [self.expand_property], (EXPRESSION, NAME))[0]
        self._excluded = [objects.wildcard(pattern) for pattern in self.exclude_property or ()]
        self._uniques: list[tuple[Any, list[tuple[str, Any]]]] = []
        self._unique_kinds: Any = ()
        self._unique_keys: set[Any] = set()
        self._queue: deque[Any] = deque()
        self._first: int = self.first or 0
        self._last: int = self.last or 0
        self._to_skip: int = self.skip or 0
        self._skip_last: int = self.skip_last or 0
        self._limited = "First" in self.bound or "Last" in self.bound
        self._streamed = 0
        self._indexes = sorted(self.index) if self.index is not None else None
        self._seen = 0
        self._all_pass = not (self._limited or self._to_skip or self._skip_last or self._indexes is not None)
        self._plain = self._plain_names()
        self._shape: Shape | None = None
        self._source_shape: Shape | None = None

    def _plain_names(self) -> tuple[tuple[str, str], ...] | None:
        """Folded name and name as written, where only names of properties are asked for: the frequent case has a
        short way."""
        if not self._properties or self._expand is not None or self._excluded or self.unique:
            return None
        names: list[tuple[str, str]] = []
        for parameter in self._properties:
            expression = parameter.expression
            if expression.script is not None or expression.contains_wildcards or parameter.entries:
                return None
            names.append((expression.folded, expression.text))
        return tuple(names) if len(dict(names)) == len(names) else None

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if value is None or value is NOTHING:
            return
        if self._all_pass:
            self._select(value)
        elif self._indexes is not None:
            self._by_index(value, self._indexes)
        else:
            self._queued(value)

    def _queued(self, value: Any) -> None:
        queue = self._queue
        if self._last and len(queue) >= self._last + (0 if self._first else self._to_skip):
            queue.popleft()
        queue.append(value)
        streamed = self._stream()
        if streamed is not None:
            self._select(streamed)
        if self._limited and not self._last and self._first and self._streamed >= self._first and not self.wait:
            self._stop_upstream()

    def _stream(self) -> Any:
        """What can be passed on before the input has ended."""
        queue = self._queue
        if self._to_skip:
            if not self._last or self._first:
                queue.popleft()
                self._to_skip -= 1
        elif self._skip_last:
            if len(queue) > self._skip_last:
                return queue.popleft()
        elif self._streamed < self._first or not self._limited:
            self._streamed += 1
            return queue.popleft()
        elif not self._last:
            queue.popleft()
        return None

    def _by_index(self, value: Any, indexes: list[int]) -> None:
        if indexes and indexes[0] == self._seen:
            self._select(value)
            while indexes and indexes[0] == self._seen:
                indexes.pop(0)
        if not indexes and not self.wait:
            self._stop_upstream()
        self._seen += 1

    def _stop_upstream(self) -> None:
        raise StopUpstream(self.runtime)

    def end(self) -> None:
        queue = self._queue
        if self.parameter_set == "DefaultParameter":
            keep = 0 if self._first else self._to_skip
            while len(queue) > keep:
                self._select(queue.popleft())
        queue.clear()
        for value, _ in self._uniques:
            self.write(value)
        self._uniques.clear()

    # One selected object

    def _has_all(self, value: PSCustomObject) -> bool:
        """Whether what an object lacks cannot come from the type data of its type names."""
        names = value.type_names
        return (
            names is None
            or names is objects.SELECTED_CUSTOM
            or all(name in value.fields for name, _ in self._plain or ())
        )

    def _select(self, value: Any) -> None:
        if self._plain is not None and type(value) is PSCustomObject and not value.special and self._has_all(value):
            fields = value.fields
            shape = value.shape
            if self._shape is None or shape is not self._source_shape:
                self._source_shape = shape
                names = shape.names
                self._shape = Shape({folded: names.get(folded, text) for folded, text in self._plain})
            self.write(
                PSCustomObject(
                    {folded: fields.get(folded) for folded, _ in self._plain}, self._shape, objects.SELECTED_CUSTOM
                )
            )
            return
        try:
            self._make(value)
        except _Refused as refused:
            self.write_error(refused.record)

    def _make(self, value: Any) -> None:
        if not self._properties and self._expand is None:
            self._emit(value, [])
            return
        pairs: list[tuple[str, Any]] = []
        for parameter in self._properties:
            self._read(parameter, value, pairs)
        if self._expand is not None:
            self._expanded(self._expand, value, pairs)
            return
        made = PSCustomObject({}, Shape({}), objects.selected_type_names(value))
        for name, result in pairs:
            if name.lower() in made.fields:
                self._already_exists(name, value, "AlreadyExistingUserSpecifiedPropertyNoExpand")
            else:
                made.add(name, result)
        self._emit(made, pairs)

    def _read(self, parameter: PropertyParameter, value: Any, pairs: list[tuple[str, Any]]) -> None:
        name = parameter.entries.get("name")
        expression = parameter.expression
        results: list[Result] = []
        for resolved in expression.resolve(value):
            if not self._is_excluded(resolved.text):
                results.append(resolved.result(value))
        if not results:
            results.append(Result(None, expression.text))
        elif name and len(results) > 1:
            self.write_error(
                objects.of_input(
                    self.error(
                        "RenamingMultipleResults",
                        message("SelectObjectStrings", "RenamingMultipleResults"),
                        "InvalidOperation",
                        value,
                        "System.InvalidOperationException",
                    )
                )
            )
            return
        for result in results:
            if self._is_excluded(result.label):
                continue
            if not name and not result.label:
                raise self.throw(
                    self.error(
                        "EmptyScriptBlockAndNoName",
                        message("SelectObjectStrings", "EmptyScriptBlockAndNoName"),
                        "InvalidArgument",
                        None,
                        "System.Management.Automation.PSArgumentException",
                    )
                )
            pairs.append((name or result.label, result.value))

    def _is_excluded(self, name: str) -> bool:
        return any(matches(name) for matches in self._excluded)

    def _expanded(self, parameter: PropertyParameter, value: Any, pairs: list[tuple[str, Any]]) -> None:
        results = parameter.expression.results(value)
        if len(results) != 1:
            found = "MutlipleExpandProperties" if results else "PropertyNotFound"
            raise _Refused(
                objects.of_input(
                    self.error(
                        "MutlipleExpandProperties" if results else "ExpandPropertyNotFound",
                        message("SelectObjectStrings", found, self.expand_property),
                        "InvalidArgument",
                        value,
                        "System.Management.Automation.PSArgumentException",
                    )
                )
            )
        result = results[0]
        if result.error is not None:
            raise _Refused(
                objects.of_input(
                    ErrorRecord(result.error.exception, "PropertyEvaluationExpand", "InvalidResult", value)
                )
            )
        if result.value is None or result.value is NOTHING:
            return
        elements = objects.elements(result.value)
        for element in [result.value] if elements is None else elements:
            if element is not None:
                self._emit(self._with_notes(element, value, pairs), pairs)

    def _with_notes(self, element: Any, source: Any, pairs: list[tuple[str, Any]]) -> Any:
        """The element with the other selected properties added to it, not to the object that others hold too."""
        if not pairs:
            return element
        wrapped = objects.own_wrapper(element)
        for name, value in pairs:
            if objects.has_property(wrapped, name):
                self._already_exists(name, source, "AlreadyExistingUserSpecifiedPropertyExpand")
            else:
                objects.add_note(wrapped, name, value)
        return wrapped

    def _already_exists(self, name: str, value: Any, error_id: str) -> None:
        self.write_error(
            objects.of_input(
                self.error(
                    error_id,
                    message("SelectObjectStrings", "AlreadyExistingProperty", name),
                    "InvalidOperation",
                    value,
                    "System.Management.Automation.PSArgumentException",
                )
            )
        )

    def _emit(self, value: Any, notes: list[tuple[str, Any]]) -> None:
        if not self.unique:
            self.write(value)
            return
        base = objects.base_of(value)
        key = self._unique_key(base, notes)
        if key is not None:
            if key in self._unique_keys:
                return
            self._unique_keys.add(key)
            self._uniques.append((value, notes))
            return
        for written, other in self._uniques:
            if (
                len(other) == len(notes)
                and self._same(base, objects.base_of(written))
                and all(
                    objects.has_property(written, name) and compare(objects.read(written, name), note, False) == 0
                    for name, note in notes
                )
            ):
                return
        self._uniques.append((value, notes))

    def _unique_key(self, base: Any, notes: list[tuple[str, Any]]) -> Any:
        """Something that is equal where the comparison would say so, while all that came is of the same simple kinds;
        None otherwise, and from then on."""
        if self._unique_kinds is None:
            return None
        if notes:
            values = tuple([value for _, value in notes])
            kinds: Any = (type(base) is PSCustomObject, *[name for name, _ in notes], *map(type, values))
            simple = type(base) is PSCustomObject and all(type(value) in _SIMPLE for value in values)
        else:
            values, kinds, simple = base, type(base), type(base) in _SIMPLE
        if not simple or self._unique_kinds not in ((), kinds):
            self._unique_kinds = None
            return None
        self._unique_kinds = kinds
        return values

    def _same(self, first: Any, second: Any) -> bool:
        if type(first) is PSCustomObject and type(second) is PSCustomObject:
            return True  # in the product they share one base object: only the selected properties can tell them apart
        try:
            return compare(first, second, False) == 0
        except Terminating:
            return False
