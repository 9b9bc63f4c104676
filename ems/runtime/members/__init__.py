"""Members of values: what `$x.Name`, `$x.Name()`, `$x[1]`, `[Type]::Name` and `$x.psobject` mean.

| module | its one idea |
|---|---|
| `model` | what a member is: properties, methods, overloads, added members |
| `declarations`, `table` | the members of a type, read from its declaration when the first is asked for |
| `lookup` | which member a name means on a value |
| `access`, `calls`, `indexing` | reading and writing properties, calling methods, indexers |
| `overloads` | which overload a call means, and what its arguments become |
| `intrinsics` | `.Where()` and `.ForEach()` |
| `reflection`, `psmembers` | members as objects: `.psobject`, PSMethod, PSNoteProperty |
| `scripts` | members that run script blocks |
| `failures` | the errors of all this |

The functions others call are loaded with the first use of any of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ems.runtime.members.access import get_member, get_static, property_reader, set_member, set_static
    from ems.runtime.members.calls import call_member, construct, invoke, invoke_static, method_caller
    from ems.runtime.members.indexing import index_get, index_set
    from ems.runtime.members.lookup import (
        add_member,
        default_value,
        find_member,
        find_method,
        has_instance_properties,
        members_of,
        note_property,
        properties_of,
        remove_member,
        standard_member,
        static_method,
    )
    from ems.runtime.members.model import (
        AliasProperty,
        CodeMethod,
        CodeProperty,
        Implementation,
        Member,
        MemberSet,
        Method,
        NoteProperty,
        Overload,
        ParameterInfo,
        Property,
        PropertySet,
        ScriptMethod,
        ScriptProperty,
    )
    from ems.runtime.members.table import MemberTable, find_in_type, find_static

_HOMES: Final = {
    "access": """
        get_member get_static property_reader set_member set_static
    """,
    "calls": """
        call_member construct invoke invoke_static method_caller
    """,
    "indexing": """
        index_get index_set
    """,
    "lookup": """
        add_member default_value find_member find_method has_instance_properties members_of
        note_property properties_of remove_member standard_member static_method
    """,
    "model": """
        AliasProperty CodeMethod CodeProperty Implementation Member MemberSet Method NoteProperty
        Overload ParameterInfo Property PropertySet ScriptMethod ScriptProperty
    """,
    "table": """
        MemberTable find_in_type find_static
    """,
}

def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names.split():
            found = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def make_reference(value: object) -> object:
    """A PSReference to a value."""
    from ems.runtime.compile.casts import Reference

    return Reference(value)


__all__ = [
    "AliasProperty",
    "CodeMethod",
    "CodeProperty",
    "Implementation",
    "Member",
    "MemberSet",
    "MemberTable",
    "Method",
    "NoteProperty",
    "Overload",
    "ParameterInfo",
    "Property",
    "PropertySet",
    "ScriptMethod",
    "ScriptProperty",
    "add_member",
    "call_member",
    "construct",
    "default_value",
    "find_in_type",
    "find_member",
    "find_method",
    "find_static",
    "get_member",
    "get_static",
    "has_instance_properties",
    "index_get",
    "index_set",
    "invoke",
    "invoke_static",
    "make_reference",
    "members_of",
    "method_caller",
    "note_property",
    "properties_of",
    "property_reader",
    "remove_member",
    "set_member",
    "set_static",
    "standard_member",
    "static_method",
]
