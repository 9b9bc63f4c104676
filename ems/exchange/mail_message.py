"""Send-MailMessage: PowerShell's own cmdlet, over the virtual network, from whichever host the session is on."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import Credential, ValidateNotNullOrEmpty
from ems.transport.client import SmtpClient, SmtpException, SmtpFailedRecipientsException
from ems.transport.compose import Attachment, MailAddress, MailMessage, compose

_NOTEMPTY = (ValidateNotNullOrEmpty(),)
_ENCODINGS: Final = MappingProxyType(
    {
        "unknown": "Unicode",
        "string": "Unicode",
        "unicode": "Unicode",
        "bigendianunicode": "BigEndianUnicode",
        "utf8": "UTF8",
        "utf7": "UTF7",
        "utf32": "UTF32",
        "ascii": "ASCII",
        "default": "Default",
        "oem": "Default",
    }
)
"""The names that -Encoding knows, and the encodings they stand for (`ArgumentToEncodingNameTransformation`)."""


def _encoding(value: Any) -> Any:
    from ems.runtime.members import get_static
    from ems.runtime.types import type_named

    known = _ENCODINGS.get(value.lower()) if isinstance(value, str) else None
    return value if known is None else get_static(type_named("System.Text.Encoding"), known)


class SendMailMessage(Cmdlet):
    """Sends a mail message.

    The mail goes from the host on which the session is to the server, over the network of the lab; it never leaves this machine.
    """

    name = "Send-MailMessage"
    net_class = "Microsoft.PowerShell.Commands.SendMailMessage"
    examples = (
        Example(
            "Send-MailMessage -From app@contoso.com -To chris@contoso.com -Subject Test -Body 'It works.' -SmtpServer mail.contoso.com",
            "Sends to a mailbox of the organization.",
            "",
        ),
    )
    attachments = Parameter(
        "string[]", pipeline="value", aliases=("PsPath",), validate=_NOTEMPTY, help="Files to attach."
    )
    bcc = Parameter("string[]", validate=_NOTEMPTY, help="Who gets a copy without being named.")
    body = Parameter("string", position=2, validate=_NOTEMPTY, help="The text.")
    body_as_html = Parameter("switch", aliases=("BAH",), help="The text is HTML.")
    encoding = Parameter(
        "System.Text.Encoding",
        aliases=("BE",),
        validate=_NOTEMPTY,
        transform=_encoding,
        help="The encoding of text and subject; ASCII by default.",
    )
    cc = Parameter("string[]", validate=_NOTEMPTY, help="Who gets a copy.")
    delivery_notification_option = Parameter(
        "System.Net.Mail.DeliveryNotificationOptions",
        aliases=("DNO",),
        validate=_NOTEMPTY,
        help="When the sender wants to hear of the delivery.",
    )
    from_ = Parameter("string", name="From", mandatory=True, validate=_NOTEMPTY, help="The sender.")
    smtp_server = Parameter(
        "string",
        position=3,
        aliases=("ComputerName",),
        validate=_NOTEMPTY,
        help="The server; $PSEmailServer by default.",
    )
    priority = Parameter("System.Net.Mail.MailPriority", validate=_NOTEMPTY, help="Low, Normal or High.")
    subject = Parameter("string", position=1, mandatory=True, aliases=("sub",), validate=_NOTEMPTY, help="The subject.")
    to = Parameter("string[]", position=0, mandatory=True, validate=_NOTEMPTY, help="The recipients.")
    credential = Parameter("pscredential", validate=(Credential(), *_NOTEMPTY), help="Whom to log on as.")
    use_ssl = Parameter("switch", help="Over STARTTLS only.")
    port = Parameter("int", help="The server's port; 25 by default.")

    def begin(self) -> None:
        self._files: list[Attachment] = []
        try:
            self._sender = _address(self.from_)
        except Terminating as error:
            error.record.target = self.from_
            raise
        self._lists = {name: self._addresses(getattr(self, name)) for name in ("to", "bcc", "cc")}
        server = self.smtp_server or self.session.to_string(self.session.get_variable("PSEmailServer"))
        if not server:
            raise self.throw(
                self.error(
                    "",
                    message("SendMailMessageStrings", "HostNameValue"),
                    "InvalidArgument",
                    exception="System.InvalidOperationException",
                )
            )
        self._server = server

    def _addresses(self, texts: Any) -> list[MailAddress]:
        found = []
        for text in texts or ():
            try:
                found.append(_address(text))
            except Terminating as error:
                self.write_error(error.record)
        return found

    def process(self) -> None:
        for path in self.attachments or ():
            for place in self.session.locations.resolve(path):
                self._files.append(Attachment(place.name, self.session.files.read(place.provider_path)))

    def end(self) -> None:
        text = self.session.to_string
        options = text(self.delivery_notification_option) if self.delivery_notification_option is not None else "None"
        mail = MailMessage(
            self._sender,
            self._lists["to"],
            self._lists["cc"],
            self._lists["bcc"],
            (),
            self.subject,
            self.body or "",
            bool(self.body_as_html),
            text(self.priority) if self.priority is not None else "Normal",
            self._charset(),
            tuple(self._files),
            frozenset(
                word
                for name, word in (
                    ("OnSuccess", "SUCCESS"),
                    ("OnFailure", "FAILURE"),
                    ("Delay", "DELAY"),
                    ("Never", "NEVER"),
                )
                if name in options.split(", ")
            ),
        )
        if not mail.recipients:
            self._report(
                "InvalidOperationException",
                NetException("System.InvalidOperationException", "A recipient must be specified."),
            )
            return
        client = SmtpClient(
            self.session.services["network"],
            self.session.remoting.computer,
            self._server,
            self.port or 25,
            self.session.sleep,
        )
        client.name = self.session.remoting.computer or self.session.environment.get("computername", ("", "EX01"))[1]
        client.use_ssl = bool(self.use_ssl)
        if self.credential is not None:
            client.credentials = (self.credential.user_name, self.credential.password.text)
        try:
            client.send(mail, compose(mail, self.session.clock.now(), f"--boundary_0_{self.session.new_guid()}"))
        except SmtpFailedRecipientsException as error:
            self._report("SmtpFailedRecipientsException", self._exception(error))
        except SmtpException as error:
            # As the product does: where there is an inner exception, its message alone is shown.
            shown = NetException(error.type_name, error.inner[0][1]) if error.inner else self._exception(error)
            self._report("SmtpException", shown)

    def _charset(self) -> str:
        if self.encoding is None:
            return "us-ascii"
        name: str = self.session.to_string(self.session.get_member(self.encoding, "WebName"))
        return name

    def _exception(self, error: SmtpException) -> NetException:
        inner = None
        for type_name, text in reversed(error.inner):
            inner = NetException(type_name, text, inner)
        return NetException(
            error.type_name,
            error.message,
            inner,
            StatusCode=error.status_code,
            FailedRecipient=getattr(error, "failed_recipient", None),
        )

    def _report(self, error_id: str, exception: NetException) -> None:
        from ems.runtime.errors import ErrorRecord

        record = ErrorRecord(exception, error_id, "InvalidOperation", None)
        record.target_name, record.target_type = "System.Net.Mail.SmtpClient", "SmtpClient"
        self.write_error(record)


def _address(text: str) -> MailAddress:
    """A mail address; .NET's FormatException where it is none."""
    found = MailAddress.parse(text)
    local, at, domain = found.address.rpartition("@")
    if (
        not at
        or not local
        or not domain
        or (" " in found.address.strip('"') and '"' not in found.address)
        or domain.startswith(".")
        or ".." in domain
    ):
        from ems.runtime.errors import ErrorRecord

        exception = NetException(
            "System.FormatException", "The specified string is not in the form required for an e-mail address."
        )
        raise Terminating(ErrorRecord(exception, "FormatException", "InvalidType"))
    return found
