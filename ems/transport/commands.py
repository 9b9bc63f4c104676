"""A command line of SMTP, taken apart: verb, argument, ESMTP parameters.

Verbs are found without regard to case. Parameters: RFC 1870 (SIZE), 6152 and 3030 (BODY), 3461 (RET, ENVID, NOTIFY,
ORCPT), 4954 (AUTH), 6531 (SMTPUTF8), and Exchange's own, which are read and let pass.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_HEX: Final = re.compile(r"\+([0-9A-F]{2})")
_KEYWORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-]*")

MAIL_KEYWORDS: Final = frozenset(
    {"SIZE", "BODY", "RET", "ENVID", "AUTH", "SMTPUTF8", "XMESSAGECONTEXT", "XOORG", "XATTRDIRECT"}
)
RCPT_KEYWORDS: Final = frozenset({"NOTIFY", "ORCPT", "XRDST", "RDST", "ORAR"})
_NOTIFY: Final = frozenset({"NEVER", "SUCCESS", "FAILURE", "DELAY"})


class Command(NamedTuple):
    """A line as the client typed it."""

    verb: str
    argument: str


def parse_command(line: str) -> Command:
    """Verb and argument; the verb in capitals, blanks around the argument dropped."""
    verb, _, argument = line.strip(" \t").partition(" ")
    return Command(verb.upper(), argument.strip(" \t"))


class Parameters:
    """ESMTP parameters by their keyword in capitals; a keyword without a value has None."""

    __slots__ = ("_values",)

    def __init__(self, values: dict[str, str | None]) -> None:
        self._values = values

    def text(self, keyword: str) -> str:
        return self._values.get(keyword) or ""

    def __contains__(self, keyword: object) -> bool:
        return keyword in self._values


def parse_parameters(text: str, known: frozenset[str]) -> Parameters | None:
    """The parameters, or None where one is unknown, doubled or malformed."""
    values: dict[str, str | None] = {}
    for part in text.split():
        keyword, equals, value = part.partition("=")
        keyword = keyword.upper()
        if _KEYWORD.fullmatch(keyword) is None or keyword not in known or keyword in values:
            return None
        if equals and not value:
            return None
        values[keyword] = value if equals else None
    return Parameters(values)


def decode_xtext(text: str) -> str | None:
    """RFC 3461's xtext; None where it is malformed."""
    if not text:
        return ""
    if not text.isascii() or re.search(r"\+(?![0-9A-F]{2})", text):
        return None
    return _HEX.sub(lambda found: chr(int(found.group(1), 16)), text)


def parse_notify(text: str) -> frozenset[str] | None:
    """NOTIFY: NEVER alone, or any of SUCCESS, FAILURE, DELAY."""
    wanted = frozenset(text.upper().split(","))
    if not wanted <= _NOTIFY or ("NEVER" in wanted and len(wanted) > 1):
        return None
    return wanted


def after_keyword(argument: str, keyword: str) -> str | None:
    """What stands after ``FROM:`` or ``TO:``; blanks around the colon are tolerated."""
    if argument[: len(keyword)].upper() != keyword:
        return None
    rest = argument[len(keyword) :].lstrip(" \t")
    return rest[1:] if rest.startswith(":") else None
