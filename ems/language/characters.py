"""What a character may begin, continue or end. The sets are those of PowerShell's CharTraits.cs.

Typographic quotes and dashes, which word processors and web pages put in, are quotes and dashes.
"""

from __future__ import annotations

from typing import Final

SINGLE_QUOTES: Final = frozenset("'\u2018\u2019\u201a\u201b")
DOUBLE_QUOTES: Final = frozenset('"\u201c\u201d\u201e')
DASHES: Final = frozenset("-\u2013\u2014\u2015")
SEPARATORS: Final = (
    "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
WHITESPACE: Final = frozenset(" \t\v\f\u00a0\u0085" + SEPARATORS)
NEWLINES: Final = frozenset("\r\n")
# The characters that end a bare word. NUL stands for the end of the input as well.
FORCE_NEW_TOKEN: Final = frozenset("\0\r\n&(),;{|}") | WHITESPACE
FORCE_NEW_TOKEN_AFTER_NUMBER: Final = frozenset("!#%*+./<=>]") | DASHES
FORCE_NEW_TOKEN_IN_ASSEMBLY_NAME: Final = frozenset("\0\r\n,=]") | WHITESPACE
VARIABLE_START_ASCII: Final = frozenset("$:?^_") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)
DIGITS: Final = frozenset("0123456789")
LETTERS_ASCII: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

# The same for regular expressions, to stand between square brackets.
SINGLE_QUOTE_CLASS: Final = "'\u2018\u2019\u201a\u201b"
DOUBLE_QUOTE_CLASS: Final = '"\u201c\u201d\u201e'
DASH_CLASS: Final = "\\-\u2013\u2014\u2015"
WHITESPACE_CLASS: Final = " \\t\\v\\f\u00a0\u0085" + SEPARATORS
FORCE_CLASS: Final = "\\0\\r\\n&(),;{|}" + WHITESPACE_CLASS

_ESCAPES: Final = {"0": "\0", "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def backtick(char: str) -> str:
    """What a character means after a backtick."""
    return _ESCAPES.get(char, char)


def is_letter_or_digit(char: str) -> bool:
    """Letters and decimal digits of any script."""
    return char.isalpha() or char.isdecimal()


def is_variable_start(char: str) -> bool:
    """Whether a variable's name may begin with it."""
    return char in VARIABLE_START_ASCII if char < "\x80" else is_letter_or_digit(char)


def is_identifier_start(char: str) -> bool:
    """Whether an identifier or a label may begin with it."""
    return char in LETTERS_ASCII or char == "_" if char < "\x80" else char.isalpha()
