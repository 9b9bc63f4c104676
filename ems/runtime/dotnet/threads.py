"""System.Threading.Thread: its Sleep, and the cultures of the current one."""

from __future__ import annotations

from typing import Any, Final

from ems.runtime.dotnet.support import EN_US, session
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject


class ThreadValue(NetObject):
    """The thread of the session."""

    __slots__ = ()
    type_name = "System.Threading.Thread"


def _sleep(time: Any) -> None:
    milliseconds = time.ticks // 10_000 if hasattr(time, "ticks") else int(time)
    if milliseconds > 0:
        session().sleep(milliseconds / 1000)


def _culture(_thread: Any) -> Any:
    from ems.runtime.dotnet.globalization import CultureInfo

    return CultureInfo(EN_US)


TYPES: Final = {
    "System.Threading.Thread": Implementation(
        properties={
            "CurrentCulture": (_culture, lambda _thread, _value: None),
            "CurrentUICulture": (_culture, lambda _thread, _value: None),
            "ManagedThreadId": lambda _thread: 1,
            "Name": (lambda _thread: "Pipeline Execution Thread", lambda _thread, _value: None),
        },
        static={"Sleep": _sleep},
        static_properties={"CurrentThread": ThreadValue},
        declared="""
            cultureinfo CurrentCulture {get;set;}
            cultureinfo CurrentUICulture {get;set;}
            int ManagedThreadId {get;}
            string Name {get;set;}
            static void Sleep(int millisecondsTimeout)
            static void Sleep(timespan timeout)
            static System.Threading.Thread CurrentThread {get;}
        """,
    ),
}
