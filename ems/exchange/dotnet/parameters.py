"""Types of parameters that take nearly anything: identities, lists, limits.

Exchange converts a text or an object to an `...IdParameter` and looks up what it means later; so does ems. The value
that was given is kept as it is.
"""

from __future__ import annotations

from typing import Any, Final

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


_NAMESPACES: Final = {
    "Microsoft.Exchange.Configuration.Tasks": (
        "ReceiveConnectorIdParameter", "SendConnectorIdParameter", "ServerIdParameter",
        "TransportServerIdParameter", "AcceptedDomainIdParameter",
        "MailboxIdParameter", "RecipientIdParameter", "UserIdParameter", "DatabaseIdParameter",
        "OrganizationIdParameter",
        "OrganizationalUnitIdParameter", "ADRawEntryIdParameter", "SecurityPrincipalIdParameter",
        "ExtendedRightIdParameter",
        "ADSchemaObjectIdParameter",
    ),
    "Microsoft.Exchange.Data": ("MultiValuedProperty", "Unlimited"),
    "Microsoft.Exchange.Data.QueueViewer": (
        "QueueIdentity", "MessageIdentity", "QueueViewerIncludesAndExcludes", "QueueViewerSortOrderEntry",
    ),
    "Ems.Lab": ("HostIdParameter",),
}  # fmt: skip

_IMPLEMENTATION: Final = Implementation(
    methods={"ToString": lambda value: value.to_text()},
    properties={"RawIdentity": lambda value: value.to_text()},
    static={"new": _new},
    declared="string RawIdentity {get;}\nstring ToString()\nvoid new(System.Object identity)",
)

TYPES: Final = {f"{space}.{name}": _IMPLEMENTATION for space, each in _NAMESPACES.items() for name in each}
