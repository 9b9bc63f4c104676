"""Definitions: functions and filters, `data` sections, classes and enums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.compile.code import Code
from ems.runtime.compile.collecting import collect
from ems.runtime.compile.failures import report
from ems.runtime.compile.statements import nothing
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.scriptblock import ScriptBlock

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Handler, Statement
    from ems.runtime.context import Context


def compile_function(c: Compiler, node: T.FunctionDefinitionAst) -> Statement:
    from ems.runtime.functions import FunctionInfo

    code = Code(node.body, c.source, c.session, node.parameters, c.usings)
    scope_name, colon, name = node.name.partition(":")
    if not colon or scope_name.lower() not in ("global", "script", "local", "private"):
        scope_name, name = "", node.name
    kind = "Filter" if node.is_filter else "Function"

    def define(context: Context) -> None:
        block = ScriptBlock(code, context.module)
        options = frozenset({"Private"}) if scope_name.lower() == "private" else frozenset()
        info = FunctionInfo(name, block, kind, options)
        scope = context.scope.named(scope_name) if scope_name else context.scope
        try:
            context.session.commands.set_function(scope, info)
        except Terminating as error:
            report(context, error, node)
            return
        for alias in code_aliases(code):
            from ems.runtime.commands import AliasInfo

            context.session.commands.set_alias(scope, AliasInfo(alias, name))

    return define


def code_aliases(code: Code) -> list[str]:
    """The names in a function's own [Alias()]."""
    block = code.ast.param_block
    if block is None:
        return []
    found: list[str] = []
    for attribute in block.attributes:
        if attribute.type_name.name.lower() == "alias":
            found.extend(
                each.value for each in attribute.positional_arguments if isinstance(each, T.StringConstantExpressionAst)
            )
    return found


def compile_data(c: Compiler, node: T.DataStatementAst) -> Statement:
    """`data name { ... }`: the value goes into a variable, or out."""
    value_of = collect(c.block(node.body))
    body = c.block(node.body)
    name = c.spell(node.variable) if node.variable else None

    def run(context: Context) -> Any:
        try:
            if name is None:
                return body(context)
            context.scope.assign(name, value_of(context))
        except Terminating as error:
            report(context, error, node)
        return None

    return run


def compile_type(c: Compiler, node: T.TypeDefinitionAst) -> Statement:
    """class and enum. The types of a block are made together, when its first statement runs: they may refer to each
    other.
    """
    block = node.parent
    siblings = getattr(block, "statements", None) or [node]
    nodes = [each for each in siblings if isinstance(each, T.TypeDefinitionAst)]
    if nodes[0] is not node:
        return nothing

    def define(context: Context) -> None:
        from ems.runtime.classes import define_types

        if context.session.user_types_of.get(id(node)) is not None:
            return
        try:
            define_types(context, nodes, c)
        except Terminating as error:
            report(context, error, node)

    return define


def compile_configuration(c: Compiler, node: T.ConfigurationDefinitionAst) -> Statement:
    def refuse(context: Context) -> None:
        report(
            context, runtime_error("ConfigurationNotSupported", "Configurations are not available in this shell."), node
        )

    return refuse


STATEMENTS: Final[dict[type, Handler]] = {
    T.FunctionDefinitionAst: compile_function,
    T.DataStatementAst: compile_data,
    T.TypeDefinitionAst: compile_type,
    T.ConfigurationDefinitionAst: compile_configuration,
}
