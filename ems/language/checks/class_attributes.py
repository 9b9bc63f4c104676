"""Attributes on classes and their members: where they may stand, and which of their properties can be set.

`attributes.txt` lists the attributes of PowerShell; of others nothing is known, and nothing is said.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ems.language import tree as t
from ems.language.checks.known_types import resolve, short_name
from ems.language.checks.restricted import Report


class Usage(NamedTuple):
    """One attribute."""

    name: str
    targets: tuple[str, ...]
    settable: tuple[str, ...]
    read_only: tuple[str, ...]


@lru_cache(maxsize=1)
def _usages() -> MappingProxyType[str, Usage]:
    import os.path

    table: dict[str, Usage] = {}
    with open(os.path.join(os.path.dirname(__file__), "attributes.txt"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, *lists = (part.strip() for part in line.split(":"))
                words = [tuple(word.strip() for word in part.split(",") if word.strip()) for part in lists]
                table[name] = Usage(name, *words)
    return MappingProxyType(table)


def attribute_name(node: t.AttributeAst) -> str | None:
    """The full name of an attribute's type."""
    name = node.type_name.full_name
    full_name = resolve(name, attribute=True)
    if full_name not in _usages():
        folded = (name.lower(), name.lower() + "attribute")
        full_name = next((known for known in _usages() if known.lower() in folded), full_name)
    return full_name


def check_class_attribute(node: t.AttributeAst, report: Report) -> None:
    """Report an attribute in a wrong place, and properties it has not or that cannot be set."""
    full_name = attribute_name(node)
    usage = _usages().get(full_name) if full_name is not None else None
    if usage is None:
        return
    if not set(_targets(node)) & set(usage.targets):
        places = ", ".join(usage.targets)
        report("AttributeNotAllowedOnDeclaration", node.start, node.end, short_name(usage.name), places)
    for argument in node.named_arguments:
        name = argument.argument_name.lower()
        if name in (each.lower() for each in usage.settable):
            continue
        if name == "typeid" or name in (each.lower() for each in usage.read_only):
            report("ReadOnlyProperty", argument.start, argument.end, argument.argument_name)
        else:
            report(
                "PropertyNotFoundForAttribute",
                argument.start,
                argument.end,
                argument.argument_name,
                short_name(usage.name),
                ", ".join(usage.settable),
            )


def _targets(node: t.AttributeAst) -> tuple[str, ...]:
    above = node.parent
    if isinstance(above, t.TypeDefinitionAst):
        return ("Enum",) if above.is_enum else ("Class",)
    if isinstance(above, t.PropertyMemberAst):
        return ("Property", "Field")
    if isinstance(above, t.FunctionMemberAst):
        return ("Constructor",) if above.is_constructor else ("Method",)
    return ("Parameter",)
