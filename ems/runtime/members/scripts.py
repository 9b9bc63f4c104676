"""Members that run script blocks: script properties, script methods, and script blocks where .NET wants a delegate.

A script member sees the object as `$this`. What it yields is `$null` for nothing, the object for one, an array for
several.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ems.runtime import current
from ems.runtime.errors import NetError, Terminating
from ems.runtime.members import failures
from ems.runtime.scriptblock import NO_VALUE
from ems.runtime.types import type_of
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.members.model import ScriptMethod, ScriptProperty


def call_block(
    block: Any, arguments: Sequence[Any] = (), *, this: Any = NO_VALUE, underscore: Any = NO_VALUE, scope: bool = True
) -> Any:
    """Runs a script block in a scope of its own; what it writes is the result, `NOTHING` where it writes nothing."""
    running = current.session()
    if isinstance(block, str):
        from ems.runtime.compile import compile_text

        block = compile_text(block, running)
    if not hasattr(block, "invoke_list"):
        raise NetError(
            "System.InvalidCastException",
            f"Unable to cast object of type '{type_of(block).full_name}' to type 'System.Delegate'.",
        )
    found = block.invoke_list(
        running.context, list(arguments), dollar_under=underscore, this=this, new_scope=scope, propagate=True
    )
    if len(found) == 1:
        return found[0]
    return found if found else NOTHING


def _result(value: Any) -> Any:
    return None if value is NOTHING else value


def script_text(block: Any) -> str:
    """The text of a script block, as definitions show it."""
    if isinstance(block, str):
        return block
    from ems.runtime.convert import to_string

    return to_string(block)


def run_getter(member: ScriptProperty, target: Any) -> Any:
    if member.getter is None:
        raise failures.no_script_getter(member.name)
    try:
        return _result(call_block(member.getter, this=target))
    except Terminating as error:
        current.session().add_error(error.record)
        raise failures.getting_exception(member.name, error.record.exception) from None


def run_setter(member: ScriptProperty, target: Any, value: Any) -> None:
    if member.setter is None:
        raise failures.no_setter(member.name, "ScriptProperty")
    try:
        call_block(member.setter, (value,), this=target)
    except Terminating as error:
        raise failures.setting(member.name, error.record.exception) from None


def run_method(member: ScriptMethod, target: Any, arguments: Sequence[Any]) -> Any:
    try:
        return call_block(member.script, arguments, this=target)
    except Terminating as error:
        raise failures.script_method_failed(member.name, len(arguments), error) from None


def delegate(block: Any) -> Callable[..., Any]:
    """A script block as a Python function: `$args` and the parameters hold what .NET passes, `$_` the first of it."""
    if not hasattr(block, "type_name") and callable(block):
        return block  # type: ignore[no-any-return]

    def call(*arguments: Any) -> Any:
        return _result(call_block(block, arguments, underscore=arguments[0] if arguments else NO_VALUE))

    return call


def predicate(block: Any) -> Callable[..., bool]:
    """A script block as a question."""
    from ems.runtime.convert import to_bool

    ask = delegate(block)
    return lambda *arguments: to_bool(ask(*arguments))
