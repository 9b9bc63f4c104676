"""The bridge from the runtime's completion to prompt_toolkit's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document


class SessionCompleter(Completer):
    """Offers what the session knows. `get_completions` never raises: a defect there must not end the shell."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        from ems.runtime.completion import complete

        result = complete(self._session, document.text, document.cursor_position)
        offset = result.start - document.cursor_position
        for match in result.matches:
            yield Completion(
                match.text,
                start_position=offset,
                display=match.list_text,
                display_meta=match.kind if match.kind != match.list_text else "",
            )
