"""Start-Sleep."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange


class StartSleep(Cmdlet):
    """Suspends the activity in a script or session for the specified period of time."""

    name = "Start-Sleep"
    default_set = "Seconds"
    seconds = Parameter(
        "int",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets="Seconds",
        validate=(ValidateRange(0, 2147483),),
    )
    milliseconds = Parameter(
        "int",
        mandatory=True,
        pipeline="name",
        sets="Milliseconds",
        validate=(ValidateRange(0, INT_MAX),),
    )

    examples = (Example("Start-Sleep -Milliseconds 10", "Waits a hundredth of a second.", ""),)

    def process(self) -> None:
        seconds = float(self.seconds or 0) if self.parameter_set == "Seconds" else (self.milliseconds or 0) / 1000
        blocks.sleep(self, seconds)
