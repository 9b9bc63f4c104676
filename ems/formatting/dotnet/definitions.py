"""Views as objects: what Get-FormatData gives."""

from __future__ import annotations

from typing import Final

from ems.runtime.members.model import Implementation

TYPES: Final = {
    "System.Management.Automation.ExtendedTypeDefinition": Implementation(
        properties={
            "TypeName": lambda definition: definition.type_names_of_view[0],
            "TypeNames": lambda definition: definition.type_names_of_view,
            "FormatViewDefinition": lambda definition: definition.format_view_definition,
        },
        declared=("string TypeName {get;}\nSystem.Object TypeNames {get;}\nSystem.Object FormatViewDefinition {get;}"),
    ),
    "System.Management.Automation.FormatViewDefinition": Implementation(
        properties={"Name": lambda definition: definition.name, "Control": lambda definition: definition.control},
        declared="string Name {get;}\nSystem.Object Control {get;}",
    ),
}
