"""The floor of the diagnosing parser: one token of lookahead, the modes of the lexer, errors.

This parser is PowerShell's own way of reading: recursive descent with the recovery rules of its Parser.cs. It is the
one that says what is wrong with a script, in the order and with the extents of 5.1, and what tree is left of it.
"""

from __future__ import annotations

from typing import Final

from ems.language.errors import ParseError, message_of
from ems.language.kinds import MODE_INVARIANT
from ems.language.scanner import COMMAND, EXPRESSION, SIGNATURE, TYPE_NAME
from ems.language.source import Source
from ems.language.tokenizer import Tokenizer
from ems.language.tokens import ParameterToken, StringToken, Token
from ems.language.tree import (
    Ast,
    CommandParameterAst,
    ExpressionAst,
    PipelineBaseAst,
    ScriptBlockExpressionAst,
    StatementAst,
    StatementBlockAst,
    StringConstantExpressionAst,
    TrapStatementAst,
)

__all__ = ["COMMAND", "EMPTY", "EXPRESSION", "SIGNATURE", "TYPE_NAME", "Extent", "ParserBase", "TooComplicated"]

Extent = tuple[int, int]
Placed = Token | Ast

EMPTY: Final = (0, 0)
# How deep statements and expressions may be nested. 5.1 goes as deep as its stack; the number is our choice.
MAXIMUM_DEPTH: Final = 500


class TooComplicated(Exception):
    """The script is nested too deeply."""


def extent_of(first: Placed | Extent, last: Placed | Extent) -> Extent:
    """From the start of one to the end of another."""
    start = first[0] if isinstance(first, tuple) else first.start
    end = last[1] if isinstance(last, tuple) else last.end
    return start, end


def after(item: Placed | Extent) -> Extent:
    """The place behind something."""
    end = item[1] if isinstance(item, tuple) else item.end
    return end, end


def before(item: Placed | Extent) -> Extent:
    """The place before something."""
    start = item[0] if isinstance(item, tuple) else item.start
    offset = max(0, start - 1)
    return offset, offset


def place(item: Placed | Extent) -> Extent:
    """The extent of something."""
    return item if isinstance(item, tuple) else (item.start, item.end)


def first_of(*items: Placed | Extent | None) -> Extent:
    """The extent of the first that is there."""
    for item in items:
        if item is not None:
            return place(item)
    return EMPTY


class ParserBase:
    """Tokens and errors; the rules are in the subclasses."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.errors: list[ParseError] = []
        self._seen: set[tuple[str, int, int]] = set()
        self.tokenizer = Tokenizer(source, self)
        self.ungot: Token | None = None
        self.disable_comma = False
        self.depth = 0

    # -- errors

    def report(self, error_id: str, start: int, end: int, *arguments: str) -> None:
        """Add an error that more input cannot mend."""
        self._add(error_id, start, end, False, arguments)

    def report_incomplete(self, error_id: str, start: int, end: int, *arguments: str) -> bool:
        """Add an error that more input can mend where it stands at the end of the script."""
        incomplete = self.tokenizer.is_at_end(end)
        self._add(error_id, start, end, incomplete, arguments)
        return incomplete

    def report_incomplete_at(self, error_id: str, extent: Extent, detected: Extent, *arguments: str) -> bool:
        """The same, for an error found at another place than the one it is reported for."""
        incomplete = self.tokenizer.is_at_end(detected[1])
        self._add(error_id, extent[0], extent[1], incomplete, arguments)
        return incomplete

    def _add(self, error_id: str, start: int, end: int, incomplete: bool, arguments: tuple[str, ...]) -> None:
        # The lexer meets the same error again when it goes back.
        key = (error_id, start, end)
        if key not in self._seen:
            self._seen.add(key)
            self.errors.append(
                ParseError(error_id, message_of(error_id, arguments), start, end, incomplete, self.source)
            )

    # -- tokens

    def next_token(self) -> Token:
        """Take a token."""
        token = self.ungot
        if token is None:
            return self.tokenizer.next_token()
        self.ungot = None
        return token

    def peek_token(self) -> Token:
        """Look at the next token."""
        if self.ungot is None:
            self.ungot = self.tokenizer.next_token()
        return self.ungot

    def skip_token(self) -> None:
        """Take the token just looked at."""
        self.ungot = None

    def unget_token(self, token: Token) -> None:
        """Put a token back."""
        self.ungot = token

    def skip_newlines(self) -> None:
        """Skip blanks, comments and line ends."""
        if self.ungot is None or self.ungot.kind == "NewLine":
            self.ungot = None
            self.tokenizer.skip_newlines(False)

    def skip_newlines_and_semicolons(self) -> None:
        """Skip what may stand between statements."""
        if self.ungot is None or self.ungot.kind == "NewLine" or self.ungot.kind == "Semi":
            self.ungot = None
            self.tokenizer.skip_newlines(True)

    def set_mode(self, mode: int) -> None:
        """Change the mode of the lexer; a token looked at already is read again if that matters."""
        tokenizer = self.tokenizer
        if mode != tokenizer.mode:
            if self.ungot is not None and not self.ungot.flags & MODE_INVARIANT:
                self.resync_token(self.ungot)
            tokenizer.mode = mode

    def resync_token(self, token: Token) -> None:
        """Go back to a token."""
        self.ungot = None
        self.tokenizer.resync(token.start)

    def resync(self, restore_point: int) -> None:
        """Go back to a place."""
        self.ungot = None
        self.tokenizer.resync(restore_point)

    def sync_on_error(self, consume_closing_token: bool, *sync_kinds: str) -> None:
        """Skip to one of some tokens, with an eye on brackets."""
        parens = 1 if "RParen" in sync_kinds else 0
        curlies = 1 if "RCurly" in sync_kinds else 0
        brackets = 1 if "RBracket" in sync_kinds else 0
        while True:
            token = self.next_token()
            kind = token.kind
            closed = False
            if kind == "LParen":
                parens += 1
            elif kind == "LCurly":
                curlies += 1
            elif kind == "LBracket":
                brackets += 1
            elif kind == "RParen":
                parens -= 1
                closed = parens == 0
            elif kind == "RCurly":
                curlies -= 1
                closed = curlies == 0
            elif kind == "RBracket":
                brackets -= 1
                closed = brackets == 0
            elif kind == "EndOfInput":
                self.unget_token(token)
                return
            if closed and kind in sync_kinds:
                if not consume_closing_token:
                    self.unget_token(token)
                return
            if kind in sync_kinds and parens == 0 and curlies == 0 and brackets == 0:
                return

    def next_left_bracket(self) -> Token | None:
        """`[` where an attribute may stand."""
        if self.ungot is not None:
            return self.next_token() if self.ungot.kind == "LBracket" else None
        return self.tokenizer.left_bracket()

    def next_member_access(self, allow_bracket: bool) -> Token | None:
        """An operator directly behind an expression. After a lookahead something is wrong already."""
        return None if self.ungot is not None else self.tokenizer.member_access_operator(allow_bracket)

    def next_invoke_member(self) -> Token | None:
        """An opening parenthesis directly behind a member."""
        return None if self.ungot is not None else self.tokenizer.invoke_member_open()

    def verbatim_argument(self) -> StringToken | None:
        """The rest of the line behind `--%`."""
        if self.ungot is None or isinstance(self.ungot, ParameterToken):
            self.ungot = None
            return self.tokenizer.verbatim_argument()
        return None

    def enter(self) -> None:
        """Go one level deeper; whoever calls this leaves by `self.depth -= 1`."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise TooComplicated

    # -- what rules of one group need of a later one

    def expression_rule(self) -> ExpressionAst | None:
        """See ExpressionRules."""
        raise NotImplementedError

    def single_command_argument(self, context: int) -> ExpressionAst | None:
        """See CommandRules."""
        raise NotImplementedError

    def pipeline_rule(self) -> PipelineBaseAst | None:
        """See CommandRules."""
        raise NotImplementedError

    def statement_rule(self) -> StatementAst | None:
        """See StatementRules."""
        raise NotImplementedError

    def statement_list_rule(self, statements: list[StatementAst], traps: list[TrapStatementAst]) -> Extent | None:
        """See StatementRules."""
        raise NotImplementedError

    def statement_block_rule(self) -> StatementBlockAst | None:
        """See StatementRules."""
        raise NotImplementedError

    def script_block_expression_rule(self, left_curly: Token) -> ScriptBlockExpressionAst:
        """See ScriptRules."""
        raise NotImplementedError

    def simple_name_rule(self) -> StringConstantExpressionAst | None:
        """A plain word, whatever the mode."""
        token = self.simple_name_token()
        if token is None:
            return None
        return StringConstantExpressionAst(token.start, token.end, token.text, "BareWord")

    def simple_name_token(self) -> Token | None:
        """The token of a plain word."""
        from ems.language.kinds import MEMBER_NAME

        self.tokenizer.want_simple_name = True
        token = self.peek_token()
        self.tokenizer.want_simple_name = False
        if token.kind != "Identifier":
            return None
        token.flags |= MEMBER_NAME
        self.skip_token()
        return token


def parameter_ast(token: ParameterToken) -> CommandParameterAst:
    """A parameter without an argument."""
    return CommandParameterAst(token.start, token.end, token.parameter_name, None, token.end)
