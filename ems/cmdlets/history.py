"""The session's history: Get-, Add-, Clear- and Invoke-History."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, objects
from ems.cmdlets.limits import INT_MAX
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.history import HistoryInfo, add
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty, ValidateRange
from ems.runtime.values import Int64, PSCustomObject

_DEFAULT_COUNT = 32


def entries(cmdlet: Cmdlet) -> list[HistoryInfo]:
    """The history of the session, oldest first."""
    found: list[HistoryInfo] = cmdlet.session.history
    return found


def _missing(cmdlet: Cmdlet, error_id: str, number: Any) -> ErrorRecord:
    return cmdlet.error(
        error_id,
        message("HistoryStrings", "NoHistoryForId", number),
        "ObjectNotFound",
        number,
        "System.ArgumentException",
    )


class GetHistory(Cmdlet):
    """Gets a list of the commands entered during the current session."""

    name = "Get-History"
    module = "Microsoft.PowerShell.Core"
    output_types = ("Microsoft.PowerShell.Commands.HistoryInfo",)
    id = Parameter("long[]", position=0, pipeline="value", validate=(ValidateRange(1, 9223372036854775807),))
    count = Parameter("int", position=1, validate=(ValidateRange(0, 32767),))

    examples = (Example("Get-History -Count 5", "The last five commands."),)

    def process(self) -> None:
        history = entries(self)
        if self.id is None:
            count = self.count if "Count" in self.bound else len(history)
            for entry in history[-count:] if count else []:
                self.write(entry)
            return
        if len(self.id) > 1 and "Count" in self.bound:
            raise self.throw(
                self.error(
                    "GetHistoryNoCountWithMultipleIds",
                    message("HistoryStrings", "NoCountWithMultipleIds"),
                    "InvalidArgument",
                    exception="System.ArgumentException",
                )
            )
        for number in self.id:
            found = [entry for entry in history if entry.id <= number]
            exact = bool(found) and found[-1].id == number
            if "Count" in self.bound and found:
                for entry in found[-self.count :] if self.count else []:
                    self.write(entry)
            elif exact:
                self.write(found[-1])
            else:
                self.write_error(_missing(self, "GetHistoryNoHistoryForId", number))


class AddHistory(Cmdlet):
    """Appends entries to the session history."""

    name = "Add-History"
    module = "Microsoft.PowerShell.Core"
    output_types = ("Microsoft.PowerShell.Commands.HistoryInfo",)
    input_object = Parameter("psobject[]", position=0, pipeline="value")
    passthru = Parameter("switch")

    examples = (Example("Get-History | Add-History", "Adds copies of all entries."),)

    def process(self) -> None:
        for value in self.input_object or ():
            entry = self._entry(value)
            if entry is None:
                self.write_error(
                    objects.of_input(
                        self.error(
                            "AddHistoryInvalidInput",
                            message("HistoryStrings", "AddHistoryInvalidInput"),
                            "InvalidData",
                            value,
                            "System.IO.InvalidDataException",
                        )
                    )
                )
                continue
            entry.id = self.session.history_id
            self.session.history_id += 1
            add(self.session, entry)
            if self.passthru:
                self.write(entry)

    def _entry(self, value: Any) -> HistoryInfo | None:
        if isinstance(value, HistoryInfo):
            made = HistoryInfo(
                0, value.command_line, value.execution_status, value.start_execution_time, value.end_execution_time
            )
        elif isinstance(objects.base_of(value), PSCustomObject) and objects.has_property(value, "CommandLine"):
            made = HistoryInfo(
                0,
                to_string(objects.read(value, "CommandLine")),
                objects.read(value, "ExecutionStatus"),
                objects.read(value, "StartExecutionTime"),
                objects.read(value, "EndExecutionTime"),
            )
        else:
            return None
        return made


class ClearHistory(Cmdlet):
    """Deletes entries from the command history."""

    name = "Clear-History"
    module = "Microsoft.PowerShell.Core"
    default_set = "IDParameter"
    should_process = "Medium"
    id = Parameter("int[]", position=0, sets="IDParameter", validate=(ValidateRange(1, INT_MAX),))
    command_line = Parameter("string[]", sets="CommandLineParameter", validate=(ValidateNotNullOrEmpty(),))
    count = Parameter("int", position=1, validate=(ValidateRange(1, INT_MAX),))
    newest = Parameter("switch")

    examples = (Example("Clear-History; @(Get-History).Count", "Forgets everything.", "0"),)

    def process(self) -> None:
        history = entries(self)
        if "Id" in self.bound:
            chosen = []
            for number in self.id:
                found = [entry for entry in history if entry.id == number]
                if not found:
                    self.write_error(_missing(self, "GetHistoryNoHistoryForId", Int64(number)))
                chosen += found
        elif "CommandLine" in self.bound:
            chosen = []
            for pattern in self.command_line:
                test = objects.wildcard(pattern)
                found = [entry for entry in history if test(entry.command_line)]
                if not found and not objects.contains_wildcards(pattern):
                    text = message("HistoryStrings", "NoHistoryForCommandline", pattern)
                    self.write_error(
                        self.error(
                            "NoHistoryForCommandline", text, "ObjectNotFound", pattern, "System.ArgumentException"
                        )
                    )
                chosen += found
        else:
            chosen = list(history)
        if "Count" in self.bound:
            chosen = chosen[-self.count :] if self.newest else chosen[: self.count]
        if chosen and self.confirm(message("HistoryStrings", "ClearHistoryWarning")):
            kept = [entry for entry in history if entry not in chosen]
            history[:] = kept


class InvokeHistory(Cmdlet):
    """Runs commands from the session history."""

    name = "Invoke-History"
    module = "Microsoft.PowerShell.Core"
    should_process = "Medium"
    id = Parameter("string", position=0, pipeline="name")

    examples = (
        Example(
            "try { Invoke-History 99 } catch { 'no such line' }",
            "Runs a line of the history once more.",
            "no such line",
        ),
    )

    def process(self) -> None:
        entry = self._entry()
        running = blocks.state(self, "Invoke-History").setdefault("running", [])
        if entry.id in running:
            raise self._refused("InvokeHistoryLoopDetected", "InvokeHistoryLoopDetected", "InvalidOperation")
        if not self.confirm(entry.command_line):
            return
        running.append(entry.id)
        try:
            self.session.host.write_line(entry.command_line)
            blocks.run_text(self, entry.command_line)
        finally:
            running.remove(entry.id)

    def _entry(self) -> HistoryInfo:
        history = entries(self)
        given = self.id
        if given is None:
            if not history:
                raise self._refused(
                    "InvokeHistoryNoLastHistoryEntryFound", "NoLastHistoryEntryFound", "InvalidOperation"
                )
            return history[-1]
        if given.strip().lstrip("-").isdigit():
            number = int(given)
            for entry in history:
                if entry.id == number:
                    return entry
            raise self.throw(_missing(self, "InvokeHistoryNoHistoryForId", Int64(number)))
        for entry in reversed(history):
            if entry.command_line.lower().startswith(given.lower()):
                return entry
        raise self.throw(
            self.error(
                "InvokeHistoryNoHistoryForCommandline",
                message("HistoryStrings", "NoHistoryForCommandline", given),
                "ObjectNotFound",
                given,
                "System.ArgumentException",
            )
        )

    def _refused(self, error_id: str, name: str, category: str) -> Terminating:
        return self.throw(
            self.error(
                error_id, message("HistoryStrings", name), category, exception="System.InvalidOperationException"
            )
        )
