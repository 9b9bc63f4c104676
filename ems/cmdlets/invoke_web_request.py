"""Invoke-WebRequest."""
from __future__ import annotations

from ems.cmdlets.web import WebCmdlet


class InvokeWebRequest(WebCmdlet):
    """Asks a web server; there is none on the network of the lab."""

    name = "Invoke-WebRequest"
    aliases = ("iwr", "curl", "wget")
