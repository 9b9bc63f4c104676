"""Modules: a scope of their own below the global one, and what they export.

A dynamic module (New-Module, GetNewClosure) is the same without a file. The rules are those of PSModuleInfo.cs and
ModuleIntrinsics.cs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ems.runtime.members.model import NoteProperty
from ems.runtime.scope import Scope
from ems.runtime.values import NetObject

if TYPE_CHECKING:
    from ems.runtime.context import Context
    from ems.runtime.scriptblock import ScriptBlock
    from ems.runtime.session import Session


class ModuleInfo(NetObject):
    """System.Management.Automation.PSModuleInfo.

    `exports` is None until Export-ModuleMember is called: then all functions and no aliases are exported. Otherwise
    it maps 'functions', 'aliases', 'variables' and 'cmdlets' to lists of wildcard patterns.
    """

    __slots__ = (
        "access_mode",
        "author",
        "company_name",
        "context",
        "copyright",
        "description",
        "exports",
        "guid",
        "module_type",
        "name",
        "nested",
        "on_remove",
        "path",
        "private_data",
        "scope",
        "session",
        "types",
        "version",
    )
    type_name = "System.Management.Automation.PSModuleInfo"

    def __init__(self, session: Session, name: str, path: str = "", module_type: str = "Script") -> None:
        from ems.runtime.context import Context

        self.session = session
        self.name = name
        self.path = path
        self.module_type = module_type
        self.version = "0.0"
        self.guid = "00000000-0000-0000-0000-000000000000"
        self.description = ""
        self.author = ""
        self.company_name = ""
        self.copyright = ""
        self.access_mode = "ReadWrite"
        self.private_data: Any = None
        self.on_remove: Any = None
        self.nested: list[ModuleInfo] = []
        # Its classes and enums by folded name.
        self.types: dict[str, Any] = {}
        self.exports: dict[str, list[str]] | None = None
        self.scope = Scope(session.global_scope, is_script=True)
        self.context: Context = Context(session, self.scope, _nowhere, session.streams, None, session.top)
        self.context.module = self

    def to_text(self) -> str:
        return self.name

    @property
    def module_base(self) -> str:
        from ems.runtime.invocation import parent_directory

        return parent_directory(self.path)

    def exported(self, folded: str) -> Any:
        """An exported function of that name."""
        return self.exported_functions().get(folded)

    def exported_functions(self) -> dict[str, Any]:
        """Exported functions by folded name."""
        own = self.scope.functions or {}
        if self.exports is None:
            return dict(own)
        return {key: each for key, each in own.items() if matches(each.name, self.exports.get("functions", ()))}

    def exported_aliases(self) -> dict[str, Any]:
        own = self.scope.aliases or {}
        if self.exports is None:
            return {}
        return {key: each for key, each in own.items() if matches(each.name, self.exports.get("aliases", ()))}

    def exported_variables(self) -> dict[str, Any]:
        if self.exports is None:
            return {}
        return {
            key: each
            for key, each in self.scope.vars.items()
            if matches(self.session.spelling(key), self.exports.get("variables", ()))
        }


def _nowhere(value: Any) -> None:
    """Where a module's own context writes when nobody listens."""


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns fits a name."""
    from ems.runtime.wildcard import like_matcher

    return any(like_matcher(each, True)(name) for each in patterns)


def closure_module(session: Session, context: Context) -> ModuleInfo:
    """The dynamic module of GetNewClosure(): it holds a copy of the variables of the current scope."""
    module = ModuleInfo(session, dynamic_name(session), module_type="Script")
    source = context.scope
    for name, value in source.vars.items():
        guard = source.guarded.get(name) if source.guarded else None
        if guard is not None and ("Constant" in guard.options or "ReadOnly" in guard.options):
            continue
        module.scope.vars[name] = value
    return module


def dynamic_name(session: Session) -> str:
    guid = session.new_guid() if session.new_guid is not None else "00000000-0000-0000-0000-000000000000"
    return f"__DynamicModule_{guid}"


def run_module(
    session: Session, module: ModuleInfo, block: ScriptBlock, arguments: list[Any], out: Callable[[Any], Any]
) -> None:
    """Runs the body of a module in its own scope."""
    from ems.runtime.commands import ScriptInfo
    from ems.runtime.context import Context
    from ems.runtime.functions import bind_positional, prepare, run_in
    from ems.runtime.scriptblock import ScriptBlock

    body = ScriptBlock(block.code, module)
    context = Context(session, module.scope, out, session.context.streams, body, session.context)
    context.command = ScriptInfo(block.file or "", block.file or "", body, "ExternalScript" if block.file else "Script")
    module.context.block = body
    module.scope.frame = context
    prepare(block.code, context)
    bind_positional(block.code, context, arguments, None)
    from ems.runtime.classes import declare

    declare(body, context)
    run_in(context, block.code.end)


def import_members(session: Session, module: ModuleInfo, scope: Scope, prefix: str = "") -> None:
    """Puts what a module exports into a scope."""
    from ems.runtime.commands import AliasInfo
    from ems.runtime.functions import FunctionInfo

    for each in module.exported_functions().values():
        name = with_prefix(each.name, prefix)
        imported = FunctionInfo(name, each.block, each.kind, each.options)
        imported.module_name = module.name
        imported.module = module
        session.commands.set_function(scope, imported)
    for alias in module.exported_aliases().values():
        imported_alias = AliasInfo(
            alias.name, with_prefix(alias.target, prefix), alias.options, alias.description, module.name
        )
        session.commands.set_alias(scope, imported_alias)
    for name in module.exported_variables():
        share(module.scope, scope, name)


class _Everywhere(dict[str, Any]):
    """The variables of several scopes at once: what is written goes into all of them."""

    def __init__(self, tables: Iterable[dict[str, Any]]) -> None:
        super().__init__()
        self.tables = tuple(tables)

    def __setitem__(self, name: str, value: Any) -> None:
        for table in self.tables:
            table[name] = value

    def get(self, name: str, default: Any = None) -> Any:
        return self.tables[0].get(name, default)


def share(owner: Scope, scope: Scope, name: str) -> None:
    """One variable in two scopes: an exported variable is the module's own, wherever it is written."""
    scope.vars[name] = owner.vars[name]
    if owner is scope:
        return
    old = owner.guarded.get(name)
    both = Scope(None)
    tables = old.scope.vars.tables if old is not None and isinstance(old.scope.vars, _Everywhere) else (owner.vars,)
    both.vars = _Everywhere((*tables, scope.vars))
    shared = old or owner.variable(name)
    shared.scope = both
    owner.guard(shared)
    scope.guard(shared)


def with_prefix(name: str, prefix: str) -> str:
    """`Get-Thing` with the prefix `My` is `Get-MyThing`."""
    if not prefix:
        return name
    verb, dash, noun = name.partition("-")
    return f"{verb}-{prefix}{noun}" if dash else prefix + name


class ModuleVariable(NoteProperty):
    """A variable of a module as a property: what it holds now, not what it held when the property was made."""

    __slots__ = ("scope",)

    def __init__(self, name: str, scope: Scope) -> None:
        super().__init__(name, None)
        self.scope = scope

    def get(self, target: Any) -> Any:
        self.value = value = self.scope.vars.get(self.name.lower())
        return value

    def set(self, target: Any, value: Any) -> None:
        self.scope.assign_here(self.name.lower(), value)


def as_custom_object(module: ModuleInfo) -> Any:
    """A module as an object: its exported functions are methods, its exported variables properties."""
    from ems.runtime.members import add_member
    from ems.runtime.members.model import ScriptMethod
    from ems.runtime.values import PSCustomObject

    made = PSCustomObject.of(())
    for key in module.exported_variables():
        add_member(made, ModuleVariable(module.session.spelling(key), module.scope))
    for each in module.exported_functions().values():
        add_member(made, ScriptMethod(each.name, each.block))
    return made


def remove_members(session: Session, module: ModuleInfo) -> None:
    """Takes away what an import has put into the session."""
    for table in (session.global_scope.functions, session.global_scope.aliases):
        for folded in [
            key
            for key, each in (table or {}).items()
            if getattr(each, "module", None) is module or each.module_name == module.name
        ]:
            assert table is not None
            del table[folded]
    session.commands.version += 1
