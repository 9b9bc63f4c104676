"""The general cmdlets by what they print: one-liners, sessions with several lines, and what is the same on every run."""

from __future__ import annotations

from pathlib import Path

import pytest

from ems.testing import HeadlessSession

CASES = Path(__file__).parent / "data" / "cmdlets.txt"


def cases() -> list[tuple[str, str]]:
    """(script, printed) for each one-liner in the file."""
    found: list[tuple[str, list[str]]] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith(">>> "):
            found.append((line[4:], []))
        elif found:
            found[-1][1].append(line)
    return [(script, "\n".join(printed).strip()) for script, printed in found]


def lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


@pytest.mark.parametrize(("script", "printed"), cases(), ids=lambda value: value[:70])
def test_one_liner(script: str, printed: str) -> None:
    with HeadlessSession() as session:
        assert lines(session.run_script(script).text) == printed


def test_history_of_what_was_typed() -> None:
    with HeadlessSession() as session:
        session.type("1 + 1")
        session.type("throw 'no'")
        assert lines(
            session.type('Get-History | ForEach-Object { "$($_.Id) $($_.CommandLine) $($_.ExecutionStatus)" }')
        ) == ("1 1 + 1 Completed\n2 throw 'no' Failed")
        assert lines(session.type("Invoke-History 1")) == "1 + 1\n2"
        session.type("Clear-History")
        assert lines(session.type("(Get-History).CommandLine")) == "Clear-History"


def test_module_comes_and_goes(tmp_path: Path) -> None:
    (tmp_path / "Lab.psm1").write_text(
        "$port = 25\nfunction Get-Port { $port }\nfunction Hidden { 1 }\nSet-Alias gp2 Get-Port\n"
        "Export-ModuleMember -Function Get-* -Alias gp2\n"
    )
    with HeadlessSession(working_directory=tmp_path) as session:
        session.type("Import-Module .\\Lab.psm1")
        assert session.invoke("Get-Port; gp2; Get-Command Hidden -ErrorAction SilentlyContinue") == [25, 25]
        assert session.invoke("(Get-Module Lab).ExportedCommands.Keys") == ["Get-Port", "gp2"]
        session.type("Remove-Module Lab")
        assert "is not recognized" in session.type("Get-Port")


def test_manifest_says_what_is_exported(tmp_path: Path) -> None:
    (tmp_path / "Lab.psm1").write_text("function Get-One { 1 }\nfunction Get-Two { 2 }\n")
    with HeadlessSession(working_directory=tmp_path) as session:
        session.type("New-ModuleManifest Lab.psd1 -RootModule Lab.psm1 -ModuleVersion 1.2.3 -FunctionsToExport Get-Two")
        session.type("Import-Module .\\Lab.psd1 -Prefix My")
        assert session.invoke("Get-MyTwo; (Get-Module Lab).Version.ToString()") == [2, "1.2.3"]
        assert "is not recognized" in session.type("Get-MyOne")


def test_data_file_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.psd1").write_text("@{ Port = 25; Names = @('a', 'b') }")
    (tmp_path / "bad.psd1").write_text("@{ Port = (Remove-Item C:\\x) }")
    with HeadlessSession(working_directory=tmp_path) as session:
        assert session.invoke("(Import-PowerShellDataFile good.psd1).Names[1]") == ["b"]
        assert "bad.psd1" in session.type("Import-PowerShellDataFile bad.psd1")


def test_transcript_holds_what_was_shown(tmp_path: Path) -> None:
    with HeadlessSession(working_directory=tmp_path) as session:
        session.type("Start-Transcript t.txt")
        session.type("'hello'")
        session.type("Stop-Transcript")
        text = (tmp_path / "t.txt").read_text(encoding="utf-8-sig")
        assert "hello" in text and "Windows PowerShell transcript end" in text


def test_csv_survives_the_way_to_a_file_and_back(tmp_path: Path) -> None:
    with HeadlessSession(working_directory=tmp_path) as session:
        session.type('[pscustomobject]@{ A = \'x, "y"\'; B = "two`nlines" } | Export-Csv t.csv -NoTypeInformation')
        assert session.invoke("$r = Import-Csv t.csv; $r.A; $r.B") == ['x, "y"', "two\nlines"]


def test_many_objects_are_sorted_like_few() -> None:
    with HeadlessSession() as session:
        few = session.invoke("(1..50 | Sort-Object { $_ % 7 }, { -$_ }) -join ','")
        many = session.invoke("(((1..50) * 30 | Sort-Object { $_ % 7 }, { -$_ } -Unique)) -join ','")
        assert few == many


def test_credential_is_asked_for() -> None:
    with HeadlessSession() as session:
        printed = session.type("$c = Get-Credential bob; $c.GetNetworkCredential().Password", ["secret"])
        assert "Password for user bob" in printed and "secret" in printed


def test_job_gives_back_in_order_what_it_gave() -> None:
    script = "$x = 5; $j = Start-Job { 1; Write-Error bad; Write-Warning w; $using:x }; Receive-Job $j -Wait"
    with HeadlessSession() as session:
        printed = lines(session.type(script)).splitlines()
    assert printed[:2] == ["1", "bad"] and printed[-2:] == ["WARNING: w", "5"]
    assert "    + PSComputerName        : localhost" in printed
