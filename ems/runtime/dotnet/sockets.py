"""System.Net.Sockets.TcpClient and its stream, over the session's network."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.addresses import IPAddress, IPEndPoint
from ems.runtime.dotnet.smtp import open_connection
from ems.runtime.dotnet.streams import Stream
from ems.runtime.dotnet.support import (
    NetError,
    argument_null,
    attr,
    invalid_operation,
    not_supported,
    out_of_range,
    session,
)
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject


class NetworkStream(Stream):
    """What is said on a connection."""

    __slots__ = ("connection", "received")
    type_name = "System.Net.Sockets.NetworkStream"
    can_seek = False
    is_live = True

    def __init__(self, connection: Any) -> None:
        super().__init__()
        self.connection = connection
        self.received = b""

    def fill(self) -> None:
        self.received += self.connection.read()

    @property
    def available(self) -> bool:
        self.fill()
        return bool(self.received)

    @property
    def length(self) -> int:
        raise not_supported("This stream does not support seek operations.")

    def read(self, count: int) -> bytes:
        self.check()
        self.fill()
        piece, self.received = self.received[:count], self.received[count:]
        if not piece and not self.connection.closed_by_server:
            raise NetError(
                "System.IO.IOException",
                "Unable to read data from the transport connection: A connection attempt failed because the "
                "connected party did not "
                "properly respond after a period of time, \
                    or established connection failed because connected host has failed to "
                "respond.",
            )
        return piece

    def write(self, content: bytes) -> None:
        self.check()
        try:
            self.connection.send(content)
        except ConnectionError as error:
            raise NetError(
                "System.IO.IOException", f"Unable to write data to the transport connection: {error}."
            ) from None


class TcpClient(NetObject):
    """System.Net.Sockets.TcpClient."""

    __slots__ = ("connection", "stream")
    type_name = "System.Net.Sockets.TcpClient"

    def __init__(self) -> None:
        self.connection: Any = None
        self.stream: NetworkStream | None = None

    def connect(self, host: str, port: int) -> None:
        if self.connection is not None:
            raise NetError(
                "System.Net.Sockets.SocketException", "A connect request was made on an already connected socket"
            )
        if not 0 <= port <= 65535:
            raise out_of_range("Specified argument was out of the range of valid values.", "port")
        self.connection = open_connection(session(), host, port)
        self.stream = NetworkStream(self.connection)

    @property
    def connected(self) -> bool:
        return self.connection is not None and not self.connection.closed and not self.connection.closed_by_server

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        if self.stream is not None:
            self.stream.close()


def _host(value: Any) -> str:
    if value is None:
        raise argument_null("hostname")
    return value.to_text() if isinstance(value, IPAddress) else str(value)


def _connect(client: TcpClient, *arguments: Any) -> None:
    first = arguments[0]
    if isinstance(first, IPEndPoint):
        client.connect(first.address.to_text(), first.port)
    else:
        client.connect(_host(first[0] if isinstance(first, list) else first), arguments[1])


def _new(_type: Any, *arguments: Any) -> TcpClient:
    made = TcpClient()
    if len(arguments) == 2:
        made.connect(_host(arguments[0]), arguments[1])
    return made


def _stream(client: TcpClient) -> NetworkStream:
    if client.stream is None:
        raise invalid_operation("The operation is not allowed on non-connected sockets.")
    return client.stream


class Pending(NetObject):
    """What BeginConnect returns: the connection was made, or failed, at once."""

    __slots__ = ("error",)
    type_name = "System.IAsyncResult"

    def __init__(self, error: NetError | None) -> None:
        self.error = error


def _begin(client: TcpClient, *arguments: Any) -> Pending:
    try:
        _connect(client, *arguments[:2])
    except NetError as error:
        return Pending(error)
    return Pending(None)


def _end(_client: TcpClient, pending: Pending) -> None:
    if pending.error is not None:
        raise pending.error


def _available(client: TcpClient) -> int:
    if client.stream is None:
        return 0
    client.stream.fill()
    return len(client.stream.received)


def _fixed(value: Any) -> Any:
    return (lambda _client: value), (lambda _client, _value: None)


TYPES: Final = {
    "System.Net.Sockets.TcpClient": Implementation(
        methods={
            "BeginConnect": _begin,
            "Close": TcpClient.close,
            "Connect": _connect,
            "ConnectAsync": _connect,
            "Dispose": TcpClient.close,
            "EndConnect": _end,
            "GetStream": _stream,
        },
        properties={
            "Available": _available,
            "Client": _fixed(None),
            "Connected": attr("connected"),
            "ExclusiveAddressUse": _fixed(False),
            "LingerState": _fixed(None),
            "NoDelay": _fixed(False),
            "ReceiveBufferSize": _fixed(65536),
            "ReceiveTimeout": _fixed(0),
            "SendBufferSize": _fixed(65536),
            "SendTimeout": _fixed(0),
        },
        static={"new": _new},
    ),
    "System.Net.Sockets.NetworkStream": Implementation(
        properties={"DataAvailable": attr("available")},
        declared="bool DataAvailable {get;}",
    ),
}
