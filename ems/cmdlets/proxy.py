"""The metadata of a command, and the text of a function that stands in for it (CommandMetadata.cs, ProxyCommand.cs,
TypeMetadata.cs)."""

from __future__ import annotations

from typing import Any, Final

from ems.cmdlets.syntax import ParameterInfo, metadata_of
from ems.runtime.commands import CmdletInfo
from ems.runtime.parameters import ALL_SETS, InSet
from ems.runtime.values import NetObject

_BEGIN_HEAD: Final = """
    try {
"""
_BEGIN_BUFFER: Final = """        $outBuffer = $null
        if ($PSBoundParameters.TryGetValue('OutBuffer', [ref]$outBuffer))
        {
            $PSBoundParameters['OutBuffer'] = 1
        }
"""
_RETHROW: Final = """    } catch {
        throw
    }
"""


class CommandMetadataView(NetObject):
    """System.Management.Automation.CommandMetadata: a command as a proxy function sees it, without common parameters."""

    __slots__ = ("command", "confirm_impact", "default_parameter_set_name", "help_uri", "name", "parameters",
                 "positional_binding", "supports_paging", "supports_should_process", "supports_transactions")  # fmt: skip
    type_name = "System.Management.Automation.CommandMetadata"

    def __init__(self, command: Any) -> None:
        metadata = metadata_of(command)
        binding = {} if isinstance(command, CmdletInfo) else command.block.code.binding
        self.command = command
        self.name = command.path if command.kind == "ExternalScript" else command.name
        self.default_parameter_set_name = metadata.default_set or None
        if self.default_parameter_set_name == ALL_SETS:
            self.default_parameter_set_name = None
        self.supports_should_process = bool(metadata.should_process)
        self.confirm_impact = getattr(command, "confirm_impact", None) or "Medium"
        self.supports_paging = bool(binding.get("supportspaging", False))
        self.supports_transactions = False
        self.positional_binding = binding.get("positionalbinding", True) is not False
        self.help_uri = str(binding.get("helpuri") or "")
        self.parameters = [ParameterInfo(each.spec) for each in metadata.parameters if not each.common]

    @property
    def wraps_cmdlet(self) -> bool:
        return isinstance(self.command, CmdletInfo) or bool(self.command.cmdlet_binding)

    @property
    def command_type(self) -> str:
        return str(self.command.kind)


def create(data: CommandMetadataView, help_comment: str = "", dynamic: bool = True) -> str:
    """ProxyCommand.Create: the body of the proxy function."""
    comment = help_comment or f"\n.ForwardHelpTargetName {data.name}\n.ForwardHelpCategory {data.command_type}\n"
    middle = f"dynamicparam\n{{{dynamic_block(data)}}}\n\n" if dynamic and implements_dynamic(data) else ""
    return (
        f"{declaration(data)}\nparam({param_block(data)})\n\n{middle}begin\n{{{begin_block(data)}}}\n\n"
        f"process\n{{{process_block(data)}}}\n\nend\n{{{end_block(data)}}}\n<#\n{comment.replace('#>', '<hash>>')}\n#>\n"
    ).replace("\n", "\r\n")


def implements_dynamic(data: CommandMetadataView) -> bool:
    """Whether the command has parameters that depend on its arguments."""
    if isinstance(data.command, CmdletInfo):
        from ems.runtime.cmdlet import Cmdlet

        return data.command.implementation.dynamic_parameters is not Cmdlet.dynamic_parameters
    return data.command.block.ast.dynamic_param_block is not None


def declaration(data: CommandMetadataView) -> str:
    """`[CmdletBinding(...)]`."""
    if not data.wraps_cmdlet:
        return ""
    parts = []
    if data.default_parameter_set_name:
        parts.append(f"DefaultParameterSetName={quoted(data.default_parameter_set_name)}")
    if data.supports_should_process:
        parts += ["SupportsShouldProcess=$true", f"ConfirmImpact='{data.confirm_impact}'"]
    if data.supports_paging:
        parts.append("SupportsPaging=$true")
    if not data.positional_binding:
        parts.append("PositionalBinding=$false")
    if data.help_uri:
        parts.append(f"HelpUri={quoted(data.help_uri)}")
    return f"[CmdletBinding({', '.join(parts)})]"


def param_block(data: CommandMetadataView) -> str:
    """The parameters as they stand in the parentheses of `param`."""
    return ",\n".join(_parameter(each, data.wraps_cmdlet) for each in data.parameters)


def begin_block(data: CommandMetadataView) -> str:
    name = data.name.replace("'", "''")
    origin = "" if data.command_type == "Function" else "$myInvocation.CommandOrigin"
    found = (
        f"        $wrappedCmd = $ExecutionContext.InvokeCommand.GetCommand('{name}', "
        f"[System.Management.Automation.CommandTypes]::{data.command_type})\n"
    )
    call = (
        "        $scriptCmd = {& $wrappedCmd @PSBoundParameters }\n"
        f"        $steppablePipeline = $scriptCmd.GetSteppablePipeline({origin})\n"
    )
    if data.wraps_cmdlet:
        return f"{_BEGIN_HEAD}{_BEGIN_BUFFER}{found}{call}        $steppablePipeline.Begin($PSCmdlet)\n{_RETHROW}"
    return (
        f"{_BEGIN_HEAD}{found}        $PSBoundParameters.Add('$args', $args)\n{call}"
        f"        $steppablePipeline.Begin($myInvocation.ExpectingInput, $ExecutionContext)\n{_RETHROW}"
    )


def process_block(_data: CommandMetadataView) -> str:
    return f"{_BEGIN_HEAD}        $steppablePipeline.Process($_)\n{_RETHROW}"


def end_block(_data: CommandMetadataView) -> str:
    return f"{_BEGIN_HEAD}        $steppablePipeline.End()\n{_RETHROW}"


def dynamic_block(data: CommandMetadataView) -> str:
    """What asks the wrapped command for its dynamic parameters."""
    name = data.name.replace("'", "''")
    return f"""
    try {{
        $targetCmd = $ExecutionContext.InvokeCommand.GetCommand('{name}', \
[System.Management.Automation.CommandTypes]::{data.command_type}, $PSBoundParameters)
        $dynamicParams = @($targetCmd.Parameters.GetEnumerator() | \
Microsoft.PowerShell.Core\\Where-Object {{ $_.Value.IsDynamic }})
        if ($dynamicParams.Length -gt 0)
        {{
            $paramDictionary = [Management.Automation.RuntimeDefinedParameterDictionary]::new()
            foreach ($param in $dynamicParams)
            {{
                $param = $param.Value

                if(-not $MyInvocation.MyCommand.Parameters.ContainsKey($param.Name))
                {{
                    $dynParam = [Management.Automation.RuntimeDefinedParameter]::new($param.Name, \
$param.ParameterType, $param.Attributes)
                    $paramDictionary.Add($param.Name, $dynParam)
                }}
            }}
            return $paramDictionary
        }}
{_RETHROW}"""


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _parameter(info: ParameterInfo, of_cmdlet: bool) -> str:
    prefix = "\n    "
    spec = info.parameter
    lines = []
    if of_cmdlet:
        for name, in_set in spec.sets.items():
            parts = [] if name == ALL_SETS else [f"ParameterSetName={quoted(name)}"]
            parts += _in_set(in_set)
            if parts:
                lines.append(f"[Parameter({', '.join(parts)})]")
    if spec.aliases:
        lines.append(f"[Alias({','.join(quoted(each) for each in spec.aliases)})]")
    lines += [text for text in map(attribute, spec.validate) if text]
    kind = info.type
    if kind is not None:
        lines.append("[switch]" if kind.full_name.endswith(".SwitchParameter") else f"[{kind.ps_name}]")
    lines.append(f"${{{spec.name}}}")
    return "".join(prefix + line for line in lines)


def _in_set(in_set: InSet) -> list[str]:
    parts = ["Mandatory=$true"] if in_set.mandatory else []
    if in_set.position is not None:
        parts.append(f"Position={in_set.position}")
    if in_set.by_value:
        parts.append("ValueFromPipeline=$true")
    if in_set.by_name:
        parts.append("ValueFromPipelineByPropertyName=$true")
    if in_set.remaining:
        parts.append("ValueFromRemainingArguments=$true")
    if in_set.help:
        parts.append(f"HelpMessage={quoted(in_set.help)}")
    return parts


def attribute(each: Any) -> str:
    """An attribute of a parameter as source; empty for those that a proxy leaves to the command itself."""
    from ems.runtime.convert import to_string

    kind = type(each).__name__
    if kind in ("ValidateLength", "ValidateRange", "ValidateCount"):
        return f"[{kind}({to_string(each.lowest)}, {to_string(each.highest)})]"
    if kind == "ValidatePattern":
        return f"[ValidatePattern({quoted(each.pattern)})]"
    if kind == "ValidateScript":
        return f"[ValidateScript({{ {each.block.text} }})]"
    if kind == "ValidateSet":
        return f"[ValidateSet({','.join(quoted(value) for value in each.values)})]"
    if kind in ("ValidateNotNull", "ValidateNotNullOrEmpty", "AllowNull", "AllowEmptyString", "AllowEmptyCollection"):
        return f"[{kind}()]"
    return ""
