"""What cmdlets ask of the session they run in: script blocks and texts to run, scopes and variables, the clock, other
commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from ems.runtime.arguments import Argument
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.context import Context
from ems.runtime.convert import to_string
from ems.runtime.errors import Terminating
from ems.runtime.flow import PipelineStopped
from ems.runtime.invocation import InvocationInfo
from ems.runtime.pipeline import CmdletStage, FunctionStage, run_stages
from ems.runtime.scope import MISSING, Scope, Variable
from ems.runtime.streams import CommandRuntime, Streams

# Where a cmdlet runs


def context_of(cmdlet: Cmdlet) -> Context:
    """The context of the code that called the cmdlet."""
    context: Context = cmdlet.runtime.context
    return context


def scope_of(cmdlet: Cmdlet) -> Scope:
    return context_of(cmdlet).scope


def strict_version(cmdlet: Cmdlet) -> int:
    return scope_of(cmdlet).strict_version()


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
    from ems.runtime.dotnet.time import DateTime

    return DateTime.now()


def stopwatch(cmdlet: Cmdlet) -> float:
    """Seconds of a clock that only goes forward."""
    return float(cmdlet.session.stopwatch())


def sleep(cmdlet: Cmdlet, seconds: float) -> None:
    """Waits; in pieces, so that the pipeline can be stopped meanwhile."""
    cmdlet.session.sleep(seconds)


def pause(cmdlet: Cmdlet, event: Any, seconds: float) -> None:
    """Waits for a threading event, not longer than so many seconds."""
    if cmdlet.session.stopping:
        raise PipelineStopped
    event.wait(seconds)


def environment(cmdlet: Cmdlet, name: str) -> str:
    """A variable of the session's environment."""
    found = cmdlet.session.environment.get(name.lower())
    return "" if found is None else str(found[1])


def formatted_now(cmdlet: Cmdlet, pattern: str) -> str:
    """The present moment as a text."""
    from ems.runtime.formatstring import format_value

    return str(format_value(now(cmdlet), pattern))


def new_guid(cmdlet: Cmdlet) -> Any:
    """A new System.Guid."""
    from ems.runtime.convert import convert
    from ems.runtime.types import type_named

    return convert(str(cmdlet.session.new_guid()), type_named("System.Guid"))


def culture(cmdlet: Cmdlet) -> Any:
    """The CultureInfo en-US."""
    from ems.runtime.members import construct
    from ems.runtime.types import type_named

    return construct(type_named("System.Globalization.CultureInfo"), ["en-US"])


# Secrets


def secure_text(value: Any) -> str:
    """The text in a SecureString."""
    from ems.runtime.members import construct, get_member
    from ems.runtime.types import type_named

    credential = construct(type_named("System.Net.NetworkCredential"), ["", value])
    return str(get_member(credential, "Password") or "")


# Texts, files and commands


def run_text(cmdlet: Cmdlet, text: str) -> None:
    """Runs a text in the caller's scope, as Invoke-Expression does."""
    from ems.runtime.compile import compile_text

    try:
        block = compile_text(text, cmdlet.session)
    except Terminating as error:
        error.record.reason = "ParseException"
        raise
    block.run(context_of(cmdlet), [], cmdlet.runtime.out, new_scope=False)


def call(cmdlet: Cmdlet, block: Any, arguments: list[Any], values: list[Any], *, new_scope: bool) -> None:
    """Calls a block with arguments and pipeline input."""
    block.run(context_of(cmdlet), arguments, cmdlet.runtime.out, new_scope=new_scope, input=values)


def call_with_using(cmdlet: Cmdlet, block: Any, arguments: list[Any], values: list[Any]) -> None:
    """Calls a block as on another host: it may read `$using:` variables."""
    variables = scope_of(cmdlet).vars
    old = variables.get("__using", MISSING)
    variables["__using"] = using_values(cmdlet, block)
    try:
        call(cmdlet, block, arguments, values, new_scope=True)
    finally:
        if old is MISSING:
            variables.pop("__using", None)
        else:
            variables["__using"] = old


def run_command(cmdlet: Cmdlet, name: str, arguments: list[Any], values: list[Any]) -> None:
    """Runs a command by its name, with positional arguments and input."""
    stage = _stage(cmdlet, name, [Argument(value=each) for each in arguments], bool(values))
    run_stages(context_of(cmdlet), [stage], values or None, cmdlet.runtime.out)


def _stage(cmdlet: Cmdlet, name: str, arguments: list[Argument], expecting_input: bool) -> Any:
    """A command ready to run."""
    context = context_of(cmdlet)
    info = cmdlet.session.commands.resolve(name, context.scope)
    runtime = CommandRuntime(context, info, name, context.position, context.streams, None)
    stage = FunctionStage(runtime, info, info.block) if hasattr(info, "block") else CmdletStage(runtime, info)
    stage.prepare(arguments, expecting_input)
    return stage


class NestedCommand:
    """A command that a cmdlet feeds itself, object by object."""

    def __init__(self, cmdlet: Cmdlet, name: str, arguments: Mapping[str, Any], reads_input: bool = True) -> None:
        given = [Argument(name=key, value=value) for key, value in arguments.items()]
        self._stage = _stage(cmdlet, name, given, reads_input)
        self._stage.runtime.connect(cmdlet.runtime.out)
        self._stage.begin()

    def feed(self, value: Any) -> None:
        self._stage.push(value)

    def finish(self) -> None:
        self._stage.end()
        self._stage.stop()


def nested_command(
    cmdlet: Cmdlet, name: str, arguments: Mapping[str, Any], *, reads_input: bool = True
) -> NestedCommand:
    """A command with named arguments, to be fed."""
    return NestedCommand(cmdlet, name, arguments, reads_input)


def script_file(cmdlet: Cmdlet, path: str) -> Any:
    """The script block of a file."""
    from ems.cmdlets import files
    from ems.runtime.compile import compile_text

    return compile_text(files.read_text(cmdlet, path), cmdlet.session, files.resolve(cmdlet, path))


def caller_script(cmdlet: Cmdlet) -> str:
    """The file of the script that called the cmdlet."""
    block = context_of(cmdlet).block
    return (block.file or "") if block is not None else ""


def data_file(cmdlet: Cmdlet, text: str, path: str, allowed: list[str]) -> Any:
    """The value of a data file (.psd1): constants, tables and arrays, nothing that runs."""
    from ems.language.checks.restricted import check_restricted
    from ems.language.errors import ParseError, message_of
    from ems.runtime.compile import compile_text
    from ems.runtime.parseerrors import parse_failure

    block = compile_text(text, cmdlet.session, path)
    errors: list[ParseError] = []

    def report(error_id: str, start: int, end: int, *arguments: str) -> None:
        errors.append(ParseError(error_id, message_of(error_id, arguments), start, end, False, block.source))

    check_restricted(block.ast.end_block or block.ast, report, allowed, ["PSScriptRoot"], True)
    if errors:
        raise parse_failure(errors, block.source)
    return block.invoke_value(context_of(cmdlet), [], propagate=True)


# Other sessions


def new_session(cmdlet: Cmdlet, say: Callable[[str, str], None]) -> Any:
    """A session beside this one, on the same organization and drives. `say(kind, text)` hears what it shows."""
    from ems.runtime.host import Host

    class JobHost(Host):
        """Keeps what a job shows until somebody receives it."""

        def write(self, text: str) -> None:
            say("host", text)

        def write_warning_line(self, text: str) -> None:
            say("warning", text)

        def write_verbose_line(self, text: str) -> None:
            say("verbose", text)

    made: Any = cmdlet.session.sibling(JobHost())
    return made


def using_values(cmdlet: Cmdlet, block: Any) -> dict[str, Any]:
    """The values of the `$using:` variables in a block, as they are here and now."""
    from ems.language import tree as t

    scope = scope_of(cmdlet)
    found: dict[str, Any] = {}
    for node in block.ast.walk():
        if isinstance(node, t.UsingExpressionAst) and isinstance(node.sub_expression, t.VariableExpressionAst):
            name = node.sub_expression.variable_path.name.lower()
            value = scope.lookup(name)
            found[name] = None if value is MISSING else value
    return found


def run_in_session(
    session: Any,
    text: str,
    arguments: list[Any],
    values: list[Any],
    note: Callable[[str, Any], None],
    sent: dict[str, Any],
) -> None:
    """Runs a block's text in another session; `note(kind, value)` hears what it gives. `sent`: its `$using:` values."""
    from ems.runtime.compile import compile_text

    streams = Streams()
    streams.error = partial(note, "error")
    streams.warning = partial(note, "warning")
    streams.verbose = partial(note, "verbose")
    streams.debug = partial(note, "debug")
    session.global_scope.vars["__using"] = sent
    block = compile_text(text, session)
    block.run(session.top, arguments, partial(note, "output"), input=values, propagate=True, streams=streams)


def run_event_action(cmdlet: Cmdlet, subscriber: Any, event: Any) -> None:
    """Runs the action of an event subscription; its output goes to the subscription's job."""
    scope = scope_of(cmdlet).global_scope
    names = {
        "event": event,
        "eventsubscriber": subscriber,
        "sender": event.sender,
        "eventargs": None,
        "sourceargs": event.source_args,
    }
    kept = {name: scope.vars.get(name, MISSING) for name in names}
    scope.vars.update(names)
    job = subscriber.job
    try:
        subscriber.action.run(
            cmdlet.session.top,
            list(event.source_args),
            partial(job.note, "output") if job is not None else cmdlet.runtime.out,
            propagate=True,
        )
    except Terminating as error:
        if job is not None:
            job.note("error", error.record)
    finally:
        for name, value in kept.items():
            if value is MISSING:
                scope.vars.pop(name, None)
            else:
                scope.vars[name] = value


@contextmanager
def on_host(cmdlet: Cmdlet, name: str) -> Iterator[bool]:
    """Moves the session to a host of the lab for a while; False, and an error, where there is no such host."""
    from ems.runtime.errors import ErrorRecord, NetException

    session = cmdlet.session
    if name.lower() in (".", "localhost", environment(cmdlet, "COMPUTERNAME").lower()):
        yield True
        return
    machine = session.services["network"].machine(name)
    if machine is not None:
        session.remoting.enter(machine)
        try:
            yield True
        finally:
            session.remoting.leave()
        return
    text = (
        f"Connecting to remote server {name} failed with the following error message : The WinRM client cannot "
        "process the request because the "
        "server name cannot be resolved. For more information, see the about_Remote_Troubleshooting Help topic."
    )
    exception = NetException("System.Management.Automation.Remoting.PSRemotingTransportException", text)
    cmdlet.write_error(ErrorRecord(exception, "ComputerNotFound,PSSessionStateBroken", "OpenError", name))
    yield False


# Transcripts


def start_transcript(cmdlet: Cmdlet, path: str) -> None:
    """From now on everything shown is noted in a file."""
    session = cmdlet.session
    transcripts = state(cmdlet, "transcript")
    files = session.files
    write = session.host.write

    def noting(text: str) -> None:
        write(text)
        files.write(path, text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8"), True)

    transcripts.setdefault("open", []).append((path, write))
    session.host.write = noting


def stop_transcript(cmdlet: Cmdlet) -> str | None:
    """Ends the transcript that was started last; its file, None where there is none."""
    transcripts = state(cmdlet, "transcript").get("open")
    if not transcripts:
        return None
    path, write = transcripts.pop()
    cmdlet.session.host.write = write
    return str(path)


def is_own_member(target: Any, folded: str) -> bool:
    """Whether a member was added to this very object."""
    from ems.runtime.values import PSCustomObject

    if type(target) is PSCustomObject:
        return folded in target.fields
    return bool(target.extended) and folded in target.extended
