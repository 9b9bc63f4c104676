"""Script blocks with their parameters, attributes and named blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ems.language.tree.base import Ast

if TYPE_CHECKING:
    from ems.language.requirements import ScriptRequirements
    from ems.language.source import Source
    from ems.language.tree.base import ExpressionAst, ITypeName, StatementAst
    from ems.language.tree.definitions import UsingStatementAst
    from ems.language.tree.expressions import VariableExpressionAst
    from ems.language.tree.statements import TrapStatementAst


class ScriptBlockAst(Ast):
    """A script, a function's body or `{...}` in an expression."""

    __slots__ = (
        "using_statements",
        "param_block",
        "dynamic_param_block",
        "begin_block",
        "process_block",
        "end_block",
        "source",
        "script_requirements",
        "is_filter",
    )
    _children: ClassVar[tuple[str, ...]] = (
        "using_statements",
        "param_block",
        "dynamic_param_block",
        "begin_block",
        "process_block",
        "end_block",
    )

    def __init__(
        self,
        start: int,
        end: int,
        using_statements: list[UsingStatementAst],
        param_block: ParamBlockAst | None,
        dynamic_param_block: NamedBlockAst | None,
        begin_block: NamedBlockAst | None,
        process_block: NamedBlockAst | None,
        end_block: NamedBlockAst | None,
        source: Source | None = None,
        script_requirements: ScriptRequirements | None = None,
        is_filter: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.using_statements = using_statements
        self.param_block = param_block
        self.dynamic_param_block = dynamic_param_block
        self.begin_block = begin_block
        self.process_block = process_block
        self.end_block = end_block
        self.source = source
        self.script_requirements = script_requirements
        self.is_filter = is_filter

    @property
    def attributes(self) -> list[AttributeAst]:
        """The attributes written before `param`."""
        return self.param_block.attributes if self.param_block is not None else []


class ParamBlockAst(Ast):
    """`param(...)` with the attributes written before it."""

    __slots__ = ("attributes", "parameters")
    _children: ClassVar[tuple[str, ...]] = ("attributes", "parameters")

    def __init__(self, start: int, end: int, attributes: list[AttributeAst], parameters: list[ParameterAst]) -> None:
        self.start = start
        self.end = end
        self.attributes = attributes
        self.parameters = parameters


class NamedBlockAst(Ast):
    """begin, process, end or dynamicparam; `block_kind` is 'Begin', 'Process', 'End' or 'Dynamicparam'."""

    __slots__ = ("block_kind", "unnamed", "statements", "traps")
    _children: ClassVar[tuple[str, ...]] = ("traps", "statements")

    def __init__(
        self,
        start: int,
        end: int,
        block_kind: str,
        unnamed: bool,
        statements: list[StatementAst],
        traps: list[TrapStatementAst],
    ) -> None:
        self.start = start
        self.end = end
        self.block_kind = block_kind
        self.unnamed = unnamed
        self.statements = statements
        self.traps = traps


class NamedAttributeArgumentAst(Ast):
    """`Name = value` in an attribute; a lone name stands for `$true`."""

    __slots__ = ("argument_name", "argument", "expression_omitted")
    _children: ClassVar[tuple[str, ...]] = ("argument",)

    def __init__(
        self,
        start: int,
        end: int,
        argument_name: str,
        argument: ExpressionAst,
        expression_omitted: bool,
    ) -> None:
        self.start = start
        self.end = end
        self.argument_name = argument_name
        self.argument = argument
        self.expression_omitted = expression_omitted


class AttributeBaseAst(Ast):
    """An attribute or a type constraint."""

    __slots__ = ("type_name",)

    def __init__(self, start: int, end: int, type_name: ITypeName) -> None:
        self.start = start
        self.end = end
        self.type_name = type_name


class AttributeAst(AttributeBaseAst):
    """`[Name(...)]`."""

    __slots__ = ("positional_arguments", "named_arguments")
    _children: ClassVar[tuple[str, ...]] = ("positional_arguments", "named_arguments")

    def __init__(
        self,
        start: int,
        end: int,
        type_name: ITypeName,
        positional_arguments: list[ExpressionAst],
        named_arguments: list[NamedAttributeArgumentAst],
    ) -> None:
        self.start = start
        self.end = end
        self.type_name = type_name
        self.positional_arguments = positional_arguments
        self.named_arguments = named_arguments


class TypeConstraintAst(AttributeBaseAst):
    """`[Name]` before a variable, a parameter or a member."""

    __slots__ = ()

    def __init__(self, start: int, end: int, type_name: ITypeName) -> None:
        self.start = start
        self.end = end
        self.type_name = type_name


class ParameterAst(Ast):
    """One parameter of a param block or a function's parenthesis."""

    __slots__ = ("attributes", "name", "default_value")
    _children: ClassVar[tuple[str, ...]] = ("attributes", "name", "default_value")

    def __init__(
        self,
        start: int,
        end: int,
        attributes: list[AttributeBaseAst],
        name: VariableExpressionAst,
        default_value: ExpressionAst | None,
    ) -> None:
        self.start = start
        self.end = end
        self.attributes = attributes
        self.name = name
        self.default_value = default_value


class StatementBlockAst(Ast):
    """Statements between braces, and the contents of `$(...)` and `@(...)`."""

    __slots__ = ("statements", "traps")
    _children: ClassVar[tuple[str, ...]] = ("traps", "statements")

    def __init__(self, start: int, end: int, statements: list[StatementAst], traps: list[TrapStatementAst]) -> None:
        self.start = start
        self.end = end
        self.statements = statements
        self.traps = traps
