"""*-Message: the messages that wait in queues."""

from __future__ import annotations

from typing import Any, Final

from ems.exchange import net
from ems.exchange.identity import Identity, matches
from ems.exchange.queues import MESSAGE_TYPE, QueueViewerCmdlet, message_object
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.QueueViewerTasks."
_VIEW: Final = {
    "types": [MESSAGE_TYPE],
    "name": "ExtensibleMessageInfo",
    "kind": "Table",
    "columns": [
        {"property": "Identity", "width": 30},
        {"property": "FromAddress", "width": 25},
        {"property": "Status", "width": 10, "align": "left"},
        {"property": "Queue", "width": 20},
        {"property": "Subject"},
    ],
}


class MessageCmdlet(QueueViewerCmdlet):
    """What the cmdlets of this noun have in common."""

    def chosen(self) -> list[Any]:
        views: list[Any] = self.message_views()
        if self.given("Identity") is not None:
            wanted = Identity(self.given("Identity")).text
            if wanted.isdigit():
                return [each for each in views if str(each.message.internal_id) == wanted]
            return self.selected(views, self.given("Identity"))
        if self.given("Queue") is not None:
            queue = Identity(self.given("Queue")).text
            name = queue if "\\" in queue else f"{self.local_server.name}\\{queue}"
            if "*" not in name and not any(matches(name, each.identity) for each in self.queue_views()):
                self.selected((), name)  # says that there is none
            return [each for each in views if matches(name, each.queue)]
        return self.of_server(views)


class GetMessage(MessageCmdlet):
    """Gets the messages that wait in queues."""

    name = "Get-Message"
    net_class = _NAMESPACE + "GetMessageInfo"
    default_set = "Filter"
    views = (_VIEW,)
    output_types = (MESSAGE_TYPE,)
    examples = (
        Example("Get-Queue | Get-Message | Format-List Subject,FromAddress,LastError", "Shows what waits, and why."),
    )

    def execute(self) -> None:
        with_recipients = self.switch("IncludeRecipientInfo")
        self.put_out([message_object(each, with_recipients) for each in self.chosen()])


class MessageAction(MessageCmdlet):
    """A cmdlet that does something to messages."""

    sentence = ""

    def execute(self) -> None:
        for view in self._filtered(self.chosen()):
            if self.confirmed(self.sentence.format(view.identity)):
                self.act(view)

    def _filtered(self, views: list[Any]) -> list[Any]:
        if self.given("Filter") is None:
            return views
        from ems.exchange.filters import Filter, FilterError

        try:
            condition = Filter(net.text_of(self.given("Filter")))
        except FilterError as error:
            raise self.convert_error("Filter", self.given("Filter"), "System.String", str(error)) from None
        return [each for each in views if condition.holds(message_object(each, True))]

    def act(self, view: Any) -> None:
        raise NotImplementedError


class SuspendMessage(MessageAction):
    """Holds a message back. It asks first."""

    name = "Suspend-Message"
    net_class = _NAMESPACE + "SuspendMessage"
    default_set = "Identity"
    should_process = "High"
    sentence = 'Suspending the message "{0}".'  # our wording
    examples = (Example("Get-Message | Suspend-Message -Confirm:$false", "Holds everything back."),)

    def act(self, view: Any) -> None:
        self.transport.queues.set_message_suspended(view.message, True)


class ResumeMessage(MessageAction):
    """Lets a suspended message go on."""

    name = "Resume-Message"
    net_class = _NAMESPACE + "ResumeMessage"
    default_set = "Identity"
    should_process = "Medium"
    sentence = 'Resuming the message "{0}".'  # our wording
    examples = (Example("Get-Message | Resume-Message", "Lets everything go on."),)

    def act(self, view: Any) -> None:
        self.transport.queues.set_message_suspended(view.message, False)


class RemoveMessage(MessageAction):
    """Removes a message from its queue; the sender is told unless -WithNDR is $false. It asks first."""

    name = "Remove-Message"
    net_class = _NAMESPACE + "RemoveMessage"
    default_set = "Identity"
    should_process = "High"
    sentence = 'Removing the message "{0}".'  # our wording
    examples = (Example("Get-Message | Remove-Message -WithNDR $false -Confirm:$false", "Empties the queues."),)

    def act(self, view: Any) -> None:
        with_ndr = self.given("WithNDR")
        self.transport.queues.remove_message(self.transport.topology(), view.message, with_ndr is not False)
