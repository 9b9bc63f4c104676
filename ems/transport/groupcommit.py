"""Group commit: the messages of all connections go to the disk together.

A single client's message is stored at once, on the listener's loop. As soon as there is a crowd, a storekeeper process
stores while the loop goes on talking: what arrives in the same moment goes together. Until it stands, and where there can
be none, a message waits a moment for others that are under way.
"""

from __future__ import annotations

import os
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from .delivery import Receipt
    from .envelope import Submission
    from .journal import Journal
    from .service import TransportService
    from .storekeeper import Storekeeper

    Told = Callable[[Receipt], None]
    Group = list[tuple[Submission, Told]]

_LARGEST: Final = 64  # messages of one group
_AHEAD: Final = 3  # groups that may be under way at once: the storekeeper always has the next one at hand
_GATHER: Final = 0.003  # seconds that a message may wait for others
_CAN_WATCH_PIPES: Final = os.name != "nt"


class GroupCommit:
    """Stores messages for one listener; used on its loop only."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        service: TransportService,
        journal: Journal,
        others_under_way: Callable[[], bool],
        storekeeper: Sequence[str],
    ) -> None:
        self._loop = loop
        self._service = service
        self._journal = journal
        self._others_under_way = others_under_way
        self._waiting: Group = []
        self._given: deque[Group] = deque()
        self._gathering: asyncio.TimerHandle | None = None
        self._scheduled = False
        self._keeper: Storekeeper | None = None
        self._keeper_is_ready = False
        self._storekeeper = storekeeper if _CAN_WATCH_PIPES else ()

    @property
    def is_idle(self) -> bool:
        return not self._waiting and not self._given

    @property
    def process(self) -> int | None:
        """The storekeeper's, where one is at work."""
        return self._keeper.process if self._keeper is not None and self._keeper_is_ready else None

    def store(self, submission: Submission, tell: Told) -> None:
        """Make a message durable; then its receipt is told."""
        self._waiting.append((submission, tell))
        if self._keeper_is_ready:
            if not self._scheduled and len(self._given) < _AHEAD:
                self._scheduled = True
                self._loop.call_soon(self._start)
        else:
            if self._gathering is None:
                self._gathering = self._loop.call_later(_GATHER, self._start)
            self._loop.call_soon(self._start_if_complete)

    def stop(self) -> None:
        """No more messages will come."""
        self._dismiss()

    def _start_if_complete(self) -> None:
        """Go now if nobody is in the middle of a message."""
        if self._gathering is not None and (len(self._waiting) >= _LARGEST or not self._others_under_way()):
            self._start()

    def _start(self) -> None:
        self._scheduled = False
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        group, self._waiting = self._waiting[:_LARGEST], self._waiting[_LARGEST:]
        if self._keeper is not None and self._keeper_is_ready:
            self._given.append(group)
            try:
                self._keeper.give([submission for submission, _ in group])
            except OSError:
                self._dismiss()
        else:
            self._store_here(group)

    def _store_here(self, group: Group) -> None:
        delivery = self._service.delivery
        submissions = [submission for submission, _ in group]
        try:
            prepared = delivery.prepare(self._service.topology(), submissions)
            prepared.store(self._journal)
        except OSError:
            _tell(group, self._service.store(submissions))  # one by one: those that can be written are
            return
        if len(submissions) > 1:
            self._engage()
        _tell(group, prepared.receipts)
        delivery.finish(prepared)

    # The storekeeper.

    def _engage(self) -> None:
        """One attempt: where it cannot be started, or dies, this process does the work."""
        if not self._storekeeper:
            return
        command, self._storekeeper = self._storekeeper, ()
        from .storekeeper import Storekeeper

        try:
            self._keeper = Storekeeper(command)
        except OSError:
            return
        self._loop.add_reader(self._keeper.answers, self._answered)

    def _dismiss(self) -> None:
        """Do without it from now on; what it has not acknowledged is stored here."""
        keeper, self._keeper, self._keeper_is_ready = self._keeper, None, False
        if keeper is None:
            return
        self._loop.remove_reader(keeper.answers)
        keeper.stop()
        given, self._given = self._given, deque()
        for group in given:
            self._store_here(group)

    def _answered(self) -> None:
        assert self._keeper is not None
        try:
            answers = self._keeper.take()
        except OSError:
            self._dismiss()
            return
        for receipts in answers:
            if receipts:
                group = self._given.popleft()
                if self._waiting and not self._scheduled:
                    self._start()  # before answering: the disk is what takes longest
                _tell(group, receipts)
            else:
                self._keeper_is_ready = True


def _tell(group: Group, receipts: Sequence[Receipt]) -> None:
    for (_, tell), receipt in zip(group, receipts, strict=True):
        tell(receipt)
