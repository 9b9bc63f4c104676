"""New-TemporaryFile."""

from __future__ import annotations

from ems.cmdlets.place_items import ItemCmdlet
from ems.runtime.cmdlet import Example


class NewTemporaryFile(ItemCmdlet):
    """Makes an empty file in the folder for temporary files."""

    name = "New-TemporaryFile"
    kind = "Function"
    module = "Microsoft.PowerShell.Utility"
    should_process = "Medium"
    output_types = ("System.IO.FileInfo",)
    examples = (Example("(New-TemporaryFile).Extension", "A new file.", ".tmp"),)

    def end(self) -> None:
        folder = self.session.environment.get("temp", ("", "C:\\Windows\\Temp"))[1]
        if not self.confirm(folder, "New-TemporaryFile"):
            return
        while True:
            place = self.locations.split(f"{folder}\\tmp{self.session.random.getrandbits(16):X}.tmp")
            if not place.exists():
                break
        self.session.files.write(place.provider_path, b"")
        self.write(self.show(place))
