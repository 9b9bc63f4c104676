"""The streams beside the output: errors, warnings, verbose, debug and information messages, and the preferences that
govern them.

`Streams` says where each of them goes; it is handed from caller to callee, so that `2>&1` on a function reaches
everything the function calls. `CommandRuntime` is what one running command writes to: it applies preference
variables and common parameters. The rules are those of MshCommandRuntime.cs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.invocation import InvocationInfo, script_stack_trace
from ems.runtime.scope import MISSING
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.context import Context

Sink = Callable[[Any], Any]

ACTIONS = {
    "silentlycontinue": "SilentlyContinue",
    "stop": "Stop",
    "continue": "Continue",
    "inquire": "Inquire",
    "ignore": "Ignore",
    "suspend": "Suspend",
    "0": "SilentlyContinue",
    "1": "Stop",
    "2": "Continue",
    "3": "Inquire",
    "4": "Ignore",
    "5": "Suspend",
}

IMPACTS = {"none": 0, "low": 1, "medium": 2, "high": 3, "0": 0, "1": 1, "2": 2, "3": 3}

STOP_TEXT = 'The running command stopped because the preference variable "{0}" or common parameter is set to Stop: {1}'


class Streams:
    """Where each stream goes; None means to the host."""

    __slots__ = ("debug", "error", "error_lists", "information", "progress", "verbose", "warning")

    def __init__(self, origin: Streams | None = None) -> None:
        self.error: Sink | None = origin.error if origin else None
        self.warning: Sink | None = origin.warning if origin else None
        self.verbose: Sink | None = origin.verbose if origin else None
        self.debug: Sink | None = origin.debug if origin else None
        self.information: Sink | None = origin.information if origin else None
        self.progress: Sink | None = origin.progress if origin else None
        # The -ErrorVariable lists of the functions around.
        self.error_lists: tuple[Sink, ...] = origin.error_lists if origin else ()


class InformationalRecord(NetObject):
    """Base of WarningRecord, VerboseRecord and DebugRecord."""

    __slots__ = ("invocation", "message")
    type_name = "System.Management.Automation.InformationalRecord"

    def __init__(self, message: str, invocation: InvocationInfo | None = None) -> None:
        self.message = message
        self.invocation = invocation

    def to_text(self) -> str:
        return self.message


class WarningRecord(InformationalRecord):
    __slots__ = ()
    type_name = "System.Management.Automation.WarningRecord"


class VerboseRecord(InformationalRecord):
    __slots__ = ()
    type_name = "System.Management.Automation.VerboseRecord"


class DebugRecord(InformationalRecord):
    __slots__ = ()
    type_name = "System.Management.Automation.DebugRecord"


class InformationRecord(NetObject):
    """System.Management.Automation.InformationRecord."""

    __slots__ = ("computer", "message_data", "source", "tags", "time_generated", "user")
    type_name = "System.Management.Automation.InformationRecord"

    def __init__(
        self, message_data: Any, source: str = "", tags: Iterable[str] = (), time_generated: Any = None
    ) -> None:
        self.message_data = message_data
        self.source = source
        self.tags = list(tags)
        self.time_generated = time_generated
        self.user = ""
        self.computer = ""

    def to_text(self) -> str:
        from ems.runtime.convert import to_string

        return "" if self.message_data is None else to_string(self.message_data)


def preference(context: Context, name: str, default: str) -> str:
    """The value of a preference variable, by the enumeration's own spelling."""
    value = context.scope.stored(name)
    if value is None or value is MISSING:
        return default
    if type(value) is not str:
        from ems.runtime.convert import to_string

        value = to_string(value)
    return ACTIONS.get(value.strip().lower(), default)


def impact(value: Any, default: int) -> int:
    """A ConfirmImpact as a number."""
    if value is None or value is MISSING:
        return default
    from ems.runtime.convert import to_string

    return IMPACTS.get(to_string(value).strip().lower(), default)


class CommandRuntime:
    """What one running command writes to.

    `context` is where preference variables are looked up: the caller's for a cmdlet, its own for a function.
    `common` holds the common parameters that were given, by folded name. `out` receives the output; the pipeline
    sets it.
    """

    __slots__ = (
        "call",
        "caller",
        "cmdlet",
        "common",
        "context",
        "continue_all",
        "error_to_output",
        "error_variable",
        "failed",
        "info",
        "information_variable",
        "invocation",
        "invocation_name",
        "out",
        "out_variable",
        "pipeline_variable",
        "position",
        "remembered",
        "session",
        "sink",
        "streams",
        "warning_variable",
    )

    def __init__(
        self,
        context: Context,
        info: Any,
        invocation_name: str,
        call: Any,
        streams: Streams,
        common: dict[str, Any] | None,
    ) -> None:
        self.session = context.session
        self.context = context
        self.caller = context
        self.info = info
        self.call = call
        self.cmdlet: Any = None
        self.invocation_name = invocation_name
        self.invocation: InvocationInfo | None = None
        self.streams = streams
        self.common = common
        self.out: Sink = _nowhere
        self.sink: Sink = _nowhere
        self.error_to_output = False
        self.out_variable: Any = None
        self.error_variable: Any = None
        self.warning_variable: Any = None
        self.information_variable: Any = None
        self.pipeline_variable: str | None = None
        self.remembered: dict[str, str] = {}
        self.position = 0
        self.continue_all = False
        self.failed = False

    # Set-up by the pipeline

    def connect(self, sink: Sink) -> None:
        """Tells where the output goes; -OutVariable and -PipelineVariable look at each object on its way."""
        self.sink = sink
        self.out = sink
        if self.common:
            from ems.runtime.commonparameters import connect_variables

            connect_variables(self)

    # Output

    def write(self, value: Any) -> None:
        if value is not NOTHING:
            self.out(value)

    def write_all(self, values: Any) -> None:
        from ems.runtime.convert import enumerate_value

        each = enumerate_value(values)
        if each is None:
            self.write(values)
        else:
            out = self.out
            for value in each:
                out(value)

    # Errors

    def my_invocation(self) -> InvocationInfo:
        """The InvocationInfo of this call."""
        info = self.invocation
        if info is None:
            info = InvocationInfo(
                self.info, self.context.extent_of(self.call), self.invocation_name, self.session.history_id
            )
            self.invocation = info
        return info

    def complete(self, record: ErrorRecord) -> ErrorRecord:
        """Adds to an error record what the command knows: who reported it, and where it was called."""
        if record.invocation is None:
            record.invocation = self.my_invocation()
            if record.position is None:
                record.position = record.invocation.extent
            if record.origin is None:
                record.origin = self.info.error_origin if self.info is not None else None
            if not record.activity and self.info is not None:
                record.activity = self.info.name
        if not record.script_stack_trace:
            record.script_stack_trace = script_stack_trace(self.session.frames, None)
        return record

    def error_action(self) -> str:
        if self.common and "erroraction" in self.common:
            return str(self.common["erroraction"])
        return preference(self.context, "erroractionpreference", "Continue")

    def write_error(self, record: ErrorRecord) -> None:
        """A non-terminating error: reported, recorded or turned into a terminating one, as the preference says."""
        self.complete(record)
        self.session.pipeline_failed = True
        action = self.error_action()
        if action == "Ignore":
            return
        if action == "SilentlyContinue":
            self.record_error(record)
            return
        if action == "Stop":
            self.record_error(record)
            raise stopped_by_preference(record, "ErrorActionPreference")
        if action == "Inquire" and not self.continue_all:
            self.inquire_action("error", record.message)
        self.record_error(record)
        sink = self.streams.error
        if sink is not None:
            sink(record)
        else:
            self.session.show_error(record)

    def record_error(self, record: ErrorRecord) -> None:
        """Puts an error into `$Error` and the -ErrorVariable."""
        if self.error_variable is not None:
            self.error_variable(record)
        for remember in self.streams.error_lists:
            if remember is not self.error_variable:
                remember(record)
        self.session.add_error(record)

    # Messages

    def _message(self, kind: str, text: str, record: InformationalRecord) -> None:
        option, variable = kind + "action", kind + "preference"
        common = self.common
        if common and option in common:
            action = str(common[option])
        elif common and kind in common and kind != "warning":
            action = "Continue" if common[kind] else "SilentlyContinue"
            if kind == "debug" and common[kind]:
                action = "Inquire"
        else:
            action = preference(self.context, variable, "Continue" if kind == "warning" else "SilentlyContinue")
            if kind == "warning" and common and action == "Continue" and common.get("verbose") is False:
                action = "Continue"
        if kind == "warning" and self.warning_variable is not None and action != "Ignore":
            self.warning_variable(record)
        if action in ("Ignore", "SilentlyContinue"):
            return
        sink = getattr(self.streams, kind)
        if sink is not None:
            record.invocation = self.my_invocation()
            sink(record)
        else:
            self.session.show_message(kind, text)
        if action == "Stop":
            raise self.halted(STOP_TEXT.format(kind.capitalize() + "Preference", text))
        if action == "Inquire" and self.remembered.get(kind) != "all":
            self.inquire_action(kind, text)

    def write_warning(self, text: str) -> None:
        self._message("warning", text, WarningRecord(text))

    def write_verbose(self, text: str) -> None:
        self._message("verbose", text, VerboseRecord(text))

    def write_debug(self, text: str) -> None:
        self._message("debug", text, DebugRecord(text))

    def write_progress(self, record: Any) -> None:
        if preference(self.context, "progresspreference", "Continue") in ("Continue", "Inquire", "Stop"):
            self.session.host.progress(record)

    def write_information(self, record: Any, *, host_output: Callable[[], None] | None = None) -> None:
        """An information record. Write-Host's records are shown whatever the preference: `host_output` shows them."""
        if not isinstance(record, InformationRecord):
            record = InformationRecord(record)
        common = self.common
        if common and "informationaction" in common:
            action = str(common["informationaction"])
        elif host_output is not None:
            action = "Continue"
        else:
            action = preference(self.context, "informationpreference", "SilentlyContinue")
        if action == "Ignore":
            return
        if self.information_variable is not None:
            self.information_variable(record)
        sink = self.streams.information
        if sink is not None:
            sink(record)
        elif action != "SilentlyContinue":
            if host_output is not None:
                host_output()
            else:
                from ems.runtime.convert import to_string

                self.session.show_message("information", to_string(record.message_data))
        if action == "Stop":
            from ems.runtime.convert import to_string

            raise self.halted(STOP_TEXT.format("InformationPreference", to_string(record.message_data)))

    # Questions

    def halted(self, message: str) -> Terminating:
        """The ActionPreferenceStopException of a warning or a question."""
        record = ErrorRecord(
            NetException("System.Management.Automation.ActionPreferenceStopException", message),
            "ActionPreferenceStop",
            "OperationStopped",
        )
        error = Terminating(self.complete(record))
        error.suppress_prompt = True
        return error

    def inquire(
        self, caption: str | None, message: str, *, to_all: bool = True, halt: bool = False, cautious: bool = False
    ) -> str:
        """The question behind every confirmation: 'yes', 'all', 'no' or 'none'."""
        from ems.runtime.confirmation import inquire

        return inquire(
            self,
            caption or "Confirm",
            message or "Continue with this operation?",
            to_all=to_all,
            halt=halt,
            cautious=cautious,
        )

    def inquire_action(self, kind: str, message: str) -> None:
        """Asks whether to go on, where a preference is Inquire."""
        if self.inquire("Confirm", message if kind == "error" else "Continue with this operation?", halt=True) == "all":
            self.remembered[kind] = "all"
            if kind == "error":
                self.continue_all = True

    def should_continue(self, query: str, caption: str) -> bool:
        return self.inquire(caption, query, to_all=False) == "yes"

    def should_process(
        self,
        target: str,
        action: str,
        description: str | None = None,
        *,
        warning: str | None = None,
        caption: str | None = None,
    ) -> bool:
        """ShouldProcess: whether to do it, minding -WhatIf, -Confirm and their preference variables."""
        from ems.runtime.confirmation import should_process

        if description is None:
            description = f'Performing the operation "{action}" on target "{target}".'
            if warning is None:
                warning = f"Are you sure you want to perform this action?\n{description}"
        return should_process(
            self, description, warning or f"Are you sure you want to perform this action?\n{description}", caption
        )


def stopped_by_preference(record: ErrorRecord, variable: str) -> Terminating:
    """A non-terminating error that the preference turned into a terminating one."""
    error = Terminating(record)
    error.thrown = NetException(
        "System.Management.Automation.ActionPreferenceStopException", STOP_TEXT.format(variable, record.message)
    )
    error.suppress_prompt = True
    return error


def _nowhere(value: Any) -> None:
    """Output that nobody reads."""
