"""Exchange's cmdlets as a script sees them: copies, commits, several shells, and the value types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ems.exchange.dotnet.identities import SmtpAddress, SmtpDomainWithSubdomains
from ems.exchange.dotnet.network import IPBinding, IPRange
from ems.exchange.dotnet.quantities import ByteQuantifiedSize, ServerVersion
from ems.exchange.filters import Filter, FilterError
from ems.exchange.identity import matches
from ems.runtime.errors import NetError
from ems.testing import HeadlessSession

RELAY = "ms-Exch-SMTP-Accept-Any-Recipient"
ANONYMOUS = "NT AUTHORITY\\ANONYMOUS LOGON"


@pytest.fixture
def session() -> Iterator[HeadlessSession]:
    with HeadlessSession(seed="exchange2019", location=None) as opened:
        yield opened


# -- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("192.168.5.10", "192.168.5.10"),
        ("192.168.5.10-192.168.5.20", "192.168.5.10-192.168.5.20"),
        ("192.168.5.7/24", "192.168.5.0/24"),
        ("192.168.5.7(255.255.255.0)", "192.168.5.0/24"),
        ("{192.168.5.10}", "192.168.5.10"),
        ("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("fe80::1%3", "fe80::1"),
        ("10.0.0.1-10.0.0.1", "10.0.0.1"),
    ],
)
def test_ranges(text: str, printed: str) -> None:
    assert IPRange.parse(text).to_text() == printed


@pytest.mark.parametrize("text", ["", "10.0.0", "10.0.0.9-10.0.0.1", "10.0.0.1-::1", "10.0.0.1/33", "a-b", "1-2-3"])
def test_bad_ranges(text: str) -> None:
    with pytest.raises(NetError, match="IP range"):
        IPRange.parse(text)


@pytest.mark.parametrize(
    ("text", "printed"), [("0.0.0.0:25", "0.0.0.0:25"), ("[::]:25", "[::]:25"), ("{10.1.1.5:25}", "10.1.1.5:25")]
)
def test_bindings(text: str, printed: str) -> None:
    assert IPBinding.parse(text).to_text() == printed


BAD_BINDINGS = ["", "25", "0.0.0.0", "0.0.0.0:70000", "::1:25", "[0.0.0.0:25", "host:25", "0.0.0.0:x"]


@pytest.mark.parametrize("text", BAD_BINDINGS)
def test_bad_bindings(text: str) -> None:
    with pytest.raises(NetError, match="IP binding"):
        IPBinding.parse(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("36MB", "36 MB (37,748,736 bytes)"),
        ("36 mb", "36 MB (37,748,736 bytes)"),
        ("37748736", "36 MB (37,748,736 bytes)"),
        ("36 MB (37,748,736 bytes)", "36 MB (37,748,736 bytes)"),
        ("1.5GB", "1.5 GB (1,610,612,736 bytes)"),
        ("0", "0 B (0 bytes)"),
        ("1000000", "976.6 KB (1,000,000 bytes)"),
    ],
)
def test_sizes(text: str, printed: str) -> None:
    assert ByteQuantifiedSize.parse(text).to_text() == printed


def test_versions_and_addresses() -> None:
    version = ServerVersion.parse("Version 15.2 (Build 986.5)")
    assert version.numbers == (15, 2, 986, 5) and version.to_text() == "Version 15.2 (Build 986.5)"
    assert ServerVersion.parse("15.1.2507.6").to_text() == "Version 15.1 (Build 2507.6)"
    assert SmtpAddress.parse("chris@contoso.com").domain == "contoso.com"
    assert SmtpDomainWithSubdomains.parse("*.contoso.com").includes_subdomains
    bad = ((SmtpAddress.parse, "chris"), (SmtpDomainWithSubdomains.parse, "a*.b"), (ServerVersion.parse, "x"))
    for parse, text in bad:
        with pytest.raises(NetError):
            parse(text)


def test_wildcards_know_only_the_star() -> None:
    assert matches("*relay*", "Anonymous RELAY 1") and matches("a?b", "a?b") and not matches("a?b", "axb")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Alias -eq 'chris'", True),
        ("Alias -like 'c*' -and Department -ne 'IT'", False),
        ("(Alias -eq 'x' -or Alias -eq 'chris') -and -not (Department -eq 'Sales')", True),
        ("{Size -gt 20MB}", True),
        ("Number -lt 9", False),
        ("Name -eq 'O''Neill'", True),
        ("Missing -eq $null", True),
    ],
)
def test_filters(text: str, holds: bool) -> None:
    class Thing:
        values = {"alias": "Chris", "department": "IT", "size": "36 MB", "number": 10, "name": "O'Neill"}

        def get(self, name: str) -> object:
            return self.values.get(name.lower())

    assert Filter(text).holds(Thing()) is holds


BAD_FILTERS = ["Alias", "Alias -eq", "Alias -near 'x'", "(Alias -eq 'x'", "Alias -eq 'x' 'y'", "'a' -eq 'b'"]


@pytest.mark.parametrize("text", BAD_FILTERS)
def test_bad_filters(text: str) -> None:
    with pytest.raises(FilterError):
        Filter(text)


# -- cmdlets ----------------------------------------------------------------------------------------------------------


def test_objects_are_copies(session: HeadlessSession) -> None:
    session.type('$c = Get-ReceiveConnector "Default EX01"; $c.Enabled = $false; $c.Bindings.Clear(); $c.Comment = "x"')
    assert session.invoke('(Get-ReceiveConnector "Default EX01" | where { $_.Enabled }).Bindings.Count') == [2]
    session.type('$c | Set-ReceiveConnector -Comment "kept"')
    assert session.invoke('(Get-ReceiveConnector "Default EX01").Comment') == ["kept"]


def test_a_copy_finds_its_object_under_another_name(session: HeadlessSession) -> None:
    session.type('$c = Get-ReceiveConnector "Default EX01"; Set-ReceiveConnector "Default EX01" -Name Moved')
    session.type('$c | Set-ReceiveConnector -Comment "same"')
    assert session.invoke("(Get-ReceiveConnector Moved).Comment") == ["same"]


def test_one_pipeline_is_one_commit(session: HeadlessSession) -> None:
    organization = session.services["organization"]
    session.type('Get-ReceiveConnector | Set-ReceiveConnector -Comment "all"')
    assert organization.snapshot().version == 1
    session.type(
        "New-ReceiveConnector R -TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges 10.0.0.1 | "
        f'Add-ADPermission -User "{ANONYMOUS}" -ExtendedRights {RELAY}'
    )
    assert organization.snapshot().version == 2
    session.type("Get-ReceiveConnector | Set-ReceiveConnector -Comment never -WhatIf")
    session.type('Get-ReceiveConnector | Set-ReceiveConnector -Comment "all"')
    assert organization.snapshot().version == 3  # only the new one changed
    calls = list(organization.commits())[1].parameters["invocations"]
    assert [call[0] for call in calls] == ["New-ReceiveConnector", "Add-ADPermission"]


def test_a_refused_object_does_not_stop_the_others(session: HeadlessSession) -> None:
    printed = session.type(
        '"a.com", "contoso.com", "b.com" | ForEach-Object { $_ } | '
        "ForEach-Object { New-AcceptedDomain $_ -DomainName $_ }"
    )
    assert printed.count("ADObjectAlreadyExistsException") >= 1
    assert session.invoke("Get-AcceptedDomain | ForEach-Object Name") == ["contoso.com", "a.com", "b.com"]
    printed = session.type('Get-ReceiveConnector | Set-ReceiveConnector -AuthMechanism "Tls, ExternalAuthoritative"')
    assert printed.count("you must set the") == 1 and printed.count("DomainSecureEnabled attribute") == 2
    assert session.invoke('(Get-ReceiveConnector | where { $_.AuthMechanism -match "External" }).Count') == [2]


def test_an_error_in_a_pipeline_can_stop_a_script(session: HeadlessSession) -> None:
    session.type('$r = try { Get-ReceiveConnector nix -ErrorAction Stop } catch { "caught" }')
    assert session.invoke("$r") == ["caught"]
    assert session.invoke("Get-ReceiveConnector nix -ErrorAction SilentlyContinue; $?") == [False]


def test_two_shells_see_each_others_changes(tmp_path: Path) -> None:
    folder = tmp_path / "org"
    with (
        HeadlessSession(organization=folder, location=None) as one,
        HeadlessSession(organization=folder, location=None) as two,
    ):
        one.type("New-AcceptedDomain x -DomainName x.com")
        assert two.invoke("(Get-AcceptedDomain x).DomainName.ToString()") == ["x.com"]
        two.type("Remove-AcceptedDomain x -Confirm:$false")
        assert "couldn't be found" in one.type("Get-AcceptedDomain x")


def test_products_have_their_own_parameters_and_properties() -> None:
    with HeadlessSession(seed="exchange2010", location=None) as session:
        said = session.type("Get-ReceiveConnector | Set-ReceiveConnector -TransportRole HubTransport")
        assert "parameter name 'TransportRole'" in said
        names = session.invoke("(Get-ReceiveConnector)[0].PSObject.Properties | ForEach-Object Name")
        assert "Bindings" in names and "TransportRole" not in names and "AuthTarpitInterval" not in names
        assert "not recognized" in session.type("Get-TransportService")


def test_permissions_on_several_servers() -> None:
    with HeadlessSession(seed="exchange2019-three", location=None) as session:
        session.type(
            "Get-ExchangeServer | ForEach-Object { New-ReceiveConnector Relay -Server $_.Name "
            "-TransportRole FrontendTransport -Bindings 0.0.0.0:25 -RemoteIPRanges 192.168.5.10 }"
        )
        session.type(f'Get-ReceiveConnector *\\Relay | Add-ADPermission -User "{ANONYMOUS}" -ExtendedRights {RELAY}')
        found = session.invoke(
            f'Get-ADPermission Relay -User "{ANONYMOUS}" | where {{ $_.ExtendedRights -like "*recipient*" }} | '
            "ForEach-Object { $_.Identity.ToString() }"
        )
        assert found == ["EX01\\Relay", "EX02\\Relay", "EX03\\Relay"]


def _examples() -> list[tuple[str, str]]:
    from ems.runtime.commands import cmdlet_files, cmdlets_in

    modules = sorted(set(cmdlet_files("ems.exchange").values()))
    cmdlets = [cmdlet for module in modules for cmdlet in cmdlets_in(module).values()]
    return [(cmdlet.name, example.code) for cmdlet in cmdlets for example in cmdlet.examples]


@pytest.mark.parametrize(("name", "code"), _examples(), ids=lambda value: value[:60])
def test_examples_of_the_help_run(name: str, code: str) -> None:
    with HeadlessSession(seed="exchange2019", location=None) as session:
        session.type("New-AcceptedDomain 'Tailspin' -DomainName tailspintoys.com")
        if "tailspintoys.com" in code and code.startswith("New-"):
            session.type("Remove-AcceptedDomain Tailspin -Confirm:$false")
        printed = session.type(code, ["y"] * 3)
        assert session.invoke("$Error.Count") == [0], printed


def test_every_cmdlet_explains_itself() -> None:
    from ems.runtime.commands import cmdlet_files, cmdlets_in

    for module in set(cmdlet_files("ems.exchange").values()):
        for cmdlet in cmdlets_in(module).values():
            assert cmdlet.__doc__ and cmdlet.examples, cmdlet.name
            for parameter in cmdlet.parameters().values():
                from ems.runtime.types import resolve_type

                assert resolve_type(parameter.type) is not None, f"{cmdlet.name} -{parameter.name} {parameter.type}"
