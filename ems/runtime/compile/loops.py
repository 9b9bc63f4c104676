"""`while`, `do`, `for` and `foreach`.

A loop answers `break` and `continue` without a label and those with its own; everything else goes further up.
Signals from a command called in the body arrive as a `FlowSignal`. Every turn looks whether the session is being
stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.compile.binary import int_constant, plain_variable
from ems.runtime.compile.failures import report
from ems.runtime.compile.unary import STEPPING
from ems.runtime.convert import enumerate_value, to_bool, to_int
from ems.runtime.errors import Terminating
from ems.runtime.flow import Flow, FlowSignal, PipelineStopped
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler, Statement
    from ems.runtime.context import Context


def ends_loop(flow: Flow, label: str) -> bool:
    """Whether a signal ends this loop for good; False: its next turn. A signal that is none of its business comes back
    as it is.
    """
    return flow.kind == "break" and flow.label in ("", label)


def own(flow: Flow, label: str) -> bool:
    """Whether a signal is meant for the loop with this label."""
    return flow.kind != "return" and (not flow.label or flow.label == label)


def loop_enumerator(items: Iterable[Any]) -> Any:
    """`$foreach`, `$switch`: where the loop stands."""
    from ems.runtime.dotnet.enumerators import Enumerator

    return Enumerator("System.Array+ArrayEnumerator", lambda: iter(items))


def truth(test: Expression) -> Expression:
    """A condition as a Python truth value."""

    def decide(context: Context) -> bool:
        value = test(context)
        return value if type(value) is bool else to_bool(value)

    return decide


def compile_for(c: Compiler, node: T.ForStatementAst) -> Statement:
    start = discarded(c, node.initializer)
    test = c.value(node.condition) if node.condition is not None else None
    step = discarded(c, node.iterator)
    body = c.block(node.body)
    counter = counter_of(c, node)
    if counter is not None and start is not None and test is not None and step is not None:
        return counting(start, test, step, body, node, *counter)
    return looping(start, test, step, body, node)


def counter_of(c: Compiler, node: T.ForStatementAst) -> tuple[str, int] | None:
    """The folded variable and the bound of `for (...; $i -lt 10; $i++)`."""
    test = node.condition.get_pure_expression() if isinstance(node.condition, T.PipelineAst) else None
    step = node.iterator.get_pure_expression() if isinstance(node.iterator, T.PipelineAst) else None
    if (
        not isinstance(test, T.BinaryExpressionAst)
        or test.operator != "Ilt"
        or not isinstance(step, T.UnaryExpressionAst)
    ):
        return None
    limit, tested, counted = int_constant(test.right), plain_variable(c, test.left), plain_variable(c, step.child)
    if (
        limit is None
        or tested is None
        or counted is None
        or tested[0] != counted[0]
        or step.token_kind not in ("PlusPlus", "PostfixPlusPlus")
    ):
        return None
    return tested[0], limit


def counting(
    start: Statement, test: Expression, step: Statement, body: Statement, node: T.ForStatementAst, name: str, limit: int
) -> Statement:
    """The most frequent `for` loop: test and step are done on the spot as long as the variable is a plain Int32."""
    label = (node.label or "").lower()
    place = node.condition or node

    def run(context: Context) -> Flow | None:
        session = context.session
        start(context)
        out = context.out
        variables = context.vars
        watched = session.watched
        number = variables.get(name)
        while True:
            if session.stopping:
                raise PipelineStopped
            if type(number) is int:
                if number >= limit:
                    return None
            else:
                try:
                    if not to_bool(test(context)):
                        return None
                except Terminating as error:
                    report(context, error, place)
                    return None
            try:
                flow = body(context)
            except FlowSignal as signal:
                flow = signal.flow
                context.out = out
                if not own(flow, label):
                    raise
            if flow is not None:
                if not own(flow, label):
                    return flow
                if flow.kind == "break":
                    return None
            number = variables.get(name)
            if type(number) is int and number < limit and name not in watched:
                number += 1
                variables[name] = number
            else:
                step(context)
                number = variables.get(name)

    return run


def discarded(c: Compiler, node: T.PipelineBaseAst | None) -> Statement | None:
    """The beginning and the step of a `for` loop: their values are thrown away."""
    if node is None:
        return None
    pure = node.get_pure_expression() if isinstance(node, T.PipelineAst) else None
    if pure is None or (isinstance(pure, T.UnaryExpressionAst) and pure.token_kind in STEPPING):
        return c.statement(node)
    value_of = c.expression(pure)

    def run(context: Context) -> None:
        try:
            value_of(context)
        except Terminating as error:
            report(context, error, node)

    return run


def compile_while(c: Compiler, node: T.WhileStatementAst) -> Statement:
    return looping(
        None, c.value(node.condition) if node.condition is not None else None, None, c.block(node.body), node
    )


def looping(
    start: Statement | None, test: Expression | None, step: Statement | None, body: Statement, node: T.LoopStatementAst
) -> Statement:
    """`for` and `while`."""
    label = (node.label or "").lower()
    place = node.condition or node

    def run(context: Context) -> Flow | None:
        session = context.session
        if start is not None:
            start(context)
        out = context.out
        while True:
            if session.stopping:
                raise PipelineStopped
            if test is not None:
                try:
                    value = test(context)
                    if value is not True and (value is False or not to_bool(value)):
                        return None
                except Terminating as error:
                    report(context, error, place)
                    return None
            try:
                flow = body(context)
            except FlowSignal as signal:
                flow = signal.flow
                context.out = out
                if not own(flow, label):
                    raise
            if flow is not None:
                if not own(flow, label):
                    return flow
                if flow.kind == "break":
                    return None
            if step is not None:
                step(context)

    return run


def compile_do(until: bool) -> Handler:
    """`do ... while` and `do ... until`."""

    def handler(c: Compiler, node: T.DoWhileStatementAst | T.DoUntilStatementAst) -> Statement:
        label = (node.label or "").lower()
        test = truth(c.value(node.condition)) if node.condition is not None else None
        body = c.block(node.body)
        place = node.condition or node

        def run(context: Context) -> Flow | None:
            session = context.session
            while True:
                if session.stopping:
                    raise PipelineStopped
                try:
                    flow = body(context)
                except FlowSignal as signal:
                    flow = signal.flow
                    if not own(flow, label):
                        raise
                if flow is not None:
                    if not own(flow, label):
                        return flow
                    if flow.kind == "break":
                        return None
                try:
                    if test is not None and bool(test(context)) is until:
                        return None
                except Terminating as error:
                    report(context, error, place)
                    return None

        return run

    return handler


def mentions(node: T.Ast, name: str) -> bool:
    """Whether a variable of that name stands anywhere below a node."""
    return any(
        isinstance(each, T.VariableExpressionAst) and each.variable_path.name.lower() == name for each in node.walk()
    )


def elements(value: Any) -> Iterable[Any]:
    """What `foreach` goes through: nothing for null, the elements of a collection, the value itself."""
    if type(value) is list:
        return value
    if value is None or value is NOTHING:
        return ()
    items = enumerate_value(value)
    return (value,) if items is None else items


def lazy_range(c: Compiler, node: T.Ast | None) -> Callable[[Context], Iterable[Any]] | None:
    """`foreach ($i in 1..1000000)` needs no array: the numbers come one by one."""
    if not isinstance(node, T.PipelineAst):
        return None
    pure = node.get_pure_expression()
    while isinstance(pure, T.ParenExpressionAst) and isinstance(pure.pipeline, T.PipelineAst):
        pure = pure.pipeline.get_pure_expression()
    if not isinstance(pure, T.BinaryExpressionAst) or pure.operator != "DotDot":
        return None
    left, right = c.expression(pure.left), c.expression(pure.right)

    def numbers(context: Context) -> Iterable[Any]:
        first, last = left(context), right(context)
        if type(first) is not int or type(last) is not int:
            first, last = bound(first), bound(last)
        return range(first, last + 1) if first <= last else range(first, last - 1, -1)

    return numbers


def bound(value: Any) -> int:
    """One end of a range."""
    return 0 if value is None or value is NOTHING else to_int(value)


SAFE: Final = frozenset({list, tuple, range})
"""What `foreach` may go through without an error."""


def reporting(context: Context, items: Iterable[Any], node: T.Ast) -> Iterator[Any]:
    """The elements; an error on the way to the next one ends them and is one of the loop's variable."""
    iterator = iter(items)
    while True:
        try:
            value = next(iterator)
        except StopIteration:
            return
        except Terminating as error:
            report(context, error, node)
            return
        yield value


def compile_foreach(c: Compiler, node: T.ForEachStatementAst) -> Statement:
    from ems.runtime.compile.assignments import storer

    label = (node.label or "").lower()
    numbers = lazy_range(c, node.condition)
    collection = c.value(node.condition) if node.condition is not None and numbers is None else None
    body = c.block(node.body)
    plain = plain_variable(c, node.variable)
    store = storer(c, node.variable)
    name = plain[0] if plain is not None else ""
    place = node.condition or node
    with_enumerator = mentions(node.body, "foreach")

    def run(context: Context) -> Flow | None:
        session = context.session
        try:
            if numbers is not None:
                items: Iterable[Any] = numbers(context)
            elif collection is not None:
                items = elements(collection(context))
            else:
                items = ()
        except Terminating as error:
            report(context, error, place)
            return None
        if type(items) not in SAFE:
            items = reporting(context, items, node.variable)
        if with_enumerator:
            items = loop_enumerator(items)
            outer = context.vars.get("foreach")
            context.vars["foreach"] = items
            try:
                return turns(context, session, items)
            finally:
                context.vars["foreach"] = outer
        return turns(context, session, items)

    def turns(context: Context, session: Any, items: Iterable[Any]) -> Flow | None:
        variables = context.vars
        direct = name and name not in session.watched
        out = context.out
        for value in items:
            if session.stopping:
                raise PipelineStopped
            if direct:
                variables[name] = value
            else:
                store(context, value)
            try:
                flow = body(context)
            except FlowSignal as signal:
                flow = signal.flow
                context.out = out
                if not own(flow, label):
                    raise
            if flow is not None:
                if not own(flow, label):
                    return flow
                if flow.kind == "break":
                    return None
        return None

    return run


STATEMENTS: Final[dict[type, Handler]] = {
    T.ForStatementAst: compile_for,
    T.WhileStatementAst: compile_while,
    T.DoWhileStatementAst: compile_do(until=False),
    T.DoUntilStatementAst: compile_do(until=True),
    T.ForEachStatementAst: compile_foreach,
}
