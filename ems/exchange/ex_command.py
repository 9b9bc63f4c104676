"""Get-ExCommand: the cmdlets of Exchange alone."""

from __future__ import annotations

from typing import Any

from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import ALL_SETS, InSet, Parameter


class GetExCommand(Cmdlet):
    """Lists the cmdlets of Exchange."""

    name = "Get-ExCommand"
    module = ExchangeCmdlet.module
    examples = (Example("Get-ExCommand *Connector*", "Lists the cmdlets about connectors."),)
    pattern = Parameter(
        "string", name="Name", sets={ALL_SETS: InSet(position=0)}, help="Part of the name, with wildcards."
    )

    def process(self) -> None:
        from ems.exchange.identity import matches

        wanted = self.pattern or "*"
        found: list[Any] = [
            info
            for info in self.session.commands.all_cmdlets()
            if issubclass(info.implementation, ExchangeCmdlet) and matches(wanted, info.name)
        ]
        for info in sorted(found, key=lambda each: each.name):
            self.write(info)
