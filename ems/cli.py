"""The command line: words to `Options`, options to a session. design: options are case-insensitive, with one dash or two.

argparse is not used: it knows no case-insensitive long options with one dash, and costs 10 ms of every start; so would dataclasses.
"""
from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

USAGE: Final = """\
usage: ems                                   open the shell
       ems SCRIPT.ps1 [ARGS]                 run a script (also: ems -File SCRIPT.ps1 [ARGS])
       ems -Command TEXT                     run TEXT (-c for short; - reads standard input)
       ems serve                             listen for mail without a shell, until stopped

options:
  -NoLogo            no banner
  -NoProfile         do not run the profile script
  -NonInteractive    never ask; what needs an answer is an error
  --org DIR          the organization's folder (default: your own, made on first use)
  --seed NAME        what a new or temporary organization begins with: exchange2019 (default),
                     exchange2019-three, exchange2016, exchange2010, openrelay
  --temporary        an organization of which nothing is kept
  --width N          width of the output in columns (default: the terminal's, 120 without one)
  --no-listen        do not open SMTP ports
  --json             with serve: say where it listens as one JSON object
  --version          print the version
  --help             print this

Exit code: N of `exit N`; 1 after a terminating error; 2 for wrong usage.
"""


class UsageError(Exception):
    """Words that are no command line. The message is one line."""


class Options:
    """What the command line asks for. `action` is one of shell, file, command, serve, version, help."""

    def __init__(self) -> None:
        self.action = "shell"
        self.script: str | None = None
        self.command: str | None = None
        self.arguments: list[str] = []
        self.organization: str | None = None
        self.seed: str | None = None
        self.temporary = False
        self.width: int | None = None
        self.listen = True
        self.no_logo = False
        self.no_profile = False
        self.non_interactive = False
        self.json = False


def parse(words: list[str]) -> Options:
    """Options from the words after the program's name; UsageError where they make no sense."""
    options = Options()
    rest = list(words)
    loose: list[str] = []
    while rest:
        word = rest.pop(0)
        name = word.lstrip("-").lower() if word.startswith("-") and len(word) > 1 else ""
        if not name:
            if options.action == "command":
                loose.append(word)
            elif options.action == "file":
                options.arguments.append(word)
            elif word.lower() == "serve" and options.action == "shell":
                options.action = "serve"
            elif options.action == "serve":
                raise UsageError(f"serve takes no argument: {word}")
            else:
                options.action, options.script = "file", word
        elif options.action == "file" and not (word.startswith("--") and name in _AFTER_SCRIPT):
            options.arguments.append(word)  # a script's own parameters, as powershell.exe -File hands them on
        elif name in _SETTERS:
            _SETTERS[name](options, word, rest)
        elif options.action == "command":
            loose.append(word)
        else:
            raise UsageError(f"unknown option: {word}")
    if loose and options.command is not None:
        options.command = " ".join([options.command, *loose])
    if options.json and options.action != "serve":
        raise UsageError("--json goes with serve")
    return options


def _value(word: str, rest: list[str]) -> str:
    if not rest:
        raise UsageError(f"{word} needs a value")
    return rest.pop(0)


def _set_file(options: Options, word: str, rest: list[str]) -> None:
    if options.action not in ("shell",):
        raise UsageError(f"{word} does not go with what was asked before it")
    options.action, options.script = "file", _value(word, rest)


def _set_command(options: Options, word: str, rest: list[str]) -> None:
    if options.action != "shell":
        raise UsageError(f"{word} does not go with what was asked before it")
    options.action, options.command = "command", _value(word, rest)


def _set_width(options: Options, word: str, rest: list[str]) -> None:
    value = _value(word, rest)
    if not value.isdigit() or not 2 <= int(value) <= 100_000:
        raise UsageError(f"{word} takes a number of columns from 2 to 100000, not {value}")
    options.width = int(value)


def _set_text(attribute: str) -> Callable[[Options, str, list[str]], None]:
    def setter(options: Options, word: str, rest: list[str]) -> None:
        value = _value(word, rest)
        if not value:
            raise UsageError(f"{word} needs a value that is not empty")
        setattr(options, attribute, value)

    return setter


def _set_flag(attribute: str, value: bool = True) -> Callable[[Options, str, list[str]], None]:
    def setter(options: Options, _word: str, _rest: list[str]) -> None:
        setattr(options, attribute, value)

    return setter


def _set_action(action: str) -> Callable[[Options, str, list[str]], None]:
    def setter(options: Options, _word: str, _rest: list[str]) -> None:
        options.action = action

    return setter


_AFTER_SCRIPT: Final = frozenset({"org", "seed", "temporary", "width", "no-listen"})
"""Our own options, with two dashes, are understood behind a script's name too; no script parameter is written that way."""

_SETTERS: Final[dict[str, Callable[[Options, str, list[str]], None]]] = {
    "file": _set_file,
    "f": _set_file,
    "command": _set_command,
    "c": _set_command,
    "width": _set_width,
    "org": _set_text("organization"),
    "seed": _set_text("seed"),
    "temporary": _set_flag("temporary"),
    "nologo": _set_flag("no_logo"),
    "noprofile": _set_flag("no_profile"),
    "noninteractive": _set_flag("non_interactive"),
    "no-listen": _set_flag("listen", False),
    "json": _set_flag("json"),
    "version": _set_action("version"),
    "help": _set_action("help"),
    "h": _set_action("help"),
    "?": _set_action("help"),
}


def main(words: list[str] | None = None) -> int:
    """The program `ems`: returns its exit code."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        _replace_closed_streams()
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "backslashreplace")
    try:
        code = _carry_out(sys.argv[1:] if words is None else words)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:  # Ctrl-C before anything ran
        return 130
    except OSError as error:
        return _lost(error)


def _carry_out(words: list[str]) -> int:
    try:
        options = parse(words)
    except UsageError as error:
        sys.stderr.write(f"ems: {error}\nems --help says how it is called.\n")
        return 2
    if options.action == "help":
        sys.stdout.write(USAGE)
        return 0
    if options.action == "version":
        from ems import __version__

        sys.stdout.write(f"ems {__version__}\n")
        return 0
    from ems.app import run

    return run(options)


def _replace_closed_streams() -> None:
    """A stream that was closed by whoever started us becomes one without an end, before another file takes its number."""
    import os

    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or open(0, encoding="utf-8")  # noqa: SIM115  (open as long as the program runs)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115


def _lost(error: OSError) -> int:
    """Whoever read our output has gone (`ems ... | head`), which ends us quietly, or the machine refuses something, which is said."""
    import errno
    import os

    if error.errno != errno.EPIPE:
        try:
            sys.stderr.write(f"ems: {error.strerror or error}{f': {error.filename}' if error.filename else ''}.\n")
            sys.stderr.flush()
        except OSError:
            pass
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):  # a stream that is no file
            pass
    return 1
