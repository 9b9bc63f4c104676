"""The shell in a real terminal: prompt, banner, Tab, history, several lines, Ctrl-C, Ctrl-D, exit."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX's", allow_module_level=True)

from tests.terminal import Terminal

PROMPT = "[PS] C:\\Windows\\system32>"


def test_a_session_by_hand(tmp_path: Path) -> None:
    with Terminal("--temporary", "--no-listen", folder=tmp_path) as terminal:
        text = terminal.wait_for(PROMPT)
        assert "Welcome to the Exchange Management Shell!" in text
        assert "VERBOSE: Connected to ex01.contoso.com." in text
        terminal.send("Get-Rec\t")
        terminal.wait_for(f"{PROMPT}Get-ReceiveConnector")
        terminal.type_line("")
        text = terminal.text()
        assert "EX01\\Default Frontend EX01              {[::]:25, 0.0.0.0:25}" in text, text
        text = terminal.type_line("Get-Recieve")
        assert "The term 'Get-Recieve' is not recognized as the name of a cmdlet" in text
        terminal.send("foreach ($i in 1..3) {\r")
        terminal.wait_for("\n>>")
        terminal.send('"turn $i" }\r')
        terminal.wait_for("turn 3")
        terminal.send("while ($true) { }\r")
        time.sleep(0.5)
        begin = time.monotonic()
        prompts = terminal.text().count(PROMPT)
        terminal.send("\x03")
        terminal.wait_for(PROMPT, prompts + 1)
        assert time.monotonic() - begin < 5
        assert "Traceback" not in terminal.text()
        terminal.send("exit 7\r")
        assert terminal.process.wait(20) == 7


def test_ctrl_d_ends_and_history_stays(tmp_path: Path) -> None:
    with Terminal("-NoLogo", "--no-listen", folder=tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.type_line("'remember ' + 'me'")
        terminal.send("\x04")
        assert terminal.process.wait(20) == 0
    with Terminal("-NoLogo", "--no-listen", folder=tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.send("\x1b[A")
        terminal.wait_for(f"{PROMPT}'remember ' + 'me'")
        terminal.send("\r")
        terminal.wait_for("remember me")


def test_walkthrough_d_typed(tmp_path: Path) -> None:
    with Terminal("--temporary", "-NoLogo", "--no-listen", folder=tmp_path) as terminal:
        terminal.wait_for(PROMPT)
        terminal.type_line(
            'New-ReceiveConnector -Name "Anonymous Relay" -TransportRole FrontendTransport -Custom -Bindings 0.0.0.0:25 -RemoteIpRanges 192.168.5.10,192.168.5.11'
        )
        terminal.type_line('Set-ReceiveConnector "Anonymous Relay" -PermissionGroups AnonymousUsers')
        terminal.type_line(
            'Get-ReceiveConnector "Anonymous Relay" | Add-ADPermission -User "NT AUTHORITY\\ANONYMOUS LOGON" -ExtendedRights "Ms-Exch-SMTP-Accept-Any-Recipient"'
        )
        remote = "[PRINTER01]: PS C:\\Windows\\system32>"
        terminal.send("Enter-PSSession -ComputerName PRINTER01\r")
        terminal.wait_for(remote)
        for line, answer in (
            ("telnet", "Microsoft Telnet>"),
            ("set localecho", "Local echo on"),
            ("OPEN 10.1.1.1 25", "220 "),
            ("EHLO", "250 SMTPUTF8"),
            ("MAIL FROM:chris@contoso.com", "250 2.1.0 Sender OK"),
            ("RCPT TO:kate@fabrikam.com", "250 2.1.5 Recipient OK"),
            ("DATA", "354 Start mail input; end with <CRLF>.<CRLF>"),
        ):
            terminal.send(line + "\r")
            terminal.wait_for(answer)
        for line in ("Subject: Test", "", "This is a test message.", "."):
            terminal.send(line + "\r")
        terminal.wait_for("Queued mail for delivery")
        terminal.send("QUIT\r")
        terminal.wait_for("221 2.0.0 Service closing transmission channel")
        terminal.send("quit\r")
        terminal.wait_for(remote, 2)
        assert "Traceback" not in terminal.text()
