"""From the tree to closures: `compile_script` makes a script block that can run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ems.language.tree import ScriptBlockAst
    from ems.runtime.scriptblock import ScriptBlock


def compile_script(tree: ScriptBlockAst, session: Any, module: Any = None, top: bool = True) -> ScriptBlock:
    """A parsed script as a script block. Its parts are compiled when they first run."""
    from ems.language import tree as T
    from ems.language.source import Source
    from ems.runtime.compile.code import Code
    from ems.runtime.scriptblock import ScriptBlock

    usings = [
        each.name.value
        for each in tree.using_statements
        if each.using_statement_kind == "Namespace" and isinstance(each.name, T.StringConstantExpressionAst)
    ]
    if not usings and top and session is not None:
        # A text sees types as the code that runs it does.
        usings = list(session.usings)
    code = Code(tree, tree.source or Source(""), session, usings=usings, top=top)
    return ScriptBlock(code, module)


def compile_text(
    text: str, session: Any, file_name: str | None = None, module: Any = None, top: bool = True
) -> ScriptBlock:
    """A text as a script block of the module whose code asks for it; its parse errors are raised as PowerShell's."""
    from ems.language.parser import parse
    from ems.runtime.parseerrors import parse_failure

    result = parse(text, file_name)
    if result.errors:
        from ems.runtime.usingmodules import without_found

        errors = without_found(session, result) if session is not None else result.errors
        if errors:
            raise parse_failure(errors, result.tree.source)
    if module is None and session is not None:
        module = session.context.module
    return compile_script(result.tree, session, module, top)
