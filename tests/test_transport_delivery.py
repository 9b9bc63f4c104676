"""What becomes of an accepted message: stamps, mailboxes, the outside, queues, reports, logs."""

from __future__ import annotations

import email
from email.message import Message

import pytest

from ems.directory import Ace
from ems.transport import dsn
from ems.transport.compose import MailAddress, MailMessage, compose
from ems.transport.routing import UNREACHABLE

from .transport_lab import Lab

ANONYMOUS = "NT AUTHORITY\\ANONYMOUS LOGON"
RELAY = "ms-Exch-SMTP-Accept-Any-Recipient"


def add_connector(lab: Lab, name: str, *, secured: bool = False, **values: object) -> None:
    """A relay for PRINTER01, by one method or the other."""
    model = lab.organization.snapshot().find("receiveConnector")[0]
    auth, groups = ("Tls, ExternalAuthoritative", "ExchangeServers") if secured else ("Tls", "AnonymousUsers")
    attributes = {
        **model.attributes,
        "Bindings": ["0.0.0.0:25"],
        "RemoteIPRanges": ["192.168.5.10"],
        "TransportRole": "FrontendTransport",
        "AuthMechanism": auth,
        "PermissionGroups": groups,
        "ProtocolLoggingLevel": "Verbose",
        **values,
    }
    work = lab.organization.unit_of_work("test", name)
    acl = () if secured else (Ace(ANONYMOUS, extended_right=RELAY),)
    work.add("receiveConnector", model.parent_dn, name, attributes, acl)
    work.commit()


def add_domain(lab: Lab, name: str, *, reachable: bool) -> None:
    work = lab.organization.unit_of_work("test", name)
    known = lab.organization.snapshot().first("externalDomain", Name=name)
    if known is not None:
        work.modify(known.guid, {"Reachable": reachable})
    else:
        other = lab.organization.snapshot().find("externalDomain")[0]
        work.add("externalDomain", other.parent_dn, name, {**other.attributes, "Reachable": reachable})
    work.commit()


def one(mails: list[str]) -> Message:
    assert len(mails) == 1
    return email.message_from_string(mails[0])


MAIL = (
    "EHLO PRINTER01",
    "MAIL FROM:<chris@contoso.com>",
    "RCPT TO:<michelle@contoso.com>",
    "DATA",
    "From: chris@contoso.com\r\nTo: michelle@contoso.com\r\nSubject: Report\r\n"
    "X-MS-Exchange-Organization-SCL: -1\r\nX-MS-Exchange-Organization-AuthAs: Internal\r\n\r\nbody\r\n.",
)


@pytest.mark.parametrize("seed", ["exchange2019", "exchange2016", "exchange2010"])
def test_the_two_relay_methods_leave_different_messages(seed: str) -> None:
    for secured in (False, True):
        with Lab(seed) as lab:
            add_connector(lab, "Relay", secured=secured)
            answers = lab.send(*MAIL)
            assert answers[-1].startswith("250 2.6.0")
            mail = one(lab.mails("mailboxes/michelle@contoso.com"))
            text = mail.as_string()
            if secured:
                assert mail["From"] == "Chris Ashton <chris@contoso.com>"
                assert mail.get_all("X-MS-Exchange-Organization-AuthAs") == ["Internal"]
                assert mail["X-MS-Exchange-Organization-AuthMechanism"] == "10"
                assert mail["X-MS-Exchange-Organization-SCL"] is None
                assert "Antispam" not in text
            else:
                assert mail["From"] == "chris@contoso.com"
                assert mail.get_all("X-MS-Exchange-Organization-AuthAs") == ["Anonymous"]
                assert mail["X-MS-Exchange-Organization-AuthMechanism"] is None
                assert mail.get_all("X-MS-Exchange-Organization-SCL") == ["0"]
                assert "OrigIP:192.168.5.10" in mail["X-MS-Exchange-Organization-Antispam-Report"]


@pytest.mark.parametrize(
    ("seed", "hops"),
    [
        ("exchange2010", ["id 14.3.123.4;"]),
        ("exchange2019", ["via Mailbox Transport;", "id 15.2.986.5;", "id 15.2.986.5 via Frontend Transport;"]),
    ],
)
def test_received_lines(seed: str, hops: list[str]) -> None:
    with Lab(seed) as lab:
        add_connector(lab, "Relay")
        lab.send(*MAIL)
        lines = one(lab.mails("mailboxes")).get_all("Received") or []
        assert len(lines) == len(hops)
        assert all(hop in line for hop, line in zip(hops, lines, strict=True))
        assert "from PRINTER01 (192.168.5.10) by" in lines[-1]


def test_size_limit_is_skipped_by_the_secured_method_only() -> None:
    for secured, expected in ((True, "250"), (False, "552")):
        with Lab() as lab:
            add_connector(lab, "Relay", secured=secured, MaxMessageSize=50)
            assert lab.send(*MAIL)[-1][:3] == expected


def test_mail_for_the_outside_leaves_without_the_organizations_headers() -> None:
    with Lab() as lab:
        add_connector(lab, "Relay")
        lines = list(MAIL)
        lines[2] = "RCPT TO:<kate@fabrikam.com>"
        lab.send(*lines)
        mail = one(lab.mails("outbound/fabrikam.com"))
        assert mail["Subject"] == "Report"
        assert len(mail.get_all("Received") or []) == 2
        assert "X-MS-Exchange-Organization" not in mail.as_string()
        queues = {queue.hop.domain: queue for queue in lab.service.queues.queues(lab.service.topology())}
        assert queues["fabrikam.com"].status == "Ready"
        assert queues["fabrikam.com"].identity == "EX01\\3"
        lab.clock.advance(minutes=4)
        assert "fabrikam.com" not in [q.hop.domain for q in lab.service.queues.queues(lab.service.topology())]


def test_many_recipients_one_copy_each_and_none_twice() -> None:
    with Lab() as lab:
        lab.send(
            "HELO x",
            "MAIL FROM:<a@adatum.com>",
            "RCPT TO:<chris@contoso.com>",
            "RCPT TO:<tony@contoso.com>",
            "RCPT TO:<Chris@Contoso.com>",
            "DATA",
            "Subject: all\r\n\r\nx\r\n.",
        )
        assert len(lab.mails("mailboxes/chris@contoso.com")) == len(lab.mails("mailboxes/tony@contoso.com")) == 1


def test_unknown_recipient_is_reported_to_the_sender() -> None:
    with Lab() as lab:
        lab.send(
            "HELO x",
            "MAIL FROM:<chris@contoso.com>",
            "RCPT TO:<nobody@contoso.com>",
            "DATA",
            "Subject: hi\r\n\r\nx\r\n.",
        )
        report = one(lab.mails("mailboxes/chris@contoso.com"))
        assert report["Subject"] == "Undeliverable: hi"
        assert report.get_content_type() == "multipart/report"
        assert "550 5.1.10 RESOLVER.ADR.RecipientNotFound" in report.as_string()
        assert report["Return-Path"] == "<>"


def test_a_report_about_a_report_is_never_made() -> None:
    with Lab() as lab:
        lab.send("HELO x", "MAIL FROM:<>", "RCPT TO:<nobody@contoso.com>", "DATA", "Subject: hi\r\n\r\nx\r\n.")
        lab.send(
            "HELO x",
            "MAIL FROM:<gone@contoso.com>",
            "RCPT TO:<nobody@contoso.com>",
            "DATA",
            "Subject: hi\r\n\r\nx\r\n.",
        )
        assert lab.mails("mailboxes") == lab.mails("queue") == []


def test_success_is_reported_when_asked_for() -> None:
    with Lab() as lab:
        add_connector(lab, "Relay")
        lab.send(
            "EHLO x",
            "MAIL FROM:<app@contoso.com> RET=HDRS ENVID=abc",
            "RCPT TO:<kate@fabrikam.com> NOTIFY=SUCCESS,FAILURE",
            "DATA",
            "Subject: Test email\r\n\r\nsecret body\r\n.",
        )
        report = one(lab.mails("mailboxes/app@contoso.com"))
        assert report["Subject"] == "Relayed: Test email"
        text = report.as_string()
        assert "Action: relayed" in text and "Original-Envelope-Id: abc" in text and "secret body" not in text


def test_a_destination_that_is_down_is_tried_again_and_expires() -> None:
    with Lab() as lab:
        add_connector(lab, "Relay")
        add_domain(lab, "fabrikam.com", reachable=False)
        mail = (
            "HELO x",
            "MAIL FROM:<chris@contoso.com>",
            "RCPT TO:<kate@fabrikam.com>",
            "DATA",
            "Subject: q\r\n\r\nx\r\n.",
        )
        assert lab.send(*mail)[-1].startswith("250 2.6.0")
        assert lab.mails("outbound") == [] and len(lab.mails("queue")) == 1

        def queue() -> object:
            topology = lab.service.topology()
            return next(q for q in lab.service.queues.queues(topology) if q.hop.domain == "fabrikam.com")

        first = queue()
        assert (first.status, first.message_count, first.retry_count) == ("Retry", 1, 1)  # type: ignore[attr-defined]
        assert "198.51.100.25:25" in first.last_error  # type: ignore[attr-defined]
        lab.clock.advance(seconds=61)
        assert queue().retry_count == 2  # type: ignore[attr-defined]
        message = lab.service.queues.messages(lab.service.topology())[0]
        assert message.status == "Retry" and message.message.sender == "chris@contoso.com"
        lab.clock.advance(hours=5)
        lab.service.process_queues()
        assert one(lab.mails("mailboxes/chris@contoso.com"))["Subject"] == "Delivery delayed: q"
        add_domain(lab, "fabrikam.com", reachable=True)
        lab.clock.advance(minutes=11)
        lab.service.process_queues()
        assert len(lab.mails("outbound/fabrikam.com")) == 1 and lab.mails("queue") == []
        assert queue().status == "Ready"  # type: ignore[attr-defined]

        add_domain(lab, "fabrikam.com", reachable=False)
        lab.send(*mail)
        lab.clock.advance(days=2, minutes=1)
        lab.service.process_queues()
        assert lab.mails("queue") == []
        assert any("QUEUE.Expired; message expired" in text for text in lab.mails("mailboxes/chris@contoso.com"))


def test_without_a_matching_send_connector_mail_waits_in_unreachable_until_there_is_one() -> None:
    with Lab() as lab:
        add_connector(lab, "Relay")
        organization = lab.organization.snapshot().find("organizationConfig")[0].dn
        work = lab.organization.unit_of_work("test", "")
        work.add("sendConnector", organization, "Partner", {"AddressSpaces": ["SMTP:adatum.com;1"], "Enabled": True})
        work.commit()
        lab.send(
            "HELO x", "MAIL FROM:<a@contoso.com>", "RCPT TO:<kate@fabrikam.com>", "DATA", "Subject: u\r\n\r\nx\r\n."
        )
        views = {q.hop: q for q in lab.service.queues.queues(lab.service.topology())}
        assert views[UNREACHABLE].identity == "EX01\\Unreachable"
        assert views[UNREACHABLE].last_error == "A matching connector cannot be found to route the external recipient"
        work = lab.organization.unit_of_work("test", "")
        work.add("sendConnector", organization, "Internet", {"AddressSpaces": ["SMTP:*;1"], "Enabled": True})
        work.commit()
        lab.service.process_queues()
        assert len(lab.mails("outbound/fabrikam.com")) == 1 and lab.mails("queue") == []


def test_queue_and_message_can_be_suspended_and_removed() -> None:
    with Lab() as lab:
        add_connector(lab, "Relay")
        lab.send(
            "HELO x", "MAIL FROM:<chris@contoso.com>", "RCPT TO:<kate@fabrikam.com>", "DATA", "Subject: 1\r\n\r\nx\r\n."
        )
        topology = lab.service.topology()
        queue = next(q for q in lab.service.queues.queues(topology) if q.hop.domain == "fabrikam.com")
        lab.service.queues.set_suspended("EX01", queue.hop, True)
        lab.send(
            "HELO x", "MAIL FROM:<chris@contoso.com>", "RCPT TO:<kate@fabrikam.com>", "DATA", "Subject: 2\r\n\r\nx\r\n."
        )
        assert len(lab.mails("outbound")) == 1
        message = lab.service.queues.messages(topology)[0]
        assert message.identity == f"EX01\\3\\{message.message.internal_id}"
        lab.service.queues.remove_message(topology, message.message)
        assert lab.mails("queue") == []
        assert "ADMIN.Deleted" in lab.mails("mailboxes/chris@contoso.com")[0]


def test_logs_of_a_session() -> None:
    with Lab() as lab:
        lab.send(*MAIL)
        logs = lab.organization.logs / "EX01" / "TransportRoles" / "Logs"
        protocol = (logs / "FrontEnd" / "ProtocolLog" / "SmtpReceive" / "RECV2024030509-1.LOG").read_text("utf-8")
        lines = protocol.splitlines()
        assert lines[0] == "#Software: Microsoft Exchange Server"
        assert lines[4].startswith("#Fields: date-time,connector-id,session-id,sequence-number,")
        assert lines[5].startswith("2024-03-05T09:30:15.000Z,EX01\\Default Frontend EX01,")
        assert [line.split(",")[6] for line in lines[5:9]] == ["+", ">", "<", ">"]
        assert ",250  ex01.contoso.com Hello [192.168.5.10] SIZE 37748736 PIPELINING" in protocol
        assert lines[-1].endswith(",-,,Remote")
        tracking = (logs / "MessageTracking" / "MSGTRK2024030509-1.LOG").read_text("utf-8").splitlines()
        fields = tracking[4].removeprefix("#Fields: ").split(",")
        rows = [dict(zip(fields, line.split(","), strict=True)) for line in tracking[5:]]
        assert [(row["source"], row["event-id"]) for row in rows] == [("SMTP", "RECEIVE"), ("STOREDRIVER", "DELIVER")]
        assert rows[0]["client-ip"] == "192.168.5.10" and rows[0]["message-subject"] == "Report"


def test_a_connector_that_does_not_log_leaves_no_protocol_log() -> None:
    with Lab() as lab:
        add_connector(lab, "Quiet", ProtocolLoggingLevel="None")
        lab.send(*MAIL)
        assert not list(lab.organization.logs.rglob("RECV*"))


def test_every_report_is_well_formed_mime() -> None:
    with Lab("exchange2010") as lab:
        server = lab.service.topology().servers[0]
        from ems.transport.addresses import Address
        from ems.transport.envelope import Envelope
        from ems.transport.replies import Replies

        reports = [dsn.Report(dsn.FAILED, "x@contoso.com", "", Replies(server.version).recipient_not_found())]
        raw = dsn.build(
            server, "postmaster@contoso.com", Envelope(sender=Address("a", "b.com")), b"Subject: s\r\n\r\nbody\r\n",
            reports, lab.clock.now(), "<id@x>", "_b_", lab.clock.now(),
        )  # fmt: skip
        parts = email.message_from_bytes(raw).get_payload()
        assert [part.get_content_type() for part in parts] == [  # type: ignore[union-attr]
            "text/plain",
            "message/delivery-status",
            "message/rfc822",
        ]
        assert b"#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##" in raw


def test_a_message_as_system_net_mail_writes_it() -> None:
    with Lab() as lab:
        message = MailMessage(
            MailAddress.parse("Line App <app@contoso.com>"),
            [MailAddress.parse("kate@fabrikam.com")],
            subject="Größe",
            body="Hi\n",
        )
        text = compose(message, lab.clock.now(), "b").decode()
        assert text.split("\r\n")[:5] == [
            "MIME-Version: 1.0",
            'From: "Line App" <app@contoso.com>',
            "To: kate@fabrikam.com",
            "Date: 5 Mar 2024 09:30:15 +0000",
            "Subject: =?utf-8?B?R3LDtsOfZQ==?=",
        ]
        assert (
            "Content-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nHi\r\n"
            in text
        )
