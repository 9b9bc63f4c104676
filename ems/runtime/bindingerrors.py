"""The errors of binding, each with its text from the resource ParameterBinderStrings and the place it points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message

if TYPE_CHECKING:
    from ems.language.tree import Ast
    from ems.runtime.context import Context
    from ems.runtime.streams import CommandRuntime

BINDING: Final = "System.Management.Automation.ParameterBindingException"
VALIDATION: Final = "System.Management.Automation.ParameterBindingValidationException"
TRANSFORMATION: Final = "System.Management.Automation.ParameterBindingArgumentTransformationException"


def binding_error(
    error_id: str,
    parameter: str,
    *details: Any,
    type_name: str = "",
    category: str = "InvalidArgument",
    kind: str = BINDING,
    place: Ast | None = None,
    inner: NetException | None = None,
    resource: str | None = None,
) -> Terminating:
    """An error of binding. `place` is the parameter or argument that the position message underlines."""
    text = message("ParameterBinderStrings", resource or error_id, "", parameter, type_name, "", "", "", *details)
    exception = NetException(kind, text, inner, ParameterName=parameter, ErrorId=error_id)
    error = Terminating(ErrorRecord(exception, error_id, category))
    error.record.position = place  # an Ast here; `finish` makes it an extent
    return error


def finish(error: Terminating, runtime: CommandRuntime) -> Terminating:
    """Gives an error of binding its invocation and place: those of the command that was called."""
    from ems.runtime.invocation import Extent, InvocationInfo

    record = error.record
    if record.invocation is not None:
        return error
    context: Context = runtime.context
    place = record.position
    extent = place if isinstance(place, Extent) else context.extent_of(place if place is not None else runtime.call)
    record.position = extent
    # The command's own name: while it binds, the product does not know yet under which alias it was called.
    name = runtime.info.name if runtime.info is not None and runtime.info.name else runtime.invocation_name
    record.invocation = InvocationInfo(runtime.info, extent, name, runtime.session.history_id)
    if runtime.info is not None:
        if record.origin is None:
            record.origin = runtime.info.error_origin
        record.activity = record.activity or runtime.info.name
    record.exception.properties.setdefault("CommandInvocation", record.invocation)
    return error
