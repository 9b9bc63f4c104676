"""Several processes on one organization, and processes that die at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ems.directory import Organization

WRITER = """
import itertools, sys
from ems.directory import Organization
folder, name, limit = sys.argv[1:]
numbers = itertools.count()
guid = lambda: f"{name}-{next(numbers)}"
organization = Organization.open(folder, clock=lambda: "2026-11-21T12:00:00Z", new_guid=guid)
above = organization.snapshot().find("acceptedDomain")[0].parent_dn
for number in range(int(limit)):
    work = organization.unit_of_work(name, "New-AcceptedDomain")
    work.add("acceptedDomain", above, f"{name}-{number}.com", {"Number": number, "Comment": "x" * 200})
    work.commit()
    if number % 7 == 6:
        organization.compact()
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def start(folder: Path, name: str, limit: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-c", WRITER, str(folder), name, str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def opened(folder: Path) -> Organization:
    return Organization.open(folder, clock=lambda: "2026-11-21T12:00:00Z", new_guid=lambda: "reader")


def numbers_of(organization: Organization, name: str) -> list[int]:
    found = organization.snapshot().find("acceptedDomain")
    return [entry.get("Number") for entry in found if entry.name.startswith(f"{name}-")]


def test_nobodys_commit_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "org"
    writers = {name: start(folder, name, 25) for name in ("a", "b", "c")}
    for process in writers.values():
        process.communicate(timeout=60)
        assert process.returncode == 0
    organization = opened(folder)
    for name in writers:
        assert numbers_of(organization, name) == list(range(25))
    assert [record.version for record in organization.commits()] == list(range(1, 76))


def test_no_acknowledged_commit_is_lost_to_a_kill(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if not hasattr(signal, "SIGKILL"):
        pytest.skip("no way to kill at once here")
    kills = 100 if request.config.getoption("--long", default=False) else 10
    folder = tmp_path / "org"
    dice = random.Random(4711)
    watcher = opened(folder)
    for turn in range(kills):
        name = f"k{turn}"
        process = start(folder, name, 10_000)
        assert process.stdout is not None
        acknowledged = int(process.stdout.readline())
        time.sleep(dice.random() * 0.05)
        process.kill()
        rest = process.stdout.read().splitlines()
        process.wait()
        acknowledged = int(rest[-1]) if rest and rest[-1] else acknowledged
        for reader in (watcher, opened(folder)):
            numbers = numbers_of(reader, name)
            assert numbers == list(range(len(numbers)))
            assert len(numbers) in (acknowledged + 1, acknowledged + 2)
    assert [record.version for record in watcher.commits()] == list(range(1, watcher.snapshot().version + 1))
