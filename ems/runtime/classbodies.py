"""The code of methods and constructors of PowerShell classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.runtime.compile.compiler import Compiler
from ems.runtime.scope import Scope
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Expression, Statement
    from ems.runtime.context import Context
    from ems.runtime.types import TypeInfo


class Body:
    """A method or constructor, compiled when it first runs. `base_call` is the `: base(...)` of a constructor."""

    __slots__ = ("base_call", "block", "code", "names", "node", "owner", "source", "usings")

    def __init__(self, node: T.FunctionMemberAst, owner: TypeInfo, c: Compiler) -> None:
        self.node = node
        self.owner = owner
        self.source = c.source
        self.usings = c.usings
        self.names = [each.name.variable_path.name.lower() for each in node.parameters]
        self.code: Statement | None = None
        self.block: Any = None
        self.base_call: T.BaseCtorInvokeMemberExpressionAst | None = base_call_of(node) if node.is_constructor else None

    def compiler(self, session: Any) -> Compiler:
        return Compiler(session, self.source, self.usings, member_of=self.owner)

    def compiled(self, session: Any) -> Statement:
        if self.code is None:
            from ems.runtime.compile.code import Code
            from ems.runtime.scriptblock import ScriptBlock

            c = self.compiler(session)
            self.block = ScriptBlock(
                Code(self.node.body, self.source, session, usings=self.usings, member_of=self.owner)
            )
            self.code = c.block(self.node.body.end_block)
        return self.code

    def base_arguments(self, home: Context, target: Any, arguments: Sequence[Any]) -> tuple[Any, ...]:
        """The arguments of `: base(...)`, which may use those of the constructor."""
        assert self.base_call is not None
        self.compiled(home.session)
        context = enter(self, home, target, arguments)
        c = self.compiler(home.session)
        found: list[Expression] = [c.expression(each) for each in self.base_call.arguments]
        return tuple(None if value is NOTHING else value for value in [each(context) for each in found])


def base_call_of(node: T.FunctionMemberAst) -> T.BaseCtorInvokeMemberExpressionAst | None:
    for each in node.walk():
        if isinstance(each, T.BaseCtorInvokeMemberExpressionAst):
            return each
    return None


def enter(body: Body, home: Context, target: Any, arguments: Sequence[Any]) -> Context:
    """The context of a call: its parameters and `$this`."""
    from ems.runtime.context import Context

    context = Context(home.session, Scope(home.scope), _nowhere, home.streams, body.block, home.session.context)
    context.scope.frame = context
    context.module = home.module
    variables = context.vars
    for name, value in zip(body.names, arguments, strict=False):
        variables[name] = value
    if target is not None:
        variables["this"] = target
    context.function_name = body.node.name
    return context


def _nowhere(value: Any) -> None:
    """What the statements of a method write."""


def run_body(body: Body, home: Context, target: Any, arguments: Sequence[Any]) -> Any:
    """Runs a method; its errors are raised, its value is what `return` gave."""
    from ems.runtime.functions import run_in

    session = home.session
    code = body.compiled(session)
    context = enter(body, home, target, arguments)
    outer, session.propagate = session.propagate, True
    kept, session.returned = session.returned, None
    try:
        run_in(context, code)
        value = session.returned
    finally:
        session.propagate = outer
        session.returned = kept
    return None if value is NOTHING else value
