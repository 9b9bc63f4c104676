"""The parameters every command has: -Verbose, -ErrorAction, -OutVariable and the rest, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.parameters import Parameter
from ems.runtime.scope import MISSING
from ems.runtime.values import SwitchParameter

if TYPE_CHECKING:
    from ems.runtime.context import Context
    from ems.runtime.scope import Scope
    from ems.runtime.streams import CommandRuntime

ACTION: Final = "System.Management.Automation.ActionPreference"

_DECLARED: Final = (
    ("Verbose", "switch", "vb"),
    ("Debug", "switch", "db"),
    ("ErrorAction", ACTION, "ea"),
    ("WarningAction", ACTION, "wa"),
    ("InformationAction", ACTION, "infa"),
    ("ErrorVariable", "string", "ev"),
    ("WarningVariable", "string", "wv"),
    ("InformationVariable", "string", "iv"),
    ("OutVariable", "string", "ov"),
    ("OutBuffer", "int", "ob"),
    ("PipelineVariable", "string", "pv"),
)
_SHOULD_PROCESS: Final = (("WhatIf", "switch", "wi"), ("Confirm", "switch", "cf"))

NAMES: Final = frozenset(name.lower() for name, _, _ in (*_DECLARED, *_SHOULD_PROCESS))

PREFERENCES: Final = {
    "erroraction": "erroractionpreference",
    "warningaction": "warningpreference",
    "informationaction": "informationpreference",
}


@cache
def _made(should_process: bool) -> tuple[Parameter, ...]:
    rows = (*_DECLARED, *_SHOULD_PROCESS) if should_process else _DECLARED
    return tuple(Parameter(kind, name=name, aliases=(alias,)) for name, kind, alias in rows)


def common_parameters(should_process: bool) -> Sequence[Parameter]:
    """The common parameters, with -WhatIf and -Confirm where the command supports them."""
    return _made(should_process)


def normalized(name: str, value: Any) -> Any:
    """The value of a common parameter as the runtime keeps it."""
    from ems.runtime.convert import to_string
    from ems.runtime.streams import ACTIONS

    if name in PREFERENCES:
        return ACTIONS.get(to_string(value).strip().lower(), "Continue")
    if isinstance(value, SwitchParameter):
        return value.is_present
    if name in ("verbose", "debug", "whatif", "confirm"):
        return bool(value)
    return value


def set_preferences(scope: Scope, common: dict[str, Any]) -> None:
    """In an advanced function the common parameters become preference variables of its scope, so that what it calls
    obeys them too.
    """
    from ems.runtime.convert import convert
    from ems.runtime.types import type_named

    variables = scope.vars
    for name, variable in PREFERENCES.items():
        if name in common:
            variables[variable] = convert(common[name], type_named(ACTION))
    if "verbose" in common:
        variables["verbosepreference"] = convert(
            "Continue" if common["verbose"] else "SilentlyContinue", type_named(ACTION)
        )
    if "debug" in common:
        variables["debugpreference"] = convert("Inquire" if common["debug"] else "SilentlyContinue", type_named(ACTION))
    if "whatif" in common:
        variables["whatifpreference"] = SwitchParameter(common["whatif"])
    if "confirm" in common:
        impact = type_named("System.Management.Automation.ConfirmImpact")
        variables["confirmpreference"] = convert("Low" if common["confirm"] else "None", impact)


def collector(context: Context, name: str) -> tuple[Callable[[Any], None], str, bool]:
    """A function that adds to the list behind -OutVariable and its kin; `+name` keeps what is there."""
    from ems.runtime.automatic import new_array_list

    append = name.startswith("+")
    if append:
        name = name[1:]
    folded = name.lower()
    context.session.spellings.setdefault(folded, name)
    kept = context.scope.lookup(folded) if append else None
    values = new_array_list()
    if (
        append
        and kept is not MISSING
        and getattr(getattr(kept, "net_type", None), "full_name", "") == "System.Collections.ArrayList"
    ):
        values = kept
    context.scope.assign_here(folded, values)
    return values.items.append, folded, append


def connect_variables(runtime: CommandRuntime) -> None:
    """Sets up the variables that collect what a command says."""
    common = runtime.common or {}
    context = runtime.caller
    out = runtime.sink
    if common.get("outvariable"):
        remember, _, _ = collector(context, common["outvariable"])
        below = out

        def out_and_remember(value: Any) -> None:
            remember(value)
            below(value)

        out = out_and_remember
    if common.get("pipelinevariable"):
        name = str(common["pipelinevariable"]).lower()
        context.session.spellings.setdefault(name, common["pipelinevariable"])
        variables = context.vars
        further = out

        def out_and_set(value: Any) -> None:
            variables[name] = value
            further(value)

        out = out_and_set
        runtime.pipeline_variable = name
    runtime.out = out
    if common.get("errorvariable"):
        runtime.error_variable = collector(context, common["errorvariable"])[0]
    if common.get("warningvariable"):
        runtime.warning_variable = collector(context, common["warningvariable"])[0]
    if common.get("informationvariable"):
        runtime.information_variable = collector(context, common["informationvariable"])[0]
