"""Hosts without a terminal of our own: standard streams for scripts and pipes.

Output and errors that end in one pipe come in the order in which they were printed: standard output is flushed before standard error is
written, and errors are written through.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from ems.runtime.errors import runtime_error
from ems.runtime.host import Choice, Host, not_interactive


class OutputLost(BrokenPipeError):
    """What we write to takes no more: a full disk, for instance. Ends the program as a reader does that has gone, but not silently."""


class StreamHost(Host):
    """Writes to text streams, and reads answers from one where it may.

    `answers` is where `Read-Host`, confirmations and `telnet` read their lines from; None means -NonInteractive. `echo`: write prompts (a person
    is there); from a pipe there are none.
    """

    def __init__(
        self,
        out: TextIO,
        errors: TextIO,
        answers: TextIO | None,
        width: int = 120,
        echo: bool = False,
        height: int = 50,
    ) -> None:
        self._out = out
        self._errors = errors
        self._answers = answers
        self._echo = echo
        self.width = width
        self.height = height
        self.interactive = answers is not None
        self.title = "Machine: EX01"

    def write(self, text: str) -> None:
        try:
            self._out.write(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputLost(error.errno, error.strerror) from None

    def write_error_line(self, text: str) -> None:
        if self._errors is self._out:
            self.write(text + "\n")
            return
        self.flush()
        with suppress(OSError):  # nobody hears of errors then; the exit code tells
            self._errors.write(text + "\n")
            self._errors.flush()

    def flush(self) -> None:
        try:
            self._out.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputLost(error.errno, error.strerror) from None

    def read_line(self, prompt: str = "", echo: bool = True) -> str:
        if self._answers is None:
            raise not_interactive("ReadLine")
        if self._echo:
            self.write(prompt)
        self.flush()
        try:
            line = self._answers.readline()
        except OSError:  # standard input is a folder
            line = ""
        if not line:
            raise runtime_error(
                "ReadLineEndOfInput",
                "There is no more input to read.",
                "ReadError",
                exception="System.IO.EndOfStreamException",
            )
        return line.rstrip("\r\n")

    def read_secret(self, prompt: str = "") -> str:
        if self._answers is not None and self._answers is sys.stdin and self._answers.isatty():
            import getpass

            self.flush()
            return getpass.getpass(prompt)
        return self.read_line(prompt)

    def choose(self, caption: str, message: str, choices: Sequence[Choice], default: int) -> int:
        if self._answers is None:
            raise not_interactive("PromptForChoice")
        from ems.runtime.questions import ask_choice

        return ask_choice(self, caption, message, choices, default)
