"""What a receive connector may look like: the rules that New- and Set-ReceiveConnector check, and those between
connectors.

Rules: documentation of New-ReceiveConnector and of receive connectors (2016, 2019). Each broken rule is one error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ems.directory import Entry, View
from ems.directory.permission_groups import CUSTOM
from ems.exchange import texts
from ems.exchange.dotnet.network import IPBinding, IPRange

MOST_RANGES: Final = 1250
"""More remote ranges than the directory takes in one value (somewhere between 1,200 and 1,300 on real servers)."""

USAGES: Final[Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]]] = {
    # usage: authentication, permission groups, parameters it needs, parameters it does not take
    "Custom": ("Tls", "None", ("Bindings", "RemoteIPRanges"), ()),
    "Internet": ("Tls", "AnonymousUsers", ("Bindings",), ("RemoteIPRanges",)),
    "Internal": ("Tls, ExchangeServer", "ExchangeServers, ExchangeLegacyServers", ("RemoteIPRanges",), ("Bindings",)),
    "Client": ("Tls, Integrated, BasicAuth, BasicAuthRequireTLS", "ExchangeUsers", ("RemoteIPRanges",), ("Bindings",)),
    "Partner": ("Tls", "Partners", ("Bindings", "RemoteIPRanges"), ()),
}
USAGE_BINDINGS: Final = {"Internal": ["0.0.0.0:25"], "Client": ["0.0.0.0:587"]}
USAGE_RANGES: Final = {"Internet": ["0.0.0.0-255.255.255.255"]}


class BrokenRule(Exception):
    """A connector that may not be. ``kind`` is the simple name of the exception that the product throws."""

    def __init__(self, message: str, kind: str = "DataValidationException") -> None:
        super().__init__(message)
        self.kind = kind


def flags(value: Any) -> set[str]:
    """The members of a flags value, folded."""
    return {part.strip().lower() for part in str(value or "").split(",")} - {"", "none"}


def check_alone(attributes: Mapping[str, Any]) -> None:
    """The rules that concern one connector by itself; ``attributes`` are its stored values."""
    for message in _broken(attributes):
        raise BrokenRule(message)
    if len(attributes.get("RemoteIPRanges") or ()) > MOST_RANGES:
        raise BrokenRule(texts.ADMIN_LIMIT, "AdminLimitExceededException")


def _broken(attributes: Mapping[str, Any]) -> Iterator[str]:
    auth = flags(attributes.get("AuthMechanism"))
    groups = flags(attributes.get("PermissionGroups"))
    for name in ("Bindings", "RemoteIPRanges"):
        if not attributes.get(name):
            yield texts.NO_BINDINGS.format(name)
    if "externalauthoritative" in auth:
        if auth - {"externalauthoritative", "tls"}:
            yield texts.EXTERNAL_ALONE
        if "exchangeservers" not in groups:
            yield texts.EXTERNAL_NEEDS_SERVERS
    if "basicauthrequiretls" in auth and not {"basicauth", "tls"} <= auth:
        yield texts.BASIC_REQUIRE_TLS
    if attributes.get("RequireTLS") and "tls" not in auth:
        yield texts.REQUIRE_TLS
    if attributes.get("DomainSecureEnabled") and ("tls" not in auth or "externalauthoritative" in auth):
        yield texts.DOMAIN_SECURE
    if _seconds(attributes.get("ConnectionInactivityTimeout")) >= _seconds(attributes.get("ConnectionTimeout")):
        yield texts.TIMEOUTS
    if attributes.get("BinaryMimeEnabled") and not attributes.get("ChunkingEnabled"):
        yield texts.BINARY_MIME
    banner = attributes.get("Banner")
    if banner and not str(banner).startswith("220"):
        yield texts.BANNER.format(banner)


def check_groups(asked: str) -> None:
    """A permission group that can be asked for."""
    if CUSTOM.lower() in flags(asked):
        raise BrokenRule(texts.CUSTOM_GROUP)


def check_among_others(view: View, guid: str) -> None:
    """The rules between a connector and the others of its server."""
    entry = view.get(guid)
    if entry is None:
        return
    for other in view.find("receiveConnector", Server=entry.get("Server")):
        if other.guid != guid:
            _check_pair(entry, other)


def _check_pair(entry: Entry, other: Entry) -> None:
    name = f"{other.get('Server')}\\{other.name}"
    mine, theirs = _bindings(entry), _bindings(other)
    if (entry.get("TransportRole") or "") != (other.get("TransportRole") or ""):
        if any(_same_place(one, another) for one in mine for another in theirs):
            raise BrokenRule(texts.CONFLICT_OF_ROLES.format(name), "ReceiveConnectorRoleConflictException")
        return
    if not any(one.equals(another) for one in mine for another in theirs):
        return
    if any(_undecided(one, another) for one in _ranges(entry) for another in _ranges(other)):
        raise BrokenRule(texts.CONFLICT_OF_RANGES.format(name), "ConnectorMappingConflictException")


def _same_place(one: IPBinding, other: IPBinding) -> bool:
    """Whether two services cannot both listen: the same port on the same address, or on all of the family."""
    if one.port != other.port or one.address.version != other.address.version:
        return False
    return one.address == other.address or one.is_any or other.is_any


def _undecided(one: IPRange, other: IPRange) -> bool:
    """Whether no range is the narrower one for an address that both hold: the same range twice, or halves that
    overlap.
    """
    if not one.overlaps(other):
        return False
    return one.equals(other) or not (one.covers(other) or other.covers(one))


def _bindings(entry: Entry) -> list[IPBinding]:
    return [IPBinding.parse(text) for text in _texts(entry.get("Bindings"))]


def _ranges(entry: Entry) -> list[IPRange]:
    return [IPRange.parse(text) for text in _texts(entry.get("RemoteIPRanges"))]


def _texts(value: Any) -> Iterable[str]:
    return value or ()


def _seconds(span: Any) -> float:
    text = str(span or "00:00:00")
    days, dot, rest = text.partition(".") if "." in text.partition(":")[0] else ("0", "", text)
    del dot
    hours, minutes, seconds = rest.split(":")
    return int(days) * 86400 + int(hours) * 3600 + int(minutes) * 60 + float(seconds)
