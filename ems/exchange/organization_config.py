"""Get-OrganizationConfig: what holds for the whole organization."""

from __future__ import annotations

from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example


class GetOrganizationConfig(ExchangeCmdlet):
    """Gets the settings of the organization."""

    name = "Get-OrganizationConfig"
    net_class = "Microsoft.Exchange.Management.SystemConfigurationTasks.GetOrganizationConfig"
    output_types = ("Microsoft.Exchange.Data.Directory.Management.OrganizationConfig",)
    examples = (
        Example("Get-OrganizationConfig | Format-List Name,LegacyExchangeDN", "Shows what the organization is called."),
    )

    def execute(self) -> None:
        self.write_objects(schema_of("OrganizationConfig"), self.view.find("organizationConfig"))
