"""Reading variables: by scope, by prefix, from drives, and the automatic ones that are no entries of a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime.errors import Terminating, runtime_error
from ems.runtime.invocation import parent_directory
from ems.runtime.scope import MISSING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler
    from ems.runtime.context import Context

CONSTANTS: Final = {"true": True, "false": False, "null": None}


def constant(value: Any) -> Expression:
    """A closure that yields always the same."""

    def fixed(context: Context) -> Any:
        return value

    return fixed


def absent(context: Context, name: str, spelled: str, node: T.Ast | None = None) -> Any:
    """The value of a variable that is not in the current scope; an error in strict mode where it is nowhere."""
    value = context.scope.held(name)
    if value is not MISSING:
        return value
    if context.scope.strict_version():
        raise undefined(context, spelled, node)
    return None


def undefined(context: Context, spelled: str, node: T.Ast | None) -> Terminating:
    """The error of strict mode."""
    text = f"The variable '${spelled}' cannot be retrieved because it has not been set."
    error = runtime_error("VariableIsUndefined", text, "InvalidOperation", spelled)
    error.record.position = context.extent_of(node)
    return error


def read_unscoped(name: str, spelled: str, node: T.Ast | None = None) -> Expression:
    """`$name`."""

    def read(context: Context) -> Any:
        value = context.vars.get(name, MISSING)
        return value if value is not MISSING else absent(context, name, spelled, node)

    return read


def read_scoped(scope: str, name: str, spelled: str) -> Expression:
    """`$global:name` and the like."""

    def read(context: Context) -> Any:
        where = context.scope.named(scope)
        value = where.vars.get(name, MISSING)
        if value is not MISSING:
            return value
        if scope == "script" and where.parent is not None and where.frame is None:
            return None
        if context.scope.strict_version():
            raise undefined(context, spelled, None)
        return None

    return read


def read_drive(drive: str, path: str) -> Expression:
    """`$env:Path`, `$function:prompt`, `${c:file}`."""
    folded = drive.lower()

    def read(context: Context) -> Any:
        return context.session.drive_variable(folded, path, context)

    return read


def read_success(context: Context) -> Any:
    """`$?`."""
    return context.session.succeeded


def read_location(context: Context) -> Any:
    """`$PWD`."""
    own = context.scope.lookup("pwd")
    return context.session.location() if own is MISSING else own


def compile_variable(c: Compiler, node: T.VariableExpressionAst) -> Expression:
    path = node.variable_path
    if path.drive_name is not None:
        return read_drive(path.drive_name, path.name)
    name = c.spell(path.name)
    if name == "psitem":
        name = "_"
    if path.scope is not None:
        if name in CONSTANTS:
            return constant(CONSTANTS[name])
        return read_scoped(path.scope, name, path.user_path)
    if name in CONSTANTS:
        return constant(CONSTANTS[name])
    if name == "?":
        return read_success
    if name == "pwd":
        return read_location
    if name in ("psscriptroot", "pscommandpath"):
        file = c.source.file_name
        return read_place(name, "" if not file else parent_directory(file) if name == "psscriptroot" else file)
    if name == "myinvocation":
        return read_my_invocation
    if name == "psboundparameters":
        return read_bound_parameters
    return read_unscoped(name, path.user_path, node)


def read_place(name: str, place: str) -> Expression:
    """`$PSScriptRoot` and `$PSCommandPath`: known from the file the code came from, unless somebody wrote to them."""

    def read(context: Context) -> Any:
        own = context.vars.get(name, MISSING)
        return place if own is MISSING else own

    return read


def read_my_invocation(context: Context) -> Any:
    """`$MyInvocation` belongs to the code that runs, even where it shares its caller's scope."""
    own = context.vars.get("myinvocation", MISSING)
    if own is not MISSING:
        return own
    return context.my_invocation()


def read_bound_parameters(context: Context) -> Any:
    """`$PSBoundParameters`, likewise."""
    own = context.vars.get("psboundparameters", MISSING)
    if own is not MISSING:
        return own
    if context.bound is not None:
        return context.bound_dictionary()
    return absent(context, "psboundparameters", "PSBoundParameters")


def compile_using(c: Compiler, node: T.UsingExpressionAst) -> Expression:
    """`$using:name`: the value as it is where the block was sent from; the sender has put it into the scope under this
    name.
    """
    inner = c.expression(node.sub_expression)
    name = (
        node.sub_expression.variable_path.name.lower()
        if isinstance(node.sub_expression, T.VariableExpressionAst)
        else ""
    )

    def read(context: Context) -> Any:
        sent = context.scope.lookup("__using")
        if type(sent) is dict:
            return sent[name] if name in sent else inner(context)
        raise runtime_error(
            "UsingWithoutInvokeCommand",
            "A Using variable cannot be retrieved. A Using variable can be used only with Invoke-Command, "
            "Start-Job, or InlineScript in the script workflow. "
            "When it is used with Invoke-Command, the Using variable is valid only if the script block is invoked "
            "on a remote computer.",
            "InvalidOperation",
        )

    return read


EXPRESSIONS: Final[dict[type, Handler]] = {
    T.VariableExpressionAst: compile_variable,
    T.UsingExpressionAst: compile_using,
}
