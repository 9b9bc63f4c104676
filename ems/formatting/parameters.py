"""What a Format-* command line asks for, checked: properties, grouping, and what overrides a view."""

from __future__ import annotations

from ems.formatting.expressions import Expression
from ems.runtime.errors import ErrorRecord, NetException, Terminating


class PropertyParameter:
    """One element of -Property, or -GroupBy."""

    __slots__ = ("alignment", "depth", "expression", "format", "label", "width")

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.label: str | None = None
        self.format: str | None = None
        self.width: int | None = None
        self.alignment: int | None = None
        self.depth: int | None = None


class FormatParameters:
    """The command line of a Format-* cmdlet. None stands for "not given" where a view may have its own opinion."""

    def __init__(self) -> None:
        self.properties: list[PropertyParameter] = []
        self.group_by: PropertyParameter | None = None
        self.view: str | None = None
        self.auto_size: bool | None = None
        self.hide_headers: bool | None = None
        self.wrap: bool | None = None
        self.columns: int | None = None
        self.depth = 5
        self.show_error = False
        self.display_error = False
        self.force = False
        self.expand: str | None = None


def failure(error_id: str, message: str, exception: str, text: str) -> Terminating:
    """A terminating error with its message in the details, as formatting throws them."""
    record = ErrorRecord(NetException(exception, text), error_id, "InvalidArgument")
    record.details = message
    return Terminating(record)
