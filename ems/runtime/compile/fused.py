"""Operations fused with the reading of their operands.

An operand that is a plain variable is read on the spot instead of through a closure of its own. The text of each
operation stands here once; it is put together with the way its operands are read, once for each combination, and
never contains anything from a script.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import members
from ems.runtime.compile.binary import plain_variable
from ems.runtime.compile.variables import absent
from ems.runtime.hashtable import Hashtable
from ems.runtime.scope import MISSING
from ems.runtime.values import NOTHING, PSCustomObject

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression

VARIABLE: Final = """
        {0} = context.vars.get({0}_name, MISSING)
        if {0} is MISSING:
            {0} = absent(context, {0}_name, {0}_spelled)"""

VALUE: Final = """
        {0} = {0}_value(context)"""

READ_ELEMENT: Final = """
        kind = type(a)
        if kind is list:
            if type(b) is int:
                count = len(a)
                if -count <= b < count:
                    return a[b]
        elif kind is Hashtable and type(b) is str:
            return a.get(b)
        return index_get(a, [b])"""

ADD_TO_ELEMENT: Final = """
        if type(a) is Hashtable and type(b) is str:
            old = a.get(b)
            c = right(context)
            if type(old) is int and type(c) is int:
                value = old + c
                if not -2147483648 <= value <= 2147483647:
                    value = extra(old, c)
            else:
                value = extra(old, c)
            a.set(b, value)
            return value
        value = extra(index_get(a, [b]), right(context))
        index_set(a, [b], value)
        return value"""

READ_PROPERTY: Final = """
        if type(a) is PSCustomObject and not a.special:
            value = a.fields.get(folded, MISSING)
            if value is not MISSING:
                return value
        return get_member(a, extra)"""

OPERANDS: Final = ("a", "b")


@cache
def maker(body: str, kinds: tuple[bool, ...]) -> Callable[..., Expression]:
    """The function that makes closures of an operation; `kinds` says of each operand whether it is a plain variable."""
    names = OPERANDS[: len(kinds)]
    text = f"def make({', '.join(names)}, right, extra):\n    folded = extra.lower() if type(extra) is str else None\n"
    for name, is_variable in zip(names, kinds, strict=True):
        text += f"    {name}_name, {name}_spelled = {name}\n" if is_variable else f"    {name}_value = {name}\n"
    text += "    def compute(context):"
    for name, is_variable in zip(names, kinds, strict=True):
        text += (VARIABLE if is_variable else VALUE).format(name)
    text += body + "\n    return compute\n"
    known: dict[str, Any] = {
        "MISSING": MISSING,
        "NOTHING": NOTHING,
        "Hashtable": Hashtable,
        "PSCustomObject": PSCustomObject,
        "absent": absent,
        "index_get": members.index_get,
        "index_set": members.index_set,
        "get_member": members.get_member,
    }
    exec(text, known)
    made: Callable[..., Expression] = known["make"]
    return made


def fuse(c: Compiler, body: str, nodes: list[T.Ast], right: Expression | None = None, extra: Any = None) -> Expression:
    """A closure for an operation on these operands."""
    operands: list[Any] = []
    kinds: list[bool] = []
    for node in nodes:
        variable = plain_variable(c, node)
        kinds.append(variable is not None)
        operands.append(variable if variable is not None else c.expression(node))
    return maker(body, tuple(kinds))(*operands, right, extra)
