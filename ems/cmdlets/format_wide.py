"""Format-Wide: one property of each object, several objects on a line."""

from __future__ import annotations

from ems.cmdlets.format_cmdlet import FormatCmdlet
from ems.cmdlets.format_properties import WIDE_KEYS
from ems.formatting.parameters import FormatParameters
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter
from ems.runtime.validation import ValidateRange


class FormatWide(FormatCmdlet):
    """Formats objects as a wide list of a single property each."""

    name = "Format-Wide"
    aliases = ("fw",)
    shape = "Wide"
    keys = WIDE_KEYS
    examples = (
        Example(
            '1..6 | ForEach-Object { [pscustomobject]@{ Name = "item $_" } } | Format-Wide -Column 3', "Three columns."
        ),
    )
    property = Parameter("object", position=0, help="The property: a name, a script block or a hashtable.")
    auto_size = Parameter("switch", help="As many columns as fit.")
    column = Parameter("int", validate=(ValidateRange(1, 2147483647),), help="The number of columns.")

    def format_parameters(self) -> FormatParameters:
        parameters = super().format_parameters()
        if parameters.auto_size and "Column" in self.bound:
            raise self._exclusive("FormatCannotSpecifyAutosizeAndColumns", "CannotSpecifyAutosizeAndColumnsError")
        parameters.columns = self.column
        return parameters
