"""Binary operators. Arithmetic and comparison of Int32 values is done here at once; everything else is the operators' own business.

Where an operand is a constant, the closure knows it, and where the left one is a plain variable, the closure reads it itself.
"""
from __future__ import annotations

from collections.abc import Callable
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import operators
from ems.runtime.compile.variables import CONSTANTS, absent, constant
from ems.runtime.convert import to_bool
from ems.runtime.scope import MISSING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler
    from ems.runtime.context import Context

    Function = Callable[[Any, Any], Any]

LOWEST: Final = -2147483648
HIGHEST: Final = 2147483647

ARITHMETIC: Final = {"Plus": add, "Minus": sub, "Multiply": mul}
COMPARISON: Final = {
    "Ieq": eq, "Ine": ne, "Igt": gt, "Ige": ge, "Ilt": lt, "Ile": le, "Ceq": eq, "Cne": ne, "Cgt": gt, "Cge": ge, "Clt": lt, "Cle": le,
}


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


SPECIAL: Final = frozenset({"?", "pwd", "psscriptroot", "pscommandpath", "myinvocation", "psboundparameters", "this"})


def arithmetic(fast: Function, slow: Function, left: Expression, right: Expression) -> Expression:
    """`+`, `-`, `*`."""

    def compute(context: Context) -> Any:
        a = left(context)
        b = right(context)
        if type(a) is int and type(b) is int:
            result = fast(a, b)
            if LOWEST <= result <= HIGHEST:
                return result
        return slow(a, b)

    return compute


def arithmetic_constant(fast: Function, slow: Function, left: Expression, b: int) -> Expression:
    """`... + 1`."""

    def compute(context: Context) -> Any:
        a = left(context)
        if type(a) is int:
            result = fast(a, b)
            if LOWEST <= result <= HIGHEST:
                return result
        return slow(a, b)

    return compute


def variable_plus_constant(slow: Function, name: str, spelled: str, b: int) -> Expression:
    """`$n + 1`."""

    def compute(context: Context) -> Any:
        a = context.vars.get(name, MISSING)
        if type(a) is int:
            result = a + b
            if LOWEST <= result <= HIGHEST:
                return result
        return slow(a if a is not MISSING else absent(context, name, spelled), b)

    return compute


def remainder_constant(slow: Function, left: Expression, b: int) -> Expression:
    """`... % 3`."""

    def compute(context: Context) -> Any:
        a = left(context)
        if type(a) is int and a >= 0:
            return a % b
        return slow(a, b)

    return compute


def variable_remainder_constant(slow: Function, name: str, spelled: str, b: int) -> Expression:
    """`$i % 3`."""

    def compute(context: Context) -> Any:
        a = context.vars.get(name, MISSING)
        if type(a) is int and a >= 0:
            return a % b
        return slow(a if a is not MISSING else absent(context, name, spelled), b)

    return compute


def comparison(fast: Function, slow: Function, left: Expression, right: Expression) -> Expression:
    """`-eq` and its kin."""

    def compare(context: Context) -> Any:
        a = left(context)
        b = right(context)
        if type(a) is int and type(b) is int:
            return fast(a, b)
        return slow(a, b)

    return compare


def comparison_constant(fast: Function, slow: Function, left: Expression, b: int) -> Expression:
    """`... -eq 0`."""

    def compare(context: Context) -> Any:
        a = left(context)
        if type(a) is int:
            return fast(a, b)
        return slow(a, b)

    return compare


def variable_compared(fast: Function, slow: Function, name: str, spelled: str, b: int) -> Expression:
    """`$i -lt 10`."""

    def compare(context: Context) -> Any:
        a = context.vars.get(name, MISSING)
        if type(a) is int:
            return fast(a, b)
        return slow(a if a is not MISSING else absent(context, name, spelled), b)

    return compare


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
    matches = operators.like_matcher(pattern, node.operator[0] == "I")
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
        variable = plain_variable(c, left_node)
        if kind in ("Plus", "Minus"):
            if variable is not None and kind == "Plus":
                return variable_plus_constant(slow, *variable, number)
            return arithmetic_constant(ARITHMETIC[kind], slow, left, number)
        if kind == "Rem" and number > 0:
            if variable is not None:
                return variable_remainder_constant(slow, *variable, number)
            return remainder_constant(slow, left, number)
        if kind in COMPARISON:
            if variable is not None:
                return variable_compared(COMPARISON[kind], slow, *variable, number)
            return comparison_constant(COMPARISON[kind], slow, left, number)
    if kind in ARITHMETIC:
        return arithmetic(ARITHMETIC[kind], slow, left, right)
    if kind in COMPARISON:
        return comparison(COMPARISON[kind], slow, left, right)
    if kind in ("Ilike", "Clike", "Inotlike", "Cnotlike") and type(right_node) is T.StringConstantExpressionAst:
        return like_constant(c, node, left, right_node.value)
    return general(slow, left, right)


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


EXPRESSIONS: Final[dict[type, Handler]] = {T.BinaryExpressionAst: compile_binary, T.ConstantExpressionAst: compile_constant}
