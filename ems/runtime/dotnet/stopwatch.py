"""System.Diagnostics.Stopwatch, over the monotonic clock of the session."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import session
from ems.runtime.dotnet.time import TimeSpan
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

_FREQUENCY: Final = 10_000_000


def timestamp() -> int:
    """The monotonic clock, in ticks."""
    clock = session().clock
    seconds = clock.monotonic() if hasattr(clock, "monotonic") else 0.0
    return int(seconds * _FREQUENCY)


class Stopwatch(NetObject):
    """Elapsed time, with pauses."""

    __slots__ = ("elapsed_before", "running", "started")
    type_name = "System.Diagnostics.Stopwatch"

    def __init__(self) -> None:
        self.elapsed_before = 0
        self.started = 0
        self.running = False

    @property
    def ticks(self) -> int:
        return self.elapsed_before + (timestamp() - self.started if self.running else 0)

    def start(self) -> None:
        if not self.running:
            self.started = timestamp()
            self.running = True

    def stop(self) -> None:
        if self.running:
            self.elapsed_before = self.ticks
            self.running = False

    def reset(self) -> None:
        self.elapsed_before = 0
        self.running = False

    def restart(self) -> None:
        self.reset()
        self.start()


def _start_new() -> Stopwatch:
    made = Stopwatch()
    made.start()
    return made


def _new(_type: Any) -> Stopwatch:
    return Stopwatch()


TYPES: Final = {
    "System.Diagnostics.Stopwatch": Implementation(
        methods={
            "Reset": Stopwatch.reset,
            "Restart": Stopwatch.restart,
            "Start": Stopwatch.start,
            "Stop": Stopwatch.stop,
        },
        properties={
            "Elapsed": lambda watch: TimeSpan(watch.ticks),
            "ElapsedMilliseconds": lambda watch: watch.ticks // 10_000,
            "ElapsedTicks": lambda watch: watch.ticks,
            "IsRunning": lambda watch: watch.running,
        },
        static={"GetTimestamp": timestamp, "new": _new, "StartNew": _start_new},
        static_properties={"Frequency": _FREQUENCY, "IsHighResolution": True},
    ),
}
