"""Objects as comma-separated values: ConvertTo-, ConvertFrom-, Export- and Import-Csv."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ems.cmdlets import files, objects
from ems.cmdlets.text.csv_reader import header_names, records
from ems.cmdlets.text.csv_writer import line, type_line
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import type_names
from ems.runtime.validation import ValidateNotNull, ValidateNotNullOrEmpty, ValidateSet
from ems.runtime.values import NOTHING, PSCustomObject, Shape

_LIST_SEPARATOR = ","
"""Of the culture en-US (-UseCulture)."""


def _delimiter(cmdlet: Cmdlet) -> str:
    if cmdlet.parameter_set.startswith("UseCulture") or getattr(cmdlet, "use_culture", False):
        return _LIST_SEPARATOR
    return str(getattr(cmdlet, "delimiter", None) or ",")


class _Writing(Cmdlet):
    """ConvertTo-Csv and Export-Csv: the columns are the properties of the first object."""

    def begin(self) -> None:
        self._names: list[str] | None = None
        self._folded: list[str] = []
        self._mark = _delimiter(self)

    def row(self, value: Any) -> str:
        """The line of one object."""
        if type(value) is PSCustomObject and not value.special:
            get = value.fields.get
            return line([_text(get(name)) for name in self._folded], self._mark)
        return line([_text(objects.read_quietly(value, name)) for name in self._names or ()], self._mark)

    def columns(self, value: Any) -> list[str]:
        """The names of the columns, from the first object."""
        self.set_columns(objects.property_names(value))
        assert self._names is not None
        return self._names

    def set_columns(self, names: Iterable[str]) -> None:
        self._names = list(names)
        self._folded = [name.lower() for name in self._names]


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    return objects.net_string(value)


class ConvertToCsv(_Writing):
    """Converts objects into a series of comma-separated value (CSV) lines.

    The columns are the properties of the first object; -NoTypeInformation leaves away the line that names its type.
    """

    name = "ConvertTo-Csv"
    default_set = "Delimiter"
    output_types = ("System.String",)
    input_object = Parameter("psobject", position=0, mandatory=True, pipeline="value,name")
    delimiter = Parameter("char", position=1, sets="Delimiter", validate=(ValidateNotNull(),))
    use_culture = Parameter("switch", sets="UseCulture")
    no_type_information = Parameter("switch", aliases=("NTI",))

    examples = (
        Example(
            "[pscustomobject]@{ Name = 'a'; Size = 1 } | ConvertTo-Csv -NoTypeInformation",
            "Writes an object.",
            '"Name","Size"\n"a","1"',
        ),
    )

    def process(self) -> None:
        value = self.input_object
        if value is None or value is NOTHING:
            return
        if self._names is None:
            names = self.columns(value)
            if not self.no_type_information:
                self.write(type_line(type_names(value)))
            heading = line(names, self._mark)
            if heading:
                self.write(heading)
        text = self.row(value)
        if text:
            self.write(text)


class ExportCsv(_Writing):
    """Converts objects into a series of comma-separated (CSV) lines and saves them in a file."""

    name = "Export-Csv"
    default_set = "Delimiter"
    should_process = "Medium"
    input_object = Parameter("psobject", mandatory=True, pipeline="value,name")
    path = Parameter("string", position=0, validate=(ValidateNotNullOrEmpty(),))
    literal_path = Parameter("string", aliases=("PSPath",), validate=(ValidateNotNullOrEmpty(),))
    force = Parameter("switch")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",))
    encoding = Parameter(
        "string",
        validate=(ValidateSet(("Unicode", "UTF7", "UTF8", "ASCII", "UTF32", "BigEndianUnicode", "Default", "OEM")),),
    )
    append = Parameter("switch")
    delimiter = Parameter("char", position=1, sets="Delimiter", validate=(ValidateNotNull(),))
    use_culture = Parameter("switch", sets="UseCulture")
    no_type_information = Parameter("switch", aliases=("NTI",))

    examples = (
        Example(
            "[pscustomobject]@{ Id = 1 } | Export-Csv $env:TEMP\\ids.csv -NoTypeInformation; Get-Content "
            "$env:TEMP\\ids.csv",
            "Saves objects in a file.",
            '"Id"\n"1"',
        ),
    )

    def begin(self) -> None:
        super().begin()
        self._lines: list[str] = []
        self._opened = False
        self._appending = False
        self._existing: list[str] = []

    def process(self) -> None:
        value = self.input_object
        if value is None or value is NOTHING:
            return
        if not self._opened and not self._open():
            self._skip = True
        if self._names is None:
            names = self.columns(value)
            if self._appending:
                self._reconcile(names)
            else:
                if not self.no_type_information:
                    self._lines.append(type_line(type_names(value)))
                self._lines.append(line(names, self._mark))
        self._lines.append(self.row(value))

    _skip = False

    def _open(self) -> bool:
        self._opened = True
        given, literal = "Path" in self.bound, "LiteralPath" in self.bound
        if given == literal:
            raise _which_path(self)
        self._path: str = self.path if given else self.literal_path
        self._literal = literal
        if not self.confirm(self._path, "Export-Csv"):
            return False
        file = files.resolve(self, self._path, literal)
        if self.append and self.session.files.is_file(file) and self.session.files.stat(file).length:
            self._appending = True
            text = files.read_text(self, self._path, literal, self.encoding)
            found = records(_without_type_line(text)[1], self._mark)
            self._existing = header_names(next(found, []))
            self._complete_line = text.endswith("\n")
        else:
            # The file is made before the first object is written, so that a path that cannot be opened is an error at
            # once.
            files.write_text(
                self,
                self._path,
                "",
                literal,
                self.encoding or "ascii",
                no_clobber=bool(self.no_clobber),
                force=bool(self.force),
                explained=False,
            )
        return True

    def _reconcile(self, names: list[str]) -> None:
        """An object that is appended must have the columns of the file."""
        mine = {name.lower() for name in names}
        for name in self._existing:
            if name.lower() not in mine and not self.force:
                raise self.throw(
                    self.error(
                        "CannotAppendCsvWithMismatchedPropertyNames",
                        message("CsvCommandStrings", "CannotAppendCsvWithMismatchedPropertyNames", name, self._path),
                        "InvalidData",
                        name,
                        "System.InvalidOperationException",
                    )
                )
        self.set_columns(self._existing)

    def end(self) -> None:
        if self._opened and not self._skip and self._lines:
            text = "".join(text + "\r\n" for text in self._lines)
            if self._appending and not self._complete_line:
                text = "\r\n" + text
            encoding = self.encoding or "ascii"
            if self._appending:
                files.write_text(self, self._path, text, self._literal, encoding, append=True, force=bool(self.force))
            else:
                files.write_text(self, self._path, text, self._literal, encoding, force=bool(self.force))


def _which_path(cmdlet: Cmdlet) -> Terminating:
    return cmdlet.throw(
        cmdlet.error(
            "CannotSpecifyPathAndLiteralPath",
            message("CsvCommandStrings", "CannotSpecifyPathAndLiteralPath"),
            "InvalidData",
            exception="System.InvalidOperationException",
        )
    )


def _without_type_line(text: str) -> tuple[str | None, str]:
    """The type that a `#TYPE` line names, and the text after it; any first line that begins with # is stepped over."""
    if not text.startswith("#"):
        return None, text
    head, _, rest = text.partition("\n")
    head = head.rstrip("\r")
    if head.lower().startswith("#type") and head[5:].strip():
        return "CSV:" + head[5:].strip(), rest
    return None, rest


class _Reading(Cmdlet):
    """ConvertFrom-Csv and Import-Csv."""

    header: Any

    def begin(self) -> None:
        self._header: list[str] | None = list(self.header) if self.header is not None else None
        self._type: str | None = None
        self._shape: Shape | None = None
        self._warned = False

    def import_text(self, text: str) -> None:
        """Sends an object for each record."""
        if self._type is None:
            self._type, text = _without_type_line(text)
        rows = records(text, self._mark)
        if self._header is None:
            first = next(rows, None)
            if first is None:
                return
            self._header = header_names(first)
        if self._shape is None:
            self._shape = self._make_shape(self._header)
        folded = list(self._shape.names)
        count = len(folded)
        types = [self._type] if self._type else None
        for fields in rows:
            if len(fields) == 1 and not fields[0]:
                continue
            if len(fields) < count:
                values: list[Any] = [*fields, *[None] * (count - len(fields))]
            else:
                values = list(fields)
            self.write(
                PSCustomObject(dict(zip(folded, values, strict=False)), self._shape, list(types) if types else None)
            )

    def _make_shape(self, header: list[str]) -> Shape:
        names: dict[str, str] = {}
        unnamed = 0
        for name in header:
            if not name:
                unnamed += 1
                name = f"H{unnamed}"
            elif name.lower() in names:
                raise self.throw(
                    self.error(
                        "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                        message("ExtendedTypeSystem", "MemberAlreadyPresent", name),
                        "NotSpecified",
                        exception="System.Management.Automation.ExtendedTypeSystemException",
                    )
                )
            names[name.lower()] = name
        if unnamed and not self._warned:
            self.write_warning(message("CsvCommandStrings", "UseDefaultNameForUnspecifiedHeader"))
            self._warned = True
        return Shape(names)

    @property
    def _mark(self) -> str:
        return _delimiter(self)


class ConvertFromCsv(_Reading):
    """Converts object properties in comma-separated value (CSV) format into objects; every property is a text."""

    name = "ConvertFrom-Csv"
    default_set = "Delimiter"
    delimiter = Parameter(
        "char",
        position=1,
        sets="Delimiter",
        validate=(
            ValidateNotNull(),
            ValidateNotNullOrEmpty(),
        ),
    )
    use_culture = Parameter(
        "switch",
        mandatory=True,
        sets="UseCulture",
        validate=(
            ValidateNotNull(),
            ValidateNotNullOrEmpty(),
        ),
    )
    # The product also has ValidateNotNullOrEmpty here, which lets empty texts pass because they come wrapped.
    input_object = Parameter(
        "psobject[]", position=0, mandatory=True, pipeline="value,name", validate=(ValidateNotNull(),)
    )
    header = Parameter(
        "string[]",
        validate=(
            ValidateNotNull(),
            ValidateNotNullOrEmpty(),
        ),
    )

    examples = (Example("('Name,Size', 'a,1' | ConvertFrom-Csv).Size", "Reads one record.", "1"),)

    def process(self) -> None:
        # Each input text is read by itself; a quoted field does not reach over into the next.
        for text in self.input_object or ():
            self.import_text(to_string(text))


class ImportCsv(_Reading):
    """Creates objects from the items in a comma-separated value (CSV) file."""

    name = "Import-Csv"
    default_set = "Delimiter"
    delimiter = Parameter("char", position=1, sets="Delimiter", validate=(ValidateNotNull(),))
    path = Parameter("string[]", position=0, pipeline="value", validate=(ValidateNotNullOrEmpty(),))
    literal_path = Parameter("string[]", pipeline="name", aliases=("PSPath",), validate=(ValidateNotNullOrEmpty(),))
    use_culture = Parameter("switch", mandatory=True, sets="UseCulture", validate=(ValidateNotNull(),))
    header = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))
    encoding = Parameter(
        "string",
        validate=(ValidateSet(("Unicode", "UTF7", "UTF8", "ASCII", "UTF32", "BigEndianUnicode", "Default", "OEM")),),
    )

    examples = (
        Example(
            "'Name,Size', 'a,1' | Set-Content $env:TEMP\\b.csv; (Import-Csv $env:TEMP\\b.csv).Name",
            "Reads a file.",
            "a",
        ),
    )

    def process(self) -> None:
        given, literal = "Path" in self.bound, "LiteralPath" in self.bound
        if given == literal:
            raise _which_path(self)
        for path in self.literal_path if literal else self.path:
            text = files.read_text(self, path, literal, self.encoding)
            kept = self._header
            self._shape = None
            self._type = None
            self.import_text(text)
            self._header = kept
