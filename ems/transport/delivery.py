"""From the end of the data to the spool: a message is stamped, routed and written, and only then acknowledged.

Copies for mailboxes and for domains that answer are written at once; the rest waits in a queue. Nothing is lost by a
process that is killed: whatever was acknowledged lies in the spool under its final name. Layout of the spool:
``mailboxes/ADDRESS/ID.eml``, ``outbound/DOMAIN/ID.eml``, ``queue/ID-N.eml`` with ``queue/ID-N.json``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from . import dsn
from .addresses import NULL_SENDER, Address
from .durable import Batch
from .envelope import Envelope, Origin, Recipient, Submission
from .headers import parse
from .outside import meet
from .queues import QueuedMessage, QueueStore
from .routing import NO_CONNECTOR, UNREACHABLE, NextHop, Route, Router
from .stamps import Stamped, for_internet, for_mailbox, stamp
from .tracking import Tracker

if TYPE_CHECKING:
    from .clock import Moments
    from .journal import Journal
    from .logs import TransportLogs
    from .replies import Reply
    from .topology import Server, Topology


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the acknowledgement says: Message-ID and InternalId; ``error`` where the spool could not be written."""

    message_id: str
    internal_id: int
    error: str = ""


class _Work:
    """One batch in the making."""

    def __init__(self, topology: Topology, now: datetime, date: str) -> None:
        self.topology = topology
        self.now = now
        self.date = date
        self.files = Batch()
        self.used: list[tuple[str, NextHop]] = []
        self.retrying: list[tuple[str, NextHop, str]] = []
        self.tracked: list[tuple[Server, Tracker]] = []


class Prepared:
    """Messages that are stamped and routed, and not on the disk yet."""

    __slots__ = ("receipts", "work")

    def __init__(self, work: _Work, receipts: list[Receipt]) -> None:
        self.work = work
        self.receipts = receipts

    def store(self, journal: Journal) -> None:
        """Into the journal, onto the disk, and to their places. Raises OSError."""
        file = self.work.files.record(journal)
        try:
            file.synchronize()
            self.work.files.place(synchronize=False)
        finally:
            journal.placed(file)


class Delivery:
    """Writes messages into the spool of one organization."""

    def __init__(
        self, spool: Path, queues: QueueStore, logs: TransportLogs, clock: Moments, new_guid: Callable[[], str]
    ) -> None:
        self.spool: Final = spool
        self._root = str(spool)
        self.queues: Final = queues
        self._logs = logs
        self._clock = clock
        self._new_guid = new_guid

    def accept(self, topology: Topology, submissions: Sequence[Submission]) -> list[Receipt]:
        """Make messages durable, together; the receipts come in the same order."""
        work = self._begin(topology)
        try:
            receipts = [self._take(work, submission) for submission in submissions]
            work.files.commit()
        except OSError as error:
            if len(submissions) > 1:  # one message that cannot be written must not take the others with it
                return [receipt for each in submissions for receipt in self.accept(topology, [each])]
            return [Receipt("", 0, error.strerror or str(error))]
        self._remember(work)
        return receipts

    def _begin(self, topology: Topology) -> _Work:
        self.queues.refresh()
        return _Work(topology, self._clock.now(), self._clock.mail_date())

    def prepare(self, topology: Topology, submissions: Sequence[Submission]) -> Prepared:
        """For a busy listener: stamp and route. When the files have been written, ``finish`` is due. Raises OSError."""
        work = self._begin(topology)
        return Prepared(work, [self._take(work, submission) for submission in submissions])

    def finish(self, prepared: Prepared) -> None:
        """Prepared messages are on the disk and in their places."""
        self._remember(prepared.work)

    def submit(self, topology: Topology, server: Server, envelope: Envelope, content: bytes, origin: Origin) -> Receipt:
        """A message that did not come by SMTP."""
        now = self._clock.now()
        submission = Submission(envelope, content, origin, self._clock.monotonic(), now, parse(content))
        return self.accept(topology, [submission])[0]

    def _remember(self, work: _Work) -> None:
        """Bookkeeping about queues and logs: useful, but no message depends on it."""
        try:
            for server, hop in work.used:
                self.queues.used(server, hop, work.now)
            for server, hop, error in work.retrying:
                self._failed_attempt(server, hop, error, work.now)
        except OSError:
            pass
        for each, tracker in work.tracked:
            self._logs.track(each, tracker.rows, work.now)

    def _failed_attempt(self, server: str, hop: NextHop, error: str, now: datetime) -> None:
        from .queues import retry_wait

        known = next((each for each in self.queues.states() if each.server == server and each.hop == hop), None)
        if known is not None and known.next_retry:
            return  # the queue has its own timer already
        moment = now.isoformat()
        self.queues.update(
            server, hop, now, retry_count=1, first_retry=moment, last_retry=moment,
            next_retry=(now + retry_wait(1)).isoformat(), last_error=error,
        )  # fmt: skip

    def _take(self, work: _Work, submission: Submission) -> Receipt:
        server = work.topology.server(submission.origin.server)
        assert server is not None
        network_id = self._new_guid()
        internal_id = self.queues.next_internal_id(server.version.has_frontend)
        message = stamp(submission, work.topology, server, network_id, self._new_guid, work.date)
        tracker = Tracker(submission, message, server, internal_id)
        work.tracked.append((server, tracker))
        tracker.received()
        router = Router(work.topology, server, len(submission.data), submission.origin.auth_as != "Anonymous")
        routes = router.route(submission.envelope.recipients)
        self._write(work, server, submission, message, internal_id, routes, tracker)
        return Receipt(message.message_id, internal_id)

    def _write(
        self, work: _Work, server: Server, submission: Submission, message: Stamped, internal_id: int,
        routes: list[Route], tracker: Tracker,
    ) -> None:  # fmt: skip
        envelope = submission.envelope
        by_hop: dict[NextHop, list[Route]] = {}
        first_copy: str | None = None
        reports: list[dsn.Report] = []
        for route in routes:
            if route.failure is not None:
                reports.append(_report(dsn.FAILED, route))
                tracker.failed(route)
            elif route.mailbox and not self.queues.is_suspended(server.name, route.hop):
                path = self.mailbox_copy(route.mailbox, message.network_id)
                if first_copy is None:
                    content = for_mailbox(
                        message, server, str(envelope.sender), work.now, submission.received, work.date
                    )
                    work.files.add(path, content)
                    first_copy = path
                else:
                    work.files.link(first_copy, path)
                tracker.delivered(route)
                work.used.append((server.name, route.hop))
                if route.recipient.wants("SUCCESS"):
                    reports.append(_report(dsn.DELIVERED, route))
            else:
                by_hop.setdefault(route.hop, []).append(route)
        for number, (hop, waiting) in enumerate(by_hop.items(), 1):
            reports += self._send_or_queue(
                work, server, submission, message, internal_id, hop, waiting, number, tracker
            )
        for action in (dsn.FAILED, dsn.RELAYED, dsn.DELIVERED):
            chosen = [each for each in reports if each.action == action]
            if chosen:
                self._send_report(
                    work, server, envelope, message.header + b"\r\n" + message.body, chosen, submission.received
                )

    def _send_or_queue(
        self, work: _Work, server: Server, submission: Submission, message: Stamped, internal_id: int,
        hop: NextHop, routes: list[Route], number: int, tracker: Tracker,
    ) -> list[dsn.Report]:  # fmt: skip
        error = ""
        status = "Ready"
        if hop == UNREACHABLE:
            error = NO_CONNECTOR
        elif not self.queues.is_suspended(server.name, hop) and hop.is_external:
            answer = meet(work.topology, hop, server.version)
            if answer.failure is not None:
                for route in routes:
                    tracker.failed(route, answer.failure)
                return [_report(dsn.FAILED, route, answer.failure) for route in routes]
            if not answer.error:
                self._leave(work, message, [route.address for route in routes])
                work.used.append((server.name, hop))
                tracker.sent(routes, hop, answer)
                return [_report(dsn.RELAYED, route) for route in routes if route.recipient.wants("SUCCESS")]
            error, status = answer.error, "Retry"
            work.retrying.append((server.name, hop, error))
        waiting = QueuedMessage(
            name=f"{message.network_id}-{number}",
            server=server.name,
            hop=hop,
            internal_id=internal_id,
            message_id=message.message_id,
            network_id=message.network_id,
            sender=str(submission.envelope.sender),
            subject=message.subject,
            size=message.size,
            received=submission.received.isoformat(),
            source=f"SMTP:{submission.origin.connector.partition(chr(92))[2]}"
            if submission.origin.connector
            else submission.origin.agent or "DSN",
            source_ip=submission.origin.client_ip,
            auth_as=submission.origin.auth_as,
            scl=message.screening.scl if message.screening is not None else None,
            recipients=[recipient_json(route) for route in routes],
            envelope_id=submission.envelope.envelope_id,
            ret=submission.envelope.ret,
            status=status,
            last_error=error,
            header_sender=message.sender,
        )
        self.queues.add(work.files, waiting, message.header + b"\r\n" + message.body)
        if not error:
            work.used.append((server.name, hop))
        return []

    def _leave(self, work: _Work, message: Stamped, addresses: list[Address]) -> None:
        """Hand a message to the world outside: one file for each recipient domain."""
        content = for_internet(message)
        for domain in dict.fromkeys(address.domain.lower() for address in addresses):
            work.files.add(self.outbound_copy(domain, message.network_id), content)

    def _send_report(
        self,
        work: _Work,
        server: Server,
        envelope: Envelope,
        original: bytes,
        reports: list[dsn.Report],
        arrived: datetime,
    ) -> None:
        if envelope.sender.is_null:  # never a report about a report
            return
        topology = work.topology
        postmaster = f"postmaster@{topology.default_domain or server.fqdn}"
        message_id = f"<{self._new_guid()}@{topology.default_domain or server.fqdn}>"
        boundary = f"_{self._new_guid()}_"
        content = dsn.build(server, postmaster, envelope, original, reports, work.now, message_id, boundary, arrived)
        origin = Origin(
            server=server.name, server_ip=server.address, client_ip=server.address, hello=server.fqdn, connector="",
            frontend=False, session_id="", auth_as="Internal", antispam=False,
        )  # fmt: skip
        back = Envelope(sender=NULL_SENDER, recipients=[Recipient(envelope.sender, frozenset({"NEVER"}))])
        submission = Submission(back, content, origin, self._clock.monotonic(), work.now, parse(content))
        network_id = self._new_guid()
        internal_id = self.queues.next_internal_id(server.version.has_frontend)
        message = stamp(submission, topology, server, network_id, self._new_guid, work.date)
        tracker = Tracker(submission, message, server, internal_id)
        work.tracked.append((server, tracker))
        tracker.reported(reports)
        routes = Router(topology, server, len(content), authenticated=True).route(back.recipients)
        deliverable = [route for route in routes if route.failure is None]
        self._write(work, server, submission, message, internal_id, deliverable, tracker)

    # Queue work, called by the queue manager.

    def send_queued(self, topology: Topology, server: Server, message: QueuedMessage) -> None:
        """The next hop of a queued message answers again: write its copies and take it out of the queue."""
        work = self._begin(topology)
        content = self.queues.content(message)
        stamped = reread(message, content)
        tracker = Tracker(None, stamped, server, message.internal_id)
        work.tracked.append((server, tracker))
        arrived = datetime.fromisoformat(message.received)
        envelope = envelope_of(message)
        reports = []
        for each, recipient in zip(message.recipients, envelope.recipients, strict=True):
            if each.get("mailbox"):
                copy = for_mailbox(stamped, server, message.sender, work.now, arrived, work.date)
                work.files.add(self.mailbox_copy(each["mailbox"], message.network_id), copy)
                tracker.delivered_again(each["address"])
                action = dsn.DELIVERED
            else:
                self._leave(work, stamped, [recipient.address])
                tracker.sent_again(each["address"], message.hop)
                action = dsn.RELAYED
            if recipient.wants("SUCCESS"):
                reports.append(dsn.Report(action, each["address"], recipient.original))
        for action in (dsn.RELAYED, dsn.DELIVERED):
            chosen = [each for each in reports if each.action == action]
            if chosen:
                self._send_report(work, server, envelope, content, chosen, arrived)
        work.files.commit()
        self.queues.remove(message)
        self._remember(work)

    def report_queued(
        self, topology: Topology, server: Server, message: QueuedMessage, reports: list[dsn.Report], final: bool
    ) -> None:
        """Send a report about a queued message; ``final`` takes it out of the queue."""
        work = self._begin(topology)
        arrived = datetime.fromisoformat(message.received)
        if reports:
            self._send_report(work, server, envelope_of(message), self.queues.content(message), reports, arrived)
        if final:
            tracker = Tracker(None, reread(message, b""), server, message.internal_id)
            work.tracked.append((server, tracker))
            for each in reports:
                tracker.expired(each)
        work.files.commit()
        if final:
            self.queues.remove(message)
        self._remember(work)

    def reroute(self, topology: Topology, server: Server, message: QueuedMessage) -> None:
        """Back to the Submission queue: resolve and route again by the present state of the directory."""
        envelope = envelope_of(message)
        content = self.queues.content(message)
        stamped = reread(message, content)
        work = self._begin(topology)
        origin = Origin(
            server=server.name, server_ip=server.address, client_ip=message.source_ip, hello="",
            connector=f"{server.name}\\{message.source.partition(':')[2]}", frontend=False, session_id="",
            auth_as=message.auth_as, antispam=False,
        )  # fmt: skip
        received = datetime.fromisoformat(message.received)
        submission = Submission(envelope, content, origin, 0.0, received, parse(content))
        tracker = Tracker(submission, stamped, server, message.internal_id)
        work.tracked.append((server, tracker))
        routes = Router(topology, server, message.size, message.auth_as != "Anonymous").route(envelope.recipients)
        if all(route.hop == message.hop and route.failure is None for route in routes):
            return
        stamped.network_id = message.network_id
        renamed = Stamped(
            stamped.header, stamped.body, stamped.message_id, f"{message.network_id}-r{message.retry_count + 1}",
            stamped.sender, stamped.subject, None,
        )  # fmt: skip
        self._write(work, server, submission, renamed, message.internal_id, routes, tracker)
        work.files.commit()
        self.queues.remove(message)
        self._remember(work)

    # Places.

    def mailbox_copy(self, address: str, network_id: str) -> str:
        """The file of a message in a mailbox."""
        return f"{self._root}/mailboxes/{folder_name(address)}/{network_id}.eml"

    def outbound_copy(self, domain: str, network_id: str) -> str:
        """The file of a message that has left for a domain."""
        return f"{self._root}/outbound/{folder_name(domain)}/{network_id}.eml"


_PLAIN: Final = re.compile(r"[a-z0-9_+=][a-z0-9@._+=\-]{0,199}")
_SAFE: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@._-+=")


def folder_name(text: str) -> str:
    """An address or a domain as the name of a folder, on any file system; never a way out of the spool."""
    if _PLAIN.fullmatch(text):
        return text
    name = "".join(mark if mark in _SAFE or ord(mark) > 127 else f"%{ord(mark):02X}" for mark in text.lower())[:200]
    return "%2E" + name[1:] if name.startswith(".") else name or "%00"


def _report(action: str, route: Route, failure: Reply | None = None) -> dsn.Report:
    return dsn.Report(action, str(route.recipient.address), route.recipient.original, failure or route.failure)


def recipient_json(route: Route) -> dict[str, object]:
    return {
        "address": str(route.address),
        "mailbox": route.mailbox,
        "notify": sorted(route.recipient.notify),
        "original": route.recipient.original,
    }


def envelope_of(message: QueuedMessage) -> Envelope:
    """The envelope of a queued message, for what is still to be done."""
    envelope = Envelope(sender=_address(message.sender), ret=message.ret, envelope_id=message.envelope_id)
    for each in message.recipients:
        envelope.recipients.append(Recipient(_address(each["address"]), frozenset(each["notify"]), each["original"]))
    return envelope


def _address(text: str) -> Address:
    local, _, domain = text.rpartition("@")
    return Address(local, domain) if local else NULL_SENDER


def reread(message: QueuedMessage, content: bytes) -> Stamped:
    """A queued message as it was when it was stamped."""
    head, blank, body = content.partition(b"\r\n\r\n")
    header = head + b"\r\n" if blank else content
    return Stamped(header, body, message.message_id, message.network_id, message.header_sender, message.subject, None)
