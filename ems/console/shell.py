"""The interactive shell: read, run, read again. Nothing typed here may end it but `exit` and Ctrl-D."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output

from ems.console.colors import STYLE, PowerShellLexer
from ems.console.completer import SessionCompleter
from ems.console.host import TerminalHost
from ems.language.parser import parse


class Shell:
    """One interactive shell on a session. `input` and `output` stand in for the terminal in tests."""

    def __init__(
        self,
        session: Any,
        host: TerminalHost,
        history_file: Path | None,
        input: Input | None = None,
        output: Output | None = None,
    ) -> None:
        self.session = session
        self.host = host
        self._prompt: PromptSession[str] = PromptSession(
            history=_history(history_file),
            lexer=PowerShellLexer(),
            style=STYLE,
            completer=SessionCompleter(session),
            complete_while_typing=False,
            multiline=True,
            prompt_continuation=lambda width, line, wrapped: "" if wrapped else ">> ",
            key_bindings=self._keys(),
            enable_history_search=True,
            editing_mode=EditingMode.EMACS,
            input=input,
            output=output,
        )
        host.attach(input, output)

    def run(self) -> int:
        """Until `exit`, Ctrl-D or the end of input; returns the exit code."""
        with _Interrupt(self.session):
            while not self.session.exiting:
                try:
                    text = self._prompt.prompt(ANSI(self.session.prompt()))
                except KeyboardInterrupt:
                    continue
                except EOFError:
                    return 0
                if text.strip():
                    self.session.run(text)
                    self.host.flush()
        return self.session.exit_code if isinstance(self.session.exit_code, int) else 0

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()

        @keys.add("enter")
        def _enter(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if buffer.complete_state and buffer.complete_state.current_completion:
                buffer.complete_state = None
                return
            if wants_more(buffer.text):
                buffer.cursor_position = len(buffer.text)
                buffer.insert_text("\n")
            else:
                buffer.validate_and_handle()

        @keys.add("f1")
        def _help(event: KeyPressEvent) -> None:
            word = event.current_buffer.document.get_word_under_cursor(WORD=True)
            if word:
                run_in_terminal(lambda: self.session.run(f"Get-Help '{word.replace(chr(39), chr(39) * 2)}'"))

        return keys


def wants_more(text: str) -> bool:
    """Whether Enter shall begin another line: everything wrong with the text could be mended by more of it. A blank line ends all asking."""
    if not text.strip() or text.endswith("\n"):
        return False
    return parse(text).incomplete


class _Interrupt:
    """While the shell runs, Ctrl-C stops the pipeline, not the shell."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._before: Any = None

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, self._stop)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _stop(self, *_: object) -> None:
        self._session.interrupt()


def _history(file: Path | None) -> History:
    if file is None:
        return InMemoryHistory()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(file))


__all__: Sequence[str] = ("Shell", "wants_more")
