"""The virtual network and its clients: names, refusals, Telnet, System.Net.Mail; limits on connections."""

from __future__ import annotations

import pytest

from ems.transport.client import SmtpClient, SmtpException, SmtpFailedRecipientException, SmtpFailedRecipientsException
from ems.transport.compose import MailAddress, MailMessage, compose
from ems.transport.network import ConnectionRefused, ConnectionTimedOut, NameNotResolved
from ems.transport.telnet import PROMPT, Telnet

from .test_transport_delivery import add_connector
from .transport_lab import Lab


def test_names() -> None:
    with Lab() as lab:
        network = lab.network
        assert (
            network.resolve("mail.contoso.com")
            == network.resolve("EX01")
            == network.resolve("ex01.contoso.com")
            == "10.1.1.1"
        )
        assert network.resolve("printer01") == "192.168.5.10"
        assert network.mail_exchangers("contoso.com") == [(10, "mail.contoso.com")]
        assert network.mail_exchangers("fabrikam.com") == [(10, "mail.fabrikam.com")]
        assert network.name_of("192.168.5.42") == "pc042.contoso.com"
        with pytest.raises(NameNotResolved, match="No such host is known"):
            network.resolve("nowhere.contoso.com")
        with pytest.raises(ConnectionRefused, match=r"actively refused it 10\.1\.1\.1:26"):
            network.connect("PRINTER01", "mail.contoso.com", 26)
        with pytest.raises(ConnectionRefused):
            network.connect("PRINTER01", "PC042", 25)
        with pytest.raises(ConnectionTimedOut):
            network.connect("PRINTER01", "198.51.100.25", 25)


def test_timeouts_of_a_session() -> None:
    with Lab() as lab:
        connection = lab.network.connect("PRINTER01", "EX01", 25)
        connection.read()
        lab.clock.advance(seconds=299)
        connection.send(b"NOOP\r\n")
        lab.clock.advance(seconds=301)
        assert connection.read().endswith(b"451 4.7.0 Timeout waiting for client input\r\n")
        assert connection.closed_by_server


def test_connections_for_each_source_are_limited() -> None:
    with Lab() as lab:
        connections = [lab.network.connect("PC042", "EX01", 25) for _ in range(20)]
        assert all(each.read().startswith(b"220") for each in connections)
        refused = lab.network.connect("PC042", "EX01", 25)
        assert refused.read() == (
            b"421 4.3.2 The maximum number of concurrent connections has exceeded a limit, "
            b"closing transmission channel\r\n"
        )
        assert lab.network.connect("PRINTER01", "EX01", 25).read().startswith(b"220")
        connections[0].close()
        assert lab.network.connect("PC042", "EX01", 25).read().startswith(b"220")


def test_a_committed_change_counts_for_the_next_connection() -> None:
    with Lab() as lab:
        mail = ("HELO x", "MAIL FROM:<a@contoso.com>", "RCPT TO:<kate@fabrikam.com>")
        assert lab.send(*mail)[-1].startswith("550 5.7.54")
        add_connector(lab, "Relay")
        assert lab.send(*mail)[-1] == "250 2.1.5 Recipient OK"
        assert lab.send(*mail, source="PC042")[-1].startswith("550 5.7.54")


def typed(telnet: Telnet, *lines: str) -> str:
    shown = ""
    for line in lines:
        shown += telnet.prompt + telnet.line(line)
    return shown


def test_the_telnet_test_of_the_article() -> None:
    with Lab() as lab:
        add_connector(lab, "Anonymous Relay")
        telnet = Telnet(lab.network, "PRINTER01")
        start = telnet.start([])
        assert start == "Welcome to Microsoft Telnet Client\n\nEscape Character is 'CTRL+]'\n\n"
        shown = typed(telnet, "set localecho", "OPEN 10.1.1.1 25")
        assert shown == (
            f"{PROMPT}Local echo on\n{PROMPT}Connecting To 10.1.1.1...\n"
            "220 ex01.contoso.com Microsoft ESMTP MAIL Service ready at Tue, 5 Mar 2024 09:30:15 +0000\n"
        )
        assert telnet.prompt == "" and telnet.echoes_input
        typed(telnet, "EHLO", "MAIL FROM:chris@contoso.com")
        assert typed(telnet, "RCPT TO:kate@fabrikam.com") == "250 2.1.5 Recipient OK\n"
        typed(telnet, "DATA", "Subject: Test", "", "This is a test message.")
        assert "Queued mail for delivery" in typed(telnet, ".")
        shown = typed(telnet, "QUIT")
        assert shown.startswith("221 2.0.0 Service closing transmission channel\n\n\nConnection to host lost.\n")
        assert telnet.prompt == PROMPT
        typed(telnet, "quit")
        assert telnet.finished


def test_telnet_that_cannot_connect() -> None:
    with Lab() as lab:
        telnet = Telnet(lab.network, "PC042")
        assert telnet.start(["mail.contoso.com", "26"]) == (
            "Connecting To mail.contoso.com...Could not open connection to the host, on port 26: Connect failed\n"
        )
        assert telnet.finished
        other = Telnet(lab.network, "PC042")
        other.start([])
        assert "on port 23: Connect failed" in other.line("o nowhere")
        assert other.line("frobnicate") == "Invalid Command. type ?/help for help\n"
        assert not other.finished


def client(lab: Lab, source: str, port: int = 25) -> SmtpClient:
    return SmtpClient(lab.network, source, "mail.contoso.com", port)


def message(*to: str, notify: str = "") -> MailMessage:
    return MailMessage(
        MailAddress("app@contoso.com"),
        [MailAddress(each) for each in to],
        subject="Test email",
        body="This is a test email",
        notify=frozenset(notify.split(",")) - {""},
    )


def send(smtp: SmtpClient, lab: Lab, mail: MailMessage) -> None:
    smtp.send(mail, compose(mail, lab.clock.now(), "b"))


def test_sending_as_dot_net_does() -> None:
    with Lab() as lab:
        add_connector(lab, "smtp relay")
        smtp = client(lab, "PRINTER01")
        send(smtp, lab, message("kate@fabrikam.com", notify="SUCCESS,FAILURE"))
        assert ">RCPT TO:<kate@fabrikam.com> NOTIFY=SUCCESS,FAILURE\r\n" in smtp.transcript
        assert ">EHLO PRINTER01\r\n" in smtp.transcript
        assert len(lab.mails("outbound/fabrikam.com")) == 1
        assert "Relayed: Test email" in lab.mails("mailboxes/app@contoso.com")[0]


def test_errors_as_dot_net_words_them() -> None:
    with Lab() as lab:
        words = "5.7.54 SMTP; Unable to relay recipient in non-accepted domain"
        refused = f"Mailbox unavailable. The server response was: {words}"
        with pytest.raises(SmtpFailedRecipientException) as one:
            send(client(lab, "PC042"), lab, message("kate@fabrikam.com"))
        assert one.value.message == refused
        assert (one.value.status_code, one.value.failed_recipient) == (550, "<kate@fabrikam.com>")
        with pytest.raises(SmtpFailedRecipientsException, match=r"Unable to send to all recipients\."):
            send(client(lab, "PC042"), lab, message("kate@fabrikam.com", "x@adatum.com"))
        with pytest.raises(SmtpFailedRecipientException, match="Unable to relay"):
            send(client(lab, "PC042"), lab, message("kate@fabrikam.com", "chris@contoso.com"))
        assert len(lab.mails("mailboxes/chris@contoso.com")) == 1  # the others got theirs
        with pytest.raises(SmtpException) as unauthenticated:
            send(client(lab, "PC042", 587), lab, message("chris@contoso.com"))
        assert unauthenticated.value.message == (
            "The SMTP server requires a secure connection or the client was not authenticated. The server response "
            "was: 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM"
        )
        with pytest.raises(SmtpException, match="Failure sending mail") as nowhere:
            send(SmtpClient(lab.network, "PC042", "nowhere"), lab, message("chris@contoso.com"))
        assert nowhere.value.inner == (("System.Net.WebException", "The remote name could not be resolved: 'nowhere'"),)
        with pytest.raises(SmtpException) as closed:
            send(client(lab, "PC042", 26), lab, message("chris@contoso.com"))
        assert [name for name, _ in closed.value.inner] == [
            "System.Net.WebException",
            "System.Net.Sockets.SocketException",
        ]


@pytest.mark.parametrize(("port", "ssl"), [(587, True), (587, False), (25, False), (25, True)])
def test_credentials(port: int, ssl: bool) -> None:
    with Lab() as lab:
        smtp = client(lab, "PC042", port)
        smtp.use_ssl, smtp.credentials = ssl, ("CONTOSO\\app", "Pa$$w0rd")
        if port == 587:
            send(smtp, lab, message("kate@fabrikam.com"))
            assert len(lab.mails("outbound/fabrikam.com")) == 1
        else:  # Default Frontend gives authenticated users nothing: the ExchangeUsers group is not on it
            with pytest.raises(SmtpFailedRecipientException):
                send(smtp, lab, message("kate@fabrikam.com"))
        wrong = client(lab, "PC042", 587)
        wrong.use_ssl, wrong.credentials = ssl, ("app", "wrong")
        with pytest.raises(SmtpException, match=r"5\.7\.57 SMTP; Client was not authenticated"):
            send(wrong, lab, message("kate@fabrikam.com"))
