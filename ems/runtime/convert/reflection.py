"""What .NET's reflection is asked during conversion: static Parse methods, constructors of one parameter, cast
operators."""
from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from ems.runtime.convert.numeric import INTEGRAL
from ems.runtime.types import TypeInfo, type_named

Run = Callable[[Any], Any]

# Primitive types a value widens to without loss of range, best first (what .NET's default binder accepts for a
# constructor).
_WIDER: Final = MappingProxyType({name: tuple("System." + each for each in wider.split()) for name, wider in {
    "System.Char": "UInt16 UInt32 Int32 UInt64 Int64 Single Double",
    "System.Byte": "Char UInt16 Int16 UInt32 Int32 UInt64 Int64 Single Double",
    "System.SByte": "Int16 Int32 Int64 Single Double",
    "System.Int16": "Int32 Int64 Single Double",
    "System.UInt16": "UInt32 Int32 UInt64 Int64 Single Double",
    "System.Int32": "Int64 Single Double",
    "System.UInt32": "Int64 UInt64 Single Double",
    "System.Int64": "Single Double",
    "System.UInt64": "Single Double",
    "System.Single": "Double",
}.items()})


def _method(kind: TypeInfo, name: str) -> Any:
    from ems.runtime.members import static_method
    return static_method(kind, name)


def _overloads(kind: TypeInfo, name: str) -> tuple[Any, ...]:
    method = _method(kind, name)
    return tuple(method.overloads) if method is not None else ()


@lru_cache(maxsize=2000)
def parse_method(target: TypeInfo) -> tuple[Run, bool] | None:
    """The static Parse(string, IFormatProvider) or Parse(string) of a type; True for the one with a provider."""
    found: dict[tuple[str, ...], Any] = {}
    for overload in _overloads(target, "parse"):
        found[tuple(each.type.full_name for each in overload.parameters)] = overload
    with_provider = found.get(("System.String", "System.IFormatProvider"))
    if with_provider is not None:
        return (lambda text: with_provider.call(None, [text, None])), True
    plain = found.get(("System.String",))
    if plain is not None:
        return (lambda text: plain.call(None, [text])), False
    return None


def constructor_from(source: TypeInfo, target: TypeInfo) -> Run | None:
    """The public constructor that takes one value of a type: by that type, one it derives from, or a wider number."""
    if target.is_abstract or target.is_interface or target.is_array or target.is_primitive:
        return None
    name = source.full_name
    if name in INTEGRAL and type_named("System.Collections.ICollection") in target.ancestors:
        return None  # the capacity of a collection is no conversion
    if source.is_enum and source.underlying is not None:
        name = source.underlying.full_name
    wider = _WIDER.get(name, ())
    best: tuple[int, Any] | None = None
    for overload in _overloads(target, "new"):
        if len(overload.parameters) != 1:
            continue
        wanted = overload.parameters[0].type
        if wanted is source or wanted.full_name == name:
            distance = 0
        elif wanted.full_name in wider:
            distance = 1 + wider.index(wanted.full_name)
        elif wanted.is_assignable_from(source):
            distance = 100 if wanted.full_name != "System.Object" else 200
        else:
            continue
        if best is None or distance < best[0]:
            best = (distance, overload)
    if best is None:
        return None
    return _constructor_call(best[1], 0 < best[0] < 100 or (source.is_enum and wanted is not source))


def _constructor_call(overload: Any, widen: bool) -> Run:
    wanted = overload.parameters[0].type

    def run(value: Any) -> Any:
        if widen:
            from ems.runtime.convert import convert
            value = convert(value, wanted)
        return overload.call(None, [value])
    return run


def default_constructor(target: TypeInfo) -> Callable[[], Any] | None:
    """The constructor without parameters."""
    if target.is_abstract or target.is_interface:
        return None
    for overload in _overloads(target, "new"):
        if not overload.parameters:
            return lambda: overload.call(None, [])
    return None


def cast_operator(source: TypeInfo, target: TypeInfo) -> tuple[str, Run] | None:
    """op_Implicit or op_Explicit from a type to a type, defined in either."""
    for owner in (target, source):
        for name in ("op_Implicit", "op_Explicit"):
            for overload in _overloads(owner, name.lower()):
                if (len(overload.parameters) == 1 and overload.result is target
                        and overload.parameters[0].type.is_assignable_from(source)):
                    return name, (lambda value, overload=overload: overload.call(None, [value]))
    return None


def takes_sequence(target: TypeInfo, source: TypeInfo) -> bool:
    """Whether a generic collection of one argument can be made from a sequence of its elements."""
    if not target.is_generic or len(target.generic_arguments) != 1 or target.is_abstract:
        return False
    if type_named("System.Collections.IEnumerable") not in target.ancestors:
        return False
    return _sequence_constructor(target) is not None


def _sequence_constructor(target: TypeInfo) -> Any:
    for overload in _overloads(target, "new"):
        if len(overload.parameters) == 1:
            wanted = overload.parameters[0].type
            definition = wanted.generic_definition
            if (definition is not None and definition.name in ("IEnumerable`1", "ICollection`1", "IList`1")
                    and wanted.generic_arguments == target.generic_arguments):
                return overload
    return None


def make_from_sequence(target: TypeInfo, items: list[Any]) -> Any:
    from ems.runtime.types import array_of
    return _sequence_constructor(target).call(None, [array_of(items, target.generic_arguments[0])])
