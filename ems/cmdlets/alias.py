"""Aliases: Get-, Set-, New-, Export- and Import-Alias."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks, files, objects
from ems.cmdlets.text.csv_reader import records
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.commands import AliasInfo
from ems.runtime.errors import ErrorRecord, NetException
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.scope import Scope
from ems.runtime.validation import ValidateNotNullOrEmpty

_UNAUTHORIZED = "System.Management.Automation.SessionStateUnauthorizedAccessException"


class _AliasCmdlet(Cmdlet):
    """The cmdlets of aliases: in which scope they work."""

    scope: Any

    def where(self) -> Scope:
        """The scope that -Scope names, else the current one."""
        here = blocks.scope_of(self)
        return here.named(self.scope) if self.scope else here

    def visible(self) -> list[AliasInfo]:
        """The aliases of the scope named, or all that can be seen, by name."""
        if self.scope:
            found = list((self.where().aliases or {}).values())
        else:
            found = list(self.session.commands.all_aliases(blocks.scope_of(self)))
        return sorted(found, key=lambda alias: alias.name.lower())

    def store(self, scope: Scope, alias: AliasInfo, force: bool) -> bool:
        """Puts an alias where it belongs; reports what stands against it."""
        old = (scope.aliases or {}).get(alias.name.lower()) or self.session.commands.alias(alias.name.lower(), scope)
        if old is not None and ("Constant" in old.options or ("ReadOnly" in old.options and not force)):
            text = message("SessionStateStrings", "AliasNotWritable", alias.name)
            self.write_error(
                ErrorRecord(NetException(_UNAUTHORIZED, text), "AliasNotWritable", "WriteError", alias.name)
            )
            return False
        if old is not None and "Constant" in alias.options and alias.name.lower() in (scope.aliases or {}):
            text = message("SessionStateStrings", "AliasCannotBeMadeConstant", alias.name)
            self.write_error(
                ErrorRecord(NetException(_UNAUTHORIZED, text), "AliasCannotBeMadeConstant", "WriteError", alias.name)
            )
            return False
        if old is not None and "AllScope" in old.options and alias.name.lower() not in (scope.aliases or {}):
            scope = next((each for each in scope.chain() if alias.name.lower() in (each.aliases or {})), scope)
        self.session.commands.set_alias(scope, alias)
        return True


class GetAlias(_AliasCmdlet):
    """Gets the aliases for the current session: by name, or by the command they stand for (-Definition)."""

    name = "Get-Alias"
    default_set = "Default"
    output_types = ("System.Management.Automation.AliasInfo",)
    name_ = Parameter("string[]", position=0, pipeline="value,name", sets="Default")
    exclude = Parameter("string[]")
    scope = Parameter("string")
    definition = Parameter("string[]", sets="Definition", validate=(ValidateNotNullOrEmpty(),))

    examples = (Example("(Get-Alias ft).Definition", "What an alias stands for.", "Format-Table"),)

    def process(self) -> None:
        by_definition = self.parameter_set == "Definition"
        for pattern in (self.definition if by_definition else self.name_) or ("*",):
            test = objects.wildcard(pattern)
            found = False
            for alias in self.visible():
                if not test(alias.target if by_definition else alias.name):
                    continue
                if any(objects.wildcard(each)(alias.name) for each in self.exclude or ()):
                    continue
                found = True
                self.write(alias)
            if not found and not objects.contains_wildcards(pattern):
                what = "definition" if by_definition else "name"
                self.write_error(
                    self.error(
                        "ItemNotFoundException",
                        message("AliasCommandStrings", "NoAliasFound", what, pattern),
                        "ObjectNotFound",
                        pattern,
                        "System.Management.Automation.ItemNotFoundException",
                    )
                )


class _Making(_AliasCmdlet):
    """New- and Set-Alias."""

    name_: Any
    value: Any
    option: Any
    description: Any

    def made(self) -> AliasInfo:
        options = (
            frozenset(name for name in objects.enum_names(self.option) if name not in ("None", "Unspecified"))
            if "Option" in self.bound
            else frozenset()
        )
        return AliasInfo(self.name_, self.value, options, self.description or "")


class SetAlias(_Making):
    """Creates or changes an alias for a cmdlet or other command in the current session."""

    name = "Set-Alias"
    should_process = "Medium"
    output_types = ("System.Management.Automation.AliasInfo",)
    name_ = Parameter("string", position=0, mandatory=True, pipeline="name")
    value = Parameter("string", position=1, mandatory=True, pipeline="name")
    description = Parameter("string")
    option = Parameter("ScopedItemOptions")
    pass_thru = Parameter("switch")
    scope = Parameter("string")
    force = Parameter("switch")

    examples = (Example("Set-Alias say Write-Output; say hello", "Makes a short name for a command.", "hello"),)

    def process(self) -> None:
        target = message("AliasCommandStrings", "SetAliasTarget", self.name_, self.value)
        if not self.confirm(target, message("AliasCommandStrings", "SetAliasAction")):
            return
        alias = self.made()
        if self.store(self.where(), alias, bool(self.force)) and self.pass_thru:
            self.write(alias)


class NewAlias(_Making):
    """Creates a new alias."""

    name = "New-Alias"
    should_process = "Medium"
    output_types = ("System.Management.Automation.AliasInfo",)
    name_ = Parameter("string", position=0, mandatory=True, pipeline="name")
    value = Parameter("string", position=1, mandatory=True, pipeline="name")
    description = Parameter("string")
    option = Parameter("ScopedItemOptions")
    pass_thru = Parameter("switch")
    scope = Parameter("string")
    force = Parameter("switch")

    examples = (
        Example(
            "New-Alias np Write-Output; np done", "Makes a short name; one that is there already is an error.", "done"
        ),
    )

    def process(self) -> None:
        target = message("AliasCommandStrings", "NewAliasTarget", self.name_, self.value)
        if not self.confirm(target, message("AliasCommandStrings", "NewAliasAction")):
            return
        scope = self.where()
        if not self.force:
            there = (
                (scope.aliases or {}).get(self.name_.lower())
                if self.scope
                else self.session.commands.alias(self.name_.lower(), scope)
            )
            if there is not None:
                self.write_error(
                    self.error(
                        "AliasAlreadyExists",
                        message("SessionStateStrings", "AliasAlreadyExists", self.name_),
                        "ResourceExists",
                        self.name_,
                        "System.Management.Automation.SessionStateException",
                    )
                )
                return
        alias = self.made()
        if self.store(scope, alias, bool(self.force)) and self.pass_thru:
            self.write(alias)


class ExportAlias(_AliasCmdlet):
    """Exports information about currently defined aliases to a file."""

    name = "Export-Alias"
    default_set = "ByPath"
    should_process = "Medium"
    output_types = ("System.Management.Automation.AliasInfo",)
    path = Parameter("string", position=0, mandatory=True, sets="ByPath")
    literal_path = Parameter("string", mandatory=True, pipeline="name", sets="ByLiteralPath", aliases=("PSPath",))
    name_ = Parameter("string[]", position=1, pipeline="name")
    pass_thru = Parameter("switch")
    as_ = Parameter("ExportAliasFormat")
    append = Parameter("switch")
    force = Parameter("switch")
    no_clobber = Parameter("switch", aliases=("NoOverwrite",))
    description = Parameter("string")
    scope = Parameter("string")

    examples = (
        Example(
            "Export-Alias $env:TEMP\\aliases.csv -Name ft; (Get-Content $env:TEMP\\aliases.csv)[-1]",
            "Saves one alias.",
            '"ft","Format-Table","","ReadOnly, AllScope"',
        ),
    )

    def process(self) -> None:
        literal = self.parameter_set == "ByLiteralPath"
        path = self.literal_path if literal else self.path
        tests = [objects.wildcard(pattern) for pattern in self.name_ or ("*",)]
        chosen = [alias for alias in self.visible() if any(test(alias.name) for test in tests)]
        as_script = self.as_ is not None and objects.enum_name(self.as_).lower() == "script"
        lines = [*self._heading(), *(_script_line(alias) if as_script else _csv_line(alias) for alias in chosen)]
        if self.confirm(path):
            files.write_text(
                self,
                path,
                "".join(line + "\r\n" for line in lines),
                literal,
                "utf8",
                append=bool(self.append),
                no_clobber=bool(self.no_clobber),
                force=bool(self.force),
            )
        if self.pass_thru:
            self.write_all(chosen)

    def _heading(self) -> list[str]:
        texts = [
            message("AliasCommandStrings", "ExportAliasHeaderTitle"),
            message("AliasCommandStrings", "ExportAliasHeaderUser", blocks.environment(self, "USERNAME")),
            "Date/Time : " + blocks.formatted_now(self, "F"),
            message("AliasCommandStrings", "ExportAliasHeaderMachine", blocks.environment(self, "COMPUTERNAME")),
        ]
        if self.description:
            texts += self.description.split("\n")
        return [f"# {text}" for text in texts]


def _csv_line(alias: AliasInfo) -> str:
    return ",".join(
        '"' + text.replace('"', '""') + '"' for text in (alias.name, alias.target, alias.description, _options(alias))
    )


def _script_line(alias: AliasInfo) -> str:
    options = _options(alias)
    return (
        f'set-alias -Name:"{alias.name}" -Value:"{alias.target}" -Description:"{alias.description}" -Option:"{options}"'
    )


def _options(alias: AliasInfo) -> str:
    order = ("ReadOnly", "Constant", "Private", "AllScope")
    return ", ".join(name for name in order if name in alias.options) or "None"


class ImportAlias(_AliasCmdlet):
    """Imports an alias list from a file."""

    name = "Import-Alias"
    default_set = "ByPath"
    should_process = "Medium"
    output_types = ("System.Management.Automation.AliasInfo",)
    path = Parameter("string", position=0, mandatory=True, pipeline="value,name", sets="ByPath")
    literal_path = Parameter(
        "string",
        mandatory=True,
        pipeline="value,name",
        sets="ByLiteralPath",
        aliases=("PSPath",),
    )
    scope = Parameter("string", validate=(ValidateNotNullOrEmpty(),))
    pass_thru = Parameter("switch")
    force = Parameter("switch")

    examples = (
        Example(
            "Export-Alias $env:TEMP\\b.csv -Name ft; Import-Alias $env:TEMP\\b.csv -Force",
            "Reads aliases that were saved.",
            "",
        ),
    )

    def process(self) -> None:
        literal = self.parameter_set == "ByLiteralPath"
        path = self.literal_path if literal else self.path
        if not literal or not self.session.files.exists(files.resolve(self, path, literal)):
            self.session.locations.resolve(path, literal)  # a file that is not there is the provider's error
        text = files.read_text(self, path, literal)
        for number, fields in enumerate(records(text, ","), 1):
            if fields and (not fields[0] or fields[0].startswith("#")):
                continue
            if len(fields) != 4:
                self.write_error(
                    self._line_error("ImportAliasFileFormatError", "ImportAliasFileInvalidFormat", path, number)
                )
                continue
            self._import(fields, path, number)

    def _import(self, fields: list[str], path: str, number: int) -> None:
        known = {"none", "readonly", "constant", "private", "allscope", ""}
        options = [name.strip() for name in fields[3].split(",")]
        if any(name.lower() not in known for name in options):
            self.write_error(self._line_error("ImportAliasOptionsError", "ImportAliasOptionsError", path, number))
            return
        spelled = {"readonly": "ReadOnly", "constant": "Constant", "private": "Private", "allscope": "AllScope"}
        alias = AliasInfo(
            fields[0],
            fields[1],
            frozenset(spelled[name.lower()] for name in options if name.lower() in spelled),
            fields[2],
        )
        target = message("AliasCommandStrings", "ImportAliasTarget", alias.name, alias.target)
        if not self.confirm(target, message("AliasCommandStrings", "ImportAliasAction")):
            return
        scope = self.where()
        if not self.force and self.session.commands.alias(alias.name.lower(), scope) is not None:
            self.write_error(
                self.error(
                    "AliasAlreadyExists",
                    message("SessionStateStrings", "AliasAlreadyExists", alias.name),
                    "ResourceExists",
                    alias.name,
                    "System.Management.Automation.SessionStateException",
                )
            )
            return
        if self.store(scope, alias, bool(self.force)) and self.pass_thru:
            self.write(alias)

    def _line_error(self, error_id: str, name: str, path: str, number: int) -> ErrorRecord:
        text = message("AliasCommandStrings", name, path, number)
        return self.error(error_id, text, "ReadError", path, "System.FormatException")
