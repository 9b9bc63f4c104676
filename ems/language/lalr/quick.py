"""The most frequent tokens by one regular expression for each mode; what these do not match the lexer reads.

Each pattern accepts only what is certain from the characters themselves: a word needs the character that ends it. The
numbers of the groups are the constants below.
"""

from __future__ import annotations

import re
from typing import Final

from ems.language.characters import DOUBLE_QUOTE_CLASS, SINGLE_QUOTE_CLASS

_VARIABLE: Final = r"\$([A-Za-z_]\w*)"
_WORD_ENDS: Final = r"(?=[\s;|(){}&,]|\Z)"
_LINE_END: Final = r"(\r?\n)"
_SINGLE: Final = f"'([^{SINGLE_QUOTE_CLASS}]*)'(?![{SINGLE_QUOTE_CLASS}])"
_DOUBLE: Final = f'"([^$`{DOUBLE_QUOTE_CLASS}]*)"(?![{DOUBLE_QUOTE_CLASS}])'
_VARIABLE_ENDS: Final = r"(?![\w?:]|[^\x00-\x7f])"

VARIABLE: Final = 1
LINE_END: Final = 2
PUNCTUATION: Final = 3
SINGLE_QUOTED: Final = 4
DOUBLE_QUOTED: Final = 5
WORD: Final = 6
NUMBER: Final = 6
OPERATOR: Final = 6
PARAMETER: Final = 7

_HEAD: Final = r"[ \t]*(?:"
_EXPRESSION_HEAD: Final = (
    _HEAD
    + _VARIABLE
    + _VARIABLE_ENDS
    + "|"
    + _LINE_END
    + r"|([()\[\]{};,]|\|(?!\|)|@[({]|\$\()|"
    + _SINGLE
    + "|"
    + _DOUBLE
)

# A statement begins.
START: Final = re.compile(_EXPRESSION_HEAD + r"|([A-Za-z][\w\-]*)" + _WORD_ENDS + ")", re.ASCII)
# Parts of an expression: behind an operator, and behind an operand.
OPERAND: Final = re.compile(_EXPRESSION_HEAD + r"|([0-9]{1,9})(?=[\s;|(){}&,\]]|\Z))", re.ASCII)
OPERATION: Final = re.compile(_EXPRESSION_HEAD + r"|(-[A-Za-z]+|=)(?![A-Za-z]|[^\x00-\x7f]))", re.ASCII)
# The words of a command.
ARGUMENT: Final = re.compile(
    _HEAD
    + _VARIABLE
    + r"(?=[\s;|(){}&,.\[]|\Z)|"
    + _LINE_END
    + r"|([(){};,]|\|(?!\|))|"
    + _SINGLE
    + "|"
    + _DOUBLE
    + r"|([A-Za-z][\w\-.:\\/*]*)"
    + _WORD_ENDS
    + r"|-([A-Za-z]\w*)"
    + _WORD_ENDS
    + ")",
    re.ASCII,
)
# The name of a member, directly behind its operator.
MEMBER: Final = re.compile(r"[A-Za-z_]\w*+(?![^\x00-\x7f])", re.ASCII)
# A key of a hash literal, a name in an attribute, the name of a type.
KEY: Final = re.compile(r"[ \t]*([A-Za-z_]\w*+)(?![^\x00-\x7f])", re.ASCII)
TYPE: Final = re.compile(r"([A-Za-z_][\w.]*+)(?![`+#\\]|[^\x00-\x7f])|([\[\](),])", re.ASCII)
# Blanks, and perhaps a further line end.
NEXT_LINE: Final = re.compile(r"[ \t]*(\r?\n)?")
# Punctuation alone.
PLAIN: Final = re.compile(_HEAD + r"([(){};,\]]|\|(?!\|))|" + _LINE_END + ")")
