"""Help that is written as comments: which comment belongs to a function, and its sections (HelpCommentsParser of 5.1).

The comment stands at the beginning or the end of the body, or right before the function; a script's at the beginning
of the file.
"""

from __future__ import annotations

import re
from typing import Any, Final

_DIRECTIVE: Final = re.compile(r"^\s*\.(\w+)(?:\s+(\S.*?))?\s*$")
_NAMES: Final = frozenset(
    [
        "synopsis",
        "description",
        "parameter",
        "example",
        "inputs",
        "outputs",
        "notes",
        "link",
        "component",
        "role",
        "functionality",
        "forwardhelptargetname",
        "forwardhelpcategory",
        "remotehelprunspace",
        "externalhelp",
    ]
)
_BEFORE: Final = re.compile(
    r"((?:^[ \t]*#(?!>)[^\n]*\n)+|<#.*?#>)[ \t]*\r?\n?[ \t]*\r?\n?[ \t]*\Z", re.DOTALL | re.MULTILINE
)
_AFTER: Final = re.compile(r"\s*((?:<#.*?#>)|(?:[ \t]*#[^\n]*(?:\n|\Z))+)", re.DOTALL)
_AT_END: Final = re.compile(r"((?:<#(?:(?!<#).)*?#>)|(?:^[ \t]*#[^\n]*\n?)+)\s*\Z", re.DOTALL | re.MULTILINE)


class CommentHelp:
    """The sections of a help comment."""

    def __init__(self) -> None:
        self.synopsis = ""
        self.description = ""
        self.notes = ""
        self.component = ""
        self.role = ""
        self.functionality = ""
        self.forward_to = ""
        self.parameters: dict[str, str] = {}
        self.examples: list[str] = []
        self.inputs: list[str] = []
        self.outputs: list[str] = []
        self.links: list[str] = []


def help_of(block: Any, definition_start: int | None) -> CommentHelp | None:
    """The help of a script block; `definition_start` is where `function` stands, None for a script."""
    text: str = block.source.text
    ast = block.ast
    body = text[ast.start : ast.end]
    candidates: list[str] = []
    inner = body[1:-1] if body.startswith("{") and body.endswith("}") else body
    found = _AFTER.match(inner)
    if found:
        candidates.append(found[1])
    found = _AT_END.search(inner)
    if found:
        candidates.append(found[1])
    if definition_start is not None:
        found = _BEFORE.search(text[:definition_start])
        if found:
            candidates.append(found[1])
    for candidate in candidates:
        parsed = parse_help(comment_lines(candidate))
        if parsed is not None:
            return parsed
    return None


def comment_lines(comment: str) -> list[str]:
    """The lines of a comment without its marks."""
    text = comment.strip()
    if text.startswith("<#"):
        return text[2:-2].replace("\r\n", "\n").split("\n")
    return [re.sub(r"^\s*#+ ?", "", line) for line in text.replace("\r\n", "\n").split("\n")]


def parse_help(lines: list[str]) -> CommentHelp | None:
    """The sections, None where the comment is no help."""
    made = CommentHelp()
    index, any_section = 0, False
    while index < len(lines):
        found = _DIRECTIVE.match(lines[index])
        name = found[1].lower() if found else ""
        if found is None or name not in _NAMES:
            if lines[index].strip() and not any_section:
                return None
            index += 1
            continue
        any_section = True
        index += 1
        content: list[str] = []
        while index < len(lines) and not _is_directive(lines[index]):
            content.append(lines[index])
            index += 1
        _store(made, name, found[2] or "", _tidy(content))
    return made if any_section else None


def _is_directive(line: str) -> bool:
    found = _DIRECTIVE.match(line)
    return found is not None and found[1].lower() in _NAMES


def _tidy(lines: list[str]) -> str:
    """The text of a section: without the blank lines around it and the indentation its lines share."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(margins, default=0)
    return "\n".join(line[margin:].rstrip() for line in lines)


def _store(made: CommentHelp, name: str, argument: str, text: str) -> None:
    if name in ("synopsis", "description", "notes", "component", "role", "functionality"):
        setattr(made, name, text)
    elif name == "parameter":
        made.parameters[argument.lower()] = text
    elif name == "example":
        made.examples.append(text)
    elif name == "inputs":
        made.inputs.append(text)
    elif name == "outputs":
        made.outputs.append(text)
    elif name == "link":
        made.links.append(text)
    elif name == "forwardhelptargetname":
        made.forward_to = argument or text
