"""The rules in small: ranges, connectors, rights, addresses, verdicts, and what the journal gives back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ems.directory import Ace
from ems.transport import rights as x
from ems.transport.addresses import Address, domain_matches, hello_name_is_valid, parse_address, split_path
from ems.transport.clock import log_time, mail_date
from ems.transport.connectors import choose, read_connector
from ems.transport.durable import Batch
from ems.transport.headers import parse
from ems.transport.journal import Journal, read, recover
from ems.transport.policy import SessionPolicy
from ems.transport.queues import retry_wait
from ems.transport.ranges import parse_binding, parse_ip, parse_range
from ems.transport.values import flags, seconds_of, size_of, unlimited
from ems.transport.version import ProductVersion

from .transport_lab import Lab


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("192.168.5.10", "192.168.5.10", "192.168.5.11"),
        ("192.168.5.10-192.168.5.20", "192.168.5.20", "192.168.5.21"),
        ("192.168.1.1/24", "192.168.1.255", "192.168.2.0"),
        ("192.168.1.0(255.255.255.0)", "192.168.1.7", "192.168.2.0"),
        ("fe80::1%4", "fe80::1", "fe80::2"),
        ("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::1", "10.0.0.1"),
        ("0.0.0.0-255.255.255.255", "::ffff:10.0.0.1", "2001:db8::1"),
    ],
)
def test_ranges(text: str, inside: str, outside: str) -> None:
    found = parse_range(text)
    one, other = parse_ip(inside), parse_ip(outside)
    assert found is not None and one is not None and other is not None
    assert found.holds(one) and not found.holds(other)


@pytest.mark.parametrize("text", ["", "300.1.1.1", "10.0.0.2-10.0.0.1", "10.0.0.1-::1", "10.0.0.1/33", "x"])
def test_what_is_no_range(text: str) -> None:
    assert parse_range(text) is None


def test_bindings() -> None:
    every, one = parse_binding("{10.1.1.5:25}"), parse_binding("[::]:25")
    assert every is not None and one is not None
    assert (every.port, one.family, one.address) == (25, 6, 0)
    assert parse_binding("10.1.1.5") is parse_binding("10.1.1.5:99999") is None


def test_the_example_of_the_documentation() -> None:
    """The narrowest remote range wins; a disabled connector does not count."""
    with Lab() as lab:
        model = lab.organization.snapshot().find("receiveConnector")[0]
        made = []
        for name, ranges, enabled in (
            ("Client Frontend", ["0.0.0.0-255.255.255.255"], True),
            ("Custom A", ["192.168.1.0-192.168.1.255"], True),
            ("Custom B", ["192.168.1.75"], True),
            ("Off", ["192.168.1.100"], False),
        ):
            work = lab.organization.unit_of_work("test", "")
            values = {**model.attributes, "Bindings": ["0.0.0.0:25"], "RemoteIPRanges": ranges, "Enabled": enabled}
            made.append(read_connector(work.add("receiveConnector", model.parent_dn, name, values)))
        for client, winner in (
            ("192.168.1.75", "Custom B"),
            ("192.168.1.100", "Custom A"),
            ("10.0.0.1", "Client Frontend"),
        ):
            choice = choose(made, "10.1.1.1", 25, client)
            assert choice.connector is not None and choice.connector.name == winner
            assert choice.steps[-1] == f"EX01\\{winner} has the narrowest range and takes the session."
        assert choose(made, "10.1.1.1", 26, "10.0.0.1").connector is None


GROUPS = {
    "AnonymousUsers": (x.ANONYMOUS, {x.SUBMIT, x.ANY_SENDER, x.AUTHORITATIVE_SENDER, x.ROUTING_HEADERS}),
    "ExchangeUsers": (x.AUTHENTICATED, {x.SUBMIT, x.ANY_RECIPIENT, x.BYPASS_ANTISPAM, x.ROUTING_HEADERS}),
    "ExchangeServers": (x.EXTERNALLY_SECURED, set(x.ALL_RIGHTS) - {x.ORGANIZATION_HEADERS, x.FOREST_HEADERS}),
    "Partners": (x.PARTNERS, {x.SUBMIT, x.ROUTING_HEADERS}),
    "None": (x.ANONYMOUS, set()),
}


@pytest.mark.parametrize("group", GROUPS)
def test_rights_of_permission_groups(group: str) -> None:
    principal, expected = GROUPS[group]
    with Lab() as lab:
        model = lab.organization.snapshot().find("receiveConnector")[0]
        work = lab.organization.unit_of_work("test", "")
        entry = work.add("receiveConnector", model.parent_dn, "New", {**model.attributes, "PermissionGroups": group})
        rights = x.effective_rights(read_connector(entry), (), x.Identity((principal,), "test"))
        assert set(rights.granted) == expected


def test_explicit_before_inherited_and_denials_first() -> None:
    with Lab() as lab:
        model = lab.organization.snapshot().find("receiveConnector")[0]
        connector = read_connector(model.with_attributes({"PermissionGroups": "AnonymousUsers"}, ""))
        who = x.Identity((x.ANONYMOUS,), "anonymous")

        def ace(right: str | None, kind: str, inherited: bool = False, principal: str = x.ANONYMOUS) -> Ace:
            return Ace(principal, extended_right=right, access_type=kind, inherited=inherited)  # type: ignore[arg-type]

        def granted(*acl: Ace) -> frozenset[str]:
            return x.effective_rights(connector, acl, who).granted

        assert x.ANY_RECIPIENT in granted(ace(x.ANY_RECIPIENT, "allow"))
        assert x.ANY_RECIPIENT in granted(ace(x.ANY_RECIPIENT.upper(), "allow"))
        assert x.ANY_RECIPIENT not in granted(ace(x.ANY_RECIPIENT, "allow"), ace(x.ANY_RECIPIENT, "deny"))
        assert x.ANY_RECIPIENT in granted(ace(x.ANY_RECIPIENT, "deny", True), ace(x.ANY_RECIPIENT, "allow"))
        assert x.SUBMIT not in granted(ace(x.SUBMIT, "deny"))  # stronger than the permission group
        assert x.SUBMIT in granted(ace(x.SUBMIT, "deny", True))  # weaker than it
        assert granted(ace(None, "allow")) >= set(x.ALL_RIGHTS)  # all extended rights
        assert x.ANY_RECIPIENT in granted(ace(x.ANY_RECIPIENT, "allow", principal="S-1-5-7"))
        assert x.ANY_RECIPIENT not in granted(ace(x.ANY_RECIPIENT, "allow", principal="CONTOSO\\Domain Users"))
        assert x.ANY_RECIPIENT not in granted(Ace(x.ANONYMOUS, extended_right=x.ANY_RECIPIENT, inheritance="Children"))


def test_a_verdict_says_why() -> None:
    with Lab("openrelay") as lab:
        topology = lab.service.topology()
        server = topology.servers[0]
        choice = lab.service.choose(topology, server, "10.1.1.1", 25, "203.0.113.50")
        assert choice.connector is not None
        policy: SessionPolicy = lab.service.policy_for(topology, server, choice.connector, "203.0.113.50")
        verdict = policy.recipient(Address("a", "b.com"), Address("kate", "fabrikam.com"), 0)
        assert verdict.allowed
        assert verdict.steps == (f"An explicit entry gives {x.ANY_RECIPIENT} to NT AUTHORITY\\ANONYMOUS LOGON.",)
        healthy = Lab()
        topology = healthy.service.topology()
        choice = healthy.service.choose(topology, topology.servers[0], "10.1.1.1", 25, "203.0.113.50")
        assert choice.connector is not None
        policy = healthy.service.policy_for(topology, topology.servers[0], choice.connector, "203.0.113.50")
        verdict = policy.recipient(Address("a", "b.com"), Address("kate", "fabrikam.com"), 0)
        assert verdict.reply is not None and verdict.reply.text.startswith("550 5.7.54")
        assert verdict.reason == "fabrikam.com is not an accepted domain; the session is anonymous."
        assert verdict.steps == (f"No entry gives {x.ANY_RECIPIENT}.",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chris@contoso.com", "chris@contoso.com"),
        ('"a b"@contoso.com', '"a b"@contoso.com'),
        ("@x,@y:chris@contoso.com", "chris@contoso.com"),
        ("chris@[10.1.1.1]", "chris@[10.1.1.1]"),
        ("a" * 315 + "@b.com", "a" * 315 + "@b.com"),
        ("a" * 316 + "@b.com", None),
        ("chris@con toso.com", None),
        ("chris@.com", None),
        ("chris", None),
        ("@contoso.com", None),
        ("chris@contoso..com", None),
        ("ü@contoso.com", None),
    ],
)
def test_addresses(text: str, expected: str | None) -> None:
    found = parse_address(text)
    assert (None if found is None else str(found)) == expected


def test_paths_with_parameters() -> None:
    assert split_path('<"a> b"@x.com> SIZE=1') == ('"a> b"@x.com', "SIZE=1")
    assert split_path("a@x.com NOTIFY=NEVER") == ("a@x.com", "NOTIFY=NEVER")
    assert split_path("<a@x.com") is None
    assert parse_address("chris", "contoso.com") == Address("chris", "contoso.com")
    assert parse_address("ü@contoso.com", utf8=True) == Address("ü", "contoso.com")


def test_domains_and_hello_names() -> None:
    assert domain_matches("*.contoso.com", "a.contoso.com") and domain_matches("*.contoso.com", "contoso.com")
    assert not domain_matches("contoso.com", "a.contoso.com") and domain_matches("*", "anything")
    assert all(hello_name_is_valid(name) for name in ("x", "PC_042", "a.b.", "[10.0.0.1]", "[IPv6:::1]"))
    assert not any(hello_name_is_valid(name) for name in ("a b", "a@b", "-", "<x>"))


def test_values() -> None:
    assert size_of("36 MB (37,748,736 bytes)") == size_of("36MB") == size_of(37748736) == 37748736
    assert size_of("Unlimited") is unlimited("unlimited") is None
    assert seconds_of("1.02:03:04", 0) == 93784.0 and seconds_of("00:00:00.5", 0) == 0.5 and seconds_of("", 7) == 7
    assert flags("Tls, BasicAuth") == {"tls", "basicauth"} and flags("None") == frozenset()


def test_dates() -> None:
    moment = datetime(2016, 8, 5, 16, 24, 41, 4000, timezone(timedelta(hours=-7)))
    assert mail_date(moment) == "Fri, 5 Aug 2016 16:24:41 -0700"
    assert log_time(moment) == "2016-08-05T23:24:41.004Z"
    assert mail_date(datetime(2023, 3, 25, 8, 35, 43, tzinfo=UTC)).endswith("+0000")


def test_versions() -> None:
    version = ProductVersion.parse("Version 15.1 (Build 2375.7)")
    assert (str(version), version.padded, version.year) == ("15.1.2375.7", "15.01.2375.007", 2016)
    assert ProductVersion.parse("Version 14.3 (Build 123.4)").year == 2010


def test_retry_times() -> None:
    waits = [retry_wait(attempt).total_seconds() for attempt in range(1, 13)]
    assert waits == [60] * 4 + [300] * 6 + [600] * 2


def test_headers_are_read_and_left_as_they_are() -> None:
    fields = parse(b"Subject: a\r\n  b\r\nFROM: x\r\n\r\nbody")
    assert (fields.first("subject"), fields.first("from"), fields.body) == ("a b", "x", b"body")
    assert fields.without(lambda name: name == "from") == b"Subject: a\r\n  b\r\n"
    assert parse(b"no header at all\r\n").body == b"no header at all\r\n"
    assert parse(b"Subject: only").raw == [b"Subject: only\r\n"]
    assert parse(b"\r\nbody").body == b"body" and parse(b"").length == 0


def test_what_was_recorded_and_not_placed_is_recovered(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "dead")
    batch = Batch()
    batch.add(tmp_path / "mailboxes" / "a@b" / "1.eml", b"one\r\n")
    batch.link(tmp_path / "mailboxes" / "a@b" / "1.eml", tmp_path / "mailboxes" / "c@d" / "1.eml")
    recorded = batch.record(journal)
    recorded.synchronize()
    assert recover(tmp_path) == 0  # its process lives
    import os

    os.write(recorded.descriptor, b"1 400 mailboxes/torn.eml\nhalf a mess")
    os.close(recorded.descriptor)
    assert recover(tmp_path) == 2
    assert (tmp_path / "mailboxes" / "a@b" / "1.eml").read_bytes() == b"one\r\n"
    assert (tmp_path / "mailboxes" / "c@d" / "1.eml").read_bytes() == b"one\r\n"
    assert not (tmp_path / "mailboxes" / "torn.eml").exists() and not list((tmp_path / "journal").iterdir())
    assert recover(tmp_path) == 0


def test_a_journal_is_forgotten_once_everything_is_in_its_place(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "live")
    for number in range(3):
        path = tmp_path / f"{number}.eml"
        batch = Batch()
        batch.add(path, b"x" * (100 - number))
        file = batch.record(journal)
        journal.settle()
        assert dict(read(file.path)) == {path.name: b"x" * (100 - number)}  # not in its place yet
        file.synchronize()
        batch.place(synchronize=False)
        journal.placed(file)
        journal.settle()
        assert list(read(file.path)) == [] and path.read_bytes() == b"x" * (100 - number)
    assert len(list((tmp_path / "journal").iterdir())) == 1  # the same file was used again
    journal.close()
    assert list((tmp_path / "journal").iterdir()) == []


def test_a_batch_larger_than_the_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "large")
    batch = Batch()
    batch.add(tmp_path / "a.eml", b"x" * (5 << 20))
    file = batch.record(journal)
    assert [len(content) for _, content in read(file.path)] == [5 << 20]
