"""Reading a message from the wire: the lines after DATA, or the octets of a BDAT chunk.

Memory stays bounded: once a limit is passed, what follows is read but not kept. Only ``CRLF . CRLF`` ends the data, so
that a bare line feed cannot smuggle a second message in.
"""

from __future__ import annotations

from typing import Final

_END: Final = b"\r\n.\r\n"
HARD_LIMIT: Final = 1 << 30  # nobody, whatever his rights, may fill the memory of the machine (our choice)


class BodyReader:
    """Collects the data of one message up to the line with the single dot."""

    __slots__ = ("_content", "_header_limit", "_header_seen", "_limit", "_size", "headers_too_large", "too_large")

    def __init__(self, limit: int | None, header_limit: int) -> None:
        self._content = bytearray(b"\r\n")  # so that a dot on the very first line is found like any other
        self._limit = HARD_LIMIT if limit is None else min(limit, HARD_LIMIT)
        self._header_limit = header_limit
        self._header_seen = False
        self._size = 0
        self.too_large = False
        self.headers_too_large = False

    def feed(self, buffer: bytearray) -> bool:
        """Take what belongs to the message out of the buffer; True once its end was read."""
        content = self._content
        start = max(0, len(content) - 4)
        content += buffer
        end = content.find(_END, start)
        if end < 0:
            buffer.clear()
            self._size = len(content)
            self._check(len(content), start)
            if self.too_large or self.headers_too_large:
                del content[:-4]
            return False
        rest = len(content) - end - len(_END)
        del buffer[: len(buffer) - rest]
        del content[end + 2 :]
        self._check(end + 2, start)
        return True

    def _check(self, size: int, start: int) -> None:
        if not self._header_seen:
            at = self._content.find(b"\r\n\r\n", max(0, start - 4), size + 2)
            if at >= 0 or self.too_large:
                self._header_seen = True
            elif size > self._header_limit + 2:
                self.headers_too_large = True
            if at > self._header_limit + 2:
                self.headers_too_large = True
        if size - 2 > self._limit:
            self.too_large = True

    def content(self) -> bytes:
        """The message, without the stuffed dots."""
        if self.too_large or self.headers_too_large:
            return b""
        content = self._content
        if b"\r\n." in content:
            content = content.replace(b"\r\n.", b"\r\n")
        return bytes(content[2:])


class ChunkReader:
    """Reads the octets that a BDAT command announced."""

    __slots__ = ("_limit", "is_last", "overflowed", "remaining", "size")

    def __init__(self, size: int, is_last: bool, limit: int | None) -> None:
        self.size = size
        self.remaining = size
        self.is_last = is_last
        self.overflowed = False
        self._limit = HARD_LIMIT if limit is None else min(limit, HARD_LIMIT)

    def feed(self, buffer: bytearray, content: bytearray) -> bool:
        """Move what belongs to the chunk from the buffer to the content; True once it is whole."""
        taken = min(self.remaining, len(buffer))
        self.remaining -= taken
        if len(content) + taken > self._limit:
            self.overflowed = True
            content.clear()
        if not self.overflowed:
            content += buffer[:taken]
        del buffer[:taken]
        return self.remaining == 0
