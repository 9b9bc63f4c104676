"""Get-ExchangeServer: the servers of the organization."""

from __future__ import annotations

from typing import Final

from ems.exchange import net
from ems.exchange.identity import Identity, find_servers
from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_TYPE: Final = "Microsoft.Exchange.Data.Directory.Management.ExchangeServer"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "ExchangeServer",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 19},
        {"property": "Site", "width": 20},
        {"property": "ServerRole", "width": 11, "align": "left"},
        {"property": "Edition", "width": 11, "align": "left"},
        {"property": "AdminDisplayVersion"},
    ],
}


class GetExchangeServer(ExchangeCmdlet):
    """Gets the Exchange servers of the organization."""

    name = "Get-ExchangeServer"
    net_class = "Microsoft.Exchange.Management.SystemConfigurationTasks.GetExchangeServer"
    default_set = "Identity"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (
        Example(
            "Get-ExchangeServer | Format-List Name,AdminDisplayVersion,Edition", "Shows the versions of all servers."
        ),
    )

    def execute(self) -> None:
        schema = schema_of("ExchangeServer")
        servers = self.view.find("exchangeServer")
        if self.has("Domain"):
            domain = net.text_of(self.given("Domain")).casefold()
            servers = [each for each in servers if str(each.get("Domain")).casefold() == domain]
        elif self.given("Identity") is not None:
            identity = Identity(self.given("Identity"))
            servers = find_servers(self.view, identity)
            if not servers and not identity.contains_wildcard:
                self.not_found(identity.text)
        self.write_objects(schema, servers)
