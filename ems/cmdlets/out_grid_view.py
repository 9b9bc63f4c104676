"""Out-GridView: needs a desktop, which a terminal has not."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class OutGridView(Cmdlet):
    """Shows the output in a table window. It needs the graphical tools of a Windows desktop."""

    name = "Out-GridView"
    examples = (Example("Get-Help Out-GridView", "How it is called."),)
    aliases = ("ogv",)
    default_set = "PassThru"
    title = Parameter("string", help="The title of the window.")
    wait = Parameter("switch", sets="Wait", help="Waits until the window is closed.")
    output_mode = Parameter("OutputModeOption", sets="OutputMode", help="How many rows may be picked.")
    pass_thru = Parameter("switch", sets="PassThru", help="Hands on the rows that were picked.")
    input_object = Parameter("psobject", pipeline="value", help="What to show.")

    def begin(self) -> None:
        text = (
            "To use the Out-GridView cmdlet, install the Windows PowerShell Integrated Scripting Environment feature "
            "from Server Manager."
        )
        raise self.throw(
            self.error("ManagementListInvocationException", text, "NotInstalled", None, "System.NotSupportedException")
        )
