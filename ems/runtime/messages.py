"""Texts of the product by resource and name, filled in order: `message("ParserStrings", "MissingEndCurlyBrace")`.

The table is data/messages.json; it is read when the first text is asked for, which is nearly always an error.
"""
from __future__ import annotations

import os
import re
from functools import cache
from types import MappingProxyType
from typing import Any, Final

_PLACE: Final = re.compile(r"\{(\d+)[^{}]*\}|\{\{|\}\}")


@cache
def _resources() -> MappingProxyType[str, dict[str, str]]:
    import json
    with open(os.path.join(os.path.dirname(__file__), "data", "messages.json"), encoding="utf-8") as file:
        return MappingProxyType(json.load(file))


def template(resource: str, name: str) -> str:
    """The text with its places unfilled."""
    return _resources()[resource][name]


def fill(text: str, *args: Any) -> str:
    """Fills `{0}`, `{1}`, ... of a text; what is not there stays empty."""
    def place(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        index = int(found[1])
        return str(args[index]) if index < len(args) and args[index] is not None else ""
    return _PLACE.sub(place, text)


def message(resource: str, name: str, *args: Any) -> str:
    """The text with its places filled."""
    return fill(template(resource, name), *args)
