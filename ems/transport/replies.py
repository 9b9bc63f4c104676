"""Every reply of the SMTP server, by name, in the words of the server's product version.

Sources: recorded sessions and logs of Exchange 2007 to 2019 and Microsoft's documentation. Replies whose words were
never seen are marked "our wording".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .clock import mail_date

if TYPE_CHECKING:
    from datetime import datetime

    from .version import ProductVersion


class Reply:
    """A reply: code, enhanced status code (or none) and its lines of text."""

    __slots__ = ("_wire", "code", "lines", "status")

    def __init__(self, code: int, status: str, lines: tuple[str, ...]) -> None:
        self.code = code
        self.status = status
        self.lines = lines
        self._wire = _wire(code, f"{status} " if status else "", lines)

    def __repr__(self) -> str:
        return f"Reply({self.text!r})"

    @property
    def is_refusal(self) -> bool:
        return self.code >= 400

    @property
    def text(self) -> str:
        """In one line, as it stands in logs and in Diagnostic-Code."""
        status = f"{self.status} " if self.status else ""
        return f"{self.code} {status}{' '.join(self.lines)}"

    def wire(self, with_status: bool = True) -> bytes:
        """What is sent; without enhanced codes where the connector has EnhancedStatusCodesEnabled off."""
        return self._wire if with_status else _wire(self.code, "", self.lines)


def _wire(code: int, status: str, lines: tuple[str, ...]) -> bytes:
    if len(lines) == 1:
        return f"{code} {status}{lines[0]}\r\n".encode("utf-8", "replace")
    last = len(lines) - 1
    text = "".join(f"{code}{' ' if at == last else '-'}{status}{line}\r\n" for at, line in enumerate(lines))
    return text.encode("utf-8", "replace")


def reply(code: int, status: str, *lines: str) -> Reply:
    return Reply(code, status, lines)


# The same in all versions.
CLOSING = reply(221, "2.0.0", "Service closing transmission channel")
READY_FOR_TLS = reply(220, "2.0.0", "SMTP server ready")
SENDER_OK = reply(250, "2.1.0", "Sender OK")
RECIPIENT_OK = reply(250, "2.1.5", "Recipient OK")
RESETTING = reply(250, "2.0.0", "Resetting")
NOOP_OK = reply(250, "2.0.0", "OK")
CANNOT_VERIFY = reply(252, "2.1.5", "Cannot VRFY user")
HELP = reply(
    214,
    "",
    "This server supports the following commands:",
    "HELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT",
)
START_INPUT = reply(354, "", "Start mail input; end with <CRLF>.<CRLF>")
ASK_USER = reply(334, "", "VXNlcm5hbWU6")
ASK_PASSWORD = reply(334, "", "UGFzc3dvcmQ6")
ASK_INITIAL = reply(334, "", "")  # AUTH PLAIN without an initial response: an empty challenge
NTLM_SUPPORTED = reply(334, "", "NTLM supported")
GSSAPI_SUPPORTED = reply(334, "", "GSSAPI supported")
LOGGED_ON = reply(235, "2.7.0", "Authentication successful")
LOGON_FAILED = reply(535, "5.7.3", "Authentication unsuccessful")
LOGON_CANCELLED = reply(501, "5.5.4", "Authentication cancelled")  # our wording
UNKNOWN_MECHANISM = reply(504, "5.7.4", "Unrecognized authentication type")
ALREADY_LOGGED_ON = reply(503, "5.5.2", "Already authenticated")  # our wording

UNRECOGNIZED = reply(500, "5.3.3", "Unrecognized command")
NOT_IMPLEMENTED = reply(502, "5.3.3", "Command not implemented")  # EXPN; our wording
LINE_TOO_LONG = reply(500, "5.5.2", "Line too long")  # our wording
INVALID_ARGUMENTS = reply(501, "5.5.4", "Invalid arguments")
BAD_DOMAIN = reply(501, "5.5.4", "Invalid domain name")
BAD_PARAMETER = reply(501, "5.5.4", "Unrecognized parameter")
BAD_SENDER = reply(550, "5.1.7", "Invalid address")
BAD_RECIPIENT = reply(501, "5.1.3", "Invalid address")
HELLO_FIRST = reply(503, "5.5.2", "Send hello first")
NEED_MAIL = reply(503, "5.5.2", "Need mail command")
NEED_RCPT = reply(503, "5.5.2", "Need rcpt command")
SENDER_GIVEN = reply(503, "5.5.2", "Sender already specified")
BAD_SEQUENCE = reply(503, "5.5.2", "Bad sequence of commands")  # DATA amid BDAT; our wording
DATA_NOT_BINARY = reply(503, "5.5.2", "DATA not allowed with BODY=BINARYMIME, use BDAT")  # our wording
TLS_ACTIVE = reply(503, "5.5.2", "Only one STARTTLS command can be issued per session")  # our wording

TOO_MANY_RECIPIENTS = reply(452, "4.5.3", "Too many recipients")
TOO_LARGE = reply(552, "5.3.4", "Message size exceeds fixed maximum message size")
HEADERS_TOO_LARGE = reply(552, "5.3.4", "Header size exceeds fixed maximum size")
BARE_LINE_FEEDS = reply(550, "5.6.11", "Bare linefeeds are illegal")  # our wording
SENDER_DENIED = reply(554, "5.1.0", "Sender Denied")
USER_UNKNOWN = reply(550, "5.1.1", "User unknown")
RESERVED_TOP = reply(550, "5.1.4", "Recipient address reserved by RFC 2606")
RESERVED_SECOND = reply(550, "5.1.5", "Recipient address reserved by RFC 2606")
SINGLE_LABEL = reply(550, "5.1.6", "Recipient addresses in single label domains not accepted")
NO_RESOURCES = reply(452, "4.3.1", "Insufficient system resources")
STORE_FAILED = reply(451, "4.3.0", "Mail server temporarily rejected message")  # the spool cannot be written

SERVICE_NOT_AVAILABLE = reply(421, "4.3.2", "Service not available")
SERVICE_NOT_ACTIVE = reply(421, "4.3.2", "Service not active")
TOO_MANY_CONNECTIONS = reply(
    421, "4.3.2", "The maximum number of concurrent connections has exceeded a limit, closing transmission channel"
)
TOO_MANY_ERRORS = reply(421, "4.7.0", "Too many errors on this connection, closing transmission channel")  # our wording
TOO_MANY_MESSAGES = reply(421, "4.4.2", "Message submission rate for this client has exceeded the configured limit")
CLIENT_SILENT = reply(451, "4.7.0", "Timeout waiting for client input")
SHUTTING_DOWN = reply(421, "4.3.2", "Service not available, closing transmission channel")


class Replies:
    """The replies that depend on the product version."""

    __slots__ = ("version",)

    def __init__(self, version: ProductVersion) -> None:
        self.version = version

    def greeting(self, fqdn: str, now: datetime) -> Reply:
        return reply(220, "", f"{fqdn} Microsoft ESMTP MAIL Service ready at {mail_date(now)}")

    def hello(self, fqdn: str, client: str) -> Reply:
        """The client's address, whatever name it gave."""
        return reply(250, "", f"{fqdn} Hello [{client}]")

    def unable_to_relay(self) -> Reply:
        if self.version.numbered_refusals:
            return reply(550, "5.7.54", "SMTP; Unable to relay recipient in non-accepted domain")
        return reply(550, "5.7.1", "Unable to relay")

    def not_authenticated(self) -> Reply:
        if self.version.numbered_refusals:
            return reply(530, "5.7.57", "SMTP; Client was not authenticated to send anonymous mail during MAIL FROM")
        return reply(530, "5.7.1", "Client was not authenticated")

    def may_not_send_as(self, anonymous: bool) -> Reply:
        who = "Anonymous client" if anonymous else "Client"
        words = f"{who} does not have permissions to send as this sender"
        if self.version.numbered_refusals and not anonymous:
            return reply(550, "5.7.60", f"SMTP; {words}")
        return reply(550, "5.7.1", words)

    def may_not_send_on_behalf(self) -> Reply:
        words = "Client does not have permissions to send on behalf of the from address"
        if self.version.numbered_refusals:
            return reply(550, "5.7.60", f"SMTP; {words}")
        return reply(550, "5.7.1", words)

    def tls_required(self) -> Reply:
        if self.version.numbered_refusals:
            return reply(451, "5.7.3", "STARTTLS is required to send mail")
        return reply(451, "5.7.3", "Must issue a STARTTLS command first")

    def mail_loop(self) -> Reply:
        status = "5.4.14" if self.version >= (15, 1, 0, 0) else "5.4.6"
        return reply(554, status, "Hop count exceeded - possible mail loop")

    def recipient_not_found(self) -> Reply:
        """Only ever inside an NDR: without the Recipient Filter agent, RCPT does not look mailboxes up."""
        if self.version >= (15, 1, 0, 0):
            return reply(550, "5.1.10", "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup")
        return reply(550, "5.1.1", "RESOLVER.ADR.RecipNotFound; not found")

    def connection_timed_out(self, elapsed: float) -> Reply:
        words = "Connection timed out"
        if self.version >= (15, 1, 0, 0):
            ticks = round(elapsed * 10_000_000)
            seconds, fraction = divmod(ticks, 10_000_000)
            hours, rest = divmod(seconds, 3600)
            words += f". Total session duration: {hours:02}:{rest // 60:02}:{rest % 60:02}.{fraction:07}"
        return reply(421, "4.4.1", words)

    def chunk_received(self, octets: int) -> Reply:
        return reply(250, "2.6.0", f"CHUNK received OK, {octets} octets")

    def queued(self, message_id: str, internal_id: int, host: str, size: int, seconds: float) -> Reply:
        """``250 2.6.0``: 2007 and 2010 without Hostname; later builds count bytes and speed."""
        if not self.version.has_frontend:
            return reply(250, "2.6.0", f"{message_id} [InternalId={internal_id}] Queued mail for delivery")
        seconds = max(seconds, 0.001)
        rate = size / 1024 / seconds
        counted = f" {size} bytes in {seconds:.3f}, {rate:,.3f} KB/sec" if self.version >= (15, 1, 0, 0) else ""
        return reply(
            250, "2.6.0", f"{message_id} [InternalId={internal_id}, Hostname={host}]{counted} Queued mail for delivery"
        )
