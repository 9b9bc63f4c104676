"""Invoke-WebRequest."""

from __future__ import annotations

from ems.cmdlets.web import WebCmdlet
from ems.runtime.cmdlet import Example


class InvokeWebRequest(WebCmdlet):
    """Asks a web server; there is none on the network of the lab."""

    name = "Invoke-WebRequest"
    examples = (
        Example(
            "try { Invoke-WebRequest http://www.contoso.com } catch { 'no web here' }",
            "There is no web.",
            "no web here",
        ),
    )
    aliases = ("iwr", "curl", "wget")
