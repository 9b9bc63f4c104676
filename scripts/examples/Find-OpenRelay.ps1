<#
.SYNOPSIS
Lists every receive connector through which strangers could relay, and says why.

.DESCRIPTION
A connector is an open relay when it takes connections from everywhere and its access control gives the relay right
(ms-Exch-SMTP-Accept-Any-Recipient) to anonymous senders, or treats everybody as an externally secured server.

.PARAMETER Server
Only connectors of this server.

.EXAMPLE
.\Find-OpenRelay.ps1
Looks at the whole organization.
#>
[CmdletBinding()]
param(
    [string]$Server
)

$right = 'ms-Exch-SMTP-Accept-Any-Recipient'
$suspects = @{
    'NT AUTHORITY\ANONYMOUS LOGON'           = 'anonymous senders have the relay right'
    'MS Exchange\Externally Secured Servers' = 'every client counts as externally secured'
}

function Test-OpenToAll {
    param($Connector)
    foreach ($range in $Connector.RemoteIPRanges) {
        if ("$range" -eq '0.0.0.0-255.255.255.255') { return $true }
    }
    return $false
}

$connectors = if ($Server) { Get-ReceiveConnector -Server $Server } else { Get-ReceiveConnector }
foreach ($connector in $connectors) {
    if (-not (Test-OpenToAll $connector)) {
        Write-Verbose "$($connector.Identity) takes connections from named addresses only."
        continue
    }
    foreach ($user in $suspects.Keys) {
        if ($user -like 'MS Exchange*' -and "$($connector.AuthMechanism)" -notlike '*ExternalAuthoritative*') { continue }
        $granted = Get-ADPermission $connector.Identity -User $user | Where-Object { -not $_.Deny -and $_.ExtendedRights -like $right }
        if ($granted) {
            [pscustomobject]@{
                Connector = $connector.Identity
                Bindings  = $connector.Bindings -join ', '
                Reason    = $suspects[$user]
            }
        }
    }
}
