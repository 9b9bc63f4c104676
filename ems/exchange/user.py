"""Get-User: the accounts behind mailboxes, with what the directory says of the people."""

from __future__ import annotations

from typing import Final

from ems.exchange.mailbox import RecipientCmdlet
from ems.runtime.cmdlet import Example

_TYPE: Final = "Microsoft.Exchange.Data.Directory.Management.User"
_VIEW: Final = {
    "types": [_TYPE],
    "name": "User",
    "kind": "Table",
    "columns": [{"property": "Name", "width": 59}, {"property": "RecipientType", "align": "left"}],
}


class GetUser(RecipientCmdlet):
    """Gets the users of the domain."""

    name = "Get-User"
    schema_name = "User"
    net_class = "Microsoft.Exchange.Management.RecipientTasks.GetUser"
    default_set = "Identity"
    views = (_VIEW,)
    output_types = (_TYPE,)
    examples = (Example("Get-User | Where-Object {$_.Department -eq 'Sales'}", "Finds the people of a department."),)
