"""What a hostile visitor tries from outside: pipes, exit codes, and clients on the wire while connectors change."""

from __future__ import annotations

import base64
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import Served, run_ems

_PIPED = [
    pytest.param('1+1\n"after"\nexit 7\n', "2\nafter\n", 7, id="statements and a code"),
    pytest.param('function f {\n "in f"\n}\n\nf\n"x $(1+\n2)"\n', "in f\nx 3\n", 0, id="statements over lines"),
    pytest.param('Read-Host | % { "got $_" }\nbob\n"next"\n', "got bob\nnext\n", 0, id="input of a command"),
    pytest.param("Enter-PSSession PRINTER01\nhostname\nexit\nhostname\nexit 5\n", "PRINTER01\nEX01\n", 5, id="exit leads back first"),
    pytest.param('1\nthrow "boom"\n2\n', "1\n2\n", 1, id="goes on after an error"),
    pytest.param("Enter-PSSession PRINTER01\nEnter-PSSession APP01\nexit\nhostname\nexit\nhostname\n", "PRINTER01\nEX01\n", 0, id="one at a time"),
]


@pytest.mark.parametrize(("typed", "printed", "code"), _PIPED)
def test_statements_from_a_pipe(tmp_path: Path, typed: str, printed: str, code: int) -> None:
    done = run_ems(tmp_path, "--temporary", stdin=typed)
    assert (done.stdout, done.returncode) == (printed, code)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("house"), "exchange2019") as served:
        yield served


def shell(lab: Served, text: str) -> str:
    done = run_ems(lab.folder, "--org", str(lab.organization), "-NonInteractive", "-Command", text)
    assert done.returncode == 0, done.stderr
    return done.stdout


def talk(lab: Served, host: str, *lines: str) -> list[str]:
    """All that a client sends at once, and the last line of each reply until the server closes."""
    with socket.create_connection(("127.0.0.1", lab.port_of(host)), 10) as connection:
        connection.sendall("".join(line + "\r\n" for line in lines).encode("latin-1"))
        received = b""
        while part := connection.recv(65536):
            received += part
    return [line for line in received.decode("latin-1").split("\r\n") if line[3:4] == " "]


def test_a_session_keeps_the_connector_it_began_with(lab: Served) -> None:
    shell(
        lab,
        "New-ReceiveConnector Relay -TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.5.10 "
        "-PermissionGroups AnonymousUsers | Add-ADPermission -User 'ANONYMOUS LOGON' "
        "-ExtendedRights ms-Exch-SMTP-Accept-Any-Recipient",
    )
    with lab.client("PRINTER01") as begun:
        begun.ehlo()
        shell(lab, "Remove-ReceiveConnector Relay -Confirm:$false; Set-ReceiveConnector 'Default Frontend EX01' -TarpitInterval 0")
        begun.mail("a@b.c")
        assert begun.rcpt("kate@fabrikam.com")[0] == 250
        with lab.client("PRINTER01") as fresh:
            fresh.ehlo()
            fresh.mail("a@b.c")
            assert fresh.rcpt("kate@fabrikam.com")[0] == 550


def test_limits_of_a_connector(lab: Served) -> None:
    shell(
        lab,
        "New-ReceiveConnector Narrow -TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.5.11 "
        "-PermissionGroups AnonymousUsers,ExchangeUsers -AuthMechanism Tls,BasicAuth -MessageRateLimit 2 -TarpitInterval 0 "
        "-AuthTarpitInterval 0 -MaxProtocolErrors 2 -MaxLogonFailures 2 -MaxRecipientsPerMessage 2 -Banner '220 hello there'",
    )
    many = talk(lab, "APP01", "EHLO x", "MAIL FROM:<a@b.c>", *["RCPT TO:<chris@contoso.com>"] * 3, "QUIT")
    assert many[0] == "220 hello there"
    assert many[3:6] == ["250 2.1.5 Recipient OK"] * 2 + ["452 4.5.3 Too many recipients"]
    errors = talk(lab, "APP01", "EHLO x", "FOO", "FOO", "FOO", "NOOP")
    assert errors[2:] == ["500 5.3.3 Unrecognized command"] * 2 + [
        "421 4.7.0 Too many errors on this connection, closing transmission channel"
    ]
    wrong = ["AUTH LOGIN", *(base64.b64encode(word).decode() for word in (b"chris", b"no"))]
    assert talk(lab, "APP01", "EHLO x", *wrong, *wrong, *wrong)[-1].startswith("421 4.7.0")
    message = ["MAIL FROM:<a@b.c>", "RCPT TO:<chris@contoso.com>", "DATA", "Subject: x", "", "x", "."]
    assert talk(lab, "APP01", "EHLO x", *message, *message, *message)[-1] == (
        "421 4.4.2 Message submission rate for this client has exceeded the configured limit"
    )


def test_a_host_comes_and_goes(lab: Served) -> None:
    port = int(shell(lab, "New-LabHost SCAN01 192.168.5.77 | Out-Null; (Get-LabHost SCAN01).SmtpPort"))
    for _ in range(50):
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                connection.sendall(b"HELO\r\nQUIT\r\n")
                said = connection.makefile("rb").read()
            break
        except OSError:
            time.sleep(0.05)
    assert b"Hello [192.168.5.77]" in said


def test_encoded_subjects_are_readable_in_the_log(lab: Served) -> None:
    shell(lab, "Send-MailMessage -From a@b.c -To chris@contoso.com -Subject 'Größe' -Encoding UTF8 -SmtpServer mail.contoso.com")
    assert "Größe" in shell(lab, "Get-MessageTrackingLog -Sender a@b.c -EventId RECEIVE | % MessageSubject")
