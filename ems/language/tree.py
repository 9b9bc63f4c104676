"""The syntax tree.

The classes and their properties are those of PowerShell's ast.cs (properties in snake case). A node knows its place by
two offsets into the source; lines and columns are computed when somebody asks (`source.py`). Operators, blocks and
streams are named by strings, by the spelling of PowerShell's own enumerations, so that nothing has to be imported to
compare them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from ems.language.names import ArrayTypeName, GenericTypeName, TypeName, VariablePath

if TYPE_CHECKING:
    from ems.language.requirements import ScriptRequirements
    from ems.language.source import Source

ITypeName = TypeName | GenericTypeName | ArrayTypeName


class Ast:
    """A node: `start` and `end` are offsets into the source, `parent` is None at the root."""

    __slots__ = ("end", "parent", "start")
    _children: ClassVar[tuple[str, ...]] = ()

    start: int
    end: int
    parent: Ast | None

    def children(self) -> Iterator[Ast]:
        """The nodes directly below, in the order of PowerShell's visitors."""
        for name in self._children:
            value = getattr(self, name)
            if value is None:
                continue
            if type(value) is list:
                for item in value:
                    if type(item) is tuple:
                        yield from item
                    else:
                        yield item
            else:
                yield value

    def walk(self, enter: Callable[[Ast], bool] | None = None) -> Iterator[Ast]:
        """This node and all below it, parents first; `enter` tells whether to look below a node."""
        waiting: list[Ast] = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if enter is None or enter(node):
                below = list(node.children())
                below.reverse()
                waiting.extend(below)

    def find_all(self, predicate: Callable[[Ast], bool], search_nested_script_blocks: bool = True) -> Iterator[Ast]:
        """All nodes the predicate accepts."""
        enter = None
        if not search_nested_script_blocks:

            def enter(node: Ast) -> bool:
                return node is self or not isinstance(node, ScriptBlockAst)

        return (node for node in self.walk(enter) if predicate(node))

    @property
    def root(self) -> Ast:
        """The topmost node."""
        node: Ast = self
        while node.parent is not None:
            node = node.parent
        return node

    def enclosing_source(self) -> Source | None:
        """The source this node was read from."""
        node: Ast | None = self
        while node is not None and not isinstance(node, ScriptBlockAst):
            node = node.parent
        return node.source if node is not None else None

    @property
    def text(self) -> str:
        """The piece of the source this node stands for."""
        source = self.enclosing_source()
        return source.text[self.start : self.end] if source is not None else ""


def link_parents(root: Ast) -> list[Ast]:
    """Tell every node below `root` its parent, as the parser does once; gives all nodes, parents first."""
    root.parent = None
    nodes: list[Ast] = []
    waiting: list[Ast] = [root]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        names = node._children
        if not names:
            continue
        first = len(waiting)
        for name in names:
            value = getattr(node, name)
            if value is None:
                continue
            if value.__class__ is not list:
                value.parent = node
                waiting.append(value)
                continue
            for item in value:
                if item.__class__ is tuple:
                    for part in item:
                        part.parent = node
                        waiting.append(part)
                else:
                    item.parent = node
                    waiting.append(item)
        if len(waiting) - first > 1:
            waiting[first:] = waiting[: first - 1 if first else None : -1]
    return nodes


class StatementAst(Ast):
    """Anything that may stand in a list of statements."""

    __slots__ = ()


class PipelineBaseAst(StatementAst):
    """A pipeline, an assignment or an error."""

    __slots__ = ()


class CommandElementAst(Ast):
    """What a command consists of."""

    __slots__ = ()


class ExpressionAst(CommandElementAst):
    """Anything that has a value."""

    __slots__ = ()


class ErrorStatementAst(PipelineBaseAst):
    """A statement that could not be read; what was understood of it hangs below."""

    __slots__ = ("conditions", "bodies", "nested_ast", "kind")
    _children: ClassVar[tuple[str, ...]] = ("conditions", "bodies", "nested_ast")

    def __init__(
        self,
        start: int,
        end: int,
        conditions: list[Ast],
        bodies: list[Ast],
        nested_ast: list[Ast],
        kind: str = "",
    ) -> None:
        self.start = start
        self.end = end
        self.conditions = conditions
        self.bodies = bodies
        self.nested_ast = nested_ast
        self.kind = kind


class ErrorExpressionAst(ExpressionAst):
    """An expression that could not be read."""

    __slots__ = ("nested_ast",)
    _children: ClassVar[tuple[str, ...]] = ("nested_ast",)

    def __init__(self, start: int, end: int, nested_ast: list[Ast]) -> None:
        self.start = start
        self.end = end
        self.nested_ast = nested_ast


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


class ConfigurationDefinitionAst(StatementAst):
    """`configuration Name {...}`."""

    __slots__ = ("instance_name", "body")
    _children: ClassVar[tuple[str, ...]] = ("instance_name", "body")

    def __init__(self, start: int, end: int, instance_name: ExpressionAst, body: ScriptBlockExpressionAst) -> None:
        self.start = start
        self.end = end
        self.instance_name = instance_name
        self.body = body


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
