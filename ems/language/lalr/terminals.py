"""Which terminal of the grammar a token is, by the mode in which it was read."""

from __future__ import annotations

import re
from typing import Final

from ems.language.characters import DASHES, DIGITS, DOUBLE_QUOTES, SINGLE_QUOTES
from ems.language.kinds import KIND_FLAGS

PUNCTUATION_TERMINALS: Final = {
    "NewLine": "NL",
    "Semi": "SEMI",
    "Comma": "COMMA",
    "Pipe": "PIPE",
    "LParen": "LPAREN",
    "RParen": "RPAREN",
    "LCurly": "LCURLY",
    "RCurly": "RCURLY",
    "EndOfInput": "$END",
}
OPERAND_TERMINALS: Final = {
    "Variable": "VARIABLE",
    "SplattedVariable": "SPLATTED_VARIABLE",
    "Number": "NUMBER",
    "StringLiteral": "STRING",
    "StringExpandable": "STRING",
    "HereStringLiteral": "STRING",
    "HereStringExpandable": "STRING",
    "LParen": "LPAREN",
    "DollarParen": "DOLLAR_PAREN",
    "AtParen": "AT_PAREN",
    "AtCurly": "AT_CURLY",
    "LCurly": "LCURLY",
}


def _expression_terminals() -> dict[str, str]:
    table = {**PUNCTUATION_TERMINALS, **OPERAND_TERMINALS}
    table.update({"LBracket": "LBRACKET", "RBracket": "RBRACKET", "PlusPlus": "INCREMENT", "MinusMinus": "INCREMENT"})
    table.update(dict.fromkeys(("Exclaim", "Not", "Bnot"), "UNARY_OPERATOR"))
    table.update(dict.fromkeys(("Plus", "Minus", "Join", "Isplit", "Csplit"), "UNARY_OR_BINARY_OPERATOR"))
    for kind, flags in KIND_FLAGS.items():
        if flags & 7 and kind not in table:
            table[kind] = "BINARY_OPERATOR"
        elif kind.endswith("Equals") and kind != "Equals":
            table[kind] = "COMPOUND_ASSIGNMENT"
    return table


EXPRESSION_TERMINALS: Final = _expression_terminals()
COMMAND_TERMINALS: Final = {**PUNCTUATION_TERMINALS, **OPERAND_TERMINALS, "MinusMinus": "DASH_DASH"}
PLAIN_TERMINALS: Final = {
    **PUNCTUATION_TERMINALS,
    "RBracket": "RBRACKET",
    "Equals": "ENUM_EQUALS",
    "Variable": "VARIABLE",
}
START_TERMINALS: Final = {"Ampersand": "AMPERSAND", "Dot": "DOT_SOURCE", "Label": "LABEL"}
TYPE_TERMINALS: Final = {
    **PUNCTUATION_TERMINALS,
    "Identifier": "TYPE_WORD",
    "LBracket": "TYPE_BRACKET",
    "RBracket": "RBRACKET",
}
CLASS_TERMINALS: Final = {
    **PUNCTUATION_TERMINALS,
    "Identifier": "METHOD_NAME",
    "Variable": "VARIABLE",
    "LBracket": "LBRACKET",
    "Colon": "COLON",
    "Static": "STATIC",
    "Hidden": "HIDDEN",
    "Base": "BASE",
}
GLUED: Final = {"Dot": "DOT", "ColonColon": "COLON_COLON", "LBracket": "INDEX"}
PUNCTUATION_MARKS: Final = {
    "(": ("LParen", "LPAREN"),
    ")": ("RParen", "RPAREN"),
    "{": ("LCurly", "LCURLY"),
    "}": ("RCurly", "RCURLY"),
    ";": ("Semi", "SEMI"),
    "|": ("Pipe", "PIPE"),
    ",": ("Comma", "COMMA"),
    "[": ("LBracket", "LBRACKET"),
    "]": ("RBracket", "RBRACKET"),
    "@(": ("AtParen", "AT_PAREN"),
    "@{": ("AtCurly", "AT_CURLY"),
    "$(": ("DollarParen", "DOLLAR_PAREN"),
}
TYPE_MARKS: Final = {
    "[": ("LBracket", "TYPE_BRACKET"),
    "]": ("RBracket", "RBRACKET"),
    "(": ("LParen", "LPAREN"),
    ")": ("RParen", "RPAREN"),
    ",": ("Comma", "COMMA"),
}
GLUE_STARTS: Final[tuple[frozenset[str], ...]] = (frozenset(), frozenset(".:<"), frozenset(".:[<"), frozenset("({"))
NO_FUNCTION_NAMES: Final = frozenset(
    (*PUNCTUATION_TERMINALS, "Variable", "SplattedVariable", "AtParen", "AtCurly", "AndAnd", "OrOr", "Ampersand")
    + ("StringLiteral", "StringExpandable", "HereStringLiteral", "HereStringExpandable", "Redirection", "RedirectInStd")
) - {"Comma"}
NO_COMMAND_NAMES: Final = frozenset(
    ("Redirection", "RedirectInStd", "Parameter", "MinusMinus", "AndAnd", "OrOr", "Unknown", "LBracket")
    + tuple(OPERAND_TERMINALS)
)
NO_ARGUMENTS: Final = frozenset(("Ampersand", "AndAnd", "OrOr", "Unknown"))
# Keywords of statements that are left to the diagnosing parser: errors, or rare.
REFUSED: Final = frozenset(("From", "Define", "Var", "Using"))
CONTINUING: Final = re.compile(r"(elseif|else|catch|finally|while|until)(?![^\0\s&(),;{|}])", re.IGNORECASE)
CONTINUING_STARTS: Final = frozenset("ecfwuECFWU")
# A comment, a continued line or a line end that CR alone makes.
MORE_BLANKS: Final = frozenset("#<`\r\n")
# Parameters with a value behind keywords; the parameters of the same keyword that an abbreviation means rather.
PARAMETERS_OF_KEYWORDS: Final = (
    ("SWITCH_FILE", "file", ("regex", "wildcard", "exact", "casesensitive", "parallel")),
    ("THROTTLE_LIMIT", "throttlelimit", ("parallel",)),
    ("SUPPORTED_COMMAND", "supportedcommand", ()),
)
# Behind a variable or a bracket at the start of a statement these end a word, or are plainly part of an expression.
AFTER_STATEMENT_START: Final = frozenset(("", *" \t\r\n.(){};,|&"))
EXPRESSION_STARTS: Final = frozenset("$@([{+!,") | DASHES | DIGITS | SINGLE_QUOTES | DOUBLE_QUOTES
