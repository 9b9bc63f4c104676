"""Out-File: the output as the text of a file, as it would stand on the screen."""

from __future__ import annotations

from typing import IO

from ems.cmdlets.files import open_failure, resolve
from ems.formatting.output import OutputFormatter
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.encodings import encode
from ems.runtime.errors import NetError, Terminating, runtime_error
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNullOrEmpty, ValidateRange, ValidateSet

_ENCODINGS = ("unknown", "string", "unicode", "bigendianunicode", "utf8", "utf7", "utf32", "ascii", "default", "oem")


class OutFile(Cmdlet):
    """Sends the output to a file, as text and in the layout of the screen. The encoding is Unicode (UTF-16) unless
    another is given.
    """

    name = "Out-File"
    default_set = "ByPath"
    should_process = "Medium"
    examples = (
        Example("'text' | Out-File $env:TEMP\\out.txt; Get-Content $env:TEMP\\out.txt", "Writes a file.", "text"),
    )
    file_path = Parameter("string", position=0, mandatory=True, sets="ByPath", help="The file.")
    literal_path = Parameter(
        "string",
        mandatory=True,
        pipeline="name",
        sets="ByLiteralPath",
        aliases=("PSPath",),
        help="The file, without wildcards.",
    )
    encoding = Parameter(
        "string",
        position=1,
        validate=(ValidateNotNullOrEmpty(), ValidateSet(_ENCODINGS)),
        help="How the text becomes bytes.",
    )
    append = Parameter("switch", help="Behind what the file holds already.")
    force = Parameter("switch", help="Also into a read-only file.")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",), help="Not into a file that exists.")
    width = Parameter(
        "int",
        validate=(ValidateRange(2, 2147483647),),
        help="The longest line; by default the screen's width less one.",
    )
    no_newline = Parameter("switch", help="No line ends.")
    input_object = Parameter("psobject", pipeline="value", help="What to write.")

    _output: OutputFormatter | None = None
    _file: IO[bytes] | None = None
    _read_only: str | None = None
    _fed = False

    def begin(self) -> None:
        path = self.file_path if self.file_path is not None else self.literal_path
        if path is None:  # the pipeline might have named the file, and has not
            raise runtime_error(
                "MissingMandatoryParameter",
                message("ParameterBinderStrings", "MissingMandatoryParameter", "", " FilePath"),
                "InvalidArgument",
                exception="System.Management.Automation.ParameterBindingException",
            )
        if not self.confirm(path, message("FormatAndOut_out_xxx", "OutFile_Action")):
            return
        file, start = self._open(path)
        self._file = file
        encoding = self.encoding or "unicode"
        line_end = "" if self.no_newline else "\r\n"
        mark = [start == 0]

        def write_line(line: str) -> None:
            file.write(encode(line + line_end, encoding, mark[0]))
            mark[0] = False

        width = self.width if self.width is not None else self.session.host.width - 1
        self._output = OutputFormatter(self.session, width, write_line)

    def process(self) -> None:
        if self._output is not None:
            self._fed = True
            self._output.feed(self.input_object)

    def end(self) -> None:
        if self._output is not None and self._fed:
            self._output.end()

    def stop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._read_only is not None:
            self.session.files.set_read_only(self._read_only, True)
            self._read_only = None

    # Opening

    def _open(self, path: str) -> tuple[IO[bytes], int]:
        """The open file, and how much it holds already."""
        files = self.session.files
        full = resolve(self, path, self.file_path is None)
        stat = files.stat(full)
        if self.force and (self.append or not self.no_clobber) and stat is not None and stat.attributes & 1:
            files.set_read_only(full, False)
            self._read_only = full
        mode = "a" if self.append else "x" if self.no_clobber else "w"
        try:
            return files.open(full, mode), stat.length if stat is not None and self.append else 0
        except NetError as error:
            raise self._open_failure(error, full, stat is not None) from None

    def _open_failure(self, error: NetError, path: str, existed: bool) -> Terminating:
        if self.no_clobber and existed and not self.append:
            text = f"The file '{path}' already exists."
            return self.throw(self.error("NoClobber", text, "ResourceExists", path, "System.IO.IOException"))
        return open_failure(self, error)
