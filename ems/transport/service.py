"""The mail service of one organization: opens sessions by the newest state of the directory and stores what they bring.

The one object that the listener, the virtual network and the cmdlets share. It opens no socket and starts no thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Final

from .clock import Moments
from .connectors import Choice, choose
from .delivery import Delivery, Receipt
from .limits import Limits
from .logs import TransportLogs
from .policy import SessionPolicy
from .queuemanager import QueueManager
from .queues import QueueStore
from .replies import SERVICE_NOT_AVAILABLE, Reply
from .smtp import Event, SmtpServer
from .topology import Topology

if TYPE_CHECKING:
    from ems.directory import Organization

    from .clock import Clock
    from .connectors import ReceiveConnector
    from .envelope import Submission
    from .journal import Journal
    from .topology import Server


class NobodyListens(Exception):
    """No connector listens on this address and port: the connection is refused."""


@dataclass(frozen=True, slots=True)
class Turned(Exception):
    """Somebody listens, but no connector takes this client; ``reply`` is all it gets to see."""

    reply: Reply
    steps: tuple[str, ...]


class Session:
    """One SMTP session: the machine, its policy, and what is to be given back at the end."""

    def __init__(
        self, service: TransportService, topology: Topology, policy: SessionPolicy, machine: SmtpServer
    ) -> None:
        self.topology: Final = topology
        self.policy: Final = policy
        self.machine: Final = machine
        self._service = service
        self._open = True

    def finish(self) -> None:
        """The connection is gone: give its place back."""
        if self._open:
            self._open = False
            self._service.limits.leave(self.policy.connector, self.policy.client_ip)
            self._service.flush_logs()

    def store(self, submission: Submission) -> list[Event]:
        """Make a message durable at once and continue; the listener stores in batches instead."""
        return self.stored(self._service.store([submission])[0])

    def stored(self, receipt: Receipt) -> list[Event]:
        if receipt.error:
            return self.machine.not_stored()
        return self.machine.stored(receipt.message_id, receipt.internal_id)


class TransportService:
    """The transport of an organization within one process."""

    def __init__(self, organization: Organization, clock: Clock, new_guid: Callable[[], str]) -> None:
        self.organization: Final = organization
        self.clock: Final = Moments(clock)
        self.new_guid: Final = new_guid
        self.limits: Final = Limits(clock.monotonic)
        self.logs: Final = TransportLogs(organization.logs)
        self.queue_store: Final = QueueStore(organization.spool)
        self.delivery: Final = Delivery(organization.spool, self.queue_store, self.logs, self.clock, new_guid)
        self.queues: Final = QueueManager(self.queue_store, self.delivery, self.clock)
        self._lock = RLock()
        self._topology: Topology | None = None

    def topology(self) -> Topology:
        """The organization as it is now, with what other processes committed."""
        snapshot = self.organization.snapshot()
        with self._lock:
            if self._topology is None or self._topology.snapshot is not snapshot:
                self._topology = Topology(snapshot)
            return self._topology

    def is_listening(self, topology: Topology, server: Server, port: int) -> bool:
        """Whether any connector of the server whose service runs listens on a port."""
        return any(
            connector.enabled
            and topology.is_running(connector)
            and any(binding.port == port for binding in connector.bindings)
            for connector in topology.connectors_of(server)
        )

    def choose(self, topology: Topology, server: Server, local_address: str, port: int, client_ip: str) -> Choice:
        """Which connector takes a client; the same question that a session asks, for whoever wants to know."""
        running = [each for each in topology.connectors_of(server) if topology.is_running(each)]
        return choose(running, local_address, port, client_ip)

    def policy_for(
        self, topology: Topology, server: Server, connector: ReceiveConnector, client_ip: str
    ) -> SessionPolicy:
        """A policy to put questions to, without a session."""
        return SessionPolicy(topology, server, connector, client_ip, "0" * 16, self.limits)

    def open(
        self,
        server: Server,
        local_address: str,
        port: int,
        client_ip: str,
        client_port: int = 0,
        topology: Topology | None = None,
    ) -> Session:
        """A client has connected. Raises ``NobodyListens`` or ``Turned``."""
        topology = topology or self.topology()
        if not self.is_listening(topology, server, port):
            raise NobodyListens
        choice = self.choose(topology, server, local_address, port, client_ip)
        connector = choice.connector
        if connector is None:
            raise Turned(SERVICE_NOT_AVAILABLE, choice.steps)
        session_id = self.new_guid().replace("-", "")[:16].upper()
        exceeded = self.limits.enter(connector, client_ip)
        policy = SessionPolicy(topology, server, connector, client_ip, session_id, self.limits, choice.steps, exceeded)
        now, monotonic = self.clock.now, self.clock.monotonic
        local, remote = _endpoint(local_address, port), _endpoint(client_ip, client_port)
        log = self.logs.session(server, connector, session_id, local, remote, self.clock)
        started = monotonic()
        machine = SmtpServer(policy, now, lambda: monotonic() - started, log)
        return Session(self, topology, policy, machine)

    def store(self, submissions: Sequence[Submission]) -> list[Receipt]:
        """Make messages durable, routed by the newest state of the directory."""
        return self.delivery.accept(self.topology(), submissions)

    def process_queues(self) -> None:
        """Retry, delay reports, expiry: whatever is due."""
        self.queues.process(self.topology())

    def begin_journal(self) -> Journal:
        """For a process that will store many messages; what dead ones left behind is brought to its place first."""
        from .journal import Journal, recover

        recover(self.organization.spool)
        return Journal(self.organization.spool, self.new_guid())

    def flush_logs(self) -> None:
        self.logs.flush(self.clock.now())


def _endpoint(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
