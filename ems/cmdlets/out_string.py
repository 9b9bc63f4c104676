"""Out-String: the output as text."""

from __future__ import annotations

from typing import Any

from ems.formatting.output import OutputFormatter
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange


class OutString(Cmdlet):
    """Sends the output as one string, or as one string for each line with -Stream."""

    name = "Out-String"
    output_types = ("System.String",)
    examples = (Example("([pscustomobject]@{ A = 1 } | Out-String).Trim()", "A table as text.", "A\n-\n1"),)
    stream = Parameter("switch", help="A string for each line.")
    width = Parameter(
        "int",
        validate=(ValidateRange(2, 2147483647),),
        help="The longest line; by default the screen's width less one.",
    )
    input_object = Parameter("psobject", pipeline="value", help="What to turn into text.")

    _output: OutputFormatter
    _lines: list[str]

    def begin(self) -> None:
        self._lines = []
        width = self.width if self.width is not None else self.session.host.width - 1
        self._output = OutputFormatter(self.session, width, self.write if self.stream else self._lines.append)

    def process(self) -> None:
        self._output.feed(self.input_object)

    def process_object(self, value: Any) -> None:
        """Takes one object without binding it."""
        self._output.feed(value)

    def end(self) -> None:
        self._output.end()
        if not self.stream:
            self.write("".join(f"{line}\r\n" for line in self._lines))
