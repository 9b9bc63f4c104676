"""One state of the directory, read for mail: servers, connectors, accepted domains, recipients, the world outside.

Built from a snapshot and never changed; what is read once is kept, so a busy listener pays for it once a commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from .addresses import Address, domain_matches, parse_address
from .connectors import ReceiveConnector, read_connector
from .ranges import parse_ip
from .rights import Identity, Rights, effective_rights
from .values import is_unlimited, size_of, texts
from .version import ProductVersion

if TYPE_CHECKING:
    from ems.directory import Entry, Snapshot

_T = TypeVar("_T")

RECIPIENT_CLASSES: Final = ("mailbox", "mailUser", "mailContact", "distributionGroup")


@dataclass(frozen=True, slots=True)
class Server:
    """A server of the organization."""

    name: str
    fqdn: str
    address: str
    version: ProductVersion
    stopped_services: frozenset[str]
    inactive_components: frozenset[str]


@dataclass(frozen=True, slots=True)
class AcceptedDomain:
    """A domain whose mail the organization takes."""

    domain: str
    type: str
    is_default: bool

    @property
    def is_authoritative(self) -> bool:
        return self.type.lower() == "authoritative"


@dataclass(frozen=True, slots=True)
class MailRecipient:
    """A recipient object with the addresses it answers to."""

    entry: Entry
    guid: str
    kind: str
    display_name: str
    primary: str
    address: Address | None
    require_authentication: bool

    @property
    def is_mailbox(self) -> bool:
        return self.kind == "mailbox"


@dataclass(frozen=True, slots=True)
class OutsideDomain:
    """A mail domain of the world outside: its MX host and whether that host answers."""

    domain: str
    host: str
    address: str
    available: bool


@dataclass(frozen=True, slots=True)
class LabHost:
    """A named machine of the virtual network."""

    name: str
    address: str
    port: int | None
    fqdn: str


@dataclass(frozen=True, slots=True)
class SendConnector:
    """A way out: which domains, by DNS or through smart hosts."""

    entry: Entry
    guid: str
    name: str
    enabled: bool
    spaces: tuple[tuple[str, int], ...]
    smart_hosts: tuple[str, ...]
    uses_dns: bool
    max_message_size: int | None
    verbose_log: bool


class Topology:
    """What the transport knows of the organization at one version of the directory."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot: Final = snapshot
        self._rights: dict[tuple[str, Identity], Rights] = {}
        self._found: dict[str, MailRecipient | None] = {}
        self._accepted: dict[str, AcceptedDomain | None] = {}

    @property
    def version(self) -> int:
        return self.snapshot.version

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        return tuple(self._read_server(entry) for entry in self.snapshot.find("exchangeServer"))

    def _read_server(self, entry: Entry) -> Server:
        get = entry.attributes.get
        version = ProductVersion.parse(str(get("AdminDisplayVersion") or ""))
        fqdn = str(get("Fqdn") or entry.name)
        address = str(get("Address") or "")
        if not address:
            hosts = {host.name.lower(): host.address for host in self.hosts}
            address = hosts.get(entry.name.lower()) or hosts.get(fqdn.lower()) or "127.0.0.1"
        return Server(
            entry.name,
            fqdn,
            address,
            version,
            frozenset(each.lower() for each in texts(get("StoppedServices"))),
            frozenset(each.lower() for each in texts(get("InactiveComponents"))),
        )

    def server(self, name: str) -> Server | None:
        """By name or fully qualified name."""
        return self._servers_by_name.get(name.lower())

    @cached_property
    def _servers_by_name(self) -> dict[str, Server]:
        found = {server.fqdn.lower(): server for server in self.servers}
        return found | {server.name.lower(): server for server in self.servers}

    def server_at(self, address: str) -> Server | None:
        wanted = parse_ip(address)
        for server in self.servers:
            if wanted is not None and parse_ip(server.address) == wanted:
                return server
        return None

    @cached_property
    def connectors(self) -> tuple[ReceiveConnector, ...]:
        return tuple(read_connector(entry) for entry in self.snapshot.find("receiveConnector"))

    def connectors_of(self, server: Server) -> tuple[ReceiveConnector, ...]:
        return self._connectors_by_server.get(server.name.lower(), ())

    @cached_property
    def _connectors_by_server(self) -> dict[str, tuple[ReceiveConnector, ...]]:
        found: dict[str, tuple[ReceiveConnector, ...]] = {}
        for connector in self.connectors:
            key = connector.server.lower()
            found[key] = (*found.get(key, ()), connector)
        return found

    def is_running(self, connector: ReceiveConnector) -> bool:
        """Whether the service that listens for the connector runs."""
        server = self.server(connector.server)
        return server is not None and connector.service.lower() not in server.stopped_services

    def rights(self, connector: ReceiveConnector, identity: Identity) -> Rights:
        key = (connector.entry.guid, identity)
        known = self._rights.get(key)
        if known is None:
            acl = self.snapshot.effective_acl(connector.entry)
            known = self._rights[key] = effective_rights(connector, acl, identity)
        return known

    @cached_property
    def accepted_domains(self) -> tuple[AcceptedDomain, ...]:
        found = []
        for entry in self.snapshot.find("acceptedDomain"):
            get = entry.attributes.get
            name = str(get("DomainName") or entry.name)
            found.append(AcceptedDomain(name, str(get("DomainType") or "Authoritative"), bool(get("Default"))))
        return tuple(found)

    @cached_property
    def databases(self) -> dict[str, str]:
        """The GUID of each mailbox database, by its folded name."""
        return {entry.name.lower(): entry.guid for entry in self.snapshot.find("mailboxDatabase")}

    @cached_property
    def default_domain(self) -> str:
        for domain in self.accepted_domains:
            if domain.is_default:
                return domain.domain
        return self.accepted_domains[0].domain if self.accepted_domains else ""

    def accepted(self, domain: str) -> AcceptedDomain | None:
        """The accepted domain that holds a domain, the most precise first."""
        folded = domain.lower()
        if folded not in self._accepted:
            matching = [each for each in self.accepted_domains if domain_matches(each.domain, folded)]
            matching.sort(key=lambda each: (each.domain.startswith("*"), -len(each.domain)))
            self._remember(self._accepted, folded, matching[0] if matching else None)
        return self._accepted[folded]

    @staticmethod
    def _remember(known: dict[str, _T], key: str, value: _T) -> None:
        if len(known) > 10_000:  # clients choose the keys
            known.clear()
        known[key] = value

    @cached_property
    def _recipients(self) -> dict[str, MailRecipient]:
        found: dict[str, MailRecipient] = {}
        for kind in RECIPIENT_CLASSES:
            for entry in self.snapshot.find(kind):
                recipient = _read_recipient(entry, kind)
                for address in _addresses_of(entry):
                    found.setdefault(address, recipient)
        return found

    def recipient(self, address: str) -> MailRecipient | None:
        """By proxy address."""
        return self._recipients.get(address.lower())

    def recipient_for_logon(self, user: str) -> MailRecipient | None:
        """By user principal name, ``DOMAIN\\user``, account name, alias or address."""
        folded = user.strip().lower()
        if not folded:
            return None
        found = self._recipients.get(folded)
        if found is not None and found.is_mailbox:
            return found
        name = folded.rpartition("\\")[2]
        for entry in self.snapshot.find("mailbox"):
            get = entry.attributes.get
            names = {str(get(each) or "").lower() for each in ("SamAccountName", "Alias", "UserPrincipalName")}
            if name in names:
                return _read_recipient(entry, "mailbox")
        return None

    @cached_property
    def hosts(self) -> tuple[LabHost, ...]:
        found = []
        for entry in self.snapshot.find("labHost"):
            port = entry.attributes.get("SmtpPort")
            fqdn = str(entry.attributes.get("Fqdn") or entry.name)
            found.append(
                LabHost(entry.name, str(entry.attributes.get("Address") or ""), int(port) if port else None, fqdn)
            )
        return tuple(found)

    def host(self, name: str) -> LabHost | None:
        folded = name.lower()
        return next((host for host in self.hosts if host.name.lower() == folded), None)

    @cached_property
    def dns_records(self) -> tuple[tuple[str, str, str], ...]:
        """Name (folded), type and data of the records an administrator entered."""
        return tuple(
            (
                entry.name.lower(),
                str(entry.attributes.get("Type") or "A").upper(),
                str(entry.attributes.get("Data") or ""),
            )
            for entry in self.snapshot.find("dnsRecord")
        )

    @cached_property
    def outside_domains(self) -> tuple[OutsideDomain, ...]:
        found = []
        for entry in self.snapshot.find("externalDomain"):
            get = entry.attributes.get
            domain = str(get("DomainName") or entry.name)
            host = str(get("MailExchanger") or f"mail.{domain}")
            available = get("Reachable")
            address = str(get("Address") or "")
            found.append(OutsideDomain(domain, host, address, True if available is None else bool(available)))
        return tuple(found)

    def outside(self, domain: str) -> OutsideDomain | None:
        folded = domain.lower()
        return next((each for each in self.outside_domains if each.domain.lower() == folded), None)

    @cached_property
    def sender_filter(self) -> Entry | None:
        """The configuration of the Sender Filter agent, where it is on."""
        return self._agent("senderFilterConfig")

    @cached_property
    def recipient_filter(self) -> Entry | None:
        """The configuration of the Recipient Filter agent, where it is on."""
        return self._agent("recipientFilterConfig")

    def _agent(self, kind: str) -> Entry | None:
        config = self.snapshot.first(kind)
        return config if config is not None and config.attributes.get("Enabled") else None

    @cached_property
    def send_connectors(self) -> tuple[SendConnector, ...]:
        return tuple(_read_send_connector(entry) for entry in self.snapshot.find("sendConnector"))


def _read_recipient(entry: Entry, kind: str) -> MailRecipient:
    get = entry.attributes.get
    required = get("RequireSenderAuthenticationEnabled")
    primary = str(get("PrimarySmtpAddress") or get("WindowsEmailAddress") or "")
    return MailRecipient(
        entry,
        entry.guid,
        kind,
        str(get("DisplayName") or entry.name),
        primary,
        parse_address(primary),
        kind == "distributionGroup" if required is None else bool(required),
    )


def _addresses_of(entry: Entry) -> set[str]:
    found = {str(entry.attributes.get("PrimarySmtpAddress") or "").lower()}
    for text in texts(entry.attributes.get("EmailAddresses")):
        kind, colon, address = text.partition(":")
        if not colon:
            found.add(text.lower())
        elif kind.lower() == "smtp":
            found.add(address.lower())
    return found - {""}


def _read_send_connector(entry: Entry) -> SendConnector:
    get = entry.attributes.get
    spaces = []
    for text in texts(get("AddressSpaces")):
        space, _, cost = text.partition(";")
        kind, colon, domain = space.partition(":")
        if not colon:
            kind, domain = "SMTP", space
        if kind.upper() == "SMTP":
            spaces.append((domain, int(cost) if cost.isdigit() else 1))
    enabled, dns, size = get("Enabled"), get("DNSRoutingEnabled"), get("MaxMessageSize")
    smart_hosts = texts(get("SmartHosts"))
    return SendConnector(
        entry,
        entry.guid,
        entry.name,
        True if enabled is None else bool(enabled),
        tuple(spaces),
        smart_hosts,
        not smart_hosts if dns is None else bool(dns),
        None if is_unlimited(size) else size_of(size),
        str(get("ProtocolLoggingLevel") or "None").lower() == "verbose",
    )
