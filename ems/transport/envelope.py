"""What travels beside a message: envelope, and how it came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .addresses import NULL_SENDER, Address

if TYPE_CHECKING:
    from datetime import datetime

    from .headers import Fields


@dataclass(frozen=True, slots=True)
class Recipient:
    """A recipient that was accepted, with what the client wants to hear about it (RFC 3461)."""

    address: Address
    notify: frozenset[str] = frozenset()
    original: str = ""

    def wants(self, what: str) -> bool:
        """Whether a report of this kind is due; FAILURE and DELAY are, unless the client said otherwise."""
        if not self.notify:
            return what in ("FAILURE", "DELAY")
        return what in self.notify


@dataclass(slots=True)
class Envelope:
    """Collected between MAIL FROM and the end of the data."""

    sender: Address = NULL_SENDER
    recipients: list[Recipient] = field(default_factory=list)
    body: str = ""
    declared_size: int = 0
    ret: str = ""
    envelope_id: str = ""
    smtp_utf8: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """The session that handed a message in: what headers, logs and reports say about it."""

    server: str
    server_ip: str
    client_ip: str
    hello: str
    connector: str
    frontend: bool
    session_id: str
    tls: str = ""
    auth_as: str = "Anonymous"
    auth_mechanism: str = ""
    resolves_sender: bool = False
    antispam: bool = True
    keeps_routing_headers: bool = True
    keeps_organization_headers: bool = False
    keeps_forest_headers: bool = False
    agent: str = ""  # Pickup or Replay, where the message came as a file


@dataclass(frozen=True, slots=True)
class Submission:
    """A whole message at the end of its data, ready to be made durable."""

    envelope: Envelope
    data: bytes
    origin: Origin
    started: float
    received: datetime
    fields: Fields
