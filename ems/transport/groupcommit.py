"""Group commit: the messages of all connections go to the disk together, while the listener goes on talking.

Waiting for the disk is what a message costs most, so a message waits a moment for others that are under way, and what
arrives while the disk works waits for the next turn. A thread of its own does nothing but wait for the disk; meanwhile
the listener's loop brings the files of the group to their places and answers other commands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .delivery import Delivery, Prepared, Receipt
    from .envelope import Submission
    from .journal import Journal
    from .topology import Topology

Told = Callable[["Receipt"], None]

_LARGEST: Final = 64  # messages of one group
_GATHER: Final = 0.003  # seconds that a message may wait for others


class GroupCommit:
    """Stores messages for one listener; used on its loop only."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        delivery: Delivery,
        journal: Journal,
        topology: Callable[[], Topology],
        others_under_way: Callable[[], bool],
    ) -> None:
        self._loop = loop
        self._delivery = delivery
        self._journal = journal
        self._topology = topology
        self._others_under_way = others_under_way
        self._waiting: list[tuple[Submission, Told]] = []
        self._writing: list[tuple[Submission, Told]] = []
        self._gathering: asyncio.TimerHandle | None = None
        self._placed = False
        self._to_synchronize: SimpleQueue[Prepared | None] = SimpleQueue()
        self._thread = Thread(target=self._synchronize, name="smtp-disk", daemon=True)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._writing

    def store(self, submission: Submission, tell: Told) -> None:
        """Make a message durable; then its receipt is told."""
        self._waiting.append((submission, tell))
        if self._writing:
            return
        if self._gathering is None:
            self._gathering = self._loop.call_later(_GATHER, self._start)
        self._loop.call_soon(self._start_if_complete)

    def stop(self) -> None:
        """No more messages will come."""
        self._to_synchronize.put(None)
        self._thread.join()

    def _start_if_complete(self) -> None:
        """Go now if nobody is in the middle of a message."""
        if self._gathering is not None and (len(self._waiting) >= _LARGEST or not self._others_under_way()):
            self._start()

    def _start(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        group, self._waiting = self._waiting[:_LARGEST], self._waiting[_LARGEST:]
        self._writing = group
        try:
            prepared = self._delivery.prepare(self._topology(), [submission for submission, _ in group], self._journal)
        except OSError:
            self._finish(self._one_by_one())
            return
        self._to_synchronize.put(prepared)
        self._placed = True
        try:
            prepared.place()
        except OSError:
            self._placed = False

    def _synchronize(self) -> None:
        """The thread: one group after the other."""
        while (prepared := self._to_synchronize.get()) is not None:
            try:
                prepared.synchronize()
                safe = True
            except OSError:
                safe = False
            try:
                self._loop.call_soon_threadsafe(self._synchronized, prepared, safe)
            except RuntimeError:  # the loop has ended: nobody waits for the answer
                return

    def _synchronized(self, prepared: Prepared, safe: bool) -> None:
        self._journal.placed(prepared.file)
        if safe and self._placed:
            self._finish(prepared.receipts)
            self._delivery.finish(prepared)
        else:
            self._finish(self._one_by_one())

    def _one_by_one(self) -> list[Receipt]:
        """A message that cannot be written must not take the others with it."""
        return self._delivery.accept(self._topology(), [submission for submission, _ in self._writing])

    def _finish(self, receipts: Sequence[Receipt]) -> None:
        group, self._writing = self._writing, []
        for (_, tell), receipt in zip(group, receipts, strict=True):
            tell(receipt)
        if self._waiting and not self._writing:
            self._start()
