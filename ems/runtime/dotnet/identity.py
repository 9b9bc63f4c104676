"""Guid and Version."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ems.runtime.cultures import Culture
from ems.runtime.dotnet.support import (
    NetError,
    argument,
    argument_null,
    attr,
    bad_format,
    formatted,
    need,
    out_of_range,
    session,
)
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.types import type_of
from ems.runtime.values import NetObject

_HEX: Final = r"[0-9a-fA-F]"
_DASHED: Final = re.compile(rf"({_HEX}{{8}})-({_HEX}{{4}})-({_HEX}{{4}})-({_HEX}{{4}})-({_HEX}{{12}})\Z")
_LISTED: Final = re.compile(
    rf"\{{0x({_HEX}{{1,8}}),0x({_HEX}{{1,4}}),0x({_HEX}{{1,4}}),\{{" + ",".join([rf"0x({_HEX}{{1,2}})"] * 8) + r"\}\}\Z"
)
_NOT_DASHED: Final = "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)."


class Guid(NetObject):
    """System.Guid, held as 32 hexadecimal digits."""

    __slots__ = ("digits",)
    type_name = "System.Guid"

    def __init__(self, digits: str) -> None:
        self.digits = digits.replace("-", "").lower()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guid) and other.digits == self.digits

    def __hash__(self) -> int:
        return hash(self.digits)

    def __repr__(self) -> str:
        return f"Guid({self.to_text()})"

    def net_hash(self) -> int:
        content = self.content
        first = int.from_bytes(content[:4], "little")
        second = int.from_bytes(content[4:6], "little") << 16 | int.from_bytes(content[6:8], "little")
        return (first ^ second ^ (content[10] << 24 | content[15])) & 0xFFFFFFFF

    @property
    def content(self) -> bytes:
        """Its 16 bytes; the first three fields are little-endian."""
        raw = bytes.fromhex(self.digits)
        return raw[3::-1] + raw[5:3:-1] + raw[7:5:-1] + raw[8:]

    @classmethod
    def of_bytes(cls, content: bytes) -> Guid:
        return cls((content[3::-1] + content[5:3:-1] + content[7:5:-1] + content[8:]).hex())

    @classmethod
    def new(cls) -> Guid:
        made = session().new_guid()
        return made if isinstance(made, Guid) else cls(str(made))

    @property
    def dashed(self) -> str:
        text = self.digits
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def to_text(self) -> str:
        return self.dashed

    def format_text(self, spec: str | None, culture: Culture) -> str:
        letter = (spec or "D").upper()
        if letter == "D":
            return self.dashed
        if letter == "N":
            return self.digits
        if letter == "B":
            return "{" + self.dashed + "}"
        if letter == "P":
            return f"({self.dashed})"
        if letter == "X":
            text = self.digits
            tail = ",".join(f"0x{text[at : at + 2]}" for at in range(16, 32, 2))
            return f"{{0x{text[:8]},0x{text[8:12]},0x{text[12:16]},{{{tail}}}}}"
        raise bad_format('Format String can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".')

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def compare_to(self, other: Any) -> int | None:
        return int(self.digits > other.digits) - int(self.digits < other.digits)


def parse_guid(text: str) -> Guid:
    """Guid.Parse."""
    body = text.strip()
    if not body:
        raise bad_format(_NOT_DASHED)
    if body[0] == "{" and body[1:3].lower() == "0x":
        found = _LISTED.match(body.replace(" ", ""))
        if found is None:
            raise bad_format(
                "Could not find a brace, or the length between the previous token and the brace was zero (i.e., "
                "'0x,'etc.)."
            )
        widths = (8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2)
        return Guid("".join(part.zfill(width) for part, width in zip(found.groups(), widths, strict=True)))
    if "-" in body:
        inner = body
        if body[0] == "{":
            if len(body) != 38 or body[-1] != "}":
                raise bad_format(_NOT_DASHED)
            inner = body[1:-1]
        elif body[0] == "(":
            if len(body) != 38 or body[-1] != ")":
                raise bad_format(_NOT_DASHED)
            inner = body[1:-1]
        found = _DASHED.match(inner)
        if found is None:
            raise bad_format(_NOT_DASHED)
        return Guid(inner)
    if len(body) == 32 and all(char in "0123456789abcdefABCDEF" for char in body):
        return Guid(body)
    if body[0] in "{(" or len(body) != 32:
        raise bad_format(_NOT_DASHED)
    raise bad_format("Guid string should only contain hexadecimal characters.")


def _parse_exact(text: str, spec: str) -> Guid:
    made = parse_guid(need(text, "input"))
    if made.format_text(spec, None).lower() != text.strip().lower():  # type: ignore[arg-type]
        raise bad_format(_NOT_DASHED)
    return made


def _new_guid(_type: Any, *arguments: Any) -> Guid:
    if not arguments:
        return Guid("0" * 32)
    if len(arguments) == 1:
        first = arguments[0]
        if isinstance(first, str):
            return parse_guid(first)
        if first is None:
            raise argument_null("g")
        if len(first) != 16:
            raise argument("Byte array for GUID must be exactly 16 bytes long.", "b")
        return Guid.of_bytes(bytes(int(each) for each in first))
    first, second, third, *rest = arguments
    tail = [int(each) for each in (rest[0] if len(rest) == 1 else rest)]
    return Guid(f"{int(first) & 0xFFFFFFFF:08x}{int(second) & 0xFFFF:04x}{int(third) & 0xFFFF:04x}" + bytes(tail).hex())


def _try(parse: Callable[..., Any], empty: Any) -> Callable[..., bool]:
    def attempt(*arguments: Any) -> bool:
        box: ByRef = arguments[-1]
        try:
            box.value = parse(*arguments[:-1])
            return True
        except NetError:
            box.value = empty
            return False

    return attempt


# Version


class Version(NetObject):
    """System.Version; a part that is not there is -1."""

    __slots__ = ("build", "major", "minor", "revision")
    type_name = "System.Version"

    def __init__(self, major: int = 0, minor: int = 0, build: int = -1, revision: int = -1) -> None:
        self.major = major
        self.minor = minor
        self.build = build
        self.revision = revision

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.major, self.minor, self.build, self.revision

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and other.parts == self.parts

    def __hash__(self) -> int:
        return hash(self.parts)

    def __repr__(self) -> str:
        return f"Version({self.to_text()})"

    def net_hash(self) -> int:
        major, minor, build, revision = self.parts
        return (major & 0xF) << 28 | (minor & 0xFF) << 20 | (build & 0xFF) << 12 | (revision & 0xFFF)

    def to_text(self) -> str:
        return ".".join(str(part) for part in self.parts[: self.fields])

    @property
    def fields(self) -> int:
        return 2 if self.build < 0 else 3 if self.revision < 0 else 4

    def equals(self, other: Any) -> bool:
        return bool(self == other)

    def compare_to(self, other: Any) -> int | None:
        return int(self.parts > other.parts) - int(self.parts < other.parts)

    def copy(self) -> Version:
        return Version(*self.parts)


def parse_version(text: str) -> Version:
    """Version.Parse."""
    pieces = text.split(".")
    if not 2 <= len(pieces) <= 4:
        raise argument("Version string portion was too short or too long.")
    numbers = []
    for name, piece in zip(("major", "minor", "build", "revision"), pieces, strict=False):
        body = piece.strip()
        if not body.lstrip("+-").isdigit():
            raise bad_format()
        number = int(body)
        if number < 0:
            raise out_of_range("Version's parameters must be greater than or equal to zero.", name)
        if number > 2147483647:
            raise NetError("System.OverflowException", "Value was either too large or too small for an Int32.")
        numbers.append(number)
    return Version(*numbers)


def _new_version(_type: Any, *arguments: Any) -> Version:
    if len(arguments) == 1:
        return parse_version(need(arguments[0], "version"))
    for name, value in zip(("major", "minor", "build", "revision"), arguments, strict=False):
        if value < 0:
            raise out_of_range("Version's parameters must be greater than or equal to zero.", name)
    return Version(*arguments)


def _version_text(version: Version, count: int | None = None) -> str:
    if count is None:
        return version.to_text()
    if not 0 <= count <= version.fields:
        raise argument(f"Argument must be between 0 and {version.fields}.", "fieldCount")
    return ".".join(str(part) for part in version.parts[:count])


def _compare(one: Any, other: Any) -> int:
    if other is None:
        return 1
    if other.__class__ is not one.__class__:
        raise argument(f"Object must be of type {type_of(one).name}.")
    return int(one.compare_to(other))


TYPES: Final = {
    "System.Guid": Implementation(
        methods={
            "CompareTo": _compare,
            "Equals": lambda guid, other: guid == other,
            "ToByteArray": lambda guid: guid.content,
            "ToString": formatted,
        },
        static={
            "new": _new_guid,
            "default": lambda: Guid("0" * 32),
            "NewGuid": Guid.new,
            "Parse": lambda text: parse_guid(need(text, "input")),
            "ParseExact": _parse_exact,
            "TryParse": _try(lambda text: parse_guid(need(text, "input")), Guid("0" * 32)),
            "TryParseExact": _try(_parse_exact, Guid("0" * 32)),
        },
        static_properties={"Empty": Guid("0" * 32)},
    ),
    "System.Version": Implementation(
        methods={
            "Clone": Version.copy,
            "CompareTo": _compare,
            "Equals": lambda version, other: version == other,
            "ToString": _version_text,
        },
        properties={
            "Build": attr("build"),
            "Major": attr("major"),
            "MajorRevision": lambda version: version.revision >> 16,
            "Minor": attr("minor"),
            "MinorRevision": lambda version: version.revision & 0xFFFF if version.revision >= 0 else -1,
            "Revision": attr("revision"),
        },
        static={
            "new": _new_version,
            "Parse": lambda text: parse_version(need(text, "input")),
            "TryParse": _try(lambda text: parse_version(need(text, "input")), None),
        },
    ),
}
