"""The header of a message as bytes: reading fields, taking fields out, and what the header firewall removes.

A message is never re-encoded: what is not touched stays as it came, octet for octet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_BARE_LF: Final = re.compile(rb"(?<!\r)\n")
_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:[^\n]*(?:\n[ \t]+[^\n]*)*(?:\n|\Z)")
_ANGLE: Final = re.compile(r"<([^<>\s]*)>")
_QUOTED_NAME: Final = re.compile(r'"(?:[^"\\]|\\.)*"(?=\s*<)')
_COMMENT: Final = re.compile(r"\([^()]*\)")
_RESENT: Final = frozenset(
    {"resent-date", "resent-from", "resent-sender", "resent-to", "resent-cc", "resent-bcc", "resent-message-id"}
)


class Fields:
    """The fields of a header in their order, each with its raw lines."""

    __slots__ = ("body", "length", "names", "raw", "_index")

    def __init__(self, names: list[str], raw: list[bytes], body: bytes, length: int) -> None:
        self.names = names
        self.raw = raw
        self.body = body
        self.length = length
        self._index: dict[str, int] = {}
        for at in range(len(names) - 1, -1, -1):
            self._index[names[at]] = at

    def __contains__(self, name: object) -> bool:
        return name in self._index

    def first(self, name: str) -> str:
        """The value of a field by its folded name, unfolded; empty where there is none."""
        at = self._index.get(name)
        return "" if at is None else _value(self.raw[at])

    def all(self, name: str) -> list[str]:
        if name not in self._index:
            return []
        return [_value(raw) for known, raw in zip(self.names, self.raw, strict=True) if known == name]

    def without(self, unwanted: Callable[[str], bool]) -> bytes:
        """The header's raw lines, but for some fields."""
        return b"".join(raw for name, raw in zip(self.names, self.raw, strict=True) if not unwanted(name))


def _value(raw: bytes) -> str:
    text = raw.partition(b":")[2].decode("utf-8", "replace")
    return " ".join(text.split())


def parse(content: bytes) -> Fields:
    """Read the header; a first line that is no field means that there is no header at all."""
    names: list[str] = []
    raw: list[bytes] = []
    at = 0
    match = _FIELD.match
    while (found := match(content, at)) is not None:
        raw.append(found.group())
        names.append(found.group(1).decode("ascii").lower())
        at = found.end()
    if raw and not raw[-1].endswith(b"\n"):
        raw[-1] += b"\r\n"
    blank = 2 if content.startswith(b"\r\n", at) else 1 if content.startswith(b"\n", at) else 0
    return Fields(names, raw, content[at + blank :], at + blank)  # text without a blank line before it is body


def has_bare_line_feed(content: bytes) -> bool:
    return _BARE_LF.search(content) is not None


def first_address(value: str) -> str:
    """The first mail address of a From or Sender field; empty where there is none."""
    if '"' in value:
        value = _QUOTED_NAME.sub("", value)
    found = _ANGLE.search(value)
    if found is not None:
        return found.group(1)
    plain = (_COMMENT.sub("", value) if "(" in value else value).strip().split(",")[0].strip()
    return plain if "@" in plain and " " not in plain else ""


def is_organization_header(name: str) -> bool:
    return name.startswith("x-ms-exchange-organization-")


def is_forest_header(name: str) -> bool:
    return name.startswith(("x-ms-exchange-forest-", "x-ms-exchange-crossforest-"))


def is_routing_header(name: str) -> bool:
    return name == "received" or name in _RESENT


def firewall(routing: bool, organization: bool, forest: bool) -> Callable[[str], bool]:
    """Which fields the header firewall takes out; the arguments say what is kept."""

    def unwanted(name: str) -> bool:
        return (
            (not routing and is_routing_header(name))
            or (not organization and is_organization_header(name))
            or (not forest and is_forest_header(name))
        )

    return unwanted
