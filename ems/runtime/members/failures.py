"""The errors of members, with PowerShell's ids, texts and exception types (resource ExtendedTypeSystem of 5.1)."""

from __future__ import annotations

from typing import Any

from ems.runtime.errors import NetError, NetException, Terminating, runtime_error
from ems.runtime.messages import message

_AUTOMATION = "System.Management.Automation."


def _id_of(exception: NetException) -> str:
    """The id of an error that wraps a .NET exception: the name of its type."""
    return exception.type_name.rpartition(".")[2].rpartition("+")[2]


def method_not_found(type_name: str, name: str, is_operator: bool = False) -> Terminating:
    """Only operators and custom objects, which are called in another way, name the method as the error's target."""
    named = is_operator or type_name == _AUTOMATION + "PSCustomObject"
    return runtime_error(
        "MethodNotFound",
        f"Method invocation failed because [{type_name}] does not contain a method named '{name}'.",
        target=name if named else None,
    )


def method_on_null() -> Terminating:
    return runtime_error("InvokeMethodOnNull", "You cannot call a method on a null-valued expression.")


def no_overload(name: str, count: int) -> Terminating:
    return _method_exception(
        "MethodCountCouldNotFindBest", f'Cannot find an overload for "{name}" and the argument count: "{count}".'
    )


def ambiguous_overload(name: str, count: int) -> Terminating:
    return _method_exception(
        "MethodCountCouldNotFindBest",
        f'Multiple ambiguous overloads found for "{name}" and the argument count: "{count}".',
    )


def bad_argument(parameter: str, shown: str, method: str, type_name: str, reason: NetException) -> Terminating:
    return _method_exception(
        "MethodArgumentConversionInvalidCastArgument",
        f'Cannot convert argument "{parameter}", with value: "{shown}", for "{method}" to type "{type_name}": '
        f'"{reason.message}"',
        reason,
    )


def reference_wanted(position: int) -> Terminating:
    return _method_exception(
        "NonRefArgumentToRefParameterMsg",
        f"Argument: '{position}' should be a System.Management.Automation.PSReference. Use [ref].",
    )


def reference_unwanted(position: int) -> Terminating:
    return _method_exception(
        "RefArgumentToNonRefParameterMsg",
        f"Argument: '{position}' should not be a System.Management.Automation.PSReference. Do not use [ref].",
    )


def _method_exception(error_id: str, text: str, inner: NetException | None = None) -> Terminating:
    return runtime_error(error_id, text, "NotSpecified", exception=_AUTOMATION + "MethodException", inner=inner)


def method_invocation(name: str, count: int, exception: NetException, target: Any = None) -> Terminating:
    """A .NET method failed. The objects of an adapter (XML) have one id for everything, all others the exception's."""
    return runtime_error(
        getattr(target, "method_error_id", "") or _id_of(exception),
        f'Exception calling "{name}" with "{count}" argument(s): "{exception.message}"',
        "NotSpecified",
        exception=_AUTOMATION + "MethodInvocationException",
        inner=exception,
    )


def script_method_failed(name: str, count: int, error: Terminating) -> Terminating:
    """The script of a script method or block failed: its own id stays."""
    exception = error.record.exception
    return runtime_error(
        _id_of(exception) if not error.record.error_id else _script_id(error),
        f'Exception calling "{name}" with "{count}" argument(s): "{exception.message}"',
        "NotSpecified",
        exception=_AUTOMATION + "MethodInvocationException",
        inner=exception,
    )


def _script_id(error: Terminating) -> str:
    return _id_of(error.record.exception)


def getting(name: str, error: NetError) -> Terminating:
    return getting_exception(name, error.exception)


def getting_exception(name: str, exception: NetException) -> Terminating:
    return runtime_error(
        "ExceptionWhenGetting",
        f'Exception getting "{name}": "{exception.message}"',
        "NotSpecified",
        exception=_AUTOMATION + "GetValueInvocationException",
        inner=exception,
    )


def setting(name: str, exception: NetException) -> Terminating:
    return runtime_error(
        "ExceptionWhenSetting",
        f'Exception setting "{name}": "{exception.message}"',
        "NotSpecified",
        exception=_AUTOMATION + "SetValueInvocationException",
        inner=exception,
    )


def read_only_property(name: str) -> Terminating:
    return runtime_error("PropertyAssignmentException", f"'{name}' is a ReadOnly property.")


def no_getter(name: str) -> Terminating:
    return runtime_error(
        "WriteOnlyProperty",
        f"'{name}' is a WriteOnly property.",
        "NotSpecified",
        exception=_AUTOMATION + "GetValueException",
    )


def no_setter(name: str, kind: str) -> Terminating:
    error_id = f"SetWithoutSetterFrom{kind}"
    return runtime_error(
        error_id,
        f'Set accessor for property "{name}" is unavailable.',
        "NotSpecified",
        exception=_AUTOMATION + "SetValueException",
    )


def no_script_getter(name: str) -> Terminating:
    return runtime_error(
        "GetWithoutGetterFromScriptProperty",
        f'Get accessor for property "{name}" is unavailable.',
        "NotSpecified",
        exception=_AUTOMATION + "GetValueException",
    )


def property_cannot_be_set(name: str) -> Terminating:
    """The object has no such property to assign to."""
    return runtime_error(
        "PropertyAssignmentException",
        f"The property '{name}' cannot be found on this object. Verify that the property exists and can be set.",
    )


def property_on_null(name: str) -> Terminating:
    return runtime_error(
        "PropertyNotFound",
        f"The property '{name}' cannot be found on this object. Verify that the property exists and can be set.",
    )


def custom_property_missing(name: str) -> Terminating:
    text = f"The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
    return setting(name, NetException(_AUTOMATION + "SetValueException", text))


def property_missing_strict(name: str, target: Any) -> Terminating:
    error = runtime_error(
        "PropertyNotFoundStrict",
        f"The property '{name}' cannot be found on this object. Verify that the property exists.",
        exception=_AUTOMATION + "PropertyNotFoundException",
    )
    error.record.category = "NotSpecified"
    return error


def index_null() -> Terminating:
    return runtime_error("NullArrayIndex", "Index operation failed; the array index evaluated to null.")


def null_array() -> Terminating:
    return runtime_error("NullArray", "Cannot index into a null array.")


def cannot_index(type_name: str) -> Terminating:
    return runtime_error("CannotIndex", f"Unable to index into an object of type {type_name}.")


def slice_assignment(shown: str) -> Terminating:
    return runtime_error(
        "ArraySliceAssignmentFailed",
        f"Array assignment to [{shown}] failed because assignment to slices is not supported.",
    )


def raw(error: NetError, category: str = "OperationStopped") -> Terminating:
    """A .NET exception that nothing wrapped: its full type name is the id."""
    exception = error.exception
    return runtime_error(
        exception.type_name, exception.message, category, exception=exception.type_name, inner=exception.inner
    )


def extended_error(error_id: str, text: str, exception: str = "ExtendedTypeSystemException") -> Terminating:
    return runtime_error(error_id, text, "NotSpecified", exception=_AUTOMATION + exception)


def resource(name: str, *args: Any) -> str:
    """A text of the resource ExtendedTypeSystem."""
    return message("ExtendedTypeSystem", name, *args)
