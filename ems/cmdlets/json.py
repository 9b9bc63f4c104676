"""ConvertTo-Json and ConvertFrom-Json."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.text.json_reader import JsonMembers, read_json
from ems.cmdlets.text.json_writer import JsonObject, JsonText, compact, members, pretty, quoted
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord, NetError, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import type_of
from ems.runtime.validation import AllowEmptyString, AllowNull, ValidateRange
from ems.runtime.values import NOTHING, Char, PSCustomObject, PSObject, Shape

_MAXIMUM_DEPTH = 100
_INVALID_NAME = (
    'Cannot process argument because the value of argument "name" is not valid. Change the value of the "name" '
    "argument and run "
    "the operation again."
)
_NULL = JsonText("null")
_EPOCH_TICKS = 621355968000000000


class ConvertToJson(Cmdlet):
    """Converts an object to a JSON string.

    Properties become members. -Depth says how deep nested objects are written; below, their text is.
    """

    name = "ConvertTo-Json"
    input_object = Parameter("Object", position=0, mandatory=True, pipeline="value", validate=(AllowNull(),))
    depth = Parameter("int", validate=(ValidateRange(1, INT_MAX),))
    compress = Parameter("switch")

    examples = (
        Example(
            "[ordered]@{ Name = 'EX01'; Port = 25 } | ConvertTo-Json -Compress",
            "Writes a table in one line.",
            '{"Name":"EX01","Port":25}',
        ),
    )

    def begin(self) -> None:
        self._input: list[Any] = []
        self._piped = "InputObject" not in self.bound
        self._limit: int = 2 if self.depth is None else self.depth
        if self._limit > _MAXIMUM_DEPTH:
            raise self.throw(
                self.error(
                    "ReachedMaximumDepthAllowed",
                    message("WebCmdletStrings", "ReachedMaximumDepthAllowed", _MAXIMUM_DEPTH),
                    "InvalidOperation",
                    exception="System.InvalidOperationException",
                )
            )

    def process(self) -> None:
        if self.input_object is not None and self.input_object is not NOTHING:
            self._input.append(self.input_object)

    def end(self) -> None:
        if not self._input:
            return
        one = len(self._input) == 1
        if one:
            tree = self._value(self._input[0], 0, self._piped)
        else:
            tree = [self._value(each, 1, True) for each in self._input]
        self.write(compact(tree) if self.compress else pretty(tree))

    def _value(self, value: Any, depth: int, wrapped: bool = False) -> Any:
        """What is written of a value. `wrapped`: it came down the pipeline, so the members that type data adds to it
        count too."""
        simple = _simple(value)
        if simple is not None:
            return self._with_extended(value, simple, depth, wrapped)
        if depth > self._limit:
            return quoted(to_string(value))
        if objects.is_dictionary(value):
            base = objects.base_of(value)
            pairs = []
            for name, each in objects.entries(base):
                if not isinstance(name, str):
                    raise self.throw(
                        self.error(
                            "NonStringKeyInDictionary",
                            message("WebCmdletStrings", "NonStringKeyInDictionary", type_of(base).full_name),
                            "InvalidOperation",
                            base,
                            "System.InvalidOperationException",
                        )
                    )
                pairs.append((name, self._value(each, depth + 1)))
            return self._with_extended(value, members(pairs), depth, wrapped)
        elements = objects.collection(value)
        if elements is not None:
            return self._with_extended(value, [self._value(each, depth + 1) for each in elements], depth, wrapped)
        return members(
            (name, self._value(objects.read_quietly(value, name), depth + 1)) for name in objects.property_names(value)
        )

    def _with_extended(self, value: Any, tree: Any, depth: int, wrapped: bool) -> Any:
        """A value with members of its own is written as an object that holds it as `value`."""
        if not (wrapped or objects.has_own_members(value)):
            return tree
        names = objects.extended_property_names(value)
        if not names:
            return tree
        pairs = list(tree) if isinstance(tree, JsonObject) else [("value", tree)]
        pairs += [(name, self._value(objects.read_quietly(value, name), depth + 1)) for name in names]
        return members(pairs)


def _simple(value: Any) -> JsonText | None:
    """The text of a value that has no parts; None where it has."""
    if type(value) is PSObject:
        value = value.base
    if value is None or value is NOTHING:
        return _NULL
    kind = type(value)
    if kind is str:
        return quoted(value)
    if kind is bool:
        return JsonText("true" if value else "false")
    if isinstance(value, int):
        return JsonText(str(int(value)))
    if isinstance(value, float):
        return JsonText(objects.round_trip(value))
    if kind is Decimal:
        return JsonText(to_string(value))
    if kind is Char:
        return _NULL if value == "\0" else quoted(value)
    name = type_of(value).full_name
    if name == "System.DBNull":
        return _NULL
    if name == "System.DateTime":
        return JsonText(f'"\\/Date({(objects.universal_ticks(value) - _EPOCH_TICKS) // 10000})\\/"')
    if name == "System.DateTimeOffset":
        return JsonText(f'"\\/Date({(objects.universal_ticks(value) - _EPOCH_TICKS) // 10000})\\/"')
    if name in ("System.Guid", "System.Uri"):
        return quoted(to_string(value))
    if type_of(value).is_enum:
        underlying = type_of(value).underlying
        if underlying is not None and underlying.full_name in ("System.Int64", "System.UInt64"):
            return quoted(to_string(value))
        return JsonText(str(objects.enum_number(value)))
    return None


class ConvertFromJson(Cmdlet):
    """Converts a JSON-formatted string to a custom object."""

    name = "ConvertFrom-Json"
    input_object = Parameter("string", position=0, mandatory=True, pipeline="value", validate=(AllowEmptyString(),))

    examples = (
        Example(
            '(\'{ "name": "EX01", "ports": [25, 587] }\' | ConvertFrom-Json).ports',
            "Reads numbers out of JSON.",
            "25\n587",
        ),
    )

    def begin(self) -> None:
        self._input: list[str] = []

    def process(self) -> None:
        self._input.append(self.input_object)

    def end(self) -> None:
        if not self._input:
            return
        if len(self._input) == 1:
            self.write(self._converted(self._input[0]))
            return
        # Several lines are one text, unless already the first of them is a whole one.
        try:
            first = read_json(self._input[0])
        except NetError:
            self.write(self._converted("\r\n".join(self._input)))
            return
        self.write(self._object(first))
        for text in self._input[1:]:
            self.write(self._converted(text))

    def _converted(self, text: str) -> Any:
        try:
            return self._object(read_json(text))
        except NetError as error:
            raise self.throw(ErrorRecord(error.exception, error.exception.type_name, "NotSpecified")) from None

    def _object(self, value: Any) -> Any:
        if isinstance(value, JsonMembers):
            fields: dict[str, Any] = {}
            names: dict[str, str] = {}
            last = dict(
                value
            )  # of two members with the same name the last one counts; two that differ in case are an error
            for name, each in last.items():
                folded = name.lower()
                if folded in names:
                    raise self._duplicate(names[folded], name)
                if not name:
                    raise self.throw(
                        self.error(
                            "Argument",
                            _INVALID_NAME,
                            "InvalidArgument",
                            exception="System.Management.Automation.PSArgumentException",
                        )
                    )
                names[folded] = name
                fields[folded] = self._object(each)
            return PSCustomObject(fields, Shape(names))
        if isinstance(value, list):
            return [self._object(each) for each in value]
        return value

    def _duplicate(self, first: str, second: str) -> Terminating:
        return self.throw(
            self.error(
                "DuplicateKeysInJsonString",
                message("WebCmdletStrings", "DuplicateKeysInJsonString", first, second),
                "InvalidOperation",
                exception="System.InvalidOperationException",
            )
        )
