"""Expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ems.language.tree.base import ExpressionAst

if TYPE_CHECKING:
    from ems.language.names import VariablePath
    from ems.language.tree.base import CommandElementAst, ITypeName, PipelineBaseAst, StatementAst
    from ems.language.tree.scripts import AttributeBaseAst, ScriptBlockAst, StatementBlockAst


class BinaryExpressionAst(ExpressionAst):
    """`operator` is the kind of its token: 'Plus', 'Ieq', 'Cmatch', 'And', 'DotDot', 'Format', ..."""

    __slots__ = ("left", "operator", "right", "operator_start", "operator_end")
    _children: ClassVar[tuple[str, ...]] = ("left", "right")

    def __init__(
        self,
        start: int,
        end: int,
        left: ExpressionAst,
        operator: str,
        right: ExpressionAst,
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


class UnaryExpressionAst(ExpressionAst):
    """`token_kind` is 'Not', 'Exclaim', 'Bnot', 'Minus', 'Plus', 'Comma', 'PlusPlus', 'PostfixPlusPlus', ..."""

    __slots__ = ("token_kind", "child")
    _children: ClassVar[tuple[str, ...]] = ("child",)

    def __init__(self, start: int, end: int, token_kind: str, child: ExpressionAst) -> None:
        self.start = start
        self.end = end
        self.token_kind = token_kind
        self.child = child


class AttributedExpressionAst(ExpressionAst):
    """An attribute before an expression."""

    __slots__ = ("attribute", "child")
    _children: ClassVar[tuple[str, ...]] = ("attribute", "child")

    def __init__(self, start: int, end: int, attribute: AttributeBaseAst, child: ExpressionAst) -> None:
        self.start = start
        self.end = end
        self.attribute = attribute
        self.child = child


class ConvertExpressionAst(AttributedExpressionAst):
    """A cast; `attribute`, also called `type`, is the type constraint."""

    __slots__ = ()
    _children: ClassVar[tuple[str, ...]] = ("attribute", "child")

    def __init__(self, start: int, end: int, attribute: AttributeBaseAst, child: ExpressionAst) -> None:
        self.start = start
        self.end = end
        self.attribute = attribute
        self.child = child

    @property
    def type(self) -> AttributeBaseAst:
        """The type constraint."""
        return self.attribute


class MemberExpressionAst(ExpressionAst):
    """`target.name` and `[type]::name`."""

    __slots__ = ("expression", "member", "static")
    _children: ClassVar[tuple[str, ...]] = ("expression", "member")

    def __init__(
        self,
        start: int,
        end: int,
        expression: ExpressionAst,
        member: CommandElementAst,
        static: bool,
    ) -> None:
        self.start = start
        self.end = end
        self.expression = expression
        self.member = member
        self.static = static


class InvokeMemberExpressionAst(MemberExpressionAst):
    """`target.name(arguments)`."""

    __slots__ = ("arguments",)
    _children: ClassVar[tuple[str, ...]] = ("expression", "member", "arguments")

    def __init__(
        self,
        start: int,
        end: int,
        expression: ExpressionAst,
        member: CommandElementAst,
        static: bool,
        arguments: list[ExpressionAst],
    ) -> None:
        self.start = start
        self.end = end
        self.expression = expression
        self.member = member
        self.static = static
        self.arguments = arguments


class BaseCtorInvokeMemberExpressionAst(InvokeMemberExpressionAst):
    """`: base(arguments)` of a constructor."""

    __slots__ = ()
    _children: ClassVar[tuple[str, ...]] = ("expression", "member", "arguments")

    def __init__(
        self,
        start: int,
        end: int,
        expression: ExpressionAst,
        member: CommandElementAst,
        static: bool,
        arguments: list[ExpressionAst],
    ) -> None:
        self.start = start
        self.end = end
        self.expression = expression
        self.member = member
        self.static = static
        self.arguments = arguments


class TypeExpressionAst(ExpressionAst):
    """`[type]` as a value."""

    __slots__ = ("type_name",)

    def __init__(self, start: int, end: int, type_name: ITypeName) -> None:
        self.start = start
        self.end = end
        self.type_name = type_name


class VariableExpressionAst(ExpressionAst):
    """`$name`, or `@name` where splatted."""

    __slots__ = ("variable_path", "splatted")

    def __init__(self, start: int, end: int, variable_path: VariablePath, splatted: bool) -> None:
        self.start = start
        self.end = end
        self.variable_path = variable_path
        self.splatted = splatted


class ConstantExpressionAst(ExpressionAst):
    """A number; `type_name` is 'Int32', 'Int64', 'Double', 'Decimal' (value kept as text) or 'Boolean'."""

    __slots__ = ("value", "type_name")

    def __init__(self, start: int, end: int, value: int | float | str, type_name: str) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.type_name = type_name


class StringConstantExpressionAst(ExpressionAst):
    """A string without variables; `string_constant_type` as in StringConstantType."""

    __slots__ = ("value", "string_constant_type")

    def __init__(self, start: int, end: int, value: str, string_constant_type: str) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.string_constant_type = string_constant_type


class ExpandableStringExpressionAst(ExpressionAst):
    """`value` after escapes; `parts` is text and nested expressions in their order."""

    __slots__ = ("value", "string_constant_type", "nested_expressions", "parts")
    _children: ClassVar[tuple[str, ...]] = ("nested_expressions",)

    def __init__(
        self,
        start: int,
        end: int,
        value: str,
        string_constant_type: str,
        nested_expressions: list[ExpressionAst],
        parts: list[str | ExpressionAst],
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.string_constant_type = string_constant_type
        self.nested_expressions = nested_expressions
        self.parts = parts


class ScriptBlockExpressionAst(ExpressionAst):
    """`{...}` as a value."""

    __slots__ = ("script_block",)
    _children: ClassVar[tuple[str, ...]] = ("script_block",)

    def __init__(self, start: int, end: int, script_block: ScriptBlockAst) -> None:
        self.start = start
        self.end = end
        self.script_block = script_block


class ArrayLiteralAst(ExpressionAst):
    """`a,b`."""

    __slots__ = ("elements",)
    _children: ClassVar[tuple[str, ...]] = ("elements",)

    def __init__(self, start: int, end: int, elements: list[ExpressionAst]) -> None:
        self.start = start
        self.end = end
        self.elements = elements


class HashtableAst(ExpressionAst):
    """`@{key = value}`; pairs of an expression and a statement."""

    __slots__ = ("key_value_pairs",)
    _children: ClassVar[tuple[str, ...]] = ("key_value_pairs",)

    def __init__(self, start: int, end: int, key_value_pairs: list[tuple[ExpressionAst, StatementAst]]) -> None:
        self.start = start
        self.end = end
        self.key_value_pairs = key_value_pairs


class ArrayExpressionAst(ExpressionAst):
    """`@(...)`."""

    __slots__ = ("sub_expression",)
    _children: ClassVar[tuple[str, ...]] = ("sub_expression",)

    def __init__(self, start: int, end: int, sub_expression: StatementBlockAst) -> None:
        self.start = start
        self.end = end
        self.sub_expression = sub_expression


class ParenExpressionAst(ExpressionAst):
    """`(...)`."""

    __slots__ = ("pipeline",)
    _children: ClassVar[tuple[str, ...]] = ("pipeline",)

    def __init__(self, start: int, end: int, pipeline: PipelineBaseAst) -> None:
        self.start = start
        self.end = end
        self.pipeline = pipeline


class SubExpressionAst(ExpressionAst):
    """`$(...)`."""

    __slots__ = ("sub_expression",)
    _children: ClassVar[tuple[str, ...]] = ("sub_expression",)

    def __init__(self, start: int, end: int, sub_expression: StatementBlockAst) -> None:
        self.start = start
        self.end = end
        self.sub_expression = sub_expression


class UsingExpressionAst(ExpressionAst):
    """`$using:name`."""

    __slots__ = ("sub_expression",)
    _children: ClassVar[tuple[str, ...]] = ("sub_expression",)

    def __init__(self, start: int, end: int, sub_expression: ExpressionAst) -> None:
        self.start = start
        self.end = end
        self.sub_expression = sub_expression


class IndexExpressionAst(ExpressionAst):
    """`target[index]`."""

    __slots__ = ("target", "index")
    _children: ClassVar[tuple[str, ...]] = ("target", "index")

    def __init__(self, start: int, end: int, target: ExpressionAst, index: ExpressionAst) -> None:
        self.start = start
        self.end = end
        self.target = target
        self.index = index
