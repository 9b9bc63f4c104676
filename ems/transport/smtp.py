"""The SMTP server as a state machine without input and output: bytes go in, events come out.

What the protocol allows when is decided here; what the administrator allows is asked of the policy. Whoever drives the
machine performs the events in their order: sends bytes, waits, starts TLS, stores a message, closes. After a Delay, a
StartTls or a Received the machine takes no further command until it is told how that went.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from . import replies as r
from .addresses import NULL_SENDER, Address, hello_name_is_valid, parse_address, split_path
from .body import BodyReader, ChunkReader
from .commands import (
    MAIL_KEYWORDS,
    RCPT_KEYWORDS,
    after_keyword,
    decode_xtext,
    parse_command,
    parse_notify,
    parse_parameters,
)
from .envelope import Envelope, Recipient

if TYPE_CHECKING:
    from .envelope import Submission
    from .policy import SessionPolicy, Verdict
    from .replies import Reply

MAX_LINE: Final = 4096  # our choice: long enough for any command with its parameters, and for a logon blob below
MAX_LOGON_LINE: Final = 12_288  # RFC 4954
MAX_UNREAD: Final = 64 << 10  # with so much input waiting the driver is asked to stop reading
MAX_WAITING: Final = 4 << 20  # input that may wait while the machine is busy; a client that sends more is dropped


class Send(NamedTuple):
    data: bytes


class Delay(NamedTuple):
    """Wait before performing the events that follow (the tarpit); then call ``proceed``."""

    seconds: float


class StartTls(NamedTuple):
    """Begin TLS after everything was sent; then call ``tls_started``."""


class Received(NamedTuple):
    """Make the message durable; then call ``stored`` or ``not_stored``."""

    submission: Submission


class Close(NamedTuple):
    """Close the connection after everything was sent."""


Event = Send | Delay | StartTls | Received | Close


class SessionRecord(Protocol):
    """The protocol log of the session."""

    @property
    def time(self) -> str: ...

    def tick(self) -> None: ...

    def line(self, event: str, data: str, context: str) -> None: ...


class SmtpServer:
    """One session of the server."""

    def __init__(
        self,
        policy: SessionPolicy,
        now: Callable[[], datetime],
        elapsed: Callable[[], float],
        log: SessionRecord | None = None,
    ) -> None:
        self.policy = policy
        self.connector = policy.connector
        self.replies = policy.replies
        self.hello = ""
        self.extended = False
        self.greeted = False
        self.tls = ""
        self.closed = False
        self.envelope: Envelope | None = None
        self._now = now
        self._elapsed = elapsed
        self._log = log
        self._events: list[Event] = []
        self._out: list[bytes] = []
        self._delay = 0.0
        self._buffer = bytearray()
        self._busy = ""
        self._skipping_line = False
        self._errors = 0
        self._failed_logons = 0
        self._answer: Callable[[str], None] | None = None
        self._logon_user = ""
        self._body: BodyReader | None = None
        self._chunk: ChunkReader | None = None
        self._chunks = bytearray()
        self._chunking = False
        self._chunk_refusal: Reply | None = None
        self._message_started = 0.0
        self._verbs: Final[dict[str, Callable[[str], None]]] = {
            "EHLO": self._ehlo,
            "HELO": self._helo,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "BDAT": self._bdat,
            "RSET": self._rset,
            "NOOP": lambda _: self._reply(r.NOOP_OK),
            "HELP": lambda _: self._reply(r.HELP),
            "QUIT": self._quit,
            "VRFY": lambda _: self._reply(r.CANNOT_VERIFY),
            "EXPN": lambda _: self._error(r.NOT_IMPLEMENTED),
            "STARTTLS": self._starttls,
            "X-ANONYMOUSTLS": self._starttls,
            "AUTH": self._auth,
        }

    # What the driver calls.

    def start(self) -> list[Event]:
        """The greeting, or the refusal of the connection."""
        verdict = self.policy.admit()
        self._note("+", "", "")
        if verdict.reply is not None:
            self._reply(verdict.reply)
            self._close()
        else:
            if not self.policy.version.has_frontend:
                self._note("*", self.policy.rights.log_text(), "Set Session Permissions")
            banner = self.connector.banner
            greeting = self.replies.greeting(self.connector.fqdn, self._now())
            if banner[:3] == "220" and len(banner) > 4:
                greeting = r.reply(220, "", banner[4:])
            self._reply(greeting)
        return self._take()

    def receive(self, data: bytes) -> list[Event]:
        """Bytes from the client."""
        if self.closed:
            return []
        if self._log is not None:
            self._log.tick()
        if self._is_one_line(data):  # the usual case
            self._line(data[: -2 if data.endswith(b"\r\n") else -1].decode("utf-8", "surrogateescape"))
            return self._take()
        self._buffer += data
        if self._busy:
            if len(self._buffer) > MAX_WAITING:
                self._close()
            return self._take()
        self._run()
        return self._take()

    def end_of_input(self) -> list[Event]:
        """The client closed its side; a message that was not finished is dropped."""
        if not self.closed:
            self._note("-", "", "Remote")
            self.closed = True
            self._drop_message()
        return self._take()

    def connection_lost(self) -> None:
        """The connection broke."""
        if not self.closed:
            self._note("-", "", "Remote(ConnectionReset)")
            self.closed = True
            self._drop_message()

    def proceed(self) -> list[Event]:
        """A Delay has passed and what followed it was sent."""
        if self._busy == "delay":
            self._busy = ""
            self._run()
        return self._take()

    def tls_started(self, description: str) -> list[Event]:
        """TLS stands; the session starts over (RFC 3207), plain text that came with the command is dropped."""
        self.tls = description or "TLS"
        self._buffer.clear()
        self._busy = ""
        self.hello, self.greeted, self.envelope = "", False, None
        self._note("*", "", f"TLS protocol negotiation succeeded: {self.tls}")
        return self._take()

    def tls_failed(self) -> list[Event]:
        self._note("*", "", "TLS negotiation failed")
        self._close()
        return self._take()

    def stored(self, message_id: str, internal_id: int) -> list[Event]:
        """The message is durable: acknowledge it."""
        if self._log is not None:
            self._log.tick()
        size = self._message_size
        seconds = self._elapsed() - self._message_started
        self._busy = ""
        self._reply(self.replies.queued(message_id, internal_id, self.policy.host, size, seconds))
        self.policy.message_accepted()
        self._run()
        return self._take()

    def not_stored(self, reply: Reply = r.STORE_FAILED) -> list[Event]:
        self._busy = ""
        self._reply(reply)
        self._run()
        return self._take()

    def timed_out_inactive(self) -> list[Event]:
        """ConnectionInactivityTimeout."""
        if self.closed:
            return []
        self._reply(r.CLIENT_SILENT)
        self._close()
        return self._take()

    def timed_out_whole(self) -> list[Event]:
        """ConnectionTimeout: the session as a whole took too long."""
        if self.closed:
            return []
        self._reply(self.replies.connection_timed_out(self._elapsed()))
        self._close()
        return self._take()

    def shut_down(self) -> list[Event]:
        """The service stops."""
        if not self.closed:
            self._reply(r.SHUTTING_DOWN)
            self._close()
        return self._take()

    @property
    def is_waiting(self) -> bool:
        """Whether the driver still owes the machine an answer."""
        return self._busy != ""

    @property
    def should_not_read(self) -> bool:
        """Whether the driver should leave further input where it is: what waits here is kept in memory."""
        return self._busy == "delay" or self._busy == "tls" or (self._busy != "" and len(self._buffer) > MAX_UNREAD)

    # The loop over the input.

    def _is_one_line(self, data: bytes) -> bool:
        """Whether exactly one whole command line has come and nothing stands before it."""
        return (
            not self._buffer
            and not self._busy
            and self._body is None
            and self._chunk is None
            and not self._skipping_line
            and 0 <= data.find(b"\n") == len(data) - 1 <= MAX_LINE
        )

    def _run(self) -> None:
        buffer = self._buffer
        while buffer and not self._busy and not self.closed:
            if self._body is not None:
                if not self._body.feed(buffer):
                    return
                self._end_of_body()
            elif self._chunk is not None:
                if not self._chunk.feed(buffer, self._chunks):
                    return
                self._end_of_chunk()
            elif not self._next_line():
                return

    def _next_line(self) -> bool:
        buffer = self._buffer
        end = buffer.find(b"\n")
        limit = MAX_LOGON_LINE if self._answer is not None else MAX_LINE
        if end < 0:
            if self._skipping_line or len(buffer) > limit:
                self._skipping_line = True
                buffer.clear()
            return False
        too_long = self._skipping_line or end > limit
        self._skipping_line = False
        line = bytes(buffer[:end])
        del buffer[: end + 1]
        if too_long:
            self._note("<", f"<{end} bytes>", "")
            self._answer = None
            self._error(r.LINE_TOO_LONG)
            return True
        if line.endswith(b"\r"):
            line = line[:-1]
        self._line(line.decode("utf-8", "surrogateescape"))
        return True

    def _line(self, line: str) -> None:
        if self._answer is not None:
            answer, self._answer = self._answer, None
            answer(line.strip())
            return
        verb, argument = parse_command(line)
        if self._log is not None:
            self._note("<", _printable(f"{verb} {argument.split(' ')[0]}" if verb == "AUTH" else line), "")
        handler = self._verbs.get(verb)
        if handler is None:
            self._error(r.UNRECOGNIZED)
        else:
            handler(argument)

    # Greeting.

    def _ehlo(self, argument: str) -> None:
        if self._say_hello(argument):
            self.extended = True
            lines = (self.replies.hello(self.connector.fqdn, self.policy.client_ip).lines[0],)
            self._reply(r.Reply(250, "", lines + self.policy.capabilities(bool(self.tls))), one_log_line=True)

    def _helo(self, argument: str) -> None:
        if self._say_hello(argument):
            self.extended = False
            self._reply(self.replies.hello(self.connector.fqdn, self.policy.client_ip))

    def _say_hello(self, argument: str) -> bool:
        if (not argument and self.connector.require_ehlo_domain) or (argument and not hello_name_is_valid(argument)):
            self._error(r.BAD_DOMAIN)
            return False
        self.hello = argument
        self.greeted = True
        self._drop_message()
        return True

    # The transaction.

    def _mail(self, argument: str) -> None:
        if not self.greeted:
            return self._error(r.HELLO_FIRST)
        if self.envelope is not None:
            return self._error(r.SENDER_GIVEN)
        text = after_keyword(argument, "FROM")
        if text is None:
            return self._error(r.INVALID_ARGUMENTS)
        path = split_path(text)
        if path is None:
            return self._error(r.BAD_SENDER)
        envelope = Envelope()
        if path.parameters:
            refusal = self._mail_parameters(envelope, path.parameters)
            if refusal is not None:
                return self._error(refusal)
        sender: Address | None = NULL_SENDER
        if path.address or not text.lstrip().startswith("<"):
            sender = parse_address(path.address, self.connector.default_domain, envelope.smtp_utf8)
        if sender is None:
            return self._error(r.BAD_SENDER)
        envelope.sender = sender
        verdict = self.policy.mail(sender, envelope.declared_size, bool(self.tls))
        if self._refused(verdict):
            return None
        self.envelope = envelope
        self._message_started = self._elapsed()
        if self._log is not None:
            self._note("*", f"{self.policy.session_id};{self._log.time};1", "receiving message")
        self._reply(r.SENDER_OK)
        return None

    def _mail_parameters(self, envelope: Envelope, text: str) -> Reply | None:
        """Read the ESMTP parameters of MAIL FROM into the envelope, or say what is wrong with them."""
        parameters = parse_parameters(text, MAIL_KEYWORDS)
        if parameters is None:
            return r.BAD_PARAMETER
        size, body, ret = parameters.text("SIZE"), parameters.text("BODY").upper(), parameters.text("RET").upper()
        envelope_id = decode_xtext(parameters.text("ENVID"))
        if (
            ("SIZE" in parameters and not (size.isascii() and size.isdigit() and len(size) <= 20))
            or ("BODY" in parameters and body not in self._body_types())
            or ("RET" in parameters and ret not in ("FULL", "HDRS"))
            or envelope_id is None
        ):
            return r.INVALID_ARGUMENTS
        envelope.smtp_utf8 = "SMTPUTF8" in parameters and self.connector.smtp_utf8
        envelope.declared_size = int(size or 0)
        envelope.body, envelope.ret, envelope.envelope_id = body, ret, envelope_id
        return None

    def _body_types(self) -> frozenset[str]:
        types = {"7BIT"}
        if self.connector.eight_bit:
            types.add("8BITMIME")
        if self.connector.binary_mime and self.connector.chunking:
            types.add("BINARYMIME")
        return frozenset(types)

    def _rcpt(self, argument: str) -> None:
        if not self.greeted:
            return self._error(r.HELLO_FIRST)
        envelope = self.envelope
        if envelope is None:
            return self._error(r.NEED_MAIL)
        if self._chunking:
            return self._error(r.BAD_SEQUENCE)
        text = after_keyword(argument, "TO")
        if text is None:
            return self._error(r.INVALID_ARGUMENTS)
        path = split_path(text)
        if path is None:
            return self._error(r.BAD_RECIPIENT)
        address = parse_address(path.address, self.connector.default_domain, envelope.smtp_utf8)
        notify, original = frozenset[str](), ""
        if path.parameters:
            parameters = parse_parameters(path.parameters, RCPT_KEYWORDS)
            if parameters is None:
                return self._error(r.BAD_PARAMETER)
            wanted = parse_notify(parameters.text("NOTIFY")) if "NOTIFY" in parameters else notify
            decoded = decode_xtext(parameters.text("ORCPT"))
            if wanted is None or decoded is None or ("ORCPT" in parameters and ";" not in decoded):
                return self._error(r.INVALID_ARGUMENTS)
            notify, original = wanted, decoded
        if address is None:
            return self._error(r.BAD_RECIPIENT)
        verdict = self.policy.recipient(envelope.sender, address, len(envelope.recipients))
        if self._refused(verdict):
            return None
        if not address.domain:
            address = Address(address.local, self.policy.default_domain)
        envelope.recipients.append(Recipient(address, notify, original))
        self._reply(r.RECIPIENT_OK)
        return None

    def _data(self, argument: str) -> None:
        refusal = self._out_of_order()
        if refusal is None and self._chunking:
            refusal = r.BAD_SEQUENCE
        if refusal is None and argument:
            refusal = r.INVALID_ARGUMENTS
        if refusal is None and self.envelope is not None and self.envelope.body == "BINARYMIME":
            refusal = r.DATA_NOT_BINARY
        if refusal is not None:
            return self._error(refusal)
        self._body = BodyReader(self.policy.size_limit, self.connector.max_header_size)
        self._reply(r.START_INPUT)
        return None

    def _out_of_order(self) -> Reply | None:
        if not self.greeted:
            return r.HELLO_FIRST
        if self.envelope is None:
            return r.NEED_MAIL
        if not self.envelope.recipients:
            return r.NEED_RCPT
        return None

    def _end_of_body(self) -> None:
        body = self._body
        assert body is not None
        self._body = None
        if body.headers_too_large:
            self._drop_message()
            self._reply(r.HEADERS_TOO_LARGE)
            self._close()
        else:
            self._finish(body.content(), body.too_large)

    def _bdat(self, argument: str) -> None:
        if not self.connector.chunking:
            return self._error(r.UNRECOGNIZED)
        parts = argument.split()
        if not parts or len(parts) > 2 or not (parts[0].isascii() and parts[0].isdigit() and len(parts[0]) <= 12):
            return self._error(r.INVALID_ARGUMENTS)
        if len(parts) == 2 and parts[1].upper() != "LAST":
            return self._error(r.INVALID_ARGUMENTS)
        self._chunk_refusal = self._out_of_order()  # the bytes come all the same and have to be read
        limit = 0 if self._chunk_refusal is not None else self.policy.size_limit
        self._chunking = True
        self._chunk = ChunkReader(int(parts[0]), len(parts) == 2, limit)
        if self._chunk.remaining == 0:
            self._end_of_chunk()
        return None

    def _end_of_chunk(self) -> None:
        chunk = self._chunk
        assert chunk is not None
        self._chunk = None
        if self._chunk_refusal is not None:
            refusal, self._chunk_refusal = self._chunk_refusal, None
            self._chunking = False
            self._chunks = bytearray()
            self._error(refusal)
        elif chunk.overflowed:
            self._drop_message()
            self._refuse(r.TOO_LARGE)
        elif chunk.is_last:
            content, self._chunks = bytes(self._chunks), bytearray()
            self._finish(content, False)
        else:
            self._reply(self.replies.chunk_received(chunk.size))

    def _finish(self, content: bytes, too_large: bool) -> None:
        envelope = self.envelope
        assert envelope is not None
        self._chunking = False
        self.envelope = None
        self._message_size = len(content)
        if too_large:
            return self._refuse(r.TOO_LARGE)
        verdict = self.policy.message(envelope, content)
        if self._refused(verdict):
            return None
        origin = self.policy.origin(self.hello, self.tls)
        self._busy = "store"
        self._flush()
        self._events.append(
            Received(self.policy.submission(envelope, content, origin, self._message_started, self._now()))
        )
        return None

    _message_size = 0

    def _rset(self, argument: str) -> None:
        self._drop_message()
        self._reply(r.RESETTING)

    def _quit(self, argument: str) -> None:
        self._reply(r.CLOSING)
        self._close()

    def _drop_message(self) -> None:
        self.envelope = None
        self._body = None
        self._chunk = None
        self._chunks = bytearray()
        self._chunking = False

    # TLS and logon.

    def _starttls(self, argument: str) -> None:
        if not self.policy.offers_tls:
            return self._error(r.UNRECOGNIZED)
        if self.tls:
            return self._error(r.TLS_ACTIVE)
        if argument:
            return self._error(r.INVALID_ARGUMENTS)
        self._reply(r.READY_FOR_TLS)
        self._buffer.clear()
        self._busy = "tls"
        self._flush()
        self._events.append(StartTls())
        return None

    def _auth(self, argument: str) -> None:
        if not self.greeted:
            return self._error(r.HELLO_FIRST)
        if self.policy.identity.is_authenticated:
            return self._error(r.ALREADY_LOGGED_ON)
        if self.envelope is not None:
            return self._error(r.BAD_SEQUENCE)
        mechanism, _, initial = argument.partition(" ")
        mechanism, initial = mechanism.upper(), initial.strip()
        if mechanism not in self.policy.mechanisms(bool(self.tls)):
            return self._reply(r.UNKNOWN_MECHANISM)
        if mechanism == "LOGIN":
            if initial:
                return self._login_user(initial)
            self._ask(r.ASK_USER, self._login_user)
        elif mechanism == "PLAIN":
            if initial:
                return self._plain(initial)
            self._ask(r.ASK_INITIAL, self._plain)
        else:
            self._ask(r.NTLM_SUPPORTED if mechanism == "NTLM" else r.GSSAPI_SUPPORTED, self._windows_blob)
        return None

    def _ask(self, challenge: Reply, answer: Callable[[str], None]) -> None:
        self._answer = answer
        self._out.append(challenge.wire(False))
        self._note(">", "334 <authentication response>", "")

    def _decode(self, text: str) -> str | None:
        if text == "*":
            self._error(r.LOGON_CANCELLED)
            return None
        try:
            return base64.b64decode("" if text == "=" else text, validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            self._error(r.INVALID_ARGUMENTS)
            return None

    def _login_user(self, text: str) -> None:
        user = self._decode(text)
        if user is not None:
            self._logon_user = user
            self._ask(r.ASK_PASSWORD, self._login_password)

    def _login_password(self, text: str) -> None:
        password = self._decode(text)
        if password is not None:
            self._log_on("LOGIN", self._logon_user, password)

    def _plain(self, text: str) -> None:
        message = self._decode(text)
        if message is None:
            return
        parts = message.split("\0")
        if len(parts) == 3:
            self._log_on("PLAIN", parts[1], parts[2])
        else:
            self._error(r.INVALID_ARGUMENTS)

    def _windows_blob(self, text: str) -> None:
        """NTLM and Kerberos: clients of the virtual network hand their credentials over; a real handshake fails."""
        message = self._decode(text)
        if message is None:
            return
        parts = message.split("\0")
        if len(parts) == 3 and parts[0] == "NTLMSSP":
            self._log_on("NTLM", parts[1], parts[2])
        else:
            self._log_on("NTLM", "", "")

    def _log_on(self, mechanism: str, user: str, password: str) -> None:
        verdict = self.policy.log_on(user, password)
        if verdict.reply is None:
            return self._reply(r.LOGGED_ON)
        self._failed_logons += 1
        self._note("*", "", f"Inbound AUTH {mechanism} failed because of LogonDenied")
        self._note("*", "", f"User Name: {_printable(user)}")
        self._tarpit(self.policy.auth_tarpit)
        self._reply(verdict.reply)
        limit = self.connector.max_logon_failures
        if limit and self._failed_logons >= limit:
            self._reply(r.TOO_MANY_ERRORS)
            self._close()
        return None

    # Answers.

    def _refused(self, verdict: Verdict) -> bool:
        if verdict.reply is None:
            return False
        self._refuse(verdict.reply)
        if verdict.closes:
            self._close()
        return True

    def _refuse(self, reply: Reply) -> None:
        """A refusal for good is delayed by the tarpit; one for now, and protocol errors, are not."""
        if reply.code >= 500:
            self._tarpit(self.policy.tarpit)
        self._reply(reply)

    def _error(self, reply: Reply) -> None:
        """A protocol error: counted, and too many of them end the session."""
        self._errors += 1
        limit = self.connector.max_protocol_errors
        if limit is not None and self._errors > limit:
            self._reply(r.TOO_MANY_ERRORS)
            self._close()
        else:
            self._reply(reply)

    def _tarpit(self, seconds: float) -> None:
        if seconds > 0:
            self._note("*", f"Tarpit for '0.{_clock_time(seconds)}'", "")
            self._delay = max(self._delay, seconds)
            self._busy = "delay"

    def _reply(self, reply: Reply, one_log_line: bool = False) -> None:
        self._out.append(reply.wire(self.connector.enhanced_codes))
        if self._log is None:
            return
        if one_log_line and self.policy.version.has_frontend:
            self._note(">", f"{reply.code}  {' '.join(reply.lines)}", "")
        elif len(reply.lines) > 1:
            for at, line in enumerate(reply.lines):
                self._note(">", f"{reply.code}{' ' if at == len(reply.lines) - 1 else '-'}{line}", "")
        else:
            self._note(">", reply.text, "")

    def _close(self) -> None:
        if not self.closed:
            self._note("-", "", "Local")
            self._flush()
            self._events.append(Close())
            self.closed = True
            self._buffer.clear()
            self._drop_message()

    def _note(self, event: str, data: str, context: str) -> None:
        if self._log is not None:
            self._log.line(event, data, context)

    def _flush(self) -> None:
        if self._delay:
            self._events.append(Delay(self._delay))
            self._delay = 0.0
        if self._out:
            self._events.append(Send(b"".join(self._out)))
            self._out.clear()

    def _take(self) -> list[Event]:
        self._flush()
        events, self._events = self._events, []
        return events


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else "?" for mark in text.encode("utf-8", "replace").decode("utf-8"))


def _clock_time(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02}"
