"""What stands behind `> file`, `> $null` and `2>&1`: stages that end or pass the output of a command."""

from __future__ import annotations

from typing import Any

from ems.runtime.pipeline import Stage


class PassStage(Stage):
    """Hands every object on; an expression with redirections is one."""

    __slots__ = ()

    def receive(self, value: Any) -> None:
        self.runtime.out(value)


class Follower:
    """Base of the stages that follow a command because of its redirections; the command keeps its own runtime."""

    __slots__ = ("push", "runtime")

    def __init__(self, runtime: Any) -> None:
        from ems.runtime.streams import CommandRuntime

        self.runtime = CommandRuntime(runtime.context, None, "", runtime.call, runtime.streams, None)
        self.push: Any = self.receive

    def receive(self, value: Any) -> None: ...

    def begin(self) -> None: ...

    def end(self) -> None: ...

    def stop(self) -> None: ...


class NullStage(Follower):
    """`> $null`."""

    __slots__ = ()


class FileStage(Follower):
    """`> file`: everything is formatted into it; `passing` lets the output go on, where only another stream goes to the
    file.
    """

    __slots__ = ("passing", "writer")

    def __init__(self, runtime: Any, writer: Any, passing: bool = False) -> None:
        super().__init__(runtime)
        self.writer = writer
        self.passing = passing

    def receive(self, value: Any) -> None:
        if self.passing:
            self.runtime.out(value)
        else:
            self.writer.feed(value)

    def end(self) -> None:
        self.writer.end()
