"""Write-Output: sends objects down the pipeline."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyCollection, AllowNull


class WriteOutput(Cmdlet):
    """Sends the specified objects to the next command in the pipeline; after the last one, they are shown."""

    name = "Write-Output"
    input_object = Parameter(
        "psobject[]",
        position=0,
        mandatory=True,
        pipeline="value",
        remaining=True,
        validate=(
            AllowNull(),
            AllowEmptyCollection(),
        ),
    )
    no_enumerate = Parameter("switch")

    examples = (Example("Write-Output one two", "Writes two objects.", "one\ntwo"),)

    def process(self) -> None:
        values = self.input_object
        if values is None:
            self.write(None)
            return
        send = self.write if self.no_enumerate else self.write_all
        for value in values:
            send(value)
