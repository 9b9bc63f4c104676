"""Format-Table: objects as the rows of a table."""

from __future__ import annotations

from ems.cmdlets.format_cmdlet import FormatCmdlet
from ems.cmdlets.format_properties import TABLE_KEYS
from ems.formatting.parameters import FormatParameters
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter


class FormatTable(FormatCmdlet):
    """Formats objects as a table.

    Each property is a column. Without -Property the default view of the first object's type decides. A hashtable
    describes a column: Label (or Name), Expression, Width, Alignment, FormatString; the keys may be abbreviated.
    """

    name = "Format-Table"
    aliases = ("ft",)
    shape = "Table"
    keys = TABLE_KEYS
    examples = (
        Example("[pscustomobject]@{ Name = 'EX01'; Site = 'HQ' } | Format-Table Name, Site", "A table of two columns."),
        Example(
            "1..3 | ForEach-Object { [pscustomobject]@{ N = $_ } }"
            " | Format-Table N, @{ Label = 'Square'; Expression = { $_.N * $_.N } } -AutoSize",
            "A calculated column.",
        ),
    )
    auto_size = Parameter("switch", help="Columns are as wide as their content.")
    hide_table_headers = Parameter("switch", help="No labels above the columns.")
    wrap = Parameter("switch", help="Text that does not fit goes on below instead of being cut.")
    property = Parameter("object[]", position=0, help="The columns: names, wildcards, script blocks or hashtables.")

    def format_parameters(self) -> FormatParameters:
        parameters = super().format_parameters()
        bound = self.bound
        parameters.hide_headers = bool(bound["HideTableHeaders"]) if "HideTableHeaders" in bound else None
        parameters.wrap = bool(bound["Wrap"]) if "Wrap" in bound else None
        return parameters
