"""Binary operators. Arithmetic and comparison of Int32 values is done here at once; everything else is the operators'
own business.

Where an operand is a constant, the closure knows it, and where the left one is a plain variable, the closure reads
it itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import operators
from ems.runtime.compile.specialized import (
    ARITHMETIC,
    CHECKED_CONSTANT,
    CHECKED_VALUES,
    CHECKED_VARIABLE,
    COMPARISON,
    REMAINDER_COMPARED,
    TWO_VALUES,
    VALUE_AND_CONSTANT,
    VARIABLE_AND_CONSTANT,
    maker,
)
from ems.runtime.compile.variables import CONSTANTS, constant
from ems.runtime.convert import to_bool
from ems.runtime.errors import Terminating

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler
    from ems.runtime.context import Context

    Function = Callable[[Any, Any], Any]

LOWEST: Final = -2147483648
HIGHEST: Final = 2147483647


def int_constant(node: T.Ast) -> int | None:
    """The value of an Int32 literal."""
    if type(node) is T.ConstantExpressionAst and node.type_name == "Int32":
        return int(node.value)
    return None


def plain_variable(c: Compiler, node: T.Ast) -> tuple[str, str] | None:
    """Folded name and spelling of a variable that is looked up in the ordinary way."""
    if type(node) is T.VariableExpressionAst and not node.splatted:
        path = node.variable_path
        if path.drive_name is None and path.scope is None:
            name = c.spell(path.name)
            if name not in CONSTANTS and name not in SPECIAL:
                return name, path.user_path
    return None


SPECIAL: Final = frozenset(
    {"psitem", "?", "pwd", "psscriptroot", "pscommandpath", "myinvocation", "psboundparameters", "this"}
)


def remainder_constant(slow: Function, left: Expression, b: int) -> Expression:
    """`... % 3`."""

    def compute(context: Context) -> Any:
        a = left(context)
        if type(a) is int and a >= 0:
            return a % b
        return slow(a, b)

    return compute


def variable_remainder(c: Compiler, node: T.Ast) -> tuple[str, str, int] | None:
    """The name, spelling and divisor of `$i % 3`, in parentheses or not."""
    while isinstance(node, T.ParenExpressionAst) and isinstance(node.pipeline, T.PipelineAst):
        pure = node.pipeline.get_pure_expression()
        if pure is None:
            return None
        node = pure
    if not isinstance(node, T.BinaryExpressionAst) or node.operator != "Rem":
        return None
    divisor = int_constant(node.right)
    variable = plain_variable(c, node.left)
    if variable is None or divisor is None or divisor <= 0:
        return None
    return *variable, divisor


def conjunction(left: Expression, right: Expression) -> Expression:
    """`-and`."""

    def decide(context: Context) -> bool:
        a = left(context)
        if a is False or (a is not True and not to_bool(a)):
            return False
        b = right(context)
        return b is True or (b is not False and to_bool(b))

    return decide


def disjunction(left: Expression, right: Expression) -> Expression:
    """`-or`."""

    def decide(context: Context) -> bool:
        a = left(context)
        if a is True or (a is not False and to_bool(a)):
            return True
        b = right(context)
        return b is True or (b is not False and to_bool(b))

    return decide


def exclusive(left: Expression, right: Expression) -> Expression:
    """`-xor`."""

    def decide(context: Context) -> bool:
        return to_bool(left(context)) is not to_bool(right(context))

    return decide


def general(function: Function, left: Expression, right: Expression) -> Expression:
    """Any other operator of two values."""

    def apply(context: Context) -> Any:
        return function(left(context), right(context))

    return apply


def contextual(function: Callable[[Any, Any, Context], Any], left: Expression, right: Expression) -> Expression:
    """An operator that needs the session: `-match` sets `$Matches`, `-split` may call a block."""

    def apply(context: Context) -> Any:
        return function(left(context), right(context), context)

    return apply


def like_constant(c: Compiler, node: T.BinaryExpressionAst, left: Expression, pattern: str) -> Expression:
    """`-like 'pattern'`: the pattern is classified once."""
    slow = operators.BINARY[node.operator]
    try:
        matches = operators.like_matcher(pattern, node.operator[0] == "I")
    except Terminating:
        # A pattern that is none is an error of every run.
        return lambda context: slow(left(context), pattern)
    wanted = node.operator in ("Ilike", "Clike")

    def like(context: Context) -> Any:
        a = left(context)
        if type(a) is str:
            return matches(a) is wanted
        return slow(a, pattern)

    return like


def compile_binary(c: Compiler, node: T.BinaryExpressionAst) -> Expression:
    kind = node.operator
    left_node, right_node = node.left, node.right
    left = c.expression(left_node)
    right = c.expression(right_node)
    if kind == "And":
        return conjunction(left, right)
    if kind == "Or":
        return disjunction(left, right)
    if kind == "Xor":
        return exclusive(left, right)
    if kind in operators.CONTEXTUAL:
        return contextual(operators.BINARY[kind], left, right)
    slow = operators.BINARY[kind]
    number = int_constant(right_node)
    if number is not None:
        made = with_constant(c, node, left, number, slow)
        if made is not None:
            return made
    if kind in ARITHMETIC:
        return maker(CHECKED_VALUES, ARITHMETIC[kind])(left, right, slow)
    if kind in COMPARISON:
        return maker(TWO_VALUES, COMPARISON[kind])(left, right, slow)
    if kind in ("Ilike", "Clike", "Inotlike", "Cnotlike") and type(right_node) is T.StringConstantExpressionAst:
        return like_constant(c, node, left, right_node.value)
    return general(slow, left, right)


def with_constant(
    c: Compiler, node: T.BinaryExpressionAst, left: Expression, number: int, slow: Function
) -> Expression | None:
    """The variants for an Int32 constant on the right; None where there is none."""
    kind = node.operator
    variable = plain_variable(c, node.left)
    if kind in ARITHMETIC:
        if variable is not None:
            return maker(CHECKED_VARIABLE, ARITHMETIC[kind])(*variable, number, slow)
        return maker(CHECKED_CONSTANT, ARITHMETIC[kind])(left, number, slow)
    if kind == "Rem" and number > 0:
        return remainder_constant(slow, left, number)
    if kind in COMPARISON:
        if variable is not None:
            return maker(VARIABLE_AND_CONSTANT, COMPARISON[kind])(*variable, number, slow)
        remainder = variable_remainder(c, node.left)
        if remainder is not None:
            return maker(REMAINDER_COMPARED, COMPARISON[kind])(*remainder, number, operators.BINARY["Rem"], slow)
        return maker(VALUE_AND_CONSTANT, COMPARISON[kind])(left, number, slow)
    return None


def compile_constant(c: Compiler, node: T.ConstantExpressionAst) -> Expression:
    from decimal import Decimal

    from ems.runtime.values import Int64

    value: Any = node.value
    if node.type_name == "Int64":
        value = Int64(value)
    elif node.type_name == "Decimal":
        value = Decimal(value)
    elif node.type_name == "Double":
        value = float(value)
    elif node.type_name == "BigInteger":
        from ems.runtime.values import BigInteger

        value = BigInteger(value)
    return constant(value)


EXPRESSIONS: Final[dict[type, Handler]] = {
    T.BinaryExpressionAst: compile_binary,
    T.ConstantExpressionAst: compile_constant,
}
