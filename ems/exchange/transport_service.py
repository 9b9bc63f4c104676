"""*-TransportService: limits, intervals and logs of the transport of a server."""

from __future__ import annotations

from typing import Final

from ems.directory import Entry
from ems.exchange.identity import Identity, find_servers
from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.SystemConfigurationTasks."
_TYPE: Final = "Microsoft.Exchange.Data.Directory.Management.TransportServer"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "TransportServer",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 15},
        {"property": "MessageTrackingLogEnabled", "width": 25, "align": "left"},
        {"property": "MessageTrackingLogMaxAge", "width": 24, "align": "left"},
        {"property": "MessageTrackingLogMaxDirectorySize", "align": "left"},
    ],
}


class ServiceCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    since = 2013

    def servers(self) -> list[Entry]:
        if self.given("Identity") is None:
            return self.view.find("exchangeServer")
        identity = Identity(self.given("Identity"))
        found = find_servers(self.view, identity)
        if not found and not identity.contains_wildcard:
            self.not_found(identity.text)
        return found


class GetTransportService(ServiceCmdlet):
    """Gets the settings of the transport service of servers."""

    name = "Get-TransportService"
    net_class = _NAMESPACE + "GetTransportService"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-TransportService EX01 | Format-List *Log*", "Shows which logs are written, and where."),)

    def execute(self) -> None:
        self.write_objects(schema_of("TransportService"), self.servers())


class SetTransportService(ServiceCmdlet):
    """Changes the settings of the transport service of a server."""

    name = "Set-TransportService"
    net_class = _NAMESPACE + "SetTransportService"
    should_process = "Medium"
    examples = (
        Example("Set-TransportService EX01 -MaxOutboundConnections 500", "Allows fewer connections to other servers."),
    )

    def execute(self) -> None:
        schema = schema_of("TransportService")
        for server in self.servers():
            changes = self.attributes_from(schema, server.attributes)
            if self.confirmed(f'Setting transport server "{server.name}".'):  # our wording
                self.unit.work(self.name).modify(server.guid, changes)
                self.note(server.name)
