"""Messages dropped as files: taken in, refused as .bad, taken up again, and not more than a hundred a minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from ems.transport.pickup import INTERVAL, Directories

from .transport_lab import Lab

GOOD = "From: Chris <chris@contoso.com>\nTo: Kate <kate@fabrikam.com>\nBcc: dana@fabrikam.com\nSubject: file\n\nHello.\n"


def drop(lab: Lab, where: str, name: str, text: str) -> Path:
    path = lab.organization.spool / where / name
    path.write_text(text)
    return path


@pytest.fixture
def lab() -> Lab:
    return Lab()


def test_a_file_becomes_a_message(lab: Lab) -> None:
    directories = Directories(lab.service)
    directories.prepare()
    path = drop(lab, "pickup", "one.eml", "Received: from elsewhere\n" + GOOD)
    directories.look()
    [mail] = lab.mails("outbound/fabrikam.com")
    assert not path.exists() and not list(path.parent.iterdir())
    assert "Received: from localhost by ex01.contoso.com Pickup with Microsoft SMTP Server id 15.2." in mail
    assert "elsewhere" not in mail and "Bcc" not in mail and "Subject: file" in mail
    drop(lab, "pickup", "two.eml", GOOD)
    directories.look()
    assert len(lab.mails("outbound")) == 1, "looked at every five seconds"
    lab.clock.advance(seconds=INTERVAL)
    directories.look()
    assert len(lab.mails("outbound")) == 2


@pytest.mark.parametrize(
    ("where", "header"),
    [
        ("pickup", "To: kate@fabrikam.com\n"),
        ("pickup", "From: chris@contoso.com\n"),
        ("pickup", "From: chris@contoso.com\nTo: nonsense\n"),
        ("pickup", "no header at all\n"),
        ("pickup", "From: chris@contoso.com\nTo: " + ", ".join(f"u{n}@fabrikam.com" for n in range(101)) + "\n"),
        ("pickup", "From: chris@contoso.com\nTo: kate@fabrikam.com\n" + f"X-Filler: {'x' * 60}\n" * 1000),
        ("replay", "From: chris@contoso.com\nTo: kate@fabrikam.com\n"),
    ],
)
def test_what_cannot_be_taken_in_stays_as_bad(lab: Lab, where: str, header: str) -> None:
    directories = Directories(lab.service)
    directories.prepare()
    path = drop(lab, where, "one.eml", header + "\nHello.\n")
    directories.look()
    assert [each.name for each in path.parent.iterdir()] == ["one.bad"] and not lab.mails("outbound")


def test_replay_reads_the_envelope_and_keeps_the_way_the_message_came(lab: Lab) -> None:
    directories = Directories(lab.service)
    directories.prepare()
    header = "X-Sender: <chris@contoso.com>\nX-Receiver: <kate@fabrikam.com> NOTIFY=NEVER\nReceived: from elsewhere\n"
    drop(lab, "replay", "one.eml", header + "From: other@contoso.com\nTo: nobody@contoso.com\n\nHello.\n")
    directories.look()
    [mail] = lab.mails("outbound/fabrikam.com")
    assert "elsewhere" in mail and "X-Receiver" not in mail and "X-Sender" not in mail


def test_work_that_was_interrupted_is_taken_up_again_and_only_eml_counts(lab: Lab) -> None:
    directories = Directories(lab.service)
    directories.prepare()
    drop(lab, "pickup", "one.tmp", GOOD)
    other = drop(lab, "pickup", "note.txt", GOOD)
    directories.look()
    assert not lab.mails("outbound")
    again = Directories(lab.service)
    again.prepare()
    again.look()
    assert len(lab.mails("outbound")) == 1 and other.exists()


def test_a_hundred_a_minute(lab: Lab) -> None:
    directories = Directories(lab.service)
    directories.prepare()
    for number in range(103):
        drop(lab, "pickup", f"{number:03}.eml", GOOD)
    directories.look()
    assert len(lab.mails("outbound")) == 100
    lab.clock.advance(seconds=61)
    directories.look()
    assert len(lab.mails("outbound")) == 103
