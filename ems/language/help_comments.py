"""Comment-based help: `.SYNOPSIS`, `.PARAMETER Name` and their like in comments of a script or a function.

Which comments belong to a function, and what stands in a section, is decided as in PowerShell's HelpCommentsParser.cs.
"""

from __future__ import annotations

import re
from typing import Final

from ems.language.parser import parse
from ems.language.source import Source
from ems.language.tokens import Token
from ems.language.tree import Ast, FunctionDefinitionAst, ParameterAst, ScriptBlockAst

_DIRECTIVE: Final = re.compile(r"^\s*\.(\w+)(\s+(\S.*))?\s*$")
_BLANK: Final = re.compile(r"^\s*$")
_BLANKS: Final = " \t\u00a0"
# How many lines may lie between a comment and what it belongs to.
_PROXIMITY: Final = 2
_SECTIONS: Final = ("SYNOPSIS", "DESCRIPTION", "NOTES")
_LISTS: Final = ("LINK", "EXAMPLE", "INPUTS", "OUTPUTS")
_WORDS: Final = ("COMPONENT", "ROLE", "FUNCTIONALITY")
_WITH_ARGUMENT: Final = ("FORWARDHELPTARGETNAME", "FORWARDHELPCATEGORY", "REMOTEHELPRUNSPACE", "EXTERNALHELP")


class CommentHelp:
    """The sections by their directives in upper case; `parameters` by upper-case names."""

    __slots__ = ("lists", "parameters", "sections")

    def __init__(self) -> None:
        self.sections: dict[str, str] = {}
        self.lists: dict[str, list[str]] = {name: [] for name in _LISTS}
        self.parameters: dict[str, str] = {}

    @property
    def synopsis(self) -> str | None:
        """The section .SYNOPSIS."""
        return self.sections.get("SYNOPSIS")

    @property
    def description(self) -> str | None:
        """The section .DESCRIPTION."""
        return self.sections.get("DESCRIPTION")

    @property
    def examples(self) -> list[str]:
        """The sections .EXAMPLE."""
        return self.lists["EXAMPLE"]


def help_comments(
    node: FunctionDefinitionAst | ScriptBlockAst, tokens: list[Token] | None = None
) -> CommentHelp | None:
    """The help of a function or a script block. `tokens` are those of the whole script; without, it is read again."""
    source = node.enclosing_source() if not isinstance(node, ScriptBlockAst) else node.source
    if source is None:
        return None
    if tokens is None:
        tokens = parse(source.text, source.file_name).tokens
    lines = _find(node, tokens, source)
    found = _analyze(lines) if lines is not None else None
    if found is not None:
        _add_parameter_comments(found, node, tokens, source)
    return found


def _find(node: FunctionDefinitionAst | ScriptBlockAst, tokens: list[Token], source: Source) -> list[str] | None:
    """The lines of the comments that are help."""
    if isinstance(node, FunctionDefinitionAst):
        keyword = _first_token(tokens, node)
        before = _lines(_preceding(tokens, keyword, source, _PROXIMITY))
        if _analyze(before) is not None:
            return before
        start = _first_token(tokens, node.body) + 1
        last = _last_token(tokens, node, keyword)
    elif node.parent is None:
        start, last = 0, len(tokens) - 1
    else:
        start = _first_token(tokens, node)
        last = _last_token(tokens, node, start)
        start += 1
    while True:
        block, start = _following(tokens, start, source)
        if not block:
            break
        lines = _lines(block)
        if _analyze(lines) is None:
            continue
        if isinstance(node, ScriptBlockAst) and node.parent is None and _is_of_first_function(node, block, source):
            break
        return lines
    if last < 0 or last >= len(tokens):
        return None
    lines = _lines(_preceding(tokens, last, source, source.position(tokens[last].start)[0]))
    return lines if _analyze(lines) is not None else None


def _is_of_first_function(script: ScriptBlockAst, block: list[Token], source: Source) -> bool:
    end_block = script.end_block
    if end_block is None or not end_block.unnamed or not end_block.statements:
        return False
    first = end_block.statements[0]
    if not isinstance(first, FunctionDefinitionAst):
        return False
    return source.position(first.start)[0] - source.position(block[-1].end)[0] <= _PROXIMITY


def _first_token(tokens: list[Token], node: Ast) -> int:
    index = 0
    while index < len(tokens) and tokens[index].end <= node.start:
        index += 1
    return index


def _last_token(tokens: list[Token], node: Ast, start: int) -> int:
    index = start
    while index < len(tokens) and tokens[index].start < node.end:
        index += 1
    return index - 1


def _following(tokens: list[Token], start: int, source: Source) -> tuple[list[Token], int]:
    """The comments from a token on that stand together, and where to go on."""
    block: list[Token] = []
    last_line: int | None = None
    for index in range(start, len(tokens)):
        token = tokens[index]
        if last_line is not None and source.position(token.start)[0] > last_line:
            return block, index
        if token.kind == "Comment":
            block.append(token)
            last_line = source.position(token.end)[0] + 1
        elif token.kind != "NewLine":
            return block, index
    return block, len(tokens)


def _preceding(tokens: list[Token], index: int, source: Source, proximity: int) -> list[Token]:
    """The comments right before a token."""
    block: list[Token] = []
    if index >= len(tokens):
        return block
    first_line = source.position(tokens[index].start)[0] - proximity
    for token in reversed(tokens[:index]):
        if source.position(token.end)[0] < first_line:
            break
        if token.kind == "Comment":
            block.append(token)
            first_line = source.position(token.start)[0] - 1
        elif token.kind != "NewLine":
            break
    block.reverse()
    return block


def _lines(comments: list[Token]) -> list[str]:
    lines: list[str] = []
    for comment in comments:
        if comment.text.startswith("<"):
            lines.extend(comment.text[2:-2].replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        else:
            lines.append(comment.text.lstrip("#"))
    return lines


def _section(lines: list[str], index: int) -> tuple[str, int]:
    """The text behind a directive, up to the next, without the indent of its first line; and the last line's number."""
    out: list[str] = []
    indent: int | None = None
    index += 1
    while index < len(lines):
        line = lines[index]
        if indent is None and _BLANK.match(line):
            index += 1
            continue
        if _DIRECTIVE.match(line):
            break
        if indent is None:
            indent = len(line) - len(line.lstrip(_BLANKS))
        start = 0
        while start < len(line) and start < indent and line[start] in _BLANKS:
            start += 1
        out.append(line[start:] + "\n")
        index += 1
    return "".join(out), index - 1


def _analyze(lines: list[str]) -> CommentHelp | None:
    """The sections; None where the lines are no help."""
    found = CommentHelp()
    any_directive = False
    index = 0
    while index < len(lines):
        match = _DIRECTIVE.match(lines[index])
        if match is None:
            if not _BLANK.match(lines[index]):
                return None
            index += 1
            continue
        any_directive = True
        name = match[1].upper()
        if match[3] is not None:
            if name == "PARAMETER":
                text, index = _section(lines, index)
                found.parameters.setdefault(match[3].upper().strip(), text)
            elif name in _WITH_ARGUMENT:
                found.sections[name] = match[3].strip()
            else:
                return None
        else:
            text, index = _section(lines, index)
            if name in _SECTIONS:
                found.sections[name] = text
            elif name in _LISTS:
                found.lists[name].append(text.strip() if name == "LINK" else text)
            elif name in _WORDS:
                found.sections[name] = text.strip()
            else:
                return None
        index += 1
    return found if any_directive else None


def _add_parameter_comments(
    found: CommentHelp, node: FunctionDefinitionAst | ScriptBlockAst, tokens: list[Token], source: Source
) -> None:
    """Comments beside a parameter are its description where no directive gives one."""
    body = node.body if isinstance(node, FunctionDefinitionAst) else node
    parameters: list[ParameterAst] = []
    if isinstance(node, FunctionDefinitionAst) and node.parameters:
        parameters = node.parameters
    elif body.param_block is not None:
        parameters = body.param_block.parameters
    for parameter in parameters:
        first = _first_token(tokens, parameter)
        last = _last_token(tokens, parameter, first)
        comments = _preceding(tokens, first, source, _PROXIMITY)
        comments += [token for token in tokens[first:last] if token.kind == "Comment"]
        comments += _following(tokens, last + 1, source)[0]
        text, _ = _section(_lines(comments), -1)
        if text:
            found.parameters.setdefault(parameter.name.variable_path.user_path.upper(), text)
