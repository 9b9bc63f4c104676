"""Statements with keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ems.language.tree.base import Ast, StatementAst

if TYPE_CHECKING:
    from ems.language.tree.base import ExpressionAst, PipelineBaseAst
    from ems.language.tree.expressions import VariableExpressionAst
    from ems.language.tree.scripts import StatementBlockAst, TypeConstraintAst


class IfStatementAst(StatementAst):
    """Clauses are pairs of a condition and a block."""

    __slots__ = ("clauses", "else_clause")
    _children: ClassVar[tuple[str, ...]] = ("clauses", "else_clause")

    def __init__(
        self,
        start: int,
        end: int,
        clauses: list[tuple[PipelineBaseAst, StatementBlockAst]],
        else_clause: StatementBlockAst | None,
    ) -> None:
        self.start = start
        self.end = end
        self.clauses = clauses
        self.else_clause = else_clause


class DataStatementAst(StatementAst):
    """`data Variable -SupportedCommand ... {...}`."""

    __slots__ = ("variable", "commands_allowed", "body")
    _children: ClassVar[tuple[str, ...]] = ("body", "commands_allowed")

    def __init__(
        self,
        start: int,
        end: int,
        variable: str | None,
        commands_allowed: list[ExpressionAst],
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.variable = variable
        self.commands_allowed = commands_allowed
        self.body = body


class LabeledStatementAst(StatementAst):
    """A statement that break and continue may name."""

    __slots__ = ("label", "condition")
    _children: ClassVar[tuple[str, ...]] = ("condition",)

    def __init__(self, start: int, end: int, label: str | None, condition: PipelineBaseAst | None) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.condition = condition


class LoopStatementAst(LabeledStatementAst):
    """A loop."""

    __slots__ = ("body",)
    _children: ClassVar[tuple[str, ...]] = ("condition", "body")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        condition: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.condition = condition
        self.body = body


class ForEachStatementAst(LoopStatementAst):
    """`flags` is 'None' or 'Parallel'."""

    __slots__ = ("flags", "throttle_limit", "variable")
    _children: ClassVar[tuple[str, ...]] = ("variable", "condition", "body", "throttle_limit")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        flags: str,
        throttle_limit: ExpressionAst | None,
        variable: VariableExpressionAst,
        condition: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.flags = flags
        self.throttle_limit = throttle_limit
        self.variable = variable
        self.condition = condition
        self.body = body


class ForStatementAst(LoopStatementAst):
    """`for (initializer; condition; iterator) {...}`."""

    __slots__ = ("initializer", "iterator")
    _children: ClassVar[tuple[str, ...]] = ("initializer", "condition", "iterator", "body")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        initializer: PipelineBaseAst | None,
        condition: PipelineBaseAst | None,
        iterator: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.initializer = initializer
        self.condition = condition
        self.iterator = iterator
        self.body = body


class DoWhileStatementAst(LoopStatementAst):
    """`do {...} while (...)`."""

    __slots__ = ()
    _children: ClassVar[tuple[str, ...]] = ("condition", "body")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        condition: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.condition = condition
        self.body = body


class DoUntilStatementAst(LoopStatementAst):
    """`do {...} until (...)`."""

    __slots__ = ()
    _children: ClassVar[tuple[str, ...]] = ("condition", "body")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        condition: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.condition = condition
        self.body = body


class WhileStatementAst(LoopStatementAst):
    """`while (...) {...}`."""

    __slots__ = ()
    _children: ClassVar[tuple[str, ...]] = ("condition", "body")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        condition: PipelineBaseAst | None,
        body: StatementBlockAst,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.condition = condition
        self.body = body


class SwitchStatementAst(LabeledStatementAst):
    """`flags` is a tuple of 'File', 'Regex', 'Wildcard', 'Exact', 'CaseSensitive', 'Parallel' in that order."""

    __slots__ = ("flags", "clauses", "default")
    _children: ClassVar[tuple[str, ...]] = ("condition", "clauses", "default")

    def __init__(
        self,
        start: int,
        end: int,
        label: str | None,
        condition: PipelineBaseAst | None,
        flags: tuple[str, ...],
        clauses: list[tuple[ExpressionAst, StatementBlockAst]],
        default: StatementBlockAst | None,
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.condition = condition
        self.flags = flags
        self.clauses = clauses
        self.default = default


class CatchClauseAst(Ast):
    """One catch of a try statement."""

    __slots__ = ("catch_types", "body")
    _children: ClassVar[tuple[str, ...]] = ("catch_types", "body")

    def __init__(self, start: int, end: int, catch_types: list[TypeConstraintAst], body: StatementBlockAst) -> None:
        self.start = start
        self.end = end
        self.catch_types = catch_types
        self.body = body

    @property
    def is_catch_all(self) -> bool:
        """Whether it catches everything."""
        return not self.catch_types


class TryStatementAst(StatementAst):
    """try, its catches and finally."""

    __slots__ = ("body", "catch_clauses", "finally_")
    _children: ClassVar[tuple[str, ...]] = ("body", "catch_clauses", "finally_")

    def __init__(
        self,
        start: int,
        end: int,
        body: StatementBlockAst,
        catch_clauses: list[CatchClauseAst],
        finally_: StatementBlockAst | None,
    ) -> None:
        self.start = start
        self.end = end
        self.body = body
        self.catch_clauses = catch_clauses
        self.finally_ = finally_


class TrapStatementAst(StatementAst):
    """`trap [type] {...}`."""

    __slots__ = ("trap_type", "body")
    _children: ClassVar[tuple[str, ...]] = ("trap_type", "body")

    def __init__(self, start: int, end: int, trap_type: TypeConstraintAst | None, body: StatementBlockAst) -> None:
        self.start = start
        self.end = end
        self.trap_type = trap_type
        self.body = body


class BreakStatementAst(StatementAst):
    """`break label`."""

    __slots__ = ("label",)
    _children: ClassVar[tuple[str, ...]] = ("label",)

    def __init__(self, start: int, end: int, label: ExpressionAst | None) -> None:
        self.start = start
        self.end = end
        self.label = label


class ContinueStatementAst(StatementAst):
    """`continue label`."""

    __slots__ = ("label",)
    _children: ClassVar[tuple[str, ...]] = ("label",)

    def __init__(self, start: int, end: int, label: ExpressionAst | None) -> None:
        self.start = start
        self.end = end
        self.label = label


class ReturnStatementAst(StatementAst):
    """`return pipeline`."""

    __slots__ = ("pipeline",)
    _children: ClassVar[tuple[str, ...]] = ("pipeline",)

    def __init__(self, start: int, end: int, pipeline: PipelineBaseAst | None) -> None:
        self.start = start
        self.end = end
        self.pipeline = pipeline


class ExitStatementAst(StatementAst):
    """`exit pipeline`."""

    __slots__ = ("pipeline",)
    _children: ClassVar[tuple[str, ...]] = ("pipeline",)

    def __init__(self, start: int, end: int, pipeline: PipelineBaseAst | None) -> None:
        self.start = start
        self.end = end
        self.pipeline = pipeline


class ThrowStatementAst(StatementAst):
    """`throw pipeline`."""

    __slots__ = ("pipeline",)
    _children: ClassVar[tuple[str, ...]] = ("pipeline",)

    def __init__(self, start: int, end: int, pipeline: PipelineBaseAst | None) -> None:
        self.start = start
        self.end = end
        self.pipeline = pipeline


class BlockStatementAst(StatementAst):
    """parallel or sequence; `kind` is the keyword as it was typed."""

    __slots__ = ("kind", "body")
    _children: ClassVar[tuple[str, ...]] = ("body",)

    def __init__(self, start: int, end: int, kind: str, body: StatementBlockAst) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.body = body
