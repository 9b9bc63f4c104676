"""`.Where()` and `.ForEach()`, which every value answers to (EnumerableOps in MiscOps.cs)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from ems.runtime.collection import Dictionary
from ems.runtime.convert import convert, enumerate_value, to_bool, to_int, to_string
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.members import failures
from ems.runtime.members.scripts import call_block
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NOTHING, PSCustomObject

_MODES: Final = ("default", "first", "last", "skipuntil", "until", "split")
_BLOCK: Final = "System.Management.Automation.ScriptBlock"


def collection(items: Sequence[Any], element: TypeInfo | None = None) -> Any:
    """A System.Collections.ObjectModel.Collection of the items."""
    from ems.runtime.dotnet.lists import ListValue

    wanted = element or type_named("System.Management.Automation.PSObject")
    definition = type_named("System.Collections.ObjectModel.Collection`1")
    return ListValue(definition.close((wanted,)), items)


def _elements(value: Any) -> Iterator[Any]:
    each = enumerate_value(value)
    return iter([value]) if each is None else each


def _is_block(value: Any) -> bool:
    return getattr(value, "type_name", "") == _BLOCK


def where(value: Any, arguments: Sequence[Any]) -> Any:
    """`$value.Where({...}, mode, count)`."""
    if not 1 <= len(arguments) <= 3 or not _is_block(arguments[0]):
        raise failures.no_overload("Where", len(arguments))
    block = arguments[0]
    mode = _mode(arguments[1]) if len(arguments) > 1 else "default"
    count = to_int(arguments[2]) if len(arguments) > 2 else 0
    if count < 0:
        raise runtime_error(
            "NumberToReturnMustBeGreaterThanZero",
            f"The supplied number to return argument value '{count}' is not valid. It must be greater than 0.",
        )

    def holds(each: Any) -> bool:
        return to_bool(call_block(block, underscore=each))

    return _SELECTIONS[mode](_elements(value), holds, count)


def _mode(value: Any) -> str:
    text = getattr(value, "text", None)
    if text is None:
        enum = type_named("System.Management.Automation.WhereOperatorSelectionMode")
        text = convert(value, enum).text
    return str(text).lower()


def _default(elements: Iterator[Any], holds: Callable[[Any], bool], count: int) -> Any:
    found = []
    for each in elements:
        if holds(each):
            found.append(each)
            if count and len(found) == count:
                break
    return collection(found)


def _first(elements: Iterator[Any], holds: Callable[[Any], bool], count: int) -> Any:
    return _default(elements, holds, count or 1)


def _last(elements: Iterator[Any], holds: Callable[[Any], bool], count: int) -> Any:
    found = [each for each in elements if holds(each)]
    return collection(found[-(count or 1) :])


def _skip_until(elements: Iterator[Any], holds: Callable[[Any], bool], count: int) -> Any:
    found: list[Any] = []
    for each in elements:
        if found or holds(each):
            found.append(each)
            if count and len(found) == count:
                break
    return collection(found)


def _until(elements: Iterator[Any], holds: Callable[[Any], bool], count: int) -> Any:
    found: list[Any] = []
    for each in elements:
        if holds(each):
            break
        found.append(each)
        if count and len(found) == count:
            break
    return collection(found)


def _split(elements: Iterator[Any], holds: Callable[[Any], bool], count: int) -> Any:
    inside: list[Any] = []
    outside: list[Any] = []
    for each in elements:
        full = count and len(inside) == count
        (inside if not full and holds(each) else outside).append(each)
    return collection([collection(inside), collection(outside)])


_SELECTIONS: Final = dict(zip(_MODES, (_default, _first, _last, _skip_until, _until, _split), strict=True))


def for_each(value: Any, arguments: Sequence[Any]) -> Any:
    """`$value.ForEach({...})`, `.ForEach([type])`, `.ForEach('property')`, `.ForEach('method', arguments)`."""
    if not arguments:
        raise failures.no_overload("ForEach", 0)
    what, rest = arguments[0], list(arguments[1:])
    if isinstance(what, TypeInfo):
        if rest:
            raise failures.no_overload("ForEach", len(arguments))
        return collection([convert(each, what) for each in _elements(value)], what)
    found: list[Any] = []
    for each in _elements(value):
        result = call_block(what, rest, underscore=each) if _is_block(what) else _named(each, to_string(what), rest)
        if result is NOTHING:
            continue
        results = enumerate_value(result)
        if results is None or not _is_block(what):
            found.append(result)
        else:
            found.extend(results)
    return collection(found)


def _named(each: Any, name: str, arguments: list[Any]) -> Any:
    """A property or method of an element; with an argument, a property is set."""
    from ems.runtime.members.access import get_member, set_member
    from ems.runtime.members.calls import invoke
    from ems.runtime.members.lookup import find_member

    if isinstance(each, Dictionary) and name in each:
        if arguments:
            set_member(each, name, arguments[0] if len(arguments) == 1 else arguments)
            return NOTHING
        return each.get(name)
    member = find_member(each, name)
    if member is None:
        if each.__class__ is PSCustomObject or arguments:
            raise _missing(each, name)
        return None
    if member.is_property:
        if arguments:
            set_member(each, name, arguments[0] if len(arguments) == 1 else arguments)
            return NOTHING
        return get_member(each, name)
    return invoke(each, name, arguments)


def _missing(each: Any, name: str) -> Terminating:
    from ems.runtime.types import type_of

    return failures.method_not_found(type_of(each).full_name, name)
