"""The world outside, as far as mail goes: does the next hop answer, and if not, what does the queue report?

Every domain answers unless the organization says otherwise (our choice): a domain entry with Reachable off is down, and
names under ``.invalid`` do not exist. Nothing here ever touches a real network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .replies import Reply, reply

if TYPE_CHECKING:
    from .routing import NextHop
    from .topology import Topology
    from .version import ProductVersion


class Answer(NamedTuple):
    """How a next hop was met: ``error`` is empty where it takes mail; ``failure`` is final."""

    host: str
    address: str
    error: str = ""
    failure: Reply | None = None


def meet(topology: Topology, hop: NextHop, version: ProductVersion) -> Answer:
    """Try to reach a next hop."""
    if hop.delivery_type == "SmartHostConnectorDelivery":
        first = hop.domain.split(",")[0].strip("[]")
        host = topology.host(first)
        known = next(
            (each for each in topology.outside_domains if first.lower() in (each.host.lower(), each.address)), None
        )
        if known is not None and not known.available:
            return Answer(known.host, known.address, connection_error(known.address, version))
        return Answer(first, host.address if host is not None else first)
    domain = hop.domain
    if domain.rpartition(".")[2] == "invalid":
        status = "5.4.310" if version >= (15, 1, 0, 0) else "5.4.4"
        return Answer(domain, "", "", reply(550, status, f"DNS domain {domain} does not exist"))
    outside = topology.outside(domain)
    if outside is None:
        return Answer(f"mail.{domain}", "192.0.2.25")
    if not outside.available:
        return Answer(outside.host, outside.address, connection_error(outside.address, version))
    return Answer(outside.host, outside.address)


def connection_error(address: str, version: ProductVersion) -> str:
    """LastError of a queue whose next hop does not answer."""
    if version.has_frontend:
        return (
            '441 4.4.1 Error encountered while communicating with primary target IP address: "Failed to connect. '
            'Winsock error code: 10060, Win32 error code: 10060." Attempted failover to alternate host, but that did '
            "not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts. "
            f"The last endpoint attempted was {address}:25"
        )
    return (
        '451 4.4.0 Primary target IP address responded with: "421 4.4.2 Connection dropped due to SocketError." '
        "Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts, or "
        "delivery failed to all alternate hosts."
    )
