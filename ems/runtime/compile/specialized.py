"""Closures made to measure: operators whose operands are a variable and a constant.

The frequent `$i % 3 -eq 0` would cost three closures, one for each node. Here one closure does the whole, with
Python's own operator in its text; the text comes from the few templates below, never from a script. Int32 values
only: everything else goes the general way.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from ems.runtime.compile.variables import absent
from ems.runtime.scope import MISSING

VARIABLE_AND_CONSTANT: Final = """
def make(name, spelled, b, slow):
    def compute(context):
        a = context.vars.get(name, MISSING)
        if type(a) is int:
            return a {operator} b
        return slow(a if a is not MISSING else absent(context, name, spelled), b)
    return compute
"""

VALUE_AND_CONSTANT: Final = """
def make(left, b, slow):
    def compute(context):
        a = left(context)
        if type(a) is int:
            return a {operator} b
        return slow(a, b)
    return compute
"""

TWO_VALUES: Final = """
def make(left, right, slow):
    def compute(context):
        a = left(context)
        b = right(context)
        if type(a) is int and type(b) is int:
            return a {operator} b
        return slow(a, b)
    return compute
"""

REMAINDER_COMPARED: Final = """
def make(name, spelled, divisor, b, remainder, slow):
    def compute(context):
        a = context.vars.get(name, MISSING)
        if type(a) is int and a >= 0:
            return a % divisor {operator} b
        return slow(remainder(a if a is not MISSING else absent(context, name, spelled), divisor), b)
    return compute
"""

CHECKED_VALUES: Final = """
def make(left, right, slow):
    def compute(context):
        a = left(context)
        b = right(context)
        if type(a) is int and type(b) is int:
            result = a {operator} b
            if -2147483648 <= result <= 2147483647:
                return result
        return slow(a, b)
    return compute
"""

CHECKED_CONSTANT: Final = """
def make(left, b, slow):
    def compute(context):
        a = left(context)
        if type(a) is int:
            result = a {operator} b
            if -2147483648 <= result <= 2147483647:
                return result
        return slow(a, b)
    return compute
"""

CHECKED_VARIABLE: Final = """
def make(name, spelled, b, slow):
    def compute(context):
        a = context.vars.get(name, MISSING)
        if type(a) is int:
            result = a {operator} b
            if -2147483648 <= result <= 2147483647:
                return result
        return slow(a if a is not MISSING else absent(context, name, spelled), b)
    return compute
"""

ARITHMETIC: Final = {"Plus": "+", "Minus": "-", "Multiply": "*"}
COMPARISON: Final = {
    "Ieq": "==",
    "Ine": "!=",
    "Igt": ">",
    "Ige": ">=",
    "Ilt": "<",
    "Ile": "<=",
    "Ceq": "==",
    "Cne": "!=",
    "Cgt": ">",
    "Cge": ">=",
    "Clt": "<",
    "Cle": "<=",
}


@cache
def maker(template: str, operator: str) -> Callable[..., Callable[[Any], Any]]:
    """The function that makes closures of a template for an operator of Python's."""
    names: dict[str, Any] = {"MISSING": MISSING, "absent": absent}
    exec(template.format(operator=operator), names)
    made: Callable[..., Callable[[Any], Any]] = names["make"]
    return made
