"""What Exchange writes into the header of a message on its way: Received lines, its own headers, what was missing.

Forms and order as seen on real messages. What tells the two relay methods apart is decided here: an externally secured
session leaves AuthAs Internal with AuthMechanism 10, a sender resolved to the directory name and no anti-spam stamps;
an anonymous one leaves AuthAs Anonymous, the sender as it was written, and the stamps of the anti-spam agents.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from . import headers as h
from .antispam import Screening, screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from .envelope import Origin, Submission
    from .topology import Server, Topology
    from .version import ProductVersion

_TLS: Final = "(version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384)"

_KEPT_AT_MAILBOX: Final = frozenset(
    f"x-ms-exchange-organization-{name}"
    for name in (
        "scl",
        "pcl",
        "prd",
        "antispam-report",
        "senderidresult",
        "authdomain",
        "authmechanism",
        "authsource",
        "authas",
        "originalarrivaltime",
        "originalsize",
        "network-message-id",
        "avstamp-enterprise",
    )
)


def received_line(
    version: ProductVersion, from_name: str, from_ip: str, by_name: str, by_ip: str, tls: str, via: str, date: str
) -> bytes:
    """One ``Received`` header in the form of the product version."""
    secured = ""
    if tls:
        secured = f" {_TLS}" if version >= (15, 1, 0, 0) else " (TLS)"
    suffix = f" via {via}" if via else ""
    text = (
        f"Received: from {from_name} ({from_ip}) by {by_name} ({by_ip}) with Microsoft SMTP Server{secured} "
        f"id {version}{suffix}; {date}\r\n"
    )
    return text.encode("utf-8", "replace")


def readable(text: str) -> str:
    """A header's text for people: the encoded words of RFC 2047 read, and left as they are where they cannot be."""
    if "=?" not in text:
        return text
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        # What was hidden in a word must not end a line of a log.
        return " ".join(str(make_header(decode_header(text))).split())
    except (HeaderParseError, LookupError, ValueError):
        return text


class Stamped:
    """A message inside the organization: header and body apart, the header complete but for the last hop."""

    __slots__ = ("body", "foreign", "header", "message_id", "network_id", "screening", "sender", "subject")

    def __init__(
        self, header: bytes, body: bytes, message_id: str, network_id: str, sender: str, subject: str,
        screening: Screening | None, foreign: bool = True,
    ) -> None:  # fmt: skip
        self.header = header
        self.foreign = foreign  # whether headers of the organization may be among those that the client sent
        self.body = body
        self.message_id = message_id
        self.network_id = network_id
        self.sender = sender
        self.subject = subject
        self.screening = screening

    @property
    def size(self) -> int:
        return len(self.header) + 2 + len(self.body)


def stamp(
    submission: Submission,
    topology: Topology,
    server: Server,
    network_id: str,
    new_guid: Callable[[], str],
    date: str,
) -> Stamped:
    """Apply the header firewall, add what is missing and what Exchange says about where the message came from."""
    origin, envelope = submission.origin, submission.envelope
    fields = submission.fields
    unwanted = h.firewall(origin.keeps_routing_headers, origin.keeps_organization_headers, origin.keeps_forest_headers)
    shown = h.first_address(fields.first("from")) or str(envelope.sender)
    resolved = _resolved_from(fields, origin, topology, shown)
    drop = {"return-path", "bcc"} | ({"from"} if resolved else set())
    kept = fields.without(lambda name: name in drop or unwanted(name))
    parts = [*_hops(origin, server, date), kept]
    if resolved:
        parts.append(_field("From", resolved))
    elif "from" not in fields and not envelope.sender.is_null:
        parts.append(_field("From", f"<{envelope.sender}>"))
    if not any(name in fields for name in ("to", "cc", "bcc")):
        parts.append(b"To: Undisclosed recipients:;\r\n")
    message_id = fields.first("message-id")
    if not message_id:
        host = server.fqdn if origin.auth_mechanism != "06" else topology.default_domain
        message_id = f"<{new_guid()}@{host}>"
        parts.append(_field("Message-ID", message_id))
    if "date" not in fields:
        parts.append(_field("Date", date))
    screening = screen(submission, fields, server) if origin.antispam and origin.auth_as == "Anonymous" else None
    if server.version.has_frontend:
        parts.append(_organization("Network-Message-Id", network_id))
    if screening is not None:
        parts.extend(_field(name, value) for name, value in screening.headers)
    parts.append(_organization("AuthSource", server.fqdn))
    parts.append(_organization("AuthAs", origin.auth_as))
    if origin.auth_mechanism:
        parts.append(_organization("AuthMechanism", origin.auth_mechanism))
    acting = h.first_address(fields.first("sender")) or shown
    subject = readable(fields.first("subject"))
    foreign = origin.keeps_organization_headers
    return Stamped(b"".join(parts), fields.body, message_id, network_id, acting, subject, screening, foreign)


def _hops(origin: Origin, server: Server, date: str) -> list[bytes]:
    """The newest first: the Transport service behind Front End Transport writes a line of its own."""
    if origin.agent:
        line = f"Received: from localhost by {server.fqdn} {origin.agent} with Microsoft SMTP Server"
        return [f"{line} id {server.version}; {date}\r\n".encode()]
    name = origin.hello or f"[{origin.client_ip}]"
    outer = received_line(
        server.version,
        name,
        origin.client_ip,
        server.fqdn,
        server.address,
        origin.tls,
        "Frontend Transport" if origin.frontend else "",
        date,
    )
    if not origin.frontend:
        return [outer]
    inner = received_line(server.version, server.fqdn, server.address, server.fqdn, server.address, "TLS", "", date)
    return [inner, outer]


def _resolved_from(fields: h.Fields, origin: Origin, topology: Topology, shown: str) -> str:
    """The From field with the directory's display name, where the session is trusted and the address is known."""
    if not origin.resolves_sender or not shown:
        return ""
    known = topology.recipient(shown)
    if known is None:
        return ""
    name = known.display_name
    if any(mark in name for mark in '()<>[]:;@\\,."'):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{known.primary or shown}>"


def for_mailbox(
    message: Stamped, server: Server, return_path: str, when: datetime, arrived: datetime, date: str
) -> bytes:
    """The copy that lies in a mailbox: the last hop, the return path, and only the headers that delivery keeps."""
    version = server.version
    header = message.header
    if message.foreign:
        fields = h.parse(header + b"\r\n")
        header = fields.without(lambda name: h.is_organization_header(name) and name not in _KEPT_AT_MAILBOX)
    hop = b""
    tail = b""
    if version.has_frontend:
        hop = received_line(
            version,
            server.fqdn,
            server.address,
            server.fqdn,
            server.address,
            "TLS",
            "Mailbox Transport",
            date,
        )
        tail = _field("X-MS-Exchange-Transport-EndToEndLatency", _latency(when - arrived))
        tail += _field("X-MS-Exchange-Processed-By-BccFoldering", version.padded)
    path = _field("Return-Path", return_path or "<>")
    return b"".join((hop, header, path, tail, b"\r\n", message.body))


def for_internet(message: Stamped) -> bytes:
    """The copy that leaves: an ordinary host holds Send-Headers-Routing only, so Exchange's own headers stay behind."""
    fields = h.parse(message.header + b"\r\n")
    return fields.without(h.firewall(routing=True, organization=False, forest=False)) + b"\r\n" + message.body


def _field(name: str, value: str) -> bytes:
    return f"{name}: {value}\r\n".encode("utf-8", "surrogateescape")


def _organization(name: str, value: str) -> bytes:
    return _field(f"X-MS-Exchange-Organization-{name}", value)


def _latency(span: timedelta) -> str:
    ticks = max(0, (span.days * 86400 + span.seconds) * 10_000_000 + span.microseconds * 10)
    seconds, fraction = divmod(ticks, 10_000_000)
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}.{fraction:07}"
