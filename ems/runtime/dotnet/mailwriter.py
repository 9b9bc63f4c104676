"""How a MailMessage goes over the wire: the headers, and the body with its views and attachments as MIME parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ems.runtime.dotnet.mailparts import encoded, wrapped
from ems.runtime.dotnet.support import session

if TYPE_CHECKING:
    from ems.runtime.dotnet.mail import MailAddress, MailMessage


def _header(address: MailAddress) -> str:
    return f"{encoded(address.display_name)} <{address.address}>" if address.display_name else address.address


def _date() -> str:
    from ems.runtime.cultures import INVARIANT
    from ems.runtime.dotnet.time import DateTime

    now = DateTime.now()
    return now.format_text("dd MMM yyyy HH:mm:ss ", INVARIANT) + now.format_text("zzz", INVARIANT).replace(":", "")


class _Boundaries:
    """The boundaries of one message, numbered as .NET does."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        made = f"--boundary_{self.count}_{session().new_guid()}"
        self.count += 1
        return made


def _multipart(kind: str, boundary: str, parts: list[str]) -> str:
    inner = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary={boundary}\r\n\r\n\r\n{inner}--{boundary}--\r\n"


def _body(message: MailMessage) -> str:
    kind = "text/html" if message.is_html else "text/plain"
    if message.body.isascii():
        text = re.sub(r"\r\n|\r|\n", "\r\n", message.body)
        return f"Content-Type: {kind}; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n{text}\r\n"
    text = wrapped(message.body.encode())
    return f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}\r\n"


def _view(view: Any, boundaries: _Boundaries) -> str:
    made = f"{view.headers()}\r\n{view.body()}\r\n"
    if not len(view.resources):
        return str(made)
    boundary = boundaries.next()
    for each in view.resources:
        each.identifier  # noqa: B018 - a resource is referred to by its Content-ID: this makes one where there is none
    return _multipart("related", boundary, [made, *(f"{each.headers()}\r\n{each.body()}\r\n" for each in view.resources)])


def _content(message: MailMessage) -> str:
    boundaries = _Boundaries()
    outer = boundaries.next() if len(message.attachments) else ""
    content = _body(message)
    if len(message.views):
        boundary = boundaries.next()
        parts = [_view(each, boundaries) for each in message.views]
        content = _multipart("alternative", boundary, [content, *parts] if message.body else parts)
    if not outer:
        return content
    attached = [
        f"{each.headers()}Content-Disposition: {each.disposition.to_text()}\r\n\r\n{each.body()}\r\n"
        for each in message.attachments
    ]
    return _multipart("mixed", outer, [content, *attached])


def compose(message: MailMessage) -> bytes:
    """The message as it goes over the wire."""
    assert message.source is not None
    lines = [f"MIME-Version: 1.0\r\nFrom: {_header(message.source)}"]
    for label, addresses in (("To", message.to), ("Cc", message.cc), ("Reply-To", message.reply_to)):
        if len(addresses):
            lines.append(f"{label}: {', '.join(_header(each) for each in addresses)}")
    priority = message.priority.text
    if priority != "Normal":
        lines += [
            f"X-Priority: {1 if priority == 'High' else 5}",
            f"Priority: {'urgent' if priority == 'High' else 'non-urgent'}",
            f"Importance: {priority.lower()}",
        ]
    lines += [f"Date: {_date()}", f"Subject: {encoded(message.subject)}"]
    lines += [f"{name}: {','.join(values)}" for name, values in message.headers.entries.values()]
    return ("\r\n".join(lines) + "\r\n" + _content(message)).encode("utf-8")
