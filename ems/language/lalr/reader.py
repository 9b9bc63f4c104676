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
from ems.language.kinds import COMMAND_NAME, KEYWORD, KEYWORDS, KIND_FLAGS, MEMBER_NAME, OPERATORS
from ems.language.kinds import TYPE_NAME as TYPE_NAME_FLAG
from ems.language.lalr import quick
from ems.language.lalr.actions import Actions
from ems.language.lalr.refusal import Refusal, RefusingSink
from ems.language.lalr.tables import Tables
from ems.language.names import VariablePath
from ems.language.scanner import COMMAND, EXPRESSION, SIGNATURE, TYPE_NAME
from ems.language.source import Source
from ems.language.tokenizer import Tokenizer
from ems.language.tokens import (
    FileRedirectionToken,
    MergingRedirectionToken,
    NumberToken,
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
_PUNCTUATION_OF: Final = {
    "(": ("LParen", "LPAREN"),
    ")": ("RParen", "RPAREN"),
    "{": ("LCurly", "LCURLY"),
    "}": ("RCurly", "RCURLY"),
    ";": ("Semi", "SEMI"),
    "|": ("Pipe", "PIPE"),
    ",": ("Comma", "COMMA"),
    "[": ("LBracket", "LBRACKET"),
    "]": ("RBracket", "RBRACKET"),
    "@(": ("AtParen", "AT_PAREN"),
    "@{": ("AtCurly", "AT_CURLY"),
    "$(": ("DollarParen", "DOLLAR_PAREN"),
}
_TYPE_PUNCTUATION: Final = {
    "[": ("LBracket", "TYPE_BRACKET"),
    "]": ("RBracket", "RBRACKET"),
    "(": ("LParen", "LPAREN"),
    ")": ("RParen", "RPAREN"),
    ",": ("Comma", "COMMA"),
}
_GLUE_STARTS: Final[tuple[frozenset[str], ...]] = (frozenset(), frozenset(".:<"), frozenset(".:[<"), frozenset("({"))
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
_CONTINUING_STARTS: Final = frozenset("ecfwuECFWU")
# A comment, a continued line or a line end that CR alone makes.
_MORE_BLANKS: Final = frozenset("#<`\r\n")
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
        self.tokens: list[Token] = []
        self.tokenizer.token_list = self.tokens
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
        action_rows, defaults, gotos, jumps = tables.actions, tables.defaults, tables.gotos, tables.jumps
        glues, strict, modes = tables.glues, tables.strict, tables.modes
        number_of_states = len(defaults)
        rules = tables.bind(self.actions)
        lexers = [self.lexers[mode] for mode in modes]
        tokenizer = self.tokenizer
        script = tokenizer.script
        state = tables.start
        states = [state]
        values: list[Any] = []
        terminal = ""
        token: Any = None
        while True:
            code = defaults[state]
            if not terminal:
                glue = glues[state]
                if glue and script[tokenizer.pos : tokenizer.pos + 1] in _GLUE_STARTS[glue]:
                    terminal, token = self._glued(glue, modes[state])
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
                    if action < number_of_states:
                        # Shift.
                        state = action
                        values.append(token)
                        if len(states) > _MAXIMUM_STATES:
                            raise Refusal
                    else:
                        # Shift, and make a value of the token at once.
                        origin, length, make = rules[action - number_of_states]
                        values.append(make((token,)))  # type: ignore[misc]
                        state = gotos[state][origin]
                    states.append(state)
                    terminal = ""
                    continue
                code = ~action
                origin, length, make = rules[code]
                if make is None:
                    # The value goes through as it is, often through many rules, to where something happens.
                    key = (states[-2], state, terminal)
                    target = jumps.get(key)
                    state = target if target is not None else tables.jump(*key)
                    states[-1] = state
                    continue
            else:
                origin, length, make = rules[code]
            if length == 1:
                states.pop()
                if make is not None:
                    values[-1] = make(values[-1:])
            elif make is None:
                raise AssertionError(origin)
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

    def _quick(self, match: re.Match[str], group: int) -> Lexed:
        """A token that one of the patterns found; those of the groups that all patterns share."""
        tokenizer = self.tokenizer
        tokens = self.tokens
        end = tokenizer.pos = match.end()
        if group == quick.PUNCTUATION:
            text = match[group]
            kind, terminal = _PUNCTUATION_OF[text]
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
        if char in _MORE_BLANKS or char > "\x7f":
            tokenizer.skip_newlines(False)
            char = script[tokenizer.pos : tokenizer.pos + 1]
        row = self.row
        if "NL" not in row:
            if char == ")":
                return self._plain()
        elif char in _CONTINUING_STARTS:
            match = _CONTINUING.match(script, tokenizer.pos)
            if match is not None and row.get(match[1].upper(), -1) >= 0:
                return self._plain()
        return "NL", token

    def _start(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.START.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex
            if group != quick.WORD:
                return self._quick(match, group or 0)
            text = match[group]
            tokenizer.pos = match.end()
            return self._command_word(text, match.start(group), match.end())
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
            terminal = kind.upper()
            if kind in _REFUSED and "IF" in row and terminal not in row:
                raise Refusal
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

    def _command_word(self, text: str, start: int, end: int) -> Lexed:
        """A word where a statement begins: a keyword, or the name of a command."""
        token: Token
        if "-" in text:
            token = StringToken("Generic", start, end, text, text)
        else:
            kind = KEYWORDS.get(text.lower())
            if kind is not None:
                terminal = kind.upper()
                if kind in _REFUSED and "IF" in self.row and terminal not in self.row:
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
            keyword = KEYWORDS.get(text.lower())
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
                return "PARAMETER", parameter
            tokenizer.pos = match.start()
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
        if (token.kind not in ("Identifier", "Generic") and not token.flags & KEYWORD) or token.text == "--%":
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
        tokenizer = self.tokenizer
        match = quick.OPERATION.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex or 0
            if group < quick.OPERATOR:
                return self._quick(match, group)
            text = match[group]
            operator = "Equals" if text == "=" else OPERATORS.get(text[1:].lower())
            if operator is not None:
                end = tokenizer.pos = match.end()
                token = Token(operator, match.start(group), end, text)
                self.tokens.append(token)
                return _EXPRESSION.get(operator, "EQUALS"), token
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
        tokenizer = self.tokenizer
        match = quick.OPERAND.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            group = match.lastindex or 0
            if group < quick.NUMBER:
                return self._quick(match, group)
            end = tokenizer.pos = match.end()
            text = match[group]
            number = NumberToken(match.start(group), end, text, int(text), "Int32")
            self.tokens.append(number)
            return "NUMBER", number
        token = self._signed(False)
        if token.kind in ("Identifier", "Generic") and ("PARAM" in self.row or "CLASS" in self.row):
            self.tokenizer.resync(token.start)
            return self._plain()
        return self._expression(token)

    def _literal(self) -> Lexed:
        return self._expression(self._signed(True))

    def _member(self) -> Lexed:
        tokenizer = self.tokenizer
        match = quick.MEMBER.match(tokenizer.script, tokenizer.pos)
        if match is not None:
            end = tokenizer.pos = match.end()
            name = Token("Identifier", match.start(), end, match.group())
            name.flags = MEMBER_NAME
            self.tokens.append(name)
            return "SIMPLE_NAME", name
        tokenizer.mode = EXPRESSION
        tokenizer.want_simple_name = True
        token = tokenizer.next_token()
        tokenizer.want_simple_name = False
        if token.kind == "Identifier":
            token.flags |= MEMBER_NAME
            return "SIMPLE_NAME", token
        follows = tokenizer.peek()
        if isinstance(token, NumberToken) or (
            isinstance(token, VariableToken) and follows not in FORCE_NEW_TOKEN and follows not in ".["
        ):
            # In a command's argument this would be a bare word.
            raise Refusal
        return self._expression(token)

    def _key(self) -> Lexed:
        match = quick.KEY.match(self.tokenizer.script, self.tokenizer.pos)
        if match is not None:
            end = self.tokenizer.pos = match.end()
            name = Token("Identifier", match.start(1), end, match[1])
            name.flags = MEMBER_NAME
            self.tokens.append(name)
            return "SIMPLE_NAME", name
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
        match = quick.TYPE.match(self.tokenizer.script, self.tokenizer.pos)
        if match is not None:
            end = self.tokenizer.pos = match.end()
            text = match.group()
            if match[1] is not None:
                word = Token("Identifier", match.start(), end, text)
                word.flags = TYPE_NAME_FLAG
                self.tokens.append(word)
                return "TYPE_WORD", word
            kind, terminal_of_mark = _TYPE_PUNCTUATION[text]
            mark = Token(kind, end - 1, end, text)
            self.tokens.append(mark)
            return terminal_of_mark, mark
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
        match = quick.PLAIN.match(self.tokenizer.script, self.tokenizer.pos)
        if match is not None and "METHOD_PAREN" not in self.row:
            end = self.tokenizer.pos = match.end()
            if match[1] is None:
                line_end = Token("NewLine", match.start(2), end, match[2])
                self.tokens.append(line_end)
                return self._newline(line_end)
            mark_kind, terminal = _PUNCTUATION_OF[match[1]]
            mark = Token(mark_kind, end - 1, end, match[1])
            self.tokens.append(mark)
            return terminal, mark
        self.tokenizer.mode = COMMAND
        token = self.tokenizer.next_token()
        kind = token.kind
        row = self.row
        found = _PLAIN.get(kind)
        if found is None:
            if isinstance(token, RedirectionToken):
                return self._redirection(token)
            if not token.flags & KEYWORD:
                raise Refusal
            return kind.upper(), token
        if found == "LPAREN" and "METHOD_PAREN" in row:
            return "METHOD_PAREN", token
        return self._newline(token) if found == "NL" else (found, token)
