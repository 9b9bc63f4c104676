"""`$ExecutionContext`, `$PSCmdlet.SessionState` and `$module.SessionState`: the engine from inside.

Each module has a session state of its own, and so has the session. Its current scope is that of the innermost call of
its code (SessionState.cs, PSVariableIntrinsics.cs, PathIntrinsics in SessionStatePathAPIs, MshCmdlet.cs).
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from ems.runtime.dotnet.support import argument_null, array_of, session, strings
from ems.runtime.members.model import Implementation
from ems.runtime.scope import MISSING, Scope, Variable
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_SPACE: Final = "System.Management.Automation."


class Facet(NetObject):
    """One of the parts of a session state. `module`: whose it is, None for the session's own."""

    __slots__ = ("module", "type_name")

    def __init__(self, kind: str, module: Any = None) -> None:
        self.type_name = _SPACE + kind
        self.module = module


def state_of(module: Any) -> Facet:
    """The session state of a module (None: of the session)."""
    return Facet("SessionState", module)


def _facet(kind: str) -> Callable[[Any], Facet]:
    return lambda owner: Facet(kind, getattr(owner, "module", None))


def _current(kind: str) -> Callable[[Any], Facet]:
    """A part of the session state of the code that asks."""
    return lambda _engine: Facet(kind, session().context.module)


def _context(owner: Any) -> Any:
    running = session()
    return running.context_for(owner.module, running.context)


class InternalProperty:
    """A property that only reflection finds. Test frameworks bind script blocks to another session state with it."""

    is_static = False

    def __init__(self, name: str, get: Callable[[Any], Any], put: Callable[[Any, Any], None] | None = None) -> None:
        self.name = name
        self.get = get
        self.set = put

    @property
    def type(self) -> TypeInfo:
        return type_named("System.Object")

    def is_gettable(self) -> bool:
        return True

    def is_settable(self) -> bool:
        return self.set is not None


def _rebind(block: Any, state: Facet | None) -> None:
    block.module = state.module if state is not None else None


INTERNAL: Final = MappingProxyType({
    (_SPACE + "SessionState", "Internal"): InternalProperty(
        "Internal", lambda state: Facet("SessionStateInternal", state.module)
    ),
    (_SPACE + "SessionStateInternal", "Module"): InternalProperty("Module", lambda state: state.module),
    (_SPACE + "ScriptBlock", "SessionStateInternal"): InternalProperty(
        "SessionStateInternal", lambda block: Facet("SessionStateInternal", block.module), _rebind
    ),
})  # fmt: skip


# Commands


def _expand(owner: Any, text: str) -> str:
    from ems.runtime.compile import compile_text
    from ems.runtime.convert import to_string

    block = compile_text('"' + text.replace('"', '""') + '"', session())
    return to_string(block.invoke_value(_context(owner), [], new_scope=False))


def _invoke_script(owner: Any, *arguments: Any) -> Any:
    """InvokeScript in its five forms: text or block, in a state, in a new scope or not, with input and arguments."""
    from ems.runtime.compile import compile_text
    from ems.runtime.members.intrinsics import collection

    first = arguments[0]
    where = _context(first) if isinstance(first, Facet) else _context(owner)
    at = next(index for index, each in enumerate(arguments) if isinstance(each, str) or hasattr(each, "code"))
    rest = list(arguments[at + 1 :])
    new_scope = next((each for each in (*arguments[:at], *rest) if isinstance(each, bool)), isinstance(first, str))
    lists = [each for each in rest if isinstance(each, list) or hasattr(each, "items")]
    fed: list[Any] | None = None
    if isinstance(first, bool) or any(isinstance(each, bool) for each in rest):
        fed, given = list(lists[0]) if lists else None, list(lists[1]) if len(lists) > 1 else []
    elif len(rest) == 1 and isinstance(rest[0], list):
        given = list(rest[0])
    else:
        given = rest
    block = compile_text(arguments[at], session()) if isinstance(arguments[at], str) else arguments[at]
    return collection(block.invoke_list(where, given, propagate=True, new_scope=new_scope, input=fed))


def _new_block(owner: Any, text: str) -> Any:
    from ems.runtime.compile import compile_text
    from ems.runtime.scriptblock import ScriptBlock

    return ScriptBlock(compile_text(text, session()).code, owner.module)


def _kinds(value: Any) -> frozenset[str]:
    from ems.runtime.convert import to_string

    return frozenset(part.strip() for part in to_string(value).split(","))


def _get_command(owner: Any, name: str, kinds: Any = "All") -> Any:
    if name is None:
        raise argument_null("command name")
    commands, scope = session().commands, _context(owner).scope
    wanted = _kinds(kinds)
    if "All" in wanted or "Alias" in wanted:
        found = commands.find(name, scope, False)
    else:
        found = commands.find(name, scope)
    return found if found is not None and ("All" in wanted or found.kind in wanted) else None


def _get_cmdlet(_owner: Any, name: str) -> Any:
    return session().commands.cmdlet(name.lower())


def _get_commands(owner: Any, name: str, kinds: Any, is_pattern: bool) -> Any:
    from ems.runtime.wildcard import like_matcher

    commands, scope = session().commands, _context(owner).scope
    wanted = _kinds(kinds)
    test = like_matcher(name, True) if is_pattern else lambda each: each.lower() == name.lower()
    every = (*commands.all_aliases(scope), *commands.all_functions(scope), *commands.all_cmdlets())
    found = [each for each in every if ("All" in wanted or each.kind in wanted) and test(each.name)]
    return array_of(found, _SPACE + "CommandInfo")


def _get_cmdlets(owner: Any, pattern: str = "*") -> Any:
    return _get_commands(owner, pattern, "Cmdlet", True)


def _command_names(owner: Any, name: str, is_pattern: bool, full_name: bool) -> Any:
    def spelled(info: Any) -> str:
        module = getattr(info, "module_name", "")
        return f"{module}\\{info.name}" if full_name and module else info.name

    return strings(sorted({spelled(each) for each in _get_commands(owner, name, "All", is_pattern)}, key=str.lower))


# Variables


def _place(owner: Any, name: Any) -> tuple[Scope, str, str]:
    """The scope where the search for a name begins, its folded name and its spelling without a prefix."""
    if name is None:
        raise argument_null("name")
    scope: Scope = _context(owner).scope
    prefix, colon, rest = name.partition(":")
    if colon and prefix.lower() in ("global", "script", "local", "private"):
        return scope.named(prefix), rest.lower(), rest
    if colon and prefix.lower() == "variable":
        return scope, rest.lower(), rest
    return scope, name.lower(), name


def _get_variable(owner: Any, name: Any, default: Any = None) -> Any:
    scope, folded, _ = _place(owner, name)
    value = scope.lookup(folded)
    if value is MISSING:
        value = session().context.automatic(folded)
    return default if value is MISSING else value


def _variable_object(owner: Any, name: Any) -> Any:
    scope, folded, spelled = _place(owner, name)
    found = scope.find(folded)
    if found is not None:
        return found.variable(folded, spelled)
    value = scope.lookup(folded)
    if value is MISSING:
        return None
    return scope.global_scope.variable(folded, spelled)


def _set_variable(owner: Any, name: Any, value: Any = None) -> None:
    if isinstance(name, Variable):
        name, value = name.name, name.value
    scope, folded, _ = _place(owner, name)
    scope.assign_here(folded, value)


def _remove_variable(owner: Any, name: Any) -> None:
    scope, folded, _ = _place(owner, name.name if isinstance(name, Variable) else name)
    found = scope.find(folded)
    if found is not None:
        found.remove(folded)


# Paths


def _location(_owner: Any) -> Any:
    from ems.runtime.providers.locations import PathInfo

    return PathInfo(session().locations.place)


def _file_location(_owner: Any) -> Any:
    from ems.runtime.providers.locations import PathInfo

    places = session().locations
    place = places.place
    if place.provider.info.name != "FileSystem":
        place = places.split("C:.")
    return PathInfo(place)


def _unresolved(_owner: Any, path: str, *boxes: Any) -> str:
    places = session().locations
    if boxes:
        place = places.split(path)
        boxes[0].value = place.provider.info
        if len(boxes) > 1:
            boxes[1].value = place.drive
    return str(places.unresolved(path))


def _resolved(_owner: Any, path: str) -> Any:
    from ems.runtime.members.intrinsics import collection
    from ems.runtime.providers.locations import PathInfo

    return collection([PathInfo(place) for place in session().locations.resolve(path)])


def _set_location(_owner: Any, path: str) -> Any:
    from ems.runtime.providers.locations import PathInfo

    places = session().locations
    place = places.resolve(path)[0]
    places.go(place)
    return PathInfo(place)


def _combine(_owner: Any, parent: str, child: str) -> str:
    if not parent or not child:
        return parent or child or ""
    return parent.rstrip("\\/") + "\\" + child.lstrip("\\/")


def _is_qualified(_owner: Any, path: str) -> bool:
    return "::" in path


def _is_absolute(_owner: Any, path: str, box: Any = None) -> bool:
    name, colon, _ = path.partition(":")
    absolute = bool(colon) and len(name) > 0 and "\\" not in name and "/" not in name
    if absolute and box is not None:
        box.value = name
    return absolute


def _is_valid(_owner: Any, path: str) -> bool:
    return not any(char in path for char in '<>"|?*')


# Providers: each method is the cmdlet of the same purpose


def _cmdlet(text: str) -> Callable[..., Any]:
    """A method that runs a command; the method's arguments are the parameters of its text."""

    def run(owner: Any, *arguments: Any) -> Any:
        from ems.runtime.compile import compile_text
        from ems.runtime.members.intrinsics import collection

        block = compile_text(text, session())
        found = block.invoke_list(_context(owner), list(arguments), propagate=True, new_scope=True)
        return collection(found)

    return run


def _truth(text: str) -> Callable[..., Any]:
    run = _cmdlet(text)
    return lambda owner, *arguments: any(run(owner, *arguments))


_ITEM: Final = {
    "Clear": _cmdlet("param($p, $f, $l) Clear-Item $p -Force:$f"),
    "Copy": _cmdlet("param($p, $to, $r) Copy-Item $p $to -Recurse:$r -PassThru"),
    "Exists": _truth("param($p, $f, $l) if ($l) { Test-Path -LiteralPath $p } else { Test-Path $p }"),
    "Get": _cmdlet("param($p, $f, $l) if ($l) { Get-Item -LiteralPath $p -Force:$f } else { Get-Item $p -Force:$f }"),
    "Invoke": _cmdlet("param($p) Invoke-Item $p"),
    "IsContainer": _truth("param($p) Test-Path $p -PathType Container"),
    "Move": _cmdlet("param($p, $to) Move-Item $p $to -PassThru"),
    "New": _cmdlet("param($p, $n, $t, $v, $f) New-Item -Path $p -Name $n -ItemType $t -Value $v -Force:$f"),
    "Remove": _cmdlet("param($p, $r, $f, $l) if ($l) { Remove-Item -LiteralPath $p -Recurse:$r -Force:$f } "
                      "else { Remove-Item $p -Recurse:$r -Force:$f }"),
    "Rename": _cmdlet("param($p, $n, $f) Rename-Item $p $n -Force:$f -PassThru"),
    "Set": _cmdlet("param($p, $v, $f, $l) if ($l) { Set-Item -LiteralPath $p -Value $v -Force:$f -PassThru } "
                   "else { Set-Item $p -Value $v -Force:$f -PassThru }"),
}  # fmt: skip
_PROVIDED: Final = "System.Collections.ObjectModel.Collection[psobject]"

TYPES: Final = {
    _SPACE + "ProviderIntrinsics": Implementation(
        properties={
            "ChildItem": _facet("ChildItemCmdletProviderIntrinsics"),
            "Item": _facet("ItemCmdletProviderIntrinsics"),
        },
        declared="""
            System.Management.Automation.ChildItemCmdletProviderIntrinsics ChildItem {get;}
            System.Management.Automation.ItemCmdletProviderIntrinsics Item {get;}
        """,
    ),
    _SPACE + "ChildItemCmdletProviderIntrinsics": Implementation(
        methods={
            "Get": _cmdlet("param($p, $r) Get-ChildItem $p -Recurse:$r"),
            "GetNames": _cmdlet("param($p) Get-ChildItem $p -Name"),
            "HasChild": _truth("param($p) Get-ChildItem $p -Force"),
        },
        declared=f"""
            {_PROVIDED} Get(string path, bool recurse)
            System.Collections.ObjectModel.Collection[string] GetNames(string path)
            bool HasChild(string path)
        """,
    ),
    _SPACE + "ItemCmdletProviderIntrinsics": Implementation(
        methods=_ITEM,
        declared=f"""
            {_PROVIDED} Clear(string path)
            {_PROVIDED} Copy(string path, string destinationPath, bool recurse)
            bool Exists(string path)
            bool Exists(string path, bool force, bool literalPath)
            {_PROVIDED} Get(string path)
            {_PROVIDED} Get(string[] path, bool force, bool literalPath)
            void Invoke(string path)
            bool IsContainer(string path)
            {_PROVIDED} Move(string path, string destination)
            {_PROVIDED} New(string path, string name, string itemTypeName, System.Object content)
            {_PROVIDED} New(string[] path, string name, string itemTypeName, System.Object content, bool force)
            void Remove(string path, bool recurse)
            void Remove(string[] path, bool recurse, bool force, bool literalPath)
            {_PROVIDED} Rename(string path, string newName)
            {_PROVIDED} Rename(string path, string newName, bool force)
            {_PROVIDED} Set(string path, System.Object value)
            {_PROVIDED} Set(string[] path, System.Object value, bool force, bool literalPath)
        """,
    ),
    _SPACE + "EngineIntrinsics": Implementation(
        properties={
            "Events": lambda _engine: None,
            "Host": lambda _engine: session().context.scope.lookup("host"),
            "InvokeCommand": _current("CommandInvocationIntrinsics"),
            "InvokeProvider": _current("ProviderIntrinsics"),
            "SessionState": _current("SessionState"),
        },
    ),
    _SPACE + "CommandInvocationIntrinsics": Implementation(
        methods={
            "ExpandString": _expand,
            "GetCmdlet": _get_cmdlet,
            "GetCmdlets": _get_cmdlets,
            "GetCommand": _get_command,
            "GetCommandName": _command_names,
            "GetCommands": _get_commands,
            "InvokeScript": _invoke_script,
            "NewScriptBlock": _new_block,
        },
        declared="""
            string ExpandString(string source)
            System.Management.Automation.CmdletInfo GetCmdlet(string commandName)
            System.Collections.Generic.List[System.Management.Automation.CmdletInfo] GetCmdlets()
            System.Collections.Generic.List[System.Management.Automation.CmdletInfo] GetCmdlets(string pattern)
            System.Management.Automation.CommandInfo GetCommand(string commandName, \
                System.Management.Automation.CommandTypes type)
            System.Collections.Generic.List[string] GetCommandName(string name, bool nameIsPattern, bool returnFullName)
            System.Collections.Generic.IEnumerable[System.Management.Automation.CommandInfo] GetCommands(string name, \
                System.Management.Automation.CommandTypes commandTypes, bool nameIsPattern)
            System.Object InvokeScript(string script)
            System.Object InvokeScript(string script, Params System.Object[] args)
            System.Object InvokeScript(System.Management.Automation.SessionState sessionState, \
                scriptblock scriptBlock, Params System.Object[] args)
            System.Object InvokeScript(bool useLocalScope, scriptblock scriptBlock, \
                System.Collections.IList input, Params System.Object[] args)
            System.Object InvokeScript(string script, bool useNewScope, \
                System.Management.Automation.Runspaces.PipelineResultTypes writeToPipeline, \
                System.Collections.IList input, Params System.Object[] args)
            scriptblock NewScriptBlock(string scriptText)
        """,
    ),
    _SPACE + "SessionState": Implementation(
        properties={
            "Applications": lambda _state: strings(["*"]),
            "InvokeCommand": _facet("CommandInvocationIntrinsics"),
            "InvokeProvider": _facet("ProviderIntrinsics"),
            "LanguageMode": (lambda _state: "FullLanguage", lambda _state, _value: None),
            "Module": lambda state: state.module,
            "PSVariable": _facet("PSVariableIntrinsics"),
            "Path": _facet("PathIntrinsics"),
            "Scripts": lambda _state: strings(["*"]),
        },
        declared="""
            System.Object Applications {get;}
            System.Management.Automation.CommandInvocationIntrinsics InvokeCommand {get;}
            System.Management.Automation.ProviderIntrinsics InvokeProvider {get;}
            System.Management.Automation.PSLanguageMode LanguageMode {get;set;}
            psmoduleinfo Module {get;}
            System.Management.Automation.PathIntrinsics Path {get;}
            System.Management.Automation.PSVariableIntrinsics PSVariable {get;}
            System.Object Scripts {get;}
        """,
    ),
    _SPACE + "SessionStateInternal": Implementation(),
    _SPACE + "PSVariableIntrinsics": Implementation(
        methods={
            "Get": _variable_object,
            "GetValue": _get_variable,
            "Remove": _remove_variable,
            "Set": _set_variable,
        },
        declared="""
            psvariable Get(string name)
            System.Object GetValue(string name)
            System.Object GetValue(string name, System.Object defaultValue)
            void Remove(string name)
            void Remove(psvariable variable)
            void Set(string name, System.Object value)
            void Set(psvariable variable)
        """,
    ),
    _SPACE + "PathIntrinsics": Implementation(
        methods={
            "Combine": _combine,
            "GetResolvedPSPathFromPSPath": _resolved,
            "GetUnresolvedProviderPathFromPSPath": _unresolved,
            "IsPSAbsolute": _is_absolute,
            "IsProviderQualified": _is_qualified,
            "IsValid": _is_valid,
            "SetLocation": _set_location,
        },
        properties={"CurrentLocation": _location, "CurrentFileSystemLocation": _file_location},
        declared="""
            string Combine(string parent, string child)
            System.Collections.ObjectModel.Collection[System.Management.Automation.PathInfo] \
                GetResolvedPSPathFromPSPath(string path)
            string GetUnresolvedProviderPathFromPSPath(string path)
            string GetUnresolvedProviderPathFromPSPath(string path, [ref] System.Management.Automation.ProviderInfo \
                provider, [ref] System.Management.Automation.PSDriveInfo drive)
            bool IsPSAbsolute(string path, [ref] string driveName)
            bool IsProviderQualified(string path)
            bool IsValid(string path)
            System.Management.Automation.PathInfo SetLocation(string path)
            System.Management.Automation.PathInfo CurrentFileSystemLocation {get;}
            System.Management.Automation.PathInfo CurrentLocation {get;}
        """,
    ),
}
