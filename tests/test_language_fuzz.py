"""Whatever is typed: parsing never raises, takes time in proportion to the text, and both parsers agree."""

from __future__ import annotations

import random
import time

import pytest

from ems.language.parser import parse
from tests.language_tables import rows
from tests.language_trees import disagreement

TEXT = """
if else elseif foreach for while do until switch try catch finally function filter param begin process end class enum
return break continue throw exit trap data in default static hidden using namespace ( ) { } [ ] @( @{ $( $x $env:a @s
1 2.5 0x1F 1kb "a" 'b' "a$x" "$(1)" "b 'c a Get-X -foo -bar: -eq -and -f -join -split -not ! + - * / % ++ -- .. . ::
workflow inlinescript configuration -file -regex -parallel -throttlelimit -supportedcommand parallel sequence
= += , ; | || && & > >> 2>&1 < <#c#> [int] [A()] .Foo .Foo( ::Bar [0] :l ? --% a.b a:b ..\\x $ ` “q” –x $x.y $x[0]
"""
PIECES = [*TEXT.split(), "\n", " ", "\t", "\0", "#c\n", "`\n", '@"\na\n"@', "@'\nb\n'@", "é", "${a b}", "$x.z()"]


def _garbage(chance: random.Random, corpus: list[str]) -> str:
    if chance.random() < 0.45:
        return "".join(chance.choice(PIECES) + chance.choice(("", " ")) for _ in range(chance.randint(1, 12)))
    text = chance.choice(corpus)
    for _ in range(chance.randint(1, 3)):
        place = chance.randint(0, len(text))
        what = chance.random()
        if what < 0.4:
            text = text[:place] + chance.choice(PIECES) + text[place:]
        elif what < 0.7:
            text = text[:place] + text[place + chance.randint(1, 4) :]
        else:
            text = text[:place] + chance.choice(corpus) + text[place:]
    return text


def test_garbage(request: pytest.FixtureRequest) -> None:
    long = request.config.getoption("--long", default=False)
    corpus = [source for name in ("ast.txt", "tokens.txt", "parse-errors.txt") for source, *_ in rows(name)]
    chance = random.Random(time.time_ns() if long else 7)
    for turn in range(500_000 if long else 20_000):
        text = _garbage(chance, corpus)
        parse(text)
        found = disagreement(text) if long or turn % 5 == 0 else None
        assert found is None, f"{text!r}: {found}"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "{" * 10_000,
        "if (1) {" * 5_000 + "}" * 5_000,
        "$(" * 10_000,
        '"$(' * 3_000,
        "!" * 10_000 + "1",
        "[int]" * 10_000 + "1",
        "[A[" * 10_000,
        "@{a=" * 10_000,
        "- " * 10_000 + "1",
    ],
    ids=["parens", "curlies", "ifs", "subexpressions", "strings", "nots", "casts", "types", "hashes", "minuses"],
)
def test_deep_nesting_is_an_error(text: str) -> None:
    assert "ScriptTooComplicated" in [error.error_id for error in parse(text).errors]


@pytest.mark.parametrize(
    "unit",
    [
        "$x = 1\n",
        "a b c\n",
        "'a",
        '"a$x',
        "(",
        ")",
        "@{a=1;",
        "1 + ",
        "1,",
        "#c\n",
        "a | ",
        "[a",
        "\n",
        "{}",
        "}",
        "`",
        '"$(a"',
    ],
)
def test_time_grows_with_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        parse(text)
        return time.process_time() - start

    seconds(1_000)
    small, large = max(seconds(4_000), 0.001), seconds(32_000)
    assert large < max(small * 40, 1.0)


def test_a_megabyte() -> None:
    start = time.process_time()
    result = parse("Get-X -Name 'abc' | Where-Object { $_.Size -gt 10kb }\n" * 20_000)
    assert not result.errors
    assert len(result.tree.end_block.statements) == 20_000  # type: ignore[union-attr]
    assert time.process_time() - start < 30
