"""Strings and variables: single and double quotes, here-strings, `$name`, `${name}`, `$(...)` inside text.

The rules, and what is reported where a string does not end, are those of PowerShell's tokenizer.cs.
"""

from __future__ import annotations

import re
from typing import Final

from ems.language.characters import (
    DOUBLE_QUOTE_CLASS,
    DOUBLE_QUOTES,
    FORCE_NEW_TOKEN,
    NEWLINES,
    SINGLE_QUOTE_CLASS,
    SINGLE_QUOTES,
    backtick,
    is_letter_or_digit,
    is_variable_start,
)
from ems.language.kinds import TOKEN_IN_ERROR
from ems.language.names import VariablePath
from ems.language.scanner import COMMAND, EXPRESSION, Scanner
from ems.language.tokens import StringExpandableToken, StringToken, Token, UnscannedSubExpressionToken, VariableToken

_SINGLE_QUOTED: Final = re.compile(f"[^{SINGLE_QUOTE_CLASS}]*")
_DOUBLE_QUOTED: Final = re.compile(f"[^$`{DOUBLE_QUOTE_CLASS}]*")
_HERE_PLAIN: Final = re.compile(r"[^\r\n]*")
_HERE_EXPANDABLE: Final = re.compile(r"[^\r\n$`]*")
_SUBEXPRESSION_PLAIN: Final = re.compile(f"[^()`{DOUBLE_QUOTE_CLASS}]*")
_BRACED_PLAIN: Final = re.compile(f"[^}}`{{{DOUBLE_QUOTE_CLASS}]*")
_NAME: Final = re.compile(r"[A-Za-z0-9_?]*")


class Pieces:
    """The parts of an expandable string while it is read: text, and variables or subexpressions between."""

    __slots__ = ("nested", "parts", "text", "value")

    def __init__(self) -> None:
        self.value: list[str] = []
        self.text: list[str] = []
        self.parts: list[str | int] = []
        self.nested: list[Token] = []

    def append(self, text: str) -> None:
        """Add text."""
        self.value.append(text)
        self.text.append(text)

    def append_nested(self, token: Token, raw: str) -> None:
        """Add a variable or a subexpression."""
        self.value.append(raw)
        if self.text:
            self.parts.append("".join(self.text))
            self.text = []
        self.parts.append(len(self.nested))
        self.nested.append(token)

    def finished_parts(self) -> list[str | int]:
        """All parts in their order."""
        return [*self.parts, "".join(self.text)] if self.text else self.parts


class StringScanner(Scanner):
    """Reads strings and variables."""

    def scan_generic_token(self, seed: str) -> Token:
        """Read on as a bare word; see the class for words."""
        raise NotImplementedError

    # -- tokens

    def new_string(self, kind: str, value: str, flags: int = 0) -> StringToken:
        """A string without variables."""
        start, end = self.extent()
        return self.save(StringToken(kind, start, end, self.source.text[start:end], value, flags))

    def new_expandable(self, kind: str, pieces: Pieces, flags: int = 0) -> StringToken:
        """A double-quoted string or a bare word."""
        value = "".join(pieces.value)
        if any(token.flags & TOKEN_IN_ERROR for token in pieces.nested):
            flags |= TOKEN_IN_ERROR
        start, end = self.extent()
        text = self.source.text[start:end]
        if not pieces.nested and kind != "Generic":
            # Still the kind of an expandable string, but there is nothing to expand.
            return self.save(StringToken(kind, start, end, text, value, flags))
        return self.save(
            StringExpandableToken(kind, start, end, text, value, pieces.finished_parts(), pieces.nested, flags)
        )

    # -- quotes

    def read_single_quoted(self) -> tuple[str, int]:
        """Read to the closing quote; the opening one has been taken."""
        opening = self.pos - 1
        parts: list[str] = []
        while True:
            match = _SINGLE_QUOTED.match(self.script, self.pos)
            assert match is not None
            parts.append(match.group())
            self.pos = match.end()
            if self.pos >= self.size:
                self.errors.report_incomplete(
                    "TerminatorExpectedAtEndOfString", self.offset(opening), self.offset(self.pos), "'"
                )
                return "".join(parts), TOKEN_IN_ERROR
            self.pos += 1
            if self.peek() not in SINGLE_QUOTES:
                return "".join(parts), 0
            parts.append(self.peek())
            self.pos += 1

    def scan_single_quoted(self) -> Token:
        """A single-quoted string."""
        value, flags = self.read_single_quoted()
        return self.new_string("StringLiteral", value, flags)

    def read_double_quoted(self, pieces: Pieces) -> int:
        """Read to the closing quote; the opening one has been taken."""
        opening = self.pos - 1
        script = self.script
        while True:
            match = _DOUBLE_QUOTED.match(script, self.pos)
            assert match is not None
            if match.end() > self.pos:
                pieces.append(match.group())
                self.pos = match.end()
            if self.pos >= self.size:
                self.errors.report_incomplete(
                    "TerminatorExpectedAtEndOfString", self.offset(opening), self.offset(self.pos), '"'
                )
                return TOKEN_IN_ERROR
            char = script[self.pos]
            self.pos += 1
            if char == "$":
                if not self.scan_dollar(pieces, False):
                    pieces.append("$")
            elif char == "`":
                pieces.append(self.escaped())
            elif self.peek() in DOUBLE_QUOTES:
                pieces.append(self.peek())
                self.pos += 1
            else:
                return 0

    def escaped(self) -> str:
        """What the character after a backtick means; the backtick itself at the end of the input."""
        char = self.peek()
        if char == "\0":
            return "`"
        self.pos += 1
        return backtick(char)

    def scan_double_quoted(self) -> Token:
        """A double-quoted string."""
        pieces = Pieces()
        flags = self.read_double_quoted(pieces)
        return self.new_expandable("StringExpandable", pieces, flags)

    def scan_dollar(self, pieces: Pieces, here_string: bool) -> bool:
        """Read a variable or a subexpression in a string, if the dollar just taken begins one."""
        dollar = self.pos - 1
        char = self.peek()
        saved = (self.token_start, self.mode, self.token_list)
        token: Token | None = None
        self.token_list = None
        self.mode = EXPRESSION
        if char == "(":
            self.pos += 1
            token = self.scan_subexpression(here_string)
        elif char == "{" or is_variable_start(char):
            self.token_start = dollar
            token = self.scan_variable(False, True)
        self.token_start, self.mode, self.token_list = saved
        if token is None:
            return False
        pieces.append_nested(token, self.script[dollar : self.pos])
        return True

    def scan_subexpression(self, here_string: bool) -> Token:
        """The text of `$(...)` in a string, to be read later; only parentheses are counted."""
        self.token_start = self.pos - 2
        parts = ["$("]
        depth = 1
        skipped: list[int] = []
        flags = 0
        script = self.script
        while True:
            match = _SUBEXPRESSION_PLAIN.match(script, self.pos)
            assert match is not None
            parts.append(match.group())
            self.pos = match.end()
            if self.pos >= self.size:
                self.errors.report_incomplete(
                    "IncompleteDollarSubexpressionReference", self.offset(self.token_start), self.offset(self.pos)
                )
                flags = TOKEN_IN_ERROR
                break
            char = script[self.pos]
            self.pos += 1
            if char == "(":
                depth += 1
            elif char == ")":
                depth -= 1
            elif not here_string and self.peek() in DOUBLE_QUOTES:
                char = self.peek()
                self.pos += 1
                skipped.append(self.pos - 2 + self.base)
            parts.append(char)
            if depth == 0:
                break
        if not skipped and self.skipped:
            skipped = [each + index for index, each in enumerate(self.skipped)]
        start, end = self.extent()
        token = UnscannedSubExpressionToken(start, end, self.source.text[start:end], "".join(parts), skipped)
        token.flags |= flags
        return token

    # -- here-strings

    def scan_here_string_single(self) -> Token:
        """`@'` and the lines up to `'@`."""
        header = self.pos - 2
        if not self.after_here_string_header("'", header):
            return self.new_string("HereStringLiteral", "", TOKEN_IN_ERROR)
        parts: list[str] = []
        flags = self.read_here_string(parts, None, header)
        return self.new_string("HereStringLiteral", "".join(parts), flags)

    def scan_here_string_double(self) -> Token:
        """`@"` and the lines up to `"@`."""
        header = self.pos - 2
        pieces = Pieces()
        if not self.after_here_string_header('"', header):
            return self.new_expandable("HereStringExpandable", pieces, TOKEN_IN_ERROR)
        flags = self.read_here_string(pieces.value, pieces, header)
        return self.new_expandable("HereStringExpandable", pieces, flags)

    def after_here_string_header(self, quote: str, header: int) -> bool:
        """Take the end of the line with the header, on which nothing may stand."""
        self.skip_whitespace()
        char = self.peek()
        if self.pos < self.size and char in NEWLINES:
            self.pos += 1
            self.scan_newline(char)
            return True
        if self.pos >= self.size:
            self.errors.report_incomplete(
                "TerminatorExpectedAtEndOfString", self.offset(header), self.offset(self.pos), quote + "@"
            )
            return False
        where = self.offset(self.pos)
        self.errors.report("UnexpectedCharactersAfterHereStringHeader", where, where + 1)
        while self.pos < self.size and self.peek() not in NEWLINES:
            self.pos += 1
            if self.script[self.pos - 1] == quote and self.peek() == "@":
                self.pos += 1
                break
        return False

    def read_here_string(self, value: list[str], pieces: Pieces | None, header: int) -> int:
        """Read lines until one begins with the footer. `pieces` is given where variables are to be found."""
        quotes = SINGLE_QUOTES if pieces is None else DOUBLE_QUOTES
        plain = _HERE_PLAIN if pieces is None else _HERE_EXPANDABLE
        script = self.script
        false_footer = -1

        def append(text: str) -> None:
            if pieces is None:
                value.append(text)
            else:
                pieces.append(text)

        def footer() -> bool:
            nonlocal false_footer
            if self.peek() in quotes and self.peek_after() == "@":
                self.pos += 2
                return True
            blank = self.pos
            self.skip_whitespace()
            if self.pos > blank:
                append(script[blank : self.pos])
            if self.pos < self.size and self.peek() in quotes and self.peek_after() == "@":
                append(script[self.pos : self.pos + 2])
                if false_footer == -1:
                    false_footer = self.pos
                self.pos += 2
            return False

        if footer():
            return 0
        while True:
            match = plain.match(script, self.pos)
            assert match is not None
            if match.end() > self.pos:
                append(match.group())
                self.pos = match.end()
            if self.pos >= self.size:
                if false_footer != -1:
                    self.errors.report_incomplete(
                        "WhitespaceBeforeHereStringFooter", self.offset(false_footer), self.offset(self.pos)
                    )
                else:
                    self.errors.report_incomplete(
                        "TerminatorExpectedAtEndOfString",
                        self.offset(header),
                        self.offset(self.pos),
                        ("'" if pieces is None else '"') + "@",
                    )
                return TOKEN_IN_ERROR
            char = script[self.pos]
            self.pos += 1
            if char == "`":
                append(self.escaped())
            elif char == "$":
                assert pieces is not None
                if not self.scan_dollar(pieces, True):
                    append("$")
            else:
                start = self.pos - 1
                self.scan_newline(char)
                if self.peek() in quotes and self.peek_after() == "@":
                    self.pos += 2
                    return 0
                append(script[start : self.pos])
                footer()

    # -- variables

    def scan_variable(self, splatted: bool, in_string: bool) -> Token:
        """A variable, or in command mode perhaps a bare word; the dollar or the at sign has been taken."""
        if self.peek() == "{" and self.pos < self.size:
            return self.scan_braced_variable(in_string)
        script = self.script
        char = self.peek()
        if not is_variable_start(char):
            return self.scan_generic_token("$")
        begin = self.pos
        self.pos += 1
        if char in "$?^":
            if self.mode == COMMAND and self.peek() not in FORCE_NEW_TOKEN:
                self.pos = self.token_start
                return self.scan_generic_token("")
        else:
            while True:
                match = _NAME.match(script, self.pos)
                assert match is not None
                self.pos = match.end()
                char = self.peek()
                if char == ":":
                    if self.peek_after() == ":":
                        break
                    self.pos += 1
                elif char >= "\x80" and is_letter_or_digit(char):
                    self.pos += 1
                elif char in FORCE_NEW_TOKEN or char in ".[":
                    break
                elif self.mode == COMMAND:
                    self.pos = self.token_start
                    return self.scan_generic_token("")
                else:
                    break
        path = VariablePath(script[begin : self.pos])
        if not path.name:
            start = self.offset(self.token_start)
            error_id = "InvalidVariableReferenceWithDrive" if path.is_drive_qualified else "InvalidVariableReference"
            self.errors.report(error_id, start, self.offset(self.pos))
        return self.new_variable(path, splatted)

    def new_variable(self, path: VariablePath, splatted: bool) -> VariableToken:
        """A variable from the start of the token to here."""
        start, end = self.extent()
        return self.save(VariableToken(start, end, self.source.text[start:end], path, splatted))

    def scan_braced_variable(self, in_string: bool) -> Token:
        """`${any name}`."""
        error_start = self.pos
        script = self.script
        self.pos += 1
        parts: list[str] = []
        closed = False
        while True:
            match = _BRACED_PLAIN.match(script, self.pos)
            assert match is not None
            parts.append(match.group())
            self.pos = match.end()
            if self.pos >= self.size:
                break
            char = script[self.pos]
            self.pos += 1
            if char == "}":
                closed = True
                break
            if char == "`":
                if self.pos >= self.size:
                    break
                char = backtick(script[self.pos])
                self.pos += 1
            elif char == "{":
                where = self.offset(self.pos)
                self.errors.report("OpenBraceNeedsToBeBackTickedInVariableName", where, where + 1)
            elif in_string:
                if self.pos >= self.size:
                    break
                if script[self.pos] in DOUBLE_QUOTES:
                    char = script[self.pos]
                    self.pos += 1
            parts.append(char)
        name = "".join(parts)
        if not closed:
            self.errors.report_incomplete(
                "IncompleteDollarVariableReference", self.offset(error_start), self.offset(self.pos)
            )
        if not name:
            if closed:
                where = self.offset(self.pos - 1)
                self.errors.report("EmptyVariableReference", where, where + 1)
            name = ":Error:"
        if self.mode == COMMAND and self.peek() not in FORCE_NEW_TOKEN and self.peek() not in ".[":
            self.pos = self.token_start
            return self.scan_generic_token("")
        path = VariablePath(name)
        if not path.name:
            self.errors.report("InvalidBracedVariableReference", self.offset(self.token_start), self.offset(self.pos))
        return self.new_variable(path, False)
