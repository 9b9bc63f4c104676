"""Write-Debug: a message for people, in the debug stream."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyString


class WriteDebug(Cmdlet):
    """Writes a debug message.

    Whether it is shown is up to $DebugPreference and the common parameters.
    """

    name = "Write-Debug"
    message = Parameter(
        "string",
        position=0,
        mandatory=True,
        pipeline="value",
        aliases=("Msg",),
        validate=(AllowEmptyString(),),
    )

    examples = (Example("Write-Debug 'Careful.'", "Writes a message."),)

    def process(self) -> None:
        self.write_debug(self.message)
