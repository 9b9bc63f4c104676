"""*-Queue: where messages wait for their next hop."""

from __future__ import annotations

from typing import Any, Final

from ems.exchange.queues import QUEUE_TYPE, QUEUE_TYPE_2010, QueueViewerCmdlet, queue_object
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.QueueViewerTasks."
_VIEW: Final = {
    "types": [QUEUE_TYPE],
    "name": "ExtensibleQueueInfo",
    "kind": "Table",
    "columns": [
        {"property": "Identity", "width": 20},
        {"property": "DeliveryType", "width": 12, "align": "left"},
        {"property": "Status", "width": 6, "align": "left"},
        {"property": "MessageCount", "width": 12, "align": "left"},
        {"property": "Velocity", "width": 8, "align": "left"},
        {"property": "RiskLevel", "width": 9, "align": "left"},
        {"property": "OutboundIPPool", "width": 14, "align": "left"},
        {"property": "NextHopDomain"},
    ],
}

_VIEW_2010: Final = {
    "types": [QUEUE_TYPE_2010],
    "name": "QueueInfo",
    "kind": "Table",
    "columns": [
        {"property": "Identity", "width": 43},
        {"property": "DeliveryType", "width": 12, "align": "left"},
        {"property": "Status", "width": 6, "align": "left"},
        {"property": "MessageCount", "width": 12, "align": "left"},
        {"property": "NextHopDomain"},
    ],
}


class GetQueue(QueueViewerCmdlet):
    """Gets the queues of a server.

    Submission is always there; a delivery queue appears when something waits for its next hop, and goes some minutes
    after it is empty.
    """

    name = "Get-Queue"
    net_class = _NAMESPACE + "GetQueueInfo"
    default_set = "Identity"
    views = (_VIEW, _VIEW_2010)
    output_types = (QUEUE_TYPE,)
    examples = (Example("Get-Queue | Where-Object {$_.MessageCount -gt 0}", "Shows where mail waits."),)

    def execute(self) -> None:
        views: list[Any] = self.queue_views()
        if self.given("Identity") is not None:
            views = self.selected(views, self.given("Identity"))
        else:
            views = self.of_server(views)
        self.put_out([queue_object(each, self.year) for each in views])


class QueueAction(QueueViewerCmdlet):
    """A cmdlet that does something to queues."""

    sentence = ""

    def execute(self) -> None:
        views: list[Any] = self.queue_views()
        if self.given("Identity") is not None:
            views = self.selected(views, self.given("Identity"))
        else:
            views = self.of_server(views)
        for view in views:
            if self.confirmed(self.sentence.format(view.identity)):
                self.act(view)

    def act(self, view: Any) -> None:
        raise NotImplementedError


class SuspendQueue(QueueAction):
    """Stops a queue from sending. Mail still comes in. It asks first."""

    name = "Suspend-Queue"
    net_class = _NAMESPACE + "SuspendQueue"
    default_set = "Identity"
    should_process = "High"
    sentence = 'Suspending the queue "{0}".'  # our wording
    examples = (Example("Suspend-Queue EX01\\Submission -Confirm:$false", "Holds back what was accepted."),)

    def act(self, view: Any) -> None:
        self.transport.queues.set_suspended(view.server, view.hop, True)


class ResumeQueue(QueueAction):
    """Lets a suspended queue send again."""

    name = "Resume-Queue"
    net_class = _NAMESPACE + "ResumeQueue"
    default_set = "Identity"
    should_process = "Medium"
    sentence = 'Resuming the queue "{0}".'  # our wording
    examples = (Example("Resume-Queue EX01\\Submission", "Lets mail flow again."),)

    def act(self, view: Any) -> None:
        self.transport.queues.set_suspended(view.server, view.hop, False)


class RetryQueue(QueueAction):
    """Connects to the next hop of a queue now, without waiting for its timer."""

    name = "Retry-Queue"
    net_class = _NAMESPACE + "RetryQueue"
    default_set = "Identity"
    should_process = "Medium"
    sentence = 'Retrying the queue "{0}".'  # our wording
    examples = (Example("Get-Queue | Retry-Queue", "Tries all queues again."),)

    def act(self, view: Any) -> None:
        self.transport.queues.retry_now(self.transport.topology(), view.server, view.hop)
