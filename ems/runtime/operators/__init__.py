"""What each operator does to two values, by the token kind of the tree.

`BINARY` and `UNARY` are called with the operands' values; those in `CONTEXTUAL` receive the Context of the running code
as a further argument. `-and`, `-or`, `-xor`, `-not` and the comma are the compiler's: they decide what is evaluated,
not what is done with it.
"""
from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from ems.runtime.operators import arithmetic, bits, comparing, text, typing
from ems.runtime.operators.typing import range_of
from ems.runtime.wildcard import like_matcher

__all__ = ["BINARY", "CONTEXTUAL", "UNARY", "is_numeric", "like_matcher", "range_of"]


def is_numeric(value: Any) -> bool:
    """Whether a value is a number to the operators: one of .NET's numeric types, or of an enumeration."""
    return arithmetic.code_of(value) > 4


def _in_both_cases() -> dict[str, Callable[..., Any]]:
    """The operators that come as `-xxx`/`-ixxx` and `-cxxx`."""
    made: dict[str, Callable[..., Any]] = {}
    for letter, ignore_case in (("I", True), ("C", False)):
        for name in comparing.SYMBOLS:
            made[letter + name] = comparing.comparison(name, ignore_case)
        for negation, wanted in (("", True), ("not", False)):
            made[f"{letter}{negation}like"] = text.like(wanted, ignore_case)
            made[f"{letter}{negation}match"] = text.match(wanted, ignore_case)
            made[f"{letter}{negation}contains"] = comparing.containment(wanted, ignore_case, False)
            made[f"{letter}{negation}in"] = comparing.containment(wanted, ignore_case, True)
        made[letter + "replace"] = text.replace(ignore_case)
        made[letter + "split"] = text.split(ignore_case)
    return made


BINARY: Final = MappingProxyType[str, Callable[..., Any]]({
    "Plus": arithmetic.add, "Minus": arithmetic.subtract, "Multiply": arithmetic.multiply, "Divide": arithmetic.divide,
    "Rem": arithmetic.remainder, "Band": bits.band, "Bor": bits.bor, "Bxor": bits.bxor, "Shl": bits.shl,
    "Shr": bits.shr,
    "Join": text.join, "Format": text.format_operator, "Is": typing.is_type, "IsNot": typing.is_not_type,
    "As": typing.as_type,
    "DotDot": typing.make_range, **_in_both_cases(),
})
UNARY: Final = MappingProxyType[str, Callable[..., Any]]({
    "Plus": arithmetic.affirm, "Minus": arithmetic.negate, "Bnot": bits.bnot, "Join": text.unary_join,
    "Isplit": text.unary_split,
    "Csplit": text.unary_split,
})
CONTEXTUAL: Final = frozenset({"Imatch", "Cmatch", "Inotmatch", "Cnotmatch", "Isplit", "Csplit"})
