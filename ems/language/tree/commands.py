"""Pipelines, commands, redirections, assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ems.language.tree.base import Ast, CommandElementAst, PipelineBaseAst, StatementAst
from ems.language.tree.expressions import StringConstantExpressionAst

if TYPE_CHECKING:
    from ems.language.tree.base import ExpressionAst


class PipelineAst(PipelineBaseAst):
    """Commands joined by `|`."""

    __slots__ = ("pipeline_elements",)
    _children: ClassVar[tuple[str, ...]] = ("pipeline_elements",)

    def __init__(self, start: int, end: int, pipeline_elements: list[CommandBaseAst]) -> None:
        self.start = start
        self.end = end
        self.pipeline_elements = pipeline_elements

    def get_pure_expression(self) -> ExpressionAst | None:
        """The expression, where the pipeline is just one without redirections."""
        if len(self.pipeline_elements) == 1:
            element = self.pipeline_elements[0]
            if isinstance(element, CommandExpressionAst) and not element.redirections:
                return element.expression
        return None


class CommandParameterAst(CommandElementAst):
    """`-name` or `-name:argument`."""

    __slots__ = ("parameter_name", "argument", "error_end")
    _children: ClassVar[tuple[str, ...]] = ("argument",)

    def __init__(
        self,
        start: int,
        end: int,
        parameter_name: str,
        argument: ExpressionAst | None,
        error_end: int = 0,
    ) -> None:
        self.start = start
        self.end = end
        self.parameter_name = parameter_name
        self.argument = argument
        self.error_end = error_end


class CommandBaseAst(StatementAst):
    """An element of a pipeline."""

    __slots__ = ("redirections",)
    _children: ClassVar[tuple[str, ...]] = ("redirections",)

    def __init__(self, start: int, end: int, redirections: list[RedirectionAst]) -> None:
        self.start = start
        self.end = end
        self.redirections = redirections


class CommandAst(CommandBaseAst):
    """`invocation_operator` is 'Unknown', 'Ampersand' or 'Dot'."""

    __slots__ = ("command_elements", "invocation_operator")
    _children: ClassVar[tuple[str, ...]] = ("command_elements", "redirections")

    def __init__(
        self,
        start: int,
        end: int,
        command_elements: list[CommandElementAst],
        invocation_operator: str,
        redirections: list[RedirectionAst],
    ) -> None:
        self.start = start
        self.end = end
        self.command_elements = command_elements
        self.invocation_operator = invocation_operator
        self.redirections = redirections

    def get_command_name(self) -> str | None:
        """The name, where it is written as a word or a constant string."""
        first = self.command_elements[0]
        return first.value if isinstance(first, StringConstantExpressionAst) else None


class CommandExpressionAst(CommandBaseAst):
    """An expression as an element of a pipeline."""

    __slots__ = ("expression",)
    _children: ClassVar[tuple[str, ...]] = ("expression", "redirections")

    def __init__(self, start: int, end: int, expression: ExpressionAst, redirections: list[RedirectionAst]) -> None:
        self.start = start
        self.end = end
        self.expression = expression
        self.redirections = redirections


class RedirectionAst(Ast):
    """Streams are 'Output', 'Error', 'Warning', 'Verbose', 'Debug', 'Information', 'All'."""

    __slots__ = ("from_stream",)

    def __init__(self, start: int, end: int, from_stream: str) -> None:
        self.start = start
        self.end = end
        self.from_stream = from_stream


def assigned(statement: StatementAst) -> StatementAst:
    """What an assignment holds as its right side: of a pipeline that is one expression, the expression."""
    if isinstance(statement, PipelineAst) and statement.get_pure_expression() is not None:
        return statement.pipeline_elements[0]
    return statement


class MergingRedirectionAst(RedirectionAst):
    """`2>&1`."""

    __slots__ = ("to_stream",)

    def __init__(self, start: int, end: int, from_stream: str, to_stream: str) -> None:
        self.start = start
        self.end = end
        self.from_stream = from_stream
        self.to_stream = to_stream


class FileRedirectionAst(RedirectionAst):
    """`> file` and `>> file`."""

    __slots__ = ("location", "append")
    _children: ClassVar[tuple[str, ...]] = ("location",)

    def __init__(self, start: int, end: int, from_stream: str, location: ExpressionAst, append: bool) -> None:
        self.start = start
        self.end = end
        self.from_stream = from_stream
        self.location = location
        self.append = append


class AssignmentStatementAst(PipelineBaseAst):
    """`operator` is 'Equals', 'PlusEquals', 'MinusEquals', 'MultiplyEquals', 'DivideEquals' or 'RemainderEquals'."""

    __slots__ = ("left", "operator", "right", "operator_start", "operator_end")
    _children: ClassVar[tuple[str, ...]] = ("left", "right")

    def __init__(
        self,
        start: int,
        end: int,
        left: ExpressionAst,
        operator: str,
        right: StatementAst,
        operator_start: int = 0,
        operator_end: int = 0,
    ) -> None:
        self.start = start
        self.end = end
        self.left = left
        self.operator = operator
        self.right = right
        self.operator_start = operator_start
        self.operator_end = operator_end
