"""*-AcceptedDomain: the domains that the organization takes mail for."""

from __future__ import annotations

from typing import Any, Final

from ems.directory import Entry, View, names
from ems.exchange import net, texts
from ems.exchange.identity import Identity, find_by_name
from ems.exchange.schema import schema_of
from ems.exchange.tasks import EXISTS, INVALID, ExchangeCmdlet
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.SystemConfigurationTasks."
_TYPE: Final = "Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain"
_LONGEST: Final = 256
_VIEW: Final = {
    "types": [_TYPE],
    "name": "AcceptedDomain",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 30},
        {"property": "DomainName", "width": 30},
        {"property": "DomainType", "width": 21, "align": "left"},
        {"property": "Default", "align": "left"},
    ],
}


class DomainCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    def find(self, identity: Identity) -> list[Entry]:
        return find_by_name(self.view, "acceptedDomain", identity, ("DomainName",))

    def one(self) -> Entry | None:
        identity = Identity(self.given("Identity"))
        found = self.find(identity)
        if not found:
            self.not_found(identity.text)
            return None
        return found[0]


class GetAcceptedDomain(DomainCmdlet):
    """Gets the domains that the organization accepts mail for."""

    name = "Get-AcceptedDomain"
    net_class = _NAMESPACE + "GetAcceptedDomain"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-AcceptedDomain", "Lists every accepted domain."),)

    def execute(self) -> None:
        value = self.given("Identity")
        if value is None:
            self.write_objects(schema_of("AcceptedDomain"), self.view.find("acceptedDomain"))
            return
        identity = Identity(value)
        found = self.find(identity)
        if not found and not identity.contains_wildcard:
            self.not_found(identity.text)
        self.write_objects(schema_of("AcceptedDomain"), found)


class NewAcceptedDomain(DomainCmdlet):
    """Makes a domain one of the organization's.

    Mail to it is taken from everybody who may send at all, without any right to relay. The domain's name cannot be
    changed later.
    """

    name = "New-AcceptedDomain"
    net_class = _NAMESPACE + "NewAcceptedDomain"
    should_process = "Medium"
    output_types = (_TYPE,)
    examples = (
        Example(
            'New-AcceptedDomain -Name "Tailspin Toys" -DomainName tailspintoys.com', "Takes mail for another domain."
        ),
    )

    def execute(self) -> None:
        schema = schema_of("AcceptedDomain")
        name = str(self.given("Name"))
        attributes = self.attributes_from(schema, {}, skip=("Name",))
        domain = str(attributes["DomainName"])
        if len(domain) > _LONGEST:
            self.fail(texts.TOO_LONG.format(_LONGEST, len(domain)), INVALID)
        attributes.setdefault("DomainType", "Authoritative")
        attributes["AddressBookEnabled"] = attributes["DomainType"] == "Authoritative"
        attributes["Default"] = False
        if not self.confirmed(texts.WHAT_NEW_DOMAIN.format(name, domain)):
            return
        work = self.unit.work(self.name)
        settings = work.first("transportConfig")
        above = names.child("Accepted Domains", settings.dn if settings is not None else "")
        dn = names.child(name, above)
        if work.by_dn(dn) is not None:
            self.fail(texts.ALREADY_EXISTS.format(dn, self.presentation.controller), EXISTS)
        entry = work.add("acceptedDomain", above, name, attributes)
        work.require(self._unique(entry))
        self.note(entry.name)
        self.write_objects(schema, [entry])

    def _unique(self, entry: Entry) -> Any:
        def check(view: View) -> None:
            for other in view.find("acceptedDomain", DomainName=entry.get("DomainName")):
                if other.guid != entry.guid:
                    self.fail(texts.DOMAIN_TAKEN.format(entry.get("DomainName"), other.name), EXISTS)

        return check


class SetAcceptedDomain(DomainCmdlet):
    """Changes an accepted domain, or makes it the default one."""

    name = "Set-AcceptedDomain"
    net_class = _NAMESPACE + "SetAcceptedDomain"
    should_process = "Medium"
    examples = (
        Example("Set-AcceptedDomain contoso.com -DomainType InternalRelay", "Relays mail for unknown recipients on."),
    )

    def execute(self) -> None:
        entry = self.one()
        if entry is None:
            return
        schema = schema_of("AcceptedDomain")
        changes = self.attributes_from(schema, entry.attributes, skip=("Name", "DomainName"))
        make_default = net.plain(self.bound.get("MakeDefault"))
        if make_default is False and entry.get("Default"):
            self.fail(texts.DEFAULT_MOVES, INVALID)
        if not self.confirmed(texts.WHAT_SET_DOMAIN.format(entry.name)):
            return
        work = self.unit.work(self.name)
        if make_default:
            for other in work.find("acceptedDomain", Default=True):
                work.modify(other.guid, {"Default": False})
            changes["Default"] = True
        work.modify(entry.guid, changes)
        name = self.given("Name")
        if name is not None and name != entry.name:
            work.rename(entry.guid, str(name))
        self.note(entry.name)


class RemoveAcceptedDomain(DomainCmdlet):
    """Removes an accepted domain. It asks first; the default domain stays."""

    name = "Remove-AcceptedDomain"
    net_class = _NAMESPACE + "RemoveAcceptedDomain"
    should_process = "High"
    examples = (Example("Remove-AcceptedDomain tailspintoys.com -WhatIf", "Shows what would be removed."),)

    def execute(self) -> None:
        entry = self.one()
        if entry is None:
            return
        if entry.get("Default"):
            self.fail(texts.DEFAULT_DOMAIN_STAYS.format(entry.name), INVALID)
        if not self.confirmed(texts.WHAT_REMOVE_DOMAIN.format(entry.name)):
            return
        self.unit.work(self.name).remove(entry.guid)
        self.note(entry.name)
