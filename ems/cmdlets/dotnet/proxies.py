"""CommandMetadata and ProxyCommand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.runtime.members.model import Implementation

_AUTOMATION: Final = "System.Management.Automation."


def _new_metadata(_type: Any, command: Any, *_rest: Any) -> Any:
    from ems.cmdlets.proxy import CommandMetadataView

    return CommandMetadataView(getattr(command, "command", command))


def _parameters(data: Any) -> Any:
    from ems.runtime.dotnet.dictionaries import GenericDictionary
    from ems.runtime.hashtable import CULTURE_IGNORE_CASE
    from ems.runtime.types import type_named

    definition = type_named("System.Collections.Generic.Dictionary`2")
    kind = definition.close((type_named("System.String"), type_named(_AUTOMATION + "ParameterMetadata")))
    return GenericDictionary(kind, [(each.name, each) for each in data.parameters], CULTURE_IGNORE_CASE)


def _piece(name: str) -> Callable[..., str]:
    def made(data: Any, *more: Any) -> str:
        from ems.cmdlets import proxy

        text: str = getattr(proxy, name)(data, *more)
        return text if name == "create" else text.replace("\n", "\r\n")

    return made


def _impact(data: Any) -> Any:
    from ems.runtime.enums import enum_value

    return enum_value(_AUTOMATION + "ConfirmImpact", data.confirm_impact)


TYPES: Final = {
    _AUTOMATION + "CommandMetadata": Implementation(
        properties={
            "CommandType": lambda _data: None,
            "ConfirmImpact": _impact,
            "DefaultParameterSetName": lambda data: data.default_parameter_set_name,
            "HelpUri": lambda data: data.help_uri,
            "Name": lambda data: data.name,
            "Parameters": _parameters,
            "PositionalBinding": lambda data: data.positional_binding,
            "SupportsPaging": lambda data: data.supports_paging,
            "SupportsShouldProcess": lambda data: data.supports_should_process,
            "SupportsTransactions": lambda data: data.supports_transactions,
        },
        static={"new": _new_metadata},
        declared="""
            System.Management.Automation.CommandMetadata new(System.Management.Automation.CommandInfo commandInfo)
            System.Management.Automation.CommandMetadata new(System.Management.Automation.CommandInfo commandInfo, \
                bool shouldGenerateCommonParameters)
            System.Management.Automation.CommandMetadata new(System.Management.Automation.CommandMetadata other)
            type CommandType {get;}
            System.Management.Automation.ConfirmImpact ConfirmImpact {get;set;}
            string DefaultParameterSetName {get;set;}
            string HelpUri {get;set;}
            string Name {get;set;}
            System.Collections.Generic.Dictionary[string,System.Management.Automation.ParameterMetadata] \
                Parameters {get;}
            bool PositionalBinding {get;set;}
            bool SupportsPaging {get;set;}
            bool SupportsShouldProcess {get;set;}
            bool SupportsTransactions {get;set;}
        """,
    ),
    _AUTOMATION + "ProxyCommand": Implementation(
        static={
            "Create": _piece("create"),
            "GetBegin": _piece("begin_block"),
            "GetCmdletBindingAttribute": _piece("declaration"),
            "GetDynamicParam": _piece("dynamic_block"),
            "GetEnd": _piece("end_block"),
            "GetParamBlock": _piece("param_block"),
            "GetProcess": _piece("process_block"),
        },
        declared="""
            static string Create(System.Management.Automation.CommandMetadata commandMetadata)
            static string Create(System.Management.Automation.CommandMetadata commandMetadata, string helpComment)
            static string Create(System.Management.Automation.CommandMetadata commandMetadata, string helpComment, \
                bool generateDynamicParameters)
            static string GetBegin(System.Management.Automation.CommandMetadata commandMetadata)
            static string GetCmdletBindingAttribute(System.Management.Automation.CommandMetadata commandMetadata)
            static string GetDynamicParam(System.Management.Automation.CommandMetadata commandMetadata)
            static string GetEnd(System.Management.Automation.CommandMetadata commandMetadata)
            static string GetParamBlock(System.Management.Automation.CommandMetadata commandMetadata)
            static string GetProcess(System.Management.Automation.CommandMetadata commandMetadata)
        """,
    ),
}
