"""Generic methods: their type parameters are inferred from the arguments (TypeInference in CoreAdapter.cs). A method
whose parameters cannot be inferred does not take part in the choice of an overload. A script block stands for a
delegate of any type: it says nothing about the parameters, and what only it could say is Object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ems.runtime.typenames import TypeSpelling, parse_type_name
from ems.runtime.types import type_named

if TYPE_CHECKING:
    from ems.runtime.members.model import Overload
    from ems.runtime.types import TypeInfo


class Generic(NamedTuple):
    """The names of the type parameters, the types of the parameters as declared, and how to close the method."""

    names: tuple[str, ...]
    parameters: tuple[str, ...]
    close: Callable[[Mapping[str, TypeInfo]], Overload]


def closed(generic: Generic, types: Sequence[TypeInfo | None]) -> Overload | None:
    """The method for arguments of these types."""
    found: dict[str, list[TypeInfo]] = {name: [] for name in generic.names}
    for text, given in zip(generic.parameters, types, strict=False):
        spelling = parse_type_name(text)
        if given is not None and not _is_block(given) and spelling is not None and not _infer(spelling, given, found):
            return None
    bound: dict[str, TypeInfo] = {}
    for name, candidates in found.items():
        if not candidates and any(map(_is_block, types)):
            candidates = [type_named("System.Object")]
        best = next((one for one in candidates if all(one.is_assignable_from(each) for each in candidates)), None)
        if best is None:
            return None
        bound[name] = best
    return generic.close(bound)


def _is_block(given: TypeInfo | None) -> bool:
    return given is not None and given.full_name == "System.Management.Automation.ScriptBlock"


def _infer(spelling: TypeSpelling, given: TypeInfo, found: dict[str, list[TypeInfo]]) -> bool:
    """Notes what an argument says about the type parameters; False where it cannot be one for this parameter."""
    if spelling.ranks:
        element = given.element_type
        return element is not None and _infer(spelling._replace(ranks=spelling.ranks[:-1]), element, found)
    if spelling.name in found:
        found[spelling.name].append(given)
        return True
    if not any(_mentions(each, found) for each in spelling.arguments):
        return True
    definition = f"{spelling.name.partition('`')[0]}`{len(spelling.arguments)}"
    for each in (*given.bases(), *_interfaces(given)):
        if each.generic_definition is not None and each.generic_definition.full_name == definition:
            return all(
                _infer(inner, argument, found)
                for inner, argument in zip(spelling.arguments, each.generic_arguments, strict=False)
            )
    return False


def _mentions(spelling: TypeSpelling, found: Mapping[str, list[TypeInfo]]) -> bool:
    return spelling.name in found or any(_mentions(each, found) for each in spelling.arguments)


def _interfaces(given: TypeInfo) -> list[TypeInfo]:
    return [interface for each in given.bases() for interface in each.interfaces]
