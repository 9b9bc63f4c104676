"""System.Diagnostics.Process: the processes of an Exchange server, the same every time. None of this machine's is
shown, none can be started."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from ems.runtime.members.model import Implementation
from ems.runtime.values import Int64, NetObject


class Process(NetObject):
    """One process. Sizes in bytes, `cpu` in seconds."""

    __slots__ = (
        "cpu",
        "handles",
        "has_exited",
        "id",
        "name",
        "path",
        "private",
        "session_id",
        "start_ticks",
        "working_set",
    )
    type_name = "System.Diagnostics.Process"

    def __init__(
        self,
        number: int,
        name: str,
        handles: int,
        working_set: int,
        private: int,
        cpu: float,
        session_id: int,
        path: str,
        start_ticks: int,
    ) -> None:
        self.id = number
        self.name = name
        self.handles = handles
        self.working_set = working_set
        self.private = private
        self.cpu = cpu
        self.session_id = session_id
        self.path = path
        self.start_ticks = start_ticks
        self.has_exited = False

    def __str__(self) -> str:
        return f"{self.type_name} ({self.name})"


def _time(seconds: float) -> Any:
    from ems.runtime.dotnet.time import TimeSpan

    return TimeSpan(int(seconds * 10_000_000))


def _start(process: Process) -> Any:
    from ems.runtime.dotnet.time import LOCAL, DateTime

    return DateTime(process.start_ticks, LOCAL)


def _priority(process: Process) -> Any:
    return "Normal"


TYPES: Final = {
    Process.type_name: Implementation(
        methods={
            "ToString": str,
            "Refresh": lambda process: None,
            "Close": lambda process: None,
            "Dispose": lambda process: None,
        },
        properties={
            "Id": attrgetter("id"),
            "ProcessName": attrgetter("name"),
            "HandleCount": attrgetter("handles"),
            "Handles": attrgetter("handles"),
            "SessionId": attrgetter("session_id"),
            "HasExited": attrgetter("has_exited"),
            "MachineName": lambda process: ".",
            "MainWindowTitle": lambda process: "",
            "BasePriority": lambda process: 8,
            "PriorityClass": _priority,
            "Responding": lambda process: True,
            "StartTime": _start,
            "TotalProcessorTime": lambda process: _time(process.cpu),
            "UserProcessorTime": lambda process: _time(process.cpu * 0.7),
            "PrivilegedProcessorTime": lambda process: _time(process.cpu * 0.3),
            "WorkingSet": lambda process: process.working_set & 0x7FFFFFFF,
            "WorkingSet64": lambda process: Int64(process.working_set),
            "PrivateMemorySize64": lambda process: Int64(process.private),
            "PagedMemorySize64": lambda process: Int64(process.private),
            "NonpagedSystemMemorySize64": lambda process: Int64(process.handles * 96),
            "PagedSystemMemorySize64": lambda process: Int64(process.handles * 640),
            "VirtualMemorySize64": lambda process: Int64(process.working_set * 16),
            "PeakWorkingSet64": lambda process: Int64(process.working_set + 4096000),
        },
    )
}
