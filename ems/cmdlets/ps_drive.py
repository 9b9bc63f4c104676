"""Get-, New- and Remove-PSDrive, and Get-PSProvider."""

from __future__ import annotations

from ems.cmdlets.place_items import ItemCmdlet, name_matcher
from ems.runtime.cmdlet import Example
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.providers.base import DriveInfo, drive_not_found, path_error
from ems.runtime.wildcard import contains_wildcard


class GetPSDrive(ItemCmdlet):
    """Gets the drives of the session."""

    name = "Get-PSDrive"
    aliases = ("gdr",)
    default_set = "Name"
    output_types = ("System.Management.Automation.PSDriveInfo",)
    examples = (Example("(Get-PSDrive Env).Provider.Name", "One drive.", "Environment"),)
    name_ = Parameter("string[]", name="Name", position=0, pipeline="name", sets="Name", help="Which drives.")
    literal_name = Parameter(
        "string[]",
        mandatory=True,
        position=0,
        pipeline="name",
        sets="LiteralName",
        help="Which drives, without wildcards.",
    )
    scope = Parameter("string", pipeline="name", help="Drives of this scope.")
    ps_provider = Parameter("string[]", name="PSProvider", pipeline="name", help="Only drives of these providers.")

    def process(self) -> None:
        names = self.literal_name or self.name_ or ["*"]
        for name in names:
            matches = name_matcher([name])
            found = [drive for _, drive in sorted(self.locations.drives.items()) if matches is not None and matches(drive.name)]
            if not found and not contains_wildcard(name):
                record = drive_not_found(name).record
                record.error_id = "GetLocationNoMatchingDrive"
                self.write_error(record)
            for drive in found:
                if self.ps_provider is None or name_matcher(self.ps_provider)(drive.provider.name):
                    self.write(drive)


class NewPSDrive(ItemCmdlet):
    """Makes a drive out of a folder."""

    name = "New-PSDrive"
    aliases = ("ndr", "mount")
    should_process = "Medium"
    output_types = ("System.Management.Automation.PSDriveInfo",)
    examples = (
        Example(
            "New-PSDrive Lab FileSystem C:\\Windows > $null; Test-Path Lab:\\system32",
            "A folder by a short name.",
            "True",
        ),
    )
    name_ = Parameter(
        "string", name="Name", mandatory=True, position=0, pipeline="name", help="The name, without a colon."
    )
    ps_provider = Parameter(
        "string", name="PSProvider", mandatory=True, position=1, pipeline="name", help="The provider."
    )
    root = Parameter("string", mandatory=True, position=2, pipeline="name", help="Where the drive begins.")
    description = Parameter("string", pipeline="name", help="A text.")
    scope = Parameter("string", pipeline="name")
    persist = Parameter("switch", pipeline="name")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        provider = self.locations.providers.get(self.ps_provider.rpartition("\\")[2].lower())
        if provider is None:
            raise path_error("ProviderNotFound", self.ps_provider, "ProviderNotFoundException")
        if set(self.name_) & set(";~/\\.:"):
            raise self.throw(
                self.error(
                    "Argument",
                    message("SessionStateStrings", "DriveNameIllegalCharacters"),
                    "InvalidArgument",
                    exception="System.Management.Automation.PSArgumentException",
                )
            )
        root = self.root
        if provider.hierarchical:
            place = self.locations.split(root)
            if not place.is_container():
                self.write_error(
                    self.error(
                        "DriveRootError",
                        message("FileSystemProviderStrings", "DriveRootError", root),
                        "ReadError",
                        self.name_,
                        "System.IO.IOException",
                    )
                )
                return
            root = place.provider_path
        target = message("NavigationResources", "NewDriveConfirmResourceTemplate", self.name_, str(provider.info), root)
        if self.confirm(target, message("NavigationResources", "NewDriveConfirmAction")):
            drive = DriveInfo(self.name_, provider, root, self.description or "")
            try:
                self.locations.add_drive(drive)
            except Terminating as error:
                self.write_error(error.record)
                return
            self.write(drive)


class RemovePSDrive(ItemCmdlet):
    """Takes a drive away; what it showed stays."""

    name = "Remove-PSDrive"
    examples = (
        Example(
            "New-PSDrive Lab FileSystem C:\\Windows > $null; Remove-PSDrive Lab; Test-Path Lab:\\",
            "Forgets a short name.",
            "False",
        ),
    )
    aliases = ("rdr",)
    default_set = "Name"
    should_process = "Medium"
    name_ = Parameter(
        "string[]", name="Name", mandatory=True, position=0, pipeline="name", sets="Name", help="Which drives."
    )
    literal_name = Parameter(
        "string[]",
        mandatory=True,
        position=0,
        pipeline="name",
        sets="LiteralName",
        help="Which drives, without wildcards.",
    )
    ps_provider = Parameter("string[]", name="PSProvider", pipeline="name")
    scope = Parameter("string", pipeline="name")
    force = Parameter("switch", help="Also the drive of the current location.")

    def process(self) -> None:
        for name in self.literal_name or self.name_:
            matches = name_matcher([name])
            found = [drive for drive in self.locations.drives.values() if matches(drive.name)]
            if not found and not contains_wildcard(name):
                self.write_error(drive_not_found(name).record)
            for drive in found:
                target = message(
                    "NavigationResources",
                    "RemoveDriveConfirmResourceTemplate",
                    drive.name,
                    str(drive.provider.info),
                    drive.root,
                )
                if not self.confirm(target, message("NavigationResources", "RemoveDriveConfirmAction")):
                    continue
                if drive is self.locations.current and not self.force:
                    text = message("NavigationResources", "RemoveDriveInUse", drive.name)
                    self.write_error(
                        self.error(
                            "InvalidOperation",
                            text,
                            "InvalidOperation",
                            drive,
                            "System.Management.Automation.PSInvalidOperationException",
                        )
                    )
                    continue
                self.locations.remove_drive(drive)
