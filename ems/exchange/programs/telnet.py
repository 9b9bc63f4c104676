"""telnet: Microsoft's Telnet client, from whichever machine the shell is on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ems.runtime.errors import Terminating
from ems.runtime.programs import Program
from ems.transport.telnet import Telnet


class TelnetProgram(Program):
    """Lines that are typed go to the client, what its window shows goes to the console."""

    name: ClassVar[str] = "telnet"
    summary: ClassVar[str] = "Talks to a server by hand: telnet mail.contoso.com 25"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        session = self.session
        client = Telnet(session.services["network"], session.remoting.computer, session.sleep)
        given = iter([session.to_string(line) for line in lines])
        try:
            self.host.write(client.start(arguments))
            while not client.finished:
                line = next(given, None)
                if line is None:
                    self.host.flush()
                    line = self.host.read_line(client.prompt, client.echoes_input)
                self.host.write(client.line(line))
        except Terminating as error:
            if error.record.error_id != "ReadLineEndOfInput":
                raise
        finally:
            client.close()
        return 0


PROGRAM = TelnetProgram
