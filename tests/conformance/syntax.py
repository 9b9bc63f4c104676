"""The tables of syntax trees, tokens and parse errors."""

from __future__ import annotations

from dataclasses import dataclass

from ems.language.parser import parse
from tests.language_tables import rows, show_errors, show_token, show_tree

NAMES = ("ast", "tokens", "parse-errors")


@dataclass
class Line:
    file: str
    source: str
    columns: list[str]


def read(name: str) -> list[Line]:
    return [Line(name, columns[0], columns[1:]) for columns in rows(f"{name}.txt")]


def check(line: Line) -> str | None:
    """None where ems agrees with the table, else the difference."""
    result = parse(line.source)
    if line.file == "ast":
        got, wanted = [show_tree(result)], line.columns[:1]
    elif line.file == "tokens":
        got, wanted = [" ".join(map(show_token, result.tokens))], line.columns[:1]
    else:
        got, wanted = show_errors(result), line.columns
    return None if got == wanted else f"recorded {wanted}\n    here     {got}"
