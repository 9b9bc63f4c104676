"""Unblock-File."""

from __future__ import annotations

from ems.cmdlets.place_items import ItemCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import InSet, Parameter


class UnblockFile(ItemCmdlet):
    """Takes away the mark of a file that came from the Internet; files here bear none."""

    name = "Unblock-File"
    examples = (
        Example(
            "Set-Content $env:TEMP\\u.txt 1; Unblock-File $env:TEMP\\u.txt",
            "A file that is not blocked stays as it is.",
            "",
        ),
    )
    module = "Microsoft.PowerShell.Utility"
    default_set = "ByPath"
    should_process = "Medium"
    path = Parameter("string[]", sets={"ByPath": InSet(mandatory=True, position=0)}, help="The files.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="ByLiteralPath",
        aliases=("PSPath",),
        help="The files, without wildcards.",
    )

    def process(self) -> None:
        for place in self.places():
            self.confirm(place.provider_path, "Unblock-File")
