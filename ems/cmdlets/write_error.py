"""Write-Error: reports an error that does not end the command."""

from __future__ import annotations

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, NetException
from ems.runtime.invocation import InvocationInfo
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import AllowEmptyString, AllowNull


class WriteError(Cmdlet):
    """Writes an object to the error stream.

    The error does not end the script, unless -ErrorAction or $ErrorActionPreference says so.
    """

    name = "Write-Error"
    default_set = "NoException"
    exception = Parameter("Exception", mandatory=True, sets="WithException")
    message = Parameter(
        "string",
        sets={"NoException": InSet(mandatory=True, position=0, by_value=True), "WithException": InSet()},
        aliases=("Msg",),
        validate=(
            AllowNull(),
            AllowEmptyString(),
        ),
    )
    error_record = Parameter("ErrorRecord", mandatory=True, sets="ErrorRecord")
    category = Parameter("ErrorCategory", sets=("NoException", "WithException"))
    error_id = Parameter("string", sets=("NoException", "WithException"))
    target_object = Parameter("Object", sets=("NoException", "WithException"))
    recommended_action = Parameter("string")
    category_activity = Parameter("string", aliases=("Activity",))
    category_reason = Parameter("string", aliases=("Reason",))
    category_target_name = Parameter("string", aliases=("TargetName",))
    category_target_type = Parameter("string", aliases=("TargetType",))

    examples = (
        Example("Write-Error 'No connector by that name.' -ErrorAction SilentlyContinue", "Reports an error.", ""),
    )

    def process(self) -> None:
        record = self._copy(self.error_record) if self.parameter_set == "ErrorRecord" else self._made()
        if self.recommended_action:
            record.recommended_action = self.recommended_action
        record.activity = self.category_activity or record.activity
        record.reason = self.category_reason or record.reason
        record.target_name = self.category_target_name or record.target_name
        record.target_type = self.category_target_type or record.target_type
        # The place that is shown is where the script or function was called that reports the error, not this line.
        invocation = blocks.caller_invocation(self)
        if invocation is not None:
            if invocation.extent is None and self.runtime.error_action() == "Stop":
                # Something that stops is shown with its place even where nobody called.
                invocation = InvocationInfo(invocation.my_command, self.runtime.my_invocation().extent)
            record.invocation = invocation
            record.position = invocation.extent
            record.origin = blocks.error_origin(invocation)
            record.activity = record.activity or "Write-Error"
        self.write_error(record)

    def _made(self) -> ErrorRecord:
        exception = self.exception
        text = self.message
        if exception is None:
            exception = NetException("Microsoft.PowerShell.Commands.WriteErrorException", text)
        category = "NotSpecified" if self.category is None else objects.enum_name(self.category)
        record = ErrorRecord(exception, self.error_id or exception.type_name, category, self.target_object)
        if self.exception is not None and text:
            record.details = text
        return record

    def _copy(self, source: ErrorRecord) -> ErrorRecord:
        record = ErrorRecord(source.exception, source.error_id, source.category, source.target)
        record.details = source.details
        record.recommended_action = source.recommended_action
        record.reason, record.target_name, record.target_type = source.reason, source.target_name, source.target_type
        record.activity = source.activity
        return record
