"""*-ItemProperty: the properties of items. In the file system those are the properties of files and folders; new ones cannot be made there."""

from __future__ import annotations

from typing import Any

from ems.cmdlets.place_items import ItemCmdlet, name_matcher
from ems.runtime.cmdlet import Example
from ems.runtime.errors import Terminating
from ems.runtime.members import get_member, properties_of, set_member
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.providers.base import not_supported
from ems.runtime.providers.locations import Place
from ems.runtime.values import PSCustomObject
from ems.runtime.wildcard import contains_wildcard


class PropertyCmdlet(ItemCmdlet):
    path = Parameter("string[]", position=0, mandatory=True, pipeline="value,name", sets="Path", help="The items.")
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets="LiteralPath",
        aliases=("PSPath",),
        help="The items, without wildcards.",
    )
    filter = Parameter("string", help="A wildcard for the names of the items.")
    include = Parameter("string[]", help="Only items like these.")
    exclude = Parameter("string[]", help="No items like these.")
    credential = Parameter("pscredential", pipeline="name")

    default_set = "Path"

    def values(self, place: Place, patterns: Any) -> list[tuple[str, Any]]:
        """The properties of an item that have one of the names; an error for a name that is none."""
        if not place.provider.hierarchical:
            raise not_supported("IPropertyCmdletProvider_NotSupported")
        item = place.provider.item(place.provider_path)
        found: list[tuple[str, Any]] = []
        known = [member.name for member in properties_of(item)]
        for pattern in patterns:
            matches = name_matcher([pattern])
            names = [name for name in known if matches is not None and matches(name)]
            if not names and not contains_wildcard(pattern):
                text = f"Property {pattern} does not exist at path {place.provider_path}."
                self.write_error(
                    self.error(
                        "System.Management.Automation.PSArgumentException",
                        text,
                        "InvalidArgument",
                        pattern,
                        "System.Management.Automation.PSArgumentException",
                    )
                )
            found += [(name, get_member(item, name)) for name in names]
        return found


class GetItemProperty(PropertyCmdlet):
    """Gets the properties of an item."""

    name = "Get-ItemProperty"
    aliases = ("gp",)
    output_types = (
        "System.Boolean",
        "System.String",
        "System.DateTime",
        "System.IO.FileInfo",
        "System.IO.DirectoryInfo",
    )
    examples = (
        Example("(Get-ItemProperty C:\\Windows -Name FullName).FullName", "One property of a folder.", "C:\\Windows"),
    )
    name_ = Parameter(
        "string[]", name="Name", position=1, aliases=("PSProperty",), help="Which properties; all by default."
    )

    def process(self) -> None:
        for place in self.places(self.include, self.exclude, self.filter):
            self.attempt(self._get, place)

    def _get(self, place: Place) -> None:
        if not self.name_:
            if not place.provider.hierarchical:
                raise not_supported("IPropertyCmdletProvider_NotSupported")
            self.write(self.show(place))
            return
        pairs = self.values(place, self.name_)
        if pairs:
            self.write(decorated_custom(pairs, place))


def decorated_custom(pairs: list[tuple[str, Any]], place: Place) -> Any:
    """A custom object of the properties, with where they came from."""
    made = PSCustomObject.of(pairs)
    parent = place.parent
    for name, value in (
        ("PSPath", place.qualified),
        ("PSParentPath", parent.qualified if parent is not None else ""),
        ("PSChildName", place.name),
        ("PSDrive", place.drive),
        ("PSProvider", place.provider.info),
    ):
        made.add(name, value)
    return made


class SetItemProperty(ItemCmdlet):
    """Changes a property of an item."""

    name = "Set-ItemProperty"
    aliases = ("sp",)
    default_set = "propertyValuePathSet"
    should_process = "Medium"
    examples = (
        Example(
            "Set-Content $env:TEMP\\p.txt 1; Set-ItemProperty $env:TEMP\\p.txt IsReadOnly $true; (Get-Item $env:TEMP\\p.txt).IsReadOnly",
            "Makes a file read-only.",
            "True",
        ),
    )
    path = Parameter(
        "string[]",
        position=0,
        mandatory=True,
        pipeline="name",
        sets=("propertyPSObjectPathSet", "propertyValuePathSet"),
        help="The items.",
    )
    literal_path = Parameter(
        "string[]",
        mandatory=True,
        pipeline="name",
        sets=("propertyValueLiteralPathSet", "propertyPSObjectLiteralPathSet"),
        aliases=("PSPath",),
        help="The items.",
    )
    name_ = Parameter(
        "string",
        name="Name",
        position=1,
        mandatory=True,
        pipeline="name",
        sets=("propertyValuePathSet", "propertyValueLiteralPathSet"),
        aliases=("PSProperty",),
        help="The property.",
    )
    value = Parameter(
        "object",
        position=2,
        mandatory=True,
        pipeline="name",
        sets=("propertyValuePathSet", "propertyValueLiteralPathSet"),
        help="Its new value.",
    )
    input_object = Parameter(
        "psobject",
        mandatory=True,
        pipeline="value,name",
        sets=("propertyPSObjectPathSet", "propertyPSObjectLiteralPathSet"),
        help="An object with the values.",
    )
    pass_thru = Parameter("switch", help="Also gives the properties.")
    force = Parameter("switch")
    filter = Parameter("string")
    include = Parameter("string[]")
    exclude = Parameter("string[]")
    credential = Parameter("pscredential", pipeline="name")

    def process(self) -> None:
        pairs = (
            [(self.name_, self.value)]
            if self.input_object is None
            else [
                (member.name, get_member(self.input_object, member.name)) for member in properties_of(self.input_object)
            ]
        )
        for place in self.places(self.include, self.exclude, self.filter):
            for name, value in pairs:
                kind = "SetPropertyActionDirectory" if place.is_container() else "SetPropertyActionFile"
                text = message(
                    "FileSystemProviderStrings",
                    "SetPropertyResourceTemplate",
                    place.provider_path,
                    name,
                    self.session.to_string(value),
                )
                if self.confirm(text, message("FileSystemProviderStrings", kind)):
                    self.attempt(self._set, place, name, value)

    def _set(self, place: Place, name: str, value: Any) -> None:
        item = place.provider.item(place.provider_path)
        set_member(item, name, value)
        if self.pass_thru:
            self.write(decorated_custom([(name, get_member(item, name))], place))


class ClearItemProperty(PropertyCmdlet):
    """Takes the value of a property away; in the file system only Attributes can be cleared."""

    name = "Clear-ItemProperty"
    examples = (
        Example(
            "Set-Content $env:TEMP\\q.txt 1; Clear-ItemProperty $env:TEMP\\q.txt Attributes",
            "Makes a file an ordinary one again.",
            "",
        ),
    )
    aliases = ("clp",)
    should_process = "Medium"
    name_ = Parameter("string", name="Name", position=1, mandatory=True, pipeline="name", help="The property.")
    pass_thru = Parameter("switch")
    force = Parameter("switch")

    def process(self) -> None:
        for place in self.places(self.include, self.exclude, self.filter):
            self.attempt(self._clear, place)

    def _clear(self, place: Place) -> None:
        if self.name_.lower() != "attributes" or not place.provider.hierarchical:
            raise Terminating(
                self.error(
                    "Argument",
                    message("FileSystemProviderStrings", "CannotClearProperty"),
                    "InvalidArgument",
                    exception="System.Management.Automation.PSArgumentException",
                )
            )
        if self.confirm(
            message("FileSystemProviderStrings", "ClearPropertyResourceTemplate", place.provider_path, self.name_),
            "Clear Property File",
        ):
            self.session.files.set_read_only(place.provider_path, False)


class _Dynamic(PropertyCmdlet):
    """The file system has no properties that come and go; only the registry has, which is not here."""

    def process(self) -> None:
        for _ in self.places(self.include, self.exclude, self.filter):
            self.write_error(not_supported("IDynamicPropertyCmdletProvider_NotSupported").record)


class NewItemProperty(_Dynamic):
    """Makes a property; the providers here do not let."""

    name = "New-ItemProperty"
    examples = (
        Example(
            "New-ItemProperty C:\\Windows -Name Colour -Value blue -ErrorAction SilentlyContinue",
            "The file system has no such properties.",
            "",
        ),
    )
    should_process = "Medium"
    path = Parameter("string[]", position=0, mandatory=True, sets="Path", help="The items.")
    name_ = Parameter(
        "string",
        name="Name",
        position=1,
        mandatory=True,
        pipeline="name",
        aliases=("PSProperty",),
        help="The property.",
    )
    property_type = Parameter("string", pipeline="name", aliases=("Type",), help="Its type.")
    value = Parameter("object", pipeline="name", help="Its value.")
    force = Parameter("switch")


class RemoveItemProperty(_Dynamic):
    """Removes a property; the providers here do not let."""

    name = "Remove-ItemProperty"
    examples = (
        Example(
            "Remove-ItemProperty C:\\Windows -Name Colour -ErrorAction SilentlyContinue",
            "The file system has no such properties.",
            "",
        ),
    )
    aliases = ("rp",)
    should_process = "Medium"
    name_ = Parameter(
        "string[]",
        name="Name",
        position=1,
        mandatory=True,
        pipeline="name",
        aliases=("PSProperty",),
        help="The properties.",
    )
    force = Parameter("switch")


class RenameItemProperty(_Dynamic):
    """Renames a property; the providers here do not let."""

    name = "Rename-ItemProperty"
    examples = (
        Example(
            "Rename-ItemProperty C:\\Windows Colour Color -ErrorAction SilentlyContinue",
            "The file system has no such properties.",
            "",
        ),
    )
    aliases = ("rnp",)
    should_process = "Medium"
    path = Parameter("string", position=0, mandatory=True, pipeline="value,name", sets="Path", help="The item.")
    literal_path = Parameter(
        "string", mandatory=True, pipeline="name", sets="LiteralPath", aliases=("PSPath",), help="The item."
    )
    name_ = Parameter(
        "string",
        name="Name",
        position=1,
        mandatory=True,
        pipeline="name",
        aliases=("PSProperty",),
        help="The property.",
    )
    new_name = Parameter("string", position=2, mandatory=True, pipeline="name", help="Its new name.")
    pass_thru = Parameter("switch")
    force = Parameter("switch")


class _ToItem(_Dynamic):
    should_process = "Medium"
    destination = Parameter("string", position=1, mandatory=True, pipeline="name", help="The other item.")
    pass_thru = Parameter("switch")
    force = Parameter("switch")


class CopyItemProperty(_ToItem):
    """Copies a property to another item; the providers here do not let."""

    name = "Copy-ItemProperty"
    examples = (
        Example(
            "Copy-ItemProperty C:\\Windows C:\\Lab Colour -ErrorAction SilentlyContinue",
            "The file system has no such properties.",
            "",
        ),
    )
    aliases = ("cpp",)
    name_ = Parameter(
        "string",
        name="Name",
        position=2,
        mandatory=True,
        pipeline="name",
        aliases=("PSProperty",),
        help="The property.",
    )


class MoveItemProperty(_ToItem):
    """Moves a property to another item; the providers here do not let."""

    name = "Move-ItemProperty"
    examples = (
        Example(
            "Move-ItemProperty C:\\Windows C:\\Lab Colour -ErrorAction SilentlyContinue",
            "The file system has no such properties.",
            "",
        ),
    )
    aliases = ("mp",)
    name_ = Parameter(
        "string[]",
        name="Name",
        position=2,
        mandatory=True,
        pipeline="name",
        aliases=("PSProperty",),
        help="The properties.",
    )
