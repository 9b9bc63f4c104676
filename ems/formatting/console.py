"""Output to a session's host: Out-Default and Out-Host, and pages on demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.formatting.lines import screen_width
from ems.formatting.output import OutputFormatter
from ems.runtime.flow import PipelineStopped

_TERMINAL_PATIENCE: Final = 0.3
"""For how many seconds rows of a table are measured before they are shown, as the product does it."""
_PIPE_PATIENCE: Final = 3.0
"""The same where nobody looks on; our choice, so that a busy machine does not change what a script prints."""
_PROMPT: Final = "<SPACE> next page; <CR> next line; Q quit"


def console_output(session: Any, paging: bool = False) -> OutputFormatter:
    """A formatter that prints on the session's host. The last column of the screen stays free."""
    host = session.host
    write_line: Callable[[str], Any] = host.write_line
    if paging and host.interactive:
        write_line = _Pager(session).write_line
    patience = _TERMINAL_PATIENCE if host.is_terminal else _PIPE_PATIENCE
    output = OutputFormatter(session, host.width - 1, write_line, host.write_error_line, screen_width)
    if session.clock is not None:
        output.keep_rows_for(patience, session.clock.monotonic)
    return output


class _Pager:
    """Stops when a page is full and asks how to go on. Enter alone is the next line; our choice."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._left = session.host.height - 1

    def write_line(self, line: str) -> None:
        host = self._session.host
        host.write_line(line)
        self._left -= 1
        if self._left <= 0:
            answer = host.read_line(_PROMPT)
            if answer.strip().lower().startswith("q"):
                raise PipelineStopped
            self._left = 1 if answer == "" else host.height - 1
