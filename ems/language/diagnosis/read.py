"""Runs the diagnosing parser over a source."""

from __future__ import annotations

import sys

from ems.language.diagnosis.base import MAXIMUM_DEPTH, TooComplicated
from ems.language.diagnosis.definitions import Parser
from ems.language.errors import ParseError, message_of
from ems.language.source import Source
from ems.language.tokens import Token
from ems.language.tree import NamedBlockAst, ScriptBlockAst

# How many calls one level of nesting takes at most.
_CALLS_PER_LEVEL = 12


def diagnose(source: Source) -> tuple[ScriptBlockAst, list[Token], list[ParseError]]:
    """The tree, the tokens and the errors of a script."""
    parser = Parser(source)
    try:
        try:
            tree = parser.script_block_rule(None)
        except RecursionError:
            # Deeper than the interpreter allows by default, but not deeper than we allow.
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(limit + MAXIMUM_DEPTH * _CALLS_PER_LEVEL)
            try:
                parser = Parser(source)
                tree = parser.script_block_rule(None)
            finally:
                sys.setrecursionlimit(limit)
    except TooComplicated:
        tree = _empty(source)
        start, end = parser.tokenizer.extent()
        error = ParseError("ScriptTooComplicated", message_of("ScriptTooComplicated"), start, end, False, source)
        parser.errors.append(error)
    requires = parser.tokenizer.requires_tokens
    tokens = parser.tokenizer.token_list or []
    if requires:
        from ems.language.diagnosis.requires import RequirementsReader

        parser.tokenizer.requires_tokens = []
        tree.script_requirements = RequirementsReader(parser).read(requires)
    return tree, tokens, parser.errors


def _empty(source: Source) -> ScriptBlockAst:
    block = NamedBlockAst(0, 0, "End", True, [], [])
    return ScriptBlockAst(0, len(source.text), [], None, None, None, None, block, source)
