"""The Pickup and Replay directories: messages that come as files.

A ``.eml`` file is renamed to ``.tmp`` while it is in work, taken in, and deleted; what cannot be taken in is left as
``.bad``. Looked at every 5 seconds, 100 messages a minute each. Pickup reads the envelope from the header (Sender or From;
To, Cc and Bcc) unless X-Sender and X-Receiver give it; Replay wants these two. What was in work when the service ended is
taken up again at its start. Source of the rules: Microsoft's pages on the Pickup directory and the Replay directory.
"""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .addresses import NULL_SENDER, parse_address
from .commands import parse_notify
from .envelope import Envelope, Origin, Recipient
from .headers import Fields, first_address, has_bare_line_feed, parse

if TYPE_CHECKING:
    from .service import TransportService

INTERVAL: Final = 5.0
_PER_MINUTE: Final = 100
_MAX_HEADER: Final = 64 << 10
_MAX_RECIPIENTS: Final = 100
_ENVELOPE: Final = frozenset({"x-sender", "x-receiver", "x-createdby", "x-endofinjectedxheaders", "x-source"})


class Directory:
    """One of the two directories of an organization's spool; it serves the first server."""

    def __init__(self, service: TransportService, name: str) -> None:
        self.folder: Final = service.organization.spool / name.lower()
        self._service = service
        self._name = name
        self._taken: deque[float] = deque()

    def prepare(self) -> None:
        """The service starts: what was in work is to be done again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.glob("*.tmp"):
            _rename(path, ".eml")

    def look(self) -> None:
        """Take in what lies here, oldest name first."""
        try:
            waiting = sorted(each for each in self.folder.iterdir() if each.suffix.lower() == ".eml" and each.is_file())
        except OSError:
            return
        for path in waiting:
            now = self._service.clock.monotonic()
            while self._taken and self._taken[0] <= now - 60:
                self._taken.popleft()
            if len(self._taken) >= _PER_MINUTE:
                return
            self._taken.append(now)
            self._take(path)

    def _take(self, path: Path) -> None:
        working = _rename(path, ".tmp")
        if working is None:  # still held by whoever writes it
            return
        try:
            content = working.read_bytes()
        except OSError:
            return
        if has_bare_line_feed(content):  # files written on other systems than Windows (our choice)
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        envelope = self._envelope(parse(content))
        if envelope is None:
            _rename(working, ".bad")
        elif self._submit(envelope, content):
            working.unlink(missing_ok=True)
        else:
            _rename(working, ".eml")  # the spool cannot be written: later

    def _envelope(self, fields: Fields) -> Envelope | None:
        """Sender and recipients; None where the message cannot be taken."""
        from email.utils import getaddresses  # not for every start of the program

        sender = first_address(fields.first("x-sender"))
        named = [_receiver(each) for each in fields.all("x-receiver")]
        if self._name == "Pickup":
            sender = sender or first_address(fields.first("sender")) or first_address(fields.first("from"))
            if not named:
                shown = getaddresses([value for name in ("to", "cc", "bcc") for value in fields.all(name)])
                named = [(address, frozenset()) for _, address in shown if address]
        elif not fields.first("x-sender"):
            return None
        found = {parse_address(address): notify for address, notify in named}
        recipients = [Recipient(address, notify) for address, notify in found.items() if address is not None]
        come_from = parse_address(sender) if sender else NULL_SENDER
        if come_from is None or (self._name == "Pickup" and come_from.is_null):
            return None
        if not recipients or len(recipients) != len(found) or len(recipients) > _MAX_RECIPIENTS:
            return None
        return Envelope(come_from, recipients) if fields.length <= _MAX_HEADER else None

    def _submit(self, envelope: Envelope, content: bytes) -> bool:
        topology = self._service.topology()
        if not topology.servers:
            return False
        server = topology.servers[0]
        fields = parse(content)
        header = fields.without(lambda name: name in _ENVELOPE)
        origin = Origin(
            server=server.name, server_ip=server.address, client_ip=server.address, hello="localhost", connector="",
            frontend=False, session_id="", antispam=False, agent=self._name,
            keeps_routing_headers=self._name == "Replay",
        )  # fmt: skip
        receipt = self._service.delivery.submit(topology, server, envelope, header + b"\r\n" + fields.body, origin)
        return not receipt.error


class Directories:
    """Both, looked at every five seconds."""

    def __init__(self, service: TransportService) -> None:
        self._service = service
        self._both = (Directory(service, "Pickup"), Directory(service, "Replay"))
        self._next = 0.0

    def prepare(self) -> None:
        for each in self._both:
            try:
                each.prepare()
            except OSError:  # a spool that cannot be written takes no files in
                continue

    def look(self) -> None:
        now = self._service.clock.monotonic()
        if now >= self._next:
            self._next = now + INTERVAL
            for each in self._both:
                each.look()


def _receiver(value: str) -> tuple[str, frozenset[str]]:
    """X-Receiver: an address, and what the client of long ago said with it, as in RCPT TO."""
    for word in value.split()[1:]:
        keyword, _, wanted = word.partition("=")
        if keyword.upper() == "NOTIFY":
            return first_address(value), parse_notify(wanted) or frozenset()
    return first_address(value), frozenset()


def _rename(path: Path, suffix: str) -> Path | None:
    """Under another ending, and another name where that one is taken."""
    target = path.with_suffix(suffix)
    number = 1
    while target.exists():
        target = path.with_name(f"{path.stem}-{number}{suffix}")
        number += 1
    try:
        os.rename(path, target)
    except OSError:
        return None
    return target
