"""System.Environment, Console, GC, OperatingSystem and AppDomain."""

from __future__ import annotations

import re
from typing import Any, Final

from ems.runtime.dotnet.identity import Version
from ems.runtime.dotnet.support import argument, argument_null, not_supported, number_of, session, strings
from ems.runtime.hashtable import EXACT, Hashtable
from ems.runtime.members.model import Implementation
from ems.runtime.values import NetObject

_NEW_LINE: Final = "\r\n"


class OperatingSystem(NetObject):
    """System.OperatingSystem: Windows Server 2016, the edition that 5.1.14393 came with."""

    __slots__ = ()
    type_name = "System.OperatingSystem"

    def to_text(self) -> str:
        return "Microsoft Windows NT 10.0.14393.0"


class AppDomain(NetObject):
    """System.AppDomain."""

    __slots__ = ()
    type_name = "System.AppDomain"

    def to_text(self) -> str:
        return "Name:powershell.exe\r\nThere are no context policies.\r\n"


def _variable(name: str | None, *_target: Any) -> str | None:
    if name is None:
        raise argument_null("variable")
    found = session().environment.get(name.lower())
    return None if found is None else str(found[1])


def _set_variable(name: str | None, value: str | None, *_target: Any) -> None:
    if not name:
        raise argument("String cannot be of zero length.", "variable")
    environment = session().environment
    folded = name.lower()
    if not value:
        environment.pop(folded, None)
    else:
        environment[folded] = (environment[folded][0] if folded in environment else name, value)


def _all(*_target: Any) -> Hashtable:
    return Hashtable(session().environment.values(), EXACT)


def _named(name: str, default: str) -> str:
    return _variable(name) or default


def _expand(text: str) -> str:
    def replace(found: re.Match[str]) -> str:
        value = _variable(found[1])
        return found[0] if value is None else value

    return re.sub(r"%([^%]+)%", replace, text)


def _profile() -> str:
    return _named("USERPROFILE", "C:\\Users\\" + _user())


def _user() -> str:
    return _named("USERNAME", "Administrator")


_FOLDERS: Final = {
    0: "{profile}\\Desktop",
    5: "{profile}\\Documents",
    6: "{profile}\\Favorites",
    13: "{profile}\\Music",
    14: "{profile}\\Videos",
    16: "{profile}\\Desktop",
    20: "C:\\Windows\\Fonts",
    26: "{profile}\\AppData\\Roaming",
    28: "{profile}\\AppData\\Local",
    35: "C:\\ProgramData",
    36: "C:\\Windows",
    37: "C:\\Windows\\system32",
    38: "C:\\Program Files",
    39: "{profile}\\Pictures",
    40: "{profile}",
    41: "C:\\Windows\\SysWOW64",
    42: "C:\\Program Files (x86)",
    43: "C:\\Program Files\\Common Files",
}


def _folder(folder: Any, *_option: Any) -> str:
    return _FOLDERS.get(number_of(folder), "").replace("{profile}", _profile())


def _exit(code: int) -> None:
    from ems.runtime.flow import ExitScript

    raise ExitScript(code)


def _tick_count() -> int:
    clock = session().clock
    seconds = clock.monotonic() if hasattr(clock, "monotonic") else 0.0
    return int(seconds * 1000) & 0x7FFFFFFF


# Console


def _text(*arguments: Any) -> str:
    from ems.runtime.dotnet.writers import _shown

    return _shown(*arguments) if arguments else ""


def _write(*arguments: Any) -> None:
    session().host.write(_text(*arguments))


def _write_line(*arguments: Any) -> None:
    session().host.write_line(_text(*arguments))


def _read_line() -> str | None:
    found: str | None = session().host.read_line("")
    return found


class ConsoleWriter(NetObject):
    """Console.Out and Console.Error."""

    __slots__ = ()
    type_name = "System.IO.TextWriter"
    new_line = _NEW_LINE

    def put(self, text: str) -> None:
        session().host.write(text.replace(_NEW_LINE, "\n"))

    def flush(self) -> None: ...

    def close(self) -> None: ...


def _size(name: str, default: int) -> Any:
    return (lambda _type: getattr(session().host, name, default) or default), (lambda _type, _value: None)


def _colour(default: str) -> Any:
    return (lambda _type: default), (lambda _type, _value: None)


def _no_key(*_intercept: Any) -> Any:
    raise not_supported(
        "Cannot read keys when either application does not have a console or when console input has been "
        "redirected from a file. Try "
        "Console.Read."
    )


def _encoding() -> Any:
    from ems.runtime.dotnet.encodings import _get_encoding

    return _get_encoding(437)


def _title() -> Any:
    return (
        lambda _type: getattr(session().host, "title", "") or "Windows PowerShell",
        lambda _type, value: setattr(session().host, "title", value),
    )


TYPES: Final = {
    "System.Environment": Implementation(
        static={
            "Exit": _exit,
            "ExpandEnvironmentVariables": _expand,
            "GetCommandLineArgs": lambda: strings(["powershell.exe"]),
            "GetEnvironmentVariable": _variable,
            "GetEnvironmentVariables": _all,
            "GetFolderPath": _folder,
            "GetLogicalDrives": lambda: strings(["C:\\"]),
            "SetEnvironmentVariable": _set_variable,
        },
        static_properties={
            "CommandLine": "powershell.exe",
            "CurrentDirectory": (lambda _type: session().files.full_path("."), lambda _type, _value: None),
            "CurrentManagedThreadId": 1,
            "ExitCode": (lambda _type: 0, lambda _type, _value: None),
            "HasShutdownStarted": False,
            "Is64BitOperatingSystem": True,
            "Is64BitProcess": True,
            "MachineName": lambda: _named("COMPUTERNAME", "EX01"),
            "NewLine": _NEW_LINE,
            "OSVersion": OperatingSystem,
            "ProcessorCount": 4,
            "StackTrace": "",
            "SystemDirectory": "C:\\Windows\\system32",
            "SystemPageSize": 4096,
            "TickCount": _tick_count,
            "UserDomainName": lambda: _named("USERDOMAIN", "CONTOSO"),
            "UserInteractive": lambda: True,
            "UserName": _user,
            "Version": lambda: Version(4, 0, 30319, 42000),
            "WorkingSet": 104857600,
        },
    ),
    "System.OperatingSystem": Implementation(
        properties={
            "Platform": lambda _system: "Win32NT",
            "ServicePack": lambda _system: "",
            "Version": lambda _system: Version(10, 0, 14393, 0),
            "VersionString": lambda system: system.to_text(),
        },
        declared="""
            System.PlatformID Platform {get;}
            string ServicePack {get;}
            version Version {get;}
            string VersionString {get;}
        """,
    ),
    "System.AppDomain": Implementation(
        methods={"GetAssemblies": lambda _domain: _assemblies()},
        properties={
            "BaseDirectory": lambda _domain: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\",
            "FriendlyName": lambda _domain: "powershell.exe",
            "Id": lambda _domain: 1,
        },
        static_properties={"CurrentDomain": AppDomain},
        declared="""
            System.Reflection.Assembly[] GetAssemblies()
            string BaseDirectory {get;}
            string FriendlyName {get;}
            int Id {get;}
            static System.AppDomain CurrentDomain {get;}
        """,
    ),
    "System.GC": Implementation(
        static={
            "Collect": lambda *_arguments: None,
            "CollectionCount": lambda _generation: 0,
            "GetGeneration": lambda _value: 0,
            "GetTotalMemory": lambda _force: 33554432,
            "KeepAlive": lambda _value: None,
            "SuppressFinalize": lambda _value: None,
            "ReRegisterForFinalize": lambda _value: None,
            "WaitForPendingFinalizers": lambda: None,
            "AddMemoryPressure": lambda _bytes: None,
            "RemoveMemoryPressure": lambda _bytes: None,
        },
        static_properties={"MaxGeneration": 2},
    ),
    "System.Console": Implementation(
        static={
            "Beep": lambda *_arguments: None,
            "Clear": lambda: session().host.clear(),
            "ReadKey": _no_key,
            "ReadLine": _read_line,
            "ResetColor": lambda: None,
            "SetBufferSize": lambda _width, _height: None,
            "SetCursorPosition": lambda _left, _top: None,
            "SetWindowPosition": lambda _left, _top: None,
            "SetWindowSize": lambda _width, _height: None,
            "Write": _write,
            "WriteLine": _write_line,
        },
        static_properties={
            "BackgroundColor": _colour("DarkMagenta"),
            "BufferHeight": _size("height", 3000),
            "BufferWidth": _size("width", 120),
            "CapsLock": False,
            "CursorLeft": _size("cursor_left", 0),
            "CursorTop": _size("cursor_top", 0),
            "CursorSize": (lambda _type: 25, lambda _type, _value: None),
            "CursorVisible": (lambda _type: True, lambda _type, _value: None),
            "Error": ConsoleWriter,
            "ForegroundColor": _colour("DarkYellow"),
            "InputEncoding": (lambda _type: _encoding(), lambda _type, _value: None),
            "IsErrorRedirected": False,
            "IsInputRedirected": lambda: not getattr(session().host, "interactive", False),
            "IsOutputRedirected": lambda: not getattr(session().host, "interactive", False),
            "KeyAvailable": False,
            "LargestWindowHeight": 84,
            "LargestWindowWidth": 240,
            "NumberLock": True,
            "Out": ConsoleWriter,
            "OutputEncoding": (lambda _type: _encoding(), lambda _type, _value: None),
            "Title": _title(),
            "TreatControlCAsInput": (lambda _type: False, lambda _type, _value: None),
            "WindowLeft": (lambda _type: 0, lambda _type, _value: None),
            "WindowTop": (lambda _type: 0, lambda _type, _value: None),
            "WindowHeight": _size("height", 50),
            "WindowWidth": _size("width", 120),
        },
    ),
}


def _assemblies() -> Any:
    from ems.runtime.dotnet.assemblies import AssemblyInfo
    from ems.runtime.types import array_of, type_named

    names = ("System.Object", "System.Management.Automation.PSObject")
    return array_of([AssemblyInfo(type_named(name).assembly) for name in names], "System.Reflection.Assembly")
