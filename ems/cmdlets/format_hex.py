"""Format-Hex: bytes in hexadecimal."""

from __future__ import annotations

from typing import Any

from ems.formatting.byte_collection import ByteCollection
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty, ValidateSet
from ems.runtime.values import Byte, Int16, Int64, SByte, UInt16, UInt32, UInt64

_CODECS = {
    "ascii": "ascii",
    "utf32": "utf-32-le",
    "utf7": "utf-7",
    "utf8": "utf-8",
    "bigendianunicode": "utf-16-be",
    "unicode": "utf-16-le",
}
_SIZES: dict[type[Any], int] = {Byte: 1, SByte: 1, Int16: 2, UInt16: 2, int: 4, UInt32: 4, Int64: 8, UInt64: 8}
_SIGNED = (SByte, Int16, int, Int64)
_LINE = 16


class FormatHex(Cmdlet):
    """Shows the bytes of a file or of a value in hexadecimal.

    A number is shown in as few bytes as hold it, with -Raw in as many as its type has.
    """

    name = "Format-Hex"
    kind = "Function"
    aliases = ("fhx",)
    default_set = "Path"
    output_types = ("Microsoft.PowerShell.Commands.ByteCollection",)
    examples = (Example("'EHLO' | Format-Hex", "The bytes of a text."),)
    path = Parameter(
        "string[]", position=0, mandatory=True, sets="Path", validate=(ValidateNotNullOrEmpty(),), help="The files."
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        sets="LiteralPath",
        aliases=("PSPath",),
        validate=(ValidateNotNullOrEmpty(),),
        help="The files, without wildcards.",
    )
    input_object = Parameter(
        "object", mandatory=True, pipeline="value", sets="ByInputObject", help="A text or a number."
    )
    encoding = Parameter(
        "string",
        sets="ByInputObject",
        default="Ascii",
        validate=(ValidateSet(("Ascii", "UTF32", "UTF7", "UTF8", "BigEndianUnicode", "Unicode")),),
        help="How a text becomes bytes.",
    )
    raw = Parameter("switch", sets="ByInputObject", help="A number in the full size of its type.")

    def process(self) -> None:
        if self.parameter_set == "ByInputObject":
            values = self.input_object if isinstance(self.input_object, list) else [self.input_object]
            for value in values:
                self._value(value)
            return
        literal = self.parameter_set == "LiteralPath"
        for path in self.literal_path if literal else self.path:
            self._file(path, literal)

    def _value(self, value: Any) -> None:
        if isinstance(value, str):
            content = value.encode(_CODECS[self.encoding.lower()], "replace")
        elif type(value) in _SIZES:
            signed = isinstance(value, _SIGNED)
            content = int(value).to_bytes(_SIZES[type(value)], "little", signed=signed and value < 0)
            if not self.raw and value >= 0:
                content = content.rstrip(b"\0") or b"\0"
        else:
            from ems.runtime.types import type_of

            text = f"Cannot convert input of type '{type_of(value).full_name}' to hexadecimal. To view the hexadecimal formatting of its string representation, pipe it to the Out-String cmdlet before piping it to Format-Hex."  # noqa: E501
            record = ErrorRecord(
                NetException("Microsoft.PowerShell.Commands.WriteErrorException", text),
                "FormatHexTypeNotSupported",
                "ParserError",
                value,
            )
            self.write_error(record)
            return
        self.write(ByteCollection(content))

    def _file(self, path: str, literal: bool) -> None:
        try:
            places = self.session.locations.resolve(path, literal)
        except Terminating as error:
            self.write_error(error.record)
            return
        for place in places:
            file = place.provider_path
            try:
                content = self.session.files.read(file)
            except NetError as error:
                self.write_error(ErrorRecord(error.exception, "FormatHexFileAccessError", "ReadError", file))
                continue
            for start in range(0, len(content), _LINE):
                self.write(ByteCollection(content[start : start + _LINE], start, file))
