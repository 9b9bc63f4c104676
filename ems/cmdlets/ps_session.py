"""Enter-, Exit-, New-, Get- and Remove-PSSession: being on another machine of the lab.

The shell moves: the prompt says where it is, and what connects (`telnet`, `Send-MailMessage`, a TcpClient) comes from that machine's address.
Our choice: variables, functions and the Exchange cmdlets go along, so that a test and the change it asks for fit into one window.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.errors import ErrorRecord, NetException
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import Credential
from ems.runtime.values import NetObject

_REMOTING = "System.Management.Automation.Remoting.PSRemotingTransportException"


class PSSession(NetObject):
    """A session on a machine of the lab."""

    __slots__ = ("computer_name", "configuration_name", "id", "instance_id", "name", "state")
    type_name = "System.Management.Automation.Runspaces.PSSession"

    def __init__(self, number: int, computer_name: str, name: str, instance_id: str) -> None:
        self.id = number
        self.computer_name = computer_name
        self.name = name
        self.state = "Opened"
        self.configuration_name = "Microsoft.PowerShell"
        self.instance_id = instance_id

    def __str__(self) -> str:
        return f"[PSSession]{self.name}"

    def to_text(self) -> str:
        return str(self)


class _Connecting(Cmdlet):
    module = "Microsoft.PowerShell.Core"

    def reach(self, computer: str) -> ErrorRecord | None:
        """The error of connecting to a machine that is not there, in the words of WinRM."""
        if self.session.services["network"].machine(computer) is not None:
            return None
        text = (
            f"Connecting to remote server {computer} failed with the following error message : The WinRM client cannot process the request because "
            "the server name cannot be resolved. For more information, see the about_Remote_Troubleshooting Help topic."
        )
        return ErrorRecord(NetException(_REMOTING, text), "ComputerNotFound,PSSessionOpenFailed", "OpenError", computer)


class EnterPSSession(_Connecting):
    """Moves the shell to another machine of the lab."""

    name = "Enter-PSSession"
    aliases = ("etsn",)
    default_set = "ComputerName"
    examples = (
        Example("Enter-PSSession -ComputerName PRINTER01; Exit-PSSession", "Goes to the printer and comes back.", ""),
    )
    computer_name = Parameter(
        "string",
        aliases=("Cn",),
        sets={"ComputerName": InSet(mandatory=True, position=0, by_value=True, by_name=True)},
        help="The machine: a name or an address.",
    )
    session_ = Parameter(
        "PSSession",
        name="Session",
        sets={"Session": InSet(position=0, by_value=True, by_name=True)},
        help="A session that New-PSSession opened.",
    )
    id = Parameter("int", sets={"Id": InSet(position=0, by_name=True)}, help="The number of such a session.")
    name_ = Parameter("string", name="Name", sets={"Name": InSet(by_name=True)}, help="The name of such a session.")
    port = Parameter("int", sets="ComputerName")
    use_ssl = Parameter("switch", name="UseSSL", sets="ComputerName")
    credential = Parameter(
        "pscredential", sets="ComputerName", pipeline="name", validate=(Credential(),), help="Whom to log on as; everybody may, here."
    )
    configuration_name = Parameter("string", sets="ComputerName", pipeline="name")
    application_name = Parameter("string", sets="ComputerName", pipeline="name")
    session_option = Parameter("System.Management.Automation.Remoting.PSSessionOption", sets="ComputerName")
    authentication = Parameter("System.Management.Automation.Runspaces.AuthenticationMechanism", sets="ComputerName")
    certificate_thumbprint = Parameter("string", sets="ComputerName")
    enable_network_access = Parameter("switch", sets=("ComputerName", "Session"))

    def process(self) -> None:
        computer = self._computer()
        if computer is None:
            return
        error = self.reach(computer)
        if error is not None:
            error.error_id = "CreateRemoteRunspaceFailed"
            error.category = "InvalidArgument"
            raise self.throw(error)
        self.session.remoting.enter(self.session.services["network"].machine(computer) or computer)

    def _computer(self) -> str | None:
        if self.parameter_set == "ComputerName":
            return str(self.computer_name)
        if self.session_ is not None:
            return str(self.session_.computer_name)
        for each in self.session.remoting.sessions:
            if each.id == self.id or (self.name_ and each.name.lower() == self.name_.lower()):
                return str(each.computer_name)
        raise self.throw(
            self.error(
                "PSSessionNotFound",
                "No remote sessions match the criteria.",
                "InvalidArgument",
                exception="System.ArgumentException",
            )
        )


class ExitPSSession(Cmdlet):
    """Comes back from another machine."""

    name = "Exit-PSSession"
    module = "Microsoft.PowerShell.Core"
    aliases = ("exsn",)
    examples = (Example("Enter-PSSession -ComputerName APP01; Exit-PSSession", "Goes there and comes back.", ""),)

    def process(self) -> None:
        self.session.remoting.leave()


class NewPSSession(_Connecting):
    """Opens a session on a machine of the lab."""

    name = "New-PSSession"
    aliases = ("nsn",)
    default_set = "ComputerName"
    examples = (Example("(New-PSSession PRINTER01).ComputerName", "Opens a session.", "PRINTER01"),)
    computer_name = Parameter(
        "string[]", position=0, aliases=("Cn",), pipeline="value,name", sets="ComputerName", help="The machines."
    )
    connection_uri = Parameter(
        "System.Uri[]",
        mandatory=True,
        position=0,
        aliases=("URI", "CU"),
        pipeline="name",
        sets="Uri",
        help="Where Exchange's PowerShell is: http://server/PowerShell/.",
    )
    configuration_name = Parameter("string", pipeline="name")
    name_ = Parameter("string[]", name="Name", help="A name for it.")
    credential = Parameter("pscredential", pipeline="name", validate=(Credential(),))
    port = Parameter("int", sets="ComputerName")
    use_ssl = Parameter("switch", name="UseSSL", sets="ComputerName")
    allow_redirection = Parameter("switch", sets="Uri")
    authentication = Parameter("System.Management.Automation.Runspaces.AuthenticationMechanism")
    session_option = Parameter("System.Management.Automation.Remoting.PSSessionOption")
    enable_network_access = Parameter("switch")
    throttle_limit = Parameter("int")

    def process(self) -> None:
        computers = (
            [str(self.session.get_member(uri, "Host")) for uri in self.connection_uri]
            if self.connection_uri
            else self.computer_name or ["localhost"]
        )
        for index, computer in enumerate(computers):
            error = self.reach(computer)
            if error is not None:
                self.write_error(error)
                continue
            number = self.session.remoting.next_number()
            name = self.name_[index] if self.name_ and index < len(self.name_) else f"Session{number}"
            opened = PSSession(number, computer, name, self.session.new_guid())
            if self.configuration_name:
                opened.configuration_name = self.configuration_name
            self.session.remoting.sessions.append(opened)
            self.write(opened)


class _Chosen(Cmdlet):
    module = "Microsoft.PowerShell.Core"

    def check(self, ids: Any) -> None:
        """An error for each number that no session has."""
        known = {each.id for each in self.session.remoting.sessions}
        for number in ids or ():
            if number not in known:
                text = f"The remote session with the session ID {number} is not available."
                self.write_error(
                    self.error(
                        "RemoteRunspaceNotAvailableForSpecifiedSessionId",
                        text,
                        "InvalidArgument",
                        number,
                        "System.ArgumentException",
                    )
                )

    def chosen(self, names: Any, computers: Any, ids: Any) -> Iterator[PSSession]:
        from ems.runtime.wildcard import like_matcher

        for each in list(self.session.remoting.sessions):
            if (
                (not names or any(like_matcher(name)(each.name) for name in names))
                and (not computers or each.computer_name.lower() in (name.lower() for name in computers))
                and (not ids or each.id in ids)
            ):
                yield each


class GetPSSession(_Chosen):
    """Gets the sessions that are open on other machines."""

    name = "Get-PSSession"
    examples = (Example("@(Get-PSSession).Count", "How many sessions are open.", "0"),)
    aliases = ("gsn",)
    default_set = "Name"
    output_types = ("System.Management.Automation.Runspaces.PSSession",)
    computer_name = Parameter(
        "string[]",
        position=0,
        aliases=("Cn",),
        pipeline="name",
        mandatory=True,
        sets="ComputerName",
        help="On these machines.",
    )
    name_ = Parameter("string[]", name="Name", pipeline="name", sets="Name", help="With these names.")
    id = Parameter("int[]", pipeline="name", mandatory=True, position=0, sets="Id", help="With these numbers.")

    def process(self) -> None:
        self.check(self.id)
        for each in self.chosen(self.name_, self.computer_name, self.id):
            self.write(each)


class RemovePSSession(_Chosen):
    """Closes sessions on other machines."""

    name = "Remove-PSSession"
    examples = (
        Example("New-PSSession PRINTER01 | Remove-PSSession; @(Get-PSSession).Count", "Closes a session.", "0"),
    )
    aliases = ("rsn",)
    default_set = "Id"
    should_process = "Medium"
    session_ = Parameter(
        "PSSession[]", name="Session", mandatory=True, position=0, pipeline="value,name", sets="Session", help="Which."
    )
    id = Parameter("int[]", mandatory=True, position=0, pipeline="name", sets="Id", help="By number.")
    name_ = Parameter("string[]", name="Name", mandatory=True, pipeline="name", sets="Name", help="By name.")
    computer_name = Parameter(
        "string[]", mandatory=True, aliases=("Cn",), pipeline="name", sets="ComputerName", help="By machine."
    )

    def process(self) -> None:
        self.check(self.id)
        for each in self.session_ or list(self.chosen(self.name_, self.computer_name, self.id)):
            if each in self.session.remoting.sessions and self.confirm(each.name, "Remove"):
                each.state = "Closed"
                self.session.remoting.sessions.remove(each)
