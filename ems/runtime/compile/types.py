"""Type names of the source to types: looked up at the first run, because classes and modules may define them until
then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ems.language.names import ArrayTypeName, GenericTypeName, TypeName
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.types import resolve_type

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler
    from ems.runtime.context import Context


def type_not_found(name: str, node: Any = None, context: Context | None = None) -> Terminating:
    """The error of an unknown type name."""
    error = runtime_error("TypeNotFound", f"Unable to find type [{name}].", "InvalidOperation", name)
    error.record.target_name = name
    error.record.target_type = "TypeName"
    if context is not None and node is not None:
        error.record.position = context.extent_of(node)
    return error


def spelled_name(name: TypeName | GenericTypeName | ArrayTypeName) -> str:
    """The name as an error message shows it."""
    return name.full_name


def check_ambiguity(name: str, usings: Sequence[str]) -> None:
    """Refuses a name that stands for types of several `using namespace` lines."""
    meant: list[str] = []
    if "." in name or resolve_type(name) is not None:
        return
    for space in usings:
        found = resolve_type(f"{space}.{name}")
        if found is not None and found.full_name not in meant:
            meant.append(found.full_name)
    if len(meant) > 1:
        text = f"Type name '{name}' is ambiguous, it could be '{meant[0]}' or '{meant[1]}'."
        raise runtime_error("AmbiguousTypeReference", text, "InvalidOperation", name)


def type_getter(
    c: Compiler, name: TypeName | GenericTypeName | ArrayTypeName, node: Any = None
) -> Callable[[Context], Any]:
    """A closure that yields the type, or raises the error of an unknown one."""
    usings = c.usings
    found: list[Any] = []

    def get(context: Context) -> Any:
        if found:
            return found[0]
        type_info = resolve_type(name.full_name, usings)
        if type_info is None:
            raise type_not_found(spelled_name(name), node or name, context)
        if len(usings) > 1:
            check_ambiguity(name.full_name, usings)
        found.append(type_info)
        return type_info

    return get
