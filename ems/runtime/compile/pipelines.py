"""Pipelines and commands: how a command line of the source becomes stages that run.

A single call of a simple function with plain arguments, by far the most frequent call in scripts, takes a short way
without stages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.arguments import Argument
from ems.runtime.compile.collecting import collect, emit
from ems.runtime.compile.failures import locate, report
from ems.runtime.compile.loops import lazy_range
from ems.runtime.context import Context
from ems.runtime.convert import enumerate_value, to_string
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.flow import Flow, StopUpstream
from ems.runtime.functions import bind_positional, enter, prepare, run_in
from ems.runtime.scope import Scope
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.commands import CommandInfo
    from ems.runtime.compile.compiler import Compiler, Expression, Handler, Statement
    from ems.runtime.pipeline import Stage
    from ems.runtime.scriptblock import ScriptBlock

    Builder = Callable[[Context, list[Argument]], None]
    Found = tuple[Any, ScriptBlock | None, str]


class CommandTemplate:
    """A command as it stands in the source, with its arguments compiled.

    `name` is the constant name or None; `target` yields what to call where the name is no constant. `plain` holds
    the closures of the arguments where all of them are plain values, else None.
    """

    __slots__ = (
        "asks_help",
        "builders",
        "cache_block",
        "cache_info",
        "cache_version",
        "like_method",
        "name",
        "node",
        "operator",
        "plain",
        "places",
        "redirections",
        "target",
    )

    def __init__(self, c: Compiler, node: T.CommandAst) -> None:
        self.node = node
        first = node.command_elements[0]
        self.operator = node.invocation_operator
        self.name = first.value if isinstance(first, T.StringConstantExpressionAst) else None
        self.target: Expression = c.expression(first)
        rest = node.command_elements[1:]
        self.asks_help = any(isinstance(each, T.CommandParameterAst) and each.parameter_name == "?" for each in rest)
        self.like_method = called_like_method(first, rest)
        self.builders = builders_of(c, rest)
        self.plain: list[Expression] | None = None
        self.places: list[T.Ast] = list(rest)
        if all(is_plain_argument(each) for each in rest) and not any(ends_parameters(each) for each in rest):
            self.plain = [c.expression(each) for each in rest]
        self.redirections = [redirection(c, each) for each in node.redirections]
        self.cache_version = -1
        self.cache_info: CommandInfo | None = None
        # The block of a simple function that was found: calls of it take the short way at once.
        self.cache_block: ScriptBlock | None = None

    def arguments(self, context: Context) -> list[Argument]:
        """The arguments, evaluated from left to right."""
        found: list[Argument] = []
        for build in self.builders:
            build(context, found)
        return found


def message_error(name: str) -> Terminating:
    """An error of the language whose id is the name of its text."""
    from ems.runtime.operators.failures import language_error

    return language_error(name)


def called_like_method(name: T.Ast, arguments: Sequence[T.Ast]) -> bool:
    """`f(1,2)`: a list in parentheses, glued to the name; strict mode 2 refuses that."""
    if len(arguments) != 1 or not isinstance(arguments[0], T.ParenExpressionAst) or arguments[0].start != name.end:
        return False
    inner: Any = arguments[0].pipeline
    elements = getattr(inner, "pipeline_elements", None)
    if elements is not None and len(elements) == 1:
        inner = elements[0]
    if isinstance(inner, T.CommandExpressionAst):
        inner = inner.expression
    return isinstance(inner, T.ArrayLiteralAst)


def is_plain_argument(node: T.Ast) -> bool:
    """Whether an argument is one value and nothing else."""
    if isinstance(node, T.CommandParameterAst):
        return False
    return not (isinstance(node, T.VariableExpressionAst) and node.splatted)


def ends_parameters(node: T.Ast) -> bool:
    """`--`: everything after it is a plain argument."""
    return isinstance(node, T.CommandParameterAst) and node.parameter_name == "-" and node.argument is None


def builders_of(c: Compiler, nodes: list[T.CommandElementAst]) -> list[Builder]:
    """The builders of all elements after the name."""
    found: list[Builder] = []
    ended = False
    for node in nodes:
        if not ended and ends_parameters(node):
            ended = True
        elif ended and isinstance(node, T.CommandParameterAst):
            found.append(plain_text(c.source.text[node.start : node.end], node))
        else:
            found.append(builder(c, node))
    return found


def plain_text(text: str, node: T.Ast) -> Builder:
    return lambda context, found: found.append(Argument(None, text, True, node))


def builder(c: Compiler, node: T.CommandElementAst) -> Builder:
    """What adds an element of a command line to the arguments."""
    if isinstance(node, T.CommandParameterAst):
        name = node.parameter_name
        spelled = c.source.text[node.start : node.end] if node.argument is None else f"-{name}:"
        if node.argument is None:
            return lambda context, found: found.append(Argument(name, None, False, node, spelled))
        value_of = c.expression(node.argument)
        inner = node.argument

        def add_named(context: Context, found: list[Argument]) -> None:
            value = value_of(context)
            found.append(
                Argument(name, None if value is NOTHING else value, True, node, spelled, glued=True, value_place=inner)
            )

        return add_named
    if isinstance(node, T.VariableExpressionAst) and node.splatted:
        return splatter(c, node)
    value_of = c.expression(node)

    def add(context: Context, found: list[Argument]) -> None:
        value = value_of(context)
        found.append(Argument(None, None if value is NOTHING else value, True, node))

    return add


def splatter(c: Compiler, node: T.VariableExpressionAst) -> Builder:
    """`@arguments`: a hashtable gives named arguments, an array positional ones."""
    value_of = c.expression(node)
    is_args = node.variable_path.user_path.lower() == "args"

    def splat(context: Context, found: list[Argument]) -> None:
        from ems.runtime.collection import Dictionary

        value = value_of(context)
        if is_args and context.unbound is not None:
            for each in context.unbound:
                found.append(Argument(each.name, each.value, each.has_value, node, each.spelled, splatted=True))
            return
        if isinstance(value, Dictionary):
            for key, each in value.items():
                name = to_string(key)
                found.append(Argument(name, each, True, node, f"-{name}:", glued=True, splatted=True))
            return
        items = value if type(value) is list else None
        if items is None:
            items = [value] if value is None else list(enumerate_value(value) or [value])
        for each in items:
            found.append(Argument(None, each, True, node, splatted=True))

    return splat


class Redirection:
    """One redirection of a command: `to` is a stream's name, or the closure of a path."""

    __slots__ = ("append", "node", "stream", "to")

    def __init__(self, stream: str, to: Any, append: bool, node: T.RedirectionAst) -> None:
        self.stream = stream
        self.to = to
        self.append = append
        self.node = node


STREAMS: Final = ("error", "warning", "verbose", "debug", "information")


def redirection(c: Compiler, node: T.RedirectionAst) -> Redirection:
    if isinstance(node, T.MergingRedirectionAst):
        return Redirection(node.from_stream.lower(), "output", False, node)
    assert isinstance(node, T.FileRedirectionAst)
    location = node.location
    if isinstance(location, T.VariableExpressionAst) and location.variable_path.user_path.lower() == "null":
        return Redirection(node.from_stream.lower(), None, node.append, node)
    return Redirection(node.from_stream.lower(), c.expression(location), node.append, node)


def redirected(context: Context, stage: Stage, redirections: Iterable[Redirection]) -> list[Any]:
    """Lays the streams of a stage as its redirections say; yields the stage and what follows it for `> file`."""
    from ems.runtime.redirection import FileStage, NullStage

    streams = stage.runtime.streams
    runtime = stage.runtime
    following: list[Any] = []
    for each in redirections:
        names = STREAMS if each.stream == "all" else (each.stream,)
        if each.to == "output":
            for name in names:
                if name != "output":
                    setattr(streams, name, lambda record, runtime=runtime: runtime.sink(record))
            continue
        if each.to is None:
            for name in names:
                if name != "output":
                    setattr(streams, name, ignore)
            if each.stream in ("output", "all"):
                following.append(NullStage(runtime))
            continue
        path = each.to(context)
        writer = context.session.redirect(to_string(path), each.append)
        for name in names:
            if name != "output":
                setattr(streams, name, writer.feed)
        if each.stream in ("output", "all"):
            following.append(FileStage(runtime, writer))
        else:
            following.append(FileStage(runtime, writer, passing=True))
    return [stage, *following]


def ignore(record: Any) -> None:
    """Where `2>$null` sends what it receives."""


# Finding what to call


def sign_of(template: CommandTemplate) -> str:
    """The operator a command is called with: its InvocationName then."""
    return "." if template.operator == "Dot" else "&"


def bad_command(context: Context, template: CommandTemplate, target: Any = None) -> Terminating:
    sign = sign_of(template)
    error = runtime_error(
        "BadExpression",
        f"The expression after '{sign}' in a pipeline element produced an object that was not valid. It must result "
        "in a command name, a script block, or a "
        "CommandInfo object.",
        target=target,
    )
    error.record.position = context.extent_of(template.node.command_elements[0])
    return error


def resolve(context: Context, template: CommandTemplate) -> tuple[Any, ScriptBlock | None, str]:
    """What a command means: its info, the block where it is one, and the name it was called by."""
    name = template.name
    if name is None or template.operator != "Unknown":
        value = template.target(context)
        kind = type(value)
        if kind is not str:
            from ems.runtime.commands import CommandInfo
            from ems.runtime.scriptblock import ScriptBlock

            if isinstance(value, ScriptBlock):
                return None, value, ""
            if isinstance(value, CommandInfo):
                return value, getattr(value, "block", None), value.name
            if value is None or value is NOTHING or enumerate_value(value) is not None:
                from ems.runtime.modules import ModuleInfo

                if isinstance(value, ModuleInfo):
                    return value, None, value.name
                raise bad_command(context, template)
            from ems.runtime.modules import ModuleInfo

            if isinstance(value, ModuleInfo):
                return value, None, value.name
            value = to_string(value)
        if not value.strip():
            raise bad_command(context, template, value)
        name = value
    commands = context.session.commands
    if template.name is not None and template.cache_version == commands.version and template.operator == "Unknown":
        info = template.cache_info
    else:
        try:
            info = commands.resolve(name, context.scope)
        except Terminating as error:
            if error.record.error_id == "CommandNotFoundException":
                unknown_command(context, template, error, name)
            raise
        if template.name is not None and context.module is None:
            template.cache_info = info
            template.cache_block = None
            template.cache_version = commands.version
    return info, getattr(info, "block", None), name


def unknown_command(context: Context, template: CommandTemplate, error: Terminating, name: str) -> None:
    """The place of an unknown command is its name."""
    from ems.runtime.invocation import InvocationInfo

    record = error.record
    extent = context.extent_of(template.node.command_elements[0])
    record.position = extent
    shown = name if template.operator == "Unknown" else sign_of(template)
    record.invocation = InvocationInfo(None, extent, shown, context.session.history_id)


def make_stage(context: Context, template: CommandTemplate, found: Found | None = None) -> list[Any]:
    """The stage of a command, with those its redirections add. Its arguments are evaluated and not bound yet."""
    from ems.runtime.commands import ApplicationInfo, CmdletInfo, ScriptInfo
    from ems.runtime.modules import ModuleInfo
    from ems.runtime.pipeline import CmdletStage, FunctionStage
    from ems.runtime.streams import CommandRuntime, Streams

    info, block, name = found if found is not None else resolve(context, template)
    if template.operator != "Unknown":
        name = sign_of(template)
    streams = Streams(context.streams) if template.redirections else context.streams
    dot = template.operator == "Dot"
    if template.asks_help and info is not None and not isinstance(info, ApplicationInfo):
        return help_for(context, template, info, streams)
    if isinstance(info, ModuleInfo):
        return module_call(context, template, info, streams)
    if isinstance(info, CmdletInfo):
        stage: Any = CmdletStage(CommandRuntime(context, info, name, template.node, streams, None), info)
    elif block is not None:
        if info is None:
            info = ScriptInfo("", "" if block.code.advanced else block.text, block, "Script")
        stage = FunctionStage(CommandRuntime(context, info, name, template.node, streams, None), info, block, dot)
    elif isinstance(info, ScriptInfo):
        block = context.session.load_script(info)
        stage = FunctionStage(CommandRuntime(context, info, name, template.node, streams, None), info, block, dot)
    elif isinstance(info, ApplicationInfo):
        from ems.runtime.programs import ProgramInfo, ProgramStage

        if not isinstance(info, ProgramInfo):
            raise context.session.cannot_start(info)
        stage = ProgramStage(CommandRuntime(context, info, name, template.node, streams, None), info)
    else:
        raise bad_command(context, template)
    return redirected(context, stage, template.redirections) if template.redirections else [stage]


def help_for(context: Context, template: CommandTemplate, info: CommandInfo, streams: Any) -> list[Any]:
    """`command -?`: Get-Help on it, in its place (CommandProcessorBase.IsHelpRequested)."""
    from ems.runtime.pipeline import CmdletStage
    from ems.runtime.streams import CommandRuntime

    helper = context.session.commands.resolve("Get-Help", context.scope)
    stage = CmdletStage(CommandRuntime(context, helper, "Get-Help", template.node, streams, None), helper)
    stage.given = [Argument("Name", getattr(info, "path", "") or info.name)]
    return [stage]


def module_call(context: Context, template: CommandTemplate, module: Any, streams: Any) -> list[Any]:
    """`& $module { ... }`: a block or command run inside a module."""
    from ems.runtime.commands import ScriptInfo
    from ems.runtime.pipeline import FunctionStage
    from ems.runtime.scriptblock import ScriptBlock
    from ems.runtime.streams import CommandRuntime

    arguments = template.arguments(context)
    what = arguments.pop(0).value if arguments else None
    if isinstance(what, ScriptBlock):
        block = ScriptBlock(what.code, module)
        info: Any = ScriptInfo("", "", block, "Script")
    else:
        info = context.session.commands.resolve(to_string(what), module.scope)
        found = getattr(info, "block", None)
        if found is None:
            raise bad_command(context, template)
        block = found
    stage = FunctionStage(
        CommandRuntime(context, info, info.name, template.node, streams, None), info, block, template.operator == "Dot"
    )
    stage.given = arguments
    return [stage]


# Running


def run_single(context: Context, template: CommandTemplate, out: Callable[[Any], Any]) -> None:
    """A pipeline of one command."""
    session = context.session
    context.position = template.node
    if template.like_method and context.session.strict >= 2:
        raise message_error("StrictModeFunctionCallWithParens")
    known = template.cache_block
    if known is not None and template.cache_version == session.commands.version:
        call_plain(context, template.cache_info, known, template.name or "", template, out)
        return
    found: Found | None = None
    if template.plain is not None and not template.redirections:
        found = resolve(context, template)
        info, block, name = found
        if block is not None and template.operator != "Dot":
            code = block.code
            if not code.prepared:
                prepare_code(context, block, info, name, template)
            if code.plain and getattr(info, "kind", "") != "ExternalScript":
                if info is template.cache_info:
                    template.cache_block = block
                call_plain(context, info, block, name, template, out)
                return
    failed, session.pipeline_failed = session.pipeline_failed, False
    try:
        run_pipeline(context, [template], None, out, found)
        session.succeeded = not session.pipeline_failed
        session.end_pipeline()
    finally:
        session.pipeline_failed = failed


def prepare_code(context: Context, block: ScriptBlock, info: Any, name: str, template: CommandTemplate) -> None:
    """Reads the param block of what is called, in a context of its own."""
    try:
        prepare(block.code, enter(context, block, context.out, context.streams, dot=False))
    except Terminating as error:
        if error.record.position is None:
            error.record.position = context.extent_of(template.node)
        raise


def call_plain(
    context: Context, info: Any, block: ScriptBlock, name: str, template: CommandTemplate, out: Callable[[Any], Any]
) -> None:
    """A simple function or block with plain arguments."""
    session = context.session
    plain = template.plain
    assert plain is not None
    if len(plain) == 1:
        values = [plain[0](context)]
    else:
        values = [each(context) for each in plain]
    if block.module is context.module:
        scope = Scope(context.scope)
    else:
        scope = Scope(session.context_for(block.module, context).scope)
    callee = Context(session, scope, out, context.streams, block, context)
    scope.frame = callee
    callee.call = template.node
    callee.invocation_name = name if template.operator == "Unknown" else sign_of(template)
    if info is not None:
        callee.command = info
        callee.function_name = info.name
    code = block.code
    failed = session.pipeline_failed
    session.pipeline_failed = False
    try:
        bind_positional(code, callee, values, template.places)
    except Terminating as error:
        session.pipeline_failed = failed
        finish_binding(context, error, info, block, name, template)
        raise
    try:
        run_in(callee, code.end)
        session.succeeded = not session.pipeline_failed
        if session.units:
            session.end_pipeline()
    finally:
        session.pipeline_failed = failed
        # Context and scope must not hold each other: they go as soon as the call is over.
        scope.frame = None


def finish_binding(
    context: Context, error: Terminating, info: Any, block: ScriptBlock, name: str, template: CommandTemplate
) -> None:
    """Completes an error of binding."""
    from ems.runtime.bindingerrors import finish
    from ems.runtime.commands import ScriptInfo
    from ems.runtime.streams import CommandRuntime

    if info is None:
        info = ScriptInfo("", "" if block.code.advanced else block.text, block, "Script")
    finish(error, CommandRuntime(context, info, name, template.node, context.streams, None))


def run_pipeline(
    context: Context,
    templates: list[CommandTemplate],
    source: Iterable[Any] | None,
    out: Callable[[Any], Any],
    found: Found | None = None,
) -> None:
    """Commands with all that belongs to them: found (`found`: the first one is already), bound, run."""
    from ems.runtime.pipeline import run_stages

    stages: list[Any] = []
    first = True
    for template in templates:
        context.position = template.node
        if template.like_method and context.session.strict >= 2:
            raise message_error("StrictModeFunctionCallWithParens")
        made = make_stage(context, template, found if first else None)
        stage = made[0]
        arguments = getattr(stage, "given", None)
        if arguments is None:
            arguments = template.arguments(context)
        expecting = not first or source is not None
        try:
            stage.prepare(arguments, expecting)
        except Terminating as error:
            if error.record.invocation is None:
                locate(context, error, template.node)
            raise
        stages.extend(made)
        first = False
    if len(templates) > 1:
        for index, stage in enumerate(stages):
            stage.runtime.position = index + 1
    session = context.session
    session.depth += 1
    try:
        run_stages(context, stages, source, out)
    finally:
        session.depth -= 1


def compile_pipeline(c: Compiler, node: T.PipelineAst) -> Statement:
    """A pipeline as a statement."""
    elements = node.pipeline_elements
    pure = node.get_pure_expression()
    if pure is not None:
        from ems.runtime.compile.statements import expression_statement

        return expression_statement(c, node, pure)
    if len(elements) == 1 and isinstance(elements[0], T.CommandAst):
        return single_statement(CommandTemplate(c, elements[0]), node)
    run_all = pipeline_runner(c, node)

    def run(context: Context) -> Flow | None:
        session = context.session
        failed, session.pipeline_failed = session.pipeline_failed, False
        try:
            run_all(context, context.out)
            session.succeeded = not session.pipeline_failed
            session.end_pipeline()
        except Terminating as error:
            report(context, error, node)
        finally:
            session.pipeline_failed = failed
        return None

    return run


def single_statement(template: CommandTemplate, node: T.PipelineAst) -> Statement:
    """One command as a statement."""

    def run(context: Context) -> Flow | None:
        try:
            run_single(context, template, context.out)
        except Terminating as error:
            report(context, error, node)
        return None

    return run


def pipeline_runner(c: Compiler, node: T.PipelineAst) -> Callable[[Context, Callable[[Any], Any]], None]:
    """A pipeline of several elements, or of an expression with redirections."""
    elements = node.pipeline_elements
    first = elements[0]
    if not isinstance(first, T.CommandExpressionAst):
        templates = [CommandTemplate(c, each) for each in elements if isinstance(each, T.CommandAst)]
        return lambda context, out: run_pipeline(context, templates, None, out)
    templates = [CommandTemplate(c, each) for each in elements[1:] if isinstance(each, T.CommandAst)]
    source = expression_source(c, first.expression)
    redirections = [redirection(c, each) for each in first.redirections]
    if not redirections:
        return lambda context, out: run_pipeline(context, templates, source(context), out)

    def run(context: Context, out: Callable[[Any], Any]) -> None:
        from ems.runtime.pipeline import run_stages
        from ems.runtime.redirection import PassStage
        from ems.runtime.streams import CommandRuntime, Streams

        streams = Streams(context.streams)
        stage = PassStage(CommandRuntime(context, None, "", first, streams, None))
        stages = redirected(context, stage, redirections)
        kept, context.streams = context.streams, streams
        passed: list[Any] = []
        following = passed.append if templates else out
        try:
            stage.runtime.connect(following)
            values = list(source(context))
        finally:
            context.streams = kept
        run_stages(context, stages, values, following)
        if templates:
            run_pipeline(context, templates, passed, out)

    return run


def expression_source(c: Compiler, node: T.ExpressionAst) -> Callable[[Context], Iterable[Any]]:
    """The objects an expression at the head of a pipeline sends into it."""
    numbers = lazy_range(
        c, T.PipelineAst(node.start, node.end, [T.CommandExpressionAst(node.start, node.end, node, [])])
    )
    if numbers is not None:
        return numbers
    value_of = c.expression(node)

    def objects(context: Context) -> Iterable[Any]:
        value = value_of(context)
        if type(value) is list:
            return value
        if value is NOTHING:
            return ()
        items = enumerate_value(value)
        return (value,) if items is None else items

    return objects


def compile_pipeline_value(c: Compiler, node: T.PipelineAst) -> Expression:
    """A pipeline where its value is wanted."""
    pure = node.get_pure_expression()
    if pure is not None:
        return c.expression(pure)
    elements = node.pipeline_elements
    if len(elements) == 1 and isinstance(elements[0], T.CommandAst):
        template = CommandTemplate(c, elements[0])

        def value(context: Context) -> Any:
            values: list[Any] = []
            run_single(context, template, values.append)
            if len(values) == 1:
                return values[0]
            return values if values else NOTHING

        return value
    run_all = pipeline_runner(c, node)

    def run(context: Context) -> None:
        session = context.session
        failed, session.pipeline_failed = session.pipeline_failed, False
        try:
            run_all(context, context.out)
            session.succeeded = not session.pipeline_failed
            session.end_pipeline()
        finally:
            session.pipeline_failed = failed

    return collect(run)


def compile_command(c: Compiler, node: T.CommandAst) -> Statement:
    """A command outside a pipeline node."""
    template = CommandTemplate(c, node)
    return lambda context: run_single(context, template, context.out)


def compile_command_expression(c: Compiler, node: T.CommandExpressionAst) -> Statement:
    value_of = c.expression(node.expression)

    def run(context: Context) -> None:
        try:
            emit(value_of(context), context.out)
        except Terminating as error:
            report(context, error, node)

    return run


def stop_upstream(runtime: Any) -> StopUpstream:
    """What a cmdlet raises when it wants no more input."""
    return StopUpstream(runtime)


STATEMENTS: Final[dict[type, Handler]] = {
    T.PipelineAst: compile_pipeline,
    T.CommandAst: compile_command,
    T.CommandExpressionAst: compile_command_expression,
}
VALUES: Final[dict[type, Handler]] = {
    T.PipelineAst: compile_pipeline_value,
    T.CommandExpressionAst: lambda c, node: c.expression(node.expression),
}
