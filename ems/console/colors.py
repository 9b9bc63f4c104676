"""Colours of what is being typed: the language's own tokens, as prompt_toolkit wants them. Half-typed lines colour too: the lexer never raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.styles import Style

from ems.language.parser import parse
from ems.language.tokens import StringExpandableToken, Token

# The colours that PSReadLine has in Windows PowerShell 5.1.
STYLE: Final = Style.from_dict(
    {
        "command": "ansiyellow",
        "parameter": "ansigray",
        "operator": "ansigray",
        "variable": "ansigreen",
        "string": "ansicyan",
        "number": "ansiwhite",
        "type": "ansigray",
        "keyword": "ansibrightgreen",
        "comment": "ansigreen",
        "member": "ansiwhite",
        "prompt": "",
        "error": "ansired",
    }
)

_OPERATOR_FLAGS: Final = frozenset(
    {"BinaryOperator", "UnaryOperator", "AssignmentOperator", "PrefixOrPostfixOperator", "SpecialOperator"}
)


def style_of(token: Token) -> str:
    """The style class of a token, empty for plain text."""
    kind = token.kind
    if kind == "Comment":
        return "class:comment"
    if kind in ("Variable", "SplattedVariable"):
        return "class:variable"
    if kind.startswith(("String", "HereString")):
        return "class:string" if token.text[:1] in "'\"@‘’“”„‚‛" else _bare(token)
    if kind == "Number":
        return "class:number"
    if kind == "Parameter":
        return "class:parameter"
    flags = set(token.flag_names())
    if "CommandName" in flags:
        return "class:command"
    if "Keyword" in flags:
        return "class:keyword"
    if "TypeName" in flags or "AttributeName" in flags:
        return "class:type"
    if "MemberName" in flags:
        return "class:member"
    if flags & _OPERATOR_FLAGS:
        return "class:operator"
    return ""


def _bare(token: Token) -> str:
    return "class:command" if "CommandName" in token.flag_names() else ""


def spans(text: str) -> list[tuple[str, str]]:
    """The whole text as (style, piece)."""
    styles = [""] * len(text)
    _paint(parse(text).tokens, styles)
    pieces: list[tuple[str, str]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or styles[index] != styles[start]:
            pieces.append((styles[start], text[start:index]))
            start = index
    return pieces


def _paint(tokens: list[Token], styles: list[str]) -> None:
    for token in tokens:
        style = style_of(token)
        if style:
            for index in range(token.start, min(token.end, len(styles))):
                styles[index] = style
        if isinstance(token, StringExpandableToken) and token.nested_tokens:
            _paint(token.nested_tokens, styles)


class PowerShellLexer(Lexer):
    """Colours a document line by line; it is read once as a whole, because strings and comments cross lines."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        lines: list[StyleAndTextTuples] = [[]]
        for style, piece in spans(document.text):
            first, *rest = piece.split("\n")
            lines[-1].append((style, first))
            for line in rest:
                lines.append([(style, line)])
        return lambda number: lines[number] if number < len(lines) else []
