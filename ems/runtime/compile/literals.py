"""Strings, arrays, hashtables, custom objects, script blocks, and the brackets `( )`, `$( )`, `@( )`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.compile.collecting import SCALARS, collect, collect_list, emit, unroll
from ems.runtime.compile.failures import report
from ems.runtime.compile.variables import constant
from ems.runtime.convert import enumerate_value, to_string
from ems.runtime.errors import Terminating, bare_failure, runtime_error
from ems.runtime.hashtable import Hashtable, OrderedDictionary
from ems.runtime.limits import MAX_TEXT
from ems.runtime.values import NOTHING, PSCustomObject, Shape

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler
    from ems.runtime.context import Context


def compile_string(c: Compiler, node: T.StringConstantExpressionAst) -> Expression:
    return constant(node.value)


def in_string(value: Any) -> str:
    """A value inside an expandable string."""
    kind = type(value)
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return int.__repr__(value)
    if value is None or value is NOTHING:
        return ""
    return to_string(value)


def part_of_string(c: Compiler, node: T.ExpressionAst) -> Expression:
    """A value inside a string; `$(expression)` needs no output to be gathered, its text is the same."""
    if isinstance(node, T.SubExpressionAst):
        pure = _pure(node.sub_expression)
        if pure is not None and not _silent(pure):
            return guarded_part(c.expression(pure), node.sub_expression.statements[0])
    return c.expression(node)


def guarded_part(inner: Expression, place: T.Ast) -> Expression:
    """An error inside `$(...)` is that of a statement: it is reported, and the string goes on without."""

    def value(context: Context) -> Any:
        try:
            return inner(context)
        except Terminating as error:
            report(context, error, place)
            return NOTHING

    return value


def compile_expandable(c: Compiler, node: T.ExpandableStringExpressionAst) -> Expression:
    texts: list[str] = []
    parts: list[Expression] = []
    pieces: list[str | Expression] = [each if isinstance(each, str) else part_of_string(c, each) for each in node.parts]
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
        else:
            parts.append(piece)
    if len(parts) == 1 and len(pieces) <= 3:
        index = next(i for i, piece in enumerate(pieces) if not isinstance(piece, str))
        before = "".join(str(piece) for piece in pieces[:index])
        after = "".join(str(piece) for piece in pieces[index + 1 :])
        only = parts[0]

        def expand_one(context: Context) -> str:
            value = only(context)
            kind = type(value)
            if kind is str:
                return f"{before}{value}{after}"
            if kind is int:
                return f"{before}{value!r}{after}"
            return f"{before}{in_string(value)}{after}"

        return expand_one

    def expand(context: Context) -> str:
        text = "".join([piece if type(piece) is str else in_string(piece(context)) for piece in pieces])  # type: ignore[operator]
        if len(text) > MAX_TEXT:
            raise bare_failure(MemoryError())
        return text

    return expand


def compile_array_literal(c: Compiler, node: T.ArrayLiteralAst) -> Expression:
    elements = [c.expression(each) for each in node.elements]

    def build(context: Context) -> list[Any]:
        return [None if value is NOTHING else value for value in [each(context) for each in elements]]

    return build


def compile_paren(c: Compiler, node: T.ParenExpressionAst) -> Expression:
    return c.value(node.pipeline)


def _pure(node: T.StatementBlockAst) -> T.ExpressionAst | None:
    """The expression, where a block is nothing else."""
    if len(node.statements) == 1 and not node.traps and isinstance(node.statements[0], T.PipelineAst):
        return node.statements[0].get_pure_expression()
    return None


def _silent(expression: T.ExpressionAst) -> bool:
    """Whether an expression has no output as a statement (`$i++`)."""
    return isinstance(expression, T.UnaryExpressionAst) and expression.token_kind in (
        "PlusPlus",
        "MinusMinus",
        "PostfixPlusPlus",
        "PostfixMinusMinus",
    )


def compile_sub_expression(c: Compiler, node: T.SubExpressionAst) -> Expression:
    block = node.sub_expression
    if not block.statements:
        return constant(None)
    pure = _pure(block)
    if pure is None or _silent(pure):
        return collect(c.block(block))
    inner = c.expression(pure)
    place = block.statements[0]

    def value(context: Context) -> Any:
        try:
            result = inner(context)
        except Terminating as error:
            report(context, error, place)
            return NOTHING
        if type(result) in SCALARS:
            return result
        values: list[Any] = []
        emit(result, values.append)
        return unroll(values)

    return value


def compile_array_expression(c: Compiler, node: T.ArrayExpressionAst) -> Expression:
    block = node.sub_expression
    if not block.statements:
        return lambda context: []
    pure = _pure(block)
    if pure is None or _silent(pure):
        return collect_list(c.block(block))
    inner = c.expression(pure)

    def value(context: Context) -> Any:
        result = inner(context)
        if type(result) is list:
            return result
        if result is NOTHING:
            return []
        if type(result) in SCALARS:
            return [result]
        items = enumerate_value(result)
        return [result] if items is None else list(items)

    return value


def _pairs(c: Compiler, node: T.HashtableAst) -> list[tuple[Expression, Expression, T.Ast]]:
    return [(c.expression(key), c.value(value), key) for key, value in node.key_value_pairs]


def compile_hashtable(c: Compiler, node: T.HashtableAst) -> Expression:
    pairs = _pairs(c, node)

    def build(context: Context) -> Hashtable:
        table = Hashtable()
        for key, value, place in pairs:
            _put(context, table, key(context), value(context), place)
        return table

    return build


def compile_ordered(c: Compiler, node: T.HashtableAst) -> Expression:
    """`[ordered]@{...}`."""
    pairs = _pairs(c, node)

    def build(context: Context) -> OrderedDictionary:
        table = OrderedDictionary()
        for key, value, place in pairs:
            _put(context, table, key(context), value(context), place)
        return table

    return build


def _put(context: Context, table: Any, key: Any, value: Any, place: T.Ast) -> None:
    if key is None or key is NOTHING:
        error = runtime_error("InvalidNullKey", "A null key is not allowed in a hash literal.", "InvalidOperation")
        error.record.position = context.extent_of(place)
        raise error
    if key in table:
        error = runtime_error(
            "DuplicateKeyInHashLiteral",
            f"Item has already been added. Key in dictionary: '{to_string(key)}'  Key being added: '{to_string(key)}'",
            "InvalidOperation",
        )
        error.record.position = context.extent_of(place)
        raise error
    table.set(key, None if value is NOTHING else value)


def compile_custom_object(c: Compiler, node: T.HashtableAst) -> Expression:
    """`[pscustomobject]@{...}`; where all names are constant, the objects share their shape."""
    pairs = _pairs(c, node)
    names = [key.value for key, _ in node.key_value_pairs if isinstance(key, T.StringConstantExpressionAst)]
    folded = [name.lower() for name in names]
    if len(names) == len(pairs) and len(set(folded)) == len(folded) and "pstypename" not in folded:
        shape = Shape(dict(zip(folded, names, strict=True)))
        fields = list(zip(folded, [value for _, value, _ in pairs], strict=True))

        def make(context: Context) -> PSCustomObject:
            made = {}
            for name, value in fields:
                each = value(context)
                made[name] = each if each is not NOTHING else None
            return PSCustomObject(made, shape)

        return make
    ordered = compile_ordered(c, node)

    def build(context: Context) -> PSCustomObject:
        table = ordered(context)
        type_names: list[str] | None = None
        made: list[tuple[str, Any]] = []
        for key, value in table.items():
            name = to_string(key)
            if name.lower() == "pstypename":
                type_names = [to_string(value), "System.Management.Automation.PSCustomObject", "System.Object"]
            else:
                made.append((name, value))
        return PSCustomObject.of(made, type_names)

    return build


def compile_script_block(c: Compiler, node: T.ScriptBlockExpressionAst) -> Expression:
    from ems.runtime.compile.code import Code
    from ems.runtime.scriptblock import ScriptBlock

    code = Code(node.script_block, c.source, c.session, usings=c.usings)

    def make(context: Context) -> ScriptBlock:
        return ScriptBlock(code, context.module)

    return make


Build = Callable[["Context"], Any]

EXPRESSIONS: Final[dict[type, Handler]] = {
    T.StringConstantExpressionAst: compile_string,
    T.ExpandableStringExpressionAst: compile_expandable,
    T.ArrayLiteralAst: compile_array_literal,
    T.ParenExpressionAst: compile_paren,
    T.SubExpressionAst: compile_sub_expression,
    T.ArrayExpressionAst: compile_array_expression,
    T.HashtableAst: compile_hashtable,
    T.ScriptBlockExpressionAst: compile_script_block,
}
