"""Loops and switch."""

from __future__ import annotations

from typing import Final

from ems.language.diagnosis.base import Extent, after, extent_of, place
from ems.language.diagnosis.commands import (
    COMMAND_ARGUMENT,
    FILE_NAME,
    SWITCH_CONDITION,
    CommandRules,
)
from ems.language.kinds import KIND_TEXT
from ems.language.tokens import LabelToken, ParameterToken, Token, VariableToken, is_specific_parameter
from ems.language.tree import (
    Ast,
    CommandExpressionAst,
    DoUntilStatementAst,
    DoWhileStatementAst,
    ErrorStatementAst,
    ExpressionAst,
    ForEachStatementAst,
    ForStatementAst,
    PipelineAst,
    PipelineBaseAst,
    StatementAst,
    StatementBlockAst,
    StringConstantExpressionAst,
    SwitchStatementAst,
    VariableExpressionAst,
    WhileStatementAst,
)

_SWITCH_FLAGS: Final = ("File", "Regex", "Wildcard", "Exact", "CaseSensitive", "Parallel")


def error_statement(extent: Extent, *below: Ast | None) -> ErrorStatementAst:
    """A statement that could not be read, with what was understood of it."""
    return ErrorStatementAst(*extent, [], [], [ast for ast in below if ast is not None])


class LoopRules(CommandRules):
    """Rules for loops and switch."""

    def _switch(self, label: LabelToken | None, switch_token: Token) -> StatementAst:
        start = place(label or switch_token)
        end_error = start
        is_error = False
        is_incomplete = False
        need_condition = False
        condition: PipelineBaseAst | None = None
        flags: set[str] = set()
        self.skip_newlines()
        token = self.peek_token()
        while isinstance(token, ParameterToken):
            self.skip_token()
            end_error = place(token)
            if is_specific_parameter(token, "regex"):
                flags.add("Regex")
                flags.discard("Wildcard")
            elif is_specific_parameter(token, "wildcard"):
                flags.add("Wildcard")
                flags.discard("Regex")
            elif is_specific_parameter(token, "exact"):
                flags.discard("Regex")
                flags.discard("Wildcard")
            elif is_specific_parameter(token, "casesensitive"):
                flags.add("CaseSensitive")
            elif is_specific_parameter(token, "parallel"):
                flags.add("Parallel")
            elif is_specific_parameter(token, "file"):
                flags.add("File")
                self.skip_newlines()
                file_name = self.single_command_argument(FILE_NAME)
                if file_name is None:
                    is_error = True
                    is_incomplete = self.report_incomplete("MissingFilenameOption", *after(token))
                else:
                    end_error = place(file_name)
                    element = CommandExpressionAst(file_name.start, file_name.end, file_name, [])
                    condition = PipelineAst(file_name.start, file_name.end, [element])
            else:
                is_error = True
                self.report("InvalidSwitchFlag", token.start, token.end, token.parameter_name)
            token = self.peek_token()
        left = self.peek_token()
        if left.kind == "LParen":
            end_error = place(left)
            self.skip_token()
            if "File" in flags:
                is_error = True
                self.report("PipelineValueRequired", left.start, left.end)
            need_condition = True
            self.skip_newlines()
            condition = self.pipeline_rule()
            if condition is None:
                is_error = True
                is_incomplete = self.report_incomplete("PipelineValueRequired", *after(left))
            else:
                end_error = place(condition)
            self.skip_newlines()
            right = self.next_token()
            if right.kind != "RParen":
                self.unget_token(right)
                if not is_incomplete:
                    is_error = True
                    is_incomplete = self.report_incomplete("MissingEndParenthesisInSwitchStatement", *after(end_error))
            else:
                end_error = place(right)
        elif condition is None and "File" not in flags:
            is_error = True
            is_incomplete = self.report_incomplete("PipelineValueRequired", *after(end_error))
        self.skip_newlines()
        curly = self.next_token()
        clauses: list[tuple[ExpressionAst, StatementBlockAst]] = []
        default: StatementBlockAst | None = None
        below: list[Ast] = []
        end = end_error
        if curly.kind != "LCurly":
            self.unget_token(curly)
            if not is_incomplete:
                is_error = True
                self.report_incomplete("MissingCurlyBraceInSwitchStatement", *after(end_error))
        else:
            end_error = place(curly)
            self.skip_newlines()
            while True:
                pattern = self.single_command_argument(SWITCH_CONDITION)
                if pattern is None:
                    is_error = True
                    self.report_incomplete("MissingSwitchConditionExpression", *after(end_error))
                    if self.peek_token().kind == "RCurly":
                        self.skip_token()
                    break
                below.append(pattern)
                end_error = place(pattern)
                body = self.statement_block_rule()
                if body is None:
                    is_error = True
                    is_incomplete = self.report_incomplete("MissingSwitchStatementClause", *after(end_error))
                else:
                    below.append(body)
                    end_error = place(body)
                    if (
                        isinstance(pattern, StringConstantExpressionAst)
                        and pattern.string_constant_type == "BareWord"
                        and pattern.value.lower() == "default"
                    ):
                        if default is not None:
                            is_error = True
                            self.report("MultipleSwitchDefaultClauses", pattern.start, pattern.end)
                        default = body
                    else:
                        clauses.append((pattern, body))
                self.skip_newlines_and_semicolons()
                token = self.peek_token()
                if token.kind == "RCurly":
                    end = place(token)
                    self.skip_token()
                    break
                if token.kind == "EndOfInput":
                    if not is_incomplete:
                        is_error = True
                        self.report_incomplete_at("MissingEndCurlyBrace", place(curly), place(token))
                    break
        if is_error:
            extent = extent_of(start, end_error)
            return ErrorStatementAst(*extent, [condition] if need_condition and condition else [], below, [], "Switch")
        ordered = tuple(flag for flag in _SWITCH_FLAGS if flag in flags)
        return SwitchStatementAst(
            start[0], end[1], label.label_text if label is not None else None, condition, ordered, clauses, default
        )

    # -- loops

    def _foreach(self, label: LabelToken | None, keyword: Token) -> StatementAst:
        start = place(label or keyword)
        end_error: Extent | None = None
        self.skip_newlines()
        token = self.peek_token()
        parallel = False
        throttle_limit: ExpressionAst | None = None
        while isinstance(token, ParameterToken):
            self.skip_token()
            if is_specific_parameter(token, "parallel"):
                parallel = True
            elif is_specific_parameter(token, "throttlelimit"):
                self.skip_newlines()
                throttle_limit = self.single_command_argument(COMMAND_ARGUMENT)
                if throttle_limit is None:
                    self.report_incomplete("MissingThrottleLimit", *after(token))
            else:
                end_error = place(token)
                self.report("InvalidForeachFlag", token.start, token.end, token.parameter_name)
            self.skip_newlines()
            token = self.peek_token()
        left = self.next_token()
        if left.kind != "LParen":
            self.unget_token(left)
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", *after(keyword), KIND_TEXT[keyword.kind])
            return error_statement(extent_of(start, keyword))
        self.skip_newlines()
        token = self.next_token()
        if not isinstance(token, VariableToken):
            self.unget_token(token)
            self.report_incomplete("MissingVariableNameAfterForeach", *after(left))
            return error_statement(extent_of(start, left))
        variable = VariableExpressionAst(token.start, token.end, token.variable_path, token.kind == "SplattedVariable")
        self.skip_newlines()
        pipeline: PipelineBaseAst | None = None
        body: StatementBlockAst | None = None
        in_token = self.next_token()
        if in_token.kind != "In":
            self.unget_token(in_token)
            end_error = place(variable)
            self.report_incomplete("MissingInInForeach", *after(end_error))
        else:
            self.skip_newlines()
            pipeline = self.pipeline_rule()
            if pipeline is None:
                end_error = place(in_token)
                self.report_incomplete("MissingForeachExpression", *after(end_error))
            else:
                self.skip_newlines()
                right = self.next_token()
                if right.kind != "RParen":
                    self.unget_token(right)
                    end_error = place(pipeline)
                    self.report_incomplete("MissingEndParenthesisAfterForeach", *after(end_error))
                else:
                    body = self.statement_block_rule()
                    if body is None:
                        end_error = place(right)
                        self.report_incomplete("MissingForeachStatement", *after(end_error))
        if end_error is not None or body is None:
            return error_statement(extent_of(start, end_error or start), variable, pipeline, body)
        return ForEachStatementAst(
            start[0],
            body.end,
            label.label_text if label is not None else None,
            "Parallel" if parallel else "None",
            throttle_limit,
            variable,
            pipeline,
            body,
        )

    def _for(self, label: LabelToken | None, keyword: Token) -> StatementAst:
        start = place(label or keyword)
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LParen":
            self.unget_token(left)
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", *after(keyword), KIND_TEXT[keyword.kind])
            return error_statement(extent_of(start, keyword))
        end_error = place(left)
        parts: list[PipelineBaseAst | None] = []
        for _ in range(3):
            self.skip_newlines()
            part = self.pipeline_rule()
            parts.append(part)
            if part is not None:
                end_error = place(part)
            if len(parts) < 3 and self.peek_token().kind == "Semi":
                end_error = place(self.next_token())
        self.skip_newlines()
        right = self.next_token()
        body: StatementBlockAst | None = None
        if right.kind != "RParen":
            self.unget_token(right)
            self.report_incomplete("MissingEndParenthesisAfterStatement", *after(end_error), KIND_TEXT[keyword.kind])
        else:
            body = self.statement_block_rule()
            if body is None:
                end_error = place(right)
                self.report_incomplete("MissingLoopStatement", *after(end_error), KIND_TEXT[keyword.kind])
        if body is None:
            return error_statement(extent_of(start, end_error), *parts)
        return ForStatementAst(
            start[0], body.end, label.label_text if label is not None else None, parts[0], parts[1], parts[2], body
        )

    def _while(self, label: LabelToken | None, keyword: Token) -> StatementAst:
        start = place(label or keyword)
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LParen":
            self.unget_token(left)
            self.report_incomplete("MissingOpenParenthesisAfterKeyword", *after(keyword), keyword.text)
            return error_statement(extent_of(start, keyword))
        self.skip_newlines()
        condition = self.pipeline_rule()
        found = condition
        if condition is None:
            where = after(left)
            self.report_incomplete("MissingExpressionAfterKeyword", *where, KIND_TEXT[keyword.kind])
            condition = error_statement(where)
        self.skip_newlines()
        right = self.next_token()
        if right.kind != "RParen":
            self.unget_token(right)
            if not isinstance(condition, ErrorStatementAst):
                self.report_incomplete(
                    "MissingEndParenthesisAfterStatement", *after(condition), KIND_TEXT[keyword.kind]
                )
            return error_statement(extent_of(start, condition), found)
        self.skip_newlines()
        body = self.statement_block_rule()
        if body is None:
            self.report_incomplete("MissingLoopStatement", *after(right), KIND_TEXT[keyword.kind])
            return error_statement(extent_of(start, right), found)
        return WhileStatementAst(start[0], body.end, label.label_text if label is not None else None, condition, body)

    def _do(self, label: LabelToken | None, keyword: Token) -> StatementAst:
        start = place(label or keyword)
        end_error: Extent | None = None
        condition: PipelineBaseAst | None = None
        until = False
        end = start
        body = self.statement_block_rule()
        if body is None:
            end_error = place(keyword)
            self.report_incomplete("MissingLoopStatement", *after(end_error), "do")
        else:
            self.skip_newlines()
            token = self.next_token()
            until = token.kind == "Until"
            if token.kind not in ("While", "Until"):
                self.unget_token(token)
                end_error = place(body)
                self.report_incomplete("MissingWhileOrUntilInDoWhile", *after(end_error))
            else:
                self.skip_newlines()
                left = self.next_token()
                if left.kind != "LParen":
                    self.unget_token(left)
                    end_error = place(token)
                    self.report_incomplete(
                        "MissingOpenParenthesisAfterKeyword", *after(end_error), KIND_TEXT[token.kind]
                    )
                else:
                    self.skip_newlines()
                    condition = self.pipeline_rule()
                    if condition is None:
                        end_error = place(left)
                        self.report_incomplete(
                            "MissingExpressionAfterKeyword", *after(end_error), KIND_TEXT[token.kind]
                        )
                    self.skip_newlines()
                    right = self.next_token()
                    end = place(right)
                    if right.kind != "RParen":
                        self.unget_token(right)
                        if condition is not None:
                            end_error = place(condition)
                            self.report_incomplete(
                                "MissingEndParenthesisAfterStatement", *after(end_error), KIND_TEXT[token.kind]
                            )
        if end_error is not None or body is None:
            return error_statement(extent_of(start, end_error or start), body, condition)
        kind = DoUntilStatementAst if until else DoWhileStatementAst
        return kind(start[0], end[1], label.label_text if label is not None else None, condition, body)
