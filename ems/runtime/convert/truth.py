"""What counts as true (LanguagePrimitives.IsTrue)."""
from __future__ import annotations

from typing import Any

from ems.runtime.collection import Enumerable
from ems.runtime.types import type_named, type_of
from ems.runtime.values import NOTHING, Char, NetObject, PSObject, SwitchParameter


def to_bool(value: Any) -> bool:
    """`[bool]$value`: an empty text, zero, nothing and an empty list are false; a list of one counts as its element."""
    kind = value.__class__
    if kind is bool:
        return value  # type: ignore[no-any-return]
    if value is None or value is NOTHING:
        return False
    if kind is Char:
        return bool(value != "\0")
    if isinstance(value, (str, int, float)):
        return bool(value)
    if isinstance(value, list):
        return _list_truth(value)
    if not isinstance(value, NetObject):
        if kind is PSObject:
            return to_bool(value.base)
        return kind.__name__ != "Decimal" or bool(value)
    if kind is SwitchParameter:
        return bool(value)
    number = getattr(value, "number", None)
    if number is not None and type_of(value).is_enum:
        return bool(number)
    if isinstance(value, Enumerable) and type_named("System.Collections.IList") in type_of(value).ancestors:
        return _list_truth(list(value))
    return True


def _list_truth(items: list[Any]) -> bool:
    if len(items) != 1:
        return len(items) > 1
    first = items[0]
    if first.__class__ is PSObject:
        first = first.base
    if isinstance(first, list):
        return len(first) > 0
    return to_bool(first)
