"""The history of a session: what was typed at the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.runtime.session import Session

MOST: Final = 4096
"""How many entries are kept where `$MaximumHistoryCount` says nothing else."""


class HistoryInfo(NetObject):
    """Microsoft.PowerShell.Commands.HistoryInfo: one entry of the history."""

    __slots__ = ("command_line", "end_execution_time", "execution_status", "id", "start_execution_time")
    type_name = "Microsoft.PowerShell.Commands.HistoryInfo"

    def __init__(self, id: int, command_line: str, status: Any, start: Any, end: Any) -> None:
        self.id = id
        self.command_line = command_line
        self.execution_status = status
        self.start_execution_time = start
        self.end_execution_time = end

    def to_text(self) -> str:
        return self.command_line


def note(session: Session, text: str, start: Any, status: str) -> None:
    """Puts a line that has been run into the history."""
    if not text.strip():
        return
    from ems.runtime.enums import enum_value

    state = enum_value("System.Management.Automation.Runspaces.PipelineState", status)
    add(session, HistoryInfo(session.history_id, text, state, start, session.now()))


def add(session: Session, entry: HistoryInfo) -> None:
    """Appends an entry; the oldest go when there are more than `$MaximumHistoryCount`."""
    from ems.runtime.scope import MISSING

    limit = session.global_scope.lookup("maximumhistorycount")
    most = limit if limit is not MISSING and isinstance(limit, int) and limit > 0 else MOST
    session.history.append(entry)
    del session.history[:-most]
