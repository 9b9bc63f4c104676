"""The work on queues as time passes: retry, delay reports, expiry; and the queues as an administrator sees them.

Times are those of the queue store. Whoever looks or listens calls ``process``: a lock lets one process at a time work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from ems.directory.errors import OrganizationLocked
from ems.directory.lock import exclusive

from . import dsn
from .outside import meet
from .queues import DELAY_NOTICE, EXPIRY, IDLE, QueuedMessage, QueueState, QueueStore, retry_wait
from .replies import Reply, reply
from .routing import POISON, SUBMISSION, UNREACHABLE, NextHop

if TYPE_CHECKING:
    from .clock import Clock
    from .delivery import Delivery
    from .topology import Server, Topology

_EXPIRED: Final = reply(550, "4.4.7", "QUEUE.Expired; message expired")
_DELETED: Final = reply(550, "5.7.1", "ADMIN.Deleted; message deleted by administrator")  # our wording


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue as Get-Queue shows it."""

    identity: str
    server: str
    hop: NextHop
    status: str
    message_count: int
    last_error: str
    retry_count: int
    first_retry: datetime | None
    last_retry: datetime | None
    next_retry: datetime | None

    @property
    def category(self) -> str:
        return "External" if self.hop.is_external else "Internal"


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message in a queue as Get-Message shows it."""

    identity: str
    queue: str
    message: QueuedMessage
    status: str
    received: datetime
    expires: datetime


class QueueManager:
    """Looks after the queues of one organization."""

    def __init__(self, queues: QueueStore, delivery: Delivery, clock: Clock) -> None:
        self._queues = queues
        self._delivery = delivery
        self._clock = clock
        self._routed_at: dict[str, int] = {}

    def process(self, topology: Topology) -> None:
        """Do what is due. Cheap when nothing waits."""
        if not self._queues.has_messages():
            return
        try:
            with exclusive(self._queues.folder.parent / "queue-work.lock", patience=0.0):
                self._process(topology)
        except (OrganizationLocked, OSError):
            return  # another process is at it, or the disk refuses: the next round will do

    def _process(self, topology: Topology) -> None:
        now = self._clock.now()
        waiting: dict[tuple[str, NextHop], list[QueuedMessage]] = {}
        for message in self._queues.messages():
            waiting.setdefault((message.server, message.hop), []).append(message)
        states = {(each.server, each.hop): each for each in self._queues.states()}
        for (name, hop), messages in waiting.items():
            server = topology.server(name)
            if server is None:
                continue
            state = states.get((name, hop))
            self._age(topology, server, messages, now)
            if state is not None and state.suspended:
                continue
            if hop == UNREACHABLE:
                self._reroute(topology, server, messages)
            elif state is None or not state.next_retry or now >= datetime.fromisoformat(state.next_retry):
                self._attempt(topology, server, hop, messages, state, now)

    def _age(self, topology: Topology, server: Server, messages: list[QueuedMessage], now: datetime) -> None:
        for message in list(messages):
            age = now - datetime.fromisoformat(message.received)
            if age >= EXPIRY and message.status != "Suspended":
                self._delivery.report_queued(
                    topology, server, message, _reports(message, dsn.FAILED, "FAILURE", _EXPIRED), True
                )
                messages.remove(message)
            elif age >= DELAY_NOTICE and not message.delay_reported:
                message.delay_reported = True
                self._queues.save(message)
                self._delivery.report_queued(
                    topology, server, message, _reports(message, dsn.DELAYED, "DELAY", None), False
                )

    def _reroute(self, topology: Topology, server: Server, messages: list[QueuedMessage]) -> None:
        """Unreachable is resubmitted after configuration changes."""
        if self._routed_at.get(server.name) == topology.version:
            return
        self._routed_at[server.name] = topology.version
        for message in messages:
            if message.status != "Suspended":
                self._delivery.reroute(topology, server, message)

    def _attempt(
        self,
        topology: Topology,
        server: Server,
        hop: NextHop,
        messages: list[QueuedMessage],
        state: QueueState | None,
        now: datetime,
    ) -> None:
        ready = [each for each in messages if each.status != "Suspended"]
        if not ready:
            return
        answer = meet(topology, hop, server.version) if hop.is_external else None
        if answer is not None and answer.failure is not None:
            for message in ready:
                reports = _reports(message, dsn.FAILED, "FAILURE", answer.failure)
                self._delivery.report_queued(topology, server, message, reports, True)
        elif answer is not None and answer.error:
            count = (state.retry_count if state is not None else 0) + 1
            moment = now.isoformat()
            first = state.first_retry if state is not None and state.first_retry else moment
            self._queues.update(
                server.name, hop, now, retry_count=count, first_retry=first, last_retry=moment,
                next_retry=(now + retry_wait(count)).isoformat(), last_error=answer.error,
            )  # fmt: skip
            for message in ready:
                message.status, message.last_error = "Retry", answer.error
                message.retry_count += 1
                self._queues.save(message)
        else:
            for message in ready:
                self._delivery.send_queued(topology, server, message)
            self._queues.update(
                server.name, hop, now, retry_count=0, first_retry="", last_retry="", next_retry="", last_error=""
            )

    # What an administrator does.

    def set_suspended(self, server: str, hop: NextHop, suspended: bool) -> None:
        """Suspend-Queue and Resume-Queue."""
        self._queues.update(server, hop, self._clock.now(), suspended=suspended)

    def retry_now(self, topology: Topology, server: str, hop: NextHop) -> None:
        """Retry-Queue: connect now, whatever the timer says."""
        self._queues.update(server, hop, self._clock.now(), next_retry="")
        self.process(topology)

    def set_message_suspended(self, message: QueuedMessage, suspended: bool) -> None:
        """Suspend-Message and Resume-Message."""
        message.status = "Suspended" if suspended else "Ready"
        self._queues.save(message)

    def remove_message(self, topology: Topology, message: QueuedMessage, with_ndr: bool = True) -> None:
        """Remove-Message."""
        server = topology.server(message.server)
        if server is None:
            return
        reports = _reports(message, dsn.FAILED, "FAILURE", _DELETED) if with_ndr else []
        self._delivery.report_queued(topology, server, message, reports, True)

    # What an administrator sees.

    def queues(self, topology: Topology) -> list[QueueView]:
        """All queues: Submission always, Unreachable and poison when they hold mail, delivery queues until idle."""
        self.process(topology)
        now = self._clock.now()
        counts: dict[tuple[str, NextHop], int] = {}
        errors: dict[tuple[str, NextHop], str] = {}
        for message in self._queues.messages():
            key = (message.server, message.hop)
            counts[key] = counts.get(key, 0) + 1
            errors[key] = message.last_error
        found = []
        states = {(each.server, each.hop): each for each in self._queues.states()}
        for server in topology.servers:
            submission = states.get((server.name, SUBMISSION))
            suspended = submission is not None and submission.suspended
            found.append(
                _view(
                    server.name,
                    SUBMISSION,
                    "Submission",
                    "Suspended" if suspended else "Ready",
                    counts.get((server.name, SUBMISSION), 0),
                    None,
                )
            )
            for hop, name in ((UNREACHABLE, "Unreachable"), (POISON, "Poison")):
                count = counts.get((server.name, hop), 0)
                if count:
                    found.append(
                        _view(
                            server.name,
                            hop,
                            name,
                            "Ready",
                            count,
                            states.get((server.name, hop)),
                            errors[server.name, hop],
                        )
                    )
            for (name, hop), state in sorted(states.items(), key=lambda each: each[1].number):
                count = counts.get((name, hop), 0)
                if name != server.name or hop in (SUBMISSION, UNREACHABLE, POISON):
                    continue
                if not count and not state.suspended and now - datetime.fromisoformat(state.last_used) > IDLE:
                    continue
                status = (
                    "Suspended"
                    if state.suspended
                    else "Retry"
                    if state.next_retry and count
                    else "Active"
                    if count
                    else "Ready"
                )
                found.append(_view(server.name, hop, str(state.number), status, count, state))
        return found

    def messages(self, topology: Topology) -> list[MessageView]:
        """All messages that wait."""
        self.process(topology)
        numbers = {(each.server, each.hop): str(each.number) for each in self._queues.states()}
        numbers |= {(each.name, UNREACHABLE): "Unreachable" for each in topology.servers}
        numbers |= {(each.name, SUBMISSION): "Submission" for each in topology.servers}
        numbers |= {(each.name, POISON): "Poison" for each in topology.servers}
        found = []
        for message in self._queues.messages():
            queue = f"{message.server}\\{numbers.get((message.server, message.hop), message.hop.domain)}"
            received = datetime.fromisoformat(message.received)
            found.append(
                MessageView(
                    f"{queue}\\{message.internal_id}", queue, message, message.status, received, received + EXPIRY
                )
            )
        return found


def _view(
    server: str, hop: NextHop, name: str, status: str, count: int, state: QueueState | None, error: str = ""
) -> QueueView:
    def moment(text: str) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    if state is None:
        return QueueView(f"{server}\\{name}", server, hop, status, count, error, 0, None, None, None)
    return QueueView(
        f"{server}\\{name}", server, hop, status, count, state.last_error or error, state.retry_count,
        moment(state.first_retry), moment(state.last_retry), moment(state.next_retry),
    )  # fmt: skip


def _reports(message: QueuedMessage, action: str, notify: str, failure: Reply | None) -> list[dsn.Report]:
    from .delivery import envelope_of

    found = []
    for recipient in envelope_of(message).recipients:
        if recipient.wants(notify):
            found.append(dsn.Report(action, str(recipient.address), recipient.original, failure))
    return found
