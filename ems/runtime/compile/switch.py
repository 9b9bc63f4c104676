"""`switch`, in all its options."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import operators
from ems.runtime.compile.failures import report
from ems.runtime.compile.loops import elements, loop_enumerator, mentions, own
from ems.runtime.convert import equal_strings, to_bool, to_string
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.flow import Flow, FlowSignal, PipelineStopped
from ems.runtime.messages import message

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler, Statement
    from ems.runtime.context import Context

    Test = Callable[[Context, Any], bool]


def script_test(c: Compiler, block: T.ScriptBlockExpressionAst) -> Test:
    """A block as a condition: it runs in a scope of its own, with the value as `$_`."""
    make = c.expression(block)
    return lambda context, value: to_bool(make(context).invoke_value(context, [], dollar_under=value))


def value_test(expression: Expression, kind: str, exact_case: bool) -> Test:
    """A value as a condition: texts are compared, whatever the values are. A block that comes out of an expression is
    run.
    """
    prefix = "C" if exact_case else "I"
    if kind == "Regex":
        match = operators.BINARY[prefix + "match"]

        def by_pattern(context: Context, value: Any) -> bool:
            pattern = expression(context)
            try:
                return bool(match(to_string(value), pattern, context))
            except Terminating as error:
                if error.record.error_id != "System.ArgumentException":
                    raise
                text = message("ParserStrings", "InvalidRegularExpression", pattern)
                raise runtime_error("InvalidRegularExpression", text, "InvalidOperation", pattern) from None

        return by_pattern
    if kind == "Wildcard":
        like = operators.BINARY[prefix + "like"]

        def by_wildcard(context: Context, value: Any) -> bool:
            return bool(like(to_string(value), to_string(expression(context))))

        return by_wildcard

    def by_value(context: Context, value: Any) -> bool:
        wanted = expression(context)
        if type(wanted) is not str:
            from ems.runtime.scriptblock import ScriptBlock

            if isinstance(wanted, ScriptBlock):
                return to_bool(wanted.invoke_value(context, [], dollar_under=value))
            wanted = to_string(wanted)
        text = value if type(value) is str else to_string(value)
        return text == wanted if exact_case else equal_strings(text, wanted)

    return by_value


def compile_switch(c: Compiler, node: T.SwitchStatementAst) -> Statement:
    flags = node.flags
    kind = "Regex" if "Regex" in flags else "Wildcard" if "Wildcard" in flags else "Exact"
    exact_case = "CaseSensitive" in flags
    label = (node.label or "").lower()
    clauses: list[tuple[Test, Statement, T.Ast]] = []
    for test, body in node.clauses:
        if isinstance(test, T.ScriptBlockExpressionAst):
            clauses.append((script_test(c, test), c.block(body), test))
        else:
            clauses.append((value_test(c.expression(test), kind, exact_case), c.block(body), test))
    default = c.block(node.default) if node.default is not None else None
    value_of = c.value(node.condition) if node.condition is not None else None
    from_file = "File" in flags
    place = node.condition or node
    with_enumerator = any(mentions(body, "switch") for _, body in node.clauses) or (
        node.default is not None and mentions(node.default, "switch")
    )

    def run(context: Context) -> Flow | None:
        try:
            value = value_of(context) if value_of is not None else None
            if from_file:
                items: Iterable[Any] = context.session.read_lines(to_string(value))
            else:
                items = (None,) if value is None else elements(value)
        except Terminating as error:
            report(context, error, place)
            return None
        variables = context.vars
        had, old = "_" in variables, variables.get("_")
        if with_enumerator:
            items = loop_enumerator(items)
            variables["switch"] = items
        try:
            for each in items:
                if context.session.stopping:
                    raise PipelineStopped
                flow = one(context, each)
                if flow is not None:
                    if not own(flow, label):
                        return flow
                    if flow.kind == "break":
                        return None
            return None
        finally:
            if had:
                variables["_"] = old
            else:
                variables.pop("_", None)

    def one(context: Context, value: Any) -> Flow | None:
        matched = False
        for test, body, where in clauses:
            context.vars["_"] = value
            try:
                hit = test(context, value)
            except Terminating as error:
                report(context, error, where)
                continue
            if hit:
                matched = True
                flow = guarded(context, body)
                if flow is not None:
                    return flow
        if not matched and default is not None:
            context.vars["_"] = value
            return guarded(context, default)
        return None

    def guarded(context: Context, body: Statement) -> Flow | None:
        out = context.out
        try:
            return body(context)
        except FlowSignal as signal:
            context.out = out
            if own(signal.flow, label):
                return signal.flow
            raise

    return run


STATEMENTS: Final[dict[type, Handler]] = {T.SwitchStatementAst: compile_switch}
