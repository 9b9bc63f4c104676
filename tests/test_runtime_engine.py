"""The engine: statements, scopes, binding, errors and pipelines, each as a script and what it yields; and how a run is
stopped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from ems.app.clock import SystemClock
from ems.runtime import current
from ems.runtime.errors import Terminating
from ems.runtime.host import BufferHost
from ems.runtime.session import Session


def new_session(**options: Any) -> Session:
    return Session(BufferHost(), clock=SystemClock(), **options)


VALUES: list[tuple[str, list[Any]]] = [
    # Statements
    ("$x = 1; $x += 2; $x", [3]),
    ("if ($false) { 1 } elseif (1) { 2 } else { 3 }", [2]),
    ("for ($i = 0; $i -lt 3; $i++) { $i }", [0, 1, 2]),
    ("for (($a = 0), ($b = 2); $a -lt $b; $a++) { $a }", [0, 1]),
    ("$i = 0; do { $i++ } until ($i -ge 4); $i", [4]),
    ("foreach ($x in 1..3) { if ($x -eq 2) { continue }; $x }", [1, 3]),
    (':a foreach ($x in 1..3) { foreach ($y in 1..3) { if ($y -eq 2) { continue a }; "$x$y" } }', ["11", "21", "31"]),
    ("foreach ($x in 1,2,3) { $null = $foreach.MoveNext(); $x }", [1, 3]),
    ("switch (1, 'x', 7) { 1 { 'one' } 'X' { 'ex' } default { \"d$_\" } }", ["one", "ex", "d7"]),
    ("switch -wildcard ('abc') { 'a*' { 1 } '*c' { 2; break } '*' { 3 } }", [1, 2]),
    ("$r = foreach ($i in 1..2) { $i * 10 }; $r.Count; $r[1]", [2, 20]),
    ("$(if ($true) { 1; 2 }).Count", [2]),
    ("@(if ($false) { 1 }).Count", [0]),
    ("$a, $b, $c = 1, 2, 3, 4; $c.Count; $a", [2, 1]),
    ("function brk { break }; foreach ($i in 1..3) { $i; brk }; 'after'", [1, "after"]),
    # Scopes
    ("$x = 1; function f { $x = 2; $x }; f; $x", [2, 1]),
    ("$x = 1; function f { $script:x++ }; f; f; $x", [3]),
    ("$x = 5; function f { $x += 1; $x }; f; $x", [1, 5]),
    ("$n = 5; function f { $n++; $n }; f; $n", [6, 5]),
    ("$t = 0; 1..4 | ForEach-Object { $t += $_ }; $t", [10]),
    ("$x = 1; & { $x = 2 }; $x; . { $x = 3 }; $x", [1, 3]),
    ('$private:p = 1; function f { "[$p]" }; f', ["[]"]),
    ("$n = 1; $c = { $n }.GetNewClosure(); $n = 2; & $c", [1]),
    ("function o { function i { 'in' }; i }; o; try { i } catch { 'gone' }", ["in", "gone"]),
    # A variable holds the nothing of a command without output
    ("function none { }; $x = none; $x | ForEach-Object { 1 }; @($x).Count; $null -eq $x", [0, True]),
    ("function none { }; $x = none; function f { $x | ForEach-Object { 1 }; @($x).Count }; f", [0]),
    ("$x = if ($false) { 1 }; $y = $x; @($y).Count; $x += 1; $x", [0, 1]),
    ("function none { }; $x = none; function f($p) { @($p).Count }; f $x; (Get-Variable x).Value -eq $null", [1, True]),
    # Functions and binding
    ('function f { param([int]$n = 3, $m = $n + 1) "$n $m" }; f; f 7; f -m 1 2', ["3 4", "7 8", "2 1"]),
    ("function f { $args.Count; $args[1] }; f a b c", [3, "b"]),
    ('function f { param($a) "$a|$args" }; f -z 1; f 1 2 -y', ["|-z 1", "1|2 -y"]),
    ('$h = @{ a = 1; b = 2 }; function f { param($a, $b) "$a$b" }; f @h', ["12"]),
    ('function inner { "$args" }; function outer { inner @args }; outer -a 1 b', ["-a 1 b"]),
    ("function f { begin { 'b' } process { $_ * 2 } end { 'e' } }; 1, 2 | f", ["b", 2, 4, "e"]),
    ("filter double { $_ * 2 }; 1..3 | double", [2, 4, 6]),
    ("function f { @($input).Count; @($input).Count }; 1..3 | f", [3, 0]),
    (
        'function f { [CmdletBinding()] param([Parameter(ValueFromPipeline)]$v) process { "<$v>" } }; 1, 2 | f',
        ["<1>", "<2>"],
    ),
    (
        "function f { param([Parameter(ValueFromPipelineByPropertyName)]$A,"
        ' [Parameter(ValueFromPipelineByPropertyName)]$B) process { "$A-$B" } };'
        " [pscustomobject]@{ B = 2; A = 1 } | f",
        ["1-2"],
    ),
    ("function f { param([string]$s) $s }; f 007; f 1.50; f (1kb)", ["007", "1.50", "1024"]),
    ('function f { param([switch]$a) "$a" }; f; f -a; f -a:$false', ["False", "True", "False"]),
    ("function f { return 1, 2; 3 }; (f).Count", [2]),
    ("function f { 1; return; 2 }; f", [1]),
    # Errors
    ("try { 1 / 0 } catch [DivideByZeroException] { 'div' } finally { 'f' }", ["div", "f"]),
    ("try { throw 'x' } catch { \"$_\" }", ["x"]),
    ("try { try { throw 'a' } catch { throw } } catch { \"outer $_\" }", ["outer a"]),
    ("function f { trap { \"t:$_\"; continue }; 1; throw 'e'; 2 }; f", [1, "t:e", 2]),
    ("try { Write-Error 'bad' -ErrorAction Stop; 1 } catch { 'stopped' }", ["stopped"]),
    ("$ErrorActionPreference = 'SilentlyContinue'; 1 / 0; 'on'", ["on"]),
    ("Write-Error 'a' -ErrorAction SilentlyContinue -ErrorVariable e; $e.Count; $?", [1, True]),
    ("$r = Write-Error 'a' 2>&1; $r.GetType().Name", ["ErrorRecord"]),
    ("& { Write-Warning 'w'; 1 } 3>$null", [1]),
    # Pipelines
    ("1..1000000 | Select-Object -First 2", [1, 2]),
    ("1..3 | ForEach-Object { if ($_ -eq 2) { return }; $_ }", [1, 3]),
    ("1..3 | ForEach-Object { $_ } -OutVariable o | Out-Null; $o.Count", [3]),
    ("1..2 | ForEach-Object { $p = $_; 'a', 'b' | ForEach-Object { \"$p$_\" } }", ["1a", "1b", "2a", "2b"]),
    ("'b', 'a' | Sort-Object | ForEach-Object { $_ }", ["a", "b"]),
    # Classes and enums
    ("class A { [int]$N = 2; [int] Twice() { return $this.N * 2 } }; [A]::new().Twice()", [4]),
    ("class A { $V; A($v) { $this.V = $v } }; class B : A { B($v) : base($v + 1) { } }; [B]::new(1).V", [2]),
    (
        "class A { [string] Who() { return 'A' } [string] Call() { return $this.Who() } };"
        " class B : A { [string] Who() { return 'B' } }; [B]::new().Call()",
        ["B"],
    ),
    ("enum E { A = 5; B }; [int][E]::B; \"$([E]'a')\"", [6, "A"]),
]


@pytest.mark.parametrize(("script", "wanted"), VALUES, ids=[script[:60] for script, _ in VALUES])
def test_what_a_script_yields(script: str, wanted: list[Any]) -> None:
    assert new_session().invoke(script) == wanted


ERRORS: list[tuple[str, str, str]] = [
    ("Get-NoSuchThing", "CommandNotFoundException", "Get-NoSuchThing"),
    ("function f { [CmdletBinding()] param($a) }; f -b 1", "NamedParameterNotFound,f", "'b'"),
    ("function f { [CmdletBinding()] param($a) }; f 1 2", "PositionalParameterNotFound,f", "'2'"),
    ("function f { param([int]$n) }; f x", "ParameterArgumentTransformationError,f", "parameter 'n'"),
    (
        "function f { param([Parameter(Mandatory)]$n) }; f ''; f $null",
        "ParameterArgumentValidationErrorNullNotAllowed,f",
        "because it is null",
    ),
    ("function f { param($a) }; f -a", "MissingArgument,f", "'a'"),
    ("function f { param($a) }; f -a 1 -a 2", "ParameterAlreadyBound,f", "more than once"),
    ("function f { param($ab, $ac) }; f -a 1", "AmbiguousParameter,f", "-ab -ac"),
    ("function f { param([ValidateSet('a', 'b')]$x) }; f c", "ParameterArgumentValidationError,f", '"a,b"'),
    ("$x = 5; Set-Variable x -Option ReadOnly; $x = 6", "VariableNotWritable", "read-only"),
    ("[int]$x = 'a'", "RuntimeException", "System.Int32"),
    ("function inf { inf }; inf", "CallDepthOverflow", "call depth overflow"),
    ("& $null", "BadExpression", "after '&'"),
    ("[NoSuch.Type]::new()", "TypeNotFound", "[NoSuch.Type]"),
    ("'abc' -like '[a'", "RuntimeException", "[a"),
    ("switch -regex ('a') { '(' { 1 } }", "InvalidRegularExpression", "("),
    ("$l = [System.Collections.ArrayList](1, 2); $l[5] = 1", "System.ArgumentOutOfRangeException", "out of range"),
    ("#requires -version 9\n1", "ScriptRequiresUnmatchedPSVersion", "9"),
    ("Set-StrictMode -Version 2; $nothing", "VariableIsUndefined", "$nothing"),
]


@pytest.mark.parametrize(("script", "error_id", "text"), ERRORS, ids=[error_id for _, error_id, _ in ERRORS])
def test_errors(script: str, error_id: str, text: str) -> None:
    session = new_session()
    session.invoke("$ErrorActionPreference = 'Stop'")
    with pytest.raises(Terminating) as caught:
        session.invoke(script)
    record = caught.value.record
    assert record.fully_qualified_error_id == error_id
    assert text in record.message
    assert record.position is not None or error_id.startswith("ScriptRequires")


def test_an_error_points_at_its_place() -> None:
    session = new_session()
    session.run("$a = 1\nfunction f {\n  $b = 2\n  1 / 0\n}\nf")
    record = session.errors.items[0]
    assert record.invocation.position_message == "At line:4 char:3\n+   1 / 0\n+   ~~~~~"
    assert record.script_stack_trace.splitlines() == ["at f, <No file>: line 4", "at <ScriptBlock>, <No file>: line 6"]


def test_sessions_know_nothing_of_each_other() -> None:
    one, other = new_session(), new_session()
    one.invoke("$x = 1; function f { 2 }; Set-Alias a f")
    assert other.invoke("$null -eq $x; try { f } catch { 'no f' }; try { a } catch { 'no a' }") == [
        True,
        "no f",
        "no a",
    ]


def test_exit_ends_the_run_with_its_code() -> None:
    session = new_session()
    session.run("function f { exit 7 }; 'a'; f; 'never'")
    assert (session.exit_code, session.exiting) == (7, True)
    assert session.host.text == "a\n"  # type: ignore[attr-defined]


def test_one_pipeline_of_a_script_is_one_unit_of_work() -> None:
    session = new_session()
    ends: list[bool] = []
    session.units.append(ends.append)
    session.invoke(
        "1..3 | ForEach-Object { Write-Output $_ } | Out-Null; Get-NoSuchThing;"
        " function f { Write-Output 1; Write-Output 2 }; f | Out-Null"
    )
    assert ends == [False, True, False]


LOOPS = [
    "while ($true) { }",
    "for (;;) { $i++ }",
    "function f { g }; function g { $x = 1 }; while (1) { f }",
    "1..1000000000 | ForEach-Object { $_ } | Out-Null",
    "foreach ($i in 1..1000000000) { }",
    "do { $x = 1 } until ($false)",
    "Start-Sleep 30",
    "try { while (1) { } } catch { 'not caught' }",
]


@pytest.mark.parametrize("script", LOOPS)
def test_a_run_is_stopped_at_once(script: str) -> None:
    session = new_session()
    stopped: list[float] = []

    def stop() -> None:
        stopped.append(time.perf_counter())
        session.stop()

    timer = threading.Timer(0.15, stop)
    timer.start()
    session.run(script)
    assert time.perf_counter() - stopped[0] < 0.1
    session.run("'still here'")
    assert "still here" in session.host.text  # type: ignore[attr-defined]
    assert "not caught" not in session.host.text  # type: ignore[attr-defined]


def test_a_stop_runs_finally_blocks() -> None:
    session = new_session()
    threading.Timer(0.1, session.stop).start()
    session.run("try { while (1) { } } finally { Write-Host 'cleaned' }")
    assert "cleaned" in session.host.text  # type: ignore[attr-defined]


def deep(session: Session) -> Any:
    return session.invoke("function down($n) { if ($n -gt 0) { down ($n - 1) } else { 'bottom' } }; down 400")


def test_deep_calls() -> None:
    found: list[Any] = []
    work: Callable[[], None] = lambda: found.extend(deep(new_session()))  # noqa: E731
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == ["bottom"]


def output(script: str) -> list[str]:
    session = new_session()
    with current.use(session):
        return [session.to_string(each) for each in session.invoke(script)]


def test_a_shell_beside_the_caller() -> None:
    assert output(
        "$p = [powershell]::Create().AddScript('param($n) $n * 2; Write-Error no').AddArgument(21); $p.Invoke(); $p.HadErrors"
    ) == [
        "42",
        "True",
    ]


def test_shells_run_at_the_same_time() -> None:
    script = """
        $pool = [runspacefactory]::CreateRunspacePool(1, 3); $pool.Open()
        $runs = 1..3 | ForEach-Object {
            $shell = [powershell]::Create().AddScript('param($n) Start-Sleep -Milliseconds 300; $n').AddArgument($_)
            $shell.RunspacePool = $pool
            [pscustomobject]@{ Shell = $shell; Handle = $shell.BeginInvoke() }
        }
        $runs | ForEach-Object { $_.Shell.EndInvoke($_.Handle) }
    """
    start = time.perf_counter()
    assert output(script) == ["1", "2", "3"]
    assert time.perf_counter() - start < 0.85


def test_namespaces_in_use_count_for_texts() -> None:
    script = "using namespace System.Text; (New-Object StringBuilder).GetType().Name; ('StringBuilder' -as [type]).Name"
    assert output(script) == ["StringBuilder", "StringBuilder"]


def test_what_an_expression_warns_of_goes_down_the_pipeline() -> None:
    assert output('$(Write-Warning w; 5) 3>&1 | ForEach-Object { "<$_>" }') == ["<w>", "<5>"]


def test_the_name_something_is_called_by() -> None:
    script = "function f { $MyInvocation.InvocationName }; f; & f; . f; & { $MyInvocation.InvocationName }"
    assert output(script) == ["f", "&", ".", "&"]


def test_input_of_a_dot_sourced_block() -> None:
    assert output("function f { 4, 5 | . { @($input).Count }; $input }; 8, 9 | f") == ["2", "8", "9"]
