"""SMTP over real sockets with a client process of its own, beside a bare asyncio echo that speaks SMTP's replies and judges nothing."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Result

HERE = Path(__file__).parent
CONNECTIONS = 10
MESSAGES = 100  # of each connection


def _client(port: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, str(HERE / "smtp_client.py"), str(port), str(CONNECTIONS), str(MESSAGES)],
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _serve(folder: Path) -> tuple[subprocess.Popen[str], int]:
    server = subprocess.Popen(
        [sys.executable, "-m", "ems", "serve", "--org", str(folder), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    said = json.loads(server.stdout.readline())
    port = next(int(host["endpoint"].rpartition(":")[2]) for host in said["hosts"] if host["name"] == "APP01")
    return server, port


def throughput() -> Result:
    with tempfile.TemporaryDirectory(prefix="ems-bench-") as folder:
        echo = subprocess.Popen([sys.executable, str(HERE / "smtp_echo.py")], stdout=subprocess.PIPE, text=True)
        try:
            assert echo.stdout is not None
            echo_port = int(echo.stdout.readline())
            bare = [_client(echo_port)["seconds"] for _ in range(3)]
        finally:
            echo.kill()
        server, port = _serve(Path(folder) / "org")
        try:
            ours = [_client(port)["seconds"] for _ in range(3)]
        finally:
            server.terminate()
            server.wait(10)
    count = CONNECTIONS * MESSAGES
    bare.sort()
    # As messages a second: more is better.
    return Result(
        "smtp",
        f"messages a second over {CONNECTIONS} connections",
        [count / one for one in ours],
        count / bare[1],
        "a bare asyncio echo",
        0.5,
        more_is_better=True,
    )


def latency() -> Result:
    """RCPT while a script loops in the shell that listens, in seconds; beside the same without a script."""
    from ems.runtime.flow import PipelineStopped
    from ems.testing import HeadlessSession

    def measure(script: str | None) -> list[float]:
        import threading

        with (
            tempfile.TemporaryDirectory(prefix="ems-bench-") as folder,
            HeadlessSession(organization=Path(folder) / "org") as session,
        ):
            listener = session.session.services["listener"]
            started = listener.start()
            port = next(
                int(host["endpoint"].rpartition(":")[2]) for host in started["hosts"] if host["name"] == "APP01"
            )

            def loop(text: str) -> None:
                with contextlib.suppress(PipelineStopped):  # it is stopped below
                    session.invoke(text)

            runner = threading.Thread(target=loop, args=(script,), daemon=True) if script else None
            if runner:
                runner.start()
                time.sleep(0.2)
            done = subprocess.run(
                [sys.executable, str(HERE / "smtp_client.py"), str(port), "1", "30", "latency"],
                check=True,
                capture_output=True,
                text=True,
                timeout=120,
            )
            session.session.stop()
            if runner:
                runner.join(10)
            listener.stop()
            result: list[float] = json.loads(done.stdout)["rcpt"]
            return result

    quiet = sorted(measure(None))
    return Result(
        "rcpt-latency",
        "RCPT while a script loops",
        measure("while ($true) { $x = 1 + 1 }"),
        quiet[len(quiet) // 2],
        "without a script",
    )


MEASURES: dict[str, Callable[[], Result]] = {"smtp": throughput, "rcpt-latency": latency}
