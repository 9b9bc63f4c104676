"""catalog/error-catalog.json: what 5.1 prints for common mistakes, and for scripts that look like mistakes and are none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ems.testing import HeadlessSession
from tests.conformance.recordings import difference, trimmed

FILE = Path(__file__).parent.parent / "transcripts" / "language" / "catalog" / "error-catalog.json"
NAME = "error-catalog"


@dataclass
class Entry:
    source: str
    prints: list[str]
    asks: bool


def read() -> list[Entry]:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return [
        Entry(one["script"], trimmed((one.get("printed") or "").split("\n")), bool(one.get("nonInteractive")))
        for one in (*data["cases"], *data["notErrors"])
    ]


def check(entry: Entry) -> str | None:
    """None where ems prints what is recorded, else the difference."""
    with HeadlessSession() as session:
        if entry.asks:
            session.host.interactive = False
        result = session.run_script(entry.source)
    printed = trimmed(result.text.split("\n"))
    return None if printed == entry.prints else difference(entry.prints, printed)
