"""Get-ExBlog: the real one opens the Exchange team's blog in a browser; no browser is opened here, so it says where the blog is."""
from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example


class GetExBlog(Cmdlet):
    """Says where the blog of the Exchange team is."""

    name = "Get-ExBlog"
    kind = "Function"
    module = "Microsoft.Exchange.Management.PowerShell.E2010"
    examples = (Example("Get-ExBlog", "The address of the blog.", "https://aka.ms/ExchangeTeamBlog"),)

    def end(self) -> None:
        self.write("https://aka.ms/ExchangeTeamBlog")
