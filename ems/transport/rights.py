"""Who a session is, and which extended rights that gives it on a connector.

Decided in the order of access control in Active Directory: explicit before inherited, denials before permissions within
one level. What a permission group gives counts as explicit, so an explicit denial takes it away. Groups, members and
rights: Microsoft's page on Receive connectors (2016 and later).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ems.directory import Ace

    from .connectors import ReceiveConnector

ANONYMOUS: Final = "NT AUTHORITY\\ANONYMOUS LOGON"
AUTHENTICATED: Final = "NT AUTHORITY\\Authenticated Users"
EVERYONE: Final = "Everyone"
EXTERNALLY_SECURED: Final = "MS Exchange\\Externally Secured Servers"
HUB_SERVERS: Final = "MS Exchange\\Hub Transport Servers"
PARTNERS: Final = "MS Exchange\\Partner Servers"

SUBMIT: Final = "ms-Exch-SMTP-Submit"
ANY_RECIPIENT: Final = "ms-Exch-SMTP-Accept-Any-Recipient"
ANY_SENDER: Final = "ms-Exch-SMTP-Accept-Any-Sender"
AUTHORITATIVE_SENDER: Final = "ms-Exch-SMTP-Accept-Authoritative-Domain-Sender"
AUTHENTICATION_FLAG: Final = "ms-Exch-SMTP-Accept-Authentication-Flag"
ROUTING_HEADERS: Final = "ms-Exch-Accept-Headers-Routing"
ORGANIZATION_HEADERS: Final = "ms-Exch-Accept-Headers-Organization"
FOREST_HEADERS: Final = "ms-Exch-Accept-Headers-Forest"
BYPASS_ANTISPAM: Final = "ms-Exch-Bypass-Anti-Spam"
BYPASS_SIZE: Final = "ms-Exch-Bypass-Message-Size-Limit"
EXCH50: Final = "ms-Exch-SMTP-Accept-Exch50"

ALL_RIGHTS: Final = (
    SUBMIT,
    ANY_SENDER,
    ANY_RECIPIENT,
    AUTHORITATIVE_SENDER,
    AUTHENTICATION_FLAG,
    ROUTING_HEADERS,
    ORGANIZATION_HEADERS,
    FOREST_HEADERS,
    BYPASS_ANTISPAM,
    BYPASS_SIZE,
    EXCH50,
)

# What a right is called in the protocol log's "Set Session Permissions" line.
LOG_NAMES: Final[Mapping[str, str]] = {
    SUBMIT: "SMTPSubmit",
    ANY_SENDER: "SMTPAcceptAnySender",
    ANY_RECIPIENT: "SMTPAcceptAnyRecipient",
    AUTHORITATIVE_SENDER: "SMTPAcceptAuthoritativeDomainSender",
    AUTHENTICATION_FLAG: "SMTPAcceptAuthenticationFlag",
    BYPASS_ANTISPAM: "BypassAntiSpam",
    BYPASS_SIZE: "BypassMessageSizeLimit",
    EXCH50: "SMTPAcceptEXCH50",
    ROUTING_HEADERS: "AcceptRoutingHeaders",
    FOREST_HEADERS: "AcceptForestHeaders",
    ORGANIZATION_HEADERS: "AcceptOrganizationHeaders",
}

_TRUSTED: Final = frozenset(ALL_RIGHTS) - {ORGANIZATION_HEADERS, FOREST_HEADERS}

# Permission group -> (principal, its rights). Domain groups are written without their domain.
GROUP_RIGHTS: Final[Mapping[str, tuple[tuple[str, frozenset[str]], ...]]] = {
    "anonymoususers": ((ANONYMOUS, frozenset({SUBMIT, ANY_SENDER, AUTHORITATIVE_SENDER, ROUTING_HEADERS})),),
    "exchangeusers": ((AUTHENTICATED, frozenset({SUBMIT, ANY_RECIPIENT, BYPASS_ANTISPAM, ROUTING_HEADERS})),),
    "exchangeservers": (
        ("Exchange Servers", frozenset(ALL_RIGHTS)),
        ("MS Exchange\\Edge Transport Servers", frozenset(ALL_RIGHTS)),
        (HUB_SERVERS, frozenset(ALL_RIGHTS)),
        (EXTERNALLY_SECURED, _TRUSTED),
    ),
    "exchangelegacyservers": (("ExchangeLegacyInterop", _TRUSTED),),
    "partners": ((PARTNERS, frozenset({SUBMIT, ROUTING_HEADERS})),),
}

_SIDS: Final[Mapping[str, str]] = {
    "s-1-5-7": ANONYMOUS,
    "s-1-5-11": AUTHENTICATED,
    "s-1-1-0": EVERYONE,
    "s-1-9-1419165041-1139599005-3936102811-1022490595-10": PARTNERS,
    "s-1-9-1419165041-1139599005-3936102811-1022490595-21": HUB_SERVERS,
    "s-1-9-1419165041-1139599005-3936102811-1022490595-22": "MS Exchange\\Edge Transport Servers",
    "s-1-9-1419165041-1139599005-3936102811-1022490595-23": EXTERNALLY_SECURED,
}


def fold_principal(name: str) -> str:
    """The key under which a principal is compared: SIDs of well-known principals are their names."""
    folded = name.strip().lower()
    known = _SIDS.get(folded)
    if known is not None:
        folded = known.lower()
    if folded in ("anonymous logon", "authenticated users"):
        folded = f"nt authority\\{folded}"
    return folded


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the session is: the principals it holds and how the message will be stamped."""

    principals: tuple[str, ...]
    description: str
    user: str = ""
    mailbox_guid: str = ""

    @property
    def folded(self) -> frozenset[str]:
        names = {fold_principal(each) for each in self.principals}
        return frozenset(names)

    @property
    def is_authenticated(self) -> bool:
        return bool(self.user)


def connecting_identity(connector: ReceiveConnector) -> Identity:
    """Who a client is before (or without) any logon."""
    if connector.is_externally_secured and "exchangeservers" in connector.groups:
        return Identity((EXTERNALLY_SECURED,), "externally secured")
    return Identity((ANONYMOUS,), "anonymous")


def user_identity(user: str, mailbox_guid: str, groups: Iterable[str] = ()) -> Identity:
    return Identity((user, AUTHENTICATED, EVERYONE, *groups), f"the authenticated user {user}", user, mailbox_guid)


@dataclass(frozen=True, slots=True)
class Rights:
    """The effective extended rights of one session, each with the entry that decided it."""

    granted: frozenset[str]
    reasons: Mapping[str, str]

    def __contains__(self, right: object) -> bool:
        return right in self.granted

    def reason(self, right: str) -> str:
        return self.reasons.get(right, f"No entry gives {right}.")

    def log_text(self) -> str:
        names = [name for right, name in LOG_NAMES.items() if right in self.granted]
        return " ".join(names) if names else "None"


def effective_rights(connector: ReceiveConnector, acl: Iterable[Ace], identity: Identity) -> Rights:
    """Decide each right by the first entry that speaks of it; ``acl`` is the connector's effective list."""
    wanted = identity.folded
    decided: dict[str, bool] = {}
    reasons: dict[str, str] = {}

    def decide(right: str, allow: bool, why: str) -> None:
        if right not in decided:
            decided[right] = allow
            reasons[right] = why

    entries = [ace for ace in acl if fold_principal(ace.principal) in wanted and ace.applies_to_self]
    for inherited in (False, True):
        level = [ace for ace in entries if ace.inherited is inherited]
        where = "inherited" if inherited else "explicit"
        for ace in level:
            if ace.deny:
                for right in ALL_RIGHTS:
                    if ace.grants(right):
                        decide(right, False, f"An {where} entry denies {right} to {ace.principal}.")
        if not inherited:
            for group, principal, rights in _groups_of(connector):
                if fold_principal(principal) in wanted or _is_domain_group(principal, wanted):
                    for right in rights:
                        decide(right, True, f"Permission group {group} gives {right} to {principal}.")
        for ace in level:
            if not ace.deny:
                for right in ALL_RIGHTS:
                    if ace.grants(right):
                        decide(right, True, f"An {where} entry gives {right} to {ace.principal}.")
    return Rights(frozenset(right for right, allow in decided.items() if allow), reasons)


_GROUP_NAMES: Final[Mapping[str, str]] = {
    name.lower(): name
    for name in ("AnonymousUsers", "ExchangeUsers", "ExchangeServers", "ExchangeLegacyServers", "Partners")
}


def _groups_of(connector: ReceiveConnector) -> Iterable[tuple[str, str, frozenset[str]]]:
    for folded, grants in GROUP_RIGHTS.items():
        if folded in connector.groups:
            for principal, rights in grants:
                yield _GROUP_NAMES[folded], principal, rights


def _is_domain_group(principal: str, wanted: frozenset[str]) -> bool:
    if "\\" in principal:
        return False
    ending = "\\" + principal.lower()
    return any(name.endswith(ending) for name in wanted)
