"""`-Property` arguments: names, wildcards, script blocks, and the tables of calculated properties.

MshParameter and ParameterProcessor of the 5.1 code base; what a name means on an object is
`ems.formatting.expressions`. The keys of a table may be abbreviated; whatever is wrong in one ends the command before
it sees its first object.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ems.cmdlets import objects
from ems.formatting.expressions import Expression
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.errors import Terminating
from ems.runtime.messages import message


class Key:
    """A key that a table may hold. `kinds` are the types its value may have (none: any, taken for true or false)."""

    __slots__ = ("kinds", "mandatory", "name", "others")

    def __init__(
        self, name: str, kinds: Sequence[str] = (), others: Sequence[str] = (), mandatory: bool = False
    ) -> None:
        self.name = name
        self.kinds = tuple(kinds)
        self.others = tuple(others)
        self.mandatory = mandatory

    def matches(self, key: str) -> bool:
        folded = key.lower()
        return any(name.startswith(folded) for name in (self.name.lower(), *map(str.lower, self.others)))


EXPRESSION: Final = Key("expression", ("System.String", "System.Management.Automation.ScriptBlock"), mandatory=True)
NAME: Final = Key("name", ("System.String",), ("label",))


class PropertyParameter:
    """One element of a -Property argument: its expression and what else its table says."""

    __slots__ = ("entries", "expression")

    def __init__(self, expression: Expression, entries: dict[str, Any]) -> None:
        self.expression = expression
        self.entries = entries

    def with_expression(self, expression: Expression) -> PropertyParameter:
        return PropertyParameter(expression, self.entries)


def read_parameters(
    cmdlet: Cmdlet, arguments: Any, keys: Sequence[Key], globbing: bool = True
) -> list[PropertyParameter]:
    """The elements of a -Property argument, checked. `keys` begins with EXPRESSION."""
    reader = _Reader(cmdlet, keys, globbing)
    return [reader.element(objects.base_of(argument)) for argument in arguments or ()]


def expand_wildcards(parameters: Sequence[PropertyParameter], values: Sequence[Any]) -> list[PropertyParameter]:
    """The parameters with each pattern replaced by the names it matches on any object, in alphabetical order."""
    expanded: list[PropertyParameter] = []
    for parameter in parameters:
        if not parameter.expression.contains_wildcards:
            expanded.append(parameter)
            continue
        names: dict[str, Expression] = {}
        for value in values:
            if value is not None:
                for resolved in parameter.expression.resolve(value):
                    names[resolved.folded] = resolved
        expanded.extend(parameter.with_expression(names[folded]) for folded in sorted(names))
    return expanded


class _Reader:
    def __init__(self, cmdlet: Cmdlet, keys: Sequence[Key], globbing: bool) -> None:
        self.cmdlet = cmdlet
        self.keys = keys
        self.globbing = globbing
        self.from_table = False

    def fail(self, error_id: str, name: str, *arguments: Any) -> Terminating:
        record = self.cmdlet.error(
            error_id, "Specified method is not supported.", "InvalidArgument", exception="System.NotSupportedException"
        )
        record.details = message("FormatAndOut_MshParameter", name, *arguments)
        return self.cmdlet.throw(record)

    def element(self, argument: Any) -> PropertyParameter:
        kinds = self.keys[0].kinds
        if objects.is_dictionary(argument):
            self.from_table = True
            entries = self.table(argument)
        elif objects.is_any_of(argument, kinds):
            entries = {self.keys[0].name: argument}
        elif argument is None:
            raise self.fail("DictionaryKeyUnknownType", "NullParameterTypeError", _braced(kinds))
        else:
            raise self.fail(
                "DictionaryKeyUnknownType", "UnknownParameterTypeError", objects.type_name(argument), _braced(kinds)
            )
        for key in self.keys:
            if key.name in entries:
                entries[key.name] = self.verified(key, entries[key.name])
            elif key.mandatory:
                raise self.fail("DictionaryKeyMandatoryEntry", "MissingKeyMandatoryEntryError", key.name)
        return PropertyParameter(entries.pop(self.keys[0].name), entries)

    def table(self, table: Any) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for name, value in objects.entries(table):
            if not isinstance(name, str):
                raise self.fail("DictionaryKeyNonString", "DictionaryKeyNonStringError", objects.short_type_name(name))
            key = self.key(name)
            if key.name in entries:
                raise self.fail("DictionaryKeyDuplicate", "DuplicateKeyError", name, key.name)
            if key.kinds:
                if value is None:
                    raise self.fail("DictionaryKeyMissingValue", "MissingKeyValueError", name)
                if not objects.is_any_of(objects.base_of(value), key.kinds):
                    several = len(key.kinds) > 1
                    raise self.fail(
                        "DictionaryKeyIllegalValue1" if several else "DictionaryKeyIllegalValue2",
                        "IllegalTypeMultiError" if several else "IllegalTypeSingleError",
                        name,
                        objects.type_name(value),
                        _braced(key.kinds) if several else key.kinds[0],
                    )
            entries[key.name] = objects.base_of(value)
        return entries

    def key(self, name: str) -> Key:
        matching = [key for key in self.keys if key.matches(name)]
        if len(matching) > 1:
            raise self.fail("DictionaryKeyAmbiguous", "AmbiguousKeyError", name, matching[0].name, matching[1].name)
        if not matching:
            raise self.fail("DictionaryKeyIllegal", "IllegalKeyError", name)
        return matching[0]

    def verified(self, key: Key, value: Any) -> Any:
        if key is not self.keys[0]:
            return value if key.kinds else objects.is_true(value)
        if isinstance(value, str):
            if not value:
                if self.from_table:
                    raise self.fail("ExpressionEmptyString1", "MshExEmptyStringHashError", key.name)
                raise self.fail("ExpressionEmptyString2", "MshExEmptyStringError")
            expression = Expression(value, self.cmdlet.session)
            if expression.contains_wildcards and not self.globbing:
                if self.from_table:
                    raise self.fail("ExpressionGlobbing1", "MshExGlobbingHashError", key.name, value)
                raise self.fail("ExpressionGlobbing2", "MshExGlobbingStringError", value)
            return expression
        return Expression(value, self.cmdlet.session)


def _braced(kinds: Sequence[str]) -> str:
    return "{" + ", ".join(kinds) + "}"
