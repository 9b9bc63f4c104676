"""Which overload a call means, and what its arguments become.

The rules are those of Adapter.FindBestMethod (CoreAdapter.cs): every argument has a rank for each parameter, earlier
arguments weigh more, ties go to the most specific types where nothing is lost and to the most general where
something is, then to signatures without a parameter array, then to the shorter ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.convert import convert, ranks, to_string
from ems.runtime.convert.figure import BAG, NULL, figure
from ems.runtime.errors import Terminating
from ems.runtime.members import failures
from ems.runtime.members.generics import closed
from ems.runtime.members.model import ByRef, Method, Overload
from ems.runtime.types import array_of, type_named, type_of
from ems.runtime.values import NOTHING, PSObject

if TYPE_CHECKING:
    from ems.runtime.types import TypeInfo

_PLAIN: Final = frozenset({int, str, float, bool, type(None)})
_UNSEEN: Final = object()


def base_of(value: Any) -> Any:
    """PSObject.Base."""
    return value.base if value.__class__ is PSObject else None if value is NOTHING else value


def conversion_rank(source: TypeInfo | None, target: TypeInfo) -> int:
    """How good the conversion from a type is; None is the type of `$null`."""
    if source is None:
        return figure(NULL, target).rank
    return figure(BAG if source.full_name.endswith("PSCustomObject") and source is not target else source, target).rank


def _is_reference(value: Any) -> bool:
    return getattr(value, "type_name", "") == "System.Management.Automation.PSReference"


def _argument_type(value: Any) -> TypeInfo | None:
    value = base_of(value)
    if _is_reference(value):
        return _argument_type(value.value)
    return None if value is None else type_of(value)


def effective_type(value: Any) -> TypeInfo | None:
    """The type of an argument; an Object[] whose elements are all of one type counts as an array of that type."""
    value = base_of(value)
    if value is None:
        return None
    if value.__class__ is list and value and base_of(value[0]) is not None:
        first = type_of(base_of(value[0]))
        if all(each is not None and type_of(base_of(each)) is first for each in value):
            return first.array()
    return type_of(value)


class _Candidate:
    __slots__ = ("expanded", "overload", "ranks", "types")

    def __init__(self, overload: Overload, count: int) -> None:
        self.overload = overload
        self.ranks = [ranks.NONE] * count
        self.types: list[TypeInfo] = [each.type for each in overload.parameters]
        self.expanded = False

    def expand(self, count: int) -> None:
        last = self.types[-1].element_type
        assert last is not None
        self.types = self.types[:-1] + [last] * (count - len(self.types) + 1)
        self.expanded = True


def _candidate(overload: Overload, arguments: Sequence[Any], types: Sequence[TypeInfo | None]) -> _Candidate | None:
    parameters = overload.parameters
    count = len(arguments)
    if count != len(parameters):
        if count > len(parameters):
            if not overload.has_params:
                return None
        elif not all(each.optional for each in parameters[count:]) and not (
            overload.has_params and count + 1 == len(parameters)
        ):
            return None
    made = _Candidate(overload, count)
    for at, parameter in enumerate(parameters):
        if parameter.is_params:
            element = parameter.type.element_type
            assert element is not None
            if count == len(parameters):
                whole = conversion_rank(types[at], parameter.type)
                single = conversion_rank(types[at], element)
                made.ranks[at] = max(whole, single)
                if single > whole:
                    made.expand(count)
                if made.ranks[at] == ranks.NONE:
                    return None
            else:
                for place in range(at, count):
                    made.ranks[place] = conversion_rank(types[place], element)
                    if made.ranks[place] == ranks.NONE:
                        return None
                made.expand(count)
            break
        if at >= count:
            break
        made.ranks[at] = conversion_rank(types[at], parameter.type)
        if made.ranks[at] == ranks.NONE:
            return None
    return made


def _compare(first: _Candidate, second: _Candidate, arguments: Sequence[Any]) -> int:
    """Positive where `first` is the better choice."""
    better = 0
    count = len(first.ranks)
    for at in range(count):
        weight = count - at
        one, other = first.ranks[at], second.ranks[at]
        if one == other == ranks.UNRELATED_ARRAYS:
            given = effective_type(arguments[at])
            element = given.element_type if given is not None else None
            mine, theirs = first.types[at].element_type, second.types[at].element_type
            if element is not None and mine is not None and theirs is not None:
                one, other = conversion_rank(element, mine), conversion_rank(element, theirs)
        better += weight if one > other else -weight if one < other else 0
    if better == 0:
        better = _more_fitting(first, second)
    if better == 0:
        if any(mine is not theirs for mine, theirs in zip(first.types, second.types, strict=False)):
            return 0
        if first.expanded and second.expanded:
            return 1 if len(first.overload.parameters) > len(second.overload.parameters) else -1
        if first.expanded != second.expanded:
            return -1 if first.expanded else 1
        shorter = len(second.overload.parameters) - len(first.overload.parameters)
        # Of two alike, the one without type parameters says more.
        return shorter or (first.overload.generic is None) - (second.overload.generic is None)
    return better


def _more_fitting(first: _Candidate, second: _Candidate) -> int:
    """The most specific types where conversions lose nothing, the most general ones where they do."""
    better = 0
    multiplier = len(first.ranks)
    for at, (one, other) in enumerate(zip(first.ranks, second.ranks, strict=True)):
        implicit = one >= ranks.NUMERIC_IMPLICIT
        if (
            one >= ranks.NULL_TO_VALUE
            and other >= ranks.NULL_TO_VALUE
            and implicit == (other >= ranks.NUMERIC_IMPLICIT)
        ):
            if implicit:
                multiplier = -multiplier
            forth = conversion_rank(first.types[at], second.types[at])
            back = conversion_rank(second.types[at], first.types[at])
            better += multiplier if forth < back else -multiplier if forth > back else 0
        multiplier = abs(multiplier) - 1
    return better


def choose(method: Method, name: str, arguments: Sequence[Any]) -> tuple[Overload, bool]:
    """The overload a call means, and whether its last parameter takes the rest of the arguments."""
    overloads = method.callable_overloads
    if len(overloads) == 1 and not method.is_generic:
        only = overloads[0]
        if not only.has_params and len(only.parameters) == len(arguments):
            return only, False
    types = [_argument_type(each) for each in arguments]
    if method.is_generic:
        usable = (each if each.generic is None else closed(each.generic, types) for each in overloads)
        overloads = tuple(each for each in usable if each is not None)
    candidates = [made for each in overloads if (made := _candidate(each, arguments, types)) is not None]
    if not candidates:
        raise failures.no_overload(name, len(arguments))
    best = candidates[0]
    ambiguous = False
    for each in candidates[1:]:
        result = _compare(best, each, arguments)
        if result == 0:
            ambiguous = True
        elif result < 0:
            best, ambiguous = each, False
    if ambiguous:
        raise failures.ambiguous_overload(name, len(arguments))
    return best.overload, best.expanded


def convert_argument(value: Any, target: TypeInfo, parameter: str, method: str) -> Any:
    """An argument as the type of its parameter."""
    if target.full_name == "System.Object":
        return base_of(value)
    try:
        return convert(value, target)
    except Terminating as error:
        shown = to_string(value) if not isinstance(value, list) else type_of(value).display_name
        raise failures.bad_argument(parameter, shown, method, target.display_name, error.record.exception) from None


def _bind(
    overload: Overload, expanded: bool, name: str, arguments: Sequence[Any], given_label: str | None = None
) -> tuple[list[Any], list[tuple[Any, ByRef]]]:
    label = given_label or (".ctor" if name == "new" else name)
    bound: list[Any] = []
    references: list[tuple[Any, ByRef]] = []
    for at, parameter in enumerate(overload.parameters):
        shown = str(at) if given_label else parameter.name
        if expanded and parameter.is_params:
            bound.append(_rest(arguments[at:], parameter.type, parameter.name, label))
            break
        if at >= len(arguments):
            bound.append(parameter.default)
            continue
        value = arguments[at]
        reference = base_of(value)
        if _is_reference(reference):
            if not parameter.is_ref:
                raise failures.reference_unwanted(at + 1)
            inner = reference.value
            box = ByRef(None if inner is None else convert_argument(inner, parameter.type, shown, label))
            references.append((reference, box))
            bound.append(box)
        elif parameter.is_ref:
            raise failures.reference_wanted(at + 1)
        else:
            bound.append(convert_argument(value, parameter.type, shown, label))
    return bound, references


def _rest(arguments: Sequence[Any], array: TypeInfo, parameter: str, method: str) -> Any:
    element = array.element_type or type_named("System.Object")
    if len(arguments) == 1 and arguments[0] is None:
        return None
    return array_of([convert_argument(each, element, parameter, method) for each in arguments], element)


def call_method(method: Method, name: str, target: Any, arguments: Sequence[Any], label: str | None = None) -> Any:
    """Calls a .NET method or constructor: chooses, converts, runs, and wraps what fails as PowerShell does.

    `label` stands for the name of the method in errors about arguments, which then count the parameters instead of
    naming them: so New-Object has it.
    """
    from ems.runtime.errors import NetError

    key = tuple([each.__class__ for each in arguments])
    known = method.chosen.get(key, _UNSEEN)
    references: list[tuple[Any, ByRef]] = []
    if known is not _UNSEEN:
        overload, expanded, ready = known
        bound = arguments if ready else None
    else:
        overload, expanded = choose(method, label or name, arguments)
        simple = all(each in _PLAIN for each in key)
        ready = simple and not expanded and _fits(overload, key)
        if simple and len(method.chosen) < 200:
            method.chosen[key] = (overload, expanded, ready)
        bound = arguments if ready else None
    if bound is None:
        bound, references = _bind(overload, expanded, name, arguments, label)
    try:
        result = overload.call(target, bound)
    except NetError as error:
        if method.kind == "ParameterizedProperty":
            raise failures.getting(name, error) from None
        shown = ".ctor" if name == "new" else name
        raise failures.method_invocation(shown, len(arguments), error.exception, target) from None
    for reference, box in references:
        reference.value = box.value
    return result


_EXACT: Final = {"System.Int32": int, "System.String": str, "System.Double": float, "System.Boolean": bool}


def _fits(overload: Overload, classes: Sequence[type[Any]]) -> bool:
    """Whether arguments of these classes need no conversion at all."""
    return len(overload.parameters) == len(classes) and all(
        not parameter.is_ref and not parameter.is_params and _EXACT.get(parameter.type.full_name) is given
        for parameter, given in zip(overload.parameters, classes, strict=True)
    )


Caller = Callable[[Any, Sequence[Any]], Any]
