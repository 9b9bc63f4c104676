"""Random numbers of Get-Random: .NET Framework's generator where a seed was given, the session's source where none was.

The seeded generator is Knuth's subtractive one, as .NET Framework's System.Random has it, so that a seed gives the
numbers it gives there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_INT_MAX: Final = 2147483647
_SEED: Final = 161803398


class SubtractiveRandom:
    """System.Random of .NET Framework."""

    __slots__ = ("_at", "_other", "_seeds")

    def __init__(self, seed: int) -> None:
        seeds = [0] * 56
        previous = _SEED - (_INT_MAX if seed == -2147483648 else abs(seed))
        seeds[55] = previous
        current = 1
        for step in range(1, 55):
            place = 21 * step % 55
            seeds[place] = current
            current = previous - current
            if current < 0:
                current += _INT_MAX
            previous = seeds[place]
        for _ in range(4):
            for place in range(1, 56):
                # .NET computes in 32 bits here
                value = (seeds[place] - seeds[1 + (place + 30) % 55] + 2**31) % 2**32 - 2**31
                seeds[place] = value + _INT_MAX if value < 0 else value
        self._seeds = seeds
        self._at = 0
        self._other = 21

    def sample(self) -> int:
        """The next number from 0 to 2147483646."""
        self._at = 1 if self._at >= 55 else self._at + 1
        self._other = 1 if self._other >= 55 else self._other + 1
        value = self._seeds[self._at] - self._seeds[self._other]
        if value == _INT_MAX:
            value -= 1
        if value < 0:
            value += _INT_MAX
        self._seeds[self._at] = value
        return value

    def next_double(self) -> float:
        return self.sample() * (1.0 / _INT_MAX)


class Numbers:
    """Numbers in ranges, from a source of numbers between 0 and 1."""

    __slots__ = ("_seeded", "_source")

    def __init__(self, source: Callable[[], float], seed: int | None = None) -> None:
        self._seeded = SubtractiveRandom(seed) if seed is not None else None
        self._source = self._seeded.next_double if self._seeded is not None else source

    def below(self, limit: int) -> int:
        return self.between(0, limit)

    def between(self, low: int, high: int) -> int:
        """An Int32 that is at least `low` and less than `high`."""
        size = high - low
        if size <= _INT_MAX:
            return int(self._source() * size) + low
        return int(self._large_sample() * size) + low

    def _large_sample(self) -> float:
        if self._seeded is None:
            return self._source()
        value = self._seeded.sample()
        if self._seeded.sample() % 2 == 0:
            value = -value
        return (value + _INT_MAX - 1) / (2 * _INT_MAX - 1)

    def long_between(self, low: int, high: int) -> int:
        """An Int64 in a range of any size."""
        size = high - low
        if size <= _INT_MAX:
            return low + self.between(0, size)
        bits = size.bit_length()
        while True:
            value = 0
            for place in range(8):
                value |= self.between(0, 256) << 8 * place
            value &= (1 << bits) - 1
            if value < size:
                return low + value

    def double_between(self, low: float, high: float) -> float:
        size = high - low
        while True:
            part = self._source()
            value = low + part * high - part * low if size == float("inf") else low + part * size
            if value < high:
                return value
            size *= part
