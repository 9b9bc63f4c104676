"""Statements with keywords: conditions, loops, switch, try, trap, data, flow control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ems.language.diagnosis.base import (
    Extent,
    after,
    before,
    extent_of,
    first_of,
    place,
)
from ems.language.diagnosis.commands import (
    COMMAND_ARGUMENT,
    COMMAND_NAME_CONTEXT,
    FILE_NAME,
    SWITCH_CONDITION,
    CommandRules,
)
from ems.language.kinds import KEYWORD, KIND_TEXT, NO_ATTRIBUTES
from ems.language.source import Source
from ems.language.tokens import LabelToken, ParameterToken, Token, VariableToken, is_specific_parameter
from ems.language.tree import (
    Ast,
    AttributeAst,
    AttributeBaseAst,
    BlockStatementAst,
    BreakStatementAst,
    CatchClauseAst,
    CommandExpressionAst,
    ContinueStatementAst,
    DataStatementAst,
    DoUntilStatementAst,
    DoWhileStatementAst,
    ErrorStatementAst,
    ExitStatementAst,
    ExpressionAst,
    ForEachStatementAst,
    ForStatementAst,
    IfStatementAst,
    PipelineAst,
    PipelineBaseAst,
    ReturnStatementAst,
    StatementAst,
    StatementBlockAst,
    StringConstantExpressionAst,
    SwitchStatementAst,
    ThrowStatementAst,
    TrapStatementAst,
    TryStatementAst,
    TypeConstraintAst,
    VariableExpressionAst,
    WhileStatementAst,
)

_SWITCH_FLAGS: Final = ("File", "Regex", "Wildcard", "Exact", "CaseSensitive", "Parallel")


def error_statement(extent: Extent, *below: Ast | None) -> ErrorStatementAst:
    """A statement that could not be read, with what was understood of it."""
    return ErrorStatementAst(*extent, [], [], [ast for ast in below if ast is not None])


class StatementRules(CommandRules):
    """Rules for statements."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.rules = self.keyword_rules()

    def statement_block_rule(self) -> StatementBlockAst | None:
        """`{...}` as the body of a statement."""
        self.skip_newlines()
        left = self.next_token()
        if left.kind != "LCurly":
            self.unget_token(left)
            return None
        statements: list[StatementAst] = []
        traps: list[TrapStatementAst] = []
        extent = self.statement_list_rule(statements, traps)
        right = self.next_token()
        end = right.end
        if right.kind != "RCurly":
            self.unget_token(right)
            end = (extent or (left.start, left.end))[1]
            self.report_incomplete_at("MissingEndCurlyBrace", (left.start, left.end), (right.start, right.end))
        return StatementBlockAst(left.start, end, statements, traps)

    def statement_list_rule(self, statements: list[StatementAst], traps: list[TrapStatementAst]) -> Extent | None:
        """Statements up to a closing bracket or the end."""
        first: StatementAst | None = None
        last: StatementAst | None = None
        self.skip_newlines_and_semicolons()
        while True:
            statement = self.statement_rule()
            if statement is None:
                break
            signature = self.tokenizer.signature_start
            if signature is not None and signature < statement.start:
                self.report("TokenAfterEndOfValidScriptText", statement.start, statement.end)
            if isinstance(statement, TrapStatementAst):
                traps.append(statement)
            else:
                statements.append(statement)
            first = first or statement
            last = statement
            self.skip_newlines_and_semicolons()
            if self.peek_token().kind in ("RParen", "RCurly"):
                break
        return extent_of(first, last) if first is not None and last is not None else None

    def statement_rule(self) -> StatementAst | None:
        """Any statement."""
        self.enter()
        statement = self._statement()
        self.depth -= 1
        return statement

    def _statement(self) -> StatementAst | None:
        token = self.next_token()
        attributes: list[AttributeBaseAst] = []
        restore_point = token.start
        if token.kind == "Generic" and token.text[0] == "[":
            self.resync_token(token)
            attributes = self.attribute_list_rule(False)
            token = self.next_token()
            if attributes:
                token = self._check_attributes(attributes, token, restore_point)
        rule = self.rules.get(token.kind)
        if rule is not None:
            return rule(token, attributes)
        kind = token.kind
        if kind == "EndOfInput" and not attributes:
            self.unget_token(token)
            return None
        if kind in ("Else", "ElseIf", "Catch", "Until") and self.errors:
            # After an error these are just eaten, for they would make odd commands.
            self.skip_newlines()
            return self.statement_rule()
        if attributes:
            self.resync(restore_point)
        else:
            self.unget_token(token)
        return self.pipeline_rule()

    def _check_attributes(self, attributes: list[AttributeBaseAst], token: Token, restore_point: int) -> Token:
        """Attributes may stand before a few statements only; else they were a cast."""
        constraint = next((each for each in attributes if isinstance(each, TypeConstraintAst)), None)
        if token.flags & NO_ATTRIBUTES:
            if constraint is None:
                first = attributes[0]
                self.report("UnexpectedAttribute", first.start, first.end, first.type_name.full_name)
                return token
        elif token.flags & KEYWORD:
            if constraint is not None:
                name = constraint.type_name.full_name
                self.report("TypeNotAllowedBeforeStatement", constraint.start, constraint.end, name)
            return token
        self.resync(restore_point)
        return self.next_token()

    def keyword_rules(self) -> dict[str, Callable[[Token, list[AttributeBaseAst]], StatementAst | None]]:
        """The rule for each keyword that begins a statement."""
        return {
            "If": lambda token, _: self._if(token),
            "Switch": lambda token, _: self._switch(None, token),
            "Foreach": lambda token, _: self._foreach(None, token),
            "For": lambda token, _: self._for(None, token),
            "While": lambda token, _: self._while(None, token),
            "Do": lambda token, _: self._do(None, token),
            "Return": lambda token, _: self._with_pipeline(ReturnStatementAst, token),
            "Throw": lambda token, _: self._with_pipeline(ThrowStatementAst, token),
            "Exit": lambda token, _: self._with_pipeline(ExitStatementAst, token),
            "Break": lambda token, _: self._with_label(BreakStatementAst, token),
            "Continue": lambda token, _: self._with_label(ContinueStatementAst, token),
            "Trap": lambda token, _: self._trap(token),
            "Try": lambda token, _: self._try(token),
            "Data": lambda token, _: self._data(token),
            "Parallel": lambda token, _: self._block(token),
            "Sequence": lambda token, _: self._block(token),
            "From": lambda token, _: self._reserved(token),
            "Define": lambda token, _: self._reserved(token),
            "Var": lambda token, _: self._reserved(token),
            "Label": lambda token, _: self._labeled(token),
        }

    def _reserved(self, token: Token) -> StatementAst:
        self.report("ReservedKeywordNotAllowed", token.start, token.end, KIND_TEXT[token.kind])
        return error_statement(place(token))

    def _with_pipeline(
        self, kind: type[ReturnStatementAst] | type[ThrowStatementAst] | type[ExitStatementAst], token: Token
    ) -> StatementAst:
        pipeline = self.pipeline_rule()
        return kind(token.start, pipeline.end if pipeline is not None else token.end, pipeline)

    def _with_label(self, kind: type[BreakStatementAst] | type[ContinueStatementAst], token: Token) -> StatementAst:
        label = self.label_or_key_rule()
        return kind(token.start, label.end if label is not None else token.end, label)

    def _labeled(self, label: Token) -> StatementAst | None:
        assert isinstance(label, LabelToken)
        self.skip_newlines()
        token = self.next_token()
        if token.kind == "Switch":
            return self._switch(label, token)
        if token.kind == "Foreach":
            return self._foreach(label, token)
        if token.kind == "For":
            return self._for(label, token)
        if token.kind == "While":
            return self._while(label, token)
        if token.kind == "Do":
            return self._do(label, token)
        self.resync_token(label)
        return self.pipeline_rule()

    def _block(self, keyword: Token) -> StatementAst:
        body = self.statement_block_rule()
        if body is None:
            self.report_incomplete("MissingStatementAfterKeyword", *after(keyword), keyword.text)
            return error_statement(place(keyword))
        return BlockStatementAst(keyword.start, body.end, keyword.text, body)

    def _if(self, if_token: Token) -> StatementAst:
        clauses: list[tuple[PipelineBaseAst, StatementBlockAst]] = []
        below: list[Ast] = []
        else_clause: StatementBlockAst | None = None
        keyword = if_token
        while True:
            self.skip_newlines()
            left = self.next_token()
            if left.kind != "LParen":
                self.unget_token(left)
                self.report_incomplete("MissingOpenParenthesisInIfStatement", *after(keyword), keyword.text)
                return error_statement(extent_of(if_token, keyword), *below)
            self.skip_newlines()
            condition = self.pipeline_rule()
            if condition is None:
                where = after(left)
                self.report_incomplete("IfStatementMissingCondition", *where, keyword.text)
                condition = error_statement(where)
            else:
                below.append(condition)
            self.skip_newlines()
            right = self.next_token()
            if right.kind != "RParen":
                self.unget_token(right)
                if not isinstance(condition, ErrorStatementAst):
                    self.report_incomplete("MissingEndParenthesisAfterStatement", right.start, right.end, keyword.text)
                return error_statement(extent_of(if_token, before(right)), *below)
            self.skip_newlines()
            body = self.statement_block_rule()
            if body is None:
                self.report_incomplete("MissingStatementBlock", right.start, right.end, keyword.text)
                return error_statement(extent_of(if_token, right), *below)
            below.append(body)
            clauses.append((condition, body))
            self.skip_newlines()
            keyword = self.peek_token()
            if keyword.kind == "ElseIf":
                self.skip_token()
                continue
            if keyword.kind == "Else":
                self.skip_token()
                self.skip_newlines()
                else_clause = self.statement_block_rule()
                if else_clause is None:
                    self.report_incomplete("MissingStatementBlockAfterElse", *after(keyword))
                    return error_statement(extent_of(if_token, keyword), *below)
            break
        end = else_clause.end if else_clause is not None else clauses[-1][1].end
        return IfStatementAst(if_token.start, end, clauses, else_clause)

    # -- switch

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

    # -- try, trap, data

    def _trap(self, trap_token: Token) -> StatementAst:
        restore_point = self.tokenizer.restore_point()
        self.skip_newlines()
        attribute = self.attribute_rule()
        constraint = attribute if isinstance(attribute, TypeConstraintAst) else None
        if isinstance(attribute, AttributeAst):
            self.resync(restore_point)
        body = self.statement_block_rule()
        if body is None:
            end_error = first_of(constraint, trap_token)
            self.report_incomplete("MissingTrapStatement", *after(end_error))
            return error_statement(extent_of(trap_token, end_error), constraint)
        return TrapStatementAst(trap_token.start, body.end, constraint, body)

    def _catch(self) -> tuple[CatchClauseAst | None, Extent | None]:
        """A catch clause, and where an error in it ends."""
        self.skip_newlines()
        catch_token = self.next_token()
        if catch_token.kind != "Catch":
            self.unget_token(catch_token)
            return None, None
        types: list[TypeConstraintAst] = []
        comma: Token | None = None
        missing_type = False
        end_error: Extent | None = None
        while True:
            restore_point = self.tokenizer.restore_point()
            self.skip_newlines()
            attribute = self.attribute_rule()
            if attribute is None:
                if comma is not None:
                    end_error = place(comma)
                    missing_type = True
                    self.report_incomplete("MissingTypeLiteralToken", *after(end_error))
                break
            if not isinstance(attribute, TypeConstraintAst):
                self.resync(restore_point)
                break
            types.append(attribute)
            self.skip_newlines()
            comma = self.peek_token()
            if comma.kind != "Comma":
                break
            self.skip_token()
        handler = self.statement_block_rule()
        if handler is None:
            if not missing_type:
                end_error = place(types[-1]) if types else place(catch_token)
                self.report_incomplete("MissingCatchHandlerBlock", *after(end_error))
            return None, end_error
        return CatchClauseAst(catch_token.start, handler.end, types, handler), end_error

    def _try(self, try_token: Token) -> StatementAst:
        self.skip_newlines()
        body = self.statement_block_rule()
        if body is None:
            self.report_incomplete("MissingTryStatementBlock", *after(try_token))
            return error_statement(place(try_token))
        end_error: Extent | None = None
        catches: list[CatchClauseAst] = []
        while True:
            clause, error = self._catch()
            end_error = error or end_error
            if clause is None:
                break
            catches.append(clause)
        self.skip_newlines()
        token = self.peek_token()
        finally_block: StatementBlockAst | None = None
        if token.kind == "Finally":
            self.skip_token()
            finally_block = self.statement_block_rule()
            if finally_block is None:
                end_error = place(token)
                self.report_incomplete("MissingFinallyStatementBlock", *after(end_error), KIND_TEXT[token.kind])
        if not catches and finally_block is None and end_error is None:
            end_error = place(body)
            self.report_incomplete("MissingCatchOrFinally", *after(end_error))
        if end_error is not None:
            return error_statement(extent_of(try_token, end_error), body, *catches)
        end = finally_block.end if finally_block is not None else catches[-1].end
        return TryStatementAst(try_token.start, end, body, catches, finally_block)

    def _data(self, data_token: Token) -> StatementAst:
        end_error: Extent | None = None
        self.skip_newlines()
        name = self.simple_name_rule()
        self.skip_newlines()
        token = self.peek_token()
        commands: list[ExpressionAst] = []
        if isinstance(token, ParameterToken):
            self.skip_token()
            if not is_specific_parameter(token, "SupportedCommand"):
                end_error = place(token)
                self.report("InvalidParameterForDataSectionStatement", *end_error, token.parameter_name)
            comma: Token | None = None
            while True:
                self.skip_newlines()
                command = self.single_command_argument(COMMAND_NAME_CONTEXT)
                if command is None:
                    if end_error is None:
                        self.report_incomplete(
                            "MissingValueForSupportedCommandInDataSectionStatement", *after(comma or token)
                        )
                    end_error = place(comma or token)
                    break
                commands.append(command)
                comma = self.peek_token()
                if comma.kind != "Comma":
                    break
                self.skip_token()
        body: StatementBlockAst | None = None
        if end_error is None:
            body = self.statement_block_rule()
            if body is None:
                end_error = place(commands[-1]) if commands else first_of(name, data_token)
                self.report_incomplete("MissingStatementBlockForDataSection", *after(end_error))
        if end_error is not None or body is None:
            return error_statement(extent_of(data_token, end_error or place(data_token)), *commands)
        return DataStatementAst(data_token.start, body.end, name.value if name is not None else None, commands, body)
