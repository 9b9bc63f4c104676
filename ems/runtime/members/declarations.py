"""Reads the declaration of a type's members: one line for each property and overload, as Get-Member writes them.

    int Length {get;}
    string Substring(int startIndex, int length)
    static bool TryParse(string s, [ref] int result)
    string new(Params char[] value)

The lines lie in `data/members/NAME.txt`; more of them may stand in the implementation (`Implementation.declared`).
Type names are looked up when a member is first used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ems.runtime.catalog import library_folders
from ems.runtime.typenames import TypeSpelling, parse_type_name
from ems.runtime.types import resolve_type, type_named

if TYPE_CHECKING:
    from ems.runtime.types import TypeInfo

_BLANKS: Final = re.compile(r" {2,}")
_METHOD: Final = re.compile(r"(static )?(?:(.+?) )?([\w.\[\],<>`]+)\((.*)\)$")
_GENERIC: Final = re.compile(r"(static )?(.+?) (\w+)\[([\w, ]+)\]\((.*)\)$")
_PROPERTY: Final = re.compile(r"(static )?(.+?) (\w+) \{(.*)\}$")
_PARAMETERIZED: Final = re.compile(r"(.+?) ((?:[\w.\[\],`]+\.)?)(\w+)\((.*?)\) \{(.*?)\}")


class Line(NamedTuple):
    """One declared property or overload. `parameters` is the text between the parentheses, None for properties;
    `generic` are the names of the type parameters of a generic method."""

    text: str
    name: str
    is_static: bool
    result: str
    interface: str
    parameters: str | None
    accessors: str
    is_event: bool = False
    generic: tuple[str, ...] = ()


@cache
def declared_lines(full_name: str, extra: str = "") -> tuple[Line, ...]:
    """The declared members of a type of .NET."""
    found: list[Line] = []
    for _, folder in library_folders():
        path = os.path.join(folder, "members", f"{full_name}.txt")
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as file:
                found += _read(file.read())
            break
    return tuple(found + list(_read(extra)))


def _read(text: str) -> Iterator[Line]:
    for raw in text.split("\n"):
        line = _BLANKS.sub(" ", raw.strip())
        if line and not line.startswith("#"):
            for part in line.replace("}, ", "}\n").split("\n"):
                parsed = parse_line(part)
                if parsed is not None:
                    yield parsed


def parse_line(line: str) -> Line | None:
    """One line taken apart, or None where it declares nothing that can be used."""
    if line.startswith("event "):
        name = line.partition("(")[0].rpartition(" ")[2]
        return Line(line.removeprefix("event "), name, False, "", "", "", "", True)
    if line.endswith("}"):
        if "(" in line.partition("{")[0]:
            match = _PARAMETERIZED.match(line)
            if match is None:
                return None
            return Line(line, match[3], False, match[1], match[2].rstrip("."), match[4], match[5])
        match = _PROPERTY.match(line)
        return Line(line, match[3], bool(match[1]), match[2], "", None, match[4]) if match else None
    match = _GENERIC.match(line)
    if match is not None:
        names = tuple(name.strip() for name in match[4].split(","))
        return Line(line, match[3], bool(match[1]), match[2], "", match[5], "", generic=names)
    match = _METHOD.match(line)
    if match is None:
        return None
    static, result, name, parameters = match.groups()
    interface, _, short = _split_interface(name)
    return Line(line, short, bool(static) or short == "new", result or "", interface, parameters, "")


def _split_interface(name: str) -> tuple[str, str, str]:
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        char = name[at]
        depth += (char == "]") - (char == "[")
        if char == "." and depth == 0:
            return name[:at], ".", name[at + 1 :]
    return "", "", name


def split_parameters(text: str) -> list[tuple[str, str, bool, bool]]:
    """(type, name, is_ref, is_params) of each parameter."""
    found: list[tuple[str, str, bool, bool]] = []
    depth = start = 0
    for at, char in enumerate(text + ","):
        depth += (char in "[(") - (char in "])")
        if char == "," and depth == 0:
            part = text[start:at].strip()
            start = at + 1
            if part:
                is_ref = part.startswith("[ref] ")
                is_params = part.startswith("Params ")
                part = part.removeprefix("[ref] ").removeprefix("Params ")
                type_name, _, name = part.rpartition(" ")
                found.append((type_name or part, name, is_ref, is_params))
    return found


def type_source(name: str, parameters: Mapping[str, TypeInfo]) -> Callable[[], TypeInfo]:
    """A function that finds the type of a declaration when it is needed."""

    def find() -> TypeInfo:
        spelling = parse_type_name(name)
        return type_named("System.Object") if spelling is None else spelled_type(spelling, parameters)

    return find


def spelled_type(spelling: TypeSpelling, parameters: Mapping[str, TypeInfo]) -> TypeInfo:
    """The type of a spelling in a declaration; a type that is not in the catalog is one without members."""
    found: TypeInfo | None = parameters.get(spelling.name)
    if found is None and spelling.arguments:
        name = spelling.name if "`" in spelling.name else f"{spelling.name}`{len(spelling.arguments)}"
        definition = resolve_type(name)
        if definition is None:
            definition = type_named(name)
        arguments = [spelled_type(each, parameters) for each in spelling.arguments]
        found = definition.close(arguments) if len(definition.generic_arguments) == len(arguments) else definition
    if found is None:
        found = resolve_type(spelling.name) or type_named(spelling.name)
    for rank in spelling.ranks:
        found = found.array(rank)
    return found


def no_implementation(name: str) -> Callable[..., Any]:
    """What stands behind a declared member that has no place in this shell."""

    def refuse(*_arguments: Any) -> Any:
        from ems.runtime.errors import NetError

        raise NetError("System.NotSupportedException", "Specified method is not supported.")

    refuse.__name__ = name
    return refuse
