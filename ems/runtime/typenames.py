"""The spelling of type names: `Name`, `Name, Assembly`, `Name[Argument,Argument]`, ``Name`1[[Argument, Assembly]]``,
`Element[]`, `Element[,]`.

This is what stands between the brackets of a type literal and what `[type]'...'` accepts; nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_SPECIAL: Final = frozenset("[],")


class TypeSpelling(NamedTuple):
    """A type name taken apart; `ranks` are those of the arrays around it, innermost first."""

    name: str
    arguments: tuple[TypeSpelling, ...] = ()
    ranks: tuple[int, ...] = ()


def _tokens(text: str) -> Iterator[str]:
    start = 0
    for position, char in enumerate(text):
        if char in _SPECIAL:
            word = text[start:position].strip()
            if word:
                yield word
            yield char
            start = position + 1
    word = text[start:].strip()
    if word:
        yield word


class _Reader:
    def __init__(self, text: str) -> None:
        self.tokens = [*_tokens(text), ""]
        self.at = 0

    @property
    def peek(self) -> str:
        return self.tokens[self.at]

    def take(self) -> str:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def spelling(self) -> TypeSpelling:
        name = self.take()
        if not name or name in _SPECIAL:
            raise ValueError(name)
        arguments: tuple[TypeSpelling, ...] = ()
        ranks: list[int] = []
        while self.peek == "[":
            self.take()
            if self.peek in ("]", ","):
                rank = 1
                while self.peek == ",":
                    self.take()
                    rank += 1
                self.expect("]")
                ranks.append(rank)
            elif arguments or ranks:
                raise ValueError(self.peek)
            else:
                arguments = self.arguments()
                self.expect("]")
        return TypeSpelling(name, arguments, tuple(ranks))

    def arguments(self) -> tuple[TypeSpelling, ...]:
        found = [self.argument()]
        while self.peek == ",":
            self.take()
            found.append(self.argument())
        return tuple(found)

    def argument(self) -> TypeSpelling:
        if self.peek != "[":
            return self.spelling()
        self.take()
        inner = self.spelling()
        self.assembly()
        self.expect("]")
        return inner

    def assembly(self) -> None:
        """Skips `, Assembly, Version=..., Culture=...`: there is one assembly here."""
        while self.peek not in ("]", ""):
            self.take()

    def expect(self, token: str) -> None:
        if self.take() != token:
            raise ValueError(token)


@lru_cache(maxsize=512)
def parse_type_name(text: str) -> TypeSpelling | None:
    """The type name taken apart, or None where it is not one."""
    reader = _Reader(text)
    try:
        spelling = reader.spelling()
        if reader.peek == ",":
            reader.assembly()
        return spelling if reader.peek == "" else None
    except (ValueError, IndexError):
        return None
