"""Update-List: adds items to a list that is a property, and removes them."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import objects
from ems.runtime import members
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import equals
from ems.runtime.errors import ErrorRecord
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty


class UpdateList(Cmdlet):
    """Adds items to and removes items from a property value that contains a collection of objects.

    Without an object it makes the table @{ Add = ...; Remove = ... } that many Set- cmdlets take.
    """

    name = "Update-List"
    default_set = "AddRemoveSet"
    add = Parameter("Object[]", sets="AddRemoveSet", validate=(ValidateNotNullOrEmpty(),))
    remove = Parameter("Object[]", sets="AddRemoveSet", validate=(ValidateNotNullOrEmpty(),))
    replace = Parameter("Object[]", mandatory=True, sets="ReplaceSet", validate=(ValidateNotNullOrEmpty(),))
    input_object = Parameter("psobject", pipeline="value", validate=(ValidateNotNullOrEmpty(),))
    property_ = Parameter("string", position=0, validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("(Update-List -Add 'a' -Remove 'b').Keys.Count", "Makes a table of changes.", "2"),)

    def process(self) -> None:
        if not self.property_:
            return
        if self.input_object is None:
            self.write_error(self._record("MissingInputObjectParameter", None))
            return
        if not objects.has_property(self.input_object, self.property_):
            self.write_error(objects.of_input(self._record("MemberDoesntExist", self.input_object, self.property_)))
            return
        target = objects.base_of(objects.read(self.input_object, self.property_))
        if objects.collection(target) is None or isinstance(target, list):
            self.write_error(
                self.error(
                    "ApplyFailed",
                    message("PSListModifierStrings", "UpdateFailed", objects.type_name(target)),
                    "InvalidOperation",
                    None,
                    "System.Management.Automation.PSInvalidOperationException",
                )
            )
            return
        self._apply(target)
        self.write(self.input_object)

    def _apply(self, target: Any) -> None:
        if self.parameter_set == "ReplaceSet":
            members.invoke(target, "Clear", [])
            for item in self.replace:
                members.invoke(target, "Add", [item])
            return
        for item in self.remove or ():
            for there in list(objects.collection(target) or ()):
                if equals(there, item):
                    members.invoke(target, "Remove", [there])
                    break
        for item in self.add or ():
            members.invoke(target, "Add", [item])

    def end(self) -> None:
        if self.property_:
            return
        if self.input_object is not None:
            raise self.throw(self._record("MissingPropertyParameter", None))
        table = objects.new_hashtable()
        for name, value in (("Add", self.add), ("Remove", self.remove), ("Replace", self.replace)):
            if value is not None:
                objects.set_entry(table, name, value)
        self.write(table)

    def _record(self, error_id: str, target: Any, *arguments: Any) -> ErrorRecord:
        return self.error(
            error_id,
            message("UpdateListStrings", error_id, *arguments),
            "InvalidOperation",
            target,
            "System.InvalidOperationException",
        )
