"""Set-PSDebug."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange


class SetPSDebug(Cmdlet):
    """Turns script debugging features on and off, sets the trace level, and toggles strict mode.

    -Trace 1 shows each line as it runs, -Trace 2 also variable assignments and calls. -Step is taken, but does not ask.
    """

    name = "Set-PSDebug"
    module = "Microsoft.PowerShell.Core"
    trace = Parameter("int", sets="on", validate=(ValidateRange(0, 2),))
    step = Parameter("switch", sets="on")
    strict = Parameter("switch", sets="on")
    off = Parameter("switch", sets="off")

    examples = (
        Example(
            "Set-PSDebug -Strict; Set-PSDebug -Off", "Forbids variables that were never set, and allows them again.", ""
        ),
    )

    def process(self) -> None:
        scope = blocks.scope_of(self).global_scope
        if self.off:
            self.session.trace_level = 0
            scope.strict = None
            return
        if "Trace" in self.bound:
            self.session.trace_level = self.trace
        if "Strict" in self.bound:
            scope.strict = 1 if self.strict else None
