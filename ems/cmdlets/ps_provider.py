"""Get-PSProvider."""

from __future__ import annotations

from ems.cmdlets.place_items import ItemCmdlet, name_matcher
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter
from ems.runtime.providers.base import path_error
from ems.runtime.wildcard import contains_wildcard


class GetPSProvider(ItemCmdlet):
    """Gets the providers of the session."""

    name = "Get-PSProvider"
    output_types = ("System.Management.Automation.ProviderInfo",)
    examples = (Example("(Get-PSProvider FileSystem).Name", "One provider.", "FileSystem"),)
    ps_provider = Parameter("string[]", name="PSProvider", position=0, pipeline="name", help="Which providers.")

    def process(self) -> None:
        for name in self.ps_provider or ["*"]:
            matches = name_matcher([name])
            found = [provider for provider in self.locations.providers.values() if matches(provider.name)]
            if not found and not contains_wildcard(name):
                self.write_error(path_error("ProviderNotFound", name, "ProviderNotFoundException").record)
            for provider in found:
                self.write(provider.info)
