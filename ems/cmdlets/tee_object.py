"""Tee-Object: passes its input on and keeps it in a file or a variable."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.values import NOTHING


class TeeObject(Cmdlet):
    """Saves command output in a file or variable and also sends it down the pipeline."""

    name = "Tee-Object"
    default_set = "File"
    input_object = Parameter("psobject", pipeline="value")
    file_path = Parameter("string", position=0, mandatory=True, sets="File")
    literal_path = Parameter("string", mandatory=True, sets="LiteralFile", aliases=("PSPath",))
    append = Parameter("switch", sets="File")
    variable = Parameter("string", mandatory=True, sets="Variable")

    examples = (
        Example(
            "1..3 | Tee-Object -Variable saved | ForEach-Object { $_ * 100 }",
            "Keeps the input in $saved.",
            "100\n200\n300",
        ),
    )

    def begin(self) -> None:
        self._kept: list[Any] = []
        self._file: Any = None
        if self.parameter_set == "Variable":
            return
        name = "FilePath" if self.parameter_set == "File" else "LiteralPath"
        path = self.file_path if self.parameter_set == "File" else self.literal_path
        arguments = {name: path}
        if self.append:
            arguments["Append"] = True
        self._file = blocks.nested_command(self, "Out-File", arguments)

    def process(self) -> None:
        self.process_object(self.input_object)

    def process_object(self, value: Any) -> None:
        """One input object."""
        if value is NOTHING:
            return
        if self._file is None:
            self._kept.append(value)
        else:
            self._file.feed(value)
        self.write(value)

    def end(self) -> None:
        if self._file is not None:
            self._file.finish()
            return
        kept = self._kept
        blocks.set_variable(self, self.variable, kept[0] if len(kept) == 1 else list(kept) if kept else None)
