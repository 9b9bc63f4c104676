"""What the rules of the grammar make: an action for each name after `->`.

An action gets the values of the rule's symbols in their order: tokens for terminals, what actions made for the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, Final

from ems.language.kinds import ATTRIBUTE_NAME, COMMAND_NAME, KIND_FLAGS, PRECEDENCE_MASK
from ems.language.lalr.definition_actions import DefinitionActions
from ems.language.lalr.refusal import Refusal
from ems.language.names import VariablePath
from ems.language.tokens import (
    FileRedirectionToken,
    MergingRedirectionToken,
    ParameterToken,
    StringExpandableToken,
    StringToken,
    Token,
    VariableToken,
)
from ems.language.tree import (
    ArrayLiteralAst,
    AttributedExpressionAst,
    BinaryExpressionAst,
    CommandAst,
    CommandElementAst,
    CommandExpressionAst,
    CommandParameterAst,
    ConstantExpressionAst,
    ConvertExpressionAst,
    ExpandableStringExpressionAst,
    ExpressionAst,
    FileRedirectionAst,
    IndexExpressionAst,
    InvokeMemberExpressionAst,
    MemberExpressionAst,
    MergingRedirectionAst,
    PipelineAst,
    RedirectionAst,
    StringConstantExpressionAst,
    TypeConstraintAst,
    TypeExpressionAst,
    UnaryExpressionAst,
    UsingExpressionAst,
    VariableExpressionAst,
)

Action = Callable[[Sequence[Any]], Any]

STREAMS: Final = ("All", "Output", "Error", "Warning", "Verbose", "Debug", "Information")
_STRING_TYPES: Final = {
    "StringLiteral": "SingleQuoted",
    "StringExpandable": "DoubleQuoted",
    "HereStringLiteral": "SingleQuotedHereString",
    "HereStringExpandable": "DoubleQuotedHereString",
    "Generic": "BareWord",
}


class Actions(DefinitionActions):
    """Actions of expressions and commands; those of statements and definitions are inherited."""

    # -- words and constants

    def word(self, v: Sequence[Any]) -> ExpressionAst:
        token: Token = v[0]
        if isinstance(token, StringToken):
            if isinstance(token, StringExpandableToken):
                return self._expandable(token)
            return StringConstantExpressionAst(token.start, token.end, token.value, "BareWord")
        return StringConstantExpressionAst(token.start, token.end, token.text, "BareWord")

    def simple_name(self, v: Sequence[Any]) -> ExpressionAst:
        token: Token = v[0]
        return StringConstantExpressionAst(token.start, token.end, token.text, "BareWord")

    def number(self, v: Sequence[Any]) -> ExpressionAst:
        token = v[0]
        return ConstantExpressionAst(token.start, token.end, token.value, token.type_name)

    def string(self, v: Sequence[Any]) -> ExpressionAst:
        token: StringToken = v[0]
        if isinstance(token, StringExpandableToken):
            return self._expandable(token)
        return StringConstantExpressionAst(token.start, token.end, token.value, _STRING_TYPES[token.kind])

    def variable(self, v: Sequence[Any]) -> ExpressionAst:
        token: VariableToken = v[0]
        path = token.variable_path
        splatted = token.kind == "SplattedVariable"
        if path.drive_name is not None and path.drive_name.lower() == "using" and path.name:
            variable = VariableExpressionAst(token.start, token.end, VariablePath(path.name), splatted)
            return UsingExpressionAst(token.start, token.end, variable)
        return VariableExpressionAst(token.start, token.end, path, splatted)

    def _expandable(self, token: StringExpandableToken) -> ExpressionAst:
        """A string with variables only is made here; what is inside `$(...)` the diagnosing parser reads."""
        nested: list[ExpressionAst] = []
        for piece in token.pieces:
            if not isinstance(piece, VariableToken):
                parser = self.descent()
                expression = parser.expandable_string(token)
                if parser.errors:
                    raise Refusal
                return expression
            nested.append(self.variable((piece,)))
        token.nested_tokens = token.pieces
        parts = [part if isinstance(part, str) else nested[part] for part in token.parts]
        return ExpandableStringExpressionAst(
            token.start, token.end, token.value, _STRING_TYPES[token.kind], nested, parts
        )

    # -- operators

    def operands_first(self, v: Sequence[Any]) -> list[Any]:
        return [v[0], v[1], v[2]]

    def operands_more(self, v: Sequence[Any]) -> list[Any]:
        operands: list[Any] = v[0]
        operands.append(v[1])
        operands.append(v[2])
        return operands

    def binary_expression(self, v: Sequence[Any]) -> ExpressionAst:
        """Group operands and operators: of two operators the first goes first unless the second binds more."""
        items: list[Any] = v[0]
        if len(items) == 3:
            return _binary(items[0], items[1], items[2])
        operands: list[ExpressionAst] = [items[0]]
        operators: list[Token] = []
        for index in range(1, len(items), 2):
            operator = items[index]
            precedence = KIND_FLAGS[operator.kind] & PRECEDENCE_MASK
            while operators and precedence <= KIND_FLAGS[operators[-1].kind] & PRECEDENCE_MASK:
                right = operands.pop()
                operands.append(_binary(operands.pop(), operators.pop(), right))
            operators.append(operator)
            operands.append(items[index + 1])
        while operators:
            right = operands.pop()
            operands.append(_binary(operands.pop(), operators.pop(), right))
        return operands[0]

    def unary(self, v: Sequence[Any]) -> ExpressionAst:
        return UnaryExpressionAst(v[0].start, v[1].end, v[0].kind, v[1])

    def postfix(self, v: Sequence[Any]) -> ExpressionAst:
        return UnaryExpressionAst(v[0].start, v[1].end, "Postfix" + v[1].kind, v[0])

    def unary_comma(self, v: Sequence[Any]) -> ExpressionAst:
        return ArrayLiteralAst(v[0].start, v[1].end, [v[1]])

    def array_literal(self, v: Sequence[Any]) -> ExpressionAst:
        elements = v[0]
        return ArrayLiteralAst(elements[0].start, elements[-1].end, elements)

    def type_expression(self, v: Sequence[Any]) -> ExpressionAst:
        constraint: TypeConstraintAst = v[0]
        return TypeExpressionAst(constraint.start, constraint.end, constraint.type_name)

    def convert(self, v: Sequence[Any]) -> ExpressionAst:
        return ConvertExpressionAst(v[0].start, v[1].end, v[0], v[1])

    def attributed(self, v: Sequence[Any]) -> ExpressionAst:
        return AttributedExpressionAst(v[0].start, v[1].end, v[0], v[1])

    # -- members and indexes

    def member(self, v: Sequence[Any]) -> ExpressionAst:
        target, using = _target(v[0])
        static = v[1].kind == "ColonColon"
        return _within(using, MemberExpressionAst(target.start, v[2].end, target, v[2], static))

    def invoke_member(self, v: Sequence[Any]) -> ExpressionAst:
        target, using = _target(v[0])
        static = v[1].kind == "ColonColon"
        return _within(using, InvokeMemberExpressionAst(target.start, v[5].end, target, v[2], static, v[4]))

    def invoke_with_block(self, v: Sequence[Any]) -> ExpressionAst:
        target, using = _target(v[0])
        block = self.script_block_expression(v[3:6])
        static = v[1].kind == "ColonColon"
        return _within(using, InvokeMemberExpressionAst(target.start, block.end, target, v[2], static, [block]))

    def type_member(self, v: Sequence[Any]) -> ExpressionAst:
        return self.member((self.type_expression(v), *v[1:]))

    def invoke_type_member(self, v: Sequence[Any]) -> ExpressionAst:
        return self.invoke_member((self.type_expression(v), *v[1:]))

    def index(self, v: Sequence[Any]) -> ExpressionAst:
        target, using = _target(v[0])
        return _within(using, IndexExpressionAst(target.start, v[3].end, target, v[2]))

    # -- commands

    def command_name(self, v: Sequence[Any]) -> list[Any]:
        token: Token = v[0]
        value = token.value if isinstance(token, StringToken) else token.text
        if value == "--%":
            raise Refusal
        return [None, StringConstantExpressionAst(token.start, token.end, value, "BareWord")]

    def inline_script(self, v: Sequence[Any]) -> list[Any]:
        token: Token = v[0]
        token.flags |= COMMAND_NAME
        name = StringConstantExpressionAst(token.start, token.end, token.text, "BareWord")
        return [None, name, self.script_block_expression(v[1:4])]

    def invoked(self, v: Sequence[Any]) -> list[Any]:
        return [v[0], v[1]]

    def parameter_argument(self, v: Sequence[Any]) -> list[Any]:
        items: list[Any] = v[0]
        token: ParameterToken = v[1]
        items.append(CommandParameterAst(token.start, v[2].end, token.parameter_name, v[2], token.end))
        return items

    def verbatim(self, v: Sequence[Any]) -> list[Any]:
        items: list[Any] = v[0]
        for token in v[1:]:
            items.append(StringConstantExpressionAst(token.start, token.end, token.value, "BareWord"))
        return items

    def command(self, v: Sequence[Any]) -> CommandAst:
        """Put the parts in their places: behind the first `--` nothing is a parameter any more."""
        items: list[Any] = v[0]
        operator: Token | None = items[0]
        elements: list[CommandElementAst] = []
        redirections: list[RedirectionAst] = []
        saw_dash_dash = False
        for item in items[1:]:
            if isinstance(item, CommandElementAst):
                if saw_dash_dash and isinstance(item, CommandParameterAst):
                    raise Refusal
                elements.append(item)
            elif isinstance(item, RedirectionAst):
                redirections.append(item)
            elif saw_dash_dash:
                if isinstance(item, ParameterToken):
                    item.flags |= COMMAND_NAME
                elements.append(StringConstantExpressionAst(item.start, item.end, item.text, "BareWord"))
            elif isinstance(item, ParameterToken):
                elements.append(CommandParameterAst(item.start, item.end, item.parameter_name, None, item.end))
            else:
                saw_dash_dash = True
                elements.append(CommandParameterAst(item.start, item.end, "-", None, item.end))
        start = items[1].start if operator is None else operator.start
        kind = "Unknown" if operator is None else operator.kind
        return CommandAst(
            start, items[-1].end, elements, kind, _ordered(redirections) if redirections else redirections
        )

    def file_redirection(self, v: Sequence[Any]) -> RedirectionAst:
        token: FileRedirectionToken = v[0]
        return FileRedirectionAst(token.start, v[1].end, STREAMS[token.from_stream], v[1], token.append)

    def merging_redirection(self, v: Sequence[Any]) -> RedirectionAst:
        token: MergingRedirectionToken = v[0]
        if token.to_stream != 1 or token.from_stream == 1:
            raise Refusal
        return MergingRedirectionAst(token.start, token.end, STREAMS[token.from_stream], STREAMS[1])

    def expression_pipeline(self, v: Sequence[Any]) -> PipelineAst:
        expression = v[0]
        start, end = expression.start, expression.end
        return PipelineAst(start, end, [CommandExpressionAst(start, end, expression, [])])

    def redirected_pipeline(self, v: Sequence[Any]) -> PipelineAst:
        element = _redirected(v[0])
        return PipelineAst(element.start, element.end, [element])

    def command_pipeline(self, v: Sequence[Any]) -> PipelineAst:
        return PipelineAst(v[0].start, v[0].end, [v[0]])

    def expression_piped(self, v: Sequence[Any]) -> list[Any]:
        return [CommandExpressionAst(v[0].start, v[0].end, v[0], []), v[2]]

    def redirected_piped(self, v: Sequence[Any]) -> list[Any]:
        return [_redirected(v[0]), v[2]]

    def pipeline(self, v: Sequence[Any]) -> PipelineAst:
        elements = v[0]
        return PipelineAst(elements[0].start, elements[-1].end, elements)

    # -- attributes

    def mark_attribute(self, start: int) -> None:
        """Tell the token of a type's name that it turned out to be an attribute's."""
        tokens = self.tokenizer.token_list
        assert tokens is not None
        index = bisect_left(tokens, start, key=lambda token: token.start)
        tokens[index].flags |= ATTRIBUTE_NAME


def _target(expression: ExpressionAst) -> tuple[ExpressionAst, bool]:
    """What a member belongs to. `$using:` goes around all that follows the variable."""
    if type(expression) is UsingExpressionAst:
        return expression.sub_expression, True
    return expression, False


def _within(using: bool, expression: ExpressionAst) -> ExpressionAst:
    return UsingExpressionAst(expression.start, expression.end, expression) if using else expression


def _binary(left: ExpressionAst, operator: Token, right: ExpressionAst) -> BinaryExpressionAst:
    return BinaryExpressionAst(left.start, right.end, left, operator.kind, right, operator.start, operator.end)


def _redirected(items: list[Any]) -> CommandExpressionAst:
    expression, *redirections = items
    return CommandExpressionAst(expression.start, redirections[-1].end, expression, _ordered(redirections))


def _ordered(redirections: list[RedirectionAst]) -> list[RedirectionAst]:
    """In the order of the streams; a stream redirected twice is an error."""
    if len({each.from_stream for each in redirections}) != len(redirections):
        raise Refusal
    return sorted(redirections, key=lambda each: STREAMS.index(each.from_stream))
