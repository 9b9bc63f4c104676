"""How control leaves a statement other than by falling through.

A compiled statement returns None, or one of the signals below; blocks and loops hand a signal on until somebody
answers it. Where a signal has to cross an expression or a command (`$(break)`, a function called inside a loop), it
travels as a `FlowSignal`.
"""

from __future__ import annotations

from typing import Any, Final


class Flow:
    """A signal: `kind` is 'break', 'continue' or 'return'; `label` is folded, empty for the innermost loop."""

    __slots__ = ("kind", "label")

    def __init__(self, kind: str, label: str = "") -> None:
        self.kind = kind
        self.label = label


BREAK: Final = Flow("break")
CONTINUE: Final = Flow("continue")
RETURN: Final = Flow("return")


class FlowSignal(Exception):
    """A signal on its way up through expressions and commands."""

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow.kind)
        self.flow = flow


class ExitScript(Exception):
    """`exit`: ends the script that runs, or the session."""

    def __init__(self, code: Any) -> None:
        super().__init__(code)
        self.code = code


class StopUpstream(Exception):
    """A command of a pipeline wants no more input (`Select-Object -First`); `stage` is its place in the pipeline."""

    def __init__(self, runtime: Any) -> None:
        super().__init__("stop upstream")
        self.runtime = runtime


class PipelineStopped(BaseException):
    """Ctrl-C, or `Session.stop()`. Not an error: nothing catches it but `finally` blocks and the session."""
