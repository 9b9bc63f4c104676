"""What a name in command position means: aliases first, then functions, then cmdlets, then scripts and programs
(CommandDiscovery.cs).

A cmdlet is found because its file lies in one of the session's command packages: the stem of the file, without
underscores, is the noun or the verb and noun. Nothing is imported to look a name up; the one module that may hold it
is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module, util
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.parameters import Parameter
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.runtime.cmdlet import Cmdlet
    from ems.runtime.scope import Scope

COMMON: Final = "Microsoft.PowerShell.Commands."


MODULE_VERSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Microsoft.PowerShell.Utility": "3.1.0.0",
        "Microsoft.PowerShell.Management": "3.1.0.0",
        "Microsoft.PowerShell.Core": "3.0.0.0",
        "Microsoft.PowerShell.Security": "3.0.0.0",
        "Microsoft.PowerShell.Host": "3.0.0.0",
        "Microsoft.PowerShell.Archive": "1.0.1.0",
    }
)
"""The versions of the product's own modules."""


class CommandInfo(NetObject):
    """Base of what a name may mean. `kind` is the CommandType, `definition` what Get-Command shows of it."""

    __slots__ = ("description", "kind", "module", "module_name", "name", "options", "version", "visibility")
    type_name = "System.Management.Automation.CommandInfo"

    def __init__(self, name: str, kind: str, module_name: str = "") -> None:
        self.name = name
        self.kind = kind
        self.module_name = module_name
        self.module: Any = None
        self.options: frozenset[str] = frozenset()
        self.description = ""
        self.version: Any = None
        self.visibility = "Public"

    def to_text(self) -> str:
        return self.name

    @property
    def error_origin(self) -> str | None:
        """What a FullyQualifiedErrorId names after the comma."""
        return self.name or None

    @property
    def definition(self) -> str:
        return ""

    @property
    def confirm_impact(self) -> str | None:
        """The impact that ShouldProcess compares with `$ConfirmPreference`."""
        return None

    @property
    def source(self) -> str:
        return self.module_name


class CmdletInfo(CommandInfo):
    """A cmdlet."""

    __slots__ = ("_metadata", "implementation")
    type_name = "System.Management.Automation.CmdletInfo"

    def __init__(self, implementation: type[Cmdlet]) -> None:
        super().__init__(implementation.name, getattr(implementation, "kind", "Cmdlet"), implementation.module)
        self.implementation = implementation
        self.version = MODULE_VERSIONS.get(implementation.module)
        self._metadata: Any = None

    @property
    def error_origin(self) -> str | None:
        own = getattr(self.implementation, "net_class", "")
        if own:
            return str(own)
        return f"{COMMON}{self.name.replace('-', '')}Command"

    @property
    def verb(self) -> str:
        return self.name.partition("-")[0]

    @property
    def noun(self) -> str:
        return self.name.partition("-")[2]

    @property
    def confirm_impact(self) -> str | None:
        return self.implementation.should_process

    @property
    def metadata(self) -> Any:
        """Its parameters as the binder wants them."""
        if self._metadata is None:
            from ems.runtime.metadata import CommandMetadata

            self._metadata = CommandMetadata.of_cmdlet(self.implementation)
        return self._metadata

    def parameters(self) -> dict[str, Parameter]:
        return self.implementation.parameters()


class BuiltInFunctionInfo(CmdletInfo):
    """A cmdlet that is a function in the product: `mkdir`, `Get-Verb`."""

    __slots__ = ()
    type_name = "System.Management.Automation.FunctionInfo"

    def __init__(self, implementation: type[Cmdlet]) -> None:
        super().__init__(implementation)
        if self.module_name.startswith("("):
            self.module_name = ""  # it comes with the engine, from no module

    @property
    def error_origin(self) -> str | None:
        return self.name


class AliasInfo(CommandInfo):
    """An alias."""

    __slots__ = ("target",)
    type_name = "System.Management.Automation.AliasInfo"

    def __init__(
        self,
        name: str,
        target: str,
        options: frozenset[str] = frozenset(),
        description: str = "",
        module_name: str = "",
    ) -> None:
        super().__init__(name, "Alias", module_name)
        self.target = target
        self.options = options
        self.description = description

    @property
    def definition(self) -> str:
        return self.target


class ScriptInfo(CommandInfo):
    """A script file (ExternalScript), or a block without a name (Script)."""

    __slots__ = ("block", "path")
    type_name = "System.Management.Automation.ExternalScriptInfo"

    def __init__(self, name: str, path: str, block: Any = None, kind: str = "ExternalScript") -> None:
        super().__init__(name, kind)
        self.path = path
        self.block = block

    @property
    def definition(self) -> str:
        return self.path if self.kind == "ExternalScript" else self.block.text

    @property
    def script_block(self) -> Any:
        """What is in the file; read when somebody first asks."""
        if self.block is None:
            from ems.runtime import current
            from ems.runtime.compile import compile_text
            from ems.runtime.scripts import read_text

            session = current.session()
            self.block = compile_text(read_text(session, self.path), session, self.path)
        return self.block

    @property
    def script_contents(self) -> str:
        return str(self.script_block.text)

    @property
    def metadata(self) -> Any:
        from ems.runtime.functions import metadata_of

        return metadata_of(self.script_block.code)

    @property
    def cmdlet_binding(self) -> bool:
        return bool(self.script_block.code.advanced)

    @property
    def confirm_impact(self) -> str | None:
        impact = self.script_block.code.binding.get("confirmimpact")
        return None if impact is None else str(impact)


class ApplicationInfo(CommandInfo):
    """A program. None can be started here; Get-Command still finds it."""

    __slots__ = ("path",)
    type_name = "System.Management.Automation.ApplicationInfo"

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, "Application")
        self.path = path

    @property
    def definition(self) -> str:
        return self.path


def cmdlet_info(implementation: type[Cmdlet]) -> CmdletInfo:
    """A cmdlet as what the product has: a cmdlet or a function."""
    kind = getattr(implementation, "kind", "Cmdlet")
    return BuiltInFunctionInfo(implementation) if kind == "Function" else CmdletInfo(implementation)


@cache
def cmdlet_files(package: str) -> Mapping[str, str]:
    """Folded stems of the files of a package -> module names. Folders are read, nothing is imported but the package
    itself.
    """
    found: dict[str, str] = {}
    spec = util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for entry in sorted(os.listdir(folder)):
            stem, dot, extension = entry.partition(".")
            if extension == "py" and dot and not stem.startswith("_"):
                found[stem.replace("_", "").lower()] = f"{package}.{stem}"
    return found


@cache
def cmdlets_in(module_name: str) -> Mapping[str, type[Cmdlet]]:
    """The cmdlets of a module, by folded name."""
    from ems.runtime.cmdlet import Cmdlet

    module = import_module(module_name)
    found: dict[str, type[Cmdlet]] = {}
    for value in vars(module).values():
        if (
            isinstance(value, type)
            and issubclass(value, Cmdlet)
            and value.__module__ == module_name
            and "name" in vars(value)
        ):
            found[value.name.lower()] = value
    return found


@cache
def default_aliases() -> Mapping[str, AliasInfo]:
    """The aliases of a new session."""
    path = os.path.join(os.path.dirname(__file__), "data", "aliases.json")
    with open(path, encoding="utf-8") as file:
        rows = json.load(file)
    return {
        row["name"].lower(): AliasInfo(
            row["name"],
            row["definition"],
            frozenset(row["options"].split(", ")) - {"None"},
            module_name=row.get("module", ""),
        )
        for row in rows
    }


class CommandTable:
    """The commands of a session. `version` changes whenever a function or alias appears or goes, so that callers may
    remember what they found.
    """

    def __init__(self, session: Any, packages: tuple[str, ...]) -> None:
        self.session = session
        self.packages = packages
        self.version = 0
        self._cmdlets: dict[str, CmdletInfo | None] = {}

    # Looking up

    def alias(self, folded: str, scope: Scope) -> AliasInfo | None:
        each: Scope | None = scope
        while each is not None:
            if each.aliases is not None:
                found = each.aliases.get(folded)
                if found is not None:
                    return found  # type: ignore[no-any-return]
            each = each.parent
        return None

    def function(self, folded: str, scope: Scope) -> CommandInfo | None:
        each: Scope | None = scope
        while each is not None:
            if each.functions is not None:
                found = each.functions.get(folded)
                if found is not None and (each is scope or "Private" not in found.options):
                    return found  # type: ignore[no-any-return]
            each = each.parent
        return None

    def cmdlet(self, folded: str) -> CmdletInfo | None:
        """The cmdlet of that name."""
        if folded in self._cmdlets:
            return self._cmdlets[folded]
        found = self._find_cmdlet(folded)
        self._cmdlets[folded] = found
        return found

    def _find_cmdlet(self, folded: str) -> CmdletInfo | None:
        if folded[1:] == ":" and folded[0].isalpha():
            return self._drive_function(folded[0])
        verb, dash, noun = folded.partition("-")
        stems = (verb + noun, noun) if dash else (folded, "functions")
        for package in self.packages:
            files = cmdlet_files(package)
            for stem in stems:
                module_name = files.get(stem)
                if module_name is not None:
                    implementation = cmdlets_in(module_name).get(folded)
                    if implementation is not None and self.session.offers(implementation):
                        return cmdlet_info(implementation)
        return None

    def _drive_function(self, letter: str) -> CmdletInfo | None:
        """`C:` goes to that drive."""
        for package in self.packages:
            module_name = cmdlet_files(package).get("functions")
            if module_name is not None:
                return cmdlet_info(import_module(module_name).drive_function(letter))
        return None

    def loaded(self) -> list[CmdletInfo]:
        """The cmdlets that were looked up so far."""
        return [info for info in self._cmdlets.values() if info is not None]

    def all_cmdlets(self) -> Iterator[CmdletInfo]:
        """Every cmdlet; this imports all of them."""
        for package in self.packages:
            for module_name in cmdlet_files(package).values():
                for folded, implementation in cmdlets_in(module_name).items():
                    info = self.cmdlet(folded) if self.session.offers(implementation) else None
                    if info is not None:
                        yield info

    def all_functions(self, scope: Scope) -> Iterator[CommandInfo]:
        """Every function seen from a scope."""
        seen: set[str] = set()
        for each in scope.chain():
            for folded, function in (each.functions or {}).items():
                if folded not in seen:
                    seen.add(folded)
                    yield function

    def all_aliases(self, scope: Scope) -> Iterator[AliasInfo]:
        """Every alias seen from a scope."""
        seen: set[str] = set()
        for each in scope.chain():
            for folded, alias in (each.aliases or {}).items():
                if folded not in seen:
                    seen.add(folded)
                    yield alias

    def find(self, name: str, scope: Scope, follow: bool = True) -> CommandInfo | None:
        """What a name means, None where it means nothing. `follow` resolves aliases."""
        folded = name.lower()
        alias = self.alias(folded, scope)
        seen: set[str] = set()
        while alias is not None:
            if not follow:
                return alias
            if folded in seen:
                break
            seen.add(folded)
            name = alias.target
            folded = name.lower()
            alias = self.alias(folded, scope)
        found: CommandInfo | None = self.function(folded, scope) or self.cmdlet(folded)
        if found is not None:
            return found
        qualifier, cut, rest = name.rpartition("\\")
        if cut and rest:
            found = self._qualified(qualifier, rest, scope)
            if found is not None:
                return found
        return self.session.find_script(name)  # type: ignore[no-any-return]

    def _qualified(self, qualifier: str, rest: str, scope: Scope) -> CommandInfo | None:
        """`Module\\Name`."""
        folded = rest.lower()
        module = self.session.modules.get(qualifier.lower())
        if module is not None:
            return module.exported(folded)  # type: ignore[no-any-return]
        cmdlet = self.cmdlet(folded)
        if cmdlet is not None and cmdlet.module_name.lower() == qualifier.lower():
            return cmdlet
        function = self.function(folded, scope)
        if function is not None and function.module_name.lower() == qualifier.lower():
            return function
        return None

    def resolve(self, name: str, scope: Scope) -> CommandInfo:
        """What a name means, or PowerShell's error. A noun alone finds its Get- cmdlet."""
        found = self.find(name, scope)
        if found is None:
            # The error names what the alias stands for.
            alias, seen = self.alias(name.lower(), scope), 0
            while alias is not None and seen < 100:
                name = alias.target
                alias, seen = self.alias(name.lower(), scope), seen + 1
        if found is None and "-" not in name and "\\" not in name and "/" not in name:
            found = self.find("Get-" + name, scope)
        if found is None:
            raise not_found(name)
        return found

    # Changing

    def set_function(self, scope: Scope, info: CommandInfo) -> None:
        folded = info.name.lower()
        old = scope.functions.get(folded) if scope.functions else None
        if old is not None and ("ReadOnly" in old.options or "Constant" in old.options):
            raise Terminating(
                ErrorRecord(
                    NetException(
                        "System.Management.Automation.SessionStateUnauthorizedAccessException",
                        f"Cannot write to function {info.name} because it is read-only or constant.",
                    ),
                    "FunctionNotWritable",
                    "WriteError",
                    info.name,
                )
            )
        scope.set_function(folded, info)
        self.version += 1

    def set_alias(self, scope: Scope, info: AliasInfo) -> None:
        scope.set_alias(info.name.lower(), info)
        self.version += 1

    def remove_function(self, folded: str, scope: Scope) -> None:
        for each in scope.chain():
            if each.functions is not None and each.functions.pop(folded, None) is not None:
                self.version += 1
                return

    def remove_alias(self, folded: str, scope: Scope) -> None:
        for each in scope.chain():
            if each.aliases is not None and each.aliases.pop(folded, None) is not None:
                self.version += 1
                return


def not_found(name: str) -> Terminating:
    """The error of an unknown command."""
    exception = NetException(
        "System.Management.Automation.CommandNotFoundException",
        f"The term '{name}' is not recognized as the name of a cmdlet, function, script file, or operable program. "
        "Check the spelling of the name, or if a "
        "path was included, verify that the path is correct and try again.",
        CommandName=name,
    )
    return Terminating(ErrorRecord(exception, "CommandNotFoundException", "ObjectNotFound", name))
