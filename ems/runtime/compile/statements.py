"""Blocks of statements, expression statements, `if`, and the statements that leave a block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.compile.collecting import SCALARS, emit
from ems.runtime.compile.failures import compile_traps, report
from ems.runtime.compile.unary import STEPPING
from ems.runtime.convert import to_bool, to_int, to_string
from ems.runtime.errors import BARE_FAILURES, Terminating, bare_failure
from ems.runtime.flow import BREAK, CONTINUE, RETURN, ExitScript, Flow
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler, Statement
    from ems.runtime.context import Context


def nothing(context: Context) -> None:
    """An empty block."""


def sequence(runs: list[Statement]) -> Statement:
    """Statements one after another, until one of them wants to leave."""
    if not runs:
        return nothing
    if len(runs) == 1:
        return runs[0]
    if len(runs) == 2:
        first, second = runs
        return lambda context: first(context) or second(context)
    if len(runs) == 3:
        first, second, third = runs
        return lambda context: first(context) or second(context) or third(context)
    every = tuple(runs)

    def run(context: Context) -> Flow | None:
        for each in every:
            flow = each(context)
            if flow is not None:
                return flow
        return None

    return run


def compile_block(c: Compiler, node: T.StatementBlockAst | T.NamedBlockAst | None) -> Statement:
    if node is None:
        return nothing
    if not node.traps:
        return sequence([c.statement(each) for each in types_first(node.statements)])
    traps = compile_traps(c, node, node.traps)
    body = sequence([trappable(c.statement(each), each) for each in node.statements])

    def trapped(context: Context) -> Flow | None:
        outer, context.traps = context.traps, traps
        session = context.session
        propagate, session.propagate = session.propagate, True
        try:
            return body(context)
        finally:
            context.traps = outer
            session.propagate = propagate

    return trapped


def types_first(statements: list[T.StatementAst]) -> list[T.StatementAst]:
    """The statements of a block; classes and enums are made before anything else runs."""
    if not any(isinstance(each, T.TypeDefinitionAst) for each in statements):
        return statements
    types = [each for each in statements if isinstance(each, T.TypeDefinitionAst)]
    return [*types, *(each for each in statements if not isinstance(each, T.TypeDefinitionAst))]


def trappable(run: Statement, node: T.Ast) -> Statement:
    """A statement of a block with traps: what goes wrong anywhere inside of it comes to the trap here."""

    def attempt(context: Context) -> Flow | None:
        out = context.out
        try:
            return run(context)
        except Terminating as error:
            if error.trapped:
                raise
            context.out = out
            report(context, error, node)
            return None

    return attempt


def expression_statement(c: Compiler, node: T.PipelineAst, expression: T.ExpressionAst) -> Statement:
    """An expression in a list of statements: its value is output."""
    if isinstance(expression, T.UnaryExpressionAst) and expression.token_kind in STEPPING:
        from ems.runtime.compile.unary import compile_step

        return compile_step(c, expression, node)[1]
    if isinstance(expression, T.ParenExpressionAst | T.SubExpressionAst):
        partial = partial_statement(c, node, expression)
        if partial is not None:
            return partial
    value_of = c.expression(expression)
    mark = c.marks_success(node)

    def run(context: Context) -> None:
        try:
            value = value_of(context)
            if mark:
                context.session.succeeded = True
            if type(value) in SCALARS:
                context.out(value)
            else:
                emit(value, context.out)
        except Terminating as error:
            report(context, error, node)
        except BARE_FAILURES as error:
            report(context, bare_failure(error), node)

    return run


def partial_statement(
    c: Compiler, node: T.PipelineAst, expression: T.ParenExpressionAst | T.SubExpressionAst
) -> Statement | None:
    """`(command)` as a statement: what the command wrote before an error is output all the same."""
    inner = expression.pipeline if isinstance(expression, T.ParenExpressionAst) else expression.sub_expression
    if isinstance(inner, T.AssignmentStatementAst) or (
        isinstance(inner, T.PipelineAst) and inner.get_pure_expression() is not None
    ):
        return None
    if isinstance(inner, T.StatementBlockAst) and (not inner.statements or len(inner.statements) == 1):
        return None
    body = c.block(inner) if isinstance(inner, T.StatementBlockAst) else c.statement(inner)

    def run(context: Context) -> Flow | None:
        values: list[Any] = []
        out, context.out = context.out, values.append
        session = context.session
        propagate, session.propagate = session.propagate, isinstance(inner, T.PipelineAst) or session.propagate
        try:
            flow = body(context)
        except Terminating as error:
            context.out = out
            session.propagate = propagate
            emit_all(values, out)
            report(context, error, node)
            return None
        finally:
            context.out = out
            session.propagate = propagate
        emit_all(values, out)
        return flow

    return run


def emit_all(values: list[Any], out: Any) -> None:
    """The output of a bracketed command, unrolled once more."""
    if len(values) == 1:
        emit(values[0], out)
    else:
        for value in values:
            out(value)


def compile_if(c: Compiler, node: T.IfStatementAst) -> Statement:
    clauses = [(c.value(test), c.block(body), test) for test, body in node.clauses]
    otherwise = c.block(node.else_clause) if node.else_clause is not None else None
    if len(clauses) == 1:
        return single_if(*clauses[0], otherwise)

    def choose(context: Context) -> Flow | None:
        for test, body, place in clauses:
            try:
                value = test(context)
                if value is False:
                    continue
                if value is not True and not to_bool(value):
                    continue
            except Terminating as error:
                report(context, error, place)
                return None
            return body(context)
        return otherwise(context) if otherwise is not None else None

    return choose


def single_if(test: Expression, body: Statement, place: T.Ast, otherwise: Statement | None) -> Statement:
    """`if` with one condition."""

    def choose(context: Context) -> Flow | None:
        try:
            value = test(context)
            if value is not True and value is not False:
                value = to_bool(value)
        except Terminating as error:
            report(context, error, place)
            return None
        if value:
            return body(context)
        return otherwise(context) if otherwise is not None else None

    return choose


def label_of(c: Compiler, node: T.ExpressionAst | None) -> Expression | None:
    """The label of break and continue, as a closure where it is not written as a word."""
    return c.expression(node) if node is not None else None


def compile_leave(kind: str, plain: Flow) -> Handler:
    """`break` and `continue`."""

    def handler(c: Compiler, node: T.BreakStatementAst | T.ContinueStatementAst) -> Statement:
        if node.label is None:
            return lambda context: plain
        if isinstance(node.label, T.StringConstantExpressionAst):
            fixed = Flow(kind, node.label.value.lower())
            return lambda context: fixed
        label = c.expression(node.label)
        return lambda context: Flow(kind, to_string(label(context)).lower())

    return handler


def compile_return(c: Compiler, node: T.ReturnStatementAst) -> Statement:
    if node.pipeline is None:
        return lambda context: RETURN
    if c.member_of is not None:
        value_of = c.value(node.pipeline)
        place = node

        def give(context: Context) -> Flow:
            try:
                context.session.returned = value_of(context)
            except Terminating as error:
                report(context, error, place)
            return RETURN

        return give
    run = c.statement(node.pipeline)
    if isinstance(node.pipeline, T.AssignmentStatementAst):
        run = output_of(c, node.pipeline)

    def leave(context: Context) -> Flow:
        return run(context) or RETURN

    return leave


def output_of(c: Compiler, node: T.StatementAst) -> Statement:
    """A statement whose value is output although it has none as a statement."""
    value_of = c.value(node)

    def run(context: Context) -> None:
        try:
            emit(value_of(context), context.out)
        except Terminating as error:
            report(context, error, node)

    return run


def compile_exit(c: Compiler, node: T.ExitStatementAst) -> Statement:
    value_of = c.value(node.pipeline) if node.pipeline is not None else None

    def leave(context: Context) -> Flow | None:
        code: Any = 0
        if value_of is not None:
            try:
                value = value_of(context)
                code = 0 if value is None or value is NOTHING else to_int(value)
            except Terminating:
                code = 0
        raise ExitScript(code)

    return leave


def compile_statement_block(c: Compiler, node: T.BlockStatementAst) -> Statement:
    return c.block(node.body)


def compile_error_statement(c: Compiler, node: T.ErrorStatementAst) -> Statement:
    return nothing


def compile_using(c: Compiler, node: T.UsingStatementAst) -> Statement:
    return nothing


STATEMENTS: Final[dict[type, Handler]] = {
    T.IfStatementAst: compile_if,
    T.BreakStatementAst: compile_leave("break", BREAK),
    T.ContinueStatementAst: compile_leave("continue", CONTINUE),
    T.ReturnStatementAst: compile_return,
    T.ExitStatementAst: compile_exit,
    T.BlockStatementAst: compile_statement_block,
    T.ErrorStatementAst: compile_error_statement,
    T.UsingStatementAst: compile_using,
    T.StatementBlockAst: compile_block,
}
