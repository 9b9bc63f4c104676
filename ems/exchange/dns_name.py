"""Resolve-DnsName, over the names of the lab."""

from __future__ import annotations

from typing import Any

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.values import PSCustomObject
from ems.transport.network import NameNotResolved

_RECORD = "Microsoft.DnsClient.Commands.DnsRecord"
_A_VIEW = {
    "types": [f"{_RECORD}_A", f"{_RECORD}_PTR"],
    "name": "DnsRecord_A",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 46},
        {"property": "Type", "width": 6},
        {"property": "TTL", "width": 5, "align": "right"},
        {"property": "Section", "width": 10},
        {"property": "IPAddress"},
    ],
}
_MX_VIEW = {
    "types": [f"{_RECORD}_MX"],
    "name": "DnsRecord_MX",
    "kind": "Table",
    "columns": [
        {"property": "Name", "width": 38},
        {"property": "Type", "width": 6},
        {"property": "TTL", "width": 5, "align": "right"},
        {"property": "Section", "width": 10},
        {"property": "NameExchange", "width": 32},
        {"property": "Preference", "align": "right"},
    ],
}


class ResolveDnsName(Cmdlet):
    """Resolves a name of the lab."""

    name = "Resolve-DnsName"
    module = "DnsClient"
    views = (_A_VIEW, _MX_VIEW)
    examples = (
        Example(
            "(Resolve-DnsName fabrikam.com -Type MX).NameExchange", "Who takes mail for a domain.", "mail.fabrikam.com"
        ),
    )
    name_ = Parameter(
        "string",
        name="Name",
        sets={"__AllParameterSets": InSet(mandatory=True, position=0, by_value=True, by_name=True)},
        help="The name.",
    )
    type_ = Parameter("string", name="Type", position=1, pipeline="name", help="A, AAAA, MX, PTR or ANY.")
    server = Parameter("string[]", help="Which name server; there is one.")
    dns_only = Parameter("switch")
    quick_timeout = Parameter("switch")

    def process(self) -> None:
        network: Any = self.session.services["network"]
        kind = (self.type_ or "A").upper()
        try:
            if kind == "MX":
                exchangers = network.mail_exchangers(self.name_)
                if not exchangers:
                    network.resolve(self.name_, self.session.remoting.computer)
                for preference, host in exchangers:
                    self.write(
                        PSCustomObject.of(
                            [
                                ("Name", self.name_),
                                ("Type", "MX"),
                                ("TTL", 3600),
                                ("Section", "Answer"),
                                ("NameExchange", host),
                                ("Preference", preference),
                            ],
                            [f"{_RECORD}_MX", _RECORD, "System.Object"],
                        )
                    )
                return
            address = network.resolve(self.name_, self.session.remoting.computer)
        except NameNotResolved:
            self.write_error(
                self.error(
                    "DNS_ERROR_RCODE_NAME_ERROR",
                    f"{self.name_} : DNS name does not exist",
                    "ResourceUnavailable",
                    self.name_,
                    "System.ComponentModel.Win32Exception",
                )
            )
            return
        self.write(
            PSCustomObject.of(
                [
                    ("Name", self.name_),
                    ("Type", "AAAA" if ":" in address else "A"),
                    ("TTL", 1200),
                    ("Section", "Answer"),
                    ("IPAddress", address),
                ],
                [f"{_RECORD}_A", _RECORD, "System.Object"],
            )
        )
