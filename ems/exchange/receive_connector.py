"""*-ReceiveConnector: where a server takes mail from, and what it asks of those who bring it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from ems.directory import Entry, View, names
from ems.exchange import net, texts
from ems.exchange.connector_permissions import set_acl, with_groups
from ems.exchange.connector_rules import (
    USAGE_BINDINGS,
    USAGE_RANGES,
    USAGES,
    BrokenRule,
    check_alone,
    check_among_others,
    check_groups,
)
from ems.exchange.identity import Identity, find_on_server, find_servers
from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.SystemConfigurationTasks."
_TYPE: Final = "Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector"
_DEFAULT_ROLE: Final = "HubTransport"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "ReceiveConnector",
    "kind": "Table",
    "shared": True,
    "columns": [{"property": "Identity"}, {"property": "Bindings"}, {"property": "Enabled"}],
}


class ConnectorCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    def find(self, identity: Identity) -> list[Entry]:
        return find_on_server(self.view, "receiveConnector", identity, self.local_server.name)

    def one(self, name: str = "Identity") -> Entry | None:
        """The connector that a parameter means; an error is written where there is none."""
        identity = Identity(self.given(name))
        found = self.find(identity)
        if not found:
            self.not_found(identity.text)
            return None
        return found[0]

    def broken(self, error: BrokenRule) -> None:
        kinds = {
            "DataValidationException": "Microsoft.Exchange.Data.",
            "AdminLimitExceededException": "Microsoft.Exchange.Data.Directory.",
        }
        self.fail(str(error), kinds.get(error.kind, _NAMESPACE) + error.kind)

    def check(self, attributes: Mapping[str, Any]) -> None:
        try:
            check_alone(attributes)
        except BrokenRule as error:
            self.broken(error)

    def check_others(self, guid: str) -> None:
        """Against the other connectors, now and once more on the state that the commit meets."""

        def check(view: View) -> None:
            try:
                check_among_others(view, guid)
            except BrokenRule as error:
                self.broken(error)

        self.unit.work(self.name).require(check)


class GetReceiveConnector(ConnectorCmdlet):
    """Gets receive connectors.

    All of them, in the order in which they were made; one by its name, or those of one server. Format-List shows
    every property.
    """

    name = "Get-ReceiveConnector"
    net_class = _NAMESPACE + "GetReceiveConnector"
    default_set = "Identity"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (
        Example("Get-ReceiveConnector", "Lists all receive connectors."),
        Example(
            'Get-ReceiveConnector "Default Frontend*" | Format-List Bindings,RemoteIPRanges',
            "Shows where one listens, and for whom.",
        ),
        Example(
            "Get-ReceiveConnector | Where-Object {$_.AuthMechanism -match 'ExternalAuthoritative'}",
            "Finds externally secured ones.",
        ),
    )

    def execute(self) -> None:
        if self.has("Server"):
            identity = Identity(self.given("Server"))
            servers = find_servers(self.view, identity)
            if not servers:
                self.not_found(identity.text)
            found = [each for server in servers for each in self.view.find("receiveConnector", Server=server.name)]
        elif self.given("Identity") is None:
            found = self.view.find("receiveConnector")
        else:
            identity = Identity(self.given("Identity"))
            found = self.find(identity)
            if not found and not identity.contains_wildcard:
                self.not_found(identity.text)
        self.write_objects(schema_of("ReceiveConnector"), found)


class NewReceiveConnector(ConnectorCmdlet):
    """Makes a receive connector.

    The usage decides what it begins with: a Custom one has no permission group, so that nobody may send through it
    before one is set. Two connectors may listen in the same place where the remote ranges of one lie within those of
    the other.
    """

    name = "New-ReceiveConnector"
    net_class = _NAMESPACE + "NewReceiveConnector"
    default_set = "Custom"
    should_process = "Medium"
    output_types = (_TYPE,)
    examples = (
        Example(
            'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport '
            "-Custom -Bindings 0.0.0.0:25 "
            "-RemoteIpRanges 192.168.5.10,192.168.5.11",
            "Makes a connector that takes mail of two hosts only; what they may do is still to be decided.",
        ),
    )

    def execute(self) -> None:
        name = str(self.given("Name"))
        usage = self._usage()
        server = self._server()
        if server is None:
            return
        attributes = self._attributes(usage, server)
        groups = str(attributes["PermissionGroups"])
        self._check_groups(groups)
        self.check(attributes)
        if not self.confirmed(texts.WHAT_NEW_CONNECTOR.format(name)):
            return
        work = self.unit.work(self.name)
        above = f"CN=SMTP Receive Connectors,CN=Protocols,{server.dn}"
        if work.by_dn(names.child(name, above)) is not None:
            dn = names.child(name, above)
            message = texts.ALREADY_EXISTS.format(dn, self.presentation.controller)
            self.fail(message, "Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException")
        acl = with_groups((), "None", groups, self.unit.netbios, self.year)
        entry = work.add("receiveConnector", above, name, attributes, acl)
        self.check_others(entry.guid)
        self.note(self.presentation.identity(entry))
        self.write_objects(schema_of("ReceiveConnector"), [entry])

    def _usage(self) -> str:
        given = self.given("Usage")
        if given is not None:
            return str(given.to_text())
        return next((usage for usage in USAGES if self.switch(usage)), "Custom")

    def _server(self) -> Entry | None:
        if not self.has("Server"):
            return self.local_server
        identity = Identity(self.given("Server"))
        found = find_servers(self.view, identity)
        if not found:
            self.not_found(identity.text)
            return None
        return found[0]

    def _attributes(self, usage: str, server: Entry) -> dict[str, Any]:
        auth, groups, needed, refused = USAGES[usage]
        for parameter in refused:
            if self.has(parameter):
                self.fail(texts.USAGE_FORBIDS.format(parameter, usage), "System.ArgumentException", "InvalidArgument")
        for parameter in needed:
            if not self.has(parameter):
                self.fail(texts.USAGE_NEEDS.format(parameter, usage), "System.ArgumentException", "InvalidArgument")
            self._refuse_empty(parameter)
        attributes: dict[str, Any] = {
            **defaults_of(self.year),
            "AuthMechanism": auth,
            "PermissionGroups": groups,
            "Fqdn": server.get("Fqdn"),
            "Bindings": USAGE_BINDINGS.get(usage, []),
            "RemoteIPRanges": USAGE_RANGES.get(usage, []),
        }
        if self.year >= 2013:
            attributes["TransportRole"] = _DEFAULT_ROLE
        attributes.update(self.attributes_from(schema_of("ReceiveConnector"), {}, skip=("Name",)))
        attributes["RemoteIPRanges"] = sorted_ranges(attributes["RemoteIPRanges"])
        attributes["Server"] = server.name
        return attributes

    def _refuse_empty(self, parameter: str) -> None:
        """A list that must be given must hold something: the binder's own error."""
        if not list(net.elements(self.given(parameter))):
            message = texts.EMPTY_COLLECTION.format(parameter)
            exception = "System.Management.Automation.ParameterBindingValidationException"
            error_id = "ParameterArgumentValidationErrorEmptyCollectionNotAllowed"
            raise self.throw(self.error(error_id, message, "InvalidData", None, exception))

    def _check_groups(self, groups: str) -> None:
        try:
            check_groups(groups)
        except BrokenRule as error:
            self.broken(error)


class SetReceiveConnector(ConnectorCmdlet):
    """Changes a receive connector.

    What is not named stays as it is. -PermissionGroups replaces the whole set of groups; permissions that were added
    one by one stay. The next connection is judged by the new values.
    """

    name = "Set-ReceiveConnector"
    net_class = _NAMESPACE + "SetReceiveConnector"
    should_process = "Medium"
    examples = (
        Example(
            'Set-ReceiveConnector "Default Frontend EX01" -MaxMessageSize 20MB', "Takes messages of at most 20 MB."
        ),
        Example(
            'Set-ReceiveConnector "Default Frontend EX01" -RemoteIPRanges @{Remove="0.0.0.0-255.255.255.255"} -WhatIf',
            "Shows what would happen if a range went.",
        ),
    )

    def execute(self) -> None:
        entry = self.one()
        if entry is None:
            return
        schema = schema_of("ReceiveConnector")
        changes = self.attributes_from(schema, entry.attributes, skip=("Name", "PermissionGroups"))
        if "RemoteIPRanges" in changes:
            changes["RemoteIPRanges"] = sorted_ranges(changes["RemoteIPRanges"])
        groups = self._groups(schema)
        present = str(entry.get("PermissionGroups"))
        self.check({**entry.attributes, **changes, "PermissionGroups": present if groups is None else groups})
        if not self.confirmed(texts.WHAT_SET_CONNECTOR.format(self.presentation.identity(entry))):
            return
        work = self.unit.work(self.name)
        work.modify(entry.guid, changes)
        if groups is not None:
            acl = with_groups(entry.acl, present, groups, self.unit.netbios, self.year)
            set_acl(work, entry, acl, self.unit.netbios, self.year)
        name = self.given("Name")
        if name is not None and name != entry.name:
            work.rename(entry.guid, str(name))
        if {"Bindings", "RemoteIPRanges", "TransportRole"} & set(changes):
            self.check_others(entry.guid)
        self.note(self.presentation.identity(entry))

    def _groups(self, schema: Any) -> str | None:
        """The permission groups asked for; None where they stay."""
        if not self.has("PermissionGroups"):
            return None
        kind = schema.property("PermissionGroups").kind
        groups = str(kind.store(kind.read(self.given("PermissionGroups"))))
        try:
            check_groups(groups)
        except BrokenRule as error:
            self.broken(error)
        return groups


class RemoveReceiveConnector(ConnectorCmdlet):
    """Removes a receive connector. It asks first."""

    name = "Remove-ReceiveConnector"
    net_class = _NAMESPACE + "RemoveReceiveConnector"
    should_process = "High"
    examples = (
        Example(
            'Remove-ReceiveConnector "Client Frontend EX01" -Confirm:$false', "Removes a connector without a question."
        ),
    )

    def execute(self) -> None:
        entry = self.one()
        if entry is None:
            return
        identity = self.presentation.identity(entry)
        if not self.confirmed(texts.WHAT_REMOVE_CONNECTOR.format(identity)):
            return
        self.unit.work(self.name).remove(entry.guid)
        self.note(identity)


def sorted_ranges(stored: list[str]) -> list[str]:
    """Remote ranges in the order in which they print."""
    from ems.exchange.dotnet.network import IPRange

    return [each.to_text() for each in sorted((IPRange.parse(text) for text in stored), key=lambda one: one.bounds)]


@cache
def _all_defaults() -> Mapping[str, Any]:
    import json

    path = Path(__file__).parent / "data" / "connector-defaults.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def defaults_of(year: int) -> Mapping[str, Any]:
    """The values of a new connector in a product."""
    known = _all_defaults()
    return known.get(str(year)) or known["2019"]  # type: ignore[no-any-return]
