"""$PSDefaultParameterValues: values for parameters that are not given, by command and parameter name with wildcards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.convert import to_bool, to_string
from ems.runtime.wildcard import like_matcher

if TYPE_CHECKING:
    from ems.runtime.context import Context


def defaults_for(table: Any, info: Any, context: Context) -> dict[str, Any]:
    """The parameters and values that the table has for a command."""
    from ems.runtime.scriptblock import ScriptBlock

    found: dict[str, Any] = {}
    for key, value in table.items():
        text = to_string(key)
        if text.lower() == "disabled":
            if to_bool(value):
                return {}
            continue
        command, colon, parameter = text.partition(":")
        if not colon or not like_matcher(command.strip().strip("'\""), True)(info.name):
            continue
        name = parameter.strip().strip("'\"")
        if isinstance(value, ScriptBlock):
            value = value.invoke_value(context, [])
        if any(char in name for char in "*?["):
            matcher = like_matcher(name, True)
            for each in info.metadata.parameters:
                if matcher(each.name):
                    found.setdefault(each.name, value)
        else:
            found[name] = value
    return found
