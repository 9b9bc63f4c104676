"""Type accelerators as the class that keeps them: `[psobject].Assembly.GetType('...TypeAccelerators')::Get`."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import argument_null, session
from ems.runtime.members.model import Implementation
from ems.runtime.types import resolve_type, type_named

_NAME: Final = "System.Management.Automation.TypeAccelerators"


def _all() -> Any:
    """Names and types; what scripts added stands at the end."""
    from ems.runtime.catalog import catalog
    from ems.runtime.dotnet.dictionaries import GenericDictionary
    from ems.runtime.hashtable import CULTURE_IGNORE_CASE

    definition = type_named("System.Collections.Generic.Dictionary`2")
    kind = definition.close((type_named("System.String"), type_named("System.Type")))
    pairs = [(name, type_named(full)) for name, full in catalog().accelerators.items()]
    found = GenericDictionary(kind, pairs, CULTURE_IGNORE_CASE)
    for name in session().added_accelerators:
        found.set(name, session().user_types.get(name.lower()))
    return found


def _add(name: str | None, type_info: Any) -> None:
    if name is None:
        raise argument_null("typeName")
    running = session()
    running.user_types[name.lower()] = type_info
    running.added_accelerators.append(name)


def _remove(name: str | None) -> bool:
    if name is None:
        raise argument_null("typeName")
    running = session()
    added = running.added_accelerators
    running.user_types.pop(name.lower(), None)
    for each in [each for each in added if each.lower() == name.lower()]:
        added.remove(each)
    return resolve_type(name) is None


TYPES: Final = {
    _NAME: Implementation(
        static={"Add": _add, "Remove": _remove},
        static_properties={"Get": _all},
        declared="""
            static void Add(string typeName, type type)
            static bool Remove(string typeName)
            static System.Collections.Generic.Dictionary[string,type] Get {get;}
        """,
    ),
}
