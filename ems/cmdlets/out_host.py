"""Out-Host: prints on the screen, a page at a time on demand."""

from __future__ import annotations

from typing import Any

from ems.formatting.console import console_output
from ems.formatting.output import OutputFormatter
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class OutHost(Cmdlet):
    """Sends the output to the screen."""

    name = "Out-Host"
    module = "Microsoft.PowerShell.Core"
    aliases = ("oh",)
    examples = (Example("'text' | Out-Host", "Prints text and hands nothing on.", "text"),)
    paging = Parameter("switch", help="Stops after each page and waits for a key.")
    input_object = Parameter("psobject", pipeline="value", help="What to print.")

    _output: OutputFormatter

    def begin(self) -> None:
        self._output = console_output(self.session, paging=bool(self.paging))

    def process(self) -> None:
        self._output.feed(self.input_object)

    def process_object(self, value: Any) -> None:
        """Takes one object without binding it."""
        self._output.feed(value)

    def end(self) -> None:
        self._output.end()
