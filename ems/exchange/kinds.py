"""The kinds of values that properties hold: how each is read from what was typed, stored, and shown.

The directory stores plain JSON: numbers of bytes, texts of time spans and flags, lists. The shell shows Exchange's
own value types. A kind goes both ways; its name is the one that the schema uses, `MultiValuedProperty[IPBinding]` for
instance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from ems.exchange import net
from ems.exchange.dotnet import identities, network, quantities
from ems.exchange.dotnet.multivalued import MultiValuedProperty, same
from ems.runtime.errors import NetError
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

DATA: Final = "Microsoft.Exchange.Data."
RECIPIENT: Final = "Microsoft.Exchange.Data.Directory.Recipient."
SYSTEM: Final = "Microsoft.Exchange.Data.Directory.SystemConfiguration."

_UNLIMITED: Final = "unlimited"


class Kind:
    """A kind of value. `read` makes a value of what was given, `store` JSON of a value, `show` a value of JSON."""

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name

    @property
    def net_type(self) -> TypeInfo:
        return type_named(self.type_name)

    def read(self, value: Any) -> Any:
        """A value of this kind from anything that stands for one; NetError where nothing does."""
        raise NotImplementedError

    def store(self, value: Any) -> Any:
        """The stored form of a value that `read` gave."""
        raise NotImplementedError

    def show(self, stored: Any) -> Any:
        """The value behind a stored form."""
        return None if stored is None else self.read(stored)


class Plain(Kind):
    """String, Boolean, Int32: held by the shell as they are stored."""

    def read(self, value: Any) -> Any:
        return net.converted(value, self.net_type)

    def store(self, value: Any) -> Any:
        return value

    def show(self, stored: Any) -> Any:
        return stored


class Text(Kind):
    """Values that print as the text they are read from."""

    def __init__(self, type_name: str, value_class: type[Any], parse: Callable[[str], Any] | None = None) -> None:
        super().__init__(type_name)
        self._class = value_class
        self._parse = parse or value_class.parse

    def read(self, value: Any) -> Any:
        if value is None or isinstance(value, self._class):
            return value
        text = net.text_of(value)
        return None if text == "" else self._parse(text)

    def store(self, value: Any) -> Any:
        return None if value is None else value.to_text()

    def show(self, stored: Any) -> Any:
        return None if stored in (None, "") else self._parse(stored)


class Size(Kind):
    """Sizes: bytes in the store. A bare number is bytes."""

    def read(self, value: Any) -> Any:
        value = net.plain(value)
        if isinstance(value, quantities.ByteQuantifiedSize):
            return value
        if isinstance(value, quantities.Unlimited) and value.value is not None:
            return self.read(value.value)
        number = net.whole_number(value)
        return (
            quantities.ByteQuantifiedSize(number)
            if number is not None
            else quantities.ByteQuantifiedSize.parse(net.text_of(value))
        )

    def store(self, value: Any) -> Any:
        return value.bytes


class Unlimited(Kind):
    """A value or no limit; stored as `Unlimited`."""

    def __init__(self, inner: Kind) -> None:
        super().__init__(f"{DATA}Unlimited`1[{inner.type_name}]")
        self._inner = inner

    @property
    def net_type(self) -> TypeInfo:
        return type_named(f"{DATA}Unlimited`1").close((self._inner.net_type,))

    def read(self, value: Any) -> Any:
        value = net.plain(value)
        if isinstance(value, quantities.Unlimited):
            inner = None if value.value is None else self._inner.read(value.value)
        elif isinstance(value, str) and value.strip().lower() == _UNLIMITED:
            inner = None
        else:
            inner = self._inner.read(value)
        return quantities.Unlimited(inner, self.net_type)

    def store(self, value: Any) -> Any:
        return "Unlimited" if value.value is None else self._inner.store(value.value)


class Span(Kind):
    """Time spans; stored in the constant format of .NET."""

    def read(self, value: Any) -> Any:
        return net.enhanced_time_span(value)

    def store(self, value: Any) -> Any:
        return net.text_of(value)


class Enumeration(Kind):
    """Enumerations, with flags or without; stored as they print."""

    def read(self, value: Any) -> Any:
        return net.enum_value(self.net_type, value)

    def store(self, value: Any) -> Any:
        return net.text_of(value)


class ObjectId(Kind):
    """References to other objects; stored by their name or distinguished name."""

    def read(self, value: Any) -> Any:
        if value is None or isinstance(value, identities.ADObjectId):
            return value
        text = net.text_of(value)
        return identities.ADObjectId(text if "=" in text else "", text) if text else None

    def store(self, value: Any) -> Any:
        return None if value is None else value.text


class Moment(Kind):
    """Dates: ISO text in the store, local time in the shell."""

    def read(self, value: Any) -> Any:
        return net.date_time(value)

    def store(self, value: Any) -> Any:
        return net.text_of(value)


class Multi(Kind):
    """Lists of a kind."""

    def __init__(self, inner: Kind, family: str = "MultiValuedProperty") -> None:
        super().__init__(f"{DATA}{family}")
        self.inner = inner
        self._family = family

    @property
    def net_type(self) -> TypeInfo:
        if self._family != "MultiValuedProperty":
            return type_named(self.type_name)
        return type_named(f"{DATA}MultiValuedProperty`1").close((self.inner.net_type,))

    def read(self, value: Any) -> Any:
        items: list[Any] = []
        for each in net.elements(value):
            for part in self._parts(each):
                item = self.inner.read(part)
                if item is not None and not any(same(item, known) for known in items):
                    items.append(item)
        return self.of(items)

    def _parts(self, value: Any) -> Iterable[Any]:
        """One typed text can hold a whole list, as `{10.1.1.5:25}` or `192.168.5.10, 192.168.5.11` in quotes do."""
        if isinstance(value, str) and isinstance(self.inner, Text):
            plain = value.strip()
            if plain.startswith("{") and plain.endswith("}"):
                return [part for part in (part.strip() for part in plain[1:-1].split(",")) if part]
        return [value]

    def of(self, items: Iterable[Any]) -> MultiValuedProperty:
        return MultiValuedProperty(items, self.net_type, self.inner.read)

    def changed(self, current: Any, value: Any) -> MultiValuedProperty:
        """The list after a parameter's value: a new list, or the old one with `@{Add=...; Remove=...}` carried out."""
        changes = net.dictionary_of(value)
        if changes is None:
            return self.read(value)  # type: ignore[no-any-return]
        items = list(self.show(current))
        known = {"add", "remove", "replace"}
        for word, given in changes:
            if word.lower() not in known:
                message = f'The hash table may hold the keys "Add" and "Remove"; "{word}" is neither.'
                raise NetError("System.FormatException", message)  # our wording
            read = list(self.read(given))
            if word.lower() == "replace":
                items = read
            elif word.lower() == "remove":
                items = [item for item in items if not any(same(item, gone) for gone in read)]
            else:
                items += [item for item in read if not any(same(item, known) for known in items)]
        return self.of(items)

    def store(self, value: Any) -> Any:
        return [self.inner.store(item) for item in value]

    def show(self, stored: Any) -> Any:
        return self.of(self.inner.show(item) for item in (stored or ()))


_TEXTS: Final[Mapping[str, tuple[type[Any], str]]] = {
    "Fqdn": (identities.Fqdn, DATA + "Fqdn"),
    "SmtpDomain": (identities.SmtpDomain, DATA + "SmtpDomain"),
    "SmtpDomainWithSubdomains": (identities.SmtpDomainWithSubdomains, DATA + "SmtpDomainWithSubdomains"),
    "SmtpAddress": (identities.SmtpAddress, DATA + "SmtpAddress"),
    "SmtpX509Identifier": (identities.SmtpX509Identifier, DATA + "SmtpX509Identifier"),
    "LocalLongFullPath": (identities.LocalLongFullPath, DATA + "LocalLongFullPath"),
    "ProxyAddress": (identities.ProxyAddress, DATA + "ProxyAddress"),
    "AddressSpace": (identities.AddressSpace, DATA + "AddressSpace"),
    "SmartHost": (identities.SmartHost, DATA + "SmartHost"),
    "IPRange": (network.IPRange, DATA + "IPRange"),
    "IPBinding": (network.IPBinding, DATA + "IPBinding"),
    "ServerVersion": (quantities.ServerVersion, DATA + "ServerVersion"),
}
_PLAIN: Final[Mapping[str, str]] = {
    "String": "System.String",
    "Boolean": "System.Boolean",
    "Int32": "System.Int32",
    "UInt32": "System.UInt32",
    "Guid": "System.Guid",
    "IPAddress": "System.Net.IPAddress",
}
_COLLECTIONS: Final[Mapping[str, str]] = {
    "ProxyAddressCollection": "ProxyAddress",
    "NetworkAddressCollection": "String",
}
_ENUMERATIONS: Final[Mapping[str, str]] = {
    "PermissionGroups": DATA + "PermissionGroups",
    "ProtocolLoggingLevel": DATA + "ProtocolLoggingLevel",
    "SizeMode": DATA + "SizeMode",
    "ServerEditionType": DATA + "ServerEditionType",
    "ObjectState": DATA + "ObjectState",
    "DeliveryType": DATA + "DeliveryType",
    "TlsAuthLevel": DATA + "TlsAuthLevel",
    "ErrorPolicies": DATA + "ErrorPolicies",
    "SendConnectorType": DATA + "SendConnectorType",
    "SendConnectorRegion": DATA + "SendConnectorRegion",
    "SmartHostAuthMechanisms": SYSTEM + "SmtpSendConnectorConfig+AuthMechanisms",
    "PublicFoldersDeployment": "Microsoft.Exchange.Data.Directory.PublicFoldersDeployment",
    "IndustryType": "Microsoft.Exchange.Data.Directory.IndustryType",
    "UserAccountControlFlags": "Microsoft.Exchange.Data.Directory.UserAccountControlFlags",
    "RecipientType": RECIPIENT + "RecipientType",
    "RecipientTypeDetails": RECIPIENT + "RecipientTypeDetails",
    "ExternalOofOptions": RECIPIENT + "ExternalOofOptions",
    "TransportModerationNotificationFlags": RECIPIENT + "TransportModerationNotificationFlags",
    "QueueStatus": "Microsoft.Exchange.Data.QueueViewer.QueueStatus",
    "MessageStatus": "Microsoft.Exchange.Data.QueueViewer.MessageStatus",
    "UsageType": "Microsoft.Exchange.Management.SystemConfigurationTasks.NewReceiveConnector+UsageType",
    "ActiveDirectoryRights": "System.DirectoryServices.ActiveDirectoryRights",
    "ActiveDirectorySecurityInheritance": "System.DirectoryServices.ActiveDirectorySecurityInheritance",
}
_SYSTEM_ENUMERATIONS: Final = frozenset(
    {
        "AuthMechanisms", "ServerRole", "MessageRateSourceFlags", "ExtendedProtectionPolicySetting",
        "AcceptedDomainType",
        "ProtocolOption", "DSNConversionOption", "HeaderPromotionMode", "ShadowMessagePreference", "HeuristicsFlags",
        "RmsoSubscriptionStatusFlags", "HybridConfigurationStatusFlags", "ReplicationType",
    }
)  # fmt: skip


@cache
def kind_of(name: str) -> Kind:
    """The kind with a name of the schema. A name that nothing is known of is a text."""
    if name.endswith("]"):
        outer, _, inner = name[:-1].partition("[")
        if inner:
            return Unlimited(kind_of(inner)) if outer == "Unlimited" else Multi(kind_of(inner))
        return Multi(kind_of(outer))
    if name in _COLLECTIONS:
        return Multi(kind_of(_COLLECTIONS[name]), name)
    if name in _TEXTS:
        value_class, type_name = _TEXTS[name]
        return Text(type_name, value_class)
    if name in _PLAIN:
        return Converted(_PLAIN[name]) if name in ("Guid", "IPAddress") else Plain(_PLAIN[name])
    if name in _ENUMERATIONS:
        return Enumeration(_ENUMERATIONS[name])
    if name in _SYSTEM_ENUMERATIONS:
        return Enumeration(SYSTEM + name)
    return _SINGLES.get(name) or Plain("System.String")


class Converted(Kind):
    """Types of .NET that are stored as the text they print as."""

    def read(self, value: Any) -> Any:
        return None if value in (None, "") else net.converted(value, self.net_type)

    def store(self, value: Any) -> Any:
        return None if value is None else net.text_of(value)


_SINGLES: Final[Mapping[str, Kind]] = {
    "ByteQuantifiedSize": Size(DATA + "ByteQuantifiedSize"),
    "EnhancedTimeSpan": Span(DATA + "EnhancedTimeSpan"),
    "ADObjectId": ObjectId("Microsoft.Exchange.Data.Directory.ADObjectId"),
    "DateTime": Moment("System.DateTime"),
    "ExchangeObjectVersion": Text(
        DATA + "ExchangeObjectVersion", quantities.ExchangeObjectVersion, quantities.ExchangeObjectVersion
    ),
    "OrganizationId": Text(
        "Microsoft.Exchange.Data.Directory.OrganizationId",
        identities.OrganizationId,
        lambda _: identities.OrganizationId(),
    ),
}

__all__ = ["Kind", "Multi", "NetObject", "kind_of"]
