"""System.Net.Mail: addresses, messages, and SmtpClient over the session's network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ems.runtime.dotnet.lists import METHODS, PROPERTIES, ListValue
from ems.runtime.dotnet.mailparts import collection
from ems.runtime.dotnet.mailwriter import compose
from ems.runtime.dotnet.smtp import Conversation, SmtpFailure
from ems.runtime.dotnet.support import (
    argument,
    argument_null,
    attr,
    bad_format,
    both,
    invalid_operation,
    number_of,
    session,
)
from ems.runtime.enums import enum_value
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

_NOT_AN_ADDRESS: Final = "The specified string is not in the form required for an e-mail address."
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\uffff]+"
_LOCAL: Final = rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\]|\\.)*")'
_DOMAIN: Final = rf"(?:{_ATOM}(?:\.{_ATOM})*|\[[^\[\]]*\])"
_BARE: Final = re.compile(rf"\s*({_LOCAL})\s*@\s*({_DOMAIN})\s*\Z")
_LOOSE: Final = re.compile(rf"\s*([^<>\"@]*?)\s+({_LOCAL})@({_DOMAIN})\s*\Z")
_NAMED: Final = re.compile(rf'\s*("(?:[^"\\]|\\.)*"|[^<>"]*?)\s*<\s*({_LOCAL})\s*@\s*({_DOMAIN})\s*>\s*\Z')


class MailAddress(NetObject):
    """System.Net.Mail.MailAddress."""

    __slots__ = ("display_name", "host", "user")
    type_name = "System.Net.Mail.MailAddress"

    def __init__(self, user: str, host: str, display_name: str = "") -> None:
        self.user = user
        self.host = host
        self.display_name = display_name

    @property
    def address(self) -> str:
        return f"{self.user}@{self.host}"

    def to_text(self) -> str:
        if not self.display_name:
            return self.address
        return f'"{self.display_name}" <{self.address}>'

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MailAddress) and other.to_text().lower() == self.to_text().lower()

    def __hash__(self) -> int:
        return hash(self.to_text().lower())

    def equals(self, other: Any) -> bool:
        return bool(self == other)


def parse_mail_address(text: str | None, display_name: str | None = None) -> MailAddress:
    """`user@host`, `Name <user@host>`, `"Name" <user@host>`."""
    if text is None:
        raise argument_null("address")
    if not text:
        raise argument("The parameter 'address' cannot be an empty string.", "address")
    bare = _BARE.match(text)
    if bare is not None:
        return MailAddress(bare[1], bare[2], display_name or "")
    if re.fullmatch(rf"\s*{_LOCAL}\s*@\s*", text):
        raise bad_format("An invalid character was found in the mail header: '@'.")
    named = _NAMED.match(text) or _LOOSE.match(text)
    if named is None:
        raise bad_format(_NOT_AN_ADDRESS)
    name = named[1].strip()
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return MailAddress(named[2], named[3], display_name or name)


def parse_addresses(text: str) -> list[MailAddress]:
    """Several addresses, parted by commas."""
    return [parse_mail_address(part) for part in re.split(r",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*\Z)", text)]


class MailMessage(NetObject):
    """System.Net.Mail.MailMessage."""

    __slots__ = (
        "attachments", "bcc", "body", "body_encoding", "cc", "headers", "is_html", "notify", "priority", "reply_to",
        "sender", "source", "subject", "subject_encoding", "to", "views",
    )  # fmt: skip
    type_name = "System.Net.Mail.MailMessage"

    def __init__(self) -> None:
        from ems.runtime.dotnet.specialized import NameValueCollection

        self.source: MailAddress | None = None
        self.sender: MailAddress | None = None
        self.to = collection("MailAddressCollection")
        self.cc = collection("MailAddressCollection")
        self.bcc = collection("MailAddressCollection")
        self.reply_to = collection("MailAddressCollection")
        self.attachments = collection("AttachmentCollection")
        self.views = collection("AlternateViewCollection")
        self.headers = NameValueCollection()
        self.subject = ""
        self.body = ""
        self.is_html = False
        self.priority: Any = enum_value("System.Net.Mail.MailPriority", "Normal")
        self.notify: Any = enum_value("System.Net.Mail.DeliveryNotificationOptions", "None")
        self.body_encoding: Any = None
        self.subject_encoding: Any = None


class SmtpClient(NetObject):
    """System.Net.Mail.SmtpClient."""

    __slots__ = ("credentials", "default_credentials", "host", "port", "ssl", "timeout")
    type_name = "System.Net.Mail.SmtpClient"

    def __init__(self, host: str | None = None, port: int = 25) -> None:
        self.host = host
        self.port = port
        self.ssl = False
        self.timeout = 100000
        self.credentials: Any = None
        self.default_credentials = False


def _new_message(_type: Any, *arguments: Any) -> MailMessage:
    made = MailMessage()
    if len(arguments) >= 2:
        source, target = arguments[0], arguments[1]
        if source is None or target is None:
            raise argument_null("from" if source is None else "to")
        made.source = source if isinstance(source, MailAddress) else parse_mail_address(source)
        made.to.extend([target] if isinstance(target, MailAddress) else parse_addresses(target))
    if len(arguments) == 4:
        made.subject, made.body = arguments[2] or "", arguments[3] or ""
    return made


def _add_address(addresses: ListValue, item: Any) -> None:
    addresses.extend([item] if isinstance(item, MailAddress) else parse_addresses(item))


def _set_subject(message: MailMessage, subject: str | None) -> None:
    if subject and ("\r" in subject or "\n" in subject):
        raise argument("The specified string is not in the form required for a subject.")
    message.subject = subject or ""


def send(client: SmtpClient, message: MailMessage) -> None:
    """SmtpClient.Send."""
    if message is None:
        raise argument_null("message")
    if message.source is None:
        raise invalid_operation("A from address must be specified.")
    recipients = [each.address for group in (message.to, message.cc, message.bcc) for each in group]
    if not recipients:
        raise invalid_operation("A recipient must be specified.")
    if not client.host:
        raise invalid_operation("The SMTP host was not specified.")
    credentials = client.credentials
    # Credentials without a name are those of the session: none for a server that knows no Windows.
    named = credentials is not None and credentials.user_name
    account = (credentials.user_name, credentials.password) if named else None
    try:
        talk = Conversation(session(), client.host, client.port, client.ssl, account)
        talk.send(message.source.address, recipients, compose(message))
    except SmtpFailure as failure:
        raise failure.as_net_error() from None


def _send(client: SmtpClient, *arguments: Any) -> None:
    message = arguments[0] if len(arguments) == 1 else _new_message(None, *arguments)
    send(client, message)


_ADDRESSES: Final[dict[str, Callable[..., Any]]] = {**METHODS, "Add": _add_address}

TYPES: Final = {
    "System.Net.Mail.MailAddress": Implementation(
        methods={"Equals": MailAddress.equals, "ToString": lambda address: address.to_text()},
        properties={
            "Address": attr("address"),
            "DisplayName": attr("display_name"),
            "Host": attr("host"),
            "User": attr("user"),
        },
        static={
            "new": lambda _type, text, *rest: parse_mail_address(
                text, next((each for each in rest if isinstance(each, str)), None)
            )
        },
    ),
    "System.Net.Mail.MailAddressCollection": Implementation(
        _ADDRESSES,
        PROPERTIES,
        {"new": lambda _type: collection("MailAddressCollection")},
        declared="""
            void Add(string addresses)
            void Add(mailaddress item)
            string ToString()
            System.Net.Mail.MailAddressCollection new()
        """.replace("mailaddress", "System.Net.Mail.MailAddress"),
    ),
    "System.Net.Mail.MailMessage": Implementation(
        methods={"Dispose": lambda _message: None},
        properties={
            "AlternateViews": attr("views"),
            "Attachments": attr("attachments"),
            "Bcc": attr("bcc"),
            "Body": both("body"),
            "BodyEncoding": both("body_encoding"),
            "BodyTransferEncoding": (lambda _message: -1, lambda _message, _value: None),
            "HeadersEncoding": (lambda _message: None, lambda _message, _value: None),
            "CC": attr("cc"),
            "DeliveryNotificationOptions": both("notify"),
            "From": both("source"),
            "Headers": attr("headers"),
            "IsBodyHtml": both("is_html"),
            "Priority": both("priority"),
            "ReplyTo": (
                lambda message: next(iter(message.reply_to), None),
                lambda message, value: message.reply_to.append(value),
            ),
            "ReplyToList": attr("reply_to"),
            "Sender": both("sender"),
            "Subject": (attr("subject"), _set_subject),
            "SubjectEncoding": both("subject_encoding"),
            "To": attr("to"),
        },
        static={"new": _new_message},
    ),
    "System.Net.Mail.SmtpClient": Implementation(
        methods={"Dispose": lambda _client: None, "Send": _send, "SendMailAsync": _send},
        properties={
            "Credentials": both("credentials"),
            "DeliveryFormat": (lambda _client: 0, lambda _client, _value: None),
            "DeliveryMethod": (lambda _client: 0, lambda _client, value: number_of(value)),
            "EnableSsl": both("ssl"),
            "Host": both("host"),
            "PickupDirectoryLocation": (lambda _client: None, lambda _client, _value: None),
            "Port": both("port"),
            "TargetName": (lambda client: f"SMTPSVC/{client.host}", lambda _client, _value: None),
            "Timeout": both("timeout"),
            "UseDefaultCredentials": both("default_credentials"),
        },
        static={"new": lambda _type, *arguments: SmtpClient(*arguments)},
    ),
}
