"""A text from the prompt to its end: parsed, run through Out-Default, errors printed, its unit of work committed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ems.runtime import current, history
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating, bare_failure
from ems.runtime.flow import ExitScript, FlowSignal, PipelineStopped, StopUpstream
from ems.runtime.invocation import InvocationInfo
from ems.runtime.stopping import Run

if TYPE_CHECKING:
    from ems.runtime.scriptblock import ScriptBlock
    from ems.runtime.session import Session

DEEP = 60_000
"""Python's own limit of nested calls while a script runs; the engine's limit on calls is reached long before."""


class ScreenOutput:
    """The Out-Default at the end of what was typed: output and errors, in their order."""

    __slots__ = ("output", "stage")

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.output: Any = None

    def begin(self) -> None:
        self.stage.begin()
        self.output = getattr(self.stage.cmdlet, "_output", None)

    def feed(self, value: Any) -> None:
        self.stage.push(value)

    def error(self, record: ErrorRecord) -> None:
        if self.output is not None:
            self.output.feed(record, "error")
        else:
            self.stage.push(record)

    def flush(self) -> None:
        """Nothing is held back longer than the formatter itself decides."""

    def end(self) -> None:
        self.stage.end()


def screen(session: Session) -> Any:
    """The Out-Default of a run."""
    from ems.runtime.pipeline import CmdletStage
    from ems.runtime.streams import CommandRuntime

    info = session.commands.cmdlet("out-default")
    if info is None:
        return PlainOutput(session)
    stage = CmdletStage(CommandRuntime(session.top, info, "Out-Default", None, session.streams, None), info)
    stage.prepare([], expecting_input=True)
    return ScreenOutput(stage)


class PlainOutput:
    """Output where there is no Out-Default: each object as its text."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    def begin(self) -> None: ...

    def feed(self, value: Any) -> None:
        self.session.host.write_line("" if value is None else self.session.to_string(value))

    def error(self, record: ErrorRecord) -> None:
        for line in error_lines(self.session, record):
            self.session.host.write_error_line(line)

    def flush(self) -> None: ...

    def end(self) -> None: ...


def error_lines(session: Session, record: ErrorRecord) -> list[str]:
    """An error without a formatter."""
    text = record.message
    invocation = record.invocation
    if invocation is not None and invocation.position_message:
        text += "\n" + invocation.position_message
    return [*text.split("\n"), f"    + FullyQualifiedErrorId : {record.fully_qualified_error_id}", ""]


def run_text(session: Session, text: str, file_name: str | None = None, *, add_to_history: bool = False) -> None:
    """Runs a text as typed."""
    with current.use(session):
        outer = session.formatter
        session.stopping = False
        session.stopped_by = None
        run = session.running = Run(session)
        output = screen(session)
        session.formatter = output
        start = session.now() if add_to_history else None
        try:
            output.begin()
            guarded(session, lambda: run_parsed(session, text, file_name, output.feed), output)
            guarded(session, output.end, PlainOutput(session))
        except PipelineStopped:
            run.restore()
        finally:
            run.end()
            session.formatter = outer
            session.host.flush()
            if add_to_history:
                history.note(session, text, start, "Failed" if session.stopped_by is not None else "Completed")
            session.history_id += 1


def run_parsed(session: Session, text: str, file_name: str | None, out: Callable[[Any], Any]) -> None:
    from ems.runtime.compile import compile_text

    try:
        block = compile_text(text, session, file_name)
    except Terminating as error:
        # What cannot be read is shown; $Error holds the exception itself, not a record (error catalog).
        session.succeeded = False
        session.exit_code = 1
        session.stopped_by = error.record
        session.errors.items.insert(0, error.record.exception)
        session.show_error(error.record)
        return
    session.typed_usings = block.code.usings
    run_top(session, block, out)


def guarded(session: Session, work: Callable[[], None], output: Any) -> None:
    """Runs something; whatever ends it ends here, and the unit of work with it."""
    try:
        work()
    except Terminating as error:
        finish_units(session, failed=True)
        session.succeeded = False
        session.exit_code = 1
        session.stopped_by = error.record
        top_error(session, error, output)
    except ExitScript as leave:
        session.exit_code = leave.code
        # At the prompt of another machine `exit` only leads back, as Exit-PSSession does.
        session.exiting = not (session.interactive and session.remoting.leave())
        finish_units(session, failed=False)
    except (FlowSignal, StopUpstream):
        finish_units(session, failed=False)
    except PipelineStopped:
        if session.running is not None:
            session.running.restore()
        finish_units(session, failed=True)
        session.stopping = False
        session.succeeded = False
    except (NetError, RecursionError, MemoryError) as error:
        finish_units(session, failed=True)
        session.succeeded = False
        session.exit_code = 1
        top_error(session, bare_failure(error), output)
    except BrokenPipeError:
        raise  # whoever read the output has gone; that ends the program quietly
    except OSError as error:
        finish_units(session, failed=True)
        session.succeeded = False
        session.exit_code = 1
        top_error(session, refused(error), output)
    except Exception as error:
        finish_units(session, failed=True)
        session.succeeded = False
        if not session.hides_defects:
            raise
        top_error(session, defect(error), output)
    else:
        finish_units(session, failed=False)


def refused(error: OSError) -> Terminating:
    """What the machine refuses where no cmdlet expected it: a full disk, a folder in the place of a file (our wording)."""
    text = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}."
    return Terminating(ErrorRecord(NetException("System.IO.IOException", text), "System.IO.IOException", "OperationStopped"))


def defect(error: Exception) -> Terminating:
    """A mistake of ems itself, said in one line instead of a Python traceback (our wording)."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    place = "" if frame is None else f" ({frame.tb_frame.f_globals.get('__name__', '')}, line {frame.tb_lineno})"
    what = f"{type(error).__name__}: {error}{place}"
    text = f"ems made a mistake here, and your script is not to blame: {what}. Please report it."
    return Terminating(
        ErrorRecord(NetException("System.InvalidOperationException", text), "DefectOfEms", "NotSpecified")
    )


def finish_units(session: Session, failed: bool) -> None:
    """Commits or discards what the cmdlets have staged."""
    session.shielded = True
    try:
        for unit in session.units:
            unit(failed)
    finally:
        session.shielded = False


def top_error(session: Session, error: Terminating, output: Any) -> None:
    """An error that nobody caught: into `$Error`, and on the screen."""
    record = error.record
    if record.invocation is None:
        record.invocation = InvocationInfo(None, record.position, "", session.history_id)
    session.add_error(record)
    output.error(record)


def run_top(session: Session, block: ScriptBlock, out: Callable[[Any], Any]) -> None:
    """Runs a compiled script in the global scope."""
    from ems.runtime.commands import ScriptInfo
    from ems.runtime.context import Context
    from ems.runtime.requirements import check_requirements

    if sys.getrecursionlimit() < DEEP:
        sys.setrecursionlimit(DEEP)
    context = Context(
        session, session.context.scope if session.frames else session.global_scope, out, session.streams, block, None
    )
    context.command = (
        ScriptInfo("", block.text, block, "Script")
        if file_of(block) is None
        else ScriptInfo(file_of(block) or "", file_of(block) or "", block)
    )
    if block.ast.script_requirements is not None:
        check_requirements(session, block.ast.script_requirements, block.file)
    from ems.runtime.classes import declare

    outer, session.propagate = session.propagate, False
    session.frames.append(context)
    top, session.top = session.top, context if not session.frames[:-1] else session.top
    try:
        if block.code.parameter_nodes:
            from ems.runtime.functions import bind_positional, prepare

            prepare(block.code, context)
            bind_positional(block.code, context, [], None)
        declare(block, context)
        code = block.code
        flow = (
            (code.begin(context) if code.has_begin else None)
            or (code.process(context) if code.has_process else None)
            or code.end(context)
        )
        del flow
    finally:
        session.frames.pop()
        session.top = top
        session.propagate = outer


def file_of(block: ScriptBlock) -> str | None:
    return block.file


def run_file(session: Session, path: str, arguments: list[str]) -> None:
    """Runs a script file as the command line asks for it."""
    quoted = path.replace("'", "''")
    words = " ".join(
        word if word.startswith("-") and word[1:].isidentifier() else "'" + word.replace("'", "''") + "'"
        for word in arguments
    )
    session.global_scope.vars.pop("lastexitcode", None)
    run_text(session, f"& '{quoted}' {words}".rstrip())
    code = session.global_scope.vars.get("lastexitcode")
    if type(code) is int and not session.exit_code:
        session.exit_code = code
