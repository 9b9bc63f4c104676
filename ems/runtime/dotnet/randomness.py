"""System.Random: .NET Framework's subtractive generator, so that a seed gives the numbers it gives there."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import argument_null, out_of_range, session
from ems.runtime.members.model import Implementation
from ems.runtime.values import Byte, NetObject

_BIG: Final = 2147483647
_SEED: Final = 161803398


class Random(NetObject):
    """A sequence of pseudo-random numbers."""

    __slots__ = ("first", "second", "table")
    type_name = "System.Random"

    def __init__(self, seed: int) -> None:
        table = [0] * 56
        subtraction = _BIG if seed == -2147483648 else abs(seed)
        value = _SEED - subtraction
        table[55] = value
        following = 1
        for at in range(1, 55):
            place = 21 * at % 55
            table[place] = following
            following = value - following
            if following < 0:
                following += _BIG
            value = table[place]
        for _ in range(4):
            for at in range(1, 56):
                table[at] = _wrapped(table[at] - table[1 + (at + 30) % 55])
                if table[at] < 0:
                    table[at] += _BIG
        self.table = table
        self.first = 0
        self.second = 21

    def internal(self) -> int:
        first = self.first + 1 if self.first + 1 < 56 else 1
        second = self.second + 1 if self.second + 1 < 56 else 1
        value = self.table[first] - self.table[second]
        if value == _BIG:
            value -= 1
        if value < 0:
            value += _BIG
        self.table[first] = value
        self.first, self.second = first, second
        return value

    def sample(self) -> float:
        return self.internal() * (1.0 / _BIG)

    def large_sample(self) -> float:
        value = self.internal()
        if self.internal() % 2 == 0:
            value = -value
        return (value + (_BIG - 1)) / (2 * (_BIG - 1) + 1)

    def between(self, low: int, high: int) -> int:
        span = high - low
        if span <= _BIG:
            return int(self.sample() * span) + low
        return int(self.large_sample() * span) + low


def _wrapped(value: int) -> int:
    return (value + 0x80000000) % 0x100000000 - 0x80000000


def _next(random: Random, *limits: int) -> int:
    if not limits:
        return random.internal()
    if len(limits) == 1:
        if limits[0] < 0:
            raise out_of_range("'maxValue' must be greater than zero.", "maxValue")
        return int(random.sample() * limits[0])
    low, high = limits
    if low > high:
        raise out_of_range("'minValue' cannot be greater than maxValue.", "minValue")
    return random.between(low, high)


def _next_bytes(random: Random, buffer: Any) -> None:
    if buffer is None:
        raise argument_null("buffer")
    buffer[:] = [Byte(random.internal() % 256) for _ in buffer]


def _new(_type: Any, seed: int | None = None) -> Random:
    if seed is None:
        source = session().random
        seed = (
            source.randrange(_BIG) if hasattr(source, "randrange") else int(source() * _BIG) if callable(source) else 0
        )
    return Random(seed)


TYPES: Final = {
    "System.Random": Implementation(
        methods={"Next": _next, "NextBytes": _next_bytes, "NextDouble": Random.sample},
        static={"new": _new},
    ),
}
