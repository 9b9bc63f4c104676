"""The prompt, and values that may be found out while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.language.parser import parse
from ems.runtime import current
from ems.runtime.errors import NetError, Terminating

if TYPE_CHECKING:
    from ems.runtime.session import Session

_HARMLESS: Final = (
    T.ScriptBlockAst,
    T.NamedBlockAst,
    T.PipelineAst,
    T.CommandExpressionAst,
    T.VariableExpressionAst,
    T.MemberExpressionAst,
    T.IndexExpressionAst,
    T.ConstantExpressionAst,
    T.StringConstantExpressionAst,
    T.ArrayLiteralAst,
    T.HashtableAst,
    T.ParenExpressionAst,
    T.TypeExpressionAst,
    T.ConvertExpressionAst,
    T.TypeConstraintAst,
    T.ArrayExpressionAst,
    T.StatementBlockAst,
)


def prompt_text(session: Session) -> str:
    """`[PS] C:\\Windows\\system32>`; on another machine `[PRINTER01]: PS C:\\...> `. A function `prompt` of the user's own goes before."""
    function = session.commands.function("prompt", session.global_scope)
    if function is not None:
        try:
            said = "".join(session.to_string(value) for value in session.invoke("prompt"))
        except (Terminating, NetError):
            said = ""
        if said:
            return f"[{session.remoting.computer}]: {said}" if session.remoting.computer else said
        return "PS>"
    with current.use(session):
        place = session.locations.place
        shown = (
            place.drive.root + place.path if place.provider.hierarchical and len(place.drive.name) == 1 else place.shown
        )
    if session.remoting.computer:
        return f"[{session.remoting.computer}]: PS {shown}>"
    return f"[PS] {shown}>"


def safe_value(session: Session, expression: str) -> Any:
    result = parse(expression)
    if result.errors or not _is_harmless(result.tree):
        return None
    try:
        values = session.invoke(expression)
    except (Terminating, NetError):
        return None
    return values[0] if len(values) == 1 else values or None


def _is_harmless(node: Any) -> bool:
    return type(node) in _HARMLESS and all(_is_harmless(child) for child in node.children())
