"""smtp_client.py PORT CONNECTIONS MESSAGES [latency]: sends to an accepted domain as fast as it can; prints what it measured as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
import time

BODY = b"Subject: bench\r\n\r\n" + b"x" * 1000 + b"\r\n.\r\n"


async def reply(reader: asyncio.StreamReader) -> bytes:
    while True:
        line = await reader.readline()
        if not line:
            raise ConnectionError("closed")
        if line[3:4] != b"-":
            return line


async def connection(port: int, messages: int, rcpt: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reply(reader)
    writer.write(b"EHLO bench\r\n")
    await reply(reader)
    for number in range(messages):
        if number and number % 20 == 0:
            writer.write(b"QUIT\r\n")
            await reply(reader)
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            await reply(reader)
            writer.write(b"EHLO bench\r\n")
            await reply(reader)
        writer.write(b"MAIL FROM:<bench@fabrikam.com>\r\n")
        answers = [await reply(reader)]
        begin = time.perf_counter()
        writer.write(b"RCPT TO:<chris@contoso.com>\r\n")
        answers.append(await reply(reader))
        rcpt.append(time.perf_counter() - begin)
        writer.write(b"DATA\r\n")
        answers.append(await reply(reader))
        writer.write(BODY)
        answers.append(await reply(reader))
        if any(answer[:1] not in b"23" for answer in answers):
            raise SystemExit(f"refused: {answers}")
    writer.write(b"QUIT\r\n")
    await reply(reader)
    writer.close()


async def main() -> None:
    port, connections, messages = (int(word) for word in sys.argv[1:4])
    rcpt: list[float] = []
    begin = time.perf_counter()
    await asyncio.gather(*(connection(port, messages, rcpt) for _ in range(connections)))
    print(json.dumps({"seconds": time.perf_counter() - begin, "rcpt": rcpt if "latency" in sys.argv else []}))


asyncio.run(main())
