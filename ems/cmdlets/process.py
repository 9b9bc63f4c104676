"""*-Process: the processes of an Exchange server, plausible and the same every time (our choice); programs of this machine are out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.dotnet.processes import Process
from ems.runtime.messages import message
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.wildcard import contains_wildcard, like_matcher

_START: Final = 637099794000000000  # ticks of the server's last start, 2019-11-20 23:50
_MB: Final = 1024 * 1024
_EXCHANGE: Final = "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\Bin\\"
_SYSTEM: Final = "C:\\Windows\\system32\\"

# Name, id, handles, working set in MB, private bytes in MB, CPU seconds, session, folder.
_ROWS: Final = (
    ("conhost", 5120, 124, 6, 5, 0.1, 2, _SYSTEM),
    ("csrss", 496, 512, 5, 2, 3.4, 0, _SYSTEM),
    ("csrss", 588, 201, 4, 2, 1.2, 1, _SYSTEM),
    ("dwm", 1012, 418, 42, 28, 2.7, 1, _SYSTEM),
    ("EdgeTransport", 7340, 2614, 312, 401, 214.5, 0, _EXCHANGE),
    ("explorer", 6024, 1499, 96, 48, 11.9, 2, "C:\\Windows\\"),
    ("Idle", 0, 0, 0, 0, 0.0, 0, ""),
    ("lsass", 652, 1843, 24, 18, 31.0, 0, _SYSTEM),
    ("Microsoft.Exchange.Directory.TopologyService", 2780, 1420, 118, 97, 45.3, 0, _EXCHANGE),
    ("Microsoft.Exchange.Store.Service", 5544, 1311, 104, 88, 38.1, 0, _EXCHANGE),
    ("Microsoft.Exchange.Store.Worker", 8120, 3970, 1480, 1612, 512.7, 0, _EXCHANGE),
    ("MSExchangeDelivery", 6428, 1890, 201, 188, 66.2, 0, _EXCHANGE),
    ("MSExchangeFrontendTransport", 6712, 1755, 186, 170, 58.8, 0, _EXCHANGE),
    ("MSExchangeMailboxAssistants", 7004, 3012, 344, 330, 120.4, 0, _EXCHANGE),
    ("MSExchangeSubmission", 6580, 1602, 172, 160, 41.0, 0, _EXCHANGE),
    ("MSExchangeTransport", 7188, 1244, 96, 84, 22.7, 0, _EXCHANGE),
    ("services", 640, 488, 12, 7, 12.3, 0, _SYSTEM),
    ("smss", 388, 52, 1, 1, 0.2, 0, _SYSTEM),
    ("spoolsv", 2204, 430, 15, 8, 0.6, 0, _SYSTEM),
    ("svchost", 800, 702, 20, 12, 8.8, 0, _SYSTEM),
    ("svchost", 1136, 1621, 48, 30, 25.1, 0, _SYSTEM),
    ("System", 4, 1711, 1, 1, 220.8, 0, ""),
    ("w3wp", 9012, 2410, 402, 380, 140.3, 0, _SYSTEM + "inetsrv\\"),
    ("wininit", 580, 98, 5, 1, 0.1, 0, _SYSTEM),
    ("winlogon", 636, 231, 8, 3, 0.4, 1, _SYSTEM),
)
_FAILURE: Final = "Microsoft.PowerShell.Commands.ProcessCommandException"


def processes(session: Any) -> list[Process]:
    """The processes of the server, and the shell itself, in order of name."""
    keep = session.services.setdefault("processes", {})
    if not keep:
        rows = [
            *_ROWS,
            ("powershell", session.process_id, 812, 143, 121, 4.2, 2, _SYSTEM + "WindowsPowerShell\\v1.0\\"),
        ]
        for name, number, handles, working, private, cpu, place, folder in rows:
            path = f"{folder}{name}.exe" if folder else ""
            keep[number] = Process(
                number,
                name,
                handles,
                working * _MB + number * 512,
                private * _MB,
                cpu,
                place,
                path,
                _START + number * 10_000_000,
            )
    return sorted(
        (each for each in keep.values() if not each.has_exited), key=lambda each: (each.name.lower(), each.id)
    )


class _Processes(Cmdlet):
    module = "Microsoft.PowerShell.Management"

    def matching(self, names: Any, ids: Any, given: Any) -> Iterator[Process]:
        """The processes meant; what is not there is an error each."""
        there = processes(self.session)
        if given is not None:
            yield from given
        elif ids is not None:
            for number in ids:
                found = [each for each in there if each.id == number]
                if not found:
                    self.write_error(
                        self.error(
                            "NoProcessFoundForGivenId",
                            message("ProcessResources", "NoProcessFoundForGivenId", "", number),
                            "ObjectNotFound",
                            number,
                            _FAILURE,
                        )
                    )
                yield from found
        else:
            for name in names or ["*"]:
                matches = like_matcher(name)
                found = [each for each in there if matches(each.name)]
                if not found and not contains_wildcard(name):
                    self.write_error(
                        self.error(
                            "NoProcessFoundForGivenName",
                            message("ProcessResources", "NoProcessFoundForGivenName", name),
                            "ObjectNotFound",
                            name,
                            _FAILURE,
                        )
                    )
                yield from found


class GetProcess(_Processes):
    """Gets the processes of the server."""

    name = "Get-Process"
    aliases = ("gps", "ps")
    default_set = "Name"
    output_types = (
        "System.Diagnostics.ProcessModule",
        "System.Diagnostics.FileVersionInfo",
        "System.Diagnostics.Process",
    )
    examples = (Example("(Get-Process EdgeTransport).Name", "The process that moves the mail.", "EdgeTransport"),)
    name_ = Parameter(
        "string[]",
        name="Name",
        position=0,
        pipeline="name",
        sets=("Name", "NameWithUserName"),
        aliases=("ProcessName",),
        help="Which processes.",
    )
    id = Parameter(
        "int[]", mandatory=True, pipeline="name", sets=("Id", "IdWithUserName"), aliases=("PID",), help="By number."
    )
    input_object = Parameter(
        "System.Diagnostics.Process[]",
        mandatory=True,
        pipeline="value",
        sets=("InputObject", "InputObjectWithUserName"),
        help="These processes.",
    )
    include_user_name = Parameter(
        "switch",
        mandatory=True,
        sets=("NameWithUserName", "IdWithUserName", "InputObjectWithUserName"),
        help="With their users.",
    )
    computer_name = Parameter(
        "string[]", pipeline="name", sets=("Name", "Id", "InputObject"), aliases=("Cn",), help="On which machine."
    )
    module_ = Parameter("switch", name="Module", sets=("Name", "Id", "InputObject"), help="Their modules.")
    file_version_info = Parameter(
        "switch", sets=("Name", "Id", "InputObject"), aliases=("FV", "FVI"), help="Their files' versions."
    )

    def process(self) -> None:
        for each in self.matching(self.name_, self.id, self.input_object):
            self.write(each)


class StopProcess(_Processes):
    """Stops processes; those of the server come back with the next session."""

    name = "Stop-Process"
    examples = (
        Example(
            "Stop-Process -Name EdgeTransport -WhatIf",
            "What it would stop.",
            'What if: Performing the operation "Stop-Process" on target "EdgeTransport (7340)".',
        ),
    )
    aliases = ("spps", "kill")
    default_set = "Id"
    should_process = "Medium"
    output_types = ("System.Diagnostics.Process",)
    name_ = Parameter(
        "string[]",
        name="Name",
        mandatory=True,
        pipeline="name",
        sets="Name",
        aliases=("ProcessName",),
        help="Which processes.",
    )
    id = Parameter("int[]", position=0, mandatory=True, pipeline="name", sets="Id", help="By number.")
    input_object = Parameter(
        "System.Diagnostics.Process[]",
        sets={"InputObject": InSet(mandatory=True, position=0, by_value=True)},
        help="These processes.",
    )
    pass_thru = Parameter("switch", help="Also gives them.")
    force = Parameter("switch", help="Does not ask.")

    def process(self) -> None:
        for each in list(self.matching(self.name_, self.id, self.input_object)):
            target = message("ProcessResources", "ProcessNameForConfirmation", each.name, each.id)
            if not self.confirm(target, "Stop-Process"):
                continue
            if each.name in ("Idle", "System", "csrss", "smss", "wininit", "lsass", "services"):
                text = message("ProcessResources", "CouldNotStopProcess", each.name, each.id, "Access is denied")
                self.write_error(self.error("CouldNotStopProcess", text, "CloseError", each, _FAILURE))
                continue
            each.has_exited = True
            if self.pass_thru:
                self.write(each)


class WaitProcess(_Processes):
    """Waits until processes have ended."""

    name = "Wait-Process"
    examples = (Example("Wait-Process EdgeTransport -Timeout 0 -ErrorAction SilentlyContinue", "Looks once.", ""),)
    default_set = "Name"
    name_ = Parameter(
        "string[]",
        name="Name",
        mandatory=True,
        position=0,
        pipeline="name",
        sets="Name",
        aliases=("ProcessName",),
        help="Which processes.",
    )
    id = Parameter(
        "int[]", mandatory=True, position=0, pipeline="name", sets="Id", aliases=("PID", "ProcessId"), help="By number."
    )
    input_object = Parameter(
        "System.Diagnostics.Process[]", mandatory=True, pipeline="value", sets="InputObject", help="These processes."
    )
    timeout = Parameter("int", position=1, aliases=("TimeoutSec",), help="Seconds to wait at most.")

    def process(self) -> None:
        for each in list(self.matching(self.name_, self.id, self.input_object)):
            waited = 0.0
            while not each.has_exited and (self.timeout is None or waited < self.timeout):
                self.session.sleep(0.5)
                waited += 0.5
            if not each.has_exited:
                text = message("ProcessResources", "ProcessNotTerminated", each.name, each.id)
                self.write_error(
                    self.error("ProcessNotTerminated", text, "CloseError", each, "System.TimeoutException")
                )


class StartProcess(Cmdlet):
    """Starts a program; there are none here."""

    name = "Start-Process"
    examples = (
        Example("try { Start-Process notepad } catch { 'not here' }", "No program can be started.", "not here"),
    )
    module = "Microsoft.PowerShell.Management"
    aliases = ("saps", "start")
    default_set = "Default"
    output_types = ("System.Diagnostics.Process",)
    file_path = Parameter("string", mandatory=True, position=0, aliases=("PSPath",), help="The program.")
    argument_list = Parameter("string[]", position=1, aliases=("Args",), help="Its arguments.")
    credential = Parameter("pscredential", sets="Default", aliases=("RunAs",))
    working_directory = Parameter("string")
    load_user_profile = Parameter("switch", sets="Default", aliases=("Lup",))
    no_new_window = Parameter("switch", sets="Default", aliases=("nnw",))
    pass_thru = Parameter("switch")
    redirect_standard_error = Parameter("string", sets="Default", aliases=("RSE",))
    redirect_standard_input = Parameter("string", sets="Default", aliases=("RSI",))
    redirect_standard_output = Parameter("string", sets="Default", aliases=("RSO",))
    verb = Parameter("string", sets="UseShellExecute")
    window_style = Parameter("System.Diagnostics.ProcessWindowStyle")
    wait = Parameter("switch")
    use_new_environment = Parameter("switch", sets="Default")

    def process(self) -> None:
        text = message("ProcessResources", "InvalidStartProcess", "The system cannot find the file specified")
        raise self.throw(
            self.error(
                "InvalidOperationException", text, "InvalidOperation", exception="System.InvalidOperationException"
            )
        )
