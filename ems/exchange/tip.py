"""Get-Tip: another tip of the day."""

from __future__ import annotations

from ems.exchange.banner import TIPS
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class GetTip(Cmdlet):
    """Shows a tip."""

    name = "Get-Tip"
    kind = "Function"
    module = "Microsoft.Exchange.Management.PowerShell.E2010"
    examples = (Example("Get-Tip 3", "The third tip."),)
    number = Parameter("int", position=0, help="Which tip; any by default.")

    def end(self) -> None:
        number = self.number if self.number is not None else self.session.random.randrange(len(TIPS))
        host = self.session.host
        host.write_line(f"Tip of the day #{number % len(TIPS)}:")
        host.write_line()
        host.write_line(f" {TIPS[number % len(TIPS)]}")
        host.write_line()
