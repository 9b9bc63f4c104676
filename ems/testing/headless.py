"""A session without a terminal, the same every time: fixed clock, seeded random numbers, counted identifiers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from ems.app.clock import FixedClock, SystemClock
from ems.app.composition import make_session
from ems.app.services import Services
from ems.runtime.errors import ErrorRecord, runtime_error
from ems.runtime.host import Choice, Host
from ems.runtime.questions import ask_choice

STACK = 512 * 1024 * 1024
"""Bytes of stack for a thread in which scripts may recurse as deep as the engine allows."""


class HeadlessHost(Host):
    """Keeps what is printed; questions are answered from `answers`, and shown as a terminal would show them."""

    interactive = True

    def __init__(self, width: int = 120) -> None:
        self.width = width
        self.pieces: list[str] = []
        self.answers: list[str] = []

    def write(self, text: str) -> None:
        self.pieces.append(text)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        return text

    def read_line(self, prompt: str = "", echo: bool = True) -> str:
        if not self.answers:
            raise runtime_error(
                "ReadLineEndOfInput",
                "There is no more input to read.",
                "ReadError",
                exception="System.IO.EndOfStreamException",
            )
        answer = self.answers.pop(0)
        self.write(f"{prompt}{answer if echo else ''}\n")
        return answer

    def read_secret(self, prompt: str = "") -> str:
        if not self.answers:
            return self.read_line(prompt)
        self.write(f"{prompt}{'*' * len(self.answers[0])}\n")
        return self.answers.pop(0)

    def choose(self, caption: str, message: str, choices: Sequence[Choice], default: int) -> int:
        return ask_choice(self, caption, message, choices, default)


@dataclass
class ScriptResult:
    """What a script did: all that was printed, a line `id | category | exception type` for each error, oldest first, and the id of what stopped it."""

    text: str
    errors: list[str] = field(default_factory=list)
    stops: str | None = None
    exit_code: int = 0


class HeadlessSession:
    """`with HeadlessSession(seed="openrelay") as session: session.type("Get-ReceiveConnector")`.

    `organization`: a folder to work on, else it is temporary. `real_time`: the machine's clock, not one standing still; `moment`: where it stands.
    """

    def __init__(
        self,
        *,
        seed: str | None = None,
        width: int = 120,
        organization: Path | None = None,
        real_time: bool = False,
        moment: datetime | None = None,
        location: str | None = "home",
        working_directory: Path | None = None,
    ) -> None:
        self.clock: Any = SystemClock() if real_time else FixedClock(moment)
        self.host = HeadlessHost(width)
        self.services = Services(organization, seed, organization is None, self.clock, _counted_guids())
        self.session = make_session(
            self.host, self.services, at_prompt=location is None, clock=self.clock, seed=0, guid=self.services.guid
        )
        self.session.hides_defects = False
        self.session.interactive = location is None
        if working_directory is not None:
            self.session.working_directory = str(working_directory)
        else:
            self.session.working_directory = str(self._empty_folder())

    def _empty_folder(self) -> Path:
        return self.services.scratch() / "home"

    def __enter__(self) -> HeadlessSession:
        folder = Path(str(self.session.working_directory))
        folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.services.close()

    def prompt(self) -> str:
        return self.session.prompt()

    def type(self, line: str, answers: Sequence[str] = ()) -> str:
        """Types a line, with the lines it reads; what was printed."""
        self.host.answers = list(answers)
        self.session.run(line, add_to_history=True)
        return self.host.take()

    def invoke(self, text: str) -> list[Any]:
        """Runs a text; its output as objects. What it prints is thrown away."""
        values = self.session.invoke(text)
        self.host.take()
        return values

    def run_script(self, text: str) -> ScriptResult:
        """Runs a whole script as text that was passed on the command line."""
        self.host.answers = []
        self.session.run(text)
        errors = [_line(error) for error in reversed(list(self.session.errors.items)) if isinstance(error, ErrorRecord)]
        stopped = self.session.stopped_by
        return ScriptResult(
            self.host.take(),
            errors,
            stopped.fully_qualified_error_id if stopped is not None else None,
            self.session.exit_code,
        )


def _line(error: ErrorRecord) -> str:
    return f"{error.fully_qualified_error_id} | {error.category} | {error.exception.type_name}"


def _counted_guids() -> Callable[[], str]:
    """Identifiers that look random and are the same every time."""
    numbers = random.Random(20190211)

    def guid() -> str:
        bits = f"{numbers.getrandbits(128):032x}"
        return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"

    return guid


__all__ = ["STACK", "HeadlessHost", "HeadlessSession", "ScriptResult"]
