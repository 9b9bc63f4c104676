"""The composition root: a session with everything it is lent."""

from __future__ import annotations

import os
import sys
from typing import Any

from ems.app.clock import SystemClock, new_guid
from ems.app.services import Services
from ems.runtime.host import Host
from ems.runtime.providers.mounts import HOME, SYSTEM
from ems.runtime.session import Session

SHOWN_ENVIRONMENT = {
    "ALLUSERSPROFILE": "C:\\ProgramData",
    "APPDATA": f"{HOME}\\AppData\\Roaming",
    "CommonProgramFiles": "C:\\Program Files\\Common Files",
    "COMPUTERNAME": "EX01",
    "ComSpec": "C:\\Windows\\system32\\cmd.exe",
    "ExchangeInstallPath": "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\",
    "HOMEDRIVE": "C:",
    "HOMEPATH": "\\Users\\Administrator",
    "LOCALAPPDATA": f"{HOME}\\AppData\\Local",
    "LOGONSERVER": "\\\\DC01",
    "NUMBER_OF_PROCESSORS": "4",
    "OS": "Windows_NT",
    "Path": "C:\\Windows\\system32;C:\\Windows;"
    "C:\\Windows\\System32\\Wbem;C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\;C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin;"
    "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Scripts",
    "PATHEXT": ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC;.CPL",
    "PROCESSOR_ARCHITECTURE": "AMD64",
    "ProgramData": "C:\\ProgramData",
    "ProgramFiles": "C:\\Program Files",
    "PSModulePath": f"{HOME}\\Documents\\WindowsPowerShell\\Modules;"
    "C:\\Program Files\\WindowsPowerShell\\Modules;C:\\Windows\\system32\\WindowsPowerShell\\v1.0\\Modules",
    "PUBLIC": "C:\\Users\\Public",
    "SystemDrive": "C:",
    "SystemRoot": "C:\\Windows",
    "TEMP": f"{HOME}\\AppData\\Local\\Temp",
    "TMP": f"{HOME}\\AppData\\Local\\Temp",
    "USERDNSDOMAIN": "CONTOSO.COM",
    "USERDOMAIN": "CONTOSO",
    "USERNAME": "Administrator",
    "USERPROFILE": HOME,
    "windir": "C:\\Windows",
}
"""The environment of an administrator on an Exchange server; that of this machine is not shown to scripts."""


def environment() -> dict[str, str]:
    """Variables whose name begins with EMS_ come from the outside, so that a script can be told something."""
    return {**SHOWN_ENVIRONMENT, **{name: value for name, value in os.environ.items() if name.startswith("EMS_")}}


class Randomness:
    """Random numbers, made when the first is asked for: the module behind them costs 5 ms."""

    def __init__(self, seed: int | None) -> None:
        self._seed = seed
        self._source: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._source is None:
            import random

            self._source = random.Random(self._seed)
        return getattr(self._source, name)


def make_session(
    host: Host,
    services: Services,
    *,
    at_prompt: bool = False,
    clock: Any = None,
    seed: int | None = None,
    guid: Any = new_guid,
) -> Session:
    """A session on a host. `at_prompt`: it begins where the Exchange shell does, in system32, instead of the folder ems was started in."""
    services.setdefault("location", SYSTEM if at_prompt else HOME)
    return Session(
        host,
        clock=clock or services.clock or SystemClock(),
        random=Randomness(seed),
        new_guid=guid,
        environment=environment(),
        working_directory=_current_folder(services),
        services=services,
        process_id=os.getpid() if clock is None else 4242,
    )


def _current_folder(services: Services) -> str:
    """Where ems was started; a folder that goes away with the session where that one has been removed meanwhile."""
    try:
        return os.getcwd()
    except OSError:
        return str(services.scratch())


def error_stream_is_output() -> bool:
    """Whether standard output and standard error end in the same place."""
    try:
        one, other = os.fstat(sys.stdout.fileno()), os.fstat(sys.stderr.fileno())
    except (OSError, ValueError):
        return False
    return (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino)
