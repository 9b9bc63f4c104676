"""Who permissions are given to: well-known principals, groups of the domain, and the accounts of mailboxes.

Names are compared without regard to case; SIDs, addresses and short names mean the same accounts. Every name prints as
Windows prints it: ``NT AUTHORITY\\ANONYMOUS LOGON``, ``CONTOSO\\chris``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ems.directory import View
from ems.directory.permission_groups import (
    ANONYMOUS,
    AUTHENTICATED_USERS,
    EDGE_SERVERS,
    EXTERNALLY_SECURED,
    HUB_SERVERS,
    LEGACY_SERVERS,
    PARTNER_SERVERS,
)
from ems.exchange.identity import Identity, find_recipients
from ems.exchange.objects import ExchangeObject

_SERVERS: Final = "S-1-9-1419165041-1139599005-3936102811-1022490595-"
_WELL_KNOWN: Final[Mapping[str, str]] = {
    "S-1-1-0": "Everyone",
    "S-1-3-0": "CREATOR OWNER",
    "S-1-5-7": ANONYMOUS,
    "S-1-5-10": "NT AUTHORITY\\SELF",
    "S-1-5-11": AUTHENTICATED_USERS,
    "S-1-5-18": "NT AUTHORITY\\SYSTEM",
    "S-1-5-19": "NT AUTHORITY\\LOCAL SERVICE",
    "S-1-5-20": "NT AUTHORITY\\NETWORK SERVICE",
    "S-1-5-32-544": "BUILTIN\\Administrators",
    f"{_SERVERS}10": PARTNER_SERVERS,
    f"{_SERVERS}21": HUB_SERVERS,
    f"{_SERVERS}22": EDGE_SERVERS,
    f"{_SERVERS}23": EXTERNALLY_SECURED,
    f"{_SERVERS}24": LEGACY_SERVERS,
}
_DOMAIN_GROUPS: Final = (
    "Administrator", "Delegated Setup", "Domain Admins", "Domain Computers", "Domain Users", "Enterprise Admins",
    "Exchange Servers", "Exchange Trusted Subsystem", "Exchange Windows Permissions", "ExchangeLegacyInterop",
    "Managed Availability Servers", "Organization Management", "Public Folder Management", "Recipient Management",
    "Schema Admins", "Server Management", "View-Only Organization Management",
)  # fmt: skip


def resolve_principal(view: View, value: Any, netbios: str) -> str | None:
    """The account that a -User parameter means, as it prints; None where there is none."""
    identity = Identity(value)
    if isinstance(value, ExchangeObject) and value.entry is not None:
        account = value.entry.get("SamAccountName")
        return f"{netbios}\\{account}" if account else None
    text = identity.text
    found = _well_known(text) or _of_domain(text, netbios)
    if found is not None:
        return found
    for object_class in ("mailbox", "user"):
        recipients = find_recipients(view, object_class, identity, netbios)
        if recipients:
            return f"{netbios}\\{recipients[0].get('SamAccountName')}"
    server = text.removesuffix("$").rpartition("\\")[2]
    if text.endswith("$") and view.first("exchangeServer", Name=server) is not None:
        return f"{netbios}\\{server}$"
    return None


def _well_known(text: str) -> str | None:
    folded = text.casefold()
    for sid, name in _WELL_KNOWN.items():
        if folded in (sid.casefold(), name.casefold(), name.rpartition("\\")[2].casefold()):
            return name
    return None


def _of_domain(text: str, netbios: str) -> str | None:
    domain, slash, name = text.rpartition("\\")
    if slash and domain.casefold() not in (netbios.casefold(), "."):
        return None
    for group in _DOMAIN_GROUPS:
        if group.casefold() == name.casefold():
            return f"{netbios}\\{group}"
    return None
