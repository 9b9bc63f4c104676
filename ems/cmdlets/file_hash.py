"""Get-FileHash."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from ems.cmdlets.place_items import ItemCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateSet
from ems.runtime.values import PSCustomObject

_ALGORITHMS: Final = ("SHA1", "SHA256", "SHA384", "SHA512", "MACTripleDES", "MD5", "RIPEMD160")


class GetFileHash(ItemCmdlet):
    """Computes the hash of files."""

    name = "Get-FileHash"
    kind = "Function"
    module = "Microsoft.PowerShell.Utility"
    default_set = "Path"
    examples = (
        Example(
            "[IO.File]::WriteAllText(\"$env:TEMP\\h.txt\", 'a'); (Get-FileHash $env:TEMP\\h.txt -Algorithm MD5).Hash",
            "The MD5 hash of a file.",
            "0CC175B9C0F1B6A831C399E269772661",
        ),
    )
    path = Parameter("string[]", position=0, mandatory=True, sets="Path", help="The files.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The files, without wildcards.",
    )
    input_stream = Parameter("System.IO.Stream", mandatory=True, sets="Stream", help="A stream.")
    algorithm = Parameter("string", validate=(ValidateSet(_ALGORITHMS),), default="SHA256", help="Which hash.")

    def process(self) -> None:
        if self.input_stream is not None:
            reader: Any = self.session.invoke_member(self.input_stream, "ToArray", [])
            self._write(bytes(reader), None)
            return
        for place in self.places():
            if place.is_container():
                continue
            content = self.attempt(self.session.files.read, place.provider_path)
            if content is not None:
                self._write(content, place.provider_path)

    def _write(self, content: bytes, path: str | None) -> None:
        name = next(each for each in _ALGORITHMS if each.lower() == self.algorithm.lower())
        try:
            digest = hashlib.new(name.lower(), content).hexdigest().upper()
        except ValueError:
            raise self.throw(
                self.error(
                    "AlgorithmTypeNotSupported",
                    f"Algorithm '{name}' is not supported in this system.",
                    "NotImplemented",
                    exception="System.InvalidOperationException",
                )
            ) from None
        self.write(
            PSCustomObject.of(
                [("Algorithm", name), ("Hash", digest), ("Path", path)],
                [
                    "Microsoft.Powershell.Utility.FileHash",
                    "System.Management.Automation.PSCustomObject",
                    "System.Object",
                ],
            )
        )
