"""MD5, SHA-1, SHA-2 over byte arrays and streams."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from ems.runtime.dotnet.support import argument_null, bytes_array, raw_bytes
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import NetObject

_SIZES: Final = {"md5": 128, "sha1": 160, "sha256": 256, "sha384": 384, "sha512": 512}


class HashAlgorithm(NetObject):
    """A hash algorithm and the last hash it computed."""

    __slots__ = ("last", "net_type")

    def __init__(self, net_type: TypeInfo) -> None:
        self.net_type = net_type
        self.last: Any = None

    @property
    def algorithm(self) -> str:
        name = self.net_type.name.lower()
        return next(each for each in ("md5", "sha384", "sha512", "sha256", "sha1") if name.startswith(each))

    def compute(self, source: Any, *part: int) -> Any:
        if source is None:
            raise argument_null("buffer")
        content = source.rest() if hasattr(source, "rest") else raw_bytes(source)
        if len(part) == 2:
            content = content[part[0] : part[0] + part[1]]
        digest = hashlib.new(self.algorithm, content, usedforsecurity=False).digest()
        self.last = bytes_array(digest)
        return self.last


def _create(name: str | None = None) -> HashAlgorithm:
    folded = (name or "SHA1").lower().replace("-", "")
    if folded not in _SIZES:
        return None  # type: ignore[return-value]
    return HashAlgorithm(type_named("System.Security.Cryptography." + _implementations()[folded]))


def _implementations() -> dict[str, str]:
    return {
        "md5": "MD5CryptoServiceProvider",
        "sha1": "SHA1CryptoServiceProvider",
        "sha256": "SHA256Managed",
        "sha384": "SHA384Managed",
        "sha512": "SHA512Managed",
    }


def _of(name: str) -> Implementation:
    return Implementation(
        static={"Create": lambda _name=None: _create(name)},
        declared=f"static System.Security.Cryptography.{name.upper()} Create()",
    )


def _managed(name: str) -> Implementation:
    return Implementation(static={"new": HashAlgorithm}, declared=f"System.Security.Cryptography.{name} new()")


TYPES: Final = {
    "System.Security.Cryptography.HashAlgorithm": Implementation(
        methods={
            "Clear": lambda _hash: None,
            "ComputeHash": HashAlgorithm.compute,
            "Dispose": lambda _hash: None,
            "Initialize": lambda _hash: None,
        },
        properties={"Hash": lambda each: each.last, "HashSize": lambda each: _SIZES[each.algorithm]},
        static={"Create": _create},
        declared="""
            void Clear()
            byte[] ComputeHash(System.IO.Stream inputStream)
            byte[] ComputeHash(byte[] buffer)
            byte[] ComputeHash(byte[] buffer, int offset, int count)
            void Dispose()
            void Initialize()
            byte[] Hash {get;}
            int HashSize {get;}
            static System.Security.Cryptography.HashAlgorithm Create()
            static System.Security.Cryptography.HashAlgorithm Create(string hashName)
        """,
    ),
    **{f"System.Security.Cryptography.{name.upper()}": _of(name) for name in _SIZES},
    **{
        f"System.Security.Cryptography.{name}": _managed(name)
        for name in (
            "MD5CryptoServiceProvider", "SHA1CryptoServiceProvider", "SHA1Managed", "SHA256Managed", "SHA384Managed",
            "SHA512Managed", "SHA256CryptoServiceProvider", "SHA384CryptoServiceProvider", "SHA512CryptoServiceProvider",
        )
    },
}  # fmt: skip
