"""Format records and plain objects to lines: the engine of Out-Default, Out-Host, Out-String and Out-File
(OutCommandInner).

Plain objects are formatted first. The rows of a table whose columns have no widths are kept for a moment, so that
columns can be as wide as their content: to the end of the group with -AutoSize, else for a moment (`keep_rows_for`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ems.formatting.records import (
    CustomEntry,
    CustomShape,
    FormatEndData,
    FormatEntryData,
    FormatRecord,
    FormatStartData,
    GroupEndData,
    GroupStartData,
    ListEntry,
    ListShape,
    RawText,
    Shape,
    TableRow,
    TableShape,
    WideEntry,
    WideShape,
)
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.formatting.custom import CustomWriter
    from ems.formatting.formatter import Formatter
    from ems.formatting.lines import CellWidth
    from ems.formatting.list import ListWriter
    from ems.formatting.table import TableWriter
    from ems.formatting.wide import WideWriter

EntryKind = TypeVar("EntryKind", TableRow, WideEntry)
WriteLine = Callable[[str], Any]
_NAMES: Final = {
    TableShape: "format-table",
    ListShape: "format-list",
    WideShape: "format-wide",
    CustomShape: "format-complex",
}

_RESET: Final = 0
_FORMATTING: Final = 1
_IN_GROUP: Final = 2


class OutputFormatter:
    """What is fed comes out as lines of at most `width` cells.

    `write_line` takes the lines; `write_error_line`, where given, those of records fed with stream "error".
    """

    def __init__(
        self,
        session: Any,
        width: int,
        write_line: WriteLine,
        write_error_line: WriteLine | None = None,
        cells: CellWidth = len,
    ) -> None:
        self._session = session
        self._width = width
        self._line = write_line
        self._write_error_line = write_error_line or write_line
        self._cells = cells
        self._now: Callable[[], float] | None = None
        self._patience = 0.0
        self._limited = False
        self._formatter: Formatter | None = None
        self._state = _RESET
        self._shape: Shape | None = None
        self._writer: TableWriter | ListWriter | WideWriter | CustomWriter | None = None
        self._caching = False
        self._to_group_end = False
        self._kept: list[FormatRecord] | None = None
        self._until = 0.0

    def keep_rows_for(self, seconds: float, now: Callable[[], float]) -> None:
        """Limits how long rows are kept by a clock in seconds; without it they are kept to the end of their group."""
        self._patience = seconds
        self._now = now

    def feed(self, value: Any, stream: str | None = None) -> None:
        """Takes one object or record. `stream` names the stream it came from, if not the output ("error")."""
        kind = type(value)
        if kind is FormatEntryData and self._kept is not None and not self._limited:
            # The frequent case: a row that is kept until its group is complete.
            self._kept.append(value)
            return
        if kind is str or kind is int:
            text = value if kind is str else int.__repr__(value)
            if self._kept is None:
                self._line(text)
            else:
                self._keep(FormatEntryData(RawText(text), True))
            return
        if isinstance(value, FormatRecord):
            self._record(value)
            return
        if value is None or value is NOTHING:
            return
        if self._formatter is None:
            from ems.formatting.formatter import Formatter

            self._formatter = Formatter(self._session, None, None, self._record)
        self._formatter.feed(value, stream)

    def error(self, record: Any) -> None:
        """Takes an error record of the error stream, in its place among the output."""
        self.feed(record, "error")

    def flush(self) -> None:
        """A message of another stream is about to be printed. It overtakes rows that are being measured, as it does in
        the product; nothing else is held back.
        """

    def end(self) -> None:
        """Closes what is open and writes what was kept."""
        formatter, self._formatter = self._formatter, None
        if formatter is not None:
            formatter.end()
        self._drain()

    # The sequence of records

    def _record(self, record: FormatRecord) -> None:
        kind = type(record)
        if kind is FormatEntryData:
            if not record.out_of_band:  # type: ignore[attr-defined]
                self._expect(_IN_GROUP, record)
        elif kind is FormatStartData:
            if self._state == _IN_GROUP:
                self.end()
            self._expect(_RESET, record)
            self._state = _FORMATTING
            self._plan_caching(record)  # type: ignore[arg-type]
        elif kind is GroupStartData:
            self._expect(_FORMATTING, record)
            self._state = _IN_GROUP
        elif kind is GroupEndData:
            self._expect(_IN_GROUP, record)
            self._state = _FORMATTING
        elif kind is FormatEndData:
            self._expect(_FORMATTING, record)
            self._state = _RESET
        if self._caching:
            self._keep(record)
        else:
            self._play(record)

    def _expect(self, state: int, record: FormatRecord) -> None:
        if self._state == state:
            return
        from ems.formatting.parameters import failure
        from ems.runtime.invocation import InvocationInfo
        from ems.runtime.messages import message

        command = _NAMES[type(record.shape)] if isinstance(record, FormatStartData) else "format-*"
        text = message("FormatAndOut_out_xxx", "OutLineOutput_OutOfSequencePacket", record.type_name, command)
        error = failure("ConsoleLineOutputOutOfSequencePacket", text, "System.InvalidOperationException", "")
        error.record.category = "InvalidData"
        error.record.exception.message = "Operation is not valid due to the current state of the object."
        # The product reports it in the name of a command of its own.
        error.record.activity = "out-lineoutput"
        error.record.origin = "Microsoft.PowerShell.Commands.OutLineOutputCommand"
        error.record.invocation = InvocationInfo(None, None, "out-lineoutput")
        error.thrown = error.record.exception
        raise error

    # Rows that are kept until their columns are measured

    def _plan_caching(self, record: FormatStartData) -> None:
        shape = record.shape
        measured = isinstance(shape, TableShape) and shape.columns and shape.columns[0].width == 0 and not shape.shared
        if record.auto_size or measured:
            self._caching = True
            self._to_group_end = record.auto_size
        elif isinstance(shape, TableShape) and shape.shared:
            # Otherwise rows go on being kept and measured once a table has been, as in the product.
            self._caching = False

    def _keep(self, record: FormatRecord) -> None:
        kept = self._kept
        if kept is None:
            if type(record) is GroupStartData:
                self._kept = [record]
                self._limited = self._now is not None and not self._to_group_end
                if self._now is not None:
                    self._until = self._now() + self._patience
            else:
                self._play(record)
            return
        kept.append(record)
        if type(record) is GroupEndData or (self._limited and self._now is not None and self._now() > self._until):
            self._drain()

    def _drain(self) -> None:
        kept, self._kept = self._kept, None
        if not kept:
            return
        for record in kept:
            if type(record) is FormatEntryData and not record.out_of_band and type(record.entry) is TableRow:
                self._writer.entry(record.entry)  # type: ignore[union-attr, arg-type]
            else:
                self._play(record, kept)

    # Records to lines

    def _play(self, record: FormatRecord, group: list[FormatRecord] | None = None) -> None:
        kind = type(record)
        if kind is FormatEntryData:
            self._entry(record)  # type: ignore[arg-type]
        elif kind is FormatStartData:
            self._shape = record.shape  # type: ignore[attr-defined]
            self._line("")
        elif kind is GroupStartData:
            self._group_start(record, group)  # type: ignore[arg-type]
        elif kind is GroupEndData:
            if self._writer is not None:
                self._writer.end()
            self._writer = None
            self._line("")
        elif kind is FormatEndData:
            self._shape = None
            self._line("")

    def _group_start(self, record: GroupStartData, group: list[FormatRecord] | None) -> None:
        shape = self._shape
        write, cells, width = self._line, self._cells, self._width
        if record.heading is not None:
            from ems.formatting.custom import CustomWriter

            write("")
            CustomWriter(width, write, cells).write(record.heading)
            write("")
        if isinstance(shape, TableShape):
            from ems.formatting.table import TableWriter, measured_widths

            widths = [column.width for column in shape.columns]
            if group is not None:
                widths = measured_widths(shape.columns, _entries(group, TableRow), cells)
            table = TableWriter(shape, widths, width, write, cells)
            table.header()
            self._writer = table
        elif isinstance(shape, WideShape):
            from ems.formatting.wide import WideWriter

            write("")
            self._writer = WideWriter(self._wide_columns(shape, group), width, write, cells)
        elif isinstance(shape, ListShape):
            from ems.formatting.list import ListWriter

            write("")
            self._writer = ListWriter(width, write, cells)
        else:
            from ems.formatting.custom import CustomWriter

            self._writer = CustomWriter(width, write, cells)

    def _wide_columns(self, shape: WideShape, group: list[FormatRecord] | None) -> int:
        if group is not None and not shape.columns:
            from ems.formatting.wide import best_columns

            longest = max((self._cells(entry.text) for entry in _entries(group, WideEntry)), default=0)
            if longest > 0:
                return best_columns(longest, self._width)
        return shape.columns or 2

    def _entry(self, record: FormatEntryData) -> None:
        if record.out_of_band:
            self._out_of_band(record)
        elif self._writer is not None:
            self._writer.entry(record.entry)  # type: ignore[arg-type]
            if isinstance(record.entry, ListEntry):
                self._line("")

    def _out_of_band(self, record: FormatEntryData) -> None:
        entry = record.entry
        write = self._write_error_line if record.stream == "error" else self._line
        if isinstance(entry, RawText):
            write(entry.text)
        elif isinstance(entry, CustomEntry):
            from ems.formatting.custom import CustomWriter

            CustomWriter(self._width, write, self._cells).write(entry.content)
        elif isinstance(entry, ListEntry):
            from ems.formatting.list import ListWriter

            write("")
            ListWriter(self._width, write, self._cells).entry(entry)
            write("")


def _entries(group: list[FormatRecord], kind: type[EntryKind]) -> list[EntryKind]:
    """The entries of a group that take part in measuring it."""
    return [one.entry for one in group if type(one) is FormatEntryData and type(one.entry) is kind]
