"""The compiled form of a script block: its parameters, and its begin, process and end blocks, each compiled when it
first runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.runtime.compile.compiler import Compiler
from ems.runtime.parameters import Parameter

if TYPE_CHECKING:
    from ems.language.source import Source
    from ems.runtime.compile.compiler import Expression, Statement
    from ems.runtime.context import Context


class CodeParameter:
    """A parameter as written in a param block: the facts the binder needs, the default, and how a value becomes one of
    its type.
    """

    __slots__ = ("accept", "default", "exact", "folded", "guard", "is_switch", "name", "node", "spec")

    def __init__(self, name: str, spec: Parameter, default: Expression | None, node: T.ParameterAst) -> None:
        self.name = name
        self.folded = name.lower()
        self.spec = spec
        self.default = default
        self.node = node
        self.is_switch = spec.type == "switch"
        # Converts and checks an argument; None where any value will do.
        self.accept: Any = None
        # The class of values that need no conversion and no check.
        self.exact: type | None = None
        # Whether the variable stays typed for the rest of the function.
        self.guard: Any = None


class Code:
    """A script block's tree together with what was compiled of it. Shared by all script block values made from the same
    place.
    """

    __slots__ = (
        "_begin",
        "_dynamic",
        "_end",
        "_process",
        "advanced",
        "ast",
        "binding",
        "extra_parameters",
        "inline_cache",
        "member_of",
        "metadata",
        "parameters",
        "guards",
        "plain",
        "prepared",
        "tells_bound",
        "session",
        "source",
        "top",
        "usings",
    )

    def __init__(
        self,
        ast: T.ScriptBlockAst,
        source: Source,
        session: Any,
        extra_parameters: Sequence[T.ParameterAst] | None = None,
        usings: Sequence[str] = (),
        top: bool = False,
        member_of: Any = None,
    ) -> None:
        self.ast = ast
        self.source = source
        self.session = session
        self.extra_parameters = extra_parameters
        self.usings = tuple(usings)
        self.top = top
        self.member_of = member_of
        self.prepared = False
        # Whether calls may take the short way (functions.py).
        self.plain = False
        # Whether typed parameters need watching: known after the first call.
        self.guards: bool | None = None
        # Whether the block looks at its bound parameters.
        self.tells_bound = True
        self.parameters: list[CodeParameter] = []
        self.advanced = False
        # Named arguments of [CmdletBinding()], by folded name.
        self.binding: dict[str, Any] = {}
        self.metadata: Any = None
        self.inline_cache: Any = None
        self._begin: Statement | None = None
        self._process: Statement | None = None
        self._end: Statement | None = None
        self._dynamic: Statement | None = None

    def compiler(self) -> Compiler:
        return Compiler(self.session, self.source, self.usings, self.top, self.member_of)

    @property
    def parameter_nodes(self) -> Sequence[T.ParameterAst]:
        if self.extra_parameters:
            return self.extra_parameters
        return self.ast.param_block.parameters if self.ast.param_block is not None else ()

    @property
    def has_process(self) -> bool:
        return self.ast.process_block is not None

    @property
    def has_begin(self) -> bool:
        return self.ast.begin_block is not None

    @property
    def has_parameters(self) -> bool:
        return bool(self.parameter_nodes)

    @property
    def begin(self) -> Statement:
        found = self._begin
        if found is None:
            found = self._begin = self.compiler().block(self.ast.begin_block)
        return found

    @property
    def process(self) -> Statement:
        found = self._process
        if found is None:
            found = self._process = self.compiler().block(self.ast.process_block)
        return found

    @property
    def end(self) -> Statement:
        found = self._end
        if found is None:
            found = self._end = self.compiler().block(self.ast.end_block)
        return found

    @property
    def dynamic(self) -> Statement:
        found = self._dynamic
        if found is None:
            found = self._dynamic = self.compiler().block(self.ast.dynamic_param_block)
        return found

    def prepare(self, context: Context) -> None:
        """Reads the param block: done once, at the first call, when the types it names can be known."""
        if not self.prepared:
            from ems.runtime.compile.parameters import read_parameters

            read_parameters(self, context)
            self.prepared = True
