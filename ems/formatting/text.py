"""A value as the text of a cell: collections in braces, elements by their name, format strings
(PSObjectHelper.SmartToString, FormatField).
"""

from __future__ import annotations

from typing import Any, Final

from ems.formatting.access import display_name_property, elements, full_type_name, read_property, to_text
from ems.formatting.lines import ELLIPSIS
from ems.runtime.errors import NetError, Terminating
from ems.runtime.values import PSCustomObject

DEFAULT_LIMIT: Final = 4


class Texts:
    """Turns values into texts with one enumeration limit (`$FormatEnumerationLimit`); a limit below zero shows every
    element.
    """

    __slots__ = ("limit",)

    def __init__(self, limit: int = DEFAULT_LIMIT) -> None:
        self.limit = limit

    def text(self, value: Any) -> str:
        """The text of a value in a cell."""
        kind = type(value)
        if kind is str:
            return value  # type: ignore[no-any-return]
        if kind is int:
            return int.__repr__(value)
        if value is None:
            return ""
        if kind is bool:
            return "True" if value else "False"
        if kind is float:
            return to_text(value)
        items = elements(value)
        if items is None:
            return to_text(value)
        parts: list[str] = []
        limit = self.limit
        for count, item in enumerate(items):
            if count == limit:
                return "{" + ", ".join(parts) + ELLIPSIS + "}"
            parts.append(element_text(item))
        return "{" + ", ".join(parts) + "}"

    def formatted(self, value: Any, pattern: str) -> str:
        """The text of a value through a format string; as without one where the pattern does not fit the value."""
        try:
            return apply_format(value, pattern)
        except (NetError, Terminating):
            return self.text(value)


def apply_format(value: Any, pattern: str) -> str:
    """`{0:N2}` and the like are composite formats, anything else is a format of the value itself."""
    from ems.runtime.formatstring import format_string, format_value

    if "{0" in pattern or "}" in pattern:
        return format_string(pattern, [value])
    return format_value(value, pattern)


def element_text(item: Any) -> str:
    """The text of an element of a collection: an object whose type has no text of its own is shown by its name
    property.
    """
    kind = type(item)
    if kind is str:
        return item  # type: ignore[no-any-return]
    if kind is int:
        return int.__repr__(item)
    if item is None:
        return "$null"
    text = to_text(item)
    if kind is not PSCustomObject and text == full_type_name(item):
        name = display_name_property(item)
        if name is not None:
            try:
                return to_text(read_property(item, name.lower()))
            except Terminating:
                return text
    return text
