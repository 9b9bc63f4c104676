"""On which real loopback address and port each simulated one listens.

The first server is 127.0.0.1, the second 127.0.0.2 and so on, where the system has such addresses (Linux and Windows).
A connector's port N is port N where the system allows that, else 20000+N; for further servers on a system with one
loopback address only, 20000 + 1000 x server + N. A port that stands for another connector is never taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .service import TransportService
    from .topology import Server, Topology

OFFSET = 20_000


class Place(NamedTuple):
    """What a socket stands for: port N of a server, or port 25 of the first server as seen by a lab host."""

    server: str
    port: int
    host: str = ""
    client: str = ""


class ListenerRow(NamedTuple):
    """One binding of one connector, and where it can be reached; ``endpoint`` is empty where it cannot."""

    connector: str
    binding: str
    endpoint: str
    state: str


class HostRow(NamedTuple):
    """One lab host, and the endpoint at which whoever connects comes from it."""

    name: str
    address: str
    endpoint: str
    state: str


def wanted_places(service: TransportService, topology: Topology) -> dict[Place, list[tuple[str, int]]]:
    """Everything that should listen now, each with the addresses to try in their order."""
    taken = {binding.port for connector in topology.connectors for binding in connector.bindings if connector.enabled}
    found: dict[Place, list[tuple[str, int]]] = {}
    for number, server in enumerate(topology.servers):
        for port in _ports(service, topology, server):
            found[Place(server.name, port)] = list(_candidates(number, port, taken))
    if topology.servers:
        first = topology.servers[0].name
        for host in topology.hosts:
            if host.port:
                found[Place(first, 25, host.name, host.address)] = [("127.0.0.1", host.port)]
    return found


def _ports(service: TransportService, topology: Topology, server: Server) -> list[int]:
    ports = {
        binding.port: None
        for connector in topology.connectors_of(server)
        if connector.enabled and topology.is_running(connector)
        for binding in connector.bindings
        if binding.port
    }
    return list(ports)


def _candidates(number: int, port: int, taken: set[int]) -> Iterator[tuple[str, int]]:
    own = f"127.0.0.{number + 1}"
    yield own, port
    if port + OFFSET < 65536 and port + OFFSET not in taken:
        yield own, port + OFFSET
    if number:
        moved = port + OFFSET + 1000 * number
        if moved < 65536 and moved not in taken:
            yield "127.0.0.1", moved


def rows(topology: Topology, open_at: dict[Place, str]) -> tuple[list[ListenerRow], list[HostRow]]:
    """Connectors and hosts with their endpoints, in the order of the directory."""
    listeners = []
    for server in topology.servers:
        for connector in topology.connectors_of(server):
            for binding in connector.bindings:
                if not connector.enabled:
                    listeners.append(ListenerRow(connector.identity, binding.text, "", "Disabled"))
                elif not topology.is_running(connector):
                    listeners.append(ListenerRow(connector.identity, binding.text, "", "Stopped"))
                else:
                    endpoint = open_at.get(Place(server.name, binding.port), "")
                    listeners.append(
                        ListenerRow(connector.identity, binding.text, endpoint, "Listening" if endpoint else "Failed")
                    )
    hosts = []
    first = topology.servers[0].name if topology.servers else ""
    for host in topology.hosts:
        endpoint = open_at.get(Place(first, 25, host.name, host.address), "")
        hosts.append(HostRow(host.name, host.address, endpoint, "Listening" if endpoint else "Failed"))
    return listeners, hosts
