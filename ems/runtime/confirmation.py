"""-WhatIf, -Confirm and the questions behind them; texts of CommandBaseStrings, rules of MshCommandRuntime.cs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ems.runtime.host import Choice
from ems.runtime.streams import impact, preference

if TYPE_CHECKING:
    from ems.runtime.streams import CommandRuntime


def what_if(runtime: CommandRuntime) -> bool:
    """Whether the command shall only say what it would do."""
    if runtime.common and "whatif" in runtime.common:
        return bool(runtime.common["whatif"])
    return bool(runtime.context.get("whatifpreference"))


def confirm_threshold(runtime: CommandRuntime) -> int:
    """The impact from which on the user is asked: 0 means never."""
    common = runtime.common or {}
    if common.get("confirm"):
        return 1
    if common.get("debug"):
        return 0 if "confirm" in common else 1
    if "confirm" in common:
        return 0
    return impact(runtime.context.scope.stored("confirmpreference"), 3)


def should_process(runtime: CommandRuntime, description: str, warning: str, caption: str | None) -> bool:
    """Whether the command may go on."""
    if runtime.remembered.get("process") == "none":
        return False
    if runtime.remembered.get("process") == "all":
        return True
    if what_if(runtime):
        runtime.session.host.write_line(f"What if: {description}")
        return False
    threshold = confirm_threshold(runtime)
    own = impact(runtime.info.confirm_impact if runtime.info is not None else None, 2)
    if threshold == 0 or threshold > own:
        if (runtime.common or {}).get("verbose") or preference(
            runtime.context, "verbosepreference", "SilentlyContinue"
        ) not in ("SilentlyContinue", "Ignore"):
            runtime.write_verbose(description)
        return True
    answer = runtime.inquire(caption, warning)
    if answer in ("all", "none"):
        runtime.remembered["process"] = answer
    return answer in ("yes", "all")


def inquire(runtime: CommandRuntime, caption: str, message: str, *, to_all: bool, halt: bool, cautious: bool) -> str:
    """Asks until there is an answer."""
    choices: list[tuple[str, Choice]] = [("yes", Choice("&Yes", "Continue with only the next step of the operation."))]
    if to_all:
        choices.append(("all", Choice("Yes to &All", "Continue with all the steps of the operation.")))
    if halt:
        choices.append(("halt", Choice("&Halt Command", "Stop this command.")))
    else:
        choices.append(("no", Choice("&No", "Skip this operation and proceed with the next operation.")))
        if to_all:
            choices.append(("none", Choice("No to A&ll", "Skip this operation and all subsequent operations.")))
    choices.append(
        (
            "suspend",
            Choice(
                "&Suspend",
                'Pause the current pipeline and return to the command prompt. Type "exit" to resume the pipeline.',
            ),
        )
    )
    default = next(index for index, (kind, _) in enumerate(choices) if kind == "no") if cautious else 0
    while True:
        picked = runtime.session.host.choose(caption, message, [choice for _, choice in choices], default)
        if picked < 0:
            raise runtime.halted("The running command stopped because the user interrupted the command.")
        kind: str = choices[picked][0]
        if kind == "halt":
            raise runtime.halted("The running command stopped because the user selected the Stop option.")
        if kind == "suspend":
            runtime.session.nested_prompt()
            continue
        return kind
