"""hostname: the name of the machine the shell is on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ems.runtime.programs import Program


class HostnameProgram(Program):
    """Prints the name."""

    name: ClassVar[str] = "hostname"
    summary: ClassVar[str] = "The name of this machine"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        self.write_line(self.session.remoting.computer or self.session.environment.get("computername", ("", "EX01"))[1])
        return 0


PROGRAM = HostnameProgram
