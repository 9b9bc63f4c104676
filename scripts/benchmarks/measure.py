"""Timing: repeated, with median and spread, and beside a yardstick of the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Result:
    """Seconds of each repetition. `yardstick` is the seconds of what it is compared with; `aim` the ratio that should not be passed."""

    name: str
    what: str
    seconds: list[float]
    yardstick: float
    yardstick_name: str
    aim: float | None = None
    more_is_better: bool = False
    notes: dict[str, float] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def spread(self) -> float:
        return max(self.seconds) - min(self.seconds)

    @property
    def ratio(self) -> float:
        return self.median / self.yardstick

    @property
    def holds(self) -> bool | None:
        if self.aim is None:
            return None
        return self.ratio >= self.aim if self.more_is_better else self.ratio <= self.aim


def repeat(action: Callable[[], object], times: int) -> list[float]:
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - begin)
    return seconds


def process(*arguments: str, times: int = 7, **options: object) -> list[float]:
    """Seconds of running a program from start to end."""
    return repeat(lambda: subprocess.run(arguments, check=True, capture_output=True, **options), times)  # type: ignore[call-overload]


def empty_python() -> float:
    return statistics.median(process(sys.executable, "-c", "pass", times=9))


def loop_yardstick() -> float:
    """Y of the performance aims: a million turns with a modulo, a comparison and an addition."""

    def turns() -> int:
        total = 0
        for i in range(1_000_000):
            if i % 3 == 0:
                total += 2
        return total

    return min(repeat(turns, 5))
