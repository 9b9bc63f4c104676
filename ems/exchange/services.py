"""What the session lends to Exchange's cmdlets: the organization and the mail service behind it."""

from __future__ import annotations

from typing import Any, Final

from ems.directory import DirectoryError
from ems.exchange.unit import PipelineUnit
from ems.runtime.errors import runtime_error

_UNIT: Final = "exchange"
_ADMINISTRATOR: Final = "Administrator"


def unit_of(session: Any) -> PipelineUnit:
    """The unit of work of a session, made when the first cmdlet asks for it."""
    try:
        unit: PipelineUnit = session.services[_UNIT]
    except KeyError:
        try:
            unit = PipelineUnit(session.services["organization"], _ADMINISTRATOR)
        except DirectoryError as error:
            raise runtime_error(
                "OrganizationUnavailable",
                str(error),
                "ResourceUnavailable",
                exception="System.InvalidOperationException",
            ) from None
        session.services[_UNIT] = unit
    if unit.end not in session.units:
        session.units.append(unit.end)  # a session that stages nothing pays nothing at the end of its pipelines
    return unit


def transport_of(session: Any) -> Any:
    """The mail service of the organization."""
    return session.services["transport"]


def listener_of(session: Any) -> Any:
    """Who listens for the organization: this process, another one, or nobody."""
    return session.services["listener"]
