"""Register-ArgumentCompleter."""

from __future__ import annotations

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import AllowNull


class RegisterArgumentCompleter(Cmdlet):
    """Registers a custom argument completer: a block that offers values for a parameter when Tab is pressed."""

    name = "Register-ArgumentCompleter"
    module = "Microsoft.PowerShell.Core"
    command_name = Parameter("string[]", sets={"NativeSet": InSet(mandatory=True), "PowerShellSet": InSet()})
    parameter_name = Parameter("string", mandatory=True, sets="PowerShellSet")
    script_block = Parameter("scriptblock", mandatory=True, validate=(AllowNull(),))
    native = Parameter("switch", sets="NativeSet")

    examples = (
        Example(
            "Register-ArgumentCompleter -CommandName Get-Thing -ParameterName Size -ScriptBlock { 'small', 'large' }",
            "Offers two values.",
            "",
        ),
    )

    def process(self) -> None:
        for command in self.command_name or [""]:
            parameter = "" if self.native else self.parameter_name
            blocks.state(self, "argument completers")[f"{command}:{parameter}".lower()] = self.script_block
