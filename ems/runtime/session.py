"""A session: everything one shell owns. There is no global state; a second session beside it knows nothing of this one.

`run` is what the prompt does with a line: the output goes through the formatter to the host, errors are printed and
kept in `$Error`. `invoke` runs a text and returns the objects.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Callable, Mapping
from typing import Any

from ems.runtime import current
from ems.runtime.collection import Dictionary
from ems.runtime.context import Context
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.flow import PipelineStopped
from ems.runtime.host import Host
from ems.runtime.remoting import Remoting
from ems.runtime.scope import MISSING, Scope
from ems.runtime.streams import Streams

PACKAGES = ("ems.cmdlets", "ems.exchange")


class Session:
    """The state of a shell: variables, commands, drives, errors, history, and what runs at the moment."""

    def __init__(
        self,
        host: Host | None = None,
        *,
        clock: Any = None,
        random: Any = None,
        new_guid: Callable[[], Any] | None = None,
        environment: Mapping[str, str] | None = None,
        working_directory: str | None = None,
        services: dict[str, Any] | None = None,
        packages: tuple[str, ...] = PACKAGES,
        process_id: int = 4242,
        home: str = "C:\\Users\\Administrator",
    ) -> None:
        from ems.runtime.commands import CommandTable, default_aliases

        self.host = host or Host()
        self.clock = clock
        self.random = random
        self.new_guid = new_guid
        # Folded name -> name as written, value.
        self.environment: dict[str, tuple[str, str]] = {
            name.lower(): (name, value) for name, value in (environment or {}).items()
        }
        self.working_directory = working_directory
        self.services: dict[str, Any] = services if services is not None else {}
        self.process_id = process_id
        self.home = home
        self.spellings: dict[str, str] = {}
        self.user_types: dict[str, Any] = {}
        self.added_accelerators: list[str] = []
        self._type_data: Any = None
        self.user_types_of: dict[int, Any] = {}
        self.class_builders: dict[str, Any] = {}
        self.modules: dict[str, Any] = {}
        self.units: list[Any] = []
        self.history: list[Any] = []
        self.history_id = 1
        self.interactive = False
        # What runs at the moment
        self.frames: list[Context] = []
        self.typed_usings: tuple[str, ...] = ()
        """The `using namespace` lines typed last."""
        self.stopping = False
        self.running: Any = None
        self.stop_lock = allocate_lock()
        # A commit is being written: nothing is torn out of it.
        self.shielded = False
        self.propagate = False
        self.succeeded = True
        self.pipeline_failed = False
        # Pipelines under way, one inside the other.
        self.depth = 0
        self.handling: Terminating | None = None
        self.returned: Any = None
        self.exit_code = 0
        self.exiting = False
        self.stopped_by: ErrorRecord | None = None
        self.hides_defects = True
        self.formatter: Any = None
        self.remoting = Remoting()
        self._locations: Any = None
        self._files: Any = None
        with current.use(self):
            from ems.runtime import automatic

            self.errors: Any = automatic.new_array_list()
            self.global_scope = Scope(None)
            self.watched = self.global_scope.watched
            self.commands = CommandTable(self, packages)
            self.global_scope.aliases = dict(default_aliases())
            automatic.install(self, self.global_scope)
            self.streams = Streams()
            from ems.runtime.late import LateVariables

            self.global_scope.frame = LateVariables(self)
        self.top = self.new_top()

    def new_top(self) -> Context:
        """The context of the prompt."""
        return Context(self, self.global_scope, _nowhere, self.streams, None, None)

    # Running

    def run(self, text: str, file_name: str | None = None, *, add_to_history: bool = False) -> None:
        """Runs a text as typed at the prompt."""
        from ems.runtime.running import run_text

        run_text(self, text, file_name, add_to_history=add_to_history)

    def invoke(self, text: str, file_name: str | None = None) -> list[Any]:
        """Runs a text and returns its output; an error that stops it is raised."""
        from ems.runtime.compile import compile_text
        from ems.runtime.running import run_top

        values: list[Any] = []
        with current.use(self):
            run_top(self, compile_text(text, self, file_name), values.append)
        return values

    def run_file(self, path: str, arguments: list[str]) -> None:
        """Runs a script file with arguments, as `ems SCRIPT.ps1` does."""
        from ems.runtime.running import run_file

        run_file(self, path, arguments)

    def sibling(self, host: Host) -> Session:
        """A fresh session beside this one, on the same organization and drives (runspaces, jobs)."""
        made = Session(
            host,
            clock=self.clock,
            random=self.random,
            new_guid=self.new_guid,
            environment=dict(self.environment.values()),
            working_directory=self.working_directory,
            services=self.services,
            packages=self.commands.packages,
            process_id=self.process_id,
            home=self.home,
        )
        made.hides_defects = self.hides_defects
        return made

    def stop(self, by_signal: bool = False) -> None:
        """Ends the running pipeline; callable from another thread or from a signal handler."""
        self.stopping = True
        run = self.running
        if run is not None and run.insistence is None:
            from ems.runtime.stopping import Insistence

            run.insistence = Insistence(self, by_signal)

    def interrupt(self) -> None:
        """Ctrl-C, from the signal handler: ends what runs, and at once when it was told before; without anything running
        it is Python's own KeyboardInterrupt.
        """
        if self.running is None:
            raise KeyboardInterrupt
        if self.stopping and not self.shielded:
            raise PipelineStopped
        self.stop(by_signal=True)

    def prompt(self) -> str:
        """What stands before the next line: what the function `prompt` says, or the Exchange shell's own prompt."""
        from ems.runtime.prompt import prompt_text

        return prompt_text(self)

    def safe_value(self, expression: str) -> Any:
        """The value of an expression that changes nothing (variables, constants, members); None for all others. For
        completion.
        """
        from ems.runtime.prompt import safe_value

        return safe_value(self, expression)

    def nested_prompt(self) -> None:
        """Suspend: hosts that can give a prompt of its own replace this."""

    def end_pipeline(self, failed: bool = False) -> None:
        """The end of a pipeline of the script that runs: what its commands staged is one unit of work."""
        if self.units and self.depth == 0 and len(self.frames) <= 1:
            self.shielded = True
            try:
                for unit in self.units:
                    unit(failed)
            finally:
                self.shielded = False

    # Contexts

    @property
    def context(self) -> Context:
        """The context of the innermost call."""
        return self.frames[-1] if self.frames else self.top

    @property
    def usings(self) -> tuple[str, ...]:
        """The namespaces the running code uses."""
        block = self.context.block
        return block.code.usings if block is not None else self.typed_usings

    def context_for(self, module: Any, context: Context) -> Context:
        """The context in which code of a module (None: of the session itself) runs when it is called from another
        context.
        """
        each: Context | None = context
        while each is not None:
            if each.module is module:
                return each
            each = each.caller
        if module is None:
            return self.top
        return module.context  # type: ignore[no-any-return]

    @property
    def scope(self) -> Scope:
        """The scope of the innermost call."""
        return self.context.scope

    @property
    def strict(self) -> int:
        """The strict mode in force for the innermost call."""
        return self.context.scope.strict_version()

    # What the layers below ask of the session that runs

    def script_block(self, text: str) -> Any:
        """A text as a script block."""
        from ems.runtime.compile import compile_text

        return compile_text(text, self)

    def call_block(
        self, block: Any, underscore: Any, arguments: list[Any], variables: Mapping[str, Any] | None = None
    ) -> Any:
        """Runs a block for a member or a delegate: in a scope of its own, errors raised."""
        from ems.runtime.scriptblock import NO_VALUE

        given = variables or {}
        under = given.get("_", NO_VALUE) if underscore is None else underscore
        return block.invoke_value(
            self.context, arguments, dollar_under=under, this=given.get("this", NO_VALUE), propagate=True
        )

    def invoke_block(self, block: Any, arguments: list[Any], underscore: Any = None) -> Any:
        """The same for operators that take a block."""
        return block.invoke_value(self.context, arguments, dollar_under=underscore, propagate=True)

    def output_separator(self) -> str:
        """`$OFS`."""
        value = self.context.scope.lookup("ofs")
        if value is MISSING or value is None:
            return " " if value is MISSING else ""
        return value if type(value) is str else self.to_string(value)

    def to_string(self, value: Any) -> str:
        from ems.runtime.convert import to_string

        return to_string(value)

    def get_member(self, value: Any, name: str) -> Any:
        from ems.runtime.members import get_member

        return get_member(value, name)

    def compare(self, one: Any, other: Any) -> int:
        from ems.runtime.convert import compare

        return compare(one, other)

    def get_variable(self, name: str) -> Any:
        """The value of a variable as the innermost call sees it; None where it is not set."""
        return self.context.get(name.lower())

    def set_variable(self, name: str, value: Any) -> None:
        self.note_spelling(name)
        self.context.scope.assign(name.lower(), value)

    def spelling(self, folded: str) -> str:
        """How a variable was written."""
        return self.spellings.get(folded, folded)

    def note_spelling(self, name: str) -> None:
        self.spellings.setdefault(name.lower(), name)

    def define_function(self, name: str, block: Any) -> None:
        """A function made by a provider: `function:name = {...}`."""
        from ems.runtime.drivevariables import define_function

        define_function(self, name, block)

    def define_alias(self, name: str, target: str) -> None:
        from ems.runtime.commands import AliasInfo

        self.commands.set_alias(self.context.scope, AliasInfo(name, target))

    def stop_pipeline(self) -> PipelineStopped:
        """What to raise to end the pipeline as Ctrl-C does."""
        return PipelineStopped()

    # Time

    def now(self) -> Any:
        """The present as a DateTime, local."""
        from ems.runtime.dotnet.time import DateTime

        return DateTime.now()

    def stopwatch(self) -> float:
        """Seconds of a clock that only goes forward."""
        return float(self.clock.monotonic()) if self.clock is not None else 0.0

    def sleep(self, seconds: float) -> None:
        """Waits; a stop ends the waiting."""
        clock = self.clock
        if clock is None:
            return
        until = clock.monotonic() + seconds
        while not self.stopping:
            left = until - clock.monotonic()
            if left <= 0:
                return
            clock.sleep(min(left, 0.05))
        raise PipelineStopped

    # Errors and messages

    def add_error(self, record: ErrorRecord) -> None:
        """Puts an error at the head of `$Error`, unless it is there already."""
        errors: list[Any] = self.errors.items
        if errors and same_error(errors[0], record):
            return
        errors.insert(0, record)
        if len(errors) > 256:
            limit = self.global_scope.vars.get("maximumerrorcount")
            if type(limit) is int and len(errors) > limit:
                del errors[limit:]

    def show_error(self, record: ErrorRecord) -> None:
        """An error on its way to the screen, in its order among the output."""
        if self.formatter is not None:
            self.formatter.error(record)
            return
        from ems.runtime.running import error_lines

        for line in error_lines(self, record):
            self.host.write_error_line(line)

    def show_message(self, kind: str, text: str) -> None:
        """A warning, verbose, debug or information message."""
        if self.formatter is not None:
            self.formatter.flush()
        if kind == "information":
            self.host.write_line(text)
        else:
            getattr(self.host, f"write_{kind}_line")(text)

    # Commands

    def offers(self, implementation: Any) -> bool:
        """Whether a cmdlet exists here: Exchange's depend on the product's version, which the services know."""
        gate = self.services.get("offers")
        return True if gate is None else bool(gate(implementation))

    def default_parameter_values(self, info: Any, context: Context) -> Mapping[str, Any]:
        """The entries of $PSDefaultParameterValues for a command."""
        table = self.global_scope.vars.get("psdefaultparametervalues") or context.scope.vars.get(
            "psdefaultparametervalues"
        )
        if not isinstance(table, Dictionary) or not len(table):
            return _NO_DEFAULTS
        from ems.runtime.defaults import defaults_for

        return defaults_for(table, info, context)

    def mandatory_prompt(self, runtime: Any) -> Any:
        """How missing mandatory parameters are asked for; None where nobody can be asked."""
        if not self.host.interactive:
            return None
        from ems.runtime.prompting import prompt_for

        return lambda missing: prompt_for(runtime, missing)

    def knows_module(self, name: str) -> bool:
        """Whether a module is there, loaded or built in."""
        folded = name.lower()
        return (
            folded in self.modules
            or folded.startswith("microsoft.powershell.")
            or folded in ("exchangeshell", "activedirectory")
        )

    def find_script(self, name: str) -> Any:
        """A script file or program of that name."""
        from ems.runtime.scripts import find_script

        return find_script(self, name)

    def load_script(self, info: Any) -> Any:
        """The block of a script file."""
        from ems.runtime.scripts import load_script

        return load_script(self, info)

    def cannot_start(self, info: Any) -> Terminating:
        """Programs are not available in this shell (our wording)."""
        return Terminating(
            ErrorRecord(
                NetException(
                    "System.Management.Automation.ApplicationFailedException",
                    f"Program '{info.name}' cannot be started: programs are not available in this shell.",
                ),
                "NativeCommandFailed",
                "ResourceUnavailable",
                info.name,
            )
        )

    # Drives

    @property
    def locations(self) -> Any:
        """The drives of the session and where it stands on each (`providers`)."""
        if self._locations is None:
            from ems.runtime.drivevariables import first_location
            from ems.runtime.providers.locations import standard_locations

            self._locations = standard_locations(self, first_location(self))
        return self._locations

    @property
    def files(self) -> Any:
        """The files of the session as .NET sees them."""
        if self._files is None:
            from ems.runtime.drivevariables import open_files

            self._files = open_files(self)
        return self._files

    @property
    def type_data(self) -> Any:
        """What Update-TypeData has added."""
        if self._type_data is None:
            from ems.runtime.typedata import TypeDataStore

            self._type_data = TypeDataStore()
        return self._type_data

    def drive_variable(self, drive: str, path: str, context: Context) -> Any:
        """`$drive:path`."""
        from ems.runtime.drivevariables import read

        return read(self, drive, path, context)

    def set_drive_variable(self, drive: str, path: str, value: Any, context: Context) -> None:
        """`$drive:path = value`."""
        from ems.runtime.drivevariables import write

        write(self, drive, path, value, context)

    def location(self) -> Any:
        """`$PWD`."""
        from ems.runtime.drivevariables import location

        return location(self)

    def read_lines(self, path: str) -> Any:
        """The lines of a file, for `switch -File`."""
        from ems.runtime.drivevariables import lines_of

        return lines_of(self, path)

    def redirect(self, path: str, append: bool) -> Any:
        """What writes formatted output into a file, for `> file`."""
        from ems.runtime.drivevariables import redirect

        return redirect(self, path, append)


_NO_DEFAULTS: Mapping[str, Any] = {}


def same_error(one: Any, other: ErrorRecord) -> bool:
    """Whether two records stand for the same exception."""
    return one is other or (isinstance(one, ErrorRecord) and one.exception is other.exception)


def _nowhere(value: Any) -> None:
    """Output at the prompt itself, outside any run."""
