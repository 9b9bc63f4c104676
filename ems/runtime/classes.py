"""Classes and enums of PowerShell: declarations of a script become types before its first statement runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ems.language import tree as T

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler
    from ems.runtime.context import Context
    from ems.runtime.scriptblock import ScriptBlock


def declare(block: ScriptBlock, context: Context) -> None:
    """Makes the types a script declares."""
    for each in block.ast.using_statements:
        if each.using_statement_kind == "Module":
            from ems.runtime.usingmodules import use_module

            use_module(context, each)
    end = block.ast.end_block
    if end is None:
        return
    found = [each for each in end.statements if isinstance(each, T.TypeDefinitionAst)]
    if found:
        define_types(context, found, block.code.compiler())


def define_types(context: Context, nodes: list[T.TypeDefinitionAst], c: Compiler) -> None:
    """Makes types of declarations."""
    from ems.runtime.classtypes import make_types

    make_types(context, nodes, c)
