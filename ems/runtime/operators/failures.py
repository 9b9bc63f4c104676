"""The errors operators raise themselves."""
from __future__ import annotations

from typing import Any

from ems.runtime.errors import NetException, Terminating, runtime_error
from ems.runtime.messages import message


def language_error(name: str, *args: Any, resource: str = "ParserStrings", target: Any = None) -> Terminating:
    """An error of the language whose id is the name of its text."""
    return runtime_error(name, message(resource, name, *args), "InvalidOperation", target)


def net_failure(type_name: str, text: str) -> Terminating:
    """A .NET exception that nothing wraps: its type is its id."""
    return runtime_error(type_name, text, "OperationStopped", exception=type_name)


def wrapped_failure(type_name: str, text: str) -> Terminating:
    """A .NET exception inside a RuntimeException of the same text."""
    return runtime_error("RuntimeException", text, "NotSpecified", inner=NetException(type_name, text))


def divided_by_zero() -> Terminating:
    return wrapped_failure("System.DivideByZeroException", "Attempted to divide by zero.")


def out_of_memory() -> Terminating:
    return net_failure("System.OutOfMemoryException", "Exception of type 'System.OutOfMemoryException' was thrown.")
