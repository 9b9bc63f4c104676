"""Rows of the message tracking log for one message: what is recorded when.

Events, sources and fields: Microsoft's page on message tracking. A message that comes by SMTP leaves RECEIVE, then
DELIVER for each mailbox, SEND for what leaves, FAIL and DSN for what does not arrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .logfiles import csv_value
from .logs import TrackingEvent

if TYPE_CHECKING:
    from .dsn import Report
    from .envelope import Submission
    from .outside import Answer
    from .replies import Reply
    from .routing import NextHop, Route
    from .stamps import Stamped
    from .topology import Server


class Tracker:
    """Collects the rows of one message."""

    def __init__(self, submission: Submission | None, message: Stamped, server: Server, internal_id: int) -> None:
        self.events: list[TrackingEvent] = []
        self._server = server
        self._submission = submission
        path = "" if submission is None else str(submission.envelope.sender)
        self._common = {
            "server-ip": server.address,
            "server-hostname": server.name,
            "internal-message-id": str(internal_id),
            "message-id": csv_value(message.message_id),
            "network-message-id": message.network_id,
            "total-bytes": str(message.size),
            "message-subject": csv_value(message.subject),
            "sender-address": csv_value(message.sender),
            "return-path": csv_value(path or "<>"),
            "directionality": "Incoming"
            if submission is None or submission.origin.auth_as == "Anonymous"
            else "Originating",
            "transport-traffic-type": "Email",
            "log-id": message.network_id,
            "schema-version": server.version.padded,
        }
        if submission is not None:
            self._common["original-client-ip"] = submission.origin.client_ip
            self._common["original-server-ip"] = server.address

    def _add(self, source: str, event: str, addresses: list[str], **values: str) -> None:
        row = dict(self._common)
        row["source"], row["event-id"] = source, event
        row["recipient-address"] = csv_value(";".join(addresses))
        row["recipient-count"] = str(len(addresses))
        for name, value in values.items():
            row[name.replace("_", "-")] = csv_value(value)
        self.events.append(TrackingEvent(row))

    def received(self) -> None:
        assert self._submission is not None
        origin = self._submission.origin
        self._add(
            "SMTP",
            "RECEIVE",
            [str(each.address) for each in self._submission.envelope.recipients],
            client_ip=origin.client_ip,
            client_hostname=origin.hello,
            connector_id=origin.connector,
            source_context=f"{origin.session_id};{self._submission.received:%Y-%m-%dT%H:%M:%S}Z;0"
            if origin.session_id
            else "",
            message_info="0cA: " if origin.auth_as == "Anonymous" else f"{origin.auth_mechanism}I: ",
        )

    def delivered(self, route: Route) -> None:
        if route.expanded_from:
            self._add("ROUTING", "EXPAND", [str(route.address)], related_recipient_address=route.expanded_from)
        if route.resolved_from:
            self._add("RESOLVER", "RESOLVE", [str(route.address)], related_recipient_address=route.resolved_from)
        self.delivered_again(str(route.address))

    def delivered_again(self, address: str) -> None:
        self._add(
            "STOREDRIVER", "DELIVER", [address], client_ip=self._server.address, client_hostname=self._server.fqdn,
            recipient_status="", server_hostname=self._server.fqdn,
        )  # fmt: skip

    def sent(self, routes: list[Route], hop: NextHop, answer: Answer) -> None:
        addresses = [str(route.address) for route in routes]
        self._add(
            "SMTP", "SEND", addresses, client_ip=self._server.address, client_hostname=self._server.name,
            server_ip=answer.address, server_hostname=answer.host, connector_id=hop.domain,
            recipient_status=";".join("250 2.1.5 Recipient OK" for _ in addresses),
        )  # fmt: skip

    def sent_again(self, address: str, hop: NextHop) -> None:
        self._add("SMTP", "SEND", [address], connector_id=hop.domain, recipient_status="250 2.1.5 Recipient OK")

    def failed(self, route: Route, failure: Reply | None = None) -> None:
        reply = failure or route.failure
        source = "ROUTING" if failure is None else "DNS"
        self._add(source, "FAIL", [str(route.address)], recipient_status="" if reply is None else reply.text)

    def expired(self, report: Report) -> None:
        self._add("QUEUE", "FAIL", [report.address], recipient_status="" if report.reply is None else report.reply.text)

    def reported(self, reports: list[Report]) -> None:
        assert self._submission is not None
        sender = [str(each.address) for each in self._submission.envelope.recipients]
        self._add("DSN", "DSN", sender, reference=";".join(each.address for each in reports), recipient_status="")
