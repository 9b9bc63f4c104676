"""The pipeline: commands are prepared, begun, fed one object at a time, and ended in their order (PipelineProcessor,
CommandProcessor*.cs).

A stage is one command of a pipeline. What it writes is the next stage's `push`, a plain method call; the last one
writes to wherever the output of the statement goes. Arguments are evaluated before anything begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.arguments import Argument
from ems.runtime.binder import UNBOUND, Binder
from ems.runtime.bindingerrors import binding_error, finish
from ems.runtime.collection import Enumerable
from ems.runtime.commonparameters import normalized, set_preferences
from ems.runtime.compile.code import Code
from ems.runtime.context import Context
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.flow import ExitScript, PipelineStopped, StopUpstream
from ems.runtime.functions import arm, default_value, enter, prepare, run_in
from ems.runtime.invocation import InvocationInfo
from ems.runtime.metadata import BoundParameter, CommandMetadata
from ems.runtime.scope import MISSING
from ems.runtime.scriptblock import ScriptBlock
from ems.runtime.streams import CommandRuntime, Streams
from ems.runtime.values import NOTHING, PSCustomObject, SwitchParameter

if TYPE_CHECKING:
    from ems.runtime.cmdlet import Cmdlet
    from ems.runtime.commands import CmdletInfo, CommandInfo


class Stage:
    """One command of a pipeline."""

    __slots__ = ("expecting_input", "given", "push", "runtime")

    def __init__(self, runtime: CommandRuntime) -> None:
        self.runtime = runtime
        self.expecting_input = False
        # Arguments that were evaluated when the command was found.
        self.given: list[Argument] | None = None
        self.push: Callable[[Any], None] = self.receive

    def prepare(self, arguments: list[Argument], expecting_input: bool) -> None:
        """Binds the arguments."""
        self.expecting_input = expecting_input

    def begin(self) -> None: ...

    def receive(self, value: Any) -> None:
        """Takes one object from the pipeline."""

    def once(self) -> None:
        """Does the work of a command that expects no input."""

    def end(self) -> None: ...

    def stop(self) -> None:
        """Called at the very end, whatever happened."""


class CmdletStage(Stage):
    """A cmdlet in a pipeline."""

    __slots__ = ("attributes", "binder", "cmdlet", "defaults", "info")

    def __init__(self, runtime: CommandRuntime, info: CmdletInfo) -> None:
        super().__init__(runtime)
        self.info = info
        cmdlet: Cmdlet = info.implementation()
        self.cmdlet = cmdlet
        cmdlet.session = runtime.session
        cmdlet.runtime = runtime
        cmdlet.bound = {}
        runtime.cmdlet = cmdlet

    def prepare(self, arguments: list[Argument], expecting_input: bool) -> None:
        self.expecting_input = expecting_input
        cmdlet, runtime = self.cmdlet, self.runtime
        metadata: CommandMetadata = self.info.metadata
        binder = self.binder = Binder(metadata, runtime.context, self.assign, of_function=False)
        binder.defaults = runtime.session.default_parameter_values(self.info, runtime.context)
        binder.prompt = runtime.session.mandatory_prompt(runtime)
        dynamic = self.dynamic if type(cmdlet).dynamic_parameters is not DEFAULT_DYNAMIC else None
        try:
            binder.bind(arguments, expecting_input=expecting_input, dynamic=dynamic)
        except Terminating as error:
            raise finish(error, runtime) from None
        cmdlet.parameter_set = binder.set_name
        runtime.common = runtime.common or None

    def dynamic(self) -> Iterable[Any]:
        found = []
        for name, parameter in self.cmdlet.dynamic_parameters().items():
            parameter.name = parameter.name or name
            parameter.attribute = parameter.attribute or name.lower()
            found.append(parameter)
        return found

    def assign(self, parameter: BoundParameter, value: Any) -> None:
        cmdlet = self.cmdlet
        if value is UNBOUND:
            cmdlet.bound.pop(parameter.name, None)
            cmdlet.__dict__.pop(parameter.spec.attribute, None)
            return
        if parameter.common:
            runtime = self.runtime
            if runtime.common is None:
                runtime.common = {}
            runtime.common[parameter.folded] = normalized(parameter.folded, value)
            cmdlet.bound[parameter.name] = value
            return
        cmdlet.bound[parameter.name] = value
        setattr(cmdlet, parameter.spec.attribute, value.is_present if type(value) is SwitchParameter else value)

    def begin(self) -> None:
        binder = self.binder
        if self.expecting_input:
            binder.start_pipeline()
            plain = binder.plain_input()
            if plain is not None:
                parameter, refuses = plain
                push = self.plain_push(parameter)
                self.push = self.careful_push(push) if refuses else push
        self.guarded(self.cmdlet.begin)
        test = getattr(self.cmdlet, "passes", None)
        if test is not None and self.push != self.receive:
            self.push = self.filter_push(test)

    def filter_push(self, test: Callable[[Any], Any]) -> Callable[[Any], None]:
        """A cmdlet that only lets objects pass or not says with its `passes` which."""
        runtime = self.runtime
        session = runtime.session

        def push(value: Any) -> None:
            if session.stopping:
                raise PipelineStopped
            try:
                if test(value):
                    runtime.out(value)
            except Terminating as error:
                if error.record.invocation is None:
                    runtime.complete(error.record)
                raise
            except NetError as error:
                raise net_failure(error, runtime) from None

        return push

    def careful_push(self, push: Callable[[Any], None]) -> Callable[[Any], None]:
        """The same where null and what is empty is refused: only what may be empty goes the long way."""
        receive = self.receive

        def push_carefully(value: Any) -> None:
            kind = type(value)
            if kind is PSCustomObject or kind is int or (kind is str and value):
                push(value)
            elif value is None or kind in (str, list) or isinstance(value, Enumerable):
                receive(value)
            else:
                push(value)

        return push_carefully

    def plain_push(self, parameter: BoundParameter) -> Callable[[Any], None]:
        """Input goes straight into the one attribute that takes it."""
        cmdlet, session = self.cmdlet, self.runtime.session
        attribute, name, bound = parameter.spec.attribute, parameter.name, self.cmdlet.bound
        process, runtime = cmdlet.process, self.runtime
        own = getattr(cmdlet, "process_object", None)

        def push(value: Any) -> None:
            if session.stopping:
                raise PipelineStopped
            if own is not None:
                try:
                    own(value)
                except Terminating as error:
                    raise passed(error, runtime) from None
                except NetError as error:
                    raise net_failure(error, runtime) from None
                return
            bound[name] = value
            setattr(cmdlet, attribute, value)
            try:
                process()
            except Terminating as error:
                raise passed(error, runtime) from None
            except NetError as error:
                raise net_failure(error, runtime) from None

        return push

    def receive(self, value: Any) -> None:
        if self.runtime.session.stopping:
            raise PipelineStopped
        try:
            if not self.binder.bind_input(value):
                raise binding_error("InputObjectNotBound", "")
        except Terminating as error:
            report_input(finish(error, self.runtime), self.runtime, value)
            return
        self.cmdlet.parameter_set = self.binder.set_name
        self.guarded(self.cmdlet.process)

    def once(self) -> None:
        if self.binder.delayed:
            parameter, _, place = self.binder.delayed[0]
            raise finish(
                binding_error("ScriptBlockArgumentNoInput", parameter.name, category="MetadataError", place=place),
                self.runtime,
            )
        self.guarded(self.cmdlet.process)

    def end(self) -> None:
        if not self.expecting_input:
            self.once()
        self.guarded(self.cmdlet.end)

    def guarded(self, step: Callable[[], None]) -> None:
        """Runs a step of the cmdlet; its errors learn who reported them."""
        try:
            step()
        except Terminating as error:
            raise passed(error, self.runtime) from None
        except NetError as error:
            raise net_failure(error, self.runtime) from None

    def stop(self) -> None:
        self.cmdlet.stop()


def _default_dynamic() -> Any:
    from ems.runtime.cmdlet import Cmdlet

    return Cmdlet.dynamic_parameters


DEFAULT_DYNAMIC = _default_dynamic()


def passed(error: Terminating, runtime: CommandRuntime) -> Terminating:
    """An error on its way out of a cmdlet.

    Its own learns who reported it. One of a command that ran inside of it (a block of ForEach-Object, a text of
    Invoke-Expression) goes on as a CmdletInvocationException, whose record names this cmdlet; `throw` stays as it is.
    """
    record = error.record
    if record.invocation is None:
        runtime.complete(record)
        return error
    if record.invocation is runtime.invocation or error.from_throw or error.thrown is not None or runtime.info is None:
        return error
    if record.exception.type_name in NOT_WRAPPED:
        return error
    inner = record.invocation
    wrapped = ErrorRecord(record.exception, record.error_id, record.category, record.target)
    wrapped.details, wrapped.recommended_action = record.details, record.recommended_action
    wrapped.reason, wrapped.target_name, wrapped.target_type = record.reason, record.target_name, record.target_type
    wrapped.activity = runtime.info.name
    wrapped.origin = runtime.info.error_origin
    wrapped.position = record.position
    wrapped.script_stack_trace = record.script_stack_trace
    info = InvocationInfo(runtime.info, inner.extent, runtime.invocation_name, runtime.session.history_id)
    info.script_extent = inner.script_extent
    wrapped.invocation = info
    made = Terminating(wrapped)
    made.suppress_prompt = error.suppress_prompt
    made.thrown = NetException(
        "System.Management.Automation.CmdletInvocationException", record.exception.message, record.exception
    )
    return made


NOT_WRAPPED: Final = frozenset(
    {
        "System.Management.Automation.ScriptCallDepthException",
        "System.Management.Automation.ActionPreferenceStopException",
        "System.Management.Automation.CmdletInvocationException",
    }
)


def net_failure(error: NetError, runtime: CommandRuntime) -> Terminating:
    """A .NET exception that a cmdlet let through."""
    record = ErrorRecord(error.exception, error.exception.type_name, "NotSpecified")
    return Terminating(runtime.complete(record))


def report_input(error: Terminating, runtime: CommandRuntime, value: Any) -> None:
    """An input object that cannot be bound is an error of its own; the pipeline goes on."""
    error.record.target = value
    runtime.write_error(error.record)


class FunctionStage(Stage):
    """A function or block in a pipeline."""

    __slots__ = ("binder", "block", "code", "collected", "context", "dot", "exited", "info", "kept")

    def __init__(self, runtime: CommandRuntime, info: CommandInfo, block: ScriptBlock, dot: bool = False) -> None:
        super().__init__(runtime)
        self.info = info
        self.block = block
        self.code: Code = block.code
        self.dot = dot
        self.binder: Binder | None = None
        self.exited = False
        self.collected: list[Any] | None = None
        caller = runtime.context
        is_script = getattr(info, "kind", "") == "ExternalScript"
        context = self.context = enter(caller, block, runtime.out, runtime.streams, dot, is_script)
        if not dot:
            context.scope.frame = context
        context.command = info
        context.call = runtime.call
        context.invocation_name = runtime.invocation_name
        context.function_name = info.name or None
        self.kept: dict[str, Any] = {}

    def prepare(self, arguments: list[Argument], expecting_input: bool) -> None:
        self.expecting_input = expecting_input
        code, context, runtime = self.code, self.context, self.runtime
        if expecting_input:
            context.expecting_input = True
        try:
            if not code.prepared:
                prepare(code, context)
            if code.advanced:
                self.bind_advanced(arguments)
            else:
                from ems.runtime.simple import bind_simple

                if self.dot:
                    self.keep("args")
                bind_simple(code, arguments, context)
        except Terminating as error:
            raise finish(error, runtime) from None
        if code.parameters:
            arm(code, context)

    def keep(self, name: str) -> None:
        """A dot-sourced block puts back what it hides of its caller."""
        self.kept[name] = self.context.vars.get(name, MISSING)

    def show_input(self) -> None:
        """`$input` of a dot-sourced block, whose scope is that of another call."""
        self.context.vars["input"] = self.context.automatic("input")

    def bind_advanced(self, arguments: list[Argument]) -> None:
        """Binds a function with [CmdletBinding()] or [Parameter()]."""
        from ems.runtime.functions import metadata_of
        from ems.runtime.scriptcmdlet import ScriptCmdlet

        code, context, runtime = self.code, self.context, self.runtime
        context.bound = {}
        binder = self.binder = Binder(metadata_of(code), runtime.context, self.assign, of_function=True)
        binder.defaults = runtime.session.default_parameter_values(self.info, runtime.context)
        binder.prompt = runtime.session.mandatory_prompt(runtime)
        context.cmdlet = ScriptCmdlet(runtime, context)
        binder.bind(
            arguments,
            expecting_input=self.expecting_input,
            dynamic=self.dynamic if code.ast.dynamic_param_block is not None else None,
        )
        context.cmdlet.parameter_set = binder.set_name
        runtime.cmdlet = context.cmdlet
        self.fill_defaults()
        if runtime.common:
            set_preferences(context.scope, runtime.common)
            runtime.context = context
            self.collect_streams()
        runtime.context = context

    def collect_streams(self) -> None:
        """-ErrorVariable and its kin see what the function's own commands say."""
        # The lists are made when the stage is connected; here only the route is laid.
        self.context.streams = self.runtime.streams = Streams(self.runtime.streams)

    def dynamic(self) -> Iterable[Any]:
        """Runs the dynamicparam block: what it yields are the parameters."""
        from ems.runtime.dynamicparameters import parameters_of

        values: list[Any] = []
        context = self.context
        self.fill_defaults(only_bound=True)
        out, context.out = context.out, values.append
        try:
            run_in(context, self.code.dynamic)
        finally:
            context.out = out
        return parameters_of(values)

    def assign(self, parameter: BoundParameter, value: Any) -> None:
        context = self.context
        if value is UNBOUND:
            self.forget(parameter)
            return
        bound = context.bound
        if type(bound) is dict:
            bound[parameter.name] = value
        else:
            bound.set(parameter.name, value)
        if parameter.common:
            runtime = self.runtime
            if runtime.common is None:
                runtime.common = {}
            runtime.common[parameter.folded] = normalized(parameter.folded, value)
            return
        if not parameter.spec.dynamic:
            context.vars[parameter.folded] = value
        elif hasattr(parameter.spec.defined_by, "fill"):
            parameter.spec.defined_by.fill(value)

    def forget(self, parameter: BoundParameter) -> None:
        """After an input object, a parameter that it gave a value has its default again."""
        context = self.context
        if type(context.bound) is dict:
            context.bound.pop(parameter.name, None)
        else:
            context.bound.remove(parameter.name)
        for each in self.code.parameters:
            if each.folded == parameter.folded:
                context.vars[each.folded] = default_value(each, context)

    def fill_defaults(self, only_bound: bool = False) -> None:
        context = self.context
        for parameter in self.code.parameters:
            if parameter.folded not in context.vars or (self.dot and parameter.name not in context.bound):
                if not only_bound:
                    context.vars[parameter.folded] = default_value(parameter, context)

    # Running

    def begin(self) -> None:
        context, code, runtime = self.context, self.code, self.runtime
        context.out = runtime.out
        if runtime.common:
            self.route_streams()
        for name in ("_", "input"):
            if self.dot:
                self.keep(name)
        if not self.expecting_input:
            context.input = []
        elif code.has_process:
            context.input = []
            if self.binder is not None:
                self.binder.start_pipeline()
        else:
            self.collected = []
            context.input = self.collected
            if self.binder is not None:
                self.binder.start_pipeline()
            if not code.advanced:
                self.push = self.collected.append
        if code.top:
            from ems.runtime.classes import declare

            declare(self.block, context)
        if code.has_begin:
            self.run(code.begin)

    def route_streams(self) -> None:
        """Errors and messages of what the function calls go into the variables its caller named."""
        streams, runtime = self.context.streams, self.runtime
        if runtime.error_variable is not None:
            streams.error_lists = (*streams.error_lists, runtime.error_variable)
        session = runtime.session
        for kind, variable in (("warning", runtime.warning_variable), ("information", runtime.information_variable)):
            if variable is not None:
                setattr(streams, kind, tee(variable, getattr(streams, kind), kind, session))

    def receive(self, value: Any) -> None:
        runtime, context = self.runtime, self.context
        if runtime.session.stopping:
            raise PipelineStopped
        binder = self.binder
        if binder is not None:
            try:
                if not binder.bind_input(value):
                    raise binding_error("InputObjectNotBound", "")
            except Terminating as error:
                kept, runtime.context = runtime.context, context.caller or context
                report_input(finish(error, runtime), runtime, value)
                runtime.context = kept
                return
            context.cmdlet.parameter_set = binder.set_name
        if self.collected is not None:
            self.collected.append(value)
            return
        context.vars["_"] = value
        context.input = [value]
        if self.dot:
            self.show_input()
        self.run(self.code.process)

    def once(self) -> None:
        if self.code.has_process:
            self.run(self.code.process)

    def end(self) -> None:
        code = self.code
        if not self.expecting_input:
            self.once()
        if code.ast.end_block is not None:
            if self.collected is not None:
                self.context.input = self.collected
                if self.dot:
                    self.show_input()
            self.run(code.end)

    def run(self, body: Callable[[Context], Any]) -> None:
        """Runs one block of the function."""
        if self.exited:
            return
        session = self.runtime.session
        failed, session.pipeline_failed = session.pipeline_failed, False
        try:
            run_in(self.context, body)
        except ExitScript as leave:
            if self.info.kind != "ExternalScript":
                raise
            # `exit` ends a script file, not the session that called it.
            session.global_scope.vars["lastexitcode"] = leave.code
            self.exited = True
        finally:
            session.pipeline_failed = failed or (self.context.cmdlet is not None and self.runtime.failed)

    def stop(self) -> None:
        if self.context.scope.frame is self.context:
            self.context.scope.frame = None
        for name, value in self.kept.items():
            if value is MISSING:
                self.context.vars.pop(name, None)
            else:
                self.context.vars[name] = value


def tee(
    variable: Callable[[Any], None], below: Callable[[Any], Any] | None, kind: str, session: Any
) -> Callable[[Any], None]:
    """A sink that remembers a record before it goes where it went before."""

    def sink(record: Any) -> None:
        variable(record)
        if below is not None:
            below(record)
        elif kind == "warning":
            session.show_message(kind, record.message)
        else:
            from ems.runtime.convert import to_string

            session.show_message(kind, to_string(record.message_data))

    return sink


def run_stages(context: Context, stages: list[Any], source: Iterable[Any] | None, out: Callable[[Any], Any]) -> None:
    """Runs a pipeline whose commands are prepared. `source` are the objects the first command receives, None where it
    receives none.
    """
    sink = out
    pushers: list[Pusher] = []
    for stage in reversed(stages):
        stage.runtime.connect(sink)
        sink = Pusher(stage)
        pushers.append(sink)
    ended = 0
    try:
        try:
            for pusher in reversed(pushers):
                pusher.start()
            relink(stages)
            if source is not None:
                push = stages[0].push
                for value in source:
                    push(value if value is not NOTHING else None)
            for index, stage in enumerate(stages):
                ended = index
                stage.end()
        except StopUpstream as stop:
            index = next((index for index, stage in enumerate(stages) if stage.runtime is stop.runtime), -1)
            if index < 0:
                raise
            finish_downstream(stages, max(index, ended))
    finally:
        for stage in stages:
            stage.stop()


def finish_downstream(stages: list[Any], index: int) -> None:
    """After a command wanted no more input: it and those behind it are ended."""
    while index < len(stages):
        try:
            stages[index].end()
        except StopUpstream as stop:
            index = next((at for at, stage in enumerate(stages) if stage.runtime is stop.runtime), index)
            if stages[index].runtime is not stop.runtime:
                raise
        index += 1


class Pusher:
    """Hands objects to a stage whose `push` may still change when it begins.

    A command that writes in its begin block begins the one behind it.
    """

    __slots__ = ("begun", "stage")

    def __init__(self, stage: Any) -> None:
        self.stage = stage
        self.begun = False

    def start(self) -> None:
        if not self.begun:
            self.begun = True
            self.stage.begin()

    def __call__(self, value: Any) -> None:
        if not self.begun:
            self.start()
        self.stage.push(value)


def relink(stages: list[Any]) -> None:
    """Once all have begun, each writes straight into the next one's `push`."""
    for index in range(len(stages) - 1):
        runtime, push = stages[index].runtime, stages[index + 1].push
        direct = runtime.out is runtime.sink
        runtime.sink = push
        if direct:
            runtime.out = push
        context = getattr(stages[index], "context", None)
        if context is not None:
            context.out = runtime.out
