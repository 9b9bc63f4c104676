"""The parser's tables, loaded once. They are made by build.py and need no library to be read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ems.language.lalr.actions import Action, Actions


class Tables:
    """What the driver runs on. Numbers of actions: a state to go to, or the complement of a rule to reduce."""

    __slots__ = ("actions", "defaults", "glues", "gotos", "jumps", "key", "modes", "rules", "start", "strict")

    def __init__(self, data: dict[str, Any]) -> None:
        self.key: str = data["key"]
        self.start: int = data["start"]
        self.rules: tuple[tuple[str, int, str], ...] = data["rules"]
        self.actions: tuple[dict[str, int], ...] = data["actions"]
        self.defaults: tuple[int, ...] = data["defaults"]
        self.gotos: tuple[dict[str, int], ...] = data["gotos"]
        self.modes: tuple[str, ...] = data["modes"]
        self.glues: tuple[int, ...] = data["glues"]
        self.strict: tuple[bool, ...] = data["strict"]
        # Where rules without actions lead to, found when first needed: nothing in it ever changes.
        self.jumps: dict[tuple[int, int, str], int] = {}

    def bind(self, actions: Actions) -> list[tuple[str, int, Action | None]]:
        """The rules, each with the action that makes its value."""
        return [(origin, length, getattr(actions, name) if name else None) for origin, length, name in self.rules]

    def jump(self, below: int, state: int, terminal: str) -> int:
        """The state in which something happens, when a value with a state below it meets a terminal."""
        key = (below, state, terminal)
        while True:
            code = self.defaults[state]
            if code < 0:
                action = self.actions[state].get(terminal, 0)
                if action >= 0:
                    break
                code = ~action
            origin, length, name = self.rules[code]
            if name or length != 1:
                break
            state = self.gotos[below][origin]
        self.jumps[key] = state
        return state

    @staticmethod
    @lru_cache(maxsize=1)
    def load() -> Tables:
        """The tables in the file beside this one."""
        import marshal
        import os.path

        with open(os.path.join(os.path.dirname(__file__), "tables.bin"), "rb") as file:
            return Tables(marshal.load(file))
