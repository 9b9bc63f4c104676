"""Objects as the shell sees them: copies of directory entries with Exchange's properties.

Changing one changes nothing in the organization; a Set- cmdlet takes values, not objects. A copy remembers the GUID
of its entry, so that piped on it finds the same object, whatever it is called by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from ems.directory import Entry, View, names
from ems.exchange import net
from ems.exchange.dotnet.identities import ADObjectId, OrganizationId
from ems.exchange.dotnet.objects import object_type
from ems.exchange.kinds import kind_of
from ems.exchange.schema import Property, Schema
from ems.runtime.types import TypeInfo
from ems.runtime.values import NetObject

CONTROLLER: Final = "DC01"
"""The domain controller of every seed organization (our choice)."""

_CANONICAL: Final = frozenset({"mailbox"})
_COMPUTED: Final = frozenset(
    {
        "name", "distinguishedname", "identity", "id", "guid", "objectcategory", "objectclass", "whenchanged",
        "whencreated",
        "whenchangedutc", "whencreatedutc", "organizationid", "originatingserver", "isvalid", "objectstate",
    }
)  # fmt: skip


_UNCHANGING: Final = frozenset({str, bool, int, type(None)})


class ExchangeObject(NetObject):
    """An object with the properties of its class, computed when they are read; what can change is then kept."""

    __slots__ = ("detail", "entry", "net_type", "values")

    def __init__(self, net_type: TypeInfo, entry: Entry | None = None, detail: Any = None) -> None:
        self.net_type = net_type
        self.entry = entry
        self.detail = detail
        self.values: dict[str, Any] | None = None

    @classmethod
    def of(cls, type_name: str, pairs: Iterable[tuple[str, Any]], detail: Any = None) -> ExchangeObject:
        """An object with these values."""
        made = cls(object_type(type_name, 0), None, detail)
        made.values = {name.lower(): value for name, value in pairs}
        return made

    def compute(self, folded: str) -> Any:
        """The value of a property that was not set, by its folded name."""
        return None

    def get(self, name: str) -> Any:
        """The value of a property, by its name in any case."""
        folded = name.lower()
        values = self.values
        if values is not None and folded in values:
            return values[folded]
        value = self.compute(folded)
        if value.__class__ not in _UNCHANGING:
            self.set(folded, value)
        return value

    def set(self, name: str, value: Any) -> None:
        """Give this copy another value."""
        if self.values is None:
            self.values = {}
        self.values[name.lower()] = value

    def to_text(self) -> str:
        for name in ("identity", "name"):
            value = self.get(name)
            if value is not None:
                return net.text_of(value)
        return str(self.net_type.full_name)


class EntryObject(ExchangeObject):
    """A copy of a directory entry."""

    __slots__ = ("presentation", "schema")

    def __init__(self, presentation: Presentation, schema: Schema, entry: Entry) -> None:
        super().__init__(object_type(schema.type_name, presentation.year), entry)
        self.presentation = presentation
        self.schema = schema

    def compute(self, folded: str) -> Any:
        assert self.entry is not None
        return self.presentation.property(self.schema, self.entry, folded)


class Presentation:
    """How the objects of one organization are shown: what its defaults are filled with."""

    def __init__(self, view: View) -> None:
        self.view = view
        organization = view.first("organizationConfig")
        attributes: Mapping[str, Any] = organization.attributes if organization is not None else {}
        self.organization = organization.name if organization is not None else ""
        self.domain = str(attributes.get("Domain", ""))
        self.netbios = str(attributes.get("NetBIOSName", ""))
        self.year = int(attributes.get("ProductYear", 2019))
        self.controller = f"{CONTROLLER}.{self.domain}"

    def show(self, schema: Schema, entry: Entry) -> ExchangeObject:
        """A copy of an entry."""
        return EntryObject(self, schema, entry)

    def property(self, schema: Schema, entry: Entry, folded: str) -> Any:
        """The value of one property of an entry."""
        each = schema.by_name.get(folded)
        return None if each is None or each.since > self.year else self._value(schema, each, entry)

    def identity(self, entry: Entry) -> str:
        """The text of an entry's Identity."""
        if entry.object_class == "receiveConnector":
            return f"{entry.get('Server')}\\{entry.name}"
        if entry.object_class in _CANONICAL:
            return names.canonical(entry.dn)
        return entry.name

    def object_id(self, entry: Entry) -> ADObjectId:
        return ADObjectId(entry.dn, self.identity(entry), entry.guid)

    def server_of(self, entry: Entry) -> Entry | None:
        """The server that an entry belongs to."""
        name = entry.name if entry.object_class == "exchangeServer" else entry.get("Server") or entry.get("ServerName")
        return self.view.first("exchangeServer", Name=name) if name else None

    def _words(self, entry: Entry) -> dict[str, str]:
        server = self.server_of(entry)
        return {
            "server": server.name if server is not None else "",
            "fqdn": str(server.get("Fqdn")) if server is not None else "",
            "domain": self.domain,
            "organization": self.organization,
            "name": entry.name,
            "address": str(entry.get("PrimarySmtpAddress") or ""),
            "dc": self.controller,
        }

    def _value(self, schema: Schema, each: Property, entry: Entry) -> Any:
        if each.folded in _COMPUTED:
            return self._computed(schema, each.folded, entry)
        if each.name in entry.attributes:
            stored = entry.attributes[each.name]
        else:
            stored = _filled(each.default, partial(self._words, entry))
        return self._reference(stored) if each.kind_name == "ADObjectId" else each.kind.show(stored)

    def _reference(self, stored: Any) -> ADObjectId | None:
        """A reference by name to some entry that is there."""
        if stored in (None, ""):
            return None
        for object_class in ("exchangeServer", "mailboxDatabase", "acceptedDomain", "mailbox"):
            found = self.view.first(object_class, Name=stored)
            if found is not None:
                return self.object_id(found)
        return ADObjectId("", str(stored))

    def _computed(self, schema: Schema, name: str, entry: Entry) -> Any:
        if name == "name":
            return entry.name
        if name == "distinguishedname":
            return entry.dn
        if name in ("identity", "id"):
            return self.object_id(entry)
        if name == "guid":
            return net.guid(entry.guid)
        if name == "objectcategory":
            return ADObjectId("", f"{self.domain}/Configuration/Schema/{schema.category}")
        if name == "objectclass":
            return kind_of("MultiValuedProperty[String]").show(schema.object_class)
        if name.startswith("when"):
            stamp = entry.when_changed if "changed" in name else entry.when_created
            return net.date_time(stamp, utc=name.endswith("utc"))
        if name == "organizationid":
            return OrganizationId()
        if name == "originatingserver":
            return self.controller
        if name == "isvalid":
            return True
        return kind_of("ObjectState").show("Unchanged")


def _filled(default: Any, words: Callable[[], Mapping[str, str]]) -> Any:
    """A default with its words filled in."""
    if isinstance(default, str) and "{" in default:
        for word, value in words().items():
            default = default.replace("{" + word + "}", value)
        return default
    if isinstance(default, list):
        return [_filled(each, words) for each in default]
    return default
