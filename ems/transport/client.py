"""The SMTP client of .NET Framework (System.Net.Mail.SmtpClient) over the virtual network, with its exceptions.

EHLO, STARTTLS where SSL was asked for, a logon where credentials were given, MAIL, RCPT, DATA, QUIT. A logon that fails
is passed over, as in .NET: the server's answer to MAIL FROM says what it thinks of that.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from .network import Connection, NameNotResolved, Network, NetworkError

if TYPE_CHECKING:
    from .compose import MailMessage

_MESSAGES: Final[Mapping[int, str]] = {
    211: "System status, or system help reply.",
    214: "Help message.",
    220: "Service ready.",
    221: "Service closing transmission channel.",
    250: "Requested mail action okay, completed.",
    251: "User not local; will forward to specified path.",
    252: "Cannot VRFY user, but will accept message and attempt delivery.",
    354: "Start mail input; end with <CRLF>.<CRLF>.",
    421: "Service not available, closing transmission channel.",
    450: "Mailbox unavailable.",
    451: "Error in processing.",
    452: "Insufficient system storage.",
    454: "The client does not have permission to submit mail to this server.",
    500: "Syntax error, command unrecognized.",
    501: "Syntax error in parameters or arguments.",
    502: "Command not implemented.",
    503: "Bad sequence of commands.",
    504: "Command parameter not implemented.",
    530: "The SMTP server requires a secure connection or the client was not authenticated.",
    550: "Mailbox unavailable.",
    551: "User not local; please try a different path.",
    552: "Exceeded storage allocation.",
    553: "Mailbox name not allowed.",
    554: "Transaction failed.",
}
_GENERAL: Final = "Failure sending mail."


class SmtpException(Exception):
    """System.Net.Mail.SmtpException; ``inner`` are the messages of the inner exceptions, outermost first."""

    type_name = "System.Net.Mail.SmtpException"

    def __init__(self, message: str, status_code: int = -1, inner: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.status_code = status_code
        self.inner = tuple(inner)


class SmtpFailedRecipientException(SmtpException):
    type_name = "System.Net.Mail.SmtpFailedRecipientException"

    def __init__(self, message: str, status_code: int, failed_recipient: str) -> None:
        super().__init__(message, status_code)
        self.failed_recipient = failed_recipient


class SmtpFailedRecipientsException(SmtpFailedRecipientException):
    type_name = "System.Net.Mail.SmtpFailedRecipientsException"

    def __init__(self, failures: Sequence[SmtpFailedRecipientException], all_failed: bool) -> None:
        message = "Unable to send to all recipients." if all_failed else "Unable to send to a recipient."
        super().__init__(message, failures[0].status_code, failures[0].failed_recipient)
        self.failures = tuple(failures)


def status_message(code: int, response: str) -> str:
    """The message of an SmtpException that a reply caused."""
    return f"{_MESSAGES.get(code, _GENERAL)} The server response was: {response}"


class SmtpClient:
    """Sends messages from one host of the network to one server."""

    def __init__(
        self,
        network: Network,
        source_host: str,
        server: str,
        port: int = 25,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self._network = network
        self._source = source_host
        self._server = server
        self._port = port
        self._sleep = sleep
        self.name = source_host or "localhost"
        """What the client calls itself: the name of its machine."""
        self.use_ssl = False
        self.credentials: tuple[str, str] | None = None
        self.transcript: list[str] = []

    def send(self, message: MailMessage, data: bytes) -> None:
        """Send a composed message; raises ``SmtpException`` and its kinds."""
        connection = self._connect()
        try:
            self._converse(connection, message, data)
        finally:
            connection.close()

    def _connect(self) -> Connection:
        try:
            return self._network.connect(self._source, self._server, self._port, self._sleep)
        except NameNotResolved as error:
            raise SmtpException(
                _GENERAL, -1, [("System.Net.WebException", f"The remote name could not be resolved: '{error.name}'")]
            ) from None
        except NetworkError as error:
            raise SmtpException(
                _GENERAL,
                -1,
                [
                    ("System.Net.WebException", "Unable to connect to the remote server"),
                    ("System.Net.Sockets.SocketException", str(error)),
                ],
            ) from None

    def _converse(self, connection: Connection, message: MailMessage, data: bytes) -> None:
        code, lines = self._read(connection)
        if code != 220:
            raise self._exception(code, lines)
        name = self.name
        extensions = self._hello(connection, name)
        if self.use_ssl:
            if "STARTTLS" not in extensions:
                raise SmtpException("Server does not support secure connections.")
            code, lines = self._command(connection, "STARTTLS")
            if code != 220:
                raise self._exception(code, lines)
            connection.start_tls()
            extensions = self._hello(connection, name)
        if self.credentials is not None:
            self._log_on(connection, extensions.get("AUTH", ""))
        code, lines = self._command(connection, f"MAIL FROM:<{message.sender.address}>")
        if code != 250:
            raise self._exception(code, lines)
        failures = self._recipients(connection, message, "DSN" in extensions)
        code, lines = self._command(connection, "DATA")
        if code != 354:
            raise self._exception(code, lines)
        stuffed = data.replace(b"\r\n.", b"\r\n..")
        if stuffed.startswith(b"."):
            stuffed = b"." + stuffed
        ending = b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n"
        self._send(connection, stuffed + ending)
        code, lines = self._read(connection)
        if code != 250:
            raise self._exception(code, lines)
        self._command(connection, "QUIT")
        if failures:
            raise failures[0] if len(failures) == 1 else SmtpFailedRecipientsException(failures, False)

    def _recipients(
        self, connection: Connection, message: MailMessage, dsn: bool
    ) -> list[SmtpFailedRecipientException]:
        order = ("SUCCESS", "FAILURE", "DELAY")
        notify = ",".join(each for each in order if each in message.notify) or (
            "NEVER" if "NEVER" in message.notify else ""
        )
        suffix = f" NOTIFY={notify}" if notify and dsn else ""
        failures = []
        recipients = message.recipients
        for address in recipients:
            code, lines = self._command(connection, f"RCPT TO:<{address}>{suffix}")
            if code not in (250, 251):
                failures.append(SmtpFailedRecipientException(status_message(code, _text(lines)), code, f"<{address}>"))
        if failures and len(failures) == len(recipients):
            raise failures[0] if len(failures) == 1 else SmtpFailedRecipientsException(failures, True)
        return failures

    def _hello(self, connection: Connection, name: str) -> dict[str, str]:
        code, lines = self._command(connection, f"EHLO {name}")
        if code != 250:
            code, lines = self._command(connection, f"HELO {name}")
            if code != 250:
                raise self._exception(code, lines)
            return {}
        found = {}
        for line in lines[1:]:
            keyword, _, rest = line.partition(" ")
            found[keyword.upper()] = rest
        return found

    def _log_on(self, connection: Connection, offered: str) -> None:
        """NTLM and Kerberos stand for themselves inside the virtual network: the blob carries the credentials."""
        assert self.credentials is not None
        user, password = self.credentials
        mechanisms = offered.upper().split()
        for mechanism in ("GSSAPI", "NTLM"):
            if mechanism in mechanisms:
                code, _ = self._command(connection, f"AUTH {mechanism}")
                if code == 334:
                    code, _ = self._command(connection, windows_blob(user, password))
                if code == 235:
                    return
                break
        if "LOGIN" in mechanisms:
            code, _ = self._command(connection, f"AUTH LOGIN {_base64(user)}")
            if code == 334:
                self._command(connection, _base64(password))

    def _command(self, connection: Connection, line: str) -> tuple[int, list[str]]:
        self._send(connection, line.encode("utf-8", "replace") + b"\r\n")
        return self._read(connection)

    def _send(self, connection: Connection, data: bytes) -> None:
        self.transcript.append(">" + data.decode("utf-8", "replace"))
        try:
            connection.send(data)
        except ConnectionError as error:
            raise SmtpException(
                _GENERAL,
                -1,
                [
                    (
                        "System.IO.IOException",
                        "Unable to read data from the transport connection: net_io_connectionclosed.",
                    ),
                    ("System.Net.Sockets.SocketException", str(error)),
                ],
            ) from None

    def _read(self, connection: Connection) -> tuple[int, list[str]]:
        text = connection.read().decode("utf-8", "replace")
        self.transcript.append("<" + text)
        lines = [line for line in text.split("\r\n") if line]
        if not lines or not lines[-1][:3].isdigit():
            raise SmtpException(
                _GENERAL,
                -1,
                [
                    (
                        "System.IO.IOException",
                        "Unable to read data from the transport connection: net_io_connectionclosed.",
                    )
                ],
            )
        code = int(lines[0][:3])
        mine = [line[4:] for line in lines if line[:3] == lines[0][:3]]
        return code, mine

    def _exception(self, code: int, lines: list[str]) -> SmtpException:
        return SmtpException(status_message(code, _text(lines)), code)


def _text(lines: list[str]) -> str:
    return "\r\n".join(lines)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def windows_blob(user: str, password: str) -> str:
    """What stands for a Windows logon on the virtual network."""
    return _base64(f"NTLMSSP\0{user}\0{password}")
