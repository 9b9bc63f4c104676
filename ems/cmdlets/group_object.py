"""Group-Object: objects with the same values together."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.cmdlets.order_values import OrderValues
from ems.cmdlets.ordering import MISSING, Comparer
from ems.cmdlets.property_parameters import EXPRESSION, PropertyParameter, expand_wildcards, read_parameters
from ems.cmdlets.results import GroupInfo, GroupInfoNoElement
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.values import NOTHING, PSCustomObject


class GroupObject(Cmdlet):
    """Groups objects that have the same value for the properties named.

    Gives one object for each group, with Count, Name and Group; or, with -AsHashTable, a table of the groups by their
    value.
    """

    name = "Group-Object"
    output_types = (
        "System.Collections.Hashtable",
        "Microsoft.PowerShell.Commands.GroupInfo",
    )
    no_element = Parameter("switch")
    as_hash_table = Parameter("switch", sets="HashTable", aliases=("AHT",))
    as_string = Parameter("switch", sets="HashTable")
    input_object = Parameter("psobject", pipeline="value")
    property_ = Parameter("Object[]", position=0)
    culture = Parameter("string")
    case_sensitive = Parameter("switch")

    examples = (
        Example(
            "'a', 'b', 'a' | Group-Object -NoElement | Select-Object Count, Name", "Counts how often each value comes."
        ),
        Example("(1..4 | Group-Object { $_ % 2 } -AsHashTable)[0]", "Groups by what a script block gives.", "2\n4"),
    )

    def begin(self) -> None:
        self._groups: list[tuple[list[Any], Any]] = []
        self._by_key: dict[Any, Any] = {}
        self._simple = True
        self._folds = not self.case_sensitive
        self._only: str | None = None
        self._reader: OrderValues | None = None
        self._patterns: list[PropertyParameter] = []

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if type(value) is PSCustomObject and self._only is not None and not value.special:
            # The frequent case: one property by its name, a text that has come before.
            text = value.fields.get(self._only)
            if type(text) is str:
                known = self._by_key.get(text.lower() if self._folds else text)
                if known is not None:
                    known.add(value)
                    return
        if value is None or value is NOTHING:
            return
        if self._reader is None:
            self._prepare(value)
        assert self._reader is not None
        values = self._reader.of(value)
        key: Any = None
        if self._simple:
            key = self._key(values)
            group = self._by_key.get(key)
            if group is not None:
                group.add(value)
                return
        if not self._simple:
            for group_values, group in self._groups:
                if self._compare(group_values, values) == 0:
                    group.add(value)
                    return
        group = (GroupInfoNoElement if self.no_element else GroupInfo)(_name(values), list(values))
        group.add(value)
        self._groups.append((values, group))
        if self._simple:
            self._by_key[key] = group

    def _prepare(self, first: Any) -> None:
        """The expressions are made from the first object: patterns are resolved on it."""
        wanted = self.property_ if self.property_ is not None else objects.default_key_properties(first)
        parameters = expand_wildcards(read_parameters(self, wanted, (EXPRESSION,), globbing=False), [first])
        self._reader = OrderValues(self, parameters)
        self._only = self._reader.only_name
        self._compare = Comparer([True] * max(1, len(parameters)), not self.case_sensitive)

    def _key(self, values: list[Any]) -> Any:
        """A hash key that is equal where the comparison would say so, while only texts, or only numbers, have come
        for each value."""
        key: list[Any] = []
        for value in values:
            kind = type(value)
            if kind is str:
                key.append(value.lower() if self._folds else value)
            elif kind is int:
                key.append(value)
            else:
                self._simple = False
                self._only = None
                return None
        made = key[0] if len(key) == 1 else tuple(key)
        first = next(iter(self._by_key), made)
        if type(first) is not type(made) or (len(key) > 1 and [*map(type, first)] != [*map(type, key)]):
            self._simple = False
            self._only = None
        return made

    def end(self) -> None:
        if not self._groups:
            return
        if not self.as_hash_table:
            if self.as_string:
                raise self.throw(
                    self.error(
                        "ArgumentException",
                        message("UtilityCommonStrings", "GroupObjectWithHashTable"),
                        "InvalidArgument",
                        objects.switch(True),
                        "System.ArgumentException",
                    )
                )
            for _, group in self._groups:
                self.write(group)
            return
        table = objects.new_hashtable()
        for values, group in self._groups:
            if self.as_string:
                key: Any = group.name
            elif len(values) == 1:
                key = values[0]
            else:
                raise self.throw(
                    self.error(
                        "ArgumentException",
                        message("UtilityCommonStrings", "GroupObjectSingleProperty"),
                        "InvalidArgument",
                        self.property_,
                        "System.ArgumentException",
                    )
                )
            if key is None or key is MISSING or objects.has_key(table, key):
                text = message("UtilityCommonStrings", "InvalidOperation")
                self.write_error(self.error(text, text, "InvalidArgument", None, "System.Exception"))
                return
            objects.set_entry(table, key, group.group)
        self.write(table)


def _name(values: list[Any]) -> str:
    parts: list[str] = []
    for value in values:
        if value is None or value is MISSING:
            continue
        elements = objects.collection(value)
        if elements is None:
            parts.append(objects.net_string(value))
        else:
            parts.append("{" + ", ".join(objects.net_string(element) for element in elements) + "}")
    return ", ".join(parts)
