"""Rows of the message tracking log for one message: what is recorded when.

Events, sources and fields: Microsoft's page on message tracking. A message that comes by SMTP leaves RECEIVE, then
DELIVER for each mailbox, SEND for what leaves, FAIL and DSN for what does not arrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .logfiles import csv_value

if TYPE_CHECKING:
    from .dsn import Report
    from .envelope import Submission
    from .outside import Answer
    from .replies import Reply
    from .routing import NextHop, Route
    from .stamps import Stamped
    from .topology import Server


class Tracker:
    """Collects the rows of one message: all fields but the time, in the order of the log."""

    def __init__(self, submission: Submission | None, message: Stamped, server: Server, internal_id: int) -> None:
        self.rows: list[str] = []
        self._server = server
        self._submission = submission
        path = "" if submission is None else str(submission.envelope.sender)
        client = "" if submission is None else submission.origin.client_ip
        incoming = submission is None or submission.origin.auth_as == "Anonymous"
        modern = server.version.has_frontend
        self._ids = f"{internal_id},{csv_value(message.message_id)}"
        if modern:
            self._ids += f",{message.network_id}"
        self._size = message.size
        self._mail = f"{csv_value(message.subject)},{csv_value(message.sender)},{csv_value(path or '<>')}"
        own = server.address if client else ""
        self._tail = f"{'Incoming' if incoming else 'Originating'},,{client},{own},"
        if modern:
            self._tail += f",Email,{message.network_id},{server.version.padded}"

    def _add(
        self,
        source: str,
        event: str,
        addresses: list[str],
        *,
        client_ip: str = "",
        client_name: str = "",
        server_ip: str = "",
        server_name: str = "",
        context: str = "",
        connector: str = "",
        status: str = "",
        related: str = "",
        reference: str = "",
        info: str = "",
    ) -> None:
        server = f"{server_ip or self._server.address},{server_name or self._server.name}"
        self.rows.append(
            f"{client_ip},{csv_value(client_name)},{server},"
            f"{csv_value(context)},{csv_value(connector)},{source},{event},{self._ids},{csv_value(';'.join(addresses))},"
            f"{csv_value(status)},{self._size},{len(addresses)},{csv_value(related)},{csv_value(reference)},{self._mail},"
            f"{info},{self._tail}"
        )

    def received(self) -> None:
        assert self._submission is not None
        origin = self._submission.origin
        context = f"{origin.session_id};{self._submission.received:%Y-%m-%dT%H:%M:%S}Z;0" if origin.session_id else ""
        self._add(
            "SMTP",
            "RECEIVE",
            [str(each.address) for each in self._submission.envelope.recipients],
            client_ip=origin.client_ip,
            client_name=origin.hello,
            connector=origin.connector,
            context=context,
            info="0cA: " if origin.auth_as == "Anonymous" else f"{origin.auth_mechanism}I: ",
        )

    def delivered(self, route: Route) -> None:
        if route.expanded_from:
            self._add("ROUTING", "EXPAND", [str(route.address)], related=route.expanded_from)
        if route.resolved_from:
            self._add("RESOLVER", "RESOLVE", [str(route.address)], related=route.resolved_from)
        self.delivered_again(str(route.address))

    def delivered_again(self, address: str) -> None:
        server = self._server
        self._add(
            "STOREDRIVER",
            "DELIVER",
            [address],
            client_ip=server.address,
            client_name=server.fqdn,
            server_name=server.fqdn,
        )

    def sent(self, routes: list[Route], hop: NextHop, answer: Answer) -> None:
        addresses = [str(route.address) for route in routes]
        self._add(
            "SMTP",
            "SEND",
            addresses,
            client_ip=self._server.address,
            client_name=self._server.name,
            server_ip=answer.address,
            server_name=answer.host,
            connector=hop.domain,
            status=";".join("250 2.1.5 Recipient OK" for _ in addresses),
        )

    def sent_again(self, address: str, hop: NextHop) -> None:
        self._add("SMTP", "SEND", [address], connector=hop.domain, status="250 2.1.5 Recipient OK")

    def failed(self, route: Route, failure: Reply | None = None) -> None:
        reply = failure or route.failure
        source = "ROUTING" if failure is None else "DNS"
        self._add(source, "FAIL", [str(route.address)], status="" if reply is None else reply.text)

    def expired(self, report: Report) -> None:
        self._add("QUEUE", "FAIL", [report.address], status="" if report.reply is None else report.reply.text)

    def reported(self, reports: list[Report]) -> None:
        assert self._submission is not None
        sender = [str(each.address) for each in self._submission.envelope.recipients]
        self._add("DSN", "DSN", sender, reference=";".join(each.address for each in reports))
