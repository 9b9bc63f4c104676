"""How Sort-Object, Group-Object, Compare-Object, Get-Unique and Select-Object -Unique compare: ObjectCommandComparer
of the 5.1 code base.

Values are compared as the language compares them; where two cannot be compared, their texts are. An object without
the property comes after all that have it, whatever the direction; null comes before everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cmp_to_key
from typing import Any, Final

from ems.cmdlets.introsort import introsort
from ems.runtime import convert
from ems.runtime.convert.collation import collation_key
from ems.runtime.errors import NetError, Terminating
from ems.runtime.values import PSObject

MISSING: Final = object()
"""The order value of an object that has no such property."""


def compare(first: Any, second: Any, ignore_case: bool = True) -> int:
    """-1, 0 or 1; never an error."""
    if type(first) is PSObject:
        first = first.base
    if type(second) is PSObject:
        second = second.base
    kind = type(first)
    if kind is type(second) and (kind is int or kind is float):
        return -1 if first < second else int(first > second)
    if first is None and second is None:
        return 0
    try:
        return convert.compare(first, second, ignore_case)
    except (Terminating, NetError):
        return convert.compare(convert.to_string(first), convert.to_string(second), ignore_case)


def compare_values(first: Any, second: Any, ignore_case: bool, ascending: bool) -> int:
    """As `compare`, with direction and missing properties."""
    if first is MISSING or second is MISSING:
        return 0 if first is second else 1 if first is MISSING else -1
    order = compare(first, second, ignore_case)
    return order if ascending else -order


class Comparer:
    """Compares lists of order values, one direction for each of them."""

    __slots__ = ("directions", "ignore_case")

    def __init__(self, directions: Sequence[bool], ignore_case: bool = True) -> None:
        self.directions = directions
        self.ignore_case = ignore_case

    def __call__(self, first: Sequence[Any], second: Sequence[Any]) -> int:
        for index, ascending in enumerate(self.directions):
            one = first[index] if index < len(first) else MISSING
            other = second[index] if index < len(second) else MISSING
            order = compare_values(one, other, self.ignore_case, ascending)
            if order:
                return order
        return 0


def simple_key(values: Sequence[Any], ignore_case: bool) -> Callable[[Any], Any] | None:
    """A plain sort key where all values are numbers of one kind, or all are texts that sort the same by code point;
    None where not.

    It gives the order of `compare` at a fraction of the cost.
    """
    kinds = set(map(type, values))
    if len(kinds) != 1:
        return None
    kind = kinds.pop()
    if kind is int:
        return _itself
    if kind is float:
        return None if any(value != value for value in values) else _itself
    if kind is bool:
        return _itself
    if kind is str:
        if all(value.isalnum() and value.isascii() for value in values):
            return str.lower if ignore_case else _capitals_last
        return _culture_key if ignore_case else collation_key
    return None


def _itself(value: Any) -> Any:
    return value


def _capitals_last(value: str) -> tuple[str, str]:
    return value.lower(), value.swapcase()


def _culture_key(value: str) -> Any:
    return collation_key(value)[:3]


_EXACT_LIMIT: Final = 2048
"""Up to this many rows, rows that compare equal come out in the order of .NET's sort; beyond it in the order of input
(our choice, for speed)."""


def sort_rows(
    rows: list[tuple[list[Any], Any]], directions: Sequence[bool], ignore_case: bool
) -> list[tuple[list[Any], Any]]:
    """The (order values, object) rows, sorted."""
    keys = [simple_key([row[0][index] for row in rows], ignore_case) for index in range(len(directions))]
    if not all(keys):
        comparer = Comparer(directions, ignore_case)

        def by_values(first: tuple[list[Any], Any], second: tuple[list[Any], Any]) -> int:
            return comparer(first[0], second[0])

        if len(rows) <= _EXACT_LIMIT:
            ordered = list(rows)
            introsort(ordered, by_values)
            return ordered
        return sorted(rows, key=cmp_to_key(by_values))
    columns: list[list[Any]] = [
        list(map(key, [row[0][index] for row in rows])) for index, key in enumerate(keys) if key is not None
    ]
    order = list(range(len(rows)))
    for index in reversed(range(len(directions))):
        order.sort(key=columns[index].__getitem__, reverse=not directions[index])
    if len(rows) <= _EXACT_LIMIT:
        ranks = [0] * len(rows)
        rank = 0
        for place in range(1, len(order)):
            one, other = order[place - 1], order[place]
            if any(column[one] != column[other] for column in columns):
                rank += 1
            ranks[other] = rank
        if rank < len(rows) - 1:
            order = list(range(len(rows)))
            introsort(order, lambda first, second: ranks[first] - ranks[second])
    return [rows[index] for index in order]
