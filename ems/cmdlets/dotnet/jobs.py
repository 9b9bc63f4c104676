"""Members of jobs."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from ems.runtime.members.model import Implementation

_AUTOMATION: Final = "System.Management.Automation."


def _state(job: Any) -> Any:
    from ems.runtime.enums import enum_value

    return enum_value(_AUTOMATION + "JobState", job.state)


def _rename(job: Any, name: str) -> None:
    job.name = name


TYPES: Final = {
    _AUTOMATION + "Job": Implementation(
        methods={"StopJob": lambda job: job.stop()},
        properties={
            "ChildJobs": lambda job: list(job.children),
            "Command": attrgetter("command"),
            "Error": lambda job: list(job.errors),
            "HasMoreData": attrgetter("has_more_data"),
            "Id": attrgetter("id"),
            "InstanceId": attrgetter("instance_id"),
            "State": _state,
            "Location": attrgetter("location"),
            "Name": (attrgetter("name"), _rename),
            "Output": lambda job: list(job.output),
            "PSJobTypeName": attrgetter("kind"),
            "StatusMessage": attrgetter("status_message"),
        },
    ),
}
