"""What a column or a list line shows: a property by name (wildcards allowed) or a script block.

The rules are those of MshExpression: a name is resolved against the members of the object at hand, property sets expand
to their properties; an error while reading is kept beside the (missing) value, and is shown only on demand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ems.formatting.access import (
    find_property,
    look_up,
    property_names,
    property_set,
    read_property,
    remember_error,
    run_script,
    script_text,
)
from ems.runtime.errors import Terminating

if TYPE_CHECKING:
    from ems.runtime.errors import ErrorRecord

_WILDCARDS = frozenset("*?[")


class Result(NamedTuple):
    """The value of an expression, or the error that reading it raised. `label` is the name it was found under."""

    value: Any
    label: str
    error: ErrorRecord | None = None


class Expression:
    """A property name or a script block. `resolved` says that the name stands for itself, wildcards or not."""

    __slots__ = ("folded", "contains_wildcards", "resolved", "script", "session", "text")

    def __init__(self, source: Any, session: Any, resolved: bool = False) -> None:
        self.session = session
        self.script = None if isinstance(source, str) else source
        self.text = source if isinstance(source, str) else script_text(source)
        self.folded = self.text.lower()
        self.resolved = resolved
        self.contains_wildcards = self.script is None and not _WILDCARDS.isdisjoint(self.text)

    def resolve(self, target: Any) -> list[Expression]:
        """The properties of `target` this expression stands for; a script block stands for itself."""
        if self.resolved or self.script is not None:
            return [self]
        return [Expression(name, self.session, True) for name in self._names(target)]

    def _names(self, target: Any) -> Iterable[str]:
        found: dict[str, str] = {}
        if self.contains_wildcards:
            from ems.runtime.wildcard import like_matcher

            matches = like_matcher(self.text)
            for name in property_names(target):
                if matches(name):
                    found.setdefault(name.lower(), name)
        else:
            exact = find_property(target, self.folded)
            if exact is not None:
                found[exact.lower()] = exact
            else:
                for member in property_set(target, self.folded):
                    found.setdefault(member.lower(), member)
        return found.values()

    def results(self, target: Any) -> list[Result]:
        """The values this expression has on `target`: none where the property is missing."""
        return [one.result(target) for one in self.resolve(target)]

    def first(self, target: Any) -> Result | None:
        """The first value, None where there is none."""
        if self.script is not None or self.resolved:
            return self.result(target)
        if not self.contains_wildcards:
            try:
                found = look_up(target, self.folded)
            except Terminating as error:
                remember_error(self.session, error)
                return Result(None, self.text, error.record)
            if found is not None:
                return Result(found[1], found[0])
        for one in self.resolve(target):
            return one.result(target)
        return None

    def result(self, target: Any) -> Result:
        """The value of a resolved expression. A property that this object does not have is null."""
        return self._read(target, self.text)

    def _read(self, target: Any, label: str) -> Result:
        try:
            if self.script is not None:
                return Result(run_script(self.session, self.script, target), label)
            return Result(read_property(target, self.folded), label)
        except Terminating as error:
            remember_error(self.session, error)
            return Result(None, label, error.record)
