"""What an identity means: names, GUIDs, distinguished names, SERVER\\Name, addresses, objects from the pipeline.

`*` may stand at the start or end of either part of SERVER\\Name, and of a name. A bare name of an object that belongs
to a server means the object of the server that the shell is connected to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from ems.directory import Entry, View, names
from ems.exchange import net
from ems.exchange.dotnet.identities import ADObjectId
from ems.exchange.objects import ExchangeObject

_GUID: Final = re.compile(r"\{?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?")


class Identity:
    """An identity parameter: a text, or an object that says by itself which entry it is."""

    def __init__(self, value: Any) -> None:
        value = net.plain(value)
        self.entry: Entry | None = value.entry if isinstance(value, ExchangeObject) else None
        self.guid = value.guid if isinstance(value, ADObjectId) else ""
        self.dn = value.dn if isinstance(value, ADObjectId) else ""
        self.text = net.text_of(value).strip()

    @property
    def contains_wildcard(self) -> bool:
        return "*" in self.text

    def known(self, view: View) -> Entry | None:
        """The entry that an object, a GUID or a distinguished name means; None where the text is something else."""
        if self.entry is not None:
            return view.get(self.entry.guid)
        if self.guid:
            return view.get(self.guid)
        if _GUID.fullmatch(self.text):
            return view.get(self.text.strip("{}").lower())
        if "=" in self.text:
            return view.by_dn(self.text)
        return None


def matches(pattern: str, text: str) -> bool:
    """Whether a text fits a pattern in which only `*` is special, without regard to case."""
    if "*" not in pattern:
        return pattern.casefold() == text.casefold()
    expression = ".*".join(re.escape(part) for part in pattern.casefold().split("*"))
    return re.fullmatch(expression, text.casefold(), re.DOTALL) is not None


def find_by_name(view: View, object_class: str, identity: Identity, fields: Iterable[str] = ()) -> list[Entry]:
    """Entries of a class by name, GUID, distinguished name, or one of some attributes."""
    known = identity.known(view)
    if known is not None:
        return [known] if known.object_class == object_class else []
    if not identity.contains_wildcard:
        for field in ("Name", *fields):
            found = view.find(object_class, **{field: identity.text})
            if found:
                return found
        return [
            each for each in view.find(object_class) if identity.text.casefold() == names.canonical(each.dn).casefold()
        ]
    return [
        each
        for each in view.find(object_class)
        if any(matches(identity.text, str(each.get(field) or "")) for field in ("Name", *fields))
    ]


def find_on_server(view: View, object_class: str, identity: Identity, local: str) -> list[Entry]:
    """Entries of a class that belongs to servers: SERVER\\Name, or the bare name on the local server."""
    known = identity.known(view)
    if known is not None:
        if known.object_class == "exchangeServer":
            return view.find(object_class, Server=known.name)
        return [known] if known.object_class == object_class else []
    server, slash, name = identity.text.rpartition("\\")
    every = view.find(object_class)
    if slash:
        wanted = _server_name(view, server)
        return [each for each in every if matches(wanted, str(each.get("Server"))) and matches(name, each.name)]
    found = [each for each in every if matches(name, each.name)]
    return found if identity.contains_wildcard else [each for each in found if each.get("Server") == local]


def _server_name(view: View, text: str) -> str:
    """A server part can be the name or the full name."""
    found = view.first("exchangeServer", Fqdn=text)
    return found.name if found is not None else text


def find_servers(view: View, identity: Identity) -> list[Entry]:
    """Servers by name, full name, distinguished name, GUID or legacy name."""
    text = identity.text
    if text.lower().startswith("/o=") and "/cn=" in text.lower():
        text = text.rpartition("=")[2]
        return view.find("exchangeServer", Name=text)
    return find_by_name(view, "exchangeServer", identity, ("Fqdn",))


def find_recipients(view: View, object_class: str, identity: Identity, netbios: str) -> list[Entry]:
    """Recipients by name, alias, address, user name, display name; ``DOMAIN\\name`` too."""
    domain, slash, name = identity.text.partition("\\")
    if slash and domain.casefold() == netbios.casefold():
        return view.find(object_class, SamAccountName=name)
    fields = ("Alias", "PrimarySmtpAddress", "UserPrincipalName", "SamAccountName", "DisplayName")
    found = find_by_name(view, object_class, identity, fields)
    if found or identity.contains_wildcard:
        return found
    address = f"smtp:{identity.text}".casefold()
    return [
        each
        for each in view.find(object_class)
        if any(address == str(one).casefold() for one in each.get("EmailAddresses") or ())
    ]


Finder = Callable[[View, Identity], list[Entry]]
