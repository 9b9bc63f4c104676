"""Where the shell is: on the server, or on another machine of the lab (Enter-PSSession), and the sessions opened to others (New-PSSession)."""
from __future__ import annotations

from typing import Any


class Remoting:
    """`computer` is the machine the shell is on, empty for the server itself: whatever connects, connects from there."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self.sessions: list[Any] = []
        self._last = 0

    @property
    def computer(self) -> str:
        return self._stack[-1] if self._stack else ""

    def enter(self, computer: str) -> None:
        self._stack.append(computer)

    def leave(self) -> bool:
        """Goes back; False where the shell is at home already."""
        if not self._stack:
            return False
        self._stack.pop()
        return True

    def next_number(self) -> int:
        self._last += 1
        return self._last
