"""How a console asks for one of several answers (ConsoleHostUserInterfacePrompt.cs): what it prints, and what it takes for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ems.runtime.consoletext import wrap_message

if TYPE_CHECKING:
    from ems.runtime.host import Choice, Host


def hot_key(label: str) -> tuple[str, str]:
    """The letter after `&`, in upper case, and the label without the `&`."""
    before, mark, after = label.partition("&")
    return (after[:1].upper(), before + after) if mark and after.strip() else ("", label)


def menu(choices: Sequence[Choice], default: int, width: int) -> str:
    """`[Y] Yes  [A] Yes to All  ...  [?] Help (default is "Y"): `, broken at the width as the console does."""
    pieces = []
    for choice in choices:
        key, label = hot_key(choice.label)
        pieces.append(f"[{key}] {label}  " if key else f"[{label}] {label}  ")
    pieces.append("[?] Help ")
    key = hot_key(choices[default].label)[0] if 0 <= default < len(choices) else ""
    pieces.append(f'(default is "{key}"):' if key else ":")
    lines, line = [], ""
    for piece in pieces:
        if line and len(line) + len(piece.rstrip()) > width - 1:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line)
    return "\n".join(lines) + " "


def pick(answer: str, choices: Sequence[Choice], default: int) -> int | None:
    """The index an answer means; -1 for help, None for no answer at all. A hot key or the whole label, without regard to case."""
    answer = answer.strip()
    if not answer:
        return default if default >= 0 else None
    if answer == "?":
        return -1
    folded = answer.lower()
    for index, choice in enumerate(choices):
        key, label = hot_key(choice.label)
        if folded == key.lower() or folded == label.lower():
            return index
    return None


def ask_choice(host: Host, caption: str, message: str, choices: Sequence[Choice], default: int) -> int:
    """Asks until there is an answer, over `host.read_line`."""
    host.write_line()
    if caption:
        host.write_line(caption)
    if message:
        for line in wrap_message(message, host.width):
            host.write_line(line.rstrip("\r"))
    while True:
        picked = pick(host.read_line(menu(choices, default, host.width)), choices, default)
        if picked is None:
            continue
        if picked >= 0:
            return picked
        for choice in choices:
            key, label = hot_key(choice.label)
            host.write_line(f"{key or label} - {choice.help}")
