"""WebUtility, HttpUtility and ServicePointManager."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote_plus, unquote_plus

from ems.runtime.dotnet.support import session
from ems.runtime.enums import enum_value
from ems.runtime.members.model import Implementation


def _html_encode(text: str | None) -> str | None:
    if text is None:
        return None
    made = []
    for char in text:
        code = ord(char)
        if char == "'":
            made.append("&#39;")
        elif 160 <= code < 256:
            made.append(f"&#{code};")
        else:
            made.append(html.escape(char, quote=True) if char in '<>&"' else char)
    return "".join(made)


def _url_encode(lower: bool) -> Any:
    def encode(text: str | None) -> str | None:
        if text is None:
            return None
        made = quote_plus(text, safe="()*!-._")
        made = made.replace("~", "%7E")
        if not lower:
            return made
        parts = made.split("%")
        return parts[0] + "".join("%" + part[:2].lower() + part[2:] for part in parts[1:])

    return encode


def _decode(text: str | None) -> str | None:
    return None if text is None else unquote_plus(text)


def _html_decode(text: str | None) -> str | None:
    return None if text is None else html.unescape(text)


_DECLARED: Final = """
    static string HtmlDecode(string value)
    static string HtmlEncode(string value)
    static string UrlDecode(string value)
    static string UrlEncode(string value)
"""

def _setting(name: str, default: Any) -> tuple[Callable[..., Any], Callable[..., None]]:
    """A static property that keeps, for this session, what is written to it."""

    def kept() -> dict[str, Any]:
        found: dict[str, Any] = session().services.setdefault("service_point", {})
        return found

    def read(_type: Any) -> Any:
        if default is None and name == "SecurityProtocol":
            return kept().get(name) or enum_value("System.Net.SecurityProtocolType", 0)
        return kept().get(name, default)

    def write(_type: Any, value: Any) -> None:
        kept()[name] = value

    return read, write


TYPES: Final = {
    "System.Net.WebUtility": Implementation(
        static={
            "HtmlDecode": _html_decode,
            "HtmlEncode": _html_encode,
            "UrlDecode": _decode,
            "UrlEncode": _url_encode(True),
        },
        declared=_DECLARED,
    ),
    "System.Web.HttpUtility": Implementation(
        static={
            "HtmlDecode": _html_decode,
            "HtmlEncode": _html_encode,
            "UrlDecode": _decode,
            "UrlEncode": _url_encode(True),
        },
        declared=_DECLARED,
    ),
    "System.Net.ServicePointManager": Implementation(
        static_properties={
            "CheckCertificateRevocationList": _setting("CheckCertificateRevocationList", False),
            "DefaultConnectionLimit": _setting("DefaultConnectionLimit", 2),
            "Expect100Continue": _setting("Expect100Continue", True),
            "SecurityProtocol": _setting("SecurityProtocol", None),
            "ServerCertificateValidationCallback": _setting("ServerCertificateValidationCallback", None),
        },
        declared="""
            static bool CheckCertificateRevocationList {get;set;}
            static int DefaultConnectionLimit {get;set;}
            static bool Expect100Continue {get;set;}
            static System.Net.SecurityProtocolType SecurityProtocol {get;set;}
            static System.Object ServerCertificateValidationCallback {get;set;}
        """,
    ),
}
