"""The client's side of an SMTP conversation over the session's network, with .NET's exceptions."""

from __future__ import annotations

import base64
from typing import Any, Final

from ems.runtime.errors import NetError, NetException

_STATUS: Final = {
    421: "Service not available, closing transmission channel.",
    450: "Mailbox unavailable.",
    451: "Error in processing.",
    452: "Insufficient system storage.",
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


class SmtpFailure(Exception):
    """The server refused, or could not be reached."""

    def __init__(
        self, kind: str, message: str, code: int = -1, inner: NetException | None = None, recipient: str = ""
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.code = code
        self.inner = inner
        self.recipient = recipient

    def as_net_error(self) -> NetError:
        from ems.runtime.enums import enum_value

        more: dict[str, Any] = {"StatusCode": enum_value("System.Net.Mail.SmtpStatusCode", self.code)}
        if self.recipient:
            more["FailedRecipient"] = f"<{self.recipient}>"
        return NetError(f"System.Net.Mail.{self.kind}", self.message, self.inner, **more)


def source_host(session: Any) -> str:
    """The host of the network on which the session is."""
    remoting = getattr(session, "remoting", None)
    return str(getattr(remoting, "computer", "") or "")


def open_connection(session: Any, host: str, port: int) -> Any:
    """A connection of the virtual network; SocketException where there is none."""
    network = session.services.get("network")
    try:
        if network is None:
            network = session.services["network"]
    except KeyError:
        raise NetError("System.Net.Sockets.SocketException", "No such host is known") from None
    try:
        return network.connect(source_host(session), host, port, session.sleep)
    except OSError:
        raise
    except Exception as error:
        code = getattr(error, "code", None)
        if code is None:
            raise
        raise NetError(
            "System.Net.Sockets.SocketException", str(error), None, NativeErrorCode=code, ErrorCode=code
        ) from None


class Conversation:
    """One message over one connection."""

    def __init__(self, session: Any, host: str, port: int, ssl: bool, account: tuple[str, str] | None) -> None:
        self.session = session
        self.host = host
        self.port = port
        self.ssl = ssl
        self.account = account
        self.connection: Any = None

    def send(self, sender: str, recipients: list[str], content: bytes) -> None:
        try:
            self.connection = open_connection(self.session, self.host, self.port)
        except NetError as error:
            outer = NetException("System.Net.WebException", "Unable to connect to the remote server", error.exception)
            if "No such host" in error.exception.message:
                outer = NetException("System.Net.WebException", f"The remote name could not be resolved: '{self.host}'")
            raise SmtpFailure("SmtpException", "Failure sending mail.", -1, outer) from None
        try:
            self.converse(sender, recipients, content)
        finally:
            self.connection.close()

    def converse(self, sender: str, recipients: list[str], content: bytes) -> None:
        self.want(self.reply(), 220)
        offered = self.hello()
        if self.ssl:
            if "STARTTLS" not in offered:
                raise SmtpFailure("SmtpException", "Server does not support secure connections.")
            self.want(self.command("STARTTLS"), 220)
            self.connection.start_tls()
            offered = self.hello()
        if self.account is not None:
            self.log_on(offered)
        self.want(self.command(f"MAIL FROM:<{sender}>"), 250)
        failed: list[SmtpFailure] = []
        for recipient in recipients:
            reply = self.command(f"RCPT TO:<{recipient}>")
            if reply[0] not in (250, 251):
                kind = "SmtpFailedRecipientException"
                failed.append(SmtpFailure(kind, self.told(reply), reply[0], None, recipient))
        if len(failed) == len(recipients):
            if len(failed) == 1:
                raise failed[0]
            raise SmtpFailure(
                "SmtpFailedRecipientsException",
                "Unable to send to all recipients.",
                failed[0].code,
                None,
                failed[0].recipient,
            )
        self.want(self.command("DATA"), 354)
        body = content.replace(b"\r\n.", b"\r\n..")
        if not body.endswith(b"\r\n"):
            body += b"\r\n"
        self.connection.send(body + b".\r\n")
        self.want(self.reply(), 250)
        self.command("QUIT")
        if failed:
            raise SmtpFailure(
                "SmtpFailedRecipientException", failed[0].message, failed[0].code, None, failed[0].recipient
            )

    def hello(self) -> set[str]:
        name = source_host(self.session) or "EX01"
        code, lines = self.command(f"EHLO {name}")
        if code != 250:
            self.want(self.command(f"HELO {name}"), 250)
            return set()
        return {line.split(" ")[0].upper() for line in lines[1:]} | {line.upper() for line in lines[1:]}

    def log_on(self, offered: set[str]) -> None:
        assert self.account is not None
        if not any(line.startswith("AUTH") for line in offered):
            return
        user, password = self.account
        reply = self.command("AUTH LOGIN")
        if reply[0] == 334:
            reply = self.command(base64.b64encode(user.encode()).decode())
        if reply[0] == 334:
            reply = self.command(base64.b64encode(password.encode()).decode())
        self.want(reply, 235)

    def command(self, line: str) -> tuple[int, list[str]]:
        try:
            self.connection.send(line.encode("utf-8") + b"\r\n")
        except ConnectionError as error:
            raise SmtpFailure(
                "SmtpException", "Failure sending mail.", -1, NetException("System.IO.IOException", str(error))
            ) from None
        return self.reply()

    def reply(self) -> tuple[int, list[str]]:
        text = self.connection.read().decode("utf-8", "replace")
        lines = [line for line in text.split("\r\n") if line]
        if not lines or not lines[-1][:3].isdigit():
            raise SmtpFailure(
                "SmtpException",
                "Failure sending mail.",
                -1,
                NetException(
                    "System.IO.IOException",
                    "Unable to read data from the transport connection: net_io_connectionclosed.",
                ),
            )
        return int(lines[-1][:3]), [line[4:] for line in lines]

    def told(self, reply: tuple[int, list[str]]) -> str:
        code, lines = reply
        text = _STATUS.get(code, "Error: transaction failed.")
        return f"{text} The server response was: {lines[-1] if lines else ''}"

    def want(self, reply: tuple[int, list[str]], expected: int) -> None:
        if reply[0] != expected:
            raise SmtpFailure("SmtpException", self.told(reply), reply[0])
