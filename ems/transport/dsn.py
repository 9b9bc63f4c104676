"""Delivery status notifications: non-delivery reports, delays, relays and deliveries.

Layout as seen on real reports (2007/2010 and 2013 on differ in their words); the reason sentences are our wording.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from . import headers as h
from .clock import mail_date
from .replies import Reply

if TYPE_CHECKING:
    from datetime import datetime

    from .envelope import Envelope
    from .topology import Server

FAILED: Final = "failed"
DELAYED: Final = "delayed"
RELAYED: Final = "relayed"
DELIVERED: Final = "delivered"

_SUBJECT: Final = {FAILED: "Undeliverable", DELAYED: "Delivery delayed", RELAYED: "Relayed", DELIVERED: "Delivered"}
_STATUS: Final = {DELAYED: "4.4.7", RELAYED: "2.0.0", DELIVERED: "2.0.0"}
_SENTENCES: Final = {
    DELAYED: "Delivery to these recipients or groups is delayed. You do not need to send the message again.",
    RELAYED: (
        "Delivery to these recipients or groups is complete, but no delivery notification was sent by the "
        "destination server:"
    ),
    DELIVERED: "Your message has been delivered to the following recipients:",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be said about one recipient."""

    action: str
    address: str
    original: str = ""
    reply: Reply | None = None


def reason(reply: Reply) -> str:
    """A sentence for people, by the enhanced status code."""
    status = reply.status
    if status.startswith("5.1."):
        return (
            "The e-mail address you entered couldn't be found. Please check the recipient's e-mail address and try to "
            "resend the message."
        )
    if status in ("5.7.1", "5.7.54"):
        return "You do not have permission to send to this recipient."
    if status.endswith((".3.4", ".2.3")):
        return "This message is larger than the current system limit allows."
    if status.endswith(".4.7"):
        return "The server has tried to deliver this message, without success, and has stopped trying."
    if status.startswith("5.4."):
        return "A problem occurred during the delivery of this message: the destination could not be reached."
    return "A problem occurred during the delivery of this message to this e-mail address."


def build(
    server: Server, postmaster: str, envelope: Envelope, original: bytes, reports: list[Report], when: datetime,
    message_id: str, boundary: str, arrived: datetime,
) -> bytes:  # fmt: skip
    """The report as a message; all its recipients share one action."""
    fields = h.parse(original)
    action = reports[0].action
    subject = fields.first("subject")
    old_id = fields.first("message-id")
    head = [
        f"From: <{postmaster}>",
        f"To: <{envelope.sender}>",
        f"Date: {mail_date(when)}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="{boundary}"',
        "Content-Language: en-US",
        f"Message-ID: {message_id}",
    ]
    if old_id:
        head += [f"In-Reply-To: {old_id}", f"References: {old_id}"]
    head += [f"Subject: {_SUBJECT[action]}: {subject}", "Auto-Submitted: auto-replied"]
    if action == FAILED:
        head.append("X-MS-Exchange-Message-Is-Ndr:")
    kept = fields.without(lambda name: (h.is_routing_header(name) and name != "received") or _is_internal(name))
    whole = kept + b"\r\n" + fields.body if envelope.ret != "HDRS" and len(original) <= 1 << 20 else None
    parts = [
        ("text/plain; charset=us-ascii", _text(server, reports, kept).encode("utf-8", "replace")),
        ("message/delivery-status", _status(server, envelope, reports, arrived).encode("utf-8", "replace")),
        ("message/rfc822", whole) if whole is not None else ("text/rfc822-headers", kept),
    ]
    lines = [("\r\n".join(head) + "\r\n\r\n").encode("utf-8", "surrogateescape")]
    for kind, content in parts:
        lines.append(f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n".encode() + content + b"\r\n")
    lines.append(f"--{boundary}--\r\n".encode())
    return b"".join(lines)


def _is_internal(name: str) -> bool:
    return h.is_organization_header(name) or h.is_forest_header(name)


def _text(server: Server, reports: list[Report], headers: bytes) -> str:
    action = reports[0].action
    if action != FAILED:
        return f"{_SENTENCES[action]}\r\n\r\n" + "".join(
            f"{each.address}<mailto:{each.address}>\r\n" for each in reports
        )
    modern = server.version.has_frontend
    out = [
        "Delivery has failed to these recipients or groups:"
        if modern
        else "Delivery has failed to these recipients or distribution lists:",
        "",
    ]
    for each in reports:
        assert each.reply is not None
        out += [f"{each.address}<mailto:{each.address}>", reason(each.reply), ""]
    if not modern:
        out += [f"Sent by Microsoft Exchange Server {server.version.year}", ""]
    out += ["Diagnostic information for administrators:", "", f"Generating server: {server.fqdn}", ""]
    for each in reports:
        assert each.reply is not None
        out.append(each.address)
        out.append(f"Remote Server returned '{each.reply.text}'" if modern else f"#{each.reply.text} ##")
        out.append("")
    out += ["Original message headers:", ""]
    return "\r\n".join(out) + "\r\n" + headers.decode("utf-8", "replace")


def _status(server: Server, envelope: Envelope, reports: list[Report], arrived: datetime) -> str:
    out = [f"Reporting-MTA: dns;{server.fqdn}"]
    if envelope.envelope_id:
        out.append(f"Original-Envelope-Id: {envelope.envelope_id}")
    out += [f"Arrival-Date: {mail_date(arrived)}", ""]
    for each in reports:
        out.append(f"Original-Recipient: {each.original or f'rfc822;{each.address}'}")
        out.append(f"Final-Recipient: rfc822;{each.address}")
        out.append(f"Action: {each.action}")
        out.append(f"Status: {each.reply.status if each.reply is not None else _STATUS[each.action]}")
        if each.reply is not None:
            out.append(f"Diagnostic-Code: smtp;{each.reply.text}")
        out.append("")
    return "\r\n".join(out)
