"""Breakpoints: Set-, Get-, Enable-, Disable- and Remove-PSBreakpoint.

There is no debugger here that would stop at one. Setting a breakpoint says so; the others answer as in a session
without breakpoints.
"""

from __future__ import annotations

from typing import Any

from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import ValidateNotNull, ValidateRange

_NOT_HERE = (
    "Breakpoints are not available: this shell has no debugger. Use Set-PSDebug -Trace, Write-Debug or Write-Verbose "
    "to follow a script."
)
"""Our wording."""


class SetPSBreakpoint(Cmdlet):
    """Sets a breakpoint on a line, command or variable. Not available here."""

    name = "Set-PSBreakpoint"
    default_set = "Line"
    output_types = (
        "System.Management.Automation.VariableBreakpoint",
        "System.Management.Automation.CommandBreakpoint",
        "System.Management.Automation.LineBreakpoint",
    )
    action = Parameter("scriptblock", sets=("Command", "Line", "Variable"))
    column = Parameter("int", position=2, sets="Line", validate=(ValidateRange(1, INT_MAX),))
    command = Parameter("string[]", mandatory=True, sets="Command", aliases=("C",), validate=(ValidateNotNull(),))
    line = Parameter("int[]", position=1, mandatory=True, sets="Line", validate=(ValidateNotNull(),))
    script = Parameter(
        "string[]",
        sets={"Command": InSet(position=0), "Line": InSet(mandatory=True, position=0), "Variable": InSet(position=0)},
        validate=(ValidateNotNull(),),
    )
    variable = Parameter("string[]", mandatory=True, sets="Variable", aliases=("V",), validate=(ValidateNotNull(),))
    mode = Parameter("VariableAccessMode", sets="Variable")

    examples = (Example("Get-Help Set-PSDebug", "Follows a script line by line instead."),)

    def process(self) -> None:
        raise self.throw(
            self.error(
                "DebuggerNotAvailable",
                _NOT_HERE,
                "NotImplemented",
                exception="System.Management.Automation.PSNotSupportedException",
            )
        )


class GetPSBreakpoint(Cmdlet):
    """Gets the breakpoints that are set in the current session: none."""

    name = "Get-PSBreakpoint"
    default_set = "Script"
    output_types = ("System.Management.Automation.Breakpoint",)
    script = Parameter(
        "string[]",
        sets={"Script": InSet(position=0, by_value=True), "Variable": InSet(), "Command": InSet(), "Type": InSet()},
        validate=(ValidateNotNull(),),
    )
    id = Parameter("int[]", position=0, mandatory=True, pipeline="value", sets="Id", validate=(ValidateNotNull(),))
    variable = Parameter("string[]", mandatory=True, sets="Variable", validate=(ValidateNotNull(),))
    command = Parameter("string[]", mandatory=True, sets="Command", validate=(ValidateNotNull(),))
    type_ = Parameter(
        "BreakpointType[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets="Type",
        validate=(ValidateNotNull(),),
    )

    examples = (Example("@(Get-PSBreakpoint).Count", "How many breakpoints there are.", "0"),)

    def process(self) -> None:
        _report_missing(self, self.id)


class _Changing(Cmdlet):
    def process(self) -> None:
        _report_missing(self, getattr(self, "id", None))


def _report_missing(cmdlet: Cmdlet, numbers: Any) -> None:
    for number in numbers or ():
        cmdlet.write_error(_unknown(cmdlet, number))


def _unknown(cmdlet: Cmdlet, number: int) -> ErrorRecord:
    return cmdlet.error(
        "PSBreakpoint:BreakpointIdNotFound",
        f"There is no breakpoint with ID '{number}'.",
        "InvalidArgument",
        exception="System.ArgumentException",
    )


class EnablePSBreakpoint(_Changing):
    """Enables the breakpoints in the current session."""

    name = "Enable-PSBreakpoint"
    default_set = "Id"
    should_process = "Medium"
    output_types = ("System.Management.Automation.Breakpoint",)
    pass_thru = Parameter("switch")
    breakpoint = Parameter(
        "Breakpoint[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets="Breakpoint",
        validate=(ValidateNotNull(),),
    )
    id = Parameter("int[]", position=0, mandatory=True, pipeline="name", sets="Id", validate=(ValidateNotNull(),))

    examples = (Example("Get-PSBreakpoint | Enable-PSBreakpoint", "Enables all breakpoints.", ""),)


class DisablePSBreakpoint(_Changing):
    """Disables the breakpoints in the current session."""

    name = "Disable-PSBreakpoint"
    default_set = "Breakpoint"
    should_process = "Medium"
    output_types = ("System.Management.Automation.Breakpoint",)
    pass_thru = Parameter("switch")
    breakpoint = Parameter(
        "Breakpoint[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets="Breakpoint",
        validate=(ValidateNotNull(),),
    )
    id = Parameter("int[]", position=0, mandatory=True, pipeline="name", sets="Id", validate=(ValidateNotNull(),))

    examples = (Example("Get-PSBreakpoint | Disable-PSBreakpoint", "Disables all breakpoints.", ""),)


class RemovePSBreakpoint(_Changing):
    """Deletes breakpoints from the current session."""

    name = "Remove-PSBreakpoint"
    default_set = "Breakpoint"
    should_process = "Medium"
    breakpoint = Parameter(
        "Breakpoint[]",
        position=0,
        mandatory=True,
        pipeline="value",
        sets="Breakpoint",
        validate=(ValidateNotNull(),),
    )
    id = Parameter("int[]", position=0, mandatory=True, pipeline="name", sets="Id", validate=(ValidateNotNull(),))

    examples = (Example("Get-PSBreakpoint | Remove-PSBreakpoint", "Deletes all breakpoints.", ""),)
