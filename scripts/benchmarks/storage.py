"""What a commit costs, with few and with many documents, beside TinyDB's own JSONStorage."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Result, repeat


def _commit_seconds(documents: int, times: int) -> list[float]:
    from ems.app.clock import new_guid
    from ems.directory import Organization

    with tempfile.TemporaryDirectory(prefix="ems-bench-") as folder:
        organization = Organization.open(Path(folder) / "org", clock=lambda: "2024-03-05T09:30:15Z", new_guid=new_guid)
        parent = next(iter(organization.snapshot().find("mailbox"))).dn.partition(",")[2]
        work = organization.unit_of_work("bench", "fill")
        for number in range(documents):
            work.add("mailbox", f"User {number}", parent, {"Alias": f"user{number}"})
        work.commit()
        counter = iter(range(10**9))

        def one() -> None:
            each = organization.unit_of_work("bench", "one")
            each.add("mailbox", f"One {next(counter)}", parent, {"Alias": "one"})
            each.commit()

        one()
        seconds = repeat(one, times)
        organization.close()
        return seconds


def commit_small() -> Result:
    """1,000 documents against an insert of TinyDB's JSONStorage at 1,000 documents."""
    from tinydb import TinyDB

    with tempfile.TemporaryDirectory(prefix="ems-bench-") as folder:
        database = TinyDB(Path(folder) / "db.json")
        database.insert_multiple({"name": f"n{number}", "alias": "x"} for number in range(1000))
        yardstick = statistics.median(repeat(lambda: database.insert({"name": "one"}), 10))
        database.close()
    return Result(
        "commit-1000",
        "commit at 1,000 documents",
        _commit_seconds(1000, 50),
        yardstick,
        "TinyDB's JSONStorage at 1,000",
    )


def commit_large() -> Result:
    """50,000 documents against the same at 1,000: flat."""
    yardstick = statistics.median(_commit_seconds(1000, 50))
    return Result(
        "commit-50000", "commit at 50,000 documents", _commit_seconds(50_000, 50), yardstick, "commit at 1,000", 1.3
    )


MEASURES: dict[str, Callable[[], Result]] = {"commit-1000": commit_small, "commit-50000": commit_large}
