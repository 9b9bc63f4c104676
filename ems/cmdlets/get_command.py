"""Get-Command: what there is to call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.cmdlets import blocks, objects, syntax
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.commands import CommandInfo, not_found
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import TypeInfo
from ems.runtime.validation import AllowEmptyCollection, AllowNull, ValidateNotNullOrEmpty

_ORDER = {
    "Alias": 1,
    "Function": 2,
    "Filter": 4,
    "Cmdlet": 8,
    "ExternalScript": 16,
    "Application": 32,
    "Script": 64,
    "Workflow": 128,
    "Configuration": 256,
}
_PAIRED = ("Cmdlet", "Function", "Filter", "Alias")


class GetCommand(Cmdlet):
    """Gets all commands.

    By name, with wildcards, or by verb and noun. -Syntax shows how a command is called.
    """

    name = "Get-Command"
    module = "Microsoft.PowerShell.Core"
    default_set = "CmdletSet"
    output_types = (
        "System.Management.Automation.AliasInfo",
        "System.Management.Automation.ApplicationInfo",
        "System.Management.Automation.FunctionInfo",
        "System.Management.Automation.CmdletInfo",
        "System.Management.Automation.ExternalScriptInfo",
        "System.Management.Automation.FilterInfo",
        "System.Management.Automation.WorkflowInfo",
        "System.String",
        "System.Management.Automation.PSObject",
    )
    name_ = Parameter(
        "string[]",
        position=0,
        pipeline="value,name",
        sets="AllCommandSet",
        validate=(ValidateNotNullOrEmpty(),),
    )
    verb = Parameter("string[]", pipeline="name", sets="CmdletSet")
    noun = Parameter("string[]", pipeline="name", sets="CmdletSet")
    module_ = Parameter("string[]", pipeline="name", aliases=("PSSnapin",))
    fully_qualified_module = Parameter("ModuleSpecification[]", pipeline="name")
    command_type = Parameter("CommandTypes", pipeline="name", sets="AllCommandSet", aliases=("Type",))
    total_count = Parameter("int", pipeline="name")
    syntax = Parameter("switch", pipeline="name")
    show_command_info = Parameter("switch")
    argument_list = Parameter(
        "Object[]",
        position=1,
        remaining=True,
        aliases=("Args",),
        validate=(
            AllowNull(),
            AllowEmptyCollection(),
        ),
    )
    all = Parameter("switch", pipeline="name")
    list_imported = Parameter("switch", pipeline="name")
    parameter_name = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))
    parameter_type = Parameter("PSTypeName[]", validate=(ValidateNotNullOrEmpty(),))

    examples = (
        Example("(Get-Command Select-Object).CommandType", "What kind of command a name is.", "Cmdlet"),
        Example("(Get-Command -Verb Measure -Noun Object).Name", "Finds commands by verb and noun.", "Measure-Object"),
    )

    def begin(self) -> None:
        self._found: list[CommandInfo] = []
        self._wildcards = False
        self._matched: set[str] = set()

    def process(self) -> None:
        if self.parameter_set == "CmdletSet" and self.name_ is None:
            self._wildcards = True
            self._collect("*")
            return
        for name in self.name_ or ("*",):
            self._wildcards |= objects.contains_wildcards(name) or self.name_ is None
            if not self._collect(name) and not objects.contains_wildcards(name):
                error = not_found(name)
                self.write_error(error.record)

    def _collect(self, name: str) -> bool:
        """Adds the commands that a name or pattern means; True where there was one."""
        any_found = False
        for info in self._candidates(name):
            if not self._wanted(info):
                continue
            any_found = True
            if info in self._found or not self._has_parameters(info):
                continue
            if 0 <= self._limit <= len(self._found):
                break
            self._found.append(info)
            if not (
                objects.contains_wildcards(name)
                or self.all
                or "CommandType" in self.bound
                or "Module" in self.bound
                or self._limit >= 0
            ):
                break
        return any_found

    @property
    def _limit(self) -> int:
        return -1 if self.total_count is None else int(self.total_count)

    def _candidates(self, name: str) -> Iterator[CommandInfo]:
        table, scope = self.session.commands, blocks.scope_of(self)
        if not objects.contains_wildcards(name):
            if "CommandType" in self.bound or self.all or "Module" in self.bound:
                folded = name.lower()
                for each in (
                    table.alias(folded, scope),
                    table.function(folded, scope),
                    table.cmdlet(folded),
                    self.session.find_script(name),
                ):
                    if each is not None:
                        yield each
                return
            found = table.find(name, scope, follow=False)
            if found is not None:
                yield found
            return
        test = objects.wildcard(name)
        for info in (*table.all_aliases(scope), *table.all_functions(scope), *table.all_cmdlets()):
            if test(info.name):
                yield info

    def _wanted(self, info: CommandInfo) -> bool:
        if "CommandType" in self.bound:
            names = objects.enum_names(self.command_type)
            if "All" not in names and info.kind not in names:
                return False
        if self.parameter_set == "CmdletSet":
            verb, dash, noun = info.name.partition("-")
            if info.kind not in _PAIRED or not dash:
                return False
            if not _any(self.verb, verb) or not _any(self.noun, noun):
                return False
        return not self.module_ or (bool(info.module_name) and _any(self.module_, info.module_name))

    def _has_parameters(self, info: CommandInfo) -> bool:
        """Whether the command has one of the parameters asked for."""
        if not self.parameter_name and not self.parameter_type:
            return True
        for each in syntax.sets_of(info) if info.kind in ("Cmdlet", "Function", "Filter") else ():
            for view in each.parameters:
                names = (view.name, *view.parameter.aliases)
                by_name = not self.parameter_name
                for pattern in self.parameter_name or ():
                    if any(objects.wildcard(pattern)(name) for name in names):
                        self._matched.add(pattern.lower())
                        by_name = True
                if by_name and self._has_type(view.type):
                    return True
        return False

    def _has_type(self, kind: TypeInfo | None) -> bool:
        if not self.parameter_type:
            return True
        return kind is not None and any(_type_matches(str(each.name), kind) for each in self.parameter_type)

    def end(self) -> None:
        found = self._found
        if self.name_ is None and not self.all and self._limit < 0 and self.parameter_set != "CmdletSet":
            chosen = objects.enum_names(self.command_type) if "CommandType" in self.bound else []
            ignored = {"Alias", "Application"} - set(chosen)
            found = [info for info in found if info.kind not in ignored or info.name.find("-") > 0]
        for name in self.parameter_name or ():
            if not objects.contains_wildcards(name) and name.lower() not in self._matched:
                self.write_error(
                    self.error(
                        "CommandParameterNotFound",
                        message("DiscoveryExceptions", "CommandParameterNotFound", name),
                        "ObjectNotFound",
                        name,
                        "System.ArgumentException",
                    )
                )
        if self._wildcards:
            found = sorted(found, key=lambda info: (_ORDER.get(info.kind, 999), info.name.lower()))
        for info in found:
            if self.syntax:
                self.write("".join(f"\r\n{line}\r\n" for line in syntax.syntax_lines(info)))
            else:
                self.write(info)


def _any(patterns: Any, name: str) -> bool:
    return not patterns or any(objects.wildcard(pattern)(name) for pattern in patterns)


def _type_matches(wanted: str, kind: TypeInfo) -> bool:
    test = objects.wildcard(wanted)
    return test(kind.full_name) or test(kind.name) or test(kind.ps_name)
