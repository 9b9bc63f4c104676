"""Where each recipient's copy goes: a mailbox, a domain outside, the Unreachable queue, or back as a failure.

Recipient resolution and the choice of a Send connector as documented: the most precise address space wins before cost,
then the lowest name. Without any Send connector entry the organization counts as connected to the outside by DNS (our
choice: the seeds are organizations whose mail flows); as soon as one exists, only what connectors serve leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .addresses import Address, domain_matches, parse_address
from .replies import Replies, Reply, reply
from .values import texts

if TYPE_CHECKING:
    from .envelope import Recipient
    from .topology import MailRecipient, SendConnector, Server, Topology

NO_CONNECTOR: Final = "A matching connector cannot be found to route the external recipient"
ZERO_GUID: Final = "00000000-0000-0000-0000-000000000000"
AUTHENTICATION_REQUIRED: Final = reply(550, "5.7.1", "RESOLVER.RST.AuthRequired; authentication required")
TOO_LARGE_FOR_ALL: Final = reply(550, "5.3.4", "ROUTING.SizeLimit; message size exceeds fixed maximum size for route")
_MAX_DEPTH: Final = 10


@dataclass(frozen=True, slots=True)
class NextHop:
    """What makes a queue a queue: delivery type, next hop domain and connector."""

    delivery_type: str
    domain: str
    connector: str = ZERO_GUID

    @property
    def is_external(self) -> bool:
        return self.delivery_type in ("DnsConnectorDelivery", "SmartHostConnectorDelivery")


UNREACHABLE: Final = NextHop("Unreachable", "Unreachable Domain")
SUBMISSION: Final = NextHop("Undefined", "Submission")
POISON: Final = NextHop("Undefined", "Poison Message")


@dataclass(frozen=True, slots=True)
class Route:
    """The fate of one recipient's copy. ``mailbox`` is an address; ``failure`` is what an NDR will say."""

    recipient: Recipient
    address: Address
    hop: NextHop
    mailbox: str = ""
    failure: Reply | None = None
    resolved_from: str = ""
    expanded_from: str = ""


class Router:
    """Routes the recipients of one message by one state of the directory."""

    def __init__(self, topology: Topology, server: Server, size: int, authenticated: bool) -> None:
        self._topology = topology
        self._server = server
        self._size = size
        self._authenticated = authenticated
        self._seen: set[str] = set()

    def route(self, recipients: list[Recipient]) -> list[Route]:
        routes: list[Route] = []
        for recipient in recipients:
            self._add(routes, recipient, recipient.address, "", 0)
        return routes

    def _add(self, routes: list[Route], recipient: Recipient, address: Address, group: str, depth: int) -> None:
        known = self._topology.recipient(str(address))
        if known is None:
            if address.folded not in self._seen:
                self._seen.add(address.folded)
                routes.append(self._unknown(recipient, address, group))
            return
        if known.guid in self._seen:  # two addresses of one recipient: one copy
            return
        self._seen.add(known.guid)
        resolved_from = str(address) if known.primary and known.primary.lower() != address.folded else ""
        primary = known.address or address
        if known.require_authentication and not self._authenticated:
            routes.append(Route(recipient, address, SUBMISSION, failure=AUTHENTICATION_REQUIRED))
        elif known.is_mailbox:
            hop = self._mailbox_hop(known)
            routes.append(Route(recipient, primary, hop, primary.folded, None, resolved_from, group))
        elif known.kind == "distributionGroup":
            if depth < _MAX_DEPTH:
                for member in self._members(known):
                    self._add(routes, recipient, member, str(primary), depth + 1)
        else:
            external = parse_address(
                str(known.entry.attributes.get("ExternalEmailAddress") or "").removeprefix("SMTP:")
            )
            if external is None:
                routes.append(Route(recipient, address, SUBMISSION, failure=self._not_found()))
            else:
                routes.append(self._external(recipient, external, group))

    def _mailbox_hop(self, known: MailRecipient) -> NextHop:
        database = str(known.entry.attributes.get("Database") or "Mailbox Database")
        if not self._server.version.has_frontend:
            return NextHop("MapiDelivery", self._server.fqdn)
        guid = self._topology.databases.get(database.lower(), ZERO_GUID)
        return NextHop("SmtpDeliveryToMailbox", database, guid)

    def _members(self, group: MailRecipient) -> list[Address]:
        found = []
        for text in texts(group.entry.attributes.get("Members")):
            address = parse_address(text)
            if address is None:
                entry = self._topology.snapshot.get(text) or self._topology.snapshot.by_dn(text)
                address = parse_address(str(entry.attributes.get("PrimarySmtpAddress") or "")) if entry else None
            if address is not None:
                found.append(address)
        return found

    def _unknown(self, recipient: Recipient, address: Address, group: str) -> Route:
        accepted = self._topology.accepted(address.domain)
        if accepted is not None and accepted.is_authoritative:
            return Route(recipient, address, SUBMISSION, failure=self._not_found(), expanded_from=group)
        return self._external(recipient, address, group)

    def _not_found(self) -> Reply:
        return Replies(self._server.version).recipient_not_found()

    def _external(self, recipient: Recipient, address: Address, group: str) -> Route:
        connectors = self._topology.send_connectors
        if not connectors:
            return Route(
                recipient, address, NextHop("DnsConnectorDelivery", address.domain.lower()), expanded_from=group
            )
        matching = [
            (c, space, cost)
            for c in connectors
            if c.enabled
            for space, cost in c.spaces
            if domain_matches(space, address.domain)
        ]
        fitting = [
            each for each in matching if each[0].max_message_size is None or self._size <= each[0].max_message_size
        ]
        if matching and not fitting:
            return Route(recipient, address, SUBMISSION, failure=TOO_LARGE_FOR_ALL, expanded_from=group)
        if not fitting:
            return Route(recipient, address, UNREACHABLE, expanded_from=group)
        chosen = min(fitting, key=lambda each: (_precision(each[1]), each[2], each[0].name.lower()))[0]
        return Route(recipient, address, _hop_of(chosen, address), expanded_from=group)


def _precision(space: str) -> tuple[int, int]:
    """Sorts the most precise address space first."""
    return (2, 0) if space == "*" else (1, -len(space)) if space.startswith("*") else (0, 0)


def _hop_of(connector: SendConnector, address: Address) -> NextHop:
    if connector.smart_hosts:
        hosts = ",".join(
            each if each.startswith("[") or not _is_ip(each) else f"[{each}]" for each in connector.smart_hosts
        )
        return NextHop("SmartHostConnectorDelivery", hosts, connector.guid)
    return NextHop("DnsConnectorDelivery", address.domain.lower(), connector.guid)


def _is_ip(text: str) -> bool:
    from .ranges import parse_ip

    return parse_ip(text) is not None
