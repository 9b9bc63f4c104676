"""Microsoft's Telnet client as a state machine: a line goes in, what the window shows comes out.

Its texts are those of telnet.exe. The window program that drives it shows ``prompt`` and hides typed text where
``echoes_input`` is off, as telnet.exe does while it is connected without local echo.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .network import Connection, NetworkError

if TYPE_CHECKING:
    from .network import Network

PROMPT: Final = "Microsoft Telnet> "
_WELCOME: Final = "Welcome to Microsoft Telnet Client\n\nEscape Character is 'CTRL+]'\n\n"
_LOST: Final = "\n\nConnection to host lost.\n"
_ANY_KEY: Final = "\nPress any key to continue...\n"
_INVALID: Final = "Invalid Command. type ?/help for help\n"
_HELP: Final = """
Commands may be abbreviated. Supported commands are:

c    - close                    close current connection
d    - display                  display operating parameters
o    - open hostname [port]     connect to hostname (default port 23).
q    - quit                     exit telnet
set  - set                      set options (type 'set ?' for a list)
sen  - send                     send strings to server
st   - status                   print status information
u    - unset                    unset options (type 'unset ?' for a list)
?/h  - help                     print help information
"""
_SET_HELP: Final = """
bsasdel         Backspace will be sent as delete
crlf            New line mode - Causes return key to send CR & LF
delasbs         Delete will be sent as backspace
escape x        x is an escape character to enter telnet client prompt
localecho       Turn on localecho.
logfile x       x is current client log file
logging         Turn on logging
mode x          x is console or stream
ntlm            Turn on NTLM authentication.
term x          x is ansi, vt100, vt52, or vtnt
"""
_DISPLAY: Final = """Escape Character is 'CTRL+]'
Will auth(NTLM Authentication)
{echo}
New line mode - Causes return key to send CR & LF
Current mode: Console
Will term type
Preferred term type is ANSI
"""
ESCAPE: Final = "\x1d"

_SERVICES: Final = MappingProxyType({"smtp": "25", "telnet": "23", "pop3": "110", "imap": "143", "submission": "587"})
"""The names of services that stand for a port."""

_WITH_VALUE: Final = frozenset({"e", "f", "l", "t"})
"""Options that the next word belongs to: escape character, log file, user, terminal."""


class Telnet:
    """One run of telnet.exe."""

    def __init__(self, network: Network, source_host: str, sleep: Callable[[float], None] | None = None) -> None:
        self._network = network
        self._source = source_host
        self._sleep = sleep
        self._connection: Connection | None = None
        self._host = ""
        self._escaped = False
        self._from_command_line = False
        self.local_echo = False
        self.finished = False

    @property
    def prompt(self) -> str:
        """What stands before the next line that is typed."""
        return "" if self.finished or self.is_connected else PROMPT

    @property
    def is_connected(self) -> bool:
        return self._connection is not None and not self._escaped

    @property
    def echoes_input(self) -> bool:
        """Whether typed text shows: always at the prompt, on a connection only with local echo."""
        return not self.is_connected or self.local_echo

    def start(self, arguments: list[str]) -> str:
        """``telnet`` alone shows the prompt; ``telnet host port`` connects, and ends with the connection."""
        names: list[str] = []
        rest = iter(arguments)
        for each in rest:
            if not each.startswith(("-", "/")):
                names.append(each)
            elif each[1:].lower() in _WITH_VALUE:
                next(rest, None)
        if not names:
            return _WELCOME
        self._from_command_line = True
        return self._open(names)

    def line(self, text: str) -> str:
        """A line was typed."""
        if self.finished:
            return ""
        if self.is_connected:
            return self._typed(text)
        if not text.strip():
            if self._escaped:
                self._escaped = False
            return ""
        return self._command(text)

    def poll(self) -> str:
        """What the server has said, or that it has gone, without anything being typed."""
        return self._received() if self.is_connected else ""

    def close(self) -> None:
        """The window closes."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.finished = True

    def _typed(self, text: str) -> str:
        connection = self._connection
        assert connection is not None
        if text == ESCAPE:
            self._escaped = True
            return _WELCOME
        try:
            connection.send(text.encode("utf-8", "surrogateescape") + b"\r\n")
        except ConnectionError:
            return self._lost()
        return self._received()

    def _received(self) -> str:
        connection = self._connection
        assert connection is not None
        shown = connection.read().decode("utf-8", "replace").replace("\r\n", "\n")
        return shown + self._lost() if connection.closed_by_server else shown

    def _lost(self) -> str:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._escaped = False
        if self._from_command_line:
            self.finished = True
            return _LOST
        return _LOST + _ANY_KEY

    def _command(self, text: str) -> str:
        words = text.split()
        name, rest = words[0].lower(), words[1:]
        if _abbreviates(name, "quit", 1):
            self.close()
            return ""
        if _abbreviates(name, "open", 1):
            if self._connection is not None:
                return "Already connected.\n"  # our wording
            return self._open(rest) if rest else "( to )"
        if _abbreviates(name, "close", 1):
            if self._connection is not None:
                self._connection.close()
                self._connection = None
                self._escaped = False
            return ""
        if name in ("?", "h", "he", "hel", "help"):
            return _HELP
        if _abbreviates(name, "set", 3):
            return self._set(rest, True)
        if _abbreviates(name, "unset", 1):
            return self._set(rest, False)
        if _abbreviates(name, "display", 1):
            return _DISPLAY.format(echo="Local echo on" if self.local_echo else "Local echo off")
        if _abbreviates(name, "status", 2):
            return f"Connected to {self._host}\n" if self._connection is not None else "Not Connected\n"
        if _abbreviates(name, "send", 3):
            if self._connection is None:
                return "Not Connected\n"
            return self._typed(text.partition(" ")[2])
        return _INVALID

    def _set(self, words: list[str], on: bool) -> str:
        option = words[0].lower() if words else "?"
        if option == "?":
            return _SET_HELP
        if option == "localecho":
            self.local_echo = on
            return "Local echo on\n" if on else "Local echo off\n"
        if option == "crlf":
            return (
                "New line mode - Causes return key to send CR & LF\n"
                if on
                else "Line feed mode - Causes return key to send CR\n"
            )
        if option == "logging":
            return "No log file is open.\n" if on else "Logging disabled\n"  # our wording
        if option in ("ntlm", "bsasdel", "delasbs", "term", "mode", "escape", "logfile"):
            return ""
        return _INVALID

    def _open(self, words: list[str]) -> str:
        self._host = words[0]
        port_text = words[1] if len(words) > 1 else "23"
        shown = f"Connecting To {self._host}..."
        port_text = _SERVICES.get(port_text.lower(), port_text)
        port = int(port_text) if port_text.isascii() and port_text.isdigit() and len(port_text) < 6 else -1
        connection: Connection | None = None
        if 0 < port < 65536:
            try:
                connection = self._network.connect(self._source, self._host, port, self._sleep)
            except NetworkError:
                connection = None
        if connection is None:
            self.finished = self._from_command_line
            return f"{shown}Could not open connection to the host, on port {port_text}: Connect failed\n"
        self._connection = connection
        return f"{shown}\n{self._received()}"


def _abbreviates(typed: str, command: str, least: int) -> bool:
    return len(typed) >= least and command.startswith(typed)
