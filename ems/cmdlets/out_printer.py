"""Out-Printer: there is no printer here, and it says so."""

from __future__ import annotations

from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.parameters import Parameter


class OutPrinter(Cmdlet):
    """Sends the output to a printer. No printer is connected to this machine."""

    name = "Out-Printer"
    examples = (Example("Get-Help Out-Printer", "How it is called."),)
    aliases = ("lp",)
    name_ = Parameter("string", name="Name", position=0, aliases=("PrinterName",), help="The printer.")
    input_object = Parameter("psobject", pipeline="value", help="What to print.")

    def begin(self) -> None:
        # Our wording; the product reports what the print system says.
        printer = self.name_ or "the default printer"
        text = f"Settings to access printer '{printer}' are not valid." if self.name_ else "No printers are installed."
        raise self.throw(
            self.error(
                "InvalidPrinter",
                text,
                "ResourceUnavailable",
                self.name_,
                "System.Drawing.Printing.InvalidPrinterException",
            )
        )
