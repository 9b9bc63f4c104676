"""The fast parser and the diagnosing parser agree, and the tables are those of the grammar."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ems.language.parser import parse
from tests.language_tables import rows
from tests.language_trees import disagreement, is_accepted

LAYOUTS = (
    "if (1)\n{\n  2\n}\nelse\n{\n  3\n}\nwhile (1) { }",
    "try { 1 }\ncatch [System.Exception] { 2 }\ncatch { 3 }\nfinally { 4 }\n5",
    "do { 1 } until ($x)\ndo { 1 }\nwhile ($x)\n2",
    "$x = if (1) { 2 } else { 3 }\n$y = 4",
    "[CmdletBinding()]\nparam(\n  [Parameter(Mandatory)]\n  [string] $A = 'b', # c\n  [int]\n  $B\n)\nprocess { $_ }",
    "function A { param($x) begin { 1 } process { 2 } end { 3 } }",
    "a -b:c @{ d = 1\n e = 2; f = { g } } | h -i (j k) > l 2>&1",
    "$a.b.c(1, 2)[0]::d{ e }",
    "class A : B, C { [int] $x = 1; static [string] F([int] $y) { return $y } A() : base(1) { } hidden $z }",
    "enum E { A = 1; B\n C = 3 }",
    "switch -regex ($x) { 'a' { 1 } default { 2 } { $_ } { 3 } }",
    ":outer foreach ($x in 1..3) { break outer }",
    "-1 - -2 + (3) -f 4,5 -join 'x' -and ! $a",
    "[int[]] $x = 1, 2; [System.Collections.Generic.Dictionary[string, int[]]]::new()",
    "& $a 'b'; . c; a --% d | e",
    "a `\n  -b `\n  c",
    "trap [A] { continue } trap { 1 } data D { 'x' }",
    '$using:x.y[0]; "a$x $($y.z) ${b}"',
    "@'\na\n'@ + @\"\n$b\n\"@",
    "filter F { $_ } parallel { 1 }",
    "workflow W { inlinescript { 1 }; function F { inlinescript { 2 } } sequence { 3 } } inlinescript { 4 }",
    "switch -file a.txt { 'x' { 1 } }\nswitch -regex -file $a -casesensitive { 'x' { 1 } }",
    "data D -supportedCommand A, B-C { 'x' }\ndata -s A { 'x' }",
    "foreach -parallel -throttlelimit 5 ($x in $y) { $x }",
    "configuration C { Node n { File f { a = 1 } } }",
    "using namespace System.Text\nusing assembly System.Windows.Forms; [StringBuilder]::new()",
)


@pytest.mark.parametrize("text", LAYOUTS)
def test_layouts_are_read_by_the_tables(text: str) -> None:
    assert is_accepted(text)
    assert disagreement(text) is None


@pytest.mark.parametrize("name", ["ast.txt", "tokens.txt", "parse-errors.txt"])
def test_tables_agree(name: str) -> None:
    wrong = [(source, found) for source, *_ in rows(name) if (found := disagreement(source))]
    assert not wrong


def test_the_grammar_reads_what_is_correct() -> None:
    """Few correct scripts are left to the diagnosing parser."""
    correct = [source for source, shown in rows("ast.txt") if not shown.startswith("ERR")]
    accepted = sum(map(is_accepted, correct))
    assert accepted / len(correct) > 0.97


def test_tables_are_current() -> None:
    from ems.language.lalr.build import key
    from ems.language.lalr.tables import Tables

    assert Tables.load().key == key(), "run scripts/build_tables.py"


def test_known_types() -> None:
    """The list that scripts/build_tables.py makes: names as scripts write them, and what derives from what."""
    from ems.language.checks.known_types import is_same_or_derived, resolve

    assert resolve("INT") == "System.Int32"
    assert resolve("Collections.ArrayList") == "System.Collections.ArrayList"
    assert resolve("CmdletBinding", attribute=True) == "System.Management.Automation.CmdletBindingAttribute"
    assert resolve("StringBuilder", ["System.Text"]) == "System.Text.StringBuilder"
    assert resolve("nosuch") is None
    assert is_same_or_derived("System.IO.FileNotFoundException", "System.Exception")
    assert not is_same_or_derived("System.Exception", "System.IO.IOException")


def test_parsing_needs_no_library() -> None:
    code = (
        "import sys; from ems.language.parser import parse; parse('Get-X -a $b | c'); parse('('); "
        "print([m for m in ('lark', 'pygments', 'prompt_toolkit', 'asyncio', 'ssl') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_parents_and_text() -> None:
    result = parse("a { $x } 'b'")
    for node in result.tree.walk():
        for child in node.children():
            assert child.parent is node
    assert [
        node.text for node in result.tree.find_all(lambda node: type(node).__name__ == "VariableExpressionAst")
    ] == ["$x"]
