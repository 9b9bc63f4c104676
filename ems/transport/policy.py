"""May this connection do that? Every question of one session, answered in one place.

Each answer is a verdict: the reply that refuses (or none), the reason in one sentence, and the steps that led to it.
The wire, the shell and whoever asks "why was this refused?" read the same verdict. The rules are those of Microsoft's
pages on Receive connectors, message limits and rates; where a page leaves the order open, the order is our choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from . import headers as h
from . import replies as r
from . import rights as x
from .envelope import Origin, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from .addresses import Address
    from .connectors import ReceiveConnector
    from .envelope import Envelope
    from .limits import Limits
    from .replies import Reply
    from .rights import Identity, Rights
    from .topology import MailRecipient, Server, Topology
    from .version import ProductVersion

_RESERVED_TOP: Final = frozenset({"test", "example", "invalid", "localhost"})
_RESERVED_SECOND: Final = frozenset({"example.com", "example.net", "example.org"})


class Verdict(NamedTuple):
    """``reply`` is None where the answer is yes."""

    reply: Reply | None
    reason: str
    steps: tuple[str, ...] = ()
    closes: bool = False

    @property
    def allowed(self) -> bool:
        return self.reply is None


def yes(reason: str, *steps: str) -> Verdict:
    return Verdict(None, reason, steps)


def no(reply: Reply, reason: str, *steps: str, closes: bool = False) -> Verdict:
    return Verdict(reply, reason, steps, closes)


class SessionPolicy:
    """What one session may do. Holds who the session is; a logon changes that."""

    def __init__(
        self,
        topology: Topology,
        server: Server,
        connector: ReceiveConnector,
        client_ip: str,
        session_id: str,
        limits: Limits,
        chosen_because: tuple[str, ...] = (),
        refused_because: str = "",
    ) -> None:
        self.topology: Final = topology
        self.server: Final = server
        self.connector: Final = connector
        self.client_ip: Final = client_ip
        self.session_id: Final = session_id
        self.replies: Final = r.Replies(server.version)
        self.identity: Identity = x.connecting_identity(connector)
        self.rights: Rights = topology.rights(connector, self.identity)
        self._limits = limits
        self._chosen_because = chosen_because
        self._refused_because = refused_because
        self._last_sender = ""
        self._fields: h.Fields | None = None
        self._origin: Origin | None = None

    # The connection.

    def admit(self) -> Verdict:
        """May the client connect at all?"""
        connector, server = self.connector, self.server
        if server.version.has_frontend and not connector.is_frontend and self._is_on_port_25():
            return no(
                r.SERVICE_NOT_ACTIVE,
                f"{connector.identity} has TransportRole HubTransport on port 25, which is FrontendTransport's.",
                *self._chosen_because,
            )
        if connector.role.lower() in server.inactive_components:
            return no(r.SERVICE_NOT_ACTIVE, f"The component {connector.role} of {server.name} is inactive.")
        if self._refused_because:
            return no(r.TOO_MANY_CONNECTIONS, self._refused_because, *self._chosen_because)
        return yes(f"{connector.identity} takes the session.", *self._chosen_because)

    def _is_on_port_25(self) -> bool:
        return any(binding.port == 25 for binding in self.connector.bindings)

    # What EHLO says.

    @property
    def version(self) -> ProductVersion:
        return self.server.version

    @property
    def host(self) -> str:
        """The name under which the server speaks of itself in acknowledgements."""
        return self.server.fqdn

    @property
    def default_domain(self) -> str:
        return self.topology.default_domain

    @property
    def offers_tls(self) -> bool:
        return "tls" in self.connector.auth or "exchangeserver" in self.connector.auth

    def mechanisms(self, tls: bool) -> tuple[str, ...]:
        """The AUTH mechanisms on offer now, in EHLO's order; PLAIN is taken where LOGIN is, unadvertised."""
        offered = list(self._advertised(tls))
        if "LOGIN" in offered:
            offered.append("PLAIN")
        return tuple(offered)

    def _advertised(self, tls: bool) -> tuple[str, ...]:
        auth = self.connector.auth
        offered = []
        if "integrated" in auth:
            if self.connector.enable_auth_gssapi:
                offered.append("GSSAPI")
            offered.append("NTLM")
        if "basicauth" in auth and (tls or "basicauthrequiretls" not in auth):
            offered.append("LOGIN")
        return tuple(offered)

    def capabilities(self, tls: bool) -> tuple[str, ...]:
        """The keywords after the first EHLO line: left out where they do not apply, never reordered."""
        c, auth, version = self.connector, self.connector.auth, self.version
        lines = []
        if c.size_mode.lower() != "disabled":
            without = c.size_mode.lower() == "enabledwithoutvalue" or c.max_message_size is None
            lines.append("SIZE" if without else f"SIZE {c.max_message_size}")
        if c.pipelining:
            lines.append("PIPELINING")
        if c.dsn:
            lines.append("DSN")
        if c.enhanced_codes:
            lines.append("ENHANCEDSTATUSCODES")
        if "tls" in auth and not tls:
            lines.append("STARTTLS")
        exchange = "exchangeserver" in auth
        if exchange and not c.suppress_anonymous_tls and not tls:
            lines.append("X-ANONYMOUSTLS")
        if "integrated" in auth or "basicauth" in auth:
            lines.append(" ".join(("AUTH", *self._advertised(tls))))
        if exchange:
            lines.append("X-EXPS GSSAPI NTLM")
        if c.eight_bit:
            lines.append("8BITMIME")
        if c.binary_mime:
            lines.append("BINARYMIME")
        if c.chunking:
            lines.append("CHUNKING")
        if c.smtp_utf8 and version >= (15, 2, 0, 0):
            lines.append("SMTPUTF8")
        if exchange:
            hub = not (version.has_frontend and c.is_frontend)
            if hub and version < (15, 1, 0, 0):
                lines.append("XEXCH50")
            lines.append("XRDST")
            if hub:
                lines.append("XSHADOW" if version.major < 15 else "XSHADOWREQUEST")
        return tuple(lines)

    # The tarpit: delays refusals to clients that are not authenticated.

    @property
    def tarpit(self) -> float:
        if self.identity.is_authenticated or x.AUTHENTICATION_FLAG in self.rights:
            return 0.0
        return self.connector.tarpit if _is_limited(self.client_ip) else 0.0

    @property
    def auth_tarpit(self) -> float:
        if self.version < (15, 1, 0, 0):
            return self.tarpit
        return self.connector.auth_tarpit

    # Logging on.

    def log_on(self, user: str, password: str) -> Verdict:
        """A logon with a name and a password, by a mailbox of the organization."""
        found = self.topology.recipient_for_logon(user)
        expected = "" if found is None else str(found.entry.attributes.get("Password") or "")
        if found is None or not expected or expected != password:
            return no(r.LOGON_FAILED, f"No mailbox logs on as {user!r} with this password.")
        identity = x.user_identity(_account(found), found.guid)
        rights = self.topology.rights(self.connector, identity)
        if x.SUBMIT not in rights:
            return no(
                r.LOGON_FAILED,
                f"{identity.user} has no right to submit on {self.connector.identity}.",
                rights.reason(x.SUBMIT),
            )
        self.identity, self.rights, self._origin = identity, rights, None
        return yes(f"Logged on as {identity.user}.")

    # MAIL FROM.

    def mail(self, sender: Address, declared_size: int, tls: bool) -> Verdict:
        """May the session start a message from this sender?"""
        c = self.connector
        if c.require_tls and not tls:
            return no(
                self.replies.tls_required(), f"RequireTLS of {c.identity} is on and the session is not encrypted."
            )
        if x.SUBMIT not in self.rights:
            return no(
                self.replies.not_authenticated(),
                f"The session is {self.identity.description} and may not submit on {c.identity}.",
                self.rights.reason(x.SUBMIT),
            )
        self._last_sender = sender.folded if c.message_rate is not None else ""
        if c.message_rate is not None and self._limits.rate_exceeded(c, self._rate_source()):
            return no(
                r.TOO_MANY_MESSAGES,
                f"MessageRateLimit of {c.identity} is {c.message_rate} a minute and used up.",
                closes=True,
            )
        if c.size_mode.lower() == "enabled" and self.size_limit is not None and declared_size > self.size_limit:
            return no(r.TOO_LARGE, f"SIZE={declared_size} is above MaxMessageSize of {c.identity} ({self.size_limit}).")
        blocked = self._sender_filter(sender)
        if blocked is not None:
            return blocked
        if self.identity.is_authenticated and not sender.is_null and not self._may_send_as(str(sender)):
            return no(
                self.replies.may_not_send_as(anonymous=False),
                f"{sender} is not an address of {self.identity.user}, who has no {x.ANY_SENDER}.",
                self.rights.reason(x.ANY_SENDER),
            )
        return yes("The sender is accepted.", self.rights.reason(x.SUBMIT))

    def _sender_filter(self, sender: Address) -> Verdict | None:
        """The Sender Filter agent, where the organization has configured it."""
        if not self.antispam:
            return None
        config = self.topology.sender_filter
        if config is None:
            return None
        get = config.attributes.get
        senders = {str(each).lower() for each in get("BlockedSenders") or ()}
        domains = {str(each).lower() for each in get("BlockedDomains") or ()}
        below = {str(each).lower() for each in get("BlockedDomainsAndSubdomains") or ()}
        domain = sender.domain.lower()
        if (
            (sender.is_null and get("BlankSenderBlockingEnabled"))
            or sender.folded in senders
            or domain in domains
            or any(domain == each or domain.endswith("." + each) for each in below)
        ):
            return no(r.SENDER_DENIED, f"The Sender Filter agent blocks {sender or '<>'}.", closes=True)
        return None

    def _may_send_as(self, sender: str) -> bool:
        if x.ANY_SENDER in self.rights:
            return True
        owner = self.topology.recipient(sender)
        if owner is None:
            return False
        return owner.guid == self.identity.mailbox_guid or self._has_send_as(owner)

    def _has_send_as(self, owner: MailRecipient) -> bool:
        mine = x.fold_principal(self.identity.user)
        for ace in self.topology.snapshot.effective_acl(owner.entry):
            if x.fold_principal(ace.principal) == mine and (ace.extended_right or "").lower() == "send-as":
                return not ace.deny
        return False

    # RCPT TO.

    def recipient(self, sender: Address, address: Address, accepted_so_far: int) -> Verdict:
        """May the session send to this recipient? The relay decision."""
        c = self.connector
        if accepted_so_far >= c.max_recipients:
            return no(r.TOO_MANY_RECIPIENTS, f"MaxRecipientsPerMessage of {c.identity} is {c.max_recipients}.")
        domain = address.domain.lower()
        labels = domain.split(".")
        if c.reject_single_label and domain and len(labels) == 1 and not domain.startswith("["):
            return no(r.SINGLE_LABEL, f"RejectSingleLabelRecipientDomains of {c.identity} is on.")
        if c.reject_reserved_top and labels[-1] in _RESERVED_TOP:
            return no(r.RESERVED_TOP, f"RejectReservedTopLevelRecipientDomains of {c.identity} is on.")
        if c.reject_reserved_second and ".".join(labels[-2:]) in _RESERVED_SECOND:
            return no(r.RESERVED_SECOND, f"RejectReservedSecondLevelRecipientDomains of {c.identity} is on.")
        accepted = self.topology.accepted(domain) if domain else None
        if accepted is None and domain:
            if x.ANY_RECIPIENT in self.rights:
                return yes(
                    f"{domain} is not an accepted domain; the session may relay to any recipient.",
                    self.rights.reason(x.ANY_RECIPIENT),
                )
            return no(
                self.replies.unable_to_relay(),
                f"{domain} is not an accepted domain; the session is {self.identity.description}.",
                *self._chosen_because,
                self.rights.reason(x.ANY_RECIPIENT),
            )
        if accepted is not None and accepted.is_authoritative:
            blocked = self._recipient_filter(address)
            if blocked is not None:
                return blocked
        name = accepted.domain if accepted is not None else self.default_domain
        return yes(f"{name} is an accepted domain.")

    def _recipient_filter(self, address: Address) -> Verdict | None:
        """The Recipient Filter agent, where the organization has configured it."""
        if not self.antispam:
            return None
        config = self.topology.recipient_filter
        if config is None:
            return None
        get = config.attributes.get
        if get("BlockListEnabled") and address.folded in {str(each).lower() for each in get("BlockedRecipients") or ()}:
            return no(r.USER_UNKNOWN, f"The Recipient Filter agent blocks {address}.")
        if get("RecipientValidationEnabled") and self.topology.recipient(str(address)) is None:
            return no(r.USER_UNKNOWN, f"The Recipient Filter agent finds no recipient {address}.")
        return None

    # The end of the data.

    @property
    def size_limit(self) -> int | None:
        """MaxMessageSize, unless the session may pass over it."""
        return None if x.BYPASS_SIZE in self.rights else self.connector.max_message_size

    def message(self, envelope: Envelope, content: bytes) -> Verdict:
        """May this message come in, now that it is here?"""
        c = self.connector
        if c.reject_bare_linefeeds and h.has_bare_line_feed(content):
            return no(r.BARE_LINE_FEEDS, f"BareLinefeedRejectionEnabled of {c.identity} is on.")
        fields = self._fields = h.parse(content)
        if fields.length > c.max_header_size:
            return no(r.HEADERS_TOO_LARGE, f"MaxHeaderSize of {c.identity} is {c.max_header_size}.", closes=True)
        hops = fields.all("received")
        if len(hops) > c.max_hop_count:
            return no(
                self.replies.mail_loop(),
                f"{len(hops)} Received headers; MaxHopCount of {c.identity} is {c.max_hop_count}.",
            )
        own = sum(1 for hop in hops if f" by {self.server.fqdn.lower()} " in hop.lower()) if hops else 0
        if c.max_local_hop_count and own > c.max_local_hop_count:
            return no(
                self.replies.mail_loop(),
                f"{own} of the Received headers are ours; MaxLocalHopCount is {c.max_local_hop_count}.",
            )
        return self._header_sender(envelope, fields)

    def _header_sender(self, envelope: Envelope, fields: h.Fields) -> Verdict:
        """The sender of the header: for authenticated users always, for anonymous ones where the hub judges them."""
        shown = h.first_address(fields.first("from"))
        if self.identity.is_authenticated:
            acting = h.first_address(fields.first("sender")) or shown
            if acting and not self._may_send_as(acting):
                return no(
                    self.replies.may_not_send_as(anonymous=False),
                    f"The header's sender {acting} is not an address of {self.identity.user}.",
                )
            if (
                shown
                and shown.lower() != acting.lower()
                and not self._may_send_as(shown)
                and not self._on_behalf(shown)
            ):
                return no(
                    self.replies.may_not_send_on_behalf(),
                    f"{self.identity.user} may not send on behalf of {shown}.",
                )
            return yes("The header's sender is the user's own.")
        if self.version.has_frontend and self.connector.is_frontend:
            return yes("Front End Transport does not judge the sender.")
        for address in {envelope.sender.folded, shown.lower()} - {""}:
            accepted = self.topology.accepted(address.rpartition("@")[2])
            if accepted is not None and accepted.is_authoritative:
                needed = x.AUTHORITATIVE_SENDER
            else:
                needed = x.ANY_SENDER
            if needed not in self.rights:
                return no(
                    self.replies.may_not_send_as(anonymous=True),
                    f"{address} as a sender needs {needed}.",
                    self.rights.reason(needed),
                )
        return yes("The sender is accepted.")

    def _on_behalf(self, shown: str) -> bool:
        owner = self.topology.recipient(shown)
        if owner is None:
            return False
        mine = self.topology.snapshot.get(self.identity.mailbox_guid)
        granted = {str(each).lower() for each in owner.entry.attributes.get("GrantSendOnBehalfTo") or ()}
        return mine is not None and bool({mine.name.lower(), mine.dn.lower(), self.identity.user.lower()} & granted)

    # What the message is stamped with.

    @property
    def antispam(self) -> bool:
        return x.BYPASS_ANTISPAM not in self.rights

    def origin(self, hello: str, tls: str) -> Origin:
        """What the message carries on about the session it came in by."""
        known = self._origin
        if known is not None and known.hello == hello and known.tls == tls:
            return known
        internal = x.AUTHENTICATION_FLAG in self.rights
        if self.identity.is_authenticated:
            auth_as, mechanism = "Internal", "06"
        elif internal:
            auth_as, mechanism = "Internal", "10"
        else:
            auth_as, mechanism = "Anonymous", ""
        self._origin = Origin(
            server=self.server.name,
            server_ip=self.server.address,
            client_ip=self.client_ip,
            hello=hello,
            connector=self.connector.identity,
            frontend=self.version.has_frontend and self.connector.is_frontend,
            session_id=self.session_id,
            tls=tls,
            auth_as=auth_as,
            auth_mechanism=mechanism,
            resolves_sender=internal or self.identity.is_authenticated,
            antispam=self.antispam,
            keeps_routing_headers=x.ROUTING_HEADERS in self.rights,
            keeps_organization_headers=x.ORGANIZATION_HEADERS in self.rights,
            keeps_forest_headers=x.FOREST_HEADERS in self.rights,
        )
        return self._origin

    def submission(
        self, envelope: Envelope, content: bytes, origin: Origin, started: float, received: datetime
    ) -> Submission:
        """The message that was just judged, to be stored; its header has been read already."""
        fields, self._fields = self._fields or h.parse(content), None
        return Submission(envelope, content, origin, started, received, fields)

    def message_accepted(self) -> None:
        if self.connector.message_rate is not None:
            self._limits.count_message(self.connector, self._rate_source())

    def _rate_source(self) -> str:
        """MessageRateSource: the address, the user (or the sender, where nobody logged on), or both."""
        kind = self.connector.rate_source.lower()
        user = self.identity.user or self._last_sender
        if kind == "user":
            return user.lower()
        if kind == "all":
            return f"{self.client_ip} {user.lower()}"
        return self.client_ip


def _is_limited(client_ip: str) -> bool:
    from .ranges import is_limited_source

    return is_limited_source(client_ip)


def _account(mailbox: MailRecipient) -> str:
    return mailbox.primary or mailbox.entry.name
