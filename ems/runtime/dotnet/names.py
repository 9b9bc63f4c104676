"""System.Net.Dns and IPHostEntry, over the session's network."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.addresses import IPAddress, _read, parse_address
from ems.runtime.dotnet.smtp import source_host
from ems.runtime.dotnet.support import NetError, argument_null, array_of, attr, session, strings
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject


class HostEntry(NetObject):
    """System.Net.IPHostEntry."""

    __slots__ = ("addresses", "aliases", "name")
    type_name = "System.Net.IPHostEntry"

    def __init__(self, name: str, addresses: list[IPAddress]) -> None:
        self.name = name
        self.addresses = addresses
        self.aliases: list[str] = []


def _unknown() -> NetError:
    return NetError(
        "System.Net.Sockets.SocketException", "No such host is known", None, NativeErrorCode=11001, ErrorCode=11001
    )


def _network() -> Any:
    try:
        return session().services["network"]
    except KeyError:
        raise _unknown() from None


def resolve(name: str | None) -> list[IPAddress]:
    """The addresses of a name."""
    if name is None:
        raise argument_null("hostNameOrAddress")
    literal = _read(name) if name else None
    if literal is not None:
        return [literal]
    if name in ("", "localhost"):
        return [parse_address("::1"), parse_address("127.0.0.1")] if name else [parse_address(host_address())]
    try:
        return [parse_address(_network().resolve(name, source_host(session())))]
    except NetError:
        raise
    except Exception as error:
        if not hasattr(error, "code"):
            raise
        raise _unknown() from None


def host_address() -> str:
    return str(_network().address_of_host(source_host(session())))


def host_name() -> str:
    """The name of the machine the session is on."""
    running = session()
    return source_host(running) or str(running.environment.get("computername", ("", "EX01"))[1])


def _entry(target: Any) -> HostEntry:
    text = target.to_text() if isinstance(target, IPAddress) else target
    addresses = resolve(text)
    name = text
    if _read(text or ""):
        found = _network().name_of(text)
        if found is None:
            raise _unknown()
        name = found
    return HostEntry(name, addresses)


TYPES: Final = {
    "System.Net.Dns": Implementation(
        static={
            "GetHostAddresses": lambda name: array_of(resolve(name), "System.Net.IPAddress"),
            "GetHostByAddress": _entry,
            "GetHostByName": _entry,
            "GetHostEntry": _entry,
            "GetHostName": host_name,
            "Resolve": _entry,
        },
    ),
    "System.Net.IPHostEntry": Implementation(
        properties={
            "AddressList": (
                lambda entry: array_of(entry.addresses, "System.Net.IPAddress"),
                lambda entry, value: setattr(entry, "addresses", list(value)),
            ),
            "Aliases": (
                lambda entry: strings(entry.aliases),
                lambda entry, value: setattr(entry, "aliases", list(value)),
            ),
            "HostName": (attr("name"), lambda entry, value: setattr(entry, "name", value)),
        },
        static={"new": lambda _type: HostEntry("", [])},
    ),
}
