"""The parts of formatting that need no session: lines, widths, cells, choosing views, custom text, the error view."""

from __future__ import annotations

import pytest

from ems.formatting.custom import CustomWriter
from ems.formatting.error_view import error_text
from ems.formatting.format_xml import FormatFileError, read_views
from ems.formatting.format_xml_writer import write_views
from ems.formatting.lines import screen_width, wrap
from ems.formatting.list import ListWriter
from ems.formatting.output import OutputFormatter
from ems.formatting.records import CENTER, LEFT, NEW_LINE, RIGHT, Column, Frame, ListEntry, TableRow, TableShape
from ems.formatting.table import TableWriter, fit_cell, fit_widths
from ems.formatting.views import ViewDatabase, best_match, default_database, select
from ems.formatting.wide import best_columns
from ems.runtime.errors import ErrorRecord, NetException
from ems.runtime.values import PSCustomObject


@pytest.mark.parametrize(
    ("text", "first", "following", "lines"),
    [
        ("", 5, 5, [""]),
        ("short", 10, 10, ["short"]),
        ("one two three", 7, 7, ["one ", "two ", "three"]),
        ("one two three", 8, 8, ["one two ", "three"]),
        ("abcdefghij", 4, 4, ["abcd", "efgh", "ij"]),
        ("ab cdefghij", 4, 4, ["ab c", "defg", "hij"]),
        ("a\r\nb", 5, 5, ["a", "b"]),
        ("hang on there", 8, 6, ["hang on ", "there"]),
        ("tab\tbed", 4, 4, ["tab\t", "bed"]),
        ("co\u00adop er", 3, 3, ["co-", "op ", "er"]),
        ("exactly ten", 11, 11, ["exactly ten"]),
    ],
)
def test_wrap(text: str, first: int, following: int, lines: list[str]) -> None:
    assert wrap(text, first, following) == lines


def test_wide_characters_take_two_cells() -> None:
    assert screen_width("日本") == 4
    assert wrap("日本語", 4, 4, screen_width) == ["日本", "語"]
    assert fit_cell("日本語日本語", 7, LEFT, screen_width) == "日本..."
    assert fit_cell("日本語日本語", 8, LEFT, screen_width) == "日本... "


@pytest.mark.parametrize(
    ("text", "cells", "alignment", "shown"),
    [
        ("ab", 4, LEFT, "ab  "),
        ("ab", 4, RIGHT, "  ab"),
        ("ab", 5, CENTER, " ab  "),
        ("abcdef", 5, LEFT, "ab..."),
        ("abcdef", 5, RIGHT, "...ef"),
        ("abcdef", 3, LEFT, "abc"),
        ("abcdef", 3, RIGHT, "def"),
        ("one\ntwo", 8, LEFT, "one...  "),
        ("one\ntwo", 4, LEFT, "o..."),
    ],
)
def test_fit_cell(text: str, cells: int, alignment: int, shown: str) -> None:
    assert fit_cell(text, cells, alignment) == shown


@pytest.mark.parametrize(
    ("given", "total", "fitted"),
    [
        ([0, 0], 11, [5, 5]),
        ([0, 0], 12, [6, 5]),
        ([4, 0], 11, [4, 6]),
        ([5, 5], 11, [5, 5]),
        ([5, 6], 11, [5, 5]),
        ([10, 5], 11, [10, -1]),
        ([15, 15, 15], 30, [15, 14, -1]),
        ([40], 30, [30]),
        ([5, 5, 5], 11, [5, 5, -1]),
    ],
)
def test_fit_widths(given: list[int], total: int, fitted: list[int]) -> None:
    assert fit_widths(given, total) == fitted


def _table(columns: list[Column], widths: list[int], rows: list[TableRow], total: int = 40) -> list[str]:
    lines: list[str] = []
    writer = TableWriter(TableShape(columns, False), widths, total, lines.append)
    writer.header()
    for row in rows:
        writer.entry(row)
    return lines


def test_table_rows_wrap_below_each_other() -> None:
    columns = [Column("Name", 0, LEFT), Column("Text", 0, LEFT)]
    assert _table(columns, [4, 9], [TableRow(["n", "one two three four"], multi_line=True)]) == [
        "Name Text     ",
        "---- ----     ",
        "n    one two  ",
        "     three    ",
        "     four     ",
    ]


def test_table_pads_the_last_column_and_fills_missing_cells() -> None:
    columns = [Column("A", 0, RIGHT), Column("B", 0, LEFT)]
    assert _table(columns, [3, 4], [TableRow(["1"])]) == ["  A B   ", "  - -   ", "  1     "]


def test_a_screen_too_narrow_shows_nothing() -> None:
    assert _table([Column("A", 0, LEFT)], [1], [TableRow(["1"])], total=4) == []


def test_list_clips_labels_and_indents_what_goes_on() -> None:
    lines: list[str] = []
    ListWriter(14, lines.append).entry(ListEntry([("Name", "first second"), ("N", "x\ny")]))
    assert lines == ["Name : first ", "       second", "N    : x", "       y"]
    lines.clear()
    ListWriter(8, lines.append).entry(ListEntry([("LongLabel", "abc")]))
    assert lines == ["Long : a", "       b", "       c"]


@pytest.mark.parametrize(
    ("longest", "total", "columns"), [(5, 60, 10), (30, 60, 1), (29, 60, 2), (28, 60, 2), (80, 60, 1), (0, 60, 1)]
)
def test_best_columns(longest: int, total: int, columns: int) -> None:
    assert best_columns(longest, total) == columns


def test_custom_text_indents_and_hangs() -> None:
    lines: list[str] = []
    writer = CustomWriter(12, lines.append)
    writer.write(["top", NEW_LINE, Frame(["a b c d e f", NEW_LINE, Frame(["deep", NEW_LINE], 2)], 4), "end"])
    assert lines == ["top", "    a b c d ", "    e f", "      deep", "end"]
    lines.clear()
    writer.write([Frame(["- item one more", NEW_LINE], 0, 0, -2)])
    assert lines == ["- item one ", "  more", ""]


def test_the_nearest_type_wins_then_the_first_view() -> None:
    database = ViewDatabase(
        [
            {"types": ["Base"], "name": "base", "kind": "List", "entries": [{"items": []}]},
            {"types": ["Own"], "name": "own table", "kind": "Table", "columns": []},
            {"types": ["Own"], "name": "own list", "kind": "List", "entries": [{"items": []}]},
        ]
    )
    names = ["Own", "Base", "System.Object"]
    found = [
        database.find(names),
        database.find(names, "List"),
        database.find(["Deserialized.Base"]),
        database.find(names, "List", "BASE"),
    ]
    assert [view.name if view else None for view in found] == ["own table", "own list", "base", "base"]
    assert database.find(["System.Object"]) is None
    database.add([{"types": ["Own"], "name": "mine", "kind": "Wide", "entries": [{}]}], first=True)
    assert (view := database.find(names)) is not None and view.name == "mine"


def test_entries_are_selected_by_type() -> None:
    entries = [{"when": {"types": ["Special"]}, "n": 1}, {"n": 2}]
    assert select(entries, ["Special", "Base"])["n"] == 1
    assert select(entries, ["Base"])["n"] == 2
    assert best_match([["A"], ["B"]], ["C", "B", "A"]) == 1


def test_the_default_views_load() -> None:
    database = default_database()
    assert (view := database.find(["System.Version", "System.Object"])) is not None and view.kind == "Table"
    assert (
        database.find_out_of_band(["System.InvalidOperationException", "System.Exception", "System.Object"]) is not None
    )


_FORMAT_FILE = b"""<?xml version="1.0"?>
<Configuration>
  <SelectionSets><SelectionSet><Name>Both</Name>
    <Types><TypeName>A</TypeName><TypeName>B</TypeName></Types></SelectionSet></SelectionSets>
  <Controls><Control><Name>Head</Name><CustomControl><CustomEntries><CustomEntry><CustomItem>
    <Frame><LeftIndent>4</LeftIndent><CustomItem><Text>In: </Text>
    <ExpressionBinding><PropertyName>Place</PropertyName></ExpressionBinding>
    <NewLine/></CustomItem></Frame></CustomItem></CustomEntry></CustomEntries></CustomControl></Control></Controls>
  <ViewDefinitions>
    <View><Name>t</Name><ViewSelectedBy><SelectionSetName>Both</SelectionSetName></ViewSelectedBy>
      <GroupBy><PropertyName>Place</PropertyName><CustomControlName>Head</CustomControlName></GroupBy>
      <TableControl><TableHeaders>
        <TableColumnHeader><Label>Size</Label><Width>8</Width><Alignment>Right</Alignment></TableColumnHeader>
        <TableColumnHeader/></TableHeaders>
        <TableRowEntries><TableRowEntry><TableColumnItems>
          <TableColumnItem><PropertyName>Length</PropertyName><FormatString>{0:N0}</FormatString></TableColumnItem>
          <TableColumnItem><ScriptBlock>$_.Name.ToUpper()</ScriptBlock></TableColumnItem>
        </TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View>
  </ViewDefinitions>
</Configuration>"""


def test_format_files_become_views_and_files_again() -> None:
    (view,) = read_views(_FORMAT_FILE)
    assert view["types"] == ["A", "B"] and view["kind"] == "Table"
    assert view["columns"] == [
        {"label": "Size", "width": 8, "align": "right", "property": "Length", "format": "{0:N0}"},
        {"script": "$_.Name.ToUpper()"},
    ]
    assert view["groupBy"]["control"][0]["items"][0]["leftIndent"] == 4
    assert read_views(write_views([view], scripts=True).encode()) == [view]
    assert read_views(write_views([view], scripts=False).encode()) == []


@pytest.mark.parametrize(
    "content", [b"no xml", b"<Other/>", b"<Configuration><ViewDefinitions><View/></ViewDefinitions></Configuration>"]
)
def test_a_broken_format_file_is_an_error(content: bytes) -> None:
    with pytest.raises(FormatFileError):
        read_views(content)


def test_error_view_shortens_targets_and_cuts_long_lines() -> None:
    record = ErrorRecord(NetException("System.ArgumentException", "Wrong."), "Id" * 60, "InvalidArgument", "x" * 41)
    lines = error_text(record, 120).split("\n")
    assert lines[:2] == [
        "Wrong.",
        f"    + CategoryInfo          : InvalidArgument: ({'x' * 15}...{'x' * 15}:String) [], ArgumentException",
    ]
    assert lines[2] == "    + FullyQualifiedErrorId : " + ("Id" * 60)[:88] + "    " + ("Id" * 60)[88:]
    assert lines[3] == " "
    record.details = "In other words."
    assert error_text(record, 120).split("\n")[0] == "In other words." and error_text(record, 120)[-1] != " "


def test_rows_wait_for_the_clock_and_no_longer() -> None:
    lines: list[str] = []
    moment = [0.0]
    output = OutputFormatter(None, 40, lines.append)
    output.keep_rows_for(0.3, lambda: moment[0])
    output.feed(PSCustomObject.of([("Name", "a")]))
    assert lines == [""]
    moment[0] = 0.5
    output.feed(PSCustomObject.of([("Name", "longer")]))
    assert lines == ["", "Name  ", "----  ", "a     ", "longer"]
    output.feed(PSCustomObject.of([("Name", "even longer")]))
    output.end()
    assert lines[-3:] == ["eve...", "", ""]
