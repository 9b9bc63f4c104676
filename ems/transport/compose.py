"""A message as System.Net.Mail writes it: order and wording of the header, encodings, attachments."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .clock import MONTHS

if TYPE_CHECKING:
    from datetime import datetime

_PRIORITY: Final = {"high": ("1", "high"), "low": ("5", "low")}


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address with the name that is shown for it."""

    address: str
    display_name: str = ""

    @staticmethod
    def parse(text: str) -> MailAddress:
        """``Name <user@host>``, ``"Name" <user@host>`` or the bare address."""
        text = text.strip()
        if text.endswith(">") and "<" in text:
            name, _, address = text[:-1].rpartition("<")
            return MailAddress(address.strip(), name.strip().strip('"').strip())
        return MailAddress(text)

    def __str__(self) -> str:
        if not self.display_name:
            return self.address
        if self.display_name.isascii():
            return f'"{self.display_name}" <{self.address}>'
        return f"{encoded_word(self.display_name)} <{self.address}>"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file beside the text."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class MailMessage:
    """What Send-MailMessage puts together."""

    sender: MailAddress
    to: Sequence[MailAddress] = ()
    cc: Sequence[MailAddress] = ()
    bcc: Sequence[MailAddress] = ()
    reply_to: Sequence[MailAddress] = ()
    subject: str = ""
    body: str = ""
    is_html: bool = False
    priority: str = "Normal"
    charset: str = "us-ascii"
    attachments: Sequence[Attachment] = ()
    notify: frozenset[str] = frozenset()

    @property
    def recipients(self) -> list[str]:
        return [each.address for each in (*self.to, *self.cc, *self.bcc)]


def encoded_word(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode('utf-8', 'replace')).decode()}?="


def compose(message: MailMessage, now: datetime, boundary: str) -> bytes:
    """The message as it goes over the wire, without the stuffing of dots."""
    head = ["MIME-Version: 1.0", f"From: {message.sender}"]
    for name, addresses in (("To", message.to), ("Cc", message.cc), ("Reply-To", message.reply_to)):
        if addresses:
            head.append(f"{name}: {', '.join(str(each) for each in addresses)}")
    level = _PRIORITY.get(message.priority.lower())
    if level is not None:
        head += [
            f"X-Priority: {level[0]}",
            f"Priority: {'urgent' if level[1] == 'high' else 'non-urgent'}",
            f"Importance: {level[1]}",
        ]
    head.append(f"Date: {_date(now)}")
    subject = message.subject.replace("\r", " ").replace("\n", " ")
    head.append(f"Subject: {subject if subject.isascii() else encoded_word(subject)}")
    text_headers, text = _text_part(message)
    if not message.attachments:
        return _joined([*head, *text_headers], text)
    head.append(f"Content-Type: multipart/mixed; boundary={boundary}")
    parts = [_joined(text_headers, text)]
    for each in message.attachments:
        encoded = base64.encodebytes(each.content).replace(b"\n", b"\r\n")
        lines = [
            f'Content-Type: {each.media_type}; name="{each.name}"',
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{each.name}"',
        ]
        parts.append(_joined(lines, encoded))
    mark = f"--{boundary}".encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return _joined(head, body)


def _joined(head: list[str], body: bytes) -> bytes:
    return ("\r\n".join(head) + "\r\n\r\n").encode("utf-8", "replace") + body


def _text_part(message: MailMessage) -> tuple[list[str], bytes]:
    charset = message.charset.lower()
    kind = "text/html" if message.is_html else "text/plain"
    body = message.body.replace("\r\n", "\n").replace("\n", "\r\n")
    try:
        raw = body.encode(charset, "replace")
    except LookupError:
        charset, raw = "utf-8", body.encode("utf-8", "replace")
    if charset in ("us-ascii", "ascii", "iso-8859-1"):
        encoding = "quoted-printable"
        encoded = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    else:
        encoding = "base64"
        encoded = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    lines = [f"Content-Type: {kind}; charset={charset}", f"Content-Transfer-Encoding: {encoding}"]
    return lines, encoded + b"\r\n"


def _date(moment: datetime) -> str:
    """Without the day of the week, as System.Net.Mail writes it."""
    offset = moment.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    zone = f"{sign}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year} {moment:%H:%M:%S} {zone}"
