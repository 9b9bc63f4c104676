"""The five walk-throughs as scripts, seen from outside: an independent client over a real socket, before and after."""

from __future__ import annotations

import time
from pathlib import Path

from tests.served import Served

FIND = 'Get-ReceiveConnector | Get-ADPermission | where {($_.user -like "*anon*") -and ($_.extendedrights -like "*recipient*")}'
REFUSED = (550, "5.7.54 SMTP; Unable to relay recipient in non-accepted domain")
ACCEPTED = (250, "2.1.5 Recipient OK")


def test_a_healthy(tmp_path: Path) -> None:
    with Served(tmp_path, "exchange2019") as served:
        assert served.relay("INTERNET01") == REFUSED
        done = served.script(
            f'{FIND} | select identity\n{FIND} | remove-adpermission -user $_.user -extendedrights "ms-Exch-SMTP-Accept-Any-Recipient"\n'
        )
        assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
        assert served.relay("INTERNET01") == REFUSED


def test_a_open_relay(tmp_path: Path) -> None:
    with Served(tmp_path, "openrelay") as served:
        assert served.relay("INTERNET01") == ACCEPTED
        done = served.script(f"{FIND} | select identity\n")
        assert [line.rstrip() for line in done.stdout.split("\n") if line.strip()] == [
            "Identity",
            "--------",
            "EX01\\Default Frontend EX01",
        ]
        done = served.script(
            f'{FIND} | remove-adpermission -user $_.user -extendedrights "ms-Exch-SMTP-Accept-Any-Recipient"\n',
            stdin="y\n",
        )
        assert "Are you sure you want to perform this action?" in done.stdout
        assert done.returncode == 0, done.stderr
        time.sleep(1)
        assert served.relay("INTERNET01") == REFUSED


def test_b_externally_secured_and_anonymous(tmp_path: Path) -> None:
    new = "New-ReceiveConnector -Name RelayConnector -usage Custom -Bindings ‘{10.1.1.5:25}’ -fqdn {mail.contoso.com} -RemoteIPRanges {192.168.5.10} -server MYEXCHANGESERVER"
    with Served(tmp_path, "exchange2010") as served:
        assert served.relay("PRINTER01")[0] in (530, 550)
        assert (
            served.script(
                f"{new} -permissiongroups ExchangeServers -AuthMechanism ‘TLS, ExternalAuthoritative’\n"
            ).returncode
            == 0
        )
        time.sleep(1)
        assert served.relay("PRINTER01") == ACCEPTED
        assert served.relay("PC042")[0] in (530, 550)
        served.send("PRINTER01", "kate@fabrikam.com", "secured")
        served.send("PRINTER01", "michelle@contoso.com", "secured inside")
        assert served.command("Remove-ReceiveConnector RelayConnector -Confirm:$false").returncode == 0
        done = served.script(
            f"{new} -permissiongroups AnonymousUsers\n"
            "Get-ReceiveConnector RelayConnector | Add-ADPermission -User “NT AUTHORITY\\ANONYMOUS LOGON” -ExtendedRights “ms-Exch-SMTP-Accept-Any-Recipient”\n"
        )
        assert done.returncode == 0, done.stderr
        time.sleep(1)
        assert served.relay("PRINTER01") == ACCEPTED
        served.send("PRINTER01", "kate@fabrikam.com", "anonymous")
        served.send("PRINTER01", "michelle@contoso.com", "anonymous inside")
        time.sleep(1)
        outside = {
            subject: text
            for text in served.mail("outbound", "fabrikam.com")
            for subject in ("secured", "anonymous")
            if f"Subject: {subject}\n" in text.replace("\r", "")
        }
        inside = {
            subject: text
            for text in served.mail("mailboxes", "michelle@contoso.com")
            for subject in ("secured", "anonymous")
            if f"Subject: {subject} inside" in text
        }
        # Externally secured: the sender is resolved to a display name, nothing is stamped. Anonymous: the address as it is, anti-spam headers.
        assert "From: Chris Ashton <chris@contoso.com>" in outside["secured"]
        assert "From: chris@contoso.com" in outside["anonymous"]
        assert "X-MS-Exchange-Organization-AuthAs: Internal" in inside["secured"]
        assert "X-MS-Exchange-Organization-AuthAs: Anonymous" in inside["anonymous"]
        assert "X-MS-Exchange-Organization-SCL" not in inside["secured"]
        assert "Received-SPF" in inside["anonymous"]


def test_c(tmp_path: Path) -> None:
    line = "Get-ReceiveConnector | Get-ADPermission -User “NT Authority\\Anonymous Logon” | Where-Object {$_.ExtendedRights -like “ms-Exch-SMTP-Accept-Any-Recipient”} | Format-List Identity,ExtendedRights\n"
    with Served(tmp_path, "openrelay") as served:
        assert served.relay("INTERNET01") == ACCEPTED
        done = served.script(line)
        assert [each.rstrip() for each in done.stdout.split("\n") if each.strip()] == [
            "Identity       : EX01\\Default Frontend EX01",
            "ExtendedRights : {ms-Exch-SMTP-Accept-Any-Recipient}",
        ]


def test_d(tmp_path: Path) -> None:
    rights = {
        "ms-Exch-Accept-Headers-Routing",
        "ms-Exch-SMTP-Accept-Any-Recipient",
        "ms-Exch-SMTP-Accept-Any-Sender",
        "ms-Exch-SMTP-Accept-Authoritative-Domain-Sender",
        "ms-Exch-SMTP-Submit",
    }
    more = {
        "ms-Exch-Bypass-Anti-Spam",
        "ms-Exch-Bypass-Message-Size-Limit",
        "ms-Exch-SMTP-Accept-Authentication-Flag",
        "ms-Exch-SMTP-Accept-Exch50",
    }
    ask = 'Get-ADPermission "Anonymous Relay" -User "{}" | where {{($_.Deny -eq $false) -and ($_.IsInherited -eq $false)}} | ForEach-Object {{ "$($_.ExtendedRights)" }}'
    with Served(tmp_path, "exchange2019") as served:
        assert served.relay("PRINTER01") == REFUSED
        done = served.script(
            'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 192.168.5.10,192.168.5.11\n'
            'Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers\n'
            'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"\n'
        )
        assert (done.returncode, done.stderr) == (0, "")
        time.sleep(1)
        assert served.relay("PRINTER01") == ACCEPTED
        assert served.relay("PC042") == REFUSED
        assert set(served.command(ask.format("NT AUTHORITY\\ANONYMOUS LOGON")).stdout.split()) == rights
        served.script(
            'Set-ReceiveConnector "Anonymous Relay" -AuthMechanism ExternalAuthoritative -PermissionGroups ExchangeServers\n'
        )
        time.sleep(1)
        assert served.relay("APP01") == ACCEPTED
        assert (
            set(served.command(ask.format("MS Exchange\\Externally Secured Servers")).stdout.split()) == rights | more
        )


def test_e(tmp_path: Path) -> None:
    send = (
        "Enter-PSSession {}\nSend-MailMessage -From 'app@contoso.com' -To 'kate@fabrikam.com' -Subject 'Test email' -Body \"This is a test email\" "
        "-DeliveryNotificationOption OnSuccess, OnFailure -SmtpServer 'mail.contoso.com'\nExit-PSSession\n"
    )
    with Served(tmp_path, "exchange2019") as served:
        assert served.relay("APP01") == REFUSED
        done = served.script(send.format("APP01"))
        assert (
            "Mailbox unavailable. The server response was: 5.7.54 SMTP; Unable to relay recipient in"
            in done.stderr + done.stdout
        )
        done = served.script(
            'New-ReceiveConnector -Name "smtp relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.5.11\n'
            'Set-ReceiveConnector "smtp relay" -PermissionGroups AnonymousUsers\n'
            'Get-ReceiveConnector "smtp relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"\n'
            'Set-ReceiveConnector "smtp relay" -AuthMechanism ExternalAuthoritative -PermissionGroups ExchangeServers\n'
        )
        assert (done.returncode, done.stderr) == (0, "")
        time.sleep(1)
        assert served.relay("APP01") == ACCEPTED
        assert served.relay("PC042") == REFUSED
        done = served.script(send.format("APP01"))
        assert (done.stdout, done.stderr) == ("", "")
        time.sleep(1)
        assert any("Subject: Test email" in text for text in served.mail("outbound", "fabrikam.com"))
        assert any("Relayed" in text or "Delivered" in text for text in served.mail("mailboxes", "app@contoso.com"))
