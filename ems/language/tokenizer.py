"""The lexer: from the current place to the next token, in the mode the caller set.

In command mode nearly everything is a bare word; in expression mode operators and numbers are; type names and the
heads of classes have modes of their own. What ends a token and when a number, a variable or an operator turns out to
be a bare word is decided as in PowerShell's tokenizer.cs. Nothing here ever raises: what makes no sense is reported
and read on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from ems.language.characters import (
    DASHES,
    DIGITS,
    DOUBLE_QUOTE_CLASS,
    DOUBLE_QUOTES,
    FORCE_CLASS,
    FORCE_NEW_TOKEN,
    FORCE_NEW_TOKEN_AFTER_NUMBER,
    FORCE_NEW_TOKEN_IN_ASSEMBLY_NAME,
    LETTERS_ASCII,
    NEWLINES,
    SINGLE_QUOTE_CLASS,
    SINGLE_QUOTES,
    WHITESPACE,
    WHITESPACE_CLASS,
    backtick,
    is_identifier_start,
    is_variable_start,
)
from ems.language.kinds import KEYWORDS, OPERATORS
from ems.language.kinds import TYPE_NAME as TYPE_NAME_FLAG
from ems.language.numbers import NUMBER, is_number_text, read_number
from ems.language.scan_strings import Pieces, StringScanner
from ems.language.scanner import COMMAND, EXPRESSION, SIGNATURE, TYPE_NAME, ErrorSink
from ems.language.source import Source
from ems.language.tokens import (
    FileRedirectionToken,
    InputRedirectionToken,
    LabelToken,
    MergingRedirectionToken,
    NumberToken,
    ParameterToken,
    StringToken,
    Token,
)

_IDENTIFIER: Final = re.compile(r"\w*")
_TYPE_NAME: Final = re.compile(r"[\w.`+#\\]*")
_BARE: Final = re.compile(f"[^`$\0{FORCE_CLASS}{SINGLE_QUOTE_CLASS}{DOUBLE_QUOTE_CLASS}]*")
_DASHED: Final = re.compile(r"[A-Za-z]*")
_PARAMETER: Final = re.compile(f"[^{WHITESPACE_CLASS}{{}}();,|&.\\[\r\n\0:{SINGLE_QUOTE_CLASS}{DOUBLE_QUOTE_CLASS}]*")
_ASSEMBLY: Final = re.compile(f"[^,=\\]\r\n\0{WHITESPACE_CLASS}]*")

_PUNCTUATION: Final = {
    "(": "LParen",
    ")": "RParen",
    "]": "RBracket",
    "{": "LCurly",
    "}": "RCurly",
    ";": "Semi",
    ",": "Comma",
}
_OPERATOR_CHARACTERS: Final = {
    "=": ("Equals", "", ""),
    "+": ("Plus", "PlusPlus", "PlusEquals"),
    "*": ("Multiply", "", "MultiplyEquals"),
    "/": ("Divide", "", "DivideEquals"),
    "%": ("Rem", "", "RemainderEquals"),
}


class Tokenizer(StringScanner):
    """Reads tokens one at a time."""

    def __init__(self, source: Source, errors: ErrorSink) -> None:
        super().__init__(source, errors)
        scan: dict[str, Callable[[str], Token | None]] = {}
        for char in LETTERS_ASCII:
            scan[char] = self._identifier
        scan["_"] = self._identifier
        for char in _PUNCTUATION:
            scan[char] = self._punctuation
        for char in _OPERATOR_CHARACTERS:
            scan[char] = self._operator
        for char in DASHES:
            scan[char] = self._dash
        for char in SINGLE_QUOTES:
            scan[char] = self._single_quote
        for char in DOUBLE_QUOTES:
            scan[char] = self._double_quote
        for char in DIGITS:
            scan[char] = self._digit
        scan.update(
            {
                "$": self._dollar,
                "@": self._at,
                "#": self._comment,
                "\r": self._newline,
                "\n": self._newline,
                "`": self._backtick,
                "<": self._less,
                ">": self._greater,
                "[": self._left_bracket,
                ".": self._dot,
                "&": self._ampersand,
                "|": self._pipe,
                "!": self._exclaim,
                ":": self._colon,
            }
        )
        self._scan = scan

    def next_token(self) -> Token:
        """The next token; blanks and comments are skipped, line ends are tokens."""
        while True:
            pos = self.pos
            if pos >= self.size:
                # The end counts as a character, as in 5.1, where going back to it moves it one further.
                self.pos = pos + 1
                where = self.offset(pos) + 1
                return self.save(Token("EndOfInput", where, where, ""))
            char = self.script[pos]
            if char in WHITESPACE:
                self.skip_whitespace()
                continue
            self.token_start = pos
            self.pos = pos + 1
            scan = self._scan.get(char)
            if scan is None:
                return self._identifier(char) if char.isalpha() else self.scan_generic_token(char)
            token = scan(char)
            if token is not None:
                return token

    # -- words

    def scan_generic_token(self, seed: str) -> Token:
        """A bare word from here on; `seed` is what has been taken of it."""
        pieces = Pieces()
        if seed:
            pieces.append(seed)
        script = self.script
        while True:
            match = _BARE.match(script, self.pos)
            assert match is not None
            if match.end() > self.pos:
                pieces.append(match.group())
                self.pos = match.end()
            char = self.peek()
            if char in FORCE_NEW_TOKEN:
                break
            self.pos += 1
            if char == "`":
                pieces.append(self.escaped())
            elif char == "$":
                if not self.scan_dollar(pieces, False):
                    pieces.append("$")
            elif char in SINGLE_QUOTES:
                pieces.append(self.read_single_quoted()[0])
            else:
                self.read_double_quoted(pieces)
        if pieces.nested:
            return self.new_expandable("Generic", pieces)
        return self.new_string("Generic", "".join(pieces.value))

    def _identifier(self, first: str) -> Token:
        match = _IDENTIFIER.match(self.script, self.pos)
        assert match is not None
        self.pos = match.end()
        if self.mode == TYPE_NAME:
            return self._type_name()
        if not self.want_simple_name:
            if self.mode == COMMAND:
                if self.peek() not in FORCE_NEW_TOKEN:
                    return self.scan_generic_token(self.script[self.token_start : self.pos])
                kind = self._keyword()
                if kind is not None:
                    return self.new_token(kind)
            elif self.mode == SIGNATURE:
                kind = self._keyword()
                if kind is not None:
                    return self.new_token(kind)
        return self.new_token("Identifier")

    def _keyword(self) -> str | None:
        kind = KEYWORDS.get(self.script[self.token_start : self.pos].lower())
        return None if kind == "InlineScript" and not self.in_workflow_context else kind

    def _type_name(self) -> Token:
        match = _TYPE_NAME.match(self.script, self.pos)
        assert match is not None
        self.pos = match.end()
        token = self.new_token("Identifier")
        token.flags |= TYPE_NAME_FLAG
        return token

    def assembly_name(self) -> str:
        """The name of an assembly after the comma in a type name, with its properties."""
        parts = [self._assembly_word()]
        while self.peek() == ",":
            self.token_start = self.pos
            self.pos += 1
            self.new_token("Comma")
            parts += [", ", self._assembly_word()]
            if self.peek() == "=":
                self.token_start = self.pos
                self.pos += 1
                self.new_token("Equals")
                parts += ["=", self._assembly_word()]
        return "".join(parts)

    def _assembly_word(self) -> str:
        self.skip_whitespace()
        self.token_start = self.pos
        match = _ASSEMBLY.match(self.script, self.pos)
        assert match is not None
        self.pos = match.end()
        while self.peek() not in FORCE_NEW_TOKEN_IN_ASSEMBLY_NAME:
            self.pos += 1
        token = self.new_token("Identifier")
        token.flags |= TYPE_NAME_FLAG
        self.skip_whitespace()
        return match.group()

    def verbatim_argument(self) -> StringToken:
        """What follows `--%`: the rest of the line up to a pipe outside quotes."""
        self.skip_whitespace()
        self.token_start = self.pos
        in_quotes = False
        while self.pos < self.size:
            char = self.script[self.pos]
            if char in NEWLINES:
                break
            if char in DOUBLE_QUOTES:
                in_quotes = not in_quotes
            elif not in_quotes and (char == "|" or (char == "&" and self.peek_after() == "&")):
                break
            self.pos += 1
        start, end = self.extent()
        return self.new_string("Generic", self.source.text[start:end])

    # -- numbers

    def _digit(self, first: str) -> Token:
        if "1" <= first <= "6" and self.peek() == ">":
            return self._redirection(int(first), True)
        return self._number()

    def _number(self) -> Token:
        match = NUMBER.match(self.script, self.token_start)
        if match is None or not self._ends_number(match):
            self.pos = self.token_start
            return self.scan_generic_token("")
        self.pos = match.end()
        value = read_number(match)
        if value is None:
            if self.mode != EXPRESSION:
                self.pos = self.token_start
                return self.scan_generic_token("")
            where = self.offset(self.pos)
            self.errors.report("BadNumericConstant", where, where + 1, match.group())
            value = (0, "Int32")
        start, end = self.extent()
        return self.save(NumberToken(start, end, self.source.text[start:end], value[0], value[1]))

    def _ends_number(self, match: re.Match[str]) -> bool:
        if not is_number_text(match):
            return False
        char = self.script[match.end()] if match.end() < self.size else "\0"
        if char in FORCE_NEW_TOKEN:
            return True
        return self.mode == EXPRESSION and char in FORCE_NEW_TOKEN_AFTER_NUMBER

    # -- operators

    def _punctuation(self, char: str) -> Token:
        return self.new_token(_PUNCTUATION[char])

    def _check_operator(self, kind: str) -> Token:
        """An operator, unless in command mode a bare word goes on behind it."""
        if self.mode == COMMAND and self.peek() not in FORCE_NEW_TOKEN:
            return self.scan_generic_token(self.script[self.token_start : self.pos])
        return self.new_token(kind)

    def _operator(self, char: str) -> Token:
        plain, doubled, assigning = _OPERATOR_CHARACTERS[char]
        after = self.peek()
        if doubled and after == char:
            self.pos += 1
            return self._check_operator(doubled)
        if assigning and after == "=":
            self.pos += 1
            return self._check_operator(assigning)
        if char == "*" and after == ">":
            return self._redirection(0, False)
        if char == "+" and self.allow_signed_numbers and (after.isdecimal() or after == "."):
            return self._number()
        return self._check_operator(plain)

    def _dash(self, char: str) -> Token:
        after = self.peek()
        if after in DASHES:
            self.pos += 1
            return self._check_operator("MinusMinus")
        if after == "=":
            self.pos += 1
            return self._check_operator("MinusEquals")
        if after.isalpha() or after == "_" or after == "?":
            return self._parameter()
        if self.allow_signed_numbers and (after.isdecimal() or after == "."):
            return self._number()
        return self._check_operator("Minus")

    def _parameter(self) -> Token:
        """A dash and a letter: an operator in expressions, a parameter in commands."""
        begin = self.pos
        command = self.mode == COMMAND
        match = (_PARAMETER if command else _DASHED).match(self.script, self.pos)
        assert match is not None
        self.pos = match.end()
        name = self.script[begin : self.pos]
        char = self.peek()
        used_colon = char == ":"
        if used_colon:
            if command:
                self.pos += 1
        elif command and (char in SINGLE_QUOTES or char in DOUBLE_QUOTES):
            # Quotes are never part of a parameter, so it is an argument.
            return self.scan_generic_token(self.script[self.token_start : self.pos])
        if self.mode == EXPRESSION:
            kind = OPERATORS.get(name.lower())
            if kind is not None:
                return self.new_token(kind)
        if not name:
            return self.new_token("Minus")
        start, end = self.extent()
        return self.save(ParameterToken(start, end, self.source.text[start:end], name, used_colon))

    def _exclaim(self, char: str) -> Token:
        after = self.peek()
        if (self.mode == COMMAND and after not in FORCE_NEW_TOKEN) or (
            self.mode == EXPRESSION and is_identifier_start(after)
        ):
            return self.scan_generic_token(char)
        if self.mode == EXPRESSION and (after.isdecimal() or after == "."):
            match = NUMBER.match(self.script, self.pos)
            if match is not None and not self._ends_number(match):
                return self.scan_generic_token(char)
        return self.new_token("Exclaim")

    def _less(self, char: str) -> Token | None:
        if self.peek() == "#":
            self.pos += 1
            self.scan_block_comment()
            return None
        start, end = self.extent()
        return self.save(InputRedirectionToken(start, end, char))

    def _greater(self, char: str) -> Token:
        append = self.peek() == ">"
        if append:
            self.pos += 1
        return self._file_redirection(1, append)

    def _file_redirection(self, stream: int, append: bool) -> Token:
        start, end = self.extent()
        return self.save(FileRedirectionToken(start, end, self.source.text[start:end], stream, append))

    def _redirection(self, stream: int, explicit: bool) -> Token:
        """`2>`, `2>>`, `2>&1`, `*>`, with the stream taken and the `>` ahead."""
        self.pos += 1
        char = self.peek()
        if char == "&" and self.peek_after() in ("12" if explicit else "1") and self.pos + 1 < self.size:
            to_stream = int(self.peek_after())
            self.pos += 2
            start, end = self.extent()
            return self.save(MergingRedirectionToken(start, end, self.source.text[start:end], stream, to_stream))
        append = char == ">"
        if append:
            self.pos += 1
        if explicit and self.mode == EXPRESSION:
            # A number compared with something, most likely; 5.1 reads the number and leaves the rest.
            self.pos -= 2 if append else 1
            start, end = self.extent()
            return self.save(NumberToken(start, end, self.source.text[start:end], stream, "Int32"))
        return self._file_redirection(stream, append)

    def _ampersand(self, char: str) -> Token:
        if self.peek() == "&":
            self.pos += 1
            return self.new_token("AndAnd")
        return self.new_token("Ampersand")

    def _pipe(self, char: str) -> Token:
        if self.peek() == "|":
            self.pos += 1
            return self.new_token("OrOr")
        return self.new_token("Pipe")

    def _left_bracket(self, char: str) -> Token:
        if self.mode == COMMAND and self.peek() not in FORCE_NEW_TOKEN:
            return self.scan_generic_token("[")
        return self.new_token("LBracket")

    def _dot(self, char: str) -> Token:
        after = self.peek()
        if after == ".":
            if self.mode == COMMAND and self.peek_after() not in FORCE_NEW_TOKEN:
                return self.scan_generic_token(".")
            self.pos += 1
            return self.new_token("DotDot")
        if after in DIGITS:
            return self._number()
        # A dot before a variable or a quoted string runs what is named there.
        if self.mode == COMMAND and after not in FORCE_NEW_TOKEN and after not in "$\"'":
            return self.scan_generic_token(".")
        return self.new_token("Dot")

    def _colon(self, char: str) -> Token:
        if self.peek() == ":":
            self.pos += 1
            if self.mode == COMMAND and not self.want_simple_name and self.peek() not in FORCE_NEW_TOKEN:
                return self.scan_generic_token("::")
            return self.new_token("ColonColon")
        if self.mode == COMMAND:
            return self._label()
        return self.new_token("Colon")

    def _label(self) -> Token:
        if not is_identifier_start(self.peek()):
            return self.scan_generic_token(":") if self.peek() != "\0" else self.new_string("Generic", ":")
        match = _IDENTIFIER.match(self.script, self.pos)
        assert match is not None
        self.pos = match.end()
        if self.peek() not in FORCE_NEW_TOKEN:
            return self.scan_generic_token(":" + match.group())
        start, end = self.extent()
        return self.save(LabelToken(start, end, self.source.text[start:end], match.group()))

    # -- quotes, variables and what remains

    def _single_quote(self, char: str) -> Token:
        return self.scan_single_quoted()

    def _double_quote(self, char: str) -> Token:
        return self.scan_double_quoted()

    def _dollar(self, char: str) -> Token:
        if self.peek() == "(":
            self.pos += 1
            return self.new_token("DollarParen")
        return self.scan_variable(False, False)

    def _at(self, char: str) -> Token:
        after = self.peek()
        if after == "{" or after == "(":
            self.pos += 1
            return self.new_token("AtCurly" if after == "{" else "AtParen")
        if after in SINGLE_QUOTES or after in DOUBLE_QUOTES:
            self.pos += 1
            return self.scan_here_string_single() if after in SINGLE_QUOTES else self.scan_here_string_double()
        if is_variable_start(after):
            return self.scan_variable(True, False)
        where = self.offset(self.pos - 1)
        self.errors.report("UnrecognizedToken", where, where + 1)
        return self.new_token("Unknown")

    def _comment(self, char: str) -> None:
        self.scan_line_comment()

    def _newline(self, char: str) -> Token:
        self.scan_newline(char)
        return self.new_token("NewLine")

    def _backtick(self, char: str) -> Token | None:
        after = self.peek()
        if self.pos >= self.size:
            where = self.offset(self.pos) + 1
            self.errors.report_incomplete("IncompleteString", where, where)
            return None
        self.pos += 1
        if after in NEWLINES:
            self.scan_newline(after)
            self.new_token("LineContinuation")
            return None
        if after.isspace():
            self.skip_whitespace()
            return None
        return self.scan_generic_token(backtick(after))

    # -- tokens the parser asks for by name

    def member_access_operator(self, allow_bracket: bool) -> Token | None:
        """`.`, `::` or perhaps `[` directly behind an expression; comments may stand between, blanks not."""
        while self.peek() == "<":
            if self.peek_after() != "#":
                return None
            self.token_start = self.pos
            self.pos += 2
            self.scan_block_comment()
        char = self.peek()
        after = self.peek_after()
        if char == ".":
            if after == "." or (self.mode == COMMAND and self._ends_member(after)):
                return None
            self.token_start = self.pos
            self.pos += 1
            return self.new_token("Dot")
        if char == ":" and after == ":":
            third = self.script[self.pos + 2] if self.pos + 2 < self.size else "\0"
            if self.mode == COMMAND and self._ends_member(third):
                return None
            self.token_start = self.pos
            self.pos += 2
            return self.new_token("ColonColon")
        if char == "[" and allow_bracket:
            self.token_start = self.pos
            self.pos += 1
            return self.new_token("LBracket")
        return None

    @staticmethod
    def _ends_member(char: str) -> bool:
        return char in WHITESPACE or char == "\0" or char in NEWLINES

    def invoke_member_open(self) -> Token | None:
        """`(` or `{` directly behind the name of a member."""
        char = self.peek()
        if char not in "({":
            return None
        self.token_start = self.pos
        self.pos += 1
        return self.new_token("LParen" if char == "(" else "LCurly")

    def left_bracket(self) -> Token | None:
        """`[` where an attribute or a type may stand, with blanks and comments before it."""
        resync_point = self.pos
        resync_if_member_access = False
        while True:
            self.token_start = self.pos
            char = self.peek()
            if char in WHITESPACE:
                resync_if_member_access = True
                self.skip_whitespace()
            elif char == "#":
                resync_if_member_access = True
                self.pos += 1
                self.scan_line_comment()
            elif char == "<" and self.peek_after() == "#":
                resync_if_member_access = False
                self.pos += 2
                self.scan_block_comment()
            elif char == "[":
                self.pos += 1
                return self.new_token("LBracket")
            else:
                if char in ".:" and resync_if_member_access:
                    self.resync(resync_point)
                return None
