"""Hashes with a key (HMAC) and keys made of passwords (PBKDF2), and bytes nobody can foresee."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from ems.runtime.dotnet.hashing import HashAlgorithm
from ems.runtime.dotnet.support import argument, argument_null, attr, bytes_array, out_of_range, raw_bytes, session
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo
from ems.runtime.values import Byte, NetObject

_NAMESPACE: Final = "System.Security.Cryptography."
_KINDS: Final = {"HMACMD5": "md5", "HMACSHA1": "sha1", "HMACSHA256": "sha256", "HMACSHA384": "sha384",
                 "HMACSHA512": "sha512"}  # fmt: skip


def random_bytes(count: int) -> bytes:
    """Bytes from the session's source of chance, so that a session with a seed repeats them."""
    source = session().random
    if source is None:
        raise argument("There is no source of random numbers.")
    return bytes(source.randrange(256) for _ in range(count))


class KeyedHash(HashAlgorithm):
    """A hash algorithm with a key; without one it gets a random key of 64 bytes, as .NET does."""

    __slots__ = ("key",)

    def __init__(self, net_type: TypeInfo, key: Any = None) -> None:
        super().__init__(net_type)
        self.key = random_bytes(64) if key is None else raw_bytes(key)

    @property
    def algorithm(self) -> str:
        return _KINDS[self.net_type.name]

    def compute(self, source: Any, *part: int) -> Any:
        import hmac

        if source is None:
            raise argument_null("buffer")
        content = source.rest() if hasattr(source, "rest") else raw_bytes(source)
        if len(part) == 2:
            content = content[part[0] : part[0] + part[1]]
        self.last = bytes_array(hmac.new(self.key, content, self.algorithm).digest())
        return self.last


class DerivedBytes(NetObject):
    """System.Security.Cryptography.Rfc2898DeriveBytes: a stream of bytes from a password, with SHA-1."""

    __slots__ = ("iterations", "password", "salt", "taken")
    type_name = _NAMESPACE + "Rfc2898DeriveBytes"

    def __init__(self, _type: TypeInfo, password: Any, salt: Any, iterations: int = 1000) -> None:
        self.password = password.encode("utf-8") if isinstance(password, str) else raw_bytes(password)
        self.salt = random_bytes(salt) if isinstance(salt, int) and not isinstance(salt, bool) else raw_bytes(salt)
        if len(self.salt) < 8:
            raise argument("Salt is not at least eight bytes.")
        if iterations < 1:
            raise out_of_range("Positive number required.", "iterations")
        self.iterations = iterations
        self.taken = 0

    def get_bytes(self, count: int) -> Any:
        if count <= 0:
            raise out_of_range("Positive number required.", "cb")
        made = hashlib.pbkdf2_hmac("sha1", self.password, self.salt, self.iterations, self.taken + count)
        piece, self.taken = made[self.taken :], self.taken + count
        return bytes_array(piece)

    def reset(self) -> None:
        self.taken = 0


class RandomBytes(NetObject):
    """System.Security.Cryptography.RNGCryptoServiceProvider."""

    __slots__ = ()
    type_name = _NAMESPACE + "RNGCryptoServiceProvider"

    def fill(self, array: Any, non_zero: bool = False) -> None:
        if array is None:
            raise argument_null("data")
        made = random_bytes(len(array))
        array[:] = [Byte(each or 1 if non_zero else each) for each in made]


def _set_key(value: KeyedHash, key: Any) -> None:
    value.key = raw_bytes(key)


def _keyed(name: str) -> Implementation:
    return Implementation(
        static={"new": KeyedHash},
        declared=f"""
            {_NAMESPACE}{name} new()
            {_NAMESPACE}{name} new(byte[] key)
        """,
    )


TYPES: Final = {
    _NAMESPACE + "KeyedHashAlgorithm": Implementation(
        properties={"Key": (lambda value: bytes_array(value.key), _set_key)},
        declared="byte[] Key {get;set;}",
    ),
    **{_NAMESPACE + name: _keyed(name) for name in _KINDS},
    _NAMESPACE + "Rfc2898DeriveBytes": Implementation(
        methods={"Dispose": lambda _value: None, "GetBytes": DerivedBytes.get_bytes, "Reset": DerivedBytes.reset},
        properties={"IterationCount": attr("iterations"), "Salt": lambda value: bytes_array(value.salt)},
        static={"new": DerivedBytes},
        declared="""
            void Dispose()
            byte[] GetBytes(int cb)
            void Reset()
            int IterationCount {get;}
            byte[] Salt {get;}
            System.Security.Cryptography.Rfc2898DeriveBytes new(string password, int saltSize)
            System.Security.Cryptography.Rfc2898DeriveBytes new(string password, byte[] salt)
            System.Security.Cryptography.Rfc2898DeriveBytes new(string password, byte[] salt, int iterations)
            System.Security.Cryptography.Rfc2898DeriveBytes new(byte[] password, byte[] salt, int iterations)
        """,
    ),
    _NAMESPACE + "RandomNumberGenerator": Implementation(
        methods={
            "Dispose": lambda _value: None,
            "GetBytes": RandomBytes.fill,
            "GetNonZeroBytes": lambda value, array: value.fill(array, True),
        },
        static={"Create": lambda: RandomBytes()},
        declared="""
            void Dispose()
            void GetBytes(byte[] data)
            void GetNonZeroBytes(byte[] data)
            static System.Security.Cryptography.RandomNumberGenerator Create()
        """,
    ),
    _NAMESPACE + "RNGCryptoServiceProvider": Implementation(
        static={"new": lambda _type: RandomBytes()},
        declared="System.Security.Cryptography.RNGCryptoServiceProvider new()",
    ),
}
