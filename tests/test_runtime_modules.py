"""Modules, session states, proxies and dynamic parameters: what test frameworks and module authors lean on."""

from __future__ import annotations

import pytest

from ems.testing import HeadlessSession

MODULE = """
New-Module M { $script:v = 5
  function Get-V { [CmdletBinding()] param() $PSCmdlet.SessionState.PSVariable.Set('set', 9); $v } } | Import-Module
"""
PROXY = """
function Sort-Proxy { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $InputObject, [switch] $Descending)
  begin { $w = $ExecutionContext.InvokeCommand.GetCommand('Sort-Object', 'Cmdlet')
    $p = { & $w @PSBoundParameters }.GetSteppablePipeline(); $p.Begin($PSCmdlet) }
  process { $p.Process($_) } end { $p.End() } }
"""
DYNAMIC = """
function f { [CmdletBinding()] param([switch] $Big)
  dynamicparam { if ($Big) {
    $a = [System.Collections.ObjectModel.Collection[System.Attribute]]::new()
    $a.Add([Parameter]@{ Position = 0 }); $a.Add((New-Object System.Management.Automation.ValidateSetAttribute '5', '6'))
    $d = [System.Management.Automation.RuntimeDefinedParameterDictionary]::new()
    $q = [System.Management.Automation.RuntimeDefinedParameter]::new('Q', [int], $a); $d.Add('Q', $q); $d } }
  process { "$($PSBoundParameters['Q']) $($q.Value) $($q.IsSet)" } }
"""
CASES = [
    (MODULE + "Get-V; $set", ["5", "9"]),
    (MODULE + "(Get-Module M).SessionState.PSVariable.GetValue('v')", ["5"]),
    (MODULE + "& (Get-Module M).NewBoundScriptBlock({ $v })", ["5"]),
    ("$o = New-Module -AsCustomObject { $script:n = 1; function Up { $script:n++ }; Export-ModuleMember -Function * "
     "-Variable n }; $o.Up(); $o.n", ["2"]),
    (PROXY + "2, 3, 1 | Sort-Proxy -Descending", ["3", "2", "1"]),
    ("$p = { ForEach-Object { $_ * 2 } }.GetSteppablePipeline(); $p.Begin($true); $p.Process(4); $p.End()", ["8"]),
    ("$m = [System.Management.Automation.CommandMetadata](Get-Command Sort-Object); "
     "Set-Item function:Sort-It ([System.Management.Automation.ProxyCommand]::Create($m)); 2, 1 | Sort-It", ["1", "2"]),
    (DYNAMIC + "f -Big 5", ["5 5 True"]),
    (DYNAMIC + "try { f -Big 7 } catch { $_.FullyQualifiedErrorId }", ["ParameterArgumentValidationError,f"]),
    ("{ $x + (gg) }.InvokeWithContext(@{ gg = { 5 } }, @([psvariable]::new('x', 3)))", ["8"]),
    ("function f { $MyInvocation.ExpectingInput }; f; 1 | f", ["False", "True"]),
    ("$ExecutionContext.SessionState.InvokeProvider.Item.Exists('C:\\\\')", ["True"]),
    ("Set-Content U.psm1 'class U { [string] Hi() { return \"hi\" } }'; "
     "& ([scriptblock]::Create(\"using module .\\U.psm1`n([U]::new()).Hi(); [U.U]::new().Hi()\"))", ["hi", "hi"]),
]  # fmt: skip


@pytest.mark.parametrize(("script", "wanted"), CASES)
def test_modules(script: str, wanted: list[str]) -> None:
    with HeadlessSession() as session:
        assert [session.session.to_string(value) for value in session.invoke(script)] == wanted
