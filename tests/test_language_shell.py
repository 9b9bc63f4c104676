"""What the shell needs beside the tree: help, tokens for colouring, #requires, numbers, incomplete input."""

from __future__ import annotations

import pytest

from ems.language.help_comments import help_comments
from ems.language.legacy_tokens import legacy_tokens, tokenize
from ems.language.numbers import NUMBER, read_number
from ems.language.parser import parse
from ems.language.tree import FunctionDefinitionAst

SCRIPT = """
<#
  .SYNOPSIS
    Adds.
  .PARAMETER Left
    One.
    Two.
  .EXAMPLE
    Add 1 2
  .LINK
    Get-Help
#>
function Add {
    param(
        $Left,
        # The other.
        $Right
    )
    $Left + $Right
}

function Inside {
    # .SYNOPSIS
    # Within.
}

# .NOSUCH
function None { }
"""


def _functions() -> list[FunctionDefinitionAst]:
    return [node for node in parse(SCRIPT).tree.walk() if isinstance(node, FunctionDefinitionAst)]


def test_help() -> None:
    add, inside, none = map(help_comments, _functions())
    assert add is not None and inside is not None and none is None
    assert add.synopsis == "Adds.\n"
    assert add.parameters == {"LEFT": "One.\nTwo.\n", "RIGHT": "The other.\n"}
    assert add.examples == ["Add 1 2\n"]
    assert add.lists["LINK"] == ["Get-Help"]
    assert inside.synopsis == "Within.\n"


def test_help_of_a_script() -> None:
    found = help_comments(parse("# .SYNOPSIS\n# Whole.\n\n\nparam($x)\n$x").tree)
    assert found is not None and found.synopsis == "Whole.\n"


def test_legacy_tokens() -> None:
    shown = [(token.type, token.content) for token in legacy_tokens(parse("[int]$x = Get-X -a 'b'; if (1) {} # c"))]
    assert shown == [
        ("Type", "[int]"),
        ("Variable", "x"),
        ("Operator", "="),
        ("Command", "Get-X"),
        ("CommandParameter", "-a"),
        ("String", "b"),
        ("StatementSeparator", ";"),
        ("Keyword", "if"),
        ("GroupStart", "("),
        ("Number", "1"),
        ("GroupEnd", ")"),
        ("GroupStart", "{"),
        ("GroupEnd", "}"),
        ("Comment", "# c"),
    ]


def test_tokens_of_a_half_typed_line() -> None:
    assert [token.kind for token in tokenize('Get-X -Name "a$b')] == [
        "Generic",
        "Parameter",
        "StringExpandable",
        "EndOfInput",
    ]


@pytest.mark.parametrize(
    ("text", "incomplete"),
    [
        ("if (1) {", True),
        ("'a", True),
        ("a |", True),
        ("1 +", True),
        ("a )", False),
        ("@'\na", True),
        ("foreach", True),
    ],
)
def test_incomplete(text: str, incomplete: bool) -> None:
    assert parse(text).incomplete is incomplete


def test_requires() -> None:
    requirements = parse(
        "#requires -version 5.1 -modules A, @{ModuleName='B'; ModuleVersion='1.0'}\n#Requires -RunAsAdministrator\n1"
    ).tree.script_requirements
    assert requirements is not None
    assert requirements.required_ps_version == "5.1"
    assert [(module.name, module.version) for module in requirements.required_modules] == [("A", None), ("B", "1.0")]
    assert requirements.is_elevation_required


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", (1, "Int32")),
        ("2147483648", (2147483648, "Int64")),
        ("0xFFFFFFFF", (-1, "Int32")),
        ("1.5kb", (1536.0, "Double")),
        ("1.50d", ("1.50", "Decimal")),
        ("1e3L", (1000, "Int64")),
        ("9223372036854775808", ("9223372036854775808", "Decimal")),
        ("9223372036854775808L", None),
        ("1gb", (1073741824, "Int32")),
        ("4gb", (4294967296, "Int64")),
    ],
)
def test_numbers(text: str, value: tuple[object, str] | None) -> None:
    match = NUMBER.match(text)
    assert match is not None
    assert read_number(match) == value
