"""Casts and type literals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.collection import Dictionary
from ems.runtime.compile.types import type_getter
from ems.runtime.compile.variables import constant
from ems.runtime.convert import convert, to_bool, to_string
from ems.runtime.errors import runtime_error
from ems.runtime.types import type_named
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler
    from ems.runtime.context import Context
    from ems.runtime.scope import Scope


class Reference(NetObject):
    """`[ref]$x`: a variable or a value behind a Value property."""

    __slots__ = ("name", "scope", "stored")
    type_name = "System.Management.Automation.PSReference"

    def __init__(self, stored: Any = None, scope: Scope | None = None, name: str = "") -> None:
        self.stored = stored
        self.scope = scope
        self.name = name

    @property
    def net_type(self) -> Any:
        """PSReference for a variable, PSReference<T> for a value."""
        from ems.runtime.types import type_named, type_of

        if self.scope is not None or self.stored is None:
            return type_named(self.type_name)
        return type_named(self.type_name + "`1").close((type_of(self.stored),))

    @property
    def value(self) -> Any:
        return self.scope.vars.get(self.name) if self.scope is not None else self.stored

    @value.setter
    def value(self, new: Any) -> None:
        if self.scope is not None:
            self.scope.assign_here(self.name, new)
        else:
            self.stored = new


def compile_reference(c: Compiler, node: T.Ast) -> Expression:
    """`[ref]$x`, and `[ref]` of any other value."""
    if isinstance(node, T.VariableExpressionAst) and node.variable_path.drive_name is None:
        name = c.spell(node.variable_path.name)
        scope_name = node.variable_path.scope

        def refer(context: Context) -> Reference:
            scope = context.scope.named(scope_name) if scope_name else context.scope.find(name)
            if scope is None:
                raise runtime_error(
                    "NonExistingVariableReference",
                    "[ref] cannot be applied to a variable that does not exist.",
                    "InvalidOperation",
                    name,
                )
            return Reference(None, scope, name)

        return refer
    inner = c.expression(node)
    return lambda context: Reference(inner(context))


def compile_convert(c: Compiler, node: T.ConvertExpressionAst) -> Expression:
    name = node.attribute.type_name
    folded = name.full_name.lower()
    child = node.child
    if folded == "ref":
        return compile_reference(c, child)
    if folded in ("pscustomobject", "ordered") and isinstance(child, T.HashtableAst):
        from ems.runtime.compile.literals import compile_custom_object, compile_ordered

        return compile_custom_object(c, child) if folded == "pscustomobject" else compile_ordered(c, child)
    if folded == "ordered":

        def refuse(context: Context) -> Any:
            raise runtime_error(
                "OrderedAttributeOnlyOnHashLiteralNode",
                "The ordered attribute can be specified only on a hash literal node.",
                "ParserError",
            )

        return refuse
    inner = c.expression(child)
    if folded in ("void", "system.void"):

        def discard(context: Context) -> Any:
            inner(context)
            return NOTHING

        return discard
    if folded in ("int", "int32", "system.int32"):
        type_of_int = type_getter(c, name, name)

        def to_int(context: Context) -> Any:
            value = inner(context)
            return value if type(value) is int else convert(value, type_of_int(context))

        return to_int
    if folded in ("string", "system.string"):

        def to_text(context: Context) -> Any:
            value = inner(context)
            return value if type(value) is str else to_string(value)

        return to_text
    if folded in ("bool", "boolean", "system.boolean"):

        def to_truth(context: Context) -> Any:
            value = inner(context)
            return value if type(value) is bool else to_bool(value)

        return to_truth
    if folded == "pscustomobject":
        custom = type_named("System.Management.Automation.PSCustomObject")

        def to_custom(context: Context) -> Any:
            value = inner(context)
            return convert(value, custom) if isinstance(value, Dictionary) else value

        return to_custom
    type_of = type_getter(c, name, name)

    def cast(context: Context) -> Any:
        target = type_of(context)
        return convert(inner(context), target)

    return cast


def compile_type(c: Compiler, node: T.TypeExpressionAst) -> Expression:
    return type_getter(c, node.type_name, node)


def compile_attributed(c: Compiler, node: T.AttributedExpressionAst) -> Expression:
    """An attribute before an expression means nothing where the expression is only read."""
    return c.expression(node.child)


def compile_error(c: Compiler, node: T.ErrorExpressionAst) -> Expression:
    return constant(None)


EXPRESSIONS: Final[dict[type, Handler]] = {
    T.ConvertExpressionAst: compile_convert,
    T.TypeExpressionAst: compile_type,
    T.AttributedExpressionAst: compile_attributed,
    T.ErrorExpressionAst: compile_error,
}
