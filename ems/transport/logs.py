"""The SMTP receive protocol log and the message tracking log of each server.

Fields, order and events as in real files of Exchange 2010 and 2016. The protocol log is written only for connectors
whose ProtocolLoggingLevel is Verbose; the tracking log always.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .clock import log_time
from .logfiles import LogFile, csv_value

if TYPE_CHECKING:
    from datetime import datetime

    from .clock import Moments
    from .connectors import ReceiveConnector
    from .topology import Server

_RECEIVE_FIELDS: Final = (
    "date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context"
)
_TRACKING: Final = (
    "date-time", "client-ip", "client-hostname", "server-ip", "server-hostname", "source-context", "connector-id",
    "source", "event-id", "internal-message-id", "message-id", "network-message-id", "recipient-address",
    "recipient-status", "total-bytes", "recipient-count", "related-recipient-address", "reference", "message-subject",
    "sender-address", "return-path", "message-info", "directionality", "tenant-id", "original-client-ip",
    "original-server-ip", "custom-data", "transport-traffic-type", "log-id", "schema-version",
)  # fmt: skip
NOT_IN_2010: Final = frozenset({"network-message-id", "transport-traffic-type", "log-id", "schema-version"})


class TransportLogs:
    """The log files of all servers of an organization."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[tuple[str, str], LogFile] = {}

    def tracking_folder(self, server: str) -> Path:
        return self._root(server) / "MessageTracking"

    def _root(self, server: str) -> Path:
        return self._folder / server / "TransportRoles" / "Logs"

    def _receive_file(self, server: Server, connector: ReceiveConnector) -> LogFile:
        role = "FrontEnd" if connector.is_frontend else "Hub"
        file = self._files.get((server.name, role))
        if file is None:
            root = self._root(server.name)
            if server.version.has_frontend:
                root = root / role
            header = "15.0.0.0" if server.version.has_frontend else "14.0.0.0"
            file = LogFile(
                root / "ProtocolLog" / "SmtpReceive",
                "RECV",
                "SMTP Receive Protocol Log",
                header,
                _RECEIVE_FIELDS,
                server.version,
            )
            self._files[server.name, role] = file
        return file

    def session(
        self,
        server: Server,
        connector: ReceiveConnector,
        session_id: str,
        local: str,
        remote: str,
        clock: Moments,
    ) -> SessionLog | None:
        """The protocol log of one session; None where the connector does not log."""
        if not connector.verbose_log:
            return None
        return SessionLog(self._receive_file(server, connector), connector.identity, session_id, local, remote, clock)

    def track(self, server: Server, rows: Iterable[str], now: datetime) -> None:
        """Write rows that a tracker made; the time is put before each."""
        key = (server.name, "tracking")
        file = self._files.get(key)
        if file is None:
            modern = server.version.has_frontend
            names = [name for name in _TRACKING if modern or name not in NOT_IN_2010]
            header = server.version.padded if modern else "14.0.0.0"
            folder = self.tracking_folder(server.name)
            file = LogFile(folder, "MSGTRK", "Message Tracking Log", header, ",".join(names), server.version)
            self._files[key] = file
        stamp = log_time(now)
        for row in rows:
            file.write(f"{stamp},{row}")

    def flush(self, now: datetime) -> None:
        for file in list(self._files.values()):
            file.flush(now)


class SessionLog:
    """Numbers the lines of one session; what happens at one moment gets one time."""

    __slots__ = ("_clock", "_file", "_number", "_prefix", "_suffix", "_time")

    def __init__(self, file: LogFile, connector: str, session_id: str, local: str, remote: str, clock: Moments) -> None:
        self._file = file
        self._number = 0
        self._prefix = f"{csv_value(connector)},{session_id},"
        self._suffix = f"{local},{remote}"
        self._clock = clock
        self._time = clock.log_time()

    def tick(self) -> None:
        """Something happens: from here on a new time counts."""
        self._time = self._clock.log_time()

    @property
    def time(self) -> str:
        return self._time

    def line(self, event: str, data: str, context: str) -> None:
        quoted = csv_value(data) if data else ""
        self._file.write(f"{self._time},{self._prefix}{self._number},{self._suffix},{event},{quoted},{context}")
        self._number += 1
