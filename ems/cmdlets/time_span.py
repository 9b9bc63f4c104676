"""New-TimeSpan."""

from __future__ import annotations

from ems.cmdlets import blocks, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter

_SECONDS = 10_000_000


class NewTimeSpan(Cmdlet):
    """Creates a TimeSpan object: the time between two dates, or so many days, hours, minutes and seconds."""

    name = "New-TimeSpan"
    default_set = "Date"
    output_types = ("System.TimeSpan",)
    start = Parameter("datetime", position=0, pipeline="value,name", sets="Date", aliases=("LastWriteTime",))
    end_ = Parameter("datetime", position=1, pipeline="name", sets="Date")
    days = Parameter("int", sets="Time")
    hours = Parameter("int", sets="Time")
    minutes = Parameter("int", sets="Time")
    seconds = Parameter("int", sets="Time")

    examples = (
        Example("(New-TimeSpan -Start '2024-01-01' -End '2024-01-03').Days", "Counts the days between two dates.", "2"),
    )

    def process(self) -> None:
        now = blocks.now(self)
        if self.parameter_set == "Date":
            start = self.start if "Start" in self.bound else now
            end = self.end_ if "End" in self.bound else now
            ticks = objects.read(end, "Ticks") - objects.read(start, "Ticks")
        else:
            seconds = (((self.days or 0) * 24 + (self.hours or 0)) * 60 + (self.minutes or 0)) * 60 + (
                self.seconds or 0
            )
            ticks = seconds * _SECONDS
        self.write(objects.time_span(ticks))
