"""The permission groups of a receive connector: fixed principals with fixed rights.

A group is nothing but access control entries; the directory stores those, and which groups a connector has is read off
them again. Exchange prints `Custom` where other explicit entries remain. The lists are those of Microsoft's
documentation of receive connectors (2016, 2019); 2010 knows neither the X-rights nor the ones for XMessageContext.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .access import EXTENDED_RIGHT, Ace

ANONYMOUS: Final = "NT AUTHORITY\\ANONYMOUS LOGON"
AUTHENTICATED_USERS: Final = "NT AUTHORITY\\Authenticated Users"
PARTNER_SERVERS: Final = "MS Exchange\\Partner Servers"
HUB_SERVERS: Final = "MS Exchange\\Hub Transport Servers"
EDGE_SERVERS: Final = "MS Exchange\\Edge Transport Servers"
EXTERNALLY_SECURED: Final = "MS Exchange\\Externally Secured Servers"
LEGACY_SERVERS: Final = "MS Exchange\\Legacy Exchange Servers"

NAMES: Final = ("AnonymousUsers", "ExchangeUsers", "ExchangeServers", "ExchangeLegacyServers", "Partners")
"""In the order of their values, which is the order in which they print."""

CUSTOM: Final = "Custom"

_ANONYMOUS_RIGHTS: Final = (
    "ms-Exch-SMTP-Accept-Any-Sender",
    "ms-Exch-Accept-Headers-Routing",
    "ms-Exch-SMTP-Submit",
    "ms-Exch-SMTP-Accept-Authoritative-Domain-Sender",
)
_USER_RIGHTS: Final = (
    "ms-Exch-SMTP-Accept-Any-Recipient",
    "ms-Exch-Accept-Headers-Routing",
    "ms-Exch-Bypass-Anti-Spam",
    "ms-Exch-SMTP-Submit",
)
_TRUSTED_RIGHTS: Final = (
    "ms-Exch-SMTP-Accept-Any-Sender",
    "ms-Exch-SMTP-Accept-Exch50",
    "ms-Exch-SMTP-Accept-Any-Recipient",
    "ms-Exch-Accept-Headers-Routing",
    "ms-Exch-SMTP-Accept-Authentication-Flag",
    "ms-Exch-Bypass-Anti-Spam",
    "ms-Exch-Bypass-Message-Size-Limit",
    "ms-Exch-SMTP-Submit",
    "ms-Exch-SMTP-Accept-Authoritative-Domain-Sender",
)
_INTERNAL_HEADERS: Final = ("ms-Exch-Accept-Headers-Forest", "ms-Exch-Accept-Headers-Organization")
_SERVER_RIGHTS_2010: Final = ("ms-Exch-SMTP-Accept-XShadow",)
_SERVER_RIGHTS: Final = (
    "ms-Exch-SMTP-Accept-XShadow",
    "ms-Exch-SMTP-Accept-XSessionParams",
    "ms-Exch-SMTP-Accept-Xattr",
    "ms-Exch-SMTP-Accept-XProxyFrom",
    "ms-Exch-SMTP-Accept-XSysProbe",
    "ms-Exch-SMTP-Send-XMessageContext-ExtendedProperties",
    "ms-Exch-SMTP-Send-XMessageContext-FastIndex",
    "ms-Exch-SMTP-Send-XMessageContext-ADRecipientCache",
)

EXTENDED_RIGHTS: Final = tuple(
    dict.fromkeys((*_ANONYMOUS_RIGHTS, *_USER_RIGHTS, *_TRUSTED_RIGHTS, *_INTERNAL_HEADERS, *_SERVER_RIGHTS))
)
"""All extended rights that concern receive connectors, in the spelling of the schema."""


def aces_of(group: str, domain: str, year: int) -> list[Ace]:
    """The entries that a permission group puts on a connector; ``domain`` is the NetBIOS name of the domain."""
    folded = group.casefold()
    if folded == "anonymoususers":
        return _allow(ANONYMOUS, _ANONYMOUS_RIGHTS)
    if folded == "exchangeusers":
        return _allow(AUTHENTICATED_USERS, _USER_RIGHTS)
    if folded == "exchangeservers":
        more = _SERVER_RIGHTS_2010 if year < 2013 else _SERVER_RIGHTS
        servers = (f"{domain}\\Exchange Servers", HUB_SERVERS, EDGE_SERVERS)
        rights = (*_TRUSTED_RIGHTS, *_INTERNAL_HEADERS, *more)
        trusted = _allow(EXTERNALLY_SECURED, _TRUSTED_RIGHTS)
        return [ace for server in servers for ace in _allow(server, rights)] + trusted
    if folded == "exchangelegacyservers":
        interop = f"{domain}\\ExchangeLegacyInterop"
        denied = [
            Ace(interop, (EXTENDED_RIGHT,), extended_right=right, access_type="deny") for right in _INTERNAL_HEADERS
        ]
        return denied + _allow(interop, _TRUSTED_RIGHTS)
    if folded == "partners":
        return _allow(PARTNER_SERVERS, ("ms-Exch-Accept-Headers-Routing", "ms-Exch-SMTP-Submit"))
    return []


def groups_of(acl: Iterable[Ace], domain: str, year: int) -> str:
    """The permission groups that an access control list amounts to, as Exchange prints them."""
    present = {ace.key() for ace in acl}
    names: list[str] = []
    explained: set[tuple[object, ...]] = set()
    for group in NAMES:
        keys = {ace.key() for ace in aces_of(group, domain, year)}
        if keys <= present:
            names.append(group)
            explained |= keys
    if present - explained:
        names.append(CUSTOM)
    return ", ".join(names) or "None"


def _allow(principal: str, rights: Iterable[str]) -> list[Ace]:
    return [Ace(principal, (EXTENDED_RIGHT,), extended_right=right) for right in rights]
