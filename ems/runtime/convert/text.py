"""Values as text: PowerShell's own way (`[string]$x`, `"$x"`) and .NET's ToString().

PowerShell's way is culture-invariant, joins collections with `$OFS` and shows custom objects as `@{a=1; b=2}`; only the
outermost value is taken apart (PSObject.ToString with recurse).
"""
from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from ems.runtime import current
from ems.runtime.collection import Enumerable
from ems.runtime.cultures import EN_US, INVARIANT, Culture
from ems.runtime.errors import bare_failure
from ems.runtime.limits import MAX_TEXT
from ems.runtime.numberformat import decimal_text, double_text, number_text
from ems.runtime.values import (
    NOTHING,
    BigInteger,
    Byte,
    Char,
    Int16,
    Int64,
    NetObject,
    PSCustomObject,
    PSObject,
    SByte,
    Single,
    TypedArray,
    UInt16,
    UInt32,
    UInt64,
)

_integer_text: Final = int.__repr__
_INTEGERS: Final = frozenset({int, Int64, Int16, SByte, Byte, UInt16, UInt32, UInt64})


def output_separator() -> str:
    """`$OFS` of the running session, a blank without one."""
    session = current.session()
    if session is None:
        return " "
    separator = session.context.get("ofs")
    return " " if separator is None else net_text(separator)


def to_string(value: Any) -> str:
    """`[string]$value`."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is int:
        return _integer_text(value)
    return text_of(value, INVARIANT)


def text_of(value: Any, culture: Culture, separator: str | None = None, recurse: bool = True) -> str:
    """PSObject.ToString under a culture; `separator` stands for `$OFS` where it is given."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind in _INTEGERS:
        return _integer_text(value)
    if kind is bool:
        return "True" if value else "False"
    if value is None or value is NOTHING:
        return ""
    if kind is float or kind is Single:
        return double_text(value, culture)
    if kind is Decimal:
        return decimal_text(value, culture)
    if kind is BigInteger:
        return number_text(value, culture)
    if kind is Char:
        return str.__str__(value)
    if kind is PSCustomObject:
        return custom_text(value, culture, separator) if recurse or value.special else ""
    if kind is PSObject:
        own = _own_to_string(value)
        if own is None:
            own = value.token_text
        return own if own is not None else text_of(value.base, culture, separator, recurse)
    if recurse:
        if isinstance(value, (list, Enumerable)):
            return join(value, output_separator() if separator is None else separator, culture)
        if getattr(value, "full_name", None) is not None and value.type_name == "System.RuntimeType":
            return value.ps_name  # type: ignore[no-any-return]
    if isinstance(value, list):
        return array_name(value)
    own = _own_to_string(value)
    if own is not None:
        return own
    return value.format_text(None, culture)  # type: ignore[no-any-return]


def join(values: Any, separator: str, culture: Culture) -> str:
    """The elements of a collection, each as it stands (inner collections are not taken apart)."""
    pieces = [each if each.__class__ is str else text_of(each, culture, separator, recurse=False) for each in values]
    if len(pieces) * (len(separator) + 1) > MAX_TEXT or sum(map(len, pieces)) > MAX_TEXT:
        raise bare_failure(MemoryError())
    return separator.join(pieces)


def custom_text(value: PSCustomObject, culture: Culture = INVARIANT, separator: str | None = None) -> str:
    """`@{a=1; b=2}`; nothing for an object without properties."""
    from ems.runtime.members import find_member, get_member, properties_of
    if value.special:
        own = find_member(value, "ToString")
        if own is not None:
            return _invoke_to_string(value)
    if not value.special:
        names = value.shape.names
        fields = value.fields.items()
        pairs = [f"{names[key]}={text_of(each, culture, separator, recurse=False)}" for key, each in fields]
        return "@{" + "; ".join(pairs) + "}" if pairs else ""
    pairs = []
    for member in properties_of(value):
        if getattr(member, "kind", "") == "ScriptProperty" or member.__class__.__name__ == "ScriptProperty":
            text = "System.Management.Automation.PSScriptProperty"  # never evaluated while an object is written as text
        else:
            text = text_of(get_member(value, member.name), culture, separator, recurse=False)
        pairs.append(f"{member.name}={text}")
    return "@{" + "; ".join(pairs) + "}" if pairs else ""


def _own_to_string(value: Any) -> str | None:
    """What a ToString method added to this one object says, None where it has none."""
    extended = getattr(value, "extended", None)
    if not extended or "tostring" not in extended:
        return None
    return _invoke_to_string(value)


def _invoke_to_string(value: Any) -> str:
    from ems.runtime.members import invoke
    result = invoke(value, "ToString", [])
    return "" if result is None else net_text(result)


def array_name(value: list[Any]) -> str:
    """ToString() of an array: the name of its type."""
    if isinstance(value, TypedArray):
        return f"{value.element_type.display_name}[{',' * (getattr(value, 'rank', 1) - 1)}]"
    return "System.Object[]"


def net_text(value: Any, culture: Culture = EN_US) -> str:
    """value.ToString(), as .NET has it."""
    kind = value.__class__
    if kind is str:
        return value  # type: ignore[no-any-return]
    if kind is PSCustomObject:
        return custom_text(value, culture)
    if kind is PSObject:
        return net_text(value.base, culture) if value.token_text is None else value.token_text
    if isinstance(value, list):
        return array_name(value)
    if isinstance(value, NetObject):
        own = _own_to_string(value)
        return own if own is not None else value.format_text(None, culture)
    return text_of(value, culture)
