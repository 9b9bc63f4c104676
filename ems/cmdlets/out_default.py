"""Out-Default: what every pipeline typed at the prompt ends in."""

from __future__ import annotations

from typing import Any

from ems.formatting.console import console_output
from ems.formatting.output import OutputFormatter
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class OutDefault(Cmdlet):
    """Sends the output to the default formatter and to the screen."""

    name = "Out-Default"
    module = "Microsoft.PowerShell.Core"
    examples = (Example("'text' | Out-Default", "Prints text, as if nothing followed it.", "text"),)
    transcript = Parameter("switch", help="Also hands the input on.")
    input_object = Parameter("psobject", pipeline="value", help="What to print.")

    _output: OutputFormatter

    def begin(self) -> None:
        self._output = console_output(self.session)

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """Takes one object without binding it."""
        if self.transcript:
            self.write(value)
        self._output.feed(value)

    def end(self) -> None:
        self._output.end()
