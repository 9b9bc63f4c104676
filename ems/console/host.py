"""A host on a terminal: colours, questions, secrets."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, Final, TextIO

from ems.runtime.consoletext import wrap_message
from ems.runtime.host import Choice, Host
from ems.runtime.questions import ask_choice

_FOREGROUND: Final = {
    "black": "30",
    "darkred": "31",
    "darkgreen": "32",
    "darkyellow": "33",
    "darkblue": "34",
    "darkmagenta": "35",
    "darkcyan": "36",
    "gray": "37",
    "darkgray": "90",
    "red": "91",
    "green": "92",
    "yellow": "93",
    "blue": "94",
    "magenta": "95",
    "cyan": "96",
    "white": "97",
}


class TerminalHost(Host):
    """Writes to the terminal, errors in red, warnings in yellow as the console host does."""

    interactive = True
    is_terminal = True

    def __init__(self, out: TextIO | None = None, width: int | None = None, color: bool = True) -> None:
        self._out = out if out is not None else sys.stdout
        self._width = width
        self._color = color
        self._input: Any = None
        self._output: Any = None
        self.title = "Machine: EX01"
        self._progress = False

    @property
    def width(self) -> int:  # type: ignore[override]
        return self._width or max(self._size()[0], 20)

    @property
    def height(self) -> int:  # type: ignore[override]
        return max(self._size()[1], 5)

    def _size(self) -> tuple[int, int]:
        """Columns and lines of the terminal as it is now; COLUMNS in the environment may be old, so it is not asked."""
        try:
            size = os.get_terminal_size(self._out.fileno())
        except (OSError, ValueError):
            return 120, 50
        return size.columns or 120, size.lines or 50

    def attach(self, input: Any, output: Any) -> None:
        """Where questions are asked when it is not the process's terminal."""
        self._input = input
        self._output = output

    def write(self, text: str) -> None:
        self._end_progress()
        self._out.write(text)

    def write_colored(self, text: str, foreground: str | None, background: str | None) -> None:
        codes = []
        if foreground:
            codes.append(_FOREGROUND.get(foreground.lower(), ""))
        if background:
            number = _FOREGROUND.get(background.lower(), "")
            codes.append(str(int(number) + 10) if number else "")
        self.write(self._painted(text, ";".join(code for code in codes if code)))

    def write_error_line(self, text: str) -> None:
        self.write(self._painted(text, "91") + "\n")

    def write_warning_line(self, text: str) -> None:
        self._write_yellow("WARNING: " + text)

    def write_verbose_line(self, text: str) -> None:
        self._write_yellow("VERBOSE: " + text)

    def write_debug_line(self, text: str) -> None:
        self._write_yellow("DEBUG: " + text)

    def _write_yellow(self, text: str) -> None:
        for line in wrap_message(text, self.width):
            self.write(self._painted(line, "93") + "\n")

    def _painted(self, text: str, codes: str) -> str:
        if not self._color or not codes:
            return text
        return "\n".join(f"\x1b[{codes}m{line}\x1b[0m" if line else line for line in text.split("\n"))

    def progress(self, record: Any) -> None:
        """One line, rewritten in place, taken away when something else is written."""
        text = f" {record.activity}: {record.status}"
        if record.percent_complete is not None and record.percent_complete >= 0:
            text += f" ({record.percent_complete}%)"
        self._out.write("\r\x1b[2K" + text[: self.width - 1])
        self._out.flush()
        self._progress = True

    def _end_progress(self) -> None:
        if self._progress:
            self._progress = False
            self._out.write("\r\x1b[2K")

    def clear(self) -> None:
        self._out.write("\x1b[H\x1b[2J\x1b[3J")
        self._out.flush()

    def flush(self) -> None:
        self._end_progress()
        self._out.flush()

    def read_line(self, prompt: str = "", echo: bool = True) -> str:
        return self._ask(prompt, None if echo else "")

    def read_secret(self, prompt: str = "") -> str:
        return self._ask(prompt, "*")

    def _ask(self, prompt: str, shown: str | None) -> str:
        """Ctrl-C at a question stops the command that asks; so does the end of input. `shown` stands for each typed letter, None for itself."""
        from prompt_toolkit import PromptSession
        from prompt_toolkit.layout.processors import PasswordProcessor, Processor

        from ems.runtime.flow import PipelineStopped

        self.flush()
        processors: list[Processor] | None = None if shown is None else [PasswordProcessor(shown)]
        asking: PromptSession[str] = PromptSession(input=self._input, output=self._output, input_processors=processors)
        try:
            return asking.prompt(prompt)
        except (KeyboardInterrupt, EOFError):
            raise PipelineStopped from None

    def choose(self, caption: str, message: str, choices: Sequence[Choice], default: int) -> int:
        return ask_choice(self, caption, message, choices, default)
