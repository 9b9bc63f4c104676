"""The walk-throughs typed into the real shell in a terminal: every line of their transcripts has to show."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX's", allow_module_level=True)

from ems.testing import Transcript, read_transcripts
from tests.terminal import Terminal

FILE = Path(__file__).parent / "transcripts" / "exchange" / "walkthroughs.txt"
HOME = "[PS] C:\\Windows\\system32>"
CHANGES = re.compile(r"Service ready at|InternalId=|Connecting To")
"""Lines with a time or an identifier in them."""


def settle(terminal: Terminal, quiet: float = 0.25, seconds: float = 30) -> None:
    """Waits until nothing has changed on the screen for a moment."""
    until, last, since = time.monotonic() + seconds, terminal.text(), time.monotonic()
    while time.monotonic() < until:
        time.sleep(0.03)
        now = terminal.text()
        if now != last:
            last, since = now, time.monotonic()
        elif time.monotonic() - since > quiet:
            return


@pytest.mark.parametrize("transcript", read_transcripts(FILE), ids=lambda one: one.title)
def test_typed(transcript: Transcript, tmp_path: Path) -> None:
    seed = transcript.directives.get("seed", "exchange2019")
    with Terminal("--temporary", "-NoLogo", "--no-listen", "--seed", seed, folder=tmp_path) as terminal:
        terminal.wait_for(transcript.interactions[0].prompt)
        for interaction, following in zip(transcript.interactions, [*transcript.interactions[1:], None], strict=True):
            next_prompt = following.prompt if following is not None else HOME
            before = terminal.text().count(next_prompt)
            terminal.send(interaction.typed + "\r")
            for answer in interaction.answers:
                # A refused recipient is answered after the tarpit interval.
                settle(terminal)
                terminal.send(answer + "\r")
                if answer.upper().startswith("RCPT"):
                    settle(terminal, quiet=0.3)
                    terminal.wait_for("2.1.5 Recipient OK" if "2.1.5" in "\n".join(interaction.output) else "550 5.7.")
            text = terminal.wait_for(next_prompt, before + 1)
            shown = [line.strip() for line in text.split("\n")]
            for line in interaction.output:
                wanted = line.strip()
                if wanted and not CHANGES.search(wanted) and not wanted.startswith(("+", "At line")):
                    assert any(wanted in each for each in shown), f"{wanted!r} is not on the screen:\n{text.rstrip()}"
        assert "Traceback" not in terminal.text()
        assert "DefectOfEms" not in terminal.text()
