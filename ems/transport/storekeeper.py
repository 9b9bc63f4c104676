"""A process of its own that stores messages for a busy listener, as Exchange has its Transport service behind Front End
Transport: the listener only talks, the storekeeper stamps, routes and writes.

It takes groups of messages from its standard input, makes each group durable by way of a journal, and answers with the
receipts. When its input ends, because the listener stopped or died, it finishes what it was given and leaves: a message
that has been handed over survives even then. Both ends are ours, so what passes between them is pickled.
"""

from __future__ import annotations

import os
import pickle
import select
import subprocess
from typing import TYPE_CHECKING, Final

from .envelope import Submission
from .headers import parse
from .journal import Journal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .delivery import Receipt
    from .service import TransportService

Group = list[Submission]

_LENGTH: Final = 8
_BLOCK: Final = 1 << 20
_REST: Final = 0.1  # seconds without work after which logs are written
_PATIENCE: Final = 10.0
_TOGETHER: Final = 16  # groups that go to the disk at once
_SETTLE_EVERY: Final = 20  # rests


class Storekeeper:
    """The listener's end. ``answers`` becomes readable when there is something to ``read``."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0,
            start_new_session=True,
        )  # fmt: skip
        assert self._process.stdin is not None and self._process.stdout is not None
        self._orders = self._process.stdin
        self.answers: Final = self._process.stdout.fileno()
        self._read = bytearray()

    @property
    def process(self) -> int:
        return self._process.pid

    def give(self, submissions: Sequence[Submission]) -> None:
        """Hand a group over. Raises OSError where the process is gone."""
        order = [(each.envelope, each.data, each.origin, each.started, each.received) for each in submissions]
        _write(self._orders.fileno(), order)

    def take(self) -> list[list[Receipt]]:
        """The receipts that have come, by group; the first group is empty and says that it is ready.

        Raises OSError where the process is gone.
        """
        part = os.read(self.answers, _BLOCK)
        if not part:
            raise BrokenPipeError
        self._read += part
        found = []
        while len(self._read) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._read[:_LENGTH], "big")
            if len(self._read) < end:
                break
            found.append(pickle.loads(self._read[_LENGTH:end]))
            del self._read[:end]
        return found

    def stop(self) -> None:
        """Let it finish and go."""
        self._orders.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


def keep(service: TransportService, orders: int, answers: int) -> None:
    """The process itself: until its input ends."""
    journal = Journal(service.organization.spool, service.new_guid())
    _answer(answers, [])
    rests = 0
    while True:
        if not select.select([orders], [], [], _REST)[0]:
            rests += 1
            service.flush_logs()
            if rests % _SETTLE_EVERY == 0:
                journal.settle()
            continue
        groups: list[Group] = []
        while (group := _read_group(orders)) is not None:
            groups.append(group)  # what has come in the meantime waits for the disk with it
            if len(groups) == _TOGETHER or not select.select([orders], [], [], 0)[0]:
                break
        if groups:
            _store(service, groups, journal, answers)
        if group is None:
            break
    journal.close()
    service.flush_logs()


def _store(service: TransportService, groups: list[Group], journal: Journal, answers: int) -> None:
    try:
        prepared = service.delivery.prepare(service.topology(), [each for group in groups for each in group])
        prepared.store(journal)
    except OSError:
        for group in groups:
            _answer(answers, service.store(group))  # one by one: those that can be written are
        return
    receipts = iter(prepared.receipts)
    for group in groups:
        _answer(answers, [next(receipts) for _ in group])
    service.delivery.finish(prepared)


def _read_group(orders: int) -> Group | None:
    """The next group; None at the end of the input."""
    data = _read(orders, int.from_bytes(_read(orders, _LENGTH), "big"))
    if not data:
        return None
    return [
        Submission(envelope, content, origin, started, received, parse(content))
        for envelope, content, origin, started, received in pickle.loads(data)
    ]


def _answer(answers: int, receipts: list[Receipt]) -> None:
    try:
        _write(answers, receipts)
    except OSError:  # nobody listens any more; what was given is on the disk all the same
        pass


def _read(descriptor: int, size: int) -> bytes:
    """So many bytes; nothing where the input ends before."""
    parts: list[bytes] = []
    while size > 0:
        part = os.read(descriptor, min(size, _BLOCK))
        if not part:
            return b""
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(descriptor: int, what: object) -> None:
    data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
    view = memoryview(len(data).to_bytes(_LENGTH, "big") + data)
    while view:
        view = view[os.write(descriptor, view) :]
