"""WebUtility, HttpUtility and ServicePointManager."""

from __future__ import annotations

import html
from typing import Any, Final
from urllib.parse import quote_plus, unquote_plus

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
            "DefaultConnectionLimit": (lambda _type: 2, lambda _type, _value: None),
            "Expect100Continue": (lambda _type: True, lambda _type, _value: None),
            "SecurityProtocol": (
                lambda _type: enum_value("System.Net.SecurityProtocolType", 0),
                lambda _type, _value: None,
            ),
            "ServerCertificateValidationCallback": (lambda _type: None, lambda _type, _value: None),
        },
        declared="""
            static int DefaultConnectionLimit {get;set;}
            static bool Expect100Continue {get;set;}
            static System.Net.SecurityProtocolType SecurityProtocol {get;set;}
            static System.Object ServerCertificateValidationCallback {get;set;}
        """,
    ),
}
