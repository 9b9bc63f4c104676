"""The composition root: what the command line asks for becomes a session with its host and services."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ems.cli import Options


GENERATIONS = (100_000, 20, 100)
"""Thresholds of Python's garbage collector: a pipeline makes many small objects that live; looking at them again and again is wasted."""


def run(options: Options) -> int:
    """Carries out a command line; the exit code."""
    import gc

    gc.set_threshold(*GENERATIONS)
    if options.action == "serve":
        from ems.app.serve import serve

        return serve(options)
    from ems.app.running import run_session

    return run_session(options)
