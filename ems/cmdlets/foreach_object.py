"""ForEach-Object: script blocks, a property or a method for each object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ems.cmdlets import blocks, objects
from ems.runtime import convert
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowEmptyCollection, AllowNull, ValidateNotNullOrEmpty
from ems.runtime.values import NOTHING

_ARGUMENT_EXCEPTION = "System.Management.Automation.PSArgumentException"


class ForEachObject(Cmdlet):
    """Performs an operation on each object.

    A script block runs once for each object, which is $_ in it; -Begin and -End run before and after. With a name
    instead of a block, the property of that name is read, or the method called with the arguments that follow.
    """

    name = "ForEach-Object"
    module = "Microsoft.PowerShell.Core"
    default_set = "ScriptBlockSet"
    should_process = "Medium"
    input_object = Parameter("psobject", pipeline="value", sets=("ScriptBlockSet", "PropertyAndMethodSet"))
    begin_ = Parameter("scriptblock", sets="ScriptBlockSet")
    process_ = Parameter(
        "scriptblock[]",
        position=0,
        mandatory=True,
        sets="ScriptBlockSet",
        validate=(
            AllowNull(),
            AllowEmptyCollection(),
        ),
    )
    end_ = Parameter("scriptblock", sets="ScriptBlockSet")
    remaining_scripts = Parameter(
        "scriptblock[]",
        remaining=True,
        sets="ScriptBlockSet",
        validate=(
            AllowNull(),
            AllowEmptyCollection(),
        ),
    )
    member_name = Parameter(
        "string",
        position=0,
        mandatory=True,
        sets="PropertyAndMethodSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    argument_list = Parameter("Object[]", remaining=True, sets="PropertyAndMethodSet", aliases=("Args",))

    examples = (
        Example("1..3 | ForEach-Object { $_ * 2 }", "Doubles each number.", "2\n4\n6"),
        Example("'a b' | ForEach-Object Split ' '", "Calls a method of each object.", "a\nb"),
    )

    def begin(self) -> None:
        if self.parameter_set != "ScriptBlockSet":
            self._each: Callable[[Any], None] = self._member
            return
        if self.bound.get("WhatIf") or self.bound.get("Confirm"):
            raise self.throw(
                self.error(
                    "NoShouldProcessForScriptBlockSet",
                    message("InternalCommandStrings", "NoShouldProcessForScriptBlockSet"),
                    "InvalidOperation",
                    None,
                    "System.InvalidOperationException",
                )
            )
        # `% {a} {b} {c}`: the first of several blocks is the begin block, the last of three or more the end block.
        scripts = [self.begin_] if "Begin" in self.bound else []
        scripts += self.process_ if self.process_ is not None else [None]
        if "RemainingScripts" in self.bound:
            scripts += self.remaining_scripts if self.remaining_scripts is not None else [None]
        self._end_block = self.end_
        start, end = (1 if len(scripts) > 1 else 0), len(scripts)
        if "End" not in self.bound and len(scripts) > 2:
            end -= 1
            self._end_block = scripts[end]
        self._blocks = [block for block in scripts[start:end] if block is not None]
        self._each = self._first
        if end >= 2 and scripts[0] is not None:
            blocks.run(self, scripts[0])

    def _first(self, value: Any) -> None:
        """The first object: from now on the blocks write straight to where the output goes."""
        runners = [blocks.runner(self, block) for block in self._blocks]

        def run_all(value: Any) -> None:
            for run in runners:
                run(value)

        self._each = runners[0] if len(runners) == 1 else run_all
        self._each(value)

    def process(self) -> None:
        self._each(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        self._each(value)

    def end(self) -> None:
        if self.parameter_set == "ScriptBlockSet" and self._end_block is not None:
            blocks.run(self, self._end_block)

    # A property or a method by name

    def _member(self, value: Any) -> None:
        if value is NOTHING:
            value = None
        name, arguments = self.member_name, self.argument_list
        if arguments:
            if value is None:
                self._name_error("InputObject", "InvokeMethodOnNull", value, resource="ParserStrings")
            else:
                self._call(value, name, arguments)
            return
        if value is None:
            self._missing(value, name, "InputObjectIsNull")
            return
        if objects.is_dictionary(value):
            found, entry = objects.entry(value, name)
            if found:
                if self._agreed(value, message("InternalCommandStrings", "ForEachObjectKeyAction", name)):
                    self._unroll(entry)
                return
        members = objects.matching_members(value, name)
        if len(members) > 1:
            self._name_error(
                "Name", "AmbiguousPropertyOrMethodName", value, name, "".join(f" {each}" for each, _ in members)
            )
        elif not members:
            self._missing(value, name, "PropertyOrMethodNotFound")
        elif members[0][1]:
            self._call_plain(value, members[0][0])
        elif self._agreed(value, message("InternalCommandStrings", "ForEachObjectPropertyAction", members[0][0])):
            self._unroll(objects.read_quietly(value, members[0][0]))

    def _missing(self, value: Any, name: str, error_id: str) -> None:
        """A name that means nothing gives null, and an error in strict mode only."""
        if not self._agreed(value, message("InternalCommandStrings", "ForEachObjectPropertyAction", name)):
            return
        if blocks.strict_version(self) >= 2:
            if error_id == "InputObjectIsNull":
                self._name_error("InputObject", error_id, value)
            else:
                self._name_error("Name", error_id, value, name)
        else:
            self.write(None)

    def _call(self, value: Any, name: str, arguments: list[Any]) -> None:
        methods = [each for each, is_method in objects.matching_members(value, name) if is_method]
        if len(methods) > 1:
            self._name_error("Name", "AmbiguousMethodName", value, name, "".join(f" {each}" for each in methods))
        elif not methods:
            self._name_error("Name", "MethodNotFound", value, name)
        else:
            shown = ", ".join(_shown(argument) for argument in arguments)
            if self._agreed(
                value, message("InternalCommandStrings", "ForEachObjectMethodActionWithArguments", methods[0], shown)
            ):
                self._invoke(value, methods[0], arguments)

    def _call_plain(self, value: Any, name: str) -> None:
        if self._agreed(value, message("InternalCommandStrings", "ForEachObjectMethodActionWithoutArguments", name)):
            self._invoke(value, name, [])

    def _invoke(self, value: Any, name: str, arguments: list[Any]) -> None:
        try:
            self._unroll(objects.call(value, name, arguments))
        except Terminating as error:
            if not arguments and error.record.error_id == "MethodCountCouldNotFindBest":
                self.write(objects.read_quietly(value, name))
                return
            exception = error.record.exception
            self.write_error(
                objects.of_input(ErrorRecord(exception, "MethodInvocationError", "InvalidOperation", value))
            )

    def _unroll(self, value: Any) -> None:
        elements = objects.elements(value)
        if elements is None:
            self.write(value)
        else:
            for each in elements:
                self.write(each)

    def _agreed(self, value: Any, action: str) -> bool:
        if not (self.bound.get("WhatIf") or "Confirm" in self.bound or blocks.preference_is_set(self)):
            return True
        shown = "null" if value is None else convert.to_string(value)
        return self.confirm(message("InternalCommandStrings", "ForEachObjectTarget", shown), action)

    def _name_error(
        self, parameter: str, error_id: str, value: Any, *details: Any, resource: str = "InternalCommandStrings"
    ) -> None:
        text = message(resource, error_id, *details)
        record = ErrorRecord(
            NetException(_ARGUMENT_EXCEPTION, text, ParamName=parameter), error_id, "InvalidArgument", value
        )
        self.write_error(objects.of_input(record))


def _shown(argument: Any) -> str:
    return "null" if argument is None else convert.to_string(argument)
