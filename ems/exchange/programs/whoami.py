"""whoami: the administrator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ems.runtime.programs import Program


class WhoamiProgram(Program):
    """Prints domain and user."""

    name: ClassVar[str] = "whoami"
    summary: ClassVar[str] = "Who you are"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        domain = self.session.environment.get("userdomain", ("", "CONTOSO"))[1]
        user = self.session.environment.get("username", ("", "Administrator"))[1]
        self.write_line(f"{domain}\\{user}".lower())
        return 0


PROGRAM = WhoamiProgram
