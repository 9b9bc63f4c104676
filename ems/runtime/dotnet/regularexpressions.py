"""Regex, Match, Group, Capture and their collections, over the patterns of `regexes.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ems.runtime.collection import Enumerable
from ems.runtime.dotnet.support import (
    argument_null,
    attr,
    net_text,
    number_of,
    out_of_range,
    strings,
)
from ems.runtime.members.model import Implementation
from ems.runtime.regexes import Pattern, compile_pattern, escape_pattern, unescape_pattern
from ems.runtime.types import type_named
from ems.runtime.values import NetObject

_OPTIONS: Final = "System.Text.RegularExpressions.RegexOptions"
_KNOWN: Final = 0x3FF


class Regex(NetObject):
    """System.Text.RegularExpressions.Regex."""

    __slots__ = ("options", "pattern")
    type_name = "System.Text.RegularExpressions.Regex"

    def __init__(self, source: str | None, options: int = 0) -> None:
        if source is None:
            raise argument_null("pattern")
        if options & ~_KNOWN:
            raise out_of_range("Specified argument was out of the range of valid values.", "options")
        self.options = options
        self.pattern: Pattern = compile_pattern(source, options)

    @property
    def source(self) -> str:
        return self.pattern.source

    def to_text(self) -> str:
        return self.source


class Capture(NetObject):
    """A captured piece of text."""

    __slots__ = ("end", "index", "text")
    type_name = "System.Text.RegularExpressions.Capture"

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.index = start
        self.end = end

    @property
    def value(self) -> str:
        return self.text[self.index : self.end]

    @property
    def length(self) -> int:
        return self.end - self.index

    def to_text(self) -> str:
        return self.value


class Group(Capture):
    """A group of a match; one that took no part is not successful and empty."""

    __slots__ = ("name", "spans")
    type_name = "System.Text.RegularExpressions.Group"

    def __init__(self, text: str, spans: list[tuple[int, int]], name: str = "0") -> None:
        start, end = spans[-1] if spans else (0, 0)
        super().__init__(text, start, end)
        self.spans = spans
        self.name = name

    @property
    def success(self) -> bool:
        return bool(self.spans)

    @property
    def captures(self) -> Captures:
        return Captures(
            "System.Text.RegularExpressions.CaptureCollection", [Capture(self.text, *span) for span in self.spans]
        )


class Match(Group):
    """A match, or the one that stands for no match."""

    __slots__ = ("found", "regex")
    type_name = "System.Text.RegularExpressions.Match"

    def __init__(self, regex: Regex | None, text: str, found: Any) -> None:
        super().__init__(text, [found.span()] if found is not None else [], "0")
        self.regex = regex
        self.found = found

    @property
    def groups(self) -> Groups:
        return Groups(self)

    def next(self) -> Match:
        if self.regex is None or self.found is None:
            return self
        start = self.end if self.end > self.index else self.end + 1
        if start > len(self.text):
            return Match(self.regex, "", None)
        return first_match(self.regex, self.text, start)

    def result(self, replacement: str) -> str:
        if self.regex is None or self.found is None:
            from ems.runtime.dotnet.support import not_supported

            raise not_supported("Result cannot be called on a failed Match.")
        return self.regex.pattern.expand(self.found, replacement)


def first_match(regex: Regex, text: str, start: int = 0, end: int | None = None) -> Match:
    found = regex.pattern.search(text, start) if end is None else regex.pattern.search(text, start, end)
    return Match(regex, text if found is not None else "", found)


class Captures(Enumerable):
    """A collection of captures or matches."""

    __slots__ = ("items", "type_name")

    def __init__(self, type_name: str, items: Iterable[Any]) -> None:
        self.type_name = type_name
        self.items = list(items)

    @property
    def net_type(self) -> Any:
        return type_named(self.type_name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


class Groups(Enumerable):
    """The groups of a match, by number and by name."""

    __slots__ = ("match",)
    type_name = "System.Text.RegularExpressions.GroupCollection"

    def __init__(self, match: Match) -> None:
        self.match = match

    @property
    def keys(self) -> tuple[int | str, ...]:
        if self.match.found is None or self.match.regex is None:
            return (0,)
        return self.match.regex.pattern.keys

    def group(self, key: int | str) -> Group:
        match = self.match
        if key == 0 or (isinstance(key, str) and key == "0"):
            return match
        if match.found is None or match.regex is None:
            return Group("", [])
        index = match.regex.pattern.group_of(key)
        if index is None:
            return Group("", [])
        return Group(match.text, list(match.found.spans(index)), str(key))

    def __iter__(self) -> Iterator[Any]:
        return iter([self.group(key) for key in self.keys])

    def __len__(self) -> int:
        return len(self.keys)


def _options(arguments: tuple[Any, ...]) -> int:
    return next((number_of(each) for each in arguments if getattr(each, "net_type", None) is type_named(_OPTIONS)), 0)


def _text(value: Any) -> str:
    if value is None:
        raise argument_null("input")
    return str(value)


def _match(regex: Regex, text: Any, start: int = 0, length: int | None = None) -> Match:
    body = _text(text)
    if not 0 <= start <= len(body):
        raise out_of_range("Start index cannot be less than 0 or greater than input length.", "startat")
    return first_match(regex, body, start, None if length is None else start + length)


def _matches(regex: Regex, text: Any, start: int | None = None) -> Captures:
    body = _text(text)
    return Captures(
        "System.Text.RegularExpressions.MatchCollection",
        [Match(regex, body, found) for found in regex.pattern.matches(body, start)],
    )


def _replace(regex: Regex, text: Any, replacement: Any, count: int = -1, start: int = 0) -> str:
    body = _text(text)
    if count < -1:
        raise out_of_range("Count cannot be less than -1.", "count")
    if replacement is None:
        raise argument_null("replacement")
    if isinstance(replacement, str):
        return regex.pattern.replace(body, replacement, count, start)
    from ems.runtime.members.scripts import delegate

    call = delegate(replacement)

    def evaluate(found: Any) -> str:
        made = call(Match(regex, body, found))
        return "" if made is None else net_text(made)

    return regex.pattern.replace(body, evaluate, count, start)


def _split(regex: Regex, text: Any, count: int = 0, start: int = 0) -> list[str]:
    return strings(regex.pattern.split(_text(text), count, start))


def _static(run: Callable[..., Any], least: int) -> Callable[..., Any]:
    """A static method: input, pattern, the rest, options."""

    def call(text: Any, source: Any, *rest: Any) -> Any:
        options = _options(rest)
        own = rest[: least - 2]
        return run(Regex(source, options), text, *own)

    return call


def _new(_type: Any, source: str, options: Any = None, _timeout: Any = None) -> Regex:
    return Regex(source, number_of(options) if options is not None else 0)


def _group_item(groups: Groups, key: Any) -> Group:
    return groups.group(key if isinstance(key, int) else str(key))


def _item(captures: Captures, index: int) -> Any:
    if not 0 <= index < len(captures):
        raise out_of_range("Specified argument was out of the range of valid values.", "i")
    return captures.items[index]


_COLLECTION_METHODS: Final[dict[str, Callable[..., Any]]] = {
    "CopyTo": lambda captures, array, index: array.__setitem__(slice(index, index + len(captures)), list(captures)),
    "Item": _item,
    "GetEnumerator": lambda captures: _enumerator(captures),
}
_COLLECTION_PROPERTIES: Final[dict[str, Any]] = {
    "Count": len,
    "IsReadOnly": lambda _captures: True,
    "IsSynchronized": lambda _captures: False,
    "SyncRoot": lambda captures: captures,
}


def _enumerator(captures: Enumerable) -> Any:
    from ems.runtime.dotnet.enumerators import Enumerator

    return Enumerator("System.Collections.ArrayListEnumeratorSimple", lambda: iter(captures))


_CAPTURE = Implementation(
    methods={"ToString": lambda capture: capture.value},
    properties={"Index": attr("index"), "Length": attr("length"), "Value": attr("value")},
    declared="""
        int Index {get;}
        int Length {get;}
        string Value {get;}
        string ToString()
    """,
)

TYPES: Final = {
    "System.Text.RegularExpressions.Regex": Implementation(
        methods={
            "GetGroupNames": lambda regex: strings(regex.pattern.group_names()),
            "GetGroupNumbers": lambda regex: list(range(len(regex.pattern.keys))),
            "GroupNameFromNumber": lambda regex, number: _name_of(regex, number),
            "GroupNumberFromName": lambda regex, name: regex.pattern.group_number(name),
            "IsMatch": lambda regex, text, start=0: regex.pattern.search(_text(text), start) is not None,
            "Match": _match,
            "Matches": _matches,
            "Replace": _replace,
            "Split": _split,
            "ToString": lambda regex: regex.source,
        },
        properties={
            "MatchTimeout": lambda _regex: _infinite(),
            "Options": attr("options"),
            "RightToLeft": lambda regex: bool(regex.options & 64),
        },
        static={
            "Escape": lambda text: escape_pattern(_required(text, "str")),
            "IsMatch": _static(lambda regex, text: regex.pattern.search(_text(text)) is not None, 2),
            "Match": _static(_match, 2),
            "Matches": _static(_matches, 2),
            "new": _new,
            "Replace": _static(_replace, 3),
            "Split": _static(_split, 2),
            "Unescape": lambda text: unescape_pattern(_required(text, "str")),
        },
        static_properties={"CacheSize": 15, "InfiniteMatchTimeout": lambda: _infinite()},
    ),
    "System.Text.RegularExpressions.Capture": _CAPTURE,
    "System.Text.RegularExpressions.Group": Implementation(
        properties={"Captures": attr("captures"), "Name": attr("name"), "Success": attr("success")},
    ),
    "System.Text.RegularExpressions.Match": Implementation(
        methods={"NextMatch": Match.next, "Result": Match.result},
        properties={"Groups": attr("groups")},
        static_properties={"Empty": Match(None, "", None)},
    ),
    "System.Text.RegularExpressions.GroupCollection": Implementation(
        methods={**_COLLECTION_METHODS, "Item": _group_item}, properties=_COLLECTION_PROPERTIES
    ),
    "System.Text.RegularExpressions.MatchCollection": Implementation(_COLLECTION_METHODS, _COLLECTION_PROPERTIES),
    "System.Text.RegularExpressions.CaptureCollection": Implementation(
        _COLLECTION_METHODS, _COLLECTION_PROPERTIES,
        declared="""
            void CopyTo(array array, int arrayIndex)
            System.Collections.IEnumerator GetEnumerator()
            System.Text.RegularExpressions.Capture Item(int i) {get;}
            int Count {get;}
            bool IsReadOnly {get;}
            bool IsSynchronized {get;}
            System.Object SyncRoot {get;}
        """,
    ),
}  # fmt: skip


def _name_of(regex: Regex, number: int) -> str:
    keys = regex.pattern.keys
    return str(keys[number]) if 0 <= number < len(keys) else ""


def _required(value: str | None, parameter: str) -> str:
    if value is None:
        raise argument_null(parameter)
    return value


def _infinite() -> Any:
    from ems.runtime.dotnet.time import TimeSpan

    return TimeSpan(-10000)
