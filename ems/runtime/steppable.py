"""Steppable pipelines: a pipeline that its owner feeds step by step, as proxy functions do (SteppablePipeline.cs).

`$p = { & $wrapped @PSBoundParameters }.GetSteppablePipeline(); $p.Begin($PSCmdlet); $p.Process($_); $p.End()`. What the
pipeline writes goes into the pipeline of the cmdlet given to Begin; without one, each step returns it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.runtime.arguments import Argument
from ems.runtime.errors import NetError
from ems.runtime.flow import StopUpstream
from ems.runtime.messages import message
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.compile.pipelines import CommandTemplate
    from ems.runtime.context import Context
    from ems.runtime.pipeline import Pusher
    from ems.runtime.scriptblock import ScriptBlock


class SteppablePipeline(NetObject):
    """System.Management.Automation.SteppablePipeline. Its arguments are evaluated at once, its commands bound by
    Begin."""

    __slots__ = ("commands", "context", "expecting_input", "pushers", "stages", "state", "values")
    type_name = "System.Management.Automation.SteppablePipeline"

    def __init__(self, context: Context, commands: list[tuple[CommandTemplate, list[Argument]]]) -> None:
        self.context = context
        self.commands = commands
        self.expecting_input = False
        self.stages: list[Any] = []
        self.pushers: list[Pusher] = []
        self.values: list[Any] = []
        self.state = "new"

    def begin(self, expecting_input: bool, owner: Any = None) -> Any:
        """Starts the commands; `owner` is the cmdlet whose output theirs becomes."""
        from ems.runtime.compile.pipelines import make_stage
        from ems.runtime.pipeline import Pusher, relink

        if self.state != "new":
            return []
        self.state = "begun"
        self.expecting_input = expecting_input
        for index, (template, arguments) in enumerate(self.commands):
            made = make_stage(self.context, template)
            given = getattr(made[0], "given", None)
            made[0].prepare(arguments if given is None else given, expecting_input or index > 0)
            self.stages.extend(made)
        sink: Any = self.values.append if owner is None else owner.runtime.write
        for stage in reversed(self.stages):
            stage.runtime.connect(sink)
            sink = Pusher(stage)
            self.pushers.insert(0, sink)
        for pusher in self.pushers:
            pusher.start()
        relink(self.stages)
        return self.taken()

    def process(self, value: Any = NOTHING) -> Any:
        """Feeds one object, or lets the first command run once without any."""
        self.expect("PipelineNotStarted")
        first = self.stages[0]
        if not self.expecting_input:
            if not first.expecting_input:
                first.once()
                first.expecting_input = True
        elif value is not NOTHING:
            first.push(value)
        return self.taken()

    def end(self) -> Any:
        self.expect("PipelineNotStarted")
        try:
            for stage in self.stages:
                stage.end()
        except StopUpstream as stop:
            if all(stage.runtime is not stop.runtime for stage in self.stages):
                raise
        finally:
            self.dispose()
        return self.taken()

    def expect(self, failure: str) -> None:
        if self.state != "begun":
            raise NetError("System.InvalidOperationException", message("PipelineStrings", failure))

    def dispose(self) -> None:
        if self.state == "begun":
            self.state = "ended"
            for stage in self.stages:
                stage.stop()

    def taken(self) -> list[Any]:
        taken = list(self.values)
        self.values.clear()
        return taken


def steppable_pipeline(block: ScriptBlock, caller: Context, arguments: list[Any]) -> SteppablePipeline:
    """The pipeline a block consists of. Its arguments are evaluated in the scope of whoever asks."""
    from ems.runtime.compile.pipelines import CommandTemplate
    from ems.runtime.functions import bind_positional, enter, prepare

    pipeline = only_pipeline(block)
    context = enter(caller, block, caller.out, caller.streams, dot=not arguments)
    if arguments:
        prepare(block.code, context)
        bind_positional(block.code, context, arguments, None)
    compiler = block.code.compiler()
    commands = []
    for element in pipeline.pipeline_elements:
        assert isinstance(element, T.CommandAst)
        template = CommandTemplate(compiler, element)
        commands.append((template, template.arguments(context)))
    return SteppablePipeline(context, commands)


def only_pipeline(block: ScriptBlock) -> T.PipelineAst:
    """The one pipeline of commands in a block, or the error of a block that has something else."""
    ast = block.ast
    if ast.begin_block is not None or ast.process_block is not None:
        raise _refused("CanConvertOneClauseOnly")
    end = ast.end_block
    if end is None or not end.statements:
        raise _refused("CantConvertEmptyPipeline")
    if len(end.statements) > 1:
        raise _refused("CanOnlyConvertOnePipeline")
    if end.traps:
        raise _refused("CantConvertScriptBlockWithTrap")
    found = end.statements[0]
    if not isinstance(found, T.PipelineAst):
        raise _refused("CanOnlyConvertOnePipeline")
    if any(not isinstance(each, T.CommandAst) for each in found.pipeline_elements):
        raise _refused("CantConvertEmptyPipeline")
    return found


def _refused(name: str) -> NetError:
    return NetError("System.Management.Automation.PSInvalidOperationException", message("AutomationExceptions", name))
