"""The interactive shell: a session on the terminal, listening for mail as long as it is open."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ems.app.composition import make_session
from ems.app.places import can_be_made, history_file
from ems.app.running import run_profile

if TYPE_CHECKING:
    from ems.app.services import Services
    from ems.cli import Options


def interactive_shell(options: Options, services: Services) -> int:
    """Until `exit`; the exit code."""
    from ems.console.host import TerminalHost
    from ems.console.shell import Shell
    from ems.directory import DirectoryError
    from ems.exchange.banner import banner

    host = TerminalHost(width=options.width)
    try:
        organization = services["organization"]
    except DirectoryError as error:
        host.write_error_line(f"ems: {error}")
        return 1
    session = make_session(host, services, at_prompt=True)
    session.interactive = True
    if not options.no_logo:
        server = next(iter(organization.snapshot().find("exchangeServer")), None)
        name = str(server.attributes.get("Fqdn") or server.name) if server is not None else "EX01.contoso.com"
        host.write(banner(name, int(time.time() // 86400)))
    for remark in services.remarks:
        host.write_warning_line(remark)
    if options.listen:
        _listen(services, host)
    if not options.no_profile:
        run_profile(session)
    history = history_file()
    return Shell(session, host, history if can_be_made(history.parent) else None).run()


def _listen(services: Services, host: object) -> None:
    """Listens, or says who does."""
    from ems.transport.listener import AlreadyListening

    listener = services["listener"]
    try:
        listener.start()
    except AlreadyListening as error:
        host.write_warning_line(str(error))  # type: ignore[attr-defined]
        return
    except OSError as error:
        host.write_warning_line(f"Nobody listens for mail: {error}")  # type: ignore[attr-defined]
        return
    for problem in listener.problems:
        host.write_warning_line(problem)  # type: ignore[attr-defined]
