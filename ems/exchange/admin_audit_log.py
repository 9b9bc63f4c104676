"""Search-AdminAuditLog: who changed what, when, and with which cmdlet.

Every commit of the directory keeps the cmdlets that made it and what each object was before; this cmdlet reads those
records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from ems.directory import Change, CommitRecord
from ems.exchange import net
from ems.exchange.identity import matches
from ems.exchange.objects import ExchangeObject
from ems.exchange.results import limited
from ems.exchange.schema import schema_of_class
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter
from ems.runtime.values import PSCustomObject

_TYPE: Final = "Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogEvent"


class SearchAdminAuditLog(ExchangeCmdlet):
    """Searches the record of administrative changes, the newest first."""

    name = "Search-AdminAuditLog"
    net_class = "Microsoft.Exchange.Management.SystemConfigurationTasks.SearchAdminAuditLog"
    output_types = (_TYPE,)
    examples = (
        Example("Search-AdminAuditLog -Cmdlets Add-ADPermission", "Shows which permissions were added, and by whom."),
    )
    cmdlets = Parameter("string[]", name="Cmdlets", help="Only changes made with these cmdlets.")
    parameters_ = Parameter("string[]", name="Parameters", help="Only calls with these parameters.")
    object_ids = Parameter("string[]", name="ObjectIds", help="Only changes of these objects.")
    user_ids = Parameter("string[]", name="UserIds", help="Only changes by these accounts.")
    start_date = Parameter("datetime", name="StartDate", help="Only changes since then.")
    end_date = Parameter("datetime", name="EndDate", help="Only changes before then.")
    is_success = Parameter("System.Boolean", name="IsSuccess", help="Only calls that succeeded, or failed.")
    result_size = Parameter("int", name="ResultSize", help="How many at most; 1000 without it.")

    def execute(self) -> None:
        if self.given("IsSuccess") is False:
            return  # what failed has changed nothing and is not kept
        records = list(self.unit.organization.commits())
        events = [event for record in reversed(records) for event in self._events(record)]
        for each in limited(self, [event for event in events if self._wanted(event)]):
            self.write(each)

    def _events(self, record: CommitRecord) -> Iterator[ExchangeObject]:
        invocations = record.parameters.get("invocations") or [[record.command, "", {}]]
        for number, (cmdlet, target, parameters) in enumerate(reversed(list(invocations))):
            changes = (
                record.changes
                if len(invocations) == 1
                else [each for each in record.changes if self._about(each, target)]
            )
            yield self._event(record, f"{record.version}-{number}", cmdlet, target, parameters, changes)

    @staticmethod
    def _about(change: Change, target: str) -> bool:
        return change.name.casefold() == target.rpartition("\\")[2].casefold()

    def _event(
        self,
        record: CommitRecord,
        identity: str,
        cmdlet: str,
        target: str,
        parameters: dict[str, str],
        changes: Iterable[Change],
    ) -> ExchangeObject:
        server = self.local_server
        pairs: list[tuple[str, Any]] = [
            ("ObjectModified", target),
            ("CmdletName", cmdlet),
            ("CmdletParameters", [_pair("Name", name, "Value", value) for name, value in parameters.items()]),
            ("ModifiedProperties", [row for change in changes for row in _modified(change)]),
            ("Caller", record.actor),
            ("ExternalAccess", False),
            ("Succeeded", True),
            ("Error", "None"),
            ("RunDate", net.date_time(record.when)),
            ("OriginatingServer", f"{server.name} ({net.text_of(server.get('AdminDisplayVersion'))})"),
            ("Identity", identity),
            ("IsValid", True),
            ("ObjectState", "New"),
        ]
        return ExchangeObject.of(_TYPE, pairs)

    def _wanted(self, event: ExchangeObject) -> bool:
        if not self._any("Cmdlets", event.get("CmdletName")) or not self._any("UserIds", event.get("Caller")):
            return False
        if not self._any("ObjectIds", event.get("ObjectModified")):
            return False
        names = [each.fields["name"] for each in event.get("CmdletParameters")]
        asked = [net.text_of(each) for each in net.elements(self.given("Parameters"))]
        if asked and not any(matches(one, name) for one in asked for name in names):
            return False
        start, end, moment = self.given("StartDate"), self.given("EndDate"), event.get("RunDate")
        if start is not None and moment.ticks < start.ticks:
            return False
        return end is None or moment.ticks < end.ticks

    def _any(self, parameter: str, text: str) -> bool:
        asked = [net.text_of(each) for each in net.elements(self.given(parameter))]
        return not asked or any(matches(one, text) or matches(one, text.rpartition("\\")[2]) for one in asked)


def _pair(*words: str) -> PSCustomObject:
    """One parameter, or one property, as an object of names and texts."""
    return PSCustomObject.of(zip(words[::2], words[1::2], strict=True))


def _modified(change: Change) -> Iterator[PSCustomObject]:
    """What an object's properties were, and what they became."""
    if change.kind == "rename":
        yield _row("Name", str(change.before["name"]), str(change.after["name"]))
    elif change.kind == "modify":
        for name, value in change.after.items():
            old, new = (_text(change.object_class, name, each) for each in (change.before.get(name), value))
            yield _row(name, old, new)
    for ace in change.added:
        yield _row("ExtendedRights", "", f"{ace.principal}: {ace.extended_right}")
    for ace in change.removed:
        yield _row("ExtendedRights", f"{ace.principal}: {ace.extended_right}", "")


def _row(name: str, old: str, new: str) -> PSCustomObject:
    return _pair("Name", name, "OldValue", old, "NewValue", new)


def _text(object_class: str, name: str, stored: Any) -> str:
    """A stored value as the shell prints it."""
    schema = schema_of_class(object_class)
    each = schema.property(name) if schema is not None else None
    value = stored if each is None else each.kind.show(stored)
    return "; ".join(net.text_of(item) for item in net.elements(value))
