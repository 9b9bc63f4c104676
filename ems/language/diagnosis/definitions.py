"""Classes, enums, using statements, configurations: what PowerShell 5 added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ems.language.assemblies import assembly_error
from ems.language.diagnosis.base import SIGNATURE, Extent, after, extent_of, first_of, place
from ems.language.diagnosis.commands import COMMAND_ARGUMENT
from ems.language.diagnosis.loops import error_statement
from ems.language.diagnosis.scripts import ScriptRules
from ems.language.kinds import KIND_TEXT, MEMBER_NAME, TYPE_NAME
from ems.language.names import VariablePath
from ems.language.tokens import Token, VariableToken
from ems.language.tree import (
    Ast,
    AttributeAst,
    AttributeBaseAst,
    BaseCtorInvokeMemberExpressionAst,
    CommandExpressionAst,
    ConfigurationDefinitionAst,
    ErrorStatementAst,
    ExpressionAst,
    FunctionDefinitionAst,
    FunctionMemberAst,
    HashtableAst,
    MemberAst,
    PropertyMemberAst,
    StatementAst,
    StringConstantExpressionAst,
    TypeConstraintAst,
    TypeDefinitionAst,
    UsingStatementAst,
    VariableExpressionAst,
)

_USING_KINDS: Final = ("Namespace", "Type", "Module", "Command", "Assembly")


class Parser(ScriptRules):
    """All rules."""

    def keyword_rules(self) -> dict[str, Callable[[Token, list[AttributeBaseAst]], StatementAst | None]]:
        """Adds the keywords of definitions."""
        rules = super().keyword_rules()
        rules["Class"] = self._class
        rules["Enum"] = self._enum
        rules["Using"] = lambda token, _: self._late_using(token)
        rules["Configuration"] = lambda token, _: self._configuration(token)
        return rules

    # -- classes

    def _class(self, keyword: Token, attributes: list[AttributeBaseAst]) -> StatementAst:
        self.skip_newlines()
        name = self.simple_name_token()
        if name is None:
            self.report_incomplete("MissingNameAfterKeyword", *after(keyword), keyword.text)
            return error_statement(place(keyword))
        name.flags = name.flags & ~MEMBER_NAME | TYPE_NAME
        self.skip_newlines()
        old_mode = self.tokenizer.mode
        self.set_mode(SIGNATURE)
        result = self._class_body(keyword, attributes, name)
        self.set_mode(old_mode)
        return result

    def _class_body(self, keyword: Token, attributes: list[AttributeBaseAst], name: Token) -> StatementAst:
        bases = self._base_types()
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            last: Token | Ast = bases[-1] if bases else name
            self.report_incomplete("MissingTypeBody", *after(last), KIND_TEXT[keyword.kind])
            return error_statement(extent_of(keyword, last), *bases)
        end = place(left)
        members: list[MemberAst] = []
        below: list[Ast] = []
        while True:
            member, remains = self._class_member(name.text)
            if member is None and not remains:
                break
            if member is not None:
                members.append(member)
                end = place(member)
            if remains:
                below.extend(remains)
                end = place(remains[-1])
        right = self.next_token()
        if right.kind != "RCurly":
            self.unget_token(right)
            self.report_incomplete("MissingEndCurlyBrace", *end)
        else:
            end = place(right)
        return self._type_definition(keyword, attributes, name.text, bases, members, end, "class", below)

    def _type_definition(
        self,
        keyword: Token,
        attributes: list[AttributeBaseAst],
        name: str,
        bases: list[TypeConstraintAst],
        members: list[MemberAst],
        end: Extent,
        kind: str,
        below: list[Ast],
    ) -> StatementAst:
        start = attributes[0].start if attributes else keyword.start
        own = [each for each in attributes if isinstance(each, AttributeAst)]
        definition = TypeDefinitionAst(start, end[1], name, own, bases, members, kind)
        constraints: list[Ast] = [each for each in attributes if isinstance(each, TypeConstraintAst)]
        if constraints:
            below = [*below, *constraints, definition]
        if below:
            return ErrorStatementAst(start, end[1], [], [], below, "Class" if kind == "class" else "Enum")
        return definition

    def _base_types(self) -> list[TypeConstraintAst]:
        bases: list[TypeConstraintAst] = []
        colon = self.peek_token()
        if colon.kind != "Colon":
            return bases
        self.skip_token()
        self.skip_newlines()
        comma: Token | None = None
        while True:
            base, _ = self.type_name_rule(False)
            if base is None:
                self.report_incomplete("TypeNameExpected", *after(first_of(comma, colon)))
                return bases
            bases.append(TypeConstraintAst(base.start, base.end, base))
            self.skip_newlines()
            comma = self.peek_token()
            if comma.kind != "Comma":
                return bases
            self.skip_token()
            self.skip_newlines()

    def _class_member(self, class_name: str) -> tuple[MemberAst | None, list[Ast]]:
        """A member, and what is left of one that could not be read."""
        attributes: list[AttributeAst] = []
        constraint: TypeConstraintAst | None = None
        modifiers: dict[str, Token] = {}
        last: Token | Ast | None = None
        start: int | None = None
        while True:
            self.skip_newlines()
            attribute = self.attribute_rule()
            if attribute is not None:
                last = attribute
                start = attribute.start if start is None else start
                if isinstance(attribute, AttributeAst):
                    attributes.append(attribute)
                elif constraint is None and isinstance(attribute, TypeConstraintAst):
                    constraint = attribute
                else:
                    self.report("TooManyTypes", attribute.start, attribute.end)
                continue
            token = self.peek_token()
            start = token.start if start is None else start
            if token.kind not in ("Hidden", "Static"):
                break
            if token.kind in modifiers:
                self.report("DuplicateQualifier", token.start, token.end, token.text)
            modifiers[token.kind] = token
            last = token
            self.skip_token()
        static = "Static" in modifiers
        hidden = "Hidden" in modifiers
        remains: list[Ast] = [*attributes, *([constraint] if constraint is not None else [])]
        if isinstance(token, VariableToken) and token.kind == "Variable":
            return self._property(token, start, constraint, attributes, static, hidden), []
        if token.kind == "Identifier":
            self.skip_token()
            method = self._method(token, class_name, static)
            if not isinstance(method, FunctionDefinitionAst):
                self.sync_on_error(False, "RCurly")
                return None, remains
            is_constructor = token.text.lower() == class_name.lower()
            return (
                FunctionMemberAst(
                    start, method.end, method.name, constraint, attributes, method, static, hidden, is_constructor
                ),
                [],
            )
        if last is not None:
            self.report_incomplete("IncompleteMemberDefinition", *after(last))
            return None, remains
        return None, []

    def _property(
        self,
        variable: VariableToken,
        start: int,
        constraint: TypeConstraintAst | None,
        attributes: list[AttributeAst],
        static: bool,
        hidden: bool,
    ) -> PropertyMemberAst:
        self.skip_token()
        initial: ExpressionAst | None = None
        if self.peek_token().kind == "Equals":
            self.skip_token()
            self.skip_newlines()
            initial = self.expression_rule()
        end = self._property_end(place(initial if initial is not None else variable), True)
        name = variable.variable_path.user_path
        return PropertyMemberAst(start, end[1], name, constraint, attributes, initial, static, hidden)

    def _property_end(self, end: Extent, report: bool) -> Extent:
        """What ends a property; a semicolon belongs to it."""
        terminator = self.peek_token()
        if terminator.kind not in ("NewLine", "Semi", "RCurly") and report:
            self.report_incomplete("MissingPropertyTerminator", *after(end))
        self.skip_newlines_and_semicolons()
        return place(terminator) if terminator.kind == "Semi" else end

    def _method(self, name: Token, class_name: str, static: bool) -> StatementAst:
        end_error: Extent | None = None
        right: Token | None = None
        if self.peek_token().kind == "LParen":
            parameters, end_error, right = self.function_parameters_rule()
        else:
            self.report_incomplete("MissingMethodParameterList", *after(name))
            parameters = []
        base_call: StatementAst | None = None
        if name.text.lower() == class_name.lower() and not static:
            base_call, error = self._base_call()
            end_error = error or end_error
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            if end_error is None:
                end_error = first_of(right, name)
                self.report_incomplete("MissingFunctionBody", *after(end_error))
        if end_error is not None:
            return error_statement(extent_of(name, end_error), *(parameters or []))
        body = self.method_body(left, base_call)
        return FunctionDefinitionAst(
            name.start, body.end, name.text, parameters or None, body, False, False, name.start, name.end
        )

    def _base_call(self) -> tuple[StatementAst, Extent | None]:
        """`: base(...)` of a constructor, which stands in its body as a first statement, written or not."""
        self.skip_newlines()
        old_mode = self.tokenizer.mode
        self.set_mode(SIGNATURE)
        arguments: list[ExpressionAst] = []
        extent: Extent = (0, 0)
        keyword: Extent = (0, 0)
        error: Extent | None = None
        colon = self.peek_token()
        if colon.kind == "Colon":
            self.skip_token()
            self.skip_newlines()
            base = self.peek_token()
            if base.kind == "Base":
                keyword = place(base)
                self.skip_token()
                self.skip_newlines()
                left = self.peek_token()
                if left.kind == "LParen":
                    self.skip_token()
                    arguments, last = self.invoke_arguments_rule(left)
                    extent = extent_of(base, last)
                    self.skip_newlines()
                else:
                    error = place(base)
                    self.report_incomplete("MissingMethodParameterList", *after(base))
            else:
                error = place(colon)
                self.report_incomplete("MissingBaseCtorCall", *after(colon))
        self.set_mode(old_mode)
        this = VariableExpressionAst(*keyword, VariablePath("this"), False)
        member = StringConstantExpressionAst(*keyword, ".ctor", "BareWord")
        call = BaseCtorInvokeMemberExpressionAst(*extent, this, member, False, arguments)
        return CommandExpressionAst(*extent, call, []), error

    # -- enums

    def _enum(self, keyword: Token, attributes: list[AttributeBaseAst]) -> StatementAst:
        self.skip_newlines()
        name = self.simple_name_rule()
        if name is None:
            self.report_incomplete("MissingNameAfterKeyword", *after(keyword), keyword.text)
            return error_statement(place(keyword))
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            self.report_incomplete("MissingTypeBody", *after(name), KIND_TEXT[keyword.kind])
            return error_statement(extent_of(keyword, name))
        end = place(left)
        members: list[MemberAst] = []
        while (member := self._enum_member()) is not None:
            members.append(member)
            end = place(member)
        right = self.next_token()
        if right.kind != "RCurly":
            self.unget_token(right)
            self.report_incomplete("MissingEndCurlyBrace", *after(end))
        return self._type_definition(keyword, attributes, name.value, [], members, place(right), "enum", [])

    def _enum_member(self) -> PropertyMemberAst | None:
        self.skip_newlines()
        name = self.simple_name_rule()
        if name is None:
            return None
        end = place(name)
        initial: ExpressionAst | None = None
        missing = False
        equals = self.peek_token()
        if equals.kind == "Equals":
            self.skip_token()
            initial = self.expression_rule()
            if initial is None:
                self.report("ExpectedValueExpression", *after(equals), KIND_TEXT[equals.kind])
                end = place(equals)
                missing = True
            else:
                end = place(initial)
        end = self._property_end(end, not missing)
        return PropertyMemberAst(name.start, end[1], name.value, None, [], initial, True, False, True)

    # -- using

    def _late_using(self, using: Token) -> StatementAst:
        statement = self.using_statement_rule(using)
        self.report("UsingMustBeAtStartOfScript", statement.start, statement.end)
        return statement

    def using_statement_rule(self, using: Token) -> StatementAst:
        """`using namespace System.Text`, with aliases as far as 5.1 reads them."""
        directive = self.next_token()
        kind = directive.kind
        if kind not in _USING_KINDS:
            self.unget_token(directive)
            self.report_incomplete("MissingUsingStatementDirective", *after(using))
            return error_statement(place(using))
        item_token = self.next_token()
        if item_token.kind in ("EndOfInput", "NewLine", "Comma"):
            self.report_incomplete("MissingUsingItemName", *after(directive))
            return error_statement(extent_of(using, directive))
        item = self.command_argument(COMMAND_ARGUMENT, item_token)
        if item is None:
            self.report("InvalidValueForUsingItemName", item_token.start, item_token.end, item_token.text)
            return error_statement(extent_of(using, item_token))
        specification = item if kind == "Module" and isinstance(item, HashtableAst) else None
        if not isinstance(item, StringConstantExpressionAst) and specification is None:
            text = self.source.text[item.start : item.end]
            self.report("InvalidValueForUsingItemName", using.start, item.end, text)
            return error_statement(extent_of(using, item))
        name = item if isinstance(item, StringConstantExpressionAst) else None
        if kind == "Assembly" and name is not None:
            self._check_assembly(name)
        if kind != "Assembly" and specification is None:
            equals = self.peek_token()
            if equals.kind == "Equals":
                self.skip_token()
                return self._using_alias(using, kind, item, equals)
            if kind in ("Type", "Command"):
                self.report_incomplete("MissingEqualsInUsingAlias", *after(item_token))
                return error_statement(extent_of(using, item), item)
        self._require_terminator()
        return UsingStatementAst(using.start, item.end, kind, name, None, specification)

    def _using_alias(self, using: Token, kind: str, item: ExpressionAst, equals: Token) -> StatementAst:
        alias_token = self.next_token()
        if alias_token.kind == "EndOfInput":
            self.unget_token(alias_token)
            self.report_incomplete("MissingNamespaceAlias", *after(equals))
            return error_statement(extent_of(using, equals))
        alias = self.command_argument(COMMAND_ARGUMENT, alias_token)
        specification = alias if kind == "Module" and isinstance(alias, HashtableAst) else None
        if specification is None and not isinstance(alias, StringConstantExpressionAst):
            return error_statement(extent_of(using, alias or equals), item, alias)
        self._require_terminator()
        return UsingStatementAst(
            using.start,
            alias_token.end,
            kind,
            item if isinstance(item, StringConstantExpressionAst) else None,
            alias if isinstance(alias, StringConstantExpressionAst) else None,
            specification,
        )

    def _require_terminator(self) -> None:
        token = self.peek_token()
        if token.kind in ("NewLine", "Semi"):
            self.skip_token()
        elif token.kind != "EndOfInput":
            self.report_incomplete("MissingStatementTerminator", token.start, token.end)

    def _check_assembly(self, name: StringConstantExpressionAst) -> None:
        error = assembly_error(name.value)
        if error is not None:
            self.report(error[0], name.start, name.end, error[1])

    def _configuration(self, keyword: Token) -> StatementAst | None:
        """Desired state configuration. Its resources are commands to us, for there are no providers of any here."""
        self.skip_newlines()
        token = self.next_token()
        if token.kind == "LCurly":
            self.report("MissingConfigurationName", *after(keyword))
            self.script_block_expression_rule(token)
            return None
        if token.kind == "EndOfInput":
            self.unget_token(token)
            self.report_incomplete("MissingConfigurationName", *after(token))
            return None
        name = self.command_argument(COMMAND_ARGUMENT, token)
        if name is None:
            self.report("ParameterRequiresArgument", *after(token), token.text)
            self.report_incomplete("MissingConfigurationName", token.start, token.end)
            return error_statement(place(keyword))
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            self.report_incomplete("MissingCurlyInConfigurationStatement", *after(left))
            return error_statement(place(keyword), name)
        body = self.script_block_expression_rule(left)
        return ConfigurationDefinitionAst(keyword.start, body.end, name, body)
