"""Classes and enums of PowerShell: declarations of a script become types before its first statement runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.language import tree as T

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler
    from ems.runtime.context import Context
    from ems.runtime.scriptblock import ScriptBlock


def declare(block: ScriptBlock, context: Context) -> None:
    """Makes the types a script declares."""
    for each in block.ast.using_statements:
        if each.using_statement_kind == "Module":
            use_module(context, each)
    end = block.ast.end_block
    if end is None:
        return
    found = [each for each in end.statements if isinstance(each, T.TypeDefinitionAst)]
    if found:
        define_types(context, found, block.code.compiler())


def use_module(context: Context, node: T.UsingStatementAst) -> None:
    """`using module Name`."""
    if isinstance(node.name, T.StringConstantExpressionAst):
        name = node.name.value
        context.session.script_block("param($Name) Import-Module $Name").run(context, [name], _nowhere, new_scope=True)


def _nowhere(value: Any) -> None:
    """What Import-Module says on the output is of no interest here."""


def define_types(context: Context, nodes: list[T.TypeDefinitionAst], c: Compiler) -> None:
    """Makes types of declarations."""
    from ems.runtime.classtypes import make_types

    make_types(context, nodes, c)
