"""The compiler: each node of the tree becomes a Python closure that takes the context and yields a value or a signal.

An expression's closure returns its value. A statement's closure writes to `context.out` and returns None or a
`Flow`. What can be decided when the script is read (folded names, constants, which variant of an operator fits its
operands) is decided here once; the closures only do what depends on the run. The handlers of each family of nodes
lie in modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ems.language import tree as T
from ems.runtime.flow import Flow

if TYPE_CHECKING:
    from ems.language.source import Source
    from ems.runtime.context import Context

    Expression = Callable[[Context], Any]
    Statement = Callable[[Context], Flow | None]

Handler = Callable[["Compiler", Any], Any]


@cache
def _handlers() -> tuple[Mapping[type, Handler], Mapping[type, Handler], Mapping[type, Handler]]:
    """Handlers by node class: values of expressions, statements, and values of statements."""
    from ems.runtime.compile import (
        assignments,
        binary,
        casts,
        definitions,
        failures,
        literals,
        loops,
        members,
        pipelines,
        statements,
        switch,
        unary,
        variables,
    )

    expressions: dict[type, Handler] = {}
    runs: dict[type, Handler] = {}
    values: dict[type, Handler] = {}
    for module in (
        assignments,
        binary,
        casts,
        definitions,
        failures,
        literals,
        loops,
        members,
        pipelines,
        statements,
        switch,
        unary,
        variables,
    ):
        expressions.update(getattr(module, "EXPRESSIONS", {}))
        runs.update(getattr(module, "STATEMENTS", {}))
        values.update(getattr(module, "VALUES", {}))
    return expressions, runs, values


class Compiler:
    """Compiles the parts of one script block. `usings` are its `using namespace` lines; `top` says whether it is a
    script's own body.
    """

    __slots__ = (
        "asks_success",
        "expressions",
        "member_of",
        "session",
        "source",
        "statements",
        "top",
        "usings",
        "values",
    )

    def __init__(
        self, session: Any, source: Source, usings: Sequence[str] = (), top: bool = False, member_of: Any = None
    ) -> None:
        self.session = session
        self.source = source
        self.usings = tuple(usings)
        self.top = top
        self.member_of = member_of
        self.asks_success = "$?" in source.text
        self.expressions, self.statements, self.values = _handlers()

    def marks_success(self, node: T.Ast) -> bool:
        """Whether a statement without a command has to set `$?`: where the script reads it, and at the prompt."""
        return self.asks_success or (self.top and isinstance(node.parent, T.NamedBlockAst))

    def expression(self, node: T.Ast) -> Expression:
        """The value of an expression."""
        return self.expressions[type(node)](self, node)  # type: ignore[no-any-return]

    def statement(self, node: T.Ast) -> Statement:
        """A statement in a list of statements."""
        return self.statements[type(node)](self, node)  # type: ignore[no-any-return]

    def value(self, node: T.Ast) -> Expression:
        """The value of a statement where one is wanted: `$x = if ...`, `(command)`, `@{a = statement}`."""
        handler = self.values.get(type(node))
        if handler is not None:
            return handler(self, node)  # type: ignore[no-any-return]
        from ems.runtime.compile.collecting import collect

        return collect(self.statement(node))

    def block(self, node: T.StatementBlockAst | T.NamedBlockAst | None) -> Statement:
        """A block of statements."""
        from ems.runtime.compile.statements import compile_block

        return compile_block(self, node)

    def spell(self, name: str) -> str:
        """Folds the name of a variable (`$PSItem` is `$_`); the session remembers how it was written."""
        folded = name.lower()
        if folded == "psitem":
            return "_"
        self.session.spellings.setdefault(folded, name)
        return folded
