"""Text to tree: the entry point of the language."""

from __future__ import annotations

from ems.language.errors import ParseError
from ems.language.source import Source
from ems.language.tokens import Token
from ems.language.tree import ScriptBlockAst, link_parents


class ParseResult:
    """The tree, which is there even where the script is broken, the tokens, and the errors in the order found."""

    __slots__ = ("errors", "tokens", "tree")

    def __init__(self, tree: ScriptBlockAst, tokens: list[Token], errors: list[ParseError]) -> None:
        self.tree = tree
        self.tokens = tokens
        self.errors = errors

    @property
    def incomplete(self) -> bool:
        """Whether more input could mend the script."""
        return any(error.incomplete for error in self.errors)


def parse(text: str, file_name: str | None = None) -> ParseResult:
    """Read a script. Never raises: what is wrong is in the errors of the result."""
    from ems.language.diagnosis.read import diagnose

    source = Source(text, file_name)
    tree, tokens, errors = diagnose(source)
    link_parents(tree)
    return ParseResult(tree, tokens, errors)
