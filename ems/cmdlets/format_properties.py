"""The -Property and -GroupBy arguments of Format-*: the keys a table may have for each shape, and their values.

The keys and the errors are those of BaseFormattingCommandParameters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ems.cmdlets.property_parameters import EXPRESSION, Key, read_parameters
from ems.formatting.parameters import PropertyParameter, failure
from ems.formatting.records import CENTER, LEFT, RIGHT
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.errors import Terminating
from ems.runtime.messages import message

_STRING: Final = ("System.String",)
_INT: Final = ("System.Int32",)
_FORMAT: Final = Key("formatString", _STRING)
_WIDTH: Final = Key("width", _INT)
_ALIGNMENT: Final = Key("alignment", _STRING)
_LABEL: Final = Key("label", _STRING, ("name",))
_DEPTH: Final = Key("depth", _INT)

TABLE_KEYS: Final = (EXPRESSION, _FORMAT, _WIDTH, _ALIGNMENT, _LABEL)
LIST_KEYS: Final = (EXPRESSION, _FORMAT, _LABEL)
WIDE_KEYS: Final = (EXPRESSION, _FORMAT)
CUSTOM_KEYS: Final = (EXPRESSION, _DEPTH)

_ALIGNMENTS: Final = (("left", LEFT), ("center", CENTER), ("right", RIGHT))


def format_properties(cmdlet: Cmdlet, given: Iterable[Any], keys: Sequence[Key]) -> list[PropertyParameter]:
    """The checked form of what was given to -Property."""
    found = []
    for one in read_parameters(cmdlet, given, keys):
        parameter = PropertyParameter(one.expression)
        for name, value in one.entries.items():
            _CHECKS[name](parameter, value)
        found.append(parameter)
    return found


def _fail(error_id: str, name: str, *values: Any) -> Terminating:
    text = message("FormatAndOut_MshParameter", name, *values)
    return failure(error_id, text, "System.NotSupportedException", "Specified method is not supported.")


def _label(parameter: PropertyParameter, value: str) -> None:
    parameter.label = value


def _depth(parameter: PropertyParameter, value: int) -> None:
    parameter.depth = value


def _format(parameter: PropertyParameter, value: str) -> None:
    if not value:
        raise _fail("FormatStringEmpty", "EmptyFormatStringValueError", "formatString")
    parameter.format = value


def _width(parameter: PropertyParameter, value: int) -> None:
    if value <= 0:
        raise _fail("WidthOutOfRange", "OutOfRangeWidthValueError", str(value), "width")
    parameter.width = value


def _alignment(parameter: PropertyParameter, value: str) -> None:
    for name, alignment in _ALIGNMENTS:
        if value and name.startswith(value.lower()):
            parameter.alignment = alignment
            return
    raise _fail("AlignmentIllegalValue", "IllegalAlignmentValueError", value, "alignment", "{left, center, right}")


_CHECKS: Final[dict[str, Callable[[PropertyParameter, Any], None]]] = {
    "label": _label,
    "formatString": _format,
    "width": _width,
    "alignment": _alignment,
    "depth": _depth,
}
