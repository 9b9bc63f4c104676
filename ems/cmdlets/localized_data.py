"""Import-LocalizedData."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, files
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty


class ImportLocalizedData(Cmdlet):
    """Imports language-specific data into scripts and functions based on the UI culture that is selected for the
    operating system."""

    name = "Import-LocalizedData"
    binding_variable = Parameter("string", position=0, aliases=("Variable",), validate=(ValidateNotNullOrEmpty(),))
    ui_culture = Parameter("string", name="UICulture", position=1)
    base_directory = Parameter("string")
    file_name = Parameter("string")
    supported_command = Parameter("string[]")

    examples = (
        Example(
            "Set-Content $env:TEMP\\Texts.psd1 \"@{ Hello = 'hi' }\"; Import-LocalizedData texts -BaseDirectory "
            "$env:TEMP -FileName Texts.psd1; $texts.Hello",
            "Reads texts from a data file.",
            "hi",
        ),
    )

    def process(self) -> None:
        path = self._path()
        if path is None:
            return
        try:
            text = files.read_text(self, path, literal=True)
            allowed = ["ConvertFrom-StringData"] if self.supported_command is None else list(self.supported_command)
            value = blocks.data_file(self, text, path, allowed)
        except Terminating as error:
            shown = message("ImportLocalizedDataStrings", "ErrorLoadingDataFile", path, error.record.message)
            raise self.throw(
                ErrorRecord(
                    NetException(
                        "System.Management.Automation.PSInvalidOperationException", shown, error.record.exception
                    ),
                    "InvalidOperation",
                    "InvalidOperation",
                )
            ) from None
        if self.binding_variable:
            blocks.set_variable(self, self.binding_variable, value)
        else:
            self.write(value)

    def _path(self) -> str | None:
        script = blocks.caller_script(self)
        name = self.file_name
        if name is None:
            if not script:
                raise self._refused("NotCalledFromAScriptFile")
            name = script.replace("/", "\\").rpartition("\\")[2]
        elif "\\" in name or "/" in name:
            raise self._refused("FileNameParameterCannotHavePath")
        # Whatever extension the name has gives way to that of data files.
        head, dot, _ = name.rpartition(".")
        name = (head if dot else name) + ".psd1"
        folder = self.base_directory or (script.replace("/", "\\").rpartition("\\")[0] if script else None)
        directory = self.session.locations.file(folder or ".")
        culture = self.ui_culture or "en-US"
        while True:
            candidate = f"{directory}\\{culture}\\{name}" if culture else f"{directory}\\{name}"
            if self.session.files.is_file(candidate):
                return candidate
            if not culture:
                break
            culture = culture.rpartition("-")[0]
        shown = message(
            "ImportLocalizedDataStrings", "CannotFindPsd1File", name, f"{directory}\\{self.ui_culture or 'en-US'}\\"
        )
        self.write_error(
            ErrorRecord(
                NetException("System.Management.Automation.PSInvalidOperationException", shown),
                "ImportLocalizedData",
                "ObjectNotFound",
                f"{directory}\\{self.ui_culture or 'en-US'}\\{name}",
            )
        )
        return None

    def _refused(self, name: str) -> Terminating:
        text: Any = message("ImportLocalizedDataStrings", name)
        return self.throw(
            self.error(
                "InvalidOperation",
                text,
                "InvalidOperation",
                exception="System.Management.Automation.PSInvalidOperationException",
            )
        )
