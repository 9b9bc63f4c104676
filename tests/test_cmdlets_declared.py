"""The general cmdlets are declared as Windows PowerShell 5.1 declares them: names, types, sets, positions, pipeline
input."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ems.runtime.cmdlet import Cmdlet
from ems.runtime.commands import cmdlet_files, cmdlets_in
from ems.runtime.metadata import PARAMETER_NAMESPACES
from ems.runtime.parameters import ALL_SETS, InSet, Parameter
from ems.runtime.types import resolve_type

TABLE = Path(__file__).parent / "data" / "general_cmdlets.txt"

MISSING = {
    name: reason
    for reason, names in {
        "there is no debugger, so no runspace and no process can be debugged": """
            Debug-Process Debug-Runspace Disable-RunspaceDebug Enable-RunspaceDebug Get-Runspace Get-RunspaceDebug
            Enter-PSHostProcess
            Exit-PSHostProcess Get-PSHostProcessInfo""",
        "sessions are not configured and not left open here": """
            Connect-PSSession Disconnect-PSSession Receive-PSSession New-PSSessionOption New-PSTransportOption
            New-PSRoleCapabilityFile New-PSSessionConfigurationFile Test-PSSessionConfigurationFile
            Disable-PSSessionConfiguration Enable-PSSessionConfiguration Get-PSSessionConfiguration
            Get-PSSessionCapability Register-PSSessionConfiguration Set-PSSessionConfiguration
            Unregister-PSSessionConfiguration""",
        "the registry and access control lists of files are not here": """
            Clear-ItemProperty Copy-ItemProperty Get-ItemProperty Get-ItemPropertyValue Move-ItemProperty
            New-ItemProperty Remove-ItemProperty Rename-ItemProperty Set-ItemProperty Get-Acl Set-Acl
            ConvertFrom-SddlString Get-AuthenticodeSignature
            Set-AuthenticodeSignature Unblock-File""",
        "what runs on the machine is not shown to scripts yet": """
            Get-Process Stop-Process Start-Process Wait-Process Get-Service New-Service Restart-Service Resume-Service
            Set-Service
            Start-Service Stop-Service Suspend-Service Get-ComputerInfo Get-TimeZone Set-TimeZone""",
        "not made yet": """
            Compress-Archive Expand-Archive Get-FileHash New-TemporaryFile Invoke-RestMethod Invoke-WebRequest
            Send-MailMessage""",
    }.items()
    for name in names.split()
}
"""Commands of the table that are not here, and why."""

NO_SESSIONS = "connections to other computers that stay open are not here; Enter-PSSession is"
NO_COMPILER = "the type is of a compiler that is not here"
OTHERWISE = {
    "Add-Type CodeDomProvider": NO_COMPILER,
    "Add-Type CompilerParameters": NO_COMPILER,
    "Invoke-Item Force": "goes through the base of the cmdlets of items",
    "Copy-Item FromSession": "the product adds it for files only",
    "Copy-Item ToSession": "the product adds it for files only",
}
"""Parameters that are declared in another way on purpose, and why."""

INCOMPLETE = {
    "Get-PSSession": NO_SESSIONS,
    "Remove-PSSession": NO_SESSIONS,
    "New-PSSession": NO_SESSIONS,
    "Enter-PSSession": NO_SESSIONS,
}
"""Commands without some of their parameters, and why."""


class Declared:
    """One command of the table."""

    def __init__(self, line: str) -> None:
        _, self.name, self.kind, self.default_set, self.impact = line.split()
        self.parameters: dict[str, list[str]] = {}
        self.of_providers: set[str] = set()


@cache
def table() -> dict[str, Declared]:
    commands: dict[str, Declared] = {}
    command = None
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("command "):
            command = Declared(line)
            commands[command.name.lower()] = command
        elif line.startswith("  ") and command is not None:
            name, *rest = line.split()
            command.parameters[name.removeprefix("~")] = rest
            if name.startswith("~"):
                command.of_providers.add(name[1:])
    return commands


@cache
def declared() -> dict[str, type[Cmdlet]]:
    found: dict[str, type[Cmdlet]] = {}
    for module in cmdlet_files("ems.cmdlets").values():
        found.update(cmdlets_in(module))
    return found


def shown(one: InSet) -> str:
    position = "" if one.position is None else str(one.position)
    flags = zip("vnr", (one.by_value, one.by_name, one.remaining), strict=True)
    return ("m" if one.mandatory else "") + position + "".join(letter for letter, on in flags if on)


def sets_of(parameter: Parameter) -> set[str]:
    return {f"{'*' if name == ALL_SETS else name}:{shown(one)}" for name, one in parameter.sets.items()}


def full_name(text: str) -> str:
    found = resolve_type(text, PARAMETER_NAMESPACES)
    return text.lower() if found is None else str(found.full_name)


def is_named(own: str, wanted: str) -> bool:
    """Whether a full name is that of a type; the table has some by their last part."""
    own = own.removeprefix("System.Nullable`1[[").partition(",")[0].lower()
    return own == wanted or own.endswith("." + wanted)


@pytest.mark.parametrize("name", sorted(table().keys() & declared().keys()))
def test_declaration(name: str) -> None:
    wanted, implementation = table()[name], declared()[name]
    own = {parameter.name: parameter for parameter in implementation.parameters().values() if not parameter.dont_show}
    problems: list[str] = []
    if (getattr(implementation, "kind", "Cmdlet")) != wanted.kind:
        problems.append(f"kind is not {wanted.kind}")
    if wanted.default_set not in ("-", ALL_SETS) and implementation.default_set != wanted.default_set:
        problems.append(f"default set {implementation.default_set}, not {wanted.default_set}")
    if (implementation.should_process or "-") != wanted.impact:
        problems.append(f"impact {implementation.should_process}, not {wanted.impact}")
    for missing in () if wanted.name in INCOMPLETE else wanted.parameters.keys() - own.keys() - wanted.of_providers:
        problems.append(f"no parameter {missing}")
    for parameter_name, parameter in own.items():
        if f"{wanted.name} {parameter_name}" in OTHERWISE:
            continue
        row = wanted.parameters.get(parameter_name)
        if row is None:
            problems.append(f"{parameter_name} is not in the product")
            continue
        kind, aliases, *sets = row
        if parameter.type.lower() != kind.lower() and not is_named(full_name(parameter.type), full_name(kind).lower()):
            problems.append(f"{parameter_name} is {parameter.type}, not {kind}")
        if {each.lower() for each in parameter.aliases} != ({*aliases.lower().split(",")} - {"-"}):
            problems.append(f"{parameter_name} has the aliases {parameter.aliases}, not {aliases}")
        if wanted.name not in INCOMPLETE and sets != ["?"] and sets_of(parameter) != set(sets):
            problems.append(f"{parameter_name} is in {sorted(sets_of(parameter))}, not {sorted(sets)}")
    assert not problems, "\n".join([wanted.name, *problems])


def test_nothing_is_missing_without_a_reason() -> None:
    absent = {table()[name].name for name in table().keys() - declared().keys()}
    assert absent - MISSING.keys() == set()


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_command_has_help(name: str) -> None:
    implementation = declared()[name]
    assert (implementation.__doc__ or "").strip().endswith((".", "?"))
    assert implementation.examples
