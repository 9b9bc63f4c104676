"""IP addresses, remote ranges and bindings, as a Receive connector writes them.

Forms of a range: one address, ``low-high``, CIDR (host bits may be set), ``address(mask)``; IPv6 may carry ``%scope``.
Forms of a binding: ``0.0.0.0:25``, ``[::]:25``.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple


class IPNumber(NamedTuple):
    """An address as a number: what is compared."""

    family: int
    value: int


def parse_ip(text: str) -> IPNumber | None:
    text = text.strip().strip("[]").partition("%")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return IPNumber(address.version, int(address))


class Range(NamedTuple):
    """Addresses from low to high, both included."""

    family: int
    low: int
    high: int

    def holds(self, address: IPNumber) -> bool:
        return address.family == self.family and self.low <= address.value <= self.high

    @property
    def width(self) -> int:
        return self.high - self.low


def parse_range(text: str) -> Range | None:
    """The range, or None where the text is none."""
    text = text.strip()
    if "-" in text:
        first, _, second = text.partition("-")
        low, high = parse_ip(first), parse_ip(second)
        if low is None or high is None or low.family != high.family or low.value > high.value:
            return None
        return Range(low.family, low.value, high.value)
    if text.endswith(")") and "(" in text:
        first, _, mask = text[:-1].partition("(")
        text = f"{first}/{mask}"
    if "/" in text:
        try:
            network = ipaddress.ip_network(text, strict=False)
        except ValueError:
            return None
        return Range(network.version, int(network.network_address), int(network.broadcast_address))
    one = parse_ip(text)
    return None if one is None else Range(one.family, one.value, one.value)


class Binding(NamedTuple):
    """A local address and port on which a connector listens."""

    family: int
    address: int  # 0: every address of the family
    port: int
    text: str

    def serves(self, local: IPNumber, port: int) -> bool:
        return self.port == port and self.family == local.family and self.address in (0, local.value)


def parse_binding(text: str) -> Binding | None:
    host, colon, port = text.strip().strip("{}").rpartition(":")
    address = parse_ip(host)
    if not colon or address is None or not port.isdigit() or int(port) > 65535:
        return None
    return Binding(address.family, address.value, int(port), text.strip())


def is_limited_source(text: str) -> bool:
    """Whether per-source limits and the tarpit act on this client: not on link-local and site-local IPv6."""
    number = parse_ip(text)
    if number is None or number.family == 4:
        return True
    address = ipaddress.IPv6Address(number.value)
    return not (address.is_link_local or address.is_site_local)
