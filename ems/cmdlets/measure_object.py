"""Measure-Object: counts, sums and extremes of values; lines, words and characters of text."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.ordering import compare
from ems.cmdlets.results import GenericMeasureInfo, GenericObjectMeasureInfo, TextMeasureInfo
from ems.formatting.expressions import Expression
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string, try_convert
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import type_named
from ems.runtime.validation import ValidateNotNullOrEmpty
from ems.runtime.values import NOTHING

_ITSELF = "$_"
_INVALID = (
    'Cannot process argument because the value of argument "Property" is not valid. Change the value of the '
    '"Property" argument '
    "and run the operation again."
)


class _Statistics:
    __slots__ = ("characters", "count", "lines", "maximum", "minimum", "name", "sum", "words")

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0
        self.sum = 0.0
        self.maximum: Any = None
        self.minimum: Any = None
        self.lines = self.words = self.characters = 0


class MeasureObject(Cmdlet):
    """Calculates the numeric properties of objects, and the characters, words and lines of text.

    Counts its input; -Sum, -Average, -Maximum and -Minimum calculate over the objects or over the properties named.
    """

    name = "Measure-Object"
    default_set = "GenericMeasure"
    output_types = (
        "Microsoft.PowerShell.Commands.GenericMeasureInfo",
        "Microsoft.PowerShell.Commands.TextMeasureInfo",
        "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo",
    )
    input_object = Parameter("psobject", pipeline="value")
    property_ = Parameter("string[]", position=0, validate=(ValidateNotNullOrEmpty(),))
    sum = Parameter("switch", sets="GenericMeasure")
    average = Parameter("switch", sets="GenericMeasure")
    maximum = Parameter("switch", sets="GenericMeasure")
    minimum = Parameter("switch", sets="GenericMeasure")
    line = Parameter("switch", sets="TextMeasure")
    word = Parameter("switch", sets="TextMeasure")
    character = Parameter("switch", sets="TextMeasure")
    ignore_white_space = Parameter("switch", sets="TextMeasure")

    examples = (
        Example("(1..4 | Measure-Object -Sum -Average).Sum", "Adds numbers.", "10"),
        Example("('one two', 'three' | Measure-Object -Word).Words", "Counts words.", "3"),
    )

    def begin(self) -> None:
        self._statistics: dict[str, _Statistics] = {}
        self._non_numeric = False
        self._total = 0
        self._expressions = [Expression(name, self.session) for name in self.property_ or ()]
        self._text = bool(self.line or self.word or self.character)
        self._add = bool(self.sum or self.average)
        self._counts_only = not (self._text or self._add or self.minimum or self.maximum)

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if value is None or value is NOTHING:
            return
        self._total += 1
        if not self._expressions:
            self._analyze(self._entry(_ITSELF), objects.base_of(value))
            return
        counted: set[str] = set()
        for expression in self._expressions:
            resolved = expression.resolve(value)
            if not resolved and not expression.contains_wildcards:
                self._entry(expression.text)
            for each in resolved:
                if each.folded not in counted:
                    counted.add(each.folded)
                    self._analyze(self._entry(each.text), each.result(value).value)

    def _entry(self, name: str) -> _Statistics:
        found = self._statistics.get(name.lower())
        if found is None:
            found = self._statistics[name.lower()] = _Statistics(name)
        return found

    def _analyze(self, statistics: _Statistics, value: Any) -> None:
        statistics.count += 1
        if self._counts_only:
            return
        if self._text:
            self._measure_text(statistics, "" if value is None else objects.net_string(value))
        if self._add:
            kind = type(value)
            if kind is int or kind is float:
                number = value
            else:
                number = _number(value)
                if number is None:
                    self._non_numeric = True
                    self.write_error(
                        self.error(
                            "NonNumericInputObject",
                            message("MeasureObjectStrings", "NonNumericInputObject", to_string(value)),
                            "InvalidType",
                            value,
                            "System.Management.Automation.PSInvalidOperationException",
                        )
                    )
                    return
            statistics.sum += number
        if self.minimum:
            statistics.minimum = _extreme(value, statistics.minimum, 1)
        if self.maximum:
            statistics.maximum = _extreme(value, statistics.maximum, -1)

    def _measure_text(self, statistics: _Statistics, text: str) -> None:
        if self.character:
            statistics.characters += sum(not mark.isspace() for mark in text) if self.ignore_white_space else len(text)
        if self.word:
            statistics.words += len(text.split())
        if self.line and text:
            statistics.lines += text.count("\n") + (not text.endswith("\n"))

    def end(self) -> None:
        if self._total == 0 and self.property_ is None:
            self._entry(_ITSELF)
        generic = self.parameter_set == "GenericMeasure"
        for statistics in self._statistics.values():
            if statistics.count == 0 and self.property_ is not None:
                self._report_missing(statistics.name, generic)
                continue
            made = self._generic(statistics) if generic else self._textual(statistics)
            if self.property_ is not None:
                made.property = statistics.name
            self.write(made)

    def _report_missing(self, name: str, generic: bool) -> None:
        record = self.error(
            "GenericMeasurePropertyNotFound" if generic else "TextMeasurePropertyNotFound",
            _INVALID,
            "InvalidArgument",
            None,
            "System.Management.Automation.PSArgumentException",
        )
        record.details = message("MeasureObjectStrings", "PropertyNotFound", name)
        self.write_error(record)

    def _generic(self, statistics: _Statistics) -> Any:
        numbers = [None if each is None else _number(each) for each in (statistics.maximum, statistics.minimum)]
        numeric = all(
            number is not None or each is None
            for number, each in zip(numbers, (statistics.maximum, statistics.minimum), strict=True)
        )
        made = GenericMeasureInfo() if numeric else GenericObjectMeasureInfo()
        made.count = statistics.count
        if not self._non_numeric:
            made.sum = float(statistics.sum) if self.sum else None
            made.average = statistics.sum / statistics.count if self.average and statistics.count else None
        made.maximum, made.minimum = numbers if numeric else (statistics.maximum, statistics.minimum)
        return made

    def _textual(self, statistics: _Statistics) -> Any:
        made = TextMeasureInfo()
        made.lines = statistics.lines if self.line else None
        made.words = statistics.words if self.word else None
        made.characters = statistics.characters if self.character else None
        return made


def _number(value: Any) -> float | None:
    done, number = try_convert(value, type_named("System.Double"))
    return float(number) if done else None


def _extreme(value: Any, best: Any, factor: int) -> Any:
    """The smaller (factor 1) or larger (-1) of two values; numbers, and texts that look like numbers, as numbers."""
    if best is None:
        return value
    current: Any = None if value is None else _number(value)
    current = value if current is None else current
    known: Any = _number(best)
    known = best if known is None else known
    if current is not None and type(current) is not type(known):
        current, known = to_string(current), to_string(known)
    return value if compare(known, current, False) * factor > 0 else best
