"""IPAddress and IPEndPoint."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument, argument_null, attr, out_of_range, raw_bytes
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.values import NetObject

_PART: Final = re.compile(r"(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)\Z")
_BAD: Final = "An invalid IP address was specified."


class IPAddress(NetObject):
    """System.Net.IPAddress."""

    __slots__ = ("packed", "scope")
    type_name = "System.Net.IPAddress"

    def __init__(self, packed: bytes, scope: int = 0) -> None:
        self.packed = packed
        self.scope = scope

    @property
    def is_v4(self) -> bool:
        return len(self.packed) == 4

    @property
    def python(self) -> Any:
        return ipaddress.ip_address(self.packed)

    def to_text(self) -> str:
        if self.is_v4:
            return ".".join(str(each) for each in self.packed)
        mapped = self.python.ipv4_mapped
        text = f"::ffff:{mapped}" if mapped is not None else str(self.python)
        return f"{text}%{self.scope}" if self.scope else text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IPAddress) and other.packed == self.packed and other.scope == self.scope

    def __hash__(self) -> int:
        return hash(self.packed)

    def net_hash(self) -> int:
        return int.from_bytes(self.packed[:4], "little")

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    @property
    def number(self) -> int:
        """Address: only IPv4 has one."""
        if not self.is_v4:
            raise NetError(
                "System.Net.Sockets.SocketException",
                "The attempted operation is not supported for the type of object referenced",
            )
        return int.from_bytes(self.packed, "little")


class FixedAddress(IPAddress):
    """One of the well-known addresses."""

    __slots__ = ()
    type_name = "System.Net.IPAddress+ReadOnlyIPAddress"


def parse_address(text: str | None) -> IPAddress:
    """IPAddress.Parse: IPv4 with one to four parts, decimal, octal or hexadecimal; IPv6 with a scope."""
    if text is None:
        raise argument_null("ipString")
    made = _read(text)
    if made is None:
        raise NetError("System.FormatException", _BAD)
    return made


def _read(text: str) -> IPAddress | None:
    body = text.strip()
    if ":" in body:
        body = body.removeprefix("[").split("]")[0]
        head, _, scope = body.partition("%")
        try:
            packed = ipaddress.IPv6Address(head).packed
        except ValueError:
            return None
        return IPAddress(packed, int(scope) if scope.isdigit() else 0)
    parts = body.split(".")
    if not 1 <= len(parts) <= 4 or not all(_PART.match(part) for part in parts):
        return None
    numbers = [
        int(part, 16) if part[:2] in ("0x", "0X") else int(part, 8) if part[0] == "0" and len(part) > 1 else int(part)
        for part in parts
    ]
    if any(number > 255 for number in numbers[:-1]) or numbers[-1] >= 1 << 8 * (5 - len(numbers)):
        return None
    value = numbers[-1]
    for at, number in enumerate(numbers[:-1]):
        value |= number << 8 * (3 - at)
    return IPAddress(value.to_bytes(4, "big"))


def _try_parse(text: str | None, box: ByRef) -> bool:
    box.value = _read(text) if text else None
    return box.value is not None


def _new(_type: Any, value: Any, scope: int = 0) -> IPAddress:
    if isinstance(value, list):
        if len(value) not in (4, 16):
            raise argument(_BAD, "address")
        return IPAddress(raw_bytes(value), int(scope))
    if not 0 <= value <= 0xFFFFFFFF:
        raise out_of_range("Specified argument was out of the range of valid values.", "newAddress")
    return IPAddress(int(value).to_bytes(4, "little"))


def _swap(value: int) -> int:
    size = 2 if value.__class__.__name__ == "Int16" else 8 if value.__class__.__name__ == "Int64" else 4
    made = int.from_bytes(int(value).to_bytes(size, "little", signed=True), "big", signed=True)
    return value.__class__(made)


def _map6(address: IPAddress) -> IPAddress:
    return IPAddress(b"\0" * 10 + b"\xff\xff" + address.packed) if address.is_v4 else address


def _map4(address: IPAddress) -> IPAddress:
    return IPAddress(address.packed[-4:])


class IPEndPoint(NetObject):
    """System.Net.IPEndPoint."""

    __slots__ = ("address", "port")
    type_name = "System.Net.IPEndPoint"

    def __init__(self, address: IPAddress, port: int) -> None:
        if not 0 <= port <= 65535:
            raise out_of_range("Specified argument was out of the range of valid values.", "port")
        self.address = address
        self.port = port

    def to_text(self) -> str:
        shown = self.address.to_text() if self.address.is_v4 else f"[{self.address.to_text()}]"
        return f"{shown}:{self.port}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IPEndPoint) and other.address == self.address and other.port == self.port

    def __hash__(self) -> int:
        return hash((self.address, self.port))

    def equals(self, other: Any) -> bool:
        return bool(self == other)


def _new_end_point(_type: Any, address: Any, port: int) -> IPEndPoint:
    if address is None:
        raise argument_null("address")
    return IPEndPoint(address if isinstance(address, IPAddress) else _new(None, address), port)


def _fixed(text: str) -> IPAddress:
    return FixedAddress(parse_address(text).packed)


TYPES: Final = {
    "System.Net.IPAddress": Implementation(
        methods={
            "Equals": lambda address, other: address == other,
            "GetAddressBytes": attr("packed"),
            "MapToIPv4": _map4,
            "MapToIPv6": _map6,
            "ToString": lambda address: address.to_text(),
        },
        properties={
            "Address": (
                attr("number"),
                lambda address, value: setattr(address, "packed", int(value).to_bytes(4, "little")),
            ),
            "AddressFamily": lambda address: 2 if address.is_v4 else 23,
            "IsIPv4MappedToIPv6": lambda address: not address.is_v4 and address.python.ipv4_mapped is not None,
            "IsIPv6LinkLocal": lambda address: not address.is_v4 and address.python.is_link_local,
            "IsIPv6Multicast": lambda address: not address.is_v4 and address.python.is_multicast,
            "IsIPv6SiteLocal": lambda address: not address.is_v4 and address.python.is_site_local,
            "IsIPv6Teredo": lambda address: not address.is_v4 and address.python.teredo is not None,
            "ScopeId": (attr("scope"), lambda address, value: setattr(address, "scope", int(value))),
        },
        static={
            "HostToNetworkOrder": _swap,
            "IsLoopback": lambda address: address.python.is_loopback,
            "NetworkToHostOrder": _swap,
            "new": _new,
            "Parse": parse_address,
            "TryParse": _try_parse,
        },
        static_properties={
            "Any": _fixed("0.0.0.0"),
            "Broadcast": _fixed("255.255.255.255"),
            "IPv6Any": _fixed("::"),
            "IPv6Loopback": _fixed("::1"),
            "IPv6None": _fixed("::"),
            "Loopback": _fixed("127.0.0.1"),
            "None": _fixed("255.255.255.255"),
        },
    ),
    "System.Net.IPEndPoint": Implementation(
        methods={"Equals": lambda point, other: point == other, "ToString": lambda point: point.to_text()},
        properties={
            "Address": (attr("address"), lambda point, value: setattr(point, "address", value)),
            "AddressFamily": lambda point: 2 if point.address.is_v4 else 23,
            "Port": (attr("port"), lambda point, value: setattr(point, "port", value)),
        },
        static={"new": _new_end_point},
        static_properties={"MaxPort": 65535, "MinPort": 0},
    ),
}
