"""The objects that general cmdlets make: groups, measurements, matches, history entries and the like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ems.runtime.values import NetObject

_COMMANDS = "Microsoft.PowerShell.Commands."


class GroupInfo(NetObject):
    """One group of Group-Object."""

    __slots__ = ("count", "group", "name", "values")
    type_name = _COMMANDS + "GroupInfo"

    def __init__(self, name: str, values: list[Any]) -> None:
        self.name = name
        self.values = values
        self.count = 0
        self.group: list[Any] = []

    def add(self, value: Any) -> None:
        self.group.append(value)
        self.count += 1


class GroupInfoNoElement(GroupInfo):
    """A group that only counts."""

    __slots__ = ()
    type_name = _COMMANDS + "GroupInfoNoElement"

    def add(self, value: Any) -> None:
        self.count += 1


class MeasureInfo(NetObject):
    """Base of what Measure-Object gives."""

    __slots__ = ("property",)
    type_name = _COMMANDS + "MeasureInfo"

    def __init__(self) -> None:
        self.property: str | None = None


class GenericMeasureInfo(MeasureInfo):
    """Numbers measured."""

    __slots__ = ("average", "count", "maximum", "minimum", "sum")
    type_name = _COMMANDS + "GenericMeasureInfo"

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.average: float | None = None
        self.sum: float | None = None
        self.maximum: Any = None
        self.minimum: Any = None


class GenericObjectMeasureInfo(GenericMeasureInfo):
    """Anything that can be compared, measured."""

    __slots__ = ()
    type_name = _COMMANDS + "GenericObjectMeasureInfo"


class TextMeasureInfo(MeasureInfo):
    """Text measured."""

    __slots__ = ("characters", "lines", "words")
    type_name = _COMMANDS + "TextMeasureInfo"

    def __init__(self) -> None:
        super().__init__()
        self.lines: int | None = None
        self.words: int | None = None
        self.characters: int | None = None


class MemberDefinition(NetObject):
    """One line of Get-Member."""

    __slots__ = ("definition", "member_type", "name", "of_type")
    type_name = _COMMANDS + "MemberDefinition"

    def __init__(self, of_type: str, name: str, member_type: Any, definition: str) -> None:
        self.of_type = of_type
        self.name = name
        self.member_type = member_type
        self.definition = definition

    def to_text(self) -> str:
        return self.definition


class MatchInfoContext(NetObject):
    """The lines around a match."""

    __slots__ = ("display_post_context", "display_pre_context", "post_context", "pre_context")
    type_name = _COMMANDS + "MatchInfoContext"

    def __init__(self) -> None:
        self.pre_context: list[str] = []
        self.post_context: list[str] = []
        self.display_pre_context: list[str] = []
        self.display_post_context: list[str] = []


class MatchInfo(NetObject):
    """One line that Select-String found."""

    __slots__ = ("context", "ignore_case", "line", "line_number", "matches", "path", "pattern")
    type_name = _COMMANDS + "MatchInfo"

    def __init__(
        self, line: str, line_number: int, path: str, pattern: str, ignore_case: bool, matches: Sequence[Any]
    ) -> None:
        self.line = line
        self.line_number = line_number
        self.path = path
        self.pattern = pattern
        self.ignore_case = ignore_case
        self.matches = matches
        self.context: MatchInfoContext | None = None

    @property
    def from_stream(self) -> bool:
        """Whether the line came down the pipeline and not out of a file."""
        return self.path == "InputStream"

    @property
    def file_name(self) -> str:
        return self.path if self.from_stream else self.path.replace("/", "\\").rpartition("\\")[2]

    def relative_path(self, directory: str) -> str:
        """The path as seen from a folder."""
        if self.from_stream or not directory:
            return self.path
        folder = directory.rstrip("\\/")
        if self.path.lower().startswith(folder.lower()) and self.path[len(folder) : len(folder) + 1] in ("\\", "/"):
            return self.path[len(folder) + 1 :]
        return self.path

    def to_text(self, directory: str = "") -> str:
        """`path:number:line`, or the line alone; with the lines around it where they were asked for."""
        path = self.relative_path(directory)
        if self.context is None:
            return self._shown("", self.line_number, self.line, path)
        lines: list[str] = []
        number = self.line_number - len(self.context.display_pre_context)
        for text in self.context.display_pre_context:
            lines.append(self._shown("  ", number, text, path))
            number += 1
        lines.append(self._shown("> ", number, self.line, path))
        number += 1
        for text in self.context.display_post_context:
            lines.append(self._shown("  ", number, text, path))
            number += 1
        return "\r\n".join(lines)

    def _shown(self, prefix: str, number: int, text: str, path: str) -> str:
        return prefix + text if self.from_stream else f"{prefix}{path}:{number}:{text}"


class TypeName(NetObject):
    """System.Management.Automation.PSTypeName: a type by its name."""

    __slots__ = ("name",)
    type_name = "System.Management.Automation.PSTypeName"

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def type(self) -> Any:
        from ems.runtime import current
        from ems.runtime.types import resolve_type

        running = current.session()
        return resolve_type(self.name, running.usings if running is not None else ())

    def to_text(self) -> str:
        return self.name
