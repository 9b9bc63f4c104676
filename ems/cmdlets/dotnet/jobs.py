"""Members of jobs."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from ems.runtime.members.model import Implementation

_AUTOMATION: Final = "System.Management.Automation."


def _state(info: Any) -> Any:
    from ems.runtime.enums import enum_value

    return enum_value(_AUTOMATION + "JobState", info.state)


def _state_info(job: Any) -> Any:
    from ems.cmdlets.jobs import JobStateInfo

    return JobStateInfo(job.state, None if job.failure is None else job.failure.exception)


def _rename(job: Any, name: str) -> None:
    job.name = name


TYPES: Final = {
    _AUTOMATION + "Job": Implementation(
        methods={"StopJob": lambda job: job.stop()},
        properties={
            "ChildJobs": lambda job: list(job.children),
            "Command": attrgetter("command"),
            "Error": lambda job: job.given("error"),
            "HasMoreData": attrgetter("has_more_data"),
            "Id": attrgetter("id"),
            "InstanceId": attrgetter("instance_id"),
            "JobStateInfo": _state_info,
            "Location": attrgetter("location"),
            "Name": (attrgetter("name"), _rename),
            "Output": lambda job: job.given("output"),
            "PSJobTypeName": attrgetter("kind"),
            "StatusMessage": attrgetter("status_message"),
        },
    ),
    _AUTOMATION + "JobStateInfo": Implementation(
        methods={"ToString": lambda info: info.to_text()},
        properties={"State": _state, "Reason": attrgetter("reason")},
    ),
}
