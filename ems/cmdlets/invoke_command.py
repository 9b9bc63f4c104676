"""Invoke-Command: a script block in this session, or on hosts of the lab."""

from __future__ import annotations

from typing import Any

from ems.cmdlets import blocks
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.validation import Credential, ValidateNotNull, ValidateNotNullOrEmpty, ValidateRange


class InvokeCommand(Cmdlet):
    """Runs commands on local and remote computers.

    Without -ComputerName or -Session, the block runs here. With -ComputerName it runs as if typed on that host of the
    lab.
    """

    name = "Invoke-Command"
    module = "Microsoft.PowerShell.Core"
    default_set = "InProcess"
    session_ = Parameter(
        "PSSession[]",
        position=0,
        sets=("Session", "FilePathRunspace"),
        validate=(ValidateNotNullOrEmpty(),),
    )
    computer_name = Parameter(
        "string[]",
        position=0,
        sets=("ComputerName", "FilePathComputerName"),
        aliases=("Cn",),
        validate=(ValidateNotNullOrEmpty(),),
    )
    credential = Parameter(
        "pscredential",
        sets={
            "ComputerName": InSet(by_name=True),
            "Uri": InSet(by_name=True),
            "FilePathComputerName": InSet(by_name=True),
            "FilePathUri": InSet(by_name=True),
            "VMId": InSet(mandatory=True, by_name=True),
            "VMName": InSet(mandatory=True, by_name=True),
            "FilePathVMId": InSet(mandatory=True, by_name=True),
            "FilePathVMName": InSet(mandatory=True, by_name=True),
        },
        validate=(Credential(),),
    )
    port = Parameter("int", sets=("ComputerName", "FilePathComputerName"), validate=(ValidateRange(1, 65535),))
    use_ssl = Parameter("switch", name="UseSSL", sets=("ComputerName", "FilePathComputerName"))
    configuration_name = Parameter(
        "string",
        pipeline="name",
        sets=(
            "ComputerName",
            "Uri",
            "FilePathComputerName",
            "FilePathUri",
            "ContainerId",
            "VMId",
            "VMName",
            "FilePathContainerId",
            "FilePathVMId",
            "FilePathVMName",
        ),
    )
    application_name = Parameter("string", pipeline="name", sets=("ComputerName", "FilePathComputerName"))
    throttle_limit = Parameter(
        "int",
        sets=(
            "ComputerName",
            "Session",
            "Uri",
            "FilePathComputerName",
            "FilePathRunspace",
            "FilePathUri",
            "VMId",
            "VMName",
            "ContainerId",
            "FilePathVMId",
            "FilePathVMName",
            "FilePathContainerId",
        ),
    )
    connection_uri = Parameter(
        "uri[]",
        position=0,
        sets=("Uri", "FilePathUri"),
        aliases=(
            "URI",
            "CU",
        ),
        validate=(ValidateNotNullOrEmpty(),),
    )
    as_job = Parameter(
        "switch",
        sets=(
            "ComputerName",
            "Session",
            "Uri",
            "FilePathComputerName",
            "FilePathRunspace",
            "FilePathUri",
            "VMId",
            "VMName",
            "ContainerId",
            "FilePathVMId",
            "FilePathVMName",
            "FilePathContainerId",
        ),
    )
    in_disconnected_session = Parameter(
        "switch",
        sets=("ComputerName", "FilePathComputerName", "Uri", "FilePathUri"),
        aliases=("Disconnected",),
    )
    session_name = Parameter(
        "string[]",
        sets=("ComputerName", "FilePathComputerName"),
        validate=(ValidateNotNullOrEmpty(),),
    )
    hide_computer_name = Parameter(
        "switch",
        sets=(
            "ComputerName",
            "Session",
            "Uri",
            "FilePathComputerName",
            "FilePathRunspace",
            "FilePathUri",
            "VMId",
            "VMName",
            "ContainerId",
            "FilePathVMId",
            "FilePathVMName",
            "FilePathContainerId",
        ),
        aliases=("HCN",),
    )
    job_name = Parameter(
        "string",
        sets=(
            "ComputerName",
            "Session",
            "Uri",
            "FilePathComputerName",
            "FilePathRunspace",
            "FilePathUri",
            "ContainerId",
            "FilePathContainerId",
        ),
    )
    script_block = Parameter(
        "scriptblock",
        sets={
            "ComputerName": InSet(mandatory=True, position=1),
            "Session": InSet(mandatory=True, position=1),
            "Uri": InSet(mandatory=True, position=1),
            "InProcess": InSet(mandatory=True, position=0),
            "VMId": InSet(mandatory=True, position=1),
            "VMName": InSet(mandatory=True, position=1),
            "ContainerId": InSet(mandatory=True, position=1),
        },
        aliases=("Command",),
        validate=(ValidateNotNull(),),
    )
    no_new_scope = Parameter("switch", sets="InProcess")
    file_path = Parameter(
        "string",
        position=1,
        mandatory=True,
        sets=(
            "FilePathComputerName",
            "FilePathRunspace",
            "FilePathUri",
            "FilePathVMId",
            "FilePathVMName",
            "FilePathContainerId",
        ),
        aliases=("PSPath",),
        validate=(ValidateNotNull(),),
    )
    allow_redirection = Parameter("switch", sets=("Uri", "FilePathUri"))
    session_option = Parameter("PSSessionOption", sets=("ComputerName", "Uri", "FilePathComputerName", "FilePathUri"))
    authentication = Parameter(
        "AuthenticationMechanism",
        sets=("ComputerName", "FilePathComputerName", "Uri", "FilePathUri"),
    )
    enable_network_access = Parameter("switch", sets=("ComputerName", "FilePathComputerName", "Uri", "FilePathUri"))
    run_as_administrator = Parameter("switch", sets=("ContainerId", "FilePathContainerId"))
    input_object = Parameter("psobject", pipeline="value")
    argument_list = Parameter("Object[]", aliases=("Args",))
    vm_id = Parameter(
        "guid[]",
        name="VMId",
        position=0,
        mandatory=True,
        pipeline="name",
        sets=("VMId", "FilePathVMId"),
        aliases=("VMGuid",),
        validate=(ValidateNotNullOrEmpty(),),
    )
    vm_name = Parameter(
        "string[]",
        name="VMName",
        mandatory=True,
        pipeline="name",
        sets=("VMName", "FilePathVMName"),
        validate=(ValidateNotNullOrEmpty(),),
    )
    container_id = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets=("ContainerId", "FilePathContainerId"),
        validate=(ValidateNotNullOrEmpty(),),
    )
    certificate_thumbprint = Parameter("string", sets=("ComputerName", "Uri"))

    examples = (
        Example("Invoke-Command { param($a, $b) $a + $b } -ArgumentList 1, 2", "Runs a block with arguments.", "3"),
    )

    def begin(self) -> None:
        self._input: list[Any] = []

    def process(self) -> None:
        if "InputObject" in self.bound:
            self._input.append(self.input_object)

    def end(self) -> None:
        arguments = list(self.argument_list or ())
        if self.parameter_set == "InProcess":
            blocks.call(self, self.script_block, arguments, self._input, new_scope=not self.no_new_scope)
            return
        block = self.script_block
        if self.file_path:
            block = blocks.script_file(self, self.file_path)
        for name in self._hosts():
            with blocks.on_host(self, name) as reached:
                if reached:
                    blocks.call_with_using(self, block, arguments, self._input)

    def _hosts(self) -> list[str]:
        if self.computer_name:
            return list(self.computer_name)
        if self.session_:
            return [str(each.computer_name) for each in self.session_]
        raise self.throw(
            self.error(
                "PSSessionStateBroken",
                "Connecting this way is not available here: use -ComputerName with a host of the lab.",
                "OpenError",
                exception="System.Management.Automation.Remoting.PSRemotingTransportException",
            )
        )
