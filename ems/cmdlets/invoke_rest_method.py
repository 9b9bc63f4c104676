"""Invoke-RestMethod."""

from __future__ import annotations

from ems.cmdlets.web import WebCmdlet
from ems.runtime.cmdlet import Example


class InvokeRestMethod(WebCmdlet):
    """Asks a web service; there is none on the network of the lab."""

    name = "Invoke-RestMethod"
    examples = (
        Example(
            "try { Invoke-RestMethod http://www.contoso.com } catch { 'no web here' }",
            "There is no web.",
            "no web here",
        ),
    )
    aliases = ("irm",)
