"""The virtual network: named hosts, DNS and MX over the directory, and connections that lead into the SMTP server.

Nothing leaves the process. Errors are Winsock's, with its numbers and words, as Windows programs show them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from .ranges import parse_ip
from .service import NobodyListens, Session, TransportService, Turned
from .smtp import Close, Delay, Event, Received, Send, StartTls

if TYPE_CHECKING:
    from .topology import Server, Topology

_REFUSED: Final = "No connection could be made because the target machine actively refused it"
_TIMED_OUT: Final = (
    "A connection attempt failed because the connected party did not properly respond after a period of time, or "
    "established connection failed because connected host has failed to respond"
)
_FIRST_PORT: Final = 49152


class NetworkError(Exception):
    """What Winsock says; ``code`` is its number."""

    code = 10065


class NameNotResolved(NetworkError):
    code = 11001

    def __init__(self, name: str) -> None:
        super().__init__("No such host is known")
        self.name = name


class ConnectionRefused(NetworkError):
    code = 10061


class ConnectionTimedOut(NetworkError):
    code = 10060


class Connection:
    """A connection to the SMTP server from inside the process. Reads give what the server has said so far."""

    def __init__(
        self,
        session: Session | None,
        first: bytes,
        local: str,
        remote: str,
        remote_port: int,
        sleep: Callable[[float], None],
        monotonic: Callable[[], float],
    ) -> None:
        self.local_address: Final = local
        self.remote_address: Final = remote
        self.remote_port: Final = remote_port
        self.closed_by_server = False
        self.closed = False
        self._session = session
        self._pending = bytearray(first)
        self._sleep = sleep
        self._monotonic = monotonic
        self._tls_awaited = False
        self._started = self._active = monotonic()
        if session is None:
            self.closed_by_server = True
        else:
            self._perform(session.machine.start())

    @property
    def session(self) -> Session | None:
        """The server's side: for labs, and for whoever asks why something was refused."""
        return self._session

    def read(self) -> bytes:
        """What the server has sent since the last read."""
        self._check_timeouts()
        data = bytes(self._pending)
        self._pending.clear()
        return data

    def send(self, data: bytes) -> None:
        """Raises ``ConnectionError`` once either side has closed."""
        self._check_timeouts()
        if self.closed or self.closed_by_server or self._session is None:
            raise ConnectionError("An established connection was aborted by the software in your host machine")
        self._active = self._monotonic()
        machine = self._session.machine
        if self._tls_awaited:  # plain text where a TLS handshake was due
            self._tls_awaited = False
            self._perform(machine.tls_failed())
            return
        self._perform(machine.receive(data))

    def start_tls(self) -> None:
        """The handshake after ``220``; inside the process there is nothing to encrypt."""
        if self._session is not None and self._tls_awaited:
            self._tls_awaited = False
            self._perform(self._session.machine.tls_started("SP_PROT_TLS1_2_SERVER"))

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            if self._session is not None:
                self._perform(self._session.machine.end_of_input())
                self._session.finish()

    def _check_timeouts(self) -> None:
        session = self._session
        if session is None or self.closed or self.closed_by_server:
            return
        now, connector = self._monotonic(), session.policy.connector
        if now - self._started > connector.connection_timeout:
            self._perform(session.machine.timed_out_whole())
        elif now - self._active > connector.inactivity_timeout:
            self._perform(session.machine.timed_out_inactive())

    def _perform(self, events: list[Event]) -> None:
        session = self._session
        assert session is not None
        waited = False
        for event in events:
            if isinstance(event, Send):
                self._pending += event.data
            elif isinstance(event, Delay):
                self._sleep(event.seconds)
                waited = True
            elif isinstance(event, Received):
                self._perform(session.store(event.submission))
            elif isinstance(event, StartTls):
                self._tls_awaited = True
            elif isinstance(event, Close):
                self.closed_by_server = True
                session.finish()
        if waited:
            self._perform(session.machine.proceed())


class Network:
    """The hosts an organization's people and machines see."""

    def __init__(self, service: TransportService, sleep: Callable[[float], None]) -> None:
        self._service = service
        self._sleep = sleep
        self._next_port = _FIRST_PORT

    # Names.

    def resolve(self, name: str, source_host: str = "") -> str:
        """The address of a host name, or the address itself. Raises ``NameNotResolved``."""
        topology = self._service.topology()
        found = self._resolve(topology, name.strip().rstrip("."), source_host, 0)
        if found is None:
            raise NameNotResolved(name)
        return found

    def _resolve(self, topology: Topology, name: str, source_host: str, depth: int) -> str | None:
        if not name or depth > 8:
            return None
        if parse_ip(name) is not None:
            return name.strip("[]")
        folded = name.lower()
        if folded == "localhost":
            return "127.0.0.1"
        server = topology.server(name)
        if server is not None:
            return server.address
        for host in topology.hosts:
            if folded in (host.name.lower(), host.fqdn.lower()):
                return host.address
        for known, kind, data in topology.dns_records:
            if known == folded:
                if kind in ("A", "AAAA"):
                    return data
                if kind == "CNAME":
                    return self._resolve(topology, data.rstrip("."), source_host, depth + 1)
        for domain in topology.outside_domains:
            if folded == domain.host.lower():
                return domain.address
        return None

    def name_of(self, address: str) -> str | None:
        """Reverse resolution."""
        topology = self._service.topology()
        server = topology.server_at(address)
        if server is not None:
            return server.fqdn
        wanted = parse_ip(address)
        for host in topology.hosts:
            if parse_ip(host.address) == wanted:
                return host.fqdn
        return next((each.host for each in topology.outside_domains if parse_ip(each.address) == wanted), None)

    def mail_exchangers(self, domain: str) -> list[tuple[int, str]]:
        """The MX records of a domain: preference and host, the preferred first."""
        topology = self._service.topology()
        folded = domain.lower().rstrip(".")
        found = []
        for known, kind, data in topology.dns_records:
            if known == folded and kind == "MX":
                preference, _, host = data.partition(" ")
                found.append((int(preference), host.strip().rstrip(".")) if preference.isdigit() else (10, data))
        outside = topology.outside(folded)
        if outside is not None:
            found.append((10, outside.host))
        return sorted(found)

    def machine(self, computer: str) -> str | None:
        """The name by which the lab knows a machine given by name or address; None where there is none."""
        topology = self._service.topology()
        host = topology.host(computer) or topology.server(computer)
        if host is not None:
            return host.name
        wanted = parse_ip(computer)
        if wanted is None:
            return None
        return next((each.name for each in topology.hosts if parse_ip(each.address) == wanted), None)

    def address_of_host(self, source_host: str) -> str:
        """The address from which a machine of the network connects; empty means the first server."""
        topology = self._service.topology()
        if source_host:
            host = topology.host(source_host)
            if host is not None:
                return host.address
            resolved = self._resolve(topology, source_host, "", 0)
            if resolved is not None:
                return resolved
        return topology.servers[0].address if topology.servers else "127.0.0.1"

    # Connections.

    def connect(
        self, source_host: str, target: str, port: int, sleep: Callable[[float], None] | None = None
    ) -> Connection:
        """Connect from a host to a name or an address. Raises ``NetworkError``."""
        topology = self._service.topology()
        source = self.address_of_host(source_host)
        address = self.resolve(target, source_host)
        if parse_ip(address) in (parse_ip("127.0.0.1"), parse_ip("::1")):
            client, server = address, topology.server_at(source)
            local = server.address if server is not None else address
        else:
            client, server, local = source, topology.server_at(address), address
        if server is None:
            if self._is_known(topology, address):
                raise ConnectionRefused(f"{_REFUSED} {address}:{port}")
            raise ConnectionTimedOut(f"{_TIMED_OUT} {address}:{port}")
        self._next_port = self._next_port + 1 if self._next_port < 65535 else _FIRST_PORT
        wait, monotonic = sleep or self._sleep, self._service.clock.monotonic
        try:
            session = self._service.open(server, local, port, client, self._next_port, topology)
        except NobodyListens:
            raise ConnectionRefused(f"{_REFUSED} {address}:{port}") from None
        except Turned as turned:
            return Connection(None, turned.reply.wire(), client, address, port, wait, monotonic)
        return Connection(session, b"", client, address, port, wait, monotonic)

    def _is_known(self, topology: Topology, address: str) -> bool:
        wanted = parse_ip(address)
        return any(parse_ip(host.address) == wanted for host in topology.hosts) or address in ("127.0.0.1", "::1")

    def server_for(self, source_host: str) -> Server | None:
        """The server a session on this host is on, if it is on one."""
        return self._service.topology().server_at(self.address_of_host(source_host))
