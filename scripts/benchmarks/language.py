"""How fast the shell starts, parses, loops, filters and formats."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Result, empty_python, loop_yardstick, process, repeat

HERE = Path(__file__).parent

# Our aims, in units of the loop yardstick; the first column of tests' performance table.
SCRIPTS = {"loop": 14.0, "func": 3.5, "hash": 4.0, "strings": 7.0, "pipeline": 4.0, "sortgroup": 8.0, "format": 8.0}


def start() -> Result:
    seconds = process(sys.executable, "-m", "ems", "-NoProfile", "--temporary", "-Command", "1", times=9)
    return Result("start", "ems -Command 1", seconds, empty_python(), "python3 -c pass", 6)


def walkthrough() -> Result:
    """The first line of walk-through A over 1,000 receive connectors."""
    from ems.testing import HeadlessSession

    with HeadlessSession() as session:
        session.invoke(
            '1..1000 | ForEach-Object { New-ReceiveConnector -Name "Relay $_" -Usage Custom -TransportRole FrontendTransport '
            '-Bindings "10.9.9.9:$(3000 + $_)" -RemoteIPRanges 192.168.5.10 | Out-Null }'
        )
        line = 'Get-ReceiveConnector | Get-ADPermission | where {($_.user -like "*anon*") -and ($_.extendedrights -like "*recipient*")} | select identity'
        seconds = repeat(lambda: session.invoke(line), 5)
    return Result("walkthrough-a", "walk-through A's first line over 1,000 connectors", seconds, loop_yardstick(), "Y")


def _script_lines(count: int) -> str:
    # Each script in braces, so that its param block stands where one may stand.
    paths = [*sorted((HERE.parent / "examples").glob("*.ps1")), HERE / "walkthrough.ps1"]
    sample = "\n".join("& {\n" + path.read_text(encoding="utf-8").rstrip() + "\n}" for path in paths) + "\n"
    lines = sample.splitlines()
    repeated = sample * (count // len(lines) + 1)
    return "\n".join(repeated.splitlines()[: count - count % len(lines) or count]) + "\n"


def parse() -> Result:
    from pygments import lex
    from pygments.lexers.shell import PowerShellLexer

    from ems.language.parser import parse as parse_script

    text = _script_lines(5000)
    lexer = PowerShellLexer()
    yardstick = statistics.median(repeat(lambda: list(lex(text, lexer)), 3))
    seconds = repeat(lambda: parse_script(text), 5)
    return Result(
        "parse", f"parse {text.count(chr(10)):,} lines", seconds, yardstick, "Pygments' PowerShell lexer", 1.2
    )


def _in_session(name: str, what: str, script: str, aim: float | None, prepare: str = "") -> Result:
    from ems.testing import HeadlessSession

    with HeadlessSession() as session:
        if prepare:
            session.invoke(prepare)
        session.invoke(script)
        seconds = repeat(lambda: session.invoke(script), 5)
    return Result(name, what, seconds, loop_yardstick(), "Y", aim)


def _performance(name: str) -> Callable[[], Result]:
    def measure() -> Result:
        script = (HERE / f"{name}.ps1").read_text(encoding="utf-8")
        prepare = (HERE / "objects.ps1").read_text(encoding="utf-8") if "$aces" in script else ""
        return _in_session(name, f"{name}.ps1", script, SCRIPTS[name], prepare)

    return measure


def empty_loop() -> Result:
    return _in_session("empty-loop", "an empty loop of 100,000 turns", "foreach ($i in 1..100000) { }", None)


def where_select() -> Result:
    prepare = '$rows = foreach ($i in 1..100000) { [pscustomobject]@{ Name = "n$i"; Value = $i } }'
    return _in_session(
        "where-select",
        "Where/Select over 100,000 objects",
        "$rows | Where-Object { $_.Value -gt 50000 } | Select-Object Name | Out-Null",
        None,
        prepare,
    )


def format_table() -> Result:
    """20,000 rows against `column -t` on the same text."""
    from ems.testing import HeadlessSession

    with HeadlessSession(width=200) as session:
        session.invoke(
            '$rows = foreach ($i in 1..20000) { [pscustomobject]@{ Name = "name$i"; Value = $i; Kind = "kind$($i % 7)"; Text = \'some text\' } }'
        )
        seconds = repeat(lambda: session.invoke("$rows | Format-Table -AutoSize | Out-String -Width 200"), 5)
        text = session.invoke("$rows | Format-Table -AutoSize | Out-String -Width 200")[0]
    column = shutil.which("column")
    if column is None:
        return Result("format-table", "Format-Table of 20,000 rows", seconds, loop_yardstick(), "Y", 8)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        file.write(text)

        def run() -> None:
            file.seek(0)
            subprocess.run([column, "-t"], stdin=file, stdout=subprocess.DEVNULL, check=True)

        yardstick = statistics.median(repeat(run, 5))
    return Result("format-table", "Format-Table of 20,000 rows", seconds, yardstick, "column -t", 2)


MEASURES: dict[str, Callable[[], Result]] = {
    "start": start,
    "walkthrough-a": walkthrough,
    "parse": parse,
    "empty-loop": empty_loop,
    "where-select": where_select,
    "format-table": format_table,
    **{name: _performance(name) for name in SCRIPTS},
}
