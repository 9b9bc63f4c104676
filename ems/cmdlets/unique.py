"""Get-Unique: a sorted list without its repetitions."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.ordering import compare
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.parameters import Parameter
from ems.runtime.types import type_names
from ems.runtime.values import NOTHING


class GetUnique(Cmdlet):
    """Returns the items of a sorted list, each of them once.

    Only neighbours are compared, and capitals count: sort first.
    """

    name = "Get-Unique"
    default_set = "AsString"
    input_object = Parameter("psobject", pipeline="value")
    as_string = Parameter("switch", sets="AsString")
    on_type = Parameter("switch", sets="UniqueByType")

    examples = (Example("1, 1, 2, 1 | Sort-Object | Get-Unique", "Removes repeated numbers.", "1\n2"),)

    def begin(self) -> None:
        self._last: Any = NOTHING

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if value is NOTHING:
            return
        if self._last is NOTHING or not self._same(value):
            self.write(value)
            self._last = value

    def _same(self, value: Any) -> bool:
        if self.on_type:
            return type_names(value)[0] == type_names(self._last)[0]
        if self.as_string:
            return compare(to_string(value), to_string(self._last), False) == 0
        return compare(objects.base_of(value), objects.base_of(self._last), False) == 0
