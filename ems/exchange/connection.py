"""Test-Connection: the echo requests of ping, over the lab's network. Every machine there answers at once (our choice: in 1 ms)."""

from __future__ import annotations

from typing import Any

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter
from ems.runtime.values import PSCustomObject
from ems.transport.network import NameNotResolved

_STATUS = "System.Management.ManagementObject#root\\cimv2\\Win32_PingStatus"
_VIEW = {
    "types": [_STATUS],
    "name": "Win32_PingStatus",
    "kind": "Table",
    "columns": [
        {"label": "Source", "width": 13, "property": "__SERVER"},
        {"label": "Destination", "width": 15, "property": "Address"},
        {"label": "IPV4Address", "width": 16, "property": "IPV4Address"},
        {"label": "IPV6Address", "width": 40, "property": "IPV6Address"},
        {"label": "Bytes", "width": 8, "property": "BufferSize"},
        {"label": "Time(ms)", "width": 9, "property": "ResponseTime"},
    ],
}


class TestConnection(Cmdlet):
    """Asks machines whether they are there."""

    name = "Test-Connection"
    module = "Microsoft.PowerShell.Management"
    default_set = "Default"
    views = (_VIEW,)
    examples = (Example("Test-Connection mail.contoso.com -Count 1 -Quiet", "Whether the server answers.", "True"),)
    computer_name = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        aliases=("CN", "IPAddress", "__SERVER", "Server", "Destination"),
        help="The machines.",
    )
    count = Parameter("int", default=4, help="How many requests.")
    buffer_size = Parameter("int", default=32, aliases=("Size", "Bytes", "BS"), help="Bytes of each.")
    delay = Parameter("int", default=1, help="Seconds between them.")
    time_to_live = Parameter("int", default=80, aliases=("TTL",))
    throttle_limit = Parameter("int")
    source = Parameter("string[]", position=1, mandatory=True, sets="Source", help="From which machine.")
    quiet = Parameter("switch", sets="Quiet", help="Only says whether one of them answered.")
    as_job = Parameter("switch", sets=("Default", "Source"))
    credential = Parameter("pscredential", sets="Source")

    def process(self) -> None:
        network: Any = self.session.services["network"]
        here = self.session.remoting.computer or self.session.environment.get("computername", ("", "EX01"))[1]
        for computer in self.computer_name:
            try:
                address = network.resolve(computer, self.session.remoting.computer)
            except NameNotResolved:
                if self.quiet:
                    self.write(False)
                    continue
                text = f"Testing connection to computer '{computer}' failed: No such host is known"
                self.write_error(
                    self.error(
                        "TestConnectionException",
                        text,
                        "ResourceUnavailable",
                        computer,
                        "System.Net.NetworkInformation.PingException",
                    )
                )
                continue
            if self.quiet:
                self.write(True)
                continue
            for number in range(self.count):
                if number:
                    self.session.sleep(self.delay)
                self.write(
                    PSCustomObject.of(
                        [
                            ("__SERVER", here),
                            ("Address", computer),
                            ("IPV4Address", address if ":" not in address else None),
                            ("IPV6Address", address if ":" in address else None),
                            ("BufferSize", self.buffer_size),
                            ("ResponseTime", 1),
                            ("StatusCode", 0),
                            ("ProtocolAddress", address),
                        ],
                        [_STATUS, "System.Management.ManagementObject"],
                    )
                )
