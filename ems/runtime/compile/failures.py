"""Errors of statements: reporting, `try`, `trap` and `throw`. The rules are those of ExceptionHandlingOps in
MiscOps.cs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.errors import BARE_FAILURES, ErrorRecord, NetException, Terminating, bare_failure
from ems.runtime.flow import Flow, FlowSignal
from ems.runtime.invocation import InvocationInfo, script_stack_trace
from ems.runtime.streams import preference
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Handler, Statement
    from ems.runtime.context import Context

RUNTIME_EXCEPTION: Final = "System.Management.Automation.RuntimeException"


def locate(context: Context, error: Terminating, node: T.Ast) -> None:
    """Tells an error where it happened, unless it knows."""
    record = error.record
    if record.invocation is None:
        if record.position is None:
            record.position = context.extent_of(node)
        record.invocation = InvocationInfo(None, record.position, "", context.session.history_id)
    if not record.script_stack_trace:
        record.script_stack_trace = script_stack_trace(context.session.frames, record.position)


def report(context: Context, error: Terminating, node: T.Ast) -> None:
    """Deals with the error of a statement: a trap, a `try` further up, or a line on the error stream and on to the next
    statement.
    """
    session = context.session
    record = error.record
    if record.invocation is None or not record.script_stack_trace:
        locate(context, error, node)
    session.add_error(record)
    for remember in context.streams.error_lists:
        remember(record)
    session.succeeded = False
    session.end_pipeline(failed=True)
    traps = context.traps
    if traps is not None and enclosing_block(node) is not traps.block:
        # A trap goes on behind the statement of its own block in which the error happened.
        raise error
    if traps is None:
        if session.propagate or error.suppress_prompt:
            raise error
        action = preference(context, "erroractionpreference", "Continue")
        if action == "Inquire":
            action = ask(context, record.message)
    else:
        action = run_traps(context, error, traps)
        session.succeeded = False
    if action in ("SilentlyContinue", "Ignore"):
        return
    if action == "Stop":
        error.suppress_prompt = True
        error.trapped = traps is not None
        raise error
    if error.from_throw and traps is None:
        raise error
    sink = context.streams.error
    if sink is not None:
        sink(record)
    else:
        session.show_error(record)
    session.succeeded = False


def enclosing_block(node: T.Ast) -> T.Ast | None:
    """The block of statements a statement belongs to."""
    each = node.parent
    while each is not None and not isinstance(each, (T.StatementBlockAst, T.NamedBlockAst)):
        each = each.parent
    return each


def ask(context: Context, message: str) -> str:
    """`$ErrorActionPreference = 'Inquire'`."""
    from ems.runtime.host import Choice

    choices = [
        Choice("&Continue", "Continue with the execution."),
        Choice("&Silently Continue", "Continue execution, but do not report errors."),
        Choice("&Break", "Terminate execution."),
        Choice(
            "S&uspend", 'Suspend the current command and return to the command prompt. Type "exit" to resume operation.'
        ),
    ]
    while True:
        picked = context.session.host.choose("Action to take for this exception:", message, choices, 0)
        if picked != 3:
            return ("Continue", "SilentlyContinue")[picked] if picked in (0, 1) else "Stop"
        context.session.nested_prompt()


# Which handler


def candidates(error: Terminating) -> list[NetException]:
    """The exceptions of an error by which handlers are chosen, in the order in which they are tried."""
    own = error.record.exception
    found: list[NetException] = []
    thrown = error.thrown
    if thrown is not None and thrown is not own:
        if thrown.inner is not None and thrown.inner is not own:
            found.append(thrown.inner)
        found.append(thrown)
    if own.inner is not None and is_runtime_exception(own):
        found.append(own.inner)
    found.append(own)
    if own.inner is not None and own.inner.inner is not None and own.type_name.endswith(".CmdletInvocationException"):
        found.append(own.inner.inner)
    return found


def is_runtime_exception(exception: NetException) -> bool:
    """Whether PowerShell itself threw it; only then the exception inside is looked at first."""
    from ems.runtime.types import type_named, type_of

    return type_named(RUNTIME_EXCEPTION).is_assignable_from(type_of(exception))


def matching(types: list[list[Any] | None], error: Terminating) -> int:
    """Which of the handlers (lists of types; None catches all) deals with an error; -1 for none."""
    from ems.runtime.types import type_named, type_of

    catch_all = -1
    for index, wanted in enumerate(types):
        if wanted is None and catch_all < 0:
            catch_all = index
    if any(wanted is not None for wanted in types):
        kinds = [type_of(each) for each in candidates(error)]
        if not is_runtime_exception(error.record.exception):
            kinds.append(type_named(RUNTIME_EXCEPTION))
        for kind in kinds:
            for exact in (True, False):
                for index, wanted in enumerate(types):
                    if wanted is not None and any(
                        kind is each if exact else kind.is_subclass_of(each) for each in wanted
                    ):
                        return index
    return catch_all


# try


def compile_try(c: Compiler, node: T.TryStatementAst) -> Statement:
    from ems.runtime.compile.types import type_getter

    body = c.block(node.body)
    catches = [
        (
            None if clause.is_catch_all else [type_getter(c, each.type_name, each) for each in clause.catch_types],
            c.block(clause.body),
        )
        for clause in node.catch_clauses
    ]
    final = c.block(node.finally_) if node.finally_ is not None else None

    def protected(context: Context) -> Flow | None:
        session = context.session
        outer = session.propagate
        traps, context.traps = context.traps, None
        out = context.out
        session.propagate = True
        try:
            try:
                return body(context)
            except BARE_FAILURES as bare:
                raise bare_failure(bare) from None
        except Terminating as error:
            session.propagate = outer
            context.traps = traps
            context.out = out
            if error.record.invocation is None:
                locate(context, error, node)
            found = matching(
                [None if types is None else [get(context) for get in types] for types, _ in catches], error
            )
            if found < 0:
                raise
            return handle(context, error, catches[found][1])
        finally:
            session.propagate = outer
            context.traps = traps

    guarded: Statement = protected if catches else body
    if final is None:
        return guarded
    ending = final

    def run(context: Context) -> Flow | None:
        out = context.out
        try:
            flow = guarded(context)
        except BaseException:
            finish(context, ending, out)
            raise
        return ending(context) or flow

    return run


def finish(context: Context, ending: Statement, out: Any) -> None:
    """Runs a finally block while an error is on its way; a stop does not reach it, and its own errors are its own
    affair.
    """
    session = context.session
    stopping, session.stopping = session.stopping, False
    outer, session.propagate = session.propagate, False
    kept, context.out = context.out, out
    try:
        ending(context)
    finally:
        session.propagate = outer
        session.stopping = stopping or session.stopping
        context.out = kept


def handle(context: Context, error: Terminating, body: Statement) -> Flow | None:
    """Runs a catch block; `$_` is the error record."""
    session = context.session
    session.add_error(error.record)
    variables = context.vars
    had = "_" in variables
    old = variables.get("_")
    variables["_"] = error.record
    handling = session.handling
    session.handling = error
    try:
        return body(context)
    finally:
        session.handling = handling
        if had:
            variables["_"] = old
        else:
            variables.pop("_", None)


# trap


class Traps:
    """The traps of a block of statements: their types and bodies."""

    __slots__ = ("block", "bodies", "types")

    def __init__(
        self, block: T.Ast, types: list[list[Callable[[Context], Any]] | None], bodies: list[Statement]
    ) -> None:
        self.block = block
        self.types = types
        self.bodies = bodies


def compile_traps(c: Compiler, block: T.Ast, traps: list[T.TrapStatementAst]) -> Traps:
    from ems.runtime.compile.types import type_getter

    types: list[list[Callable[[Context], Any]] | None] = [
        None if each.trap_type is None else [type_getter(c, each.trap_type.type_name, each.trap_type)] for each in traps
    ]
    return Traps(block, types, [c.block(each.body) for each in traps])


def run_traps(context: Context, error: Terminating, traps: Traps) -> str:
    """Runs the trap that fits; the answer is what to do with the error then, as an action preference."""
    found = matching([None if types is None else [get(context) for get in types] for types in traps.types], error)
    if found < 0:
        return "Stop"
    from ems.runtime.context import Context as Frame
    from ems.runtime.scope import Scope

    inner = Frame(context.session, Scope(context.scope), context.out, context.streams, context.block, context)
    inner.function_name = context.function_name
    inner.vars["_"] = error.record
    session = context.session
    handling, session.handling = session.handling, error
    try:
        flow = traps.bodies[found](inner)
    except FlowSignal as signal:
        flow = signal.flow
    finally:
        session.handling = handling
    if flow is not None:
        if flow.kind == "continue":
            return "SilentlyContinue"
        if flow.kind == "break":
            return "Stop"
    action = preference(context, "erroractionpreference", "Continue")
    return ask(context, error.record.message) if action == "Inquire" else action


# throw


def compile_throw(c: Compiler, node: T.ThrowStatementAst) -> Statement:
    value = c.value(node.pipeline) if node.pipeline is not None else None
    # `throw` alone inside a catch block throws again what was caught.
    again = value is None and _inside_catch(node)

    def run(context: Context) -> None:
        error: Terminating | None = None
        try:
            if again and context.session.handling is not None:
                error = context.session.handling
            else:
                error = thrown(value(context) if value is not None else None)
                locate(context, error, node)
        except Terminating as failed:
            report(context, failed, node)
            return
        error.from_throw = True
        report(context, error, node)

    return run


def _inside_catch(node: T.Ast) -> bool:
    each: T.Ast | None = node
    while each is not None and not isinstance(each, T.ScriptBlockAst):
        if isinstance(each, T.CatchClauseAst):
            return True
        each = each.parent
    return False


def thrown(value: Any) -> Terminating:
    """The error that `throw value` raises."""
    from ems.runtime.convert import to_string

    if value is NOTHING:
        value = None
    if isinstance(value, ErrorRecord):
        return Terminating(value)
    if isinstance(value, NetException):
        if value.error_record is not None and is_runtime_exception(value):
            return Terminating(value.error_record)
        return Terminating(ErrorRecord(value, value.message, "OperationStopped"))
    message = "ScriptHalted" if value is None else to_string(value)
    return Terminating(ErrorRecord(NetException(RUNTIME_EXCEPTION, message), message, "OperationStopped", value))


STATEMENTS: Final[dict[type, Handler]] = {T.TryStatementAst: compile_try, T.ThrowStatementAst: compile_throw}
