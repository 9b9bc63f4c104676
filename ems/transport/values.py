"""Reading attribute values: byte sizes, time spans, flags and Unlimited, as the directory holds them."""

from __future__ import annotations

import re
from typing import Any, Final

_SPAN: Final = re.compile(r"(-)?(?:(\d+)\.)?(\d+):(\d+)(?::(\d+)(?:\.(\d+))?)?")
_SIZE: Final = re.compile(r"([\d.]+)\s*(B|KB|MB|GB|TB)?", re.IGNORECASE)
_UNITS: Final = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30, "TB": 1 << 40}


def is_unlimited(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() == "unlimited")


def unlimited(value: Any) -> int | None:
    """A number, or None for Unlimited."""
    if is_unlimited(value):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def size_of(value: Any) -> int | None:
    """Bytes, or None for Unlimited; also reads ``36 MB (37,748,736 bytes)``."""
    if is_unlimited(value):
        return None
    if isinstance(value, (int, float)):
        return int(value)
    text = str(value).strip()
    if "(" in text:
        digits = re.sub(r"\D", "", text[text.index("(") :])
        if digits:
            return int(digits)
    found = _SIZE.match(text)
    if found is None:
        return None
    return int(float(found.group(1)) * _UNITS[(found.group(2) or "B").upper()])


def seconds_of(value: Any, default: float) -> float:
    """Seconds of a .NET time span, ``00:10:00`` or ``1.00:00:00``."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    found = _SPAN.fullmatch(str(value).strip()) if value else None
    if found is None:
        return default
    sign, days, hours, minutes, seconds, fraction = found.groups()
    total = int(days or 0) * 86400 + int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    part = float(f"0.{fraction}") if fraction else 0.0
    return -(total + part) if sign else total + part


def flags(value: Any) -> frozenset[str]:
    """The members of a flags value, folded: ``Tls, Integrated`` or a list of names."""
    if not value:
        return frozenset()
    parts = value.split(",") if isinstance(value, str) else value
    return frozenset(str(part).strip().lower() for part in parts if str(part).strip()) - {"none"}


def texts(value: Any) -> tuple[str, ...]:
    """A multi-valued attribute, also where one bare value stands for a list of one."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(each) for each in value)
