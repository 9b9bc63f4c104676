"""What the shell says when it opens: the banner of the Exchange Management Shell 2019, with a tip of our own."""
from __future__ import annotations

from typing import Final

BANNER: Final = """\
         Welcome to the Exchange Management Shell!

Full list of cmdlets: Get-Command
Only Exchange cmdlets: Get-ExCommand
Cmdlets that match a specific string: Help *<string>*
Get general help: Help
Get help for a cmdlet: Help <cmdlet name> or <cmdlet name> -?
Exchange team blog: Get-ExBlog
Show full output for a command: <command> | Format-List

Show quick reference guide: QuickRef
"""

TIPS: Final = (
    "Get-LabHost lists the machines you can be: Enter-PSSession PRINTER01 moves the shell there, Exit-PSSession brings it back.",
    "A new or changed receive connector takes effect for the next connection: telnet mail.contoso.com 25 from another host shows it at once.",
    "Get-LabListener says on which ports of this machine your own mail program reaches the connectors.",
    "-WhatIf says what a command would do, and does nothing.",
    "The permission to relay does not show in any console: Get-ReceiveConnector | Get-ADPermission -User \"NT AUTHORITY\\ANONYMOUS LOGON\" does show it.",
    "Press Tab to complete a command, a parameter or its value; press F1 with the cursor on a command for its help.",
    "ems --temporary opens an organization that is thrown away at the end: a safe place to break things.",
)


def banner(server: str, tip: int) -> str:
    """The whole text for a session on `server`; `tip` chooses the tip, any number."""
    return (
        f"{BANNER}\nTip of the day #{tip % len(TIPS)}:\n\n {TIPS[tip % len(TIPS)]}\n\n"
        f"VERBOSE: Connecting to {server}.\nVERBOSE: Connected to {server}.\n"
    )
