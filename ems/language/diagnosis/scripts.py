"""Script blocks: using statements, param blocks, begin, process and end; functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ems.language.diagnosis.base import (
    COMMAND,
    EMPTY,
    EXPRESSION,
    Extent,
    after,
    before,
    extent_of,
    first_of,
    place,
)
from ems.language.diagnosis.loops import error_statement
from ems.language.diagnosis.statements import StatementRules
from ems.language.kinds import BLOCK_NAME, KEYWORD, KIND_TEXT
from ems.language.names import VariablePath
from ems.language.tokens import StringToken, Token, VariableToken
from ems.language.tree import (
    AttributeAst,
    AttributeBaseAst,
    ExpressionAst,
    FunctionDefinitionAst,
    NamedBlockAst,
    ParamBlockAst,
    ParameterAst,
    ScriptBlockAst,
    ScriptBlockExpressionAst,
    StatementAst,
    StatementBlockAst,
    TrapStatementAst,
    UsingStatementAst,
    VariableExpressionAst,
)

_BLOCKS: Final = ("Dynamicparam", "Begin", "Process", "End")
_NEVER_FUNCTION_NAMES: Final = frozenset(
    (
        "Pipe",
        "LParen",
        "LCurly",
        "AtParen",
        "AtCurly",
        "RCurly",
        "RParen",
        "EndOfInput",
        "Semi",
        "Redirection",
        "RedirectInStd",
        "AndAnd",
        "OrOr",
        "Ampersand",
        "Variable",
        "SplattedVariable",
        "HereStringExpandable",
        "HereStringLiteral",
        "StringLiteral",
        "StringExpandable",
    )
)


class ScriptRules(StatementRules):
    """Rules for script blocks and functions."""

    def keyword_rules(self) -> dict[str, Callable[[Token, list[AttributeBaseAst]], StatementAst | None]]:
        """Adds the keywords of functions."""
        rules = super().keyword_rules()
        for keyword in ("Function", "Filter", "Workflow"):
            rules[keyword] = lambda token, _: self._function(token)
        return rules

    def using_statement_rule(self, using: Token) -> StatementAst:
        """See DefinitionRules."""
        raise NotImplementedError

    # -- script blocks

    def script_block_expression_rule(self, left_curly: Token) -> ScriptBlockExpressionAst:
        """`{...}` as a value."""
        old_disable_comma = self.disable_comma
        old_mode = self.tokenizer.mode
        self.disable_comma = False
        self.set_mode(COMMAND)
        self.skip_newlines()
        block = self.script_block_rule(left_curly)
        self.disable_comma = old_disable_comma
        self.set_mode(old_mode)
        return ScriptBlockExpressionAst(block.start, block.end, block)

    def script_block_rule(
        self, left_curly: Token | None, is_filter: bool = False, first_statement: StatementAst | None = None
    ) -> ScriptBlockAst:
        """The whole script, or what is between braces."""
        self.skip_newlines()
        usings = self._using_statements() if left_curly is None else []
        restore_point = self.tokenizer.restore_point()
        param_block = self._param_block()
        if param_block is None:
            # The attributes read here belong to something else, or are casts.
            self.resync(restore_point)
        self.skip_newlines_and_semicolons()
        if self.peek_token().flags & BLOCK_NAME:
            return self._named_blocks(left_curly, usings, param_block)
        return self._statements(left_curly, usings, param_block, is_filter, first_statement)

    def _using_statements(self) -> list[UsingStatementAst]:
        usings: list[UsingStatementAst] = []
        while True:
            token = self.peek_token()
            if token.kind != "Using":
                self.resync_token(token)
                return usings
            self.skip_token()
            statement = self.using_statement_rule(token)
            self.skip_newlines_and_semicolons()
            if isinstance(statement, UsingStatementAst):
                usings.append(statement)

    def _statements(
        self,
        left_curly: Token | None,
        usings: list[UsingStatementAst],
        param_block: ParamBlockAst | None,
        is_filter: bool,
        first_statement: StatementAst | None,
    ) -> ScriptBlockAst:
        traps: list[TrapStatementAst] = []
        statements: list[StatementAst] = [first_statement] if first_statement is not None else []
        extent = place(param_block) if param_block is not None else None
        while True:
            more = self.statement_list_rule(statements, traps)
            if extent is None:
                extent = more
            elif more is not None:
                extent = extent_of(extent, more)
            whole, extent = self._complete_body(left_curly, extent)
            if whole is not None:
                break
        inner = extent if extent is not None else EMPTY
        block = NamedBlockAst(*inner, "Process" if is_filter else "End", True, statements, traps)
        return ScriptBlockAst(
            *whole,
            usings,
            param_block,
            None,
            None,
            block if is_filter else None,
            None if is_filter else block,
            self.source,
            None,
            is_filter,
        )

    def _named_blocks(
        self, left_curly: Token | None, usings: list[UsingStatementAst], param_block: ParamBlockAst | None
    ) -> ScriptBlockAst:
        blocks: dict[str, NamedBlockAst] = {}
        start = place(left_curly) if left_curly is not None else None
        if start is None and param_block is not None:
            start = place(param_block)
        end: Extent | None = None
        while True:
            token = self.next_token()
            if token.kind not in _BLOCKS:
                self.unget_token(token)
                break
            start = start or place(token)
            end = place(token)
            body = self.statement_block_rule()
            if body is None:
                self.report_incomplete("MissingNamedStatementBlock", *after(token), KIND_TEXT[token.kind])
                body = StatementBlockAst(token.start, token.end, [], [])
            else:
                end = place(body)
            extent = extent_of(token, end)
            if token.kind in blocks:
                self.report("DuplicateScriptCommandClause", *extent, KIND_TEXT[token.kind])
            else:
                blocks[token.kind] = NamedBlockAst(*extent, token.kind, False, body.statements, body.traps)
            self.skip_newlines_and_semicolons()
        whole, _ = self._complete_body(left_curly, extent_of(start or EMPTY, end or EMPTY))
        if whole is None:
            whole = (0, len(self.tokenizer.script))
        return ScriptBlockAst(
            *whole,
            usings,
            param_block,
            blocks.get("Dynamicparam"),
            blocks.get("Begin"),
            blocks.get("Process"),
            blocks.get("End"),
            self.source,
        )

    def _complete_body(self, left_curly: Token | None, body: Extent | None) -> tuple[Extent | None, Extent | None]:
        """The end of a script block: its whole extent, None where reading has to go on, and that of the body."""
        token = self.next_token()
        if left_curly is None:
            if token.kind != "EndOfInput":
                # Eat it, and read on to find more of the script.
                self.report("UnexpectedToken", token.start, token.end, token.text)
                return None, body
            base = self.tokenizer.base
            return (base, base + len(self.tokenizer.script)), body
        if token.kind != "RCurly":
            self.unget_token(token)
            self.report_incomplete_at("MissingEndCurlyBrace", place(left_curly), place(token))
            return extent_of(left_curly, body or left_curly), body
        if body is None and left_curly.end != token.start:
            body = extent_of(after(left_curly), before(token))
        return extent_of(left_curly, token), body

    # -- parameters

    def _param_block(self) -> ParamBlockAst | None:
        self.skip_newlines()
        candidates = self.attribute_list_rule(False)
        self.skip_newlines()
        param = self.peek_token()
        if param.kind != "Param":
            return None
        self.skip_token()
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LParen":
            # No error: a command named param is run then.
            self.unget_token(left)
            return None
        parameters = self._parameter_list()
        self.skip_newlines()
        right = self.next_token()
        end = place(right)
        if right.kind != "RParen":
            self.unget_token(right)
            end = before(right)
            self.report_incomplete(
                "MissingEndParenthesisInFunctionParameterList", *after(parameters[-1] if parameters else left)
            )
        attributes: list[AttributeAst] = []
        for candidate in candidates:
            if isinstance(candidate, AttributeAst):
                attributes.append(candidate)
            else:
                name = candidate.type_name.full_name
                self.report("TypeNotAllowedBeforeParam", candidate.start, candidate.end, name)
        return ParamBlockAst(param.start, end[1], attributes, parameters)

    def _parameter_list(self) -> list[ParameterAst]:
        parameters: list[ParameterAst] = []
        comma: Token | None = None
        while True:
            parameter = self._parameter_declaration()
            if parameter is None:
                if comma is not None:
                    self.report_incomplete("MissingExpressionAfterToken", *after(comma), KIND_TEXT[comma.kind])
                return parameters
            parameters.append(parameter)
            self.skip_newlines()
            comma = self.peek_token()
            if comma.kind != "Comma":
                return parameters
            self.skip_token()

    def _parameter_declaration(self) -> ParameterAst | None:
        old_disable_comma = self.disable_comma
        old_mode = self.tokenizer.mode
        self.disable_comma = True
        self.set_mode(EXPRESSION)
        parameter = self._parameter_and_default()
        self.disable_comma = old_disable_comma
        self.set_mode(old_mode)
        return parameter

    def _parameter_and_default(self) -> ParameterAst | None:
        self.skip_newlines()
        attributes = self.attribute_list_rule(False)
        self.skip_newlines()
        token = self.next_token()
        if not isinstance(token, VariableToken):
            self.unget_token(token)
            if not attributes:
                return None
            self.report_incomplete("InvalidFunctionParameter", *after(attributes[-1]))
            self.sync_on_error(True, "RParen")
            extent = extent_of(attributes[0], attributes[-1])
            variable = VariableExpressionAst(*extent, VariablePath("__error__"), False)
            return ParameterAst(*extent, attributes, variable, None)
        self.skip_newlines()
        default: ExpressionAst | None = None
        equals = self.peek_token()
        if equals.kind == "Equals":
            self.skip_token()
            self.skip_newlines()
            default = self.expression_rule()
            if default is None:
                self.report_incomplete("MissingExpressionAfterToken", *after(equals), KIND_TEXT[equals.kind])
        start = attributes[0].start if attributes else token.start
        end = default.end if default is not None else token.end
        variable = VariableExpressionAst(token.start, token.end, token.variable_path, token.kind == "SplattedVariable")
        return ParameterAst(start, end, attributes, variable, default)

    # -- functions

    def _function(self, keyword: Token) -> StatementAst:
        self.skip_newlines()
        name = self.next_token()
        if name.kind in _NEVER_FUNCTION_NAMES:
            self.unget_token(name)
            self.report_incomplete("MissingNameAfterKeyword", *after(keyword), keyword.text)
            return error_statement(place(keyword))
        # A name that is a keyword is none here.
        name.flags &= ~KEYWORD
        parameters, end_error, right = self.function_parameters_rule()
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            if end_error is None:
                end_error = first_of(right, name)
                self.report_incomplete("MissingFunctionBody", *after(end_error))
        if end_error is not None:
            return error_statement(extent_of(keyword, end_error), *(parameters or []))
        is_filter = keyword.kind == "Filter"
        is_workflow = keyword.kind == "Workflow"
        old_workflow = self.tokenizer.in_workflow_context
        self.tokenizer.in_workflow_context = is_workflow
        body = self.script_block_rule(left, is_filter)
        self.tokenizer.in_workflow_context = old_workflow
        text = name.value if isinstance(name, StringToken) else name.text
        return FunctionDefinitionAst(
            keyword.start, body.end, text, parameters or None, body, is_filter, is_workflow, name.start, name.end
        )

    def function_parameters_rule(self) -> tuple[list[ParameterAst] | None, Extent | None, Token | None]:
        """The parameters in parentheses, where an error in them ends, and the closing parenthesis."""
        self.skip_newlines()
        left = self.peek_token()
        if left.kind != "LParen":
            return None, None, None
        self.skip_token()
        parameters = self._parameter_list()
        self.skip_newlines()
        right = self.next_token()
        end_error: Extent | None = None
        if right.kind != "RParen":
            self.unget_token(right)
            end_error = place(parameters[-1]) if parameters else place(left)
            self.report_incomplete("MissingEndParenthesisInFunctionParameterList", *after(end_error))
        self.skip_newlines()
        return parameters, end_error, right

    def method_body(self, left: Token, base_call: StatementAst | None) -> ScriptBlockAst:
        """The body of a method, the call of the base constructor first."""
        old_mode = self.tokenizer.mode
        self.set_mode(COMMAND)
        body = self.script_block_rule(left, False, base_call)
        self.set_mode(old_mode)
        return body
