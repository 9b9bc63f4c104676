"""-WhatIf and -Confirm of Exchange's cmdlets: whole sentences, and no Suspend among the answers.

The rules are those of the shell itself (preferences, impact, Yes to All); only what is asked and offered differs,
because a cmdlet that runs on a server cannot suspend the pipeline in the shell.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.confirmation import confirm_threshold, what_if
from ems.runtime.host import Choice
from ems.runtime.streams import impact

_CAPTION: Final = "Confirm"
_QUESTION: Final = "Are you sure you want to perform this action?"
_ANSWERS: Final = (
    ("yes", "&Yes", "Continue with only the next step of the operation."),
    ("all", "Yes to &All", "Continue with all the steps of the operation."),
    ("no", "&No", "Skip this operation and proceed with the next operation."),
    ("none", "No to A&ll", "Skip this operation and all subsequent operations."),
)
_KEY: Final = "process"


def should_process(runtime: Any, sentence: str) -> bool:
    """Whether the cmdlet may do what the sentence says."""
    remembered = runtime.remembered.get(_KEY)
    if remembered is not None:
        return bool(remembered == "all")
    if what_if(runtime):
        runtime.session.host.write_line(f"What if: {sentence}")
        return False
    threshold = confirm_threshold(runtime)
    own = impact(runtime.info.confirm_impact if runtime.info is not None else None, 2)
    if threshold == 0 or threshold > own:
        runtime.write_verbose(sentence)
        return True
    choices = [Choice(label, meaning) for _, label, meaning in _ANSWERS]
    picked = runtime.session.host.choose(_CAPTION, f"{_QUESTION}\n{sentence}", choices, 0)
    if picked < 0:
        raise runtime.halted("The running command stopped because the user interrupted the command.")
    answer = _ANSWERS[picked][0]
    if answer in ("all", "none"):
        runtime.remembered[_KEY] = answer
    return answer in ("yes", "all")
