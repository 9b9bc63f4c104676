"""The types a script may name, as far as parsing has to know them: in classes, in catch clauses, in data sections.

`types.txt` holds a line for each: its full name and that of its base; short names as `name = full name`. It is loaded
when a script has a class or several catches; other scripts never need it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Final

_NUMBERS: Final = (
    *("bool", "boolean", "char", "byte", "sbyte", "int16", "uint16", "int", "int32", "uint32"),
    *("long", "int64", "uint64", "single", "float", "double"),
)
# What a constant may be converted to.
PRIMITIVES: Final = frozenset(_NUMBERS) | {f"system.{name}" for name in _NUMBERS}
# What a data section may convert to.
SIMPLE_TYPES: Final = PRIMITIVES | {
    name for short in ("string", "datetime", "decimal", "dbnull") for name in (short, f"system.{short}")
}


@lru_cache(maxsize=1)
def _tables() -> tuple[MappingProxyType[str, str], MappingProxyType[str, str], MappingProxyType[str, str]]:
    """Full names by folded names, bases by folded full names, full names by folded short names."""
    import os.path

    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    short_names: dict[str, str] = {}
    with open(os.path.join(os.path.dirname(__file__), "types.txt"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        left, equals, right = line.partition(" = ")
        if equals:
            short_names[left.lower()] = right
            continue
        name, _, base = line.partition(" : ")
        names[name.lower()] = name
        bases[name.lower()] = base.lower() or "system.object"
    return MappingProxyType(names), MappingProxyType(bases), MappingProxyType(short_names)


def resolve(name: str, namespaces: Iterable[str] = (), attribute: bool = False) -> str | None:
    """The full name of the type a script means by `name`, None where there is none we know."""
    names, _, short_names = _tables()
    folded = name.lower()
    for candidate in (folded, folded + "attribute") if attribute else (folded,):
        if candidate in short_names:
            return short_names[candidate]
        for prefix in ("", "system.", *(namespace.lower() + "." for namespace in namespaces)):
            full = names.get(prefix + candidate)
            if full is not None:
                return full
        if attribute and "." not in candidate:
            full = names.get("system.management.automation." + candidate)
            if full is not None:
                return full
    return None


def is_same_or_derived(name: str, base: str) -> bool:
    """Whether a type, by its full name, is another or derives from it."""
    _, bases, _ = _tables()
    folded = name.lower()
    wanted = base.lower()
    while folded:
        if folded == wanted:
            return True
        if folded == "system.object":
            return False
        folded = bases.get(folded, "system.object")
    return False


def short_name(full_name: str) -> str:
    """The short name by which messages call a type, or its full name."""
    return next((name for name, full in _short_names().items() if full == full_name), full_name)


def _short_names() -> dict[str, str]:
    """Short names as they are spelled."""
    import os.path

    with open(os.path.join(os.path.dirname(__file__), "types.txt"), encoding="utf-8") as file:
        pairs = (line.rstrip("\n").split(" = ") for line in file if " = " in line)
        return {pair[0]: pair[1] for pair in pairs}
