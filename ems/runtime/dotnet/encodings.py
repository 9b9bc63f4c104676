"""System.Text.Encoding and its kinds."""

from __future__ import annotations

import codecs
from typing import Any, Final

from ems.runtime.dotnet.support import NetError, argument, argument_null, array_of, attr, bytes_array, raw_bytes
from ems.runtime.members.model import Implementation
from ems.runtime.types import TypeInfo, type_named
from ems.runtime.values import Char, NetObject


class EncodingInfo:
    """What is known of a code page."""

    __slots__ = ("body", "name", "number", "preamble", "python", "type_name", "web")

    def __init__(self, number: int, python: str, type_name: str, web: str, name: str, preamble: bytes = b"") -> None:
        self.number = number
        self.python = python
        self.type_name = type_name
        self.web = web
        self.body = web
        self.name = name
        self.preamble = preamble


_ASCII: Final = EncodingInfo(20127, "ascii", "ASCIIEncoding", "us-ascii", "US-ASCII")
_UTF8: Final = EncodingInfo(65001, "utf-8", "UTF8Encoding", "utf-8", "Unicode (UTF-8)", codecs.BOM_UTF8)
_UNICODE: Final = EncodingInfo(1200, "utf-16-le", "UnicodeEncoding", "utf-16", "Unicode", codecs.BOM_UTF16_LE)
_BIG: Final = EncodingInfo(
    1201, "utf-16-be", "UnicodeEncoding", "utf-16BE", "Unicode (Big-Endian)", codecs.BOM_UTF16_BE
)
_UTF32: Final = EncodingInfo(12000, "utf-32-le", "UTF32Encoding", "utf-32", "Unicode (UTF-32)", codecs.BOM_UTF32_LE)
_UTF7: Final = EncodingInfo(65000, "utf-7", "UTF7Encoding", "utf-7", "Unicode (UTF-7)")
_LATIN1: Final = EncodingInfo(28591, "latin-1", "Latin1Encoding", "iso-8859-1", "Western European (ISO)")
_WINDOWS: Final = EncodingInfo(1252, "cp1252", "SBCSCodePageEncoding", "Windows-1252", "Western European (Windows)")
_KNOWN: Final = (_ASCII, _UTF8, _UNICODE, _BIG, _UTF32, _UTF7, _LATIN1, _WINDOWS)
_ALIASES: Final = {
    "ascii": _ASCII,
    "us-ascii": _ASCII,
    "utf-8": _UTF8,
    "utf8": _UTF8,
    "unicode": _UNICODE,
    "utf-16": _UNICODE,
    "utf-16le": _UNICODE,
    "utf-16be": _BIG,
    "unicodefffe": _BIG,
    "utf-32": _UTF32,
    "utf-7": _UTF7,
    "iso-8859-1": _LATIN1,
    "latin1": _LATIN1,
    "windows-1252": _WINDOWS,
}


class Encoding(NetObject):
    """An encoding. `mark` says whether its preamble is written."""

    __slots__ = ("info", "mark", "strict")

    def __init__(self, info: EncodingInfo, mark: bool = True, strict: bool = False) -> None:
        self.info = info
        self.mark = mark
        self.strict = strict

    @property
    def net_type(self) -> TypeInfo:
        return type_named(f"System.Text.{self.info.type_name}")

    @property
    def preamble(self) -> bytes:
        return self.info.preamble if self.mark else b""

    def encode(self, text: str) -> bytes:
        """GetBytes."""
        if self.info.python in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            try:
                return text.encode(self.info.python)
            except UnicodeEncodeError:
                joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
                return joined.encode(self.info.python)
        return text.encode(self.info.python, "replace")

    def decode(self, content: bytes) -> str:
        """GetString."""
        if self.info is _ASCII:
            return "".join(chr(each) if each < 128 else "?" for each in content)
        if self.strict:
            try:
                return content.decode(self.info.python)
            except UnicodeDecodeError as error:
                bad = content[error.start]
                raise NetError(
                    "System.Text.DecoderFallbackException",
                    f"Unable to translate bytes [{bad:02X}] at index {error.start} from specified code page to "
                    f"Unicode.",
                ) from None
        return content.decode(self.info.python, "replace")


def encoding_of(value: Any, default: Encoding | None = None) -> Encoding:
    """The encoding a method was given."""
    return value if isinstance(value, Encoding) else default or Encoding(_UTF8, mark=False)


def _get_encoding(what: Any, *_fallbacks: Any) -> Encoding:
    if isinstance(what, str):
        found = _ALIASES.get(what.lower())
        if found is None:
            found = _from_python(what)
        if found is None:
            raise argument(
                f"'{what}' is not a supported encoding name. For information on defining a custom encoding, see "
                f"the documentation for the Encoding.RegisterProvider method.",
                "name",
            )
        return Encoding(found)
    if what == 0:
        return Encoding(_WINDOWS)
    known = next((each for each in _KNOWN if each.number == what), None) or _from_python(f"cp{what}")
    if known is None:
        raise NetError(
            "System.NotSupportedException",
            f"No data is available for encoding {what}. For information on defining a custom encoding, see the "
            f"documentation for the "
            "Encoding.RegisterProvider method.",
        )
    return Encoding(known)


def _from_python(name: str) -> EncodingInfo | None:
    lowered = name.lower().replace("windows-", "cp").replace("ibm", "cp")
    if not lowered.startswith(("cp", "iso-8859-")):
        return None
    try:
        found = codecs.lookup(lowered)
    except LookupError:
        return None
    digits = "".join(char for char in lowered if char.isdigit())
    number = int(digits or 0) if lowered.startswith("cp") else 28590 + int(digits[4:] or 0)
    web = (
        name if not lowered.startswith("cp") else (f"windows-{digits}" if digits.startswith("125") else f"ibm{digits}")
    )
    return EncodingInfo(number, found.name, "SBCSCodePageEncoding", web.lower(), web)


def _text(value: Any) -> str:
    if value is None:
        raise argument_null("chars")
    return value if isinstance(value, str) else "".join(value)


def _get_bytes(encoding: Encoding, value: Any, *rest: Any) -> Any:
    text = _text(value)
    if len(rest) == 2:
        return bytes_array(encoding.encode(text[rest[0] : rest[0] + rest[1]]))
    if len(rest) == 4:
        start, count, target, at = rest
        made = bytes_array(encoding.encode(text[start : start + count]))
        target[at : at + len(made)] = made
        return len(made)
    return bytes_array(encoding.encode(text))


def _get_string(encoding: Encoding, content: Any, *part: int) -> str:
    if content is None:
        raise argument_null("bytes")
    body = raw_bytes(content)
    return encoding.decode(body[part[0] : part[0] + part[1]] if len(part) == 2 else body)


def _get_chars(encoding: Encoding, content: Any, *part: int) -> Any:
    return array_of([Char(char) for char in _get_string(encoding, content, *part)], "System.Char")


def _byte_count(encoding: Encoding, value: Any, *part: int) -> int:
    text = _text(value)
    return len(encoding.encode(text[part[0] : part[0] + part[1]] if len(part) == 2 else text))


def _convert(source: Encoding, target: Encoding, content: Any, *part: int) -> bytes:
    body = raw_bytes(content)
    if part:
        body = body[part[0] : part[0] + part[1]]
    return target.encode(source.decode(body))


def _equals(one: Encoding, other: Any) -> bool:
    return isinstance(other, Encoding) and other.info.number == one.info.number and other.mark == one.mark


def _new_utf8(_type: Any, mark: bool = False, strict: bool = False) -> Encoding:
    return Encoding(_UTF8, mark, strict)


def _new_unicode(_type: Any, big: bool = False, mark: bool = True, _strict: bool = False) -> Encoding:
    return Encoding(_BIG if big else _UNICODE, mark)


def _static(info: EncodingInfo) -> Any:
    return lambda: Encoding(info)


def _declared(name: str, *signatures: str) -> str:
    return "\n".join(f"System.Text.{name} new({signature})" for signature in ("", *signatures))


TYPES: Final = {
    "System.Text.Encoding": Implementation(
        methods={
            "Clone": lambda encoding: Encoding(encoding.info, encoding.mark, encoding.strict),
            "Equals": _equals,
            "GetByteCount": _byte_count,
            "GetBytes": _get_bytes,
            "GetCharCount": lambda encoding, content, *part: len(_get_string(encoding, content, *part)),
            "GetChars": _get_chars,
            "GetMaxByteCount": lambda encoding, count: (count + 1) * (3 if encoding.info is _UTF8 else 2),
            "GetMaxCharCount": lambda _encoding, count: count + 1,
            "GetPreamble": attr("preamble"),
            "GetString": _get_string,
            "IsAlwaysNormalized": lambda encoding, *_form: encoding.info is _ASCII,
        },
        properties={
            "BodyName": attr("info.web"),
            "CodePage": attr("info.number"),
            "EncodingName": attr("info.name"),
            "HeaderName": attr("info.web"),
            "IsBrowserDisplay": lambda _encoding: True,
            "IsBrowserSave": lambda _encoding: True,
            "IsMailNewsDisplay": lambda _encoding: True,
            "IsMailNewsSave": lambda _encoding: True,
            "IsReadOnly": lambda _encoding: True,
            "IsSingleByte": lambda encoding: encoding.info in (_ASCII, _LATIN1, _WINDOWS),
            "WebName": attr("info.web"),
            "WindowsCodePage": lambda encoding: 1252 if encoding.info in (_ASCII, _LATIN1, _WINDOWS) else 1200,
        },
        static={"Convert": _convert, "GetEncoding": _get_encoding},
        static_properties={
            "ASCII": _static(_ASCII),
            "BigEndianUnicode": _static(_BIG),
            "Default": _static(_WINDOWS),
            "Unicode": _static(_UNICODE),
            "UTF32": _static(_UTF32),
            "UTF7": _static(_UTF7),
            "UTF8": _static(_UTF8),
        },
    ),
    "System.Text.UTF8Encoding": Implementation(
        static={"new": _new_utf8},
        declared=_declared(
            "UTF8Encoding",
            "bool encoderShouldEmitUTF8Identifier",
            "bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes",
        ),
    ),
    "System.Text.ASCIIEncoding": Implementation(
        static={"new": lambda _type: Encoding(_ASCII)}, declared=_declared("ASCIIEncoding")
    ),
    "System.Text.UnicodeEncoding": Implementation(
        static={"new": _new_unicode},
        declared=_declared(
            "UnicodeEncoding",
            "bool bigEndian, bool byteOrderMark",
            "bool bigEndian, bool byteOrderMark, bool throwOnInvalidBytes",
        ),
    ),
    "System.Text.UTF32Encoding": Implementation(
        static={"new": lambda _type: Encoding(_UTF32)}, declared=_declared("UTF32Encoding")
    ),
    "System.Text.UTF7Encoding": Implementation(
        static={"new": lambda _type: Encoding(_UTF7)}, declared=_declared("UTF7Encoding")
    ),
}
