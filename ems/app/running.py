"""The shell, a script, or a command: one session from its beginning to its end."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from ems.app.composition import error_stream_is_output, make_session
from ems.app.hosts import StreamHost
from ems.app.services import Services

if TYPE_CHECKING:
    from collections.abc import Callable

    from ems.cli import Options
    from ems.language.parser import ParseResult
    from ems.runtime.host import Host
    from ems.runtime.session import Session


def services_for(options: Options) -> Services:
    folder = None
    if options.organization is not None:
        from pathlib import Path

        folder = Path(options.organization)
    return Services(folder, options.seed, options.temporary)


def run_session(options: Options) -> int:
    """Runs what the options say; the exit code."""
    services = services_for(options)
    try:
        refused = _open_early(options, services)
        if refused:
            sys.stderr.write(f"ems: {refused}\n")
            return 1
        if options.action == "command":
            return _command(options, services)
        if options.action == "file":
            return _file(options, services)
        if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty() and not options.non_interactive:
            from ems.app.interactive import interactive_shell

            return interactive_shell(options, services)
        return _statements(options, services)
    finally:
        services.close()


def _open_early(options: Options, services: Services) -> str | None:
    """An organization that was named is opened at once, so that what is wrong with it is said in one line; None where all is well."""
    if options.organization is None and options.seed is None:
        return None
    from ems.directory import DirectoryError

    try:
        services["organization"]
    except DirectoryError as error:
        return str(error)
    return None


def _stream_host(options: Options, answers: Any) -> StreamHost:
    import shutil

    columns = options.width or (shutil.get_terminal_size((120, 50)).columns if sys.stdout.isatty() else 120)
    errors = sys.stdout if error_stream_is_output() and not sys.stdout.isatty() else sys.stderr
    return StreamHost(
        sys.stdout,
        errors,
        None if options.non_interactive else answers,
        columns,
        echo=sys.stdin is not None and sys.stdin.isatty(),
    )


def _start(options: Options, services: Services, host: Host, at_prompt: bool = False) -> Session:
    session = make_session(host, services, at_prompt=at_prompt)
    session.interactive = at_prompt
    if not options.no_profile:
        run_profile(session)
    return session


def run_profile(session: Session) -> None:
    r"""The profile script, where there is one: `C:\Users\Administrator\Documents\WindowsPowerShell\profile.ps1`."""
    path = f"{session.home}\\Documents\\WindowsPowerShell\\profile.ps1"
    if session.files.is_file(path):
        session.run(f". '{path}'")
        session.exit_code = 0


def _command(options: Options, services: Services) -> int:
    text = options.command or ""
    from_input = text == "-"
    if from_input:
        return _statements(options, services)
    session = _start(options, services, _stream_host(options, sys.stdin))
    with interrupts(session):
        session.run(text)
    return _exit_code(session, failed=not session.succeeded)


def _file(options: Options, services: Services) -> int:
    session = _start(options, services, _stream_host(options, sys.stdin))
    path = str(options.script)
    shown = _script_path(session, path)
    if shown is None:
        sys.stderr.write(
            f"The argument '{path}' to the -File parameter does not exist. Provide the path to an existing '.ps1' file as an argument to the -File parameter.\n"
        )
        return 1
    with interrupts(session):
        session.run_file(shown, options.arguments)
    return _exit_code(session, failed=False)


def _script_path(session: Session, path: str) -> str | None:
    r"""The session's spelling of a script named on the command line.

    A script that lies outside of the folder ems was started in is reached all the same, because the user named it: its folder becomes
    the user's folder `C:\Users\Administrator` for this session.
    """
    real = os.path.abspath(path.replace("\\", os.sep) if os.sep == "/" and not os.path.exists(path) else path)
    if os.path.isfile(real):
        inside = session.files.mounts.from_machine(real)
        return (
            inside
            if inside is not None
            else str(session.files.mounts.lend(os.path.dirname(real))) + "\\" + os.path.basename(real)
        )
    full = session.files.full_path(path)
    return full if session.files.is_file(full) else None


def _exit_code(session: Session, failed: bool) -> int:
    session.host.flush()
    code = session.exit_code
    try:
        number = int(code)
    except (TypeError, ValueError):
        number = 0
    return number & 0xFF if number else int(failed)


def _statements(options: Options, services: Services) -> int:
    """Statements from a pipe, one after another as a terminal would give them, without prompts; commands that ask read the lines that follow."""
    from ems.language.parser import parse

    session = _start(options, services, _stream_host(options, sys.stdin), at_prompt=options.action == "shell")
    pending = ""
    with interrupts(session):
        while not session.exiting:
            line = sys.stdin.readline()
            if not line:
                break
            pending += line
            if _goes_on(pending, line, parse):
                continue
            text, pending = pending, ""
            if text.strip():
                session.run(text.rstrip("\n"))
        if pending.strip() and not session.exiting:
            session.run(pending.rstrip("\n"))
    return _exit_code(session, failed=False)


def _goes_on(pending: str, line: str, parse: Callable[[str], ParseResult]) -> bool:
    """Whether more lines belong to the statement: as at the prompt, until the parser is content or a blank line says that is all."""
    result = parse(pending)
    if not line.strip() and pending.strip():  # a blank line inside a string belongs to the string
        return result.incomplete and any("Terminator" in error.error_id for error in result.errors)
    return result.incomplete


class interrupts:
    """While it lasts, Ctrl-C stops what the session runs; without something running it ends the program as usual."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: Any = None

    def __enter__(self) -> None:
        import signal
        import threading

        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._stop)

    def __exit__(self, *_: object) -> None:
        import signal

        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _stop(self, *_: object) -> None:
        self._session.interrupt()
