"""Tokens for colouring and for PSParser, which has fewer kinds of them: commands, parameters, strings, operators.

`[System.Management.Automation.PSParser]::Tokenize` shows a type with its brackets as one token. After PSToken.cs.
"""

from __future__ import annotations

from typing import Final

from ems.language.kinds import ATTRIBUTE_NAME, COMMAND_NAME, KEYWORD, KIND_FLAGS, MEMBER_NAME, TYPE_NAME
from ems.language.parser import ParseResult, parse
from ems.language.tokens import StringToken, Token, VariableToken
from ems.language.tree import Ast, TypeConstraintAst, TypeExpressionAst

_TYPES: Final = {
    "Unknown": "Unknown",
    "EndOfInput": "Unknown",
    "Variable": "Variable",
    "SplattedVariable": "Variable",
    "Parameter": "CommandParameter",
    "Number": "Number",
    "Label": "LoopLabel",
    "Identifier": "CommandArgument",
    "Generic": "CommandArgument",
    "NewLine": "NewLine",
    "LineContinuation": "LineContinuation",
    "Comment": "Comment",
    "StringLiteral": "String",
    "StringExpandable": "String",
    "HereStringLiteral": "String",
    "HereStringExpandable": "String",
    "LParen": "GroupStart",
    "LCurly": "GroupStart",
    "AtParen": "GroupStart",
    "AtCurly": "GroupStart",
    "DollarParen": "GroupStart",
    "RParen": "GroupEnd",
    "RCurly": "GroupEnd",
    "Semi": "StatementSeparator",
}


class LegacyToken:
    """A token as PSParser shows it; `type` is spelled as PSTokenType."""

    __slots__ = ("content", "end", "start", "type")

    def __init__(self, token_type: str, content: str, start: int, end: int) -> None:
        self.type = token_type
        self.content = content
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.start}:{self.type}:{self.content!r}"


def tokenize(text: str) -> list[Token]:
    """All tokens of a script, however broken it is."""
    return parse(text).tokens


def token_type(token: Token) -> str:
    """The kind of a token as PSTokenType spells it."""
    flags = token.flags
    if flags & COMMAND_NAME:
        return "Command"
    if flags & MEMBER_NAME:
        return "Member"
    if flags & ATTRIBUTE_NAME:
        return "Attribute"
    if flags & TYPE_NAME:
        return "Type"
    found = _TYPES.get(token.kind)
    if found is not None:
        return found
    return "Keyword" if KIND_FLAGS[token.kind] & KEYWORD else "Operator"


def legacy_tokens(result: ParseResult) -> list[LegacyToken]:
    """The tokens of a script as PSParser lists them: without the end, types in one piece."""
    text = result.tree.source.text if result.tree.source is not None else ""
    types = {node.start: node.end for node in result.tree.walk() if _is_bracketed_type(node, text)}
    out: list[LegacyToken] = []
    skip_to = 0
    for token in result.tokens:
        if token.kind == "EndOfInput" or token.start < skip_to:
            continue
        if token.kind == "LBracket" and token.start in types:
            skip_to = types[token.start]
            out.append(LegacyToken("Type", text[token.start : skip_to], token.start, skip_to))
            continue
        out.append(LegacyToken(token_type(token), _content(token), token.start, token.end))
    return out


def _is_bracketed_type(node: Ast, text: str) -> bool:
    return isinstance(node, (TypeConstraintAst, TypeExpressionAst)) and text[node.start : node.start + 1] == "["


def _content(token: Token) -> str:
    if isinstance(token, StringToken):
        return token.value
    if isinstance(token, VariableToken):
        return token.variable_path.user_path
    return token.text
