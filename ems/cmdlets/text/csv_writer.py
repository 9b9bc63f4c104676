"""Records into comma-separated text, as Export-Csv and ConvertTo-Csv of 5.1 write it: every field in quotes, nothing
at all for null."""

from __future__ import annotations

from collections.abc import Iterable


def line(fields: Iterable[str | None], delimiter: str) -> str:
    """One record."""
    return delimiter.join("" if field is None else '"' + field.replace('"', '""') + '"' for field in fields)


def type_line(type_names: list[str]) -> str:
    """The first line of a file with type information; `CSV:` marks a type that was read from one already."""
    if not type_names:
        return "#TYPE"
    name = type_names[0]
    return "#TYPE " + (name[4:] if name.lower().startswith("csv:") else name)
