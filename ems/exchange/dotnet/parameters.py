"""Types of parameters that take nearly anything: identities, lists, limits.

Exchange converts a text or an object to an `...IdParameter` and looks up what it means later; so does ems. The value
that was given is kept as it is.
"""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.errors import NetError
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo
from ems.runtime.values import NetObject


class Given(NetObject):
    """What was given to a parameter."""

    __slots__ = ("net_type", "value")

    def __init__(self, net_type: TypeInfo, value: Any) -> None:
        self.net_type = net_type
        self.value = value

    def to_text(self) -> str:
        from ems.exchange.net import text_of

        return text_of(self.value)


def given(value: Any) -> Any:
    """The value behind a parameter, whatever type it was bound as."""
    while isinstance(value, Given):
        value = value.value
    return value


def _new(net_type: TypeInfo, value: Any) -> Given:
    return Given(net_type, given(value))


def _identify(net_type: TypeInfo, value: Any) -> Given:
    """An identity: a text, a GUID, the identity of an object, or an object of the right class. Nothing else means
    one.
    """
    value = given(value)
    if not _means_something(net_type.name, value):
        kind = getattr(value, "type_name", type(value).__name__)
        raise NetError("System.ArgumentException", f"A value of type {kind} isn't an identity.")  # our wording
    return Given(net_type, value)


def _means_something(parameter: str, value: Any) -> bool:
    from ems.exchange.dotnet.identities import ADObjectId, TextValue
    from ems.exchange.objects import ExchangeObject

    if isinstance(value, ExchangeObject):
        wanted = _CLASSES.get(parameter)
        own = value.entry.object_class if value.entry is not None else value.net_type.name
        return wanted is None or own in wanted
    if isinstance(value, NetObject):
        return isinstance(value, (ADObjectId, TextValue)) or value.type_name == "System.Guid"
    return value is None or isinstance(value, (str, int))


_SERVERS: Final = ("exchangeServer",)
_RECIPIENTS: Final = ("mailbox",)
_CLASSES: Final = {
    "ReceiveConnectorIdParameter": ("receiveConnector",),
    "SendConnectorIdParameter": ("sendConnector",),
    "ServerIdParameter": _SERVERS,
    "TransportServerIdParameter": _SERVERS,
    "AcceptedDomainIdParameter": ("acceptedDomain",),
    "MailboxIdParameter": _RECIPIENTS,
    "RecipientIdParameter": _RECIPIENTS,
    "UserIdParameter": _RECIPIENTS,
    "SecurityPrincipalIdParameter": _RECIPIENTS,
    "DatabaseIdParameter": ("mailboxDatabase",),
    "QueueIdentity": ("ExtensibleQueueInfo",),
    "MessageIdentity": ("ExtensibleMessageInfo",),
    "HostIdParameter": ("labHost",),
}
"""Which objects an identity of some kind takes; what is not listed takes any."""


_TASKS: Final = "Microsoft.Exchange.Configuration.Tasks."
_VIEWER: Final = "Microsoft.Exchange.Data.QueueViewer."
_IDENTITIES: Final = (
    *(_TASKS + name for name in _CLASSES if name.endswith("Parameter") and name != "HostIdParameter"),
    *(_TASKS + name for name in ("OrganizationIdParameter", "OrganizationalUnitIdParameter", "ADRawEntryIdParameter")),
    *(_VIEWER + name for name in ("QueueIdentity", "MessageIdentity")),
    "Ems.Lab.HostIdParameter",
)
_OTHERS: Final = (
    *(_TASKS + name for name in ("ExtendedRightIdParameter", "ADSchemaObjectIdParameter")),
    *(_VIEWER + name for name in ("QueueViewerIncludesAndExcludes", "QueueViewerSortOrderEntry")),
    "Microsoft.Exchange.Data.MultiValuedProperty",
    "Microsoft.Exchange.Data.Unlimited",
)


def _implementation(make: Any) -> Implementation:
    return Implementation(
        methods={"ToString": lambda value: value.to_text()},
        properties={"RawIdentity": lambda value: value.to_text()},
        static={"new": make},
        declared="string RawIdentity {get;}\nstring ToString()\nvoid new(System.Object identity)",
    )


TYPES: Final = {name: _implementation(_identify) for name in _IDENTITIES} | {
    name: _implementation(_new) for name in _OTHERS
}
