"""`ems serve` and one-shot commands as separate processes, for tests that look at the wire from outside."""

from __future__ import annotations

import json
import os
import smtplib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run_ems(folder: Path, *arguments: str, stdin: str = "", seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """One run of the program, with pipes."""
    environment = {**os.environ, "EMS_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "ems", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=seconds,
        check=False,
    )


class Served:
    """An organization that is being listened for."""

    def __init__(self, folder: Path, seed: str) -> None:
        self.folder = folder
        self.organization = folder / "org"
        environment = {**os.environ, "EMS_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ems", "serve", "--org", str(self.organization), "--seed", seed, "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
            cwd=folder,
        )
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline())

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        assert self.process.wait(20) == 0, "ems serve leaves cleanly on SIGTERM"

    def port_of(self, host: str) -> int:
        return next(int(each["endpoint"].rpartition(":")[2]) for each in self.said["hosts"] if each["name"] == host)

    def client(self, host: str) -> smtplib.SMTP:
        """A client that comes from a machine of the lab."""
        return smtplib.SMTP("127.0.0.1", self.port_of(host), local_hostname=host.lower(), timeout=30)

    def relay(
        self, host: str, sender: str = "chris@contoso.com", recipient: str = "kate@fabrikam.com"
    ) -> tuple[int, str]:
        """What the server says to a recipient elsewhere."""
        with self.client(host) as client:
            client.ehlo()
            code, text = client.mail(sender)
            if code != 250:
                return code, text.decode()
            code, text = client.rcpt(recipient)
            return code, text.decode()

    def send(self, host: str, recipient: str, subject: str) -> None:
        with self.client(host) as client:
            client.sendmail(
                "chris@contoso.com",
                [recipient],
                f"Subject: {subject}\r\nFrom: chris@contoso.com\r\nTo: {recipient}\r\n\r\nText\r\n",
            )

    def command(self, text: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return run_ems(self.folder, "--org", str(self.organization), "-Command", text, stdin=stdin)

    def script(self, text: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        path = self.folder / "walkthrough.ps1"
        path.write_text(text, encoding="utf-8")
        return run_ems(self.folder, "--org", str(self.organization), str(path), stdin=stdin)

    def mail(self, *place: str) -> list[str]:
        """The messages below a folder of the spool, oldest first."""
        folder = self.organization.joinpath("spool", *place)
        return (
            [
                path.read_text(encoding="utf-8")
                for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
            ]
            if folder.exists()
            else []
        )
