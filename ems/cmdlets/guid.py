"""New-Guid."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example


class NewGuid(Cmdlet):
    """Creates a GUID."""

    name = "New-Guid"
    kind = "Function"
    output_types = ("System.Guid",)
    net_class = "New-Guid"

    examples = (Example("(New-Guid).GetType().Name", "Makes a GUID.", "Guid"),)

    def process(self) -> None:
        self.write(blocks.new_guid(self))
