"""Invoke-Expression."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class InvokeExpression(Cmdlet):
    """Runs commands or expressions on the local computer: a text, as if it stood there itself."""

    name = "Invoke-Expression"
    command = Parameter("string", position=0, mandatory=True, pipeline="value")

    examples = (Example("Invoke-Expression '1 + 1'", "Runs a text.", "2"),)

    def process(self) -> None:
        blocks.run_text(self, self.command)
