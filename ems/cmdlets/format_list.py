"""Format-List: objects as lists of their properties."""

from __future__ import annotations

from ems.cmdlets.format_cmdlet import FormatCmdlet
from ems.cmdlets.format_properties import LIST_KEYS
from ems.runtime.cmdlet import Example
from ems.runtime.parameters import Parameter


class FormatList(FormatCmdlet):
    """Formats objects as lists, one line for each property.

    `Format-List *` shows every property an object has, also those that its default view leaves out.
    """

    name = "Format-List"
    aliases = ("fl",)
    shape = "List"
    keys = LIST_KEYS
    examples = (
        Example(
            "[pscustomobject]@{ Name = 'EX01'; Site = 'HQ' } | Format-List", "All properties, one below the other."
        ),
    )
    property = Parameter("object[]", position=0, help="The properties: names, wildcards, script blocks or hashtables.")
