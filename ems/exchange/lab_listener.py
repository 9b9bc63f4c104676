"""Get-LabListener: where the connectors of the organization really listen on this machine. Our own cmdlet."""

from __future__ import annotations

from typing import Any, Final

from ems.exchange.objects import ExchangeObject
from ems.exchange.services import listener_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_TYPE: Final = "Ems.Lab.Listener"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "LabListener",
    "kind": "Table",
    "columns": [
        {"property": "Connector"},
        {"property": "Binding"},
        {"property": "LocalEndPoint"},
        {"property": "State", "align": "left"},
    ],
}


class GetLabListener(ExchangeCmdlet):
    """Gets the sockets on which the organization can be reached from outside the shell.

    One process listens for an organization; State says whether it is this one.
    """

    name = "Get-LabListener"
    module = "Ems.Lab"
    net_class = "Ems.Lab.GetLabListener"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-LabListener", "Lists the sockets."),)

    def process(self) -> None:
        for row in listener_of(self.session).rows():
            self.write(self._object(row))

    @staticmethod
    def _object(row: Any) -> ExchangeObject:
        connector, binding, endpoint, state = row
        pairs = [("Connector", connector), ("Binding", binding), ("LocalEndPoint", endpoint), ("State", state)]
        return ExchangeObject.of(_TYPE, pairs)
