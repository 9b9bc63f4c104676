"""Get-EventSubscriber."""

from __future__ import annotations

from ems.cmdlets import objects
from ems.cmdlets.event import unknown
from ems.cmdlets.eventing import manager
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class GetEventSubscriber(Cmdlet):
    """Gets the event subscribers in the current session."""

    name = "Get-EventSubscriber"
    default_set = "BySource"
    output_types = ("System.Management.Automation.PSEventSubscriber",)
    source_identifier = Parameter("string", position=0, pipeline="name", sets="BySource")
    subscription_id = Parameter("int", position=0, mandatory=True, pipeline="name", sets="ById", aliases=("Id",))
    force = Parameter("switch", position=1)

    examples = (Example("@(Get-EventSubscriber).Count", "How many subscriptions there are.", "0"),)

    def process(self) -> None:
        subscribers = [each for each in manager(self).subscribers if self.force or not each.support_event]
        if "SubscriptionId" in self.bound:
            found = [each for each in subscribers if each.subscription_id == self.subscription_id]
            if not found:
                self.write_error(unknown(self, "EventSubscriptionNotFound", self.subscription_id))
        else:
            pattern = self.source_identifier or "*"
            test = objects.wildcard(pattern)
            found = [each for each in subscribers if test(each.source_identifier)]
            if not found and not objects.contains_wildcards(pattern):
                self.write_error(unknown(self, "EventSubscriptionSourceNotFound", pattern))
        for subscriber in found:
            self.write(subscriber)
