"""Get-, Update- and Export-FormatData: the views of the session."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ems.formatting.definitions import ExtendedTypeDefinition, definitions
from ems.formatting.format_xml import FormatFileError, read_views
from ems.formatting.registry import views_of
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import NetError, Terminating
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateNotNull, ValidateNotNullOrEmpty
from ems.runtime.wildcard import like_matcher


class GetFormatData(Cmdlet):
    """Gets the views that are in use, by the type they are for."""

    name = "Get-FormatData"
    output_types = ("System.Management.Automation.ExtendedTypeDefinition",)
    examples = (Example("(Get-FormatData System.Version).TypeNames", "The views for versions."),)
    type_name_ = Parameter(
        "string[]",
        name="TypeName",
        position=0,
        validate=(ValidateNotNullOrEmpty(),),
        help="The types; wildcards are allowed.",
    )
    power_shell_version = Parameter(
        "version", name="PowerShellVersion", help="The version the data is for; all views suit every version here."
    )

    def process(self) -> None:
        matchers = [like_matcher(name) for name in self.type_name_ or ["*"]]
        for definition in definitions(views_of(self.session)):
            if any(matches(name) for name in definition.type_names_of_view for matches in matchers):
                self.write(definition)


class UpdateFormatData(Cmdlet):
    """Loads views from format files (*.format.ps1xml).

    Files given with -PrependPath come before the views that are there and so replace them; others come behind.
    """

    name = "Update-FormatData"
    default_set = "FileSet"
    should_process = "Medium"
    examples = (
        Example(
            "Get-FormatData System.Version | Export-FormatData -Path $env:TEMP\\v.ps1xml; "
            "Update-FormatData -PrependPath $env:TEMP\\v.ps1xml",
            "Loads views that replace others.",
        ),
    )
    append_path = Parameter(
        "string[]",
        position=0,
        pipeline="value,name",
        sets="FileSet",
        aliases=("PSPath", "Path"),
        validate=(ValidateNotNull(),),
        help="Files whose views come last.",
    )
    prepend_path = Parameter(
        "string[]", sets="FileSet", validate=(ValidateNotNull(),), help="Files whose views come first."
    )

    def process(self) -> None:
        for path in self.append_path or ():
            self._load(path, first=False)

    def end(self) -> None:
        for path in reversed(self.prepend_path or ()):
            self._load(path, first=True)

    def _load(self, path: str, first: bool) -> None:
        for file in self._files(path):
            if not self.confirm(file, "Update FormatData"):
                continue
            try:
                views = read_views(self.session.files.read(file))
            except FormatFileError as error:
                text = f"There were errors in loading the format data file: {file}, , {file} : {error}"
                self.write_error(
                    self.error(
                        "FormatXmlUpdateException",
                        text,
                        "InvalidOperation",
                        file,
                        "System.Management.Automation.RuntimeException",
                    )
                )
            except NetError as error:
                self.write_error(
                    self.error(
                        "FormatXmlUpdateException", str(error), "InvalidOperation", file, error.exception.type_name
                    )
                )
            else:
                views_of(self.session).add(views, first)

    def _files(self, path: str) -> Iterable[str]:
        try:
            return [place.provider_path for place in self.session.locations.resolve(path)]
        except Terminating as error:
            self.write_error(error.record)
            return ()


class ExportFormatData(Cmdlet):
    """Writes views into a format file."""

    name = "Export-FormatData"
    default_set = "ByPath"
    examples = (
        Example(
            "Get-FormatData System.Version | Export-FormatData -Path C:\\version.format.ps1xml",
            "Writes the view for versions.",
        ),
    )
    input_object = Parameter("ExtendedTypeDefinition[]", mandatory=True, pipeline="value", help="The views.")
    path = Parameter("string", mandatory=True, sets="ByPath", aliases=("FilePath",), help="The file.")
    literal_path = Parameter(
        "string", mandatory=True, sets="ByLiteralPath", aliases=("PSPath",), help="The file, without wildcards."
    )
    force = Parameter("switch", help="Also over a read-only file.")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",), help="Not over a file that exists.")
    include_script_block = Parameter("switch", help="Also views with script blocks.")

    _definitions: list[ExtendedTypeDefinition]

    def begin(self) -> None:
        self._definitions = []

    def process(self) -> None:
        self._definitions.extend(self.input_object)

    def end(self) -> None:
        from ems.formatting.format_xml_writer import write_views

        path = self.session.locations.file(self.path if self.path is not None else self.literal_path)
        if self.no_clobber and self.session.files.exists(path):
            raise self.throw(
                self.error(
                    "NoClobber", f"The file '{path}' already exists.", "ResourceExists", path, "System.IO.IOException"
                )
            )
        bodies: list[Any] = [definition.view.body for definition in self._definitions]
        try:
            self.session.files.write(path, write_views(bodies, bool(self.include_script_block)).encode("utf-8"))
        except NetError as error:
            raise self.throw(
                self.error("FileOpenFailure", str(error), "OpenError", path, error.exception.type_name)
            ) from None
