"""Functions, classes, enums, configurations, using statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ems.language.tree.base import Ast, StatementAst

if TYPE_CHECKING:
    from ems.language.tree.base import ExpressionAst
    from ems.language.tree.expressions import HashtableAst, ScriptBlockExpressionAst, StringConstantExpressionAst
    from ems.language.tree.scripts import AttributeAst, ParameterAst, ScriptBlockAst, TypeConstraintAst


class TypeDefinitionAst(StatementAst):
    """class or enum; `type_kind` is 'class', 'enum' or 'interface'."""

    __slots__ = ("name", "attributes", "base_types", "members", "type_kind")
    _children: ClassVar[tuple[str, ...]] = ("attributes", "base_types", "members")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        attributes: list[AttributeAst],
        base_types: list[TypeConstraintAst],
        members: list[MemberAst],
        type_kind: str,
    ) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.attributes = attributes
        self.base_types = base_types
        self.members = members
        self.type_kind = type_kind

    @property
    def is_enum(self) -> bool:
        """Whether it is an enum."""
        return self.type_kind == "enum"

    @property
    def is_class(self) -> bool:
        """Whether it is a class."""
        return self.type_kind == "class"


class UsingStatementAst(StatementAst):
    """`using_statement_kind` is 'Assembly', 'Command', 'Module', 'Namespace' or 'Type'."""

    __slots__ = ("using_statement_kind", "name", "alias", "module_specification")
    _children: ClassVar[tuple[str, ...]] = ("name", "module_specification", "alias")

    def __init__(
        self,
        start: int,
        end: int,
        using_statement_kind: str,
        name: StringConstantExpressionAst | None,
        alias: StringConstantExpressionAst | None,
        module_specification: HashtableAst | None,
    ) -> None:
        self.start = start
        self.end = end
        self.using_statement_kind = using_statement_kind
        self.name = name
        self.alias = alias
        self.module_specification = module_specification


class MemberAst(Ast):
    """A member of a class or an enum."""

    __slots__ = ("name",)

    def __init__(self, start: int, end: int, name: str) -> None:
        self.start = start
        self.end = end
        self.name = name


class PropertyMemberAst(MemberAst):
    """A property of a class or a value of an enum."""

    __slots__ = ("property_type", "attributes", "initial_value", "is_static", "is_hidden", "is_literal")
    _children: ClassVar[tuple[str, ...]] = ("property_type", "attributes", "initial_value")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        property_type: TypeConstraintAst | None,
        attributes: list[AttributeAst],
        initial_value: ExpressionAst | None,
        is_static: bool = False,
        is_hidden: bool = False,
        is_literal: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.property_type = property_type
        self.attributes = attributes
        self.initial_value = initial_value
        self.is_static = is_static
        self.is_hidden = is_hidden
        self.is_literal = is_literal


class FunctionMemberAst(MemberAst):
    """A method or a constructor of a class; its code is `body`, a script block."""

    __slots__ = ("return_type", "attributes", "function_definition", "is_static", "is_hidden", "is_constructor")
    _children: ClassVar[tuple[str, ...]] = ("attributes", "return_type", "function_definition")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        return_type: TypeConstraintAst | None,
        attributes: list[AttributeAst],
        function_definition: FunctionDefinitionAst,
        is_static: bool = False,
        is_hidden: bool = False,
        is_constructor: bool = False,
    ) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.return_type = return_type
        self.attributes = attributes
        self.function_definition = function_definition
        self.is_static = is_static
        self.is_hidden = is_hidden
        self.is_constructor = is_constructor

    @property
    def body(self) -> ScriptBlockAst:
        """The code of the method."""
        return self.function_definition.body

    @property
    def parameters(self) -> list[ParameterAst]:
        """The parameters of the method."""
        return self.function_definition.parameters or []


class FunctionDefinitionAst(StatementAst):
    """`parameters` is None where the function has no parenthesis."""

    __slots__ = ("name", "parameters", "body", "is_filter", "is_workflow", "name_start", "name_end")
    _children: ClassVar[tuple[str, ...]] = ("parameters", "body")

    def __init__(
        self,
        start: int,
        end: int,
        name: str,
        parameters: list[ParameterAst] | None,
        body: ScriptBlockAst,
        is_filter: bool = False,
        is_workflow: bool = False,
        name_start: int = 0,
        name_end: int = 0,
    ) -> None:
        self.start = start
        self.end = end
        self.name = name
        self.parameters = parameters
        self.body = body
        self.is_filter = is_filter
        self.is_workflow = is_workflow
        self.name_start = name_start
        self.name_end = name_end


class ConfigurationDefinitionAst(StatementAst):
    """`configuration Name {...}`."""

    __slots__ = ("instance_name", "body")
    _children: ClassVar[tuple[str, ...]] = ("instance_name", "body")

    def __init__(self, start: int, end: int, instance_name: ExpressionAst, body: ScriptBlockExpressionAst) -> None:
        self.start = start
        self.end = end
        self.instance_name = instance_name
        self.body = body
