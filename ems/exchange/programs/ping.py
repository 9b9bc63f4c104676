"""ping: four echo requests to a machine of the lab, which answers at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ems.runtime.programs import Program
from ems.transport.network import NameNotResolved


class PingProgram(Program):
    """The frequent form: ping [-n COUNT] HOST."""

    name: ClassVar[str] = "ping"
    summary: ClassVar[str] = "Asks a machine whether it is there: ping mail.contoso.com"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        count, names = 4, []
        rest = iter(arguments)
        for word in rest:
            if word.lower() in ("-n", "/n"):
                text = next(rest, "")
                if not text.isdigit() or not 1 <= int(text) <= 100:
                    self.write_line("Bad value for option -n, valid range is from 1 to 4294967295.")
                    return 1
                count = int(text)
            elif not word.startswith(("-", "/")):
                names.append(word)
        if not names:
            self.write_line("")
            self.write_line("Usage: ping [-n count] target_name")
            return 1
        try:
            address = self.session.services["network"].resolve(names[0], self.session.remoting.computer)
        except NameNotResolved:
            self.write_line(f"Ping request could not find host {names[0]}. Please check the name and try again.")
            return 1
        shown = names[0] if names[0] == address else f"{names[0]} [{address}]"
        self.write_line("")
        self.write_line(f"Pinging {shown} with 32 bytes of data:")
        for number in range(count):
            if number:
                self.session.sleep(1)
            self.write_line(f"Reply from {address}: bytes=32 time<1ms TTL=128")
        for line in (
            "",
            f"Ping statistics for {address}:",
            f"    Packets: Sent = {count}, Received = {count}, Lost = 0 (0% loss),",
            "Approximate round trip times in milli-seconds:",
            "    Minimum = 0ms, Maximum = 0ms, Average = 0ms",
        ):
            self.write_line(line)
        return 0


PROGRAM = PingProgram
