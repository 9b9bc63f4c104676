"""`#requires` lines: read as commands, checked, and taken together. After GetScriptRequirements of tokenizer.cs."""

from __future__ import annotations

import re
from typing import Final

from ems.language.checks.constants import is_constant
from ems.language.diagnosis.base import COMMAND
from ems.language.diagnosis.definitions import Parser
from ems.language.requirements import ModuleSpecification, ScriptRequirements
from ems.language.tokens import Token, UnscannedSubExpressionToken
from ems.language.tree import (
    ArrayLiteralAst,
    Ast,
    CommandAst,
    CommandElementAst,
    CommandParameterAst,
    ConstantExpressionAst,
    HashtableAst,
    PipelineAst,
    StringConstantExpressionAst,
)

_VERSION: Final = re.compile(r"\d+(\.\d+){0,3}")
_EDITIONS: Final = ("desktop", "core")
_SNAPIN_NAME: Final = re.compile(r"[A-Za-z0-9_.]+")
Value = str | list["Value"] | dict[str, "Value"] | None


class RequirementsReader:
    """Collects what the lines demand, and reports what is wrong with them through the parser."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser
        self.requirements = ScriptRequirements()
        self.snapin: str | None = None
        self.snapin_version: str | None = None
        self.version_text: str | None = None

    def read(self, tokens: list[Token]) -> ScriptRequirements:
        """Read all lines."""
        for token in tokens:
            self._read_line(token)
        return self.requirements

    def _read_line(self, token: Token) -> None:
        parser = self.parser
        text = token.text[1:]
        parser.ungot = None
        saved = parser.tokenizer.start_nested_scan(
            UnscannedSubExpressionToken(token.start + 1, token.end, text, text, [])
        )
        parser.tokenizer.mode = COMMAND
        command = parser.command_rule()
        parser.ungot = None
        parser.tokenizer.finish_nested_scan(saved)
        self.snapin = self.snapin_version = None
        if command is None:
            return
        if (command.get_command_name() or "").lower() != "requires":
            parser.report("ScriptRequiresInvalidFormat", command.start, command.end)
        self._read_command(command)
        if self.snapin is not None:
            self.requirements.requires_ps_snapins.append((self.snapin, self.snapin_version))

    def _read_command(self, command: CommandAst) -> None:
        elements = command.command_elements
        names = [each.parameter_name.lower() for each in elements[1:] if isinstance(each, CommandParameterAst)]
        for_snapin = any("pssnapin".startswith(name) for name in names)
        index = 1
        while index < len(elements):
            element = elements[index]
            index += 1
            if not isinstance(element, CommandParameterAst):
                self.parser.report("ScriptRequiresInvalidFormat", element.start, element.end)
                continue
            argument: CommandElementAst | None = element.argument
            if argument is None and index < len(elements):
                argument = elements[index]
                index += 1
            self._read_parameter(element, argument, for_snapin)

    def _read_parameter(
        self, parameter: CommandParameterAst, argument: CommandElementAst | None, for_snapin: bool
    ) -> None:
        name = parameter.parameter_name.lower()
        if "runasadministrator".startswith(name):
            self.requirements.is_elevation_required = True
            if argument is not None:
                self._report("ParameterCannotHaveArgument", parameter, parameter.parameter_name)
            return
        if argument is None:
            self._report("ParameterRequiresArgument", parameter, parameter.parameter_name)
            return
        if not is_constant(argument, for_requires=True):
            self._report("RequiresArgumentMustBeConstant", argument)
            return
        value = _value(argument)
        if "shellid".startswith(name):
            self._shell_id(parameter, argument, value)
        elif "pssnapin".startswith(name):
            self._snapin(parameter, argument, value)
        elif "psedition".startswith(name):
            self._editions(parameter, argument, value)
        elif "version".startswith(name):
            self._version(parameter, argument, for_snapin)
        elif "assembly".startswith(name):
            for each in _as_list(value):
                if not isinstance(each, str):
                    self._report("RequiresInvalidStringArgument", argument, "assembly")
                elif each not in self.requirements.required_assemblies:
                    self.requirements.required_assemblies.append(each)
        elif "modules".startswith(name):
            self._modules(argument, value)
        else:
            self._report("ScriptRequiresInvalidFormat", parameter)

    def _report(self, error_id: str, node: Ast, *arguments: str) -> None:
        end = node.error_end if isinstance(node, CommandParameterAst) else node.end
        self.parser.report(error_id, node.start, end, *arguments)

    def _already_bound(self, parameter: CommandParameterAst, name: str) -> None:
        self._report("ParameterAlreadyBound", parameter, "", name)

    def _shell_id(self, parameter: CommandParameterAst, argument: Ast, value: Value) -> None:
        if self.requirements.required_application_id is not None:
            self._already_bound(parameter, "shellid")
        elif not isinstance(value, str) or isinstance(argument, ConstantExpressionAst):
            self._report("RequiresInvalidStringArgument", argument, "shellid")
        else:
            self.requirements.required_application_id = value

    def _snapin(self, parameter: CommandParameterAst, argument: Ast, value: Value) -> None:
        if not isinstance(value, str) or isinstance(argument, ConstantExpressionAst):
            self._report("RequiresInvalidStringArgument", argument, "pssnapin")
        elif self.snapin is not None:
            self._already_bound(parameter, "pssnapin")
        elif not _SNAPIN_NAME.fullmatch(value):
            self._report("InvalidPSSnapInName", argument)
        else:
            self.snapin = value

    def _editions(self, parameter: CommandParameterAst, argument: Ast, value: Value) -> None:
        editions = self.requirements.required_ps_editions
        if editions:
            self._already_bound(parameter, "psedition")
            return
        for each in _as_list(value):
            if not isinstance(each, str):
                self._report("RequiresInvalidStringArgument", argument, "psedition")
                continue
            if each.lower() not in _EDITIONS:
                self._report("RequiresPSEditionInvalid", argument, "psedition")
            if each.lower() in (known.lower() for known in editions):
                self._report("RequiresPSEditionValueIsAlreadySpecified", argument, "psedition")
            else:
                editions.append(each)

    def _version(self, parameter: CommandParameterAst, argument: Ast, for_snapin: bool) -> None:
        if isinstance(argument, StringConstantExpressionAst):
            text = argument.value
        else:
            text = self.parser.source.text[argument.start : argument.end]
        if not _VERSION.fullmatch(text):
            self._report("RequiresVersionInvalid", argument)
            return
        version = text if "." in text else text + ".0"
        if for_snapin:
            if self.snapin_version is not None:
                self._already_bound(parameter, "version")
            else:
                self.snapin_version = version
        elif self.requirements.required_ps_version not in (None, version):
            self._already_bound(parameter, "version")
        else:
            self.requirements.required_ps_version = version

    def _modules(self, argument: Ast, value: Value) -> None:
        for each in _as_list(value):
            if isinstance(each, str):
                self.requirements.required_modules.append(ModuleSpecification(each))
            elif isinstance(each, dict):
                specification = _module(each)
                if specification is None:
                    # The text of the exception is our wording.
                    text = "The module specification must name a module and a version of it."
                    self._report("RequiresModuleInvalid", argument, text)
                    return
                self.requirements.required_modules.append(specification)


def _module(value: dict[str, Value]) -> ModuleSpecification | None:
    name = value.get("modulename")
    versions = {key: value.get(key) for key in ("moduleversion", "requiredversion", "maximumversion", "guid")}
    if not isinstance(name, str) or not any(versions.values()):
        return None
    specification = ModuleSpecification(name)
    texts = {key: each if isinstance(each, str) else None for key, each in versions.items()}
    specification.version = texts["moduleversion"]
    specification.required_version = texts["requiredversion"]
    specification.maximum_version = texts["maximumversion"]
    specification.guid = texts["guid"]
    return specification


def _as_list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _value(node: Ast | None) -> Value:
    """The value of a constant: text, a list, or a dictionary with folded keys."""
    match node:
        case StringConstantExpressionAst():
            return node.value
        case ConstantExpressionAst():
            return str(node.value)
        case ArrayLiteralAst():
            return [_value(element) for element in node.elements]
        case HashtableAst():
            pairs: dict[str, Value] = {}
            for key, statement in node.key_value_pairs:
                pure = statement.get_pure_expression() if isinstance(statement, PipelineAst) else None
                if isinstance(key, StringConstantExpressionAst):
                    pairs[key.value.lower()] = _value(pure)
            return pairs
        case _:
            return None
