"""System.Xml.XmlConvert."""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.dotnet.support import bad_format, number_of
from ems.runtime.dotnet.time import UTC, DateTime, TimeSpan
from ems.runtime.members.model import Implementation

_DURATION: Final = re.compile(
    r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?\Z"
)


def to_time_span(text: str) -> TimeSpan:
    """XmlConvert.ToTimeSpan."""
    found = _DURATION.match(text.strip())
    if found is None or not any(found.groups()[1:]):
        raise bad_format(f"The string '{text}' is not a valid TimeSpan value.")
    sign, years, months, days, hours, minutes, seconds, fraction = found.groups()
    total_days = int(years or 0) * 365 + int(months or 0) * 30 + int(days or 0)
    total = ((total_days * 24 + int(hours or 0)) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    ticks = total * 10_000_000 + int(((fraction or "") + "0000000")[:7])
    return TimeSpan(-ticks if sign else ticks)


def span_text(span: TimeSpan) -> str:
    """A time span as XML writes it."""
    ticks = abs(span.ticks)
    seconds, fraction = divmod(ticks, 10_000_000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    text = ("-" if span.ticks < 0 else "") + "P" + (f"{days}D" if days else "")
    time = (f"{hour}H" if hour else "") + (f"{minute}M" if minute else "")
    if second or fraction or (not time and not days):
        tail = "." + f"{fraction:07}".rstrip("0") if fraction else ""
        time += f"{second}{tail}S"
    return text + ("T" + time if time else "")


def _to_string(value: Any, *rest: Any) -> str:
    from ems.runtime.convert import to_string

    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, TimeSpan):
        return span_text(value)
    if isinstance(value, DateTime):
        spec = next((each for each in rest if isinstance(each, str)), None)
        if spec is not None:
            return value.format_text(spec, None)  # type: ignore[arg-type]
        mode = number_of(rest[0]) if rest else 3
        moment = value.to_utc() if mode == 1 else value.to_local() if mode == 0 else value
        text = moment.format_text("yyyy-MM-ddTHH:mm:ss.FFFFFFF", None)  # type: ignore[arg-type]
        return text + ("Z" if moment.kind == UTC else moment.format_text("zzz", None) if moment.kind == 2 else "")  # type: ignore[arg-type]
    return to_string(value)


def _to_date(text: str, *_mode: Any) -> DateTime:
    from ems.runtime.dotnet.dates import parsed

    return parsed(text)


def _encode(name: str) -> str:
    def char(at: int, each: str) -> str:
        fine = each.isalnum() or each in "_-."
        if fine and not (at == 0 and not (each.isalpha() or each == "_")):
            return each
        return f"_x{ord(each):04X}_"

    return "".join(char(at, each) for at, each in enumerate(name))


def _decode(name: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), name)


TYPES: Final = {
    "System.Xml.XmlConvert": Implementation(
        static={
            "DecodeName": _decode,
            "EncodeLocalName": _encode,
            "EncodeName": _encode,
            "ToBoolean": lambda text: text.strip() in ("true", "1"),
            "ToDateTime": _to_date,
            "ToInt32": lambda text: int(text),
            "ToInt64": lambda text: int(text),
            "ToDouble": lambda text: float(text.replace("INF", "inf")),
            "ToString": _to_string,
            "ToTimeSpan": to_time_span,
        },
        declared="""
            static string DecodeName(string name)
            static string EncodeLocalName(string name)
            static string EncodeName(string name)
            static bool ToBoolean(string s)
            static datetime ToDateTime(string s)
            static datetime ToDateTime(string s, System.Xml.XmlDateTimeSerializationMode dateTimeOption)
            static double ToDouble(string s)
            static int ToInt32(string s)
            static long ToInt64(string s)
            static string ToString(System.Object value)
            static string ToString(datetime value, System.Xml.XmlDateTimeSerializationMode dateTimeOption)
            static string ToString(datetime value, string format)
            static timespan ToTimeSpan(string s)
        """,
    ),
}
