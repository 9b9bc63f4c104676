"""Ctrl-C where nobody looks: what to do when a pipeline was told to stop and does not.

Loops, calls and pipelines look at `Session.stopping` and leave by themselves. Some work looks at nothing while it lasts: a table of
ten million rows being compared, a pattern that backtracks for ever. After a moment of patience `Insistence` raises PipelineStopped in
the middle of it: through the signal handler where Ctrl-C was a signal (which ends sleeping and matching too), else in the thread itself.
Commits are not disturbed: `Session.shielded` is true as long as one is written.
"""
from __future__ import annotations

from _thread import get_ident
from typing import Any, Final

from ems.runtime.flow import PipelineStopped

PATIENCE: Final = 0.03
"""Seconds a pipeline has for stopping by itself, and between one attempt and the next."""


class Insistence:
    """Watches one run of a session from the moment it was told to stop until it has ended."""

    def __init__(self, session: Any, by_signal: bool) -> None:
        import threading

        self._session = session
        self._run = session.running
        self._by_signal = by_signal
        self._over = threading.Event()
        threading.Thread(target=self._insist, name="stop", daemon=True).start()

    def _insist(self) -> None:
        while not self._over.wait(PATIENCE):
            with self._session.stop_lock:
                if self._session.running is not self._run or self._run is None:
                    return
                if self._session.stopping and not self._session.shielded:
                    self._strike(self._run.thread)

    def _strike(self, thread: int) -> None:
        if self._by_signal:
            import signal

            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(thread, signal.SIGINT)
            else:
                signal.raise_signal(signal.SIGINT)
            return
        import ctypes

        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(PipelineStopped))

    def end(self) -> None:
        """The run has ended."""
        self._over.set()


class Run:
    """One text that runs, and what to put back as it was when it is torn out of the middle of something."""

    __slots__ = ("_session", "_state", "insistence", "outer", "thread")

    def __init__(self, session: Any) -> None:
        self.thread = get_ident()
        self.insistence: Insistence | None = None
        self.outer = session.running
        self._session = session
        self._state = (len(session.frames), session.depth, session.propagate, session.top, session.handling)

    def restore(self) -> None:
        """The session as it was before the run."""
        session = self._session
        frames, session.depth, session.propagate, session.top, session.handling = self._state
        del session.frames[frames:]

    def end(self) -> None:
        """From here on nobody insists any more."""
        if self.insistence is not None:
            self.insistence.end()
        with self._session.stop_lock:
            self._session.running = self.outer


__all__ = ["PATIENCE", "Insistence", "Run"]
