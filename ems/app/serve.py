"""`ems serve`: listens for mail without a shell, until SIGINT or SIGTERM."""

from __future__ import annotations

import json
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

from ems.app.running import services_for

if TYPE_CHECKING:
    from ems.cli import Options


def serve(options: Options) -> int:
    """Opens everything, says where, and waits; the exit code."""
    from ems.directory import DirectoryError
    from ems.transport.listener import AlreadyListening

    services = services_for(options)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        listener = services["listener"]
        report = listener.start()
    except (DirectoryError, AlreadyListening, OSError) as error:
        sys.stderr.write(f"ems: {error}\n")
        services.close()
        return 1
    try:
        _say(report, options.json)
        for line in [*services.remarks, *listener.problems]:
            sys.stderr.write(f"ems: {line}\n")
        sys.stderr.flush()
        while not stopped.wait(1.0):
            pass
    finally:
        services.close()
    return 0


def _say(report: dict[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(report) + "\n")
    else:
        for each in report["listeners"]:
            sys.stdout.write(f"{each['endpoint']:22} {each['connector']} ({each['binding']})\n")
        for each in report["hosts"]:
            sys.stdout.write(f"{each['endpoint']:22} who connects here comes from {each['name']} ({each['address']})\n")
        sys.stdout.write("Listening. Ctrl-C stops.\n")
    sys.stdout.flush()
