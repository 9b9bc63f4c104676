"""*-TransportConfig: the transport settings of the whole organization."""

from __future__ import annotations

from typing import Final

from ems.directory import Entry
from ems.exchange.schema import schema_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_NAMESPACE: Final = "Microsoft.Exchange.Management.SystemConfigurationTasks."
_TYPE: Final = "Microsoft.Exchange.Data.Directory.SystemConfiguration.TransportConfigContainer"


class ConfigCmdlet(ExchangeCmdlet):
    """What the cmdlets of this noun have in common."""

    @property
    def settings(self) -> list[Entry]:
        return self.view.find("transportConfig")


class GetTransportConfig(ConfigCmdlet):
    """Gets the organization's transport settings."""

    name = "Get-TransportConfig"
    net_class = _NAMESPACE + "GetTransportConfig"
    output_types = (_TYPE,)
    examples = (
        Example(
            "Get-TransportConfig | Format-List MaxSendSize,MaxReceiveSize", "Shows the organization's size limits."
        ),
    )

    def execute(self) -> None:
        self.write_objects(schema_of("TransportConfig"), self.settings)


class SetTransportConfig(ConfigCmdlet):
    """Changes the organization's transport settings."""

    name = "Set-TransportConfig"
    net_class = _NAMESPACE + "SetTransportConfig"
    should_process = "Medium"
    examples = (Example("Set-TransportConfig -MaxReceiveSize 25MB", "Takes messages up to 25 MB."),)

    def execute(self) -> None:
        schema = schema_of("TransportConfig")
        for entry in self.settings:
            changes = self.attributes_from(schema, entry.attributes)
            if self.confirmed("Setting transport settings of the organization."):  # our wording
                self.unit.work(self.name).modify(entry.guid, changes)
                self.note(entry.name)
