"""Uri and UriBuilder."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote, unquote, urljoin

from ems.runtime.dotnet.support import NetError, argument_null, attr, invalid_operation, number_of, strings
from ems.runtime.members.model import ByRef, Implementation
from ems.runtime.values import Char, NetObject

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_PORTS: Final = {
    "http": 80,
    "https": 443,
    "ftp": 21,
    "smtp": 25,
    "mailto": 25,
    "ldap": 389,
    "telnet": 23,
    "nntp": 119,
    "gopher": 70,
    "net.tcp": 808,
}
_AUTHORITY: Final = re.compile(r"(?:(?P<user>[^@/?#]*)@)?(?P<host>\[[^\]]*\]|[^:/?#]*)(?::(?P<port>\d*))?")
_IPV4: Final = re.compile(r"\d{1,3}(\.\d{1,3}){3}\Z")
_DNS: Final = re.compile(
    r"(?=.{1,255}\Z)[A-Za-z0-9_]([A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?)*\.?\Z"
)
_UNDETERMINED: Final = "Invalid URI: The format of the URI could not be determined."
_RELATIVE: Final = "This operation is not supported for a relative URI."
_KEPT: Final = "!#$&'()*+,/:;=?@[]~%-._"


def _is_ipv6(host: str) -> bool:
    from ipaddress import IPv6Address

    try:
        IPv6Address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return host.endswith("]")


class Uri(NetObject):
    """System.Uri, absolute or relative."""

    __slots__ = ("absolute", "fragment", "host", "original", "path", "port", "query", "scheme", "user")
    type_name = "System.Uri"

    def __init__(self, text: str, kind: int = 1) -> None:
        if text is None:
            raise argument_null("uriString")
        self.original = text
        self.absolute = False
        self.scheme = self.host = self.path = self.query = self.fragment = self.user = ""
        self.port = -1
        body = text.strip()
        if kind != 2 and self._read(body):
            self.absolute = True
        elif kind == 1 or (kind == 0 and self._has_bad_authority(body)):
            if not body:
                raise NetError("System.UriFormatException", "Invalid URI: The URI is empty.")
            raise NetError("System.UriFormatException", self._trouble(body))
        elif kind == 2 and _SCHEME.match(body) and self._read(body):
            raise NetError(
                "System.UriFormatException",
                "A relative URI cannot be created because the 'uriString' parameter represents an absolute URI.",
            )

    def _has_bad_authority(self, body: str) -> bool:
        """Whether a text is no address and no relative one either: its scheme is known, its host or port is wrong."""
        match = _SCHEME.match(body)
        return match is not None and match[1].lower() in _PORTS and body[match.end() :].startswith("//")

    def _trouble(self, body: str) -> str:
        match = _SCHEME.match(body)
        if match and match[1].lower() in _PORTS and body[match.end() :].startswith("//"):
            found = _AUTHORITY.match(body, match.end() + 2)
            if found is not None and not found["host"]:
                return "Invalid URI: The hostname could not be parsed."
            if found is not None and found["port"] and int(found["port"]) > 65535:
                return "Invalid URI: Invalid port specified."
            return "Invalid URI: The hostname could not be parsed."
        return _UNDETERMINED

    def _read(self, body: str) -> bool:
        if re.match(r"[A-Za-z]:[\\/]", body):
            self.scheme, self.path = "file", "/" + _escaped(body.replace("\\", "/"))
            return True
        if body.startswith("\\\\"):
            host, _, path = body[2:].replace("\\", "/").partition("/")
            self.scheme, self.host, self.path = "file", host.lower(), "/" + _escaped(path)
            return bool(host)
        match = _SCHEME.match(body)
        if match is None or len(match[1]) < 2:
            return False
        self.scheme = match[1].lower()
        rest = body[match.end() :]
        rest, mark, fragment = rest.partition("#")
        self.fragment = mark + _escaped(fragment) if mark else ""
        if self.scheme == "ftp":
            rest = rest.replace("?", "%3F")
        else:
            rest, mark, query = rest.partition("?")
            self.query = mark + _escaped(query) if mark else ""
        if (self.scheme in _PORTS and self.scheme != "mailto") or rest.startswith("//"):
            return self._read_authority(rest)
        if self.scheme == "mailto":
            user, _, host = rest.rpartition("@")
            self.user, self.host, self.port = user, host.lower(), 25
            return True
        self.path = _escaped(rest)
        return True

    def _read_authority(self, rest: str) -> bool:
        if not rest.startswith("//") and not rest.startswith("\\\\"):
            return False
        rest = rest.replace("\\", "/")
        found = _AUTHORITY.match(rest, 2)
        if found is None:
            return False
        self.user = found["user"] or ""
        self.host = found["host"].lower()
        if self.scheme != "file" and not self.host:
            return False
        if self.host.startswith("[") and not _is_ipv6(self.host):
            return False
        if self.host and not self.host.startswith("[") and not _DNS.match(self.host):
            return False
        default = _PORTS.get(self.scheme, -1)
        self.port = int(found["port"]) if found["port"] else default
        if self.port > 65535:
            return False
        path = rest[found.end() :]
        if path and not path.startswith("/"):
            return False
        self.path = _compressed(_escaped(path or "/"))
        return True

    def need_absolute(self) -> Uri:
        if not self.absolute:
            raise invalid_operation(_RELATIVE)
        return self

    @property
    def authority(self) -> str:
        default = _PORTS.get(self.scheme, -1)
        return self.host if self.port in (default, -1) else f"{self.host}:{self.port}"

    @property
    def absolute_uri(self) -> str:
        if self.scheme == "mailto":
            return f"mailto:{self.user}@{self.host}{self.query}"
        if not self.host and self.scheme not in ("file", *_PORTS):
            return f"{self.scheme}:{self.path}{self.query}{self.fragment}"
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.authority}{self.path}{self.query}{self.fragment}"

    def to_text(self) -> str:
        if not self.absolute:
            return self.original
        return _shown(self.absolute_uri)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Uri) or other.absolute != self.absolute:
            return False
        return (
            self.absolute_uri.partition("#")[0] == other.absolute_uri.partition("#")[0]
            if self.absolute
            else self.original == other.original
        )

    def __hash__(self) -> int:
        return hash(self.absolute_uri if self.absolute else self.original)

    def equals(self, other: Any) -> bool:
        return self == (Uri(other, 0) if isinstance(other, str) else other)


def _escaped(text: str) -> str:
    return quote(text, safe=_KEPT)


def _shown(text: str) -> str:
    """Uri.ToString: escapes of characters that mean nothing special are taken back."""
    return re.sub(
        r"%(?!23|25|2F|3F|5C)[0-9A-Fa-f]{2}(?:%(?!23|25|2F|3F|5C)[0-9A-Fa-f]{2})*",
        lambda found: unquote(found[0], errors="surrogateescape"),
        text,
    )


def _compressed(path: str) -> str:
    parts: list[str] = []
    pieces = path.split("/")
    for at, piece in enumerate(pieces):
        if piece == "..":
            if len(parts) > 1:
                parts.pop()
            if at == len(pieces) - 1:
                parts.append("")
        elif piece == ".":
            if at == len(pieces) - 1:
                parts.append("")
        else:
            parts.append(piece)
    return "/".join(parts) or "/"


def host_type(host: str) -> str:
    """Uri.CheckHostName."""
    if not host:
        return "Unknown"
    if ":" in host:
        from ems.runtime.dotnet.addresses import _read

        return "IPv6" if _read(host) is not None else "Unknown"
    if _IPV4.match(host) and all(int(part) < 256 for part in host.split(".")):
        return "IPv4"
    return "Dns" if _DNS.match(host) else "Unknown"


def _segments(uri: Uri) -> Any:
    pieces = uri.need_absolute().path.split("/")
    made = [piece + "/" for piece in pieces[:-1]]
    return strings([*made, pieces[-1]] if pieces[-1] else made)


def _new(_type: Any, *arguments: Any) -> Uri:
    first = arguments[0]
    if isinstance(first, Uri):
        second = arguments[1]
        text = second.original if isinstance(second, Uri) else second
        if text is None:
            return first
        return Uri(urljoin(first.need_absolute().absolute_uri, _escaped(text)) if not _SCHEME.match(text) else text)
    kind = next((number_of(each) for each in arguments[1:] if hasattr(each, "number")), 1)
    return Uri(first, kind)


def _try_create(*arguments: Any) -> bool:
    box: ByRef = arguments[-1]
    try:
        box.value = _new(None, *arguments[:-1])
        return True
    except NetError:
        box.value = None
        return False


def _well_formed(text: str | None, kind: Any) -> bool:
    if text is None:
        return False
    wanted = number_of(kind)
    try:
        made = Uri(text, wanted)
    except NetError:
        return False
    if made.absolute:
        return (not re.search(r"[\s\\<>\"{}|^`]", text) and "://" in text) or made.scheme in ("mailto", "urn")
    return not re.search(r"[\s\\]", text)


def _only(name: str) -> Any:
    return lambda uri: getattr(uri.need_absolute(), name)


def _escape_data(text: str) -> str:
    if text is None:
        raise argument_null("stringToEscape")
    return quote(text, safe="-_.~!*'()".replace("!*'()", ""))


def _local_path(uri: Uri) -> str:
    uri.need_absolute()
    path = unquote(uri.path)
    if uri.scheme != "file":
        return path
    if uri.host:
        return f"\\\\{uri.host}{path}".replace("/", "\\")
    return path.lstrip("/").replace("/", "\\") if re.match(r"/[A-Za-z]:", path) else path


def _left_part(uri: Uri, part: Any) -> str:
    uri.need_absolute()
    number = number_of(part)
    user = f"{uri.user}@" if uri.user else ""
    made = f"{uri.scheme}://"
    if number >= 1:
        made += user + uri.authority
    if number >= 2:
        made += uri.path
    if number >= 3:
        made += uri.query
    return made


def _components(uri: Uri, parts: Any, form: Any) -> str:
    """GetComponents: the parts the flags name, with what stands between them where there is more than one."""
    uri.need_absolute()
    wanted = number_of(parts)
    escape = unquote if number_of(form) != 1 else str
    port = "" if uri.port == _PORTS.get(uri.scheme, -1) else str(uri.port)
    if wanted & 128:
        port = str(uri.port)
    values = {1: uri.scheme, 2: uri.user, 4: uri.host, 8: port, 16: uri.path.lstrip("/"), 32: uri.query.lstrip("?"),
              64: uri.fragment.lstrip("#"), 128: port}  # fmt: skip
    if wanted in values:
        return escape(values[wanted])
    made = f"{values[1]}://" if wanted & 1 else ""
    made += f"{values[2]}@" if wanted & 2 and values[2] else ""
    made += values[4] if wanted & 4 else ""
    made += f":{port}" if wanted & 136 and port else ""
    made += "/" + values[16] if wanted & 16 else ""
    made += "?" + values[32] if wanted & 32 and values[32] else ""
    made += "#" + values[64] if wanted & 64 and values[64] else ""
    return escape(made)


def _hex_unescape(pattern: str, index: ByRef) -> Char:
    at = index.value
    code = pattern[at + 1 : at + 3]
    if pattern[at] == "%" and len(code) == 2 and all(digit in "0123456789abcdefABCDEF" for digit in code):
        index.value = at + 3
        return Char(chr(int(code, 16)))
    index.value = at + 1
    return Char(pattern[at])


def _relative(base: Uri, other: Uri) -> Uri:
    if (base.scheme, base.authority) != (other.need_absolute().scheme, other.authority):
        return other
    here, there = base.path.split("/")[:-1], other.path.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    text = "../" * (len(here) - common) + "/".join(there[common:])
    return Uri(text + other.query + other.fragment, 2)


class UriBuilder(NetObject):
    """System.UriBuilder."""

    __slots__ = ("fragment", "host", "password", "path", "port", "query", "scheme", "user_name")
    type_name = "System.UriBuilder"

    def __init__(self, *arguments: Any) -> None:
        self.scheme, self.host, self.path = "http", "localhost", "/"
        self.port = -1
        self.query = self.fragment = self.user_name = self.password = ""
        if len(arguments) == 1 and arguments[0] is not None:
            first = arguments[0]
            uri = first if isinstance(first, Uri) else Uri(first, 0)
            if not uri.absolute:
                uri = Uri("http://" + uri.original)
            self.scheme, self.host, self.path, self.port = uri.scheme, uri.host, uri.path, uri.port
            self.query, self.fragment = uri.query, uri.fragment
            self.user_name, _, self.password = uri.user.partition(":")
        elif len(arguments) >= 2:
            self.scheme, self.host = arguments[0], arguments[1]
            if len(arguments) > 2:
                self.port = arguments[2]
            if len(arguments) > 3:
                self.path = arguments[3]

    @property
    def uri(self) -> Uri:
        return Uri(self.to_text())

    def to_text(self) -> str:
        user = self.user_name + (f":{self.password}" if self.password else "")
        port = f":{self.port}" if self.port != -1 else ""
        host = f"{user}@{self.host}{port}" if user else self.host + port
        path = self.path if self.path.startswith("/") else "/" + self.path
        return f"{self.scheme}://{host}{path}{self.query}{self.fragment}"


def _prefixed(name: str, mark: str) -> Any:
    def write(builder: UriBuilder, value: str | None) -> None:
        setattr(builder, name, mark + value if value else "")

    return attr(name), write


def _plain(name: str) -> Any:
    return attr(name), lambda builder, value: setattr(builder, name, value)


TYPES: Final = {
    "System.Uri": Implementation(
        methods={
            "Equals": Uri.equals,
            "GetComponents": _components,
            "GetLeftPart": _left_part,
            "IsBaseOf": lambda base, other: other.need_absolute().absolute_uri.startswith(
                base.absolute_uri.rpartition("/")[0] + "/"
            ),
            "IsWellFormedOriginalString": lambda uri: _well_formed(uri.original, 0),
            "MakeRelative": lambda base, other: _relative(base, other).original,
            "MakeRelativeUri": _relative,
            "ToString": lambda uri: uri.to_text(),
        },
        properties={
            "AbsolutePath": _only("path"),
            "AbsoluteUri": _only("absolute_uri"),
            "Authority": _only("authority"),
            "DnsSafeHost": _only("host"),
            "Fragment": _only("fragment"),
            "Host": _only("host"),
            "HostNameType": lambda uri: host_type(uri.need_absolute().host.strip("[]")) if uri.host else "Basic",
            "IdnHost": _only("host"),
            "IsAbsoluteUri": attr("absolute"),
            "IsDefaultPort": lambda uri: uri.need_absolute().port == _PORTS.get(uri.scheme, -1),
            "IsFile": lambda uri: uri.need_absolute().scheme == "file",
            "IsLoopback": lambda uri: uri.need_absolute().host in ("localhost", "127.0.0.1", "[::1]"),
            "IsUnc": lambda uri: uri.need_absolute().scheme == "file" and bool(uri.host),
            "LocalPath": _local_path,
            "OriginalString": attr("original"),
            "PathAndQuery": lambda uri: uri.need_absolute().path + uri.query,
            "Port": _only("port"),
            "Query": _only("query"),
            "Scheme": _only("scheme"),
            "Segments": _segments,
            "UserEscaped": lambda _uri: False,
            "UserInfo": _only("user"),
        },
        static={
            "CheckHostName": host_type,
            "CheckSchemeName": lambda text: bool(text) and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.\-]*", text) is not None,
            "EscapeDataString": _escape_data,
            "EscapeUriString": lambda text: quote(text, safe=_KEPT.replace("%", "") + "%"),
            "HexUnescape": _hex_unescape,
            "HexEscape": lambda char: f"%{ord(char):02X}",
            "IsHexDigit": lambda char: char in "0123456789abcdefABCDEF",
            "IsWellFormedUriString": _well_formed,
            "new": _new,
            "TryCreate": _try_create,
            "UnescapeDataString": unquote,
            "FromHex": lambda char: int(char, 16),
            "IsHexEncoding": lambda text, at: re.match(r"%[0-9A-Fa-f]{2}", text[at:]) is not None,
        },
        static_properties={
            "SchemeDelimiter": "://",
            **{
                f"UriScheme{name}": name.lower()
                for name in ("File", "Ftp", "Gopher", "Http", "Https", "Mailto", "News", "Nntp")
            },
            "UriSchemeNetPipe": "net.pipe",
            "UriSchemeNetTcp": "net.tcp",
        },
    ),
    "System.UriBuilder": Implementation(
        methods={"ToString": lambda builder: builder.to_text()},
        properties={
            "Fragment": _prefixed("fragment", "#"),
            "Host": _plain("host"),
            "Password": _plain("password"),
            "Path": _plain("path"),
            "Port": _plain("port"),
            "Query": _prefixed("query", "?"),
            "Scheme": _plain("scheme"),
            "Uri": attr("uri"),
            "UserName": _plain("user_name"),
        },
        static={"new": lambda _type, *arguments: UriBuilder(*arguments)},
        declared="""
            string Scheme {get;set;}
            string UserName {get;set;}
            string Password {get;set;}
            string Host {get;set;}
            int Port {get;set;}
            string Path {get;set;}
            string Query {get;set;}
            string Fragment {get;set;}
            uri Uri {get;}
            string ToString()
            System.UriBuilder new()
            System.UriBuilder new(string uri)
            System.UriBuilder new(uri uri)
            System.UriBuilder new(string schemeName, string hostName)
            System.UriBuilder new(string scheme, string host, int portNumber)
            System.UriBuilder new(string scheme, string host, int port, string pathValue)
        """,
    ),
}
