"""Members of events, progress records and stack frames."""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from ems.runtime.members.model import Implementation

_AUTOMATION: Final = "System.Management.Automation."


def _plain(names: dict[str, str]) -> dict[str, attrgetter[object]]:
    return {name: attrgetter(attribute) for name, attribute in names.items()}


TYPES: Final = {
    _AUTOMATION + "PSEventArgs": Implementation(
        properties={
            **_plain(
                {
                    "EventIdentifier": "event_identifier",
                    "MessageData": "message_data",
                    "Sender": "sender",
                    "SourceArgs": "source_args",
                    "SourceIdentifier": "source_identifier",
                    "TimeGenerated": "time_generated",
                }
            ),
            "ComputerName": lambda event: None,
            "RunspaceId": lambda event: None,
            "SourceEventArgs": lambda event: None,
        },
    ),
    _AUTOMATION + "PSEventSubscriber": Implementation(
        properties=_plain(
            {
                "Action": "job",
                "EventName": "event_name",
                "ForwardEvent": "forward_event",
                "SourceIdentifier": "source_identifier",
                "SourceObject": "source_object",
                "SubscriptionId": "subscription_id",
                "SupportEvent": "support_event",
            }
        ),
    ),
    _AUTOMATION + "CallStackFrame": Implementation(
        methods={"ToString": lambda frame: frame.to_text(), "GetScriptLocation": lambda frame: frame.location},
        properties=_plain(
            {
                "FunctionName": "function_name",
                "InvocationInfo": "invocation_info",
                "Position": "position",
                "ScriptLineNumber": "script_line_number",
                "ScriptName": "script_name",
                "Command": "command",
                "Location": "location",
                "Arguments": "arguments",
            }
        ),
    ),
    _AUTOMATION + "ProgressRecord": Implementation(
        properties=_plain(
            {
                "Activity": "activity",
                "ActivityId": "activity_id",
                "CurrentOperation": "current_operation",
                "ParentActivityId": "parent_activity_id",
                "PercentComplete": "percent_complete",
                "RecordType": "record_type",
                "SecondsRemaining": "seconds_remaining",
                "StatusDescription": "status_description",
            }
        ),
    ),
}
