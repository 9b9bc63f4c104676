"""The session that is running, for the few places where no argument reaches (a script property read by a conversion,
`$OFS`).

It is the only ambient value of the runtime, and None outside a running session.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

_SESSION: Final[ContextVar[Any]] = ContextVar("ems_session", default=None)


def session() -> Any:
    """The session that is running, or None."""
    return _SESSION.get()


@contextmanager
def use(running: Any) -> Iterator[None]:
    """Makes `running` the session for the time of a with block."""
    token = _SESSION.set(running)
    try:
        yield
    finally:
        _SESSION.reset(token)
