"""Get-MailboxDatabase: where mailboxes lie."""

from __future__ import annotations

from typing import Final

from ems.exchange.identity import Identity, find_by_name, find_servers
from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import InSet, Parameter

_TYPE: Final = "Microsoft.Exchange.Data.Directory.SystemConfiguration.MailboxDatabase"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "MailboxDatabase",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 30},
        {"property": "Server", "width": 15},
        {"property": "Recovery", "width": 15, "align": "left"},
        {"property": "ReplicationType", "align": "left"},
    ],
}
_TASKS: Final = "Microsoft.Exchange.Configuration.Tasks."


class GetMailboxDatabase(ExchangeCmdlet):
    """Gets the mailbox databases of the organization."""

    name = "Get-MailboxDatabase"
    net_class = "Microsoft.Exchange.Management.SystemConfigurationTasks.GetMailboxDatabase"
    default_set = "Identity"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-MailboxDatabase -Server EX01", "Lists the databases of a server."),)
    identity = Parameter(
        _TASKS + "DatabaseIdParameter",
        name="Identity",
        sets={"Identity": InSet(position=0, by_value=True, by_name=True)},
    )
    server = Parameter(_TASKS + "ServerIdParameter", name="Server", sets={"Server": InSet(mandatory=True)})
    status = Parameter("switch", name="Status")

    def execute(self) -> None:
        schema = schema_of("MailboxDatabase")
        if self.has("Server"):
            identity = Identity(self.given("Server"))
            servers = find_servers(self.view, identity)
            if not servers:
                self.not_found(identity.text)
            self.write_objects(
                schema, [each for one in servers for each in self.view.find("mailboxDatabase", Server=one.name)]
            )
            return
        if self.given("Identity") is None:
            self.write_objects(schema, self.view.find("mailboxDatabase"))
            return
        identity = Identity(self.given("Identity"))
        found = find_by_name(self.view, "mailboxDatabase", identity)
        if not found and not identity.contains_wildcard:
            message = f'Couldn\'t find database "{identity.text}". Make sure you have typed it correctly.'
            self.report(message, _TASKS + "ManagementObjectNotFoundException")
        self.write_objects(schema, found)
