"""Loading modules: where they are looked for, script and manifest modules, what an import brings (ModuleCmdletBase)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ems.cmdlets import blocks, files, objects
from ems.cmdlets.verb import VERBS
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.commands import MODULE_VERSIONS, AliasInfo
from ems.runtime.convert import to_string
from ems.runtime.errors import ErrorRecord, Terminating
from ems.runtime.functions import FunctionInfo
from ems.runtime.messages import message
from ems.runtime.modules import ModuleInfo, matches, run_module, share, with_prefix
from ems.runtime.scope import Scope

if TYPE_CHECKING:
    from ems.runtime.session import Session

KINDS: Final = ("functions", "cmdlets", "variables", "aliases")
_EXTENSIONS: Final = (".psd1", ".psm1", ".ps1")
CORE_MODULES: Final = (
    "Microsoft.PowerShell.Management",
    "Microsoft.PowerShell.Utility",
    "Microsoft.PowerShell.Security",
    "Microsoft.PowerShell.Host",
    "Microsoft.PowerShell.Diagnostics",
    "Microsoft.PowerShell.Core",
    "Microsoft.PowerShell.Archive",
    "Microsoft.WSMan.Management",
)
MEMBERS: Final = (
    "ModuleToProcess", "NestedModules", "GUID", "Author", "CompanyName", "Copyright", "ModuleVersion",
    "Description", "PowerShellVersion", "PowerShellHostName", "PowerShellHostVersion", "CLRVersion",
    "DotNetFrameworkVersion", "ProcessorArchitecture", "RequiredModules", "TypesToProcess", "FormatsToProcess",
    "ScriptsToProcess", "PrivateData", "RequiredAssemblies", "ModuleList", "FileList", "FunctionsToExport",
    "VariablesToExport", "AliasesToExport", "CmdletsToExport", "DscResourcesToExport", "CompatiblePSEditions",
    "HelpInfoURI", "RootModule", "DefaultCommandPrefix",
)  # fmt: skip
"""The keys that a manifest may have, in the order in which the product lists them."""


class CoreModule(ModuleInfo):
    """One of the product's own modules: it exports cmdlets, which are there without it."""

    __slots__ = ("commands",)

    def __init__(self, session: Session, name: str) -> None:
        path = f"C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\Modules\\{name}\\{name}.psd1"
        super().__init__(session, name, path, "Manifest")
        self.version = MODULE_VERSIONS.get(name, "3.0.0.0")
        own = [info for info in session.commands.all_cmdlets() if info.module_name == name]
        self.commands = {info.name.lower(): info for info in sorted(own, key=lambda info: info.name.lower())}

    def exported_cmdlets(self) -> dict[str, Any]:
        return {key: info for key, info in self.commands.items() if info.kind == "Cmdlet"}

    def exported_functions(self) -> dict[str, Any]:
        return {key: info for key, info in self.commands.items() if info.kind != "Cmdlet"}


def not_found(cmdlet: Cmdlet, name: str) -> ErrorRecord:
    return cmdlet.error(
        "Modules_ModuleNotFound",
        message("Modules", "ModuleNotFound", name),
        "ResourceUnavailable",
        name,
        "System.IO.FileNotFoundException",
    )


def loaded(cmdlet: Cmdlet) -> dict[str, ModuleInfo]:
    """The modules of the session by folded name."""
    found: dict[str, ModuleInfo] = cmdlet.session.modules
    return found


def core_module(cmdlet: Cmdlet, name: str) -> CoreModule:
    """One of the product's own modules; its cmdlets are always there."""
    known = blocks.state(cmdlet, "core modules")
    module: CoreModule | None = known.get(name.lower())
    if module is None:
        module = known[name.lower()] = CoreModule(cmdlet.session, name)
    return module


def core_name(name: str) -> str | None:
    """The name of one of the product's modules as it writes it."""
    return next((each for each in CORE_MODULES if each.lower() == name.lower()), None)


# Where a module lies


def find_file(cmdlet: Cmdlet, name: str) -> str | None:
    """The file of a module: by its path, or by its name in the directories of `$env:PSModulePath`."""
    if "\\" in name or "/" in name or name.lower().endswith(_EXTENSIONS):
        return _at(cmdlet, files.resolve(cmdlet, name, True))
    for folder in folders(cmdlet):
        found = _at(cmdlet, f"{folder}\\{name}")
        if found is not None:
            return found
    return None


def folders(cmdlet: Cmdlet) -> list[str]:
    """The directories in which modules are looked for."""
    return [each.rstrip("\\") for each in blocks.environment(cmdlet, "PSModulePath").split(";") if each.strip()]


def _at(cmdlet: Cmdlet, path: str) -> str | None:
    store = cmdlet.session.files
    if store.is_file(path):
        return path
    for extension in _EXTENSIONS[:2]:
        if store.is_file(path + extension):
            return path + extension
    if not store.is_directory(path):
        return None
    leaf = path.rpartition("\\")[2]
    for extension in _EXTENSIONS[:2]:
        file = f"{path}\\{leaf}{extension}"
        if store.is_file(file):
            return file
    versions = sorted((each for each in _names(cmdlet, path) if _is_version(each)), key=_version_key, reverse=True)
    for version in versions:
        file = f"{path}\\{version}\\{leaf}.psd1"
        if store.is_file(file):
            return file
    return None


def _names(cmdlet: Cmdlet, folder: str) -> list[str]:
    store = cmdlet.session.files
    return list(store.names(folder)) if store.is_directory(folder) else []


def _is_version(text: str) -> bool:
    parts = text.split(".")
    return 2 <= len(parts) <= 4 and all(part.isdigit() for part in parts)


def _version_key(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def version_parts(version: Any) -> tuple[int, ...]:
    """A version as numbers that can be compared; what is missing counts as 0."""
    numbers = [int(part) for part in to_string(version).split(".") if part.isdigit()]
    return tuple([*numbers, 0, 0, 0, 0][:4])


def available(cmdlet: Cmdlet) -> Iterable[str]:
    """The files of all modules that can be imported by name."""
    for folder in folders(cmdlet):
        for name in _names(cmdlet, folder):
            found = _at(cmdlet, f"{folder}\\{name}")
            if found is not None:
                yield found


# Manifests


def read_manifest(cmdlet: Cmdlet, path: str) -> dict[str, Any]:
    """The table in a manifest by folded key; raises the error of one that is not valid."""
    try:
        value = blocks.data_file(cmdlet, files.read_text(cmdlet, path, True), path, [])
    except Terminating as error:
        text = message("Modules", "InvalidModuleManifest", path, error.record.message)
        raise _manifest_error(cmdlet, "Modules_InvalidManifest", text, path) from None
    if not objects.is_dictionary(value):
        raise _manifest_error(cmdlet, "Modules_InvalidManifest", message("Modules", "EmptyModuleManifest", path), path)
    pairs = [(to_string(key), content) for key, content in objects.entries(value)]
    known = {name.lower() for name in MEMBERS}
    wrong = [key for key, _ in pairs if key.lower() not in known]
    if wrong:
        names = ", ".join(f"'{name}'" for name in MEMBERS)
        text = message("Modules", "InvalidModuleManifestMember", path, names, ", ".join(f"'{key}'" for key in wrong))
        raise _manifest_error(cmdlet, "Modules_InvalidManifestMember", text, path)
    table = {key.lower(): content for key, content in pairs}
    if table.get("moduleversion") is None:
        text = message("Modules", "ModuleManifestMissingModuleVersion", path)
        raise _manifest_error(cmdlet, "Modules_InvalidManifest", text, path)
    return table


def _manifest_error(cmdlet: Cmdlet, error_id: str, text: str, path: str) -> Terminating:
    kind = "System.InvalidOperationException" if error_id.endswith("Member") else "System.MissingMemberException"
    return cmdlet.throw(cmdlet.error(error_id, text, "InvalidData", path, kind))


def strings(value: Any) -> list[str]:
    """What a key of a manifest lists."""
    if value is None:
        return []
    listed = objects.elements(value)
    return [to_string(value)] if listed is None else [_specified(each) for each in listed]


def _specified(value: Any) -> str:
    """The name in an entry that may also be a table with a version."""
    if objects.is_dictionary(value):
        return to_string(objects.entry(value, "ModuleName")[1])
    return to_string(value)


def describe(cmdlet: Cmdlet, module: ModuleInfo, manifest: Mapping[str, Any]) -> None:
    """Notes what a manifest says about a module."""
    module.version = to_string(manifest["moduleversion"])
    module.guid = to_string(manifest.get("guid") or module.guid)
    module.author = to_string(manifest.get("author") or "")
    module.company_name = to_string(manifest.get("companyname") or "")
    module.copyright = to_string(manifest.get("copyright") or "")
    module.description = to_string(manifest.get("description") or "")
    module.private_data = manifest.get("privatedata")


# Loading


def load_file(cmdlet: Cmdlet, path: str, arguments: list[Any]) -> ModuleInfo:
    """Runs the module in a file."""
    name = path.replace("/", "\\").rpartition("\\")[2].rpartition(".")[0]
    if path.lower().endswith(".psd1"):
        return _load_manifest(cmdlet, name, path, arguments)
    block = blocks.script_file(cmdlet, path)
    module = ModuleInfo(cmdlet.session, name, path)
    run_module(cmdlet.session, module, block, arguments, cmdlet.runtime.out)
    return module


def _load_manifest(cmdlet: Cmdlet, name: str, path: str, arguments: list[Any]) -> ModuleInfo:
    manifest = read_manifest(cmdlet, path)
    for required in strings(manifest.get("requiredmodules")):
        if required.lower() not in loaded(cmdlet) and core_name(required) is None:
            file = find_file(cmdlet, required)
            if file is None:
                text = message("Modules", "RequiredModuleNotFound", required)
                raise cmdlet.throw(
                    cmdlet.error(
                        "Modules_ModuleNotFound",
                        text,
                        "ResourceUnavailable",
                        required,
                        "System.IO.FileNotFoundException",
                    )
                )
            register(cmdlet, load_file(cmdlet, file, []), None)
    folder = path.replace("/", "\\").rpartition("\\")[0]
    for script in strings(manifest.get("scriptstoprocess")):
        blocks.run(cmdlet, blocks.script_file(cmdlet, f"{folder}\\{script}"))
    root_name = to_string(manifest.get("rootmodule") or manifest.get("moduletoprocess") or "")
    nested = [
        _load_part(cmdlet, folder, each, "NestedModules", path) for each in strings(manifest.get("nestedmodules"))
    ]
    if root_name:
        module = _load_part(cmdlet, folder, root_name, "RootModule", path, arguments)
        module.name, module.path = name, path
    else:
        module = ModuleInfo(cmdlet.session, name, path, "Manifest")
    module.nested = nested
    describe(cmdlet, module, manifest)
    _restrict(module, manifest, bool(root_name))
    return module


def _load_part(
    cmdlet: Cmdlet, folder: str, name: str, field: str, path: str, arguments: list[Any] | None = None
) -> ModuleInfo:
    """The root module or a nested module of a manifest."""
    relative = name.removeprefix(".").lstrip("\\/")
    file = _at(cmdlet, f"{folder}\\{relative}") or find_file(cmdlet, name)
    if file is None or not file.lower().endswith(_EXTENSIONS):
        text = message("Modules", "ManifestMemberNotFound", name, field, path)
        raise cmdlet.throw(
            cmdlet.error(
                "Modules_ModuleFileNotFound", text, "ResourceUnavailable", path, "System.IO.FileNotFoundException"
            )
        )
    return load_file(cmdlet, file, arguments or [])


def _restrict(module: ModuleInfo, manifest: Mapping[str, Any], has_root: bool) -> None:
    """Exports what a manifest names, of what its modules export."""
    parts = [*module.nested, *([module] if has_root else [])]
    functions = {key: each for part in parts for key, each in part.exported_functions().items()}
    aliases = {key: each for part in parts for key, each in (part.scope.aliases or {}).items() if part.exports is None}
    for part in parts:
        aliases.update(part.exported_aliases())
    variables = {key: value for part in parts for key, value in part.exported_variables().items()}
    wanted = {
        "functions": [each.name for each in functions.values()],
        "aliases": [each.name for each in aliases.values()],
        "variables": [module.session.spelling(key) for key in variables],
        "cmdlets": [],
    }
    for part in module.nested:
        module.scope.functions = {**part.exported_functions(), **(module.scope.functions or {})}
        module.scope.aliases = {**(part.scope.aliases or {}), **(module.scope.aliases or {})}
        module.scope.vars.update(part.exported_variables())
    for kind in KINDS:
        key = f"{kind}toexport"
        if key in manifest:
            patterns = strings(manifest[key])
            wanted[kind] = [name for name in wanted[kind] if matches(name, patterns)]
    module.exports = wanted


def register(cmdlet: Cmdlet, module: ModuleInfo, scope: Scope | None, **options: Any) -> None:
    """Makes a module known in the session and imports its members."""
    loaded(cmdlet)[module.name.lower()] = module
    import_members(cmdlet, module, scope or target_scope(cmdlet), **options)


def target_scope(cmdlet: Cmdlet, local: bool = False) -> Scope:
    """Where an import puts members: the module that imports, or the whole session."""
    context = blocks.context_of(cmdlet)
    if local:
        return blocks.scope_of(cmdlet)
    module: Any = context.module
    return module.scope if module is not None else cmdlet.session.global_scope  # type: ignore[no-any-return]


def import_members(
    cmdlet: Cmdlet,
    module: ModuleInfo,
    scope: Scope,
    *,
    prefix: str = "",
    chosen: Mapping[str, list[str]] | None = None,
    check_names: bool = False,
    no_clobber: bool = False,
) -> None:
    """Puts what a module exports into a scope. `chosen` says by kind which members; a kind that is not there brings
    none."""
    commands = cmdlet.session.commands

    def wanted(kind: str) -> Callable[[str], bool]:
        if not chosen:
            return lambda name: True
        patterns = chosen.get(kind, [])
        return lambda name: matches(name, patterns)

    def is_free(kind: str, name: str) -> bool:
        if not no_clobber or commands.find(name, scope, False) is None:
            return True
        cmdlet.write_verbose(message("Modules", f"ImportModuleNoClobberFor{kind}", name))
        return False

    unapproved = False
    test = wanted("functions")
    for each in module.exported_functions().values():
        name = with_prefix(each.name, prefix)
        if not test(each.name) or not is_free("Function", name):
            continue
        cmdlet.write_verbose(message("Modules", "ImportingFunction", name))
        imported = FunctionInfo(name, each.block, each.kind, each.options)
        imported.module_name = module.name
        imported.module = module
        commands.set_function(scope, imported)
        unapproved = unapproved or not has_approved_verb(name)
    test = wanted("aliases")
    for alias in module.exported_aliases().values():
        name = with_prefix(alias.name, prefix)
        if not test(alias.name) or not is_free("Alias", name):
            continue
        cmdlet.write_verbose(message("Modules", "ImportingAlias", name))
        target = with_prefix(alias.target, prefix) if module.exported(alias.target.lower()) else alias.target
        commands.set_alias(scope, AliasInfo(name, target, alias.options, alias.description, module.name))
    test = wanted("variables")
    for key in module.exported_variables():
        name = cmdlet.session.spelling(key)
        if test(name):
            cmdlet.write_verbose(message("Modules", "ImportingVariable", name))
            share(module.scope, scope, key)
    if check_names and unapproved:
        cmdlet.write_warning(message("Modules", "ImportingNonStandardVerb", module.name))


def has_approved_verb(name: str) -> bool:
    """Whether a function's name begins with an approved verb; names without a dash have none to approve."""
    verb, dash, _ = name.partition("-")
    return not dash or any(verb.lower() in verbs.lower().split() for verbs in VERBS.values())


def remove(cmdlet: Cmdlet, module: ModuleInfo) -> None:
    """Takes a module out of the session, after what it wants to run then."""
    from ems.runtime.modules import remove_members

    if module.on_remove is not None:
        module.on_remove.run(module.context, [module], cmdlet.runtime.out)
    for nested in module.nested:
        remove(cmdlet, nested)
    remove_members(cmdlet.session, module)
    scope = cmdlet.session.global_scope
    for key, value in module.exported_variables().items():
        if scope.vars.get(key) is value:
            scope.remove(key)
    loaded(cmdlet).pop(module.name.lower(), None)
