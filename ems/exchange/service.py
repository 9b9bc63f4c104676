"""*-Service: the Windows services of the servers. A transport service that is stopped does not listen, from the next connection on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from ems.directory import Entry
from ems.exchange.dotnet.services import ServiceController
from ems.exchange.services import unit_of
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.messages import message
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.wildcard import contains_wildcard, like_matcher

_EXCHANGE: Final[tuple[tuple[str, str, int, tuple[str, ...]], ...]] = (
    ("MSExchangeADTopology", "Microsoft Exchange Active Directory Topology", 2007, ()),
    ("MSExchangeAntispamUpdate", "Microsoft Exchange Anti-spam Update", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeDelivery", "Microsoft Exchange Mailbox Transport Delivery", 2013, ("MSExchangeADTopology",)),
    ("MSExchangeEdgeSync", "Microsoft Exchange EdgeSync", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeFrontEndTransport", "Microsoft Exchange Frontend Transport", 2013, ("MSExchangeADTopology",)),
    ("MSExchangeIS", "Microsoft Exchange Information Store", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeMailboxAssistants", "Microsoft Exchange Mailbox Assistants", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeMailboxReplication", "Microsoft Exchange Mailbox Replication", 2010, ("MSExchangeADTopology",)),
    ("MSExchangeRepl", "Microsoft Exchange Replication", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeRPC", "Microsoft Exchange RPC Client Access", 2010, ("MSExchangeADTopology",)),
    ("MSExchangeServiceHost", "Microsoft Exchange Service Host", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeSubmission", "Microsoft Exchange Mailbox Transport Submission", 2013, ("MSExchangeADTopology",)),
    ("MSExchangeThrottling", "Microsoft Exchange Throttling", 2010, ("MSExchangeADTopology",)),
    ("MSExchangeTransport", "Microsoft Exchange Transport", 2007, ("MSExchangeADTopology",)),
    ("MSExchangeTransportLogSearch", "Microsoft Exchange Transport Log Search", 2007, ("MSExchangeADTopology",)),
)
"""Name, display name, since which product, what it depends on. Those that matter to mail flow, of the some thirty a server has."""
_WINDOWS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("Dnscache", "DNS Client", ()),
    ("EventLog", "Windows Event Log", ()),
    ("LanmanServer", "Server", ()),
    ("LanmanWorkstation", "Workstation", ()),
    ("Netlogon", "Netlogon", ("LanmanWorkstation",)),
    ("Schedule", "Task Scheduler", ()),
    ("Spooler", "Print Spooler", ()),
    ("W32Time", "Windows Time", ()),
    ("W3SVC", "World Wide Web Publishing Service", ()),
    ("WinRM", "Windows Remote Management (WS-Management)", ()),
)


class _Services(Cmdlet):
    module = "Microsoft.PowerShell.Management"

    def servers(self, computers: Any) -> list[Entry]:
        view = unit_of(self.session).view
        found = view.find("exchangeServer")
        if not computers:
            return found[:1]
        wanted = {str(name).partition(".")[0].lower() for name in computers}
        return [server for server in found if server.name.lower() in wanted or wanted & {"localhost", ""}]

    def services_of(self, server: Entry) -> dict[str, ServiceController]:
        """All services of a server by folded name."""
        product = int(getattr(self.session.services, "product", 2019))
        stopped = {str(name).lower() for name in server.get("StoppedServices") or ()}
        table: dict[str, ServiceController] = {}
        needs: dict[str, Iterable[str]] = {}
        rows = [(name, shown, needed) for name, shown, since, needed in _EXCHANGE if since <= product]
        for name, shown, needed in (*rows, *_WINDOWS):
            running = name.lower() not in stopped
            table[name.lower()] = ServiceController(name, shown, ".", running, "Automatic")
            needs[name.lower()] = needed
        for folded, others in needs.items():
            for other in others:
                table[folded].depends_on.append(table[other.lower()])
                table[other.lower()].dependents.append(table[folded])
        return table

    def matching(
        self, names: Any, display_names: Any, computers: Any = None
    ) -> Iterator[tuple[Entry, ServiceController]]:
        """The services meant by names, with their server; what a name without wildcard does not find is an error."""
        for server in self.servers(computers):
            table = sorted(self.services_of(server).values(), key=lambda service: service.name.lower())
            if not names and not display_names:
                yield from ((server, service) for service in table)
            for pattern in display_names or names or ():
                matches = like_matcher(pattern)
                found = [each for each in table if matches(each.display_name if display_names else each.name)]
                if not found and not contains_wildcard(pattern):
                    resource = "NoServiceFoundForGivenDisplayName" if display_names else "NoServiceFoundForGivenName"
                    text = message("ServiceResources", resource, pattern, pattern)
                    self.write_error(
                        self.error(
                            resource,
                            text,
                            "ObjectNotFound",
                            pattern,
                            "Microsoft.PowerShell.Commands.ServiceCommandException",
                        )
                    )
                yield from ((server, service) for service in found)


class GetService(_Services):
    """Gets the services of a server."""

    name = "Get-Service"
    aliases = ("gsv",)
    default_set = "Default"
    output_types = ("System.ServiceProcess.ServiceController",)
    examples = (Example("(Get-Service MSExchangeTransport).Status", "Whether the transport service runs.", "Running"),)
    name_ = Parameter(
        "string[]",
        name="Name",
        position=0,
        pipeline="value,name",
        sets="Default",
        aliases=("ServiceName",),
        help="Which services.",
    )
    computer_name = Parameter("string[]", pipeline="name", aliases=("Cn",), help="On which servers.")
    dependent_services = Parameter("switch", aliases=("DS",), help="Those that need it.")
    required_services = Parameter("switch", aliases=("SDO", "ServicesDependedOn"), help="Those it needs.")
    display_name = Parameter("string[]", mandatory=True, sets="DisplayName", help="By the name that is shown.")
    include = Parameter("string[]", help="Only names like these.")
    exclude = Parameter("string[]", help="No names like these.")
    input_object = Parameter(
        "System.ServiceProcess.ServiceController[]",
        pipeline="value",
        sets="InputObject",
        help="These services, as they are now.",
    )

    def process(self) -> None:
        names = [each.name for each in self.input_object] if self.input_object else self.name_
        included = [like_matcher(each) for each in self.include or ()]
        excluded = [like_matcher(each) for each in self.exclude or ()]
        for _, service in self.matching(names, self.display_name, self.computer_name):
            if (included and not any(fits(service.name) for fits in included)) or any(
                fits(service.name) for fits in excluded
            ):
                continue
            if self.dependent_services or self.required_services:
                for other in service.dependents if self.dependent_services else service.depends_on:
                    self.write(other)
            else:
                self.write(service)


_TARGET: Final = {"InputObject": InSet(mandatory=True, position=0, by_value=True)}


class _Changing(_Services):
    should_process = "Medium"
    default_set = "InputObject"
    input_object = Parameter("System.ServiceProcess.ServiceController[]", sets=_TARGET, help="These services.")
    name_ = Parameter(
        "string[]",
        name="Name",
        position=0,
        mandatory=True,
        pipeline="value,name",
        sets="Default",
        aliases=("ServiceName",),
        help="Which services.",
    )
    display_name = Parameter("string[]", mandatory=True, sets="DisplayName", help="By the name that is shown.")
    pass_thru = Parameter("switch", help="Also gives the service.")
    include = Parameter("string[]", help="Only names like these.")
    exclude = Parameter("string[]", help="No names like these.")
    verb: ClassVar[str] = ""

    def process(self) -> None:
        names = [each.name for each in self.input_object] if self.input_object else self.name_
        for server, service in self.matching(names, self.display_name):
            target = message("ServiceResources", "ServiceNameForConfirmation", service.display_name, service.name)
            if self.confirm(target, self.name):
                self.change(server, service)

    def change(self, server: Entry, service: ServiceController) -> None:
        raise NotImplementedError

    def set_running(self, server: Entry, services: Iterable[ServiceController], running: bool) -> None:
        """Writes down what runs; the listener sees it with the next connection."""
        unit = unit_of(self.session)
        work = unit.work(self.name)
        current = work.get(server.guid) or server
        stopped = {str(name).lower(): str(name) for name in current.get("StoppedServices") or ()}
        for service in services:
            if running:
                stopped.pop(service.name.lower(), None)
            else:
                stopped[service.name.lower()] = service.name
            service.running = running
        work.modify(server.guid, {"StoppedServices": sorted(stopped.values())})
        unit.complete()

    def stop_service(self, server: Entry, service: ServiceController, force: bool) -> bool:
        dependents = [each for each in service.dependents if each.running]
        if dependents and not force:
            text = message("ServiceResources", "ServiceHasDependentServices", service.name, service.display_name)
            self.write_error(
                self.error(
                    "ServiceHasDependentServices",
                    text,
                    "InvalidOperation",
                    service,
                    "Microsoft.PowerShell.Commands.ServiceCommandException",
                )
            )
            return False
        self.set_running(server, [*dependents, service], False)
        return True

    def start_service(self, server: Entry, service: ServiceController) -> None:
        self.set_running(server, [*service.depends_on, service], True)


class StopService(_Changing):
    """Stops services."""

    name = "Stop-Service"
    aliases = ("spsv",)
    examples = (
        Example(
            "Stop-Service MSExchangeFrontEndTransport -PassThru | Select-Object -ExpandProperty Status",
            "Nobody listens on port 25 any more.",
            "Stopped",
        ),
    )
    force = Parameter("switch", help="Also those that need it.")
    no_wait = Parameter("switch", help="Does not wait for the end.")

    def change(self, server: Entry, service: ServiceController) -> None:
        if self.stop_service(server, service, bool(self.force)) and self.pass_thru:
            self.write(service)


class StartService(_Changing):
    """Starts services."""

    name = "Start-Service"
    aliases = ("sasv",)
    examples = (
        Example(
            "Start-Service MSExchangeTransport; (Get-Service MSExchangeTransport).Status",
            "Starts the transport service.",
            "Running",
        ),
    )

    def change(self, server: Entry, service: ServiceController) -> None:
        self.start_service(server, service)
        if self.pass_thru:
            self.write(service)


class RestartService(_Changing):
    """Stops services and starts them again."""

    name = "Restart-Service"
    examples = (Example("Restart-Service MSExchangeTransport", "Restarts the transport service.", ""),)
    force = Parameter("switch", help="Also those that need it.")

    def change(self, server: Entry, service: ServiceController) -> None:
        dependents = [each for each in service.dependents if each.running]
        if not service.running or self.stop_service(server, service, bool(self.force)):
            self.start_service(server, service)
            self.set_running(server, dependents, True)
            if self.pass_thru:
                self.write(service)
