"""Compare-Object: what two sets of objects have in common, and what only one of them has."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.order_values import OrderValues
from ems.cmdlets.ordering import MISSING, Comparer
from ems.cmdlets.property_parameters import EXPRESSION, expand_wildcards, read_parameters
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyCollection, ValidateRange
from ems.runtime.values import PSCustomObject

_Entry = tuple[list[Any], Any]


class CompareObject(Cmdlet):
    """Compares two sets of objects.

    Each difference comes out with a side indicator: <= for what only the reference set has, => for what only the
    difference set has, and with -IncludeEqual == for what both have.
    """

    name = "Compare-Object"
    reference_object = Parameter("psobject[]", position=0, mandatory=True, validate=(AllowEmptyCollection(),))
    difference_object = Parameter(
        "psobject[]",
        position=1,
        mandatory=True,
        pipeline="value",
        validate=(AllowEmptyCollection(),),
    )
    sync_window = Parameter("int", validate=(ValidateRange(0, INT_MAX),))
    property_ = Parameter("Object[]")
    exclude_different = Parameter("switch")
    include_equal = Parameter("switch")
    pass_thru = Parameter("switch")
    culture = Parameter("string")
    case_sensitive = Parameter("switch")

    examples = (
        Example(
            'Compare-Object 1,2,3 2,3,4 | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" }',
            "Compares two lists.",
            "4 =>\n1 <=",
        ),
    )

    def begin(self) -> None:
        self._window: int = INT_MAX if self.sync_window is None else self.sync_window
        self._equal = bool(self.include_equal)
        self._reference: list[_Entry] | None = None
        self._next = 0
        self._reference_backlog: list[_Entry] = []
        self._difference_backlog: list[_Entry] = []

    def process(self) -> None:
        differences = self.difference_object or []
        if not self.reference_object:
            for entry in self._reader(differences).rows(_present(differences)):
                self._differs(entry, "=>")
            return
        if self._reference is None:
            self._entries = self._reader(self.reference_object)
            self._reference = self._entries.rows(_present(self.reference_object))
            count = max((len(values) for values, _ in self._reference), default=1)
            self._compare = Comparer([True] * count, not self.case_sensitive)
        if not differences:
            self._take(None)
            return
        for entry in self._entries.rows(_present(differences)):
            self._take(entry)

    def _reader(self, values: list[Any]) -> OrderValues:
        wanted = self.property_
        if wanted is None and values:
            wanted = objects.default_key_properties(values[0])
        parameters = expand_wildcards(read_parameters(self, wanted, (EXPRESSION,), globbing=False), _present(values))
        self._names = [parameter.expression.text for parameter in parameters]
        return OrderValues(self, parameters)

    def _take(self, difference: _Entry | None) -> None:
        """One step of the comparison: the next reference object against the next difference object, and both against
        what is left over."""
        assert self._reference is not None
        reference: _Entry | None = None
        if self._next < len(self._reference):
            reference = self._reference[self._next]
            self._next += 1
        if reference is not None and difference is not None and self._compare(reference[0], difference[0]) == 0:
            self._matches(reference)
            return
        if difference is not None:
            found = self._remove(difference, self._reference_backlog)
            if found is not None:
                self._matches(found)
                difference = None
        if reference is not None and self._remove(reference, self._difference_backlog) is not None:
            self._matches(reference)
            reference = None
        if difference is not None:
            self._keep(difference, self._difference_backlog, "=>")
        if reference is not None:
            self._keep(reference, self._reference_backlog, "<=")

    def _remove(self, entry: _Entry, backlog: list[_Entry]) -> _Entry | None:
        for index, other in enumerate(backlog):
            if self._compare(entry[0], other[0]) == 0:
                return backlog.pop(index)
        return None

    def _keep(self, entry: _Entry, backlog: list[_Entry], side: str) -> None:
        if self._window <= 0:
            self._differs(entry, side)
            return
        while len(backlog) >= self._window:
            self._differs(backlog.pop(0), side)
        backlog.append(entry)

    def end(self) -> None:
        while self._reference is not None and self._next < len(self._reference):
            self._take(None)
        for entry in self._difference_backlog:
            self._differs(entry, "=>")
        for entry in self._reference_backlog:
            self._differs(entry, "<=")

    def _matches(self, entry: _Entry) -> None:
        if self._equal:
            self._emit(entry, "==")

    def _differs(self, entry: _Entry, side: str) -> None:
        if not self.exclude_different:
            self._emit(entry, side)

    def _emit(self, entry: _Entry, side: str) -> None:
        values, source = entry
        if self.pass_thru:
            made = objects.noted(source)
            objects.remove_property(made, "SideIndicator")
            objects.add_note(made, "SideIndicator", side)
            self.write(made)
            return
        pairs = [("InputObject", source)]
        if self.property_:
            pairs = [
                (name, None if value is MISSING else value)
                for name, value in zip(self._names, values, strict=False)
                if name.lower() != "sideindicator"
            ]
        self.write(PSCustomObject.of([*pairs, ("SideIndicator", side)]))


def _present(values: list[Any]) -> list[Any]:
    return [value for value in values if value is not None]
