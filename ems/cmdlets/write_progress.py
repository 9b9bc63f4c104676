"""Write-Progress: how far something is."""

from __future__ import annotations

from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty, ValidateRange
from ems.runtime.values import NetObject


class ProgressRecord(NetObject):
    """System.Management.Automation.ProgressRecord."""

    __slots__ = (
        "activity",
        "activity_id",
        "current_operation",
        "parent_activity_id",
        "percent_complete",
        "record_type",
        "seconds_remaining",
        "status_description",
    )
    type_name = "System.Management.Automation.ProgressRecord"

    def __init__(self, activity_id: int, activity: str, status: str) -> None:
        self.activity_id = activity_id
        self.activity = activity
        self.status_description = status
        self.parent_activity_id = -1
        self.percent_complete = -1
        self.seconds_remaining = -1
        self.current_operation: str | None = None
        self.record_type = "Processing"


class WriteProgress(Cmdlet):
    """Displays a progress bar within a command window; nothing where there is no window."""

    name = "Write-Progress"
    activity = Parameter("string", position=0, mandatory=True)
    status = Parameter("string", position=1, validate=(ValidateNotNullOrEmpty(),))
    id = Parameter("int", position=2, validate=(ValidateRange(0, INT_MAX),))
    percent_complete = Parameter("int", validate=(ValidateRange(-1, 100),))
    seconds_remaining = Parameter("int")
    current_operation = Parameter("string")
    parent_id = Parameter("int", validate=(ValidateRange(-1, INT_MAX),))
    completed = Parameter("switch")
    source_id = Parameter("int")

    examples = (Example("Write-Progress -Activity 'Working' -PercentComplete 50", "Shows that half is done.", ""),)

    def process(self) -> None:
        record = ProgressRecord(self.id or 0, self.activity, self.status or "Processing")
        record.parent_activity_id = -1 if self.parent_id is None else self.parent_id
        record.percent_complete = -1 if self.percent_complete is None else self.percent_complete
        record.seconds_remaining = -1 if self.seconds_remaining is None else self.seconds_remaining
        record.current_operation = self.current_operation
        record.record_type = "Completed" if self.completed else "Processing"
        self.write_progress(record)
