"""An organization in memory with a clock that stands still until it is moved, for the tests of the transport."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from ems.directory import Organization
from ems.transport.network import Network
from ems.transport.service import TransportService


class StandingClock:
    def __init__(self) -> None:
        self.moment = datetime(2024, 3, 5, 9, 30, 15, tzinfo=UTC)
        self.seconds = 100.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, **span: float) -> None:
        step = timedelta(**span)
        self.moment += step
        self.seconds += step.total_seconds()


class Lab:
    def __init__(self, seed: str = "exchange2019", folder: Path | None = None) -> None:
        self._temporary = None if folder else tempfile.TemporaryDirectory()
        self.folder = folder or Path(self._temporary.name)  # type: ignore[union-attr]
        self.clock = StandingClock()
        self.waits: list[float] = []
        self._next = 0
        self.organization = Organization.temporary(
            self.folder, seed, clock=lambda: "2024-03-05T09:30:15Z", new_guid=self.new_guid
        )
        self.service = TransportService(self.organization, self.clock, self.new_guid)
        self.network = Network(self.service, self.waits.append)

    def new_guid(self) -> str:
        self._next += 1
        return f"{self._next:08x}-0000-4000-8000-00000000beef"

    def __enter__(self) -> Lab:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()

    def mails(self, where: str) -> list[str]:
        """The messages in a folder of the spool, as text."""
        return [path.read_text("utf-8") for path in sorted((self.organization.spool / where).rglob("*.eml"))]

    def send(
        self, *lines: str, source: str = "PRINTER01", target: str = "mail.contoso.com", port: int = 25
    ) -> list[str]:
        """Type lines; the last line of each answer."""
        connection = self.network.connect(source, target, port)
        answers = [connection.read().decode().splitlines()[-1]]
        for line in lines:
            connection.send(line.encode() + b"\r\n")
            answers.append((connection.read().decode().splitlines() or [""])[-1])
        connection.close()
        return answers
