"""The value tables (casts, arithmetic, ...): one expression a line, its type and its text. tables/values.ps1 says how they were made."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ems.testing import HeadlessSession

FOLDER = Path(__file__).parent.parent / "transcripts" / "language" / "tables"
NAMES = ("arithmetic", "binding", "casts", "comparison", "format", "literals", "members")


@dataclass
class Line:
    file: str
    source: str
    columns: list[str]
    setup: str


def read(name: str) -> list[Line]:
    setup: list[str] = []
    lines = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("#setup "):
            setup.append(line[7:])
        elif line and not line.startswith("# "):
            source, *columns = line.split("\t")
            lines.append(Line(name, source, columns, "\n".join(setup)))
    return lines


def source_text(source: str) -> str:
    """A backtick followed by n is a line break; three backticks followed by n: a backtick, then a line break."""
    return source.replace("```n", "\0").replace("`n", "\n").replace("\0", "`\n") if "```n" in source else source


def escaped(text: str) -> str:
    result = []
    for char in text:
        if char == "\\":
            result.append("\\\\")
        elif char == "\n":
            result.append("\\n")
        elif char == "\r":
            result.append("\\r")
        elif char == "\t":
            result.append("\\t")
        elif ord(char) < 32 or ord(char) > 126:
            result.append(f"\\u{ord(char):04X}")
        else:
            result.append(char)
    return "".join(result)


# The same functions as in values.ps1, run by ems itself: what they need is checked along with the expressions.
def harness() -> str:
    text = (FOLDER / "values.ps1").read_text(encoding="utf-8")
    start = text.index("function __run(")
    return text[:start] + _ONE


_ONE = r"""
function __check($__src) {
  $global:__r = $null
  $__f = @()
  $__tk = $null; $__er = $null
  $__ast = [System.Management.Automation.Language.Parser]::ParseInput($__src, [ref]$__tk, [ref]$__er)
  if ($__er.Count) { return @('error', $__er[0].ErrorId, $__er[0].Message, 'System.Management.Automation.ParseException') }
  $__st = $__ast.EndBlock.Statements; $__last = $__st[$__st.Count - 1]; $__o = $__last.Extent.StartOffset
  if ($__last.GetType().Name -eq 'FunctionDefinitionAst' -or $__last.GetType().Name -eq 'TypeDefinitionAst') { $__code = $__src }
  else { $__code = $__src.Substring(0, $__o) + '$global:__r = ' + $__src.Substring($__o) }
  $__sb = [scriptblock]::Create($__setup + $__code)
  $global:Error.Clear(); $__bad = $null
  try { & $__sb } catch { $__bad = $_ }
  if ($__bad) { return @('error', $__bad.FullyQualifiedErrorId, $__bad.Exception.Message, (__tn $__bad.Exception.GetType())) }
  $__first = $null; if ($global:Error.Count) { $__first = $global:Error[$global:Error.Count - 1] }
  if ($null -eq $global:__r) { $__f += 'null'; if (@($global:__r).Count -eq 0) { $__f += '(nothing)' } else { $__f += '' } }
  else { $__f += __type $global:__r; $__f += __one $global:__r $false 0 }
  if ($__first -is [System.Management.Automation.ErrorRecord]) { $__f += 'error'; $__f += $__first.FullyQualifiedErrorId; $__f += $__first.Exception.Message; $__f += __tn $__first.Exception.GetType() }
  return $__f
}
"""
