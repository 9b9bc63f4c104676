"""What a session talks to: the terminal, a transcript, or nobody.

`Host` is the interface, and at the same time a host that only needs `write`: everything else is expressed through
it. Without a user to ask, questions end in PowerShell's own errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ems.runtime.errors import runtime_error


class Choice:
    """One answer to a question: `label` with `&` before the letter, and its explanation."""

    __slots__ = ("help", "label")

    def __init__(self, label: str, help: str = "") -> None:
        self.label = label
        self.help = help


class Host:
    """A host that writes text and can ask nothing."""

    name = "ConsoleHost"
    interactive = False
    is_terminal = False
    """True where somebody looks at a screen."""
    width = 120
    height = 50
    title = ""

    def write(self, text: str) -> None:
        """Writes text as it is."""

    def write_line(self, text: str = "") -> None:
        self.write(text + "\n")

    def write_colored(self, text: str, foreground: str | None, background: str | None) -> None:
        """Writes text in the colours of Write-Host; where there are none, plainly."""
        self.write(text)

    def write_error_line(self, text: str) -> None:
        self.write_line(text)

    def write_warning_line(self, text: str) -> None:
        self.write_message("WARNING: " + text)

    def write_verbose_line(self, text: str) -> None:
        self.write_message("VERBOSE: " + text)

    def write_debug_line(self, text: str) -> None:
        self.write_message("DEBUG: " + text)

    def write_message(self, text: str) -> None:
        """Writes a message of the host's own, broken at the width of the screen."""
        if len(text) < self.width and "\n" not in text:
            self.write_line(text)
            return
        from ems.runtime.consoletext import wrap_message

        for line in wrap_message(text, self.width):
            self.write_line(line)

    def progress(self, record: Any) -> None:
        """Shows how far something is; a host without a terminal shows nothing."""

    def clear(self) -> None:
        """Clears the screen."""

    def read_line(self, prompt: str = "", echo: bool = True) -> str:
        """One line from the user. `echo` False: what is typed does not show."""
        raise not_interactive("ReadLine")

    def read_secret(self, prompt: str = "") -> str:
        raise not_interactive("ReadLineAsSecureString")

    def choose(self, caption: str, message: str, choices: Sequence[Choice], default: int) -> int:
        """Asks for one of several answers; -1 where the question was interrupted."""
        raise not_interactive("PromptForChoice")

    def flush(self) -> None:
        """Everything written so far becomes visible."""


class BufferHost(Host):
    """Keeps what is written; `lines` answer the questions."""

    def __init__(self, lines: Sequence[str] = (), width: int = 120) -> None:
        self.pieces: list[str] = []
        self.width = width
        self.answers = list(lines)

    def write(self, text: str) -> None:
        self.pieces.append(text)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def read_line(self, prompt: str = "", echo: bool = True) -> str:
        if not self.answers:
            return super().read_line(prompt)
        self.write(prompt)
        return self.answers.pop(0)


def not_interactive(operation: str) -> Exception:
    """The error of a question that nobody can answer."""
    return runtime_error(
        "HostFunctionNotImplemented" if operation != "PromptForChoice" else "InvalidOperation",
        "Windows PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.",
        "InvalidOperation",
        exception="System.Management.Automation.PSInvalidOperationException",
    )
