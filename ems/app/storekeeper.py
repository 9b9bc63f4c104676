"""The process that a busy listener starts to store its messages (see ems/transport/storekeeper.py), and how it is started."""

from __future__ import annotations

import sys
from pathlib import Path


def main(folder: str) -> None:
    from ems.app.services import Services
    from ems.transport.storekeeper import keep

    services = Services(Path(folder), None, temporary=False)
    try:
        keep(services["transport"], sys.stdin.fileno(), sys.stdout.fileno())
    finally:
        services.close()


def command(folder: Path) -> tuple[str, ...]:
    """How it is started: with this very program, wherever the present folder is."""
    root = str(Path(__file__).resolve().parent.parent.parent)
    start = f"import sys; sys.path.insert(0, {root!r}); from ems.app.storekeeper import main; main(sys.argv[1])"
    return (sys.executable, "-c", start, str(folder))
