"""Actions of lists and statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.language.lalr.refusal import Refusal
from ems.language.source import Source
from ems.language.tokenizer import Tokenizer
from ems.language.tokens import LabelToken, ParameterToken, Token, VariableToken, is_specific_parameter
from ems.language.tree import (
    ArrayExpressionAst,
    AssignmentStatementAst,
    BlockStatementAst,
    BreakStatementAst,
    CatchClauseAst,
    CommandExpressionAst,
    ConfigurationDefinitionAst,
    ContinueStatementAst,
    DataStatementAst,
    DoUntilStatementAst,
    DoWhileStatementAst,
    ExitStatementAst,
    ExpressionAst,
    ForEachStatementAst,
    ForStatementAst,
    HashtableAst,
    IfStatementAst,
    LabeledStatementAst,
    NamedBlockAst,
    ParamBlockAst,
    ParenExpressionAst,
    PipelineAst,
    PipelineBaseAst,
    ReturnStatementAst,
    ScriptBlockAst,
    ScriptBlockExpressionAst,
    StatementAst,
    StatementBlockAst,
    StringConstantExpressionAst,
    SubExpressionAst,
    SwitchStatementAst,
    ThrowStatementAst,
    TrapStatementAst,
    TryStatementAst,
    VariableExpressionAst,
    WhileStatementAst,
)
from ems.language.tree.commands import assigned

if TYPE_CHECKING:
    from ems.language.diagnosis.definitions import Parser

_WITH_PIPELINE: Final = {"Return": ReturnStatementAst, "Throw": ThrowStatementAst, "Exit": ExitStatementAst}
_WITH_LABEL: Final = {"Break": BreakStatementAst, "Continue": ContinueStatementAst}
_SWITCH_FLAGS: Final = ("File", "Regex", "Wildcard", "Exact", "CaseSensitive", "Parallel")


class Body:
    """The inside of a script block."""

    __slots__ = ("blocks", "param_block", "statements")

    def __init__(
        self, param_block: ParamBlockAst | None, statements: list[StatementAst], blocks: list[NamedBlockAst] | None
    ) -> None:
        self.param_block = param_block
        self.statements = statements
        self.blocks = blocks


class StatementActions:
    """Actions get the values of the symbols of their rules."""

    def __init__(self, source: Source, tokenizer: Tokenizer) -> None:
        self.source = source
        self.tokenizer = tokenizer
        self.workflows: list[bool] = []
        self._descent: Parser | None = None

    def descent(self) -> Parser:
        """The diagnosing parser over the same lexer, for what stands inside strings."""
        if self._descent is None:
            from ems.language.diagnosis.definitions import Parser

            self._descent = Parser(self.source)
            self._descent.tokenizer = self.tokenizer
        return self._descent

    # -- lists

    def empty_list(self, v: Sequence[Any]) -> list[Any]:
        return []

    def list_first(self, v: Sequence[Any]) -> list[Any]:
        return [v[0]]

    def list_more(self, v: Sequence[Any]) -> list[Any]:
        items: list[Any] = v[0]
        items.append(v[1])
        return items

    def list_after_separator(self, v: Sequence[Any]) -> list[Any]:
        items: list[Any] = v[0]
        items.append(v[2])
        return items

    def list_of_two(self, v: Sequence[Any]) -> list[Any]:
        return [v[0], v[2]]

    def pair_list(self, v: Sequence[Any]) -> list[Any]:
        return [v[0], v[1]]

    def pair(self, v: Sequence[Any]) -> tuple[Any, Any]:
        return v[0], v[1]

    def first(self, v: Sequence[Any]) -> Any:
        return v[0]

    def second(self, v: Sequence[Any]) -> Any:
        return v[1]

    def nothing(self, v: Sequence[Any]) -> None:
        return None

    # -- blocks

    def block(self, v: Sequence[Any]) -> StatementBlockAst:
        statements, traps = _split(v[1])
        return StatementBlockAst(v[0].start, v[2].end, statements, traps)

    def make_script_block(
        self, body: Body, start: int, end: int, inside: tuple[int, int] | None, is_filter: bool = False
    ) -> ScriptBlockAst:
        """A script block with its unnamed or named blocks. `inside` is what is between the braces."""
        param_block = body.param_block
        if body.blocks is not None:
            return self._with_named_blocks(body.blocks, param_block, start, end)
        extent = (0, 0)
        if body.statements:
            extent = (body.statements[0].start, body.statements[-1].end)
        elif param_block is None and inside is not None and inside[0] != inside[1]:
            extent = (inside[0], max(0, inside[1] - 1))
        if param_block is not None:
            extent = (param_block.start, extent[1] if body.statements else param_block.end)
        statements, traps = _split(body.statements)
        block = NamedBlockAst(*extent, "Process" if is_filter else "End", True, statements, traps)
        process, last = (block, None) if is_filter else (None, block)
        return ScriptBlockAst(start, end, [], param_block, None, None, process, last, self.source, None, is_filter)

    def _with_named_blocks(
        self, blocks: list[NamedBlockAst], param_block: ParamBlockAst | None, start: int, end: int
    ) -> ScriptBlockAst:
        by_kind = {block.block_kind: block for block in blocks}
        if len(by_kind) != len(blocks):
            raise Refusal
        return ScriptBlockAst(
            start,
            end,
            [],
            param_block,
            by_kind.get("Dynamicparam"),
            by_kind.get("Begin"),
            by_kind.get("Process"),
            by_kind.get("End"),
            self.source,
        )

    def script_block_expression(self, v: Sequence[Any]) -> ScriptBlockExpressionAst:
        block = self.make_script_block(v[1], v[0].start, v[2].end, (v[0].end, v[2].start))
        return ScriptBlockExpressionAst(block.start, block.end, block)

    def paren(self, v: Sequence[Any]) -> ParenExpressionAst:
        return ParenExpressionAst(v[0].start, v[2].end, v[1])

    def sub_expression(self, v: Sequence[Any]) -> SubExpressionAst:
        return SubExpressionAst(v[0].start, v[2].end, _inner_block(v[1]))

    def array_expression(self, v: Sequence[Any]) -> ArrayExpressionAst:
        return ArrayExpressionAst(v[0].start, v[2].end, _inner_block(v[1]))

    def hashtable(self, v: Sequence[Any]) -> HashtableAst:
        return HashtableAst(v[0].start, v[2].end, v[1])

    def hash_entry(self, v: Sequence[Any]) -> tuple[ExpressionAst, StatementAst]:
        return v[0], v[2]

    # -- flow

    def flow_without_pipeline(self, v: Sequence[Any]) -> StatementAst:
        return _WITH_PIPELINE[v[0].kind](v[0].start, v[0].end, None)

    def flow_with_pipeline(self, v: Sequence[Any]) -> StatementAst:
        return _WITH_PIPELINE[v[0].kind](v[0].start, v[1].end, v[1])

    def flow_without_label(self, v: Sequence[Any]) -> StatementAst:
        return _WITH_LABEL[v[0].kind](v[0].start, v[0].end, None)

    def flow_with_label(self, v: Sequence[Any]) -> StatementAst:
        return _WITH_LABEL[v[0].kind](v[0].start, v[1].end, v[1])

    def assignment(self, v: Sequence[Any]) -> AssignmentStatementAst:
        operator = v[1]
        return AssignmentStatementAst(
            v[0].start, v[2].end, v[0], operator.kind, assigned(v[2]), operator.start, operator.end
        )

    # -- conditions and loops

    def if_clause(self, v: Sequence[Any]) -> list[Any]:
        return [v[0], (v[2], v[4])]

    def elseif_clause(self, v: Sequence[Any]) -> list[Any]:
        items: list[Any] = v[0]
        items.append((v[3], v[5]))
        return items

    def if_statement(self, v: Sequence[Any]) -> IfStatementAst:
        keyword, *clauses = v[0]
        return IfStatementAst(keyword.start, clauses[-1][1].end, clauses, None)

    def if_else_statement(self, v: Sequence[Any]) -> IfStatementAst:
        keyword, *clauses = v[0]
        return IfStatementAst(keyword.start, v[2].end, clauses, v[2])

    def while_statement(self, v: Sequence[Any]) -> WhileStatementAst:
        return WhileStatementAst(v[0].start, v[4].end, None, v[2], v[4])

    def do_while_statement(self, v: Sequence[Any]) -> DoWhileStatementAst:
        return DoWhileStatementAst(v[0].start, v[5].end, None, v[4], v[1])

    def do_until_statement(self, v: Sequence[Any]) -> DoUntilStatementAst:
        return DoUntilStatementAst(v[0].start, v[5].end, None, v[4], v[1])

    def for_statement(self, v: Sequence[Any]) -> ForStatementAst:
        return ForStatementAst(v[0].start, v[8].end, None, v[2], v[4], v[6], v[8])

    def throttle_limit(self, v: Sequence[Any]) -> list[Any]:
        items: list[Any] = v[0]
        items.append(v[2])
        return items

    def foreach_statement(self, v: Sequence[Any]) -> ForEachStatementAst:
        flags = "None"
        throttle_limit: ExpressionAst | None = None
        for item in v[1]:
            if isinstance(item, ExpressionAst):
                throttle_limit = item
            elif is_specific_parameter(item, "parallel"):
                flags = "Parallel"
            else:
                raise Refusal
        token: VariableToken = v[3]
        variable = VariableExpressionAst(token.start, token.end, token.variable_path, False)
        return ForEachStatementAst(v[0].start, v[7].end, None, flags, throttle_limit, variable, v[5], v[7])

    def switch_statement(self, v: Sequence[Any]) -> SwitchStatementAst:
        return self._switch(v[0], v[1], v[3], v[6], v[7])

    def switch_file_statement(self, v: Sequence[Any]) -> SwitchStatementAst:
        name: ExpressionAst = v[3]
        element = CommandExpressionAst(name.start, name.end, name, [])
        condition = PipelineAst(name.start, name.end, [element])
        return self._switch(v[0], [*v[1], *v[4]], condition, v[6], v[7], "File")

    def _switch(
        self,
        keyword: Token,
        parameters: list[ParameterToken],
        condition: PipelineBaseAst,
        pairs: list[tuple[ExpressionAst, StatementBlockAst]],
        right: Token,
        *more: str,
    ) -> SwitchStatementAst:
        flags: set[str] = set(more)
        for token in parameters:
            self._switch_flag(token, flags)
        clauses: list[tuple[ExpressionAst, StatementBlockAst]] = []
        default: StatementBlockAst | None = None
        for pattern, body in pairs:
            if (
                isinstance(pattern, StringConstantExpressionAst)
                and pattern.string_constant_type == "BareWord"
                and pattern.value.lower() == "default"
            ):
                if default is not None:
                    raise Refusal
                default = body
            else:
                clauses.append((pattern, body))
        ordered = tuple(flag for flag in _SWITCH_FLAGS if flag in flags)
        return SwitchStatementAst(keyword.start, right.end, None, condition, ordered, clauses, default)

    @staticmethod
    def _switch_flag(token: ParameterToken, flags: set[str]) -> None:
        flag = next((each for each in _SWITCH_FLAGS[1:] if is_specific_parameter(token, each)), None)
        if flag is None:
            raise Refusal
        if flag in ("Regex", "Wildcard", "Exact"):
            flags -= {"Regex", "Wildcard"}
        if flag != "Exact":
            flags.add(flag)

    def labeled(self, v: Sequence[Any]) -> LabeledStatementAst:
        label: LabelToken = v[0]
        statement: LabeledStatementAst = v[1]
        statement.label = label.label_text
        statement.start = label.start
        return statement

    # -- try, trap, data

    def catch_all(self, v: Sequence[Any]) -> CatchClauseAst:
        return CatchClauseAst(v[0].start, v[1].end, [], v[1])

    def catch_types(self, v: Sequence[Any]) -> CatchClauseAst:
        return CatchClauseAst(v[0].start, v[2].end, v[1], v[2])

    def try_catch(self, v: Sequence[Any]) -> TryStatementAst:
        return TryStatementAst(v[0].start, v[2][-1].end, v[1], v[2], None)

    def try_finally(self, v: Sequence[Any]) -> TryStatementAst:
        return TryStatementAst(v[0].start, v[3].end, v[1], [], v[3])

    def try_catch_finally(self, v: Sequence[Any]) -> TryStatementAst:
        return TryStatementAst(v[0].start, v[4].end, v[1], v[2], v[4])

    def trap_all(self, v: Sequence[Any]) -> TrapStatementAst:
        return TrapStatementAst(v[0].start, v[1].end, None, v[1])

    def trap_type(self, v: Sequence[Any]) -> TrapStatementAst:
        return TrapStatementAst(v[0].start, v[2].end, v[1], v[2])

    def data_without_name(self, v: Sequence[Any]) -> DataStatementAst:
        return DataStatementAst(v[0].start, v[-1].end, None, v[2] if len(v) == 4 else [], v[-1])

    def data_with_name(self, v: Sequence[Any]) -> DataStatementAst:
        return DataStatementAst(v[0].start, v[-1].end, v[1].text, v[3] if len(v) == 5 else [], v[-1])

    def configuration(self, v: Sequence[Any]) -> ConfigurationDefinitionAst:
        body = self.script_block_expression(v[2:5])
        return ConfigurationDefinitionAst(v[0].start, body.end, v[1], body)

    def block_statement(self, v: Sequence[Any]) -> BlockStatementAst:
        return BlockStatementAst(v[0].start, v[1].end, v[0].text, v[1])


def _split(statements: list[StatementAst]) -> tuple[list[StatementAst], list[TrapStatementAst]]:
    """Traps stand in a list of their own."""
    traps = [statement for statement in statements if isinstance(statement, TrapStatementAst)]
    if not traps:
        return statements, traps
    return [statement for statement in statements if not isinstance(statement, TrapStatementAst)], traps


def _inner_block(items: list[StatementAst]) -> StatementBlockAst:
    statements, traps = _split(items)
    start, end = (items[0].start, items[-1].end) if items else (0, 0)
    return StatementBlockAst(start, end, statements, traps)
