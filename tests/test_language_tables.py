"""The recorded tables of trees, tokens and parse errors, line by line."""

from __future__ import annotations

from ems.language.parser import parse
from tests.language_tables import rows, show_errors, show_token, show_tree


def _differences(name: str, show) -> list[str]:
    out = []
    for source, *wanted in rows(name):
        got = show(parse(source))
        if got != wanted:
            out.append(f"{source!r}\n  wanted {wanted}\n  got    {got}")
    return out


def test_trees() -> None:
    assert not _differences("ast.txt", lambda result: [show_tree(result)])


def test_tokens() -> None:
    def show(result) -> list[str]:
        return [" ".join(map(show_token, result.tokens)), "correct" if not result.errors else "broken"]

    assert not _differences("tokens.txt", show)


def test_errors() -> None:
    assert not _differences("parse-errors.txt", show_errors)
