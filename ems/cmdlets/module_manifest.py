"""New- and Test-ModuleManifest."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, files, modules, objects
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.modules import ModuleInfo
from ems.runtime.parameters import Parameter
from ems.runtime.validation import (
    AllowEmptyCollection,
    AllowEmptyString,
    AllowNull,
    ValidateNotNull,
    ValidateNotNullOrEmpty,
    ValidateSet,
)

_ALWAYS = ("FunctionsToExport", "CmdletsToExport", "AliasesToExport")
_EVERYTHING = ("FunctionsToExport", "CmdletsToExport", "VariablesToExport", "AliasesToExport")
_KEYS = (
    "RootModule", "ModuleVersion", "CompatiblePSEditions", "GUID", "Author", "CompanyName", "Copyright",
    "Description", "PowerShellVersion", "PowerShellHostName", "PowerShellHostVersion", "DotNetFrameworkVersion",
    "CLRVersion", "ProcessorArchitecture", "RequiredModules", "RequiredAssemblies", "ScriptsToProcess",
    "TypesToProcess", "FormatsToProcess", "NestedModules", *_EVERYTHING, "DscResourcesToExport", "ModuleList",
    "FileList",
)  # fmt: skip
_LISTS = frozenset(
    (
        "RequiredModules",
        "RequiredAssemblies",
        "ScriptsToProcess",
        "TypesToProcess",
        "FormatsToProcess",
        "NestedModules",
        "ModuleList",
        "FileList",
    )
)
_PS_DATA = ("Tags", "LicenseUri", "ProjectUri", "IconUri", "ReleaseNotes")


def quoted(value: Any) -> str:
    """A text of a manifest."""
    return "'" + to_string(value).replace("'", "''") + "'"


def quoted_list(values: Any) -> str:
    """A list of a manifest; lines are broken before they grow beyond 80 columns."""
    values = list(values or ())
    if not values:
        return "@()"
    result = ""
    column = 0
    first = True
    for value in values:
        text = _specification(value) if objects.is_dictionary(value) else quoted(value)
        column += len(text)
        if first:
            first = False
        else:
            result += ", "
            if column > 80:
                result += "\r\n               "
                column = 15 + len(text)
        result += text
    return result


def _specification(value: Any) -> str:
    parts = []
    for key in ("ModuleName", "GUID", "ModuleVersion", "MaximumVersion", "RequiredVersion"):
        found, content = objects.entry(value, key)
        if found:
            parts.append(f"{key} = {quoted(content)}")
    return "@{" + "; ".join(parts) + "; }"


class NewModuleManifest(Cmdlet):
    """Creates a new module manifest."""

    name = "New-ModuleManifest"
    module = "Microsoft.PowerShell.Core"
    should_process = "Medium"
    output_types = ("System.String",)
    path = Parameter("string", position=0, mandatory=True)
    nested_modules = Parameter("Object[]", validate=(AllowEmptyCollection(),))
    guid = Parameter("guid")
    author = Parameter("string", validate=(AllowEmptyString(),))
    company_name = Parameter("string", validate=(AllowEmptyString(),))
    copyright = Parameter("string", validate=(AllowEmptyString(),))
    root_module = Parameter("string", aliases=("ModuleToProcess",), validate=(AllowEmptyString(),))
    module_version = Parameter("version", validate=(ValidateNotNull(),))
    description = Parameter("string", validate=(AllowEmptyString(),))
    processor_architecture = Parameter("ProcessorArchitecture")
    power_shell_version = Parameter("version")
    clr_version = Parameter("version")
    dot_net_framework_version = Parameter("version")
    power_shell_host_name = Parameter("string")
    power_shell_host_version = Parameter("version")
    required_modules = Parameter("Object[]")
    types_to_process = Parameter("string[]", validate=(AllowEmptyCollection(),))
    formats_to_process = Parameter("string[]", validate=(AllowEmptyCollection(),))
    scripts_to_process = Parameter("string[]", validate=(AllowEmptyCollection(),))
    required_assemblies = Parameter("string[]", validate=(AllowEmptyCollection(),))
    file_list = Parameter("string[]", validate=(AllowEmptyCollection(),))
    module_list = Parameter("Object[]", validate=(AllowEmptyCollection(),))
    functions_to_export = Parameter("string[]", validate=(AllowEmptyCollection(),))
    aliases_to_export = Parameter("string[]", validate=(AllowEmptyCollection(),))
    variables_to_export = Parameter("string[]", validate=(AllowEmptyCollection(),))
    cmdlets_to_export = Parameter("string[]", validate=(AllowEmptyCollection(),))
    dsc_resources_to_export = Parameter("string[]", validate=(AllowEmptyCollection(),))
    compatible_ps_editions = Parameter(
        "string[]",
        name="CompatiblePSEditions",
        validate=(
            AllowEmptyCollection(),
            ValidateSet(("Desktop", "Core")),
        ),
    )
    private_data = Parameter("Object", validate=(AllowNull(),))
    tags = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))
    project_uri = Parameter("uri", validate=(ValidateNotNullOrEmpty(),))
    license_uri = Parameter("uri", validate=(ValidateNotNullOrEmpty(),))
    icon_uri = Parameter("uri", validate=(ValidateNotNullOrEmpty(),))
    release_notes = Parameter("string", validate=(ValidateNotNullOrEmpty(),))
    help_info_uri = Parameter("string", validate=(AllowNull(),))
    pass_thru = Parameter("switch")
    default_command_prefix = Parameter("string", validate=(AllowNull(),))

    examples = (
        Example(
            "New-ModuleManifest $env:TEMP\\m.psd1 -RootModule m.psm1 -Author Lab; (Import-PowerShellDataFile "
            "$env:TEMP\\m.psd1).RootModule",
            "A manifest with all its keys.",
            "m.psm1",
        ),
    )

    def end(self) -> None:
        if not self.path.lower().endswith(".psd1"):
            text = message("Modules", "InvalidModuleManifestPath", self.path)
            raise self.throw(
                self.error(
                    "Modules_InvalidModuleManifestPath",
                    text,
                    "InvalidArgument",
                    self.path,
                    "System.InvalidOperationException",
                )
            )
        file = files.resolve(self, self.path, True)
        if not self.confirm(file, message("Modules", "CreatingModuleManifestFile", file)):
            return
        values = {parameter.name: getattr(self, name) for name, parameter in _declared(type(self))}
        text = self._text(file, values)
        files.write_text(self, self.path, text, True, encoding="unicode")
        if self.pass_thru:
            self.write(text)

    def _text(self, file: str, values: dict[str, Any]) -> str:
        author = values["Author"] or blocks.environment(self, "USERNAME")
        values["Author"] = author
        values["CompanyName"] = values["CompanyName"] or message("Modules", "DefaultCompanyName")
        year = blocks.formatted_now(self, "yyyy")
        values["Copyright"] = values["Copyright"] or message("Modules", "DefaultCopyrightMessage", year, author)
        values["GUID"] = values["Guid"] if values["Guid"] is not None else blocks.new_guid(self)
        values["ModuleVersion"] = values["ModuleVersion"] if values["ModuleVersion"] is not None else "1.0"
        values["CLRVersion"] = values["ClrVersion"]
        stem = file.rpartition("\\")[2].rpartition(".")[0]
        lines = ["#"]
        for number, content in enumerate((stem, author, blocks.formatted_now(self, "d")), 1):
            lines += [f"# {message('Modules', f'ManifestHeaderLine{number}', content)}", "#"]
        lines += ["", "@{", ""]
        for key in _KEYS:
            value = values[key]
            if key in _EVERYTHING and value is None:
                value = ["*"]
            lines += self._entry(key, value, "", key in _ALWAYS)
        lines += self._private_data(values)
        lines += self._entry("HelpInfoURI", values["HelpInfoUri"], "", False)
        lines += self._entry("DefaultCommandPrefix", values["DefaultCommandPrefix"], "", False)
        lines += ["}", "", ""]
        return "\r\n".join(lines)

    def _entry(self, key: str, value: Any, indent: str, always: bool) -> list[str]:
        listed = key in _LISTS or key in _EVERYTHING or key in ("Tags", "CompatiblePSEditions", "DscResourcesToExport")
        text = quoted_list(value) if listed else quoted("" if value is None else value)
        has_value = always or (bool(value) if isinstance(value, (list, str)) else value is not None)
        note = message("Modules", key, message("Modules", "PrerequisiteForDesktopEditionOnly"))
        return [f"{indent}# {note}", f"{indent}{'' if has_value else '# '}{key} = {text}", ""]

    def _private_data(self, values: dict[str, Any]) -> list[str]:
        private = values["PrivateData"]
        if private is not None and not objects.is_dictionary(private):
            if any(values[key] is not None for key in _PS_DATA):
                text = message("Modules", "PrivateDataValueTypeShouldBeHashTableError")
                raise self.throw(
                    self.error(
                        "PrivateDataValueTypeShouldBeHashTable",
                        text,
                        "InvalidArgument",
                        private,
                        "System.InvalidOperationException",
                    )
                )
            self.write_warning(message("Modules", "PrivateDataValueTypeShouldBeHashTableWarning"))
            return self._entry("PrivateData", to_string(private), "", True)
        lines = [f"# {message('Modules', 'PrivateData')}", "PrivateData = @{", "", "    PSData = @{", ""]
        for key in _PS_DATA:
            lines += self._entry(key, values[key], "        ", False)
        lines += [f"    }} # {message('Modules', 'EndOfManifestHashTable', 'PSData')}", ""]
        if private is not None:
            lines.append("")
            for key, content in objects.entries(private):
                lines += [f"    # {to_string(key)}", f"    {to_string(key)} = {quoted(content)}", ""]
        return [*lines, f"}} # {message('Modules', 'EndOfManifestHashTable', 'PrivateData')}", ""]


def _declared(kind: type[Cmdlet]) -> list[tuple[str, Parameter]]:
    return [(name, value) for name, value in vars(kind).items() if isinstance(value, Parameter)]


class TestModuleManifest(Cmdlet):
    """Verifies that a module manifest file accurately describes the contents of a module."""

    name = "Test-ModuleManifest"
    module = "Microsoft.PowerShell.Core"
    output_types = ("System.Management.Automation.PSModuleInfo",)
    path = Parameter("string", position=0, mandatory=True, pipeline="value,name")

    examples = (
        Example(
            "New-ModuleManifest $env:TEMP\\m.psd1 -ModuleVersion 2.1; (Test-ModuleManifest "
            "$env:TEMP\\m.psd1).Version.ToString()",
            "What a manifest says.",
            "2.1",
        ),
    )

    def process(self) -> None:
        try:
            file = files.resolve(self, self.path)
        except Terminating:
            file = ""
        if not file or not self.session.files.is_file(file):
            self.write_error(modules.not_found(self, self.path))
            return
        if not file.lower().endswith(".psd1"):
            text = message("Modules", "InvalidModuleManifestPath", file)
            raise self.throw(
                self.error(
                    "Modules_InvalidModuleManifestPath",
                    text,
                    "InvalidArgument",
                    self.path,
                    "System.InvalidOperationException",
                )
            )
        try:
            manifest = modules.read_manifest(self, file)
        except Terminating as error:
            self.write_error(error.record)
            return
        name = file.rpartition("\\")[2].rpartition(".")[0]
        root = to_string(manifest.get("rootmodule") or "")
        module = ModuleInfo(self.session, name, file, "Script" if root else "Manifest")
        modules.describe(self, module, manifest)
        module.exports = {kind: modules.strings(manifest.get(f"{kind}toexport")) for kind in modules.KINDS}
        self.write(module)
