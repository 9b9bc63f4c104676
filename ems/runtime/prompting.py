"""Asking for mandatory parameters that were not given, as the console host does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.binder import missing_error
from ems.runtime.coercion import takes_lists
from ems.runtime.errors import Terminating
from ems.runtime.messages import message

if TYPE_CHECKING:
    from ems.runtime.metadata import BoundParameter
    from ems.runtime.streams import CommandRuntime


def prompt_for(runtime: CommandRuntime, missing: list[BoundParameter]) -> dict[BoundParameter, Any]:
    """Values for parameters, from the user; where the answers end, the parameters are missing."""
    try:
        return ask_for(runtime, missing)
    except Terminating:
        raise missing_error(missing) from None


def ask_for(runtime: CommandRuntime, missing: list[BoundParameter]) -> dict[BoundParameter, Any]:
    """Asks for each parameter; for arrays element by element until an empty line."""
    host = runtime.session.host
    name = runtime.info.name if runtime.info is not None else ""
    host.write_line()
    host.write_line(message("ParameterBinderStrings", "PromptCaption", name, runtime.position or 1))
    host.write_line(message("ParameterBinderStrings", "PromptMessage"))
    answers: dict[BoundParameter, Any] = {}
    for parameter in missing:
        if parameter.net_type.is_array or takes_lists(parameter.net_type):
            values: list[Any] = []
            while True:
                line = host.read_line(f"{parameter.name}[{len(values)}]: ")
                if line == "":
                    break
                values.append(line)
            answers[parameter] = values
        elif parameter.net_type.full_name == "System.Security.SecureString":
            from ems.runtime.members import construct
            from ems.runtime.types import type_named

            secret = host.read_secret(f"{parameter.name}: ")

            secure = construct(type_named("System.Security.SecureString"), [])
            for char in secret:
                secure.append_char(char)
            answers[parameter] = secure
        else:
            answers[parameter] = host.read_line(f"{parameter.name}: ")
    return answers
