"""The yardstick of the wire: an asyncio server that gives SMTP's replies and does nothing else. Prints its port, runs until killed."""

from __future__ import annotations

import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.pending = b""
        self.data = False
        transport.write(b"220 echo\r\n")  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while True:
            if self.data:
                end = self.pending.find(b"\r\n.\r\n")
                if end < 0:
                    return
                self.pending = self.pending[end + 5 :]
                self.data = False
                answer = b"250 2.6.0 Queued\r\n"
            else:
                line, found, rest = self.pending.partition(b"\r\n")
                if not found:
                    return
                self.pending = rest
                verb = line[:4].upper()
                self.data = verb == b"DATA"
                answer = b"354 Go\r\n" if self.data else b"221 Bye\r\n" if verb == b"QUIT" else b"250 Ok\r\n"
            self.transport.write(answer)  # type: ignore[attr-defined]
            if answer[:3] == b"221":
                self.transport.close()
                return


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
