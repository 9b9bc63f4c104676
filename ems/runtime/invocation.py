"""Where in the source something happened, and how a command was called: extents, position messages, InvocationInfo,
call stack.

The rules of the position message are those of PositionUtilities.cs and InvocationInfo.cs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.language.source import Source
    from ems.runtime.context import Context


class Position(NetObject):
    """A place in a source text (IScriptPosition)."""

    __slots__ = ("offset", "source")
    type_name = "System.Management.Automation.Language.InternalScriptPosition"

    def __init__(self, source: Source, offset: int) -> None:
        self.source = source
        self.offset = offset

    @property
    def file(self) -> str | None:
        return self.source.file_name

    @property
    def line_number(self) -> int:
        return self.source.position(self.offset)[0]

    @property
    def column_number(self) -> int:
        return self.source.position(self.offset)[1]

    @property
    def line(self) -> str:
        return self.source.line(self.line_number)


class Extent(NetObject):
    """A piece of a source text (IScriptExtent)."""

    __slots__ = ("end", "source", "start")
    type_name = "System.Management.Automation.Language.InternalScriptExtent"

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def to_text(self) -> str:
        return self.text

    @property
    def file(self) -> str | None:
        return self.source.file_name

    @property
    def start_offset(self) -> int:
        return self.start

    @property
    def end_offset(self) -> int:
        return self.end

    @property
    def start_script_position(self) -> Position:
        return Position(self.source, self.start)

    @property
    def end_script_position(self) -> Position:
        return Position(self.source, self.end)

    @property
    def start_line_number(self) -> int:
        return self.start_line

    @property
    def start_column_number(self) -> int:
        return self.start_column

    @property
    def end_line_number(self) -> int:
        return self.end_line

    @property
    def end_column_number(self) -> int:
        return self.end_column

    @property
    def start_line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def start_column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        return self.source.position(self.end)[1]

    @property
    def line(self) -> str:
        return self.source.line(self.start_line)


LONGEST_CONTEXT = 69
"""How many characters of a source line a position message shows at most, the ellipses not counted."""


def brief_message(extent: Extent) -> str:
    """`At line:1 char:1`, or `At C:\\x.ps1:1 char:1`."""
    line, column = extent.source.position(extent.start)
    if extent.file:
        return f"At {extent.file}:{line} char:{column}"
    return f"At line:{line} char:{column}"


def position_message(extent: Extent) -> str:
    """The three lines that show a place: where, the line, and the piece underlined."""
    line_number, start_column = extent.source.position(extent.start)
    end_line, end_column = extent.source.position(extent.end)
    line = extent.source.line(line_number).rstrip()
    if not line:
        return brief_message(extent)
    before = start_column - 1
    length = end_column - start_column if end_line == line_number else len(line) - before
    if "\t" in line:
        head, piece = line[:before].replace("\t", "    "), line[before : before + length].replace("\t", "    ")
        line = head + piece + line[before + length :].replace("\t", "    ")
        before, length = len(head), len(piece)
    line, before, length, cut_before, cut_after = _clip(line, before, length)
    shown = ("... " if cut_before else "") + line + (" ..." if cut_after else "")
    return f"{brief_message(extent)}\n+ {shown}\n+ {' ' * (before + (4 if cut_before else 0))}{'~' * max(length, 1)}"


def _clip(line: str, before: int, length: int) -> tuple[str, int, int, bool, bool]:
    """Shortens a long line around the piece to show: the line, where the piece begins now, how long it is, and where
    was cut.
    """
    if len(line) <= LONGEST_CONTEXT:
        return line, before, length, False, False
    all_before, all_after = before, len(line) - length - before
    prefix, suffix = min(all_before, 12), min(all_after, 8)
    wanted = prefix + length + suffix
    cut_after = True
    if wanted >= LONGEST_CONTEXT:
        length = min(length, LONGEST_CONTEXT - prefix)
    else:
        # There is room left: more of what stands before, then more of what follows.
        prefix += min(all_before - prefix, LONGEST_CONTEXT - wanted)
        wanted = prefix + length + suffix
        if wanted < LONGEST_CONTEXT:
            suffix += min(all_after, LONGEST_CONTEXT - wanted)
        cut_after = suffix < all_after
    start = max(before - prefix, 0)
    line = line[start : start + LONGEST_CONTEXT]
    before = min(before, prefix)
    return line, before, min(length, LONGEST_CONTEXT - before), prefix < all_before, cut_after


class InvocationInfo(NetObject):
    """System.Management.Automation.InvocationInfo: one call of a command, or a place in a script."""

    __slots__ = (
        "bound_parameters",
        "command_origin",
        "expecting_input",
        "extent",
        "history_id",
        "invocation_name",
        "my_command",
        "pipeline_length",
        "pipeline_position",
        "script_extent",
        "unbound_arguments",
    )
    type_name = "System.Management.Automation.InvocationInfo"

    def __init__(self, command: Any, extent: Extent | None, invocation_name: str = "", history_id: int = -1) -> None:
        self.my_command = command
        self.extent = extent
        self.invocation_name = invocation_name
        self.bound_parameters: Any = None
        self.unbound_arguments: list[Any] = []
        self.pipeline_length = 0
        self.pipeline_position = 0
        self.expecting_input = False
        self.history_id = history_id
        self.command_origin = "Internal"
        self.script_extent = extent

    @property
    def script_name(self) -> str | None:
        return (self.extent.file or "") if self.extent is not None else None

    @property
    def script_line_number(self) -> int:
        return self.extent.start_line if self.extent is not None else 0

    @property
    def offset_in_line(self) -> int:
        return self.extent.start_column if self.extent is not None else 0

    @property
    def line(self) -> str:
        if self.extent is None:
            return ""
        source, number = self.extent.source, self.extent.start_line
        starts = source.line_starts
        end = starts[number] if number < len(starts) else len(source.text)
        return source.text[starts[number - 1] : end]

    @property
    def position_message(self) -> str:
        return position_message(self.extent) if self.extent is not None else ""

    @property
    def ps_script_root(self) -> str:
        return parent_directory(self.ps_command_path)

    @property
    def ps_command_path(self) -> str:
        return (self.extent.file or "") if self.extent is not None else ""

    @property
    def display_script_position(self) -> Extent | None:
        return self.extent


def parent_directory(path: str) -> str:
    """The folder of a file, with either kind of separator."""
    cut = max(path.rfind("\\"), path.rfind("/"))
    if cut < 0:
        return ""
    return path[: cut + 1] if path[cut - 1 : cut] == ":" or cut == 0 else path[:cut]


def stack_frame_line(context: Context, extent: Extent | None) -> str:
    """One line of ScriptStackTrace: `at Get-X, <No file>: line 3`."""
    name = context.function_name or "<ScriptBlock>"
    place = (extent.file if extent is not None else None) or "<No file>"
    line = extent.start_line if extent is not None else 0
    return f"at {name}, {place}: line {line}"


def script_stack_trace(frames: list[Context], extent: Extent | None) -> str:
    """The call stack at the moment of an error, innermost first."""
    lines: list[str] = []
    for index, frame in enumerate(reversed(frames)):
        place = extent if index == 0 and extent is not None else frame.current_extent()
        lines.append(stack_frame_line(frame, place))
    return "\n".join(lines)
