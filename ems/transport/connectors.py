"""Which Receive connector takes a session: the binding must match, then the narrowest remote range wins.

Order of creation, name and role play no part. Disabled connectors, and connectors whose service is stopped, take
nothing. Source: Microsoft's page on Receive connectors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .ranges import Binding, IPNumber, Range, parse_binding, parse_ip, parse_range
from .values import flags, seconds_of, size_of, texts, unlimited

if TYPE_CHECKING:
    from ems.directory import Entry

FRONTEND: Final = "FrontendTransport"
HUB: Final = "HubTransport"
_SERVICE_OF_ROLE: Final = {FRONTEND: "MSExchangeFrontEndTransport", HUB: "MSExchangeTransport"}


@dataclass(frozen=True, slots=True)
class ReceiveConnector:
    """A Receive connector's settings in the form in which a session asks for them."""

    entry: Entry
    name: str
    server: str
    enabled: bool
    role: str
    fqdn: str
    banner: str
    bindings: tuple[Binding, ...]
    ranges: tuple[Range, ...]
    auth: frozenset[str]
    groups: frozenset[str]
    require_tls: bool
    require_ehlo_domain: bool
    enable_auth_gssapi: bool
    suppress_anonymous_tls: bool
    default_domain: str
    pipelining: bool
    dsn: bool
    enhanced_codes: bool
    eight_bit: bool
    binary_mime: bool
    chunking: bool
    smtp_utf8: bool
    reject_bare_linefeeds: bool
    size_mode: str
    max_message_size: int | None
    max_header_size: int
    max_hop_count: int
    max_local_hop_count: int
    max_recipients: int
    max_protocol_errors: int | None
    max_logon_failures: int
    max_connections: int | None
    max_per_source: int | None
    max_percent_per_source: int
    message_rate: int | None
    rate_source: str
    connection_timeout: float
    inactivity_timeout: float
    tarpit: float
    auth_tarpit: float
    reject_reserved_top: bool
    reject_reserved_second: bool
    reject_single_label: bool
    verbose_log: bool

    @property
    def identity(self) -> str:
        """``SERVER\\Name``, as connector-id of the logs."""
        return f"{self.server}\\{self.name}"

    @property
    def is_frontend(self) -> bool:
        return self.role.lower() == FRONTEND.lower()

    @property
    def service(self) -> str:
        return _SERVICE_OF_ROLE[FRONTEND if self.is_frontend else HUB]

    @property
    def is_externally_secured(self) -> bool:
        return "externalauthoritative" in self.auth

    def width_for(self, client: IPNumber) -> int | None:
        """How wide the narrowest range holding the client is; None where no range does."""
        widths = [each.width for each in self.ranges if each.holds(client)]
        return min(widths) if widths else None

    def serves(self, local: IPNumber, port: int) -> bool:
        return any(binding.serves(local, port) for binding in self.bindings)


def read_connector(entry: Entry) -> ReceiveConnector:
    """From the directory; a value that is missing counts as the default of a new connector."""
    get = entry.attributes.get

    def switch(name: str, default: bool) -> bool:
        value = get(name)
        return default if value is None else bool(value)

    def number(name: str, default: int) -> int:
        value = unlimited(get(name, default))
        return default if value is None else value

    bindings = tuple(found for text in texts(get("Bindings")) if (found := parse_binding(text)) is not None)
    ranges = tuple(range_ for text in texts(get("RemoteIPRanges")) if (range_ := parse_range(text)) is not None)
    server = str(get("Server") or "")
    if server.upper().startswith("CN="):
        server = server[3:].partition(",")[0]
    max_size = get("MaxMessageSize")
    return ReceiveConnector(
        entry=entry,
        name=entry.name,
        server=server,
        enabled=switch("Enabled", True),
        role=str(get("TransportRole") or HUB),
        fqdn=str(get("Fqdn") or server),
        banner=str(get("Banner") or ""),
        bindings=bindings,
        ranges=ranges,
        auth=flags(get("AuthMechanism")),
        groups=flags(get("PermissionGroups")),
        require_tls=switch("RequireTLS", False),
        require_ehlo_domain=switch("RequireEHLODomain", False),
        enable_auth_gssapi=switch("EnableAuthGSSAPI", False),
        suppress_anonymous_tls=switch("SuppressXAnonymousTls", False),
        default_domain=str(get("DefaultDomain") or ""),
        pipelining=switch("PipeliningEnabled", True),
        dsn=switch("DeliveryStatusNotificationEnabled", True),
        enhanced_codes=switch("EnhancedStatusCodesEnabled", True),
        eight_bit=switch("EightBitMimeEnabled", True),
        binary_mime=switch("BinaryMimeEnabled", True),
        chunking=switch("ChunkingEnabled", True),
        smtp_utf8=switch("SmtpUtf8Enabled", False),
        reject_bare_linefeeds=switch("BareLinefeedRejectionEnabled", False),
        size_mode=str(get("SizeEnabled") or "Enabled"),
        max_message_size=size_of(max_size if max_size is not None else 37_748_736),
        max_header_size=size_of(get("MaxHeaderSize")) or 262_144,
        max_hop_count=number("MaxHopCount", 60),
        max_local_hop_count=number("MaxLocalHopCount", 12),
        max_recipients=number("MaxRecipientsPerMessage", 200),
        max_protocol_errors=unlimited(get("MaxProtocolErrors", 5)),
        max_logon_failures=number("MaxLogonFailures", 3),
        max_connections=unlimited(get("MaxInboundConnection", 5000)),
        max_per_source=unlimited(get("MaxInboundConnectionPerSource", 20)),
        max_percent_per_source=number("MaxInboundConnectionPercentagePerSource", 2),
        message_rate=unlimited(get("MessageRateLimit", "Unlimited")),
        rate_source=str(get("MessageRateSource") or "IPAddress"),
        connection_timeout=seconds_of(get("ConnectionTimeout"), 600.0),
        inactivity_timeout=seconds_of(get("ConnectionInactivityTimeout"), 300.0),
        tarpit=seconds_of(get("TarpitInterval"), 5.0),
        auth_tarpit=seconds_of(get("AuthTarpitInterval"), 5.0),
        reject_reserved_top=switch("RejectReservedTopLevelRecipientDomains", False),
        reject_reserved_second=switch("RejectReservedSecondLevelRecipientDomains", False),
        reject_single_label=switch("RejectSingleLabelRecipientDomains", False),
        verbose_log=str(get("ProtocolLoggingLevel") or "None").lower() == "verbose",
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """The connector that takes a session, and why; ``connector`` is None where none does."""

    connector: ReceiveConnector | None
    steps: tuple[str, ...]


def choose(connectors: Iterable[ReceiveConnector], local_address: str, port: int, client_address: str) -> Choice:
    """Pick the connector for a client that reached ``local_address:port``."""
    local, client = parse_ip(local_address), parse_ip(client_address)
    if local is None or client is None:
        return Choice(None, (f"{client_address} or {local_address} is not an IP address.",))
    steps: list[str] = []
    best: ReceiveConnector | None = None
    best_width = -1
    for connector in connectors:
        if not connector.serves(local, port):
            continue
        if not connector.enabled:
            steps.append(f"{connector.identity} is disabled.")
            continue
        width = connector.width_for(client)
        if width is None:
            steps.append(f"{connector.identity} listens here, but none of its remote ranges holds {client_address}.")
            continue
        steps.append(f"{connector.identity} matches with a range of {width + 1:,} addresses.")
        if best is None or width < best_width:
            best, best_width = connector, width
    if best is None:
        steps.append(f"No connector takes {client_address} on {local_address}:{port}.")
    else:
        steps.append(f"{best.identity} has the narrowest range and takes the session.")
    return Choice(best, tuple(steps))
