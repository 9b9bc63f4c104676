r"""The providers whose items live in the session: Variable, Function, Alias and Environment. Flat: a name, no folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from ems.runtime.convert import enumerate_value
from ems.runtime.messages import message
from ems.runtime.providers.base import Provider, path_not_found
from ems.runtime.scope import MISSING, Scope
from ems.runtime.values import NetObject


class FlatProvider(Provider):
    """Items by name. Subclasses say what `names`, `get` and `put` are; `put(name, None)` takes an item away."""

    def names(self) -> Iterable[str]:
        raise NotImplementedError

    def get(self, name: str) -> Any:
        """The item, None where there is none."""
        raise NotImplementedError

    def put(self, name: str, value: Any, force: bool = False) -> None:
        raise NotImplementedError

    def value_of(self, item: Any) -> Any:
        """What Get-Content gives for the item."""
        return item.value

    @property
    def scope(self) -> Scope:
        scope: Scope = self.session.scope
        return scope

    def exists(self, path: str) -> bool:
        return self.get(path) is not None

    def child_names(self, path: str) -> Iterable[str]:
        return sorted(self.names(), key=str.lower)

    def item(self, path: str) -> Any:
        found = self.get(path)
        if found is None:
            raise path_not_found(f"{self.info.drives[0].name}:\\{path}")
        return found

    def set_item(self, path: str, value: Any) -> Any:
        self.put(path, value)
        return self.get(path)

    def clear_item(self, path: str) -> None:
        self.put(path, None)

    def new_item(self, path: str, kind: str, value: Any, force: bool) -> Any:
        if self.exists(path) and not force:
            from ems.runtime.errors import runtime_error

            raise runtime_error(
                "Argument",
                f"The item at path '{path}' already exists.",
                "InvalidArgument",
                None,
                "System.Management.Automation.PSArgumentException",
            )
        self.put(path, value, force)
        return self.get(path)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        self.put(path, None, force)

    def rename_item(self, path: str, new_name: str, force: bool) -> Any:
        item = self.item(path)
        if {"ReadOnly", "Constant"} & set(getattr(item, "options", None) or ()):
            from ems.runtime.errors import runtime_error

            raise runtime_error(
                f"CannotRename{self.name}",
                message("SessionStateStrings", f"CannotRename{self.name}", item.name),
                "WriteError",
                item.name,
                "System.Management.Automation.SessionStateUnauthorizedAccessException",
            )
        value = self.value_of(item)
        self.put(new_name, value, force)
        self.put(path, None, force)
        return self.get(new_name)

    def copy_item(self, path: str, target: str, recurse: bool, force: bool) -> Any:
        self.put(target, self.value_of(self.item(path)), force)
        return self.get(target)

    def read_content(self, path: str) -> Iterator[Any]:
        value = self.value_of(self.item(path))
        elements = enumerate_value(value)
        return iter([value]) if elements is None else elements

    def write_content(self, path: str, values: list[Any], append: bool) -> None:
        content: Any = values[0] if len(values) == 1 else values
        if append and self.exists(path):
            content = [*self.read_content(path), *values]
        self.put(path, content)

    def clear_content(self, path: str) -> None:
        self.clear_item(path)


class VariableProvider(FlatProvider):
    name: ClassVar[str] = "Variable"
    implementation: ClassVar[str] = "Microsoft.PowerShell.Commands.VariableProvider"

    def names(self) -> Iterable[str]:
        seen: dict[str, str] = {}
        for scope in self.scope.chain():
            for name in scope.vars:
                seen.setdefault(name, self._shown(scope, name))
        return seen.values()

    def _shown(self, scope: Scope, name: str) -> str:
        shown: str = scope.variable(name, self.session.spelling(name)).name
        return shown

    def get(self, name: str) -> Any:
        scope = self.scope.find(name.lower())
        if scope is None:
            return None
        return scope.variable(name.lower(), self.session.spelling(name.lower()))

    def put(self, name: str, value: Any, force: bool = False) -> None:
        folded = name.lower()
        self.session.note_spelling(name)
        (self.scope.find(folded) or self.scope).assign_here(folded, value, force)

    def remove_item(self, path: str, recurse: bool, force: bool) -> None:
        from ems.runtime.errors import runtime_error

        variable = self.item(path)
        if variable.options and ("Constant" in variable.options or ("ReadOnly" in variable.options and not force)):
            raise runtime_error(
                "VariableNotRemovable",
                f"Cannot remove variable {variable.name} because it is constant or read-only. If the variable is read-only, try the operation again "
                "specifying the Force option.",
                "WriteError",
                variable.name,
                "System.Management.Automation.SessionStateUnauthorizedAccessException",
            )
        variable.scope.remove(variable.folded)


class FunctionProvider(FlatProvider):
    name: ClassVar[str] = "Function"
    implementation: ClassVar[str] = "Microsoft.PowerShell.Commands.FunctionProvider"

    def names(self) -> Iterable[str]:
        seen: dict[str, str] = {}
        for scope in self.scope.chain():
            for name, function in (scope.functions or {}).items():
                seen.setdefault(name, function.name)
        return seen.values()

    def get(self, name: str) -> Any:
        folded = name.lower()
        for scope in self.scope.chain():
            if scope.functions and folded in scope.functions:
                return scope.functions[folded]
        return None

    def put(self, name: str, value: Any, force: bool = False) -> None:
        folded = name.lower()
        if value is None:
            for scope in self.scope.chain():
                if scope.functions and scope.functions.pop(folded, None) is not None:
                    return
            return
        self.session.define_function(name, value)

    def value_of(self, item: Any) -> Any:
        return item.script_block


class AliasProvider(FlatProvider):
    name: ClassVar[str] = "Alias"
    implementation: ClassVar[str] = "Microsoft.PowerShell.Commands.AliasProvider"

    def names(self) -> Iterable[str]:
        seen: dict[str, str] = {}
        for scope in self.scope.chain():
            for name, alias in (scope.aliases or {}).items():
                seen.setdefault(name, alias.name)
        return seen.values()

    def get(self, name: str) -> Any:
        folded = name.lower()
        for scope in self.scope.chain():
            if scope.aliases and folded in scope.aliases:
                return scope.aliases[folded]
        return None

    def put(self, name: str, value: Any, force: bool = False) -> None:
        folded = name.lower()
        if value is None:
            for scope in self.scope.chain():
                if scope.aliases and scope.aliases.pop(folded, None) is not None:
                    return
            return
        self.session.define_alias(name, self.session.to_string(value))

    def value_of(self, item: Any) -> Any:
        return item.definition


class EnvironmentEntry(NetObject):
    """What Get-Item env:NAME gives: a DictionaryEntry with a Name."""

    __slots__ = ("key", "value")
    type_name = "System.Collections.DictionaryEntry"

    def __init__(self, key: str, value: str) -> None:
        self.key = key
        self.value = value

    @property
    def name(self) -> str:
        return self.key


class EnvironmentProvider(FlatProvider):
    """`session.environment` maps a folded name to (name as written, value)."""

    name: ClassVar[str] = "Environment"
    implementation: ClassVar[str] = "Microsoft.PowerShell.Commands.EnvironmentProvider"

    def names(self) -> Iterable[str]:
        return [name for name, _ in self.session.environment.values()]

    def get(self, name: str) -> Any:
        found = self.session.environment.get(name.lower())
        return None if found is None else EnvironmentEntry(*found)

    def put(self, name: str, value: Any, force: bool = False) -> None:
        folded = name.lower()
        text = "" if value is None or value is MISSING else self.session.to_string(value)
        if text:
            spelled = self.session.environment.get(folded, (name, ""))[0]
            self.session.environment[folded] = (spelled, text)
        else:
            self.session.environment.pop(folded, None)


def standard_providers(session: Any) -> list[Provider]:
    """The providers of a new session, in the order in which Get-PSProvider lists them."""
    from ems.runtime.providers.filesystem import FileSystemProvider

    return [
        AliasProvider(session),
        EnvironmentProvider(session),
        FileSystemProvider(session),
        FunctionProvider(session),
        VariableProvider(session),
    ]
