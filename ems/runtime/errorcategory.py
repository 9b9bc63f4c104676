"""What `$_.CategoryInfo` says of an error: activity, reason, target, and the line made of them (ErrorCategoryInfo)."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.errors import ErrorRecord
from ems.runtime.values import PSCustomObject, PSObject

_LONGEST_PART: Final = 40
_KEPT: Final = 15
_SILENT_KINDS: Final = frozenset(("alias", "application"))


def activity(record: ErrorRecord) -> str:
    """The command that reported the error."""
    if record.activity:
        return record.activity
    command = record.invocation.my_command if record.invocation is not None else None
    if command is None or str(getattr(command, "kind", "")).lower() in _SILENT_KINDS:
        return ""
    return str(command.name or "")


def reason(record: ErrorRecord) -> str:
    """The kind of exception, unless the record says otherwise."""
    return record.reason or record.exception.type_name.rpartition(".")[2].rpartition("+")[2]


def target_name(record: ErrorRecord) -> str:
    """The text of the target, as .NET has it."""
    if record.target_name:
        return record.target_name
    if record.target is None:
        return ""
    from ems.runtime.convert.text import net_text

    return net_text(record.target)


def target_type(record: ErrorRecord) -> str:
    """The name of the type of the target."""
    if record.target_type:
        return record.target_type
    target: Any = record.target
    if target is None:
        return ""
    if isinstance(target, (PSCustomObject, PSObject)):
        return "PSObject"
    from ems.runtime.types import type_of

    return str(type_of(target).name)


def category_text(record: ErrorRecord) -> str:
    """`ObjectNotFound: (x:String) [Get-Item], ItemNotFoundException`; long parts are shortened in the middle."""
    category = "Deadlock detected" if record.category == "DeadlockDetected" else record.category
    why = _shorten(record.reason) if record.reason else reason(record)
    target = f"{_shorten(target_name(record))}:{_shorten(target_type(record))}"
    return f"{category}: ({target}) [{_shorten(activity(record))}], {why}"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_PART else f"{text[:_KEPT]}...{text[-_KEPT:]}"
