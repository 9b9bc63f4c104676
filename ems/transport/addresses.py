"""Mail addresses as they come in MAIL FROM and RCPT TO.

Exchange takes addresses with and without angle brackets, drops source routes (``@a,@b:user@c``) and, with a
DefaultDomain on the connector, completes a bare name. Limits: local part 315, domain 255, whole 571 characters.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

MAX_LOCAL: Final = 315
MAX_DOMAIN: Final = 255
MAX_ADDRESS: Final = 571

_ATOM: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+)*")
_QUOTED: Final = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f])*"')
_DOMAIN: Final = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?)*"
)
_LITERAL: Final = re.compile(r"\[(?:IPv6:)?[0-9A-Fa-f.:]+\]", re.IGNORECASE)


class Address(NamedTuple):
    """A routable address, or the null sender ``<>`` (both parts empty)."""

    local: str
    domain: str

    @property
    def is_null(self) -> bool:
        return not self.local

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}" if self.local else ""

    @property
    def folded(self) -> str:
        """For look-ups: Exchange compares the whole address without case."""
        return str(self).lower()


NULL_SENDER: Final = Address("", "")


class PathText(NamedTuple):
    """What stands after ``FROM:`` or ``TO:``, taken apart: the address text and the ESMTP parameters."""

    address: str
    parameters: str


def split_path(text: str) -> PathText | None:
    """Separate the address from the parameters that follow it; None where an angle bracket is not closed."""
    text = text.strip(" \t")
    if text.startswith("<"):
        quoted = False
        at = 1
        while at < len(text):
            mark = text[at]
            if mark == "\\" and quoted:
                at += 1
            elif mark == '"':
                quoted = not quoted
            elif mark == ">" and not quoted:
                return PathText(text[1:at], text[at + 1 :].strip(" \t"))
            at += 1
        return None
    if text.startswith('"'):
        end = _QUOTED.match(text)
        start = end.end() if end else 0
    else:
        start = 0
    blank = text.find(" ", start)
    if blank < 0:
        return PathText(text, "")
    return PathText(text[:blank], text[blank + 1 :].strip(" \t"))


def parse_address(text: str, default_domain: str = "", utf8: bool = False) -> Address | None:
    """The address, or None where it is not one. ``utf8``: the client said SMTPUTF8."""
    if text.startswith("@"):  # a source route is ignored
        colon = text.find(":")
        if colon < 0:
            return None
        text = text[colon + 1 :]
    at = text.rfind("@")
    if at < 0:
        local, domain = text, default_domain
        if not domain and local.lower() != "postmaster":
            return None
    else:
        local, domain = text[:at], text[at + 1 :]
        if not domain:
            return None
    if not local or len(local) > MAX_LOCAL or len(domain) > MAX_DOMAIN or len(local) + len(domain) + 1 > MAX_ADDRESS:
        return None
    if not _local_is_valid(local, utf8) or (domain and not domain_is_valid(domain, utf8)):
        return None
    return Address(local, domain)


def _local_is_valid(local: str, utf8: bool) -> bool:
    if not local.isascii():
        if not utf8:
            return False
        local = "".join("a" if ord(mark) > 127 else mark for mark in local)
    return _ATOM.fullmatch(local) is not None or _QUOTED.fullmatch(local) is not None


def domain_is_valid(domain: str, utf8: bool = False) -> bool:
    if not domain.isascii():
        if not utf8:
            return False
        domain = "".join("a" if ord(mark) > 127 else mark for mark in domain)
    return _DOMAIN.fullmatch(domain) is not None or _LITERAL.fullmatch(domain) is not None


def hello_name_is_valid(name: str) -> bool:
    """A host name or an address literal; underscores and a trailing dot are tolerated, as Windows clients send them."""
    if len(name) > MAX_DOMAIN:
        return False
    return domain_is_valid(name.removesuffix("."), utf8=True)


def domain_matches(space: str, domain: str) -> bool:
    """Accepted domains and address spaces: ``contoso.com`` is itself only, ``*.contoso.com`` also what is below."""
    space, domain = space.lower(), domain.lower()
    if space == "*":
        return True
    if space.startswith("*."):
        return domain == space[2:] or domain.endswith(space[1:])
    return domain == space
