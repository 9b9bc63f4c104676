"""Reads tokens where statements, commands and their arguments stand."""

from __future__ import annotations

import re

from ems.language.characters import DIGITS
from ems.language.kinds import COMMAND_NAME, KEYWORD, KEYWORDS, MEMBER_NAME
from ems.language.lalr import quick
from ems.language.lalr.refusal import Refusal
from ems.language.lalr.terminals import (
    AFTER_STATEMENT_START,
    COMMAND_TERMINALS,
    CONTINUING,
    CONTINUING_STARTS,
    EXPRESSION_STARTS,
    EXPRESSION_TERMINALS,
    GLUED,
    MORE_BLANKS,
    NO_ARGUMENTS,
    NO_COMMAND_NAMES,
    NO_FUNCTION_NAMES,
    PARAMETERS_OF_KEYWORDS,
    PLAIN_TERMINALS,
    PUNCTUATION_MARKS,
    PUNCTUATION_TERMINALS,
    REFUSED,
    START_TERMINALS,
)
from ems.language.names import VariablePath
from ems.language.scanner import COMMAND, EXPRESSION
from ems.language.tokenizer import Tokenizer
from ems.language.tokens import (
    FileRedirectionToken,
    MergingRedirectionToken,
    ParameterToken,
    RedirectionToken,
    StringToken,
    Token,
    VariableToken,
    is_specific_parameter,
)

Lexed = tuple[str, Token]


class CommandLexer:
    """`row` holds the terminals that the state of the parser accepts."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.tokens: list[Token] = []
        tokenizer.token_list = self.tokens
        self.row: dict[str, int] = {}

    def _glued(self, glue: int, mode: str) -> Lexed | tuple[str, None]:
        """A token directly behind what was read: a member operator, an index, the parenthesis of a call."""
        tokenizer = self.tokenizer
        if glue == 3:
            token = tokenizer.invoke_member_open()
            if token is None:
                return "", None
            return ("CALL_PAREN" if token.kind == "LParen" else "CALL_CURLY"), token
        tokenizer.mode = COMMAND if mode in ("argument", "plain") else EXPRESSION
        token = tokenizer.member_access_operator(glue == 2)
        if token is None:
            return "", None
        return GLUED[token.kind], token

    def _quick(self, match: re.Match[str], group: int) -> Lexed:
        """A token that one of the patterns found; those of the groups that all patterns share."""
        tokenizer = self.tokenizer
        tokens = self.tokens
        end = tokenizer.pos = match.end()
        if group == quick.PUNCTUATION:
            text = match[group]
            kind, terminal = PUNCTUATION_MARKS[text]
            token = Token(kind, end - len(text), end, text)
            tokens.append(token)
            return terminal, token
        start = match.start(group)
        if group == quick.VARIABLE:
            name = match[group]
            variable = VariableToken(start - 1, end, "$" + name, VariablePath(name), False)
            tokens.append(variable)
            return "VARIABLE", variable
        if group == quick.LINE_END:
            token = Token("NewLine", start, end, match[group])
            tokens.append(token)
            return self._newline(token)
        value = match[group]
        start -= 1
        kind = "StringLiteral" if group == quick.SINGLE_QUOTED else "StringExpandable"
        string = StringToken(kind, start, end, tokenizer.script[start:end], value)
        tokens.append(string)
        return "STRING", string

    def _newline(self, token: Token) -> Lexed:
        """A line end, unless what follows it goes on with the statement."""
        tokenizer = self.tokenizer
        script = tokenizer.script
        tokens = self.tokens
        while True:
            match = quick.NEXT_LINE.match(script, tokenizer.pos)
            assert match is not None
            end = tokenizer.pos = match.end()
            if match[1] is None:
                break
            tokens.append(Token("NewLine", match.start(1), end, match[1]))
        char = script[end : end + 1]
        if char in MORE_BLANKS or char > "\x7f":
            tokenizer.skip_newlines(False)
            char = script[tokenizer.pos : tokenizer.pos + 1]
        row = self.row
        if "NL" not in row:
            if char == ")":
                return self._plain()
        elif char in CONTINUING_STARTS:
            match = CONTINUING.match(script, tokenizer.pos)
            if match is not None and row.get(match[1].upper(), -1) >= 0:
                return self._plain()
        return "NL", token

    def _plain(self) -> Lexed:
        match = quick.PLAIN.match(self.tokenizer.script, self.tokenizer.pos)
        if match is not None and "METHOD_PAREN" not in self.row:
            end = self.tokenizer.pos = match.end()
            if match[1] is None:
                line_end = Token("NewLine", match.start(2), end, match[2])
                self.tokens.append(line_end)
                return self._newline(line_end)
            mark_kind, terminal = PUNCTUATION_MARKS[match[1]]
            mark = Token(mark_kind, end - 1, end, match[1])
            self.tokens.append(mark)
            return terminal, mark
        self.tokenizer.mode = COMMAND
        token = self.tokenizer.next_token()
        kind = token.kind
        row = self.row
        found = PLAIN_TERMINALS.get(kind)
        if found is None:
            if isinstance(token, RedirectionToken):
                return self._redirection(token)
            if not token.flags & KEYWORD:
                raise Refusal
            return kind.upper(), token
        if found == "LPAREN" and "METHOD_PAREN" in row:
            return "METHOD_PAREN", token
        return self._newline(token) if found == "NL" else (found, token)

    @staticmethod
    def _redirection(token: RedirectionToken) -> Lexed:
        if isinstance(token, FileRedirectionToken):
            return "REDIRECTION", token
        if isinstance(token, MergingRedirectionToken):
            return "MERGING_REDIRECTION", token
        raise Refusal

    def _start(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.START.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex
            if group != quick.WORD:
                end = match.end()
                follows = tokenizer.script[end : end + 1]
                if follows not in AFTER_STATEMENT_START and "IF" in self.row and group in (1, 3):
                    self._read_as_command(match.start() if group == 1 else end - 1)
                return self._quick(match, group or 0)
            text = match[group]
            tokenizer.pos = match.end()
            return self._command_word(text, match.start(group), match.end())
        tokenizer.skip_blanks()
        char = tokenizer.peek()
        if char in EXPRESSION_STARTS or (char == "." and tokenizer.peek_after() in DIGITS):
            tokenizer.mode = EXPRESSION
            tokenizer.allow_signed_numbers = True
            token = tokenizer.next_token()
            tokenizer.allow_signed_numbers = False
            terminal = EXPRESSION_TERMINALS.get(token.kind)
            if terminal is not None:
                return terminal, token
            tokenizer.resync(token.start)
        tokenizer.mode = COMMAND
        token = tokenizer.next_token()
        kind = token.kind
        row = self.row
        if kind == "Identifier" or kind == "Generic":
            token.flags |= COMMAND_NAME
            return "WORD", token
        if token.flags & KEYWORD:
            terminal = kind.upper()
            if kind in REFUSED and "IF" in row and terminal not in row:
                raise Refusal
            if terminal in row:
                return terminal, token
            token.flags = token.flags & ~KEYWORD | COMMAND_NAME
            return "WORD", token
        terminal = PUNCTUATION_TERMINALS.get(kind) or START_TERMINALS.get(kind)
        if terminal == "NL":
            return self._newline(token)
        if terminal is None:
            if kind in NO_COMMAND_NAMES:
                raise Refusal
            token.flags |= COMMAND_NAME
            return "WORD", token
        return terminal, token

    def _read_as_command(self, start: int) -> None:
        """5.1 reads the first token of a statement as a command's name before it reads an expression.

        What it finds wrong then stays, even where the expression is right: a lone quote in `[int]'a'#don't`.
        """
        tokenizer = self.tokenizer
        tokenizer.pos = start
        tokenizer.skip_whitespace()
        number = len(self.tokens)
        tokenizer.mode = COMMAND
        tokenizer.next_token()
        del self.tokens[number:]
        tokenizer.pos = start

    def _keyword(self, text: str) -> str | None:
        kind = KEYWORDS.get(text.lower())
        return None if kind == "InlineScript" and not self.tokenizer.in_workflow_context else kind

    def _command_word(self, text: str, start: int, end: int) -> Lexed:
        """A word where a statement begins: a keyword, or the name of a command."""
        token: Token
        if "-" in text:
            token = StringToken("Generic", start, end, text, text)
        else:
            kind = self._keyword(text)
            if kind is not None:
                terminal = kind.upper()
                if kind in REFUSED and "IF" in self.row and terminal not in self.row:
                    raise Refusal
                token = Token(kind, start, end, text)
                self.tokens.append(token)
                if terminal in self.row:
                    return terminal, token
                token.flags = token.flags & ~KEYWORD | COMMAND_NAME
                return "WORD", token
            token = Token("Identifier", start, end, text)
        token.flags = COMMAND_NAME
        self.tokens.append(token)
        return "WORD", token

    def _argument_word(self, text: str, start: int, end: int) -> Lexed:
        """A word of a command; a keyword is none here."""
        token: Token
        if text.isidentifier():
            keyword = self._keyword(text)
            token = Token(keyword or "Identifier", start, end, text)
            if keyword is not None:
                token.kind = "Generic"
                token.flags &= ~KEYWORD
        else:
            token = StringToken("Generic", start, end, text, text)
        self.tokens.append(token)
        return "WORD", token

    def _argument(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.ARGUMENT.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex or 0
            if group < quick.WORD:
                return self._quick(match, group)
            end = tokenizer.pos = match.end()
            if group == quick.WORD:
                return self._argument_word(match[group], match.start(group), end)
            if "PARAMETER" in self.row:
                start = match.start(group) - 1
                parameter = ParameterToken(start, end, tokenizer.script[start:end], match[group], False)
                self.tokens.append(parameter)
                return self._parameter(parameter)
            tokenizer.pos = match.start()
        tokenizer.mode = COMMAND
        token = tokenizer.next_token()
        kind = token.kind
        if kind == "Identifier":
            return "WORD", token
        terminal = COMMAND_TERMINALS.get(kind)
        if terminal is not None:
            return self._newline(token) if terminal == "NL" else (terminal, token)
        if isinstance(token, StringToken):
            if token.value == "--%" and "VERBATIM_MARK" in self.row:
                return "VERBATIM_MARK", token
            return "WORD", token
        if isinstance(token, ParameterToken):
            if "PARAMETER" in self.row or "SUPPORTED_COMMAND" in self.row:
                return self._parameter(token)
        elif isinstance(token, RedirectionToken):
            return self._redirection(token)
        elif kind in NO_ARGUMENTS:
            raise Refusal
        token.flags &= ~KEYWORD
        token.kind = "Generic"
        return "WORD", token

    def _parameter(self, token: ParameterToken) -> Lexed:
        """A parameter; those of switch, foreach and data that take a value have terminals of their own."""
        row = self.row
        if "PARAMETER_COLON" in row:
            return ("PARAMETER_COLON" if token.used_colon else "PARAMETER"), token
        for terminal, name, others in PARAMETERS_OF_KEYWORDS:
            if terminal in row and is_specific_parameter(token, name):
                if not any(is_specific_parameter(token, other) for other in others):
                    return terminal, token
        if "PARAMETER" not in row:
            raise Refusal
        return "PARAMETER", token

    def _invoked(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.mode = COMMAND
        token = tokenizer.next_token()
        terminal = COMMAND_TERMINALS.get(token.kind)
        if terminal is not None:
            return terminal, token
        if (token.kind not in ("Identifier", "Generic") and not token.flags & KEYWORD) or token.text == "--%":
            raise Refusal
        token.flags = token.flags & ~KEYWORD | COMMAND_NAME
        return "WORD", token

    def _name(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.mode = COMMAND
        tokenizer.want_simple_name = True
        token = tokenizer.next_token()
        tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        terminal = COMMAND_TERMINALS.get(token.kind)
        if terminal is None:
            if isinstance(token, ParameterToken) and "SUPPORTED_COMMAND" in self.row:
                return self._parameter(token)
            raise Refusal
        return self._newline(token) if terminal == "NL" else (terminal, token)

    def _function(self) -> Lexed:
        self.tokenizer.mode = COMMAND
        token = self.tokenizer.next_token()
        if token.kind in NO_FUNCTION_NAMES:
            if token.kind == "NewLine":
                return "NL", token
            raise Refusal
        token.flags &= ~KEYWORD
        return "FUNCTION_NAME", token

    def _verbatim(self) -> Lexed:
        return "VERBATIM", self.tokenizer.verbatim_argument()
