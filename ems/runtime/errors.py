"""Errors as PowerShell knows them: records, the exceptions inside them, and the Python exceptions that carry them.

An exception in the sense of .NET is an ordinary value (`NetException`): scripts look at its type, message and inner
exception. What unwinds the Python stack is `Terminating`, which carries an `ErrorRecord`. Every error that a script
can see goes this way; any other Python exception is a defect of ems.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.values import NetObject


class NetException(NetObject):
    """A .NET exception as a value. `type_name` is per instance: `System.ArgumentException` for instance."""

    __slots__ = (
        "data",
        "error_record",
        "help_link",
        "inner",
        "message",
        "net_type",
        "properties",
        "source",
        "type_name",
    )

    def __init__(self, type_name: str, message: str, inner: NetException | None = None, **properties: Any) -> None:
        self.type_name = type_name
        self.message = message
        self.inner = inner
        self.properties = properties
        self.error_record: ErrorRecord | None = None
        self.net_type: Any = None
        self.data: Any = None
        self.source: Any = None
        self.help_link: Any = None

    def to_text(self) -> str:
        """Exception.ToString(): the type, the message, and those of the exception inside."""
        text = f"{self.type_name}: {self.message}"
        if self.inner is not None:
            text += f" ---> {self.inner.to_text()}\n   --- End of inner exception stack trace ---"
        return text


class ErrorRecord(NetObject):
    """System.Management.Automation.ErrorRecord.

    `error_id` is the id as thrown; `fully_qualified_error_id` adds the command that reported it (`id,Command`).
    `position` is the extent (start, end offsets and source) the position message shows, or None. `invocation` is the
    InvocationInfo or None.
    """

    __slots__ = (
        "activity",
        "category",
        "details",
        "error_id",
        "exception",
        "invocation",
        "position",
        "reason",
        "recommended_action",
        "script_stack_trace",
        "target",
        "target_name",
        "target_type",
        "origin",
    )
    type_name = "System.Management.Automation.ErrorRecord"

    def __init__(
        self, exception: NetException, error_id: str, category: str = "NotSpecified", target: Any = None
    ) -> None:
        self.exception = exception
        self.error_id = error_id
        self.category = category
        self.target = target
        self.details: str | None = None
        self.recommended_action: str | None = None
        self.activity: str = ""
        self.reason: str | None = None
        self.target_name: str | None = None
        self.target_type: str | None = None
        self.invocation: Any = None
        self.position: Any = None
        self.origin: str | None = None
        self.script_stack_trace: str = ""

    @property
    def fully_qualified_error_id(self) -> str:
        return ",".join(each for each in (self.error_id, self.origin) if each)

    def to_text(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        return self.details if self.details is not None else self.exception.message


class Terminating(Exception):
    """A terminating error on its way up. `record.exception` is what `catch` filters by type.

    `thrown` is the exception around the record, where it is another one (ActionPreferenceStopException,
    CmdletInvocationException). `from_throw` marks a `throw` statement, `suppress_prompt` an error that must stop
    whatever `$ErrorActionPreference` says.
    """

    def __init__(self, record: ErrorRecord) -> None:
        super().__init__(record.exception.message)
        self.record = record
        if record.exception.error_record is None:
            record.exception.error_record = record
        self.thrown: NetException | None = None
        self.from_throw = False
        self.suppress_prompt = False
        # A trap has seen it and lets it go on.
        self.trapped = False


def runtime_error(
    error_id: str,
    message: str,
    category: str = "InvalidOperation",
    target: Any = None,
    exception: str = "System.Management.Automation.RuntimeException",
    inner: NetException | None = None,
) -> Terminating:
    """The exception to raise for an error of the language itself."""
    return Terminating(ErrorRecord(NetException(exception, message, inner), error_id, category, target))


class NetError(Exception):
    """A .NET method failed: raised by implementations of .NET members; the caller wraps it as PowerShell does
    (`Exception calling "Substring" with "2" argument(s): "..."`)."""

    def __init__(self, type_name: str, message: str, inner: NetException | None = None, **properties: Any) -> None:
        super().__init__(message)
        self.exception = NetException(type_name, message, inner, **properties)


def bare_failure(error: BaseException) -> Terminating:
    """What a NetError nobody has wrapped, memory used up or a stack used up is to a script."""
    if isinstance(error, RecursionError):
        from ems.runtime.functions import too_deep

        return too_deep()
    if isinstance(error, NetError):
        exception = error.exception
    else:
        exception = NetException(
            "System.OutOfMemoryException", "Exception of type 'System.OutOfMemoryException' was thrown."
        )
    return Terminating(ErrorRecord(exception, exception.type_name, "OperationStopped"))


BARE_FAILURES: Final = (NetError, MemoryError)
