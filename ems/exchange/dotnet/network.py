"""IPRange and IPBinding: where a connector's clients come from, and where it listens.

A range prints as it was given: one address, low-high, or CIDR with the bits behind the mask cleared (RangeFormat).
Ranges in a list stand in the order of their bounds, the ones of IPv6 before those of IPv4, as the default connectors
show them.
"""

from __future__ import annotations

import ipaddress
from typing import Final

from ems.runtime.errors import NetError
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_LAST_PORT: Final = 65535


class IPRange(NetObject):
    """Microsoft.Exchange.Data.IPRange."""

    __slots__ = ("high", "low", "range_format", "size_bits")
    type_name = "Microsoft.Exchange.Data.IPRange"

    def __init__(self, low: _Address, high: _Address, range_format: str = "LoHi", size_bits: int = 0) -> None:
        self.low = low
        self.high = high
        self.range_format = range_format
        self.size_bits = size_bits

    @staticmethod
    def parse(text: str) -> IPRange:
        """The range a text stands for; the braces that people copy from listings are looked over."""
        plain = text.strip().strip("{}").strip()
        found = IPRange._read(plain)
        if found is None:
            message = f'The format of the IP range "{text}" is invalid. An IP range can be a single address, a range'
            raise NetError(
                "System.FormatException",
                f"{message} (192.168.0.1-192.168.0.254) or an address with a mask (192.168.0.1/24).",
            )  # our wording
        return found

    @staticmethod
    def _read(text: str) -> IPRange | None:
        try:
            if "-" in text:
                first, _, second = text.partition("-")
                low, high = _address(first), _address(second)
                same = type(low) is type(high) and int(low) <= int(high)
                return IPRange(low, high, "LoHi" if low != high else "SingleAddress") if same else None
            if text.endswith(")"):
                first, _, mask = text[:-1].partition("(")
                text = f"{first.strip()}/{mask}"
            if "/" in text:
                network = ipaddress.ip_network(text, strict=False)
                return IPRange(network.network_address, network.broadcast_address, "CIDR", network.prefixlen)
            one = _address(text)
            return IPRange(one, one, "SingleAddress")
        except ValueError:
            return None

    def contains(self, text: str) -> bool:
        """Whether an address lies in the range."""
        try:
            address = _address(text)
        except ValueError:
            return False
        return type(address) is type(self.low) and int(self.low) <= int(address) <= int(self.high)

    def overlaps(self, other: IPRange) -> bool:
        """Whether the two share an address."""
        return (
            type(self.low) is type(other.low) and int(self.low) <= int(other.high) and int(other.low) <= int(self.high)
        )

    def covers(self, other: IPRange) -> bool:
        """Whether the other range lies in this one."""
        same = type(self.low) is type(other.low)
        return same and int(self.low) <= int(other.low) and int(other.high) <= int(self.high)

    @property
    def netmask(self) -> str:
        """The mask of a range that has one."""
        return str(ipaddress.ip_network(f"{self.low}/{self.size_bits}").netmask)

    @property
    def bounds(self) -> tuple[int, int, int]:
        """What ranges are compared and sorted by."""
        return (4 - self.low.version // 2, int(self.low), int(self.high))

    def to_text(self) -> str:
        if self.range_format == "SingleAddress":
            return str(self.low)
        if self.range_format == "CIDR":
            return f"{self.low}/{self.size_bits}"
        return f"{self.low}-{self.high}"

    def equals(self, other: object) -> bool:
        return isinstance(other, IPRange) and self.bounds == other.bounds

    def compare_to(self, other: object) -> int | None:
        if not isinstance(other, IPRange):
            return None
        return (self.bounds > other.bounds) - (self.bounds < other.bounds)


class IPBinding(NetObject):
    """Microsoft.Exchange.Data.IPBinding: a local address and a port."""

    __slots__ = ("address", "port")
    type_name = "Microsoft.Exchange.Data.IPBinding"

    def __init__(self, address: _Address, port: int) -> None:
        self.address = address
        self.port = port

    @staticmethod
    def parse(text: str) -> IPBinding:
        """The binding a text stands for: ``0.0.0.0:25``, ``[::]:25``."""
        plain = text.strip().strip("{}").strip()
        host, colon, port = plain.rpartition(":")
        try:
            if not colon or not port.isdigit() or int(port) > _LAST_PORT or (":" in host) != host.startswith("["):
                raise ValueError
            return IPBinding(_address(host.strip("[]")), int(port))
        except ValueError:
            message = (
                f'The format of the IP binding "{text}" is invalid. '
                'Use "<IPv4 address>:<port>" or "[<IPv6 address>]:<port>".'
            )
            raise NetError("System.FormatException", message) from None  # our wording

    @property
    def is_any(self) -> bool:
        """Whether it stands for all addresses of its family."""
        return int(self.address) == 0

    def to_text(self) -> str:
        return f"[{self.address}]:{self.port}" if self.address.version == 6 else f"{self.address}:{self.port}"

    def equals(self, other: object) -> bool:
        return isinstance(other, IPBinding) and (self.address, self.port) == (other.address, other.port)


def _address(text: str) -> _Address:
    """An address; the scope of an IPv6 address plays no part."""
    return ipaddress.ip_address(text.strip().partition("%")[0])


def _ip(text: str) -> object:
    from ems.exchange.net import ip_address

    return ip_address(text)


TYPES: Final = {
    IPRange.type_name: Implementation(
        methods={
            "ToString": lambda value: value.to_text(),
            "Contains": lambda value, other: (
                value.covers(other) if isinstance(other, IPRange) else value.contains(other.to_text())
            ),
            "Overlaps": lambda value, other: value.overlaps(other),
            "Equals": lambda value, other: value.equals(other),
        },
        properties={
            "LowerBound": lambda value: _ip(str(value.low)),
            "UpperBound": lambda value: _ip(str(value.high)),
            "Netmask": lambda value: _ip(value.netmask) if value.range_format == "CIDR" else None,
            "CIDRLength": lambda value: value.size_bits if value.range_format == "CIDR" else None,
            "RangeFormat": lambda value: value.range_format,
            "Expression": lambda value: value.to_text(),
        },
        static={"Parse": IPRange.parse},
        declared=(
            "ipaddress LowerBound {get;}\nipaddress UpperBound {get;}\nipaddress Netmask {get;}\n"
            "System.Object CIDRLength {get;}\nstring RangeFormat {get;}\nstring Expression {get;}\n"
            "bool Contains(System.Object address)\nbool Overlaps(Microsoft.Exchange.Data.IPRange other)\n"
            "bool Equals(System.Object other)\nstring ToString()\n"
            "static Microsoft.Exchange.Data.IPRange Parse(string expression)"
        ),
    ),
    IPBinding.type_name: Implementation(
        methods={"ToString": lambda value: value.to_text(), "Equals": lambda value, other: value.equals(other)},
        properties={
            "AddressFamily": lambda value: "InterNetworkV6" if value.address.version == 6 else "InterNetwork",
            "Address": lambda value: _ip(str(value.address)),
            "Port": lambda value: value.port,
        },
        static={"Parse": IPBinding.parse},
        declared=(
            "string AddressFamily {get;}\nipaddress Address {get;}\nint Port {get;}\n"
            "bool Equals(System.Object other)\nstring ToString()\n"
            "static Microsoft.Exchange.Data.IPBinding Parse(string expression)"
        ),
    ),
}
