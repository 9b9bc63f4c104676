"""Errors as the Exchange server reports them to a shell that is connected to it.

The message stands alone, without the cmdlet's name before it and without a place in the script; the id names the
server, the request, the kind of failure and the class behind the cmdlet. 2010 knows neither the server part nor the
failure category.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from ems.runtime.errors import ErrorRecord, NetException

REMOTE: Final = "System.Management.Automation.RemoteException"
TASKS: Final = "Microsoft.Exchange.Configuration.Tasks."
DIRECTORY: Final = "Microsoft.Exchange.Data.Directory."
_FIRST_WITH_SERVER: Final = 2013


class ServerErrorRecord(ErrorRecord):
    """An error that the server reported: what counts is the computer it came from, not a place in the local script."""

    __slots__ = ("computer_name",)
    computer_name: str


def server_error(
    *,
    cmdlet: str,
    net_class: str,
    message: str,
    exception: str,
    category: str,
    server: str,
    fqdn: str,
    year: int,
    request: str,
    time_stamp: str,
) -> ServerErrorRecord:
    """An error record of a cmdlet that ran on a server. ``exception`` is the full name of its class there.

    The class itself stays on the server: what a shell catches is a RemoteException, and the reason names the class.
    """
    simple = exception.rpartition(".")[2]
    checksum = f"{crc32(f'{cmdlet}:{simple}'.encode()):X}"
    error_id = checksum
    if year >= _FIRST_WITH_SERVER:
        where = f"[Server={server},RequestId={request},TimeStamp={time_stamp}]"
        error_id = f"{where} [FailureCategory=Cmdlet-{simple}] {checksum}"
    record = ServerErrorRecord(NetException(REMOTE, message), error_id, category)
    record.reason = simple
    record.computer_name = fqdn.lower()
    record.activity = cmdlet
    record.origin = net_class
    return record
