"""OPATH filters: ``Alias -like 'm*' -and ProhibitSendQuota -eq 'Unlimited'``.

The grammar is a small one: comparisons joined by -and, -or and -not, with parentheses. Values stand in quotes, or
bare where they are numbers, names or $true, $false and $null. Texts are compared without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from ems.exchange import net
from ems.runtime.errors import NetError

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<paren>[()])|(?P<op>-[A-Za-z]+)|(?P<q>'(?:[^']|'')*'|\"[^\"]*\")|(?P<word>[^\s()'\"]+))"
)

Condition = Callable[[Any], bool]


class FilterError(Exception):
    """A filter that cannot be read."""


class Filter:
    """A filter over objects of the shell."""

    def __init__(self, text: str, properties: Iterable[str] | None = None) -> None:
        self._known = None if properties is None else {each.lower() for each in properties}
        self._tokens = self._read(text.strip().removeprefix("{").removesuffix("}"))
        self._at = 0
        self._condition = self._either()
        if self._at < len(self._tokens):
            raise FilterError(f'"{self._tokens[self._at][1]}" isn\'t expected here.')

    def holds(self, value: Any) -> bool:
        return self._condition(value)

    @staticmethod
    def _read(text: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            match = _TOKEN.match(text, at)
            if match is None:
                raise FilterError(f'"{text[at:].strip()}" cannot be read.')
            at = match.end()
            kind = str(match.lastgroup)
            found.append((kind, match[kind]))
        return found

    def _peek(self) -> str:
        return self._tokens[self._at][1].lower() if self._at < len(self._tokens) else ""

    def _take(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise FilterError("The filter ends too early.")
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._peek() == "-or":
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda value: any(part(value) for part in parts)

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._peek() == "-and":
            self._take()
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else lambda value: all(part(value) for part in parts)

    def _one(self) -> Condition:
        if self._peek() == "-not":
            self._take()
            inner = self._one()
            return lambda value: not inner(value)
        if self._peek() == "(":
            self._take()
            inner = self._either()
            if self._take()[1] != ")":
                raise FilterError('")" is missing.')
            return inner
        kind, name = self._take()
        operator_kind, operator = self._take()
        if kind != "word" or operator_kind != "op" or operator.lower() not in _OPERATORS:
            raise FilterError(f'"{name} {operator}" isn\'t a comparison.')
        if self._known is not None and name.lower() not in self._known:
            raise FilterError(f'"{name}" isn\'t a property that can be filtered on.')  # our wording
        compare = _OPERATORS[operator.lower()]
        wanted = self._value()
        return lambda value: any(compare(each, wanted) for each in _values(value, name))

    def _value(self) -> str:
        kind, text = self._take()
        if kind == "q":
            return text[1:-1].replace("''", "'")
        known = {"$true": "True", "$false": "False", "$null": ""}
        return known.get(text.lower(), text)


def _values(value: Any, name: str) -> list[str]:
    found = value.get(name)
    texts = [net.text_of(each) for each in net.elements(found)]
    return texts or [""]


def _order(one: str, other: str) -> int:
    try:
        first, second = (_number(each) for each in (one, other))
        return (first > second) - (first < second)
    except (NetError, ValueError):
        folded, wanted = one.casefold(), other.casefold()
        return (folded > wanted) - (folded < wanted)


def _number(text: str) -> float:
    from ems.exchange.dotnet.quantities import ByteQuantifiedSize

    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else float(ByteQuantifiedSize.parse(text).bytes)


def _like(one: str, other: str) -> bool:
    from ems.exchange.identity import matches

    return matches(other, one)


_OPERATORS: Final[dict[str, Callable[[str, str], bool]]] = {
    "-eq": lambda one, other: _order(one, other) == 0,
    "-ne": lambda one, other: _order(one, other) != 0,
    "-gt": lambda one, other: _order(one, other) > 0,
    "-ge": lambda one, other: _order(one, other) >= 0,
    "-lt": lambda one, other: _order(one, other) < 0,
    "-le": lambda one, other: _order(one, other) <= 0,
    "-like": _like,
    "-notlike": lambda one, other: not _like(one, other),
    "-contains": lambda one, other: other.casefold() in one.casefold(),
    "-match": lambda one, other: other.casefold() in one.casefold(),
}
