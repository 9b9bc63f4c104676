"""Get-MessageTrackingLog: what happened to messages, from the message tracking log of the servers.

The log is the file that the transport writes; its fields become properties by the names of the cmdlet's documentation.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ems.exchange import net
from ems.exchange.identity import Identity, find_servers
from ems.exchange.objects import ExchangeObject
from ems.exchange.queues import QueueViewerCmdlet
from ems.exchange.results import limited
from ems.exchange.unstored import UNSTORED
from ems.runtime.cmdlet import Example

_TYPE: Final = "Microsoft.Exchange.Management.TransportLogSearchTasks.MessageTrackingEvent"
_FIELDS: Final = {
    "ClientIp": "client-ip",
    "ClientHostname": "client-hostname",
    "ServerIp": "server-ip",
    "ServerHostname": "server-hostname",
    "SourceContext": "source-context",
    "ConnectorId": "connector-id",
    "Source": "source",
    "EventId": "event-id",
    "InternalMessageId": "internal-message-id",
    "MessageId": "message-id",
    "NetworkMessageId": "network-message-id",
    "Recipients": "recipient-address",
    "RecipientStatus": "recipient-status",
    "TotalBytes": "total-bytes",
    "RecipientCount": "recipient-count",
    "RelatedRecipientAddress": "related-recipient-address",
    "Reference": "reference",
    "MessageSubject": "message-subject",
    "Sender": "sender-address",
    "ReturnPath": "return-path",
    "Directionality": "directionality",
    "TenantId": "tenant-id",
    "OriginalClientIp": "original-client-ip",
    "MessageInfo": "message-info",
    "TransportTrafficType": "transport-traffic-type",
    "SchemaVersion": "schema-version",
}
_LISTS: Final = frozenset({"Recipients", "RecipientStatus", "Reference"})
_NUMBERS: Final = frozenset({"TotalBytes", "RecipientCount"})
_EXACT: Final = ("EventId", "Source", "Sender", "InternalMessageId", "NetworkMessageId", "TransportTrafficType")
_VIEW: Final = {
    "types": [_TYPE],
    "name": "MessageTrackingEvent",
    "kind": "Table",
    "columns": [
        {"property": "EventId", "width": 10},
        {"property": "Source", "width": 11},
        {"property": "Sender", "width": 30},
        {"property": "Recipients", "width": 33},
        {"property": "MessageSubject"},
    ],
}  # widths: our choice


class GetMessageTrackingLog(QueueViewerCmdlet):
    """Searches the message tracking log of a server.

    Each row says what happened to a message: it was received, delivered, sent on, or failed. All conditions must
    hold; the subject is searched for a part of it.
    """

    name = "Get-MessageTrackingLog"
    net_class = "Microsoft.Exchange.Management.TransportLogSearchTasks.GetMessageTrackingLog"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (
        Example("Get-MessageTrackingLog -Sender app@contoso.com -EventId RECEIVE", "Shows what an application sent."),
    )

    def execute(self) -> None:
        found = [each for row in self._rows() if self._wanted(each := self._event(row))]
        found.sort(key=lambda each: str(each.detail))
        for event in limited(self, found):
            self.write(event)

    def _rows(self) -> Iterator[Mapping[str, str]]:
        """The rows of all files of the servers that are asked."""
        self.transport.flush_logs()
        servers = [self.local_server]
        if self.has("Server"):
            identity = Identity(self.given("Server"))
            servers = find_servers(self.view, identity)
            if not servers:
                self.not_found(identity.text)
        for server in servers:
            folder = self.transport.logs.tracking_folder(server.name)
            for path in sorted(each for each in folder.glob("*") if each.suffix.lower() == ".log"):
                yield from _read(path.read_text(encoding="utf-8-sig", errors="replace"))

    @staticmethod
    def _event(row: Mapping[str, str]) -> ExchangeObject:
        pairs: list[tuple[str, Any]] = [("Timestamp", net.date_time(row.get("date-time", "")))]
        for name in UNSTORED[_TYPE][1:]:
            value: Any = row.get(_FIELDS.get(name, ""), "")
            if name in _LISTS:
                value = value.split(";") if value else []
            elif name in _NUMBERS:
                value = int(value) if value.isdigit() else 0
            pairs.append((name, value))
        return ExchangeObject.of(_TYPE, pairs, row.get("date-time", ""))

    def _wanted(self, event: ExchangeObject) -> bool:
        for name in _EXACT:
            asked = net.text_of(self.given(name)).casefold()
            if asked and net.text_of(event.get(name)).casefold() != asked:
                return False
        subject = net.text_of(self.given("MessageSubject")).casefold()
        if subject and subject not in str(event.get("MessageSubject")).casefold():
            return False
        message = net.text_of(self.given("MessageId")).strip("<>").casefold()
        if message and message != str(event.get("MessageId")).strip("<>").casefold():
            return False
        recipients = {net.text_of(each).casefold() for each in net.elements(self.given("Recipients"))}
        if recipients and not recipients & {str(each).casefold() for each in event.get("Recipients")}:
            return False
        start, end, moment = self.given("Start"), self.given("End"), event.get("Timestamp")
        return (start is None or moment.ticks >= start.ticks) and (end is None or moment.ticks < end.ticks)


def _read(text: str) -> Iterator[Mapping[str, str]]:
    """The rows of one file, by the names of its own field line."""
    fields: list[str] = []
    lines = [line for line in text.splitlines() if line]
    for line in lines:
        if line.startswith("#Fields:"):
            fields = [name.strip() for name in line.removeprefix("#Fields:").split(",")]
    for values in csv.reader(line for line in lines if not line.startswith("#")):
        yield dict(zip(fields, values, strict=False))
