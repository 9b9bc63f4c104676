"""Parse errors as PowerShell throws them: one ParseException with all of them, printed one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.invocation import Extent, position_message
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.language.errors import ParseError

MOST = 10
"""How many errors a ParseException spells out."""


class ParseErrorValue(NetObject):
    """System.Management.Automation.Language.ParseError."""

    __slots__ = ("error_id", "extent", "incomplete_input", "message")
    type_name = "System.Management.Automation.Language.ParseError"

    def __init__(self, error: ParseError) -> None:
        self.error_id = error.error_id
        self.message = error.message
        self.extent = Extent(error.source, error.start, error.end)
        self.incomplete_input = error.incomplete

    def to_text(self) -> str:
        return f"{position_message(self.extent)}\n{self.message}"


def parse_failure(errors: Sequence[ParseError], source: Any) -> Terminating:
    """The exception for a text that could not be read."""
    values = [ParseErrorValue(each) for each in errors]
    parts = [f"{position_message(each.extent)}\n{each.message}" for each in values[:MOST]]
    if len(values) > MOST:
        parts.append("Not all parse errors were reported.  Correct the reported errors and try again.")
    exception = NetException("System.Management.Automation.ParseException", "\n\n".join(parts), Errors=values)
    record = ErrorRecord(exception, values[0].error_id, "ParserError")
    record.reason = "ParentContainsErrorRecordException"
    error = Terminating(record)
    error.suppress_prompt = True
    return error
