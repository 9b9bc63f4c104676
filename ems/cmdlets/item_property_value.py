"""Get-ItemPropertyValue."""

from __future__ import annotations

from ems.cmdlets.item_property import PropertyCmdlet
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter


class GetItemPropertyValue(PropertyCmdlet):
    """Gets the value of a property of an item."""

    name = "Get-ItemPropertyValue"
    aliases = ("gpv",)
    examples = (Example("Get-ItemPropertyValue C:\\Windows -Name Name", "The bare value.", "Windows"),)
    path = Parameter("string[]", position=0, pipeline="value,name", sets="Path", help="The items.")
    name_ = Parameter(
        "string[]", name="Name", position=1, mandatory=True, aliases=("PSProperty",), help="Which properties."
    )

    def process(self) -> None:
        for place in self.places(self.include, self.exclude, self.filter):
            for _, value in self.attempt(self.values, place, self.name_) or ():
                self.write(value)
