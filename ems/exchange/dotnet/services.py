"""System.ServiceProcess.ServiceController: a Windows service of a server of the organization, as it was when it was asked for."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, Final

from ems.runtime.convert import convert
from ems.runtime.members.model import Implementation
from ems.runtime.types import array_of, type_named
from ems.runtime.values import NetObject

_NAMESPACE: Final = "System.ServiceProcess."


class ServiceController(NetObject):
    """`depends_on` and `dependents` are controllers."""

    __slots__ = ("dependents", "depends_on", "display_name", "machine", "name", "running", "start_type")
    type_name = _NAMESPACE + "ServiceController"

    def __init__(self, name: str, display_name: str, machine: str, running: bool, start_type: str) -> None:
        self.name = name
        self.display_name = display_name
        self.machine = machine
        self.running = running
        self.start_type = start_type
        self.depends_on: list[ServiceController] = []
        self.dependents: list[ServiceController] = []

    def __str__(self) -> str:
        return self.type_name


def _enum(name: str, value: str) -> Any:
    return convert(value, type_named(_NAMESPACE + name))


TYPES: Final = {
    ServiceController.type_name: Implementation(
        methods={"ToString": str, "Refresh": lambda service: None, "Close": lambda service: None},
        properties={
            "CanPauseAndContinue": lambda service: False,
            "CanShutdown": attrgetter("running"),
            "CanStop": attrgetter("running"),
            "DependentServices": lambda service: array_of(service.dependents, ServiceController.type_name),
            "DisplayName": attrgetter("display_name"),
            "MachineName": attrgetter("machine"),
            "ServiceName": attrgetter("name"),
            "ServicesDependedOn": lambda service: array_of(service.depends_on, ServiceController.type_name),
            "ServiceType": lambda service: _enum("ServiceType", "Win32OwnProcess"),
            "StartType": lambda service: _enum("ServiceStartMode", service.start_type),
            "Status": lambda service: _enum("ServiceControllerStatus", "Running" if service.running else "Stopped"),
        },
    )
}
