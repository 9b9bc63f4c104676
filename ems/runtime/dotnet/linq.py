"""System.Linq.Enumerable, as far as scripts call it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from ems.runtime.collection import Enumerable
from ems.runtime.dotnet.lists import elements, ordering, same
from ems.runtime.dotnet.support import argument_null, array_of, invalid_operation
from ems.runtime.hashtable import exact_key
from ems.runtime.members.failures import no_overload
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named, type_of


class Sequence(Enumerable):
    """What Enumerable's methods return: computed when it is looked at."""

    __slots__ = ("net_type", "start")

    def __init__(self, kind: str, element: TypeInfo, start: Callable[[], Iterator[Any]]) -> None:
        self.net_type = type_named(f"System.Linq.Enumerable+{kind}`1").close((element,))
        self.start = start

    def __iter__(self) -> Iterator[Any]:
        return self.start()


def _element(source: Any) -> TypeInfo:
    kind = type_of(source)
    if kind.element_type is not None:
        return kind.element_type
    return kind.generic_arguments[0] if kind.generic_arguments else type_named("System.Object")


def _need(source: Any) -> Any:
    if source is None:
        raise argument_null("source")
    return source


def _lazy(kind: str, make: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    return lambda source, *rest: Sequence(kind, _element(_need(source)), lambda: make(source, *rest))


def _distinct(source: Any, *_comparer: Any) -> Iterator[Any]:
    seen: set[Any] = set()
    for each in elements(source):
        key = exact_key(each)
        if key not in seen:
            seen.add(key)
            yield each


def _except(source: Any, other: Any) -> Iterator[Any]:
    out = {exact_key(each) for each in elements(other)}
    return (each for each in _distinct(source) if exact_key(each) not in out)


def _intersect(source: Any, other: Any) -> Iterator[Any]:
    both = {exact_key(each) for each in elements(other)}
    return (each for each in _distinct(source) if exact_key(each) in both)


def _union(source: Any, other: Any) -> Iterator[Any]:
    return _distinct([*elements(source), *elements(other)])


def _predicate(block: Any) -> Callable[..., bool]:
    from ems.runtime.members.scripts import predicate

    return predicate(block)


def _delegate(block: Any) -> Callable[..., Any]:
    from ems.runtime.members.scripts import delegate

    return delegate(block)


def _where(source: Any, block: Any) -> Iterator[Any]:
    holds = _predicate(block)
    return (each for each in elements(source) if holds(each))


def _select(source: Any, block: Any) -> Iterator[Any]:
    call = _delegate(block)
    return (call(each) for each in elements(source))


def _first(source: Any, *block: Any) -> Any:
    holds: Callable[..., bool] = _predicate(block[0]) if block else (lambda _each: True)
    for each in elements(_need(source)):
        if holds(each):
            return each
    raise invalid_operation("Sequence contains no elements" if not block else "Sequence contains no matching element")


def _or_default(choose: Callable[..., Any]) -> Callable[..., Any]:
    def run(source: Any, *rest: Any) -> Any:
        from ems.runtime.errors import NetError
        from ems.runtime.members.lookup import default_value

        try:
            return choose(source, *rest)
        except NetError:
            return default_value(_element(source))

    return run


def _last(source: Any, *block: Any) -> Any:
    return _first(list(elements(_need(source)))[::-1], *block)


def _sum(source: Any) -> Any:
    items = list(elements(_need(source)))
    if not all(isinstance(each, (int, float, Decimal)) for each in items):
        raise no_overload("Sum", 1)
    total: Any = (
        Decimal(0) if items and isinstance(items[0], Decimal) else 0.0 if items and isinstance(items[0], float) else 0
    )
    for each in items:
        total += each
    return total


def _average(source: Any) -> Any:
    items = list(elements(_need(source)))
    if not items:
        raise invalid_operation("Sequence contains no elements")
    return _sum(source) / len(items)


def _extreme(last: bool) -> Callable[[Any], Any]:
    def run(source: Any) -> Any:
        items = sorted(elements(_need(source)), key=ordering())
        if not items:
            raise invalid_operation("Sequence contains no elements")
        return items[-1] if last else items[0]

    return run


def _to_array(source: Any) -> Any:
    return array_of(elements(_need(source)), _element(source))


def _to_list(source: Any) -> Any:
    from ems.runtime.dotnet.lists import new_list

    return new_list(_element(source), elements(_need(source)))


def _range(start: int, count: int) -> Sequence:
    return Sequence("Iterator", type_named("System.Int32"), lambda: iter(range(start, start + count)))


def _sequence_equal(one: Any, other: Any) -> bool:
    first, second = list(elements(one)), list(elements(other))
    return len(first) == len(second) and all(same(a, b) for a, b in zip(first, second, strict=True))


_ONE: Final = "System.Collections.IEnumerable source"
_DECLARED: Final = "\n".join(
    [
        *(f"static System.Object {name}({_ONE})" for name in (
            "Any", "Average", "Count", "Distinct", "First", "FirstOrDefault", "Last", "LastOrDefault", "LongCount",
            "Max", "Min", "Reverse",
            "Single", "SingleOrDefault", "Sum", "ToArray", "ToList",
        )),
        *(f"static System.Object {name}({_ONE}, System.Object predicate)" for name in (
            "All", "Any", "Contains", "Count", "First", "FirstOrDefault", "Last", "LastOrDefault", "OrderBy",
            "OrderByDescending", "Select", "Where",
        )),
        *(f"static System.Object {name}({_ONE}, System.Collections.IEnumerable second)" for name in (
            "Concat", "Except", "Intersect", "SequenceEqual", "Union",
        )),
        *(f"static System.Object {name}({_ONE}, int count)" for name in ("ElementAt", "Skip", "Take")),
        "static System.Object Range(int start, int count)",
        "static System.Object Repeat(System.Object element, int count)",
    ]
)  # fmt: skip


def _order(descending: bool) -> Callable[..., Iterator[Any]]:
    def run(source: Any, block: Any) -> Iterator[Any]:
        call = _delegate(block)
        key = ordering()
        return iter(sorted(elements(source), key=lambda each: key(call(each)), reverse=descending))

    return run


TYPES: Final = {
    "System.Linq.Enumerable": Implementation(
        static={
            "All": lambda source, block: all(_predicate(block)(each) for each in elements(_need(source))),
            "Any": lambda source, *block: any(
                _predicate(block[0])(each) if block else True for each in elements(_need(source))
            ),
            "Average": _average,
            "Concat": _lazy("Iterator", lambda source, other: iter([*elements(source), *elements(other)])),
            "Contains": lambda source, item: any(same(each, item) for each in elements(_need(source))),
            "Count": lambda source, *block: sum(
                1 for each in elements(_need(source)) if not block or _predicate(block[0])(each)
            ),
            "Distinct": _lazy("DistinctIterator", _distinct),
            "ElementAt": lambda source, at: list(elements(_need(source)))[at],
            "Except": _lazy("Iterator", _except),
            "First": _first,
            "FirstOrDefault": _or_default(_first),
            "Intersect": _lazy("Iterator", _intersect),
            "Last": _last,
            "LastOrDefault": _or_default(_last),
            "LongCount": lambda source: sum(1 for _ in elements(_need(source))),
            "Max": _extreme(True),
            "Min": _extreme(False),
            "OrderBy": _lazy("Iterator", _order(False)),
            "OrderByDescending": _lazy("Iterator", _order(True)),
            "Range": _range,
            "Repeat": lambda item, count: Sequence("Iterator", type_of(item), lambda: iter([item] * count)),
            "Reverse": _lazy("Iterator", lambda source: iter(list(elements(source))[::-1])),
            "Select": _lazy("Iterator", _select),
            "SequenceEqual": _sequence_equal,
            "Single": _first,
            "SingleOrDefault": _or_default(_first),
            "Skip": _lazy("Iterator", lambda source, count: iter(list(elements(source))[count:])),
            "Sum": _sum,
            "Take": _lazy("Iterator", lambda source, count: iter(list(elements(source))[:count])),
            "ToArray": _to_array,
            "ToList": _to_list,
            "Union": _lazy("Iterator", _union),
            "Where": _lazy("Iterator", _where),
        },
        declared=_DECLARED,
    ),
    "System.Linq.Enumerable+DistinctIterator`1": Implementation(),
    "System.Linq.Enumerable+Iterator`1": Implementation(),
}
