"""Distinguished names: escaping, splitting, parents.

RFC 4514 as Active Directory writes it: a backslash before the special characters, hexadecimal for control characters.
"""

from __future__ import annotations

from typing import Final

_SPECIAL: Final = frozenset(',+"\\<>;=')


def escape(value: str) -> str:
    """A value as it stands in a relative distinguished name."""
    out: list[str] = []
    last = len(value) - 1
    for index, char in enumerate(value):
        if char < " ":
            out.append(f"\\{ord(char):02X}")
        elif char in _SPECIAL or (index == 0 and char in "# ") or (index == last and char == " "):
            out.append("\\" + char)
        else:
            out.append(char)
    return "".join(out)


def unescape(value: str) -> str:
    """The value behind an escaped one."""
    if "\\" not in value:
        return value
    out: list[str] = []
    index = 0
    while index < len(value):
        if value[index] == "\\" and index + 1 < len(value):
            pair = value[index + 1 : index + 3]
            if len(pair) == 2 and all(char in "0123456789abcdefABCDEF" for char in pair):
                out.append(chr(int(pair, 16)))
                index += 3
                continue
            index += 1
        out.append(value[index])
        index += 1
    return "".join(out)


def components(dn: str) -> list[tuple[str, str]]:
    """``CN=a,DC=b`` as ``[("CN", "a"), ("DC", "b")]``, values without their escapes."""
    parts: list[tuple[str, str]] = []
    rest = dn
    while rest:
        first, rest = split(rest)
        kind, _, value = first.partition("=")
        parts.append((kind.strip().upper(), unescape(value)))
    return parts


def split(dn: str) -> tuple[str, str]:
    """The first relative name and the rest."""
    index = dn.find(",")
    while index > 0 and _escaped(dn, index):
        index = dn.find(",", index + 1)
    if index < 0:
        return dn, ""
    return dn[:index], dn[index + 1 :]


def _escaped(text: str, index: int) -> bool:
    slashes = 0
    while index > slashes and text[index - slashes - 1] == "\\":
        slashes += 1
    return slashes % 2 == 1


def parent(dn: str) -> str:
    """The distinguished name above this one; empty at the top."""
    return split(dn)[1]


def child(name: str, parent_dn: str) -> str:
    """The distinguished name of an entry called ``name`` under ``parent_dn``."""
    return f"CN={escape(name)},{parent_dn}" if parent_dn else f"CN={escape(name)}"


def fold(dn: str) -> str:
    """The key by which distinguished names are compared."""
    return dn.casefold()


def domain(dn: str) -> str:
    """``DC=contoso,DC=com`` at the end of a name, as ``contoso.com``."""
    return ".".join(value for kind, value in components(dn) if kind == "DC")


def canonical(dn: str) -> str:
    """``CN=a,OU=b,DC=contoso,DC=com`` as ``contoso.com/b/a``, the form in which Exchange prints most identities."""
    others = [value.replace("/", "\\/") for kind, value in components(dn) if kind != "DC"]
    return "/".join([domain(dn), *reversed(others)])
