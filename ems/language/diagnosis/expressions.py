"""Expressions: operators by precedence, casts, members, indexes, hash literals, strings with expressions inside."""

from __future__ import annotations

from typing import Final

from ems.language.diagnosis.base import (
    COMMAND,
    EXPRESSION,
    MAXIMUM_DEPTH,
    Extent,
    TooComplicated,
    after,
    before,
    extent_of,
    first_of,
    parameter_ast,
)
from ems.language.diagnosis.types import TypeRules
from ems.language.kinds import BINARY_OPERATOR, KIND_FLAGS, PRECEDENCE_MASK, UNARY_OPERATOR
from ems.language.names import VariablePath
from ems.language.tokens import (
    NumberToken,
    ParameterToken,
    StringExpandableToken,
    StringToken,
    Token,
    UnscannedSubExpressionToken,
    VariableToken,
)
from ems.language.tree import (
    ArrayExpressionAst,
    ArrayLiteralAst,
    AttributeAst,
    AttributeBaseAst,
    AttributedExpressionAst,
    BinaryExpressionAst,
    ConstantExpressionAst,
    ConvertExpressionAst,
    ErrorExpressionAst,
    ErrorStatementAst,
    ExpandableStringExpressionAst,
    ExpressionAst,
    HashtableAst,
    IndexExpressionAst,
    InvokeMemberExpressionAst,
    MemberExpressionAst,
    ParenExpressionAst,
    PipelineBaseAst,
    StatementAst,
    StatementBlockAst,
    StringConstantExpressionAst,
    SubExpressionAst,
    TrapStatementAst,
    TypeExpressionAst,
    UnaryExpressionAst,
    UsingExpressionAst,
    VariableExpressionAst,
)

_STRING_TYPES: Final = {
    "StringLiteral": "SingleQuoted",
    "StringExpandable": "DoubleQuoted",
    "HereStringLiteral": "SingleQuotedHereString",
    "HereStringExpandable": "DoubleQuotedHereString",
    "Generic": "BareWord",
}
# What may stand where a command argument is expected.
COMMAND_ARGUMENT: Final = 8


class ExpressionRules(TypeRules):
    """Rules for expressions."""

    def expression_rule(self) -> ExpressionAst | None:
        """Operands and binary operators."""
        self.enter()
        old_mode = self.tokenizer.mode
        self.set_mode(EXPRESSION)
        result = self._binary_expression()
        self.set_mode(old_mode)
        self.depth -= 1
        return result

    def _binary_expression(self) -> ExpressionAst | None:
        operand = self._array_literal_rule()
        if operand is None:
            return None
        token = self.peek_token()
        if not token.flags & BINARY_OPERATOR:
            if isinstance(token, ParameterToken):
                return self._recover_from_parameter(token, operand)
            return operand
        self.skip_token()
        operands = [operand]
        operators = [token]
        precedence = KIND_FLAGS[token.kind] & PRECEDENCE_MASK
        parameter: ParameterToken | None = None
        while True:
            self.skip_newlines()
            right = self._array_literal_rule()
            if right is None:
                where = after(token)
                self.report_incomplete("ExpectedValueExpression", *where, token.text)
                right = ErrorExpressionAst(*where, [])
            operands.append(right)
            token = self.next_token()
            if not token.flags & BINARY_OPERATOR:
                parameter = token if isinstance(token, ParameterToken) else None
                self.unget_token(token)
                break
            new_precedence = KIND_FLAGS[token.kind] & PRECEDENCE_MASK
            while new_precedence <= precedence:
                _join(operands, operators)
                if not operators:
                    break
                precedence = KIND_FLAGS[operators[-1].kind] & PRECEDENCE_MASK
            operators.append(token)
            precedence = new_precedence
        while operators:
            _join(operands, operators)
        result = operands[0]
        return self._recover_from_parameter(parameter, result) if parameter is not None else result

    def _recover_from_parameter(self, token: ParameterToken, expression: ExpressionAst) -> ErrorExpressionAst:
        """A parameter in an expression is taken for an operator half typed."""
        self.report("UnexpectedToken", token.start, token.end, token.text)
        self.skip_token()
        return ErrorExpressionAst(expression.start, token.end, [expression, parameter_ast(token)])

    def _array_literal_rule(self) -> ExpressionAst | None:
        first = self.unary_expression_rule()
        comma = self.peek_token()
        if first is None or comma.kind != "Comma" or self.disable_comma:
            return first
        elements = [first]
        while comma.kind == "Comma":
            self.skip_token()
            self.skip_newlines()
            element = self.unary_expression_rule()
            if element is None:
                self.report_incomplete("MissingExpressionAfterToken", *after(comma), comma.text)
                elements.append(ErrorExpressionAst(comma.start, comma.end, []))
                break
            elements.append(element)
            comma = self.peek_token()
        return ArrayLiteralAst(first.start, elements[-1].end, elements)

    def unary_expression_rule(self) -> ExpressionAst | None:
        """An operand with what stands before and behind it."""
        self.enter()
        expression = self._unary_expression()
        self.depth -= 1
        return expression

    def _unary_expression(self) -> ExpressionAst | None:
        tokenizer = self.tokenizer
        old_signed = tokenizer.allow_signed_numbers
        tokenizer.allow_signed_numbers = True
        if self.ungot is not None and self.ungot.kind == "Minus":
            self.resync_token(self.ungot)
        token = self.peek_token()
        tokenizer.allow_signed_numbers = old_signed
        expression: ExpressionAst | None
        if token.flags & UNARY_OPERATOR:
            if self.disable_comma and token.kind == "Comma":
                return None
            self.skip_token()
            self.skip_newlines()
            child = self.unary_expression_rule()
            if child is None:
                self.report_incomplete("MissingExpressionAfterOperator", *after(token), token.text)
                return ErrorExpressionAst(token.start, token.end, [])
            if token.kind == "Comma":
                expression = ArrayLiteralAst(token.start, child.end, [child])
            else:
                expression = UnaryExpressionAst(token.start, child.end, token.kind, child)
        elif token.kind == "LBracket":
            attributes = self.attribute_list_rule(True)
            if not attributes:
                return None
            expression = self._attributed(token, attributes)
            if isinstance(expression, ErrorExpressionAst):
                return expression
        else:
            expression = self.primary_expression_rule(True)
        if expression is not None:
            token = self.peek_token()
            if token.kind in ("PlusPlus", "MinusMinus"):
                self.skip_token()
                expression = UnaryExpressionAst(expression.start, token.end, "Postfix" + token.kind, expression)
        return expression

    def _attributed(self, token: Token, attributes: list[AttributeBaseAst]) -> ExpressionAst:
        """Casts and attributes with the expression behind them, or a type literal."""
        if len(attributes) > MAXIMUM_DEPTH:
            raise TooComplicated
        last = attributes[-1]
        expression: ExpressionAst | None = None
        if isinstance(last, AttributeAst):
            self.skip_newlines()
            child = self.unary_expression_rule()
            if child is None:
                self.report_incomplete("UnexpectedAttribute", last.start, last.end, last.type_name.full_name)
                return ErrorExpressionAst(token.start, last.end, [])
            expression = AttributedExpressionAst(last.start, child.end, last, child)
        else:
            access = self.next_member_access(False)
            if access is not None:
                expression = self.post_primary_operators(
                    access, TypeExpressionAst(last.start, last.end, last.type_name)
                )
            else:
                token = self.peek_token()
                if token.kind not in ("NewLine", "Comma"):
                    child = self.unary_expression_rule()
                    if child is not None:
                        expression = ConvertExpressionAst(last.start, child.end, last, child)
            if expression is None:
                expression = TypeExpressionAst(last.start, last.end, last.type_name)
        for attribute in reversed(attributes[:-1]):
            kind = AttributedExpressionAst if isinstance(attribute, AttributeAst) else ConvertExpressionAst
            expression = kind(attribute.start, expression.end, attribute, expression)
        return expression

    def primary_expression_rule(self, with_member_access: bool) -> ExpressionAst | None:
        """A variable, a constant, a string, something in brackets; then members and indexes."""
        token = self.next_token()
        expression: ExpressionAst
        if isinstance(token, VariableToken):
            expression = self._using_variable(token, with_member_access)
        elif isinstance(token, NumberToken):
            expression = ConstantExpressionAst(token.start, token.end, token.value, token.type_name)
        elif isinstance(token, StringToken) and token.kind != "Generic":
            expression = self._string(token)
        elif token.kind == "LParen":
            expression = self._parenthesized(token)
        elif token.kind in ("AtParen", "DollarParen"):
            expression = self._sub_expression(token)
        elif token.kind == "AtCurly":
            expression = self.hash_expression_rule(token)
        elif token.kind == "LCurly":
            expression = self.script_block_expression_rule(token)
        else:
            self.unget_token(token)
            return None
        if not with_member_access:
            return expression
        return self.post_primary_operators(self.next_member_access(True), expression)

    def _using_variable(self, token: VariableToken, with_member_access: bool) -> ExpressionAst:
        path = token.variable_path
        splatted = token.kind == "SplattedVariable"
        if path.drive_name is None or path.drive_name.lower() != "using" or not path.name:
            return VariableExpressionAst(token.start, token.end, path, splatted)
        child: ExpressionAst = VariableExpressionAst(token.start, token.end, VariablePath(path.name), splatted)
        if with_member_access:
            child = self.post_primary_operators(self.next_member_access(True), child)
        return UsingExpressionAst(child.start, child.end, child)

    # -- members and indexes

    def post_primary_operators(self, token: Token | None, expression: ExpressionAst) -> ExpressionAst:
        """Members and indexes directly behind an expression."""
        while token is not None:
            self.skip_newlines()
            if token.kind == "LBracket":
                expression = self._element_access(expression, token)
            else:
                expression = self._member_access(expression, token)
            token = self.next_member_access(True)
        return expression

    def _member_name(self) -> ExpressionAst | None:
        name = self.simple_name_rule()
        if name is not None:
            return name
        token = self.peek_token()
        if token.flags & UNARY_OPERATOR or token.kind == "LBracket":
            return self.unary_expression_rule()
        return self.primary_expression_rule(False)

    def _member_access(self, target: ExpressionAst, operator: Token) -> ExpressionAst:
        static = operator.kind == "ColonColon"
        member = self._member_name()
        if member is None:
            self.report_incomplete("MissingPropertyName", *after(operator))
            member = self.single_command_argument(COMMAND_ARGUMENT)
            if member is None:
                member = ErrorExpressionAst(target.start, operator.end, [])
        else:
            opening = self.next_invoke_member()
            if opening is not None:
                arguments: list[ExpressionAst]
                if opening.kind == "LParen":
                    arguments, last = self.invoke_arguments_rule(opening)
                else:
                    # `$x.Where{...}` is `$x.Where({...})`.
                    self.skip_newlines()
                    block = self.script_block_expression_rule(opening)
                    arguments, last = [block], (block.start, block.end)
                return InvokeMemberExpressionAst(target.start, last[1], target, member, static, arguments)
        return MemberExpressionAst(target.start, member.end, target, member, static)

    def invoke_arguments_rule(self, left: Token) -> tuple[list[ExpressionAst], Extent]:
        """The arguments of a method, and the extent of the last token."""
        arguments: list[ExpressionAst] = []
        comma: Token | None = None
        old_disable_comma = self.disable_comma
        reported = False
        self.disable_comma = True
        while True:
            self.skip_newlines()
            argument = self.expression_rule()
            if argument is None:
                if comma is not None:
                    self.report_incomplete("MissingExpressionAfterToken", *after(comma), ",")
                    reported = True
                break
            arguments.append(argument)
            self.skip_newlines()
            comma = self.next_token()
            if comma.kind != "Comma":
                self.unget_token(comma)
                comma = None
                break
        self.skip_newlines()
        right: Token | None = self.next_token()
        assert right is not None
        if right.kind != "RParen":
            self.unget_token(right)
            if not reported:
                where = after(arguments[-1]) if arguments else after(left)
                self.report_incomplete("MissingEndParenthesisInMethodCall", *where)
            right = None
        self.disable_comma = old_disable_comma
        return arguments, first_of(right, comma, arguments[-1] if arguments else None, left)

    def _element_access(self, target: ExpressionAst, left: Token) -> ExpressionAst:
        self.skip_newlines()
        index = self.expression_rule()
        if index is None:
            self.report_incomplete("MissingArrayIndexExpression", *after(left))
            index = ErrorExpressionAst(left.start, left.end, [])
        self.skip_newlines()
        right = self.next_token()
        end = right.end
        if right.kind != "RBracket":
            self.unget_token(right)
            if not isinstance(index, ErrorExpressionAst):
                self.report_incomplete("MissingEndSquareBracket", *after(index))
            end = index.end
        return IndexExpressionAst(target.start, end, target, index)

    # -- brackets

    def label_or_key_rule(self) -> ExpressionAst | None:
        """The label of break and continue, the key in a hash literal."""
        name = self.simple_name_rule()
        if name is not None:
            return name
        if self.peek_token().kind in ("NewLine", "Semi"):
            return None
        old_disable_comma = self.disable_comma
        self.disable_comma = True
        label = self.unary_expression_rule()
        self.disable_comma = old_disable_comma
        return label

    def hash_expression_rule(self, opening: Token) -> ExpressionAst:
        """`@{key = value; ...}`."""
        self.skip_newlines()
        pairs: list[tuple[ExpressionAst, StatementAst]] = []
        while True:
            pair = self._key_value_pair()
            if pair is None:
                break
            pairs.append(pair)
            if self.peek_token().kind not in ("NewLine", "Semi"):
                break
            self.skip_newlines_and_semicolons()
        right = self.next_token()
        end = right.end
        if right.kind != "RCurly":
            self.unget_token(right)
            where = after(pairs[-1][1]) if pairs else after(opening)
            self.report_incomplete_at("IncompleteHashLiteral", where, (right.start, right.end))
            end = before(right)[1]
        return HashtableAst(opening.start, end, pairs)

    def _key_value_pair(self) -> tuple[ExpressionAst, StatementAst] | None:
        old_mode = self.tokenizer.mode
        self.set_mode(EXPRESSION)
        key = self.label_or_key_rule()
        if key is None:
            self.set_mode(old_mode)
            return None
        equals = self.next_token()
        self.set_mode(old_mode)
        if equals.kind != "Equals":
            self.unget_token(equals)
            where = after(key)
            self.report("MissingEqualsInHashLiteral", *where)
            self.sync_on_error(True, "RCurly", "Semi", "NewLine")
            return key, ErrorStatementAst(*where, [], [], [])
        self.set_mode(COMMAND)
        self.skip_newlines()
        statement = self.statement_rule()
        if statement is None:
            where = after(equals)
            self.report_incomplete("MissingStatementInHashLiteral", *where)
            statement = ErrorStatementAst(*where, [], [], [])
        self.set_mode(old_mode)
        return key, statement

    def _sub_expression(self, opening: Token) -> ExpressionAst:
        statements: list[StatementAst] = []
        traps: list[TrapStatementAst] = []
        old_disable_comma = self.disable_comma
        old_mode = self.tokenizer.mode
        self.disable_comma = False
        self.set_mode(COMMAND)
        self.skip_newlines()
        extent = self.statement_list_rule(statements, traps)
        self.skip_newlines()
        right = self.next_token()
        closed = right.kind == "RParen"
        if not closed:
            self.unget_token(right)
            self.report_incomplete("MissingEndParenthesisInSubexpression", right.start, right.end)
        self.disable_comma = old_disable_comma
        self.set_mode(old_mode)
        inner = extent if extent is not None else (0, 0)
        end = right.end if closed else extent_of(opening, extent if extent is not None else opening)[1]
        block = StatementBlockAst(*inner, statements, traps)
        if opening.kind == "DollarParen":
            return SubExpressionAst(opening.start, end, block)
        return ArrayExpressionAst(opening.start, end, block)

    def _parenthesized(self, left: Token) -> ExpressionAst:
        old_mode = self.tokenizer.mode
        old_disable_comma = self.disable_comma
        self.set_mode(COMMAND)
        self.disable_comma = False
        self.skip_newlines()
        pipeline: PipelineBaseAst | None = self.pipeline_rule()
        if pipeline is None:
            where = after(left)
            self.report_incomplete("ExpectedExpression", *where)
            pipeline = ErrorStatementAst(*where, [], [], [])
        self.skip_newlines()
        right = self.next_token()
        end = right.end
        if right.kind != "RParen":
            self.unget_token(right)
            self.report_incomplete("MissingEndParenthesisInExpression", *after(pipeline))
            end = pipeline.end
        self.disable_comma = old_disable_comma
        self.set_mode(old_mode)
        return ParenExpressionAst(left.start, end, pipeline)

    # -- strings

    def _string(self, token: StringToken) -> ExpressionAst:
        if isinstance(token, StringExpandableToken):
            return self.expandable_string(token)
        return StringConstantExpressionAst(token.start, token.end, token.value, _STRING_TYPES[token.kind])

    def expandable_string(self, token: StringExpandableToken) -> ExpressionAst:
        """A string or a bare word with variables and subexpressions in it."""
        nested = self._nested_expressions(token)
        parts = [part if isinstance(part, str) else nested[part] for part in token.parts]
        return ExpandableStringExpressionAst(
            token.start, token.end, token.value, _STRING_TYPES[token.kind], nested, parts
        )

    def _nested_expressions(self, token: StringExpandableToken) -> list[ExpressionAst]:
        nested: list[ExpressionAst] = []
        tokens: list[Token] = []
        for piece in token.pieces:
            if isinstance(piece, VariableToken):
                nested.append(self._using_variable(piece, False))
                tokens.append(piece)
                continue
            assert isinstance(piece, UnscannedSubExpressionToken)
            # Whatever was looked at belongs to the text outside.
            ungot = self.ungot
            self.ungot = None
            saved = self.tokenizer.start_nested_scan(piece)
            expression = self.primary_expression_rule(True)
            tokens.extend(self.tokenizer.token_list or [])
            self.ungot = ungot
            self.tokenizer.finish_nested_scan(saved)
            nested.append(expression if expression is not None else ErrorExpressionAst(piece.start, piece.end, []))
        token.nested_tokens = tokens
        return nested


def _join(operands: list[ExpressionAst], operators: list[Token]) -> None:
    """Make one operand of the last two."""
    right = operands.pop()
    left = operands.pop()
    operator = operators.pop()
    operands.append(
        BinaryExpressionAst(left.start, right.end, left, operator.kind, right, operator.start, operator.end)
    )
