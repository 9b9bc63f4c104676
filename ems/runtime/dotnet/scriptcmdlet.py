"""The methods of `$PSCmdlet`; the object itself is `ems.runtime.scriptcmdlet.ScriptCmdlet`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.members.model import ByRef

if TYPE_CHECKING:
    from ems.runtime.scriptcmdlet import ScriptCmdlet


def _should_process(cmdlet: ScriptCmdlet, *arguments: Any) -> bool:
    reason = arguments[3] if len(arguments) > 3 else None
    answer = cmdlet.should_process(*arguments[:3])
    if isinstance(reason, ByRef):
        from ems.runtime.convert import convert
        from ems.runtime.types import type_named

        kind = type_named("System.Management.Automation.ShouldProcessReason")
        reason.value = convert("WhatIf" if cmdlet.says_what_if() else "None", kind)
    return answer


def _should_continue(cmdlet: ScriptCmdlet, query: Any, caption: Any, *rest: Any) -> bool:
    """With the two [ref] arguments, answers to all are remembered in them."""
    boxes = [each for each in rest if isinstance(each, ByRef)]
    if len(boxes) < 2:
        return cmdlet.should_continue(query, caption)
    yes_to_all, no_to_all = boxes
    if no_to_all.value:
        return False
    if yes_to_all.value:
        return True
    answer = cmdlet.runtime.inquire(str(caption), str(query), to_all=True)
    yes_to_all.value = answer == "all"
    no_to_all.value = answer == "none"
    return answer in ("yes", "all")


def _write_information(cmdlet: ScriptCmdlet, data: Any, tags: Any = None) -> None:
    from ems.runtime.streams import InformationRecord

    if not isinstance(data, InformationRecord):
        data = InformationRecord(data, tags=[str(each) for each in tags or ()])
    cmdlet.write_information(data)


def _full_path(cmdlet: ScriptCmdlet, path: Any) -> str:
    return str(cmdlet.session.locations.unresolved(str(path)))


METHODS: Final[dict[str, Callable[..., Any]]] = {
    "ShouldProcess": _should_process,
    "ShouldContinue": _should_continue,
    "ThrowTerminatingError": lambda cmdlet, record: cmdlet.throw_terminating_error(record),
    "WriteError": lambda cmdlet, record: cmdlet.write_error(record),
    "WriteObject": lambda cmdlet, value, enumerate_collection=False: cmdlet.write_object(value, enumerate_collection),
    "WriteWarning": lambda cmdlet, text: cmdlet.write_warning(text or ""),
    "WriteVerbose": lambda cmdlet, text: cmdlet.write_verbose(text or ""),
    "WriteDebug": lambda cmdlet, text: cmdlet.write_debug(text or ""),
    "WriteProgress": lambda cmdlet, record: cmdlet.write_progress(record),
    "WriteInformation": _write_information,
    "WriteCommandDetail": lambda cmdlet, text: None,
    "GetVariableValue": lambda cmdlet, name, default=None: cmdlet.get_variable_value(name, default),
    "GetUnresolvedProviderPathFromPSPath": _full_path,
    "TransactionAvailable": lambda cmdlet: False,
}
