"""QuickRef: the page that the banner speaks of. The real one is on the Web; this one is what the shell here offers."""

from __future__ import annotations

from typing import Final

from ems.runtime.cmdlet import Cmdlet, Example

PAGE: Final = """\
Connectors      Get-, New-, Set-, Remove-ReceiveConnector    Get-, New-, Set-, Remove-SendConnector
Permissions     Get-, Add-, Remove-ADPermission
Domains         Get-, New-, Set-, Remove-AcceptedDomain
Mail flow       Get-Queue, Get-Message, Retry-Queue, Suspend-Message, Get-MessageTrackingLog
Servers         Get-ExchangeServer, Get-TransportService, Get-Service MSExchange*
Who did what    Search-AdminAuditLog
The lab         Get-LabHost, New-LabHost, Get-LabListener, Enter-PSSession HOST, Exit-PSSession
Try it          telnet mail.contoso.com 25, Send-MailMessage

Find a cmdlet   Get-ExCommand *Connector*            Its help      Get-Help New-ReceiveConnector -Examples
All of it       ... | Format-List                    Some columns  ... | Format-Table Name, Enabled
Only some       ... | where {$_.Enabled -eq $true}   Try first     ... -WhatIf
"""


class QuickRef(Cmdlet):
    """Shows the quick reference."""

    name = "QuickRef"
    kind = "Function"
    module = "Microsoft.Exchange.Management.PowerShell.E2010"
    examples = (Example("QuickRef", "One page of what there is."),)

    def end(self) -> None:
        for line in PAGE.split("\n"):
            self.session.host.write_line(line)
