"""How texts are ordered: the word sort of .NET Framework's invariant culture.

Punctuation comes before symbols, digits and letters; accents count after letters, case after accents (small before
capital), and hyphen and apostrophe count last of all. Plain letters and digits, the frequent case, are compared as they
stand.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

_PUNCTUATION: Final = "\t\n\v\f\r !\"#$%&()*,./:;?@[\\]^_`{|}~+<=>"
_ASCII_ORDER: Final = {char: at for at, char in enumerate(_PUNCTUATION)}
_IGNORED: Final = "-'\u00ad\u2010\u2011"
_LETTERS: Final = {
    "\u00df": "ss", "\u00e6": "ae", "\u0153": "oe", "\u00f8": "o", "\u0131": "i", "\u0142": "l",
    "\u0111": "d", "\u00fe": "th",
}

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[tuple[int, str], ...], tuple[bool, ...]]


def _letter(char: str) -> tuple[str, int]:
    """The plain letters a character sorts with, and how it differs from them."""
    plain = _LETTERS.get(char)
    if plain is not None:
        return plain, ord(char)
    import unicodedata
    decomposed = unicodedata.normalize("NFD", char)
    if len(decomposed) > 1:
        return decomposed[0], sum(ord(mark) for mark in decomposed[1:])
    return char, 0


@lru_cache(maxsize=20000)
def collation_key(text: str) -> Key:
    """A key whose first three parts order without regard to case, and whose last part is case."""
    primary: list[tuple[int, int]] = []
    accents: list[int] = []
    ignored: list[tuple[int, str]] = []
    capitals: list[bool] = []
    for at, char in enumerate(text):
        if char == "\0":
            continue
        if char in _IGNORED:
            ignored.append((at, char))
            continue
        small = char.lower()
        order = _ASCII_ORDER.get(char)
        if order is not None:
            primary.append((0, order))
            accents.append(0)
        elif char.isdecimal():
            primary.append((2, int(char)))
            accents.append(0 if char.isascii() else ord(char))
        elif char.isalpha():
            letters, accent = _letter(small if len(small) == 1 else char)
            for letter in letters:
                primary.append((3, ord(letter)))
                accents.append(accent)
        else:
            primary.append((1, ord(char)))
            accents.append(0)
        capitals.append(char != small)
    return tuple(primary), tuple(accents), tuple(ignored), tuple(capitals)


def compare_strings(left: str, right: str, ignore_case: bool = True) -> int:
    """Below, equal or above: -1, 0, 1."""
    if left == right:
        return 0
    if left.isalnum() and right.isalnum() and left.isascii() and right.isascii():
        small_left, small_right = left.lower(), right.lower()
        if small_left != small_right:
            return -1 if small_left < small_right else 1
        if ignore_case:
            return 0
        return -1 if left > right else 1  # the first difference is one of case, and small letters come first
    first: tuple[Any, ...] = collation_key(left)
    second: tuple[Any, ...] = collation_key(right)
    if ignore_case:
        first, second = first[:3], second[:3]
    return -1 if first < second else 1 if first > second else 0


def equal_strings(left: str, right: str, ignore_case: bool = True) -> bool:
    """Culture-aware equality."""
    if left == right:
        return True
    if left.isascii() and right.isascii() and "\0" not in left and "\0" not in right:
        return ignore_case and left.lower() == right.lower()
    return compare_strings(left, right, ignore_case) == 0
