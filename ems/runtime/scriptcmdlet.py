"""`$PSCmdlet`: what an advanced function may do as a cmdlet does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.runtime.context import Context
    from ems.runtime.streams import CommandRuntime


class ScriptCmdlet(NetObject):
    """System.Management.Automation.PSScriptCmdlet."""

    __slots__ = ("context", "parameter_set", "runtime")
    type_name = "System.Management.Automation.PSScriptCmdlet"

    def __init__(self, runtime: CommandRuntime, context: Context) -> None:
        self.runtime = runtime
        self.context = context
        self.parameter_set = "__AllParameterSets"

    @property
    def session(self) -> Any:
        return self.context.session

    @property
    def my_invocation(self) -> Any:
        return self.context.my_invocation()

    @property
    def parameter_set_name(self) -> str:
        return self.parameter_set

    @property
    def host(self) -> Any:
        return self.session.get_variable("Host")

    @property
    def session_state(self) -> Any:
        from ems.runtime.dotnet.sessionstate import state_of

        caller = self.context.caller
        return state_of(caller.module if caller is not None else None)

    @property
    def invoke_command(self) -> Any:
        from ems.runtime.members import get_member

        return get_member(self.session_state, "InvokeCommand")

    @property
    def stopping(self) -> bool:
        return bool(self.session.stopping)

    @property
    def command_origin(self) -> Any:
        from ems.runtime.convert import convert
        from ems.runtime.types import type_named

        return convert("Runspace", type_named("System.Management.Automation.CommandOrigin"))

    def says_what_if(self) -> bool:
        from ems.runtime.confirmation import what_if

        return what_if(self.runtime)

    def write_object(self, value: Any, enumerate_collection: bool = False) -> None:
        if enumerate_collection:
            self.runtime.write_all(value)
        else:
            self.runtime.write(value)

    def write_error(self, record: ErrorRecord) -> None:
        self.runtime.failed = True
        self.runtime.write_error(record)

    def write_warning(self, text: str) -> None:
        self.runtime.write_warning(text)

    def write_verbose(self, text: str) -> None:
        self.runtime.write_verbose(text)

    def write_debug(self, text: str) -> None:
        self.runtime.write_debug(text)

    def write_information(self, record: Any) -> None:
        self.runtime.write_information(record)

    def write_progress(self, record: Any) -> None:
        self.runtime.write_progress(record)

    def throw_terminating_error(self, record: ErrorRecord) -> None:
        """ThrowTerminatingError."""
        self.runtime.complete(record)
        self.runtime.session.add_error(record)
        self.runtime.failed = True
        raise Terminating(record)

    def should_process(self, *arguments: Any) -> bool:
        """ShouldProcess(target), (target, action), (description, question, caption)."""
        from ems.runtime.convert import to_string

        texts = ["" if each is None else to_string(each) for each in arguments[:3]]
        if len(texts) == 3:
            return self.runtime.should_process("", "", texts[0], warning=texts[1], caption=texts[2])
        name = self.runtime.info.name if self.runtime.info is not None else ""
        return self.runtime.should_process(texts[0], texts[1] if len(texts) > 1 else name)

    def should_continue(self, query: Any, caption: Any) -> bool:
        return self.runtime.should_continue(str(query), str(caption))

    def get_variable_value(self, name: str, default: Any = None) -> Any:
        value = self.context.get(name.lower())
        return default if value is None else value
