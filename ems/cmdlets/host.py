"""Write-Host, Read-Host, Get-Host: straight to the host, past the pipeline."""

from __future__ import annotations

from typing import Any

from ems.formatting.access import elements, to_text
from ems.formatting.host_message import HostInformationMessage
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.streams import InformationRecord


class WriteHost(Cmdlet):
    """Writes to the screen.

    What is written is not output: it cannot be assigned, piped or sent to a file with `>`. Use Write-Output for that.
    """

    name = "Write-Host"
    examples = (
        Example("Write-Host 'Done.' -ForegroundColor Green", "Writes in green.", "Done."),
        Example("Write-Host a, b, c -Separator '-'", "Writes three values with something between them.", "a-b-c"),
    )
    object_ = Parameter(
        "object",
        name="Object",
        sets={"__AllParameterSets": InSet(position=0, by_value=True, remaining=True)},
        help="What to write.",
    )
    no_newline = Parameter("switch", help="The line is not ended.")
    separator = Parameter("object", default=" ", help="What stands between the elements of a collection.")
    foreground_color = Parameter("ConsoleColor", help="The colour of the text.")
    background_color = Parameter("ConsoleColor", help="The colour behind the text.")

    def process(self) -> None:
        text = self._text(self.object_)
        line_end = "" if self.no_newline else "\n"
        foreground, background = _color(self.foreground_color), _color(self.background_color)
        message = HostInformationMessage(text, foreground, background, bool(self.no_newline))
        record = InformationRecord(message, "Write-Host", ("PSHOST",))
        host = self.session.host

        def show() -> None:
            if foreground is None and background is None:
                host.write(text + line_end)
            else:
                host.write_colored(text, foreground, background)
                if line_end:
                    host.write(line_end)

        self.runtime.write_information(record, host_output=show)

    def _text(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        items = elements(value)
        if items is None:
            return to_text(value)
        separator = "" if self.separator is None else to_text(self.separator)
        return separator.join(self._text(item) for item in items)


def _color(value: Any) -> str | None:
    return None if value is None else to_text(value)


class ReadHost(Cmdlet):
    """Reads a line from the user."""

    name = "Read-Host"
    output_types = ("System.String", "System.Security.SecureString")
    examples = (Example("$name = Read-Host 'Your name'", "Asks, and keeps the answer."),)
    prompt = Parameter(
        "object", sets={"__AllParameterSets": InSet(position=0, remaining=True)}, help="The question; a colon is added."
    )
    as_secure_string = Parameter("switch", help="The answer is not shown and comes as a secure string.")

    def begin(self) -> None:
        question = self._question()
        if self.as_secure_string:
            from ems.runtime.dotnet.security import SecureString

            self.write(SecureString(self.session.host.read_secret(question)))
        else:
            self.write(self.session.host.read_line(question))

    def _question(self) -> str:
        if self.prompt is None:
            return ""
        items = elements(self.prompt)
        parts = [to_text(self.prompt)] if items is None else [to_text(item) for item in items if item is not None]
        return " ".join(part for part in parts if part) + ": "


class GetHost(Cmdlet):
    """Gets the program that hosts the shell, as $Host does."""

    name = "Get-Host"
    output_types = ("System.Management.Automation.Host.PSHost",)
    examples = (Example("(Get-Host).Name", "The name of the host."),)

    def process(self) -> None:
        self.write(self.session.context.get("host"))


class ClearHost(Cmdlet):
    """Clears the screen."""

    name = "Clear-Host"
    kind = "Function"
    module = "(built-in function)"
    aliases = ("clear", "cls")
    examples = (Example("Clear-Host", "An empty screen."),)

    def process(self) -> None:
        self.session.host.clear()
