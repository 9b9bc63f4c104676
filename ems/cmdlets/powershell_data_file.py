"""Import-PowerShellDataFile."""

from __future__ import annotations

from ems.cmdlets import blocks, files
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter


class ImportPowerShellDataFile(Cmdlet):
    """Imports values from a .psd1 file without running what is in it."""

    name = "Import-PowerShellDataFile"
    default_set = "ByPath"
    kind = "Function"
    output_types = ("System.Collections.Hashtable",)
    path = Parameter("string[]", position=0, sets="ByPath")
    literal_path = Parameter("string[]", pipeline="name", sets="ByLiteralPath", aliases=("PSPath",))
    net_class = "Import-PowerShellDataFile"

    examples = (
        Example(
            "Set-Content $env:TEMP\\d.psd1 '@{ Port = 25 }'; (Import-PowerShellDataFile $env:TEMP\\d.psd1).Port",
            "Reads a data file.",
            "25",
        ),
    )

    def process(self) -> None:
        literal = self.parameter_set == "ByLiteralPath"
        for path in self.literal_path if literal else self.path or ():
            text = files.read_text(self, path, literal)
            try:
                self.write(blocks.data_file(self, text, path, []))
            except Terminating:
                self.write_error(
                    self.error(
                        "CouldNotParseAsPowerShellDataFile",
                        message("UtilityCommonStrings", "CouldNotParseAsPowerShellDataFile", path),
                        "InvalidData",
                        path,
                        "System.InvalidOperationException",
                    )
                )
