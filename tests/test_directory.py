"""The directory as a library: entries, permissions, snapshots, units of work, files."""

from __future__ import annotations

import json
import os
import threading
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ems.directory import (
    Ace,
    ConflictingChange,
    Entry,
    NotAnOrganization,
    ObjectAlreadyExists,
    ObjectHasChildren,
    Organization,
    OrganizationDamaged,
    OrganizationLocked,
    OrganizationReadOnly,
    OrganizationTooNew,
    UnknownSeed,
    access,
    lock,
    names,
    seeds,
)
from ems.directory.permission_groups import ANONYMOUS, aces_of, groups_of

_numbers = count(1)


def new_guid() -> str:
    return f"00000000-0000-4000-a000-{next(_numbers):012x}"


def clock() -> str:
    return "2026-11-21T12:00:00Z"


def opened(folder: Path, seed: str | None = None, read_only: bool = False) -> Organization:
    return Organization.open(folder, seed, clock=clock, new_guid=new_guid, read_only=read_only)


@pytest.fixture
def organization(tmp_path: Path) -> Organization:
    return opened(tmp_path / "org")


def domains_dn(organization: Organization) -> str:
    found = organization.snapshot().first("acceptedDomain")
    assert found is not None
    return found.parent_dn


def add_domain(organization: Organization, name: str) -> None:
    work = organization.unit_of_work("CONTOSO\\Administrator", "New-AcceptedDomain")
    work.add("acceptedDomain", domains_dn(organization), name, {"DomainName": name})
    work.commit()


def domain_names(organization: Organization) -> list[str]:
    return [entry.name for entry in organization.snapshot().find("acceptedDomain")]


# -- names ------------------------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_names_survive_escaping(name: str, above: str) -> None:
    dn = names.child(name, names.child(above, "DC=contoso,DC=com"))
    parts = names.components(dn)
    assert [value for _, value in parts] == [name, above, "contoso", "com"]
    assert names.parent(dn) == names.child(above, "DC=contoso,DC=com")


def test_canonical_names() -> None:
    assert names.canonical("CN=Chris Ashton,CN=Users,DC=contoso,DC=com") == "contoso.com/Users/Chris Ashton"


# -- seeds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "servers", "connectors"),
    [
        ("exchange2019", ["EX01"], 5),
        ("exchange2019-three", ["EX01", "EX02", "EX03"], 15),
        ("exchange2016", ["EX01"], 5),
        ("exchange2010", ["MYEXCHANGESERVER"], 2),
        ("openrelay", ["EX01"], 7),
    ],
)
def test_seeds(tmp_path: Path, seed: str, servers: list[str], connectors: int) -> None:
    snapshot = opened(tmp_path / "org", seed).snapshot()
    assert [entry.name for entry in snapshot.find("exchangeServer")] == servers
    assert len(snapshot.find("receiveConnector")) == connectors
    assert snapshot.first("mailbox", PrimarySmtpAddress="Chris@Contoso.com") is not None
    hosts = {entry.name: entry.get("Address") for entry in snapshot.find("labHost")}
    assert hosts == {
        "PRINTER01": "192.168.5.10",
        "APP01": "192.168.5.11",
        "PC042": "192.168.5.42",
        "INTERNET01": "203.0.113.50",
    }
    for connector in snapshot.find("receiveConnector"):
        year = snapshot.find("organizationConfig")[0].get("ProductYear")
        stored = connector.get("PermissionGroups")
        assert groups_of(connector.acl, "CONTOSO", year) == stored
        relays = [ace for ace in snapshot.effective_acl(connector) if ace.principal == ANONYMOUS]
        open_relay = any(ace.grants("ms-exch-smtp-ACCEPT-any-recipient") for ace in relays)
        assert open_relay == (seed == "openrelay" and connector.name == "Default Frontend EX01")


def test_seeds_are_the_same_every_time() -> None:
    assert [entry.to_json() for entry in seeds.build("openrelay")] == [e.to_json() for e in seeds.build("OpenRelay")]
    with pytest.raises(UnknownSeed, match="There is no seed organization 'exchange2003'"):
        seeds.build("exchange2003")


# -- permissions ------------------------------------------------------------------------------------------------------


def test_inherited_permissions_follow_the_explicit_ones(organization: Organization) -> None:
    snapshot = organization.snapshot()
    connector = snapshot.first("receiveConnector", Name="default frontend EX01")
    assert connector is not None
    acl = snapshot.effective_acl(connector)
    explicit = [ace for ace in acl if not ace.inherited]
    assert list(acl[: len(explicit)]) == explicit and len(explicit) == len(connector.acl)
    assert [ace.deny for ace in explicit] == sorted((ace.deny for ace in explicit), reverse=True)
    first_inherited = acl[len(explicit)]
    assert first_inherited.principal == "CONTOSO\\Delegated Setup" and first_inherited.deny


def test_inheritance_types() -> None:
    def passed_on(inheritance: str, distance: int) -> bool:
        levels: list[list[Ace]] = [[], [], []]
        levels[distance] = [Ace("Everyone", inheritance=inheritance)]
        return bool(access.effective((), levels, "receiveConnector"))

    assert [passed_on(kind, 0) for kind in ("None", "All", "Descendents", "SelfAndChildren", "Children")] == [
        False, True, True, True, True,
    ]  # fmt: skip
    assert [passed_on(kind, 1) for kind in ("None", "All", "Descendents", "SelfAndChildren", "Children")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_permission_groups_are_read_off_the_entries() -> None:
    acl = aces_of("AnonymousUsers", "CONTOSO", 2019)
    assert groups_of(acl, "CONTOSO", 2019) == "AnonymousUsers"
    relay = Ace(ANONYMOUS, extended_right="Ms-Exch-SMTP-Accept-Any-Recipient")
    assert groups_of([*acl, relay], "CONTOSO", 2019) == "AnonymousUsers, Custom"
    assert groups_of(acl[1:], "CONTOSO", 2019) == "Custom"
    assert groups_of([], "CONTOSO", 2019) == "None"


# -- snapshots and units of work --------------------------------------------------------------------------------------


def test_a_snapshot_never_changes(organization: Organization) -> None:
    before = organization.snapshot()
    add_domain(organization, "x.com")
    assert [entry.name for entry in before.find("acceptedDomain")] == ["contoso.com"]
    assert domain_names(organization) == ["contoso.com", "x.com"]
    assert organization.snapshot() is organization.snapshot()
    with pytest.raises(AttributeError):
        before.find("acceptedDomain")[0].name = "y"  # type: ignore[misc]


def test_a_unit_of_work_sees_itself_and_nobody_else_does(organization: Organization) -> None:
    work = organization.unit_of_work()
    entry = work.add("acceptedDomain", domains_dn(organization), "x.com", {"DomainName": "x.com"})
    work.modify(entry.guid, {"DomainType": "InternalRelay"})
    assert work.find("acceptedDomain", DomainType="internalrelay")[0].guid == entry.guid
    assert domain_names(organization) == ["contoso.com"]
    with pytest.raises(ObjectAlreadyExists):
        work.add("acceptedDomain", domains_dn(organization), "X.COM", {})
    renamed = work.rename(entry.guid, "y.com")
    assert work.by_dn(renamed.dn) is not None and work.by_dn(entry.dn) is None
    work.discard()
    assert work.commit() is None and domain_names(organization) == ["contoso.com"]


def test_renaming_a_container_moves_what_it_holds(organization: Organization) -> None:
    work = organization.unit_of_work()
    server = work.find("exchangeServer")[0]
    work.rename(server.guid, "EX99")
    assert all(",CN=EX99,CN=Servers" in entry.dn for entry in work.find("receiveConnector"))
    with pytest.raises(ObjectHasChildren):
        work.remove(server.guid)
    work.commit()
    assert len(organization.snapshot().effective_acl(organization.snapshot().find("receiveConnector")[0])) > 81


def test_changes_of_others_are_merged_or_refused(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "org"), opened(tmp_path / "org")
    guid = one.snapshot().find("receiveConnector")[0].guid
    mine, theirs = one.unit_of_work(), other.unit_of_work()
    mine.modify(guid, {"Comment": "mine"})
    theirs.modify(guid, {"Banner": "220 theirs"})
    acl = theirs.get(guid)
    assert acl is not None
    theirs.set_acl(guid, (*acl.acl, Ace("CONTOSO\\x", extended_right="Send-As")))
    theirs.commit()
    mine.commit()
    entry = other.snapshot().get(guid)
    assert entry is not None and entry.get("Comment") == "mine" and entry.get("BANNER") == "220 theirs"
    assert entry.acl[-1].principal == "CONTOSO\\x"
    late, early = one.unit_of_work(), other.unit_of_work()
    late.modify(guid, {"Comment": "late"})
    early.modify(guid, {"Comment": "early"})
    early.commit()
    with pytest.raises(ConflictingChange, match="The property 'Comment'"):
        late.commit()
    late.discard()
    assert late.get(guid).get("Comment") == "early"  # type: ignore[union-attr]


def test_a_check_is_made_again_on_the_state_it_is_committed_on(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "org"), opened(tmp_path / "org")

    class Full(Exception):
        pass

    def at_most_two(view: object) -> None:
        if len(view.find("acceptedDomain")) > 2:  # type: ignore[attr-defined]
            raise Full

    works = [one.unit_of_work(), other.unit_of_work()]
    for number, work in enumerate(works):
        work.add("acceptedDomain", domains_dn(one), f"d{number}", {})
        work.require(at_most_two)
    works[0].commit()
    with pytest.raises(Full):
        works[1].commit()
    assert domain_names(one) == ["contoso.com", "d0"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("amrd"), st.integers(0, 5), st.integers(0, 3)), max_size=25))
def test_any_changes_give_the_same_state_after_reopening(steps: list[tuple[str, int, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        organization = opened(Path(folder) / "org")
        above = domains_dn(organization)
        expected: dict[str, int] = {}
        for kind, key, value in steps:
            work = organization.unit_of_work()
            name = f"d{key}"
            known = work.first("acceptedDomain", Name=name)
            if kind == "a" and known is None:
                work.add("acceptedDomain", above, name, {"Value": value})
                expected[name] = value
            elif kind == "m" and known is not None:
                work.modify(known.guid, {"Value": value})
                expected[name] = value
            elif kind == "r" and known is not None:
                work.remove(known.guid)
                del expected[name]
            elif kind == "d":
                organization.compact()
            work.commit()
        for reader in (organization, opened(Path(folder) / "org")):
            domains = reader.snapshot().find("acceptedDomain")
            state = {e.name: e.get("Value") for e in domains if e.name != "contoso.com"}
            assert state == expected


# -- files ------------------------------------------------------------------------------------------------------------


def test_an_ordinary_tinydb_reads_the_database(organization: Organization) -> None:
    tinydb = pytest.importorskip("tinydb")
    add_domain(organization, "x.com")
    organization.compact()
    table = tinydb.TinyDB(organization.folder / "directory.json").table("entries")
    found = table.search(tinydb.where("class") == "acceptedDomain")
    assert [document["name"] for document in found] == ["contoso.com", "x.com"]


def test_tinydb_works_on_an_organization(organization: Organization) -> None:
    tinydb = pytest.importorskip("tinydb")
    from ems.directory.tiny import DirectoryDatabase

    table = DirectoryDatabase(organization, "CONTOSO\\chris").table("entries")
    is_domain = tinydb.where("class") == "acceptedDomain"
    table.update(lambda document: document["attributes"].update(DomainType="InternalRelay"), is_domain)
    domain = organization.snapshot().first("acceptedDomain")
    assert domain is not None and domain.get("DomainType") == "InternalRelay"
    assert [record.actor for record in organization.commits()] == ["CONTOSO\\chris"]
    assert table.by_guid(domain.guid)["name"] == "contoso.com"
    table.remove(is_domain)
    assert domain_names(organization) == [] and len(table.search(is_domain)) == 0


def test_a_torn_line_is_no_commit(organization: Organization) -> None:
    add_domain(organization, "x.com")
    with open(organization.folder / "journal.jsonl", "ab") as journal:
        journal.write(b'{"version": 2, "when": "2026')
    reopened = opened(organization.folder)
    assert domain_names(reopened) == ["contoso.com", "x.com"]
    add_domain(reopened, "y.com")
    assert domain_names(opened(organization.folder)) == ["contoso.com", "x.com", "y.com"]


def test_commits_survive_compaction_in_the_audit_log(organization: Organization) -> None:
    for number in range(3):
        add_domain(organization, f"d{number}")
        organization.compact()
    other = opened(organization.folder)
    add_domain(other, "last")
    assert [record.version for record in organization.commits()] == [1, 2, 3, 4]
    assert domain_names(organization) == ["contoso.com", "d0", "d1", "d2", "last"]


def test_bad_folders_end_in_one_clear_line(tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / "thesis.doc").write_text("x")
    with pytest.raises(NotAnOrganization, match="it holds other files"):
        opened(stranger)
    assert os.listdir(stranger) == ["thesis.doc"]
    folder = tmp_path / "org"
    organization = opened(folder)
    add_domain(organization, "x.com")
    journal, database = (folder / "journal.jsonl").read_bytes(), (folder / "directory.json").read_bytes()
    for name, data in (
        ("journal.jsonl", b"garbage\n" + journal),
        ("journal.jsonl", b'{"after": 7}\n'),
        ("directory.json", database[: len(database) // 2]),
        ("directory.json", b"[]"),
        ("directory.json", b"\xff\xfe"),
    ):
        (folder / name).write_bytes(data)
        with pytest.raises(OrganizationDamaged, match="is damaged") as caught:
            opened(folder)
        assert "\n" not in str(caught.value)
        (folder / "journal.jsonl").write_bytes(journal)
        (folder / "directory.json").write_bytes(database)
    (folder / "directory.json").unlink()
    with pytest.raises(OrganizationDamaged, match=r"'directory.json' cannot be read"):
        opened(folder)
    (folder / "directory.json").write_bytes(database)
    newer = json.loads(database)
    newer["state"]["1"]["format"] = 99
    (folder / "directory.json").write_text(json.dumps(newer))
    with pytest.raises(OrganizationTooNew, match="format 99"):
        opened(folder)
    (folder / "directory.json").write_bytes(database)
    reader = opened(folder, read_only=True)
    with pytest.raises(OrganizationReadOnly):
        add_domain(reader, "y.com")
    assert domain_names(reader) == ["contoso.com", "x.com"]


def test_a_lock_that_is_kept_is_said(organization: Organization) -> None:
    path = organization.folder / "directory.lock"
    refusal = pytest.raises(OrganizationLocked, match="locked by another process")
    with lock.exclusive(path), refusal, lock.exclusive(path, patience=0.05):
        pass


def test_readers_in_other_threads_never_see_half_a_commit(organization: Organization) -> None:
    problems: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            snapshot = organization.snapshot()
            values = {entry.get("Pair") for entry in snapshot.find("acceptedDomain") if entry.get("Pair") is not None}
            if len(values) > 1:
                problems.append(str(values))

    work = organization.unit_of_work()
    guids = [work.add("acceptedDomain", domains_dn(organization), f"p{n}", {"Pair": 0}).guid for n in range(2)]
    work.commit()
    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for value in range(1, 60):
        work = organization.unit_of_work()
        for guid in guids:
            work.modify(guid, {"Pair": value})
        work.commit()
    done.set()
    for thread in threads:
        thread.join()
    assert not problems


def test_temporary_organizations_leave_nothing(tmp_path: Path) -> None:
    organization = Organization.temporary(tmp_path / "none", "exchange2010", clock=clock, new_guid=new_guid)
    add_domain(organization, "x.com")
    assert domain_names(organization) == ["contoso.com", "x.com"]
    assert [record.command for record in organization.commits()] == ["New-AcceptedDomain"]
    assert not (tmp_path / "none").exists()


def test_entries_go_to_json_and_back() -> None:
    for entry in seeds.build("openrelay"):
        assert Entry.from_json(json.loads(json.dumps(entry.to_json()))) == entry


def test_a_creation_that_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    for left in ((), ("journal.jsonl.new",), ("journal.jsonl.new", "directory.json.new")):
        folder = tmp_path / f"org{len(left)}"
        (folder / "spool").mkdir(parents=True)
        (folder / "directory.lock").touch()
        for name in left:
            (folder / name).write_text('{"cut')
        assert domain_names(opened(folder)) == ["contoso.com"]
