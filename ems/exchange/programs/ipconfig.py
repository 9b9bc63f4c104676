"""ipconfig: the address of the machine the shell is on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ems.runtime.programs import Program


class IpconfigProgram(Program):
    """Prints the one adapter."""

    name: ClassVar[str] = "ipconfig"
    summary: ClassVar[str] = "The address of this machine"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        address = self.session.services["network"].address_of_host(self.session.remoting.computer)
        gateway = address.rpartition(".")[0] + ".254"
        for line in (
            "",
            "Windows IP Configuration",
            "",
            "",
            "Ethernet adapter Ethernet:",
            "",
            "   Connection-specific DNS Suffix  . : contoso.com",
            f"   IPv4 Address. . . . . . . . . . . : {address}",
            "   Subnet Mask . . . . . . . . . . . : 255.255.255.0",
            f"   Default Gateway . . . . . . . . . : {gateway}",
        ):
            self.write_line(line)
        return 0


PROGRAM = IpconfigProgram
