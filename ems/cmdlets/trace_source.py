"""Get- and Set-TraceSource."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty


class _TraceSource(Cmdlet):
    def report(self, names: Any) -> None:
        """There are no trace sources; a name without wildcards is an error."""
        for name in names or ():
            if not objects.contains_wildcards(name):
                self.write_error(
                    self.error(
                        "TraceSourceNotFound",
                        f"Cannot find a trace source with the name '{name}'.",
                        "ObjectNotFound",
                        name,
                        "System.Management.Automation.ItemNotFoundException",
                    )
                )


class GetTraceSource(_TraceSource):
    """Gets the Windows PowerShell components that are instrumented for tracing: none here."""

    name = "Get-TraceSource"
    output_types = ("System.Management.Automation.PSTraceSource",)
    name_ = Parameter("string[]", position=0, pipeline="value,name")

    examples = (Example("@(Get-TraceSource).Count", "How many trace sources there are.", "0"),)

    def process(self) -> None:
        self.report(self.name_)


class SetTraceSource(_TraceSource):
    """Configures, starts, and stops a trace of Windows PowerShell components."""

    name = "Set-TraceSource"
    default_set = "optionsSet"
    output_types = ("System.Management.Automation.PSTraceSource",)
    name_ = Parameter("string[]", position=0, mandatory=True, pipeline="value,name")
    option = Parameter("PSTraceSourceOptions", position=1, pipeline="name", sets="optionsSet")
    listener_option = Parameter("TraceOptions", sets="optionsSet")
    file_path = Parameter("string", sets="optionsSet", aliases=("PSPath",))
    force = Parameter("switch", sets="optionsSet")
    debugger = Parameter("switch", sets="optionsSet")
    ps_host = Parameter("switch", name="PSHost", sets="optionsSet")
    remove_listener = Parameter("string[]", sets="removeAllListenersSet", validate=(ValidateNotNullOrEmpty(),))
    remove_file_listener = Parameter("string[]", sets="removeFileListenersSet", validate=(ValidateNotNullOrEmpty(),))
    pass_thru = Parameter("switch", sets="optionsSet")

    examples = (Example("Set-TraceSource *", "There is none to be changed.", ""),)

    def process(self) -> None:
        self.report(self.name_)
