"""Write-Information: a message, or any object, in the information stream."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.streams import InformationRecord


class WriteInformation(Cmdlet):
    """Specifies how the information stream is handled for a command.

    Whether the message is shown is up to $InformationPreference and -InformationAction.
    """

    name = "Write-Information"
    message_data = Parameter("Object", position=0, mandatory=True, aliases=("Msg",))
    tags = Parameter("string[]", position=1)

    examples = (
        Example("Write-Information 'Done.' -InformationAction Continue", "Writes a message and shows it.", "Done."),
    )

    def process(self) -> None:
        for tag in self.tags or ():
            if tag.lower().startswith("ps"):
                self.write_error(
                    self.error(
                        "PSPrefixReservedInInformationTag",
                        message("UtilityCommonStrings", "PSPrefixReservedInInformationTag", tag),
                        "InvalidArgument",
                        tag,
                        "System.Management.Automation.PSInvalidOperationException",
                    )
                )
                return
        self.write_information(
            InformationRecord(self.message_data, blocks.source_of(self), self.tags or (), blocks.now(self))
        )
