"""A run of bytes as Format-Hex shows it: offset, sixteen bytes on a line in hexadecimal, their characters."""

from __future__ import annotations

from collections.abc import Iterator

from ems.runtime.values import NetObject

_PER_LINE = 16


class ByteCollection(NetObject):
    """Microsoft.PowerShell.Commands.ByteCollection."""

    __slots__ = ("content", "offset", "path")
    type_name = "Microsoft.PowerShell.Commands.ByteCollection"

    def __init__(self, content: bytes, offset: int = 0, path: str | None = None) -> None:
        self.content = content
        self.offset = offset
        self.path = path

    def to_text(self) -> str:
        text = "\r\n".join(self._lines())
        full = len(self.content) and len(self.content) % _PER_LINE == 0
        return text + "\r\n" if full and not self.path else text

    def _lines(self) -> Iterator[str]:
        for start in range(0, len(self.content), _PER_LINE):
            line = self.content[start : start + _PER_LINE]
            characters = "".join(chr(one) if 0x20 <= one <= 0xFE else "." for one in line)
            hexadecimal = "".join(f"{one:02X} " for one in line)
            yield f"{self.offset + start:08X}   {hexadecimal:<48} {characters:<16}"
