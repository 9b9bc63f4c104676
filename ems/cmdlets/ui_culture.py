"""Get-UICulture."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example


class GetUICulture(Cmdlet):
    """Gets the current user interface (UI) culture settings in the operating system."""

    name = "Get-UICulture"
    output_types = ("System.Globalization.CultureInfo",)

    examples = (Example("(Get-UICulture).Name", "In which language the system speaks.", "en-US"),)

    def process(self) -> None:
        self.write(blocks.culture(self))
