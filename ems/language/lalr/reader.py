"""Reads correct scripts fast: runs the tables, asking the lexer for each token in the mode of the state it is in.

Whatever is not certainly right here is refused, and the script is read again by the diagnosing parser, which says what
is wrong, or finds that all is well after all.

The modes, made in build.py of the terminals a state accepts:
start: a statement or a pipeline begins; argument: the words of a command; invoked: what & or . runs; operand, operator:
parts of an expression; literal: behind a type in brackets, which may be a cast; member: behind . and ::; key: a key or
the name in an attribute, or an operand; name: a plain word; type, assembly: inside a type's name; function: the name of
a function; class: the head and the members of a class; verbatim: behind --%; plain: punctuation or a keyword.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ems.language.characters import DASHES, DIGITS, DOUBLE_QUOTES, FORCE_NEW_TOKEN, SINGLE_QUOTES
from ems.language.kinds import COMMAND_NAME, KEYWORD, KIND_FLAGS, MEMBER_NAME
from ems.language.lalr.actions import Actions
from ems.language.lalr.refusal import Refusal, RefusingSink
from ems.language.lalr.tables import Tables
from ems.language.scanner import COMMAND, EXPRESSION, SIGNATURE, TYPE_NAME
from ems.language.source import Source
from ems.language.tokenizer import Tokenizer
from ems.language.tokens import (
    FileRedirectionToken,
    MergingRedirectionToken,
    ParameterToken,
    RedirectionToken,
    StringToken,
    Token,
    VariableToken,
)
from ems.language.tree import ScriptBlockAst

# Lists do not pile up states, only nesting does. Beyond this the diagnosing parser, which counts exactly, is asked.
_MAXIMUM_STATES: Final = 600

_PUNCTUATION: Final = {
    "NewLine": "NL",
    "Semi": "SEMI",
    "Comma": "COMMA",
    "Pipe": "PIPE",
    "LParen": "LPAREN",
    "RParen": "RPAREN",
    "LCurly": "LCURLY",
    "RCurly": "RCURLY",
    "EndOfInput": "$END",
}
_OPERANDS: Final = {
    "Variable": "VARIABLE",
    "SplattedVariable": "SPLATTED_VARIABLE",
    "Number": "NUMBER",
    "StringLiteral": "STRING",
    "StringExpandable": "STRING",
    "HereStringLiteral": "STRING",
    "HereStringExpandable": "STRING",
    "LParen": "LPAREN",
    "DollarParen": "DOLLAR_PAREN",
    "AtParen": "AT_PAREN",
    "AtCurly": "AT_CURLY",
    "LCurly": "LCURLY",
}


def _expression_terminals() -> dict[str, str]:
    table = {**_PUNCTUATION, **_OPERANDS}
    table.update({"LBracket": "LBRACKET", "RBracket": "RBRACKET", "PlusPlus": "INCREMENT", "MinusMinus": "INCREMENT"})
    table.update(dict.fromkeys(("Exclaim", "Not", "Bnot"), "UNARY_OPERATOR"))
    table.update(dict.fromkeys(("Plus", "Minus", "Join", "Isplit", "Csplit"), "UNARY_OR_BINARY_OPERATOR"))
    for kind, flags in KIND_FLAGS.items():
        if flags & 7 and kind not in table:
            table[kind] = "BINARY_OPERATOR"
        elif kind.endswith("Equals") and kind != "Equals":
            table[kind] = "COMPOUND_ASSIGNMENT"
    return table


_EXPRESSION: Final = _expression_terminals()
_COMMAND: Final = {**_PUNCTUATION, **_OPERANDS, "MinusMinus": "DASH_DASH"}
_PLAIN: Final = {**_PUNCTUATION, "RBracket": "RBRACKET", "Equals": "ENUM_EQUALS", "Variable": "VARIABLE"}
_STARTS: Final = {"Ampersand": "AMPERSAND", "Dot": "DOT_SOURCE", "Label": "LABEL"}
_TYPES: Final = {
    **_PUNCTUATION,
    "Identifier": "TYPE_WORD",
    "LBracket": "TYPE_BRACKET",
    "RBracket": "RBRACKET",
}
_CLASSES: Final = {
    **_PUNCTUATION,
    "Identifier": "METHOD_NAME",
    "Variable": "VARIABLE",
    "LBracket": "LBRACKET",
    "Colon": "COLON",
    "Static": "STATIC",
    "Hidden": "HIDDEN",
    "Base": "BASE",
}
_GLUED: Final = {"Dot": "DOT", "ColonColon": "COLON_COLON", "LBracket": "INDEX"}
_NO_FUNCTION_NAMES: Final = frozenset(
    (*_PUNCTUATION, "Variable", "SplattedVariable", "AtParen", "AtCurly", "AndAnd", "OrOr", "Ampersand")
    + ("StringLiteral", "StringExpandable", "HereStringLiteral", "HereStringExpandable", "Redirection", "RedirectInStd")
) - {"Comma"}
_NO_COMMAND_NAMES: Final = frozenset(
    ("Redirection", "RedirectInStd", "Parameter", "MinusMinus", "AndAnd", "OrOr", "Unknown", "LBracket")
    + tuple(_OPERANDS)
)
_NO_ARGUMENTS: Final = frozenset(("Ampersand", "AndAnd", "OrOr", "Unknown"))
# Keywords of statements that are left to the diagnosing parser: errors, or rare.
_REFUSED: Final = frozenset(("From", "Define", "Var", "Configuration", "Using", "Workflow", "InlineScript"))
_CONTINUING: Final = re.compile(r"(elseif|else|catch|finally|while|until)(?![^\0\s&(),;{|}])", re.IGNORECASE)
_EXPRESSION_STARTS: Final = frozenset("$@([{+!,") | DASHES | DIGITS | SINGLE_QUOTES | DOUBLE_QUOTES

Lexed = tuple[str, Token]


class Reader:
    """Reads one script."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tokenizer = Tokenizer(source, RefusingSink())
        self.tables = Tables.load()
        self.actions = Actions(source, self.tokenizer)
        self.row: dict[str, int] = {}
        self.lexers: dict[str, Callable[[], Lexed]] = {
            "start": self._start,
            "argument": self._argument,
            "invoked": self._invoked,
            "operand": self._operand,
            "operator": self._operator,
            "literal": self._literal,
            "member": self._member,
            "key": self._key,
            "name": self._name,
            "type": self._type,
            "assembly": self._assembly,
            "function": self._function,
            "class": self._class,
            "verbatim": self._verbatim,
            "plain": self._plain,
        }

    def read(self) -> ScriptBlockAst:
        """The tree; raises Refusal where the script is not certainly correct."""
        tables = self.tables
        action_rows, defaults, gotos = tables.actions, tables.defaults, tables.gotos
        glues, strict = tables.glues, tables.strict
        rules = tables.bind(self.actions)
        lexers = [self.lexers[mode] for mode in tables.modes]
        state = tables.start
        states = [state]
        values: list[Any] = []
        terminal = ""
        token: Any = None
        while True:
            code = defaults[state]
            if not terminal:
                if glues[state]:
                    terminal, token = self._glued(glues[state], tables.modes[state])
                    if terminal:
                        code = -1
                if code < 0 and not terminal:
                    self.row = action_rows[state]
                    terminal, token = lexers[state]()
            if code < 0:
                action = action_rows[state].get(terminal)
                if action is None:
                    if terminal != "NL" or strict[state]:
                        raise Refusal
                    terminal = ""
                    continue
                if action >= 0:
                    state = action
                    states.append(state)
                    if len(states) > _MAXIMUM_STATES:
                        raise Refusal
                    values.append(token)
                    terminal = ""
                    continue
                code = ~action
            origin, length, make = rules[code]
            if make is None:
                # The value goes through as it is.
                states.pop()
            elif length:
                below = values[-length:]
                del values[-length:]
                del states[-length:]
                values.append(make(below))
            else:
                values.append(make(()))
            state = gotos[states[-1]][origin]
            states.append(state)
            if origin == "start":
                if (terminal or self._plain()[0]) != "$END":
                    raise Refusal
                return self._finish(values[-1])

    def _finish(self, tree: ScriptBlockAst) -> ScriptBlockAst:
        if self.tokenizer.signature_start is not None:
            # Whether anything follows the signature is for the diagnosing parser to say.
            raise Refusal
        requires = self.tokenizer.requires_tokens
        if requires:
            from ems.language.diagnosis.requires import RequirementsReader

            parser = self.actions.descent()
            tree.script_requirements = RequirementsReader(parser).read(requires)
            if parser.errors:
                raise Refusal
        return tree

    # -- tokens

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
        return _GLUED[token.kind], token

    def _newline(self, token: Token) -> Lexed:
        """A line end, unless what follows it goes on with the statement."""
        tokenizer = self.tokenizer
        tokenizer.skip_newlines(False)
        row = self.row
        if "NL" not in row:
            if tokenizer.peek() == ")":
                return self._plain()
        else:
            match = _CONTINUING.match(tokenizer.script, tokenizer.pos)
            if match is not None and row.get(match[1].upper(), -1) >= 0:
                return self._plain()
        return "NL", token

    def _start(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.skip_blanks()
        char = tokenizer.peek()
        if char in _EXPRESSION_STARTS or (char == "." and tokenizer.peek_after() in DIGITS):
            tokenizer.mode = EXPRESSION
            tokenizer.allow_signed_numbers = True
            token = tokenizer.next_token()
            tokenizer.allow_signed_numbers = False
            terminal = _EXPRESSION.get(token.kind)
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
            if kind in _REFUSED and "IF" in row:
                if kind != "Using" or "USING" not in row:
                    raise Refusal
            terminal = kind.upper()
            if terminal in row:
                return terminal, token
            token.flags = token.flags & ~KEYWORD | COMMAND_NAME
            return "WORD", token
        terminal = _PUNCTUATION.get(kind) or _STARTS.get(kind)
        if terminal == "NL":
            return self._newline(token)
        if terminal is None:
            if kind in _NO_COMMAND_NAMES:
                raise Refusal
            token.flags |= COMMAND_NAME
            return "WORD", token
        return terminal, token

    def _argument(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.mode = COMMAND
        token = tokenizer.next_token()
        kind = token.kind
        if kind == "Identifier":
            return "WORD", token
        terminal = _COMMAND.get(kind)
        if terminal is not None:
            return self._newline(token) if terminal == "NL" else (terminal, token)
        if isinstance(token, StringToken):
            if token.value == "--%" and "VERBATIM_MARK" in self.row:
                return "VERBATIM_MARK", token
            return "WORD", token
        if isinstance(token, ParameterToken):
            row = self.row
            if "PARAMETER" in row:
                return ("PARAMETER_COLON" if token.used_colon and "PARAMETER_COLON" in row else "PARAMETER"), token
        elif isinstance(token, RedirectionToken):
            return self._redirection(token)
        elif kind in _NO_ARGUMENTS:
            raise Refusal
        token.flags &= ~KEYWORD
        token.kind = "Generic"
        return "WORD", token

    def _invoked(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.mode = COMMAND
        token = tokenizer.next_token()
        terminal = _COMMAND.get(token.kind)
        if terminal is not None:
            return terminal, token
        if token.kind not in ("Identifier", "Generic") and not token.flags & KEYWORD:
            raise Refusal
        token.flags = token.flags & ~KEYWORD | COMMAND_NAME
        return "WORD", token

    @staticmethod
    def _redirection(token: RedirectionToken) -> Lexed:
        if isinstance(token, FileRedirectionToken):
            return "REDIRECTION", token
        if isinstance(token, MergingRedirectionToken):
            return "MERGING_REDIRECTION", token
        raise Refusal

    def _expression(self, token: Token) -> Lexed:
        terminal = _EXPRESSION.get(token.kind)
        if terminal is None:
            if token.kind == "Equals":
                return "EQUALS", token
            if isinstance(token, RedirectionToken):
                return self._redirection(token)
            raise Refusal
        return self._newline(token) if terminal == "NL" else (terminal, token)

    def _operator(self) -> Lexed:
        self.tokenizer.mode = EXPRESSION
        return self._expression(self.tokenizer.next_token())

    def _signed(self, unsigned_plus: bool) -> Token:
        """A token where an operand may stand, so that a sign belongs to a number."""
        tokenizer = self.tokenizer
        tokenizer.mode = EXPRESSION
        if unsigned_plus:
            tokenizer.skip_blanks()
            tokenizer.allow_signed_numbers = tokenizer.peek() != "+"
        else:
            tokenizer.allow_signed_numbers = True
        token = tokenizer.next_token()
        tokenizer.allow_signed_numbers = False
        return token

    def _operand(self) -> Lexed:
        token = self._signed(False)
        if token.kind in ("Identifier", "Generic") and ("PARAM" in self.row or "CLASS" in self.row):
            self.tokenizer.resync(token.start)
            return self._plain()
        return self._expression(token)

    def _literal(self) -> Lexed:
        return self._expression(self._signed(True))

    def _member(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.mode = EXPRESSION
        tokenizer.want_simple_name = True
        token = tokenizer.next_token()
        tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        if (
            isinstance(token, VariableToken)
            and tokenizer.peek() not in FORCE_NEW_TOKEN
            and tokenizer.peek() not in ".["
        ):
            # In a command's argument this would be a bare word.
            raise Refusal
        return self._expression(token)

    def _key(self) -> Lexed:
        self.tokenizer.want_simple_name = True
        token = self._signed(True)
        self.tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        return self._expression(token)

    def _name(self) -> Lexed:
        tokenizer = self.tokenizer
        tokenizer.mode = COMMAND
        tokenizer.want_simple_name = True
        token = tokenizer.next_token()
        tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        terminal = _COMMAND.get(token.kind)
        if terminal is None:
            raise Refusal
        return self._newline(token) if terminal == "NL" else (terminal, token)

    def _type(self) -> Lexed:
        self.tokenizer.mode = TYPE_NAME
        token = self.tokenizer.next_token()
        terminal = _TYPES.get(token.kind)
        if terminal is None:
            raise Refusal
        return terminal, token

    def _assembly(self) -> Lexed:
        tokenizer = self.tokenizer
        start = tokenizer.pos
        text = tokenizer.assembly_name()
        if not text.strip():
            raise Refusal
        return "ASSEMBLY_NAME", Token("Identifier", start, tokenizer.extent()[1], text)

    def _function(self) -> Lexed:
        self.tokenizer.mode = COMMAND
        token = self.tokenizer.next_token()
        if token.kind in _NO_FUNCTION_NAMES:
            if token.kind == "NewLine":
                return "NL", token
            raise Refusal
        token.flags &= ~KEYWORD
        return "FUNCTION_NAME", token

    def _class(self) -> Lexed:
        self.tokenizer.mode = SIGNATURE
        token = self.tokenizer.next_token()
        terminal = _CLASSES.get(token.kind)
        if terminal is None:
            raise Refusal
        return terminal, token

    def _verbatim(self) -> Lexed:
        return "VERBATIM", self.tokenizer.verbatim_argument()

    def _plain(self) -> Lexed:
        self.tokenizer.mode = COMMAND
        token = self.tokenizer.next_token()
        kind = token.kind
        terminal = _PLAIN.get(kind)
        row = self.row
        if terminal is None:
            if isinstance(token, RedirectionToken):
                return self._redirection(token)
            if not token.flags & KEYWORD:
                raise Refusal
            return kind.upper(), token
        if terminal == "LPAREN" and "METHOD_PAREN" in row:
            return "METHOD_PAREN", token
        return self._newline(token) if terminal == "NL" else (terminal, token)
