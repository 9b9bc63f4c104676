"""Queues and messages of the transport as the shell's objects, and what identities and filters select of them.

Queue identities are SERVER\\NAME, SERVER or NAME alone; message identities SERVER\\QUEUE\\NUMBER, with `*` for any
part. Property names and their order: documentation of queue and message properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from ems.exchange import net, texts
from ems.exchange.filters import Filter, FilterError
from ems.exchange.identity import Identity, matches
from ems.exchange.kinds import kind_of
from ems.exchange.objects import ExchangeObject
from ems.exchange.results import limited
from ems.exchange.services import transport_of
from ems.exchange.tasks import NOT_FOUND, ExchangeCmdlet
from ems.exchange.unstored import UNSTORED
from ems.runtime.values import Int64

if TYPE_CHECKING:
    from ems.transport.queuemanager import MessageView, QueueView

QUEUE_TYPE: Final = "Microsoft.Exchange.Data.QueueViewer.ExtensibleQueueInfo"
QUEUE_TYPE_2010: Final = "Microsoft.Exchange.Data.QueueViewer.QueueInfo"
MESSAGE_TYPE: Final = "Microsoft.Exchange.Data.QueueViewer.ExtensibleMessageInfo"
_SPECIAL: Final = ("Submission", "Unreachable", "Poison")


def queue_object(view: QueueView, year: int = 2019) -> ExchangeObject:
    """A queue, with the properties that the product of a year knows."""
    pairs: list[tuple[str, Any]] = [
        ("Identity", view.identity),
        ("DeliveryType", kind_of("DeliveryType").read(_delivery_type(view.hop.delivery_type))),
        ("NextHopDomain", view.hop.domain),
        ("TlsDomain", ""),
        ("NextHopConnector", net.guid(view.hop.connector)),
        ("Status", kind_of("QueueStatus").read(view.status)),
        ("MessageCount", view.message_count),
        ("LastError", view.last_error or None),
        ("RetryCount", view.retry_count),
        ("LastRetryTime", _moment(view.last_retry)),
        ("NextRetryTime", _moment(view.next_retry)),
        ("FirstRetryTime", _moment(view.first_retry)),
        ("DeferredMessageCount", 0),
        ("DeferredMessageCountsPerPriority", [0, 0, 0, 0]),
        ("LockedMessageCount", 0),
        ("MessageCountsPerPriority", [0, 0, view.message_count, 0]),
        ("RiskLevel", "Normal"),
        ("OutboundIPPool", 0),
        ("NextHopCategory", view.category),
        ("IncomingRate", 0.0),
        ("OutgoingRate", 0.0),
        ("Velocity", 0.0),
        ("QueueIdentity", view.identity),
        ("PriorityDescriptions", ["High", "Normal", "Low", "None"]),
        ("OverrideSource", None),
        ("IsValid", True),
        ("ObjectState", kind_of("ObjectState").read("New")),
    ]
    if year < 2013:
        known = UNSTORED[QUEUE_TYPE_2010]
        return ExchangeObject.of(QUEUE_TYPE_2010, [pair for pair in pairs if pair[0] in known], view)
    return ExchangeObject.of(QUEUE_TYPE, pairs, view)


def message_object(view: MessageView, with_recipients: bool) -> ExchangeObject:
    """A message that waits in a queue. Its recipients are shown only where they were asked for."""
    message = view.message
    recipients = [str(each.get("address", each)) for each in message.recipients] if with_recipients else None
    pairs: list[tuple[str, Any]] = [
        ("Identity", view.identity),
        ("Subject", message.subject),
        ("InternetMessageId", message.message_id),
        ("FromAddress", message.sender or "<>"),
        ("Status", kind_of("MessageStatus").read(view.status)),
        ("Size", kind_of("ByteQuantifiedSize").read(message.size)),
        ("MessageSourceName", message.source),
        ("SourceIP", net.ip_address(message.source_ip) if message.source_ip else None),
        ("SCL", message.scl if message.scl is not None else 0),
        ("DateReceived", _moment(view.received)),
        ("ExpirationTime", _moment(view.expires)),
        ("LastError", message.last_error or None),
        ("RetryCount", message.retry_count),
        ("Queue", view.queue),
        ("Recipients", recipients),
        ("IsProbeMessage", False),
        ("Priority", "Normal"),
        ("Directionality", "Originating" if message.auth_as == "Internal" else "Incoming"),
        ("DeferReason", "None"),
        ("MessageIdentity", Int64(message.internal_id)),
        ("IsValid", True),
        ("ObjectState", kind_of("ObjectState").read("New")),
    ]
    return ExchangeObject.of(MESSAGE_TYPE, pairs, view)


def _delivery_type(name: str) -> str:
    return {"SmtpRelayToRemoteActiveDirectorySite": "SmtpRelayToRemoteAdSite"}.get(name, name)


def _moment(moment: datetime | None) -> Any:
    return None if moment is None else net.date_time(moment.isoformat())


class QueueViewerCmdlet(ExchangeCmdlet):
    """What the cmdlets of queues and messages have in common."""

    def end(self) -> None:
        """Queues are no part of the directory; there is nothing to commit."""

    def stop(self) -> None:
        """Nothing is staged either."""

    @property
    def transport(self) -> Any:
        return transport_of(self.session)

    def queue_views(self) -> list[QueueView]:
        views: list[QueueView] = self.transport.queues.queues(self.transport.topology())
        return views

    def message_views(self) -> list[MessageView]:
        views: list[MessageView] = self.transport.queues.messages(self.transport.topology())
        return views

    def of_server(self, views: Sequence[Any], name: str = "Server") -> list[Any]:
        """Those of -Server; of the server that the shell is connected to without it."""
        if not self.has(name):
            return [each for each in views if self._server(each) == self.local_server.name]
        wanted = Identity(self.given(name)).text.partition(".")[0]
        if not any(matches(wanted, server.name) for server in self.view.find("exchangeServer")):
            self.fail(texts.NOT_FOUND.format(wanted, self.presentation.controller), NOT_FOUND)
        return [each for each in views if matches(wanted, self._server(each))]

    @staticmethod
    def _server(view: Any) -> str:
        return str(view.identity).partition("\\")[0]

    def selected(self, views: Sequence[Any], identity: Any) -> list[Any]:
        """Those that an identity means; an object from the pipeline means itself."""
        text = Identity(identity).text
        parts = text.split("\\")
        found = [each for each in views if self._fits(each.identity.split("\\"), parts)]
        if not found and "*" not in text:
            self.report(f'The queue or message with identity "{text}" doesn\'t exist.', NOT_FOUND)  # our wording
        return found

    def _fits(self, have: list[str], wanted: list[str]) -> bool:
        if len(wanted) == len(have):
            return all(matches(one, other) for one, other in zip(wanted, have, strict=True))
        if len(wanted) == 1:
            known = {each.casefold() for each in _SPECIAL} | {self.local_server.name.casefold()}
            word = wanted[0]
            if word == "*":
                return True
            if word.casefold() == have[0].casefold():
                return True
            return matches(word, have[-1]) and (word.casefold() in known or have[0] == self.local_server.name)
        return len(wanted) == 2 and len(have) == 3 and matches(wanted[0], have[0]) and matches(wanted[1], have[1])

    def put_out(self, objects: list[ExchangeObject]) -> None:
        """Filter, order and number, as for every list of the queue viewer."""
        if self.given("Filter") is not None:
            try:
                condition = Filter(net.text_of(self.given("Filter")), UNSTORED[str(self.output_types[0])])
            except FilterError as error:
                raise self.convert_error("Filter", self.given("Filter"), "System.String", str(error)) from None
            objects = [each for each in objects if condition.holds(each)]
        for entry in reversed([net.text_of(each) for each in net.elements(self.given("SortOrder"))]):
            descending, name = entry.startswith("-"), entry.lstrip("+-")
            objects = sorted(objects, key=lambda each: net.text_of(each.get(name)).casefold(), reverse=descending)
        for each in limited(self, objects):
            self.write(each)
