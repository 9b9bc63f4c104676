"""Options of the suite, and the folder its sessions stand in."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", default=False, help="the long mode: more kills, more fuzzing, more rows"
    )


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A session's own folder is the one the program was started in: for tests, one that is thrown away."""
    before = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("started in"))
    yield
    os.chdir(before)
