"""What cmdlets ask of the session they run in: script blocks and texts to run, scopes and variables, the clock, other commands."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ems.runtime.cmdlet import Cmdlet
from ems.runtime.context import Context
from ems.runtime.convert import to_string
from ems.runtime.invocation import InvocationInfo
from ems.runtime.scope import MISSING, Scope, Variable


# Where a cmdlet runs

def context_of(cmdlet: Cmdlet) -> Context:
    """The context of the code that called the cmdlet."""
    context: Context = cmdlet.runtime.context
    return context


def scope_of(cmdlet: Cmdlet) -> Scope:
    return context_of(cmdlet).scope


def strict_version(cmdlet: Cmdlet) -> int:
    return scope_of(cmdlet).strict_version()


def expects_input(cmdlet: Cmdlet) -> bool:
    """Whether the cmdlet stands behind another command or expression in its pipeline."""
    return bool(cmdlet.runtime.my_invocation().expecting_input)


def caller_invocation(cmdlet: Cmdlet) -> InvocationInfo | None:
    """`$MyInvocation` of the caller."""
    found = scope_of(cmdlet).lookup("myinvocation")
    return found if isinstance(found, InvocationInfo) else None


def error_origin(invocation: InvocationInfo) -> str | None:
    """What the error ids of a call end with; nothing for a script."""
    command = invocation.my_command
    return None if command is None or command.kind in ("Script", "ExternalScript") else command.error_origin


def source_of(cmdlet: Cmdlet) -> str:
    """What an information record names as its source: the script file, or the command."""
    invocation = caller_invocation(cmdlet)
    if invocation is not None and invocation.ps_command_path:
        return str(invocation.ps_command_path)
    return cmdlet.name


# Script blocks

def runner(cmdlet: Cmdlet, block: Any, write: Callable[[Any], Any] | None = None) -> Callable[[Any], None]:
    """A function that runs a block in the caller's scope with an object as `$_`."""
    run: Callable[[Any], None] = block.each(context_of(cmdlet), write or cmdlet.runtime.out)
    return run


def predicate(cmdlet: Cmdlet, block: Any) -> Callable[[Any], bool]:
    """A function that says whether a block is true for an object."""
    test: Callable[[Any], bool] = block.predicate(context_of(cmdlet))
    return test


def run(cmdlet: Cmdlet, block: Any) -> None:
    """Runs a block once, in the caller's scope."""
    block.run(context_of(cmdlet), [], cmdlet.runtime.out, new_scope=False)


def evaluate(cmdlet: Cmdlet, block: Any, value: Any) -> Any:
    """What a block gives for an object, as one value; errors are raised."""
    return block.invoke_value(context_of(cmdlet), [], dollar_under=value, propagate=True)


def text_of(block: Any) -> str:
    return str(block.text)


# Variables and preferences

def variable_object(cmdlet: Cmdlet, scope: Scope, folded: str, spelled: str | None = None) -> Variable:
    """A variable of a scope as an object."""
    return scope.variable(folded, spelled)


def set_variable(cmdlet: Cmdlet, name: str, value: Any) -> None:
    scope_of(cmdlet).assign(name.lower(), value)


def preference_is_set(cmdlet: Cmdlet) -> bool:
    """Whether `$WhatIfPreference` is on, or `$ConfirmPreference` lower than usual."""
    scope = scope_of(cmdlet)
    if scope.lookup("whatifpreference") not in (None, False, MISSING):
        return True
    confirm = scope.lookup("confirmpreference")
    return confirm is not MISSING and confirm is not None and to_string(confirm) not in ("High", "None")


# The session

def state(cmdlet: Cmdlet, key: str) -> dict[str, Any]:
    """What a cmdlet keeps in its session from one call to the next."""
    kept: dict[str, Any] = cmdlet.session.services.setdefault("cmdlet state", {})
    found: dict[str, Any] = kept.setdefault(key, {})
    return found


def now(cmdlet: Cmdlet) -> Any:
    """The session's date and time, local."""
    return cmdlet.session.now()


def stopwatch(cmdlet: Cmdlet) -> float:
    """Seconds of a clock that only goes forward."""
    return float(cmdlet.session.stopwatch())


def sleep(cmdlet: Cmdlet, seconds: float) -> None:
    cmdlet.session.sleep(seconds)


def environment(cmdlet: Cmdlet, name: str) -> str:
    values: Mapping[str, str] = cmdlet.session.environment
    return values.get(name, "")


def formatted_now(cmdlet: Cmdlet, pattern: str) -> str:
    from ems.runtime.formatstring import format_value

    return str(format_value(now(cmdlet), pattern))
