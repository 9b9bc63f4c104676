"""Export-Clixml and Import-Clixml."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, files
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.text.clixml_reader import ClixmlReader
from ems.cmdlets.text.clixml_writer import ClixmlWriter
from ems.cmdlets.text.secure_text import protect, unprotect
from ems.runtime import credentials
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, NetError
from ems.runtime.parameters import Parameter
from ems.runtime.validation import AllowNull, ValidateRange, ValidateSet
from ems.runtime.values import NOTHING, Int64

_DEFAULT_DEPTH = 2


class ExportClixml(Cmdlet):
    """Creates an XML-based representation of an object or objects and stores it in a file."""

    name = "Export-Clixml"
    default_set = "ByPath"
    should_process = "Medium"
    depth = Parameter("int", validate=(ValidateRange(1, INT_MAX),))
    path = Parameter("string", position=0, mandatory=True, sets="ByPath")
    literal_path = Parameter("string", mandatory=True, sets="ByLiteralPath", aliases=("PSPath",))
    input_object = Parameter("psobject", mandatory=True, pipeline="value", validate=(AllowNull(),))
    force = Parameter("switch")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",))
    encoding = Parameter(
        "string",
        validate=(ValidateSet(("Unicode", "UTF7", "UTF8", "ASCII", "UTF32", "BigEndianUnicode", "Default", "OEM")),),
    )

    examples = (
        Example(
            "@{ Port = 25 } | Export-Clixml $env:TEMP\\p.xml; (Import-Clixml $env:TEMP\\p.xml).Port",
            "Saves a table and reads it again.",
            "25",
        ),
    )

    def begin(self) -> None:
        self._values: list[Any] = []
        self._literal = self.parameter_set == "ByLiteralPath"
        self._path = self.literal_path if self._literal else self.path
        self._agreed = self.confirm(self._path, "Export-Clixml")
        if self._agreed:
            files.write_text(
                self,
                self._path,
                "",
                self._literal,
                self.encoding or "unicode",
                no_clobber=bool(self.no_clobber),
                force=bool(self.force),
            )

    def process(self) -> None:
        if self.input_object is not NOTHING:
            self._values.append(self.input_object)

    def end(self) -> None:
        if not self._agreed:
            return
        writer = ClixmlWriter(
            _DEFAULT_DEPTH if self.depth is None else self.depth, lambda value: protect(blocks.secure_text(value))
        )
        files.write_text(
            self,
            self._path,
            writer.document(self._values),
            self._literal,
            self.encoding or "unicode",
            force=bool(self.force),
        )


class ImportClixml(Cmdlet):
    """Imports a CLIXML file and creates corresponding objects within Windows PowerShell."""

    name = "Import-Clixml"
    default_set = "ByPath"
    path = Parameter("string[]", position=0, mandatory=True, pipeline="value,name", sets="ByPath")
    literal_path = Parameter("string[]", mandatory=True, pipeline="name", sets="ByLiteralPath", aliases=("PSPath",))

    examples = (
        Example(
            "1, 'two' | Export-Clixml $env:TEMP\\q.xml; Import-Clixml $env:TEMP\\q.xml",
            "Reads what was saved.",
            "1\ntwo",
        ),
    )

    def process(self) -> None:
        literal = self.parameter_set == "ByLiteralPath"
        for path in (self.literal_path if literal else self.path) or ():
            text = files.read_text(self, path, literal)
            reader = ClixmlReader(
                self.session.script_block, lambda secret: credentials.secure_string(unprotect(secret) or "")
            )
            try:
                values = reader.document(text)
            except NetError as error:
                raise self.throw(ErrorRecord(error.exception, error.exception.type_name, "NotSpecified")) from None
            self._send(values)

    def _send(self, values: list[Any]) -> None:
        if self.bound.get("IncludeTotalCount"):
            self.write(Int64(len(values)))
        skip, first = int(self.bound.get("Skip") or 0), self.bound.get("First")
        chosen = values[skip:] if first is None else values[skip : skip + int(first)]
        for value in chosen:
            self.write(value)
