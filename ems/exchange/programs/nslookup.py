"""nslookup NAME, nslookup -type=mx DOMAIN: one question, as its command line asks it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from ems.runtime.programs import Program
from ems.transport.network import NameNotResolved

_HEAD = ("Server:  dc01.contoso.com", "Address:  10.1.1.2", "")


class NslookupProgram(Program):
    """Asks the name server of the lab."""

    name: ClassVar[str] = "nslookup"
    summary: ClassVar[str] = "Looks a name up: nslookup -type=mx fabrikam.com"

    def run(self, arguments: list[str], lines: Iterable[Any]) -> int:
        network = self.session.services["network"]
        options = [each.lower() for each in arguments if each.startswith("-")]
        names = [each for each in arguments if not each.startswith("-")]
        if not names:
            self.write_line("Default Server:  dc01.contoso.com")
            self.write_line("Address:  10.1.1.2")
            return 0
        for line in _HEAD:
            self.write_line(line)
        name = names[0]
        if any(option.partition("=")[2] == "mx" for option in options):
            found = network.mail_exchangers(name)
            for preference, host in found:
                self.write_line(f"{name}\tMX preference = {preference}, mail exchanger = {host}")
            if found:
                return 0
        try:
            address = network.resolve(name, self.session.remoting.computer)
        except NameNotResolved:
            self.write_line(f"*** dc01.contoso.com can't find {name}: Non-existent domain")
            return 1
        self.write_line(f"Name:    {network.name_of(address) or name}")
        self.write_line(f"Address:  {address}")
        self.write_line("")
        return 0


PROGRAM = NslookupProgram
