"""What objects are ordered by: the values of the -Property expressions, or the objects themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.ordering import MISSING
from ems.cmdlets.property_parameters import PropertyParameter
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.errors import ErrorRecord
from ems.runtime.messages import message
from ems.runtime.values import PSCustomObject


class OrderValues:
    """Reads the order values of one object after another; what goes wrong is reported through the cmdlet."""

    __slots__ = ("_names", "cmdlet", "parameters")

    def __init__(self, cmdlet: Cmdlet, parameters: Sequence[PropertyParameter]) -> None:
        self.cmdlet = cmdlet
        self.parameters = parameters
        plain = all(each.expression.script is None and not each.expression.contains_wildcards for each in parameters)
        self._names = tuple(each.expression.folded for each in parameters) if plain and parameters else None

    @property
    def only_name(self) -> str | None:
        """The folded name of the one property, where it is one that is read by its name."""
        return self._names[0] if self._names is not None and len(self._names) == 1 else None

    def rows(self, values: Iterable[Any]) -> list[tuple[list[Any], Any]]:
        """(order values, object) for each object."""
        return [(self.of(value), value) for value in values]

    def of(self, value: Any) -> list[Any]:
        """The order values of one object."""
        if not self.parameters:
            return [value]
        if self._names is not None and type(value) is PSCustomObject and not value.special:
            fields = value.fields
            try:
                return [fields[name] for name in self._names]
            except KeyError:
                pass
        found: list[Any] = []
        for parameter in self.parameters:
            found.extend(self._read(parameter, value))
        return found

    def _read(self, parameter: PropertyParameter, value: Any) -> list[Any]:
        expression = parameter.expression
        results = expression.results(value)
        if not results:
            self.cmdlet.write_debug(message("SortObjectStrings", "PropertyNotFound", expression.text))
            return [MISSING]
        values: list[Any] = []
        for result in results:
            if result.error is not None:
                self.cmdlet.write_error(
                    objects.of_input(
                        ErrorRecord(result.error.exception, "ExpressionEvaluation", "InvalidResult", value)
                    )
                )
            values.append(None if result.error is not None else result.value)
        return values
