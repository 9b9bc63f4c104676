"""Get-Mailbox: the mailboxes of the organization."""

from __future__ import annotations

from typing import Final

from ems.directory import Entry
from ems.exchange import net
from ems.exchange.filters import Filter, FilterError
from ems.exchange.identity import Identity, find_by_name, find_recipients, find_servers
from ems.exchange.objects import ExchangeObject
from ems.exchange.results import limited, sorted_by
from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_TYPE: Final = "Microsoft.Exchange.Data.Directory.Management.Mailbox"
_SYSTEM: Final = (
    "Arbitration",
    "AuditLog",
    "AuxAuditLog",
    "Monitoring",
    "PublicFolder",
    "GroupMailbox",
    "Migration",
    "Archive",
    "RemoteArchive",
)
_VIEW: Final = {
    "types": [_TYPE],
    "name": "Mailbox",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 25},
        {"property": "Alias", "width": 20},
        {"property": "ServerName", "width": 16},
        {"property": "ProhibitSendQuota"},
    ],
}


class RecipientCmdlet(ExchangeCmdlet):
    """Cmdlets that list recipients: identity or filter, order and number."""

    schema_name = "Mailbox"
    directory_class = "mailbox"
    not_found_2010 = False

    def execute(self) -> None:
        schema = schema_of(self.schema_name)
        entries = self.candidates()
        objects = [self.presentation.show(schema, each) for each in entries]
        if self.given("Filter") is not None:
            objects = self.filtered(objects)
        for each in limited(self, sorted_by(self, objects)):
            self.write(each)

    def candidates(self) -> list[Entry]:
        if self.given("Identity") is not None:
            identity = Identity(self.given("Identity"))
            found = find_recipients(self.view, self.directory_class, identity, self.unit.netbios)
            if not found and not identity.contains_wildcard:
                self.not_found(identity.text)
            return found
        found = self.view.find(self.directory_class)
        if self.given("Anr") is not None:
            word = net.text_of(self.given("Anr")).casefold()
            found = [
                each
                for each in found
                if any(
                    str(each.get(field) or "").casefold().startswith(word)
                    for field in ("Name", "Alias", "DisplayName", "PrimarySmtpAddress")
                )
            ]
        return found

    def filtered(self, objects: list[ExchangeObject]) -> list[ExchangeObject]:
        try:
            condition = Filter(net.text_of(self.given("Filter")))
        except FilterError as error:
            raise self.convert_error("Filter", self.given("Filter"), "System.String", str(error)) from None
        return [each for each in objects if condition.holds(each)]


class GetMailbox(RecipientCmdlet):
    """Gets mailboxes.

    All of them, one by its name, alias or address, those of a server or database, or those that a filter holds for.
    """

    name = "Get-Mailbox"
    net_class = "Microsoft.Exchange.Management.RecipientTasks.GetMailbox"
    default_set = "Identity"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (
        Example("Get-Mailbox chris@contoso.com | Format-List Name,EmailAddresses", "Shows the addresses of a mailbox."),
        Example("Get-Mailbox -Filter \"Alias -like 'm*'\" -ResultSize 5", "Finds mailboxes by a filter."),
    )

    def candidates(self) -> list[Entry]:
        if any(self.switch(name) for name in _SYSTEM):
            return []
        if self.has("Server"):
            identity = Identity(self.given("Server"))
            servers = find_servers(self.view, identity)
            if not servers:
                self.not_found(identity.text)
            return [each for server in servers for each in self.view.find("mailbox", ServerName=server.name)]
        if self.has("Database"):
            identity = Identity(self.given("Database"))
            databases = find_by_name(self.view, "mailboxDatabase", identity)
            if not databases:
                message = f'Couldn\'t find database "{identity.text}". Make sure you have typed it correctly.'
                self.report(message, "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException")
            return [each for database in databases for each in self.view.find("mailbox", Database=database.name)]
        return super().candidates()
