"""The real sockets of an organization: an asyncio loop in a thread, one socket for each port and each lab host.

A committed change counts for the next connection, whoever committed it: the newest snapshot is asked for each time.
Sockets are opened and closed as connectors come and go, several times a second; queues are looked after once a second.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

from .claim import AlreadyListening, Claim
from .endpoints import HostRow, ListenerRow, Place, rows, wanted_places
from .groupcommit import GroupCommit
from .pickup import Directories
from .service import NobodyListens, Session
from .wire import SmtpProtocol

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from .journal import Journal
    from .service import TransportService

_LOOK: Final = 0.25  # seconds between two looks at the directory
_QUEUES: Final = 1.0
_BACKLOG: Final = 512
_SWITCH: Final = 0.0005  # so that a busy script in the same process does not hold answers back
_PATIENCE: Final = 5.0

__all__ = ["AlreadyListening", "Listener"]


class Listener:
    """Listens for one organization until it is stopped."""

    def __init__(self, service: TransportService, storekeeper: Sequence[str] = ()) -> None:
        """``storekeeper`` is the command that starts the process of that name, where there can be one."""
        self._service = service
        self._storekeeper = storekeeper
        self._claim = Claim(service.organization.spool)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._open: dict[Place, asyncio.Server] = {}
        self._endpoints: dict[Place, str] = {}
        self._failed: dict[Place, str] = {}
        self._connections: set[SmtpProtocol] = set()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._journal: Journal | None = None
        self._storing: GroupCommit | None = None
        self._directories = Directories(service)
        self._version: object = None
        self._ready = threading.Event()
        self._switch_interval = 0.0

    # What the shell and ``ems serve`` call.

    def start(self) -> dict[str, Any]:
        """Open everything and say what is open. Raises ``AlreadyListening``."""
        self._claim.take()
        self._journal = self._service.begin_journal()
        self._directories.prepare()
        self._switch_interval = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        self._thread = threading.Thread(target=self._run, name="smtp-listener", daemon=True)
        self._thread.start()
        self._ready.wait()
        return self.report()

    def stop(self) -> None:
        """Say goodbye to clients, close everything, give the claim back."""
        loop, stopping, thread = self._loop, self._stopping, self._thread
        if thread is None:
            return
        if loop is not None and stopping is not None and thread.is_alive():
            loop.call_soon_threadsafe(stopping.set)
            thread.join(_PATIENCE)
        self._thread = None
        if self._journal is not None:
            self._journal.close()
        self._claim.release()
        self._service.flush_logs()
        sys.setswitchinterval(self._switch_interval)

    @property
    def is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def storekeeper_process(self) -> int | None:
        """The process that stores for this one, where there is one at present."""
        return None if self._storing is None else self._storing.process

    @property
    def endpoints(self) -> tuple[list[ListenerRow], list[HostRow]]:
        """What listens where, as it is now."""
        return rows(self._service.topology(), dict(self._endpoints))

    @property
    def problems(self) -> list[str]:
        """One line for each port that could not be opened."""
        return list(self._failed.values())

    def report(self) -> dict[str, Any]:
        """The same for programs."""
        listeners, hosts = self.endpoints
        return {
            "listeners": [
                {"connector": each.connector, "binding": each.binding, "endpoint": each.endpoint}
                for each in listeners
                if each.endpoint
            ],
            "hosts": [
                {"name": each.name, "address": each.address, "endpoint": each.endpoint}
                for each in hosts
                if each.endpoint
            ],
        }

    def holder(self) -> dict[str, Any] | None:
        """Who listens for the organization, if anybody does: ``pid``, ``listeners``, ``hosts``."""
        return self._claim.holder()

    # The loop.

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        assert self._journal is not None
        self._storing = GroupCommit(self._loop, self._service, self._journal, self._is_sending, self._storekeeper)
        await self._reconcile()
        self._ready.set()
        next_queues = 0.0
        while not self._stopping.is_set():
            try:
                await asyncio.wait_for(self._stopping.wait(), _LOOK)
            except TimeoutError:
                pass
            now = self._loop.time()
            for connection in list(self._connections):
                connection.check_timeouts(now)
            await self._reconcile()
            if now >= next_queues:
                next_queues = now + _QUEUES
                await self._loop.run_in_executor(None, self._look_after_queues)
        await self._shut_down()

    def _look_after_queues(self) -> None:
        self._directories.look()
        self._service.process_queues()
        self._service.flush_logs()
        if self._journal is not None:
            self._journal.settle()

    async def _shut_down(self) -> None:
        for server in self._open.values():
            server.close()
        for connection in list(self._connections):
            connection.shut_down()
        deadline = asyncio.get_running_loop().time() + 1.0
        storing = self._storing
        assert storing is not None
        while (self._connections or not storing.is_idle) and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.01)
        storing.stop()
        self._open.clear()
        self._endpoints.clear()

    # Sockets.

    async def _reconcile(self) -> None:
        topology = self._service.topology()
        if self._version is topology:
            return
        self._version = topology
        wanted = wanted_places(self._service, topology)
        for place in [each for each in self._open if each not in wanted]:
            self._open.pop(place).close()
            self._endpoints.pop(place, None)
        self._failed = {place: text for place, text in self._failed.items() if place in wanted}
        for place, candidates in wanted.items():
            if place not in self._open:
                await self._listen(place, candidates)
        self._claim.publish(self.report())

    async def _listen(self, place: Place, candidates: list[tuple[str, int]]) -> None:
        """Try the candidates, then any free port: two organizations on one machine want the same ones."""
        assert self._loop is not None
        why: list[str] = []
        for address, port in (*candidates, ("127.0.0.1", 0)):
            try:
                listening = _bind(address, port)
            except OSError as error:
                why.append(f"{address}:{port} ({error.strerror or error})")
                continue
            self._open[place] = await self._loop.create_server(
                lambda: self._connection(place), sock=listening, backlog=_BACKLOG
            )
            endpoint = f"{address}:{listening.getsockname()[1]}"
            self._endpoints[place] = endpoint
            self._failed.pop(place, None)
            if not port:
                self._failed[place] = (
                    f"{_what(place)} is reached at {endpoint}, because {', '.join(why)} cannot be used."
                )
            return
        self._failed[place] = f"{_what(place)} cannot be reached: {', '.join(why)}."

    def _connection(self, place: Place) -> SmtpProtocol:
        def open_session(client_port: int) -> Session:
            topology = self._service.topology()
            server = topology.server(place.server)
            if server is None:
                raise NobodyListens
            client = place.client or "127.0.0.1"
            return self._service.open(server, server.address, place.port, client, client_port, topology)

        def tls_context() -> ssl.SSLContext:
            return self._context(place.server)

        assert self._storing is not None
        return SmtpProtocol(open_session, self._storing, tls_context, self._connections.add, self._connections.discard)

    def _is_sending(self) -> bool:
        """Whether any client is in the middle of a message."""
        return any(each.is_sending for each in self._connections)

    def _context(self, server_name: str) -> ssl.SSLContext:
        """Made when the first client asks: most never do, and a key takes a while."""
        known = self._contexts.get(server_name)
        if known is None:
            from .certificate import context_for

            server = self._service.topology().server(server_name)
            names = [server.fqdn if server is not None else server_name, server_name]
            topology = self._service.topology()
            names += [each.fqdn for each in topology.connectors if each.server.lower() == server_name.lower()]
            folder = self._service.organization.folder / "certificates"
            known = self._contexts[server_name] = context_for(folder, names, self._service.clock.now())
        return known


def _what(place: Place) -> str:
    return f"Host {place.host}" if place.host else f"Port {place.port} of {place.server}"


def _bind(address: str, port: int) -> socket.socket:
    """A socket of its own: a port that somebody listens on is refused, one in TIME_WAIT is not."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening
