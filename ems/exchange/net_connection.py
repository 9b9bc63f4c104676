"""Test-NetConnection: whether a port of a machine of the lab answers."""

from __future__ import annotations

from typing import Any

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.values import PSCustomObject
from ems.transport.network import NameNotResolved, NetworkError

_PORTS = {"http": 80, "rdp": 3389, "smb": 445, "winrm": 5985}


class TestNetConnection(Cmdlet):
    """Tests the way to a machine, and to a port of it."""

    name = "Test-NetConnection"
    kind = "Function"
    module = "NetTCPIP"
    aliases = ("TNC",)
    default_set = "ICMP"
    examples = (
        Example("(Test-NetConnection mail.contoso.com -Port 25).TcpTestSucceeded", "Whether mail is taken.", "True"),
    )
    computer_name = Parameter(
        "string",
        position=0,
        pipeline="value,name",
        aliases=("RemoteAddress", "cn"),
        default="internetbeacon.msedge.net",
        help="The machine.",
    )
    common_tcp_port = Parameter(
        "string",
        name="CommonTCPPort",
        sets={"CommonTCPPort": InSet(mandatory=True, position=1)},
        help="HTTP, RDP, SMB or WINRM.",
    )
    port = Parameter(
        "int", mandatory=True, pipeline="name", sets="RemotePort", aliases=("RemotePort",), help="The port."
    )
    trace_route = Parameter("switch", sets="ICMP")
    hops = Parameter("int", sets="ICMP")
    information_level = Parameter("string", help="Quiet or Detailed.")

    def process(self) -> None:
        network: Any = self.session.services["network"]
        port = self.port if self.port is not None else _PORTS.get((self.common_tcp_port or "").lower())
        source = self.session.remoting.computer
        try:
            address = network.resolve(self.computer_name, source)
        except NameNotResolved:
            self.write_warning(f"Name resolution of {self.computer_name} failed")
            self.write(self._result(None, port, False, False))
            return
        succeeded = False
        if port is not None:
            try:
                network.connect(source, self.computer_name, port, self.session.sleep).close()
                succeeded = True
            except NetworkError:
                self.write_warning(f"TCP connect to ({address} : {port}) failed")
        self.write(self._result(address, port, True, succeeded))

    def _result(self, address: str | None, port: int | None, ping: bool, succeeded: bool) -> Any:
        if (self.information_level or "").lower() == "quiet":
            return succeeded if port is not None else ping
        here = self.session.services["network"].address_of_host(self.session.remoting.computer)
        pairs: list[tuple[str, Any]] = [("ComputerName", self.computer_name), ("RemoteAddress", address)]
        if port is not None:
            pairs += [("RemotePort", port), ("InterfaceAlias", "Ethernet"), ("SourceAddress", here)]
            if not succeeded:
                pairs += [("PingSucceeded", ping), ("PingReplyDetails (RTT)", "1 ms" if ping else "0 ms")]
            pairs.append(("TcpTestSucceeded", succeeded))
        else:
            pairs += [
                ("InterfaceAlias", "Ethernet"),
                ("SourceAddress", here),
                ("PingSucceeded", ping),
                ("PingReplyDetails (RTT)", "1 ms" if ping else "0 ms"),
            ]
        return PSCustomObject.of(pairs)
