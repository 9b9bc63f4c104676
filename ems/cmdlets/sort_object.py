"""Sort-Object: objects in the order of their values or properties."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.order_values import OrderValues
from ems.cmdlets.ordering import Comparer, sort_rows
from ems.cmdlets.property_parameters import EXPRESSION, Key, expand_wildcards, read_parameters
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.values import NOTHING

_KEYS = (EXPRESSION, Key("ascending"), Key("descending"))


class SortObject(Cmdlet):
    """Sorts objects by property values.

    Several properties sort one within the other; a table such as @{ Expression = 'Size'; Descending = $true } gives a
    direction of its own.
    """

    name = "Sort-Object"
    descending = Parameter("switch")
    unique = Parameter("switch")
    input_object = Parameter("psobject", pipeline="value")
    property_ = Parameter("Object[]", position=0)
    culture = Parameter("string")
    case_sensitive = Parameter("switch")

    examples = (
        Example("3, 1, 2 | Sort-Object", "Sorts numbers.", "1\n2\n3"),
        Example("'ccc', 'a', 'bb' | Sort-Object Length -Descending", "Sorts by a property.", "ccc\nbb\na"),
    )

    def begin(self) -> None:
        self._input: list[Any] = []

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if value is not None and value is not NOTHING:
            self._input.append(value)

    def end(self) -> None:
        values = self._input
        if not values:
            return
        wanted = self.property_ if self.property_ is not None else objects.default_key_properties(values[0])
        parameters = expand_wildcards(read_parameters(self, wanted, _KEYS), values)
        reader = OrderValues(self, parameters)
        rows = reader.rows(values)
        count = max(len(row[0]) for row in rows)
        directions = [not self.descending] * count
        for index, parameter in enumerate(parameters[:count]):
            own = _direction(parameter.entries)
            if own is not None:
                directions[index] = own
        rows = sort_rows(rows, directions, not self.case_sensitive)
        if self.unique:
            rows = _without_repeats(rows, Comparer(directions, not self.case_sensitive))
        for row in rows:
            self.write(row[1])


def _direction(entries: dict[str, Any]) -> bool | None:
    """What a table says of its direction; two that contradict each other in saying the same count for nothing."""
    ascending, descending = entries.get("ascending"), entries.get("descending")
    if ascending is not None and descending is not None and ascending == descending:
        return None
    if ascending is not None:
        return bool(ascending)
    return None if descending is None else not descending


def _without_repeats(rows: list[tuple[list[Any], Any]], compare: Comparer) -> list[tuple[list[Any], Any]]:
    kept = rows[:1]
    for row in rows[1:]:
        if compare(kept[-1][0], row[0]) != 0:
            kept.append(row)
    return kept
