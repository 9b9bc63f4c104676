"""Member access, method calls, indexers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import members
from ems.runtime.compile.binary import plain_variable
from ems.runtime.compile.fused import READ_ELEMENT, READ_PROPERTY, fuse
from ems.runtime.compile.types import type_getter
from ems.runtime.compile.variables import constant
from ems.runtime.convert import to_string
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler
    from ems.runtime.context import Context


def member_name(c: Compiler, node: T.Ast) -> Expression:
    """The name of a member: mostly a constant, else the text of an expression."""
    if isinstance(node, T.StringConstantExpressionAst):
        return constant(node.value)
    inner = c.expression(node)

    def name(context: Context) -> Any:
        value = inner(context)
        return value if type(value) is str else to_string(value)

    return name


def static_target(c: Compiler, node: T.Ast) -> Expression:
    """The type before `::`; an expression may yield one, or a value whose type is meant."""
    if isinstance(node, T.TypeExpressionAst):
        return type_getter(c, node.type_name, node)
    inner = c.expression(node)

    def target(context: Context) -> Any:
        from ems.runtime.types import TypeInfo, resolve_type, type_of

        value = inner(context)
        if isinstance(value, TypeInfo):
            return value
        if isinstance(value, str):
            named = resolve_type(value, c.usings)
            return named if named is not None else type_of(value)
        return type_of(value) if value is not None else None

    return target


def compile_member(c: Compiler, node: T.MemberExpressionAst) -> Expression:
    if node.static:
        type_of = static_target(c, node.expression)
        static_name = member_name(c, node.member)
        return lambda context: members.get_static(type_of(context), static_name(context))
    if isinstance(node.member, T.StringConstantExpressionAst):
        return fuse(c, READ_PROPERTY, [node.expression], extra=node.member.value)
    target = c.expression(node.expression)
    name = member_name(c, node.member)

    def read(context: Context) -> Any:
        owner = target(context)
        return members.get_member(owner, name(context))

    return read


def argument_value(value: Any) -> Any:
    """What a method receives."""
    return None if value is NOTHING else value


def compile_invoke(c: Compiler, node: T.InvokeMemberExpressionAst) -> Expression:
    arguments = [c.expression(each) for each in node.arguments or ()]
    name = member_name(c, node.member)
    constant_name = node.member.value if isinstance(node.member, T.StringConstantExpressionAst) else None
    if node.static:
        type_of = static_target(c, node.expression)

        def call_static(context: Context) -> Any:
            owner = type_of(context)
            return members.invoke_static(owner, name(context), [argument_value(each(context)) for each in arguments])

        return call_static
    base = cast_target(node.expression)
    if base is not None:
        return call_base(c, base, name, arguments)
    target = c.expression(node.expression)
    if constant_name is not None:
        from ems.runtime.compile.calls import call_site, key_test

        general = call_site(target, constant_name, arguments)
        if constant_name.lower() in ("containskey", "contains") and len(arguments) == 1:
            table, key = plain_variable(c, node.expression), plain_variable(c, node.arguments[0])
            if table is not None and key is not None:
                return key_test(table[0], key[0], general)
        return general

    def call(context: Context) -> Any:
        owner = target(context)
        chosen = name(context)
        return members.invoke(owner, chosen, [argument_value(each(context)) for each in arguments])

    return call


def cast_target(node: T.Ast) -> T.ConvertExpressionAst | None:
    """`([Base]$value)` before a call: what is called is the method of that class, not an override of it."""
    if not isinstance(node, T.ParenExpressionAst):
        return None
    while isinstance(node, T.ParenExpressionAst) and isinstance(node.pipeline, T.PipelineAst):
        pure = node.pipeline.get_pure_expression()
        if pure is None:
            return None
        node = pure
    if not isinstance(node, T.ConvertExpressionAst) or isinstance(node.child, T.HashtableAst):
        return None
    name = node.attribute.type_name.full_name.lower()
    return None if name in ("ref", "ordered", "void", "pscustomobject") else node


def call_base(c: Compiler, node: T.ConvertExpressionAst, name: Expression, arguments: list[Expression]) -> Expression:
    """A method of the class that was cast to; for most classes that is the method any call would find."""
    type_of_cast = type_getter(c, node.attribute.type_name, node.attribute.type_name)
    target = c.expression(node)

    def call(context: Context) -> Any:
        from ems.runtime.members.calls import call_member
        from ems.runtime.members.table import find_in_type
        from ems.runtime.types import type_of

        owner, chosen = target(context), name(context)
        values = [argument_value(each(context)) for each in arguments]
        wanted = type_of_cast(context)
        if wanted.user and owner is not None:
            member = find_in_type(wanted, chosen.lower())
            if member is not None:
                return call_member(member, chosen, owner, values)
        if wanted.full_name == "System.Object" and owner is not None:
            if chosen.lower() == "tostring" and not values:
                return type_of(owner).display_name
            if chosen.lower() == "equals" and len(values) == 1:
                return owner is values[0]
        return members.invoke(owner, chosen, values)

    return call


def compile_base_constructor(c: Compiler, node: T.BaseCtorInvokeMemberExpressionAst) -> Expression:
    """`: base(...)` has been called before the body runs."""
    return constant(NOTHING)


def compile_index(c: Compiler, node: T.IndexExpressionAst) -> Expression:
    target = c.expression(node.target)
    get = members.index_get
    if isinstance(node.index, T.ArrayLiteralAst):
        each_index = [c.expression(each) for each in node.index.elements]

        def read_several(context: Context) -> Any:
            owner = target(context)
            return get(owner, [each(context) for each in each_index])

        return read_several
    return fuse(c, READ_ELEMENT, [node.target, node.index])


EXPRESSIONS: Final[dict[type, Handler]] = {
    T.MemberExpressionAst: compile_member,
    T.InvokeMemberExpressionAst: compile_invoke,
    T.BaseCtorInvokeMemberExpressionAst: compile_base_constructor,
    T.IndexExpressionAst: compile_index,
}
