"""A param block read: names, types, attributes, parameter sets, defaults. The rules are those of CompiledScriptBlock
and ParameterMetadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.runtime.compile.attributes import arguments_of, attribute_name, make_attribute
from ems.runtime.compile.code import Code, CodeParameter
from ems.runtime.compile.types import type_not_found
from ems.runtime.convert import to_bool, to_int, to_string
from ems.runtime.parameters import ALL_SETS, InSet, Parameter
from ems.runtime.types import resolve_type
from ems.runtime.validation import Alias, Completer, DefaultValue, argument_converter

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler
    from ems.runtime.context import Context


def read_parameters(code: Code, context: Context) -> None:
    """Fills in what a script block says of its parameters."""
    c = code.compiler()
    block = code.ast.param_block
    if block is not None:
        for attribute in block.attributes:
            name = attribute_name(attribute)
            if name == "cmdletbinding":
                positional, named = arguments_of(c, attribute, context)
                code.advanced = True
                code.binding.update(named)
            elif name == "outputtype":
                positional, _ = arguments_of(c, attribute, context)
                code.binding["outputtype"] = positional
            elif name == "alias":
                positional, _ = arguments_of(c, attribute, context)
                code.binding["alias"] = positional
    nodes = list(code.parameter_nodes)
    if any(
        attribute_name(each) == "parameter"
        for node in nodes
        for each in node.attributes
        if isinstance(each, T.AttributeAst)
    ):
        code.advanced = True
    code.parameters = [read_parameter(c, node, context, code.advanced) for node in nodes]
    give_positions(code)


def give_positions(code: Code) -> None:
    """Where no parameter says its position, they take the places in their order; switches never have one."""
    explicit = any(each.position is not None for parameter in code.parameters for each in parameter.spec.sets.values())
    positional = code.binding.get("positionalbinding", True)
    several = any(name != ALL_SETS for parameter in code.parameters for name in parameter.spec.sets)
    if explicit or several or not to_bool(positional):
        return
    number = 0
    for parameter in code.parameters:
        if parameter.is_switch:
            continue
        for each in parameter.spec.sets.values():
            each.position = number
        number += 1


def read_parameter(c: Compiler, node: T.ParameterAst, context: Context, advanced: bool) -> CodeParameter:
    name = node.name.variable_path.name
    c.session.spellings.setdefault(name.lower(), name)
    spec = Parameter("object", name=name)
    spec.attribute = name
    sets: dict[str, InSet] = {}
    validate: list[Any] = []
    steps: list[Any] = []
    for each in node.attributes:
        if isinstance(each, T.TypeConstraintAst):
            wanted = each.type_name.full_name
            if wanted.lower() == "ref":
                wanted = "System.Management.Automation.PSReference"
            type_info = resolve_type(wanted, c.usings)
            if type_info is None:
                raise type_not_found(each.type_name.full_name, each.type_name, None)
            spec.net_type = type_info
            spec.type = (
                "switch"
                if type_info.full_name == "System.Management.Automation.SwitchParameter"
                else type_info.full_name
            )
            steps.append(argument_converter(type_info, advanced))
        elif isinstance(each, T.AttributeAst):
            if attribute_name(each) == "parameter":
                read_set(c, each, context, sets, spec)
                continue
            attribute = make_attribute(c, each, context)
            if isinstance(attribute, Alias):
                spec.aliases = (*spec.aliases, *attribute.names)
            elif isinstance(attribute, Completer):
                spec.completer = attribute
            elif isinstance(attribute, DefaultValue):
                spec.default = attribute.value
            elif attribute is not None:
                validate.append(attribute)
    spec.validate = tuple(validate)
    spec.sets = sets or {ALL_SETS: InSet()}
    if spec.net_type is None:
        spec.net_type = resolve_type("object")
    spec.transform = steps[0] if len(steps) == 1 else combined(steps) if steps else None
    default = c.expression(node.default_value) if node.default_value is not None else None
    return CodeParameter(name, spec, default, node)


def combined(steps: list[Any]) -> Any:
    """Several type constraints on one parameter: the one next to the name first."""

    def convert(value: Any) -> Any:
        for step in reversed(steps):
            value = step(value)
        return value

    return convert


def read_set(c: Compiler, node: T.AttributeAst, context: Context, sets: dict[str, InSet], spec: Parameter) -> None:
    """One `[Parameter(...)]`."""
    _, named = arguments_of(c, node, context)
    position = named.get("position")
    where = to_string(named.get("parametersetname", ALL_SETS))
    message = named.get("helpmessage")
    sets[where] = InSet(
        mandatory=to_bool(named.get("mandatory", False)),
        position=None if position is None or to_int(position) < 0 else to_int(position),
        by_value=to_bool(named.get("valuefrompipeline", False)),
        by_name=to_bool(named.get("valuefrompipelinebypropertyname", False)),
        remaining=to_bool(named.get("valuefromremainingarguments", False)),
        help=None if message is None else to_string(message),
    )
    spec.dont_show = to_bool(named.get("dontshow", False))
    if message is not None and not spec.help:
        spec.help = to_string(message)
