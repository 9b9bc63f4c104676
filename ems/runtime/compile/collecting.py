"""What becomes of the output of statements where a value is wanted.

No output is NOTHING, one object is itself, several are an array: the rule of PipelineResult in PipelineOps.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.convert import enumerate_value
from ems.runtime.flow import Flow, FlowSignal
from ems.runtime.values import NOTHING, PSCustomObject

if TYPE_CHECKING:
    from ems.runtime.context import Context

SCALARS: Final = frozenset({str, int, bool, float, PSCustomObject, type(None)})
"""Classes whose values are certainly no collections."""


def unroll(values: list[Any]) -> Any:
    """What a list of outputs is as a value."""
    if len(values) == 1:
        return values[0]
    return values if values else NOTHING


def emit(value: Any, out: Callable[[Any], Any]) -> None:
    """Writes the value of an expression statement: collections element by element."""
    kind = type(value)
    if kind in SCALARS:
        out(value)
    elif kind is list:
        for each in value:
            out(each)
    elif value is not NOTHING:
        items = enumerate_value(value)
        if items is None:
            out(value)
        else:
            for each in items:
                out(each)


def collect_list(run: Callable[[Context], Flow | None]) -> Callable[[Context], list[Any]]:
    """Runs a statement and gathers its output."""

    def gather(context: Context) -> list[Any]:
        values: list[Any] = []
        out = context.out
        context.out = values.append
        try:
            flow = run(context)
        finally:
            context.out = out
        if flow is not None:
            if flow.kind == "return":
                for each in values:
                    out(each)
            raise FlowSignal(flow)
        return values

    return gather


def collect(run: Callable[[Context], Flow | None]) -> Callable[[Context], Any]:
    """The value of a statement."""
    gather = collect_list(run)

    def value(context: Context) -> Any:
        values = gather(context)
        if len(values) == 1:
            return values[0]
        return values if values else NOTHING

    return value
