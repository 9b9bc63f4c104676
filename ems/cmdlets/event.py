"""Events: Get-, New-, Remove-, Wait- and Unregister-Event."""

from __future__ import annotations

from ems.cmdlets import blocks, objects
from ems.cmdlets.eventing import PSEventArgs, manager
from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange


def unknown(cmdlet: Cmdlet, name: str, value: object) -> ErrorRecord:
    """The error of an event or subscription that is not there."""
    return cmdlet.error(
        "INVALID_SOURCE_IDENTIFIER",
        message("EventingStrings", name, value),
        "InvalidArgument",
        exception="System.ArgumentException",
    )


class GetEvent(Cmdlet):
    """Gets the events in the event queue."""

    name = "Get-Event"
    default_set = "BySource"
    output_types = ("System.Management.Automation.PSEventArgs",)
    source_identifier = Parameter("string", position=0, pipeline="name", sets="BySource")
    event_identifier = Parameter("int", position=0, mandatory=True, pipeline="name", sets="ById", aliases=("Id",))

    examples = (
        Example(
            "New-Event Sample | Out-Null; (Get-Event Sample).SourceIdentifier; Remove-Event Sample",
            "Looks at the queue.",
            "Sample",
        ),
    )

    def process(self) -> None:
        queue = manager(self).queue
        if "EventIdentifier" in self.bound:
            found = [event for event in queue if event.event_identifier == self.event_identifier]
            if not found:
                self.write_error(unknown(self, "EventIdentifierNotFound", self.event_identifier))
        else:
            pattern = self.source_identifier or "*"
            test = objects.wildcard(pattern)
            found = [event for event in queue if test(event.source_identifier)]
            if not found and not objects.contains_wildcards(pattern):
                self.write_error(unknown(self, "SourceIdentifierNotFound", pattern))
        for event in list(found):
            self.write(event)


class NewEvent(Cmdlet):
    """Creates a new event."""

    name = "New-Event"
    output_types = ("System.Management.Automation.PSEventArgs",)
    source_identifier = Parameter("string", position=0, mandatory=True)
    sender = Parameter("psobject", position=1)
    event_arguments = Parameter("psobject[]", position=2)
    message_data = Parameter("psobject", position=3)

    examples = (Example("(New-Event Sample -MessageData 5).MessageData; Remove-Event Sample", "Raises an event.", "5"),)

    def end(self) -> None:
        arguments = [objects.base_of(each) for each in self.event_arguments or ()]
        self.write(manager(self).raise_event(self, self.source_identifier, self.sender, arguments, self.message_data))


class RemoveEvent(Cmdlet):
    """Deletes events from the event queue."""

    name = "Remove-Event"
    default_set = "BySource"
    should_process = "Medium"
    source_identifier = Parameter("string", position=0, mandatory=True, sets="BySource")
    event_identifier = Parameter("int", position=0, mandatory=True, pipeline="name", sets="ByIdentifier")

    examples = (
        Example("New-Event Sample | Out-Null; Remove-Event Sample; @(Get-Event).Count", "Empties the queue.", "0"),
    )

    def process(self) -> None:
        queue = manager(self).queue
        if "EventIdentifier" in self.bound:
            found = [event for event in queue if event.event_identifier == self.event_identifier]
            if not found:
                self.write_error(unknown(self, "EventIdentifierNotFound", self.event_identifier))
        else:
            test = objects.wildcard(self.source_identifier)
            found = [event for event in queue if test(event.source_identifier)]
            if not found and not objects.contains_wildcards(self.source_identifier):
                self.write_error(unknown(self, "SourceIdentifierNotFound", self.source_identifier))
        for event in found:
            target = message("EventingStrings", "EventResource", event.source_identifier)
            if self.confirm(target, message("EventingStrings", "Remove")):
                queue.remove(event)


class WaitEvent(Cmdlet):
    """Waits until a particular event is raised before continuing to run."""

    name = "Wait-Event"
    output_types = ("System.Management.Automation.PSEventArgs",)
    source_identifier = Parameter("string", position=0, pipeline="name")
    timeout = Parameter("int", aliases=("TimeoutSec",), validate=(ValidateRange(-1, INT_MAX),))

    examples = (
        Example(
            "New-Event Sample | Out-Null; (Wait-Event Sample).SourceIdentifier; Remove-Event Sample",
            "Waits for an event.",
            "Sample",
        ),
    )

    def process(self) -> None:
        test = objects.wildcard(self.source_identifier or "*")
        limit = None if self.timeout is None or self.timeout < 0 else float(self.timeout)
        start = blocks.stopwatch(self)
        while True:
            found: PSEventArgs | None = next(
                (each for each in manager(self).queue if test(each.source_identifier)), None
            )
            if found is not None:
                self.write(found)
                return
            if limit is not None and blocks.stopwatch(self) - start >= limit:
                return
            blocks.sleep(self, 0.05)


class UnregisterEvent(Cmdlet):
    """Cancels an event subscription."""

    name = "Unregister-Event"
    default_set = "BySource"
    should_process = "Medium"
    source_identifier = Parameter("string", position=0, mandatory=True, pipeline="name", sets="BySource")
    subscription_id = Parameter("int", position=0, mandatory=True, pipeline="name", sets="ById")
    force = Parameter("switch")

    examples = (Example("Register-EngineEvent Sample; Unregister-Event Sample", "Cancels a subscription.", ""),)

    def process(self) -> None:
        events = manager(self)
        if "SubscriptionId" in self.bound:
            found = [each for each in events.subscribers if each.subscription_id == self.subscription_id]
            if not found:
                self.write_error(unknown(self, "EventSubscriptionNotFound", self.subscription_id))
        else:
            test = objects.wildcard(self.source_identifier)
            found = [
                each
                for each in events.subscribers
                if test(each.source_identifier) and (self.force or not each.support_event)
            ]
            if not found and not objects.contains_wildcards(self.source_identifier):
                self.write_error(unknown(self, "EventSubscriptionNotFound", self.source_identifier))
        for subscriber in found:
            target = message("EventingStrings", "EventSubscription", subscriber.source_identifier)
            if self.confirm(target, message("EventingStrings", "Unsubscribe")):
                events.subscribers.remove(subscriber)
