"""Write-Verbose: a message for people, in the verbose stream."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyString


class WriteVerbose(Cmdlet):
    """Writes a verbose message.

    Whether it is shown is up to $VerbosePreference and the common parameters.
    """

    name = "Write-Verbose"
    message = Parameter(
        "string",
        position=0,
        mandatory=True,
        pipeline="value",
        aliases=("Msg",),
        validate=(AllowEmptyString(),),
    )

    examples = (Example("Write-Verbose 'Careful.' -Verbose", "Writes a message."),)

    def process(self) -> None:
        self.write_verbose(self.message)
