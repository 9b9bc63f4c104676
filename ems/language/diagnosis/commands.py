"""Pipelines, commands with their arguments, redirections, assignments."""

from __future__ import annotations

from typing import Final

from ems.language.diagnosis.base import COMMAND, EXPRESSION, Extent, after, extent_of
from ems.language.diagnosis.expressions import ExpressionRules
from ems.language.kinds import ASSIGNMENT_OPERATOR, COMMAND_NAME, KEYWORD, KIND_TEXT
from ems.language.tokens import (
    FileRedirectionToken,
    MergingRedirectionToken,
    ParameterToken,
    RedirectionToken,
    StringExpandableToken,
    StringToken,
    Token,
)
from ems.language.tree import (
    ArrayLiteralAst,
    AssignmentStatementAst,
    CommandAst,
    CommandBaseAst,
    CommandElementAst,
    CommandExpressionAst,
    CommandParameterAst,
    ErrorExpressionAst,
    ErrorStatementAst,
    ExpressionAst,
    FileRedirectionAst,
    MergingRedirectionAst,
    PipelineAst,
    PipelineBaseAst,
    RedirectionAst,
    StatementAst,
    StringConstantExpressionAst,
)
from ems.language.tree.commands import assigned

# Where an argument stands.
COMMAND_NAME_CONTEXT: Final = 1
AFTER_INVOCATION_OPERATOR: Final = 3
FILE_NAME: Final = 4
COMMAND_ARGUMENT: Final = 8
SWITCH_CONDITION: Final = 16

STREAMS: Final = ("All", "Output", "Error", "Warning", "Verbose", "Debug", "Information")

_END_OF_PIPELINE: Final = frozenset(("Semi", "NewLine", "RParen", "RCurly", "EndOfInput"))
_END_OF_COMMAND: Final = frozenset(("Pipe", "RCurly", "RParen", "EndOfInput", "NewLine", "Semi", "AndAnd", "OrOr"))
_NEVER_ARGUMENTS: Final = _END_OF_COMMAND | {"Redirection", "RedirectInStd", "Ampersand", "MinusMinus", "Comma"}
_EXPRESSIONS_AS_ARGUMENTS: Final = frozenset(
    (
        "SplattedVariable",
        "Variable",
        "Number",
        "HereStringExpandable",
        "StringExpandable",
        "HereStringLiteral",
        "StringLiteral",
        "LParen",
        "DollarParen",
        "AtParen",
        "AtCurly",
        "LCurly",
    )
)


class CommandRules(ExpressionRules):
    """Rules for pipelines and commands."""

    def pipeline_rule(self) -> PipelineBaseAst | None:
        """Commands and expressions joined by pipes, or an assignment."""
        elements: list[CommandBaseAst] = []
        pipe: Token | None = None
        while True:
            old_mode = self.tokenizer.mode
            self.set_mode(EXPRESSION)
            expression = self.expression_rule()
            assign: Token | None = None
            if expression is not None and self.peek_token().flags & ASSIGNMENT_OPERATOR:
                assign = self.next_token()
            self.set_mode(old_mode)
            element: CommandBaseAst | None
            if expression is not None:
                if elements:
                    self.report("ExpressionsMustBeFirstInPipeline", expression.start, expression.end)
                if assign is not None:
                    return self._assignment(expression, assign)
                element = self._command_expression(expression)
            else:
                element = self.command_rule()
            if element is not None:
                elements.append(element)
            elif elements or self.peek_token().kind == "Pipe":
                token = self.peek_token()
                where = after(pipe) if pipe is not None else (token.start, token.end)
                self.report_incomplete("EmptyPipeElement", *where)
            pipe = self.peek_token()
            kind = pipe.kind
            if kind in _END_OF_PIPELINE:
                break
            if kind == "Pipe":
                self.skip_token()
                self.skip_newlines()
                if self.peek_token().kind == "EndOfInput":
                    self.report_incomplete("EmptyPipeElement", *after(pipe))
                    break
            elif kind in ("AndAnd", "OrOr"):
                self.skip_token()
                self.skip_newlines()
                self.report("InvalidEndOfLine", pipe.start, pipe.end, pipe.text)
                if self.peek_token().kind == "EndOfInput":
                    break
            else:
                self.report("UnexpectedToken", pipe.start, pipe.end, pipe.text)
                break
        return PipelineAst(elements[0].start, elements[-1].end, elements) if elements else None

    def _assignment(self, left: ExpressionAst, operator: Token) -> AssignmentStatementAst:
        self.skip_newlines()
        right: StatementAst | None = self.statement_rule()
        if right is None:
            where = after(operator)
            self.report_incomplete("ExpectedValueExpression", *where, KIND_TEXT[operator.kind])
            right = ErrorStatementAst(*where, [], [], [])
        right = assigned(right)
        return AssignmentStatementAst(left.start, right.end, left, operator.kind, right, operator.start, operator.end)

    def _command_expression(self, expression: ExpressionAst) -> CommandExpressionAst:
        redirections: dict[int, RedirectionAst] = {}
        end = expression.end
        while isinstance(token := self.peek_token(), RedirectionToken):
            self.skip_token()
            redirection = self._redirection(token, redirections)[0]
            end = redirection.end if redirection is not None else expression.end
        return CommandExpressionAst(expression.start, end, expression, _in_order(redirections))

    def _redirection(
        self, token: RedirectionToken, redirections: dict[int, RedirectionAst]
    ) -> tuple[RedirectionAst | None, Extent]:
        result: RedirectionAst
        if isinstance(token, MergingRedirectionToken):
            stream = token.from_stream
            if token.to_stream != 1 or stream == 1:
                self.report("RedirectionNotSupported", token.start, token.end, token.text)
            result = MergingRedirectionAst(token.start, token.end, STREAMS[stream], STREAMS[1])
        else:
            location = self.single_command_argument(FILE_NAME)
            if location is None:
                self.report("MissingFileSpecification", *after(token))
                location = ErrorExpressionAst(token.start, token.end, [])
            if not isinstance(token, FileRedirectionToken):
                self.report("RedirectionNotSupported", token.start, token.end, token.text)
                return None, extent_of(token, location)
            stream = token.from_stream
            result = FileRedirectionAst(token.start, location.end, STREAMS[stream], location, token.append)
        if stream not in redirections:
            redirections[stream] = result
        else:
            self.report("StreamAlreadyRedirected", result.start, result.end, stream_text(stream))
        return result, (result.start, result.end)

    # -- arguments

    def single_command_argument(self, context: int) -> ExpressionAst | None:
        """One argument, read as a command would."""
        if self.peek_token().kind in ("Comma", "EndOfInput"):
            return None
        old_mode = self.tokenizer.mode
        self.set_mode(COMMAND)
        argument = self.command_argument(context, self.next_token())
        self.set_mode(old_mode)
        return argument

    def command_argument(self, context: int, token: Token) -> ExpressionAst | None:
        """An argument, or several with commas between."""
        arguments: list[ExpressionAst] = []
        comma: Token | None = None
        while True:
            verbatim = False
            expression: ExpressionAst
            kind = token.kind
            if kind in _NEVER_ARGUMENTS:
                self.unget_token(token)
                if comma is None:
                    return None
                self.report_incomplete("MissingExpression", *after(comma), ",")
                return ErrorExpressionAst(arguments[0].start, comma.end, list(arguments))
            if kind in _EXPRESSIONS_AS_ARGUMENTS:
                self.unget_token(token)
                primary = self.primary_expression_rule(True)
                assert primary is not None
                expression = primary
            elif isinstance(token, StringToken):
                if context & COMMAND_NAME_CONTEXT:
                    token.flags |= COMMAND_NAME
                # A command's name is taken as it is written, unless an operator invokes it.
                if isinstance(token, StringExpandableToken) and context != COMMAND_NAME_CONTEXT:
                    expression = self.expandable_string(token)
                else:
                    expression = StringConstantExpressionAst(token.start, token.end, token.value, "BareWord")
                    verbatim = token.value == "--%"
            else:
                expression = StringConstantExpressionAst(token.start, token.end, token.text, "BareWord")
                token.flags &= ~KEYWORD
                if context & COMMAND_NAME_CONTEXT:
                    token.flags |= COMMAND_NAME
                elif kind != "Identifier":
                    token.kind = "Generic"
            if context != COMMAND_ARGUMENT or verbatim:
                break
            token = self.peek_token()
            if token.kind != "Comma":
                break
            comma = token
            arguments.append(expression)
            self.skip_token()
            self.skip_newlines()
            token = self.next_token()
        if arguments:
            arguments.append(expression)
            return ArrayLiteralAst(arguments[0].start, expression.end, arguments)
        return expression

    # -- commands

    def command_rule(self) -> CommandAst | None:
        """A command with all it is given."""
        old_mode = self.tokenizer.mode
        self.set_mode(COMMAND)
        token = self.next_token()
        first = token
        end = token.end
        operator = "Unknown"
        context = COMMAND_NAME_CONTEXT
        if token.kind in ("Dot", "Ampersand"):
            operator = token.kind
            token = self.next_token()
            context = AFTER_INVOCATION_OPERATOR
        elements: list[CommandElementAst] = []
        redirections: dict[int, RedirectionAst] = {}
        saw_dash_dash = False
        while True:
            kind = token.kind
            if kind in _END_OF_COMMAND:
                self.unget_token(token)
                break
            if kind == "Ampersand":
                end = token.end
                self.report("AmpersandNotAllowed", token.start, token.end)
            elif kind == "MinusMinus":
                # The first is a parameter, which only native commands see; all others are arguments.
                end = token.end
                elements.append(
                    StringConstantExpressionAst(token.start, token.end, token.text, "BareWord")
                    if saw_dash_dash
                    else CommandParameterAst(token.start, token.end, "-", None, token.end)
                )
                saw_dash_dash = True
            elif kind == "Comma":
                end = token.end
                self.report("MissingArgument", token.start, token.end)
                self.skip_newlines()
            elif isinstance(token, ParameterToken):
                if context & COMMAND_NAME_CONTEXT or saw_dash_dash:
                    end = token.end
                    token.flags |= COMMAND_NAME
                    elements.append(StringConstantExpressionAst(token.start, token.end, token.text, "BareWord"))
                else:
                    parameter = self._parameter(token)
                    end = parameter.end
                    elements.append(parameter)
            elif isinstance(token, RedirectionToken):
                if context & COMMAND_NAME_CONTEXT:
                    end = token.end
                    elements.append(StringConstantExpressionAst(token.start, token.end, token.text, "BareWord"))
                else:
                    end = self._redirection(token, redirections)[1][1]
            elif kind == "InlineScript" and context == COMMAND_NAME_CONTEXT:
                go_on = self._inline_script(token, elements)
                end = elements[-1].end
                if not go_on:
                    break
            else:
                argument = self.command_argument(context, token)
                assert argument is not None
                elements.append(argument)
                end = argument.end
                if isinstance(token, StringToken) and token.value == "--%":
                    verbatim = self.verbatim_argument()
                    if verbatim is not None:
                        elements.append(
                            StringConstantExpressionAst(verbatim.start, verbatim.end, verbatim.value, "BareWord")
                        )
                        end = verbatim.end
                        break
            context = COMMAND_ARGUMENT
            token = self.next_token()
        self.set_mode(old_mode)
        if not elements:
            if operator != "Unknown":
                self.report("MissingExpression", first.start, first.end, first.text)
            return None
        return CommandAst(first.start, end, elements, operator, _in_order(redirections))

    def _parameter(self, token: ParameterToken) -> CommandParameterAst:
        argument: ExpressionAst | None = None
        end = token.end
        if token.used_colon and self.peek_token().kind != "Comma":
            argument = self.command_argument(COMMAND_ARGUMENT, self.next_token())
            if argument is None:
                self.report("ParameterRequiresArgument", *after(token), token.text)
            else:
                end = argument.end
        return CommandParameterAst(token.start, end, token.parameter_name, argument, token.end)

    def _inline_script(self, token: Token, elements: list[CommandElementAst]) -> bool:
        token.flags |= COMMAND_NAME
        elements.append(StringConstantExpressionAst(token.start, token.end, token.text, "BareWord"))
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            self.report_incomplete("MissingStatementAfterKeyword", *after(token), token.text)
            return False
        elements.append(self.script_block_expression_rule(left))
        return True


def stream_text(stream: int) -> str:
    """What an error calls a stream."""
    from ems.language.errors import message_of

    return message_of(STREAMS[stream] + "Stream")


def _in_order(redirections: dict[int, RedirectionAst]) -> list[RedirectionAst]:
    """The redirections in the order of their streams."""
    return [redirections[stream] for stream in sorted(redirections)]
