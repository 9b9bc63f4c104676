"""Write-Warning: a message for people, in the warning stream."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyString


class WriteWarning(Cmdlet):
    """Writes a warning message.

    Whether it is shown is up to $WarningPreference and the common parameters.
    """

    name = "Write-Warning"
    message = Parameter(
        "string",
        position=0,
        mandatory=True,
        pipeline="value",
        aliases=("Msg",),
        validate=(AllowEmptyString(),),
    )

    examples = (Example("Write-Warning 'Careful.'", "Writes a message."),)

    def process(self) -> None:
        self.write_warning(self.message)
