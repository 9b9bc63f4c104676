"""`[powershell]::Create()`: scripts and commands run in a session of their own, at once or beside the caller.

Every PowerShell object has a session beside the caller's, on the same organization and drives; the sessions are those of
runspaces (runspaces.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime import current
from ems.runtime.dotnet.lists import ListValue
from ems.runtime.dotnet.runspaces import (
    InitialState,
    Runspace,
    RunspacePool,
    dispose,
    initial_state,
    new_runspace,
    state_info,
    text_of,
)
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.flow import ExitScript, FlowSignal, PipelineStopped
from ems.runtime.members.model import Implementation
from ems.runtime.types import type_named
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.runtime.session import Session

_SPACE: Final = "System.Management.Automation."


def data_collection(element: str) -> ListValue:
    """A PSDataCollection of an element type."""
    return ListValue(type_named(_SPACE + "PSDataCollection`1").close([type_named(element)]))


class Step:
    """One command of a pipeline: a script text or a name, and its arguments in their order."""

    __slots__ = ("arguments", "is_script", "text")

    def __init__(self, text: str, is_script: bool) -> None:
        self.text = text
        self.is_script = is_script
        self.arguments: list[tuple[str | None, Any, bool]] = []


class Commands(NetObject):
    """System.Management.Automation.PSCommand: statements, each a pipeline of steps."""

    __slots__ = ("statements",)
    type_name = _SPACE + "PSCommand"

    def __init__(self) -> None:
        self.statements: list[list[Step]] = [[]]

    def clear(self) -> None:
        self.statements = [[]]

    def last(self) -> Step:
        if not self.statements[-1]:
            raise NetError(
                "System.InvalidOperationException",
                "A command is required to add a parameter. A command must be added to the PowerShell instance before "
                "adding a parameter.",
            )
        return self.statements[-1][-1]


class DataStreams(NetObject):
    """System.Management.Automation.PSDataStreams: what was said beside the output."""

    __slots__ = ("debug", "error", "information", "progress", "verbose", "warning")
    type_name = _SPACE + "PSDataStreams"

    def __init__(self) -> None:
        self.error = data_collection(_SPACE + "ErrorRecord")
        self.warning = data_collection(_SPACE + "WarningRecord")
        self.verbose = data_collection(_SPACE + "VerboseRecord")
        self.debug = data_collection(_SPACE + "DebugRecord")
        self.information = data_collection(_SPACE + "InformationRecord")
        self.progress = data_collection(_SPACE + "ProgressRecord")

    def clear(self) -> None:
        for each in (self.error, self.warning, self.verbose, self.debug, self.information, self.progress):
            each.items.clear()


class Running(NetObject):
    """What BeginInvoke returns: a run that goes on in a thread of its own."""

    __slots__ = ("error", "result", "thread")
    type_name = _SPACE + "PowerShellAsyncResult"

    def __init__(self) -> None:
        self.result: Any = None
        self.error: BaseException | None = None
        self.thread: Any = None

    @property
    def is_completed(self) -> bool:
        return self.thread is None or not self.thread.is_alive()


class PowerShell(NetObject):
    """System.Management.Automation.PowerShell."""

    __slots__ = ("commands", "failed", "pool", "runspace", "state", "streams")
    type_name = _SPACE + "PowerShell"

    def __init__(self) -> None:
        self.commands = Commands()
        self.streams = DataStreams()
        self.failed = False
        self.state = "NotStarted"
        self.runspace: Runspace | None = None
        self.pool: RunspacePool | None = None

    def prepare(self) -> Session:
        """The session of its runspace, made while the caller's session is known."""
        if self.runspace is None:
            self.runspace = new_runspace(self.pool.initial if self.pool is not None else None)
        return self.runspace.session

    def invoke(self, source: list[Any] | None = None) -> list[Any]:
        """Runs the statements and returns their output; an error that stops them is raised."""
        from ems.runtime.streams import Streams

        session = self.prepare()
        values: list[Any] = []
        streams = Streams()
        for name in ("error", "warning", "verbose", "debug", "information", "progress"):
            setattr(streams, name, getattr(self.streams, name).items.append)
        self.state, self.failed = "Running", False
        with current.use(session):
            try:
                for statement in self.commands.statements:
                    if statement:
                        run_statement(session, statement, source, values.append, streams)
            except Terminating as error:
                self.state = "Failed"
                self.failed = True
                raise error
            except (ExitScript, FlowSignal):
                # `exit` and a `break` outside of any loop end the run.
                pass
        self.failed = bool(self.streams.error.items)
        self.state = "Completed"
        return values

    def begin(self, source: list[Any] | None = None) -> Running:
        """Runs beside the caller."""
        import threading

        running = Running()
        self.prepare()

        def work() -> None:
            try:
                running.result = self.invoke(source)
            except PipelineStopped:
                running.error = NetError(_SPACE + "PipelineStoppedException", "The pipeline has been stopped.")
            except Exception as error:
                running.error = error

        running.thread = threading.Thread(target=work, daemon=True)
        running.thread.start()
        return running

    def stop(self) -> None:
        self.prepare().stop()
        self.state = "Stopped"


def run_statement(session: Session, steps: list[Step], source: list[Any] | None, out: Any, streams: Any) -> None:
    """One pipeline: each step becomes a stage."""
    from ems.runtime.arguments import Argument
    from ems.runtime.commands import CmdletInfo, ScriptInfo
    from ems.runtime.compile import compile_text
    from ems.runtime.pipeline import CmdletStage, FunctionStage, run_stages
    from ems.runtime.streams import CommandRuntime

    context = session.context
    stages: list[Any] = []
    for index, step in enumerate(steps):
        if step.is_script:
            try:
                block = compile_text(step.text, session)
            except Terminating as error:
                raise incomplete(error) from None
            info: Any = ScriptInfo("", step.text, block, "Script")
            runtime = CommandRuntime(context, info, "", None, streams, None)
            # A script runs in the scope of its runspace, so that what it defines is there for the next one.
            stage: Any = FunctionStage(runtime, info, block, dot=True)
        else:
            info = session.commands.resolve(step.text, context.scope)
            runtime = CommandRuntime(context, info, step.text, None, streams, None)
            if isinstance(info, CmdletInfo):
                stage = CmdletStage(runtime, info)
            else:
                stage = FunctionStage(runtime, info, getattr(info, "block", None) or session.load_script(info))
        arguments = [Argument(name, value, has_value) for name, value, has_value in step.arguments]
        stage.prepare(arguments, expecting_input=index > 0 or source is not None)
        stages.append(stage)
    session.frames.append(context)
    try:
        run_stages(context, stages, source, out)
    finally:
        session.frames.pop()


def incomplete(error: Terminating) -> Terminating:
    """A text that only lacks its end is told as such."""
    exception = error.record.exception
    errors = exception.properties.get("Errors")
    if not errors or not errors[0].incomplete_input:
        return error
    made = NetException(_SPACE + "IncompleteParseException", errors[0].message)
    return Terminating(ErrorRecord(made, errors[0].error_id, "ParserError"))


def _add(is_script: bool) -> Callable[..., PowerShell]:
    def add(shell: PowerShell, text: Any, *_options: Any) -> PowerShell:
        name = getattr(text, "name", None)
        shell.commands.statements[-1].append(Step(name if name is not None else text_of(text), is_script))
        return shell

    return add


def _add_parameter(shell: PowerShell, name: Any, *values: Any) -> PowerShell:
    shell.commands.last().arguments.append((text_of(name), values[0] if values else None, bool(values)))
    return shell


def _add_parameters(shell: PowerShell, values: Any) -> PowerShell:
    from ems.runtime.collection import Dictionary

    step = shell.commands.last()
    if isinstance(values, Dictionary):
        step.arguments.extend((text_of(key), value, True) for key, value in values.items())
    else:
        step.arguments.extend((None, value, True) for value in values)
    return shell


def _add_argument(shell: PowerShell, value: Any) -> PowerShell:
    shell.commands.last().arguments.append((None, value, True))
    return shell


def _add_statement(shell: PowerShell) -> PowerShell:
    shell.commands.statements.append([])
    return shell


class _Holder:
    """Commands as the shell holds them, for the methods that both share."""

    def __init__(self, commands: Any) -> None:
        self.commands = commands


def _of_commands(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of the shell as one of its commands, which it returns."""

    def on_commands(commands: Any, *arguments: Any) -> Any:
        method(_Holder(commands), *arguments)
        return commands

    return on_commands


def _source(value: Any) -> list[Any] | None:
    from ems.runtime.convert import enumerate_value

    items = enumerate_value(value)
    return [value] if items is None else list(items)


def _collection(values: list[Any]) -> ListValue:
    element = type_named(_SPACE + "PSObject")
    return ListValue(type_named("System.Collections.ObjectModel.Collection`1").close([element]), values)


def _invoke(shell: PowerShell, *source: Any) -> Any:
    try:
        return _collection(shell.invoke(_source(source[0]) if source and source[0] is not None else None))
    except Terminating as error:
        raise failure(error) from None


def failure(error: Terminating) -> NetError:
    """An error of another session as the exception of a method."""
    made = NetError(error.record.exception.type_name, error.record.message)
    made.exception = error.record.exception
    return made


def _end_invoke(_shell: PowerShell, running: Running) -> Any:
    if running.thread is not None:
        running.thread.join()
    if isinstance(running.error, Terminating):
        raise failure(running.error)
    if running.error is not None:
        raise running.error
    element = type_named(_SPACE + "PSObject")
    return ListValue(type_named(_SPACE + "PSDataCollection`1").close([element]), running.result or [])


def _create(*options: Any) -> PowerShell:
    """`[powershell]::Create()`; with `CurrentRunspace` in the session of the caller."""
    made = PowerShell()
    if any("CurrentRunspace" in text_of(each) for each in options if not isinstance(each, InitialState)):
        made.runspace = Runspace(current.session(), 1)
    else:
        initial = initial_state(options)
        if initial is not None:
            made.runspace = new_runspace(initial)
    return made


def _wait(running: Running, *limits: Any) -> bool:
    """`AsyncWaitHandle.WaitOne()`."""
    if running.thread is not None:
        milliseconds = limits[0] if limits and isinstance(limits[0], int) else -1
        running.thread.join(milliseconds / 1000 if milliseconds >= 0 else None)
    return running.is_completed


def _runspace(shell: PowerShell) -> Runspace | None:
    shell.prepare()
    return shell.runspace


def _set_runspace(shell: PowerShell, value: Runspace) -> None:
    shell.runspace = value


def _set_pool(shell: PowerShell, value: RunspacePool) -> None:
    shell.pool = value


_OBJECT: Final = "System.Object"
_SHELL: Final = _SPACE + "PowerShell"

TYPES: Final = {
    _SHELL: Implementation(
        methods={
            "AddScript": _add(True),
            "AddCommand": _add(False),
            "AddParameter": _add_parameter,
            "AddParameters": _add_parameters,
            "AddArgument": _add_argument,
            "AddStatement": _add_statement,
            "Invoke": _invoke,
            "BeginInvoke": lambda shell, *source: shell.begin(_source(source[0]) if source else None),
            "EndInvoke": _end_invoke,
            "Stop": lambda shell: shell.stop(),
            "Dispose": dispose,
        },
        properties={
            "Commands": lambda shell: shell.commands,
            "Streams": lambda shell: shell.streams,
            "HadErrors": lambda shell: shell.failed,
            "InvocationStateInfo": state_info,
            "Runspace": (_runspace, _set_runspace),
            "RunspacePool": (lambda shell: shell.pool, _set_pool),
        },
        static={"Create": _create},
        declared=f"""
            static powershell Create()
            static powershell Create(System.Object runspace)
            powershell AddScript(string script)
            powershell AddScript(string script, bool useLocalScope)
            powershell AddCommand(System.Object cmdlet)
            powershell AddCommand(System.Object cmdlet, bool useLocalScope)
            powershell AddParameter(string parameterName)
            powershell AddParameter(string parameterName, System.Object value)
            powershell AddParameters(System.Object parameters)
            powershell AddArgument(System.Object value)
            powershell AddStatement()
            {_OBJECT} Invoke()
            {_OBJECT} Invoke(System.Object input)
            {_OBJECT} BeginInvoke()
            {_OBJECT} BeginInvoke(System.Object input)
            {_OBJECT} BeginInvoke(System.Object input, System.Object output)
            {_OBJECT} EndInvoke(System.Object asyncResult)
            void Stop()
            void Dispose()
            {_SPACE}PSCommand Commands {{get;}}
            {_SPACE}PSDataStreams Streams {{get;}}
            bool HadErrors {{get;}}
            {_OBJECT} InvocationStateInfo {{get;}}
            {_SPACE}Runspaces.Runspace Runspace {{get;set;}}
            {_SPACE}Runspaces.RunspacePool RunspacePool {{get;set;}}
        """,
    ),
    _SPACE + "PSCommand": Implementation(
        methods={
            "AddArgument": _of_commands(_add_argument),
            "AddCommand": _of_commands(_add(False)),
            "AddParameter": _of_commands(_add_parameter),
            "AddScript": _of_commands(_add(True)),
            "AddStatement": _of_commands(_add_statement),
            "Clear": lambda commands: commands.clear(),
        },
        declared=f"""
            {_SPACE}PSCommand AddArgument({_OBJECT} value)
            {_SPACE}PSCommand AddCommand(string command)
            {_SPACE}PSCommand AddCommand(string cmdlet, bool useLocalScope)
            {_SPACE}PSCommand AddParameter(string parameterName)
            {_SPACE}PSCommand AddParameter(string parameterName, {_OBJECT} value)
            {_SPACE}PSCommand AddScript(string script)
            {_SPACE}PSCommand AddScript(string script, bool useLocalScope)
            {_SPACE}PSCommand AddStatement()
            void Clear()
        """,
    ),
    _SPACE + "PSDataStreams": Implementation(
        methods={"ClearStreams": lambda streams: streams.clear()},
        properties={
            name: (lambda streams, attribute=name.lower(): getattr(streams, attribute))
            for name in ("Error", "Warning", "Verbose", "Debug", "Information", "Progress")
        },
        declared=f"""
            void ClearStreams()
            {_OBJECT} Error {{get;}}
            {_OBJECT} Warning {{get;}}
            {_OBJECT} Verbose {{get;}}
            {_OBJECT} Debug {{get;}}
            {_OBJECT} Information {{get;}}
            {_OBJECT} Progress {{get;}}
        """,
    ),
    _SPACE + "PowerShellAsyncResult": Implementation(
        methods={"WaitOne": _wait, "Close": dispose, "Dispose": dispose},
        properties={
            "AsyncState": lambda _running: None,
            "AsyncWaitHandle": lambda running: running,
            "CompletedSynchronously": lambda _running: False,
            "IsCompleted": lambda running: running.is_completed,
        },
        declared=f"""
            bool WaitOne()
            bool WaitOne(int millisecondsTimeout)
            void Close()
            void Dispose()
            {_OBJECT} AsyncState {{get;}}
            {_OBJECT} AsyncWaitHandle {{get;}}
            bool CompletedSynchronously {{get;}}
            bool IsCompleted {{get;}}
        """,
    ),
}
