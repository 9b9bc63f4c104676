"""Get-Culture."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example


class GetCulture(Cmdlet):
    """Gets the current culture set in the operating system."""

    name = "Get-Culture"
    output_types = ("System.Globalization.CultureInfo",)

    examples = (Example("(Get-Culture).Name", "Which culture formats numbers and dates.", "en-US"),)

    def process(self) -> None:
        self.write(blocks.culture(self))
