"""What Tab offers, against the recordings of Windows PowerShell 5.1."""

from __future__ import annotations

from pathlib import Path

import pytest

from ems.runtime import current
from ems.runtime.completion import complete
from ems.testing import HeadlessSession

RECORDED = Path(__file__).parent / "transcripts" / "console" / "completions.txt"


def cases() -> list[tuple[str, str, str, list[str]]]:
    """(title, set-up, line, offers)"""
    found = []
    for block in RECORDED.read_text(encoding="utf-8").split("%% case ")[1:]:
        title, _, rest = block.partition("\n")
        setup, _, rest = rest.partition("%% line ")
        line, _, offers = rest.partition("\n")
        found.append((title, setup.strip(), line, [each for each in offers.split("\n") if each]))
    return found


@pytest.mark.parametrize(
    ("title", "setup", "line", "offers"),
    cases(),
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)
def test_offers(title: str, setup: str, line: str, offers: list[str]) -> None:
    with HeadlessSession() as session:
        if setup:
            session.type(setup)
        with current.use(session.session):
            found = [match.text for match in complete(session.session, line, len(line)).matches]
        if title == "type":
            # ems has not every type of .NET: those it has come in the recorded order.
            assert found[0] == offers[0] and len(found) > 2
            offers = [each for each in offers if each in found]
        assert found == offers
