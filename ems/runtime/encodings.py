"""The values of -Encoding: how text becomes bytes in a file, and how a file's bytes become text.

Windows PowerShell writes ANSI (code page 1252) with Set-Content and UTF-16 with Out-File, and reads a file without a byte order mark as ANSI.
Our choice for reading: bytes without a mark that are valid UTF-8 are taken as UTF-8, because the files people bring are; all else as ANSI.
"""

from __future__ import annotations

import codecs
from typing import Final

_CODECS: Final = {
    "unknown": ("utf-16-le", codecs.BOM_UTF16_LE),
    "string": ("utf-16-le", codecs.BOM_UTF16_LE),
    "unicode": ("utf-16-le", codecs.BOM_UTF16_LE),
    "bigendianunicode": ("utf-16-be", codecs.BOM_UTF16_BE),
    "utf8": ("utf-8", codecs.BOM_UTF8),
    "utf7": ("utf-7", b""),
    "utf32": ("utf-32-le", codecs.BOM_UTF32_LE),
    "bigendianutf32": ("utf-32-be", codecs.BOM_UTF32_BE),
    "ascii": ("ascii", b""),
    "default": ("cp1252", b""),
    "oem": ("cp437", b""),
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encode(text: str, encoding: str, mark: bool = True) -> bytes:
    """The bytes of `text`; characters that the encoding lacks become `?`. `mark`: begin with the byte order mark, where there is one."""
    codec, bom = _CODECS[encoding.lower()]
    return (bom if mark else b"") + text.encode(
        codec, "surrogatepass" if codec.startswith("utf") and codec != "utf-7" else "replace"
    )


def decode(content: bytes, encoding: str | None = None) -> str:
    """The text of a file's bytes. A byte order mark decides; else `encoding`; without one see the module's choice."""
    for bom, codec in _MARKS:
        if content.startswith(bom):
            return content[len(bom) :].decode(codec, "replace")
    if encoding is None or encoding.lower() in ("default", "unknown"):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("cp1252", "replace")
    return content.decode(_CODECS[encoding.lower()][0], "replace")
