"""*-SendConnector: how mail leaves the organization.

A new organization has none; as soon as there is one, only what the connectors serve leaves. A connector routes by DNS
or through smart hosts, never both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ems.directory import Entry, names
from ems.exchange import texts
from ems.exchange.identity import Identity, find_by_name
from ems.exchange.schema import schema_of
from ems.exchange.tasks import EXISTS, INVALID, ExchangeCmdlet
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.SystemConfigurationTasks."
_TYPE: Final = "Microsoft.Exchange.Data.Directory.SystemConfiguration.SmtpSendConnectorConfig"
_ROUTING_GROUP: Final = "Exchange Routing Group (DWBGZMFD01QNBJR)"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "SmtpSendConnectorConfig",
    "kind": "Table",
    "shared": True,
    "columns": [{"property": "Identity"}, {"property": "AddressSpaces"}, {"property": "Enabled"}],
}


class SendConnectorCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    def find(self, identity: Identity) -> list[Entry]:
        found = find_by_name(self.view, "sendConnector", identity)
        if not found and not identity.contains_wildcard:
            self.not_found(identity.text)
        return found

    def check(self, attributes: Mapping[str, Any]) -> None:
        if not attributes.get("AddressSpaces"):
            self.fail(texts.NO_ADDRESS_SPACE, INVALID)
        if bool(attributes.get("SmartHosts")) == bool(attributes.get("DNSRoutingEnabled", True)):
            self.fail(texts.DNS_OR_SMART_HOSTS, INVALID)


class GetSendConnector(SendConnectorCmdlet):
    """Gets Send connectors."""

    name = "Get-SendConnector"
    net_class = _NAMESPACE + "GetSendConnector"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (
        Example("Get-SendConnector | Format-List Name,AddressSpaces,SmartHosts", "Shows which mail takes which way."),
    )

    def execute(self) -> None:
        value = self.given("Identity")
        found = self.view.find("sendConnector") if value is None else self.find(Identity(value))
        self.write_objects(schema_of("SendConnector"), found)


class NewSendConnector(SendConnectorCmdlet):
    """Makes a Send connector: for some domains or for all, by DNS or through smart hosts."""

    name = "New-SendConnector"
    net_class = _NAMESPACE + "NewSendConnector"
    default_set = "AddressSpaces"
    should_process = "Medium"
    output_types = (_TYPE,)
    examples = (Example('New-SendConnector -Name "To the Internet" -AddressSpaces *', "Sends everything by DNS."),)

    def execute(self) -> None:
        name = str(self.given("Name"))
        schema = schema_of("SendConnector")
        attributes = self.attributes_from(schema, {}, skip=("Name",))
        attributes.setdefault("SourceTransportServers", [self.local_server.name])
        attributes["HomeMtaServerId"] = attributes["SourceTransportServers"][0]
        if attributes.get("SmartHosts"):
            attributes.setdefault("DNSRoutingEnabled", False)
            attributes["SmartHostsString"] = ",".join(attributes["SmartHosts"])
        if self.switch("Internal"):
            attributes.setdefault("MaxMessageSize", "Unlimited")
        self.check(attributes)
        if not self.confirmed(texts.WHAT_NEW_SEND.format(name)):
            return
        work = self.unit.work(self.name)
        group = names.parent(names.parent(self.local_server.dn))
        above = f"CN=Connections,{names.child(_ROUTING_GROUP, 'CN=Routing Groups,' + group)}"
        dn = names.child(name, above)
        if work.by_dn(dn) is not None:
            self.fail(texts.ALREADY_EXISTS.format(dn, self.presentation.controller), EXISTS)
        entry = work.add("sendConnector", above, name, attributes)
        self.note(name)
        self.write_objects(schema, [entry])


class SetSendConnector(SendConnectorCmdlet):
    """Changes a Send connector."""

    name = "Set-SendConnector"
    net_class = _NAMESPACE + "SetSendConnector"
    should_process = "Medium"
    examples = (
        Example(
            (
                "New-SendConnector -Name Out -AddressSpaces * | Set-SendConnector -SmartHosts "
                "10.1.1.9 -DNSRoutingEnabled $false"
            ),
            "Sends everything through a smart host.",
        ),
    )

    def execute(self) -> None:
        for entry in self.find(Identity(self.given("Identity"))):
            changes = self.attributes_from(schema_of("SendConnector"), entry.attributes, skip=("Name",))
            if "SmartHosts" in changes:
                changes["SmartHostsString"] = ",".join(changes["SmartHosts"])
            self.check({**entry.attributes, **changes})
            if not self.confirmed(texts.WHAT_SET_SEND.format(entry.name)):
                continue
            work = self.unit.work(self.name)
            work.modify(entry.guid, changes)
            name = self.given("Name")
            if name is not None and name != entry.name:
                work.rename(entry.guid, str(name))
            self.note(entry.name)


class RemoveSendConnector(SendConnectorCmdlet):
    """Removes a Send connector. It asks first."""

    name = "Remove-SendConnector"
    net_class = _NAMESPACE + "RemoveSendConnector"
    should_process = "High"
    examples = (Example("Get-SendConnector | Remove-SendConnector -WhatIf", "Shows what would be removed."),)

    def execute(self) -> None:
        for entry in self.find(Identity(self.given("Identity"))):
            if self.confirmed(texts.WHAT_REMOVE_SEND.format(entry.name)):
                self.unit.work(self.name).remove(entry.guid)
                self.note(entry.name)
