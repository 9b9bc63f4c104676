"""The texts in which secure strings are kept: with a key, AES as PowerShell does it; without, only disguised.

Windows protects a text without a key by the account that made it. There is no such account here: the text is written
backwards and in hexadecimal digits behind the head that such texts have, which keeps it from being read in passing
and from nothing else (our choice).
"""

from __future__ import annotations

import base64
from typing import Final

_HEAD: Final = "01000000d08c9ddf0115d1118c7a00c04fc297eb"
_MAGIC: Final = "76492d1116743f0423413b16050a5345"


def protect(plain: str) -> str:
    """A text without a key."""
    return _HEAD + plain.encode("utf-16-le")[::-1].hex()


def unprotect(text: str) -> str | None:
    """The plain text, None where it is not one of `protect`."""
    if not text.startswith(_HEAD):
        return None
    try:
        return bytes.fromhex(text[len(_HEAD) :])[::-1].decode("utf-16-le")
    except ValueError:
        return None


def encrypt(plain: str, key: bytes, vector: bytes) -> str:
    """A text encrypted with a key of 16, 24 or 32 bytes."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    data = plain.encode("utf-16-le")
    padding = 16 - len(data) % 16
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    secret = encryptor.update(data + bytes([padding]) * padding) + encryptor.finalize()
    inner = "|".join(("2", base64.b64encode(vector).decode("ascii"), secret.hex()))
    return _MAGIC + base64.b64encode(inner.encode("utf-16-le")).decode("ascii")


def decrypt(text: str, key: bytes) -> str | None:
    """The plain text; None where the text or the key is not the right one."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if not text.startswith(_MAGIC):
        return None
    try:
        version, vector, secret = base64.b64decode(text[len(_MAGIC) :]).decode("utf-16-le").split("|")
        if version != "2":
            return None
        decryptor = Cipher(algorithms.AES(key), modes.CBC(base64.b64decode(vector))).decryptor()
        data = decryptor.update(bytes.fromhex(secret)) + decryptor.finalize()
        padding = data[-1] if data else 0
        if not 1 <= padding <= 16 or data[-padding:] != bytes([padding]) * padding:
            return None
        return data[:-padding].decode("utf-16-le")
    except ValueError:
        return None
