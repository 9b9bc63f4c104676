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
    plain_type,
    property_names,
    property_set,
    remember_error,
    run_script,
    script_text,
    type_property,
)
from ems.runtime.errors import Terminating
from ems.runtime.values import NOTHING

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

    __slots__ = ("folded", "contains_wildcards", "resolved", "script", "session", "text", "_member", "_type")

    def __init__(self, source: Any, session: Any, resolved: bool = False) -> None:
        self.session = session
        self.script = None if isinstance(source, str) else source
        self.text = source if isinstance(source, str) else script_text(source)
        self.folded = self.text.lower()
        self.resolved = resolved
        self._type: Any = None
        self._member: Any = None
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
            found = self._read(target)
            if found is not None:
                return found
        for one in self.resolve(target):
            return one.result(target)
        return None

    def result(self, target: Any) -> Result:
        """The value of a resolved expression. A property that this object does not have is null."""
        if self.script is None:
            return self._read(target) or Result(None, self.text)
        try:
            return Result(run_script(self.session, self.script, target), self.text)
        except Terminating as error:
            remember_error(self.session, error)
            return Result(None, self.text, error.record)

    def _read(self, target: Any) -> Result | None:
        """The property of that very name, None where there is none. Its member is kept for the next of the type."""
        try:
            kind = plain_type(target)
            if kind is None:
                found = look_up(target, self.folded)
                return None if found is None else Result(found[1], self.text if self.resolved else found[0])
            if kind is not self._type:
                self._type = kind
                self._member = type_property(target, self.folded)
            member = self._member
            if member is None:
                return None
            value = member.get(target)
            return Result(None if value is NOTHING else value, self.text if self.resolved else member.name)
        except Terminating as error:
            remember_error(self.session, error)
            return Result(None, self.text, error.record)
