"""Actions of script blocks, functions, classes, types' names and attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ems.language.assemblies import assembly_error
from ems.language.kinds import MEMBER_NAME, TYPE_NAME
from ems.language.lalr.refusal import Refusal
from ems.language.lalr.statement_actions import Body, StatementActions
from ems.language.names import ArrayTypeName, GenericTypeName, TypeName, VariablePath
from ems.language.tokens import StringToken, Token, VariableToken
from ems.language.tree import (
    AttributeAst,
    BaseCtorInvokeMemberExpressionAst,
    CommandExpressionAst,
    ConstantExpressionAst,
    ExpressionAst,
    FunctionDefinitionAst,
    FunctionMemberAst,
    HashtableAst,
    NamedAttributeArgumentAst,
    NamedBlockAst,
    ParamBlockAst,
    ParameterAst,
    PropertyMemberAst,
    ScriptBlockAst,
    StatementAst,
    StringConstantExpressionAst,
    TypeConstraintAst,
    TypeDefinitionAst,
    UsingStatementAst,
    VariableExpressionAst,
)


class DefinitionActions(StatementActions):
    """Inherits the actions of statements."""

    def mark_attribute(self, start: int) -> None:
        """See Actions."""
        raise NotImplementedError

    # -- scripts

    def script(self, v: Sequence[Any]) -> ScriptBlockAst:
        body: Body = v[0]
        if not body.statements and body.param_block is None and body.blocks is None:
            # Where such a script ends is a matter of its own.
            raise Refusal
        return self.make_script_block(body, 0, len(self.source.text), None)

    def script_with_usings(self, v: Sequence[Any]) -> ScriptBlockAst:
        tree = self.script((v[1],))
        tree.using_statements = v[0]
        return tree

    def using_statement(self, v: Sequence[Any]) -> UsingStatementAst:
        kind, item = v[1].kind, v[2]
        if isinstance(item, HashtableAst) and kind == "Module":
            return UsingStatementAst(v[0].start, item.end, kind, None, None, item)
        if not isinstance(item, StringConstantExpressionAst):
            raise Refusal
        if kind == "Assembly" and assembly_error(item.value) is not None:
            raise Refusal
        return UsingStatementAst(v[0].start, item.end, kind, item, None, None)

    def body(self, v: Sequence[Any]) -> Body:
        return Body(None, v[0], None)

    def body_with_param(self, v: Sequence[Any]) -> Body:
        return Body(v[0], v[1], None)

    def body_of_blocks(self, v: Sequence[Any]) -> Body:
        return Body(None, [], v[0])

    def body_of_blocks_with_param(self, v: Sequence[Any]) -> Body:
        return Body(v[0], [], v[1])

    def named_block(self, v: Sequence[Any]) -> NamedBlockAst:
        return NamedBlockAst(v[0].start, v[1].end, v[0].kind, False, v[1].statements, v[1].traps)

    # -- parameters and functions

    def param_block(self, v: Sequence[Any]) -> ParamBlockAst:
        return ParamBlockAst(v[0].start, v[3].end, [], v[2])

    def param_block_attribute(self, v: Sequence[Any]) -> ParamBlockAst:
        block: ParamBlockAst = v[1]
        block.attributes.insert(0, v[0])
        return block

    def parameter(self, v: Sequence[Any]) -> ParameterAst:
        return self._parameter(v[0], v[1], None)

    def parameter_with_default(self, v: Sequence[Any]) -> ParameterAst:
        return self._parameter(v[0], v[1], v[3])

    @staticmethod
    def _parameter(attributes: list[Any], token: VariableToken, default: ExpressionAst | None) -> ParameterAst:
        start = attributes[0].start if attributes else token.start
        end = default.end if default is not None else token.end
        name = VariableExpressionAst(token.start, token.end, token.variable_path, False)
        return ParameterAst(start, end, attributes, name, default)

    def function_keyword(self, v: Sequence[Any]) -> Token:
        """In workflows `inlinescript` is a keyword, in the functions inside them it is not."""
        keyword: Token = v[0]
        self.workflows.append(self.tokenizer.in_workflow_context)
        self.tokenizer.in_workflow_context = keyword.kind == "Workflow"
        return keyword

    def function(self, v: Sequence[Any]) -> FunctionDefinitionAst:
        return self._function(v[0], v[1], None, v[2], v[3], v[4])

    def function_with_parameters(self, v: Sequence[Any]) -> FunctionDefinitionAst:
        return self._function(v[0], v[1], v[3] or None, v[5], v[6], v[7])

    def _function(
        self, keyword: Token, name: Token, parameters: list[ParameterAst] | None, left: Token, body: Body, right: Token
    ) -> FunctionDefinitionAst:
        is_filter = keyword.kind == "Filter"
        is_workflow = keyword.kind == "Workflow"
        self.tokenizer.in_workflow_context = self.workflows.pop()
        block = self.make_script_block(body, left.start, right.end, (left.end, right.start), is_filter)
        text = name.value if isinstance(name, StringToken) else name.text
        return FunctionDefinitionAst(
            keyword.start, block.end, text, parameters, block, is_filter, is_workflow, name.start, name.end
        )

    # -- classes and enums

    def base_first(self, v: Sequence[Any]) -> list[TypeConstraintAst]:
        return [TypeConstraintAst(v[0].start, v[0].end, v[0])]

    def base_more(self, v: Sequence[Any]) -> list[TypeConstraintAst]:
        bases: list[TypeConstraintAst] = v[0]
        bases.append(TypeConstraintAst(v[2].start, v[2].end, v[2]))
        return bases

    def class_without_base(self, v: Sequence[Any]) -> TypeDefinitionAst:
        return self._class(v[0], v[1], [], v[3], v[4])

    def class_with_base(self, v: Sequence[Any]) -> TypeDefinitionAst:
        return self._class(v[0], v[1], v[3], v[5], v[6])

    @staticmethod
    def _class(keyword: Token, name: Token, bases: list[Any], members: list[Any], right: Token) -> TypeDefinitionAst:
        name.flags = name.flags & ~MEMBER_NAME | TYPE_NAME
        for member in members:
            if isinstance(member, FunctionMemberAst):
                _finish_method(member, name.text)
        return TypeDefinitionAst(keyword.start, right.end, name.text, [], bases, members, "class")

    def enum(self, v: Sequence[Any]) -> TypeDefinitionAst:
        return TypeDefinitionAst(v[0].start, v[4].end, v[1].text, [], [], v[3], "enum")

    def attributed_type(self, v: Sequence[Any]) -> TypeDefinitionAst:
        definition: TypeDefinitionAst = v[1]
        definition.attributes.insert(0, v[0])
        definition.start = v[0].start
        return definition

    def enum_member(self, v: Sequence[Any]) -> PropertyMemberAst:
        return PropertyMemberAst(v[0].start, v[0].end, v[0].text, None, [], None, True, False, True)

    def enum_member_with_value(self, v: Sequence[Any]) -> PropertyMemberAst:
        return PropertyMemberAst(v[0].start, v[2].end, v[0].text, None, [], v[2], True, False, True)

    def property_with_semicolon(self, v: Sequence[Any]) -> list[Any]:
        members: list[Any] = v[0]
        v[1].end = v[2].end
        members.append(v[1])
        return members

    def property(self, v: Sequence[Any]) -> PropertyMemberAst:
        return self._property(v[0], v[1], None)

    def property_with_value(self, v: Sequence[Any]) -> PropertyMemberAst:
        return self._property(v[0], v[1], v[3])

    def _property(self, modifiers: list[Any], token: VariableToken, initial: ExpressionAst | None) -> PropertyMemberAst:
        attributes, constraint, static, hidden = _modifiers(modifiers)
        start = modifiers[0].start if modifiers else token.start
        end = initial.end if initial is not None else token.end
        name = token.variable_path.user_path
        return PropertyMemberAst(start, end, name, constraint, attributes, initial, static, hidden)

    def method(self, v: Sequence[Any]) -> FunctionMemberAst:
        return self._method(v[0], v[1], v[3], None, v[5:8])

    def method_with_base(self, v: Sequence[Any]) -> FunctionMemberAst:
        base, right = v[6], v[9]
        call = _base_call((base.start, base.end), (base.start, right.end), v[8])
        return self._method(v[0], v[1], v[3], call, v[10:13])

    def _method(
        self,
        modifiers: list[Any],
        name: Token,
        parameters: list[ParameterAst],
        base_call: StatementAst | None,
        braces: Sequence[Any],
    ) -> FunctionMemberAst:
        attributes, constraint, static, hidden = _modifiers(modifiers)
        left, body, right = braces
        block = self.make_script_block(body, left.start, right.end, (left.end, right.start))
        if base_call is not None:
            _insert(block, base_call)
        start = modifiers[0].start if modifiers else name.start
        definition = FunctionDefinitionAst(
            name.start, block.end, name.text, parameters or None, block, False, False, name.start, name.end
        )
        return FunctionMemberAst(
            start, block.end, name.text, constraint, attributes, definition, static, hidden, base_call is not None
        )

    # -- names of types, attributes

    def type_word(self, v: Sequence[Any]) -> TypeName:
        return TypeName(v[0].start, v[0].end, v[0].text)

    def generic_type(self, v: Sequence[Any]) -> GenericTypeName:
        return GenericTypeName(v[0].start, v[3].end, self.type_word(v), v[2])

    def array_type_of_word(self, v: Sequence[Any]) -> ArrayTypeName:
        return self.array_type((self.type_word(v), *v[1:]))

    def array_type(self, v: Sequence[Any]) -> ArrayTypeName:
        rank = len(v[2]) + 1 if len(v) == 4 else 1
        return ArrayTypeName(v[0].start, v[-1].end, v[0], rank)

    def type_literal(self, v: Sequence[Any]) -> TypeConstraintAst:
        return TypeConstraintAst(v[0].start, v[2].end, v[1])

    def type_literal_with_assembly(self, v: Sequence[Any]) -> TypeConstraintAst:
        name = v[1]
        if isinstance(name, TypeName):
            name.end = v[3].end
        qualified = name
        while isinstance(qualified, ArrayTypeName):
            qualified = qualified.element_type
        if isinstance(qualified, GenericTypeName):
            qualified = qualified.type_name
        qualified.assembly_name = v[3].text
        return TypeConstraintAst(v[0].start, v[4].end, name)

    def attribute(self, v: Sequence[Any]) -> AttributeAst:
        name = v[1]
        self.mark_attribute(name.start)
        named = [each for each in v[3] if isinstance(each, NamedAttributeArgumentAst)]
        positional = [each for each in v[3] if not isinstance(each, NamedAttributeArgumentAst)]
        return AttributeAst(v[0].start, v[5].end, name, positional, named)

    def named_flag(self, v: Sequence[Any]) -> NamedAttributeArgumentAst:
        token: Token = v[0]
        value = ConstantExpressionAst(token.start, token.end, True, "Boolean")
        return NamedAttributeArgumentAst(token.start, token.end, token.text, value, True)

    def named_argument(self, v: Sequence[Any]) -> NamedAttributeArgumentAst:
        return NamedAttributeArgumentAst(v[0].start, v[2].end, v[0].text, v[2], False)


def _modifiers(modifiers: list[Any]) -> tuple[list[AttributeAst], TypeConstraintAst | None, bool, bool]:
    attributes = [each for each in modifiers if isinstance(each, AttributeAst)]
    constraints = [each for each in modifiers if isinstance(each, TypeConstraintAst)]
    kinds = [each.kind for each in modifiers if isinstance(each, Token)]
    if len(constraints) > 1 or len(set(kinds)) != len(kinds):
        raise Refusal
    return attributes, constraints[0] if constraints else None, "Static" in kinds, "Hidden" in kinds


def _base_call(keyword: tuple[int, int], extent: tuple[int, int], arguments: list[ExpressionAst]) -> StatementAst:
    this = VariableExpressionAst(*keyword, VariablePath("this"), False)
    member = StringConstantExpressionAst(*keyword, ".ctor", "BareWord")
    call = BaseCtorInvokeMemberExpressionAst(*extent, this, member, False, arguments)
    return CommandExpressionAst(*extent, call, [])


def _finish_method(member: FunctionMemberAst, class_name: str) -> None:
    """A constructor calls that of its base, written or not; other methods must not say so."""
    is_constructor = member.name.lower() == class_name.lower()
    has_call = member.is_constructor
    if has_call and (not is_constructor or member.is_static):
        raise Refusal
    member.is_constructor = is_constructor
    if is_constructor and not member.is_static and not has_call:
        _insert(member.body, _base_call((0, 0), (0, 0), []))


def _insert(body: ScriptBlockAst, call: StatementAst) -> None:
    """Put the call of the base constructor first."""
    if body.end_block is not None and body.end_block.unnamed:
        body.end_block.statements.insert(0, call)
