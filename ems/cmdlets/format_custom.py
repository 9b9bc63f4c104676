"""Format-Custom: objects by a custom view, or as classes with their properties."""

from __future__ import annotations

from ems.cmdlets.format_cmdlet import FormatCmdlet
from ems.cmdlets.format_properties import CUSTOM_KEYS
from ems.formatting.parameters import FormatParameters
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange


class FormatCustom(FormatCmdlet):
    """Formats objects by a custom view; without one, shows each as a class with its properties, nested to a depth."""

    name = "Format-Custom"
    aliases = ("fc",)
    shape = "Custom"
    keys = CUSTOM_KEYS
    examples = (
        Example(
            "[pscustomobject]@{ A = 1; B = [pscustomobject]@{ C = 2 } } | Format-Custom", "An object inside an object."
        ),
    )
    property = Parameter("object[]", position=0, help="The properties: names, wildcards, script blocks or hashtables.")
    depth = Parameter(
        "int", validate=(ValidateRange(1, 2147483647),), default=5, help="How deep objects inside objects are shown."
    )

    def format_parameters(self) -> FormatParameters:
        parameters = super().format_parameters()
        parameters.depth = self.depth
        return parameters
