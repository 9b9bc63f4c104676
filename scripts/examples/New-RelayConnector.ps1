<#
.SYNOPSIS
Lets named hosts relay without logging on, the way that keeps anti-spam and limits in force.

.EXAMPLE
.\New-RelayConnector.ps1 -Name 'Printers' -RemoteIPRanges 192.168.5.10, 192.168.5.11
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [Parameter(Mandatory = $true)][string]$Name,
    [Parameter(Mandatory = $true)][string[]]$RemoteIPRanges,
    [string]$Server = (Get-ExchangeServer | Select-Object -First 1).Name
)

if ($RemoteIPRanges -contains '0.0.0.0-255.255.255.255') {
    throw 'A relay connector that is open to all addresses is an open relay. Name the hosts that need it.'
}

if ($PSCmdlet.ShouldProcess("$Server\$Name", 'Create anonymous relay connector')) {
    $connector = New-ReceiveConnector -Name $Name -Server $Server -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges $RemoteIPRanges -PermissionGroups AnonymousUsers
    $null = $connector | Add-ADPermission -User 'NT AUTHORITY\ANONYMOUS LOGON' -ExtendedRights 'ms-Exch-SMTP-Accept-Any-Recipient'
    Get-ReceiveConnector $connector.Identity
}
