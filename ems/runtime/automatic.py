"""Automatic and preference variables: what a new session holds, and the values behind the automatic ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.scope import Scope, Variable

if TYPE_CHECKING:
    from ems.runtime.session import Session

PREFERENCES = {
    "DebugPreference": "SilentlyContinue",
    "ErrorActionPreference": "Continue",
    "InformationPreference": "SilentlyContinue",
    "ProgressPreference": "Continue",
    "VerbosePreference": "SilentlyContinue",
    "WarningPreference": "Continue",
}

DESCRIPTIONS = {
    "ConfirmPreference": (
        "Dictates when confirmation should be requested. Confirmation is requested when the ConfirmImpact of the "
        "operation is equal to or greater than $ConfirmPreference. If $ConfirmPreference is None, actions will only be "
        "confirmed when Confirm is specified."
    ),
    "DebugPreference": "Dictates the action taken when a Debug message is delivered",
    "ErrorActionPreference": "Dictates the action taken when an error message is delivered",
    "InformationPreference": "Dictates the action taken when a command generates an item in the Information stream",
    "ProgressPreference": "Dictates the action taken when progress records are delivered",
    "VerbosePreference": "Dictates the action taken when a Verbose message is delivered",
    "WarningPreference": "Dictates the action taken when a Warning message is delivered",
    "WhatIfPreference": "If true, WhatIf is considered to be enabled for all commands.",
}

LIMITS = {
    "MaximumAliasCount": 4096,
    "MaximumDriveCount": 4096,
    "MaximumErrorCount": 256,
    "MaximumFunctionCount": 4096,
    "MaximumHistoryCount": 4096,
    "MaximumVariableCount": 4096,
}

CONSTANT = frozenset({"Constant", "AllScope"})
READ_ONLY = frozenset({"ReadOnly", "AllScope"})


def new_array_list(items: list[Any] | None = None) -> Any:
    """A System.Collections.ArrayList."""
    from ems.runtime.dotnet.lists import array_list

    return array_list(items or ())


def new_collection(items: list[Any]) -> Any:
    """A Collection[PSObject], which is what ScriptBlock.Invoke() returns."""
    from ems.runtime.dotnet.lists import ListValue
    from ems.runtime.types import resolve_type

    target = resolve_type("System.Collections.ObjectModel.Collection[psobject]")
    return items if target is None else ListValue(target, items)


def default_of(target: Any) -> Any:
    """default(T) of a value type."""
    if target.full_name == "System.Int32":
        return 0
    if target.full_name == "System.Boolean":
        return False
    if target.full_name == "System.Double":
        return 0.0
    from ems.runtime.convert import convert
    from ems.runtime.errors import Terminating

    try:
        if target.is_enum or target.is_primitive or target.full_name == "System.Decimal":
            return convert(0, target)
        from ems.runtime.members import construct

        return construct(target, [])
    except Terminating:
        return None


def bound_dictionary(bound: dict[str, Any]) -> Any:
    """`$PSBoundParameters`."""
    from ems.runtime.dotnet.dictionaries import GenericDictionary
    from ems.runtime.hashtable import ORDINAL_IGNORE_CASE
    from ems.runtime.types import type_named

    kinds = [type_named("System.String"), type_named("System.Object")]
    return GenericDictionary(
        type_named("System.Collections.Generic.Dictionary`2").close(kinds), bound.items(), ORDINAL_IGNORE_CASE
    )


def input_enumerator(items: list[Any]) -> Any:
    """`$input`: goes through the objects once."""
    from ems.runtime.dotnet.enumerators import Enumerator

    return Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(items))


def constant(scope: Scope, name: str, value: Any, options: frozenset[str], description: str = "") -> None:
    scope.vars[name.lower()] = value
    scope.guard(Variable(name, scope, options, description))


def preference_guard(scope: Scope, name: str, type_name: str) -> None:
    """A preference variable takes only values of its enumeration."""
    variable = Variable(name, scope, frozenset(), DESCRIPTIONS.get(name, ""))
    variable.converters = (lambda value: _enumerated(value, type_name),)
    scope.guard(variable)


def limit_guard(scope: Scope, name: str, lowest: int) -> None:
    """A `$Maximum...Count` takes only numbers from `lowest` to 32768 (ValidateRange of SessionState.cs)."""

    def as_number(value: Any) -> Any:
        from ems.runtime.convert import to_int

        return to_int(value)

    variable = Variable(name, scope)
    variable.converters = (as_number,)
    variable.validators = (lambda value: lowest <= value <= 32768,)
    scope.guard(variable)


def _enumerated(value: Any, type_name: str) -> Any:
    from ems.runtime.types import type_named
    from ems.runtime.validation import argument_converter

    return argument_converter(type_named(type_name))(value)


def install(session: Session, scope: Scope) -> None:
    """Puts the variables of a new session into its global scope."""
    variables = scope.vars
    spell = session.spellings
    for name in PREFERENCES:
        spell[name.lower()] = name
        preference_guard(scope, name, "System.Management.Automation.ActionPreference")
    spell["confirmpreference"] = "ConfirmPreference"
    preference_guard(scope, "ConfirmPreference", "System.Management.Automation.ConfirmImpact")
    plain = {
        "WhatIfPreference": False,
        "FormatEnumerationLimit": 4,
        "ErrorView": "NormalView",
        "OFS": None,
        "NestedPromptLevel": 0,
        "PSEmailServer": "",
        "PSSessionApplicationName": "wsman",
        "StackTrace": "",
        "^": "",
        "$": "",
        "PSSessionConfigurationName": "http://schemas.microsoft.com/powershell/Microsoft.PowerShell",
        **LIMITS,
    }
    for name, initial in plain.items():
        spell[name.lower()] = name
        if name != "OFS":
            variables[name.lower()] = initial
    fixed = {
        "PSCulture": ("en-US", READ_ONLY),
        "PSUICulture": ("en-US", READ_ONLY),
        "PSEdition": ("Desktop", CONSTANT),
        "ShellId": ("Microsoft.PowerShell", CONSTANT),
        "PSHOME": ("C:\\Windows\\System32\\WindowsPowerShell\\v1.0", CONSTANT),
        "HOME": (session.home, READ_ONLY),
        "PID": (session.process_id, CONSTANT),
        "ConsoleFileName": ("", READ_ONLY),
    }
    for name, (value, options) in fixed.items():
        spell[name.lower()] = name
        constant(scope, name, value, options)
    for name, truth in (("true", True), ("false", False)):
        constant(scope, name, truth, CONSTANT)
    variables["null"] = None
    spell["error"] = "Error"
    constant(scope, "Error", session.errors, frozenset({"Constant"}))
    # Those that take types to make are made when a script first reads them (`Session.late_variable`).
    for name in (
        "PSVersionTable",
        "Host",
        "ExecutionContext",
        "PSDefaultParameterValues",
        "OutputEncoding",
        "PROFILE",
        "PSSessionOption",
    ):
        spell[name.lower()] = name
    for name in ("PSVersionTable", "Host", "ExecutionContext"):
        scope.guard(Variable(name, scope, CONSTANT))
    for name, lowest in (*((name, 1024) for name in LIMITS if name != "MaximumHistoryCount"), ("MaximumHistoryCount", 1), ("MaximumErrorCount", 256)):
        limit_guard(scope, name, lowest)
    # None of these is handed down as a guard: every scope would pay for it with each assignment. The compiler knows
    # their names.
    scope.handed_down = {}
