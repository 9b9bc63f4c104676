"""Values without a session: numbers, dates, texts, patterns, and the operators on them."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ems.runtime import numbers, operators
from ems.runtime.convert import compare_strings, convert, equal_strings, equals, to_bool, to_string, try_convert
from ems.runtime.convert.failure import InvalidCast
from ems.runtime.cultures import EN_US, culture_named
from ems.runtime.dateformat import MAX_TICKS, format_date, format_timespan
from ems.runtime.dateparse import parse_date, parse_timespan
from ems.runtime.errors import NetError, Terminating
from ems.runtime.formatstring import compile_format
from ems.runtime.numberformat import FormatFailure, double_text, format_number, roundtrip_text
from ems.runtime.regexes import (
    IGNORE_CASE,
    RegexSyntax,
    RegexTimeout,
    compile_pattern,
    escape_pattern,
    unescape_pattern,
)
from ems.runtime.types import type_named
from ems.runtime.values import Byte, Char, Int64, PSCustomObject, PSObject, Single, UInt32, UInt64
from ems.runtime.wildcard import like_matcher

TABLES = Path(__file__).parent / "transcripts" / "language" / "tables"
KNOWN_DIFFERENCES = frozenset({"'{0:D2.5}' -f -0.25"})
ADD, SUBTRACT, MULTIPLY = (operators.BINARY[kind] for kind in ("Plus", "Minus", "Multiply"))
DIVIDE, REMAINDER, FORMAT = (operators.BINARY[kind] for kind in ("Divide", "Rem", "Format"))


def rows(table: str, pattern: str) -> list[tuple[re.Match[str], str]]:
    """The lines of a table whose expression matches a pattern, with the text or the error that was recorded."""
    found = []
    for line in (TABLES / table).read_text(encoding="utf-8").split("\n"):
        columns = line.split("\t")
        match = re.fullmatch(pattern, columns[0])
        if match and columns[0] not in KNOWN_DIFFERENCES:
            shown = columns[3] if columns[1] == "error" else columns[2]
            found.append((match, shown.replace("\\\\", "\\").replace("\\n", "\n")))
    return found


# ---- recorded --------------------------------------------------------------------------------------------------------


def test_numbers_are_formatted_as_recorded() -> None:
    lines = rows("format.txt", r"'\{0:([^{}]*)\}' -f (-?[0-9.]+(?:e-?\d+)?d?)")
    assert len(lines) > 400
    for match, expected in lines:
        spec = match[1].replace("''", "'")
        try:
            shown = format_number(numbers.scan_number(match[2]), spec)
        except FormatFailure as error:
            shown = f"Error formatting a string: {error}."
        assert shown == expected, match[0]


def test_dates_and_spans_are_formatted_as_recorded() -> None:
    for match, expected in rows("format.txt", r"\(\[(datetime|timespan)\]'([^']*)'\)\.ToString\('(.*)'\)"):
        spec = match[3].replace("''", "'")
        try:
            if match[1] == "datetime":
                shown = format_date(parse_date(match[2]).ticks, 0, spec)
            else:
                shown = format_timespan(parse_timespan(match[2]), spec)
        except FormatFailure as error:
            shown = f'Exception calling "ToString" with "1" argument(s): "{error}"'
        assert shown == expected, match[0]


def test_dates_and_spans_are_read_as_recorded() -> None:
    for match, expected in rows("casts.txt", r"\[(datetime|timespan)\]'([^']*)'"):
        try:
            if match[1] == "datetime":
                shown = format_date(parse_date(match[2]).ticks, 0, "yyyy-MM-ddTHH:mm:ss.fffffff") + " Unspecified"
            else:
                shown = format_timespan(parse_timespan(match[2]), "c")
        except NetError as error:
            type_name = "System.DateTime" if match[1] == "datetime" else "System.TimeSpan"
            shown = f'Cannot convert value "{match[2]}" to type "{type_name}". Error: "{error}"'
        assert shown == expected, match[0]


def test_wildcards_match_as_recorded() -> None:
    lines = rows("comparison.txt", r"'([^']*)' -(c|i)?(not)?like '([^']*)'")
    assert len(lines) > 40
    for match, expected in lines:
        try:
            shown = str(like_matcher(match[4], match[2] != "c")(match[1]) is not bool(match[3]))
        except Terminating as error:
            shown = str(error)
        assert shown == expected, match[0]


# ---- numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (2147483647, ADD, 1, 2147483648.0),
        (2147483647, ADD, Int64(1), Int64(2147483648)),
        (Int64(9223372036854775807), ADD, 1, 9.223372036854775807e18),
        (UInt32(5), SUBTRACT, 6, -1.0),
        (UInt32(5), ADD, -6, Int64(-1)),
        (UInt64(5), ADD, -6, Decimal(-1)),
        (7, DIVIDE, 2, 3.5),
        (8, DIVIDE, 2, 4),
        (-7, REMAINDER, 3, -1),
        (7, REMAINDER, -3, 1),
        (Byte(200), ADD, Byte(100), 300),
        (True, ADD, True, 2),
        (5, ADD, "0x10", 21),
        (5, ADD, "1kb", 1029),
        (5, ADD, "1,000", 1005),
        ("5", SUBTRACT, "2", 3),
        ("ab", MULTIPLY, 2, "abab"),
        ([1, 2], MULTIPLY, 2, [1, 2, 1, 2]),
        ([1], ADD, [2, 3], [1, 2, 3]),
        ([1], ADD, 2, [1, 2]),
        (None, ADD, 5, 5),
        (None, SUBTRACT, 5, -5),
        (Char("a"), ADD, 1, "a1"),
        (Decimal("1.50"), ADD, Decimal("1.5"), Decimal("3.00")),
        (Decimal("1"), DIVIDE, Decimal("3"), Decimal("0.3333333333333333333333333333")),
        (Decimal("1.50"), DIVIDE, Decimal("0.5"), Decimal("3.0")),
        (Decimal("0.1"), ADD, 0.2, Decimal("0.3")),
    ],
)
def test_arithmetic_promotes_as_the_product_does(left: Any, operator: Any, right: Any, result: Any) -> None:
    found = operator(left, right)
    assert found == result
    assert type(found) is type(result)
    if isinstance(result, Decimal):
        assert str(found) == str(result)


@pytest.mark.parametrize(
    ("operator", "left", "right", "error_id", "text"),
    [
        (ADD, 1, "ab", "InvalidCastFromStringToInteger",
         'Cannot convert value "ab" to type "System.Int32". Error: "Input string was not in a correct format."'),
        (DIVIDE, 1, 0, "RuntimeException", "Attempted to divide by zero."),
        (MULTIPLY, True, 2, "NotADefinedOperationForType",
         "The operation '[System.Boolean] * [System.Int32]' is not defined."),
        (MULTIPLY, "x", -1, "System.ArgumentOutOfRangeException",
         "Specified argument was out of the range of valid values.\nParameter name: times"),
        (ADD, True, Decimal(1), "System.InvalidOperationException",
         "No coercion operator is defined between types 'System.Boolean' and 'System.Decimal'."),
        (MULTIPLY, "ab", 2147483647, "ConvertToFinalInvalidCastException",
         'Cannot convert the "4294967294" value of type "System.Int64" to type "System.Int32".'),
        (FORMAT, "{0", [1], "FormatError", "Error formatting a string: Input string was not in a correct format.."),
        (MULTIPLY, "x", 2147483647, "System.OutOfMemoryException",
         "Exception of type 'System.OutOfMemoryException' was thrown."),
    ],
)  # fmt: skip
def test_operators_fail_in_the_words_of_the_product(
    operator: Any, left: Any, right: Any, error_id: str, text: str
) -> None:
    with pytest.raises(Terminating) as caught:
        operator(left, right)
    assert caught.value.record.fully_qualified_error_id == error_id
    assert caught.value.record.message == text


_decimals = st.decimals(min_value=Decimal(-(10**28)), max_value=Decimal(10**28), places=None, allow_nan=False)


@given(_decimals, _decimals)
def test_decimals_keep_to_96_bits_and_28_places(left: Decimal, right: Decimal) -> None:
    left, right = (numbers.fit_decimal(each) for each in (left, right))
    for operation in (numbers.decimal_add, numbers.decimal_multiply, numbers.decimal_divide):
        try:
            found = operation(left, right)
        except (numbers.Overflow, ZeroDivisionError):
            continue
        _, digits, exponent = found.as_tuple()
        assert int("".join(map(str, digits))) <= numbers.DECIMAL_MAX
        assert isinstance(exponent, int)
        assert -28 <= exponent <= 0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_doubles_survive_their_round_trip_text(value: float) -> None:
    assert float(roundtrip_text(value)) == value
    assert len(double_text(value).lstrip("-").replace(".", "").split("E")[0].lstrip("0")) <= 15


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.1, "0.1"), (1 / 3, "0.333333333333333"), (1e15, "1E+15"), (1e14, "100000000000000"), (1e-5, "1E-05"),
     (-0.0, "0"), (Single(0.1), "0.1"), (123456789012345.6, "123456789012346"), (float("inf"), "Infinity")],
)  # fmt: skip
def test_doubles_are_written_as_dotnet_framework_writes_them(value: float, text: str) -> None:
    assert to_string(value) == text


def test_other_cultures_have_their_own_signs() -> None:
    german = culture_named("de-DE")
    assert german is not None
    assert format_number(1234.5, "N2", german) == "1.234,50"
    assert format_number(-5, "C", german) == "-5,00 \u20ac"


# ---- dates -----------------------------------------------------------------------------------------------------------


@given(st.integers(0, MAX_TICKS))
def test_a_date_is_read_back_from_its_round_trip_text(ticks: int) -> None:
    assert parse_date(format_date(ticks, 0, "o")).ticks == ticks


@given(st.integers(-(2**63) + 1, 2**63 - 1))
def test_a_span_is_read_back_from_its_text(ticks: int) -> None:
    assert parse_timespan(format_timespan(ticks, "c")) == ticks


# ---- patterns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "text", "groups"),
    [
        ("(a)(?<n>b)(c)", "abc", {0: "abc", 1: "a", 2: "c", "n": "b"}),
        (r"(?<1>a)(?<x>b)\1", "aba", {0: "aba", 1: "a", "x": "b"}),
        ("[a-z-[aeiou]]+", "aeioubcd", {0: "bcd"}),
        (r"\Aab\z", "ab", {0: "ab"}),
        (r"b\Z", "ab\n", {0: "b"}),
        ("(?x) a b # c", "ab", {0: "ab"}),
        (r"(?<=a{1,3})b", "aab", {0: "b"}),
        ("a{,3}", "a{,3}", {0: "a{,3}"}),
        (r"(?(1)x|y)()", "y", {0: "y", 1: ""}),
        (r"(?-i)\p{Lu}\P{Lu}", "aBc", {0: "Bc"}),
        ("(?n)(a)(?<b>b)", "ab", {0: "ab", "b": "b"}),
        ("(?<y>1)|(?<y>2)", "2", {0: "2", "y": "2"}),
        ("(?>a+)b", "aab", {0: "aab"}),
        ("[]a]+", "]a", {0: "]a"}),
        (r"[\w-]+", "a-b", {0: "a-b"}),
    ],
)
def test_patterns_of_dotnet(pattern: str, text: str, groups: dict[int | str, str]) -> None:
    made = compile_pattern(pattern, IGNORE_CASE)
    found = made.search(text)
    assert found is not None
    assert {key: found.group(made.group_of(key)) for key in made.keys} == groups


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("[", "Unterminated [] set."), ("(a", "Not enough )'s."), ("a)", "Too many )'s."), ("a**", "Nested quantifier *."),
     ("*", "Quantifier {x,y} following nothing."), ("\\", "Illegal \\ at end of pattern."),
     ("\\y", "Unrecognized escape sequence \\y."), ("[z-a]", "[x-y] range in reverse order."),
     ("x{3,1}", "Illegal {x,y} with x > y."),
     ("\\1", "Reference to undefined group number 1."), ("(?z)", "Unrecognized grouping construct."),
     ("\\p{Foo}", "Unknown property 'Foo'."), ("\\xZ", "Insufficient hexadecimal digits.")],
)  # fmt: skip
def test_wrong_patterns_are_refused_in_dotnets_words(pattern: str, text: str) -> None:
    with pytest.raises(RegexSyntax) as caught:
        compile_pattern(pattern)
    assert str(caught.value) == f'parsing "{pattern}" - {text}'


@pytest.mark.parametrize(
    ("pattern", "replacement", "result"),
    [("(b)", "[$1]", "a[b]c"), ("b", "$`", "aac"), ("b", "$'", "acc"), ("b", "$_", "aabcc"), ("b", "$9", "a$9c"),
     ("(b)", "$10", "a$10c"), ("(b)", "${1}0", "ab0c"), ("", "-", "-a-b-c-"), ("b", "$$", "a$c"), ("b*", "-", "-a--c-"),
     ("(?<n>b)", "<${n}>", "a<b>c"), ("b", "$", "a$c")],
)  # fmt: skip
def test_replacement_patterns(pattern: str, replacement: str, result: str) -> None:
    assert compile_pattern(pattern).replace("abc", replacement) == result


@given(st.text(max_size=30))
def test_an_escaped_pattern_matches_its_text(text: str) -> None:
    escaped = escape_pattern(text)
    found = compile_pattern(escaped).search(text)
    assert found is not None
    assert found.group() == text
    assert unescape_pattern(escaped) == text


@given(st.text(alphabet="ab*?[]`-", max_size=12), st.text(alphabet="ab*?[]`-", max_size=12))
def test_any_wildcard_pattern_matches_or_is_an_error_of_powershell(pattern: str, text: str) -> None:
    try:
        assert like_matcher(pattern)(text) in (True, False)
    except Terminating as error:
        assert error.record.exception.type_name.endswith("WildcardPatternException")


def test_many_stars_take_no_time() -> None:
    assert not like_matcher("*a" * 40 + "*b")("a" * 5000)
    assert like_matcher("?*" * 20)("x" * 20)


@given(st.text(alphabet="{}0:, -aN", max_size=10))
def test_any_format_string_gives_text_or_a_format_error(pattern: str) -> None:
    try:
        assert isinstance(compile_format(pattern)([1, "x"]), str)
    except FormatFailure as error:
        assert str(error)


# ---- order and conversion --------------------------------------------------------------------------------------------


def test_texts_are_ordered_as_words() -> None:
    ordered = ["", " ", "_", "1", "10", "9", "a", "A", "\u00e4", "a1", "b", "coop", "co-op", "Coop2", "Z"]
    for left, right in pairwise(ordered):
        assert compare_strings(left, right, False) < 0, (left, right)
        assert compare_strings(right, left, False) > 0, (left, right)
    assert equal_strings("ABC", "abc")
    assert not equal_strings("ABC", "abc", False)


@pytest.mark.parametrize(
    ("value", "type_name", "result"),
    [("2.5", "System.Int32", 2), ("0x1F", "System.Byte", 31), ("", "System.Int64", 0), ("1e3", "System.Decimal", 1000),
     ([1, "2"], "System.Int32[]", [1, 2]), ("5", "System.Int32[]", [5]), ("ab", "System.Char[]", ["a", "b"]),
     (2.5, "System.String", "2.5"), (None, "System.Int32", 0), (None, "System.String", ""), (3.5, "System.Int32", 4)],
)  # fmt: skip
def test_conversion(value: Any, type_name: str, result: Any) -> None:
    element, _, array = type_name.partition("[")
    target = type_named(element).array() if array else type_named(type_name)
    assert convert(value, target) == result


def test_a_failed_conversion_names_value_and_type() -> None:
    with pytest.raises(InvalidCast) as caught:
        convert(["x"], type_named("System.Int32").array())
    assert caught.value.error_id == "InvalidCastFromStringToInteger"
    assert try_convert("x", type_named("System.Int32")) == (False, None)


def test_truth() -> None:
    false = [None, 0, 0.0, "", [], [0], [""], [[]], Char("\0"), Decimal(0)]
    true = [1, "0", "False", [0, 0], [[0]], PSCustomObject.of([]), Char("0"), float("nan")]
    assert not any(to_bool(value) for value in false)
    assert all(to_bool(value) for value in true)


def test_objects_and_lists_as_text() -> None:
    inner = PSCustomObject.of([("b", 1)])
    assert to_string(PSCustomObject.of([("a", 1.5), ("c", [1, 2]), ("d", inner)])) == "@{a=1.5; c=System.Object[]; d=}"
    assert to_string([1, [2, 3], "x"]) == "1 System.Object[] x"


def test_equality_converts_to_the_left() -> None:
    assert equals(1, "1")
    assert equals("1", 1.0)
    assert not equals(1, "true")
    assert operators.BINARY["Ieq"]([1, "1", 2], 1) == [1, "1"]
    assert operators.BINARY["Ieq"](True, 2) is True
    assert operators.BINARY["Ieq"](2, True) is False


@given(st.floats(-1e12, 1e12), st.integers(0, 4), st.booleans())
def test_the_quick_way_of_fixed_notation_agrees_with_the_exact_one(value: float, places: int, grouped: bool) -> None:
    letter = "N" if grouped else "F"
    other = culture_named("en-CA") or EN_US  # the quick way is that of en-US alone
    assert format_number(value, f"{letter}{places}") == format_number(value, f"{letter}{places}", other)


def test_a_catastrophic_pattern_ends_in_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ems.runtime.regexes.MATCH_SECONDS", 0.1)
    with pytest.raises(RegexTimeout):
        compile_pattern("(a|aa)+$").search("a" * 60 + "b")
    with pytest.raises(RegexTimeout):
        compile_pattern("(a|aa)+$").replace("a" * 60 + "b", "x")


def test_a_number_of_a_command_line_keeps_its_text() -> None:
    number = PSObject(1.5, token_text="1.50")
    assert to_string(number) == "1.50"
    assert convert(number, type_named("System.String").array()) == ["1.50"]
    assert convert(number, type_named("System.Int32")) == 2
    assert ADD(number, 1) == 2.5
