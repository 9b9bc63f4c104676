"""Export-ModuleMember."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.messages import message
from ems.runtime.modules import ModuleInfo
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyCollection, ValidateNotNull


class ExportModuleMember(Cmdlet):
    """Specifies the module members that are exported."""

    name = "Export-ModuleMember"
    module = "Microsoft.PowerShell.Core"
    function = Parameter("string[]", position=0, pipeline="value,name", validate=(AllowEmptyCollection(),))
    cmdlet = Parameter("string[]", pipeline="name", validate=(AllowEmptyCollection(),))
    variable = Parameter("string[]", pipeline="name", validate=(ValidateNotNull(),))
    alias = Parameter("string[]", pipeline="name", validate=(ValidateNotNull(),))

    examples = (
        Example(
            "$m = New-Module { function Get-A { 1 }; function Get-B { 2 }; Export-ModuleMember Get-A }; "
            "@($m.ExportedFunctions.Keys)",
            "Only one of two functions is seen outside.",
            "Get-A",
        ),
    )

    def process(self) -> None:
        module: ModuleInfo | None = blocks.context_of(self).module
        if module is None:
            raise self.throw(
                self.error(
                    "Modules_CanOnlyExecuteExportModuleMemberInsideAModule",
                    message("Modules", "CanOnlyBeUsedFromWithinAModule"),
                    "PermissionDenied",
                    exception="System.InvalidOperationException",
                )
            )
        if module.exports is None:
            module.exports = {}
        given = {"functions": self.function, "cmdlets": self.cmdlet, "variables": self.variable, "aliases": self.alias}
        for kind, patterns in given.items():
            module.exports.setdefault(kind, []).extend(patterns or ())
