"""Get-Random."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, objects
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.random_numbers import Numbers
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import convert, to_number, to_string
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import type_named
from ems.runtime.validation import ValidateNotNull, ValidateNotNullOrEmpty, ValidateRange
from ems.runtime.values import Int64

_LONG_MAX = 9223372036854775807


class GetRandom(Cmdlet):
    """Gets a random number, or selects objects randomly from a collection."""

    name = "Get-Random"
    default_set = "RandomNumberParameterSet"
    output_types = (
        "System.Int32",
        "System.Int64",
        "System.Double",
    )
    set_seed = Parameter("int", validate=(ValidateNotNull(),))
    maximum = Parameter("Object", position=0, sets="RandomNumberParameterSet")
    minimum = Parameter("Object", sets="RandomNumberParameterSet")
    input_object = Parameter(
        "Object[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets="RandomListItemParameterSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    count = Parameter("int", sets="RandomListItemParameterSet", validate=(ValidateRange(1, INT_MAX),))

    examples = (
        Example(
            "(Get-Random -Minimum 5 -Maximum 6)",
            "A number that is at least the minimum and less than the maximum.",
            "5",
        ),
        Example("(1..10 | Get-Random -Count 3).Count", "Three different numbers.", "3"),
    )

    def begin(self) -> None:
        keep = blocks.state(self, "Get-Random")
        if "SetSeed" in self.bound:
            keep["numbers"] = Numbers(self.session.random.random, self.set_seed)
        self._numbers: Numbers = keep.get("numbers") or Numbers(self.session.random.random)
        self._chosen: list[Any] = []
        self._seen = 0
        if self.parameter_set == "RandomNumberParameterSet":
            self.write(self._number())

    def _number(self) -> Any:
        low, high = _operand(self.minimum), _operand(self.maximum)
        kinds = {type(low), type(high)}
        if kinds <= {int, type(None)}:
            least, limit = low or 0, INT_MAX if high is None else high
            self._check(least, limit)
            return self._numbers.between(least, limit)
        if kinds <= {int, Int64, type(None)}:
            least, limit = int(low or 0), _LONG_MAX if high is None else int(high)
            self._check(least, limit)
            return Int64(self._numbers.long_between(least, limit))
        double = type_named("System.Double")
        first = 0.0 if low is None else float(convert(low, double))
        last = 1.7976931348623157e308 if high is None else float(convert(high, double))
        self._check(first, last)
        return self._numbers.double_between(first, last)

    def _check(self, low: Any, high: Any) -> None:
        if low >= high:
            raise self._refused(low, high)

    def _refused(self, low: Any, high: Any) -> Terminating:
        return self.throw(
            self.error(
                "MinGreaterThanOrEqualMax",
                message("GetRandomCommandStrings", "MinGreaterThanOrEqualMax", to_string(low), to_string(high)),
                "InvalidArgument",
                exception="System.ArgumentException",
            )
        )

    def process(self) -> None:
        if self.parameter_set == "RandomNumberParameterSet":
            return
        count = self.count or 1
        for item in self.input_object:
            if self._seen < count:
                self._chosen.append(item)
            elif self._numbers.below(self._seen + 1) < count:
                self._chosen[self._numbers.below(len(self._chosen))] = item
            self._seen += 1

    def end(self) -> None:
        chosen = self._chosen
        for place in range(len(chosen)):
            other = self._numbers.between(place, len(chosen))
            chosen[place], chosen[other] = chosen[other], chosen[place]
        for item in chosen:
            self.write(item)


def _operand(value: Any) -> Any:
    value = objects.base_of(value)
    return to_number(value) if isinstance(value, str) else value
