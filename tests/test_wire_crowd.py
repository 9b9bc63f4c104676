"""A crowd of clients: the storekeeper does the writing, and whoever is killed, nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import smtplib
import sys
import threading
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ems.app.storekeeper import command
from ems.directory import Organization
from ems.transport.listener import Listener
from ems.transport.service import TransportService

from .served import Served

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the listener does without a storekeeper there")
CLIENTS = 6
TEXT = "Subject: crowd\r\nMessage-ID: <{}>\r\n\r\nHello.\r\n"


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


def crowd(port: int, until: float, failures: list[str]) -> list[str]:
    """Message-IDs that were acknowledged. A connection that breaks ends its client; a refusal is a failure."""
    acknowledged: list[str] = []

    def one(number: int) -> None:
        count = 0
        try:
            with smtplib.SMTP("127.0.0.1", port, local_hostname="crowd", timeout=30) as client:
                while time.monotonic() < until:
                    count += 1
                    name = f"{number}-{count}@crowd.test"
                    client.sendmail("a@fabrikam.com", "chris@contoso.com", TEXT.format(name))
                    acknowledged.append(name)
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            pass
        except smtplib.SMTPException as error:
            failures.append(str(error))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return acknowledged


def delivered(spool: Path) -> str:
    return "".join(each.read_text() for each in (spool / "mailboxes" / "chris@contoso.com").glob("*.eml"))


def test_a_storekeeper_that_is_killed_is_done_without(tmp_path: Path) -> None:
    organization = Organization.open(
        tmp_path / "org", "exchange2019", clock=lambda: "2024-03-05T09:30:15Z", new_guid=lambda: str(uuid.uuid4())
    )
    service = TransportService(organization, RealClock(), lambda: str(uuid.uuid4()))
    listener = Listener(service, command(organization.folder))
    try:
        report = listener.start()
        port = next(int(each["endpoint"].rpartition(":")[2]) for each in report["hosts"] if each["name"] == "APP01")
        killed: list[int] = []

        def kill() -> None:
            for _ in range(300):
                time.sleep(0.01)
                process = listener.storekeeper_process
                if process is not None:
                    time.sleep(0.3)
                    os.kill(process, signal.SIGKILL)
                    killed.append(process)
                    return

        killer = threading.Thread(target=kill)
        killer.start()
        failures: list[str] = []
        acknowledged = crowd(port, time.monotonic() + 2.0, failures)
        killer.join()
        there = delivered(organization.spool)
        assert killed and not failures and listener.storekeeper_process is None
        assert len(acknowledged) > CLIENTS and all(f"<{name}>" in there for name in acknowledged)
    finally:
        listener.stop()
        organization.close()


def test_a_listener_that_is_killed_in_a_crowd_has_lost_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for turn in range(20 if request.config.getoption("--long", default=False) else 2):
        folder = tmp_path / str(turn)
        folder.mkdir()
        served = Served(folder, "exchange2019")
        moment = threading.Timer(1.0 + turn % 5 * 0.1, served.process.kill)
        moment.start()
        acknowledged = crowd(served.port_of("APP01"), time.monotonic() + 5.0, [])
        there = delivered(served.organization / "spool")
        served.process.wait()
        assert len(acknowledged) > CLIENTS and all(f"<{name}>" in there for name in acknowledged)


def test_the_storekeeper_leaves_with_the_listener(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("looks into /proc")
    with Served(tmp_path, "exchange2019") as served:
        acknowledged = crowd(served.port_of("APP01"), time.monotonic() + 1.0, [])
        tasks = Path(f"/proc/{served.process.pid}/task").glob("*/children")
        children = [child for each in tasks for child in each.read_text().split()]
    assert len(acknowledged) > CLIENTS and len(children) == 1 and not Path(f"/proc/{children[0]}").exists()
    assert not list((served.organization / "spool" / "journal").glob("*"))
