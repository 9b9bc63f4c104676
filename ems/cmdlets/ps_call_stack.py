"""Get-PSCallStack."""

from __future__ import annotations

from typing import Any

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.invocation import Extent, InvocationInfo
from ems.runtime.values import NetObject


class CallStackFrame(NetObject):
    """System.Management.Automation.CallStackFrame: one call that is under way."""

    __slots__ = ("context", "extent")
    type_name = "System.Management.Automation.CallStackFrame"

    def __init__(self, context: Any, extent: Extent | None) -> None:
        self.context = context
        self.extent = extent

    @property
    def function_name(self) -> str:
        return self.context.function_name or "<ScriptBlock>"

    @property
    def command(self) -> str:
        return self.context.function_name or "<ScriptBlock>"

    @property
    def invocation_info(self) -> InvocationInfo:
        info: InvocationInfo = self.context.my_invocation()
        return info

    @property
    def script_name(self) -> str | None:
        return self.extent.file if self.extent is not None else None

    @property
    def script_line_number(self) -> int:
        return self.extent.start_line if self.extent is not None else 0

    @property
    def position(self) -> Extent | None:
        return self.extent

    @property
    def location(self) -> str:
        """GetScriptLocation()."""
        if not self.script_name:
            return "<No file>"
        name = self.script_name.replace("/", "\\").rpartition("\\")[2]
        return f"{name}: line {self.script_line_number}"

    @property
    def arguments(self) -> str:
        """What was bound, as `{Name=Value}`."""
        from ems.runtime.convert import to_string

        bound = self.context.bound_dictionary() if self.context.bound is not None else None
        pairs = [f"{to_string(key)}={to_string(value)}" for key, value in bound.items()] if bound is not None else []
        return "{" + ", ".join(pairs) + "}"

    def to_text(self) -> str:
        place = f"{self.script_name}: line {self.script_line_number}" if self.script_name else "<No file>"
        return f"at {self.function_name}, {place}"


class GetPSCallStack(Cmdlet):
    """Displays the current call stack, the call that runs now first."""

    name = "Get-PSCallStack"
    output_types = ("System.Management.Automation.CallStackFrame",)

    examples = (
        Example("function Outer { (Get-PSCallStack)[0].FunctionName }; Outer", "Which function runs.", "Outer"),
    )

    def process(self) -> None:
        for frame in reversed(self.session.frames):
            self.write(CallStackFrame(frame, frame.current_extent()))
