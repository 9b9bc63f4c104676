"""Compares what the two parsers make of a script: the tables of the grammar, and the diagnosing parser."""

from __future__ import annotations

from typing import Any

from ems.language.diagnosis.read import diagnose
from ems.language.lalr.reader import Reader
from ems.language.lalr.refusal import Refusal
from ems.language.source import Source
from tests.language_tables import show_token


def difference(left: Any, right: Any, path: str = "") -> str | None:
    """The first place where two trees differ."""
    if type(left) is not type(right):
        return f"{path}: {type(left).__name__} and {type(right).__name__}"
    if isinstance(left, (list, tuple)):
        if len(left) != len(right):
            return f"{path}: {len(left)} and {len(right)} items"
        found = (difference(x, y, f"{path}[{index}]") for index, (x, y) in enumerate(zip(left, right, strict=True)))
        return next((each for each in found if each), None)
    if hasattr(left, "__slots__") and not isinstance(left, str):
        for kind in type(left).__mro__:
            for name in getattr(kind, "__slots__", ()):
                if name in ("parent", "source", "script_requirements"):
                    continue
                found_below = difference(getattr(left, name, None), getattr(right, name, None), f"{path}.{name}")
                if found_below:
                    return found_below
        return None
    return None if left == right else f"{path}: {left!r} and {right!r}"


def disagreement(text: str) -> str | None:
    """What is wrong if the fast parser accepts a script; it may always refuse."""
    reader = Reader(Source(text))
    try:
        tree = reader.read()
    except Refusal:
        return None
    slow, tokens, errors = diagnose(Source(text))
    if errors:
        return f"accepted, though {errors[0]}"
    found = difference(slow, tree)
    if found:
        return found
    left = [show_token(token) for token in tokens]
    right = [show_token(token) for token in reader.tokenizer.token_list or []]
    return None if left == right else f"tokens {left} and {right}"


def is_accepted(text: str) -> bool:
    """Whether the tables of the grammar read it."""
    try:
        Reader(Source(text)).read()
    except Refusal:
        return False
    return True
