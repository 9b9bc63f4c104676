"""EnhancedTimeSpan, Exchange's own TimeSpan, and the moments at which objects were made and changed."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.dates import TYPES as DATES
from ems.runtime.dotnet.dates import parsed
from ems.runtime.dotnet.time import DateTime, TimeSpan
from ems.runtime.members.declarations import declared_lines
from ems.runtime.members.model import Implementation

_TIME_SPAN: Final = "System.TimeSpan"
_LEFT_OUT: Final = frozenset({"GetHashCode", "GetType", "new"})


class EnhancedTimeSpan(TimeSpan):
    """Microsoft.Exchange.Data.EnhancedTimeSpan."""

    __slots__ = ()
    type_name = "Microsoft.Exchange.Data.EnhancedTimeSpan"

    @staticmethod
    def of(span: TimeSpan) -> EnhancedTimeSpan:
        return EnhancedTimeSpan(span.ticks)

    @staticmethod
    def parse(text: str) -> EnhancedTimeSpan:
        from ems.exchange.net import converted
        from ems.runtime.types import type_named

        return EnhancedTimeSpan.of(converted(text, type_named(_TIME_SPAN)))


def moment(stamp: str, utc: bool) -> Any:
    """The time that a stored stamp stands for: in UTC, or as a clock on the wall shows it."""
    if not stamp:
        return None
    date = parsed(stamp)
    assert isinstance(date, DateTime)
    return date.to_utc() if utc else date.to_local()


def _declared() -> str:
    """What TimeSpan declares, less what only it can have."""
    lines = [
        line
        for line in declared_lines(_TIME_SPAN)
        if line.name not in _LEFT_OUT and not line.is_static and not line.interface
    ]
    parse = f"static {EnhancedTimeSpan.type_name} Parse(string text)"
    return "\n".join([*(line.text for line in lines), parse, f"{EnhancedTimeSpan.type_name} new(timespan timeSpan)"])


_BASE: Final = DATES[_TIME_SPAN]
TYPES: Final = {
    EnhancedTimeSpan.type_name: Implementation(
        methods=_BASE.methods,
        properties=_BASE.properties,
        static={"Parse": EnhancedTimeSpan.parse, "new": lambda _type, span: EnhancedTimeSpan.of(span)},
        declared=_declared(),
    )
}
