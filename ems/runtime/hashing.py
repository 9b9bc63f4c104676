"""Hash codes as .NET Framework computes them (4.x, 64 bits, not randomized): they decide the order in which a Hashtable
lists its keys.

A hashtable literal compares its keys by the rules of the culture, case ignored: the hash is that of the sort key of
the text (primary weights of the letters, then the marks of the four further levels). `Hashtable` made otherwise
hashes the text itself, and a table that ignores case by ordinal rules the upper-case text. Weights of letters and
digits are Windows' own; those of other characters beyond the common ones are our choice: their order among the rest
is right, their exact number need not be.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from ems.runtime.values import Char, Int64, UInt64

_MASK: Final = 0xFFFFFFFF
_LETTERS: Final = bytes.fromhex("02090a1a2123252c323536485170" + "7c7e898a91999fa2a4a6a7a9")
_DIGITS: Final = bytes.fromhex("031a1c1e20222426282a")
_SYMBOLS: Final = ' _,;:!?."()[]{}@*/\\&#%`^+<=>|~$'
_IGNORED: Final = {"-": b"\x06\x82", "'": b"\x06\x80"}


def _weights(char: str) -> bytes:
    if "a" <= char <= "z":
        return bytes((0x0E, _LETTERS[ord(char) - 97]))
    if "0" <= char <= "9":
        return bytes((0x0D, _DIGITS[ord(char) - 48]))
    place = _SYMBOLS.find(char)
    if place >= 0:
        return bytes((0x07, 2 + 5 * place))
    code = ord(char)
    return bytes((0x0F + (code >> 8) % 0xE0, 1 + code % 0xFE))


def sort_key(text: str) -> bytes:
    """The sort key of a text, case ignored. Hyphens and apostrophes count only in the last level, with their place."""
    primary = bytearray()
    special = bytearray()
    for place, char in enumerate(text.lower()):
        ignored = _IGNORED.get(char)
        if ignored is None:
            primary += _weights(char)
        else:
            special += (0x8000 | (place * 4 + 7) & 0x7FFF).to_bytes(2, "big") + ignored
    return bytes(primary) + b"\x01\x01\x01\x01" + bytes(special)


@lru_cache(maxsize=4096)
def culture_hash(text: str) -> int:
    """StringComparer.CurrentCultureIgnoreCase.GetHashCode."""
    if not text:
        return 0
    code = 5381
    for byte in sort_key(text):
        code = ((code << 5) + code ^ byte) & _MASK
    return code


@lru_cache(maxsize=4096)
def ordinal_hash(text: str) -> int:
    """String.GetHashCode: two sums over the characters at even and at odd places."""
    even = odd = 5381
    units = text.encode("utf-16-le", "surrogatepass")
    for at in range(0, len(units), 4):
        even = ((even << 5) + even ^ int.from_bytes(units[at : at + 2], "little")) & _MASK
        second = int.from_bytes(units[at + 2 : at + 4], "little")
        if second == 0:
            break
        odd = ((odd << 5) + odd ^ second) & _MASK
    return (even + odd * 1566083941) & _MASK


@lru_cache(maxsize=4096)
def ordinal_ignore_case_hash(text: str) -> int:
    """StringComparer.OrdinalIgnoreCase.GetHashCode."""
    code = 5381
    for char in text.upper():
        code = ((code << 5) + code ^ ord(char)) & _MASK
    return code


def hash_code(value: Any) -> int:
    """Object.GetHashCode of a value, as an unsigned 32-bit number."""
    kind = value.__class__
    if kind is str:
        return ordinal_hash(value)
    if kind is bool:
        return 1 if value else 0
    if kind is Char:
        code = ord(value)
        return (code | code << 16) & _MASK
    if kind is Int64 or kind is UInt64:
        return int(value ^ value >> 32) & _MASK
    if isinstance(value, int):
        return value & _MASK
    if isinstance(value, float):
        import struct

        bits: int = struct.unpack("<q", struct.pack("<d", value))[0]
        return 0 if value == 0 else (bits ^ bits >> 32) & _MASK
    if isinstance(value, Decimal):
        return hash(value) & _MASK
    own = getattr(value, "net_hash", None)
    if own is not None:
        return int(own()) & _MASK
    return 46104728 if value is None else _identity(value)


def _identity(value: Any) -> int:
    """RuntimeHelpers.GetHashCode: some number that stays the same for the object."""
    return (id(value) >> 4) & 0x3FFFFFF


def signed(code: int) -> int:
    """A hash code as an Int32."""
    return code - 0x100000000 if code & 0x80000000 else code
