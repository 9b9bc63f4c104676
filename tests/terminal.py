"""A real terminal for tests: a pseudo-terminal with a screen behind it (pyte), so that what a person would see can be asserted."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path
from typing import Any

import pyte

ROOT = Path(__file__).parent.parent


class Terminal:
    """Runs `python -m ems` with arguments on a screen of 120 x 50."""

    def __init__(self, *arguments: str, folder: Path, columns: int = 120, rows: int = 50) -> None:
        self.screen: Any = pyte.HistoryScreen(columns, rows, history=5000, ratio=1)
        self._stream = pyte.ByteStream(self.screen)
        self._guard = threading.Lock()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.write_process_input = lambda data: os.write(self._master, data.encode())
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "EMS_HOME": str(folder / "home"),
            "PYTHONPATH": str(ROOT),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ems", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return
            if not data:
                return
            with self._guard:
                self._stream.feed(data)

    def text(self) -> str:
        """All that is or was on the screen, without trailing blanks."""
        with self._guard:
            above = [
                "".join(line[column].data for column in range(self.screen.columns)) for line in self.screen.history.top
            ]
            return "\n".join(line.rstrip() for line in [*above, *self.screen.display])

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def wait_for(self, wanted: str, count: int = 1, seconds: float = 30) -> str:
        """Waits until a text has been shown `count` times; fails with the screen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            text = self.text()
            if text.count(wanted) >= count:
                return text
            if self.process.poll() is not None:
                time.sleep(0.2)
                text = self.text()
                if text.count(wanted) >= count:
                    return text
                break
            time.sleep(0.02)
        raise AssertionError(f"{wanted!r} was not shown {count} times; the screen:\n{self.text().rstrip()}")

    def type_line(self, line: str, prompt: str = "[PS] C:\\Windows\\system32>") -> str:
        """Types a line at a fresh prompt and waits for the next prompt; the whole text."""
        before = self.text().count(prompt)
        self.send(line + "\r")
        return self.wait_for(prompt, before + 1)

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self._master)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
