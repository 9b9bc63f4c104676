"""Scripts that nobody would write: whatever runs ends in output or in errors of PowerShell, never in an exception of Python, never in a hang."""
from __future__ import annotations

import random
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ems.cli import UsageError, parse
from ems.testing import HeadlessSession
from tests.conformance.recordings import FOLDER, read

ROOT = Path(__file__).parent.parent
SECONDS = 1.0
"""What one input may take before it is stopped, as Ctrl-C would."""

def lines(text: str) -> list[str]:
    return text.splitlines()


def words(text: str) -> list[str]:
    return text.split()


VALUES = """
$null $true '' ' ' 'a' "`0" 'é' "x`ny" 0 -1 1 1.5 1e400 0x7fffffff 2147483648 9223372036854775807 99999999999999999999 1d 79228162514264337593543950335d 1kb
@() ,@() @(1) @(1,'a',$null) (,(1,2)) @{} @{a=1} ([ordered]@{b=2}) { } { $_ } [int] ([type]'x') [pscustomobject]@{a=1} (Get-Date 0) [datetime]::MaxValue
[timespan]::MinValue [double]::NaN [guid]::Empty [version]'1.2' ([regex]'a') ([xml]'<a/>') [dayofweek]::Friday [char]0 $PSVersionTable $Error $Host $ExecutionContext
(New-Object Text.StringBuilder) (New-Object Collections.ArrayList) ([Collections.Generic.List[int]]@(1)) ([ref]1) (Get-Command Get-Date) [Net.IPAddress]::Any ([uri]'a:b')
(1..3) (1,2,3 | Sort-Object) [int[]](1,2) 'C:\\' 'C:\\nothing' '[' '*' '(' '\\' '{0}' '$1' 'Sunday' '2024-01-01' '1,5' 'EX01\\Default Frontend EX01' '10.0.0.0/8'
"""
ATOMS = [value for line in lines(VALUES) for value in re.findall(r"\((?:[^()]|\([^()]*\))*\)|@\{[^}]*\}|\{[^}]*\}|\"[^\"]*\"|'[^']*'|\S+", line)]
BINARY = words("""+ - * / % -eq -ne -lt -gt -le -ge -like -notlike -match -notmatch -replace -split -join -contains -in -is -as -f -band -bor -bxor -shl -shr .. -and -or -xor
-ceq -clike -cmatch -creplace -csplit -isnot -notin -notcontains ,""")
UNARY = ["-", "+", "!", "-not ", "-bnot ", "-split ", "-join ", "++", "--", ",", "[int]", "[string]", "[datetime]", "[bool]", "[char]", "[int[]]", "[xml]", "[regex]", "[hashtable]",
         "[version]", "[guid]", "[timespan]", "[decimal]", "[switch]", "[scriptblock]", "[type]", "[enum]", "[byte]", "[char[]]", "[math]::Abs", "& ", ". "]
MEMBERS = words("""Length Count Name ToString GetType() Split Substring IndexOf Replace Trim PadLeft Insert Remove Add AddDays Keys Values Item Contains Invoke Clear Sort Reverse
CompareTo Equals GetHashCode() ToUpper() ToCharArray() StartsWith Format Message psobject PSTypeNames Where ForEach Clone() CopyTo GetEnumerator() Year Ticks Major Matches Value
GetValue SetValue Rank Parse TryParse MaxValue Empty Now Join Concat IsNullOrEmpty Round Pow Ast Parameters Exception InnerException""")
STATICS = ["[string]", "[int]", "[math]", "[datetime]", "[convert]", "[regex]", "[array]", "[char]", "[guid]", "[timespan]", "[version]", "[enum]", "[IO.Path]", "[Text.Encoding]", "[Environment]", "[bigint]"]
SHARED_COMMANDS = words("""Where-Object ForEach-Object Select-Object Sort-Object Group-Object Measure-Object Compare-Object Get-Member Format-Table Format-List Format-Wide Format-Custom
Out-String ConvertTo-Json ConvertFrom-Json ConvertTo-Csv ConvertFrom-Csv ConvertTo-Xml ConvertTo-Html Select-String Get-Random Get-Unique Tee-Object New-Object Add-Member Get-Date
New-TimeSpan Set-Variable Get-Variable New-Variable Remove-Variable Get-Alias Set-Alias Get-Command Get-Help Test-Path Join-Path Split-Path Resolve-Path Get-Content Set-Content Add-Content
Get-ChildItem Get-Item New-Item Remove-Item Copy-Item Move-Item Rename-Item Invoke-Expression Invoke-Command Measure-Command Write-Output Write-Error Write-Warning Update-TypeData
Import-Csv Export-Csv Import-Clixml Export-Clixml Get-Process Get-Service Select-Xml Out-File Format-Hex Get-Culture ConvertTo-SecureString""")
HARMFUL = frozenset({"Start-Sleep", "Read-Host", "Wait-Event", "telnet", "Enter-PSSession", "Exit-PSSession", "Clear-Host", "Wait-Process", "Wait-Job", "exit"})


class Maker:
    """Makes inputs of every kind from one source of chance."""

    def __init__(self, chance: random.Random, commands: dict[str, list[str]]) -> None:
        self.chance = chance
        self.snippets = [case.script for path in sorted(FOLDER.glob("*.txt")) for case in read(path)]
        self.commands = commands
        self.names = sorted(commands)
        self.general = [name for name in SHARED_COMMANDS if name in commands]

    def make(self) -> str:
        return self.chance.choice((self.expression, self.expression, self.member, self.static, self.command, self.command, self.pipeline, self.mutated, self.mutated, self.mutated))()

    def atom(self) -> str:
        return self.chance.choice(ATOMS)

    def expression(self) -> str:
        text = self.atom()
        for _ in range(self.chance.randint(1, 3)):
            text = f"({self.chance.choice(UNARY)}{text})" if self.chance.random() < 0.3 else f"{text} {self.chance.choice(BINARY)} {self.atom()}"
        return text

    def member(self) -> str:
        name = self.chance.choice(MEMBERS)
        if not name.endswith(")") and self.chance.random() < 0.6:
            name += f"({', '.join(self.atom() for _ in range(self.chance.randint(0, 3)))})"
        end = self.chance.choice(("", "", f"[{self.atom()}]", f" = {self.atom()}", f".{self.chance.choice(MEMBERS)}"))
        return f"$x = {self.atom()}; $x.{name}{end}; $x"

    def static(self) -> str:
        return f"{self.chance.choice(STATICS)}::{self.chance.choice(MEMBERS).rstrip('()')}({', '.join(self.atom() for _ in range(self.chance.randint(0, 3)))})"

    def command(self, names: list[str] | None = None) -> str:
        name = self.chance.choice(names or (self.names if self.chance.random() < 0.6 else self.general))
        words = [name]
        for _ in range(self.chance.randint(0, 3)):
            parameters = self.commands[name]
            if parameters and self.chance.random() < 0.7:
                parameter = self.chance.choice(parameters)
                words.append(f"-{parameter[: self.chance.randint(1, len(parameter))] if self.chance.random() < 0.2 else parameter}{self.chance.choice((' ', ' ', ':'))}{self.atom()}")
            else:
                words.append(self.atom())
        return " ".join(words)

    def pipeline(self) -> str:
        source = self.atom() if self.chance.random() < 0.6 else self.command()
        return " | ".join([source, *(self.command(self.general) for _ in range(self.chance.randint(1, 3)))])

    def mutated(self) -> str:
        pieces = _PIECE.findall(self.chance.choice(self.snippets))
        for _ in range(self.chance.randint(1, 3)):
            if not pieces:
                break
            place = self.chance.randrange(len(pieces))
            what = self.chance.random()
            if what < 0.35:
                pieces[place] = self.atom()
            elif what < 0.55:
                del pieces[place : place + self.chance.randint(1, 4)]
            elif what < 0.75:
                other = _PIECE.findall(self.chance.choice(self.snippets))
                start = self.chance.randrange(max(len(other), 1))
                pieces[place:place] = other[start : start + self.chance.randint(1, 8)]
            elif what < 0.9:
                pieces[place] = f" {self.chance.choice(BINARY)} "
            else:
                pieces.insert(place, pieces[self.chance.randrange(len(pieces))])
        return "".join(pieces)


_PIECE = re.compile(r"\s+|'[^'\n]*'|\"[^\"\n]*\"|[$@]?[\w:-]+|.", re.DOTALL)


class Runner:
    """Runs inputs in sessions that are thrown away now and then, each input with a time limit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shell: HeadlessSession | None = None
        self._uses = 0

    def shell(self) -> HeadlessSession:
        if self._shell is None or self._uses > 60:
            self.close()
            self._folder.mkdir(exist_ok=True)
            self._shell = HeadlessSession(working_directory=self._folder, real_time=True)
            self._uses = 0
        self._uses += 1
        return self._shell

    def close(self) -> None:
        if self._shell is not None:
            self._shell.services.close()
            self._shell = None

    def run(self, text: str) -> str | None:
        """What was wrong with an input; None where all is well."""
        shell = self.shell()
        stop = threading.Timer(SECONDS, shell.session.stop)
        stop.daemon = True
        stop.start()
        start = time.perf_counter()
        try:
            result = shell.run_script(text)
        except Exception as error:
            self.close()
            place = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__}: {error} ({place.filename.rpartition('/ems/')[2]}:{place.lineno})"
        finally:
            stop.cancel()
        if shell.session.exiting:
            self.close()
        if time.perf_counter() - start > SECONDS * 10:
            return f"took {time.perf_counter() - start:.1f} s"
        wrong = [each for each in result.errors if "DefectOfEms" in each]
        return wrong[0] if wrong else None


def parameters_of_commands() -> dict[str, list[str]]:
    with HeadlessSession() as shell:
        text = shell.invoke("Get-Command -CommandType Cmdlet | ForEach-Object { $_.Name + ' ' + ($_.Parameters.Keys -join ' ') }")
    found = [str(line).split() for line in text]
    return {name: parameters for name, *parameters in found if name not in HARMFUL}


def fuzz(folder: Path, chance: random.Random, number: int, seconds: float, make: Callable[[Maker], str] = Maker.make) -> Iterator[str]:
    """Runs so many inputs, or as many as the time allows; tells of each that went wrong, each kind once."""
    maker, runner = Maker(chance, parameters_of_commands()), Runner(folder)
    known: set[str] = set()
    end = time.monotonic() + seconds
    for _ in range(number):
        if time.monotonic() > end:
            break
        text = make(maker)
        if any(name in text for name in HARMFUL):
            continue
        wrong = runner.run(text)
        if wrong is not None:
            kind = re.sub(r".*\((\S+:\d+)\)$", r"\1", wrong)
            if kind not in known:
                known.add(kind)
                yield f"{text!r}\n    {wrong}"
    runner.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_engine(seed: int, tmp_path: Path, long: bool) -> None:
    chance = random.Random(time.time_ns() if long else seed)
    wrong = list(fuzz(tmp_path / "home", chance, 200_000 if long else 400, 600 if long else 8))
    assert not wrong, "\n".join(wrong)


def test_exchange_commands(tmp_path: Path, long: bool) -> None:
    chance = random.Random(time.time_ns() if long else 3)

    def exchange(maker: Maker) -> str:
        names = [name for name in maker.names if re.search(r"Connector|ADPermission|AcceptedDomain|Mailbox|Queue|Message|Exchange|Lab|Transport|Recipient|RemoteDomain", name)]
        return maker.command(names) if chance.random() < 0.7 else f"{maker.atom()} | {maker.command(names)}"

    wrong = list(fuzz(tmp_path / "home", chance, 50_000 if long else 250, 300 if long else 6, exchange))
    assert not wrong, "\n".join(wrong)


WORDS = ["-Command", "-c", "-File", "serve", "--org", "--seed", "--temporary", "--width", "20", "-1", "", "-", "--", "---", "-NoLogo", "--help", "--version", "--json", "x.ps1", "exchange2019",
         "é", "\udcff", "--org=x", "-?", "-COMMAND", "--no-listen", "99999999999999999999", "a b", "\n", "/", "-NonInteractive:", "-Fil"]


def test_command_lines() -> None:
    chance = random.Random(5)
    for _ in range(5_000):
        words = [chance.choice(WORDS) for _ in range(chance.randint(0, 6))]
        try:
            options: Any = parse(words)
        except UsageError as error:
            assert str(error)
        else:
            assert options.action in ("shell", "file", "command", "serve", "version", "help")
