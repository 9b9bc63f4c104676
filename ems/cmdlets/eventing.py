"""Events of a session: a queue, and who wants to hear of what.

An event is raised by New-Event (or by the engine). A subscriber with an action takes it; without, it waits in the
queue for Get-Event and Wait-Event.
"""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.values import NetObject


class PSEventArgs(NetObject):
    """System.Management.Automation.PSEventArgs: one event."""

    __slots__ = ("event_identifier", "message_data", "sender", "source_args", "source_identifier", "time_generated")
    type_name = "System.Management.Automation.PSEventArgs"

    def __init__(
        self, number: int, source: str, sender: Any, arguments: list[Any], data: Any, time_generated: Any
    ) -> None:
        self.event_identifier = number
        self.source_identifier = source
        self.sender = sender
        self.source_args = arguments
        self.message_data = data
        self.time_generated = time_generated


class PSEventSubscriber(NetObject):
    """System.Management.Automation.PSEventSubscriber: somebody who wants to hear of a source."""

    __slots__ = (
        "action",
        "event_name",
        "forward_event",
        "job",
        "left",
        "message_data",
        "source_identifier",
        "source_object",
        "subscription_id",
        "support_event",
    )
    type_name = "System.Management.Automation.PSEventSubscriber"

    def __init__(
        self, number: int, source: str, action: Any, data: Any, support: bool, forward: bool, limit: int
    ) -> None:
        self.subscription_id = number
        self.source_identifier = source
        self.source_object: Any = None
        self.event_name: str | None = None
        self.action = action
        self.message_data = data
        self.support_event = support
        self.forward_event = forward
        self.left = limit
        self.job: Any = None


class EventManager:
    """The events of one session."""

    def __init__(self) -> None:
        self.queue: list[PSEventArgs] = []
        self.subscribers: list[PSEventSubscriber] = []
        self._events = 0
        self._subscriptions = 0

    def subscribe(
        self, source: str, action: Any, data: Any, support: bool, forward: bool, limit: int
    ) -> PSEventSubscriber:
        """A new subscriber; `limit` is how often it is called, 0 for always."""
        self._subscriptions += 1
        made = PSEventSubscriber(self._subscriptions, source, action, data, support, forward, limit)
        self.subscribers.append(made)
        return made

    def raise_event(self, cmdlet: Cmdlet, source: str, sender: Any, arguments: list[Any], data: Any) -> PSEventArgs:
        """Makes an event and gives it to its subscribers, or to the queue."""
        self._events += 1
        event = PSEventArgs(self._events, source, sender, arguments, data, blocks.now(cmdlet))
        heard = False
        for subscriber in [each for each in self.subscribers if each.source_identifier.lower() == source.lower()]:
            if subscriber.action is None:
                continue
            heard = True
            event.message_data = data if data is not None else subscriber.message_data
            blocks.run_event_action(cmdlet, subscriber, event)
            if subscriber.left:
                subscriber.left -= 1
                if not subscriber.left:
                    self.subscribers.remove(subscriber)
        if not heard:
            self.queue.append(event)
        return event


def manager(cmdlet: Cmdlet) -> EventManager:
    """The events of the cmdlet's session."""
    found: EventManager = blocks.state(cmdlet, "events").setdefault("manager", EventManager())
    return found
