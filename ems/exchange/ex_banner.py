"""Get-ExBanner: the banner of the shell, once more."""
from __future__ import annotations

from ems.exchange.banner import BANNER
from ems.runtime.cmdlet import Cmdlet, Example


class GetExBanner(Cmdlet):
    """Shows the banner of the shell."""

    name = "Get-ExBanner"
    kind = "Function"
    module = "Microsoft.Exchange.Management.PowerShell.E2010"
    examples = (Example("Get-ExBanner", "The text that the shell opens with."),)

    def end(self) -> None:
        self.session.host.write(BANNER)
