"""Makes the parser's tables of the grammar. The Lark library does the LALR analysis; it is needed here only.

To each state belong its actions and, derived from the terminals it accepts, how the lexer reads on from there:
- `mode`: what the next token may be (see `_mode`);
- `glue`: whether something may stand directly behind what was read, such as `.` and `[` behind an expression;
- `strict`: whether a line end is an error here rather than nothing.
A state in which only one rule can be reduced does it without looking at the next token. That matters here: the token is
read later, by a state that knows more about where it stands.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

GRAMMAR: Final = Path(__file__).resolve().parents[3] / "grammar" / "powershell.lark"
TABLES: Final = Path(__file__).with_name("tables.bin")

# Behind these a line end is an error.
_STRICT_AFTER: Final = frozenset(
    ("PARAMETER_COLON", "REDIRECTION", "AMPERSAND", "DOT_SOURCE", "TYPE_WORD", "METHOD_NAME", "USING", "NAMESPACE")
    + (
        "MODULE",
        "ASSEMBLY",
        "ENUM_EQUALS",
        "key",
        "switch_flags",
        "type_name",
        "array_or_generic",
        "commas",
        "type_argument",
    )
)
_OPERATORS: Final = frozenset(("BINARY_OPERATOR", "EQUALS"))


def key() -> str:
    """What the tables depend on: the grammar and the version of Lark."""
    import lark

    return hashlib.sha256(GRAMMAR.read_bytes() + lark.__version__.encode()).hexdigest()


def build() -> dict[str, Any]:
    """The tables, of dictionaries, tuples, strings and numbers only."""
    from lark.parsers.lalr_analysis import Shift

    table = _analyze()
    numbers = {state: index for index, state in enumerate(table.states)}
    rules: dict[Any, int] = {}
    actions: list[dict[str, int] | None] = []
    defaults: list[int] = []
    gotos: list[dict[str, int]] = []
    modes: list[str] = []
    glues: list[int] = []
    strict: list[bool] = []
    for state, entries in table.states.items():
        row: dict[str, int] = {}
        goto: dict[str, int] = {}
        for name, (kind, argument) in entries.items():
            symbol = str(name)
            if kind is Shift:
                (row if _is_terminal(symbol) else goto)[symbol] = numbers[argument]
            else:
                row[symbol] = ~rules.setdefault(argument, len(rules))
        reductions = {code for code in row.values() if code < 0}
        glue = 3 if "CALL_PAREN" in row else 2 if "INDEX" in row else 1 if "DOT" in row else 0
        reduces_only = len(reductions) == 1 and all(code < 0 for code in row.values())
        glue = 0 if reduces_only else glue
        only = reduces_only or (len(reductions) == 1 and glue == 3)
        defaults.append(~reductions.pop() if only else -1)
        before = {item.rule.expansion[item.index - 1].name for item in state if item.index}
        if any(item.rule.origin.name == "data_commands" and item.index for item in state):
            before.add("data_commands")
        actions.append(None if only and not glue else row)
        gotos.append(goto)
        modes.append(_mode(set(row), before))
        glues.append(glue)
        strict.append(
            bool(before & _STRICT_AFTER)
            or ("SEMI" in row and "NL" not in row)
            or ("SIMPLE_NAME" in before and "EQUALS" in row)
            or (modes[-1] == "type" and "TYPE_WORD" not in row)
        )
    start = next(state for name, state in table.start_states.items() if name == "start")
    table_rules = [(str(rule.origin.name), len(rule.expansion), str(rule.alias or "")) for rule in rules]
    _shorten(gotos, defaults, glues, table_rules)
    _shift_and_reduce(actions, gotos, defaults, glues, table_rules)
    return {
        "key": key(),
        "start": numbers[start],
        "rules": tuple(table_rules),
        "actions": tuple(actions),
        "defaults": tuple(defaults),
        "gotos": tuple(gotos),
        "modes": tuple(modes),
        "glues": tuple(glues),
        "strict": tuple(strict),
    }


def _analyze() -> Any:
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Lark never reads anything here."""

        def __init__(self, *_: Any) -> None:
            pass

        def lex(self, *_: Any) -> Any:
            return iter(())

    text = GRAMMAR.read_text(encoding="utf-8")
    parser: Any = Lark(text, parser="lalr", lexer=NoLexer, debug=True)
    return parser.parser.parser._parse_table


def _is_terminal(symbol: str) -> bool:
    return symbol.lstrip("_").isupper() or symbol == "$END"


def _mode(terminals: set[str], before: set[str]) -> str:
    """how the lexer reads on: the modes are explained in reader.py."""
    if before & {"AMPERSAND", "DOT_SOURCE", "SUPPORTED_COMMAND"} or {"COMMA", "data_commands"} <= before:
        return "invoked"
    for terminal, mode in (
        ("VERBATIM", "verbatim"),
        ("ASSEMBLY_NAME", "assembly"),
        ("TYPE_WORD", "type"),
        ("TYPE_BRACKET", "type"),
        ("FUNCTION_NAME", "function"),
        ("METHOD_NAME", "class"),
        ("COLON", "class"),
        ("BASE", "class"),
        ("ENUM_EQUALS", "plain"),
        ("AMPERSAND", "start"),
        ("WORD", "argument"),
        ("PARAMETER", "argument"),
        ("SUPPORTED_COMMAND", "name" if "SIMPLE_NAME" in terminals else "argument"),
    ):
        if terminal in terminals:
            return mode
    if "SIMPLE_NAME" in terminals:
        if "VARIABLE" not in terminals or ("NL" in terminals and "hash_items" not in before):
            return "name"
        return "member" if before & {"DOT", "COLON_COLON"} else "key"
    if terminals == {"VARIABLE"}:
        return "plain"
    if "VARIABLE" in terminals:
        return "literal" if "type_literal" in before and "BINARY_OPERATOR" in terminals else "operand"
    if "LBRACKET" in terminals:
        return "operand"
    return "operator" if terminals & _OPERATORS else "plain"


def _shorten(
    gotos: list[dict[str, int]], defaults: list[int], glues: list[int], rules: list[tuple[str, int, str]]
) -> None:
    """Go straight to the end of a chain of rules that only rename a value."""
    for row in gotos:
        for name in row:
            seen = set()
            while name not in seen:
                seen.add(name)
                target = row[name]
                if defaults[target] < 0 or glues[target]:
                    break
                origin, length, action = rules[defaults[target]]
                if length != 1 or action or origin not in row:
                    break
                row[name] = row[origin]


def _shift_and_reduce(
    actions: list[dict[str, int] | None],
    gotos: list[dict[str, int]],
    defaults: list[int],
    glues: list[int],
    rules: list[tuple[str, int, str]],
) -> None:
    """Where shifting a token leaves nothing to do but to make its value, do both in one step.

    Such an action is the number of states plus the rule; where the rule has no action, it is the state to go to.
    """
    states = len(gotos)
    for row, goto in zip(actions, gotos, strict=True):
        for terminal, target in (row or {}).items():
            assert row is not None
            while 0 <= target < states and defaults[target] >= 0 and not glues[target]:
                origin, length, action = rules[defaults[target]]
                if length != 1 or origin == "start":
                    break
                target = states + defaults[target] if action else goto[origin]
            row[terminal] = target


def write() -> None:
    """Write the tables beside this file."""
    import marshal

    TABLES.write_bytes(marshal.dumps(build(), 4))
