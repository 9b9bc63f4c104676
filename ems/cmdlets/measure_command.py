"""Measure-Command."""

from __future__ import annotations

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class MeasureCommand(Cmdlet):
    """Measures the time it takes to run script blocks and cmdlets; what they give is thrown away."""

    name = "Measure-Command"
    output_types = ("System.TimeSpan",)
    input_object = Parameter("psobject", pipeline="value")
    expression = Parameter("scriptblock", position=0, mandatory=True)

    examples = (Example("(Measure-Command { 1..10 }).GetType().Name", "Measures a script block.", "TimeSpan"),)

    def begin(self) -> None:
        self._seconds = 0.0
        self._run = blocks.runner(self, self.expression, write=_discard)

    def process(self) -> None:
        start = blocks.stopwatch(self)
        self._run(self.input_object)
        self._seconds += blocks.stopwatch(self) - start

    def end(self) -> None:
        self.write(objects.time_span(int(self._seconds * 10_000_000)))


def _discard(value: object) -> None:
    """Takes what the measured block gives."""
