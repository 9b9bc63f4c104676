"""Get-LabListener: where the connectors of the organization really listen on this machine. Our own cmdlet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ems.exchange.objects import ExchangeObject
from ems.exchange.services import listener_of
from ems.exchange.tasks import ExchangeCmdlet
from ems.runtime.cmdlet import Example

_TYPE: Final = "Ems.Lab.Listener"
_COLUMNS: Final = ("Connector", "Binding", "LocalEndPoint", "State")
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


Row = tuple[str, str, str, str]


class GetLabListener(ExchangeCmdlet):
    """Gets the sockets on which the organization can be reached from outside the shell.

    One process listens for an organization: State is Listening where it is this one, and names the process where it
    is another.
    """

    name = "Get-LabListener"
    module = "Ems.Lab"
    net_class = "Ems.Lab.GetLabListener"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-LabListener", "Lists the sockets."),)

    def execute(self) -> None:
        for row in self._rows():
            self.write(ExchangeObject.of(_TYPE, zip(_COLUMNS, row, strict=True)))

    def _rows(self) -> Iterator[Row]:
        """What this process listens on, else what the process that listens has published; endpoints are all it has."""
        listener = listener_of(self.session)
        rows, _ = listener.endpoints
        holder = None if listener.is_running else listener.holder()
        elsewhere = {
            (each["connector"], each["binding"]): each["endpoint"] for each in (holder or {}).get("listeners", ())
        }
        for row in rows:
            endpoint, state = row.endpoint, row.state
            if not listener.is_running and state not in ("Disabled", "Stopped"):
                endpoint = elsewhere.get((row.connector, row.binding), "")
                state = f"Process {holder['pid']}" if holder and endpoint else "NotListening"
            yield row.connector, row.binding, endpoint, state
