"""*-LabHost: the machines of the lab's network. These cmdlets are our own.

A connection to a host's loopback port counts as one from that host, so that any mail program on this machine can be
any host of the lab. The port is kept in the organization: it is the same tomorrow.
"""

from __future__ import annotations

from typing import Any, Final

from ems.directory import Entry, View, names
from ems.exchange import net, texts
from ems.exchange.identity import Identity, find_by_name
from ems.exchange.schema import schema_of
from ems.exchange.tasks import EXISTS, INVALID, ExchangeCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import ALL_SETS, InSet, Parameter

_TYPE: Final = "Ems.Lab.Host"
_IDENTITY: Final = "Ems.Lab.HostIdParameter"
_FIRST_PORT: Final = 22510
_LAST_PORT: Final = 65535
_VIEW: Final = {
    "types": [_TYPE],
    "name": "LabHost",
    "kind": "Table",
    "columns": [{"property": "Name"}, {"property": "Address"}, {"property": "SmtpPort", "align": "left"}],
}


class HostCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    module = "Ems.Lab"

    def find(self, value: Any) -> list[Entry]:
        identity = Identity(value)
        found = find_by_name(self.view, "labHost", identity, ("Address",))
        if not found and not identity.contains_wildcard:
            self.not_found(identity.text)
        return found


class GetLabHost(HostCmdlet):
    """Gets the machines of the lab.

    SmtpPort is the port of this machine where whoever connects comes from that host.
    """

    name = "Get-LabHost"
    net_class = "Ems.Lab.GetLabHost"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-LabHost", "Lists the machines and their ports."),)
    identity = Parameter(
        _IDENTITY, name="Identity", sets={ALL_SETS: InSet(position=0, by_value=True, by_name=True)}, aliases=("Name",)
    )

    def execute(self) -> None:
        value = self.given("Identity")
        found = self.view.find("labHost") if value is None else self.find(value)
        self.write_objects(schema_of("LabHost"), found)


class NewLabHost(HostCmdlet):
    """Puts a machine into the lab's network."""

    name = "New-LabHost"
    net_class = "Ems.Lab.NewLabHost"
    should_process = "Medium"
    output_types = (_TYPE,)
    examples = (Example("New-LabHost SCANNER01 -Address 192.168.5.20", "Adds a scanner."),)
    host_name = Parameter("string", name="Name", mandatory=True, position=0, help="What the machine is called.")
    address = Parameter("ipaddress", name="Address", mandatory=True, position=1, help="Its address.")
    smtp_port = Parameter("int", name="SmtpPort", help="The loopback port; a free one without it.")

    def execute(self) -> None:
        name = str(self.given("Name"))
        address = net.text_of(self.given("Address"))
        if not self.confirmed(texts.WHAT_NEW_HOST.format(name, address)):
            return
        work = self.unit.work(self.name)
        above = self._container()
        dn = names.child(name, above)
        if work.by_dn(dn) is not None:
            self.fail(texts.ALREADY_EXISTS.format(dn, self.presentation.controller), EXISTS)
        port = self.given("SmtpPort") or self._free_port(work)
        if not 0 < port <= _LAST_PORT:
            self.fail(texts.RANGE.format("SmtpPort", 1, _LAST_PORT), INVALID, "InvalidArgument")
        entry = work.add("labHost", above, name, {"Address": address, "SmtpPort": int(port)})
        work.require(self._unique(entry))
        self.note(name)
        self.write_objects(schema_of("LabHost"), [entry])

    def _container(self) -> str:
        found = self.view.first("labHost")
        if found is not None:
            return found.parent_dn
        container = self.view.first("container", Name="Hosts")
        return container.dn if container is not None else ""

    @staticmethod
    def _free_port(view: View) -> int:
        taken = [int(each.get("SmtpPort") or 0) for each in view.find("labHost")]
        first = min(taken, default=_FIRST_PORT)
        return next(port for port in range(first, _LAST_PORT) if port not in taken)

    def _unique(self, entry: Entry) -> Any:
        def check(view: View) -> None:
            for other in view.find("labHost"):
                if other.guid != entry.guid and other.get("SmtpPort") == entry.get("SmtpPort"):
                    self.fail(texts.PORT_TAKEN.format(entry.get("SmtpPort"), other.name), EXISTS)
            for object_class in ("labHost", "exchangeServer"):
                for other in view.find(object_class, Address=entry.get("Address")):
                    if other.guid != entry.guid:
                        self.fail(texts.HOST_TAKEN.format(entry.get("Address"), other.name), EXISTS)

        return check


class RemoveLabHost(HostCmdlet):
    """Takes a machine out of the lab's network. It asks first."""

    name = "Remove-LabHost"
    net_class = "Ems.Lab.RemoveLabHost"
    should_process = "High"
    examples = (Example("Remove-LabHost PC042 -Confirm:$false", "Removes a machine."),)
    identity = Parameter(
        _IDENTITY,
        name="Identity",
        sets={ALL_SETS: InSet(mandatory=True, position=0, by_value=True, by_name=True)},
        aliases=("Name",),
    )

    def execute(self) -> None:
        for entry in self.find(self.given("Identity")):
            if self.confirmed(texts.WHAT_REMOVE_HOST.format(entry.name)):
                self.unit.work(self.name).remove(entry.guid)
                self.note(entry.name)
