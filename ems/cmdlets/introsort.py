"""The sort of .NET Framework's List<T>.Sort: quick, then heap sort where it degenerates, insertion sort for short runs.

It is not stable, and administrators see that: `'b','B','a' | Sort-Object` gives a, B, b. Hence the algorithm itself,
not only its result (ArraySortHelper<T>.IntrospectiveSort of .NET Framework 4.5 and later).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

_SHORT: Final = 16


def introsort(items: list[Any], compare: Callable[[Any, Any], int]) -> None:
    """Sorts in place."""
    if len(items) > 1:
        _sort(items, 0, len(items) - 1, 2 * len(items).bit_length(), compare)


def _sort(items: list[Any], low: int, high: int, depth: int, compare: Callable[[Any, Any], int]) -> None:
    while high > low:
        size = high - low + 1
        if size <= _SHORT:
            if size == 2:
                _order(items, low, high, compare)
            elif size == 3:
                _order(items, low, high - 1, compare)
                _order(items, low, high, compare)
                _order(items, high - 1, high, compare)
            else:
                _insertion(items, low, high, compare)
            return
        if depth == 0:
            _heap_sort(items, low, high, compare)
            return
        depth -= 1
        pivot = _partition(items, low, high, compare)
        _sort(items, pivot + 1, high, depth, compare)
        high = pivot - 1


def _order(items: list[Any], first: int, second: int, compare: Callable[[Any, Any], int]) -> None:
    if first != second and compare(items[first], items[second]) > 0:
        items[first], items[second] = items[second], items[first]


def _insertion(items: list[Any], low: int, high: int, compare: Callable[[Any, Any], int]) -> None:
    for index in range(low, high):
        item = items[index + 1]
        place = index
        while place >= low and compare(item, items[place]) < 0:
            items[place + 1] = items[place]
            place -= 1
        items[place + 1] = item


def _partition(items: list[Any], low: int, high: int, compare: Callable[[Any, Any], int]) -> int:
    middle = low + (high - low) // 2
    _order(items, low, middle, compare)
    _order(items, low, high, compare)
    _order(items, middle, high, compare)
    pivot = items[middle]
    items[middle], items[high - 1] = items[high - 1], items[middle]
    left, right = low, high - 1
    while left < right:
        left += 1
        while left < high and compare(items[left], pivot) < 0:
            left += 1
        right -= 1
        while right > low and compare(pivot, items[right]) < 0:
            right -= 1
        if left >= right:
            break
        items[left], items[right] = items[right], items[left]
    items[left], items[high - 1] = items[high - 1], items[left]
    return left


def _heap_sort(items: list[Any], low: int, high: int, compare: Callable[[Any, Any], int]) -> None:
    size = high - low + 1
    for root in range(size // 2, 0, -1):
        _sift(items, root, size, low, compare)
    for last in range(size, 1, -1):
        items[low], items[low + last - 1] = items[low + last - 1], items[low]
        _sift(items, 1, last - 1, low, compare)


def _sift(items: list[Any], root: int, size: int, low: int, compare: Callable[[Any, Any], int]) -> None:
    item = items[low + root - 1]
    while root <= size // 2:
        child = 2 * root
        if child < size and compare(items[low + child - 1], items[low + child]) < 0:
            child += 1
        if compare(item, items[low + child - 1]) >= 0:
            break
        items[low + root - 1] = items[low + child - 1]
        root = child
    items[low + root - 1] = item
