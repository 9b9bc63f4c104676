"""Statements with keywords: conditions, try, trap, data, flow control; loops are in a file of their own."""

from __future__ import annotations

from collections.abc import Callable

from ems.language.diagnosis.base import (
    Extent,
    after,
    before,
    extent_of,
    first_of,
    place,
)
from ems.language.diagnosis.commands import (
    COMMAND_NAME_CONTEXT,
)
from ems.language.diagnosis.loops import LoopRules, error_statement
from ems.language.kinds import KEYWORD, KIND_TEXT, NO_ATTRIBUTES
from ems.language.source import Source
from ems.language.tokens import LabelToken, ParameterToken, Token, is_specific_parameter
from ems.language.tree import (
    Ast,
    AttributeAst,
    AttributeBaseAst,
    BlockStatementAst,
    BreakStatementAst,
    CatchClauseAst,
    ContinueStatementAst,
    DataStatementAst,
    ErrorStatementAst,
    ExitStatementAst,
    ExpressionAst,
    IfStatementAst,
    PipelineBaseAst,
    ReturnStatementAst,
    StatementAst,
    StatementBlockAst,
    ThrowStatementAst,
    TrapStatementAst,
    TryStatementAst,
    TypeConstraintAst,
)


class StatementRules(LoopRules):
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
