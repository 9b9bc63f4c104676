"""NormalView: how an error record is printed.

The text is, in this order: the command that reported it, the message, the position, the category and the id; each of
the last two is cut into pieces as wide as the screen less its indentation. Then the whole is wrapped like any other
text. The rule is the product's own view of ErrorRecord; `$ErrorView = "CategoryView"` leaves the category alone. An
error that came from another computer has neither command nor position here, but the computer's name at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ems.formatting.lines import wrap
from ems.runtime.errorcategory import category_text

if TYPE_CHECKING:
    from ems.runtime.errors import ErrorRecord

_INDENT: Final = 4


def error_lines(record: ErrorRecord, width: int, view: str = "NormalView") -> list[str]:
    """The lines of an error on a screen `width` columns wide. The last column stays free."""
    return wrap(error_text(record, width, view), width - 1, width - 1)


def error_text(record: ErrorRecord, width: int, view: str = "NormalView") -> str:
    """The text of an error, not yet wrapped, for a screen `width` columns wide."""
    if view.lower() == "categoryview":
        return category_text(record)
    text = record.details or record.exception.message
    computer = getattr(record, "computer_name", "")
    if not computer:
        position = _position(record)
        text = command_prefix(record) + text + ("\n" + position if position else "")
    chunk = width - _INDENT - 2
    text += "\n" + _pieces("+ CategoryInfo          : " + category_text(record), chunk)
    text += "\n" + _pieces("+ FullyQualifiedErrorId : " + record.fully_qualified_error_id, chunk)
    if computer:
        text += "\n" + _pieces("+ PSComputerName        : " + computer, chunk)
    if not record.details:
        text += "\n "
    return text


def command_prefix(record: ErrorRecord) -> str:
    """`Get-Item : `, the command as it was called; nothing where no command reported the error."""
    invocation = record.invocation
    if invocation is None:
        return ""
    command = invocation.my_command
    name = invocation.invocation_name
    if command is None:
        return f"{name} : " if name else ""
    kind = str(getattr(command, "kind", "")).lower()
    if kind in ("script", "externalscript") and getattr(command, "path", None):
        return f"{command.path} : "
    if name in ("", "&", "."):
        name = command.name
    return f"{name} : " if name else ""


def _position(record: ErrorRecord) -> str:
    invocation = record.invocation
    if invocation is None or (invocation.my_command is None and record.category == "ParserError"):
        return ""
    return str(invocation.position_message)


def _pieces(line: str, size: int) -> str:
    """The line in pieces of `size`, each behind the indentation; the product puts no line break between them."""
    if size <= 0:
        return " " * _INDENT + line
    return "".join(" " * _INDENT + line[start : start + size] for start in range(0, len(line), size))
