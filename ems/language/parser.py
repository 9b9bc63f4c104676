"""Text to tree: the entry point of the language."""

from __future__ import annotations

import gc
from typing import Final

from ems.language.errors import ParseError, message_of
from ems.language.lalr.reader import Reader
from ems.language.lalr.refusal import Refusal
from ems.language.source import Source
from ems.language.tokens import Token
from ems.language.tree import Ast, ScriptBlockAst, link_parents

_LONG: Final = 20_000


class ParseResult:
    """The tree, which is there even where the script is broken, the tokens, and the errors in the order found."""

    __slots__ = ("errors", "tokens", "tree")

    def __init__(self, tree: ScriptBlockAst, tokens: list[Token], errors: list[ParseError]) -> None:
        self.tree = tree
        self.tokens = tokens
        self.errors = errors

    @property
    def incomplete(self) -> bool:
        """Whether more input could mend the script: something is wrong with it, and nothing but its early end."""
        return bool(self.errors) and all(error.incomplete for error in self.errors)


def parse(text: str, file_name: str | None = None) -> ParseResult:
    """Read a script. Never raises: what is wrong is in the errors of the result.

    A correct script is read by the tables of the grammar; what these refuse is left to the diagnosing parser.
    """
    if len(text) < _LONG or not gc.isenabled():
        return _parse(Source(text, file_name))
    # Of a long script many small objects are made that all stay; to look for garbage among them takes long.
    gc.disable()
    try:
        return _parse(Source(text, file_name))
    finally:
        gc.enable()


def _parse(source: Source) -> ParseResult:
    errors: list[ParseError] = []
    try:
        reader = Reader(source)
        tree = reader.read()
        tokens = reader.tokenizer.token_list or []
    except Refusal:
        from ems.language.diagnosis.read import diagnose

        tree, tokens, errors = diagnose(source)
    check(tree, link_parents(tree), tokens, errors)
    return ParseResult(tree, tokens, errors)


_KINDS_OF_DEFINITIONS = frozenset(("Class", "Enum", "Using"))


def check(tree: ScriptBlockAst, nodes: list[Ast], tokens: list[Token], errors: list[ParseError]) -> None:
    """Add to the errors what is wrong with a tree that could be read."""
    from ems.language.checks.semantics import SemanticChecks

    source = tree.source
    assert source is not None
    seen = {(error.error_id, error.start, error.end) for error in errors}

    def report(error_id: str, start: int, end: int, *arguments: str) -> None:
        if (error_id, start, end) not in seen:
            seen.add((error_id, start, end))
            errors.append(ParseError(error_id, message_of(error_id, arguments), start, end, False, source))

    if any(token.kind in _KINDS_OF_DEFINITIONS for token in tokens):
        from ems.language.checks.symbols import SymbolResolver

        SymbolResolver(tree, report).resolve()
    SemanticChecks(report).check(nodes)
