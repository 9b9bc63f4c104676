"""Scripts that never end, or ask for more than there is: PowerShell's own errors, bounded memory, and Ctrl-C always works."""
from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ems.testing import HeadlessSession

ROOT = Path(__file__).parent.parent
DRIVER = """
import json, sys, threading
from ems.testing import HeadlessSession
def run(scripts, into):
    for script in scripts:
        with HeadlessSession() as shell:
            result = shell.run_script(script)
        into.append([result.errors, result.text[-2000:]])
scripts, found = json.load(sys.stdin), []
if sys.argv[1] == "main":
    run(scripts, found)
else:
    thread = threading.Thread(target=run, args=(scripts, found))
    thread.start()
    thread.join()
print(json.dumps(found))
"""
OVERFLOW = "CallDepthOverflow"
RECURSIONS = [
    "function f { f }; f",
    "function f($x) { $y = f ($x + 1); $y }; f 1",
    "$s = { & $s }; & $s",
    "$s = { . $s }; & $s",
    "function f { 1 | ForEach-Object { f } }; f",
    "function f { 1 | Where-Object { f } }; f",
    "filter f { $_ | f }; 1 | f",
    "function f { [CmdletBinding()] param([Parameter(ValueFromPipeline = $true)] $x) process { $x | f } }; 1 | f",
    "function f { Invoke-Expression 'f' }; f",
    "function f { [regex]::Replace('a', 'a', { f }) }; f",
    "function f { $(f) }; f",
    "function f { switch (1) { 1 { f } } }; f",
    "function f { Invoke-Command { f } }; f",
    "function f { (1, 2).ForEach({ f }) }; f",
    "function f { try { f } finally { $null = 1 } }; f",
    "class A { [int] f() { return $this.f() } }; [A]::new().f()",
    "class A { A() { [A]::new() } }; [A]::new()",
    "class A { [string] ToString() { return \"$this\" } }; \"$([A]::new())\"",
    "function f { 1 | Sort-Object { f } }; f",
    "function f { [scriptblock]::Create('f').Invoke() }; f",
]
"""Each ends in a call depth overflow, however it is wrapped on its way up."""

ELSEWHERE = [
    "$o = New-Object psobject; $o | Add-Member ScriptProperty A { $this.A }; $o.A",
    "$o = New-Object psobject; $o | Add-Member ScriptMethod ToString { \"$this\" } -Force; \"$o\"",
    "class A { [A] $n = [A]::new() }; [A]::new()",
    "function f { 1 | Select-Object @{ n = 'a'; e = { f } } }; f",
    "function f { param([ValidateScript({ f 1 })] $x) }; f 1",
    "$b = @{}; $b.b = $b; $b | ConvertTo-Json -Depth 100 | Out-Null; \"$b\"; $b",
    "$l = New-Object System.Collections.ArrayList; $null = $l.Add($l); $l | Out-Null; \"$l\"",
    "$a = 1; foreach ($i in 1..100000) { $a = , $a }; \"$a\"; $a -eq $a; $a.Length; $a = $null",
    "'$(' * 5000 | Invoke-Expression",
    "'(' * 20000 | Invoke-Expression",
    "'Import-Module .\\m2.psm1' | Set-Content m1.psm1; 'Import-Module .\\m1.psm1' | Set-Content m2.psm1; Import-Module .\\m1.psm1",
    "'. .\\me.ps1' | Set-Content me.ps1; . .\\me.ps1",
]
"""Recursion that ends by an error of its own, or is no recursion at all; what matters is that it ends."""


def driven(where: str, scripts: list[str], *, memory: int | None = None, seconds: float = 120) -> list[tuple[list[str], str]]:
    """Runs scripts in another process, on its main thread or on a thread of ordinary size; a crash of Python fails the test."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_STACK, (8 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))

    done = subprocess.run(
        [sys.executable, "-c", DRIVER, where], input=json.dumps(scripts), capture_output=True, text=True, timeout=seconds, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, preexec_fn=limit if os.name == "posix" else None,
    )
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stderr[-3000:]}"
    return [(errors, text) for errors, text in json.loads(done.stdout)]


@pytest.mark.parametrize("where", ["main", "thread"])
def test_recursion_ends(where: str) -> None:
    scripts = RECURSIONS + ELSEWHERE if where == "main" else RECURSIONS[::3]
    found = driven(where, scripts)
    for script, (errors, text) in zip(scripts, found, strict=True):
        if script in RECURSIONS:
            assert any(OVERFLOW in error for error in errors) or "call depth overflow" in text, (script, errors, text[-300:])
    assert len(found) == len(scripts)


MEMORY = "OutOfMemoryException"
GREEDY = [
    ("'a' * 10GB", "InvalidCastIConvertible"),
    ("'a' * 2GB", "InvalidCastIConvertible"),
    ("'a' * 1GB", MEMORY),
    ("$a = 'x' * 64MB; foreach ($i in 1..4) { $a += $a }", MEMORY),
    ("$a = 'x' * 300MB; $a = \"$a$a\"", MEMORY),
    ("$a = @(1) * 30MB; $a += $a", MEMORY),
    ("$a = @(1) * 30MB; $a = $a * 2", MEMORY),
    ("'a'.PadLeft(2000000000)", MEMORY),
    ("'a'.PadRight(2147483647)", MEMORY),
    ("[string]::new('a', 2000000000)", MEMORY),
    ("(1..1000) -join ('x' * 10MB)", MEMORY),
    ("$s = 'a' * 100KB; $s -replace 'a', $s", MEMORY),
    ("$s = 'a' * 100KB; $s.Replace('a', $s)", MEMORY),
    ("$s = 'a' * 50KB; $s -replace 'a', '$_'", MEMORY),
    ("'{0,2000000000}' -f 1", "FormatError"),
    ("(1).ToString('D999999999')", MEMORY),
    ("'{0:N999999999}' -f 1", MEMORY),
    ("1..2147483647", MEMORY),
    ("$x = 1..2000000000", MEMORY),
    ("New-Object 'object[]' 2000000000", "ConstructorInvokedThrowException"),
    ("[int[]]::new(2147483647)", MEMORY),
    ("try { [byte[]]::new(2147483591) } catch { throw 'caught' }", "caught"),
    ("[array]::CreateInstance([int], 2000000000)", MEMORY),
    ("[bigint]::Pow(10, 2000000000)", MEMORY),
    ("[bigint]::Pow(10, 1000000).ToString()", MEMORY),
    ("[decimal]::MaxValue * 2", "RuntimeException"),
    ("$b = New-Object Text.StringBuilder; [void]$b.Append('x', 250000000)", MEMORY),
]


def test_memory_is_bounded() -> None:
    found = driven("main", [script for script, _ in GREEDY], memory=4 << 30)
    for (script, wanted), (errors, _) in zip(GREEDY, found, strict=True):
        assert any(wanted in error for error in errors), (script, errors)


def test_what_need_not_be_made_is_not_made() -> None:
    with HeadlessSession() as shell:
        assert shell.invoke("foreach ($i in 1..2147483647) { if ($i -gt 5) { break } }; $i") == [6]
        assert shell.invoke("& { while ($true) { 1 } } | Select-Object -First 3") == [1, 1, 1]
        assert shell.invoke("1..2147483647 | Select-Object -First 2") == [1, 2]
        assert shell.invoke("[bigint]::Pow(2, 100000).ToString().Length") == [30103]


NESTED = "$o = @{ a = 1 }; foreach ($i in 1..60) { $o = @{ a = $o; b = $o } }; $o | "
BUSY = [
    "while ($true) { }",
    "for (;;) { $i++ }",
    "do { } while ($true)",
    "foreach ($i in 1..1000000000) { }",
    "1..1000000000 | ForEach-Object { }",
    "1..1000000000 | Where-Object { $_ -lt 0 }",
    "1..1000000000 | Sort-Object",
    "$a = 1..1000000; while ($true) { $b = $a | Sort-Object { -$_ } }",
    "function f { }; while ($true) { f }",
    "& { begin { while ($true) { } } }",
    "while ($true) { try { throw 1 } catch { } }",
    "try { while ($true) { } } catch { while ($true) { } }",
    "class A { [void] f() { while ($true) { } } }; [A]::new().f()",
    "$o = New-Object psobject; $o | Add-Member ScriptProperty p { while ($true) { } }; $o",
    "function f { param([ValidateScript({ while ($true) { } })] $x) }; f 1",
    "function f { try { f } catch { f } }; f",
    "while ($true) { Get-ReceiveConnector | Out-Null }",
    "while ($true) { Get-ChildItem C:\\ -Recurse | Out-Null }",
    "while ($true) { 'x' > a.txt }",
    "Start-Sleep 1000",
    "[Threading.Thread]::Sleep(1000000)",
    "Wait-Event -SourceIdentifier nothing",
    "Start-Job { while ($true) { } } | Wait-Job",
    "Invoke-Command -ComputerName PRINTER01 { while ($true) { } }",
    "1..1000000 | ConvertTo-Csv | Out-Null; 1..1000000 | Format-Table | Out-String",
    f"{NESTED}ConvertTo-Json -Depth 60",
    f"{NESTED}Format-Custom -Depth 60",
    "Compare-Object (1..100000) (100001..200000)",
    "[linq.enumerable]::Range(0, 2147483647).Count",
    "$t = New-Object Net.Sockets.TcpClient 'mail.contoso.com', 25; $r = New-Object IO.StreamReader $t.GetStream(); while ($true) { $r.ReadLine() }",
]


def test_stop_ends_everything() -> None:
    """`Session.stop()` from another thread; a tenth of a second on a machine that has nothing else to do."""
    sys.setswitchinterval(0.0005)
    try:
        took = {script: seconds_to_stop(script) for script in BUSY}
    finally:
        sys.setswitchinterval(0.005)
    assert statistics.median(took.values()) < 0.15
    assert max(took.values()) < 3, sorted(took.items(), key=lambda each: -each[1])[:3]


def seconds_to_stop(script: str) -> float:
    with HeadlessSession(real_time=True) as shell:
        failed: list[BaseException] = []

        def run() -> None:
            try:
                shell.run_script(script)
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        thread.join(0.1)
        assert thread.is_alive(), f"ended by itself: {script}"
        start = time.perf_counter()
        shell.session.stop()
        thread.join(20)
        assert not thread.is_alive(), f"goes on: {script}"
        seconds = time.perf_counter() - start
        assert not failed, (script, failed)
        assert shell.invoke("6 * 7") == [42]
        assert shell.type("'still here'") == "still here\n", script
        return seconds


def test_finally_runs_when_stopped() -> None:
    with HeadlessSession(real_time=True) as shell:
        thread = threading.Thread(target=lambda: shell.run_script("try { while ($true) { } } finally { $global:cleaned = 'yes' }"))
        thread.start()
        time.sleep(0.1)
        shell.session.stop()
        thread.join(10)
        assert shell.invoke("$cleaned") == ["yes"]


CATASTROPHIC = [
    "'{0}' -match '^(x+x+)+y'",
    "'{0}' -replace '^(x+x+)+y', 'z'",
    "'{0}' -split '^(x+x+)+y'",
    "[regex]::IsMatch('{0}', '^(x+x+)+y')",
    "switch -regex ('{0}') {{ '^(x+x+)+y' {{ 1 }} }}",
    "'{0}' | Select-String '^(x+x+)+y'",
    "function f {{ param([ValidatePattern('^(x+x+)+y')] $x) 1 }}; f '{0}'",
]


def test_catastrophic_patterns_time_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ems.runtime.regexes.MATCH_SECONDS", 0.05)
    for way in CATASTROPHIC:
        with HeadlessSession() as shell:
            result = shell.run_script(way.format("x" * 20_000))
        assert "timed out while trying to match" in " ".join(result.text.split()), (way, result)


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal")
@pytest.mark.parametrize("script", ["while ($true) { }", "('x' * 30000) -match '^(x+x+)+y'", "Start-Sleep 1000", "Compare-Object (1..100000) (100001..200000)"])
def test_ctrl_c_ends_a_command(script: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ems", "--temporary", "-Command", f"'begun'; [Console]::Out.Flush(); {script}; 'never'"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT), "EMS_HOME": str(tmp_path)},
    )
    try:
        time.sleep(1)
        start = time.perf_counter()
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
        assert time.perf_counter() - start < 3
        assert process.returncode != 0 and "never" not in out and "Traceback" not in errors, (process.returncode, out, errors)
    finally:
        process.kill()


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal")
def test_ctrl_c_ends_statements_from_a_pipe_one_at_a_time(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ems", "--temporary", "-Command", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "EMS_HOME": str(tmp_path)},
    )
    try:
        assert process.stdin is not None
        process.stdin.write("Start-Sleep 1000; 'never'\n")
        process.stdin.flush()
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate("'after'\n", timeout=20)
        assert out == "after\n" and "Traceback" not in errors
    finally:
        process.kill()
