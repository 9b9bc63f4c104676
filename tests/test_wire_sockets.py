"""Real sockets: separate clients, TLS, changes by another process, vanishing clients, kills, one listener at a time."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ems.directory import Ace, Organization
from ems.transport.claim import AlreadyListening
from ems.transport.listener import Listener
from ems.transport.service import TransportService


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def new_guid() -> str:
    return str(uuid.uuid4())


def open_organization(folder: Path, seed: str | None = None) -> Organization:
    return Organization.open(folder, seed, clock=lambda: "2024-03-05T09:30:15Z", new_guid=new_guid)


def modify(organization: Organization, name: str, **values: object) -> None:
    work = organization.unit_of_work("test", name)
    entry = work.first("receiveConnector", Name=name)
    assert entry is not None
    work.modify(entry.guid, values)
    work.commit()


@pytest.fixture
def organization(tmp_path: Path) -> Organization:
    opened = open_organization(tmp_path / "org", "exchange2019")
    modify(opened, "Default Frontend EX01", TarpitInterval="00:00:00")
    return opened


@pytest.fixture
def listener(organization: Organization) -> Iterator[Listener]:
    running = Listener(TransportService(organization, RealClock(), new_guid))
    running.start()
    yield running
    running.stop()


def client(listener: Listener, host: str) -> smtplib.SMTP:
    row = next(each for each in listener.endpoints[1] if each.name == host)
    address, _, port = row.endpoint.rpartition(":")
    return smtplib.SMTP(address, int(port), "client.example.net", timeout=10)


def relays(listener: Listener, host: str) -> tuple[int, bytes]:
    with client(listener, host) as smtp:
        smtp.ehlo()
        smtp.mail("a@contoso.com")
        return smtp.rcpt("kate@fabrikam.com")


def test_a_message_lies_in_the_spool_when_it_is_acknowledged(listener: Listener, organization: Organization) -> None:
    with client(listener, "PRINTER01") as smtp:
        smtp.sendmail(
            "a@adatum.com", ["chris@contoso.com", "tony@contoso.com"], "Subject: x\r\n\r\n.\r\n..\r\nbody\r\n"
        )
        for mailbox in ("chris", "tony"):
            files = list((organization.spool / "mailboxes" / f"{mailbox}@contoso.com").glob("*.eml"))
            assert len(files) == 1
            text = files[0].read_bytes()
            assert text.endswith(b"\r\n\r\n.\r\n..\r\nbody\r\n")
            assert b"from client.example.net (192.168.5.10) by ex01.contoso.com" in text


def test_starttls_and_logon(listener: Listener) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    row = next(each for each in listener.endpoints[0] if each.binding == "0.0.0.0:587")
    address, _, port = row.endpoint.rpartition(":")
    for _ in range(3):
        with smtplib.SMTP(address, int(port), timeout=10) as smtp:
            smtp.starttls(context=context)
            smtp.login("chris@contoso.com", "Pa$$w0rd")
            assert (
                smtp.sendmail("chris@contoso.com", ["kate@fabrikam.com"], "From: chris@contoso.com\r\n\r\nx\r\n") == {}
            )


def test_a_change_counts_within_a_second_whoever_made_it(listener: Listener, organization: Organization) -> None:
    assert relays(listener, "PRINTER01")[0] == 550
    other = open_organization(organization.folder)
    work = other.unit_of_work("another process", "")
    front = work.first("receiveConnector", Name="Default Frontend EX01")
    assert front is not None
    right = Ace("NT AUTHORITY\\ANONYMOUS LOGON", extended_right="ms-Exch-SMTP-Accept-Any-Recipient")
    work.set_acl(front.guid, (*front.acl, right))
    model = dict(front.attributes)
    model |= {"Bindings": ["0.0.0.0:2626"], "TransportRole": "FrontendTransport"}
    work.add("receiveConnector", front.parent_dn, "New one", model)
    work.commit()
    assert relays(listener, "PRINTER01") == (250, b"2.1.5 Recipient OK")
    deadline = time.monotonic() + 1.0
    row = None
    while time.monotonic() < deadline:
        row = next((each for each in listener.endpoints[0] if each.binding == "0.0.0.0:2626"), None)
        if row is not None and row.endpoint:
            break
        time.sleep(0.02)
    assert row is not None and row.state == "Listening"
    address, _, port = row.endpoint.rpartition(":")
    with smtplib.SMTP(address, int(port), timeout=10) as smtp:
        assert smtp.noop()[0] == 250


def test_clients_that_vanish_or_rave_harm_nobody(listener: Listener, organization: Organization) -> None:
    row = next(each for each in listener.endpoints[1] if each.name == "PC042")
    address, _, port = row.endpoint.rpartition(":")
    for data in (
        b"HELO x\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<chris@contoso.com>\r\nDATA\r\nSubject: lost",
        b"",
        b"\0" * 10_000,
        b"x" * 1_000_000,
    ):
        with socket.create_connection((address, int(port)), timeout=10) as raw:
            raw.sendall(data)
            time.sleep(0.02)
            if data.startswith(b"\0"):
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    with client(listener, "PC042") as smtp:
        assert smtp.noop()[0] == 250
    assert not list(organization.spool.rglob("*.eml"))


def test_a_client_that_sends_everything_and_closes_its_side_is_answered(
    listener: Listener, organization: Organization
) -> None:
    row = next(each for each in listener.endpoints[1] if each.name == "PC042")
    address, _, port = row.endpoint.rpartition(":")
    with socket.create_connection((address, int(port)), timeout=10) as raw:
        raw.sendall(
            b"HELO x\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<chris@contoso.com>\r\nDATA\r\nSubject: x\r\n\r\nx\r\n.\r\n"
        )
        raw.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := raw.recv(65536):
            answer += chunk
    assert b"Queued mail for delivery" in answer
    assert len(list(organization.spool.rglob("*.eml"))) == 1


def test_the_tarpit_holds_one_connection_only(listener: Listener, organization: Organization) -> None:
    modify(organization, "Default Frontend EX01", TarpitInterval="00:00:01")
    with client(listener, "PC042") as slow, client(listener, "PRINTER01") as quick:
        slow.ehlo()
        quick.ehlo()
        slow.mail("a@b.com")
        started = time.monotonic()
        slow.putcmd("RCPT TO:<kate@fabrikam.com>")
        assert quick.noop()[0] == 250
        assert time.monotonic() - started < 0.5
        assert slow.getreply()[0] == 550
        assert time.monotonic() - started >= 0.95


def test_one_listener_for_an_organization(listener: Listener, organization: Organization) -> None:
    second = Listener(TransportService(open_organization(organization.folder), RealClock(), new_guid))
    with pytest.raises(AlreadyListening, match=f"Process {os.getpid()} listens") as refused:
        second.start()
    assert refused.value.holder["hosts"] == listener.report()["hosts"]
    holder = second.holder()
    assert holder is not None and holder["pid"] == os.getpid()
    listener.stop()
    assert second.holder() is None


def test_a_port_in_use_is_one_clear_line_and_stops_nothing_else(organization: Organization) -> None:
    modify(organization, "Client Frontend EX01", Bindings=["0.0.0.0:45871"])
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 45871))
        squatter.listen()
        running = Listener(TransportService(organization, RealClock(), new_guid))
        running.start()
        try:
            problem = next(line for line in running.problems if "45871" in line)
            assert "\n" not in problem and "127.0.0.1:45871 (Address already in use)" in problem
            row = next(each for each in running.endpoints[0] if each.binding == "0.0.0.0:45871")
            address, _, port = row.endpoint.rpartition(":")
            with smtplib.SMTP(address, int(port), timeout=10) as smtp:
                assert smtp.noop()[0] == 250
        finally:
            running.stop()


SERVER = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from tests.test_wire_sockets import Listener, TransportService, RealClock, new_guid, open_organization
listener = Listener(TransportService(open_organization(Path(sys.argv[1])), RealClock(), new_guid))
hosts = listener.start()["hosts"]
print(hosts[2]["endpoint"], flush=True)
sys.stdin.read()
"""


def test_no_acknowledged_message_is_lost_to_a_kill(organization: Organization, long: bool) -> None:
    root = str(Path(__file__).parent.parent)
    acknowledged: list[str] = []
    for kill in range(100 if long else 10):
        server = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(organization.folder), root],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stdout is not None
        address, _, port = server.stdout.readline().strip().rpartition(":")
        stop_at = time.monotonic() + 0.02 + (kill % 10) * 0.01
        try:
            with socket.create_connection((address, int(port)), timeout=10) as raw:
                file = raw.makefile("rwb")
                file.readline()
                number = 0
                while True:
                    name = f"{kill}-{number}@test"
                    number += 1
                    file.write(
                        f"RSET\r\nHELO x\r\nMAIL FROM:<a@b.com>\r\nRCPT TO:<chris@contoso.com>\r\nDATA\r\n"
                        f"Message-ID: <{name}>\r\n\r\n{'x' * 3000}\r\n.\r\n".encode()
                    )
                    file.flush()
                    if time.monotonic() > stop_at:
                        os.kill(server.pid, signal.SIGKILL)
                    answers = [file.readline() for _ in range(6)]
                    if not answers[-1].startswith(b"250 2.6.0"):
                        break
                    acknowledged.append(name)
        except OSError:
            pass
        server.kill()
        server.wait()
        server.stdout.close()
        assert server.stdin is not None
        server.stdin.close()
    stored = {}
    for path in (organization.spool / "mailboxes" / "chris@contoso.com").glob("*.eml"):
        text = path.read_text()
        assert text.endswith(("x" * 3000 + "\r\n", "x" * 3000 + "\n"))
        stored[text.partition("Message-ID: <")[2].partition(">")[0]] = path
    assert acknowledged and set(acknowledged) <= set(stored)
