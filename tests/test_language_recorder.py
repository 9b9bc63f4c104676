"""The scripts that recorded the tables, run unmodified inside ems, make the same columns again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ems.testing import HeadlessSession
from tests.conformance import values
from tests.language_tables import rows

HERE = "C:\\Users\\Administrator\\"
COUNT = 25
"""Lines of each table; more are for scripts/conformance.py, which compares all of them."""


def _records(session: HeadlessSession, folder: Path, script: str, call: str, sources: list[str]) -> dict[int, list[str]]:
    """What a recording function writes for sources, by their number."""
    text = "\3".join(f"{number}\4{source}" for number, source in enumerate(sources))
    (folder / "in.txt").write_text(text, encoding="utf-8", newline="")
    (folder / script).write_text((values.FOLDER / script).read_text(encoding="utf-8"), encoding="utf-8")
    session.run_script(f". .\\{script}; {call}")
    written = (folder / "out.txt").read_text(encoding="utf-8-sig").split("\3")
    found = (record.split("\4") for record in written if record)
    return {int(number): columns for number, *columns in found}


@pytest.mark.parametrize("name", values.NAMES)
def test_values(name: str, tmp_path: Path) -> None:
    lines = values.read(name)
    chosen = random.Random(name).sample(lines, COUNT)
    (tmp_path / "setup.txt").write_text(chosen[0].setup + "\n", encoding="utf-8", newline="")
    with HeadlessSession(working_directory=tmp_path) as session:
        call = f"__run {HERE}in.txt {HERE}out.txt ([IO.File]::ReadAllText('{HERE}setup.txt'))"
        found = _records(session, tmp_path, "values.ps1", call, [values.source_text(line.source) for line in chosen])
    for number, line in enumerate(chosen):
        assert [values.escaped(column) for column in found[number]] == line.columns, line.source


@pytest.mark.parametrize(("name", "mode"), [("ast", "ast"), ("tokens", "tokens"), ("parse-errors", "errors")])
def test_syntax(name: str, mode: str, tmp_path: Path) -> None:
    chosen = random.Random(name).sample(list(rows(f"{name}.txt")), COUNT)
    with HeadlessSession(working_directory=tmp_path) as session:
        call = f"__parse {HERE}in.txt {HERE}out.txt {mode}"
        got = _records(session, tmp_path, "syntax.ps1", call, [columns[0] for columns in chosen])
    for number, (source, *wanted) in enumerate(chosen):
        columns = list(got[number])
        if mode == "tokens":
            columns[1] = "correct" if columns[1] == "0" else "broken"
        assert columns == wanted, source
