"""The list of types there are, read from the data files: kinds, bases, interfaces, enumerations, accelerators.

Files of the same form may lie in other packages (`LIBRARIES`); a package that is not there is skipped. The lists are
read once, when the first type is looked up; the members of a type are read when the first of them is.
"""

from __future__ import annotations

import os
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

LIBRARIES: Final = ("runtime", "formatting", "cmdlets", "exchange")
_KINDS: Final = frozenset({"class", "struct", "primitive", "interface", "delegate"})


class Declaration(NamedTuple):
    """One line of `index.txt`. `bases` are spelled as written there; `library` is the package the line comes from."""

    name: str
    kind: str
    modifiers: tuple[str, ...]
    bases: str
    module: str
    library: str
    namespace: str


class EnumDeclaration(NamedTuple):
    """One line of `enums.txt`, not yet taken apart."""

    name: str
    is_flags: bool
    underlying: str
    members: str


class Catalog(NamedTuple):
    """All declarations by folded full name, and the meaning of the accelerators by folded name."""

    types: MappingProxyType[str, Declaration]
    enums: MappingProxyType[str, EnumDeclaration]
    accelerators: MappingProxyType[str, str]
    spelling: MappingProxyType[str, str]
    """Full name of a type -> its accelerator, as 5.1 writes it."""


@cache
def library_folders() -> tuple[tuple[str, str], ...]:
    """The libraries that are there and their `data` folders."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    places = ((f"ems.{package}", os.path.join(root, package, "data")) for package in LIBRARIES)
    return tuple((package, place) for package, place in places if os.path.isdir(os.path.join(place, "types")))


def _lines(folder: str, name: str) -> list[str]:
    path = os.path.join(folder, "types", name)
    if not os.path.isfile(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [line for line in file.read().split("\n") if line and not line.startswith("#")]


def _declaration(line: str, namespace: str, library: str) -> Declaration:
    head, _, module = line.partition(" @ ")
    left, _, bases = head.partition(" : ")
    *modifiers, name = left.split()
    kind = next(word for word in modifiers if word in _KINDS)
    full = f"{namespace}.{name}" if namespace else name
    return Declaration(full, kind, tuple(modifiers), bases.strip(), module.strip(), library, namespace)


@cache
def catalog() -> Catalog:
    """The catalog of all libraries."""
    types: dict[str, Declaration] = {}
    enums: dict[str, EnumDeclaration] = {}
    accelerators: dict[str, str] = {}
    spelling: dict[str, str] = {}
    for library, folder in library_folders():
        namespace = ""
        for line in _lines(folder, "index.txt"):
            if line.startswith("namespace "):
                namespace = line[10:].strip()
                continue
            declared = _declaration(line, namespace, library)
            types[declared.name.lower()] = declared
        for line in _lines(folder, "enums.txt"):
            flags = line.startswith("flags ")
            name, _, members = line.removeprefix("flags ").partition(" ")
            underlying = "System.Int32"
            if members.startswith("("):
                underlying, _, members = members[1:].partition(") ")
            enums[name.lower()] = EnumDeclaration(name, flags, underlying, members)
        for line in _lines(folder, "accelerators.txt"):
            name, _, full = line.partition(" ")
            accelerators[name.lower()] = full
            spelling.setdefault(full, name)
    return Catalog(
        MappingProxyType(types), MappingProxyType(enums), MappingProxyType(accelerators), MappingProxyType(spelling)
    )
