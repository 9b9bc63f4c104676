"""Script blocks as values, and how blocks are run: in a scope of their own, or in the one they are called from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.compile.code import Code
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.flow import FlowSignal
from ems.runtime.scope import MISSING
from ems.runtime.values import NOTHING, NetObject

if TYPE_CHECKING:
    from ems.runtime.context import Context

NO_VALUE: Final = object()
"""No `$_` for a block."""


class ScriptBlock(NetObject):
    """System.Management.Automation.ScriptBlock. `module` is the module whose scope it runs in, None for the session's
    own.
    """

    __slots__ = ("code", "module", "parts")
    type_name = "System.Management.Automation.ScriptBlock"

    def __init__(self, code: Code, module: Any = None) -> None:
        self.code = code
        self.module = module

    @property
    def ast(self) -> T.ScriptBlockAst:
        return self.code.ast

    @property
    def source(self) -> Any:
        return self.code.source

    @property
    def file(self) -> str | None:
        return self.code.source.file_name

    @property
    def text(self) -> str:
        """The source between the braces."""
        ast = self.code.ast
        text: str = self.code.source.text[ast.start : ast.end]
        if not self.code.top and text.startswith("{") and text.endswith("}"):
            return text[1:-1]
        return text

    @property
    def is_filter(self) -> bool:
        return bool(self.code.ast.is_filter)

    @is_filter.setter
    def is_filter(self, value: bool) -> None:
        self.code.ast.is_filter = value

    @property
    def start_position(self) -> Any:
        from ems.runtime.invocation import Extent

        return Extent(self.source, self.ast.start, self.ast.end)

    def to_text(self) -> str:
        return self.text

    # Running

    def run(
        self,
        context: Context,
        arguments: list[Any],
        out: Callable[[Any], Any],
        *,
        dollar_under: Any = NO_VALUE,
        this: Any = NO_VALUE,
        new_scope: bool = True,
        input: list[Any] | None = None,
        propagate: bool = False,
        streams: Any = None,
    ) -> None:
        """Runs the block for a caller that is no command: a cmdlet, a script property, `.Invoke()`."""
        from ems.runtime.functions import run_block

        session = context.session
        outer = session.propagate
        if propagate:
            session.propagate = True
        try:
            run_block(
                self,
                session.context_for(self.module, context),
                arguments,
                out,
                dollar_under=dollar_under,
                this=this,
                new_scope=new_scope,
                input=input,
                streams=streams,
            )
        finally:
            session.propagate = outer

    def invoke_list(self, context: Context, arguments: list[Any], **options: Any) -> list[Any]:
        """All output of the block."""
        values: list[Any] = []
        self.run(context, arguments, values.append, **options)
        return values

    def invoke_value(self, context: Context, arguments: list[Any], **options: Any) -> Any:
        """The output of the block as one value."""
        values = self.invoke_list(context, arguments, **options)
        if len(values) == 1:
            return values[0]
        return values if values else None

    # Members that scripts call

    def invoke(self, arguments: list[Any]) -> Any:
        """Invoke(): the output as a collection; an error is wrapped as that of a method call."""
        from ems.runtime import current
        from ems.runtime.automatic import new_collection

        return new_collection(self.invoke_list(current.session().frames[-1], list(arguments), propagate=True))

    def invoke_return_as_is(self, arguments: list[Any]) -> Any:
        """InvokeReturnAsIs()."""
        from ems.runtime import current

        return self.invoke_value(current.session().frames[-1], list(arguments), propagate=True)

    def get_new_closure(self) -> ScriptBlock:
        """GetNewClosure(): a copy in a dynamic module that keeps the variables of this moment."""
        from ems.runtime import current
        from ems.runtime.modules import closure_module

        session = current.session()
        return ScriptBlock(self.code, closure_module(session, session.frames[-1]))

    def check_is_filter(self) -> bool:
        return self.is_filter

    @staticmethod
    def create(text: str, session: Any) -> ScriptBlock:
        """[scriptblock]::Create()."""
        from ems.runtime.compile import compile_text

        return compile_text(text, session)

    # The fast way for cmdlets that run a block for each object

    def inline(self) -> bool:
        """Whether the block may run in its caller's own context: no parameters, no `$args`, only an end block."""
        code = self.code
        if code.inline_cache is None:
            code.inline_cache = _can_run_inline(code)
        return bool(code.inline_cache)

    def each(self, context: Context, out: Callable[[Any], Any]) -> Callable[[Any], None]:
        """A function that runs the block with an object as `$_` and writes its output to `out`."""
        caller = context.session.context_for(self.module, context)
        if not self.inline():

            def slow(value: Any) -> None:
                from ems.runtime.functions import run_block

                run_block(self, caller, [], out, dollar_under=value, new_scope=False)

            return slow
        body = self.code.end
        block = self

        def run(value: Any) -> None:
            variables = caller.vars
            old = variables.get("_", MISSING)
            variables["_"] = value
            kept_out, kept_block, kept_position = caller.out, caller.block, caller.position
            caller.out = out
            caller.block = block
            try:
                flow = body(caller)
            finally:
                caller.out = kept_out
                caller.block = kept_block
                caller.position = kept_position
                if old is MISSING:
                    variables.pop("_", None)
                else:
                    variables["_"] = old
            if flow is not None and flow.kind != "return":
                raise FlowSignal(flow)

        return run

    def predicate(self, context: Context) -> Callable[[Any], bool]:
        """A function that says whether the block's output for an object counts as true."""
        from ems.runtime.convert import to_bool

        caller = context.session.context_for(self.module, context)
        expression = self._single_expression() if self.inline() else None
        if expression is None:
            values: list[Any] = []
            run = self.each(context, values.append)

            def slow(value: Any) -> bool:
                values.clear()
                run(value)
                result = values[0] if len(values) == 1 else list(values)
                return to_bool(result)

            return slow
        value_of, node = expression
        block = self

        def test(value: Any) -> bool:
            variables = caller.vars
            old = variables.get("_", MISSING)
            variables["_"] = value
            kept = caller.block
            caller.block = block
            try:
                result = value_of(caller)
            except Terminating as error:
                from ems.runtime.compile.failures import report

                report(caller, error, node)
                return False
            finally:
                caller.block = kept
                if old is MISSING:
                    variables.pop("_", None)
                else:
                    variables["_"] = old
            return result if type(result) is bool else _truth(result)

        return test

    def _single_expression(self) -> Any:
        """The closure and node of the one expression the block consists of."""
        end = self.code.ast.end_block
        if end is None or len(end.statements) != 1 or end.traps:
            return None
        statement = end.statements[0]
        if not isinstance(statement, T.PipelineAst):
            return None
        pure = statement.get_pure_expression()
        if pure is None or (isinstance(pure, T.UnaryExpressionAst) and "PlusPlus" in pure.token_kind):
            return None
        return self.code.compiler().expression(pure), statement


def _truth(value: Any) -> bool:
    """The truth of an expression's value as a pipeline would deliver it."""
    from ems.runtime.compile.collecting import emit, unroll
    from ems.runtime.convert import to_bool

    if type(value) is list:
        values: list[Any] = []
        emit(value, values.append)
        value = unroll(values)
    return to_bool(None if value is NOTHING else value)


FRAME_VARIABLES: Final = frozenset({"args", "input", "myinvocation", "psboundparameters", "pscmdlet"})


def _can_run_inline(code: Code) -> bool:
    ast = code.ast
    if (
        ast.param_block is not None
        or ast.begin_block is not None
        or ast.process_block is not None
        or ast.dynamic_param_block is not None
    ):
        return False
    if code.extra_parameters:
        return False
    for node in ast.walk(lambda each: each is ast or not isinstance(each, T.ScriptBlockAst)):
        if isinstance(node, T.VariableExpressionAst) and node.variable_path.name.lower() in FRAME_VARIABLES:
            return False
        if isinstance(node, T.TrapStatementAst):
            return False
    return True


def no_context() -> Terminating:
    """The error of a block that is run outside any session."""
    return runtime_error(
        "ScriptBlockDelegateInvokedFromWrongThread",
        "There is no Runspace available to run scripts in this thread.",
        "InvalidOperation",
    )
