"""The methods of a module object (PSModuleInfo.cs)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.dotnet.sessionstate import state_of
from ems.runtime.dotnet.support import session
from ems.runtime.scriptblock import ScriptBlock

if TYPE_CHECKING:
    from ems.runtime.modules import ModuleInfo


def _invoke(module: ModuleInfo, block: ScriptBlock, *arguments: Any) -> Any:
    from ems.runtime.members.scripts import call_block

    values = list(arguments[0]) if len(arguments) == 1 and isinstance(arguments[0], list) else list(arguments)
    return call_block(_bound(module, block), values)


def _bound(module: ModuleInfo, block: ScriptBlock) -> ScriptBlock:
    return ScriptBlock(block.code, module)


def _as_custom_object(module: ModuleInfo) -> Any:
    from ems.runtime.modules import as_custom_object

    return as_custom_object(module)


def _callers_variable(module: ModuleInfo, name: str) -> Any:
    """The variable as the code sees it that called into the module."""
    running = session()
    context = running.context
    while context is not None and context.module is module:
        context = context.caller
    found = (context or running.top).scope.find(name.lower())
    return found.variable(name.lower(), name) if found is not None else None


METHODS: Final[dict[str, Callable[..., Any]]] = {
    "AsCustomObject": _as_custom_object,
    "GetVariableFromCallersModule": _callers_variable,
    "Invoke": _invoke,
    "NewBoundScriptBlock": _bound,
    "ToString": lambda module: module.name,
}
PROPERTIES: Final[dict[str, Any]] = {
    "Definition": lambda module: module.context.block.text if module.context.block is not None else "",
    "NestedModules": lambda module: list(module.nested),
    "SessionState": state_of,
}
