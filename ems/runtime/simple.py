"""Binding of functions without attributes (ScriptParameterBinderController.cs): names, then positions, and the rest is
`$args`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.arguments import Argument, find_parameter, pair, split_positional
from ems.runtime.bindingerrors import binding_error
from ems.runtime.coercion import bind_value
from ems.runtime.compile.code import Code
from ems.runtime.metadata import BoundParameter

if TYPE_CHECKING:
    from ems.runtime.context import Context


def bind_simple(code: Code, arguments: list[Argument], context: Context) -> None:
    """Binds arguments to the parameters of a simple function or block, in its context."""
    from ems.runtime.functions import default_value, metadata_of

    metadata = metadata_of(code)
    caller = context.caller or context
    given = pair(metadata, arguments)
    values: dict[BoundParameter, Any] = {}
    rest: list[Argument] = []
    for each in given:
        parameter = find_parameter(metadata, each) if each.name is not None else None
        if parameter is None:
            rest.append(each)
            continue
        if parameter in values:
            if each.splatted:
                continue
            raise binding_error("ParameterAlreadyBound", each.name or parameter.name, place=each.place)
        values[parameter] = bind_value(parameter, each.value, each.value_place, caller, of_function=True)
    open_places = [
        each for each in metadata.parameters if each not in values and not each.is_switch and positional(each)
    ]
    placed, _ = split_positional(rest)
    left: list[Argument] = []
    for each in rest:
        if open_places and any(each is other for other in placed):
            parameter = open_places.pop(0)
            values[parameter] = bind_value(parameter, each.value, each.value_place, caller, of_function=True)
        else:
            left.append(each)
    variables = context.vars
    bound: dict[str, Any] = {}
    for parameter, value in values.items():
        variables[parameter.folded] = value
        bound[parameter.name] = value
    context.bound = bound
    context.unbound = left
    variables["args"] = loose(left)
    for declared in code.parameters:
        if declared.name not in bound:
            variables[declared.folded] = default_value(declared, context)


def positional(parameter: BoundParameter) -> bool:
    """Whether a parameter may be given by position."""
    return any(each.position is not None for _, each in parameter.sets)


def loose(arguments: list[Argument]) -> list[Any]:
    """`$args`: what fits no parameter, names included."""
    found: list[Any] = []
    for each in arguments:
        if each.name is not None:
            found.append(each.spelled)
            if each.has_value:
                found.append(each.value)
        else:
            found.append(each.value)
    return found
