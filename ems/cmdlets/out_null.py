"""Out-Null: swallows its input."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class OutNull(Cmdlet):
    """Deletes the output instead of sending it on."""

    name = "Out-Null"
    module = "Microsoft.PowerShell.Core"
    examples = (Example("1..3 | Out-Null", "Prints nothing.", ""),)
    input_object = Parameter("psobject", pipeline="value", help="What to swallow.")

    def process_object(self, value: object) -> None:
        """Takes one object without binding it."""
