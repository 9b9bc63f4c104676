"""System.Exception and what derives from it: every exception type of the catalog has the members declared here."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import attr, both
from ems.runtime.errors import ErrorRecord, NetException
from ems.runtime.hashtable import EXACT, Hashtable
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_of

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


# The HRESULT of an exception is that of the nearest of these among its bases.
_NUMBERS: Final = {
    "System.Exception": 0x80131500,
    "System.SystemException": 0x80131501,
    "System.ArgumentOutOfRangeException": 0x80131502,
    "System.ArrayTypeMismatchException": 0x80131503,
    "System.TimeoutException": 0x80131505,
    "System.FieldAccessException": 0x80131507,
    "System.IndexOutOfRangeException": 0x80131508,
    "System.InvalidOperationException": 0x80131509,
    "System.Security.SecurityException": 0x8013150A,
    "System.Runtime.Serialization.SerializationException": 0x8013150C,
    "System.MethodAccessException": 0x80131510,
    "System.MissingFieldException": 0x80131511,
    "System.MissingMemberException": 0x80131512,
    "System.MissingMethodException": 0x80131513,
    "System.NotSupportedException": 0x80131515,
    "System.OverflowException": 0x80131516,
    "System.RankException": 0x80131517,
    "System.Threading.SynchronizationLockException": 0x80131518,
    "System.Threading.ThreadInterruptedException": 0x80131519,
    "System.MemberAccessException": 0x8013151A,
    "System.TypeLoadException": 0x80131522,
    "System.EntryPointNotFoundException": 0x80131523,
    "System.DllNotFoundException": 0x80131524,
    "System.NotFiniteNumberException": 0x80131528,
    "System.Threading.ThreadAbortException": 0x80131530,
    "System.TypeInitializationException": 0x80131534,
    "System.FormatException": 0x80131537,
    "System.OperationCanceledException": 0x8013153B,
    "System.Collections.Generic.KeyNotFoundException": 0x80131577,
    "System.ApplicationException": 0x80131600,
    "System.Reflection.TargetException": 0x80131603,
    "System.Reflection.TargetInvocationException": 0x80131604,
    "System.IO.IOException": 0x80131620,
    "System.IO.FileLoadException": 0x80131621,
    "System.ObjectDisposedException": 0x80131622,
    "System.Data.DataException": 0x80131920,
    "System.Xml.XmlException": 0x80131940,
    "System.Security.Cryptography.CryptographicException": 0x80131430,
    "System.Reflection.TargetParameterCountException": 0x8002000E,
    "System.DivideByZeroException": 0x80020012,
    "System.Reflection.AmbiguousMatchException": 0x8000211D,
    "System.NotImplementedException": 0x80004001,
    "System.InvalidCastException": 0x80004002,
    "System.ArgumentNullException": 0x80004003,
    "System.NullReferenceException": 0x80004003,
    "System.Runtime.InteropServices.ExternalException": 0x80004005,
    "System.IO.FileNotFoundException": 0x80070002,
    "System.IO.DirectoryNotFoundException": 0x80070003,
    "System.IO.DriveNotFoundException": 0x80070003,
    "System.UnauthorizedAccessException": 0x80070005,
    "System.BadImageFormatException": 0x8007000B,
    "System.OutOfMemoryException": 0x8007000E,
    "System.IO.EndOfStreamException": 0x80070026,
    "System.ArgumentException": 0x80070057,
    "System.IO.PathTooLongException": 0x800700CE,
    "System.ArithmeticException": 0x80070216,
    "System.StackOverflowException": 0x800703E9,
}


def _number(exception: NetException) -> int:
    kind: TypeInfo | None = type_of(exception)
    while kind is not None and kind.full_name not in _NUMBERS:
        kind = kind.base
    return _NUMBERS[kind.full_name if kind is not None else "System.Exception"] - 0x100000000


TYPES: Final = {
    "System.Exception": Implementation(
        methods={"GetBaseException": _base_exception, "ToString": to_text},
        properties={
            "Data": _data,
            "ErrorRecord": _record,
            "HelpLink": both("help_link"),
            "HResult": _number,
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
