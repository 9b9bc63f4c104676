"""`using module`: where the module lies, and its import before the script's first statement runs.

The parser cannot know which modules there are: it reports each as missing, and what is found here takes the report
away (SymbolResolver.cs, ModuleIntrinsics.cs). A relative path begins at the folder of the script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.errors import NetError, Terminating

if TYPE_CHECKING:
    from ems.language.errors import ParseError
    from ems.language.parser import ParseResult
    from ems.runtime.context import Context

_MISSING: Final = "ModuleNotFoundDuringParse"
_EXTENSIONS: Final = (".psd1", ".psm1")
_IMPORT: Final = "param($Name) Import-Module $Name -PassThru -ErrorAction Stop"
_IMPORT_VERSION: Final = "param($Name) Import-Module -FullyQualifiedName $Name -PassThru -ErrorAction Stop"


def without_found(session: Any, result: ParseResult) -> list[ParseError]:
    """The errors of a text, but for modules that are there after all."""
    if not any(error.error_id == _MISSING for error in result.errors):
        return result.errors
    nodes = {node.start: node for node in result.tree.using_statements}
    file_name = result.tree.source.file_name if result.tree.source is not None else None

    def stays(error: ParseError) -> bool:
        node = nodes.get(error.start) if error.error_id == _MISSING else None
        name = module_name(node) if node is not None else None
        return name is None or find(session, name, file_name) is None

    return [error for error in result.errors if stays(error)]


def module_name(node: T.UsingStatementAst) -> str | None:
    """The name in a `using module`, plain or in a table."""
    if isinstance(node.name, T.StringConstantExpressionAst):
        return node.name.value
    if isinstance(node.module_specification, T.HashtableAst):
        for key, value in node.module_specification.key_value_pairs:
            if isinstance(key, T.StringConstantExpressionAst) and key.value.lower() == "modulename":
                words = [each for each in value.walk() if isinstance(each, T.StringConstantExpressionAst)]
                return words[0].value if words else None
    return None


def find(session: Any, name: str, file_name: str | None) -> str | None:
    """The file of a module: a path as it is meant, a plain name in the folders of `$env:PSModulePath`."""
    plain = name.replace("/", "\\")
    if plain.startswith((".\\", "..\\", "\\")) or plain[1:2] == ":":
        if plain.startswith(".") and file_name:
            plain = file_name.replace("/", "\\").rpartition("\\")[0] + "\\" + plain
        try:
            return _at(session, session.locations.file(plain))
        except (Terminating, NetError):
            return None
    path = session.environment.get("psmodulepath", ("PSModulePath", ""))[1]
    for folder in path.split(";"):
        try:
            start = folder.strip().rstrip("\\")
            found = _at(session, session.locations.file(f"{start}\\{plain}")) if start else None
        except (Terminating, NetError):
            found = None
        if found is not None:
            return found
    return None


def _at(session: Any, path: str) -> str | None:
    """The module file at a path: the file itself, one of that name, or the one in the folder of that name."""
    store = session.files
    if store.is_file(path):
        return path if path.lower().endswith((*_EXTENSIONS, ".ps1")) else None
    leaf = path.rpartition("\\")[2]
    for candidate in (*(path + each for each in _EXTENSIONS), *(f"{path}\\{leaf}{each}" for each in _EXTENSIONS)):
        if store.is_file(candidate):
            return candidate
    if not store.is_directory(path):
        return None
    versions = [each for each in store.names(path) if each.replace(".", "").isdigit()]
    versions.sort(key=lambda each: [int(part) for part in each.split(".") if part], reverse=True)
    found = (f"{path}\\{version}\\{leaf}.psd1" for version in versions)
    return next((each for each in found if store.is_file(each)), None)


def use_module(context: Context, node: T.UsingStatementAst) -> None:
    """Imports a module for a script."""
    session = context.session
    name = module_name(node)
    if name is None:
        return
    if node.module_specification is not None:
        from ems.runtime.compile import compile_text

        table = compile_text(node.module_specification.text, session).invoke_value(context, [])
        found = session.script_block(_IMPORT_VERSION).invoke_list(context, [table])
    else:
        source = node.enclosing_source()
        file = find(session, name, source.file_name if source is not None else None)
        found = session.script_block(_IMPORT).invoke_list(context, [file or name])
    for module in found:
        # Its types are known from here on: by their names, and by these behind the name of the module.
        for folded, type_info in module.types.items():
            session.user_types[folded] = session.user_types[f"{module.name.lower()}.{folded}"] = type_info
