"""System.Exception and what derives from it: every exception type of the catalog has the members declared here."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import attr, both
from ems.runtime.errors import ErrorRecord, NetException
from ems.runtime.hashtable import EXACT, Hashtable
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo

_DEFAULTS: Final = {
    "System.ArgumentException": "Value does not fall within the expected range.",
    "System.ArgumentNullException": "Value cannot be null.",
    "System.ArgumentOutOfRangeException": "Specified argument was out of the range of valid values.",
    "System.DivideByZeroException": "Attempted to divide by zero.",
    "System.OverflowException": "Arithmetic operation resulted in an overflow.",
    "System.FormatException": "One of the identified items was in an invalid format.",
    "System.IndexOutOfRangeException": "Index was outside the bounds of the array.",
    "System.InvalidCastException": "Specified cast is not valid.",
    "System.InvalidOperationException": "Operation is not valid due to the current state of the object.",
    "System.NotImplementedException": "The method or operation is not implemented.",
    "System.NotSupportedException": "Specified method is not supported.",
    "System.NullReferenceException": "Object reference not set to an instance of an object.",
    "System.OutOfMemoryException": "Insufficient memory to continue the execution of the program.",
    "System.TimeoutException": "The operation has timed out.",
    "System.UnauthorizedAccessException": "Attempted to perform an unauthorized operation.",
    "System.SystemException": "System error.",
    "System.ApplicationException": "Error in the application.",
    "System.OperationCanceledException": "The operation was canceled.",
    "System.IO.IOException": "I/O error occurred.",
    "System.IO.FileNotFoundException": "Unable to find the specified file.",
    "System.IO.DirectoryNotFoundException": "Attempted to access a path that is not on the disk.",
    "System.Collections.Generic.KeyNotFoundException": "The given key was not present in the dictionary.",
    "System.Security.SecurityException": "Security error.",
    "System.Net.Mail.SmtpException": "Failure sending mail.",
    "System.Management.Automation.RuntimeException": "System error.",
}


def default_message(type_info: TypeInfo) -> str:
    """What an exception without a message says."""
    return _DEFAULTS.get(type_info.full_name, f"Exception of type '{type_info.full_name}' was thrown.")


def new_exception(type_info: TypeInfo, *arguments: Any) -> NetException:
    """A new exception: message, inner exception, and for argument exceptions the name of the parameter."""
    texts = [each for each in arguments if isinstance(each, str) or each is None]
    inner = next((each for each in arguments if isinstance(each, NetException)), None)
    message: str | None = texts[0] if texts else None
    parameter: str | None = None
    full = type_info.full_name
    names_parameter = any(base.full_name == "System.ArgumentException" for base in type_info.bases())
    if full == "System.IO.FileNotFoundException" and len(texts) == 2:
        made = NetException(full, message or default_message(type_info), inner)
        made.properties["FileName"] = texts[1]
        made.net_type = type_info
        return made
    if names_parameter:
        swapped = full.endswith(("ArgumentNullException", "ArgumentOutOfRangeException"))
        if swapped and len(texts) == 1 and inner is None:
            message, parameter = None, texts[0]
        elif swapped and len(texts) >= 2:
            parameter, message = texts[0], texts[-1]
        elif len(texts) >= 2:
            parameter = texts[1]
    shown = message if message is not None else default_message(type_info)
    if parameter:
        shown += f"\nParameter name: {parameter}"
    made = NetException(full, shown, inner)
    if parameter is not None:
        made.properties["ParamName"] = parameter
    made.net_type = type_info
    return made


def _data(exception: NetException) -> Any:
    if exception.data is None:
        exception.data = Hashtable((), EXACT)
    return exception.data


def _base_exception(exception: NetException) -> NetException:
    while exception.inner is not None:
        exception = exception.inner
    return exception


def to_text(exception: NetException) -> str:
    """Exception.ToString()."""
    text = f"{exception.type_name}: {exception.message}" if exception.message else exception.type_name
    if exception.inner is not None:
        text += f" ---> {to_text(exception.inner)}\n   --- End of inner exception stack trace ---"
    return text


def _record(exception: NetException) -> ErrorRecord:
    if exception.error_record is None:
        exception.error_record = ErrorRecord(exception, exception.type_name.rpartition(".")[2])
    return exception.error_record


def _property(name: str) -> Any:
    return lambda exception: exception.properties.get(name)


_EXTRA: Final = (
    "ParamName", "ActualValue", "FileName", "NativeErrorCode", "StatusCode", "FailedRecipient", "CommandName",
    "ItemName",
    "SessionStateCategory", "ParameterName", "CommandInvocation", "LineNumber", "LinePosition", "Errors", "ErrorCode",
    "ProviderInfo", "Offset", "CancellationToken", "Status", "SocketErrorCode", "ObjectName",
)  # fmt: skip


_WITH_MORE: Final = {
    "System.ArgumentException": """
        string ParamName {get;}
        System.ArgumentException new()
        System.ArgumentException new(string message)
        System.ArgumentException new(string message, System.Exception innerException)
        System.ArgumentException new(string message, string paramName, System.Exception innerException)
        System.ArgumentException new(string message, string paramName)
    """,
    "System.ArgumentNullException": """
        System.ArgumentNullException new()
        System.ArgumentNullException new(string paramName)
        System.ArgumentNullException new(string message, System.Exception innerException)
        System.ArgumentNullException new(string paramName, string message)
    """,
    "System.ArgumentOutOfRangeException": """
        System.Object ActualValue {get;}
        System.ArgumentOutOfRangeException new()
        System.ArgumentOutOfRangeException new(string paramName)
        System.ArgumentOutOfRangeException new(string paramName, string message)
        System.ArgumentOutOfRangeException new(string message, System.Exception innerException)
        System.ArgumentOutOfRangeException new(string paramName, System.Object actualValue, string message)
    """,
    "System.ObjectDisposedException": "string ObjectName {get;}",
    "System.IO.FileNotFoundException": """
        string FileName {get;}
        System.IO.FileNotFoundException new()
        System.IO.FileNotFoundException new(string message)
        System.IO.FileNotFoundException new(string message, System.Exception innerException)
        System.IO.FileNotFoundException new(string message, string fileName)
    """,
    "System.ComponentModel.Win32Exception": "int NativeErrorCode {get;}",
    "System.Runtime.InteropServices.ExternalException": "int ErrorCode {get;}",
    "System.Net.Sockets.SocketException": "System.Net.Sockets.SocketError SocketErrorCode {get;}",
    "System.Net.WebException": "System.Object Status {get;}\nSystem.Object Response {get;}",
    "System.Net.Mail.SmtpException": "System.Net.Mail.SmtpStatusCode StatusCode {get;set;}",
    "System.Net.Mail.SmtpFailedRecipientException": "string FailedRecipient {get;}",
    "System.Xml.XmlException": "int LineNumber {get;}\nint LinePosition {get;}",
    "System.Management.Automation.ParseException": "System.Object Errors {get;}",
    "System.Management.Automation.CommandNotFoundException": "string CommandName {get;set;}",
    "System.Management.Automation.SessionStateException": (
        "string ItemName {get;}\nSystem.Object SessionStateCategory {get;}"
    ),
    "System.Management.Automation.ParameterBindingException": (
        "System.Object CommandInvocation {get;}\nstring ErrorId {get;}\nlong Line {get;}\nlong Offset "
        "{get;}\nstring ParameterName {get;}"
    ),
}
"""Properties that some exceptions have besides those of all."""


TYPES: Final = {
    "System.Exception": Implementation(
        methods={"GetBaseException": _base_exception, "ToString": to_text},
        properties={
            "Data": _data,
            "ErrorRecord": _record,
            "HelpLink": both("help_link"),
            "HResult": lambda _exception: -2146233088,
            "InnerException": attr("inner"),
            "Message": attr("message"),
            "Source": both("source"),
            "StackTrace": lambda _exception: None,
            "TargetSite": lambda _exception: None,
            "WasThrownFromThrowStatement": (
                lambda exception: exception.properties.get("WasThrownFromThrowStatement", False),
                lambda exception, value: exception.properties.__setitem__("WasThrownFromThrowStatement", value),
            ),
            **{name: _property(name) for name in _EXTRA},
        },
        static={"new": new_exception},
    ),
    **{name: Implementation(static={"new": new_exception}, declared=declared) for name, declared in _WITH_MORE.items()},
}
