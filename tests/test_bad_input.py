"""Bad input of every kind, through the program itself: the product's error or one clear line, the right exit code, never a traceback."""
from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ems.testing import HeadlessSession

ROOT = Path(__file__).parent.parent
POSIX = pytest.mark.skipif(os.name != "posix", reason="what POSIX calls it")
CONNECTOR = "EX01\\Default Frontend EX01"


class Run:
    """What one run of the program left behind."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = (done.stdout or b"").decode("utf-8", "replace")
        self.errors = (done.stderr or b"").decode("utf-8", "replace")
        everything = self.out + self.errors
        assert "Traceback" not in everything and "DefectOfEms" not in everything and "Exception ignored" not in everything, everything[-2000:]

    @property
    def said(self) -> str:
        """All errors on one line."""
        return " ".join(self.errors.split())


def ems(folder: Path, *words: str | bytes, stdin: bytes = b"", environment: dict[str, str] | None = None, **more: Any) -> Run:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "EMS_HOME": str(folder / "home"), **(environment or {})}
    return Run(subprocess.run(
        [sys.executable, "-m", "ems", *words], input=stdin, capture_output=True, cwd=more.pop("cwd", folder), env=variables, timeout=60, check=False, **more,
    ))


def shell(folder: Path, line: str) -> Run:
    """A run as a system shell starts it; `ems` stands for the program."""
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "EMS_HOME": str(folder / "home")}
    text = line.replace("ems ", f"'{sys.executable}' -m ems ", 1)
    return Run(subprocess.run(["bash", "-c", text], input=b"", capture_output=True, cwd=folder, env=variables, timeout=60, check=False))


# What is typed

TYPED = [
    ("Get-Foo", "CommandNotFoundException"),
    ("Get-ReceiveConnector -Foo 1", "NamedParameterNotFound,"),
    ("Get-ChildItem -F 1", "AmbiguousParameter,"),
    (f"Set-ReceiveConnector '{CONNECTOR}' -MaxMessageSize abc", "CannotConvertArgument"),
    (f"Set-ReceiveConnector '{CONNECTOR}' -RemoteIPRanges 1.2.3.4.5", "ParameterArgumentTransformationError,"),
    (f"Set-ReceiveConnector '{CONNECTOR}' -Bindings 0.0.0.0:99999", "ParameterArgumentTransformationError,"),
    (f"Set-ReceiveConnector '{CONNECTOR}' -Enabled maybe", "CannotConvertArgument"),
    ("Get-ReceiveConnector Nope", "ManagementObjectNotFoundException"),
    ("Remove-ReceiveConnector Nope -Confirm:$false", "ManagementObjectNotFoundException"),
    ("Get-Mailbox nobody", "ManagementObjectNotFoundException"),
    ("New-ReceiveConnector -Name 'Default Frontend EX01' -Bindings 0.0.0.0:99 -RemoteIPRanges 1.2.3.4 -Usage Custom -TransportRole FrontendTransport", "ADObjectAlreadyExistsException"),
    ("New-ReceiveConnector -Name X -Bindings 0.0.0.0:25 -RemoteIPRanges 0.0.0.0-255.255.255.255 -Usage Custom -TransportRole FrontendTransport", "ConnectorMappingConflictException"),
    ("New-AcceptedDomain x -DomainName 'no domain at all'", "CannotConvertArgument"),
    ("Get-Content nothing.txt", "PathNotFound,"),
    ("Import-Csv nothing.csv", "FileOpenFailure,"),
    ("Set-Location Q:\\", "DriveNotFound,"),
    ("[int]'x'", "InvalidCastFromStringToInteger"),
    ("1 +", "ExpectedValueExpression"),
    ("'unclosed", "TerminatorExpectedAtEndOfString"),
]


@pytest.mark.parametrize(("typed", "error"), TYPED, ids=[typed[:40] for typed, _ in TYPED])
def test_typed(typed: str, error: str) -> None:
    with HeadlessSession() as session:
        text = " ".join(session.type(typed).split())
        assert error in text or error in text.replace(" ", ""), text
        assert session.type("'goes on'") == "goes on\n"


# The command line

COMMAND_LINES = [
    (["--bogus"], 2, "unknown option: --bogus"),
    (["--width", "1"], 2, "--width takes a number of columns"),
    (["--width", "wide"], 2, "--width takes a number of columns"),
    (["--width"], 2, "--width needs a value"),
    (["--org", "", "-Command", "1"], 2, "--org needs a value"),
    (["-File"], 2, "-File needs a value"),
    (["serve", "extra"], 2, "serve takes no argument: extra"),
    (["--json", "-Command", "1"], 2, "--json goes with serve"),
    (["--temporary", "--seed", "nope", "-Command", "1"], 1, "There is no seed organization 'nope'. The seeds are: exchange2019,"),
    (["--org", "file.txt", "-Command", "1"], 1, "ems: 'file.txt' is not a folder."),
    (["--org", "other", "-Command", "1"], 1, "is not an organization: it holds other files."),
    (["--org", "file.txt/below", "-Command", "1"], 1, "file.txt/below"),
    (["nothing.ps1"], 1, "The argument 'nothing.ps1' to the -File parameter does not exist."),
    (["folder.ps1"], 1, "does not exist"),
    (["dangling.ps1"], 1, "does not exist"),
    (["--temporary", "-NonInteractive", "-Command", "New-ReceiveConnector"], 1, "missing mandatory parameters: Name Bindings RemoteIPRanges."),
    (["--temporary", "-NonInteractive", "-Command", f"Remove-ReceiveConnector '{CONNECTOR}'"], 1, "Remove-ReceiveConnector : Windows PowerShell is in NonInteractive mode."),
    (["--temporary", "-NonInteractive", "-Command", "Read-Host Name"], 1, "NonInteractive mode"),
    (["--temporary", "-Command", "throw 'over'"], 1, "over"),
    (["--temporary", "-Command", "exit 7"], 7, ""),
    (["--temporary", "--width", "20", "-Command", "Get-ReceiveConnector; Get-Help Get-Date; Get-Foo"], 1, "'Get-Foo' is not"),
    (["--temporary", "latin.ps1"], 0, ""),
    (["--temporary", "noise.ps1"], 0, "CommandNotFoundException"),
    (["--temporary", "-Command", b"'\xff\xfe'"], 0, ""),
    ([b"\xff.ps1"], 1, "does not exist"),
]


def test_command_lines(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x")
    (tmp_path / "folder.ps1").mkdir()
    (tmp_path / "dangling.ps1").symlink_to("nowhere")
    (tmp_path / "latin.ps1").write_bytes("'Grüße'\n".encode("latin-1"))
    (tmp_path / "noise.ps1").write_bytes(bytes(range(1, 256)) * 20)
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda case: ems(tmp_path, *case[0]), COMMAND_LINES))
    for (words, code, said), run in zip(COMMAND_LINES, runs, strict=True):
        assert run.code == code and said in run.said, (words, run.code, run.errors)
    assert max(map(len, runs[20].out.splitlines())) <= 20


@POSIX
def test_an_unreadable_script(tmp_path: Path) -> None:
    script = tmp_path / "secret.ps1"
    script.write_text("1")
    script.chmod(0)
    run = ems(tmp_path, "--temporary", "secret.ps1")
    assert run.code == 0 if os.geteuid() == 0 else run.code == 1 and "secret.ps1" in run.said


# Streams

STREAMS = [
    ("ems --temporary -Command 'Read-Host x' <&-", 1, "There is no more input to read."),
    ("ems --temporary <&-", 0, ""),
    ("ems --temporary -Command - <&-", 0, ""),
    ("ems --temporary -Command '1..10' >&-", 0, ""),
    ("ems --temporary -Command 'Get-Foo' 2>&-", 1, ""),
    ("ems --temporary -Command 1 <&- >&- 2>&-", 0, ""),
    ("ems --help >&-", 0, ""),
    ("ems --temporary -Command '1..100000' | head -1", 0, ""),
    ("ems --temporary -Command '1..100000; Get-Foo' 2>&1 | head -1", 0, ""),
    ("ems --temporary -Command '1..100' > /dev/full", 1, "ems: No space left on device."),
    ("ems --help > /dev/full", 1, "ems: No space left on device."),
    ("ems --temporary -Command Get-Foo 2> /dev/full", 1, ""),
    ("ems serve --temporary --json > /dev/full 2> /dev/null", 1, ""),
]


@POSIX
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_streams(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda case: shell(tmp_path, case[0]), STREAMS))
    for (line, code, said), run in zip(STREAMS, runs, strict=True):
        assert run.code == code and said in run.said, (line, run.code, run.errors)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    run = ems(tmp_path, "--temporary", stdin=b"a\xff\n\0\n'still here'\n" + b"#" * 1_000_000 + b"\n'and here'\n")
    assert run.out.endswith("still here\nand here\n") and "CommandNotFoundException" in run.said


# Places

def test_homes(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    count = "(Get-ReceiveConnector).Count"
    places = {"EMS_HOME": ["relative", "with blank", "", str(tmp_path / "file"), str(tmp_path / "deep" / "er")], "HOME": ["/nonexistent", ""]}
    for name, values in places.items():
        for value in values:
            environment = {name: value} if name == "EMS_HOME" else {"EMS_HOME": "", name: value, "XDG_DATA_HOME": str(tmp_path / "data")}
            run = ems(tmp_path, "-Command", count, environment=environment)
            assert (run.code, run.out) == (0, "5\n") or (run.code == 1 and run.said), (name, value, run.errors)


@POSIX
def test_the_folder_we_were_started_in_is_gone(tmp_path: Path) -> None:
    run = shell(tmp_path, "mkdir gone; cd gone; rmdir ../gone; ems --temporary -Command \"'here'; Get-Location | Out-Null\"")
    assert (run.code, run.out) == (0, "here\n")


# An organization's folder

@pytest.fixture(scope="module")
def organization(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    run = ems(folder, "--org", "org", "-Command", f"Set-ReceiveConnector '{CONNECTOR}' -Comment hello; New-AcceptedDomain x -DomainName x.com | Out-Null")
    assert run.code == 0, run.errors
    return folder / "org"


DATABASE, JOURNAL = "directory.json", "journal.jsonl"


def edited(change: Callable[[Any], None]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        data = json.loads((folder / DATABASE).read_text(encoding="utf-8"))
        change(data)
        (folder / DATABASE).write_text(json.dumps(data), encoding="utf-8")

    return damage


def first_entry(field: str, value: Any) -> Callable[[Path], None]:
    return edited(lambda data: data["entries"][next(iter(data["entries"]))].__setitem__(field, value))


def to_folder(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return damage


DAMAGED = "is damaged: '"
DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("empty database", lambda folder: (folder / DATABASE).write_bytes(b""), DAMAGED),
    ("half a database", lambda folder: (folder / DATABASE).write_bytes((folder / DATABASE).read_bytes()[:3000]), DAMAGED),
    ("noise for a database", lambda folder: (folder / DATABASE).write_bytes(bytes(range(256)) * 9), DAMAGED),
    ("a list for a database", lambda folder: (folder / DATABASE).write_text("[]"), DAMAGED),
    ("nothing in the database", lambda folder: (folder / DATABASE).write_text("{}"), DAMAGED),
    ("a deep database", lambda folder: (folder / DATABASE).write_text("[" * 100_000), DAMAGED),
    ("no database", lambda folder: (folder / DATABASE).unlink(), DAMAGED),
    ("no journal", lambda folder: (folder / JOURNAL).unlink(), DAMAGED),
    ("a folder for a database", to_folder(DATABASE), "cannot be read"),
    ("a folder for a journal", to_folder(JOURNAL), "cannot be read"),
    ("noise for a journal", lambda folder: (folder / JOURNAL).write_bytes(bytes(range(256)) * 9), DAMAGED),
    ("numbers in the journal", lambda folder: (folder / JOURNAL).write_text('5\n[]\n"x"\nnull\n'), DAMAGED),
    ("a changed byte in the journal", lambda folder: (folder / JOURNAL).write_bytes((folder / JOURNAL).read_bytes().replace(b"hello", b"hel\0o", 1)), DAMAGED),
    ("a torn journal", lambda folder: (folder / JOURNAL).write_bytes((folder / JOURNAL).read_bytes().rstrip(b"\0 \n")[:-20]), ""),
    ("a later version", edited(lambda data: data["state"]["1"].__setitem__("format", 99)), "was written by a later version of ems"),
    *(("a wrong " + field, first_entry(field, value), DAMAGED) for field in ("guid", "dn", "class", "name", "attributes", "acl", "created") for value in (5, {"a": [1]}) if (field, value) != ("attributes", {"a": [1]})),
    *(("a wrong table", edited(lambda data, table=table, value=value: data.__setitem__(table, value)), DAMAGED) for table in ("state", "entries") for value in (5, None, {"1": 5}, {"x": {}})),  # type: ignore[misc]
]


def test_damaged_organizations(organization: Path, tmp_path: Path) -> None:
    from ems.directory import DirectoryError, Organization

    for number, (what, damage, said) in enumerate(DAMAGE):
        folder = tmp_path / str(number)
        shutil.copytree(organization, folder)
        damage(folder)
        try:
            opened = Organization.open(folder, None, clock=lambda: "2026-01-01T00:00:00Z", new_guid=lambda: "0")
        except DirectoryError as error:
            assert said and said in str(error) and "\n" not in str(error), (what, error)
        else:
            assert not said, what
            opened.close()


@pytest.mark.parametrize("place", ["spool", "logs", "drive"])
def test_other_files_in_the_way(organization: Path, tmp_path: Path, place: str) -> None:
    folder = tmp_path / "org"
    shutil.copytree(organization, folder)
    shutil.rmtree(folder / place, ignore_errors=True)
    (folder / place).write_text("in the way")
    run = ems(tmp_path, "--org", "org", "-Command", "(Get-ReceiveConnector).Count; Set-Content C:\\x.txt 1; Send-MailMessage -SmtpServer mail.contoso.com -From a@contoso.com -To chris@contoso.com -Subject x")
    assert run.out.startswith("5\n"), run.errors


def test_one_line_and_the_exit_code(organization: Path, tmp_path: Path) -> None:
    shutil.copytree(organization, tmp_path / "org")
    (tmp_path / "org" / DATABASE).write_text("{}")
    for words in (["-Command", "1"], ["serve"]):
        run = ems(tmp_path, *words, "--org", "org") if words == ["serve"] else ems(tmp_path, "--org", "org", *words)
        assert run.code == 1 and run.errors.count("\n") == 1 and run.errors.startswith("ems: The organization in 'org' is damaged"), run.errors


@POSIX
def test_a_disk_that_is_full_loses_nothing(organization: Path, tmp_path: Path) -> None:
    import resource

    shutil.copytree(organization, tmp_path / "org")

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

    command = f"Set-ReceiveConnector '{CONNECTOR}' -Comment ('full' * 100)"
    run = ems(tmp_path, "--org", "org", "-Command", command, preexec_fn=no_room)
    assert run.code == 1 and run.said
    again = ems(tmp_path, "--org", "org", "-Command", f"(Get-ReceiveConnector '{CONNECTOR}').Comment; {command}; (Get-ReceiveConnector '{CONNECTOR}').Comment.Length")
    assert (again.code, again.out) == (0, "hello\n400\n"), again.errors


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_organization(organization: Path, tmp_path: Path) -> None:
    shutil.copytree(organization, tmp_path / "org")
    for path in [tmp_path / "org", *(tmp_path / "org").rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    run = ems(tmp_path, "--org", "org", "-Command", "(Get-ReceiveConnector).Count")
    assert (run.code, run.out) == (0, "5\n") or (run.code, run.errors.count("\n")) == (1, 1)


def test_two_listeners_and_ports_in_use(tmp_path: Path) -> None:
    from tests.served import Served

    with socket.socket() as taken:
        try:
            taken.bind(("127.0.0.1", 20025))
            taken.listen()
        except OSError:
            pass  # somebody else has it: just as good
        with Served(tmp_path, "exchange2019") as served:
            assert len(served.said["listeners"]) >= 5 and all(each["endpoint"] for each in served.said["listeners"])
            second = ems(tmp_path, "serve", "--org", "org", "--json")
            assert second.code == 1 and second.out == "" and second.errors.count("\n") == 1, second.errors
            assert served.command("(Get-ReceiveConnector).Count").stdout == "5\n"
