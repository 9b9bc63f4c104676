"""Method calls with a constant name: the place of a call remembers which method the name means for the classes of
values it has met.

What is remembered is the Python function behind an overload, where it takes the arguments as they are. Everything
else, and every first call, goes through `members.invoke`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ems.runtime import members
from ems.runtime.errors import NetError
from ems.runtime.hashtable import Hashtable
from ems.runtime.members import failures
from ems.runtime.members.model import Method, as_net_error
from ems.runtime.numberformat import FormatFailure
from ems.runtime.numbers import BadFormat, Overflow
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Expression
    from ems.runtime.context import Context

    Known = dict[Any, Callable[..., Any]]

MOST = 30
"""How many kinds of values a place remembers."""


def call_site(target: Expression, name: str, arguments: list[Expression]) -> Expression:
    """`target.name(arguments)`."""
    if not arguments:
        return call_without(target, name)
    if len(arguments) == 1:
        return call_with_one(target, name, arguments[0])
    invoke = members.invoke

    def call(context: Context) -> Any:
        owner = target(context)
        return invoke(
            owner, name, [None if value is NOTHING else value for value in [each(context) for each in arguments]]
        )

    return call


def call_without(target: Expression, name: str) -> Expression:
    """`target.name()`."""
    known: Known = {}

    def call(context: Context) -> Any:
        owner = target(context)
        kind = type(owner)
        run = known.get(kind)
        if run is not None and (kind is str or owner.extended is None):
            try:
                return run(owner)
            except NetError as error:
                raise failures.method_invocation(name, 0, error.exception) from None
            except (ArithmeticError, MemoryError, RecursionError, Overflow, BadFormat, FormatFailure) as error:
                raise failures.method_invocation(name, 0, as_net_error(error).exception) from None
        result = members.invoke(owner, name, [])
        if len(known) < MOST:
            learn(context, known, kind, owner, name, ())
        return result

    return call


def key_test(table_name: str, key_name: str, general: Expression) -> Expression:
    """`$table.ContainsKey($key)`, which scripts ask a table again and again."""

    def call(context: Context) -> Any:
        variables = context.vars
        table, key = variables.get(table_name), variables.get(key_name)
        if type(table) is Hashtable and type(key) is str and table.extended is None:
            return key in table
        return general(context)

    return call


def call_with_one(target: Expression, name: str, argument: Expression) -> Expression:
    """`target.name(argument)`."""
    known: Known = {}

    def call(context: Context) -> Any:
        owner = target(context)
        value = argument(context)
        kind = type(owner)
        run = known.get((kind, type(value)))
        if run is not None and (kind is str or owner.extended is None):
            try:
                return run(owner, value)
            except NetError as error:
                raise failures.method_invocation(name, 1, error.exception) from None
            except (ArithmeticError, MemoryError, RecursionError, Overflow, BadFormat, FormatFailure) as error:
                raise failures.method_invocation(name, 1, as_net_error(error).exception) from None
        if value is NOTHING:
            value = None
        result = members.invoke(owner, name, [value])
        if len(known) < MOST:
            learn(context, known, (kind, type(value)), owner, name, (type(value),))
        return result

    return call


def learn(context: Context, known: Known, key: Any, owner: Any, name: str, classes: tuple[type, ...]) -> None:
    """Remembers a call that has just succeeded, where the next one of this kind can do without looking."""
    if type(owner) is not str:
        if not isinstance(owner, NetObject) or owner.type_names is not None or owner.extended is not None:
            return
    if context.session.type_data.is_changed:
        return
    if hasattr(owner, "net_type"):
        # Instances of one class may be of different types.
        return
    member = members.find_member(owner, name)
    if type(member) is not Method:
        return
    chosen = member.chosen.get(classes)
    if chosen is None:
        return
    overload, expanded, ready = chosen
    if not ready or expanded or overload.is_static or overload.wraps is False:
        return
    run, wrap = overload.run, overload.wraps
    known[key] = run if wrap is None else lambda *values: wrap(run(*values))
