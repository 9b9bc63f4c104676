"""Get-Help, Update-Help and Save-Help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ems.cmdlets import blocks, objects
from ems.cmdlets.help_objects import command_help, parameters_of
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.validation import Credential, ValidateNotNull, ValidateSet
from ems.runtime.values import PSCustomObject

_CATEGORIES = (
    "Alias",
    "Cmdlet",
    "Provider",
    "General",
    "FAQ",
    "Glossary",
    "HelpFile",
    "ScriptCommand",
    "Function",
    "Filter",
    "ExternalScript",
    "All",
    "DefaultHelp",
    "Workflow",
    "DscResource",
    "Class",
    "Configuration",
)
_KIND = {
    "Cmdlet": "Cmdlet",
    "Function": "Function",
    "Filter": "Filter",
    "Alias": "Alias",
    "ExternalScript": "ExternalScript",
}


class GetHelp(Cmdlet):
    """Displays information about Windows PowerShell commands and concepts.

    Alone it shows what a command does and how it is called; -Examples, -Detailed, -Full and -Parameter show more.
    """

    name = "Get-Help"
    module = "Microsoft.PowerShell.Core"
    default_set = "AllUsersView"
    name_ = Parameter("string", position=0, pipeline="name")
    path = Parameter("string")
    category = Parameter(
        "string[]",
        validate=(
            ValidateSet(
                (
                    "Alias",
                    "Cmdlet",
                    "Provider",
                    "General",
                    "FAQ",
                    "Glossary",
                    "HelpFile",
                    "ScriptCommand",
                    "Function",
                    "Filter",
                    "ExternalScript",
                    "All",
                    "DefaultHelp",
                    "Workflow",
                    "DscResource",
                    "Class",
                    "Configuration",
                )
            ),
        ),
    )
    component = Parameter("string[]")
    functionality = Parameter("string[]")
    role = Parameter("string[]")
    detailed = Parameter("switch", mandatory=True, sets="DetailedView")
    full = Parameter("switch", sets="AllUsersView")
    examples_ = Parameter("switch", mandatory=True, sets="Examples")
    parameter = Parameter("string", mandatory=True, sets="Parameters")
    online = Parameter("switch", mandatory=True, sets="Online")
    show_window = Parameter("switch", mandatory=True, sets="ShowWindow")

    examples: ClassVar[Sequence[Example]] = (
        Example(
            "(Get-Help Get-Date).Synopsis", "What a command does, in one sentence.", "Gets the current date and time."
        ),
        Example("Get-Help Get-Date -Examples", "Shows examples."),
    )

    def process(self) -> None:
        for category in self.category or ():
            if category.lower() not in (each.lower() for each in _CATEGORIES):
                record = self.error(
                    "HelpCategoryInvalid",
                    message("HelpErrors", "HelpCategoryInvalid", category),
                    "InvalidArgument",
                    exception="Microsoft.PowerShell.Commands.HelpCategoryInvalidException",
                )
                self.write_error(record)
                return
        name = self.name_ or "default"
        if self.name_ is None:
            self.write(_introduction())
            return
        found = self._commands(name)
        if not found:
            if not objects.contains_wildcards(name):
                self._not_found(name)
            return
        if len(found) > 1 or objects.contains_wildcards(name):
            for info in found:
                self.write(self._short(info))
            return
        self._show(found[0])

    def _not_found(self, name: str) -> None:
        self.write_error(
            self.error(
                "HelpNotFound",
                message("HelpErrors", "HelpNotFound", name),
                "ResourceUnavailable",
                exception="Microsoft.PowerShell.Commands.HelpNotFoundException",
            )
        )

    def _commands(self, name: str) -> list[Any]:
        """The command of a name; else the commands in whose names the word stands."""
        table, scope = self.session.commands, blocks.scope_of(self)
        if not objects.contains_wildcards(name):
            info = table.find(name, scope)
            if info is not None and self._in_category(info):
                return [info]
            pattern = f"*{name}*"
        else:
            pattern = name
        test = objects.wildcard(pattern)
        found = [
            info
            for info in (*table.all_aliases(scope), *table.all_functions(scope), *table.all_cmdlets())
            if test(info.name) and self._in_category(info)
        ]
        if not objects.contains_wildcards(name):
            found = [info for info in found if info.kind != "Alias"]
        return sorted(
            found, key=lambda info: (list(_KIND).index(info.kind) if info.kind in _KIND else 9, info.name.lower())
        )

    def _in_category(self, info: Any) -> bool:
        wanted = [each.lower() for each in self.category or ()]
        return not wanted or "all" in wanted or _KIND.get(info.kind, "").lower() in wanted

    def _show(self, info: Any) -> None:
        if self.parameter_set == "Parameters":
            parameters = parameters_of(info, self.parameter)
            if not parameters:
                self.write_error(
                    self.error(
                        "NoParmsFound",
                        message("HelpErrors", "NoParmsFound", self.parameter),
                        "InvalidArgument",
                        exception="System.Management.Automation.PSArgumentException",
                    )
                )
            for each in parameters:
                self.write(each)
            return
        if self.parameter_set == "Online":
            raise self.throw(
                self.error(
                    "InvalidOperation",
                    message("HelpErrors", "NoURIFound"),
                    "InvalidOperation",
                    exception="System.Management.Automation.PSInvalidOperationException",
                )
            )
        form = (
            "#FullView"
            if self.full
            else "#DetailedView"
            if self.detailed
            else "#ExamplesView"
            if self.examples_
            else ""
        )
        self.write(command_help(info, form))

    def _short(self, info: Any) -> Any:
        synopsis = "" if info.kind == "Alias" else objects.read_quietly(command_help(info, ""), "Synopsis")
        return PSCustomObject.of(
            (
                ("Name", info.name),
                ("Category", _KIND.get(info.kind, info.kind)),
                ("ModuleName", info.module_name),
                ("Synopsis", info.definition if info.kind == "Alias" else (synopsis or "...")),
            ),
            ["HelpInfoShort"],
        )


def _introduction() -> str:
    return (
        "TOPIC\r\n    Help\r\n\r\nSHORT DESCRIPTION\r\n    Displays help about the commands of this "
        "shell.\r\n\r\nLONG DESCRIPTION\r\n"
        "    Get-Help shows what a command does and how it is called.\r\n\r\n"
        "      Get-Help <command>             What it does, and its syntax\r\n"
        "      Get-Help <command> -Examples   Examples\r\n"
        "      Get-Help <command> -Full       Everything\r\n"
        "      Get-Help *connector*           Commands with a word in their names\r\n"
        "      Get-Command                    All commands\r\n"
    )


class Help(GetHelp):
    """Displays information about commands and concepts; the same as Get-Help."""

    name = "help"
    module = "(built-in function)"
    kind = "Function"
    examples: ClassVar[Sequence[Example]] = (Example("help Get-Date", "What Get-Date does."),)


class UpdateHelp(Cmdlet):
    """Downloads and installs the newest help files on your computer. The help of this shell comes with it; there is
    nothing to download."""

    name = "Update-Help"
    module = "Microsoft.PowerShell.Core"
    default_set = "Path"
    should_process = "Medium"
    module_ = Parameter(
        "string[]",
        position=0,
        pipeline="name",
        sets=("Path", "LiteralPath"),
        aliases=("Name",),
        validate=(ValidateNotNull(),),
    )
    fully_qualified_module = Parameter(
        "ModuleSpecification[]",
        pipeline="name",
        sets=("Path", "LiteralPath"),
        validate=(ValidateNotNull(),),
    )
    source_path = Parameter("string[]", position=1, sets="Path", validate=(ValidateNotNull(),))
    literal_path = Parameter(
        "string[]",
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        validate=(ValidateNotNull(),),
    )
    recurse = Parameter("switch")
    ui_culture = Parameter("cultureinfo[]", name="UICulture", position=2, validate=(ValidateNotNull(),))
    credential = Parameter("pscredential", validate=(Credential(),))
    use_default_credentials = Parameter("switch")
    force = Parameter("switch")

    examples = (Example("Update-Help", "There is nothing to be done.", ""),)

    def process(self) -> None:
        self.write_verbose("The help of all commands is up to date.")


class SaveHelp(Cmdlet):
    """Downloads and saves the newest help files to a file system directory. There is nothing to download here."""

    name = "Save-Help"
    module = "Microsoft.PowerShell.Core"
    default_set = "Path"
    destination_path = Parameter("string[]", position=0, mandatory=True, sets="Path", validate=(ValidateNotNull(),))
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        sets="LiteralPath",
        aliases=("PSPath",),
        validate=(ValidateNotNull(),),
    )
    module_ = Parameter(
        "psmoduleinfo[]",
        position=1,
        pipeline="value,name",
        sets=("Path", "LiteralPath"),
        aliases=("Name",),
        validate=(ValidateNotNull(),),
    )
    fully_qualified_module = Parameter(
        "ModuleSpecification[]",
        pipeline="name",
        sets=("Path", "LiteralPath"),
        validate=(ValidateNotNull(),),
    )
    ui_culture = Parameter("cultureinfo[]", name="UICulture", position=2, validate=(ValidateNotNull(),))
    credential = Parameter("pscredential", validate=(Credential(),))
    use_default_credentials = Parameter("switch")
    force = Parameter("switch")

    examples = (Example("Save-Help $env:TEMP", "There is nothing to be done.", ""),)

    def process(self) -> None:
        self.write_verbose("The help of all commands is up to date.")
