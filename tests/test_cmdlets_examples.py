"""The examples in the help of the general cmdlets: each runs without an error and prints what it says."""

from __future__ import annotations

import pytest

from ems.runtime.commands import cmdlet_files, cmdlets_in
from ems.testing import HeadlessSession

EXAMPLES = [
    (cmdlet.name, example.code, example.output)
    for module in sorted(set(cmdlet_files("ems.cmdlets").values()))
    for cmdlet in cmdlets_in(module).values()
    for example in cmdlet.examples
]


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\r\n ").splitlines()]


@pytest.mark.parametrize(
    ("name", "code", "output"), EXAMPLES, ids=[f"{name}: {code[:50]}" for name, code, _ in EXAMPLES]
)
def test_example(name: str, code: str, output: str | None) -> None:
    with HeadlessSession(location=None) as session:
        printed = session.type(code, ["y"] * 3)
        assert session.invoke("$Error.Count") == [0] or "catch" in code or "SilentlyContinue" in code, printed
        if output is not None:
            assert lines(printed) == lines(output)
