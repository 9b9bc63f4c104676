"""Get-, Set-, New-, Remove-, Rename-, Copy-, Move-, Clear- and Invoke-Item."""

from __future__ import annotations

from typing import Any

from ems.cmdlets.place_items import ItemCmdlet, decorated
from ems.runtime.cmdlet import Example
from ems.runtime.errors import Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import InSet, Parameter
from ems.runtime.providers.base import path_not_found
from ems.runtime.providers.locations import Place

_ONE = {"Path": InSet(mandatory=True, position=0, by_value=True, by_name=True)}


class _Items(ItemCmdlet):
    default_set = "Path"
    path = Parameter("string[]", sets=_ONE, help="The items; wildcards are allowed.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The items, without wildcards.",
    )
    filter = Parameter("string", help="A wildcard for the names.")
    include = Parameter("string[]", help="Only names like these.")
    exclude = Parameter("string[]", help="No names like these.")
    force = Parameter("switch", help="Also hidden and read-only items.")
    credential = Parameter("pscredential", pipeline="name")

    def chosen(self) -> Any:
        return self.places(self.include, self.exclude, self.filter)

    def target_text(self, resource: str, *arguments: str) -> str:
        return message("SessionStateProviderBaseStrings", resource, *arguments)


class GetItem(_Items):
    """Gets what lies at a path."""

    name = "Get-Item"
    aliases = ("gi",)
    examples = (Example("(Get-Item C:\\Windows).Name", "Gets a folder.", "Windows"),)
    stream = Parameter("string[]", help="An alternate data stream; there are none here.")

    def process(self) -> None:
        for place in self.chosen():
            if place.provider.hierarchical or place.path:
                item = self.attempt(self.show, place)
                if item is not None:
                    self.write(item)
            else:
                for name in place.provider.child_names(""):
                    self.write(self.show(place.child(name)))


class SetItem(_Items):
    """Changes the value of an item."""

    name = "Set-Item"
    aliases = ("si",)
    should_process = "Medium"
    examples = (Example("Set-Item env:COLOUR blue; $env:COLOUR", "Sets an environment variable.", "blue"),)
    value = Parameter("object", position=1, pipeline="value,name", help="The new value.")
    pass_thru = Parameter("switch", help="Also gives the item.")
    path = Parameter("string[]", mandatory=True, position=0, pipeline="name", sets="Path", help="The items.")

    def process(self) -> None:
        paths, _ = self.given_paths()
        for path in paths:
            place = self.attempt(self.locations.split, path)
            if place is None:
                continue
            text = self.target_text("SetItemResourceTemplate", place.provider_path, self.session.to_string(self.value))
            if self.confirm(text, "Set Item"):
                item = self.attempt(place.provider.set_item, place.provider_path, self.value)
                if self.pass_thru and item is not None:
                    self.write(decorated(item, place))


class ClearItem(_Items):
    """Empties an item, and keeps it."""

    name = "Clear-Item"
    examples = (
        Example(
            "$env:COLOUR = 'red'; Clear-Item env:COLOUR; Test-Path env:COLOUR",
            "Empties an environment variable: it is gone.",
            "False",
        ),
    )
    aliases = ("cli",)
    should_process = "Medium"

    def process(self) -> None:
        for place in self.chosen():
            if self.confirm(self.target_text("ClearItemResourceTemplate", place.provider_path), "Clear Item"):
                self.attempt(place.provider.clear_item, place.provider_path)


class NewItem(ItemCmdlet):
    """Makes an item."""

    name = "New-Item"
    aliases = ("ni",)
    default_set = "pathSet"
    should_process = "Medium"
    examples = (Example("(New-Item C:\\Lab -ItemType Directory).FullName", "Makes a folder.", "C:\\Lab"),)
    path = Parameter(
        "string[]",
        sets={"pathSet": InSet(mandatory=True, position=0, by_name=True), "nameSet": InSet(position=0, by_name=True)},
        help="Where.",
    )
    name_ = Parameter(
        "string", name="Name", mandatory=True, pipeline="name", sets="nameSet", help="The name of the new item."
    )
    item_type = Parameter("string", pipeline="name", aliases=("Type",), help="File or Directory, in the file system.")
    value = Parameter("object", pipeline="value,name", aliases=("Target",), help="Its content.")
    force = Parameter("switch", help="Also over an existing item.")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        for path in self.path or [self.locations.place.shown]:
            place = self.attempt(self._place, path)
            if place is not None:
                self._make(place)

    def _place(self, path: str) -> Place:
        place = self.locations.split(path)
        return place.child(self.name_.replace("/", "\\")) if self.name_ else place

    def _make(self, place: Place) -> None:
        kind = self.item_type or ""
        provider = place.provider
        if provider.hierarchical:
            folder = kind.lower() in ("container", "directory") or (
                len(kind) > 0 and "directory".startswith(kind.lower())
            )
            action = message("FileSystemProviderStrings", "NewItemActionDirectory" if folder else "NewItemActionFile")
            target = message("FileSystemProviderStrings", "NewItemActionTemplate", place.provider_path)
        else:
            action = message("SessionStateProviderBaseStrings", "NewItemAction")
            target = message(
                "SessionStateProviderBaseStrings",
                "NewItemResourceTemplate",
                place.path,
                kind,
                self.session.to_string(self.value),
            )
        if self.confirm(target, action):
            item = self.attempt(provider.new_item, place.provider_path, kind, self.value, bool(self.force))
            if item is not None:
                self.write(decorated(item, place))


class RemoveItem(_Items):
    """Removes items."""

    name = "Remove-Item"
    aliases = ("ri", "rm", "rmdir", "del", "erase", "rd")
    should_process = "Medium"
    examples = (
        Example(
            "New-Item $env:TEMP\\e.txt > $null; Remove-Item $env:TEMP\\e.txt; Test-Path $env:TEMP\\e.txt",
            "Removes a file.",
            "False",
        ),
    )
    recurse = Parameter("switch", help="With all it holds.")
    stream = Parameter("string[]", help="An alternate data stream; there are none here.")

    def process(self) -> None:
        for place in self.chosen():
            self.attempt(self._remove, place)

    def _remove(self, place: Place) -> None:
        recurse = bool(self.recurse)
        if place.provider.hierarchical and place.is_container():
            current = self.locations.place
            if current.drive is place.drive and (current.path.lower() + "\\").startswith(place.path.lower() + "\\"):
                text = message("NavigationResources", "RemoveItemInUse", place.provider_path)
                self.write_error(
                    self.error(
                        "InvalidOperation",
                        text,
                        "InvalidOperation",
                        place.provider_path,
                        "System.Management.Automation.PSInvalidOperationException",
                    )
                )
                return
            if not recurse and any(True for _ in place.provider.child_names(place.provider_path)):
                text = message("NavigationResources", "RemoveItemWithChildren", place.provider_path)
                if not self.should_continue(text, "Confirm"):
                    return
                recurse = True
            action, target = "Remove Directory", place.provider_path
        elif place.provider.hierarchical:
            action, target = "Remove File", place.provider_path
        else:
            action, target = "Remove Item", self.target_text("RemoveItemResourceTemplate", place.path)
        if self.confirm(target, action):
            place.provider.remove_item(place.provider_path, recurse, bool(self.force))


class RenameItem(ItemCmdlet):
    """Gives an item another name."""

    name = "Rename-Item"
    examples = (
        Example(
            "Set-Content $env:TEMP\\h.txt 1; Rename-Item $env:TEMP\\h.txt i.txt; Test-Path $env:TEMP\\i.txt",
            "Gives a file another name.",
            "True",
        ),
    )
    aliases = ("rni", "ren")
    default_set = "ByPath"
    should_process = "Medium"
    path = Parameter("string", mandatory=True, position=0, pipeline="value,name", sets="ByPath", help="The item.")
    literal_path = Parameter(
        "string",
        mandatory=True,
        pipeline="name",
        sets="ByLiteralPath",
        aliases=("PSPath",),
        help="The item, without wildcards.",
    )
    new_name = Parameter("string", mandatory=True, position=1, pipeline="name", help="The new name.")
    force = Parameter("switch", help="Also hidden and read-only items.")
    pass_thru = Parameter("switch", help="Also gives the item.")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        path, literal = (self.literal_path, True) if self.parameter_set == "ByLiteralPath" else (self.path, False)
        try:
            places = self.locations.resolve(path, literal)
            if not places:
                raise path_not_found(path)
        except Terminating:
            shown = path
            self.write_error(
                self.error(
                    "InvalidOperation",
                    message("NavigationResources", "RenameItemDoesntExist", shown),
                    "InvalidOperation",
                    None,
                    "System.Management.Automation.PSInvalidOperationException",
                )
            )
            return
        for place in places:
            parent = place.parent
            target = parent.child(self.new_name).provider_path if parent is not None else self.new_name
            kind = "Rename Directory" if place.is_container() else "Rename File"
            if not place.provider.hierarchical:
                kind = "Rename Item"
            if self.confirm(
                message("FileSystemProviderStrings", "RenameItemResourceFileTemplate", place.provider_path, target),
                kind,
            ):
                item = self.attempt(place.provider.rename_item, place.provider_path, self.new_name, bool(self.force))
                if self.pass_thru and item is not None and parent is not None:
                    self.write(decorated(item, parent.child(self.new_name)))


class _ToTarget(_Items):
    should_process = "Medium"
    destination = Parameter("string", position=1, pipeline="name", help="Where to.")
    pass_thru = Parameter("switch", help="Also gives the new item.")

    verb = "Copy"

    def carry_out(self, place: Place, target: Place) -> Any:
        raise NotImplementedError

    def process(self) -> None:
        target = self.attempt(self.locations.split, self.destination if self.destination is not None else ".")
        if target is None:
            return
        for place in self.chosen():
            if place.provider is not target.provider:
                self.write_error(
                    self.error(
                        "Argument",
                        message("SessionStateStrings", f"{self.verb}ItemSourceAndDestinationNotSameProvider"),
                        "InvalidArgument",
                        place.shown,
                        "System.Management.Automation.PSArgumentException",
                    )
                )
                continue
            kind = "Directory" if place.is_container() else "File"
            action = f"{self.verb} {kind}" if place.provider.hierarchical else f"{self.verb} Item"
            final = target.child(place.name) if target.provider.hierarchical and target.is_container() else target
            text = message(
                "FileSystemProviderStrings", "CopyItemResourceFileTemplate", place.provider_path, final.provider_path
            )
            if self.confirm(text, action):
                item = self.attempt(self.carry_out, place, target)
                if self.pass_thru and item is not None:
                    self.write(decorated(item, final))


class CopyItem(_ToTarget):
    """Copies items."""

    name = "Copy-Item"
    aliases = ("cpi", "cp", "copy")
    examples = (
        Example(
            "Set-Content $env:TEMP\\f.txt 1; Copy-Item $env:TEMP\\f.txt $env:TEMP\\g.txt; Get-Content $env:TEMP\\g.txt",
            "Copies a file.",
            "1",
        ),
    )
    container = Parameter("switch", help="Keeps the folders; so by default.")
    recurse = Parameter("switch", help="With all they hold.")
    from_session = Parameter("PSSession", pipeline="name")
    to_session = Parameter("PSSession", pipeline="name")

    def carry_out(self, place: Place, target: Place) -> Any:
        return place.provider.copy_item(place.provider_path, target.provider_path, bool(self.recurse), bool(self.force))


class MoveItem(_ToTarget):
    """Moves items."""

    name = "Move-Item"
    examples = (
        Example(
            "Set-Content $env:TEMP\\j.txt 1; Move-Item $env:TEMP\\j.txt $env:TEMP\\k.txt; Test-Path $env:TEMP\\j.txt",
            "Moves a file.",
            "False",
        ),
    )
    aliases = ("mi", "mv", "move")
    verb = "Move"

    def carry_out(self, place: Place, target: Place) -> Any:
        return place.provider.move_item(place.provider_path, target.provider_path, bool(self.force))


class InvokeItem(_Items):
    """Opens an item with its program; there are no programs here."""

    name = "Invoke-Item"
    examples = (Example("Get-Help Invoke-Item", "What it would open."),)
    aliases = ("ii",)
    should_process = "Medium"

    def process(self) -> None:
        for place in self.chosen():
            if self.confirm(
                message("FileSystemProviderStrings", "InvokeItemResourceFileTemplate", place.provider_path),
                "Invoke Item",
            ):
                self.write_error(
                    self.error(
                        "InvokeItem",
                        "Application not found",
                        "InvalidOperation",
                        place.provider_path,
                        "System.ComponentModel.Win32Exception",
                    )
                )
