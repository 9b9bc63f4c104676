"""Unary operators, and counting up and down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import operators
from ems.runtime.compile.binary import HIGHEST, LOWEST, plain_variable
from ems.runtime.compile.failures import report
from ems.runtime.convert import to_bool
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.scope import MISSING
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler, Statement
    from ems.runtime.context import Context

STEPPING: Final = frozenset({"PlusPlus", "MinusMinus", "PostfixPlusPlus", "PostfixMinusMinus"})
STEPS: Final = {"PlusPlus": 1, "PostfixPlusPlus": 1, "MinusMinus": -1, "PostfixMinusMinus": -1}


def negation(operand: Expression) -> Expression:
    """`-not`."""

    def negate(context: Context) -> bool:
        value = operand(context)
        if value is True:
            return False
        return value is False or not to_bool(value)

    return negate


def single_array(operand: Expression) -> Expression:
    """`,x`."""

    def wrap(context: Context) -> list[Any]:
        value = operand(context)
        return [None if value is NOTHING else value]

    return wrap


def compile_unary(c: Compiler, node: T.UnaryExpressionAst) -> Expression:
    kind = node.token_kind
    if kind in STEPS:
        return compile_step(c, node)[0]
    operand = c.expression(node.child)
    if kind in ("Not", "Exclaim"):
        return negation(operand)
    if kind == "Comma":
        return single_array(operand)
    function = operators.UNARY[kind]
    if kind in operators.CONTEXTUAL:
        return lambda context: function(operand(context), context)
    return lambda context: function(operand(context))


def stepped(value: Any, step: int) -> Any:
    """A value plus or minus one; only numbers may be counted."""
    if value is None:
        return step
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        if not operators.is_numeric(value):
            raise runtime_error(
                "OperatorRequiresNumber",
                f"The '{'++' if step > 0 else '--'}' operator works only on numbers. The operand is a "
                f"'{_type_name(value)}'.",
                "InvalidOperation",
            )
    return operators.BINARY["Plus"](value, step)


def _type_name(value: Any) -> str:
    from ems.runtime.types import type_of

    return type_of(value).full_name


def compile_step(c: Compiler, node: T.UnaryExpressionAst, place: T.Ast | None = None) -> tuple[Expression, Statement]:
    """`$i++` and its kin, as a value and as a statement."""
    from ems.runtime.compile.assignments import setter

    kind = node.token_kind
    step = STEPS[kind]
    postfix = kind.startswith("Postfix")
    variable = plain_variable(c, node.child)
    if variable is not None:
        return step_variable(variable[0], step, postfix, place or node)
    target = node.child
    read, write = setter(c, target, compound=True)

    def count(context: Context) -> Any:
        place = read(context)
        old = place.value
        new = stepped(old, step)
        write(context, place, new)
        return (0 if old is None else old) if postfix else new

    def run(context: Context) -> None:
        try:
            count(context)
        except Terminating as error:
            report(context, error, place or node)

    return count, run


def step_variable(name: str, step: int, postfix: bool, place: T.Ast) -> tuple[Expression, Statement]:
    """Counting a plain variable."""

    def slow(context: Context) -> tuple[Any, Any]:
        old = context.scope.lookup(name)
        if old is MISSING:
            old = None
        new = stepped(old, step)
        context.scope.assign(name, new)
        return (0 if old is None else old), new

    def count(context: Context) -> Any:
        variables = context.vars
        old = variables.get(name)
        if type(old) is int and name not in context.session.watched and LOWEST < old < HIGHEST:
            variables[name] = old + step
            return old if postfix else old + step
        before, after = slow(context)
        return before if postfix else after

    def run(context: Context) -> None:
        variables = context.vars
        old = variables.get(name)
        if type(old) is int and name not in context.session.watched and LOWEST < old < HIGHEST:
            variables[name] = old + step
            return
        try:
            slow(context)
        except Terminating as error:
            report(context, error, place)

    return count, run


EXPRESSIONS: Final[dict[type, Handler]] = {T.UnaryExpressionAst: compile_unary}
