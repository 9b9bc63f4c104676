"""Names of things: directory objects, domains, mail addresses.

An ADObjectId prints as Exchange prints it where it stands: a connector as SERVER\\Name, most configuration objects by
their name, recipients by their canonical name.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Final

from ems.directory import names
from ems.runtime.errors import NetError
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

_LABEL: Final = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
_ADDRESS: Final = re.compile(rf"[^\s@<>]+@{_LABEL}(?:\.{_LABEL})*")
_LONGEST_DOMAIN: Final = 255
_HIGHEST_COST: Final = 100


class ADObjectId(NetObject):
    """Microsoft.Exchange.Data.Directory.ADObjectId."""

    __slots__ = ("dn", "guid", "text")
    type_name = "Microsoft.Exchange.Data.Directory.ADObjectId"

    def __init__(self, dn: str, text: str, guid: str = "") -> None:
        self.dn = dn
        self.text = text
        self.guid = guid

    @property
    def name(self) -> str:
        parts = names.components(self.dn)
        return parts[0][1] if parts else self.text

    @property
    def parent(self) -> ADObjectId | None:
        above = names.parent(self.dn)
        return ADObjectId(above, names.canonical(above)) if above else None

    @property
    def depth(self) -> int:
        return len(names.components(self.dn))

    @property
    def canonical(self) -> str:
        return names.canonical(self.dn)

    def to_text(self) -> str:
        return self.text

    @property
    def forms(self) -> list[str]:
        """The ways in which a text can name the object, for comparison."""
        return [each.casefold() for each in (self.text, self.name, self.dn, self.guid) if each]

    def equals(self, other: Any) -> bool:
        """One made of a text is the same where the text names the object: `$_.Server -eq "EX01"` (our choice)."""
        if not isinstance(other, ADObjectId):
            return False
        if self.dn and other.dn:
            return names.fold(self.dn) == names.fold(other.dn)
        return other.text.casefold() in self.forms if self.dn else self.text.casefold() in other.forms

    def compare_to(self, other: Any) -> int | None:
        if not isinstance(other, ADObjectId):
            return None
        mine, theirs = self.text.casefold(), other.text.casefold()
        return (mine > theirs) - (mine < theirs)


class OrganizationId(NetObject):
    """Microsoft.Exchange.Data.Directory.OrganizationId; on-premises there is one, and it prints as nothing."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.Directory.OrganizationId"

    def to_text(self) -> str:
        return ""


class TextValue(NetObject):
    """A value that is a text with rules. Compared without regard to case."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def to_text(self) -> str:
        return self.text

    def equals(self, other: Any) -> bool:
        theirs = other.text if isinstance(other, TextValue) else other
        return isinstance(theirs, str) and self.text.casefold() == theirs.casefold()

    def compare_to(self, other: Any) -> int | None:
        if not isinstance(other, TextValue):
            return None
        mine, theirs = self.text.casefold(), other.text.casefold()
        return (mine > theirs) - (mine < theirs)


class Fqdn(TextValue):
    """Microsoft.Exchange.Data.Fqdn."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.Fqdn"

    @staticmethod
    def parse(text: str) -> Fqdn:
        plain = text.strip().strip("{}").strip()
        if not _HOST.fullmatch(plain) or len(plain) > _LONGEST_DOMAIN:
            raise NetError("System.FormatException", f'"{text}" isn\'t a valid FQDN.')  # our wording
        return Fqdn(plain)

    @property
    def domain(self) -> str:
        return self.text


class SmtpDomain(TextValue):
    """Microsoft.Exchange.Data.SmtpDomain."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.SmtpDomain"

    @staticmethod
    def parse(text: str) -> SmtpDomain:
        return SmtpDomain(_domain(text, text.strip()))

    @property
    def domain(self) -> str:
        return self.text


class SmtpDomainWithSubdomains(TextValue):
    """Microsoft.Exchange.Data.SmtpDomainWithSubdomains: ``contoso.com``, or ``*.contoso.com`` with all below it."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.SmtpDomainWithSubdomains"

    @staticmethod
    def parse(text: str) -> SmtpDomainWithSubdomains:
        plain = text.strip()
        if plain != "*":
            _domain(text, plain.removeprefix("*."))
        return SmtpDomainWithSubdomains(plain)

    @property
    def address(self) -> str:
        return self.text

    @property
    def domain(self) -> str:
        return self.text.removeprefix("*.")

    @property
    def includes_subdomains(self) -> bool:
        return self.text.startswith("*")


class SmtpAddress(TextValue):
    """Microsoft.Exchange.Data.SmtpAddress."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.SmtpAddress"

    @staticmethod
    def parse(text: str) -> SmtpAddress:
        if not _ADDRESS.fullmatch(text.strip()):
            raise NetError("System.FormatException", f'"{text}" isn\'t a valid SMTP address.')  # our wording
        return SmtpAddress(text.strip())

    @property
    def local(self) -> str:
        return self.text.rpartition("@")[0]

    @property
    def domain(self) -> str:
        return self.text.rpartition("@")[2]

    @property
    def length(self) -> int:
        return len(self.text)


class ProxyAddress(TextValue):
    """Microsoft.Exchange.Data.ProxyAddress: ``SMTP:chris@contoso.com``; capitals mark the primary one."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.ProxyAddress"

    @staticmethod
    def parse(text: str) -> ProxyAddress:
        plain = text.strip()
        return ProxyAddress(plain if ":" in plain else f"smtp:{plain}")

    @property
    def prefix(self) -> str:
        return self.text.partition(":")[0].upper()

    @property
    def address(self) -> str:
        return self.text.partition(":")[2]

    @property
    def is_primary(self) -> bool:
        return self.text.partition(":")[0].isupper()


class SmtpX509Identifier(TextValue):
    """Microsoft.Exchange.Data.SmtpX509Identifier: ``<I>issuer<S>subject``."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.SmtpX509Identifier"

    @staticmethod
    def parse(text: str) -> SmtpX509Identifier:
        if not re.fullmatch(r"<I>.+<S>.+", text.strip(), re.IGNORECASE):
            message = f'"{text}" isn\'t a valid certificate name. Use "<I>Issuer<S>Subject".'
            raise NetError("System.FormatException", message)  # our wording
        return SmtpX509Identifier(text.strip())


class LocalLongFullPath(TextValue):
    """Microsoft.Exchange.Data.LocalLongFullPath."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.LocalLongFullPath"

    @staticmethod
    def parse(text: str) -> LocalLongFullPath:
        if not re.match(r"[A-Za-z]:\\", text.strip()):
            raise NetError("System.FormatException", f'"{text}" isn\'t a full local path.')  # our wording
        return LocalLongFullPath(text.strip())

    @property
    def path_name(self) -> str:
        return self.text


class AddressSpace(TextValue):
    """Microsoft.Exchange.Data.AddressSpace: ``SMTP:*.contoso.com;1``: a type, a domain, and what the way costs."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.AddressSpace"

    @staticmethod
    def parse(text: str) -> AddressSpace:
        space, _, cost = text.strip().partition(";")
        kind, colon, address = space.partition(":")
        if not colon:
            kind, address = "SMTP", space
        number = cost.strip() or "1"
        is_smtp = kind.upper() == "SMTP"
        if is_smtp and address not in ("*", "--"):
            _domain(text, address.removeprefix("*."))
        if not address or not number.isdigit() or not 1 <= int(number) <= _HIGHEST_COST:
            raise NetError("System.FormatException", f'"{text}" isn\'t a valid address space.')  # our wording
        return AddressSpace(f"{kind.upper() if is_smtp else kind}:{address};{int(number)}")

    @property
    def kind(self) -> str:
        return self.text.partition(":")[0]

    @property
    def address(self) -> str:
        return self.text.partition(":")[2].partition(";")[0]

    @property
    def cost(self) -> int:
        return int(self.text.rpartition(";")[2])


class SmartHost(TextValue):
    """Microsoft.Exchange.Data.SmartHost: a name, or an address in brackets."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.SmartHost"

    @staticmethod
    def parse(text: str) -> SmartHost:
        plain = text.strip().strip("[]")
        try:
            return SmartHost(f"[{ipaddress.ip_address(plain)}]")
        except ValueError:
            pass
        if not _HOST.fullmatch(plain):
            raise NetError("System.FormatException", f'"{text}" isn\'t a valid smart host.')  # our wording
        return SmartHost(plain)


def _domain(given: str, plain: str) -> str:
    if not _HOST.fullmatch(plain) or len(plain) > _LONGEST_DOMAIN:
        raise NetError("System.FormatException", f'"{given}" isn\'t a valid SMTP domain.')  # our wording
    return plain


def _text_type(value_class: type[Any], **properties: Any) -> Implementation:
    """The members that all values which are texts have, and some more properties."""
    static = {"Parse": value_class.parse} if hasattr(value_class, "parse") else {}
    name = value_class.type_name
    lines = [
        f"{'int' if each == 'Length' else 'bool' if each.startswith('I') else 'string'} {each} {{get;}}"
        for each in properties
    ]
    if static:
        lines.append(f"static {name} Parse(string text)")
    return Implementation(
        methods={"ToString": lambda value: value.to_text(), "Equals": lambda value, other: value.equals(other)},
        properties=properties,
        static=static,
        declared="\n".join([*lines, "bool Equals(System.Object other)", "string ToString()"]),
    )


def _guid(text: str) -> Any:
    from ems.exchange.net import guid

    return guid(text) if text else None


TYPES: Final = {
    ADObjectId.type_name: Implementation(
        methods={
            "ToString": lambda value: value.to_text(),
            "ToDNString": lambda value: value.dn,
            "ToCanonicalName": lambda value: value.canonical,
            "Equals": lambda value, other: value.equals(other),
        },
        static={"new": lambda _type, text: ADObjectId(text if "=" in text else "", text)},
        properties={
            "Name": lambda value: value.name,
            "DistinguishedName": lambda value: value.dn,
            "ObjectGuid": lambda value: _guid(value.guid),
            "Parent": lambda value: value.parent,
            "Depth": lambda value: value.depth,
            "Rdn": lambda value: names.split(value.dn)[0],
        },
        declared=(
            "string Name {get;}\nstring DistinguishedName {get;}\nSystem.Object ObjectGuid {get;}\n"
            "Microsoft.Exchange.Data.Directory.ADObjectId Parent {get;}\nint Depth {get;}\nstring Rdn {get;}\n"
            "string ToDNString()\nstring ToCanonicalName()\nbool Equals(System.Object other)\nstring ToString()\n"
            f"{ADObjectId.type_name} new(string distinguishedName)"
        ),
    ),
    OrganizationId.type_name: Implementation(
        methods={"ToString": lambda value: value.to_text()}, declared="string ToString()"
    ),
    Fqdn.type_name: _text_type(Fqdn, Domain=lambda value: value.domain),
    SmtpDomain.type_name: _text_type(SmtpDomain, Domain=lambda value: value.domain),
    SmtpDomainWithSubdomains.type_name: _text_type(
        SmtpDomainWithSubdomains,
        Address=lambda value: value.address,
        Domain=lambda value: value.domain,
        IncludeSubDomains=lambda value: value.includes_subdomains,
    ),
    SmtpAddress.type_name: _text_type(
        SmtpAddress,
        Address=lambda value: value.text,
        Local=lambda value: value.local,
        Domain=lambda value: value.domain,
        Length=lambda value: value.length,
        IsValidAddress=lambda value: True,
    ),
    ProxyAddress.type_name: _text_type(
        ProxyAddress,
        PrefixString=lambda value: value.prefix,
        AddressString=lambda value: value.address,
        ProxyAddressString=lambda value: value.text,
        SmtpAddress=lambda value: value.address,
        IsPrimaryAddress=lambda value: value.is_primary,
    ),
    SmtpX509Identifier.type_name: _text_type(SmtpX509Identifier),
    AddressSpace.type_name: _text_type(
        AddressSpace,
        Type=lambda value: value.kind,
        Address=lambda value: value.address,
        Domain=lambda value: value.address,
    ),
    SmartHost.type_name: _text_type(SmartHost, Domain=lambda value: value.text),
    LocalLongFullPath.type_name: _text_type(LocalLongFullPath, PathName=lambda value: value.path_name),
}
