"""Functions and blocks called: the scope and context of a call, its parameters, and the fast way for the frequent
simple case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.bindingerrors import finish
from ems.runtime.coercion import bind_value
from ems.runtime.commands import CommandInfo
from ems.runtime.compile.code import Code, CodeParameter
from ems.runtime.context import Context
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.flow import FlowSignal, PipelineStopped
from ems.runtime.metadata import BoundParameter, CommandMetadata
from ems.runtime.scope import Scope, Variable
from ems.runtime.scriptblock import NO_VALUE, ScriptBlock
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.streams import CommandRuntime

DEEPEST: Final = 1000
"""How many calls may be under way at once; our choice, near what a 10 MB stack gave the product."""


class FunctionInfo(CommandInfo):
    """A function or filter. `spelled_scope` is what `function private:f` said."""

    __slots__ = ("block",)
    type_name = "System.Management.Automation.FunctionInfo"

    def __init__(
        self, name: str, block: ScriptBlock, kind: str = "Function", options: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(name, kind, block.module.name if block.module is not None else "")
        self.block = block
        self.options = options
        self.module = block.module

    @property
    def definition(self) -> str:
        return self.block.text

    @property
    def script_block(self) -> ScriptBlock:
        return self.block

    @property
    def confirm_impact(self) -> str | None:
        impact = self.block.code.binding.get("confirmimpact")
        if impact is None:
            return "Medium"
        from ems.runtime.convert import to_string

        return to_string(impact)

    @property
    def metadata(self) -> CommandMetadata:
        return metadata_of(self.block.code)

    @property
    def cmdlet_binding(self) -> bool:
        return self.block.code.advanced


def metadata_of(code: Code) -> CommandMetadata:
    """The parameters of a block as the binder wants them; common parameters only for advanced functions."""
    found = code.metadata
    if found is None:
        found = code.metadata = CommandMetadata.of_code(code)
    return found  # type: ignore[no-any-return]


# Contexts of calls


def enter(
    caller: Context, block: ScriptBlock, out: Callable[[Any], Any], streams: Any, dot: bool, is_script: bool = False
) -> Context:
    """The context of a call: in a new scope below the caller's, or in the caller's own."""
    session = caller.session
    if block.module is not caller.module:
        caller_scope = session.context_for(block.module, caller).scope
    else:
        caller_scope = caller.scope
    return Context(session, caller_scope if dot else Scope(caller_scope, is_script), out, streams, block, caller)


def run_in(context: Context, body: Callable[[Context], Any]) -> None:
    """Runs a block of a call: it is on the call stack as long as it runs; `return` ends it, other signals go on."""
    session = context.session
    if session.stopping:
        raise PipelineStopped
    frames = session.frames
    if len(frames) > DEEPEST:
        raise too_deep()
    frames.append(context)
    try:
        flow = body(context)
    except FlowSignal as signal:
        if signal.flow.kind != "return":
            raise
        flow = None
    except RecursionError:
        raise too_deep() from None
    finally:
        frames.pop()
        scope = context.scope
        if scope.functions is not None or scope.aliases is not None:
            session.commands.version += 1
    if flow is not None and flow.kind != "return":
        raise FlowSignal(flow)


def too_deep() -> Terminating:
    """Infinite recursion."""
    return Terminating(
        ErrorRecord(
            NetException(
                "System.Management.Automation.ScriptCallDepthException", "The script failed due to call depth overflow."
            ),
            "CallDepthOverflow",
            "InvalidOperation",
            0,
        )
    )


# Parameters without the binder's help


def default_value(parameter: CodeParameter, context: Context) -> Any:
    """The value of a parameter that got none."""
    if parameter.default is not None:
        value = parameter.default(context)
        convert = parameter.spec.transform
        if convert is not None:
            return convert(value)
        return None if value is NOTHING else value
    return empty_value(parameter)


def empty_value(parameter: CodeParameter) -> Any:
    """What a typed parameter is without argument and default."""
    target = parameter.spec.net_type
    name = target.full_name
    if name == "System.String":
        return ""
    if parameter.is_switch:
        from ems.runtime.values import SwitchParameter

        return SwitchParameter(False)
    if target.is_value_type and not target.is_nullable:
        from ems.runtime.automatic import default_of

        return default_of(target)
    return None


def assigned_names(code: Code) -> frozenset[str]:
    """Names that are written anywhere in a block; only their types need watching after the call began."""
    found: set[str] = set()
    for node in code.ast.walk():
        if isinstance(node, T.AssignmentStatementAst):
            for each in node.left.walk():
                if isinstance(each, T.VariableExpressionAst):
                    found.add(each.variable_path.name.lower())
        elif isinstance(node, T.ForEachStatementAst):
            found.add(node.variable.variable_path.name.lower())
        elif isinstance(node, T.UnaryExpressionAst) and isinstance(node.child, T.VariableExpressionAst):
            found.add(node.child.variable_path.name.lower())
        elif isinstance(node, T.ConvertExpressionAst) and node.attribute.type_name.full_name.lower() == "ref":
            for each in node.child.walk():
                if isinstance(each, T.VariableExpressionAst):
                    found.add(each.variable_path.name.lower())
    return frozenset(found)


def guard_typed(code: Code, context: Context) -> None:
    """Typed and validated parameters stay so for the whole call, where the block writes to them."""
    for parameter in code.parameters:
        if parameter.guard is None:
            watched = bool(parameter.spec.transform or parameter.spec.validate) and parameter.folded in assigned_names(
                code
            )
            parameter.guard = watched
        if parameter.guard:
            variable = Variable(parameter.name, context.scope)
            if parameter.spec.transform is not None:
                variable.converters = (local_converter(parameter),)
            validators = [each for each in parameter.spec.validate if each.validates]
            variable.validators = tuple(_checker(each, context) for each in validators)
            variable.attributes = list(parameter.spec.validate)
            context.scope.guard(variable)


def local_converter(parameter: CodeParameter) -> Callable[[Any], Any]:
    """Inside a function a typed variable fails with the conversion's own error."""
    target = parameter.spec.net_type

    def convert_local(value: Any) -> Any:
        from ems.runtime.convert import convert

        return convert(value, target)

    return convert_local


def _checker(attribute: Any, context: Context) -> Callable[[Any], bool]:
    return lambda value: attribute.check(value, context) is None


def bind_positional(code: Code, context: Context, values: list[Any], nodes: Sequence[Any] | None) -> None:
    """Plain values to the parameters of a simple function, in their order; what is left is `$args`."""
    variables = context.vars
    count = len(values)
    index = 0
    bound: dict[str, Any] | None = {} if code.tells_bound else None
    missing: list[CodeParameter] | None = None
    for parameter in code.parameters:
        if index < count and not parameter.is_switch:
            value = values[index]
            accept = parameter.accept
            if accept is None:
                if value is NOTHING:
                    value = None
            elif type(value) is not parameter.exact:
                value = accept(value, index, nodes, context)
            variables[parameter.folded] = value
            if bound is not None:
                bound[parameter.name] = value
            index += 1
        else:
            if missing is None:
                missing = [parameter]
            else:
                missing.append(parameter)
    context.bound = bound
    variables["args"] = values[index:] if index < count else []
    if missing is not None:
        for parameter in missing:
            variables[parameter.folded] = default_value(parameter, context)
    if code.guards is not False:
        arm(code, context)


def arm(code: Code, context: Context) -> None:
    """Guards typed parameters; remembers where there is none to guard."""
    guard_typed(code, context)
    code.guards = any(parameter.guard for parameter in code.parameters)


EXACT: Final = {"System.Int32": int, "System.String": str, "System.Boolean": bool}
"""Types whose values need no conversion when they are of this class."""


def acceptor(parameter: CodeParameter) -> Any:
    """How a positional value becomes one of the parameter's type: None where any value will do."""
    spec = parameter.spec
    if spec.transform is None and not spec.validate:
        return None
    metadata = BoundParameter(spec)
    for name, each in spec.sets.items():
        del name
        metadata.sets.append((0xFFFFFFFF, each))
    if not spec.validate:
        parameter.exact = EXACT.get(spec.net_type.full_name)

    def accept(value: Any, index: int, nodes: Any, context: Context) -> Any:
        return bind_value(
            metadata, value, nodes[index] if nodes is not None else None, context.caller or context, of_function=True
        )

    return accept


def prepare_acceptors(code: Code) -> None:
    for parameter in code.parameters:
        parameter.accept = acceptor(parameter)


def tells_bound(code: Code) -> bool:
    """Whether a block asks for `$PSBoundParameters` or `$MyInvocation`; only then they are worth gathering."""
    names = ("psboundparameters", "myinvocation", "pscmdlet")
    return any(
        isinstance(each, T.VariableExpressionAst) and each.variable_path.name.lower() in names
        for each in code.ast.walk()
    ) or any(isinstance(each, T.CommandAst) for each in code.ast.walk())


def declares(ast: T.ScriptBlockAst) -> bool:
    """Whether a script brings types or modules with it."""
    statements = ast.end_block.statements if ast.end_block is not None else ()
    return bool(ast.using_statements) or any(isinstance(each, T.TypeDefinitionAst) for each in statements)


def is_plain(code: Code) -> bool:
    """Whether the fast way serves: no attributes on the function, only an end block."""
    ast = code.ast
    return (
        not code.advanced
        and not (code.top and declares(ast))
        and ast.begin_block is None
        and ast.process_block is None
        and ast.dynamic_param_block is None
        and not ast.is_filter
    )


# Running a block for a caller that is no pipeline


def run_block(
    block: ScriptBlock,
    caller: Context,
    arguments: list[Any],
    out: Callable[[Any], Any],
    *,
    dollar_under: Any = NO_VALUE,
    this: Any = NO_VALUE,
    new_scope: bool = True,
    input: list[Any] | None = None,
    streams: Any = None,
) -> None:
    """Runs a block with positional arguments. `$_` and `$this` are set for it, and put back where it shares the
    caller's scope.
    """
    code = block.code
    context = enter(caller, block, out, streams or caller.streams, dot=not new_scope)
    if context.scope is not caller.scope and new_scope:
        context.scope.frame = context
    if not code.prepared:
        prepare(code, context)
    variables = context.vars
    special = {}
    if dollar_under is not NO_VALUE:
        special["_"] = dollar_under
    if this is not NO_VALUE:
        special["this"] = this
    if not new_scope:
        special["args"] = arguments
    kept = {name: variables.get(name, NO_VALUE) for name in special}
    variables.update(special)
    context.input = input if input is not None else []
    try:
        if code.advanced or code.has_process or code.has_begin:
            run_whole(
                block,
                context,
                arguments,
                input if input is not None else ([dollar_under] if dollar_under is not NO_VALUE else None),
            )
        else:
            if code.parameters or new_scope:
                bind_positional(code, context, arguments, None)
            if code.top:
                from ems.runtime.classes import declare

                declare(block, context)
            run_in(context, code.end)
    finally:
        for name, value in kept.items():
            if value is NO_VALUE:
                variables.pop(name, None)
            else:
                variables[name] = value


def run_whole(block: ScriptBlock, context: Context, arguments: list[Any], input: list[Any] | None) -> None:
    """Runs a block that has begin, process or end blocks, or attributes, through a stage of its own."""
    from ems.runtime.arguments import Argument
    from ems.runtime.commands import ScriptInfo
    from ems.runtime.pipeline import FunctionStage, run_stages
    from ems.runtime.streams import CommandRuntime

    assert context.caller is not None
    info = ScriptInfo("", "", block, "Script")
    runtime = CommandRuntime(context.caller, info, "", context.caller.position, context.streams, None)
    stage = FunctionStage(runtime, info, block, dot=context.scope is context.caller.scope)
    stage.prepare([Argument(value=each) for each in arguments], expecting_input=input is not None)
    run_stages(context.caller, [stage], input, context.out)


def prepare(code: Code, context: Context) -> None:
    """Reads the param block, once."""
    code.prepare(context)
    prepare_acceptors(code)
    code.plain = is_plain(code)
    code.tells_bound = tells_bound(code)


def complete_binding_error(error: Terminating, runtime: CommandRuntime) -> Terminating:
    """An error of binding with the call it belongs to."""
    return finish(error, runtime)
