"""The floor of the lexer: the place in the text, whitespace, comments, and the tokens found so far.

A `$(...)` inside a string is read by the same lexer in a nested scan: its text stands for the source meanwhile, and
offsets are mapped back to the real source. As in PowerShell's tokenizer.cs, doubled quotes in it have been made
single before, and the offsets of those skipped are remembered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, Protocol, TypeVar

from ems.language.characters import NEWLINES, WHITESPACE, WHITESPACE_CLASS
from ems.language.source import Source
from ems.language.tokens import Token, UnscannedSubExpressionToken

COMMAND: Final = 0
EXPRESSION: Final = 1
TYPE_NAME: Final = 2
SIGNATURE: Final = 3

_SPACES: Final = re.compile(f"[{WHITESPACE_CLASS}]*")
_LINE: Final = re.compile(r"[^\r\n]*")
_REQUIRES: Final = re.compile(f"#[{WHITESPACE_CLASS}]*requires", re.IGNORECASE)
_SIGNATURE_LINE: Final = "sig#beginsignatureblock\n"
_SIGNATURE_SIMILARITY: Final = 10
_SIGNATURE_CHARACTERS: Final = tuple((char, _SIGNATURE_LINE.count(char)) for char in sorted(set(_SIGNATURE_LINE)))
_BLANKS_AND_COMMENTS: Final = re.compile(rf"(?:[{WHITESPACE_CLASS}]+|#[^\r\n]*|<\#(?:[^#]|\#(?!>))*\#>)*")

AnyToken = TypeVar("AnyToken", bound=Token)


class ErrorSink(Protocol):
    """Who takes the errors found while reading."""

    def report(self, error_id: str, start: int, end: int, *arguments: str) -> None:
        """Take an error that more input cannot mend."""

    def report_incomplete(self, error_id: str, start: int, end: int, *arguments: str) -> bool:
        """Take an error that more input may mend where it stands at the end of the script; tells whether it does."""


class NestedScan:
    """What has to be restored after a nested scan."""

    __slots__ = ("base", "pos", "script", "skipped", "start", "tokens")

    def __init__(
        self, script: str, pos: int, base: int, start: int, skipped: list[int] | None, tokens: list[Token] | None
    ) -> None:
        self.script = script
        self.pos = pos
        self.base = base
        self.start = start
        self.skipped = skipped
        self.tokens = tokens


class Scanner:
    """A place in a text; subclasses read tokens from there."""

    def __init__(self, source: Source, errors: ErrorSink) -> None:
        self.source = source
        self.errors = errors
        self.script = source.text
        self.size = len(source.text)
        self.pos = 0
        self.token_start = 0
        self.base = 0
        self.skipped: list[int] | None = None
        self.mode = COMMAND
        self.allow_signed_numbers = False
        self.want_simple_name = False
        self.in_workflow_context = False
        self.token_list: list[Token] | None = []
        self.requires_tokens: list[Token] = []
        self.signature_start: int | None = None

    # -- characters

    def peek(self) -> str:
        """The character at the current place, NUL at the end."""
        return self.script[self.pos] if self.pos < self.size else "\0"

    def peek_after(self) -> str:
        """The character after the current one."""
        return self.script[self.pos + 1] if self.pos + 1 < self.size else "\0"

    # -- places

    def offset(self, pos: int) -> int:
        """The offset in the real source of a place in the current text, skipped quotes not counted."""
        return pos + self.base

    def extent(self) -> tuple[int, int]:
        """Where the token just read begins and ends in the real source."""
        start = self.token_start + self.base
        end = self.pos + self.base
        if self.skipped:
            return start + bisect_left(self.skipped, start), end + bisect_left(self.skipped, end)
        return start, end

    def restore_point(self) -> int:
        """A place to which `resync` can return."""
        self.token_start = self.pos
        return self.extent()[0]

    def resync(self, start: int) -> None:
        """Go back to an offset and forget the tokens read since."""
        adjustment = self.base
        if self.skipped:
            # `skipped` holds each offset less the number of those before it.
            adjustment += sum(1 for index, each in enumerate(self.skipped) if each + index < start - 1)
        self.pos = max(0, min(start - adjustment, self.size + 1))
        if self.token_list:
            _forget(self.token_list, start)
        if self.requires_tokens:
            _forget(self.requires_tokens, start)

    def start_nested_scan(self, piece: UnscannedSubExpressionToken) -> NestedScan:
        """Begin to read the text of `$(...)` in a string."""
        saved = NestedScan(self.script, self.pos, self.base, self.token_start, self.skipped, self.token_list)
        self.script = piece.value
        self.size = len(piece.value)
        self.pos = 0
        self.token_start = 0
        self.base = piece.start
        self.skipped = [each - index for index, each in enumerate(e for e in piece.skipped if e >= piece.start)]
        self.token_list = [] if self.token_list is not None else None
        return saved

    def finish_nested_scan(self, saved: NestedScan) -> None:
        """Return to the text around `$(...)`."""
        self.script = saved.script
        self.size = len(saved.script)
        self.pos = saved.pos
        self.base = saved.base
        self.token_start = saved.start
        self.skipped = saved.skipped
        self.token_list = saved.tokens

    def is_at_end(self, end: int) -> bool:
        """Whether nothing but blanks and comments follows an offset."""
        if end >= self.size:
            return True
        match = _BLANKS_AND_COMMENTS.match(self.script, end)
        return match is not None and match.end() >= self.size

    # -- tokens

    def save(self, token: AnyToken) -> AnyToken:
        """Keep a token in the list."""
        if self.token_list is not None:
            self.token_list.append(token)
        return token

    def new_token(self, kind: str) -> Token:
        """A token from its start to here."""
        start, end = self.extent()
        token = Token(kind, start, end, self.source.text[start:end])
        if self.token_list is not None:
            self.token_list.append(token)
        return token

    # -- blanks, line ends, comments

    def skip_whitespace(self) -> None:
        """Skip blanks, but no line ends."""
        match = _SPACES.match(self.script, self.pos)
        if match is not None:
            self.pos = match.end()

    def skip_blanks(self) -> None:
        """Skip blanks, comments and continued line ends, but no line ends."""
        script = self.script
        while self.pos < self.size:
            char = script[self.pos]
            if char in WHITESPACE:
                self.skip_whitespace()
            elif char == "#":
                self.token_start = self.pos
                self.pos += 1
                self.scan_line_comment()
            elif char == "<" and self.peek_after() == "#":
                self.token_start = self.pos
                self.pos += 2
                self.scan_block_comment()
            elif char == "`" and (self.peek_after() in NEWLINES or self.peek_after().isspace()):
                self.token_start = self.pos
                self.pos += 2
                after = script[self.pos - 1]
                if after in NEWLINES:
                    self.scan_newline(after)
                    self.new_token("LineContinuation")
                else:
                    self.skip_whitespace()
            else:
                return

    def scan_newline(self, char: str) -> None:
        """Take the second half of CR LF."""
        if char == "\r" and self.peek() == "\n":
            self.pos += 1

    def skip_newlines(self, skip_semicolons: bool) -> None:
        """Skip blanks, comments, line ends and perhaps semicolons; the latter two are kept in the list of tokens."""
        script = self.script
        while self.pos < self.size:
            char = script[self.pos]
            if char in NEWLINES:
                self.token_start = self.pos
                self.pos += 1
                self.scan_newline(char)
                self.new_token("NewLine")
            elif char == ";" and skip_semicolons:
                self.token_start = self.pos
                self.pos += 1
                self.new_token("Semi")
            else:
                before = self.pos
                self.skip_blanks()
                if self.pos == before:
                    return

    def scan_line_comment(self) -> None:
        """Read to the end of the line, with an eye on `#requires` and on what looks like a signature."""
        match = _LINE.match(self.script, self.pos)
        assert match is not None
        self.pos = match.end()
        token = self.new_token("Comment")
        text = match.group()
        if _looks_like_signature(text):
            self.signature_start = token.start
        elif self.base == 0 and _REQUIRES.match("#" + text):
            self.requires_tokens.append(token)

    def scan_block_comment(self) -> None:
        """Read to `#>`."""
        opening = self.pos - 2
        end = self.script.find("#>", self.pos)
        if end < 0:
            self.pos = self.size
            self.errors.report_incomplete(
                "MissingTerminatorMultiLineComment", self.offset(opening), self.offset(self.pos)
            )
        else:
            self.pos = end + 2
        self.new_token("Comment")


def _forget(tokens: list[Token], start: int) -> None:
    """Drop the tokens that end behind an offset."""
    last = len(tokens) - 1
    if last >= 0 and tokens[last].kind == "EndOfInput":
        last -= 1
    while last >= 0 and tokens[last].end > start:
        last -= 1
    del tokens[last + 1 :]


def _looks_like_signature(comment: str) -> bool:
    """Whether a comment (without its #) is so similar to the head of a signature block that no code may follow it."""
    line = "".join(comment.split()).lower()
    if abs(len(line) - len(_SIGNATURE_LINE)) > _SIGNATURE_SIMILARITY:
        return False
    # Each character too many is an edit by itself, whatever the order; this settles nearly all comments.
    in_common = sum(min(line.count(char), count) for char, count in _SIGNATURE_CHARACTERS)
    if max(len(line), len(_SIGNATURE_LINE)) - in_common >= _SIGNATURE_SIMILARITY:
        return False
    return _edits(line, _SIGNATURE_LINE) < _SIGNATURE_SIMILARITY


def _edits(first: str, second: str) -> int:
    """The Levenshtein distance."""
    row = list(range(len(second) + 1))
    for index, left in enumerate(first, 1):
        diagonal = row[0]
        row[0] = index
        for column, right in enumerate(second, 1):
            above = row[column]
            row[column] = diagonal if left == right else 1 + min(diagonal, above, row[column - 1])
            diagonal = above
    return row[-1]
