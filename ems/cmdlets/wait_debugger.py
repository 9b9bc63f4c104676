"""Wait-Debugger."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example


class WaitDebugger(Cmdlet):
    """Stops a script in the debugger. There is none here: it goes on, after a warning."""

    name = "Wait-Debugger"

    examples = (
        Example("Wait-Debugger -WarningAction SilentlyContinue; 'goes on'", "In the middle of a script.", "goes on"),
    )

    def end(self) -> None:
        self.write_warning("There is no debugger in this shell; the script goes on.")
