"""Which values are collections to PowerShell (LanguagePrimitives.GetEnumerable): strings and dictionaries are none."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.runtime.collection import Enumerable
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import PSObject


def enumerate_value(value: Any) -> Iterator[Any] | None:
    """The elements of a collection, None where the value is no collection."""
    if isinstance(value, (list, Enumerable)):
        return iter(value)
    if value.__class__ is PSObject:
        return enumerate_value(value.base)
    return None


def is_enumerable_type(kind: TypeInfo) -> bool:
    """Whether values of a type are taken apart."""
    if kind.is_array:
        return True
    ancestors = kind.ancestors
    if kind.full_name == "System.String" or type_named("System.Collections.IEnumerable") not in ancestors:
        return False
    return all(type_named(name) not in ancestors for name in ("System.Collections.IDictionary", "System.Xml.XmlNode"))
