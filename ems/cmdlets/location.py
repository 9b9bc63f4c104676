"""Get-, Set-, Push- and Pop-Location: where the session stands."""

from __future__ import annotations

from typing import Any

from ems.cmdlets.place_items import ItemCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.errors import ErrorRecord, NetException, Terminating
from ems.runtime.parameters import Parameter
from ems.runtime.providers.base import path_not_found
from ems.runtime.providers.locations import PathInfo, Place
from ems.runtime.wildcard import contains_wildcard


class GetLocation(ItemCmdlet):
    """Gets the current location."""

    name = "Get-Location"
    default_set = "Location"
    output_types = ("System.Management.Automation.PathInfo", "System.Management.Automation.PathInfoStack")
    examples = (
        Example("Set-Location C:\\Windows; (Get-Location).Path", "Shows where the session stands.", "C:\\Windows"),
    )
    ps_provider = Parameter(
        "string[]", name="PSProvider", pipeline="name", sets="Location", help="Only locations of these providers."
    )
    ps_drive = Parameter(
        "string[]", name="PSDrive", pipeline="name", sets="Location", help="The location on these drives."
    )
    stack = Parameter("switch", sets="Stack", help="The locations that Push-Location remembered.")
    stack_name = Parameter("string[]", pipeline="name", sets="Stack", help="The name of the stack.")

    def process(self) -> None:
        if self.parameter_set == "Stack":
            for name in self.stack_name or [None]:
                for place in reversed(self.locations.stacks.get(name or self.locations.default_stack, [])):
                    self.write(PathInfo(place))
        elif self.ps_drive:
            for name in self.ps_drive:
                drive = self.locations.drive(name)
                self.write(PathInfo(Place(drive, drive.current)))
        elif self.ps_provider:
            for drive in self.locations.drives.values():
                if drive.provider.name.lower() in (one.lower() for one in self.ps_provider):
                    self.write(PathInfo(Place(drive, drive.current)))
        else:
            self.write(PathInfo(self.locations.place))


class _Moving(ItemCmdlet):
    def target(self, path: str, literal: bool) -> Place:
        """The one place a path means; PowerShell's error where it is none, several, or no container."""
        found = self.locations.resolve(path, literal)
        if not found:
            raise path_not_found(path)
        if len(found) > 1:
            raise Terminating(
                ErrorRecord(
                    NetException(
                        "System.Management.Automation.PSArgumentException",
                        f"Cannot set the location because path '{path}' resolved to multiple containers. "
                        "You can only the set location to a single container at a time.",
                    ),
                    "Argument",
                    "InvalidArgument",
                )
            )
        place = found[0]
        if not place.is_container():
            raise path_not_found(path if contains_wildcard(path) else place.shown)
        return place


class SetLocation(_Moving):
    """Goes to another location."""

    name = "Set-Location"
    aliases = ("sl", "cd", "chdir")
    default_set = "Path"
    output_types = ("System.Management.Automation.PathInfo", "System.Management.Automation.PathInfoStack")
    examples = (Example("Set-Location C:\\Windows\\system32", "Goes to a folder."),)
    path = Parameter("string", position=0, pipeline="value,name", sets="Path", help="Where to.")
    literal_path = Parameter(
        "string",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="Where to, without wildcards.",
    )
    pass_thru = Parameter("switch", help="Also gives the new location.")
    stack_name = Parameter("string", pipeline="name", sets="Stack", help="Makes this the current stack of locations.")

    def process(self) -> None:
        if self.parameter_set == "Stack":
            self.locations.default_stack = self.stack_name or "default"
            return
        literal = self.parameter_set == "LiteralPath"
        path: Any = self.literal_path if literal else self.path
        try:
            self.locations.go(self.target("~" if path is None else path, literal))
        except Terminating as error:
            self.write_error(error.record)
            return
        if self.pass_thru:
            self.write(PathInfo(self.locations.place))


class PushLocation(_Moving):
    """Remembers the current location, and goes to another."""

    name = "Push-Location"
    aliases = ("pushd",)
    default_set = "Path"
    output_types = ("System.Management.Automation.PathInfo",)
    examples = (Example("Push-Location C:\\Windows; Pop-Location", "Goes away and comes back."),)
    path = Parameter("string", position=0, pipeline="value,name", sets="Path", help="Where to.")
    literal_path = Parameter(
        "string", pipeline="name", sets="LiteralPath", aliases=("PSPath",), help="Where to, without wildcards."
    )
    pass_thru = Parameter("switch", help="Also gives the new location.")
    stack_name = Parameter("string", pipeline="name", help="The stack to remember it on.")

    def process(self) -> None:
        literal = self.parameter_set == "LiteralPath"
        path: Any = self.literal_path if literal else self.path
        try:
            target = None if path is None else self.target(path, literal)
        except Terminating as error:
            self.write_error(error.record)
            return
        self.locations.push(self.stack_name)
        if target is not None:
            self.locations.go(target)
        if self.pass_thru:
            self.write(PathInfo(self.locations.place))


class PopLocation(_Moving):
    """Goes back to the location that was remembered last."""

    name = "Pop-Location"
    aliases = ("popd",)
    output_types = ("System.Management.Automation.PathInfo",)
    examples = (Example("Push-Location C:\\Windows; Pop-Location", "Goes away and comes back."),)
    pass_thru = Parameter("switch", help="Also gives the new location.")
    stack_name = Parameter("string", pipeline="name", help="The stack to take it from.")

    def process(self) -> None:
        if self.stack_name and self.stack_name not in self.locations.stacks:
            self.write_error(
                self.error(
                    "Argument",
                    f"Cannot find location stack '{self.stack_name}'. It does not exist or it is not a container.",
                    "InvalidArgument",
                    exception="System.Management.Automation.PSArgumentException",
                )
            )
            return
        place = self.locations.pop(self.stack_name)
        if place is None:
            return
        self.locations.go(place)
        if self.pass_thru:
            self.write(PathInfo(self.locations.place))
