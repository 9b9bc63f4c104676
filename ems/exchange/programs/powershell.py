"""powershell.exe: a script in a session of its own, whose output comes back as lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Final

from ems.runtime.host import Host
from ems.runtime.programs import Program

_WITH_VALUE: Final = (
    "executionpolicy",
    "windowstyle",
    "outputformat",
    "inputformat",
    "version",
    "psconsolefile",
    "configurationname",
)
_WITHOUT: Final = ("noprofile", "nologo", "noninteractive", "noexit", "sta", "mta")
_SHORT: Final = {
    "c": "command",
    "f": "file",
    "e": "encodedcommand",
    "ec": "encodedcommand",
    "nop": "noprofile",
    "noni": "noninteractive",
    "ep": "executionpolicy",
    "ex": "executionpolicy",
    "w": "windowstyle",
    "o": "outputformat",
    "i": "inputformat",
    "if": "inputformat",
    "of": "outputformat",
}
_NAMES: Final = ("command", "file", "encodedcommand", *_WITHOUT, *_WITH_VALUE)


class PipeHost(Host):
    """The console of the inner session: whole lines go to the pipeline of the outer one, errors to its screen."""

    def __init__(self, outer: Host, write: Callable[[str], Any]) -> None:
        self.outer = outer
        self.width = outer.width
        self._write = write
        self._rest = ""

    def write(self, text: str) -> None:
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._write(line.rstrip("\r"))

    def write_error_line(self, text: str) -> None:
        self.outer.write_error_line(text)

    def finish(self) -> None:
        if self._rest:
            self._write(self._rest)
            self._rest = ""


class PowerShellProgram(Program):
    """Runs a command, a script file or what the pipeline brings in a fresh session."""

    name: ClassVar[str] = "powershell"
    summary: ClassVar[str] = "A PowerShell inside this one"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        kind, words = split(arguments)
        host = PipeHost(self.host, self.write_line)
        inner = self.session.sibling(host)
        place = self.session.location().provider_path
        inner.invoke(f"Set-Location -LiteralPath '{place.replace(chr(39), chr(39) * 2)}'")
        if kind == "file":
            path = inner.files.full_path(words[0]) if words else ""
            if not path.lower().endswith(".ps1") or not inner.files.is_file(path):
                self.host.write_error_line(
                    f"The argument '{words[0] if words else ''}' to the -File parameter does not exist. Provide the path to an existing '.ps1' file "
                    "as an argument to the -File parameter."
                )
                return -196608
            inner.run_file(path, words[1:])
        else:
            from_pipeline = kind == "command" and (not words or words == ["-"])
            text = "\n".join(self.session.to_string(line) for line in lines) if from_pipeline else " ".join(words)
            inner.run(decoded(text) if kind == "encodedcommand" else text)
        host.finish()
        code = inner.exit_code
        return code if isinstance(code, int) and code else int(kind != "file" and not inner.succeeded)


def split(arguments: list[str]) -> tuple[str, list[str]]:
    """What is to be run (command, file, encodedcommand), and its words."""
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word[:1] not in ("-", "/") or len(word) < 2:
            return "command", [word, *rest]
        name = option(word[1:].lower())
        if name in ("command", "file", "encodedcommand"):
            return name, script_arguments(rest) if name == "command" else rest
        if name is None:
            return "command", [word, *rest]
        if name in _WITH_VALUE and rest:
            rest.pop(0)
    return "command", []


def option(word: str) -> str | None:
    """The option a shortened name stands for."""
    if word in _SHORT:
        return _SHORT[word]
    return next((name for name in _NAMES if name.startswith(word)), None)


def script_arguments(words: list[str]) -> list[str]:
    """`-Command {...} -args 1, 2`: the block is called with its arguments."""
    if len(words) > 1 and words[1].lower() == "-args":
        quoted = ["'" + word.replace("'", "''") + "'" for word in words[2:]]
        return ["& {" + words[0] + "}", *quoted]
    return words


def decoded(text: str) -> str:
    """A command in Base64; what is no Base64 is run as nothing."""
    import base64
    import binascii

    try:
        return base64.b64decode(text, validate=True).decode("utf-16-le", "replace")
    except binascii.Error:
        return ""


PROGRAM = PowerShellProgram
