"""Ways out of the shell (data/ways_out.txt): each is tried, and an audit hook sees whatever Python is asked to touch meanwhile."""
from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ems.testing import HeadlessSession

ROOT = Path(__file__).parent.parent
CANARY = "CANARY-5d0f"
FILE_EVENTS = frozenset({
    "open", "os.listdir", "os.scandir", "os.remove", "os.mkdir", "os.rename", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.truncate", "os.utime",
})
REFUSED_EVENTS = frozenset({
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.kill", "os.putenv", "os.unsetenv", "os.chdir", "os.startfile",
    "subprocess.Popen", "pty.spawn", "ctypes.dlopen", "pickle.find_class", "webbrowser.open", "urllib.Request", "smtplib.connect",
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
})


class Watch:
    """What Python was asked to do that no script may cause. The hook stays for the life of the process, and sleeps between tests."""

    def __init__(self) -> None:
        self.awake = False
        self.allowed: tuple[str, ...] = ()
        self.seen: list[str] = []
        sys.addaudithook(self._hook)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.awake:
            return
        if event in REFUSED_EVENTS:
            self.seen.append(f"{event} {arguments!r}")
        elif event in FILE_EVENTS:
            path = arguments[0]
            if isinstance(path, (str, bytes, Path)) and not self._may(str(path.decode() if isinstance(path, bytes) else path)):
                self.seen.append(f"{event} {path}")

    def _may(self, path: str) -> bool:
        if "/" not in path and path != "..":
            return True  # relative to a folder that is open already
        return path.startswith(self.allowed)


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture
def neighbour() -> Iterator[socket.socket]:
    """Somebody who listens on this machine and shall never be called."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0)
        yield server


def ways() -> list[tuple[str, str]]:
    section, found = "", []
    for line in (ROOT / "tests/data/ways_out.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line and not line.startswith("# "):
            found.append((section, line))
    return found


def test_there_are_enough() -> None:
    assert len(ways()) >= 200


def test_the_watch_sees(watch: Watch, neighbour: socket.socket) -> None:
    watch.seen, watch.allowed, watch.awake = [], (sys.prefix,), True
    try:
        os.listdir("/")
        socket.create_connection(neighbour.getsockname()).close()
    finally:
        watch.awake = False
    neighbour.setblocking(True)
    neighbour.accept()[0].close()
    kinds = {each.split()[0] for each in watch.seen}
    assert {"os.listdir", "socket.connect"} <= kinds


def test_no_way_out(watch: Watch, neighbour: socket.socket, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, text in (("secret.txt", CANARY), ("m.psm1", f"'{CANARY}'"), ("s.ps1", f"'{CANARY}'"), ("x.dtd", f'<!ENTITY x "{CANARY}">')):
        (outside / name).write_text(text, encoding="utf-8")
    before = sorted((path.name, path.read_text(encoding="utf-8")) for path in outside.iterdir())
    port = str(neighbour.getsockname()[1])
    failures = []
    for number, (section, way) in enumerate(ways()):
        home = tmp_path / f"home{number}"
        home.mkdir()
        (home / "link").symlink_to(outside)
        (home / "l.txt").symlink_to(outside / "secret.txt")
        script = way.replace("{outside}", str(outside)).replace("{port}", port)
        trouble = attempt(watch, script, home, section)
        if trouble:
            failures.append(f"{way}\n    {trouble}")
    assert not failures, "\n".join(failures)
    assert sorted((path.name, path.read_text(encoding="utf-8")) for path in outside.iterdir()) == before
    with pytest.raises(BlockingIOError):
        neighbour.accept()


def attempt(watch: Watch, script: str, home: Path, section: str) -> str | None:
    """Runs a script under watch; what was wrong, None where all is well."""
    with HeadlessSession(working_directory=home) as shell:
        watch.allowed = (
            str(home), str(shell.services.scratch()), f"{tempfile.gettempdir()}/ems-", str(ROOT / "ems"), str(ROOT / "grammar"), sys.prefix, sys.base_prefix,
            "/usr/share/zoneinfo", *(path for path in sys.path if "python" in path),
        )
        watch.seen = []
        watch.awake = True
        try:
            result = shell.run_script(script)
        except Exception as error:
            return f"a mistake of our own: {error!r}"
        finally:
            watch.awake = False
    if watch.seen:
        return f"touched {watch.seen[:3]}"
    if CANARY in result.text or "root:" in result.text or " object at 0x" in result.text or "<class '" in result.text:
        return f"printed {result.text[:200]!r}"
    if section == "each ends in an error" and not result.errors:
        return "no error"
    if section == "each gives nothing" and (result.errors or result.text.strip()):
        return f"not nothing: {result.text[:200]!r}"
    if not all(error.split(" | ")[2].startswith(("System.", "Microsoft.")) for error in result.errors):
        return f"errors of another world: {result.errors}"
    return None


def test_what_is_in_an_archive_stays_below_its_folder(tmp_path: Path) -> None:
    import zipfile

    home = tmp_path / "home"
    home.mkdir()
    with zipfile.ZipFile(home / "evil.zip", "w") as archive:
        for name in ("../up.txt", "/absolute.txt", "..\\..\\back.txt", "C:\\drive.txt", "good.txt"):
            archive.writestr(name, CANARY)
    with HeadlessSession(working_directory=home) as shell:
        shell.run_script("Expand-Archive evil.zip out")
    strays = [path for path in tmp_path.rglob("*.txt") if (home / "out") not in path.parents]
    assert not strays and not Path("/absolute.txt").exists()


def test_entities_do_not_grow() -> None:
    bomb = "<!DOCTYPE a [<!ENTITY b0 'lol'>" + "".join(f"<!ENTITY b{n} '{f'&b{n - 1};' * 10}'>" for n in range(1, 12)) + "]><a>&b11;</a>"
    with HeadlessSession() as shell:
        shell.session.global_scope.vars["bomb"] = bomb
        for script in ("[xml]$bomb", "$d = New-Object xml; $d.LoadXml($bomb); $d.a.Length", "Select-Xml -Content $bomb -XPath //a", "ConvertTo-Xml ([xml]$bomb)"):
            result = shell.run_script(script)
            assert len(result.text) < 20_000, script


def test_environment_of_the_machine_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINE_SECRET", CANARY)
    with HeadlessSession() as shell:
        for script in ("Get-ChildItem Env: | Out-String -Width 4000", "$env:MACHINE_SECRET", "[Environment]::GetEnvironmentVariables() | Out-String -Width 4000"):
            assert CANARY not in shell.run_script(script).text
